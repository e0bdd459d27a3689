"""How plans stand, in words: what is closed wants nothing more, and what was read is shown."""

import sys
from datetime import date
from typing import Any

from dxworkshop.i18n import Voice
from dxworkshop.model.apply import revised
from dxworkshop.model.changes import Add, Change
from dxworkshop.model.session import Checkin, Measure
from dxworkshop.report.standing_words import whole
from dxworkshop.tui.standing import head_of
from tests.unit.test_board import SATO, action, deeds, made, seen

EN = Voice("en", "plain")
WAIT = Measure(name="wait", unit="min", baseline=40.0, target=20.0)


def test_only_what_is_open_wants_a_date_and_an_owner() -> None:
    """What is done or dropped needs neither any more; what is known of it is told."""
    found = deeds(
        seen(
            made(
                action("ready", status="done"),
                action("gone", status="dropped", reason="too much"),
                action("went", status="done", owner=SATO, due=date(2026, 12, 1)),
                action("ahead"),
            )
        )
    )
    facts = {id_: whole(EN, one, several=False)[1].split("  ") for id_, one in found.items()}
    assert facts["ready"] == ["done"]
    assert facts["gone"] == ["dropped"]
    assert facts["went"][1:] == ["Sato (Counter)", "Front-line expert", "due 2026-12-01 (FY2026 Q3)"]
    assert facts["ahead"] == ["not started", "nobody yet", "no date yet"]


def shown(*changes: Change) -> str:
    """Return the line in which the course of a plan stands."""
    return head_of(EN, seen(made(*changes)), plain=True)[1]


def test_what_was_read_before_is_no_nothing() -> None:
    """One reading makes no course, but it is shown; without any, that is said."""
    known = revised(WAIT, {"known": 30.0, "known_on": date(2026, 11, 1)})
    assert shown(Add("measure", "m111111111", known)).startswith("2026-11-01 50 %   ")
    assert shown(Add("measure", "m111111111", WAIT)).startswith("Nothing has been read yet.   ")
    read = Checkin(on=date(2026, 12, 8), readings={"m111111111": 35.0})
    two = shown(Add("measure", "m111111111", WAIT), Add("checkin", "c111111111", read))
    assert two.startswith("2026-11-24 100 % ")


def test_twice_as_many_plans_take_twice_as_many_steps() -> None:
    """Each plan is looked at once, however many there are beside it."""
    came = {"owner": SATO, "since": "k5p2r7x9cd"}
    plans = [made(*(action(f"act{k}of{n}", **came) for k in range(3)), id_=f"k{n:09d}") for n in range(80)]
    seen(*plans)
    few, many = _calls(plans[:40]), _calls(plans)
    assert many < few * 2.2


def _calls(plans: list[Any]) -> int:
    """Count the calls that a board of some plans takes."""
    found = 0

    def called(_: object, event: str, __: object) -> None:
        nonlocal found
        found += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        seen(*plans)
    finally:
        sys.setprofile(before)
    return found
