"""What is wrong with a file, as the index keeps it: an error as JSON, and back."""

import json
from pathlib import Path
from typing import Any

from dxworkshop.errors import DocumentError, NewerFormatError, Place
from dxworkshop.sentence import Sentence


def kept(error: DocumentError) -> str:
    """Return an error of a file as JSON, without the name of the file."""
    place = error.place
    return json.dumps(
        {
            "newer": isinstance(error, NewerFormatError),
            "place": [place.line, place.column, place.key, place.source],
            "sentence": _plain(error.sentence),
            "others": error.others,
        }
    )


def told(text: str, path: Path) -> DocumentError:
    """Return the error of a file that was kept as JSON."""
    data = json.loads(text)
    line, column, key, source = data["place"]
    made = NewerFormatError if data["newer"] else DocumentError
    return made(Place(path, line, column, key, source), _sentence(data["sentence"]), data["others"])


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return {"say": value.text, "values": {name: _plain(inner) for name, inner in value.values.items()}}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _sentence(data: Any) -> Any:
    if isinstance(data, dict):
        return Sentence(data["say"], {name: _sentence(inner) for name, inner in data["values"].items()})
    return [_sentence(inner) for inner in data] if isinstance(data, list) else data
