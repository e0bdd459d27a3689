"""What changed between two sessions, in words: everything that a team decides, and nothing that is promised."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    MarkAction,
    PlaceDots,
    Rate,
    Remove,
    Resolve,
    Reveal,
    Set,
    SetPledge,
)
from dxworkshop.model.session import Action, Member, Note, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.report.difference import Chapter, Line, difference, told
from dxworkshop.report.field import HEADINGS
from tests.sample import empty_session, sample_session
from tests.telling import texts

ENGLISH, JAPANESE = Voice("en", "plain"), Voice("ja")
STAMP = "2026-12-10T13:30:00+09:00"


def after(*changes: Change, start: Session | None = None) -> Session:
    """Return the sample session after some changes."""
    session = start or sample_session()
    for change in changes:
        session = apply(session, change)
    return session


def changed(*changes: Change) -> tuple[Chapter, ...]:
    """Return what some changes make different, in English."""
    return difference(sample_session(), after(*changes), ENGLISH)


def only(chapters: tuple[Chapter, ...]) -> tuple[str, Line]:
    """Return the one line there is, and its part."""
    (chapter,) = chapters
    (line,) = chapter.lines
    return chapter.part, line


def test_the_same_session_says_the_same() -> None:
    """Nothing, whatever the clock does and wherever the team is."""
    session = sample_session()
    assert difference(session, session, ENGLISH) == ()
    data = {**plain(session), "at": "boss", "clock": {}}
    assert difference(session, Session.model_validate(frozen(data)), ENGLISH) == ()


CASES: list[tuple[Change, str, str, str]] = [
    (Add("action", "new1", Action(title="測る", owner="pa11111111")), "actions", "added", "測る"),
    (Add("member", "new1", Member(name="高橋", seat="財政課")), "party", "added", "高橋"),
    (Edit("action", "ab11111111", {"due": date(2027, 1, 8)}), "actions", "changed", "様式を減らす"),
    (Edit("measure", "m111111111", {"target": 15.0}), "boss", "changed", "窓口の平均待ち時間"),
    (Edit("gap", "g111111111", {"size": 5}), "gaps", "changed", "情報の抱え込み"),
    (Edit("note", "n222222222", {"text": "見本"}), "notes", "changed", "見本"),
    (Edit("step", "opening", {"minutes": 9}), "agenda", "changed", "Opening"),
    (Edit("action", "ab11111111", {"rank": "a9"}), "actions", "changed", "様式を減らす"),
    (Remove("rule", "r111111111", STAMP), "rules", "removed", "否定から入らない"),
    (BringBack("gap", "g333333333"), "gaps", "restored", "消した壁"),
    (Set("vision", {"destination": "別の行先"}), "vision", "changed", "Vision"),
    (Set("boss", {"name": "紙"}), "boss", "changed", "Shared challenge and measures"),
    (Set("session", {"title": "別の題"}), "session", "changed", "The session"),
    (Set("session", {"reviews": (date(2027, 1, 1),)}), "session", "changed", "The session"),
    (Set("closing", {"hands": ()}), "closing", "changed", "How we found this session"),
    (Set("meeting", {"end": "16:00"}), "meeting", "changed", "Time and place"),
    (Set("paper", {"route": "decided"}), "paper", "changed", "Head of the document"),
    (MarkAction("aa11111111", "done"), "actions", "changed", "転入の窓口を一つにまとめて試す"),
    (SetPledge("pa11111111", "別の宣言"), "pledges", "changed", "田中"),
    (SetPledge("pa11111111", ""), "pledges", "removed", "田中"),
    (SetPledge("pc11111111", "やります"), "pledges", "added", "山本"),
    (Rate("pulse", "safe", {"reality": 5}), "ratings", "changed", "We can say what we think"),
    (Rate("culture", "listening", {"ideal": 5}), "ratings", "added", "listening"),
    (Reveal("secret"), "votes", "changed", "気がかりに投票"),
    (Edit("parked", "q111111111", {"ups": 3}), "parked", "changed", "予約の電話を一本にする"),
    (Edit("risk", "k222222222", {"counter": "朝に試す"}), "risks", "changed", "窓口が混んで試せない"),
    (Edit("seat", "s111111111", {"why": "お金"}), "party", "changed", "finance"),
    (Edit("checkin", "c111111111", {"decision": "finish"}), "checkins", "changed", "8 Dec 2026"),
    (Edit("exception", "x111111111", {"reason": "別の理由"}), "exceptions", "changed", "no-measure"),
    (Resolve("cf11111111", "theirs", stamp=STAMP), "conflicts", "removed", "action 様式を減らす: Due"),
]


@pytest.mark.parametrize(("change", "part", "how", "name"), CASES, ids=[repr(case[0])[:60] for case in CASES])
def test_a_change_is_told_in_its_part(change: Change, part: str, how: str, name: str) -> None:
    """Once, under the name of the thing; and the way back is told too."""
    where, line = only(changed(change))
    assert (where, line.how) == (part, how)
    assert name.casefold() in line.name.casefold()
    back = difference(after(change), sample_session(), ENGLISH)
    ways = {"added": "removed", "removed": "restored", "restored": "removed", "changed": "changed"}
    if how == "removed" and not isinstance(change, (Remove, Resolve)):
        ways["removed"] = "restored"
    assert [one.how for chapter in back for one in chapter.lines] == [ways[how]]


def test_every_part_is_told() -> None:
    """Each heading has a case above, or is what this version does not know."""
    assert {part for _, part, _, _ in CASES} == set(HEADINGS) - {"other"}


def test_old_and_new_stand_in_words() -> None:
    """People by name, days in full, choices in words; what is empty is nothing."""
    change = Edit(
        "action",
        "aa11111111",
        {
            "owner": "pa11111111",
            "partners": (),
            "due": None,
            "budget": "needed",
            "weight": 5,
            "answers": ("gr11111111",),
        },
    )
    _, line = only(difference(sample_session(), after(change), JAPANESE))
    assert {one.key: (one.label, one.old, one.new) for one in line.fields} == {
        "owner": ("主担当", "佐藤", "田中"),
        "partners": ("協力者", "田中、山本", ""),
        "due": ("期限", "2027年2月26日(金)", ""),
        "budget": ("予算", "不要", "要"),
        "weight": ("重み", "3", "5"),
        "answers": (
            "何に応えるか",
            "情報の抱え込み、窓口の平均待ち時間、電話の\n取り次ぎをなくす、様式をやさしく、窓口が混んで試せない",
            "様式をやさしく",
        ),
    }


def test_a_check_in_and_what_is_unknown_are_told() -> None:
    """A look back by its day; a table of a later version by its name and how much is in it."""
    data = plain(sample_session())
    checkin = {"on": date(2027, 1, 8), "lessons": ["早い"], "actions": {"ab11111111": {"status": "done"}}}
    data = {**data, "checkins": {**data["checkins"], "c2": checkin}, "badges": {"b1": {}, "b2": {}}}
    chapters = difference(sample_session(), Session.model_validate(frozen(data)), ENGLISH)
    assert [(chapter.part, chapter.lines[0].name) for chapter in chapters] == [
        ("checkins", "Fri 8 Jan 2027"),
        ("other", "badges"),
    ]
    assert [one.new for one in chapters[0].lines[0].fields] == ["早い", "様式を減らす: Status: done"]


def test_somebody_who_is_called_otherwise_changes_nothing_else() -> None:
    """An owner's new name is one change, and not one of each of their actions."""
    part, line = only(changed(Edit("member", "pb11111111", {"name": "佐々木"})))
    assert (part, [(one.old, one.new) for one in line.fields]) == ("party", [("佐藤", "佐々木")])


# What is promised ----------------------------------------------------------------------------------


def test_a_hidden_vote_tells_how_many_dots_lie_and_nothing_else() -> None:
    """Not on what, and not whose; a revealed one tells sums, never whose."""
    hide = Reveal("choice", revealed=False)
    _, line = only(
        difference(after(hide), after(hide, PlaceDots("choice", "pb11111111", {"n777777777": 1})), ENGLISH)
    )
    assert [(one.label, one.old, one.new) for one in line.fields] == [("Number of dots", "6", "4")]
    moved = difference(after(hide), after(hide, PlaceDots("choice", "pb11111111", {"n777777777": 3})), ENGLISH)
    assert moved == ()
    whole = told(sample_session(), ENGLISH)
    votes = next(chapter for chapter in whole if chapter.part == "votes")
    assert [(one.label, one.new) for one in votes.lines[0].fields] == [
        ("様式をやさしく", "1"),
        ("電話の\n取り次ぎをなくす", "5"),
    ]


def test_nobody_learns_which_anonymous_slip_came_when() -> None:
    """Between two states only how many there are; one state alone tells the slips, without names."""
    slip = Add("note", "new1", Note(step="worries", text="だれにも言えない"))
    chapters = changed(slip)
    assert "だれにも言えない" not in texts(chapters)
    _, line = only(chapters)
    assert [(one.label, one.old, one.new) for one in line.fields] == [("Number of notes", "2", "3")]
    assert changed(Edit("note", "n555555555", {"text": "別の気がかり"})) == ()
    assert "だれにも言えない" in texts(told(after(slip), ENGLISH))


def test_an_author_in_an_anonymous_step_is_not_told() -> None:
    """Not even from a file that somebody edited by hand; elsewhere the author is told."""
    data: dict[str, Any] = plain(sample_session())
    data["notes"]["n555555555"]["author"] = "pa11111111"
    session = Session.model_validate(frozen(data))
    notes = {
        line.id: line for chapter in told(session, ENGLISH) for line in chapter.lines if chapter.part == "notes"
    }
    assert "author" not in {one.key for one in notes["n555555555"].fields}
    assert "author" in {one.key for one in notes["n111111111"].fields}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_a_session_is_told_in_every_voice(language: Any, register: Any) -> None:
    """No brace is left, no id shows, what was removed is not told."""
    voice = Voice(language, register)
    chapters = (*told(sample_session(), voice), *difference(empty_session(), sample_session(), voice))
    lines = [line for chapter in chapters for line in chapter.lines]
    said = [*(c.heading for c in chapters), *(line.name for line in lines)]
    said += [text for line in lines for one in line.fields for text in (one.label, one.new, one.old)]
    assert not any("{" in text or "11111" in text for text in said)
    assert not any("消した" in line.name for line in lines if line.id != "pd11111111")
    assert len(chapters) > 20
