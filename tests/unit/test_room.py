"""What a whole room does: it writes notes, rates and votes, and its steps are changed while it does."""

import pytest

from dxworkshop.errors import RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Edit, Noun, PlaceDots, Remove
from dxworkshop.model.problem import problems
from dxworkshop.model.session import Note, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.model.workshop import CollectStep
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"
ACTION = "aa11111111"
IDEAS: list[tuple[Noun, str]] = [("note", "n333333333"), ("group", "gr11111111"), ("risk", "k222222222")]


def test_removing_an_idea_takes_it_out_of_what_names_it() -> None:
    """A note, a group or a risk that goes is no longer answered, and the notes of a group lie by themselves."""
    session = sample_session()
    for candidate in ("pa11111111", "pb11111111"):
        session = apply(session, PlaceDots("choice", candidate, {}))
    for noun, id_ in IDEAS:
        session = apply(session, Remove(noun, id_, STAMP))
    assert session.actions[ACTION].answers == ("g111111111", "m111111111")
    assert session.notes["n111111111"].group == session.notes["n222222222"].group == ""
    assert apply(session, Remove("action", ACTION, STAMP)).risks["k111111111"].action == ""


def test_what_was_typed_in_a_step_stays_when_the_step_goes() -> None:
    """A step that is taken out or skipped keeps its notes, ratings and dots, and they break no rule."""
    session = sample_session()
    for step in ("ideas", "culture", "choice"):
        session = apply(session, Remove("step", step, STAMP))
    session = apply(session, Edit("step", "worries", {"skipped": True}))
    whole = sample_session()
    assert (session.notes, session.ratings, session.votes) == (whole.notes, whole.ratings, whole.votes)
    assert apply(session, Edit("note", "n333333333", {"text": "x"})).notes["n333333333"].text == "x"
    assert list(problems(session)) == []


def test_the_last_step_stays() -> None:
    """A workshop without steps could not be led."""
    session = sample_session()
    *others, last = [id_ for id_, _ in session.workshop.in_order()]
    for id_ in others:
        session = apply(session, Remove("step", id_, STAMP))
    with pytest.raises(RuleError, match="this is the last step; a workshop needs one"):
        apply(session, Remove("step", last, STAMP))


def test_a_step_that_a_hand_edit_broke_can_still_be_changed() -> None:
    """Ratings that do not fit their step are named by `check`; they do not keep anybody from working."""
    data = plain(sample_session())
    data["ratings"]["culture"]["wisdom"] = {"ideal": 5}
    session = Session.model_validate(frozen(data))
    assert apply(session, Edit("step", "culture", {"minutes": 7})).workshop.steps["culture"].minutes == 7


def test_nobody_absent_fills_the_budget_of_the_room() -> None:
    """Dots as sums: as many as those have who are in the room; without anybody written down, any number."""
    session = apply(sample_session(), PlaceDots("secret", "room", {"n555555555": 4}))
    assert session.votes["secret"].dots == {"n555555555": {"room": 4}}
    session = apply(session, Edit("member", "pc11111111", {"present": None}))
    assert apply(session, PlaceDots("secret", "room", {"n555555555": 6}))
    alone = Session.model_validate(frozen({**plain(sample_session()), "members": {}}))
    assert apply(alone, PlaceDots("secret", "room", {"n555555555": 500}))


def test_dots_can_be_counted_in_the_other_way_once_they_are_taken_back() -> None:
    """By person or as sums, never both."""
    session = sample_session()
    for voter in ("pa11111111", "pb11111111"):
        session = apply(session, PlaceDots("choice", voter, {}))
    session = apply(session, PlaceDots("choice", "room", {"n777777777": 6}))
    assert session.votes["choice"].dots == {"n777777777": {"room": 6}}
    with pytest.raises(RuleError, match="these dots were entered in another way"):
        apply(session, PlaceDots("choice", "pa11111111", {"n777777777": 1}))
    session = apply(apply(session, PlaceDots("choice", "room", {})), Edit("step", "choice", {"anonymous": True}))
    assert session.votes["choice"].dots == {}


def test_the_order_of_anonymous_notes_tells_nothing() -> None:
    """Their rank is their random id, however they got into the step, and no later rank is counted on from it."""
    session = sample_session()
    for id_ in ("zzzz", "bbbb"):
        session = apply(session, Add("note", id_, Note(step="worries", text=id_, rank="a1")))
    session = apply(session, Edit("note", "bbbb", {"rank": "a1"}))
    assert [session.notes[id_].rank for id_ in ("zzzz", "bbbb")] == ["zzzz", "bbbb"]
    session = apply(session, Add("note", "named", Note(step="ideas", text="x")))
    assert session.notes["named"].rank == "a8"
    extra = CollectStep(kind="collect", title="t", minutes=1)
    session = apply(session, Add("step", "extra", extra))
    for id_ in ("tttt", "ssss"):
        session = apply(session, Add("note", id_, Note(step="extra", text=id_)))
    session = apply(session, Edit("step", "extra", {"anonymous": True}))
    assert {id_: session.notes[id_].rank for id_ in ("tttt", "ssss")} == {"tttt": "tttt", "ssss": "ssss"}
