"""What a check-in does to a session: the day and the action say the same, and a slip counts once."""

from datetime import date

import pytest

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, MarkAction, Remove
from dxworkshop.model.checkin import (
    begun,
    checkins_in_order,
    corrected,
    current,
    cut_smaller,
    handed_on,
    id_of,
    newly_done,
    next_date,
    removed,
    reported,
)
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
    session = _begun(FIRST)
    whole = session.actions["aa11111111"]
    titles = {"new1": "一課だけで試す", "new2": "x"}
    session = apply(session, cut_smaller(session, "chk0", "aa11111111", titles, "小さく"))
    small = session.actions["new1"]
    assert (small.title, small.owner, small.answers) == ("一課だけで試す", whole.owner, whole.answers)
    assert (small.status, small.due, small.slipped) == ("todo", None, ())
    gone = session.actions["aa11111111"]
    assert (gone.status, gone.reason, gone.slipped) == ("dropped", "小さく", whole.slipped)
    assert session.checkins["chk0"].actions["aa11111111"].status == "dropped"


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


def test_the_next_date_takes_the_place_of_the_one_that_was_planned() -> None:
    """However often it is said; what lies before and behind it stays, and a day that is over is none."""
    session, on, last = sample_session(), date(2026, 12, 10), date(2027, 2, 22)
    for day in (date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 25)):
        session = apply(session, next_date(session, on, day))
    assert session.reviews == (date(2026, 12, 8), date(2026, 12, 25), last)
    assert apply(session, next_date(session, on, None)).reviews == (date(2026, 12, 8), last)
    with pytest.raises(RuleError, match="2026-12-10"):
        next_date(session, on, on)


def test_a_review_that_is_far_off_is_not_lost_to_the_next_date() -> None:
    """That of day 90 stays where a nearer day is set, and is moved where a later one is."""
    session, on, last = sample_session(), date(2026, 12, 22), date(2027, 2, 22)
    days = session.reviews[:2]
    assert apply(session, next_date(session, on, date(2027, 1, 5))).reviews == (*days, date(2027, 1, 5), last)
    assert apply(session, next_date(session, on, date(2027, 2, 26))).reviews == (*days, date(2027, 2, 26))


def test_a_text_of_an_old_report_says_nothing_of_slips() -> None:
    """Its day has been moved in the form of the action since: only a state or a day that is said is a slip."""
    session = _begun(FIRST)
    session = apply(session, reported(session, "chk0", ACTION, {"status": "doing"}))
    session = _with(session, Edit("action", ACTION, {"due": date(2027, 3, 5)}))
    for field in ("next_step", "note", "if_then"):
        session = apply(session, reported(session, "chk0", ACTION, {field: "様式を並べる"}))
    assert _action(session).slipped == ()
    assert session.checkins["chk0"].actions[ACTION].next_step == "様式を並べる"


def test_the_id_of_a_check_in_is_made_of_its_day() -> None:
    """Of one that is there, its own; a letter follows where the id is taken by one that was removed."""
    session = _begun(FIRST)
    assert id_of(session, FIRST) == "chk0"
    for expected in ("day20270126", "day20270126a", "day20270126b"):
        assert id_of(session, SECOND) == expected
        session = _with(session, begun(session, expected, SECOND), Remove("checkin", expected, "x"))


def test_a_check_in_that_begins_tells_what_was_done_since_the_last_one() -> None:
    """Once: the next one has nothing new to tell."""
    session = _with(sample_session(), MarkAction(ACTION, "done"))
    session = apply(session, begun(session, "chk0", FIRST))
    assert session.checkins["chk0"].actions[ACTION].status == "done"
    session = apply(session, begun(session, "chk1", SECOND))
    assert ACTION not in session.checkins["chk1"].actions
    assert ACTION not in dict(newly_done(session, THIRD))


def test_a_check_in_that_is_taken_out_takes_the_slip_that_it_alone_saw() -> None:
    """One that another saw too stays; undone with it, as all of it is one change."""
    session = _begun(SECOND, THIRD)
    session = apply(session, reported(session, "chk0", ACTION, {"status": "doing"}))
    assert _action(apply(session, removed(session, "chk0", "x"))).slipped == ()
    session = apply(session, reported(session, "chk1", ACTION, {"status": "doing"}))
    session = apply(session, removed(session, "chk0", "x"))
    assert _action(session).slipped == (DUE,)
    with pytest.raises(NotFoundError):
        apply(session, removed(session, "nothing", "x"))


def test_a_day_that_is_corrected_takes_the_slip_that_it_cannot_have_seen() -> None:
    """It was held before the action was due; a day that was moved later has slipped whatever the day."""
    session = _begun(SECOND)
    seen = apply(session, reported(session, "chk0", ACTION, {"status": "doing"}))
    right = apply(seen, corrected(seen, "chk0", FIRST))
    assert (right.checkins["chk0"].on, _action(right).slipped) == (FIRST, ())
    moved = apply(session, reported(session, "chk0", ACTION, {}, due=THIRD))
    assert _action(apply(moved, corrected(moved, "chk0", FIRST))).slipped == (DUE,)


def test_another_owner_comes_with_no_calling_of_the_one_before() -> None:
    """And is no partner any more; the same owner again changes nothing."""
    old = _action(sample_session()).owner
    other = next(id_ for id_, _ in shown(sample_session().members) if id_ != old)
    session = _with(sample_session(), Edit("action", ACTION, {"calling": "guide", "partners": (other,)}))
    assert _action(apply(session, handed_on(session, ACTION, old))) == _action(session)
    new = _action(apply(session, handed_on(session, ACTION, other)))
    assert (new.owner, new.calling, new.partners) == (other, "", ())


def test_a_rule_is_set_aside_with_a_reason() -> None:
    """Without one, and without a rule, it is not."""
    session = sample_session()
    for fields in ({"reason": " "}, {"rule": ""}, {"action": "nothing"}):
        with pytest.raises(RuleError):
            apply(session, Edit("exception", "x111111111", fields))
    assert [one.rule for _, one in shown(session.exceptions)] == ["no-measure"]
