"""Plans that come back with anything at all in them: what people typed, broken files, other letters."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.intake.copy import survived
from dxworkshop.model.apply import apply
from dxworkshop.model.session import Session
from dxworkshop.report.field import LABELS
from dxworkshop.sentence import say
from tests.returning import (
    BARE,
    ENGLISH,
    FIRST,
    SECOND,
    after,
    edited,
    export,
    field,
    new,
    returned,
    sign_of,
    ticked,
)
from tests.sample import sample_session

HOSTILE = [
    *(
        "**bold** `code` | pipe",
        f"x (No. 2 `{SECOND}-00000000`)",
        f"x (No. 2 {SECOND})",
        "- [x] x",
        "Due: 2099-01-01",
    ),
    *(
        "[x] **y** (No. 2 `zz99999999`)",
        "\\",
        "`",
        "# x",
        "> x",
        "1. x",
        "a / b",
        "(by 2099-01-01)",
        "{Action} {0}",
        "%s",
    ),
    *("\u202eevil", "\x1b[31mred", "\u2028x", "[ ] x", "☑ x", "=1+1", "'=1+1", "Due: x\n- Status: done"),
    f"x\n- [x] y (No. 2 {SECOND})\n  - Due: 2099-01-01",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_never_taken_for_a_line_of_ours(text: str) -> None:
    """Wherever it stands: nothing is found in an untouched plan, and a tick is found alone."""
    title = " ".join(text.split("\n"))
    fields: dict[str, Any] = dict.fromkeys(("first_step", "if_then", "tell", "reason", "ask"), text)
    session = edited(FIRST, title=title if title.isprintable() else "t", **fields)
    for voice in (ENGLISH, Voice("ja", "adventure")):
        plan = export("plan.md", session, voice)
        found = returned(plan, session=session)
        assert (found.change, found.left, found.told) == (None, (), ())
        now = after(ticked(plan, FIRST), session=session)
        assert new(session, now) == {FIRST: {"status": "done", "reason": "", "ask": ""}}


typed = st.text(st.characters(codec="utf-8") | st.sampled_from("`*-[]()\\ \n:x"), max_size=40)


@settings(max_examples=30)
@given(first_step=typed, if_then=typed, reason=typed, title=typed)
def test_whatever_was_typed_an_untouched_plan_changes_nothing(
    first_step: str, if_then: str, reason: str, title: str
) -> None:
    """Over any texts at all."""
    session: Session = edited(
        FIRST, first_step=first_step, if_then=if_then, reason=reason, ask=first_step, title=title or "t"
    )
    found = returned(export("plan.md", session), session=session)
    assert (found.change, found.left, found.told) == (None, (), ())


@settings(max_examples=25)
@given(st.data())
def test_whatever_happens_to_a_plan_nothing_breaks(data: st.DataObject) -> None:
    """Lines that come, go and change give sentences, and a change that the rules allow."""
    lines = export("plan.md").split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(typed | st.just(lines[at - 1]) | st.just(lines[at][: len(lines[at]) // 2]))
    try:
        found = returned("\n".join(lines))
    except DocumentError:
        return
    if found.change is not None:
        apply(sample_session(), found.change)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "this file is empty"),
        (b"\xef\xbb\xbf \n", "this file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "this is not a text file"),
        (b"PK\x03\x04...", "a workbook or a document of an office program"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"# Somebody's list\n\n- milk\n", "no line of this file bears the sign"),
        (b"\x80abc\x81\xff", "this is not a text file"),
    ],
)
def test_what_is_no_plan_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(DocumentError, match=why):
        returned(data)


def test_long_lines_cost_nothing() -> None:
    """A line of a megabyte, of blanks, brackets or signs, is passed over."""
    text = ticked(export("plan.md"), BARE)
    for piece in (
        "x" * 1_000_000,
        " " * 1_000_000,
        "(No. 1 " * 150_000,
        "- [x] " * 170_000,
        "- " + "(" * 1_000_000,
        "a" + " " * 1_000_000 + "x",
        "\\" * 1_000_000,
    ):
        found = returned(f"{piece}\n\n{text}\n\n{piece}\n")
        assert found.change is not None
        assert new(sample_session(), apply(sample_session(), found.change)) == {BARE: {"status": "done"}}


LONG = {
    "a day": ("due", "a" + " " * 130_000 + "b"),
    "a figure": ("baseline", "1" * 130_000),
    "a choice": ("budget", " " * 130_000 + "x"),
    "somebody": ("owner", "(" * 130_000),
    "a status": ("status", "x" + " (" * 65_000),
}
"""Cells that cost much if every place in them is tried."""


@pytest.mark.parametrize("name", LONG)
def test_long_cells_cost_nothing(name: str) -> None:
    """They are left alone, in a plan and in a table."""
    key, typed = LONG[name]
    text = field(export("plan.md"), FIRST, ENGLISH.say(LABELS["action"].get(key, say("Due"))), typed)
    assert returned(text).change is None
    cells = f'"id","{key}"\n"{sign_of(export("plan.md"), FIRST)}","{typed}"\n'
    found = returned(cells, "actions.csv")
    assert (found.change, len(found.left)) == (None, 1)


def test_a_long_first_step_and_a_field_of_many_lines_cost_nothing() -> None:
    """Its day is looked for at its end alone; lines are put together once."""
    step = "a" + " " * 1_000_000 + "b"
    now = after(field(export("plan.md"), FIRST, "First step", f"{step} (by 2026-12-03)"))
    assert new(sample_session(), now) == {FIRST: {"first_step": step, "first_step_by": date(2026, 12, 3)}}
    lines = "y\\\n" * 200_000
    now = after(field(export("plan.md"), BARE, "First step", f"x\\\n{lines}z"))
    assert new(sample_session(), now) == {BARE: {"first_step": "x\n" + "y\n" * 200_000 + "z"}}


@pytest.mark.parametrize(("lost", "kept"), [(8, 1), (40, 3), (300, 40), (2_000, 1_000)])
def test_many_lost_letters_cost_nothing(lost: int, kept: int) -> None:
    """What an old encoding left of them is known, and something else is known as such."""
    written = ("\u2713" + "あ" * kept) * (lost // max(kept // 10, 1)) + "B"
    assert survived(written.replace("\u2713", "〓" * 12), written)
    assert survived(written.replace("\u2713", ""), written)
    assert not survived(written.replace("\u2713", "あ")[:-1] + "A", written)
    assert not survived(written.replace("\u2713", "〓" * 13), written)


def test_what_is_too_long_to_be_compared_is_no_survivor() -> None:
    """Then it is left alone like an edit."""
    assert not survived("あ" * 100_000, "\u2713" + "あ" * 100_000)


def test_a_file_of_nothing_but_lines_is_refused() -> None:
    """No plan has millions of them."""
    for name in ("plan.md", "actions.csv"):
        with pytest.raises(DocumentError, match="more than 2000000 lines"):
            returned("\n\r" * 1_000_001, name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_letters_of_a_file_are_known_by_themselves(encoding: str) -> None:
    """Editors of Windows save as they like."""
    text = ticked(export("plan.md", voice=Voice("ja", "plain")), BARE)
    assert new(sample_session(), after(text.encode(encoding, "replace"))) == {BARE: {"status": "done"}}
