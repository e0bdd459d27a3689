"""What a successor has to know."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.view import Block, Bullets, Fields, Paragraph, Report, Table, Tasks
from tests.sample import TODAY, empty_session, sample_session
from tests.telling import changed, tasks

PLAIN = Voice("ja", "plain")


def handover(session: Session, only: str = "") -> Report:
    """Return the handover of a session in the words of an office."""
    return build(session, voice=PLAIN, today=TODAY, document="handover", options=Options(only=only))


def part(report: Report, kind: str) -> tuple[Block, ...]:
    """Return what stands in the first section of a kind."""
    return next(section.blocks for section in report.sections if section.kind == kind)


def table(report: Report, kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the last table of a section."""
    return [block for block in part(report, kind) if isinstance(block, Table)][-1].rows


def one(**action: Any) -> dict[str, str]:
    """Return what is told of a plan's only action."""
    (found,) = tasks(handover(changed(actions={"a111": {"title": "t", **action}})))
    return dict(found.fields.rows)


def test_who_hands_over_to_whom_is_filled_in_by_hand() -> None:
    """There is room for it, and nothing is made up."""
    known, _, by_hand, _ = handover(sample_session()).facts
    assert isinstance(known, Fields)
    assert dict(known.rows)["引継ぎの範囲"] == "推進チーム全体"
    assert by_hand == Fields((("前任者", ""), ("後任者", ""), ("引継日", "")))


def test_a_handover_tells_what_a_successor_asks_for() -> None:
    """What for, how far, what was promised, what is stuck, what is pending, what was learnt, what comes next."""
    assert [section.heading for section in handover(sample_session()).sections] == [
        *("目的・目標", "現在の状況と次の一歩", "約束したことと相手", "止まっていることと相談先"),
        *("予算と決定の見通し", "これまでに分かったこと", "今後の日程", "あとで話すこと・質問箱"),
    ]


def test_the_aim_is_told_with_the_last_readings() -> None:
    """Of a measure that only an earlier session read, that value."""
    (aim,) = part(handover(sample_session()), "aim")
    assert isinstance(aim, Fields)
    assert [value for label, value in aim.rows if label == "指標"] == [
        "窓口の平均待ち時間 42 → 20分(現在値: 39)",
        "書かない窓口の利用 0 → 1,200件(現在値: 150)",
    ]


@pytest.mark.parametrize(
    ("action", "step"),
    [
        ({"status": "todo", "first_step": "測る"}, "測る"),
        ({"status": "doing", "first_step": "測る"}, None),
        (
            {"status": "doing", "first_step": "測る", "first_step_by": date(2026, 12, 10)},
            "測る(令和8年12月10日(木)まで)",
        ),
        ({"status": "doing", "first_step": "測る", "first_step_by": date(2026, 12, 9)}, None),
        ({"status": "blocked", "ask": "財政課", "first_step": "測る"}, "財政課に相談する"),
        ({"status": "blocked", "first_step": "測る"}, None),
        ({"status": "todo"}, "まだ決まっていません"),
    ],
)
def test_the_next_step_is_told_where_there_is_one(action: dict[str, Any], step: str | None) -> None:
    """To ask where it is stuck; the first step where it was not taken yet; nothing is made up for what goes on."""
    assert one(**action).get("次の一歩") == step
    assert "期限" in one(**action)


def test_the_last_check_in_stands_at_its_action() -> None:
    """What was said there, and when; what is over has its reason."""
    report = handover(sample_session())
    rows = {task.id: dict(task.fields.rows) for task in tasks(report)}
    assert list(rows) == ["aa11111111", "ab11111111", "ae11111111"]
    assert rows["aa11111111"]["前回の見直しでの記録"] == "令和8年12月8日(火): 配置の案ができた"
    assert rows["aa11111111"]["次の一歩"] == "窓口の二人に見てもらう(令和8年12月15日(火)まで)"
    assert rows["aa11111111"]["次の一歩のもし・なら"] == "もし二人とも休みなら、係長に見てもらう"
    assert rows["aa11111111"]["進み具合"] == "B: 目標どおり(令和8年12月8日(火))"
    over = table(report, "standing")
    assert [row[1:4] for row in over] == [
        ("案内板を作り直す", "田中(情報政策課)", "完了"),
        ("窓口を土曜も開ける", "", "取りやめ"),
    ]
    assert over[1][4] == "人が足りず、来年度に改めて考える"


@pytest.mark.parametrize(
    ("scale", "rating", "told"),
    [
        ("achieved", "P", "P: 一部達成(令和8年12月8日(火))"),
        ("hamamatsu", "Q", "Q(令和8年12月8日(火))"),
        ("gone", "A", "A(令和8年12月8日(火))"),
        ("hamamatsu", " ", None),
    ],
)
def test_a_mark_is_told_with_what_it_means(scale: str, rating: str, told: str | None) -> None:
    """One that its scale does not know is told as it was written; none is no mark."""
    checkin = {"on": date(2026, 12, 8), "scale": scale, "actions": {"aa11111111": {"rating": rating}}}
    (task, *_) = tasks(handover(changed(checkins={"c111": checkin})))
    assert dict(task.fields.rows).get("進み具合") == told


def test_promises_are_told_with_those_they_were_made_to() -> None:
    """What was said aloud, and who has to be told what."""
    _, said, _, tell = part(handover(sample_session()), "promise")
    assert said == Fields(
        (
            ("田中(情報政策課)", "今週中に三つの課を歩いて回ります"),
            ("佐藤(原課)", "月曜の朝、待合に立ちます"),
        )
    )
    assert isinstance(tell, Table)
    assert tell.rows == (("1", "佐藤(原課)", "市民課長に、試す日と席の配置を伝える"),)


def test_what_is_stuck_pending_and_learnt_is_told() -> None:
    """Who could be asked, which budget or decision is still to come, and the lessons of the check-ins."""
    report = handover(sample_session())
    assert table(report, "blocked") == (("2", "様式を減らす", "予算の見通しが立たない", "財政課の高橋"),)
    assert [row[0] for row in table(report, "pending")] == ["1", "2", "3"]
    assert part(report, "lesson") == (Bullets(("令和8年12月8日(火): 朝の30分に来庁が集中していた",)),)


def test_the_next_dates_stand_in_their_order() -> None:
    """From today on."""
    assert [row[:2] for row in table(handover(sample_session()), "dates")] == [
        ("令8.12.22", "計画の見直し"),
        ("令9.2.22", "計画の見直し"),
        ("令9.2.26", "期限: No.1 転入の窓口を一つにまとめて試す"),
        ("令9.3.31", "「窓口の平均待ち時間」の目標期日"),
    ]


def test_a_handover_can_be_for_one_alone() -> None:
    """What they own and what they help with, and their own promise; what is of all is left out."""
    report = handover(sample_session(), "田中")
    assert [task.id for task in tasks(report)] == ["aa11111111", "ab11111111"]
    known = report.facts[0]
    assert isinstance(known, Fields)
    assert dict(known.rows)["引継ぎの範囲"] == "田中(情報政策課)"
    said = part(report, "promise")[1]
    assert said == Fields((("田中(情報政策課)", "今週中に三つの課を歩いて回ります"),))
    assert "parked" not in [section.kind for section in report.sections]


def test_an_empty_handover_says_what_there_is_not() -> None:
    """A line for each part."""
    report = handover(empty_session())
    lines = {s.kind: b.text for s in report.sections for b in s.blocks if isinstance(b, Paragraph)}
    assert lines == {
        "standing": "取組はまだ決まっていません。",
        "promise": "宣言はまだありません。",
        "blocked": "止まっているものはありません。",
        "pending": "予算や決定を待っているものはありません。",
        "lesson": "まだ記録はありません。",
        "dates": "決まっている日程はありません。",
    }
    assert not [block for section in report.sections for block in section.blocks if isinstance(block, Tasks)]
