"""A whole worked workshop from a script: every change as a command line, and the same files in the end."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never

import pytest

from dxworkshop import demo
from dxworkshop.cli import action, boss, gap, member, rule, seat, session
from dxworkshop.cli.field import Field
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Change, Edit, MarkAction, MoveTo, Noun, Remove, Set, SetPledge
from dxworkshop.model.value import plain
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.service import Library
from tests.cli.conftest import Run

FIELDS: Mapping[Noun, tuple[Field, ...]] = {
    "member": member.FIELDS,
    "seat": seat.FIELDS,
    "gap": gap.FIELDS,
    "action": action.FIELDS,
    "rule": rule.FIELDS,
    "measure": boss.MEASURE,
}
VERBS = {"todo": "reopen", "doing": "start", "blocked": "block", "done": "done", "dropped": "drop"}


def options(fields: tuple[Field, ...], given: Mapping[str, Any]) -> list[str]:
    """Return values of fields as options; every value must have one."""
    flat = {k: v for k, v in given.items() if not isinstance(v, Mapping)}
    inner = {f"{k}.{key}": one for k, v in given.items() if isinstance(v, Mapping) for key, one in v.items()}
    known = {field.key: field for field in fields}
    words: list[str] = []
    for key, value in {**flat, **inner}.items():
        field = known[key]
        flag = field.flag or f"--{field.name.replace('_', '-')}"
        if field.kind is None:
            words.append(flag.split("/")[0 if value else 1])
            continue
        for one in (value or [""]) if field.many else [value]:
            words += [flag, "" if one is None else str(one)]
    return words


def argv(change: Change, file: str) -> list[str]:
    """Return a change as the command that makes it."""
    match change:
        case Add(noun, id_, item):
            name = "boss" if noun == "measure" else noun
            return [name, "add", file, "--id", id_, *options(FIELDS[noun], plain(item))]
        case Edit(noun, id_, fields):
            name = "boss" if noun == "measure" else noun
            return [name, "edit", file, id_, *options(FIELDS[noun], fields)]
        case Remove(noun, id_, stamp):
            return ["boss" if noun == "measure" else noun, "remove", file, id_, "--stamp", stamp]
        case Set("session", fields) if "reviews" in fields:
            assert set(fields) == {"reviews"}
            return ["pledge", "reviews", file, *map(str, fields["reviews"])]  # type: ignore[call-overload]
        case Set("session", fields):
            return ["edit", file, *options(session.HEAD, fields)]
        case Set("closing", fields):
            return ["pledge", "rate", file, *map(str, fields["hands"])]  # type: ignore[call-overload]
        case Set(part, fields):
            return [part, "set", file, *options(boss.BOSS if part == "boss" else boss.VISION, fields)]
        case MarkAction(id_, status, reason, ask):
            why = [*(["--reason", reason] if reason else []), *(["--ask", ask] if ask else [])]
            return ["action", VERBS[status], file, id_, *why]
        case SetPledge(by, words):
            return ["pledge", "set", file, by, words]
        case MoveTo(step):
            return ["step", file, step]
        case _:
            assert_never(change)


@pytest.mark.parametrize("name", demo.STORIES)
def test_a_workshop_from_a_script_gives_the_session_and_the_plan_of_the_demo(
    name: str, run: Run, tmp_path: Path
) -> None:
    """Commands alone make the same bytes as the play."""
    story = demo.load(name)
    head = ["--template", story.template, "--language", story.language, "--register", story.register]
    head += ["--org", story.organisation, "--id", story.id, "--created", story.created.isoformat()]
    file = run("new", story.title, *head).out.strip()
    for change in story.changes:
        run(*argv(change, file))
    played = demo.play(story, Library(tmp_path / "played"), id_=story.id)
    assert Path(file).read_bytes() == played.path.read_bytes()
    assert Path(file).name == played.path.name

    exported = run("export", file, "--document", "plan", "--format", "md").out
    voice = Voice(story.language, story.register)
    from dxworkshop import calendar

    assert exported == FORMATS["md"].render(build(played.session, voice=voice, today=calendar.now().date()))


def test_every_change_of_one_kind_has_a_command(run: Run, session: str) -> None:
    """The kinds that no story happens to use can be written as commands too."""
    changes: tuple[Change, ...] = (
        Edit("action", "drawflow", {"due": None, "partners": (), "weight": 3}),
        Edit("measure", "waiting", {"by": None, "target": 15.0}),
        Edit("member", "tanaka", {"present": False, "hours_per_week": None}),
        Remove("measure", "waiting", "2026-11-24 Tanaka"),
        *(MarkAction("drawflow", status) for status in ("doing", "done", "todo")),
        MarkAction("drawflow", "blocked", "no key", "the janitor"),
        MarkAction("drawflow", "dropped", "done by others"),
    )
    for change in changes:
        before = Path(session).read_bytes()
        run(*argv(change, session))
        assert Path(session).read_bytes() != before or change == changes[0], change
