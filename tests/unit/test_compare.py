"""Workshops side by side: what is told of each, and that nothing anybody typed leaves the team."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, get_args

import pytest

from dxworkshop import glance
from dxworkshop.glance import Section
from dxworkshop.i18n import Voice
from dxworkshop.insight.compare import Comparison, Mark, SharedGap, Wide, compare
from dxworkshop.insight.portfolio import Repeated
from dxworkshop.model.session import Action, Checkin, Gap, Measure, Member, Rating, Session
from dxworkshop.offer import Audience
from dxworkshop.render.sections import markdown
from dxworkshop.report.comparison import letter, sections, told_to
from tests.sample import TODAY, empty_session, sample_session

PLAIN = Voice("en", "plain")
OUTSIDE = tuple(audience for audience in get_args(Audience) if audience != "internal")
TYPED = "⟪"
"""Stands in front of every text that the marked sample holds, and nowhere else."""


def workshop(id_: str, day: str = "2026-11-24", **values: Any) -> Session:
    """Return an empty workshop with some values."""
    empty = empty_session()
    held = empty.meeting.model_copy(update={"held": date.fromisoformat(day)})
    return empty.model_copy(update={"id": id_, "title": id_, "meeting": held, **values})


def marked(id_: str) -> Session:
    """Return the whole sample with a sign before every text that somebody typed."""
    sample = sample_session(lambda text: f"{TYPED}{text}")
    return sample.model_copy(update={"id": id_})


def text(told: Sequence[Section]) -> str:
    """Return all that is told."""
    return markdown("t", told)


def row(found: Comparison, name: str, voice: Voice = PLAIN) -> tuple[str, ...]:
    """Return the cells of a row by its name."""
    return next(cells[1:] for section in sections(found, voice) for cells in section.rows if cells[0] == name)


def test_workshops_stand_in_the_order_they_were_named() -> None:
    """Neither the day nor how much is done moves a column."""
    sessions = (workshop("late1", "2027-01-01", organisation="い市"), workshop("early", organisation="あ市"))
    found = compare(sessions, TODAY)
    assert ([one.id for one in found.columns], found.before_after) == (["late1", "early"], False)


@pytest.mark.parametrize("same", [{"organisation": "みどり野市"}, {"earlier": ("before",)}])
def test_before_stands_left_of_after(same: dict[str, Any]) -> None:
    """Where one goes on from the other, or both are of one organisation, the day says what was before."""
    before = workshop("before", "2026-04-01", **({} if "earlier" in same else same))
    after = workshop("after", "2026-11-24", **same)
    found = compare((after, before), TODAY)
    assert ([one.id for one in found.columns], found.before_after) == (["before", "after"], True)


def test_organisations_nobody_named_are_not_one() -> None:
    """Two workshops without an organisation need not be of the same team."""
    assert not compare((workshop("after", "2027-01-01"), workshop("before")), TODAY).before_after


def test_an_action_taken_over_counts_in_the_later_column() -> None:
    """The earlier one says how many went on, and no state for them."""
    actions = {"a1": Action(title="x"), "a2": Action(title="y", status="done")}
    before = workshop("before", "2026-04-01", actions=actions)
    carried = {
        "a1": Action(title="x", status="doing", since="before", slipped=(date(2026, 6, 1), date(2026, 9, 1)))
    }
    after = workshop("after", earlier=("before",), actions=carried)
    left, right = compare((before, after), TODAY).columns
    assert (left.statuses, left.taken, left.carried) == ({"done": 1}, 1, 0)
    assert (right.statuses, right.taken, right.carried) == ({"doing": 1}, 0, 1)
    assert (right.slipped, right.slipped_twice, left.slipped) == (1, 1, 0)


def test_the_boss_is_told_at_first_and_now() -> None:
    """By readings alone, as everywhere; what nobody measured is an estimate."""
    measure = Measure(name="m", unit="分", baseline=40.0, target=20.0)
    boss = empty_session().boss.model_copy(update={"name": "b", "measures": {"m1": measure}})
    read = {"c1": Checkin(on=date(2026, 12, 8), readings={"m1": 30.0})}
    guess = workshop("guess", actions={"a1": Action(title="x"), "a2": Action(title="y", status="done")})
    found = compare((workshop("read", boss=boss, checkins=read), guess, workshop("none")), TODAY)
    assert [(one.first, one.hp, one.estimate) for one in found.columns] == [
        (100, 50, False),
        (50, 50, True),
        (None, None, False),
    ]
    assert row(found, "Gap to target") == ("100 > 50 %", "about 50 %", "-")


def test_gaps_are_told_by_lens_then_and_now() -> None:
    """How many, their mean size, and what it is since some were rated again; a closed one counts as 0."""
    gaps = {
        "g1": Gap(lens="people", size=4, reality="x"),
        "g2": Gap(lens="people", size=2, reality="y"),
        "g3": Gap(lens="relations", reality="z"),
    }
    again = {"c1": Checkin(on=date(2026, 12, 24), gaps={"g1": 0})}
    found = compare((workshop("one", gaps=gaps, checkins=again), workshop("two")), TODAY)
    assert found.columns[0].gaps == {"people": Wide(2, 3.0, 1.0), "relations": Wide(1, None, None)}
    assert row(found, "people") == ("2 (3.0 > 1.0)", "-")
    assert row(found, "relations") == ("1", "-")


def test_statements_are_told_side_by_side() -> None:
    """The mark agreed on or the mean of the hands, and behind it what a check-in said since."""
    hands = {"culture": {"vision": Rating(ideal=5, hands=(0, 2, 2, 0, 0))}}
    again = {
        "c1": Checkin(on=date(2026, 12, 24), ratings={"culture": {"vision": Rating(reality=3)}}),
        "c2": Checkin(on=date(2027, 2, 22), ratings={"culture": {"vision": Rating(reality=4)}}),
    }
    other = {"culture": {"vision": Rating(reality=1)}}
    found = compare((workshop("one", ratings=hands, checkins=again), workshop("two", ratings=other)), TODAY)
    (vision,) = found.asked
    assert (vision.deck, vision.card) == ("culture", "vision")
    assert vision.marks == (Mark(5.0, 2.5, 4.0), Mark(None, 1.0, None))
    assert row(found, "Vision") == ("5.0 / 2.5 > 4.0", "- / 1.0")


def test_shared_gaps_are_found_by_id_by_card_and_by_word() -> None:
    """What was taken over, the same card, and the same word of the lexicon; nothing that is in one alone."""
    first = {
        "g1": Gap(reality="窓口の決裁が遠い"),
        "g2": Gap(deck="information-hoarding", reality="x"),
        "g3": Gap(deck="no-career-path", reality="y"),
    }
    second = {
        "g1": Gap(reality="窓口の決裁が遠い", since="one"),
        "h2": Gap(deck="information-hoarding", reality="z"),
    }
    found = compare((workshop("one", gaps=first), workshop("two", gaps=second), workshop("three")), TODAY)
    there = (True, True, False)
    assert found.gaps[:2] == (
        SharedGap(Repeated("carried", "g1", 2, "窓口の決裁が遠い"), there),
        SharedGap(Repeated("card", "information-hoarding", 2), there),
    )
    assert {one.what.key for one in found.gaps[2:]} >= {"窓口"}
    assert all(one.what.way == "word" and one.there == there for one in found.gaps[2:])


def test_a_calling_is_missing_where_callings_were_asked_for() -> None:
    """A workshop in which nobody holds any says nothing of them."""
    held = {"m1": Member(name="x", calling="smith")}
    more = {"m1": Member(name="x", calling="smith"), "m2": Member(name="y", calling="scribe")}
    found = compare((workshop("one", members=held), workshop("two", members=more), workshop("none")), TODAY)
    assert row(found, "Standard bearer", Voice("en", "adventure")) == ("-", "-", "")
    assert row(found, "Scribe", Voice("en", "adventure")) == ("-", "o", "")
    assert "ICT and data" not in text(sections(found, PLAIN))


def test_the_days_to_first_steps_are_told() -> None:
    """The median of those agreed on in this workshop; one that was taken over had its first step before."""
    actions = {
        f"a{n}": Action(title="x", first_step_by=date(2026, 11, 24 + days), since=since)
        for n, (days, since) in enumerate([(2, ""), (4, ""), (6, ""), (1, "other")])
    }
    assert compare((workshop("one", actions=actions), workshop("two")), TODAY).columns[0].first_steps == 4.0


def test_columns_are_called_by_letters() -> None:
    """After Z come two."""
    assert [letter(n) for n in (0, 25, 26, 52)] == ["A", "Z", "AA", "BA"]


def test_no_column_is_the_best() -> None:
    """There is no sum and no rank over the columns: each row has a cell for each of them, and no more."""
    found = told_to((marked("one1"), marked("two2"), workshop("none")), TODAY, "internal", PLAIN)
    for section in sections(found, PLAIN)[1:]:
        for cells in section.rows:
            assert len(cells) == len(section.head)
            assert section.head[1:4] == ("A", "B", "C")
    assert not {"total", "rank", "best"} & set(str(asdict(found)).split())


# What may leave the team ------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_typed_and_no_name_is_told_outside(audience: Audience, language: Any) -> None:
    """But for organisations, which the office knows: no title, no obstacle, no statement, no strength."""
    sessions = (marked("one1"), marked("two2"))
    voice = Voice(language, "plain")
    found = told_to(sessions, TODAY, audience, voice)
    told = text(sections(found, voice, whole=True))
    assert TYPED in text(sections(told_to(sessions, TODAY, "internal", voice), voice, whole=True))
    if audience == "office":
        told = told.replace(sessions[0].organisation, "")
    assert TYPED not in told
    for name in ("田中", "佐藤", "山本", "高橋"):
        assert name not in told
    assert all(column.strengths is None and not column.title for column in found.columns)


def test_everybody_reads_no_mean_of_few_hands() -> None:
    """Marks are told as the documents tell them: a mean of two hands may say who raised them."""
    few = {"culture": {"vision": Rating(hands=(1, 1, 0, 0, 0)), "open": Rating(hands=(0, 1, 1, 1, 0))}}
    sessions = (workshop("one1", ratings=few), workshop("two2", ratings=few))
    cards = {
        audience: [one.card for one in told_to(sessions, TODAY, audience, PLAIN).asked]
        for audience in get_args(Audience)
    }
    assert cards == {"internal": ["vision", "open"], "office": ["vision", "open"], "public": ["open"]}


def test_a_word_of_one_person_is_not_told_outside() -> None:
    """A word of culture that one person alone said stays in the team."""
    found = told_to((marked("one1"), marked("two2")), TODAY, "office", PLAIN)
    inside = told_to((marked("one1"), marked("two2")), TODAY, "internal", PLAIN)
    for told, all_ in zip(found.columns, inside.columns, strict=True):
        assert all(one.people > 1 for one in told.words)
        assert len(told.words) < len(all_.words)


@pytest.mark.parametrize("register", ["adventure", "plain"])
def test_a_comparison_fits_a_terminal_in_japanese(register: Any) -> None:
    """Every table of two workshops is at most 80 cells wide."""
    voice = Voice("ja", register)
    found = told_to((sample_session(), marked("two2")), TODAY, "internal", voice)
    for section in sections(found, voice):
        assert all(glance.cells(line) <= 78 for line in glance.lines_of(section)), section
