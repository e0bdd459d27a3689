"""The next review is one day in a list, in an index and on the board, whatever check-ins there were."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from dxworkshop.insight.due import deadlines, next_review, reviews_ahead
from dxworkshop.model.apply import revised
from dxworkshop.model.session import Checkin, Decision
from dxworkshop.store import document
from dxworkshop.store.index import heads
from dxworkshop.store.index.refresh import open_index
from dxworkshop.store.summary import summary
from tests.sample import empty_session

REVIEWS = (date(2026, 12, 10), date(2026, 12, 20), date(2027, 1, 20))
WEEK = (date(2026, 12, 9), date(2026, 12, 20), date(2026, 12, 21), date(2027, 1, 21))


def data(*checkins: tuple[date, str], reviews: tuple[date, ...] = REVIEWS) -> dict[str, Any]:
    """Return the tables of a session with its reviews and check-ins."""
    held = {f"c{n}": {"on": on, "decision": decision} for n, (on, decision) in enumerate(checkins)}
    return {"reviews": list(reviews), "checkins": held}


@pytest.mark.parametrize(
    ("checkins", "found"),
    [
        ((), [REVIEWS[0], REVIEWS[1], REVIEWS[2], None]),
        (((date(2026, 12, 8), ""),), [REVIEWS[1], REVIEWS[1], REVIEWS[2], None]),
        (((date(2026, 12, 8), ""), (date(2026, 12, 18), "on")), [REVIEWS[1], REVIEWS[2], REVIEWS[2], None]),
        (((date(2026, 12, 8), "retire"),), [None] * 4),
    ],
    ids=["none was held", "one early", "two", "let be"],
)
def test_a_list_says_what_a_review_says(
    checkins: tuple[tuple[date, Decision | Literal[""]], ...], found: list[date | None], tmp_path: Path
) -> None:
    """From the file, from the index, and by the judgement that the board asks; of check-ins up to today."""
    held = {f"c11111111{n}": Checkin(on=on, decision=how) for n, (on, how) in enumerate(checkins)}
    session = revised(empty_session(), {"reviews": REVIEWS, "checkins": held})
    path = document.create(tmp_path, session).path
    for today, day in zip(WEEK, found, strict=True):
        if any(on > today for on, _ in checkins):
            continue
        with open_index(tmp_path) as index:
            (listed,) = heads.summaries(index, today)
            (row,) = heads.rows(index, today, lambda *_: "")
        assert row[6] == (day.isoformat() if day else "-")
        assert {next_review(data(*checkins), today), summary(path, today).next_review, listed.next_review} == {day}


def test_the_last_day_there_is_can_be_a_check_in() -> None:
    """Nothing is counted on from it."""
    last = data((date.max, ""), (date(9999, 12, 29), ""), reviews=(date(2026, 12, 10), date.max))
    assert deadlines(last) == []
    assert next_review(last, date(2026, 12, 1)) == date(2026, 12, 10)
    assert next_review(last, date.max) is None


def test_a_check_in_of_a_later_day_answers_nothing_yet() -> None:
    """A year that was mistyped does not take all reviews away; nor is a plan let be before its day."""
    assert next_review(data((date(2062, 12, 8), "")), date(2026, 12, 9)) == REVIEWS[0]
    assert reviews_ahead(data((date(2062, 12, 8), ""))) == [*REVIEWS]
    assert next_review(data((date(2027, 6, 1), "retire")), date(2026, 12, 9)) == REVIEWS[0]
