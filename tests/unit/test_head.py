"""What an office writes over and under a document."""

from typing import Any

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.report import build
from dxworkshop.report.view import Head, Report
from tests.sample import TODAY, empty_session, sample_session
from tests.telling import changed


def japanese(**parts: Any) -> Report:
    """Return the plan of the sample in the words of an office."""
    return build(changed(**parts), voice=Voice("ja", "plain"), today=TODAY)


def test_the_head_has_what_an_office_files_by() -> None:
    """Number, route, day of the draft, how long it is kept, where it is filed, and room for stamps."""
    report = build(sample_session(), voice=Voice("ja", "plain"), today=TODAY)
    assert report.head == Head(
        (
            ("文書番号", "8情政第12号"),
            ("供覧・決裁", "供覧"),
            ("起案日", "令和8年11月25日(水)"),
            ("保存年限", "5年"),
            ("分類", "情報化推進"),
        ),
        ("課長", "係長", "係"),
    )


def test_a_document_without_a_number_has_no_head() -> None:
    """Nothing is made up; blank stamps are none."""
    assert build(empty_session(), voice=Voice("ja"), today=TODAY).head is None
    assert japanese(paper={"number": " ", "stamps": [" "]}).head is None
    assert japanese(paper={"stamps": ["課長", ""]}).head == Head((), ("課長",))
    assert japanese(paper={"route": "decided"}).head == Head((("供覧・決裁", "決裁"),), ())


@pytest.mark.parametrize(("licence", "word"), [("pdl", "PDL1.0"), ("cc-by", "CC BY 4.0"), ("office", "庁内限り")])
def test_the_foot_tells_the_class_and_the_terms_of_use(licence: str, word: str) -> None:
    """Each in a line of its own."""
    classed, terms = japanese(confidentiality="機密性2", paper={"licence": licence}).footer
    assert classed == "取扱区分: 機密性2"
    assert word in terms
    assert japanese(confidentiality="", paper={}).footer == ()
