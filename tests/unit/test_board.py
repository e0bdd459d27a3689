"""The board of a plan: its order, its groups, what it finds, whom it would ask, and what stays in the team."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from dxworkshop.i18n import Voice
from dxworkshop.insight.asking import could_be_asked
from dxworkshop.model.apply import apply, revised
from dxworkshop.model.carry import carried
from dxworkshop.model.changes import Add, Change, Edit, MarkAction
from dxworkshop.model.session import Action, Checkin, CheckinReport, Gap, Measure, Member, Session
from dxworkshop.model.value import frozen
from dxworkshop.offer import GROUPINGS, Audience, Grouping
from dxworkshop.report.board import board
from dxworkshop.report.standing import PARTS, Board, Deed
from tests.crowd import Crowd, crowds
from tests.sample import TODAY, empty_session, sample_session
from tests.unit.test_no_name_leaves import leaks

EN = Voice("en", "plain")
OUTSIDE = tuple(audience for audience in get_args(Audience) if audience != "internal")
TANAKA, SATO = "p111111111", "p222222222"


def made(*changes: Change, id_: str = "k7q3m2x2ab", held: date = date(2026, 11, 24)) -> Session:
    """Return a session of two members after some changes."""
    session = revised(empty_session(), {"id": id_, "meeting": revised(empty_session().meeting, {"held": held})})
    people = (
        Add("member", TANAKA, Member(name="Tanaka", seat="IT section", calling="smith")),
        Add("member", SATO, Member(name="Sato", seat="Counter", calling="guide")),
    )
    for change in (*people, *changes):
        session = apply(session, change)
    return session


def action(id_: str, **fields: Any) -> Add:
    """Return the change that adds an action."""
    return Add("action", id_, Action.model_validate(frozen({"title": id_, **fields})))


def seen(*sessions: Session, by: Grouping = "status", match: str = "", today: date = TODAY) -> Board:
    """Return the board of some sessions as the team reads it."""
    return board(sessions, EN, today, by=by, match=match)


def deeds(found: Board) -> dict[str, Deed]:
    """Return the actions of a board by id."""
    return {one.id: one for group in found.groups for one in group.deeds}


def told(found: Board) -> dict[str, list[str]]:
    """Return the ids in each group of a board, by the key of the group."""
    return {group.key: [one.id for one in group.deeds] for group in found.groups}


ALL_KINDS = made(
    action("dropped", status="dropped", reason="too much", owner=TANAKA),
    action("someday", owner=SATO),
    action("late", owner=SATO, due=date(2026, 12, 1), status="doing", rank="a9"),
    action("soon", owner=TANAKA, due=date(2027, 4, 1), first_step="look", first_step_by=date(2026, 12, 11)),
    action("stuck", owner=TANAKA, status="blocked", ask="Finance", reason="no money", due=date(2026, 12, 2)),
    action("later", due=date(2026, 12, 20)),
    action("ready", status="done", owner=SATO, due=date(2026, 11, 30)),
)


def test_thanks_come_first_and_what_was_dropped_comes_last() -> None:
    """Between them what is next, the nearest day first, then what is stuck, then what has no day."""
    found = seen(ALL_KINDS)
    assert list(told(found)) == list(PARTS)
    assert told(found) == {
        "done": ["ready"],
        "next": ["late", "soon", "later"],
        "blocked": ["stuck"],
        "open": ["someday"],
        "dropped": ["dropped"],
    }
    assert found.groups[0].name == "Done. Thank you!"


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_group_keeps_that_order(by: Grouping) -> None:
    """Whatever the actions are put together by, and none is lost or told twice."""
    found = seen(ALL_KINDS, by=by)
    assert sorted(one.id for group in found.groups for one in group.deeds) == sorted(ALL_KINDS.actions)
    for group in found.groups:
        order = [(PARTS.index(one.part), one.day or date.max) for one in group.deeds]
        assert order == sorted(order)


def test_groups_stand_in_an_order_that_counts_nobody() -> None:
    """Callings as in the deck, quarters of the fiscal year by their days, what is not known last."""
    assert list(told(seen(ALL_KINDS, by="role"))) == ["ICT and data", "Front-line expert", ""]
    assert list(told(seen(ALL_KINDS, by="quarter"))) == ["FY2026 Q3", "FY2027 Q1", ""]
    assert list(told(seen(ALL_KINDS, by="person"))) == ["Sato (Counter)", "Tanaka (IT section)", ""]
    assert [group.name for group in seen(ALL_KINDS, by="role").groups][-1] == "no role yet"


def test_late_is_a_fact_of_open_actions_alone() -> None:
    """What is done after its day, or given up, is late no more."""
    late = {id_ for id_, one in deeds(seen(ALL_KINDS)).items() if one.late}
    assert late == {"late", "stuck"}
    counts = seen(ALL_KINDS).counts
    assert (counts.done, counts.open, counts.blocked, counts.dropped, counts.late) == (1, 5, 1, 1, 2)


@pytest.mark.parametrize(
    ("match", "ids"),
    [
        ("tanaka", {"soon", "stuck", "dropped"}),
        ("TANAKA ｆｉｎａｎｃｅ", {"stuck"}),
        ("counter", {"ready", "late", "someday"}),
        ("front-line blocked", set()),
        ("2026-12-11", {"soon"}),
        ("blocked", {"stuck"}),
        ("look", {"soon"}),
        ("q1", {"soon"}),
        ("too much", {"dropped"}),
    ],
)
def test_every_word_that_is_typed_narrows_it(match: str, ids: set[str]) -> None:
    """Title, person, office, role, status, day, step, reason: in any width and case."""
    found = seen(ALL_KINDS, match=match)
    assert set(deeds(found)) == ids
    assert (found.found, found.all) == (len(ids), 7)
    assert found.counts == seen(ALL_KINDS).counts


def test_the_next_step_is_that_of_the_last_checkin() -> None:
    """Before there is one, it is the first step, as long as nothing is begun."""
    session = made(action("walk", first_step="look", first_step_by=date(2026, 12, 1), due=date(2027, 3, 1)))
    assert (deeds(seen(session))["walk"].step, deeds(seen(session))["walk"].day) == ("look", date(2026, 12, 1))
    report = {"status": "doing", "next_step": "draw", "next_by": date(2026, 12, 15), "if_then": "If rain, then in"}
    checkin = Checkin(on=date(2026, 12, 8), actions={"walk": CheckinReport.model_validate(report)})
    session = apply(apply(session, Add("checkin", "c111111111", checkin)), MarkAction("walk", "doing"))
    walk = deeds(seen(session))["walk"]
    assert (walk.step, walk.step_by, walk.if_then) == ("draw", date(2026, 12, 15), "If rain, then in")
    assert (walk.day, walk.part) == (date(2026, 12, 15), "next")


# Who could be asked


def asked(session: Session, id_: str) -> list[tuple[str, str]]:
    """Return member and calling of everybody who could be asked."""
    return [(one.member, one.calling) for one in could_be_asked(session, session.actions[id_])]


def test_money_is_asked_of_those_who_deal_with_it_and_backing_of_the_sponsor() -> None:
    """The owner is never named; a calling that nobody holds is named alone."""
    session = made(action("step", status="blocked", ask="x", budget="needed", owner=TANAKA))
    assert asked(session, "step") == [("", "supplier"), ("", "shield")]
    session = apply(session, Add("member", "p333333333", Member(seat="Finance", calling="supplier")))
    session = apply(session, Add("member", "p444444444", Member(name="Chief", calling="shield")))
    assert asked(session, "step") == [("p333333333", "supplier"), ("p444444444", "shield")]
    session = apply(session, Edit("action", "step", {"owner": "p333333333"}))
    assert ("p333333333", "supplier") not in asked(session, "step")


def test_a_leader_is_asked_where_nobody_holds_the_shield() -> None:
    """And of what security does not allow, whoever guards it; of ICT, whoever makes the tools."""
    session = made(
        Add("member", "p555555555", Member(name="Mori", post="leader")),
        Add("member", "p666666666", Member(name="Kato", calling="keeper")),
        Add("gap", "g111111111", Gap(lens="environment", reality="layers", deck="three-layers")),
        action("step", status="blocked", ask="x", answers=["g111111111"], owner=SATO),
    )
    assert asked(session, "step") == [("p666666666", "keeper"), (TANAKA, "smith"), ("p555555555", "")]


def test_whom_the_team_named_comes_first_and_is_not_named_twice() -> None:
    """What was typed stays as it was typed."""
    session = made(
        Add("member", "p333333333", Member(name="Hayashi", seat="Finance", calling="supplier")),
        action("step", status="blocked", ask="Ms HAYASHI in finance", budget="needed", reason="too dear"),
    )
    stuck = deeds(seen(session))["step"]
    assert stuck.ask[0] == "Ms HAYASHI in finance"
    assert not any("Hayashi (" in who for who in stuck.ask[1:])
    assert stuck.waits == ("too dear", "a budget")


# Several plans


def test_an_action_that_was_taken_over_stands_once_where_it_goes_on() -> None:
    """Also over a session between, and whatever the order in which the sessions are named."""
    first = made(action("walk", due=date(2027, 1, 8), owner=TANAKA), action("ready", status="done"))
    second = made(id_="k7q3m2x2ac", held=date(2027, 1, 12))
    second = apply(second, carried(second, first))
    third = made(id_="k7q3m2x2ad", held=date(2027, 2, 9))
    third = apply(third, carried(third, second))
    for some in ([first, second, third], [third, first, second], [third, first]):
        found = [(one.session, one.id) for group in seen(*some).groups for one in group.deeds]
        assert sorted(found) == [("k7q3m2x2ab", "ready"), ("k7q3m2x2ad", "walk")]
    assert set(deeds(seen(first))) == {"walk", "ready"}


def test_actions_of_two_plans_with_one_id_are_two() -> None:
    """An id that was typed by hand in two sessions says nothing."""
    found = seen(made(action("walk")), made(action("walk"), id_="k7q3m2x2ac"))
    assert [(one.session, one.id) for group in found.groups for one in group.deeds] == [
        ("k7q3m2x2ab", "walk"),
        ("k7q3m2x2ac", "walk"),
    ]
    assert len(found.plans) == 2


def test_the_same_session_named_twice_is_one() -> None:
    """As it is where a folder and a file in it are named."""
    assert seen(ALL_KINDS, ALL_KINDS) == seen(ALL_KINDS)


def test_a_plan_tells_its_boss_its_course_and_what_was_reached() -> None:
    """With thanks by role, and what was rated again."""
    measure = Measure(name="wait", unit="min", baseline=40.0, target=20.0)
    session = made(
        Add("measure", "m111111111", measure),
        Add("gap", "g111111111", Gap(reality="nobody knows", size=4)),
        action("ready", status="done", owner=SATO),
        Add(
            "checkin",
            "c111111111",
            Checkin(on=date(2026, 12, 8), readings={"m111111111": 28.0}, gaps={"g111111111": 2}),
        ),
    )
    (plan,) = seen(session).plans
    assert (plan.hp, plan.estimate) == (40, False)
    assert plan.course == ((date(2026, 11, 24), 100), (date(2026, 12, 8), 40))
    assert [(one.percent, one.day) for one in plan.milestones] == [
        (75, date(2026, 12, 8)),
        (50, date(2026, 12, 8)),
    ]
    assert "Front-line expert" in plan.milestones[-1].said
    assert plan.rescored == ("nobody knows: 4 -> 2",)


# What stays in the team


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a board."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("audience", OUTSIDE)
@settings(max_examples=15, deadline=None)
@given(crowd=crowds())
def test_no_name_is_on_a_board_for_others(crowd: Crowd, audience: Audience) -> None:
    """Neither of members nor of whoever was hidden by hand, in none of its groups."""
    from dxworkshop.report.options import Options

    for by in GROUPINGS:
        options = Options(hide=crowd.hidden, earlier=crowd.earlier)
        found = board([crowd.session], EN, TODAY, by=by, audience=audience, options=options)
        assert leaks(crowd, audience, "\n".join(texts(asdict(found)))) == []
        assert leaks(crowd, audience, json.dumps(asdict(found), default=str, ensure_ascii=False)) == []


@pytest.mark.parametrize("audience", OUTSIDE)
def test_people_are_told_by_their_office(audience: Audience) -> None:
    """So a board can be put together by person for others too."""
    found = board([ALL_KINDS], EN, TODAY, by="person", audience=audience)
    names = [group.name for group in found.groups]
    assert not any("Tanaka" in name or "Sato" in name for name in names)
    assert len(names) == 3


def test_everybody_reads_no_reason_and_nobody_s_name_to_ask() -> None:
    """What is for the office is not for all."""
    public = deeds(board([ALL_KINDS], EN, TODAY, audience="public"))
    assert (public["dropped"].reason, public["stuck"].reason) == ("", "")
    assert not any("Finance" in who for who in public["stuck"].ask)
    assert board([ALL_KINDS], EN, TODAY, audience="public").balance == ()


def test_the_sample_has_one_of_every_kind() -> None:
    """What was removed is told nowhere; a made session can be told in both languages."""
    for language in ("ja", "en"):
        found = board([sample_session()], Voice(language, "adventure"), TODAY)
        assert sorted(group.key for group in found.groups) == sorted(PARTS)
        assert not any("消した" in text for text in texts(asdict(found)))
        assert isinstance(found.plans[0].next_review, date)
        assert not isinstance(found.plans[0].next_review, datetime)
