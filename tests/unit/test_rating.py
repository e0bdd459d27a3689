"""What a team thinks of a statement."""

import pytest

from dxworkshop.errors import NotFoundError
from dxworkshop.insight.rating import Rated, furthest, mean, rated
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, Rate
from dxworkshop.model.session import Hands, Session
from tests.sample import sample_session

WORDS = [
    *("vision", "tolerance", "understanding", "network", "diversity", "learning"),
    *("team", "crossing", "open", "flat", "lateral", "listening"),
]


def after(*changes: Change) -> Session:
    """Return the sample session after some changes."""
    session = sample_session()
    for change in changes:
        session = apply(session, change)
    return session


@pytest.mark.parametrize(
    ("hands", "value"),
    [
        ((), None),
        ((0, 0, 0, 0, 0), None),
        ((1, 0, 0, 0, 0), 1.0),
        ((0, 0, 0, 0, 9), 5.0),
        ((1, 2, 1, 1, 0), 2.4),
        ((1, 0, 0, 0, 1), 3.0),
    ],
)
def test_the_mean_of_hands_is_that_of_those_who_raised_one(hands: Hands, value: float | None) -> None:
    """Where nobody raised a hand there is no mean."""
    assert mean(hands) == value


def test_an_agreed_mark_goes_before_the_hands() -> None:
    """All twelve words in the order of the slides; an agreed mark, else the mean, else nothing."""
    found = rated(sample_session(), "culture")
    assert [one.card for one in found] == WORDS
    assert found[0] == Rated("vision", 5, 2)
    assert found[1] == Rated("tolerance", 4.8, 2.4)
    assert found[0].distance == 3
    assert found[1].distance == pytest.approx(2.4)
    assert {(one.ideal, one.reality, one.distance) for one in found[2:]} == {(None, None, None)}
    again = after(Rate("culture", "vision", {"reality": None, "ideal": None}))
    assert rated(again, "culture")[0] == Rated("vision", 4.4, 3.2)


def test_own_statements_are_rated_in_their_order() -> None:
    """A step that brings its own asks nothing of a deck; reality alone has no distance."""
    assert rated(sample_session(), "pulse") == [Rated("safe", None, 4)]
    assert rated(sample_session(), "pulse")[0].distance is None


def test_the_furthest_come_first() -> None:
    """Only what is behind its ideal counts, and what is not known does not."""
    session = after(
        Rate("culture", "flat", {"ideal": 4, "reality": 4}),
        Rate("culture", "open", {"ideal": 2, "reality": 5}),
        Rate("culture", "team", {"ideal": 5, "reality": 1}),
        Rate("culture", "crossing", {"ideal": 5}),
        Rate("culture", "learning", {"ideal": 3, "reality": 2}),
    )
    assert [one.card for one in furthest(session, "culture", 9)] == ["team", "vision", "tolerance", "learning"]
    assert [one.card for one in furthest(session, "culture")] == ["team", "vision", "tolerance"]
    assert furthest(session, "pulse") == []


def test_only_a_step_of_rating_is_rated() -> None:
    """Another kind of step, and one that is not there, are refused; a skipped one is not."""
    for step in ("boss", "gone"):
        with pytest.raises(NotFoundError):
            rated(sample_session(), step)
    assert rated(after(Edit("step", "culture", {"skipped": True})), "culture")[0].ideal == 5
