"""A plan in Markdown that comes back ticked and edited."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.history import History
from dxworkshop.offer import AUDIENCES, Audience, DocumentName
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.store.document import load
from tests.returning import (
    BARE,
    DONE,
    ENGLISH,
    FIRST,
    SECOND,
    VOICES,
    after,
    edited,
    export,
    field,
    line_of,
    new,
    returned,
    ticked,
    whys,
)
from tests.sample import TODAY, sample_session

SESSIONS = sorted((Path(__file__).parents[2] / "sessions").glob("*.toml"))


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: f"{voice.language}-{voice.register}")
@pytest.mark.parametrize("audience", AUDIENCES[:2])
def test_an_untouched_plan_changes_nothing(voice: Voice, audience: Audience) -> None:
    """In every voice, for the team and the office, in both ways of counting years, however long it lay about."""
    for session in [sample_session(), *(load(path).session for path in SESSIONS)]:
        both = (("era", date(2026, 11, 25)), ("western", date(2028, 1, 10)))
        for dates, today in both if audience == "internal" or session == sample_session() else both[:1]:
            text = export("plan.md", session, voice, audience, dates, today)  # type: ignore[arg-type]
            found = returned("\ufeff" + text, "plan.md", session)
            assert (found.change, found.told, found.left) == (None, (), ())


def test_a_plan_for_everybody_has_no_boxes() -> None:
    """It is a summary: nothing is ticked in it, and nothing can be read back."""
    text = export("plan.md", audience="public")
    assert "[ ]" not in text
    with pytest.raises(DocumentError, match="bears the sign"):
        returned(text)


@pytest.mark.parametrize("id_", [FIRST, SECOND, BARE])
def test_a_tick_makes_it_done(id_: str) -> None:
    """And nothing else; undo gives back the same value."""
    before = sample_session()
    text = ticked(export("plan.md"), id_)
    changed = new(before, after(text))
    assert changed[id_]["status"] == "done"
    assert set(changed) == {id_}
    change = returned(text).change
    assert change is not None
    assert History(before).do(change).undo().session == before


def test_a_tick_taken_out_opens_it_again() -> None:
    """What is done is in progress again."""
    text = ticked(export("plan.md"), DONE, "[ ]")
    assert new(sample_session(), after(text)) == {DONE: {"status": "doing"}}


BOXES = ["[X]", "[\u2713]", "[\u2714]", "[レ]", "[ｘ]", "\u2611", "\u2612", "\u2705", "\\[x\\]", "[済]"]


@pytest.mark.parametrize("box", BOXES)
def test_people_tick_in_many_ways(box: str) -> None:
    """Small and capital, by sign and by hand, as Word and other editors write it."""
    assert new(sample_session(), after(ticked(export("plan.md"), BARE, box))) == {BARE: {"status": "done"}}


@pytest.mark.parametrize("box", ["[\u3000]", "[]", "\u2610", "\u25a1", "\\[ \\]"])
def test_an_empty_box_is_no_tick(box: str) -> None:
    """However it is drawn."""
    assert returned(ticked(export("plan.md"), BARE, box)).change is None
    assert returned(ticked(export("plan.md"), BARE, box)).left == ()


@pytest.mark.parametrize("document", ["plan", "brief", "handover"])
@pytest.mark.parametrize("format_", ["md", "txt"])
def test_every_document_with_boxes_comes_back(document: DocumentName, format_: str) -> None:
    """A brief, in which one of them may stand twice, and the notes of a handover; as plain text too."""
    for audience, voice in (("internal", ENGLISH), ("office", Voice("ja", "plain"))):
        report = build(sample_session(), voice=voice, today=TODAY, audience=audience, document=document)  # type: ignore[arg-type]
        text = FORMATS[format_].render(report)
        found = returned(text, f"x.{format_}")
        assert (found.change, found.told, found.left) == (None, (), ())
        changed = new(sample_session(), after(text.replace("[ ]", "[x]"), f"x.{format_}"))
        assert {id_: fields["status"] for id_, fields in changed.items()} == dict.fromkeys(
            (FIRST, SECOND, BARE), "done"
        )


EDITORS: dict[str, Callable[[str], str]] = {
    "stars": lambda text: text.replace("- [", "* [").replace("  - ", "  + "),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of an old Mac": lambda text: text.replace("\n", "\r"),
    "no backticks": lambda text: text.replace("`", ""),
    "quotes of Word": lambda text: re.sub("`([^`]*)`", "\u2018\\1\u2019", text),
    "dashes of Word": lambda text: re.sub("(`a.11111111)-", "\\1\u2013", text),
    "deeper": lambda text: text.replace("  - ", "      - ").replace("\n- ", "\n   - "),
    "tabs": lambda text: text.replace("\n  - ", "\n\t- "),
    "bullets of Word": lambda text: text.replace("\n  - ", "\n  \u2022\t").replace("\n- ", "\n\u2022\t"),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "full width brackets": lambda text: re.sub(r"\((No[^)]*)\)", "\uff08\\1\uff09", text),
    "no stars": lambda text: text.replace("**", ""),
    "wrapped titles": lambda text: re.sub(r"(\n- .*) (\(No)", "\\1\n  \\2", text),
    "numbers": lambda text: re.sub("\n- ", "\n1. ", text),
}
"""What editors do to a plan."""


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("voice", [ENGLISH, Voice("ja", "adventure")], ids=["en", "ja"])
def test_what_an_editor_does_by_itself_is_no_change(editor: str, voice: Voice) -> None:
    """And a tick is still found."""
    text = export("plan.md", voice=voice)
    assert EDITORS[editor](text) != text
    found = returned(EDITORS[editor](text))
    assert (found.change, found.left) == (None, ())
    now = after(EDITORS[editor](ticked(text, BARE)))
    assert new(sample_session(), now) == {BARE: {"status": "done"}}


DAYS = [
    *(
        "2027-03-31",
        "2027/3/31",
        "2027.3.31",
        "20270331",
        "R9.3.31",
        "令和9年3月31日",
        "令9.3.31",
        "令和９年３月３１日(水)",
    ),
    *(
        "2027年3月31日(水)、2026年度第4四半期",
        "令和9年3月31日(水)、令和8年度第4四半期",
        "Wed 31 Mar 2027, FY2026 Q4",
    ),
    *(
        "31 March 2027",
        "March 31, 2027",
        "31-Mar-2027",
        "2027/03/31 0:00",
        "3/31/2027",
        "3/31",
        "3月31日",
        "46477",
    ),
    *("2027-03-31T00:00:00", "2027年3月31日水曜日", "2027/3/31まで", "2027/3/31 (Wed)"),
]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_read_in_the_ways_people_write_it(day: str) -> None:
    """Also where the quarter behind it was left as it was."""
    assert new(sample_session(), after(field(export("plan.md"), FIRST, "Due", day))) == {
        FIRST: {"due": date(2027, 3, 31)}
    }


@pytest.mark.parametrize("day", ["soon", "2027-02-30", "末", "3/4/2027", "99999", "x" * 500, "2027-03-31, or so"])
def test_what_is_no_day_is_left_alone(day: str) -> None:
    """With its line; all else is read."""
    text = field(ticked(export("plan.md"), BARE), FIRST, "Due", day)
    found = returned(text)
    (left,) = found.left
    assert text.splitlines()[left.line - 1].startswith("  - Due: ")
    assert found.change is not None
    assert new(sample_session(), apply(sample_session(), found.change)) == {BARE: {"status": "done"}}


def test_a_day_is_added_and_taken_out() -> None:
    """A label with nothing behind it clears; a line that is gone says nothing."""
    assert new(sample_session(), after(field(export("plan.md"), BARE, "Due", "2027-03-31"))) == {
        BARE: {"due": date(2027, 3, 31)}
    }
    assert new(sample_session(), after(field(export("plan.md"), FIRST, "Due", ""))) == {FIRST: {"due": None}}
    gone = "\n".join(line for line in export("plan.md").split("\n") if not line.startswith("  - "))
    assert (returned(gone).change, returned(gone).left) == (None, ())


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: f"{voice.language}-{voice.register}")
def test_a_first_step_and_its_day_are_read_apart(voice: Voice) -> None:
    """Each may change without the other."""
    label = voice.tr("{First_step}")
    text = export("plan.md", voice=voice)
    for step, day, fields in (
        ("三つの課の受付手順を並べて写真に撮る", "2026-12-03", {"first_step_by": date(2026, 12, 3)}),
        ("ask (all) three", "2026-12-01", {"first_step": "ask (all) three"}),
        ("ask", "令和8年12月3日(木)", {"first_step": "ask", "first_step_by": date(2026, 12, 3)}),
    ):
        told = voice.tr("{step} (by {day})", step=step, day=day)
        assert new(sample_session(), after(field(text, FIRST, label, told))) == {FIRST: fields}
    assert new(sample_session(), after(field(text, SECOND, label, "ask"))) == {SECOND: {"first_step": "ask"}}


def test_the_status_is_read_with_its_reason() -> None:
    """Blocked needs whom to ask, dropped a reason; the sentence of the rule says so."""
    text = field(export("plan.md"), BARE, "Status", "blocked")
    assert whys(returned(text)) == ["a blocked action needs whom to ask"]
    asked = field(text, BARE, "Whom to ask", "the mayor")
    assert new(sample_session(), after(asked)) == {BARE: {"status": "blocked", "ask": "the mayor"}}
    dropped = field(field(export("plan.md"), BARE, "Status", "dropped"), BARE, "Reason", "no hands")
    assert new(sample_session(), after(dropped)) == {BARE: {"status": "dropped", "reason": "no hands"}}
    for word in ("in progress", "doing", "取組中"):
        assert new(sample_session(), after(field(export("plan.md"), BARE, "Status", word))) == {
            BARE: {"status": "doing"}
        }
    unknown = field(export("plan.md"), BARE, "Status", "half done")
    assert whys(returned(unknown))[0].startswith("half done is not one of")
    odd = field(export("plan.md"), FIRST, "Reason", "because")
    assert whys(returned(odd)) == ["a reason is kept only of what is blocked or dropped"]


def test_a_box_and_a_status_that_contradict_each_other_are_left_alone() -> None:
    """Nobody knows which of them is meant; where they agree they are one."""
    text = field(ticked(export("plan.md"), BARE), BARE, "Status", "in progress")
    assert whys(returned(text)) == ["the box and the status contradict each other"]
    agreed = field(ticked(export("plan.md"), BARE), BARE, "Status", "done")
    assert new(sample_session(), after(agreed)) == {BARE: {"status": "done"}}


def test_what_the_rules_refuse_is_left_and_the_rest_is_taken() -> None:
    """Two days that are fine only together are both taken, in whatever order they stand."""
    early = field(export("plan.md"), FIRST, "Due", "2026-11-20")
    found = returned(ticked(early, FIRST))
    assert whys(found) == ["the action would be due on 2026-11-20, before its first step on 2026-12-01"]
    assert found.change is not None
    assert new(sample_session(), apply(sample_session(), found.change)) == {FIRST: {"status": "done"}}
    both = field(early, FIRST, "First step", "三つの課の受付手順を並べて写真に撮る (by 2026-11-10)")
    assert new(sample_session(), after(both)) == {
        FIRST: {"due": date(2026, 11, 20), "first_step_by": date(2026, 11, 10)}
    }
    later = field(export("plan.md"), FIRST, "Due", "2027-03-31")
    later = field(later, FIRST, "First step", "三つの課の受付手順を並べて写真に撮る (by 2027-03-10)")
    assert new(sample_session(), after(later)) == {
        FIRST: {"due": date(2027, 3, 31), "first_step_by": date(2027, 3, 10)}
    }


def test_of_an_old_copy_only_ticks_are_taken() -> None:
    """What differs may have changed here; a box that is not ticked is older than what was done here."""
    text = ticked(export("plan.md"), FIRST)
    moved = edited(FIRST, due=date(2027, 3, 1), status="todo")
    found = returned(text, session=moved)
    assert found.change is not None
    assert new(moved, apply(moved, found.change)) == {FIRST: {"status": "done"}}
    assert whys(found) == ["this has changed here since the copy was made"]
    assert found.left[0].text.startswith("Due: ")
    finished = edited(BARE, status="done")
    assert (
        returned(export("plan.md"), session=finished).change,
        whys(returned(export("plan.md"), session=finished)),
    ) == (None, [])


def test_an_old_copy_opens_again_what_was_done_in_it() -> None:
    """Its own status tells that it was done when it was exported."""
    text = ticked(export("plan.md"), DONE, "[ ]")
    moved = edited(DONE, due=date(2027, 3, 1))
    assert new(moved, after(text, session=moved)) == {DONE: {"status": "doing"}}


def test_an_old_copy_does_not_finish_what_was_opened_again_or_dropped_here() -> None:
    """Its tick is older than that."""
    opened = edited(DONE, status="doing")
    found = returned(export("plan.md"), session=opened)
    assert (found.change, whys(found)) == (None, ["this has changed here since the copy was made"])
    dropped = edited(BARE, status="dropped", reason="no hands")
    found = returned(ticked(export("plan.md"), BARE), session=dropped)
    assert found.change is None
    assert set(whys(found)) == {"this has changed here since the copy was made"}


def test_a_copy_without_checks_gives_its_ticks_alone() -> None:
    """Nobody knows which state its other words are of."""
    text = re.sub("(`[a-z0-9]{10})-[0-9a-f]{8}`", "\\1`", export("plan.md"))
    assert returned(text).left == ()
    late = field(export("plan.md"), FIRST, "Due", "2027-03-31")
    found = returned(re.sub("(`[a-z0-9]{10})-[0-9a-f]{8}`", "\\1`", late.replace("- [ ]", "- [x]")))
    assert whys(found) == ["the copy does not say of which state it is; only ticks are taken from it"]
    assert found.change is not None
    assert {
        id_: one["status"] for id_, one in new(sample_session(), apply(sample_session(), found.change)).items()
    } == {
        FIRST: "done",
        SECOND: "done",
        BARE: "done",
    }


def test_a_box_without_a_sign_is_listed() -> None:
    """New ones are not made of a line."""
    found = returned(export("plan.md").replace("## Actions that", "- [ ] Plant a tree\n\n## Actions that", 1))
    assert found.change is None
    (left,) = found.left
    assert (left.text, str(left.why)) == (
        "- [ ] Plant a tree",
        "there is no sign of one of the actions here; new ones are added with dxworkshop action add",
    )


def test_signs_of_nothing_and_of_what_was_taken_out_are_listed() -> None:
    """The rest is read."""
    more = "- [x] **x** (No. 9 `zz99999999-12345678`)\n- [x] **消した取組** (No. 9 `af11111111-12345678`)\n"
    found = returned(ticked(export("plan.md"), BARE) + more)
    assert found.change is not None
    assert whys(found) == [
        "no action of this session has the id zz99999999",
        "this one of the actions was taken out here; dxworkshop bin --restore brings it back",
    ]


def test_a_sign_that_stands_twice_counts_once_if_both_say_the_same() -> None:
    """What contradicts is left alone."""
    text = export("plan.md")
    again = "\n".join(text.splitlines()[line_of(text, BARE) :][:1])
    assert returned(f"{text}\n{again}\n").change is None
    assert new(sample_session(), after(f"{text}\n{again.replace('[ ]', '[x]')}\n")) == {BARE: {"status": "done"}}
    other = again.replace("予約の様子を一つの表で見る", "Plant a tree")
    found = returned(f"{text}\n{other}\n")
    assert whys(found) == ["the same sign stands here more than once, with other words"] * 2
    for due in ("2027-03-30", "2027-03-31"):
        again += f"\n  - Due: {due}"
    assert "Due stands here twice" in whys(returned(again))


def test_another_title_beside_a_sign_is_told() -> None:
    """Of an old copy nothing is taken then: the sign may stand beside something else."""
    text = ticked(export("plan.md"), BARE).replace("**予約の様子を一つの表で見る**", "**Plant a tree**")
    assert whys(returned(text)) == [
        "titles are not read back from a plan; it is called 予約の様子を一つの表で見る here"
    ]
    assert returned(text).change is not None
    old = text.replace(f"`{BARE}-", f"`{BARE}-00000000`").replace("0000`", "0000", 1)
    found = returned(re.sub(f"`{BARE}-[0-9a-f]*`", f"`{BARE}-00000000`", old))
    assert (found.change, whys(found)) == (None, ["the sign in this line belongs to 予約の様子を一つの表で見る"])
