"""What leaves the team reads as made for its readers: nothing is said to be missing that was only taken out."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from dxworkshop import deck
from dxworkshop.i18n import LANGUAGES, Voice
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.offer import Audience, DocumentName
from dxworkshop.render import markdown
from dxworkshop.report import DOCUMENTS, build
from dxworkshop.report.options import Options
from dxworkshop.report.redaction.rule import why_held_back
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Fields, Report, Table, Tasks
from tests.sample import TODAY, sample_session
from tests.telling import table, texts
from tests.unit.test_every_document import SESSIONS
from tools import catalogue

OUTSIDE: tuple[Audience, ...] = ("office", "public")
PLAIN = Voice("ja", "plain")
_MISSING = re.compile(r"\b(yet|not decided|not written down|still open)\b|^(No(?!\.)|Nothing|None|You own no)\b")
"""What a sentence says in English that tells of something that is not there."""
_VALUE = "\0"
"""Stands in a sentence for what it is filled with."""


@cache
def missing(voice: Voice) -> tuple[str, ...]:
    """Return every sentence of the documents that says so, in a voice; of one with values its longest part."""
    found: set[str] = set()
    for message in catalogue.stored():
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        if any(place.startswith("report/") for place, _ in message.locations) and _MISSING.search(ids[0] or ""):
            values = {name: _VALUE for name in re.findall(r"\{(\w+)\}", ids[0]) if name not in catalogue.terms()}
            found.add(max(voice.tr(ids[0], **values).split(_VALUE), key=len).strip())
    return tuple(sorted(one for one in found if len(one) > 2))


def made(session: Session, what: DocumentName, audience: Audience, voice: Voice = PLAIN, **options: Any) -> Report:
    """Return a document."""
    return build(
        session, voice=voice, today=TODAY, document=what, audience=audience, options=replace(Options(), **options)
    )


def said(report: Report, voice: Voice) -> Counter[str]:
    """Return how often each of these sentences stands in what people read of a report."""
    text = markdown.render(report)
    return Counter({one: text.count(one) for one in missing(voice) if one in text})


def test_the_eye_of_these_tests_sees_what_is_missing() -> None:
    """A guard that cannot see would guard nothing."""
    for voice in (PLAIN, Voice("en", "plain")):
        assert len(missing(voice)) > 15
    assert {"まだ決まっていません", "宣言はまだありません。", "これから決めること", "未記入"} <= set(
        missing(PLAIN)
    )
    assert said(made(sample_session(), "plan", "internal"), PLAIN)["まだ決まっていません"]


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("what", DOCUMENTS)
@pytest.mark.parametrize("name", SESSIONS)
def test_nothing_is_missing_outside_that_is_there_inside(
    name: str, what: DocumentName, audience: Audience
) -> None:
    """No such sentence stands in a document that leaves, unless the team reads it as often in its own."""
    for voice in (Voice(language, "plain") for language in LANGUAGES):
        inside = said(made(SESSIONS[name], what, "internal", voice), voice)
        outside = said(made(SESSIONS[name], what, audience, voice), voice)
        assert outside - inside == Counter()


def whole() -> Session:
    """Return the sample with everything decided and told: nothing is missing in what the team reads."""
    data = plain(sample_session())
    done = dict.fromkeys(("actions", "gaps", "parked", "groups", "risks"))
    data |= {name: {key: one for key, one in data[name].items() if not one.get("removed")} for name in done}
    full = data["actions"]["aa11111111"]
    blocked = {"reason": "予算の見通しが立たない", "ask": "財政課", "status": "blocked"}
    data["actions"] = {
        id_: {**full, **one, "owner": full["owner"], "partners": full["partners"]}
        for id_, one in data["actions"].items()
    }
    data["actions"]["ab11111111"] |= blocked
    data["actions"]["ac11111111"] |= {"owner": "pc11111111", "partners": ["pa11111111"]}
    data["actions"]["ae11111111"] |= {"owner": "pa11111111", "partners": ["pb11111111"]}
    data["boss"]["measures"]["m222222222"] |= {"by": full["due"]}
    data["checkins"]["c111111111"]["readings"]["m222222222"] = 10.0
    data["risks"]["k222222222"] |= {"counter": "空いた日に試す", "action": "aa11111111"}
    data["groups"]["gr33333333"] |= {"name": "気がかりのまとまり"}
    data["votes"]["secret"] |= {"revealed": True}
    data["parked"] = {key: {**one, "answer": "答え", "answered": True} for key, one in data["parked"].items()}
    data["members"]["pc11111111"] |= {"strengths": ["tech"], "culture": ["listening"]}
    for member in data["members"].values():
        member |= {"strengths": full_deck("strengths"), "culture": full_deck("culture")}
    return Session.model_validate(frozen(data))


def full_deck(name: str) -> list[str]:
    """Return every card of a deck, so that none is said to be nobody's."""
    return [card.id for card in deck.deck(name)]


@pytest.mark.parametrize("what", DOCUMENTS)
def test_of_a_session_with_everything_in_it_nothing_is_missing(what: DocumentName) -> None:
    """Neither for the team, nor for those from whom half of it is kept."""
    for voice in (Voice(language, "plain") for language in LANGUAGES):
        for audience in ("internal", *OUTSIDE):
            assert said(made(whole(), what, audience, voice), voice) == Counter()


def empty(report: Report) -> set[str]:
    """Return the heads of columns in which nothing stands."""
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    return {head for t in tables for n, head in enumerate(t.head) if not any(row[n] for row in t.rows)}


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("what", DOCUMENTS)
def test_no_column_is_empty_outside_that_is_full_inside(what: DocumentName, audience: Audience) -> None:
    """What nobody may read has no column that waits for it."""
    for columns in ("compact", "long"):
        inside, outside = (empty(made(whole(), what, who, columns=columns)) for who in ("internal", audience))
        assert outside - inside == set()


def test_the_rule_table_says_what_is_held_back() -> None:
    """A teller asks it, and nobody else knows."""
    for audience in OUTSIDE:
        teller = Teller(sample_session(), PLAIN, TODAY, Options(), audience)
        for name in Action.model_fields:
            if name != "removed":
                assert teller.holds_back(Action, name) is (why_held_back(Action, name, audience) is not None)
    assert not Teller(sample_session(), PLAIN, TODAY).holds_back(Action, "reason", "ask")


def test_a_plan_for_everybody_is_a_summary() -> None:
    """Where it leads, what is done by when, how it is today, what was agreed: and nothing to work with."""
    report = made(sample_session(), "plan", "public")
    assert [section.heading for section in report.sections] == [
        *(
            "ビジョン",
            "共有目標と指標",
            "取組一覧",
            "年度・四半期ごとの予定",
            "ワークショップ後の歩み",
            "12の言葉",
        ),
        *("壁になっていること", "グラウンドルール", "計画を見直す日", "この文書について"),
    ]
    (glance,) = [section for section in report.sections if section.kind == "actions"]
    assert table(glance).head == ("No.", "取組", "主担当", "関係課", "期限", "指標", "進捗")
    assert [text for text in texts(report.sections) if "この文書は要約です" in text]


@pytest.mark.parametrize("what", DOCUMENTS)
def test_everybody_has_nothing_to_tick(what: DocumentName) -> None:
    """Neither a box nor a word about one; the office has both where the team has."""
    told = {audience: made(sample_session(), what, audience) for audience in ("internal", *OUTSIDE)}
    boxes = {
        audience: any(isinstance(block, Tasks) for section in report.sections for block in section.blocks)
        for audience, report in told.items()
    }
    words = {
        audience: any("印を付けて" in text for text in texts(report.facts)) for audience, report in told.items()
    }
    assert boxes == words == {"internal": what != "minutes", "office": what != "minutes", "public": False}


def test_the_office_reads_why_and_whom_to_ask() -> None:
    """With roles for the names; everybody reads neither."""
    data = plain(sample_session())
    data["actions"]["ab11111111"] |= {"reason": "佐藤さんが忙しい", "ask": "田中課長"}
    session = Session.model_validate(frozen(data))
    for what in ("plan", "brief", "handover"):
        told = "\n".join(texts(made(session, what, "office").sections))
        assert "窓口の生き字引(原課)が忙しい" in told
        assert "ICT・データ(情報政策課)" in told
        everybody = "\n".join(texts(made(session, what, "public").sections))
        assert "忙しい" not in everybody


def test_pages_for_everybody_are_those_of_who_does_something() -> None:
    """What it is for is told once; whose names are kept is told by what they do."""
    report = made(sample_session(), "brief", "public")
    common, who = report.facts[0], report.sections[0].blocks[0]
    assert isinstance(common, Fields)
    assert {"ビジョン", "共有目標"} <= set(dict(common.rows))
    assert who == Fields((("役割", "ICT・データ"),))
    nobody = Session.model_validate(frozen({**plain(sample_session()), "actions": {}}))
    assert len(made(nobody, "brief", "public").sections) == 1
    assert made(nobody, "brief", "public", only="原課").sections[0].heading == "原課"


def test_ideas_for_everybody_are_the_names_of_groups() -> None:
    """Of notes that are not told nobody says that there are none."""
    session = SESSIONS["道路と公園の通報を、直るまで見えるようにする"]
    told = markdown.render(made(session, "minutes", "public"))
    assert "- 三回返事をする\n" in told
    assert "0枚" not in told
