"""The published schemas: what the program writes and reads fits them, and what is broken does not."""

import inspect
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from dxworkshop.i18n import Voice
from dxworkshop.offer import AUDIENCES
from dxworkshop.paths import bundled_templates
from dxworkshop.render import data, schema
from dxworkshop.render.schema import DIALECT, SCHEMAS
from dxworkshop.report import DOCUMENTS, build
from dxworkshop.report.view import Report
from dxworkshop.store import document
from tests.layouts import report
from tests.sample import TODAY

ROOT = Path(__file__).parents[2]
SESSIONS = sorted((ROOT / "sessions").glob("*.toml"))
TEMPLATES = sorted(bundled_templates().glob("*.toml"))
VALIDATORS = {name: Draft202012Validator(make(), format_checker=FormatChecker()) for name, make in SCHEMAS.items()}


def _wrong(name: str, value: object) -> list[str]:
    return [f"{list(error.path)}: {error.message[:200]}" for error in VALIDATORS[name].iter_errors(value)]


def _tables(path: Path) -> Any:
    """Return a TOML file as JSON has it: days and times as text."""
    return json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=lambda day: day.isoformat()))


def _exported(report: Report) -> Any:
    return json.loads(data.render(report))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_says_what_things_mean(name: str) -> None:
    """2020-12, with a title, and with the words of our own docstrings at the parts and their names."""
    made = SCHEMAS[name]()
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == DIALECT
    assert made["title"]
    parts = [made, *made["$defs"].values()]
    assert [part["title"] for part in parts if not part.get("description")] == []
    told = [value for part in parts for value in part.get("properties", {}).values() if value.get("description")]
    assert len(told) > 20


def test_what_a_step_has_in_common_with_all_others_is_told_at_each() -> None:
    """A docstring counts for the kinds of step that take a name over, too."""
    parts = SCHEMAS["template"]()["$defs"]
    told = {name: part["properties"]["minutes"]["description"] for name, part in parts.items() if "Step" in name}
    assert len(told) > 10
    assert len(set(told.values())) == 1
    assert parts["VoteStep"]["properties"]["dots"]["description"]
    of_file = SCHEMAS["file"]()["$defs"]
    assert of_file["TalkStep"]["properties"]["minutes"]["description"] in told.values()
    assert all(of_file[name]["properties"]["removed"]["description"] for name in ("Action", "Member", "Note"))


def test_a_file_holds_no_null() -> None:
    """What is usual is told only where a file could say it."""
    for name in ("template", "file"):
        nodes = [*schema._nodes(SCHEMAS[name]())]
        assert [node for node in nodes if isinstance(node.get("default", ""), (dict, type(None)))] == []
        assert {"type": "null"} not in nodes
        assert [node for node in nodes if node.get("default") in (0, "", [])]


def test_a_program_without_its_sources_says_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema is there, and fits; only the words of the docstrings are not."""

    def lost(_: object) -> str:
        raise OSError("no source")

    monkeypatch.setattr(inspect, "getsource", lost)
    schema._docstrings.cache_clear()
    try:
        bare = SCHEMAS["template"]()
    finally:
        schema._docstrings.cache_clear()
    assert "description" not in bare["$defs"]["TalkStep"]["properties"]["minutes"]
    assert [*Draft202012Validator(bare).iter_errors(_tables(TEMPLATES[0]))] == []


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_every_worked_session_fits_and_so_does_all_that_is_exported_of_it(path: Path) -> None:
    """The file itself, and every document for every audience in both languages."""
    assert _wrong("file", _tables(path)) == []
    session = document.load(path).session
    for what in DOCUMENTS:
        for audience in AUDIENCES:
            for voice in (Voice("ja"), Voice("en", "plain")):
                made = build(
                    session, voice=voice, today=TODAY, document=what, audience=audience, made=session.created
                )
                assert _wrong("session", _exported(made)) == []


def test_a_session_in_which_everything_is_filled_or_cleared_fits() -> None:
    """Days that were cleared are empty texts in a file; a newer program's keys are passed over."""
    whole = _tables(ROOT / "tests" / "data" / "format-1.toml")
    assert _wrong("file", whole) == []
    action = next(iter(whole["actions"].values()))
    cleared = {**action, "due": "", "measure": "", "first_step_by": "", "of_tomorrow": 1}
    assert _wrong("file", {**whole, "actions": {"x": cleared}, "of_tomorrow": {"a": 1}}) == []
    assert _wrong("session", {**_exported(report()), "of_tomorrow": 1}) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_fits(path: Path) -> None:
    """Ours are examples for those of others."""
    assert _wrong("template", _tables(path)) == []


def _set(*keys: str | int) -> Callable[[Any, Any], None]:
    def change(whole: Any, value: Any) -> None:
        for key in keys[:-1]:
            whole = whole[key]
        whole[keys[-1]] = value

    return change


BROKEN: list[tuple[str, Callable[[Any, Any], None], object]] = [
    ("template", _set("minutes"), "12"),
    ("template", _set("format"), 2),
    ("template", _set("id"), "Not an id"),
    ("template", _set("steps"), []),
    ("template", _set("steps", 0, "kind"), "dragon"),
    ("template", _set("steps", 0, "minutes"), 481),
    ("template", _set("steps", 0, "id"), None),
    ("template", _set("steps", 0, "id"), "Not an id"),
    ("template", _set("steps", 0, "id"), "a" * 41),
    ("template", _set("steps", 0, "rank"), "a1"),
    ("template", _set("steps", 0, "removed"), ""),
    ("template", _set("steps", 0, "skipped"), False),
    ("template", _set("steps", 0, "colour"), "red"),
    ("template", _set("colour"), "red"),
    ("session", _set("format"), "other"),
    ("session", _set("version"), 2),
    ("session", _set("title"), None),
    ("session", _set("created"), 5),
    ("session", _set("sections"), {}),
    ("session", _set("sections", 0, "blocks"), [{"block": "video", "text": "a"}]),
    ("session", _set("sections", 0, "blocks"), [{"block": "paragraph"}]),
    ("session", _set("actions", 0, "due"), "next week"),
    ("session", _set("actions", 0, "late"), "yes"),
    ("session", _set("audience"), "nobody"),
    ("file", _set("format"), 2),
    ("file", _set("title"), None),
    ("file", _set("reviews"), ["tomorrow"]),
    ("file", _set("workshop", "minutes"), 0),
    ("file", _set("actions", "aa11111111", "status"), "won"),
    ("file", _set("actions", "aa11111111", "due"), "2027-02-31"),
    ("file", _set("actions", "aa11111111", "title"), 5),
]


def _whole(name: str) -> Iterator[Any]:
    yield {
        "template": lambda: _tables(TEMPLATES[0]),
        "session": lambda: _exported(report()),
        "file": lambda: _tables(ROOT / "tests" / "data" / "format-1.toml"),
    }[name]()


@pytest.mark.parametrize(("name", "change", "value"), BROKEN)
def test_what_is_broken_does_not_fit(name: str, change: Callable[[Any, Any], None], value: object) -> None:
    """Wrong types, codes, days and versions; in a template also keys that nobody reads."""
    (whole,) = _whole(name)
    assert _wrong(name, whole) == []
    change(whole, value)
    assert _wrong(name, whole) != []


def test_a_name_that_is_gone_from_the_export_is_missed() -> None:
    """Readers may count on every name of every part, those too that have a usual value."""
    whole = _exported(report())
    for key in list(whole):
        assert _wrong("session", {name: value for name, value in whole.items() if name != key}) != []
    for part in SCHEMAS["session"]()["$defs"].values():
        assert set(part.get("required", ())) == set(part.get("properties", ()))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("template", ("format",)),
        ("template", ("id",)),
        ("template", ("steps",)),
        ("template", ("steps", 0, "id")),
        ("template", ("steps", 0, "kind")),
        ("session", ("actions", 0, "budget")),
        ("session", ("appointments", 0, "cancelled")),
        ("session", ("sections", 0, "page")),
        ("session", ("sections", 0, "blocks", 0, "block")),
        ("file", ("id",)),
        ("file", ("title",)),
    ],
)
def test_what_is_not_there_is_missed(name: str, keys: tuple[str | int, ...]) -> None:
    """A step without its kind, a part without its name: nothing stands for it."""
    (whole,) = _whole(name)
    part = whole
    for key in keys[:-1]:
        part = part[key]
    del part[keys[-1]]
    assert _wrong(name, whole) != []
