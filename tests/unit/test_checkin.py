"""What a check-in does to a session: the day and the action say the same, and a slip counts once."""

from datetime import date

import pytest

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit
from dxworkshop.model.checkin import begun, checkins_in_order, current, cut_smaller, next_date, reported
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import shown
from tests.sample import sample_session

FIRST, SECOND, THIRD = date(2027, 1, 12), date(2027, 1, 26), date(2027, 2, 9)
ACTION = "ae11111111"
DUE = date(2027, 1, 20)


def _with(session: Session, *changes: Change) -> Session:
    for change in changes:
        session = apply(session, change)
    return session


def _begun(*days: date) -> Session:
    """Return a session with one action due on a day, and a check-in on each of some days."""
    session = _with(sample_session(), Edit("action", ACTION, {"due": DUE, "status": "doing"}))
    for n, day in enumerate(days):
        session = apply(session, begun(session, f"chk{n}", day, "pa11111111"))
    return session


def _action(session: Session) -> Action:
    return session.actions[ACTION]


def test_the_day_and_the_action_say_the_same() -> None:
    """What is reported stands in the check-in with the day it was due on, and in the action as it is now."""
    session = _begun(FIRST)
    session = apply(session, reported(session, "chk0", ACTION, {"status": "blocked", "note": "n"}, ask="財政課"))
    report = session.checkins["chk0"].actions[ACTION]
    assert (report.status, report.note, report.was_due) == ("blocked", "n", DUE)
    assert (_action(session).status, _action(session).ask, _action(session).slipped) == ("blocked", "財政課", ())
    session = apply(session, reported(session, "chk0", ACTION, {"next_step": "聞きに行く"}))
    assert session.checkins["chk0"].actions[ACTION].status == "blocked"
    assert _action(session).ask == "財政課"


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_ends_at_a_check_in_has_not_slipped_there(status: str) -> None:
    """It may be past its day: nothing is held against it."""
    session = _begun(SECOND)
    session = apply(session, reported(session, "chk0", ACTION, {"status": status}, reason="なくてもよくなった"))
    assert (_action(session).status, _action(session).slipped) == (status, ())


def test_a_slip_counts_once_however_often_it_is_spoken_of() -> None:
    """A day that has passed, spoken of at two check-ins and moved twice at the second, is one slip."""
    session = _begun(SECOND, THIRD)
    session = apply(session, reported(session, "chk0", ACTION, {"status": "doing"}))
    assert _action(session).slipped == (DUE,)
    session = apply(session, reported(session, "chk1", ACTION, {"note": "n"}, due=date(2027, 2, 26)))
    session = apply(session, reported(session, "chk1", ACTION, {}, due=date(2027, 3, 5)))
    assert (_action(session).slipped, _action(session).due) == ((DUE,), date(2027, 3, 5))


def test_a_day_that_is_moved_later_has_slipped_and_one_that_is_moved_nearer_has_not() -> None:
    """Before it passes, too; and moving it back in the same check-in takes the slip back."""
    session = _begun(FIRST)
    later = apply(session, reported(session, "chk0", ACTION, {}, due=date(2027, 2, 26)))
    assert _action(later).slipped == (DUE,)
    assert _action(apply(later, reported(later, "chk0", ACTION, {}, due=DUE))).slipped == ()
    nearer = apply(session, reported(session, "chk0", ACTION, {}, due=date(2027, 1, 15)))
    assert _action(nearer).slipped == ()
    cleared = apply(session, reported(session, "chk0", ACTION, {}, due=None))
    assert (_action(cleared).slipped, _action(cleared).due) == ((DUE,), None)


def test_what_an_earlier_check_in_saw_stays() -> None:
    """An action that is done at last had slipped all the same: two check-ins, two days, two slips."""
    session = _begun(SECOND, date(2027, 3, 9), date(2027, 3, 23))
    session = apply(session, reported(session, "chk0", ACTION, {"status": "doing"}, due=date(2027, 3, 1)))
    session = apply(session, reported(session, "chk1", ACTION, {"status": "doing"}))
    assert _action(session).slipped == (DUE, date(2027, 3, 1))
    session = apply(session, reported(session, "chk2", ACTION, {"status": "done"}))
    assert _action(session).slipped == (DUE, date(2027, 3, 1))


def test_what_is_cut_smaller_goes_on_in_the_same_hands() -> None:
    """The smaller ones have its owner and answer what it answered; the whole is dropped and says why."""
    session = sample_session()
    whole = session.actions["aa11111111"]
    session = apply(session, cut_smaller(session, "aa11111111", {"new1": "一課だけで試す", "new2": "x"}, "小さく"))
    small = session.actions["new1"]
    assert (small.title, small.owner, small.answers) == ("一課だけで試す", whole.owner, whole.answers)
    assert (small.status, small.due, small.slipped) == ("todo", None, ())
    gone = session.actions["aa11111111"]
    assert (gone.status, gone.reason, gone.slipped) == ("dropped", "小さく", whole.slipped)


def test_check_ins_stand_in_the_order_of_their_days() -> None:
    """One of a day goes on the same day; one that was removed is none."""
    session = _begun(SECOND, FIRST)
    assert [one.on for _, one in checkins_in_order(session)] == [date(2026, 12, 8), FIRST, SECOND]
    assert current(session, FIRST) == "chk1"
    assert current(session, date(2026, 12, 1)) == ""


def test_a_check_in_rates_on_the_scale_of_the_one_before() -> None:
    """Unless another is chosen; a mark that the scale has not is refused, and so is one without a scale."""
    session = _begun(FIRST)
    assert session.checkins["chk0"].scale == "hamamatsu"
    with pytest.raises(RuleError, match="E"):
        apply(session, reported(session, "chk0", ACTION, {"rating": "E"}))
    bare = _with(session, Edit("checkin", "chk0", {"scale": ""}))
    with pytest.raises(RuleError, match="scale"):
        apply(bare, reported(bare, "chk0", ACTION, {"rating": "A"}))
    theirs = _with(session, Edit("checkin", "chk0", {"scale": "our-own"}))
    assert apply(theirs, reported(theirs, "chk0", ACTION, {"rating": "E"})).checkins["chk0"].actions[ACTION].rating


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "nobody"},
        {"readings": {"nothing": 1.0}},
        {"gaps": {"nothing": 1}},
        {"gaps": {"g111111111": 6}},
        {"actions": {"nothing": {}}},
        {"ratings": {"ideas": {"vision": {"reality": 3}}}},
        {"ratings": {"culture": {"vision": {"reality": 6}}}},
        {"decision": "win"},
    ],
    ids=str,
)
def test_a_check_in_speaks_of_what_is_there(fields: dict[str, object]) -> None:
    """What the session never had, and marks there are not, are refused."""
    session = _begun(FIRST)
    with pytest.raises(RuleError):
        apply(session, Edit("checkin", "chk0", fields))


def test_the_next_date_stands_among_the_reviews() -> None:
    """In its order, once."""
    session = sample_session()
    day = date(2027, 1, 5)
    for _ in range(2):
        session = apply(session, next_date(session, day))
    assert session.reviews == (date(2026, 12, 8), date(2026, 12, 22), day, date(2027, 2, 22))


def test_a_rule_is_set_aside_with_a_reason() -> None:
    """Without one, and without a rule, it is not."""
    session = sample_session()
    for fields in ({"reason": " "}, {"rule": ""}, {"action": "nothing"}):
        with pytest.raises(RuleError):
            apply(session, Edit("exception", "x111111111", fields))
    assert [one.rule for _, one in shown(session.exceptions)] == ["no-measure"]
