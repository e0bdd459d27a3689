"""Minutes: in the order of the rules on records, by role, and never who said what."""

from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.report import build
from dxworkshop.report.view import Bullets, Fields, Paragraph, Report, Section, Table
from tests.sample import TODAY, empty_session, sample_session
from tests.telling import changed, texts
from tests.workshop import STEPS

PLAIN = Voice("ja", "plain")
NAMES = ("田中", "佐藤", "山本")


def minutes(session: Session, audience: Audience = "internal") -> Report:
    """Return the minutes of a session in the words of an office."""
    return build(session, voice=PLAIN, today=TODAY, document="minutes", audience=audience)


def part(report: Report, kind: str) -> Section:
    """Return the first section of a kind."""
    return next(section for section in report.sections if section.kind == kind)


def facts(session: Session) -> dict[str, str]:
    """Return what stands under the title."""
    (found,) = minutes(session).facts
    assert isinstance(found, Fields)
    return dict(found.rows)


def test_minutes_begin_with_what_met_when_and_where() -> None:
    """Name, day and times in words, place; a place nobody wrote down is left to be filled in."""
    assert facts(sample_session()) == {
        "文書": "会議概要(要点筆記)",
        "会議の名称": "ワークショップ「窓口の待ち時間を半分にする」",
        "団体名": "みどり野市",
        "日時": "令和8年11月24日(火) 午後1時30分から午後3時30分まで",
        "場所": "本庁舎 第2会議室",
        "取扱区分": "庁内限り",
        "作成日": "令和8年12月10日(木)",
    }
    assert facts(empty_session())["場所"] == "未記入"


@pytest.mark.parametrize(
    ("meeting", "when"),
    [
        ({"start": "12:00"}, "令和8年11月24日(火) 正午から"),
        ({}, "令和8年11月24日(火)"),
        ({"end": "15:00"}, "令和8年11月24日(火)"),
        ({"start": "朝いち", "end": "昼"}, "令和8年11月24日(火) 朝いちから昼まで"),
    ],
)
def test_the_time_is_told_as_far_as_it_is_known(meeting: dict[str, Any], when: str) -> None:
    """What a file edited by hand has instead of a time stands as it was typed."""
    assert facts(changed(meeting=meeting))["日時"] == when


def test_the_parts_stand_in_the_order_of_the_rules_on_records() -> None:
    """Who, what about, what was decided, what was said, when next, what was handed out."""
    assert [section.heading for section in minutes(sample_session()).sections] == [
        *("出席者(役割別、2人)", "欠席者(役割別)", "議題", "決定事項", "主な意見(発言者名なし)"),
        *("あとで話すこと・質問箱", "次回", "配布資料", "この文書について"),
    ]


def test_people_are_told_by_role_and_counted_where_they_are_alike() -> None:
    """Who was away is told apart, though not to everybody; without a roll call all were there."""
    there, away = minutes(sample_session()).sections[:2]
    assert there.blocks == (Bullets(("情報政策課(ICT・データ)", "原課(窓口の生き字引)")),)
    assert away.blocks == (Bullets(("みどり野大学(外部協力者)",)),)
    assert [s.kind for s in minutes(sample_session(), "public").sections].count("attendance") == 1
    alike = {f"p{n}11": {"name": f"n{n}", "seat": "市民課"} for n in range(3)}
    (both,) = [s for s in minutes(changed(members=alike)).sections if s.kind == "attendance"]
    assert both.heading == "出席者(役割別、3人)"
    assert both.blocks == (Bullets(("市民課: 3人",)),)


def test_the_agenda_is_what_was_not_passed_over() -> None:
    """Openings and breaks are no items of an agenda, unless there is nothing else."""
    steps = {**STEPS, "gaps": {**STEPS["gaps"], "skipped": True}, "pledge": {**STEPS["pledge"], "removed": "x"}}
    workshop = {"id": "w", "title": "w", "minutes": 60}
    (agenda,) = part(minutes(changed(workshop={**workshop, "steps": steps})), "agenda").blocks
    assert isinstance(agenda, Bullets)
    assert "ビジョン" in agenda.items
    assert not {"開会", "理想と現実", "宣言"} & set(agenda.items)
    alone = minutes(changed(workshop={**workshop, "steps": {"opening": STEPS["opening"]}}))
    assert part(alone, "agenda").blocks == (Bullets(("開会",)),)


def test_decisions_say_what_by_whom_and_by_when() -> None:
    """The aim, the rules, the actions by role with their day, and what was dropped and why."""
    aim, _, rules, table, _, dropped = part(minutes(sample_session()), "decisions").blocks
    assert isinstance(aim, Fields)
    assert dict(aim.rows) == {
        "ビジョン": "どの窓口でも、一度で用が済む市役所",
        "共有目標": "たらい回し",
        "指標": "窓口の平均待ち時間 42 → 20分(令和9年3月31日(水)まで)\n書かない窓口の利用 0 → 1,200件",
    }
    assert rules == Bullets(("否定から入らない", "最後まで聞く"))
    assert isinstance(table, Table)
    step = "三つの課の受付手順を並べて写真に撮る(令8.12.1まで)"
    assert table.rows[0] == ("1", "転入の窓口を一つにまとめて試す", "原課(現場の専門家)", step, "令9.2.26")
    assert table.rows[2][2:] == ("まだ決まっていません", "", "まだ決まっていません")
    assert dropped == Bullets(("窓口を土曜も開ける(理由: 人が足りず、来年度に改めて考える)",))


def test_no_opinion_has_a_name_to_it() -> None:
    """Not even for the team: what was written named stands here without its author."""
    report = minutes(sample_session())
    said = texts(part(report, "opinions"))
    assert "様式を一枚に" in said
    assert "組織: 情報の抱え込み(理想: 課をまたいで予約の状況が見える)" in said
    assert "異動で引き継がれない(備え: 手順を一枚に残す)" in said
    assert not [text for text in texts(report.sections) if any(name in text for name in NAMES)]


def test_the_next_meeting_is_the_first_review_after_the_day() -> None:
    """However late the minutes are written."""
    assert part(minutes(sample_session()), "next").blocks == (Paragraph("令和8年12月8日(火) 計画の見直し"),)
    assert part(minutes(changed(reviews=[])), "next").blocks == (Paragraph("まだ決まっていません"),)


def test_what_was_handed_out_is_listed() -> None:
    """Or that there was nothing."""
    assert part(minutes(sample_session()), "handouts").blocks == (Bullets(("次第", "手続き一覧")),)
    assert part(minutes(empty_session()), "handouts").blocks == (Paragraph("なし"),)


def test_the_office_is_told_what_kind_of_record_it_is() -> None:
    """One sentence for those who keep it; a reader outside has no need of it."""
    record = [text for text in texts(part(minutes(sample_session()), "about")) if "公文書" in text]
    assert len(record) == 1
    assert not [text for text in texts(minutes(sample_session(), "public").sections) if "公文書" in text]
