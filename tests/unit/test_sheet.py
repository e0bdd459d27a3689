"""The actions as the table that offices use, and as data."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Action, ActionMeasure
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.sheet import COLUMNS, check
from dxworkshop.report.view import Report, Row
from tests.sample import TODAY, sample_session
from tests.telling import changed, table, tasks, told

PLAIN = Voice("ja", "plain")
LONG = Options(columns="long")
ORDER = (
    "No. | 取組名 | ねらい(目標) | 現状 | 課題 | 取組内容 | 最初の一歩 | 主担当(課・役割) | "
    "関係課 | 協力者 | 期限 | 年度・四半期 | 指標(種別) | 基準値 | 現在値 | 目標値 | "
    "予算(要/不要/既決) | 決定の場 | 進捗 | 備考 | 最初の一歩の期日 | ID"
)
"""The columns of published action plans, in the order that people who work with Word and Excel expect."""


def japanese(options: Options = LONG) -> Report:
    """Return the plan of the sample in the words of an office."""
    return build(sample_session(), voice=PLAIN, today=TODAY, options=options)


def row(n: int = 0) -> dict[str, str]:
    """Return the cells of one row by the keys of their columns."""
    sheet = japanese().sheet
    return dict(zip(sheet.keys, sheet.rows[n], strict=True))


def only(**action: Any) -> Row:
    """Return the one row of a plan with one action."""
    (found,) = told(changed(actions={"a111": {"title": "t", **action}})).actions
    return found


def test_the_columns_stand_in_the_order_of_offices() -> None:
    """Every one of them, then the day of the first step and the id."""
    sheet = japanese().sheet
    assert " | ".join(sheet.head) == ORDER
    assert sheet.keys == tuple(COLUMNS)
    assert {len(cells) for cells in sheet.rows} == {len(sheet.keys)}


def test_a_row_says_all_that_is_known() -> None:
    """What has no field of its own is derived from what the action answers; figures are nothing but figures."""
    id_ = "aa11111111"
    assert row() == {
        "number": "1",
        "title": "転入の窓口を一つにまとめて試す",
        "aim": "課をまたいで予約の状況が見える",
        "today": "情報の抱え込み",
        "issue": "組織: 情報の抱え込み\n窓口の平均待ち時間\n電話の\n取り次ぎをなくす\n"
        "様式をやさしく\n窓口が混んで試せない",
        "content": "もし月曜の朝礼が終わったら、待合で10分だけ数える\n"
        "伝えること: 市民課長に、試す日と席の配置を伝える",
        "first_step": "三つの課の受付手順を並べて写真に撮る",
        "owner": "佐藤(原課、現場の専門家)",
        "offices": "情報政策課",
        "partners": "田中(情報政策課)、山本(みどり野大学)",
        "due": "令9.2.26",
        "quarter": "令和8年度第4四半期",
        "measure": "一度で済んだ割合(%)",
        "baseline": "35",
        "now": "",
        "target": "70",
        "budget": "不要",
        "decided_at": "委員会",
        "status": "取組中",
        "remark": "",
        "first_step_by": "令8.12.1",
        "id": f"{id_}-{check(sample_session().actions[id_])}",
    }


def test_the_remark_says_what_stands_in_no_column() -> None:
    """Why, whom to ask, and what it makes up for."""
    assert row(1)["remark"] == "理由: 予算の見通しが立たない\n相談先: 財政課の高橋"
    assert row(2)["remark"] == "補うもの: 横連携力"


def test_an_action_without_a_measure_is_measured_by_the_one_it_answers() -> None:
    """Kind, figures and the last reading are those of the boss's; its own goes before it."""
    found = only(answers=["g111111111", "m111111111"])
    assert (found.measure, found.measure_kind, found.unit) == ("窓口の平均待ち時間", "outcome", "分")
    assert (found.baseline, found.now, found.target) == (42.0, 39.0, 20.0)
    own = only(answers=["m111111111"], measure={"name": "m", "unit": "u", "baseline": 1.0, "target": 2.0})
    assert (own.measure, own.measure_kind, own.now) == ("m", "", None)


def test_the_aim_of_what_answers_no_gap_is_the_target_it_answers() -> None:
    """A gap's ideal goes before it; with neither, nothing is made up."""
    assert only(answers=["m222222222"]).aim == "書かない窓口の利用: from 0 to 1,200 件"
    assert only(answers=["m222222222", "g111111111"]).aim == "課をまたいで予約の状況が見える"
    assert only(answers=["n333333333"]).aim == ""


def test_outside_the_team_nobody_is_named_in_a_row() -> None:
    """The owner is an office and a role; partners are those from outside, offices those from inside."""
    for audience in ("office", "public"):
        first, *_ = build(sample_session(), voice=PLAIN, today=TODAY, audience=audience).actions
        assert first.owner == "原課(現場の専門家)"
        assert first.offices == "情報政策課"
        assert first.partners == "みどり野大学"


def test_a_partner_without_an_office_is_not_lost() -> None:
    """There is no other place for them."""
    session = changed(
        members={"p111": {"name": "a"}, "p222": {"seat": "line"}, "p333": {"seat": "npo", "post": "ally"}},
        actions={"a111": {"title": "t", "owner": "p222", "partners": ["p333", "p222", "p111", "p222"]}},
    )
    (found,) = told(session).actions
    assert (found.owner, found.offices, found.partners) == (
        "Line department",
        "Line department",
        "NPO or citizens' group, a",
    )


def test_what_is_open_and_past_its_day_is_late() -> None:
    """Today is not late, and what is done or dropped never is."""
    assert [one.late for one in told(sample_session()).actions] == [False, True, False, False, False]
    assert not only(due=TODAY).late
    assert only(due=date(2026, 12, 9)).late
    assert not only(due=date(2026, 12, 9), status="done").late


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"first_step": "x"},
        {"first_step_by": date(2027, 1, 5)},
        {"due": date(2027, 1, 5)},
        {"status": "doing"},
        {"owner": "x"},
        {"partners": ("x",)},
        {"budget": "needed"},
        {"decided_at": "team"},
        {"measure": {"name": "x"}},
        {"reason": "x"},
        {"ask": "x"},
    ],
)
def test_the_sign_of_a_row_tells_whether_the_action_has_changed(change: dict[str, Any]) -> None:
    """Eight digits, the same for the same action; every cell that can be edited counts."""
    action = Action(title="t", budget="none")
    assert len(check(action)) == 8
    assert check(action) == check(Action(title="t", budget="none", if_then="r", rank="z"))
    assert check(action) != check(Action.model_validate({**action.model_dump(), **change}))


def test_outside_the_team_the_words_of_texts_do_not_count() -> None:
    """Only that there is a text: hidden words change no sign, and all else that is read back does."""
    full = Action(title="t", first_step="s", reason="r", ask="a", measure=ActionMeasure(name="m", unit="u"))
    other = full.model_copy(update=dict.fromkeys(("title", "first_step", "reason", "ask"), "x"))
    for audience in ("office", "public"):
        assert check(full, audience) == check(other, audience) != check(full)
        for change in ({"reason": ""}, {"first_step": " "}, {"due": TODAY}, {"status": "doing"}, {"owner": "x"}):
            assert check(full, audience) != check(full.model_copy(update=change), audience)


def test_the_boxes_bear_the_same_sign() -> None:
    """A ticked copy and an edited table are read back alike."""
    report = told(sample_session())
    assert [f"{task.id}-{task.check}" for task in tasks(report)] == [cells[-1] for cells in report.sheet.rows]


def test_the_plan_has_the_columns_that_were_asked_for() -> None:
    """What fits a sheet of paper, or every column but the id."""
    compact, long = (japanese(options).sections[0] for options in (Options(), LONG))
    assert table(compact).head == ("No.", "取組", "主担当", "関係課", "期限", "指標", "進捗")
    assert table(compact).rows[0] == (
        *("1", "転入の窓口を一つにまとめて試す", "佐藤(原課、現場の専門家)", "情報政策課", "令9.2.26"),
        *("一度で済んだ割合 35 → 70%", "取組中"),
    )
    assert " | ".join(table(long).head) == ORDER.removesuffix(" | ID")
    assert table(long).rows[0] == japanese().sheet.rows[0][:-1]
