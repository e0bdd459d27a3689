"""Plans that come back with anything at all in them: what people typed, broken files, other letters."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.session import Session
from tests.returning import BARE, ENGLISH, FIRST, SECOND, after, edited, export, new, returned, ticked
from tests.sample import sample_session

HOSTILE = [
    *("**bold** `code` | pipe", f"x (No. 2 `{SECOND}-0000`)", f"x (No. 2 {SECOND})", "- [x] x", "Due: 2099-01-01"),
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
    ):
        found = returned(f"{piece}\n\n{text}\n\n{piece}\n")
        assert found.change is not None
        assert new(sample_session(), apply(sample_session(), found.change)) == {BARE: {"status": "done"}}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_letters_of_a_file_are_known_by_themselves(encoding: str) -> None:
    """Editors of Windows save as they like."""
    text = ticked(export("plan.md", voice=Voice("ja", "plain")), BARE)
    assert new(sample_session(), after(text.encode(encoding, "replace"))) == {BARE: {"status": "done"}}
