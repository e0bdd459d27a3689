"""Settings: a small TOML file that people may write by hand."""

from dataclasses import dataclass, fields

from dxworkshop.deck import scales
from dxworkshop.errors import DocumentError, FolderError
from dxworkshop.i18n import LANGUAGES, REGISTERS
from dxworkshop.offer import DATES
from dxworkshop.paths import config_file
from dxworkshop.sentence import say

_CHOICES = {"language": LANGUAGES, "register": REGISTERS, "dates": DATES}


@dataclass(frozen=True)
class Config:
    """What a person has chosen for all their workshops; empty is not chosen."""

    language: str = ""
    """``ja`` or ``en``; the command line goes before it."""
    folder: str = ""
    """Folder of sessions."""
    register: str = ""
    """``adventure`` or ``plain``, for new sessions."""
    organisation: str = ""
    """Name of the municipality, for new sessions."""
    dates: str = ""
    """``era`` (Reiwa 9) or ``western`` (2027), in Japanese documents."""
    scale: str = ""
    """Id of the scale on which check-ins rate actions: ``hamamatsu`` where none is chosen."""
    name: str = ""
    """Your name, shown to others who open the same file."""


def load() -> Config:
    """Return the settings; what is not set, or has no file, is empty. Raises `DocumentError` for a bad file."""
    try:
        path = config_file()
        if not path.is_file():
            return Config()
    except (FolderError, OSError):
        return Config()
    from dxworkshop.store import toml

    parsed = toml.parse(toml.read_bytes(path), path)
    known = [f.name for f in fields(Config)]
    for key, value in parsed.data.items():
        place = parsed.place([key])
        if key not in known:
            raise DocumentError(place, say("there is no such setting; known: {choices}", choices=known))
        if not isinstance(value, str):
            raise DocumentError(place, say("text in quotation marks is needed here"))
        choices = tuple(one.id for one in scales()) if key == "scale" else _CHOICES.get(key, (value,))
        if value and value not in choices:
            raise DocumentError(place, say("{value} is not one of: {choices}", value=value, choices=choices))
    return Config(**parsed.data)
