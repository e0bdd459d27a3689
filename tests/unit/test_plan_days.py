"""The days of a plan: by quarter, and what to look at once more."""

from datetime import date, timedelta
from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.offer import Audience
from dxworkshop.report import build
from dxworkshop.report.notice import estimate_by
from dxworkshop.report.options import Options
from dxworkshop.report.view import Bullets, Table
from tests.sample import TODAY, empty_session
from tests.telling import changed, sections, told

PLAIN = Voice("ja", "plain")


def by_quarter(**parts: Any) -> Table:
    """Return the table of the days of a session."""
    (section,) = sections(build(changed(**parts), voice=PLAIN, today=TODAY), "timeline")
    return next(block for block in section.blocks if isinstance(block, Table))


def notices(audience: Audience = "internal", options: Options | None = None, **parts: Any) -> list[str]:
    """Return what is to be looked at once more."""
    report = build(changed(**parts), voice=PLAIN, today=TODAY, audience=audience, options=options or Options())
    return [
        text for s in sections(report, "notice") for b in s.blocks if isinstance(b, Bullets) for text in b.items
    ]


def action(**given: Any) -> dict[str, Any]:
    """Return the tables of a plan with one action."""
    return {"actions": {"a111": {"title": "t", **given}}, "reviews": []}


def test_what_falls_in_which_quarter_is_told_with_the_reviews() -> None:
    """A column for each quarter; dropped actions and those without a day are not there."""
    table = by_quarter()
    assert table.head == ("No.", "取組", "令和8年度第3四半期", "令和8年度第4四半期")
    assert table.rows == (
        ("1", "転入の窓口を一つにまとめて試す", "最初の一歩 令8.12.1", "期限 令9.2.26"),
        ("2", "様式を減らす", "期限 令8.12.4", ""),
        ("", "計画を見直す日", "令8.12.8\n令8.12.22", "令9.2.22"),
    )
    assert sections(told(empty_session()), "timeline") == []


def test_many_quarters_still_fit_a_sheet_of_paper() -> None:
    """What is far away stands in the first or the last column, and no day is lost."""
    days = [TODAY + timedelta(days=91 * n) for n in range(-6, 14)]
    actions = {f"a{n:03}": {"title": f"t{n}", "due": day, "rank": f"{n:03}"} for n, day in enumerate(days)}
    table = by_quarter(actions=actions, reviews=[])
    assert len(table.head) == 2 + 8
    assert (table.head[2], table.head[3], table.head[-1]) == ("それ以前", "令和8年度第3四半期", "それ以降")
    assert all(len([cell for cell in row[2:] if cell]) == 1 for row in table.rows)
    assert len(table.rows) == len(days)


def test_a_day_on_which_the_offices_are_closed_is_noticed() -> None:
    """Gently: why, and the next day of work; for first steps, due dates and reviews that are ahead."""
    session = action(first_step_by=date(2026, 12, 12), due=date(2027, 1, 1))
    session["reviews"] = [date(2026, 12, 29), date(2026, 12, 5), date(2026, 12, 11)]
    assert notices(**session) == [
        "No.1の最初の一歩: 令和8年12月12日(土)は土曜日です。次の開庁日は令和8年12月14日(月)です。",
        "No.1の期限: 令和9年1月1日(金)は年末年始の休みです。次の開庁日は令和9年1月4日(月)です。",
        "計画の見直し: 令和8年12月29日(火)は年末年始の休みです。次の開庁日は令和9年1月4日(月)です。",
    ]
    assert notices(**action(due=date(2026, 12, 12), status="done")) == []
    assert notices(**action(due=date(2027, 2, 11)))[0].startswith(
        "No.1の期限: 令和9年2月11日(木)は祝日(建国記念の日)です。"
    )


def test_a_needed_budget_is_noticed_with_the_day_of_the_estimate() -> None:
    """For the budget of the year after, and marked as a default of this tool; those that are over need none."""
    (told_,) = notices(**action(budget="needed"))
    assert told_.startswith("予算が必要です(No.1)。令和10年度予算に要求する場合は、令和9年9月30日(木)までに")
    assert "本ツールの目安" in told_
    (western,) = notices(options=Options(dates="western"), **action(budget="needed"))
    assert "2028年度予算" in western
    assert notices(**action(budget="needed", status="dropped")) == []
    assert notices(**action(budget="secured")) == []


@pytest.mark.parametrize(
    ("today", "due", "told_"),
    [
        (date(2026, 9, 30), date(2027, 4, 1), "令和9年度予算に要求する場合は、令和8年9月30日(水)までに"),
        (date(2026, 12, 10), date(2028, 4, 1), "令和10年度予算に要求する場合は、令和9年9月30日(木)までに"),
        (date(2026, 12, 10), None, "令和10年度予算に要求する場合は、令和9年9月30日(木)までに"),
        (date(2026, 12, 10), date(2026, 3, 31), "令和10年度予算に要求する場合は、令和9年9月30日(木)までに"),
        (date(2026, 10, 1), date(2027, 4, 1), "令和9年度予算の要求に向けた見積りの目安(令和8年9月30日(水))を過ぎ"),
        (
            date(2027, 3, 31),
            date(2028, 3, 31),
            "令和9年度予算の要求に向けた見積りの目安(令和8年9月30日(水))を過ぎ",
        ),
        (date(2026, 12, 10), date(2027, 2, 26), "期限のある令和8年度の予算は、すでに決まっています。"),
        (date(2026, 4, 1), date(2027, 3, 31), "期限のある令和8年度の予算は、すでに決まっています。"),
        (date(2027, 3, 31), date(2026, 4, 1), "期限のある令和8年度の予算は、すでに決まっています。"),
    ],
)
def test_a_budget_is_hinted_at_where_its_money_can_still_come_in_time(
    today: date, due: date | None, told_: str
) -> None:
    """The fiscal year of the due date decides: estimate in time, ask late, or ask for other money."""
    report = build(changed(**action(budget="needed", due=due)), voice=PLAIN, today=today)
    (hint,) = [
        text
        for s in sections(report, "notice")
        for b in s.blocks
        if isinstance(b, Bullets)
        for text in b.items
        if text.startswith("予算が必要です(No.1)。")
    ]
    assert told_ in hint
    assert "本ツールの目安" in hint
    assert ("補正予算" in hint) == ("期限を見直して" in hint) == ("要求する場合は" not in hint)
    assert ("流用" in hint) == ("すでに決まって" in hint)


def test_actions_that_want_money_of_one_year_are_told_together() -> None:
    """One hint for each fiscal year, in their order."""
    dues = {"a1": date(2028, 5, 1), "a2": date(2027, 3, 1), "a3": None, "a4": date(2029, 3, 31)}
    actions = {id_: {"title": id_, "due": due, "budget": "needed", "rank": id_} for id_, due in dues.items()}
    found = [text for text in notices(actions=actions, reviews=[]) if "予算が必要" in text]
    assert [text.split("。")[0] for text in found] == [
        "予算が必要です(No.2)",
        "予算が必要です(No.1、No.3、No.4)",
    ]


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2027, 9, 30)),
        (date(2027, 3, 31), date(2027, 9, 30)),
    ],
)
def test_an_estimate_is_due_on_the_next_last_of_september(today: date, by: date) -> None:
    """On the day itself it is still that day."""
    assert estimate_by(today) == by


def test_notices_are_for_those_who_run_the_plan() -> None:
    """The team and the office see them, everybody does not."""
    assert notices()
    assert notices("office")
    assert notices("public") == []


def test_days_at_the_end_of_all_calendars_are_told() -> None:
    """A file edited by hand may hold them."""
    last = action(first_step_by=date(1, 1, 1), due=date(9999, 12, 31), budget="needed")
    assert by_quarter(**last).rows
    assert notices(**last)
