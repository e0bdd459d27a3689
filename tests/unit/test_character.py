"""Characters that are not the same on every machine."""

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.report import build
from dxworkshop.report.character import over, spelled_out
from tests.sample import TODAY
from tests.telling import changed, texts

JA = Voice("ja", "plain")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("①②⑳㊿", "(1)(2)(20)(50)"),
        ("㈱みどり㈲", "(株)みどり(有)"),
        ("Ⅳ章 ⅳ", "4章 4"),
        ("10㎡ 3㌔ ㎏", "10m2 3キロ kg"),
        ("℡ №", "TEL No"),
        ("㊤㊥㊦", "(上)(中)(下)"),
        ("㍻㋿㍿", "平成令和株式会社"),
        ("ｶﾞｲﾄﾞ｢ﾊﾟｿｺﾝ｣", "ガイド「パソコン」"),
        ("〝引用〟", "「引用」"),
        ("ＡＢＣ　１２３", "ＡＢＣ　１２３"),
        ("髙﨑さん", "髙﨑さん"),
        ("葛\U000e0100城\ue000", "葛\U000e0100城\ue000"),
        ("plain", "plain"),
    ],
)
def test_a_character_is_spelled_out_where_machines_differ(typed: str, told: str) -> None:
    """What offices do by hand; widths that were chosen and shapes of names stay."""
    assert spelled_out(typed) == told


def test_a_public_document_is_spelled_out_and_says_so() -> None:
    """In every text, but in no id; doubtful characters are told and left."""
    session = changed(title="①の㈱\ue000", actions={"a①": {"title": "Ⅳ"}})
    report = build(session, voice=JA, today=TODAY, audience="public")
    assert (report.title, report.actions[0].title, report.actions[0].id) == ("(1)の(株)\ue000", "4", "a①")
    assert not any(sign in text for text in texts(report) for sign in "㈱Ⅳ")
    assert "①" in build(session, voice=JA, today=TODAY, audience="office").title
    told, taken = over(build(session, voice=JA, today=TODAY, audience="office"), JA)
    assert told.title == report.title
    assert {(one.before, one.after) for one in taken} >= {("①", "(1)"), ("㈱", "(株)"), ("\ue000 (U+E000)", "")}
