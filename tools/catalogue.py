"""The message catalogues: `check` proves them complete, `update` brings them up to date with the code.

Sentences are the literal arguments of `tr`, `trn` and `say`. The Japanese catalogue must hold each of them,
with the same names in braces, and nothing else. A sentence that is not written out in its call would be found
by nobody, so such a call is a problem too.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dxworkshop"
PO = PACKAGE / "locale" / "ja" / "LC_MESSAGES" / "dxworkshop.po"
KEYWORDS = {"tr": None, "say": None, "trn": (1, 2)}
COUNTED = {"tr": 1, "say": 1, "trn": 2}
"""How many texts each call begins with."""
MAKERS = ("i18n.py", "sentence.py")
"""Modules that hand on the sentences of others."""
NAME = re.compile(r"\{(\w+)[^{}]*\}")


def extracted() -> Catalog:
    """Return the sentences of the code."""
    catalogue = Catalog(domain="dxworkshop", project="dxworkshop", charset="utf-8")
    found = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(message, locations=[(file, 1)], auto_comments=comments, context=context)
    return catalogue


def stored() -> Catalog:
    """Return the Japanese catalogue."""
    with PO.open("rb") as source:
        return read_po(source, locale="ja", domain="dxworkshop")


def unwritten(source: str) -> Iterator[int]:
    """Yield the lines of calls whose sentence is not written out: `tr` and `trn` of anything, the imported `say`.

    Nor is one that stands inside an f-string: the extractor does not look there.
    The method `say` of a voice takes a sentence that was made elsewhere, under whatever name.
    """
    nodes = list(ast.walk(ast.parse(source)))
    imports = [alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    makers = {alias.asname or alias.name: alias.name for alias in imports if alias.name in COUNTED}
    makers = {"tr": "tr", "trn": "trn", **makers}
    inside = {inner for node in nodes if isinstance(node, ast.JoinedStr) for inner in ast.walk(node)}
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            name = makers.get(node.func.id, "")
        else:
            name = node.func.attr if isinstance(node.func, ast.Attribute) and node.func.attr != "say" else ""
        texts = node.args[: COUNTED.get(name, 0)]
        literal = [isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts]
        if len(literal) < COUNTED.get(name, 0) or not all(literal) or (texts and node in inside):
            yield node.lineno


def escaped() -> Iterator[str]:
    """Yield the calls of the package that no extractor can read."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if str(path.relative_to(PACKAGE)) not in MAKERS:
            for line in unwritten(path.read_text(encoding="utf-8")):
                yield f"a sentence is not written out in its call: {path.relative_to(ROOT)}:{line}"


def problems() -> Iterator[str]:
    """Yield what is missing, left over, unfinished, not written out, or names other values than its sentence."""
    yield from escaped()
    code, ours = extracted(), stored()
    for message in code:
        if not message.id:
            continue
        there = ours.get(message.id)
        texts = [there.string] if there and isinstance(there.string, str) else list(there.string) if there else []
        if not any(texts):
            yield f"not translated: {message.id!r} ({message.locations[0][0]})"
        elif there.fuzzy:
            yield f"marked as unsure: {message.id!r}"
        else:
            sides = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = {name.lower() for side in sides for name in NAME.findall(side)}
            for text in texts:
                names = {name.lower() for name in NAME.findall(text)}
                # A term may be left out or be replaced by another; a value may not.
                for name in names ^ wanted:
                    if name not in TERMS:
                        yield f"{name!r} is not on both sides: {message.id!r} / {text!r}"
    for message in ours:
        if message.id and message.id not in code:
            yield f"no longer in the code: {message.id!r}"


def update() -> None:
    """Write the sentences of the code into the catalogue, keeping what is translated, and compile it."""
    ours = stored() if PO.exists() else Catalog(locale="ja", domain="dxworkshop", project="dxworkshop")
    ours.update(extracted(), no_fuzzy_matching=True)
    ours.obsolete.clear()
    for message in ours:
        message.locations = [(file, None) for file, _ in message.locations]
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as target:
        write_po(target, ours, width=0, sort_by_file=True, include_lineno=False, omit_header=False)
    with PO.with_suffix(".mo").open("wb") as target:
        write_mo(target, ours)


def terms() -> set[str]:
    """Return the names of the vocabulary, small letters."""
    from dxworkshop.i18n import terms as vocabulary

    return {name.lower() for name in vocabulary("en", "plain")}


TERMS = terms()

if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    found = list(problems())
    print("\n".join(found) or "catalogues: complete")
    sys.exit(1 if found else 0)
