"""Ranks: short texts that sort in the order of the things they stand on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.model.rank import after, between

RANKS = [("", "a1"), ("a1", "a2"), ("a9", "aa"), ("az", "b10"), ("bzz", "c100"), ("a1i", "a2"), ("b1", "b11")]


@pytest.mark.parametrize(("last", "following"), RANKS)
def test_a_rank_is_followed_by_the_next(last: str, following: str) -> None:
    """Short ranks for what comes one after the other, however many."""
    assert after(last) == following


def test_a_thousand_ranks_sort_in_their_order() -> None:
    """Ranks sort as text."""
    ranks = [""]
    for _ in range(2000):
        ranks.append(after(ranks[-1]))
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert max(map(len, ranks)) == 4


@given(st.text(alphabet="azb19-_ A+日\u0661", max_size=5) | st.text(max_size=5))
def test_something_always_follows(last: str) -> None:
    """Even after a rank that somebody wrote by hand."""
    assert after(last) > last


BETWEEN = [
    ("", "", "a1"),
    ("a1", "", "a2"),
    ("", "a1", "5"),
    ("a1", "a3", "a2"),
    ("a1", "a2", "a1i"),
    ("a1", "a1i", "a19"),
    ("az", "b10", "b"),
    ("b", "b10", "b0i"),
    ("az", "b", "azi"),
]


@pytest.mark.parametrize(("last", "following", "middle"), BETWEEN)
def test_there_is_room_between_two_ranks(last: str, following: str, middle: str) -> None:
    """Nothing stands for the beginning and for the end."""
    assert between(last, following) == middle


@given(st.integers(0, 45), st.lists(st.integers(0, 1000), max_size=60))
def test_there_is_always_room(count: int, places: list[int]) -> None:
    """Wherever things are put, one after another: they stay in the order in which they were put."""
    ranks: list[str] = []
    for _ in range(count):
        ranks.append(after(ranks[-1] if ranks else ""))
    for place in places:
        at = place % (len(ranks) + 1)
        ranks.insert(at, between(ranks[at - 1] if at else "", ranks[at] if at < len(ranks) else ""))
        assert ranks == sorted(set(ranks))


@given(st.text(max_size=4), st.text(max_size=4))
def test_ranks_of_somebody_s_own_do_no_harm(one: str, other: str) -> None:
    """A hand edit may write any rank: what is put there stands after the first at least."""
    assert between(one, other) > one
