"""What files of this program look like, as JSON Schema (2020-12), for editors and other programs.

Three schemas: of the JSON that a session is exported as, of a template, and of the file of a session. TOML is
checked as the same tables in JSON, with days and times as ISO text.

Keys nobody knows: a template may hold none, for the program refuses them; a session file and the exported JSON
may, since newer programs write more, and readers pass over what they do not know.
"""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from dxworkshop.model import session, value, workshop
from dxworkshop.model.value import Value
from dxworkshop.render import data
from dxworkshop.report import view
from dxworkshop.templates import OURS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_CLEARED = {"const": "", "description": "Cleared."}
"""How a file says that a value was taken away; it knows no null."""


def report_schema() -> Schema:
    """Return the schema of the JSON that a session is exported as; every name is always there."""
    found = data.schema()
    for part in _parts(found):
        part["required"] = list(part["properties"])
    return _described(found, "A document about a session, as exported by dxworkshop", (view,))


def template_schema() -> Schema:
    """Return the schema of a template: a workshop to begin with."""
    found = _of_files(workshop.Workshop)
    kinds = {name: part for name, part in found["$defs"].items() if "kind" in part.get("properties", {})}
    for part in kinds.values():
        for key in OURS:
            part["properties"].pop(key, None)
        part["properties"] = {
            "id": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"},
            **part["properties"],
        }
        part["required"] = sorted({"id", *part["required"]})
    for part in _parts(found):
        part["additionalProperties"] = False
    steps = {"type": "array", "minItems": 1, "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}}
    found["properties"] = {"format": {"const": session.FORMAT}, **found["properties"], "steps": steps}
    found["required"] = ["format", *found["required"]]
    return _described(found, "A template of dxworkshop: a workshop to begin with", (value, workshop))


def file_schema() -> Schema:
    """Return the schema of the file of a session."""
    return _described(_of_files(session.Session), "A session of dxworkshop", (value, session, workshop))


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "template": template_schema,
    "session": report_schema,
    "file": file_schema,
}
"""Every schema by what it describes."""


def _of_files(model: type[Value]) -> Schema:
    """Return the schema of a model as a file holds it: what was cleared is an empty text, and nothing is null."""
    found: Schema = model.model_json_schema()
    for part in _nodes(found):
        if {"type": "null"} in part.get("anyOf", ()):
            part["anyOf"] = [_CLEARED if kind == {"type": "null"} else kind for kind in part["anyOf"]]
        # The usual value of a whole part would hold null where a file holds nothing.
        if isinstance(part.get("default", ""), (dict, type(None))):
            del part["default"]
    return found


def _described(found: Schema, title: str, modules: tuple[ModuleType, ...]) -> Schema:
    """Return a schema with its dialect, its title, and what our own docstrings say of the names in its parts."""
    docs = _docstrings(modules)
    own = str(found.get("title", ""))
    for name, part in [(own, found), *found.get("$defs", {}).items()]:
        for key, told_of in part.get("properties", {}).items():
            if told := docs.get(f"{name}.{key}"):
                told_of["description"] = told
    return {"$schema": DIALECT, **found, "title": title}


@cache
def _docstrings(modules: tuple[ModuleType, ...]) -> Mapping[str, str]:
    """Return what modules say of the attributes of their classes, by ``Class.attribute``.

    A class has what is said of the attributes it takes over from another one above it.
    """
    found: dict[str, str] = {}
    for module in modules:
        try:
            tree = ast.parse(inspect.getsource(module))
        except (OSError, SyntaxError):  # installed without its sources: the schema says less
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found |= dict([*_of_class(node, found)])
    return found


def _of_class(node: ast.ClassDef, above: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is said of the attributes of a class."""
    for base in (base.id for base in node.bases if isinstance(base, ast.Name)):
        yield from (
            (f"{node.name}.{k.split('.')[1]}", doc) for k, doc in above.items() if k.startswith(f"{base}.")
        )
    for one, after in pairwise(node.body):
        match one, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                yield f"{node.name}.{name}", inspect.cleandoc(doc)


def _parts(found: Schema) -> Iterator[Schema]:
    """Yield every object of a schema that has names of its own."""
    return (part for part in (found, *found.get("$defs", {}).values()) if "properties" in part)


def _nodes(node: object) -> Iterator[Schema]:
    """Yield every table of a schema."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(inner)
