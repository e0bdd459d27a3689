"""What a plan tells of ratings, notes, dots, places, risks, reviews and the parking lot, and what it must not."""

from typing import Any

import pytest

from dxworkshop.deck import deck
from dxworkshop.i18n import LANGUAGES, REGISTERS, Language, Register, Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, PlaceDots, Remove, Reveal
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.render import markdown
from dxworkshop.report.view import Block, Bullets, Fields, Paragraph, Picture, Section, Table
from tests.sample import empty_session, sample_session
from tests.telling import ENGLISH, changed, sections, table, texts, told
from tests.workshop import STEPS

STAMP = "2026-12-10T13:30:00+09:00"
STORIES = ("rate", "gaps", "collect", "vote", "matrix", "premortem", "review", "parked")
"""Kinds of sections that are not there where nothing was said."""


def after(*changes: Change) -> Session:
    """Return the sample session after some changes."""
    session = sample_session()
    for change in changes:
        session = apply(session, change)
    return session


def one(session: Session, kind: str) -> Section:
    """Return the one section of a kind."""
    (found,) = sections(told(session), kind)
    return found


def paragraphs(section: Section) -> list[str]:
    """Return the running text of a section."""
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def words(section: Section) -> tuple[Block, ...]:
    """Return what a section says in words: its blocks but for the pictures."""
    return tuple(block for block in section.blocks if not isinstance(block, Picture))


def stepped(steps: dict[str, Any], **parts: object) -> Session:
    """Return the sample session with other steps."""
    return changed(workshop={"id": "w", "title": "w", "minutes": 60, "steps": steps}, **parts)


@pytest.mark.parametrize("kind", STORIES)
def test_where_nothing_was_said_there_is_no_section(kind: str) -> None:
    """Not in an empty session, nor where only removed and blank things are left."""
    assert sections(told(empty_session()), kind) == []
    blank = {
        "ratings": {"culture": {"vision": {"words": " ", "hands": [0, 0, 0, 0, 0]}}, "gone": {}},
        "notes": {"n111": {"step": "ideas", "text": " "}, "n222": {"step": "ideas", "text": "x", "removed": "x"}},
        "groups": {"g111": {"step": "ideas"}, "g222": {"step": "ideas", "name": "x", "removed": "x"}},
        "votes": {"choice": {"revealed": True}, "secret": {}},
        "risks": {"k111": {"cause": " "}, "k222": {"cause": "x", "removed": "x"}},
        "parked": {"q111": {"text": ""}, "q222": {"text": "x", "removed": "x"}},
        "gaps": {},
        "actions": {"a111": {"title": "t"}},
    }
    assert sections(told(changed(**blank)), kind) == []


# Ratings --------------------------------------------------------------------------------------------


def test_ratings_tell_ideal_reality_and_difference() -> None:
    """An agreed mark, else the mean of the hands to one place; what was not rated is left out."""
    culture, pulse = sections(told(sample_session()), "rate")
    assert table(culture) == Table(
        ("Statement", "Ideal", "Reality", "Difference", "What was said"),
        (
            ("Vision", "5", "2", "3", "行先を口にする場がない"),
            ("Tolerance", "4.8", "2.4", "2.4", ""),
            ("Open", "", "", "", "数えずに話した"),
        ),
        ("left", "right", "right", "right", "left"),
    )
    assert paragraphs(culture)[0] == "Furthest from the ideal: Vision, Tolerance"
    assert table(pulse) == Table(("Statement", "Reality"), (("We can say what we think", "4"),), ("left", "right"))
    assert paragraphs(pulse) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_the_words_of_culture_have_their_credit_and_our_explanations_stay_out(
    language: Language, register: Register
) -> None:
    """Wherever some of the twelve are listed; no explanation of ours can be taken for the study's."""
    report = told(sample_session(), Voice(language, register))
    culture = sections(report, "rate")[0]
    assert "©Mihoko Sakurai 2022" in paragraphs(culture)[-1]
    party = next(s for s in sections(report, "party") if any("Sakurai" in text for text in paragraphs(s)))
    assert isinstance(party.blocks[0], Fields)
    hints = {card.hint[language] for card in deck("culture")} | {
        card.suggest[language] for card in deck("culture")
    }
    assert not [text for text in texts(report) if any(hint in text for hint in hints)]


def test_no_credit_stands_where_no_word_of_the_study_does() -> None:
    """Neither with our own lenses nor with statements of the workshop."""
    steps = {**STEPS, "culture": {**STEPS["culture"], "deck": "lenses"}}
    session = stepped(steps, ratings={"culture": {"people": {"ideal": 4, "reality": 1}}}, members={})
    assert table(one(session, "rate")).rows == (
        ("People: there is time to learn and try things, and backing for it", "4", "1", "3"),
    )
    assert not [text for text in texts(told(session)) if "Sakurai" in text]


# Gaps -----------------------------------------------------------------------------------------------


def test_gaps_stand_by_area_and_the_widest_and_those_of_others_apart() -> None:
    """Areas in their order, size and who can change it in the table; then what stands out."""
    made = [("relations", 1, "ours"), ("people", 5, "outside"), ("people", 2, "approval"), ("environment", 4, "")]
    tables = {
        f"g{n}11": {
            "lens": lens,
            "reality": f"r{n}",
            "ideal": f"i{n}",
            "size": size,
            "control": c,
            "rank": f"a{n}",
        }
        for n, (lens, size, c) in enumerate(made)
    }
    section = one(changed(gaps=tables), "gaps")
    assert section.heading == "What stands in the way"
    assert table(section).rows == (
        ("people", "r1", "i1", "5", "outside our reach"),
        ("people", "r2", "i2", "2", "with approval"),
        ("ICT environment", "r3", "i3", "4", ""),
        ("relations", "r0", "i0", "1", "ourselves"),
    )
    assert words(section)[1:] == (
        *(Paragraph("The widest:"), Bullets(("r1", "r3", "r2"))),
        *(Paragraph("Outside our reach:"), Bullets(("r1",))),
        *(Paragraph("Possible with approval:"), Bullets(("r2",))),
    )


def test_the_widest_are_not_picked_out_of_themselves() -> None:
    """Where all are as wide, or none has a size, the table says it all; without a reality the ideal is told."""
    for size in (3, ""):
        gap = {"ideal": "i", "size": size}
        assert [type(b) for b in words(one(changed(gaps={"g111": gap, "g222": gap}), "gaps"))] == [Table]
    outside = {"ideal": "i", "control": "outside"}
    assert one(changed(gaps={"g111": outside}), "gaps").blocks[-1] == Bullets(("i",))


# Notes ----------------------------------------------------------------------------------------------


def test_notes_stand_word_for_word_by_group_and_by_themselves() -> None:
    """The question, each group with its notes, and then what one person alone said."""
    ideas, worries = sections(told(sample_session()), "collect")
    assert ideas.heading == "案を出す"
    assert words(ideas) == (
        Paragraph("何を変えますか"),
        Paragraph("様式をやさしく: 2 notes"),
        Bullets(("様式を一枚に (田中 (情報政策課))", "様式に見本を付ける")),
        Paragraph("In no group:"),
        Bullets(("電話の\n取り次ぎをなくす (佐藤 (Line department))", "三層分離を見直してはどうか?")),
    )
    assert worries.blocks == (
        Paragraph("(no name yet): 1 note"),
        Bullets(("課長が知らない",)),
        Paragraph("In no group:"),
        Bullets(("異動で忘れられる",)),
        Paragraph("Written without names: who wrote what is not kept."),
    )


def test_a_group_without_notes_and_notes_of_a_lost_group_are_told() -> None:
    """A name that was typed stays; a note whose group is gone lies by itself."""
    note = {"step": "ideas", "text": "t", "group": "gone"}
    session = changed(notes={"n111": note}, groups={"gr11": {"step": "ideas", "name": "空の束"}}, votes={})
    assert words(one(session, "collect"))[1:] == (
        Paragraph("空の束: 0 notes"),
        Paragraph("In no group:"),
        Bullets(("t",)),
    )
    alone = one(changed(notes={"n111": note}, groups={}, votes={}), "collect")
    assert words(alone)[1:] == (Bullets(("t",)),)


def test_an_author_is_told_only_where_the_step_keeps_names() -> None:
    """A hand-edited file may name one in an anonymous step, or in a step that is not there: nobody learns it."""
    data = plain(sample_session())
    for id_ in ("n555555555", "n666666666"):
        data["notes"][id_]["author"] = "pc11111111"
    data["notes"]["n111"] = {"step": "gone", "text": "どこにもない付箋", "author": "pc11111111"}
    report = told(Session.model_validate(frozen(data)))
    *_, worries, lost = sections(report, "collect")
    assert lost == Section("collect", "Notes", (Bullets(("どこにもない付箋",)),))
    assert not [text for text in texts(worries) if "山本" in text or "pc11111111" in text]


# Dots -----------------------------------------------------------------------------------------------


def test_dots_are_told_most_first_once_they_are_revealed() -> None:
    """The sums, those of nobody too, and never whose they are."""
    choice, secret = sections(told(sample_session()), "vote")
    assert (choice.heading, table(choice).rows) == (
        "案に投票",
        (("電話の\n取り次ぎをなくす", "5"), ("様式をやさしく", "1"), ("三層分離を見直してはどうか?", "0")),
    )
    assert secret.blocks == (Paragraph("The dots are not revealed yet."),)
    assert not [text for text in texts(choice) if "田中" in text or "佐藤" in text or "pa11111111" in text]


HIDDEN = after(Reveal("choice", revealed=False))
MOVED = after(
    Reveal("choice", revealed=False),
    PlaceDots("choice", "pa11111111", {"gr11111111": 3}),
    PlaceDots("choice", "pb11111111", {"n777777777": 1}),
    PlaceDots("secret", "room", {"gr33333333": 4}),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_the_same_however_the_hidden_dots_lie(language: Language) -> None:
    """Not a number, not an order, not a word gives away how a vote goes before it is revealed."""
    voice = Voice(language, "plain")
    assert told(HIDDEN, voice) == told(MOVED, voice)
    assert told(HIDDEN, voice) != told(sample_session(), voice)


def test_a_plan_is_the_same_whoever_placed_the_dots() -> None:
    """Revealed sums tell nothing of who voted for what, in a named vote either."""
    other = after(
        PlaceDots("choice", "pa11111111", {}),
        PlaceDots("choice", "pb11111111", {"n333333333": 2, "gr11111111": 1}),
        PlaceDots("choice", "pa11111111", {"n333333333": 3}),
        Reveal("choice"),
    )
    assert other.votes != sample_session().votes
    assert told(other) == told(sample_session())


def test_a_group_without_a_name_is_told_by_its_notes() -> None:
    """In votes, in the matrix and where an action answers it."""
    session = after(Edit("group", "gr11111111", {"name": ""}))
    words = "様式を一枚に, 様式に見本を付ける"
    assert (words, "1") in table(sections(told(session), "vote")[0]).rows
    assert table(one(session, "matrix")).rows[0] == (f"{words} (anchor)", "5", "4")
    assert [text for text in texts(told(session)) if f"取り次ぎをなくす, {words}" in text]


# The others -----------------------------------------------------------------------------------------


def test_the_matrix_tells_what_was_placed_with_its_anchors() -> None:
    """Most impact first, then least effort; one mark may be missing, and what has none is not there."""
    assert table(one(sample_session(), "matrix")) == Table(
        ("Idea", "Impact (1-5)", "Effort (1-5)"),
        (
            ("様式をやさしく (anchor)", "5", "4"),
            ("三層分離を見直してはどうか?", "3", ""),
            ("電話の\n取り次ぎをなくす (anchor)", "2", "1"),
        ),
        ("left", "right", "right"),
    )
    session = after(Edit("note", "n777777777", {"impact": 5, "effort": 1}))
    assert table(one(session, "matrix")).rows[0] == ("三層分離を見直してはどうか?", "5", "1")
    session = after(Edit("note", "n777777777", {"impact": None}))
    assert len(table(one(session, "matrix")).rows) == 2


def test_an_idea_that_two_steps_placed_is_told_once() -> None:
    """And one that no step placed any more is told without a step of its own."""
    again = {**STEPS["matrix"], "title": "もう一度", "on": "", "rank": "b9"}
    steps = {**{id_: {**step, "rank": "b5"} for id_, step in STEPS.items()}, "again": again}
    marked = {**plain(sample_session())["notes"]["n555555555"], "effort": 2}
    notes = {**plain(sample_session())["notes"], "n555555555": marked}
    first, second = sections(told(stepped(steps, notes=notes)), "matrix")
    assert (first.heading, len(table(first).rows)) == ("効果と手間", 3)
    assert (second.heading, table(second).rows) == ("もう一度", (("異動で忘れられる", "", "2"),))
    del steps["again"]
    assert sections(told(stepped(steps, notes=notes)), "matrix")[1].heading == "Impact and effort"


def test_every_cause_has_its_counter_and_its_action() -> None:
    """By the number it has in the plan; a counter nobody found is undecided."""
    section = one(sample_session(), "premortem")
    assert section.heading == "Pre-mortem"
    assert table(section).rows == (
        ("異動で引き継がれない", "手順を一枚に残す", "No. 1: 転入の窓口を一つにまとめて試す"),
        ("窓口が混んで試せない", "not decided yet", ""),
    )


def test_a_review_tells_what_was_carried_done_and_dropped_and_why() -> None:
    """Only what came from an earlier plan; what the review has not come to yet says so."""
    assert table(one(sample_session(), "review")).rows == (
        ("2", "様式を減らす", "carried on", "予算の見通しが立たない"),
        ("4", "案内板を作り直す", "done", ""),
        ("5", "窓口を土曜も開ける", "dropped", "人が足りず、来年度に改めて考える"),
    )
    session = after(Edit("action", "ac11111111", {"verdict": ""}))
    assert table(one(session, "review")).rows[1] == ("4", "案内板を作り直す", "not looked at yet", "")


def test_what_was_parked_is_all_there_open_first() -> None:
    """By how many wish to hear of it; an answer stands beside its question, and what was begun says it is open."""
    section = sections(told(sample_session()), "parked")[0]
    assert section.heading == "Parking lot and questions"
    assert table(section).rows == (
        ("三層分離を見直してはどうか?", "question", "5", "still open"),
        ("予約の電話を一本にする", "topic", "2", "still open"),
        ("費用はどこが持ちますか", "question", "0", "情報政策課が持ちます"),
    )
    begun = after(
        Edit("parked", "q111111111", {"answer": "考え中", "ups": 9}), Edit("parked", "q222222222", {"answer": ""})
    )
    rows = table(sections(told(begun), "parked")[0]).rows
    assert (rows[0][3], rows[2][3]) == ("考え中 (still open)", "answered")


def test_coverage_counts_cards_and_names_nobody() -> None:
    """What nobody stands for and what one person alone does; no name, no score, and not for evaluation."""
    section = next(s for s in sections(told(sample_session()), "party") if s.heading == "What is not covered yet")
    (fields,) = [block for block in section.blocks if isinstance(block, Fields)]
    rows = dict(fields.rows)
    assert rows["One person only (Strengths)"] == "Knowing the tools, Knowing the ground"
    assert rows["One person only (Words of culture)"] == "Networking"
    assert rows["Nobody yet (Words of culture)"].startswith("Vision, Tolerance, ")
    assert "Listening" not in " ".join(texts(section))
    assert not [text for text in texts(section) if "田中" in text or "佐藤" in text]
    assert paragraphs(section)[:2] == [
        "This is what people say of themselves. It rates nobody and is not used for personnel evaluation.",
        "2 of 3 have named theirs; the rest of the picture is open.",
    ]


def test_a_party_that_named_nothing_has_no_holes() -> None:
    """A table of nobody's words would only look like a verdict."""
    session = changed(members={"p111": {"name": "a", "strengths": ["早起き"]}})
    assert [s.heading for s in sections(told(session), "party")] == ["Team", "Missing roles"]
    seat = {"s111": {"name": "x", "covers": "vision"}, "s222": {"name": "y", "covers": "無の力"}}
    seats = sections(told(changed(seats=seat)), "party")[-1]
    assert seats.blocks == (Fields((("x", "would bring: Vision"), ("y", "would bring: 無の力"))),)


# Steps that were taken out or passed over ------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [lambda id_: Edit("step", id_, {"skipped": True}), lambda id_: Remove("step", id_, STAMP)],
    ids=["skipped", "removed"],
)
@pytest.mark.parametrize("step", [id_ for id_ in STEPS if id_ != "gaps"])
def test_what_was_typed_in_a_step_is_told_whatever_became_of_it(step: str, change: Any) -> None:
    """Every text of the whole plan is still in it, under the step's own title."""
    session = after(change(step))
    assert sorted(texts(told(session).sections)) == sorted(texts(told(sample_session()).sections))


def test_what_was_typed_in_steps_that_are_not_there_is_told() -> None:
    """A file put together by hand: no title, but every word, and a hidden vote stays hidden."""
    steps = {"opening": {"kind": "talk", "title": "開会", "minutes": 5}}
    report = told(stepped(steps))
    assert [s.heading for s in sections(report, "rate")] == ["Marks for ideal and reality"] * 2
    assert table(sections(report, "rate")[0]).rows[-1] == ("vision", "5", "2", "3", "行先を口にする場がない")
    assert [s.heading for s in sections(report, "collect")] == ["Notes", "Notes"]
    assert [s.heading for s in sections(report, "vote")] == ["Dots", "Dots"]
    assert sections(report, "vote")[1].blocks == (Paragraph("The dots are not revealed yet."),)
    assert not [text for s in sections(report, "collect") for text in texts(s) if "田中" in text]
    assert len(table(sections(report, "matrix")[0]).rows) == 3
    assert markdown.render(report)


def test_a_step_without_a_title_is_told_by_its_kind() -> None:
    """Several steps of one kind are told under their own titles, in the order in which they were led."""
    steps = {**STEPS, "ideas": {**STEPS["ideas"], "title": " ", "rank": "z9"}}
    assert [s.heading for s in sections(told(stepped(steps)), "collect")] == ["気がかり", "Notes"]
    assert sections(told(sample_session(), Voice("ja")), "rate")[0].heading == "12の言葉"
    assert ENGLISH.language == "en"
