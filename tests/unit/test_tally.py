"""What the dots say, and what nobody may see of them before they are revealed."""

import pytest

from dxworkshop.errors import NotFoundError
from dxworkshop.insight.tally import (
    Candidate,
    budget,
    lying,
    placed,
    ranked,
    spent,
    standing,
    tally,
    waiting,
)
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Change, Edit, PlaceDots, Remove, Reveal
from dxworkshop.model.session import Session
from dxworkshop.model.workshop import VoteStep
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"
GROUP, LONE, LAST = "gr11111111", "n333333333", "n777777777"


def after(*changes: Change) -> Session:
    """Return the sample session after some changes."""
    session = sample_session()
    for change in changes:
        session = apply(session, change)
    return session


def sums(found: list[Candidate]) -> list[tuple[str, int]]:
    """Return ids and dots."""
    return [(candidate.id, candidate.dots) for candidate in found]


def test_candidates_are_groups_and_lone_notes() -> None:
    """Groups first, each with its notes; then what lies by itself; nothing that was removed or of another step."""
    assert standing(sample_session(), "ideas") == [
        Candidate(GROUP, ("n111111111", "n222222222")),
        Candidate(LONE, ()),
        Candidate(LAST, ()),
    ]
    assert [c.id for c in standing(sample_session(), "worries")] == ["gr33333333", "n555555555"]
    assert len(standing(sample_session(), "")) == 5


def test_the_sums_stand_in_the_order_of_the_candidates() -> None:
    """Whoever shows them asks first whether they are revealed."""
    assert sums(tally(sample_session(), "choice")) == [(GROUP, 1), (LONE, 5), (LAST, 0)]
    assert sums(tally(sample_session(), "secret")) == [("gr33333333", 0), ("n555555555", 3)]
    with pytest.raises(NotFoundError):
        tally(sample_session(), "ideas")


def test_dots_go_with_a_note_into_its_group() -> None:
    """And out of it again."""
    session = after(Edit("note", LONE, {"group": GROUP}))
    assert sums(tally(session, "choice")) == [(GROUP, 6), (LAST, 0)]
    assert lying(session, "choice", "pa11111111") == {GROUP: 3}
    session = apply(session, Edit("note", LONE, {"group": ""}))
    assert sums(tally(session, "choice")) == [(GROUP, 1), (LONE, 5), (LAST, 0)]


def test_typing_dots_anew_takes_those_along_that_went_into_a_group() -> None:
    """One voter's dots are placed all at once: none is counted twice."""
    session = after(Edit("note", LONE, {"group": GROUP}))
    again = apply(session, PlaceDots("choice", "pa11111111", lying(session, "choice", "pa11111111")))
    assert sums(tally(again, "choice")) == sums(tally(session, "choice"))
    assert again.votes["choice"].dots == {GROUP: {"pa11111111": 3}, LONE: {"pb11111111": 3}}


def test_a_ranking_tells_nothing_of_a_hidden_vote() -> None:
    """Most dots first once they are revealed; before, and hidden again, the order of the candidates."""
    assert [c.id for c in ranked(sample_session(), "ideas")] == [LONE, GROUP, LAST]
    hidden = after(Reveal("choice", revealed=False))
    assert sums(ranked(hidden, "ideas")) == [(GROUP, 0), (LONE, 0), (LAST, 0)]
    assert sums(ranked(sample_session(), "worries")) == [("gr33333333", 0), ("n555555555", 0)]
    assert sums(ranked(after(Reveal("secret")), "worries")) == [("n555555555", 3), ("gr33333333", 0)]


def test_the_last_vote_that_was_revealed_counts() -> None:
    """A second round goes before the first, once it is revealed; a vote on all notes is one on these too."""
    second = VoteStep(kind="vote", title="二回目", minutes=5, on="", dots=3, rank="b205")
    session = after(Add("step", "again", second), PlaceDots("again", "pa11111111", {LAST: 2, "n555555555": 1}))
    assert sums(ranked(session, "ideas")) == [(LONE, 5), (GROUP, 1), (LAST, 0)]
    session = apply(session, Reveal("again"))
    assert sums(ranked(session, "ideas")) == [(LAST, 2), (GROUP, 0), (LONE, 0)]
    assert sums(ranked(session, ""))[:2] == [(LAST, 2), ("n555555555", 1)]
    gone = apply(session, Remove("step", "again", STAMP))
    assert sums(ranked(gone, "ideas")) == [(LONE, 5), (GROUP, 1), (LAST, 0)]


def test_ties_stand_in_the_order_of_the_candidates() -> None:
    """Nothing else is made up to tell them apart."""
    session = after(PlaceDots("choice", "pa11111111", {LAST: 1, GROUP: 1, LONE: 1}))
    session = apply(session, PlaceDots("choice", "pb11111111", {}))
    session = apply(session, Reveal("choice"))
    assert sums(ranked(session, "ideas")) == [(GROUP, 1), (LONE, 1), (LAST, 1)]


def test_the_budget_is_that_of_those_in_the_room() -> None:
    """Who is known to be absent has no dots and is not waited for; dots already placed stay."""
    session = sample_session()
    assert (budget(session, "choice"), spent(session, "choice"), waiting(session, "choice")) == (6, 6, [])
    session = after(Edit("member", "pc11111111", {"present": None}), PlaceDots("choice", "pa11111111", {}))
    assert (budget(session, "choice"), spent(session, "choice")) == (9, 3)
    assert waiting(session, "choice") == ["pa11111111", "pc11111111"]


def test_nobody_is_waited_for_where_sums_are_kept() -> None:
    """An anonymous vote cannot tell who has voted, nor can one that was entered as sums."""
    assert waiting(sample_session(), "secret") == []
    session = after(PlaceDots("choice", "pa11111111", {}), PlaceDots("choice", "pb11111111", {}))
    assert waiting(session, "choice") == ["pa11111111", "pb11111111"]
    assert waiting(apply(session, PlaceDots("choice", "room", {LAST: 1})), "choice") == []


def test_what_is_placed_is_a_group_or_a_note() -> None:
    """By its id; nothing else is."""
    whole = sample_session()
    assert placed(whole, GROUP) is whole.groups[GROUP]
    assert placed(whole, LONE) is whole.notes[LONE]
    assert placed(whole, "k111111111") is None
