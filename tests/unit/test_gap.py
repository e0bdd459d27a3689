"""The widest gaps, and those that are not in the team's hands."""

from typing import Any

import pytest

from dxworkshop.insight.gap import outside, widest
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from tests.sample import empty_session


def gaps(*made: tuple[int | None, str]) -> Session:
    """Return a session with gaps a, b, c ... of some sizes and hands."""
    tables: dict[str, dict[str, Any]] = {}
    for number, (size, control) in enumerate(made):
        name = "abcdefghij"[number]
        tables[name * 4] = {"reality": name, "control": control, "rank": f"a{number}", "size": size}
    return Session.model_validate(frozen({**plain(empty_session()), "gaps": tables}))


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([], ""),
        ([None, None], ""),
        ([1], "a"),
        ([1, 5, 3], "bca"),
        ([1, 5, 3, 2], "bcd"),
        ([4, 5, 4, 4, 1], "bacd"),
        ([3, 3, 3, 3, 3], "abcde"),
        ([None, 2, None, 4], "db"),
    ],
)
def test_the_widest_come_first_and_ties_stay_together(sizes: list[int | None], found: str) -> None:
    """Three, with those as wide as the third; one without a size is never called wide."""
    session = gaps(*[(size, "") for size in sizes])
    assert "".join(gap.reality for _, gap in widest(session)) == found


def test_fewer_may_be_asked_for() -> None:
    """One is the widest, with its like."""
    session = gaps((2, ""), (5, ""), (5, ""), (4, ""))
    assert [gap.reality for _, gap in widest(session, 1)] == ["b", "c"]


def test_what_is_outside_comes_before_what_needs_approval() -> None:
    """Ours and unknown are left out; among their like they stand in the team's order; removed ones are gone."""
    session = gaps((1, "approval"), (None, "outside"), (2, "ours"), (3, ""), (5, "outside"), (5, "approval"))
    assert [gap.reality for _, gap in outside(session)] == ["b", "e", "a", "f"]
    data = plain(session)
    data["gaps"]["bbbb"]["removed"] = data["gaps"]["ffff"]["removed"] = "2026-11-24"
    left = Session.model_validate(frozen(data))
    assert [gap.reality for _, gap in outside(left)] == ["e", "a"]
    assert [gap.reality for _, gap in widest(left)] == ["e", "d", "c"]
