"""The session file: what was typed comes back from it, whatever it was, and what is not understood stays."""

import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxworkshop.model.apply import apply, table
from dxworkshop.model.changes import Add, Change, Edit, Noun, Set
from dxworkshop.model.problem import problems
from dxworkshop.model.session import Member, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.service import Facilitation
from dxworkshop.store import document, toml
from tests.sample import sample_session

PIECES = [
    *(
        "\r",
        "\r\n",
        "\n",
        "\t",
        "\n\n",
        " ",
        "\u3000",
        "\v\f",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
    ),
    *("\ud800", "\udfff", "\ud83d\ude00", "\ude00\ud83d", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\ue000"),
    *(
        '"',
        '""',
        '"""',
        "'''",
        '"""""',
        "\\",
        '\\"""',
        "\\u0041",
        "\\\n",
        "#",
        "=",
        "[boss]",
        "[[x]]",
        "\n[workshop]\n",
    ),
    *("\n<<<<<<< HEAD\n", "\n=======\n", "\n>>>>>>> theirs\n", "||||||| base\n", "<<<<<<< ", "format = 2\n"),
    *(
        "\u202eabc",
        "\u200f",
        "\u2066x\u2069",
        "👩\u200d👩\u200d👧",
        "🇯🇵",
        "葛\U000e0100",
        "辻\ufe00",
        "が",
        "か\u3099",
        "𠮷",
    ),
    *("{boss}", "{0}", "%s", "窓口", "a", "0", "1979-05-27", "true", "nan", "<b>", "|", "`", "../..", "&amp;"),
]
"""What breaks formats: line ends, quotes, controls, halves of pairs, marks of direction, conflicts, terms."""
ANY = st.characters(exclude_categories=())
NASTY = st.lists(st.sampled_from(PIECES) | ANY, max_size=8).map("".join)
"""Text of every kind of character, lone surrogates included."""
TYPED = {
    *("title", "organisation", "confidentiality", "destination", "signs", "name", "why_now", "unit", "ideal"),
    *("reality", "deck", "text", "seat", "calling", "strengths", "why", "first_step", "if_then", "tell", "reason"),
    *("ask", "words", "lessons", "note", "rank", "removed", "host", "owner", "partners", "answers", "about"),
    *("source", "say", "example", "done_when", "method", "ja", "en", "prompt", "culture", "covers", "since"),
    *("step", "author", "group", "cause", "counter", "action", "answer", "deck", "path", "mine", "by", "at"),
}
"""Fields that hold any text."""
STEPS = {
    "opening": {"kind": "talk", "minutes": 5, "rank": "a1", "title": {"ja": "開", "en": "o"}, "say": {"ja": "x"}},
    "why": {"kind": "boss", "minutes": 5, "rank": "a2", "title": "plain", "obstacles": "obstacles"},
    "look": {"kind": "review", "minutes": 5, "title": "x", "skipped": True},
    "marks": {"kind": "rate", "minutes": 5, "title": "x", "deck": "culture", "ideal": False},
    "gaps": {"kind": "gaps", "minutes": 5, "title": "x", "obstacles": "obstacles"},
    "ideas": {
        "kind": "collect",
        "minutes": 5,
        "title": "x",
        "prompt": {"ja": "?"},
        "anonymous": True,
        "group": False,
    },
    "choice": {"kind": "vote", "minutes": 5, "title": "x", "on": "ideas", "dots": 20, "anonymous": True},
    "places": {"kind": "matrix", "minutes": 5, "title": "x", "on": "ideas", "most": 30},
    "failed": {"kind": "premortem", "minutes": 5, "title": "x"},
}
SAMPLE: dict[str, Any] = {
    **plain(sample_session()),
    "workshop": {"id": "tiny", "title": {"ja": "t"}, "about": "x", "minutes": 10, "steps": STEPS},
}
NEEDED = {
    *("format", "id", "title", "created", "workshop", "steps", "kind", "minutes", "baseline", "target", "name"),
    *("unit", "text", "on", "step", "path", "mine"),
}
NO_MODEL = {
    *("measures", "rules", "members", "seats", "gaps", "actions", "pledges", "checkins", "steps", "readings"),
    *("title", "about", "source", "say", "example", "done_when", "method", "prompt"),
    *("ratings", "culture", "pulse", "notes", "groups", "votes", "dots", "risks", "parked", "conflicts"),
    "exceptions",
    *("gr11111111", "n333333333", "n555555555"),
}
"""Tables whose keys are ids or languages: what is unknown there is an item or a text."""
UNKNOWN_KEYS = [
    "copy",
    "json",
    "label",
    "model_config",
    "__class__",
    "_x",
    "",
    "a.b",
    'q"',
    "窓口",
    "\r\n",
    "zz",
    "Title",
]
"""Keys nobody knows, some of them called like something inside the program."""


def _varied(data: Any, words: list[str], source: random.Random, key: str = "") -> Any:
    """Return tables with every typed text replaced and some of what may be missing left out."""
    if isinstance(data, Mapping):
        kept = {k: v for k, v in data.items() if k in NEEDED or key == "steps" or source.random() < 0.7}
        return {k: _varied(v, words, source, k) for k, v in kept.items()}
    if isinstance(data, list):
        return [_varied(item, words, source, key) for item in data][: source.randrange(4)]
    return source.choice(words) if key in TYPED and isinstance(data, str) else data


def _cleaned(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _cleaned(value) for key, value in data.items()}
    if isinstance(data, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", re.sub("\r\n?", "\n", data))
    return [_cleaned(item) for item in data] if isinstance(data, list) else data


def _with_unknown(data: Any, words: list[str], source: random.Random, key: str = "") -> Any:
    """Return tables with keys nobody knows, at every level a model stands at."""
    if not isinstance(data, Mapping):
        return [_with_unknown(item, words, source) for item in data] if isinstance(data, list) else data
    inner = {name: _with_unknown(value, words, source, name) for name, value in data.items()}
    if key in NO_MODEL:
        return inner
    value = source.choice(
        [1, 1.5, True, source.choice(words), [source.choice(words), 2], {"x": {}, "y": [{"z": 1}]}]
    )
    return {**inner, **({source.choice(UNKNOWN_KEYS): value} if source.random() < 0.5 else {})}


def _parsed(data: bytes) -> Session:
    return Session.model_validate(frozen(toml.parse(data, Path("x.toml")).data))


@settings(max_examples=1000)
@given(st.lists(NASTY, min_size=2, max_size=6), st.integers(0, 2**32))
def test_what_was_typed_comes_back(words: list[str], seed: int) -> None:
    """A thousand sessions: the file holds the text with LF line ends and whole characters, and nothing else."""
    data = _varied(SAMPLE, words, random.Random(seed))  # noqa: S311 - a session, not a secret
    session = Session.model_validate(frozen(data))
    assert plain(session) == _cleaned(data)
    written = document.render(session)
    back = _parsed(written)
    assert back == session
    assert plain(back) == plain(session)
    assert document.render(back) == written


@settings(max_examples=1000)
@given(st.lists(NASTY, min_size=2, max_size=6), st.integers(0, 2**32))
def test_what_is_not_understood_stays(words: list[str], seed: int) -> None:
    """A thousand sessions with unknown keys at any level: they survive loading, an edit and saving."""
    source = random.Random(seed)  # noqa: S311 - a session, not a secret
    data = _with_unknown(_varied(SAMPLE, words, source), words, source)
    session = Session.model_validate(frozen(data))
    assert plain(session) == _cleaned(data)
    written = document.render(session)
    assert document.render(_parsed(written)) == written
    edited = apply(_parsed(written), Set("boss", {"name": "edited"}))
    expected = {**plain(session), "boss": {**plain(session).get("boss", {}), "name": "edited"}}
    assert plain(_parsed(document.render(edited))) == expected


@pytest.mark.parametrize("piece", ["a", "窓口\r\n", '"""\n', "\ud800", "\x00", "<<<<<<< HEAD\n"], ids=ascii)
def test_a_megabyte_comes_back(piece: str) -> None:
    """One field of a million bytes, of anything."""
    text = (piece * 1_000_000)[:1_000_000]
    session = apply(sample_session(), Edit("gap", "g111111111", {"reality": text}))
    back = _parsed(document.render(session))
    assert back.gaps["g111111111"].reality == _cleaned(text)
    assert back == session


@pytest.mark.parametrize("path", [(), ("vision",), ("boss",), ("members", "pa11111111"), ("gaps", "g111111111")])
@pytest.mark.parametrize("path_too", [("workshop",), ("workshop", "steps", "opening"), ("checkins", "c111111111")])
def test_an_unknown_key_is_kept_and_named(
    path: tuple[str, ...], path_too: tuple[str, ...], tmp_path: Path
) -> None:
    """Loading, an edit of its own neighbour and saving keep it; `check` names it with its place."""
    data = plain(sample_session())
    for where in (path, path_too):
        table = data
        for key in where:
            table = table[key]
        table["colour"] = {"of": ["a", 1]}
    file = tmp_path / "x.toml"
    file.write_bytes(toml.render(data))
    loaded = document.load(file)
    session = apply(loaded.session, Edit("member", "pa11111111", {"name": "x"}))
    session = apply(session, Edit("gap", "g111111111", {"ideal": "x"}))
    session = apply(apply(session, Set("vision", {"destination": "x"})), Set("boss", {"name": "x"}))
    led = Facilitation(loaded)
    led.bring_back(apply(session, Set("session", {"title": "x"})))
    led.save()
    again = toml.parse(file.read_bytes(), file).data
    for where in (path, path_too):
        table = again
        for key in where:
            table = table[key]
        assert table["colour"] == {"of": ["a", 1]}
    found = {".".join(map(str, keys)) for keys, _ in problems(document.load(file).session)}
    assert found == {".".join((*path, "colour")), ".".join((*path_too, "colour"))}
    assert all(f"{error.place.key}".endswith("colour") for error in document.check(file))


def test_tables_of_the_future_are_kept() -> None:
    """A kind of item that this version does not know stays in the file, sorted, before the workshop."""
    data = {
        **plain(sample_session()),
        "badges": {"n2": {"text": "b"}, "n1": {"text": "a", "dots": {"p": 2}}},
        "zz": {},
    }
    back = toml.parse(document.render(Session.model_validate(frozen(data))), Path()).data
    assert back["badges"] == data["badges"]
    assert list(back["badges"]) == ["n1", "n2"]
    assert back["zz"] == {}
    assert list(back)[-1] == "workshop"


def test_the_order_is_always_the_same() -> None:
    """Fields as the model names them, items by id, the workshop last: two laptops write the same bytes."""

    def shuffled(data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        keys = list(data)
        source.shuffle(keys)
        return {key: shuffled(data[key]) for key in keys}

    source = random.Random(1)  # noqa: S311 - a session, not a secret
    whole = plain(sample_session())
    written = document.render(sample_session())
    for _ in range(20):
        assert document.render(Session.model_validate(frozen(shuffled(whole)))) == written
    back = toml.parse(written, Path()).data
    assert list(back)[-1] == "workshop"
    assert list(back)[:4] == ["format", "id", "title", "organisation"]
    assert list(back["actions"]["aa11111111"])[:3] == ["rank", "title", "answers"]
    tables = ("members", "seats", "gaps", "actions", "rules", "pledges", "checkins")
    for name in (*tables, "notes", "groups", "ratings", "votes", "risks", "parked"):
        assert list(back[name]) == sorted(back[name])
    assert list(back["votes"]["choice"]["dots"]["n333333333"]) == ["pa11111111", "pb11111111"]
    assert list(back["ratings"]["culture"]) == ["open", "tolerance", "vision"]


def test_the_way_does_not_show_in_the_file() -> None:
    """The same session has the same bytes, whichever way led to it: nothing counts, stamps or remembers."""
    people = [Add("member", f"new{n}", Member(name=f"p{n}", rank=f"a{n}")) for n in range(5)]
    words: list[Change] = [Set("vision", {"destination": "x"}), Set("boss", {"name": "y"})]
    one = two = sample_session()
    for change in (*people, *words):
        one = apply(one, change)
    for change in (*reversed(words), *reversed(people), Set("boss", {"name": "z"}), Set("boss", {"name": "y"})):
        two = apply(two, change)
    assert document.render(one) == document.render(two)


CLEARED: list[tuple[Noun, str, str]] = [
    ("measure", "m111111111", "by"),
    ("member", "pa11111111", "hours_per_week"),
    ("member", "pa11111111", "present"),
    ("gap", "g111111111", "size"),
    ("action", "aa11111111", "first_step_by"),
    ("action", "aa11111111", "due"),
    ("action", "aa11111111", "measure"),
    ("note", "n333333333", "impact"),
    ("group", "gr11111111", "effort"),
]


@pytest.mark.parametrize(("noun", "id_", "field"), CLEARED)
def test_clearing_writes_an_empty_text_and_reads_it_as_cleared(noun: Noun, id_: str, field: str) -> None:
    """What was cleared is told apart from what was never said: the key stays, with nothing in it."""
    session = apply(sample_session(), Edit(noun, id_, {field: None}))
    written = document.render(session)
    assert f'\n{field} = ""\n'.encode() in written
    back = _parsed(written)
    assert back == session
    item = table(back, noun)[id_]
    assert getattr(item, field) is None
    assert field in item.model_fields_set


def test_what_was_never_said_is_not_written() -> None:
    """A field that nobody touched has no key, so that a merge cannot mistake it for an answer."""
    written = document.render(apply(sample_session(), Add("member", "new1", Member(name="高橋")))).decode()
    assert '[members.new1]\nrank = "a5"\nname = "高橋"\n\n' in written


def test_a_number_stays_the_number_it_was() -> None:
    """Whole numbers typed into a measure become decimal ones once, and days stay days."""
    change = Edit("measure", "m111111111", {"baseline": 7, "target": 10**15, "by": date(9999, 12, 31)})
    back = _parsed(document.render(apply(sample_session(), change)))
    measure = back.boss.measures["m111111111"]
    assert (repr(measure.baseline), repr(measure.target), measure.by) == (
        "7.0",
        "1000000000000000.0",
        date(9999, 12, 31),
    )
