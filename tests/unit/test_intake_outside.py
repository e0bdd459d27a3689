"""Copies that were made for others, and copies that are older than what stands here."""

import csv
import io
from datetime import date

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.intake.copy import hidden
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.offer import Audience
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.sheet import COLUMNS
from tests.returning import BARE, DROPPED, FIRST, SECOND, after, edited, export, field, new, returned, ticked, whys
from tests.sample import TODAY, sample_session

JAPANESE = Voice("ja", "plain")
STALE = "this has changed here since the copy was made"
KINDS = [("office", "md"), ("office", "csv"), ("public", "csv"), ("public", "tsv")]
"""Copies for others that can come back."""


def with_words_to_hide() -> Session:
    """Return a session that names a company and its town in what is told outside."""
    data = plain(edited(FIRST, title="ABC商事とみどり野市の窓口を試す", first_step="ABC商事に頼む"))
    data["actions"][SECOND]["reason"] = "ABC商事の返事を待つ"
    return Session.model_validate(frozen({**data, "organisation": "みどり野市"}))


def hiding(session: Session, audience: Audience, format_: str, voice: Voice = JAPANESE) -> str:
    """Return an export in which words were hidden by hand."""
    options = Options(hide=("ABC商事",), hide_organisation=audience == "public")
    text = FORMATS[format_].render(build(session, voice=voice, today=TODAY, audience=audience, options=options))
    assert "ABC" not in text
    return text


@pytest.mark.parametrize(("audience", "format_"), KINDS)
@pytest.mark.parametrize("voice", [JAPANESE, Voice("en", "adventure")], ids=["ja", "en"])
def test_a_copy_with_hidden_words_comes_back(audience: Audience, format_: str, voice: Voice) -> None:
    """Untouched it changes nothing and nothing is listed; a day that was edited in it is read."""
    session = with_words_to_hide()
    text = hiding(session, audience, format_, voice)
    found = returned(text, f"x.{format_}", session)
    assert (found.change, found.left, found.told) == (None, (), ())
    due = "令9.2.26" if format_ != "md" else "令和9年2月26日(金)、令和8年度第4四半期"
    due = due if voice is JAPANESE else "2027-02-26" if format_ != "md" else "Fri 26 Feb 2027, FY2026 Q4"
    assert due in text
    now = after(text.replace(due, "2027-03-31"), f"x.{format_}", session)
    assert new(session, now) == {FIRST: {"due": date(2027, 3, 31)}}


@pytest.mark.parametrize("format_", ["md", "csv"])
def test_a_copy_for_the_office_in_which_nothing_was_hidden_comes_back(format_: str) -> None:
    """It says what the team's own says, but for its signs: by these it is known."""
    session = sample_session().model_copy(
        update={"members": {}, "actions": {BARE: Action(title="ask", due=date(2027, 2, 26))}}
    )
    text = hiding(session, "office", format_)
    text = text.replace("令和9年2月26日(金)", "2027-03-31").replace("令9.2.26", "2027-03-31")
    now = after(text, f"x.{format_}", session)
    assert new(session, now) == {BARE: {"due": date(2027, 3, 31)}}


@pytest.mark.parametrize(
    ("text", "written", "is_so"),
    [
        ("a X b", "a ABC b", True),
        ("X", "ABC", True),
        ("XとXとY", "ABとCDとEF", True),
        ("XY", "AB", True),
        ("aXa", "a", False),
        ("aXa", "aa", False),
        ("a X b", "a ABC c", False),
        ("a b", "a ABC b", False),
        ("XとX", "ABと", False),
    ],
)
def test_something_stands_where_a_word_was_hidden(text: str, written: str, is_so: bool) -> None:
    """And all around it is the same."""
    assert hidden(text, written, ("X", "Y", "")) is is_so
    assert not hidden(text, written, ())


def test_a_tick_in_a_copy_with_hidden_words_is_read() -> None:
    """Its title is not what stands here, and still nothing is listed."""
    session = with_words_to_hide()
    text = hiding(session, "office", "md")
    assert new(session, after(ticked(text, FIRST), session=session))[FIRST]["status"] == "done"


def test_other_words_around_a_hidden_one_are_listed() -> None:
    """With the true reason: texts are not read from such a copy."""
    session = with_words_to_hide()
    text = hiding(session, "office", "csv")
    assert text.count("に頼む") == 1
    for there, typed in (("に頼む", "に頼まない"), ("窓口を試す", "試す"), ("〇〇", "だれか")):
        found = returned(text.replace(there, typed), "x.csv", session)
        assert found.change is None
        assert {why.split(";")[0] for why in whys(found)} == {
            "in this copy names may have been taken out of texts",
        }


def test_what_changed_here_since_a_copy_for_others_was_made_stays() -> None:
    """Its day is older than the one here; a text that was cleared here does not come back either."""
    session = with_words_to_hide()
    text = hiding(session, "office", "csv")
    moved = edited(FIRST, session, due=date(2027, 3, 1))
    assert (returned(text, "x.csv", moved).change, set(whys(returned(text, "x.csv", moved)))) == (None, {STALE})
    cleared = edited(FIRST, session, first_step="")
    found = returned(text, "x.csv", cleared)
    assert (found.change, set(whys(found))) == (None, {STALE})


def cell(text: str, id_: str, key: str, typed: str) -> str:
    """Return a table with another cell."""
    cells = list(csv.reader(io.StringIO(text)))
    keys = list(COLUMNS) if len(cells[0]) == len(COLUMNS) else [key for key in COLUMNS if key != "content"]
    (row,) = [row for row in cells if row[-1].startswith(id_)]
    row[keys.index(key)] = typed
    out = io.StringIO(newline="")
    csv.writer(out).writerows(cells)
    return out.getvalue()


def test_a_text_that_nobody_wrote_yet_is_read_from_a_copy_for_the_office() -> None:
    """There is nothing that could have been taken out of it."""
    text = cell(export("actions.csv", audience="office"), BARE, "first_step", "ask")
    assert new(sample_session(), after(text, "x.csv")) == {BARE: {"first_step": "ask"}}


def test_a_text_that_everybody_is_not_told_is_not_written_over() -> None:
    """An empty cell of such a copy does not say that nothing is written here."""
    text = cell(export("actions.csv", audience="public"), DROPPED, "remark", "why not")
    assert text != cell(text, DROPPED, "remark", "")
    found = returned(text, "x.csv")
    assert found.change is None
    assert [why.split(";")[0] for why in whys(found)] == ["in this copy names may have been taken out of texts"]


@pytest.mark.parametrize("name", ["plan.md", "actions.csv"])
def test_an_old_copy_takes_back_no_reason_and_nobody_to_ask(name: str) -> None:
    """They were changed here since; they are listed, not taken."""
    moved = edited(SECOND, reason="新しい理由", ask="別の人")
    found = returned(export(name), name, moved)
    assert (found.change, set(whys(found))) == (None, {STALE})
    assert len(found.left) == 2


@pytest.mark.parametrize("name", ["plan.md", "actions.csv"])
def test_lines_of_one_action_from_two_states_contradict_each_other(name: str) -> None:
    """The same words under another sign are of another day: nobody knows which of them is meant."""
    text = export(name)
    signs: dict[str, None] = {}
    for session in (sample_session(), edited(BARE, decided_at="team")):
        whole = export(name, session)
        at = whole.index(f"{BARE}-")
        signs[whole[at : at + len(BARE) + 9]] = None
    old, other = signs
    lines = [line for line in text.splitlines() if old in line]
    found = returned("\n".join([text.rstrip("\n"), *(line.replace(old, other) for line in lines)]) + "\n", name)
    assert found.change is None
    assert whys(found) == ["the same sign stands here more than once, with other words"] * 2


@pytest.mark.parametrize("typed", ["未定", "未設定", "なし", "TBD", "n/a", "-", "―", "ー", "－", " 未定 "])
def test_what_people_write_for_nothing_clears_a_field(typed: str) -> None:
    """A day, somebody who does it, a partner; in a plan and in a table."""
    assert new(sample_session(), after(field(export("plan.md"), FIRST, "Due", typed))) == {FIRST: {"due": None}}
    text = export("actions.csv")
    for key, cleared in (("due", None), ("first_step_by", None), ("owner", ""), ("partners", ())):
        assert new(sample_session(), after(cell(text, FIRST, key, typed), "x.csv")) == {FIRST: {key: cleared}}


def test_what_may_mean_that_no_money_is_needed_clears_no_budget() -> None:
    """Undecided does; a figure that was never there stays so."""
    text = export("actions.csv")
    assert new(sample_session(), after(cell(text, FIRST, "budget", "未定"), "x.csv")) == {FIRST: {"budget": ""}}
    assert returned(cell(text, BARE, "baseline", "未定"), "x.csv").left == ()
    (why,) = whys(returned(cell(text, FIRST, "budget", "なし"), "x.csv"))
    assert why.startswith("なし is not one of: ")


def test_a_text_that_says_undecided_is_a_text() -> None:
    """Only fields that are no texts are cleared by it."""
    text = cell(export("actions.csv"), FIRST, "first_step", "未定")
    assert new(sample_session(), after(text, "x.csv")) == {FIRST: {"first_step": "未定"}}
