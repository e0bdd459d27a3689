"""One thing becomes another, and keeps the link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Edit, Remove
from dxworkshop.model.nouns import TITLE_LIMIT
from dxworkshop.model.promote import action_for, action_from, gap_from, parked, parked_from, seat_for
from dxworkshop.model.session import Action, Gap, Note, OpenSeat, Parked, Session
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"


def fresh() -> Session:
    """Return the sample session without the action that answers most of it."""
    return apply(sample_session(), Remove("action", "aa11111111", STAMP))


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("n333333333", "電話の 取り次ぎをなくす"),
        ("gr11111111", "様式をやさしく"),
        ("g111111111", "課をまたいで予約の状況が見える"),
        ("k111111111", "手順を一枚に残す"),
        ("k222222222", "窓口が混んで試せない"),
    ],
)
def test_an_action_answers_what_it_came_from(source: str, title: str) -> None:
    """A note, a group, what a gap wants, or the counter to a risk, becomes a title of one line."""
    change = action_from(fresh(), source, "new1")
    assert change == Add("action", "new1", Action(title=title, answers=(source,)))
    assert apply(fresh(), change).actions["new1"].answers == (source,)


def test_a_note_is_made_an_action_once() -> None:
    """The one there is is named; a gap and a risk may have several; what was carried over counts not."""
    for source in ("n333333333", "gr11111111"):
        with pytest.raises(RuleError, match="this is an action already: 転入の窓口を一つにまとめて試す"):
            action_from(sample_session(), source, "new1")
    assert action_from(sample_session(), "g111111111", "new1")
    assert action_from(sample_session(), "k222222222", "new1")
    carried = apply(sample_session(), Edit("action", "aa11111111", {"since": "k5p2r7x9cd"}))
    assert action_from(carried, "n333333333", "new1")


@pytest.mark.parametrize("source", ["n444444444", "gr22222222", "k333333333", "g333333333", "m111111111", "zzzz"])
def test_what_is_not_there_becomes_nothing(source: str) -> None:
    """Removed ones, and things that are no note, group, gap or risk."""
    with pytest.raises(NotFoundError):
        action_from(sample_session(), source, "new1")


def test_a_long_note_becomes_a_title_that_fits() -> None:
    """It goes on in the note."""
    for length, end in ((TITLE_LIMIT, "x"), (TITLE_LIMIT + 1, "\u2026")):
        session = apply(fresh(), Edit("note", "n333333333", {"text": "x" * length}))
        change = action_from(session, "n333333333", "new1")
        made = apply(session, change).actions["new1"]
        assert (len(made.title), made.title[-1]) == (TITLE_LIMIT, end)


@given(st.text(min_size=1).filter(lambda text: any(c.isprintable() and not c.isspace() for c in text)))
def test_any_note_can_be_an_action(text: str) -> None:
    """Line ends and control characters are no part of a title."""
    session = apply(fresh(), Edit("note", "n333333333", {"text": text}))
    made = apply(session, action_from(session, "n333333333", "new1")).actions["new1"]
    assert made.title.strip()


def test_a_note_becomes_an_obstacle_once() -> None:
    """What it says is the reality, and the note is named."""
    change = gap_from(sample_session(), "n555555555", "new1", "people")
    assert change == Add("gap", "new1", Gap(lens="people", reality="異動で忘れられる", note="n555555555"))
    with pytest.raises(RuleError, match="this is an obstacle already"):
        gap_from(apply(sample_session(), change), "n555555555", "new2")
    gone = apply(apply(sample_session(), change), Remove("gap", "new1", STAMP))
    assert gap_from(gone, "n555555555", "new2")


def test_a_note_is_parked_once() -> None:
    """A question where it ends like one; nobody's name goes with it."""
    change = parked_from(sample_session(), "n333333333", "new1")
    assert change.item == Parked(text="電話の\n取り次ぎをなくす", note="n333333333")
    with pytest.raises(RuleError, match="this is parked already"):
        parked_from(sample_session(), "n777777777", "new1")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("なぜ?", "question"),
        ("なぜ\uff1f \n", "question"),
        ("駐車場", "topic"),
        ("なぜ? と聞かれた", "topic"),
        ("", "topic"),
    ],
)
def test_what_ends_with_a_question_mark_is_a_question(text: str, kind: str) -> None:
    """Of either width."""
    assert parked(text) == Parked(text=text, kind=kind)  # type: ignore[arg-type]


def test_a_suggestion_becomes_an_action_or_a_seat_that_covers_the_card() -> None:
    """The title is the team's to change; the card stays."""
    assert action_for("やさしい\n質問の会", "understanding", "new1") == Add(
        "action", "new1", Action(title="やさしい 質問の会", covers="understanding")
    )
    seat = seat_for("若手", "learning", "まだ持つ人がいない", "new1")
    assert seat == Add("seat", "new1", OpenSeat(name="若手", why="まだ持つ人がいない", covers="learning"))
    assert apply(sample_session(), seat).seats["new1"].covers == "learning"


def test_an_anonymous_note_stays_anonymous_whatever_it_becomes() -> None:
    """Nothing that is made of it names a member."""
    for made in (
        action_from(fresh(), "n555555555", "new1").item,
        gap_from(fresh(), "n555555555", "new1").item,
        parked_from(fresh(), "n555555555", "new1").item,
    ):
        assert not [value for value in made.model_dump().values() if value in fresh().members]
    assert isinstance(fresh().notes["n555555555"], Note)
