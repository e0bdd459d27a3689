"""A page for every department and role."""

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.view import Fields, Paragraph, Section, Table, Tasks
from tests.sample import TODAY, empty_session, sample_session
from tests.telling import changed, texts

PLAIN = Voice("ja", "plain")


def pages(session: Session, only: str = "", audience: Audience = "internal") -> dict[str, Section]:
    """Return the pages of a brief by their headings."""
    options = Options(only=only)
    report = build(session, voice=PLAIN, today=TODAY, document="brief", audience=audience, options=options)
    return {section.heading: section for section in report.sections}


def boxes(section: Section) -> list[tuple[str, bool | None]]:
    """Return the tasks of a page, and whether they are ticked."""
    return [(t.id, t.done) for block in section.blocks if isinstance(block, Tasks) for t in block.items]


def test_every_department_has_a_page_of_its_own() -> None:
    """In the order of the members; what nobody owns yet comes last. The first stays on the sheet of the facts."""
    found = pages(sample_session())
    assert list(found) == ["情報政策課", "原課", "みどり野大学", "主担当が決まっていない取組"]
    assert [section.page for section in found.values()] == [False, True, True, True]
    assert boxes(found["情報政策課"]) == [("ab11111111", False), ("ac11111111", True)]
    assert boxes(found["原課"]) == [("aa11111111", False)]
    assert boxes(found["主担当が決まっていない取組"]) == [("ae11111111", False)]


def test_who_has_no_department_has_a_page_by_role_or_name() -> None:
    """Two of one department share a page, and their pledges say whose they are."""
    members = {
        "p111": {"name": "一郎", "seat": "市民課", "calling": "smith"},
        "p222": {"name": "二郎", "seat": " 市民課"},
        "p333": {"name": "三郎", "calling": "guide"},
        "p444": {"name": "四郎"},
    }
    pledged = {"p111": {"words": "やります"}, "p222": {"words": "歩きます"}}
    found = pages(changed(members=members, actions={}, pledges=pledged))
    assert list(found) == ["市民課", "現場の専門家", "四郎"]
    head = found["市民課"].blocks[0]
    assert isinstance(head, Fields)
    assert [value for label, value in head.rows if label == "宣言"] == [
        "やります(一郎(ICT・データ))",
        "歩きます(二郎)",
    ]


def test_a_page_begins_with_who_what_for_and_when_next() -> None:
    """The shared challenge stands in one line, and what was promised in the words it was said in."""
    head = pages(sample_session())["原課"].blocks[0]
    assert isinstance(head, Fields)
    assert head.rows == (
        ("担当者", "佐藤(窓口の生き字引)"),
        ("ビジョン", "どの窓口でも、一度で用が済む市役所"),
        ("共有目標", "たらい回し(窓口の平均待ち時間 42 → 20分、書かない窓口の利用 0 → 1,200件)"),
        ("今後の見直しの日", "令和8年12月22日(火)、令和9年2月22日(月)"),
        ("宣言", "月曜の朝、待合に立ちます"),
    )


def test_a_page_says_with_whom_and_by_when() -> None:
    """All that one has to know to begin; what is missing of the day is said."""
    (block,) = [b for b in pages(sample_session())["原課"].blocks if isinstance(b, Tasks)]
    rows = dict(block.items[0].fields.rows)
    assert rows["最初の一歩"] == "三つの課の受付手順を並べて写真に撮る(令和8年12月1日(火)まで)"
    assert rows["次の一歩"] == "窓口の二人に見てもらう(令和8年12月15日(火)まで)"
    assert rows["次の一歩のもし・なら"] == "もし二人とも休みなら、係長に見てもらう"
    assert rows["期限"] == "令和9年2月26日(金)、令和8年度第4四半期"
    assert rows["協力者"] == "田中(情報政策課)、山本(みどり野大学)"
    open_ = pages(sample_session())["主担当が決まっていない取組"].blocks[0]
    assert isinstance(open_, Tasks)
    assert dict(open_.items[0].fields.rows)["期限"] == "まだ決まっていません"


def test_partners_see_what_they_help_with() -> None:
    """And who owns nothing is told so."""
    page = pages(sample_session())["みどり野大学"]
    assert Paragraph("主担当の取組はありません。") in page.blocks
    (table,) = [block for block in page.blocks if isinstance(block, Table)]
    assert [row[:2] for row in table.rows] == [("1", "転入の窓口を一つにまとめて試す")]


def test_a_page_names_whom_to_ask() -> None:
    """For what is stuck, and those who answer for all of it."""
    members = {"p111": {"seat": "市民課"}, "p222": {"name": "副市長", "calling": "shield"}}
    stuck = {"title": "t", "owner": "p111", "status": "blocked", "ask": "財政課"}
    asks = pages(changed(members=members, actions={"a111": stuck}))["市民課"].blocks[-1]
    assert asks == Fields((("No.1", "財政課"), ("責任を引き受ける人", "副市長")))


def test_a_department_that_helps_itself_sees_its_action_once() -> None:
    """As the owner it is; and what is done is helped with no more."""
    members = {"p111": {"name": "a", "seat": "市民課"}, "p222": {"name": "b", "seat": "市民課"}}
    actions = {
        "a111": {"title": "t", "owner": "p111", "partners": ["p222"]},
        "a222": {"title": "u", "partners": ["p222"], "status": "done"},
    }
    page = pages(changed(members=members, actions=actions))["市民課"]
    assert boxes(page) == [("a111", False)]
    assert not [block for block in page.blocks if isinstance(block, Table)]


@pytest.mark.parametrize(
    ("only", "heading"),
    [
        ("情報政策課", "情報政策課"),
        ("原課", "原課"),
        ("line", "原課"),
        ("smith", "ICT・データ"),
        ("ICT・データ", "ICT・データ"),
        (" 佐藤 ", "佐藤(原課)"),
        ("pb11111111", "佐藤(原課)"),
    ],
)
def test_one_page_can_be_asked_for(only: str, heading: str) -> None:
    """By department, role, name or id; by card or by its words."""
    assert list(pages(sample_session(), only)) == [heading]


def test_a_page_asked_for_by_name_names_nobody_outside_the_team() -> None:
    """The name is known to whoever asks, and stands nowhere on the page."""
    found = pages(sample_session(), "佐藤", "office")
    assert list(found) == ["原課"]
    assert not [text for text in texts(tuple(found.values())) if "佐藤" in text]


def test_a_party_of_nobody_has_one_page_that_says_so() -> None:
    """Before anybody was written down."""
    (page,) = pages(empty_session()).values()
    assert page.blocks == (Paragraph("メンバーはまだ書かれていません。"),)
