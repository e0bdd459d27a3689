"""Steps are repeated, put in, moved and taken out; nothing typed is dropped by that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model import agenda
from dxworkshop.model.apply import apply, first_step_of
from dxworkshop.model.changes import Edit, MoveTo, Remove, RunClock
from dxworkshop.model.history import History
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen
from dxworkshop.model.workshop import KINDS, CollectStep, MatrixStep, RateStep, VoteStep

STAMP = "2026-12-10T13:30:00+09:00"
VOICE = Voice("en", "plain")
ORDER = ["opening", "culture", "ideas", "vote-1", "actions"]


@pytest.fixture(name="session")
def session_() -> Session:
    """Return the session of `five_steps`."""
    return five_steps()


def five_steps() -> Session:
    """Return a session of five steps, at the second."""
    kinds = ("talk", "rate", "collect", "vote", "actions")
    more = {"rate": {"deck": "culture"}, "vote": {"on": "ideas"}}
    steps = {
        id_: {"kind": kind, "title": id_.title(), "minutes": 10, "rank": f"a{n}", **more.get(kind, {})}
        for n, (id_, kind) in enumerate(zip(ORDER, kinds, strict=True), start=1)
    }
    data = {
        "format": 1,
        "id": "k7q3m2x2ab",
        "title": "t",
        "created": "2026-11-24T13:30:00+09:00",
        "at": "culture",
        "workshop": {"id": "w", "title": "w", "minutes": 50, "steps": steps},
    }
    return Session.model_validate(frozen(data), strict=False)


def order(session: Session) -> list[str]:
    """Return the ids of the steps in their order."""
    return [id_ for id_, _ in session.workshop.in_order()]


def test_a_step_is_repeated_after_the_one_the_team_is_at(session: Session) -> None:
    """The copy has everything but the title's number, and is never skipped; the team stays where it is."""
    skipped = apply(session, Edit("step", "opening", {"skipped": True}))
    after = apply(skipped, agenda.repeated(skipped, "opening", "opening-2"))
    assert order(after) == ["opening", "culture", "opening-2", *ORDER[2:]]
    copy = after.workshop.steps["opening-2"]
    assert (copy.title, copy.minutes, copy.skipped) == ("Opening (2)", 10, False)
    assert first_step_of(after) == "culture"
    again = apply(after, agenda.repeated(after, "opening", "opening-3"))
    assert again.workshop.steps["opening-3"].title == "Opening (3)"
    assert order(again) == ["opening", "culture", "opening-3", "opening-2", *ORDER[2:]]


def test_a_title_in_two_languages_has_its_number_in_both(session: Session) -> None:
    """As a template has it."""
    both = apply(session, Edit("step", "ideas", {"title": {"ja": "案", "en": "Ideas"}}))
    after = apply(both, agenda.repeated(both, "ideas", "ideas-2"))
    assert after.workshop.steps["ideas-2"].title == {"ja": "案 (2)", "en": "Ideas (2)"}


@pytest.mark.parametrize(
    ("base", "new"),
    [
        ("ideas", "ideas-2"),
        ("vote-1", "vote-2"),
        ("vote", "vote"),
        ("x" * 40, "x" * 40),
    ],
)
def test_a_new_id_is_the_next_free_one(base: str, new: str, session: Session) -> None:
    """A number goes up; a name that nobody has needs none."""
    assert agenda.new_step_id(session, base) == new


def test_an_id_that_was_taken_out_is_not_given_again(session: Session) -> None:
    """What was typed under it must not turn up in another step; a long id is cut, never too long."""
    session = apply(session, agenda.repeated(session, "ideas", "ideas-2"))
    gone = apply(session, Remove("step", "ideas-2", STAMP))
    assert agenda.new_step_id(gone, "ideas") == "ideas-3"
    long = apply(session, agenda.repeated(session, "ideas", "x" * 40))
    assert agenda.new_step_id(long, "x" * 40) == "x" * 38 + "-2"


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_of_every_kind_can_be_put_in(kind: str, session: Session) -> None:
    """It can be led as it is."""
    new = agenda.new_step_id(session, kind)
    after = apply(session, agenda.inserted(session, kind, "New", 7, "ideas", new))
    assert order(after) == [*ORDER[:3], new, *ORDER[3:]]
    step = after.workshop.steps[new]
    assert (type(step), step.title, step.minutes) == (KINDS[kind], "New", 7)
    assert after.workshop.wrong_decks() == []
    if isinstance(step, RateStep):
        assert step.deck == "culture"
    if isinstance(step, VoteStep | MatrixStep):
        assert step.on == "ideas"
    assert set(agenda.KIND_WORDS) == set(KINDS)


def test_dots_lie_on_the_nearest_notes_before_them(session: Session) -> None:
    """Not on those of a later step; without any before it, there is nothing to vote on."""
    two = apply(session, agenda.inserted(session, "collect", "More", 5, "vote-1", "more"))
    assert isinstance(two.workshop.steps["more"], CollectStep)
    for after, on in (("vote-1", "ideas"), ("more", "more"), ("actions", "more"), ("ideas", "ideas")):
        step = apply(two, agenda.inserted(two, "vote", "New", 5, after, "new")).workshop.steps["new"]
        assert isinstance(step, VoteStep)
        assert step.on == on
    first = agenda.inserted(two, "vote", "New", 5, agenda.FIRST, "new", {"on": "more", "dots": 5})
    assert (getattr(first.item, "on", ""), getattr(first.item, "dots", 0)) == ("more", 5)
    for after in (agenda.FIRST, "opening"):
        with pytest.raises(RuleError, match="no step before this one collects notes"):
            agenda.inserted(two, "vote", "New", 5, after, "new")


@pytest.mark.parametrize(
    ("step", "after", "there"),
    [
        ("actions", "", ["actions", *ORDER[:4]]),
        ("opening", "actions", [*ORDER[1:], "opening"]),
        ("vote-1", "opening", ["opening", "vote-1", "culture", "ideas", "actions"]),
        ("culture", "opening", ORDER),
        ("opening", "", ORDER),
    ],
)
def test_a_step_is_moved(step: str, after: str, there: list[str], session: Session) -> None:
    """To the beginning, to the end, between two others, and to where it is."""
    assert order(apply(session, agenda.placed_after(session, step, after))) == there


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.sampled_from([*ORDER, ""])), max_size=40))
def test_moving_many_times_ends_where_a_list_would(moves: list[tuple[str, str]]) -> None:
    """There is always room between two ranks."""
    wanted = list(ORDER)
    now = five_steps()
    for step, after in moves:
        if step == after:
            continue
        now = apply(now, agenda.placed_after(now, step, after))
        wanted.remove(step)
        wanted.insert(wanted.index(after) + 1 if after else 0, step)
        assert order(now) == wanted


def test_a_step_taken_out_takes_nothing_typed_along(session: Session) -> None:
    """The team goes on to the next step, at the end to the one before; the step comes back with one undo."""
    after = apply(session, agenda.taken_out(session, "culture", STAMP))
    assert (first_step_of(after), order(after)) == ("ideas", ["opening", *ORDER[2:]])
    end = apply(session, MoveTo("actions"))
    assert first_step_of(apply(end, agenda.taken_out(end, "actions", STAMP))) == "vote-1"
    assert agenda.taken_out(session, "ideas", STAMP) == Remove("step", "ideas", STAMP)
    history = History(session).do(agenda.taken_out(session, "culture", STAMP))
    assert history.undo().session.workshop == session.workshop


def test_the_clock_goes_on_with_the_step_after_one_taken_out(session: Session) -> None:
    """The minutes are those of the step in which they passed."""
    now = datetime.fromisoformat("2026-11-24T13:30:00+09:00")
    started = apply(session, RunClock("start", now))
    after = apply(started, agenda.taken_out(started, "culture", STAMP, now + timedelta(minutes=4)))
    assert after.clock.steps["culture"].used == 240
    assert after.clock.since == now + timedelta(minutes=4)


def test_the_last_step_stays(session: Session) -> None:
    """A workshop needs one."""
    for id_ in ORDER[1:]:
        session = apply(session, agenda.taken_out(session, id_, STAMP))
    with pytest.raises(RuleError, match="this is the last step"):
        apply(session, agenda.taken_out(session, "opening", STAMP))


def test_what_cannot_be_is_refused(session: Session) -> None:
    """A step that is not there, a place that is none, a kind nobody knows, a length that is none."""
    makes: tuple[Callable[[], object], ...] = (
        lambda: agenda.repeated(session, "nowhere", "new"),
        lambda: agenda.placed_after(session, "ideas", "nowhere"),
        lambda: agenda.placed_after(session, "nowhere", "ideas"),
        lambda: agenda.inserted(session, "talk", "New", 5, "nowhere", "new"),
        lambda: agenda.taken_out(session, "nowhere", STAMP),
    )
    for make in makes:
        with pytest.raises(NotFoundError) as found:
            make()
        assert VOICE.say(found.value.sentence) == "this workshop has no step nowhere"
    with pytest.raises(RuleError, match="a step cannot stand after itself"):
        agenda.placed_after(session, "ideas", "ideas")
    with pytest.raises(RuleError, match="this kind of step is not known"):
        agenda.inserted(session, "dance", "New", 5, "ideas", "new")
    with pytest.raises(RuleError, match="there is no field dots here"):
        agenda.inserted(session, "talk", "New", 5, "ideas", "new", {"dots": 3})
    with pytest.raises(RuleError, match="minutes"):
        agenda.inserted(session, "talk", "New", 0, "ideas", "new")
    with pytest.raises(RuleError, match="a title is needed"):
        agenda.inserted(session, "talk", " ", 5, "ideas", "new")


def test_steps_of_one_rank_stay_together(session: Session) -> None:
    """In a file edited by hand two steps may have the same rank; what comes after one comes after both."""
    same = apply(session, Edit("step", "ideas", {"rank": "a2"}))
    moved = apply(same, agenda.placed_after(same, "actions", "culture"))
    assert order(moved) == ["opening", "culture", "ideas", "actions", "vote-1"]
