"""Redaction: who may read what, and how a name is found."""

from collections.abc import Iterator
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from dxworkshop.i18n import Voice
from dxworkshop.model import session as model
from dxworkshop.model.record import Clash
from dxworkshop.model.session import Session
from dxworkshop.model.value import Value, frozen, plain
from dxworkshop.model.workshop import KINDS
from dxworkshop.offer import Audience
from dxworkshop.report import READ_THROUGH, Options, build, preview
from dxworkshop.report.redact import Redacted, redacted
from dxworkshop.report.redaction.rule import RULES, why_held_back
from tests.sample import TODAY, sample_session
from tests.telling import changed, texts

JA = Voice("ja", "plain")
OUTSIDE: tuple[Audience, ...] = ("office", "public")


def left(session: Session, audience: Audience = "office", options: Options | None = None) -> Redacted:
    """Return what an audience may read of a session."""
    return redacted(session, audience, options or Options(), voice=JA)


def tables(session: Session, audience: Audience = "office") -> dict[str, Any]:
    """Return the same as the tables of a file."""
    return plain(left(session, audience).session)


def among(name: str, text: str, *, seat: str = "税務課", **options: Any) -> str:
    """Return a text as the office reads it where somebody of this name is a member."""
    session = changed(members={"pa11111111": {"name": name, "seat": seat}}, title=text)
    return left(session, "office", Options(**options)).session.title


def test_the_team_reads_everything() -> None:
    """Nothing is taken from it, unknown keys neither."""
    session = changed(newer=1)
    assert left(session, "internal") == Redacted(session, Options(), ())


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("田中", "田中さんに聞く", "税務課に聞く"),
        ("田中", "田 中が", "税務課が"),
        ("田中", "田\u200b中課長と田\n中", "税務課と税務課"),
        ("田中 太郎", "太郎と田中太郎", "税務課と税務課"),
        ("田中　太郎", "田中・太郎、田中", "税務課、税務課"),
        ("山田太郎", "山田さんと太郎くん、山田太郎", "税務課と税務課、税務課"),
        ("山田太郎", "山田線は残る", "山田線は残る"),
        ("髙橋", "高橋係長", "税務課"),
        ("渡邊", "渡辺様", "税務課"),
        ("葛城", "葛\U000e0100城", "税務課"),
        ("サトウ", "ｻﾄｳさんとさとう", "税務課と税務課"),
        ("ﾜﾀﾞ ﾐｷ", "ワダとﾐｷ", "税務課と税務課"),
        ("はな", "はなさん", "税務課"),
        ("田中", "田中様式を使う", "税務課様式を使う"),
        ("田中さん", "田中は来る", "税務課は来る"),
        ("Jan Kowalski", "KOWALSKI and jan, ＪＡＮ, Januar", "税務課 and 税務課, 税務課, Januar"),
        ("José Álvarez", "Jose Alvarez met Álvarez-san", "税務課 met 税務課-san"),
        ("O'Hara", "O’Hara's", "税務課's"),
        ("Li An", "an idea of An Li; list", "an idea of 税務課 税務課; list"),
        ("Smith", "the toolsmith and Mr. smith", "the toolsmith and Mr. 税務課"),
        ("Smith", "a\u200bSmith", "a\u200b税務課"),
        ("김철수", "김철수가", "税務課가"),
        ("-", "A - B", "A - B"),
        ("12", "12件", "12件"),
    ],
)
def test_a_name_is_found_however_it_was_typed(name: str, text: str, told: str) -> None:
    """Widths, spaces, hidden signs, variants, kana, accents and cases; other words stay."""
    assert among(name, text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("林さんと林 課長", "税務課と税務課"),
        ("農林課の林は", "農林課の税務課は"),
        ("山林と林業", "山林と林業"),
        ("林様式", "林様式"),
    ],
)
def test_a_name_of_one_character_needs_something_beside_it(text: str, told: str) -> None:
    """An address, a title, or nothing of its kind on both sides."""
    assert among("林", text) == told


def test_a_preview_asks_to_read_names_of_one_character_through() -> None:
    """They are words too."""
    session = changed(members={"pa11111111": {"name": "林", "seat": "税務課"}}, title="林さん")
    (one,) = [one for one in left(session).taken if one.before == "林"]
    assert (one.after, one.count) == ("税務課", 2)
    assert "1文字" in one.why or "one character" in one.why


def test_what_stands_for_a_name_is_not_searched_again() -> None:
    """A role may look like the name of somebody else."""
    members = {
        "pa11111111": {"name": "田中", "seat": "佐藤記念館"},
        "pb11111111": {"name": "佐藤", "seat": "税務課"},
    }
    assert left(changed(members=members, title="田中と佐藤")).session.title == "参加者記念館と税務課"


def test_a_name_that_two_have_stands_for_neither() -> None:
    """Nobody can tell whose role it would be."""
    members = {"pa11111111": {"name": "田中 一", "seat": "A課"}, "pb11111111": {"name": "田中 花", "seat": "B課"}}
    assert left(changed(members=members, title="田中、田中 花")).session.title == "参加者、B課"


@pytest.mark.parametrize("name", ["市長", "財政課長", "情報政策課", "首長", "窓口担当"])
def test_a_role_in_the_place_of_a_name_is_no_name(name: str) -> None:
    """People who gave no name are written down by what they are."""
    session = changed(members={"pa11111111": {"name": name}}, title=f"{name}に伝える")
    told = left(session).session
    assert told.title == f"{name}に伝える"
    assert told.members["pa11111111"].seat == name


def test_the_town_keeps_its_name_where_somebody_is_called_like_it() -> None:
    """Unless it is to be hidden too."""
    members = {"pa11111111": {"name": "千葉", "seat": "税務課"}}
    session = changed(members=members, organisation="千葉市", title="千葉市の千葉さん")
    assert left(session).session.title == "千葉市の税務課"
    hidden = left(session, "public", Options(hide_organisation=True)).session
    assert (hidden.organisation, hidden.title) == ("", "当自治体の参加者")


def test_hidden_words_go_like_names() -> None:
    """Those of people who are no members."""
    assert among("田中", "鈴木さんと田中", hide=("鈴木 一郎", " ")) == "〇〇と税務課"


def test_the_label_of_a_member_is_calling_and_office_or_the_office_alone() -> None:
    """Everybody reads less than the office; without either it is just a member."""
    members = {
        "pa11111111": {"name": "田中", "seat": "税務課", "calling": "guide"},
        "pb11111111": {"name": "佐藤", "calling": "guide"},
        "pc11111111": {"name": "山本"},
    }
    session = changed(members=members, title="田中、佐藤、山本")
    assert left(session).session.title == "現場の専門家(税務課)、現場の専門家、参加者"
    assert left(session, "public").session.title == "税務課、現場の専門家、参加者"
    seats = {id_: one["seat"] for id_, one in tables(session)["members"].items()}
    assert seats == {"pa11111111": "税務課", "pb11111111": "現場の専門家", "pc11111111": "参加者"}


def test_those_who_left_are_not_named_either() -> None:
    """Their names stand in the words of others, and in the stamp of a removal."""
    session = changed(members={"pd11111111": {"name": "田中", "removed": "2026 田中"}}, title="田中さん")
    told = left(session).session
    assert (told.title, told.members) == ("参加者", {})


def test_an_earlier_session_is_redacted_with_the_names_of_both() -> None:
    """It comes along for a comparison."""
    earlier = changed(members={"px11111111": {"name": "鈴木", "seat": "総務課"}}, title="田中と鈴木")
    found = redacted(sample_session(), "public", Options(earlier=earlier), voice=JA)
    assert found.options.earlier
    assert found.options.earlier.title == "情報政策課と総務課"
    assert (found.options.earlier.notes, found.options.earlier.parked) == ({}, {})


def test_an_id_typed_by_hand_may_be_a_name() -> None:
    """It is another one then, wherever it is asked for, also where the name is but a part of it."""
    actions = {"tanaka-san": {"title": "a", "rank": "tanaka"}, "mtanaka4": {"title": "b"}}
    risks = {"k1": {"cause": "x", "action": "tanaka-san"}}
    session = changed(members={"TANAKA": {"name": "Tanaka"}}, actions=actions, risks=risks, id="tanaka")
    told = left(session).session
    assert set(told.actions) == {"xxxx-san", "xxxx2"}
    assert told.risks["k1"].action == "xxxx-san"
    assert (told.id, told.actions["xxxx-san"].rank) == ("xxxx3", "xxxx3")
    assert "tanaka" not in str(plain(told).keys())


def test_a_card_of_a_deck_is_no_name() -> None:
    """Somebody may be called like the id of a calling."""
    session = changed(members={"pa11111111": {"name": "Smith", "calling": "smith"}}, title="Smith")
    told = left(session).session
    assert (told.members["pa11111111"].calling, told.title) == ("smith", "ICT・データ")


def test_an_office_reads_notes_without_authors_and_no_internal_notes() -> None:
    """Roles instead of people; parked things and what was said at a check-in stay inside."""
    told = left(sample_session()).session
    assert {note.author for note in told.notes.values()} == {""}
    assert told.pledges["pa11111111"].words
    assert told.ratings["culture"]["vision"].words
    assert told.actions["ab11111111"].reason == "予算の見通しが立たない"
    assert told.actions["ab11111111"].ask == "財政課の高橋"
    assert (told.parked, told.conflicts) == ({}, {})
    checkin = told.checkins["c111111111"]
    assert (checkin.host, checkin.actions["aa11111111"].note) == ("", "")
    assert checkin.lessons
    assert told.votes["choice"].dots == {"gr11111111": {"room": 1}, "n333333333": {"room": 5}}
    assert told.clock.steps


def test_everybody_reads_a_summary() -> None:
    """No single voice, nothing for the team alone."""
    told = left(sample_session(), "public").session
    assert (told.notes, told.risks, told.pledges, told.parked) == ({}, {}, {}, {})
    assert (told.closing.hands, told.clock.steps) == ((), {})
    for action in told.actions.values():
        assert (action.reason, action.ask, action.tell, action.if_then) == ("", "", "", "")
    assert told.actions["aa11111111"].answers == ("g111111111", "m111111111")
    assert {seat.why for seat in told.seats.values()} == {""}
    assert told.gaps["g222222222"].note == ""
    assert told.checkins["c111111111"].readings == {"m111111111": 39.0}
    assert told.checkins["c111111111"].lessons == ()
    assert (told.paper.stamps, told.paper.keep, told.paper.number) == ((), "", "8情政第12号")
    assert told.reviews == sample_session().reviews
    assert told.confidentiality == "庁内限り"


def test_nobody_outside_reads_what_people_say_of_themselves() -> None:
    """With their role, they would be known."""
    for audience in OUTSIDE:
        for member in left(sample_session(), audience).session.members.values():
            assert (member.name, member.strengths, member.culture, member.hours_per_week) == ("", (), (), None)


@pytest.mark.parametrize(
    ("authors", "stays"),
    [(("pa", "pb"), True), (("pa", "pa"), False), (("", ""), True), (("",), False), (("pa", ""), False)],
)
def test_everybody_reads_the_name_of_a_group_of_several(authors: tuple[str, ...], stays: bool) -> None:
    """At least two people, or two notes where nobody signed; the dots on its notes lie on it."""
    notes = {f"n{n}": {"step": "ideas", "text": "t", "author": a, "group": "g"} for n, a in enumerate(authors)}
    votes = {"choice": {"revealed": True, "dots": {"g": {"pa": 1}, "n0": {"pb": 2, "pc": 1}}}}
    session = changed(notes=notes, groups={"g": {"step": "ideas", "name": "束"}}, votes=votes)
    told = left(session, "public").session
    assert (set(told.groups), told.votes["choice"].dots) == (({"g"}, {"g": {"room": 4}}) if stays else (set(), {}))


def test_everybody_reads_no_mean_of_a_few_hands() -> None:
    """Three are enough, an agreed mark is told, and its hands are not."""
    ratings = {
        "vision": {"hands": [0, 0, 1, 1, 0], "ideal_hands": [0, 0, 1, 1, 1]},
        "open": {"reality": 2, "hands": [9, 0, 0, 0, 0]},
    }
    told = left(changed(ratings={"culture": ratings}), "public").session.ratings["culture"]
    assert (told["vision"].hands, told["vision"].ideal_hands) == ((), (0, 0, 1, 1, 1))
    assert (told["open"].reality, told["open"].hands) == (2, ())


@pytest.mark.parametrize(
    ("revealed", "dots", "told"),
    [
        (True, {"pa": 1, "pb": 1, "pc": 1}, 3),
        (False, {"pa": 1, "pb": 1, "pc": 1}, None),
        (True, {"pa": 2, "pb": 1}, None),
        (True, {"room": 7}, 7),
        (True, {"room": 6}, None),
    ],
)
def test_everybody_reads_votes_that_were_shown_and_are_of_three_at_least(
    *, revealed: bool, dots: dict[str, int], told: int | None
) -> None:
    """Of a vote without voters only so many are known as had to give their three dots; the office reads all."""
    notes = {f"n{n}": {"step": "ideas", "text": "t", "group": "g"} for n in range(2)}
    votes = {"choice": {"revealed": revealed, "dots": {"g": dots}}}
    session = changed(notes=notes, groups={"g": {"step": "ideas", "name": "束"}}, votes=votes)
    there = {} if told is None else {"g": {"room": told}}
    assert left(session, "public").session.votes["choice"].dots == there
    assert left(session).session.votes["choice"].dots == {"g": {"room": sum(dots.values())}}
    few = [one for one in left(session, "public").taken if one.why == JA.tr("fewer than three voted")]
    assert bool(few) is (revealed and told is None)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_what_was_removed_or_leads_nowhere_is_not_told(audience: Audience) -> None:
    """Neither the thing, nor an id of it, nor a name typed where an id should stand."""
    data = plain(sample_session())
    data["actions"]["aa11111111"] |= {"owner": "鈴木", "partners": ["佐々木", "pd11111111", "pa11111111"]}
    data["gaps"]["g111111111"]["note"] = "n444444444"
    told = left(Session.model_validate(frozen(data)), audience).session
    assert "消した" not in str(plain(told))
    assert (told.actions["aa11111111"].owner, told.actions["aa11111111"].partners) == ("", ("pa11111111",))
    assert (told.gaps["g111111111"].note, "pd11111111" in told.pledges) == ("", False)


def test_a_preview_tells_what_goes_and_why() -> None:
    """One line for each name and each kind of thing, in words."""
    taken = preview(sample_session(), voice=JA, today=TODAY, audience="public")
    names = {one.before: (one.after, one.where) for one in taken if one.before}
    assert names["田中"][0] == "情報政策課"
    notes = [one.count for one in taken if one.why == JA.tr("words of single people")]
    assert 6 in notes
    assert all(one.what and one.why for one in taken)
    assert JA.say(READ_THROUGH)


def test_a_preview_asks_about_what_looks_like_a_name() -> None:
    """Whoever is addressed like a person and is nobody's name here may have to be hidden."""
    taken = preview(changed(title="小野さんと皆さんと市民の皆様"), voice=JA, today=TODAY, audience="office")
    assert [one.before for one in taken if one.what == JA.tr("perhaps a name (left as it is)")] == ["小野さん"]


MARK = "鷹鶴鯉"
"""A name that stands in every text of a session below."""


def filled(kind: Any, name: str = "") -> Any:
    """Return a value for anything a model may hold: the name wherever words may stand."""
    origin = get_origin(kind)
    if origin is Literal:
        return get_args(kind)[0]
    if hasattr(kind, "__metadata__"):
        return filled(get_args(kind)[0], name)
    if origin in (Union, UnionType):
        return filled(next(one for one in get_args(kind) if one is not type(None)), name)
    if origin is tuple:
        return (filled(get_args(kind)[0], name),)
    if origin is dict or "Mapping" in str(origin):
        return {MARK: filled(get_args(kind)[1], name)}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return everything(kind)
    simple = {str: MARK, int: 3, float: 3.0, bool: False, date: TODAY, Any: MARK}
    return simple.get(kind, TODAY)


def everything(kind: type[BaseModel]) -> dict[str, Any]:
    """Return every field of a model filled, by its types alone."""
    found = {}
    for name, field in kind.model_fields.items():
        patterned = any(getattr(one, "pattern", None) for one in field.metadata)
        found[name] = "abcdefgh" if patterned else filled(field.annotation, name)
    return found


def whole() -> Session:
    """Return a session that holds the name in every place in which words may stand."""
    data = everything(Session)
    data["created"] = sample_session().created
    data["clock"] = {"steps": {"opening": {"used": 1, "extra": 0}}}
    steps = {kind: {**everything(step), "kind": kind, "minutes": 5, "removed": ""} for kind, step in KINDS.items()}
    data["workshop"] = {**data["workshop"], "minutes": 9, "steps": steps}
    for table in (*data.values(), data["boss"]["measures"]):
        for item in table.values() if isinstance(table, dict) else ():
            if isinstance(item, dict) and "removed" in item:
                item["removed"] = ""
    return Session.model_validate(data)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_name_in_every_field_of_the_model_is_gone(audience: Audience) -> None:
    """By reflection: whatever fields there are, those that are added tomorrow too."""
    session = whole()
    assert str(plain(session)).count(MARK) > 100
    assert MARK not in str(left(session, audience).session)
    assert not any(MARK in text for text in texts(build(session, voice=JA, today=TODAY, audience=audience)))


def models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and every model in it."""
    yield kind
    for field in kind.model_fields.values():
        yield from (found for part in _parts(field.annotation) for found in models(part))


def _parts(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _parts(inner)


def test_somebody_has_thought_about_every_field() -> None:
    """A field that is not in the table is told to nobody outside: whoever adds one decides who may read it."""
    fields = {
        (kind.__name__, name)
        for kind in models(Session)
        for name in kind.model_fields
        if name != "removed" and kind is not Clash
        if not any(name in RULES.get(base, {}) for base in kind.__mro__)
    }
    assert fields == set()


def test_a_field_nobody_thought_about_stays_inside() -> None:
    """A table is no list of what is forbidden."""

    class Newer(model.Action):
        secret: str = ""

    assert why_held_back(Newer, "title", "public") is None
    assert why_held_back(Newer, "secret", "office") is not None
    assert why_held_back(Value, "anything", "office") is not None
