"""A whole workshop of three hours with twelve people: by keys alone, by commands alone, and all the way back."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from dxworkshop import demo
from dxworkshop.__main__ import main
from dxworkshop.demo import Story
from dxworkshop.model.apply import table
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.session import Session
from dxworkshop.model.value import Item, Value, plain, shown
from dxworkshop.service import Library, name_of
from dxworkshop.store import document
from dxworkshop.store.recovery import peek
from tests.cli.test_replay import lines
from tests.pty import Terminal
from tests.tui import facilitator as lead
from tests.tui.typist import CTRL_Q, ENTER, F8, F9, PAGE_DOWN, Typist

HEAD = frozenset({"id", "title", "created", "at", "clock"})
"""What is another in every session: its own name and hour, and where and when the team was."""
UNTYPED = frozenset({("session", "confidentiality"), ("parked", "note")})
"""What no key types: the label of the office's own scheme is a matter of `dxworkshop edit`; and what is parked
from a note keeps the words of the note, while the story says it in other words."""
UNSEEN = frozenset({"rank", "removed"})
"""Ranks differ where things were made in another order of keys; when something was removed is the hour again."""
AT_ONCE = 40
"""How many changes are taken back in one go."""


# What two sessions have in common


def told(session: Session) -> dict[str, Any]:
    """Return a session in words: every id is the name of what it stands for, and ranks are an order."""
    nouns = [noun for noun in NOUNS if noun != "step"]
    names = {id_: name_of(noun, item) for noun in nouns for id_, item in table(session, noun).items()}
    assert len(set(names.values())) == len(names), "two things have one name"
    ordered = [noun for noun in nouns if noun != "gap"]  # cards that are ticked at once stand as in their deck
    order = {noun: [names[id_] for id_, _ in shown(table(session, noun))] for noun in ordered}
    parts = {name: _in_words(session, name, names) for name in _names(session) if name not in HEAD}
    return {**parts, "order": order}


def _in_words(value: Value, name: str, names: Mapping[str, str]) -> Any:
    return _worded(getattr(value, name), name, names)


def _worded(value: Any, name: str, names: Mapping[str, str]) -> Any:
    if isinstance(value, Value):
        removed = {"removed": bool(value.removed)} if isinstance(value, Item) else {}
        fields = [f for f in _names(value) if f not in UNSEEN and (name, f) not in UNTYPED]
        return {**{f: _worded(getattr(value, f), name, names) for f in fields}, **removed}
    if isinstance(value, Mapping):
        return {names.get(key, key): _worded(inner, name, names) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_worded(inner, name, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _names(value: Value) -> list[str]:
    """Return the fields of a value, those that a file may hold beside them too."""
    name = "session" if isinstance(value, Session) else ""
    fields = [*type(value).model_fields, *(value.__pydantic_extra__ or {})]
    return [field for field in fields if (name, field) not in UNTYPED]


def counted(session: Session) -> dict[str, int]:
    """Return how much of everything there is."""
    ratings = [rating for by in session.ratings.values() for rating in by.values()]
    marks = [(r.ideal_hands or r.ideal, r.hands or r.reality) for r in ratings]
    return {
        "members": len(shown(session.members)),
        "rules": len(shown(session.rules)),
        "seats": len(shown(session.seats)),
        "measures": len(shown(session.boss.measures)),
        "gaps": len(shown(session.gaps)),
        "ratings": sum(bool(mark) for pair in marks for mark in pair),
        "notes": len(session.notes),
        "groups": len(shown(session.groups)),
        "dots": sum(n for vote in session.votes.values() for by in vote.dots.values() for n in by.values()),
        "actions": len(shown(session.actions)),
        "risks": len(shown(session.risks)),
        "pledges": sum(bool(pledge.words) for pledge in session.pledges.values()),
        "parked": len(shown(session.parked)),
        "ups": sum(parked.ups for _, parked in shown(session.parked)),
    }


# By keys


@contextmanager
def typing(path: Path) -> Iterator[Typist]:
    """Open a session in the real program; at the end it must leave by itself, and the terminal as it was."""
    argv = [sys.executable, "-m", "dxworkshop", "run", str(path)]
    japanese = {"LANG": "ja_JP.UTF-8"}
    with Terminal(argv, rows=30, columns=100, env=japanese, cwd=path.parent) as terminal:
        terminal.wait_for("保存済み")
        yield Typist(terminal, path)
        terminal.type(CTRL_Q)
        assert terminal.wait() == 0, terminal.text()
        assert terminal.leftovers() == []


def led(t: Typist, want: Session) -> list[Session]:
    """Lead the whole workshop; return what stood in the file at the start and at the end of each part."""
    states = [t.look()]
    for leave in chain(before_the_break(t, want), after_the_break(t, want)):
        t.press(leave)
        states.append(t.look())
    return states


def before_the_break(t: Typist, want: Session) -> Iterator[str]:
    """Type one part after the other, and answer each time with the key that leaves it."""
    gaps = [gap for _, gap in shown(want.gaps)]
    early, later = gaps[:5], gaps[5:]
    lead.opening(t, want)
    yield PAGE_DOWN
    lead.vision(t, want)
    yield PAGE_DOWN
    lead.boss(t, want, early)
    yield PAGE_DOWN
    lead.party(t, want)
    yield ""
    lead.seats(t, want)
    yield PAGE_DOWN
    assert set(lead.culture(t, want, "culture")) == {len("03410") + 1}, "a show of hands is five counts and Enter"
    yield PAGE_DOWN
    lead.gaps(t, later, [*early, *(gap for gap in later if gap.deck)])
    yield PAGE_DOWN


def after_the_break(t: Typist, want: Session) -> Iterator[str]:
    """Type the other parts, from the question in the break on."""
    first, *others = (item.text + ENTER for _, item in shown(want.parked))
    t.park(first)
    yield PAGE_DOWN
    assert lead.ideas(t, want) == [1] * len(want.notes), "a slip of paper is its text and Enter"
    yield ""
    wall = lead.groups(t, want)
    yield PAGE_DOWN
    people = [member for _, member in shown(want.members)]
    assert lead.vote(t, want, "vote") == [len("123") + 1] * len(people), "a person is three signs and Enter"
    yield PAGE_DOWN
    lead.matrix(t, want, "ideas", 8)
    yield ""
    lead.promoted(t, wall, 2)
    yield PAGE_DOWN
    lead.actions(t, want, 2)
    t.park(*others)
    yield PAGE_DOWN
    lead.premortem(t, want)
    yield PAGE_DOWN
    lead.pledge(t, want)
    yield PAGE_DOWN
    lead.parked(t, want)
    yield ""


def planned(t: Typist) -> str:
    """Write the plan, and return it without the signs that keep typed words from being Markdown."""
    t.export()
    plan = t.path.with_suffix(".md")
    t.terminal.wait_until(lambda: plan.is_file() and plan.stat().st_size > 0)
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", plan.read_text(encoding="utf-8"))


def promised(session: Session) -> list[str]:
    """Return what the plan must say: who, what, the groups it came from, and what each said aloud."""
    return [
        *(member.label for _, member in shown(session.members)),
        *(action.title for _, action in shown(session.actions)),
        *(group.name for _, group in shown(session.groups)),
        *(pledge.words for pledge in session.pledges.values()),
    ]


# All the way back


def lasting(data: bytes) -> str:
    """Return a file without where the team was and the time, which nothing takes back."""
    text = re.sub(r"^\[clock\b.*?(?=^\[(?!clock\b)|\Z)", "", data.decode(), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"^at = .*\n", "", text, flags=re.MULTILINE)


def kept(path: Path) -> str:
    """Return the file as it is going to be, by what is on this laptop's disk."""
    return lasting(document.render(peek(path).session))


def leaves(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return every value of a file that stays, by the keys that lead to it."""
    found: dict[tuple[str, ...], Any] = {}
    for key, value in data.items():
        if path or key not in ("at", "clock"):
            found |= leaves(value, (*path, key)) if isinstance(value, Mapping) else {(*path, key): value}
    return found


def between(before: Session, after: Session, now: Session) -> bool:
    """Whether a session lies on the way from one to another: what both have alike, it has too."""
    one, other, this = (leaves(plain(session)) for session in (before, after, now))
    missing = object()
    return all(
        this.get(path, missing) == one.get(path, missing)
        for path in {*one, *other, *this}
        if one.get(path, missing) == other.get(path, missing)
    )


def undone(t: Typist, states: Sequence[Session]) -> None:
    """Take everything back: never more of anything than before, and through each part in its turn."""
    ways, start = list(pairwise(states)), leaves(plain(states[0]))
    now = t.look()
    while leaves(plain(now)) != start:
        before, now = now, took(t, F8, AT_ONCE)
        assert leaves(plain(now)) != leaves(plain(before)), "undo came to its end before the workshop's beginning"
        less = counted(before)
        assert all(number <= less[key] for key, number in counted(now).items()), (before, now)
        while ways and not between(*ways[-1], now):
            ways.pop()
        assert ways, "undo left the way that the workshop went"


def took(t: Typist, key: str, times: int) -> Session:
    """Press a key some times in one go, and return what is in the file then."""
    t.terminal.type(key * times)
    return t.look()


def last_keys(t: Typist, done: Session) -> None:
    """Take the end of the workshop back, key by key: the answer, each who wants to hear, the hands, the dates."""
    ups = sum(item.ups for _, item in shown(done.parked))
    assert not any(item.answered for item in took(t, F8, 1).parked.values())
    for left in reversed(range(ups)):
        assert counted(took(t, F8, 1))["ups"] == left
    now = took(t, F8, 1)
    assert (now.closing.hands, now.reviews) == ((), done.reviews)
    assert took(t, F8, 1).reviews == ()
    people = [id_ for id_, _ in shown(done.members)]
    while people:
        people.pop()
        assert {id_ for id_, pledge in took(t, F8, 1).pledges.items() if pledge.words} == set(people)


def redone(t: Typist, end: str) -> None:
    """Do everything again, until the file is byte for byte what it was."""
    before = ""
    while (now := kept(t.path)) != end:
        assert now != before, "redo came to its end before the workshop did"
        before = now
        took(t, F9, AT_ONCE)


# By commands


def commanded(story: Story, folder: Path) -> Session:
    """Make the session of a story by commands alone."""

    def run(*argv: str) -> None:
        assert main(["--folder", str(folder), *argv]) == 0, argv

    folder.mkdir()
    head = ["--template", story.template, "--times", "template", "--org", story.organisation]
    run("new", story.title, "--language", story.language, "--register", story.register, *head)
    (path,) = folder.iterdir()
    for change in story.changes:
        for argv in lines(change, str(path)):
            run(*argv)
    return document.load(path).session


STORY = "aozora"
FULL = {"members": 12, "notes": 61, "dots": 36, "gaps": 20, "ratings": 24, "actions": 5, "pledges": 12}
"""A whole workshop, with a note that was removed again."""


def test_a_whole_workshop_by_keys_alone_and_all_the_way_back(tmp_path: Path) -> None:
    """Twelve people, sixty notes, in Japanese: file and plan hold all of it; undo and redo know every step."""
    story = demo.load(STORY)
    want = demo.play(story, Library(tmp_path / "played")).session
    assert counted(want).items() >= FULL.items()
    library = Library(tmp_path / "typed")
    path = library.new(story.title, story.template, organisation=story.organisation, times="template").path
    start = lasting(path.read_bytes())
    with typing(path) as t:
        states = led(t, want)
        typed, end = states[-1], kept(path)
        assert told(typed) == told(want)
        assert t.keys < len(end), "what was typed is not more than what stands in the file"
        plan = planned(t)
        assert [words for words in promised(want) if words not in plan] == []

        last_keys(t, typed)
        undone(t, states)
        t.terminal.wait_until(lambda: lasting(path.read_bytes()) == start)
        redone(t, end)
        t.terminal.wait_until(lambda: lasting(path.read_bytes()) == end)


def test_a_whole_workshop_by_commands_alone_is_the_same(tmp_path: Path) -> None:
    """What the test above typed is what commands make, in the words of both."""
    story = demo.load(STORY)
    want = demo.play(story, Library(tmp_path / "played")).session
    assert told(commanded(story, tmp_path / "commanded")) == told(want)
