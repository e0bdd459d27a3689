"""What the pictures of a session show, and that their twins say the same."""

from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.offer import Audience
from dxworkshop.render.picture import files
from dxworkshop.report import build
from dxworkshop.report.options import Options
from dxworkshop.report.picture import illustrated
from dxworkshop.report.view import (
    Cloud,
    Columns,
    Course,
    Dumbbells,
    Paragraph,
    Picture,
    Plane,
    Radar,
    Section,
    Timeline,
)
from dxworkshop.report.wording import number
from tests.drawn import actions, checkin, culture_session, picture, pictures, rich_session, teller
from tests.sample import TODAY, empty_session, sample_session
from tests.telling import changed, texts

ALL = {"timeline", "hp", "load", "gaps", "culture-radar", "impact-effort", "words"}
JAPANESE = Voice("ja", "plain")


def radar(*reality: int | None, **more: object) -> Radar:
    """Return the radar of the sample with some words rated."""
    found = picture("culture-radar", culture_session(*reality), **more)
    assert found
    assert isinstance(found.drawn, Radar)
    return found.drawn


def numbers(value: object) -> list[float]:
    """Return every number that a chart is drawn from, the ends of its scale left out."""
    if is_dataclass(value):
        parts = [getattr(value, field.name) for field in fields(value) if field.name != "most"]
        return [found for part in parts for found in numbers(part)]
    if isinstance(value, tuple):
        return [found for part in value for found in numbers(part)]
    return [float(value)] if isinstance(value, int | float) and value else []


def test_a_full_session_has_seven_pictures() -> None:
    """There is a picture for everything that can be seen at one look."""
    assert set(pictures(teller(rich_session()))) == ALL


def test_an_empty_session_has_no_picture() -> None:
    """Where nothing was said there is nothing to draw."""
    assert pictures(teller(empty_session())) == {}


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("voice", [Voice("ja", "adventure"), Voice("en", "plain")], ids=["ja", "en"])
def test_a_twin_says_every_number_that_is_drawn(name: str, voice: Voice) -> None:
    """Who cannot see a picture reads the same figures in its table."""
    found = picture(name, rich_session(), voice=voice)
    assert found
    cells = {cell.replace("%", "").strip() for row in found.twin.rows for cell in row}
    assert [value for value in numbers(found.drawn) if number(value) not in cells] == []
    assert found.title
    assert found.summary
    assert {len(row) for row in found.twin.rows} == {len(found.twin.head)} == {len(found.twin.align)}


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_twin_says_every_label_that_is_drawn(name: str) -> None:
    """What is cut short in a picture stands in full in its table."""
    found = picture(name, rich_session())
    assert found
    drawn = found.drawn
    labels: list[str] = []
    if isinstance(drawn, Radar):
        labels = [*drawn.axes, *(ring.name for ring in drawn.rings)]
    elif isinstance(drawn, Dumbbells):
        labels = [text for pair in drawn.pairs for text in (pair.label, pair.group)]
    elif isinstance(drawn, Plane):
        labels = [text for point in drawn.points for text in (point.sign, point.label)]
    elif isinstance(drawn, Columns):
        labels = [*drawn.labels, *(series.name for series in drawn.series)]
    elif isinstance(drawn, Timeline):
        labels = [span.label.partition(": ")[2] for span in drawn.spans]
    elif isinstance(drawn, Cloud):
        labels = [word.text for word in drawn.words]
    elif isinstance(drawn, Course):
        labels = [reading.on.isoformat() for reading in drawn.readings]
    assert labels
    assert set(labels) <= set(texts(found.twin))


def test_what_nobody_rated_is_unknown_and_not_nothing() -> None:
    """A word without a mark has no point, and an empty cell."""
    drawn = radar(2, None, 3, 4)
    assert drawn.rings[1].values[:4] == (2.0, None, 3.0, 4.0)
    found = picture("culture-radar", culture_session(2, None, 3, 4))
    assert found
    assert found.twin.rows[1][1:] == ("", "")


def test_two_words_are_no_figure() -> None:
    """With fewer than three rated words there is nothing to see: the table of the step says it."""
    assert picture("culture-radar", culture_session(2, 3)) is None


def test_the_last_time_is_the_earlier_session() -> None:
    """An earlier session of the team gives the third ring."""
    drawn = radar(2, 3, 4, options=Options(earlier=culture_session(1, 2, 5)))
    assert [ring.name for ring in drawn.rings] == ["Ideal", "Reality", "Reality, the last time"]
    assert drawn.rings[2].values[:3] == (1.0, 2.0, 5.0)


def test_how_often_the_last_time_was_lower_is_said() -> None:
    """The summary counts the words that rose, among those known both times."""
    found = picture(
        "culture-radar", culture_session(2, 3, 4, 4), options=Options(earlier=culture_session(1, 2, 5))
    )
    assert found
    assert "Higher than the last time: 2 of 3 words." in found.summary


def test_an_earlier_round_in_this_session_goes_before_the_earlier_session() -> None:
    """Rated twice today, the first round is the last time."""
    session = culture_session(2, 3, 4)
    steps = {"again": session.workshop.steps["culture"].model_copy(update={"rank": "zz"})}
    twice = session.workshop.model_copy(update={"steps": {**session.workshop.steps, **steps}})
    ratings = {**session.ratings, "again": culture_session(5, 5, 5).ratings["culture"]}
    session = session.model_copy(update={"workshop": twice, "ratings": ratings})
    found = picture("culture-radar", session, options=Options(earlier=culture_session(1, 1, 1)))
    assert found
    assert isinstance(found.drawn, Radar)
    assert [ring.values[0] for ring in found.drawn.rings] == [5.0, 5.0, 2.0]


@pytest.mark.parametrize("voice", [JAPANESE, Voice("en", "plain")], ids=["ja", "en"])
def test_the_words_of_culture_are_never_shown_without_whose_they_are(voice: Voice) -> None:
    """The credit of the deck stands with the picture, for it lists the words."""
    found = picture("culture-radar", culture_session(2, 3, 4), voice=voice)
    assert found
    assert "\u00a9Mihoko Sakurai 2022" in found.summary


def test_lenses_that_were_rated_go_before_gaps_with_sizes() -> None:
    """Where the four lenses were rated, their marks are the two ends."""
    session = sample_session()
    lens = session.workshop.steps["culture"].model_copy(update={"deck": "lenses", "rank": "zz"})
    workshop = session.workshop.model_copy(update={"steps": {**session.workshop.steps, "lens": lens}})
    rated = changed(
        ratings={"lens": {"people": {"ideal": 5, "hands": [1, 1, 0, 0, 0]}, "relations": {"ideal": 4}}}
    )
    found = picture("gaps", rated.model_copy(update={"workshop": workshop}))
    assert found
    assert isinstance(found.drawn, Dumbbells)
    assert [(pair.low, pair.high) for pair in found.drawn.pairs] == [(1.5, 5.0)]
    assert found.twin.rows[0][2:] == ("1.5", "5", "3.5")


def test_the_widest_gaps_are_drawn_and_the_others_counted() -> None:
    """Of many gaps a picture has those that fit, and says so."""
    many = {f"g{n:09}": {"reality": f"gap {n}", "size": 1 + n % 5, "rank": f"{n:03}"} for n in range(50)}
    found = picture("gaps", changed(gaps=many))
    assert found
    assert isinstance(found.drawn, Dumbbells)
    assert [pair.high for pair in found.drawn.pairs] == [5.0] * 10 + [4.0] * 2
    assert "Drawn are the 12 widest of 50." in found.summary


def test_hp_that_rises_again_is_drawn_rising() -> None:
    """The course is honest: 42 down to 31 is half, and 42 again is all."""
    checkins = {
        "c1": checkin(TODAY - timedelta(days=9), m111111111=31.0),
        "c2": checkin(TODAY, m111111111=42.0),
    }
    boss = {"name": "b", "measures": {"m111111111": {"name": "n", "unit": "u", "baseline": 42.0, "target": 20.0}}}
    found = picture("hp", changed(boss=boss, checkins=checkins))
    assert found
    assert isinstance(found.drawn, Course)
    assert [reading.value for reading in found.drawn.readings] == [100.0, 50.0, 100.0]


def test_load_has_callings_and_no_names() -> None:
    """Who carries what is told by calling alone, in the order of the deck."""
    found = picture("load", sample_session())
    assert found
    names = {member.name for member in sample_session().members.values() if member.name}
    assert not any(name in text for name in names for text in texts(found))
    assert "nobody is ranked" in found.summary
    own = {row[0]: row[1:] for row in found.twin.rows}
    assert own["Front-line expert"] == ("1", "0")
    assert own["ICT and data"] == ("0", "1")
    assert own["No role yet"] == ("1", "0")


def test_many_callings_are_drawn_together_at_the_end() -> None:
    """Of more callings than fit the rest is one bar, and no action is lost."""
    many = {id_: {**action, "calling": f"calling {n}"} for n, (id_, action) in enumerate(actions(40).items())}
    found = picture("load", changed(actions=many))
    assert found
    assert isinstance(found.drawn, Columns)
    assert found.drawn.labels[-1] == "All others"
    assert sum(found.drawn.series[0].values) == 40
    assert len(found.drawn.labels) == 16


@pytest.mark.parametrize("number_", [40, 400])
def test_the_forty_that_are_due_first_are_drawn(number_: int) -> None:
    """Of more actions than fit those stand in the picture that are due first, and how many do not is said."""
    found = picture("timeline", changed(actions=actions(number_)))
    assert found
    assert isinstance(found.drawn, Timeline)
    ends = [span.end for span in found.drawn.spans]
    assert len(ends) == 40
    assert ends == sorted(ends)
    assert ("360 more with a due date" in found.summary) == (number_ == 400)


def test_a_span_runs_from_the_first_step_to_the_due_date() -> None:
    """Without a first step it begins with the workshop, and never after its end; late and done are told."""
    day = date(2026, 12, 31)
    plan = {
        "a1": {"title": "one", "first_step_by": date(2026, 12, 15), "due": day, "rank": "1"},
        "a2": {"title": "two", "due": date(2026, 12, 1), "rank": "2"},
        "a3": {"title": "three", "due": date(2026, 11, 1), "status": "done", "rank": "3"},
        "a4": {"title": "four", "due": day, "status": "dropped", "rank": "4"},
        "a5": {"title": "five", "due": date(2226, 12, 31), "rank": "5"},
        "a6": {"title": "six", "rank": "6"},
    }
    found = picture("timeline", changed(actions=plan))
    assert found
    assert isinstance(found.drawn, Timeline)
    assert [(span.start, span.end, span.state) for span in found.drawn.spans] == [
        (date(2026, 11, 1), date(2026, 11, 1), "done"),
        (date(2026, 11, 24), date(2026, 12, 1), "late"),
        (date(2026, 12, 15), day, "open"),
    ]
    assert "1 more with a due date" in found.summary
    assert "1 has no due date yet." in found.summary


def test_the_plane_has_thirty_signs_at_most() -> None:
    """Of more ideas those with most impact stand in the picture, and it says so."""
    notes = {
        f"n{n:09}": {
            "step": "ideas",
            "text": f"idea {n}",
            "impact": 1 + n % 5,
            "effort": 1 + n % 3,
            "rank": f"{n:03}",
        }
        for n in range(100)
    }
    found = picture("impact-effort", changed(notes=notes, groups={}))
    assert found
    assert isinstance(found.drawn, Plane)
    assert len({point.sign for point in found.drawn.points}) == 30
    assert min(point.up for point in found.drawn.points) == 4.0
    assert "Drawn are the first 30 of 100." in found.summary


def test_outside_the_team_no_word_of_one_person_is_shown() -> None:
    """What one person alone said may tell who said it."""
    one = "pa11111111"
    notes = {f"n{n:09}": {"step": "ideas", "text": "alpha beta gamma", "author": one} for n in range(4)}
    shared = {"step": "ideas", "text": "delta epsilon zeta"}
    notes |= {"m111111111": {**shared, "author": one}, "m222222222": {**shared, "author": "pb11111111"}}
    session = changed(notes=notes, groups={}, gaps={}, ratings={}, risks={}, parked={}, pledges={})
    inside, outside = picture("words", session), picture("words", session, audience="office")
    assert inside
    assert {"alpha", "delta"} <= set(texts(inside.twin))
    assert outside
    assert set(texts(outside.twin)) >= {"delta", "epsilon", "zeta"}
    assert "alpha" not in texts(outside)


def test_every_picture_stands_at_the_end_of_the_first_section_of_its_kind() -> None:
    """A picture without a section of its kind is left out, and no other block moves."""
    before = [Section(kind, kind, (Paragraph(kind),)) for kind in ("actions", "boss", "boss", "rate", "talk")]
    after = illustrated(before, teller(rich_session()))
    assert [[b.name for b in section.blocks if isinstance(b, Picture)] for section in after] == [
        ["timeline"], ["hp", "gaps"], [], ["culture-radar"], [],
    ]  # fmt: skip
    assert [section.blocks[0] for section in after] == [section.blocks[0] for section in before]


@pytest.mark.parametrize("audience", ["office", "public"])
@pytest.mark.parametrize("voice", [Voice("ja", "adventure"), Voice("en", "plain")], ids=["ja", "en"])
def test_no_name_leaves_the_team_in_a_picture(audience: Audience, voice: Voice) -> None:
    """Neither what is drawn nor its twin nor its file names a member, and the plan still has pictures."""
    session = rich_session()
    options = Options(earlier=culture_session(1, 2, 5))
    report = build(session, voice=voice, today=TODAY, audience=audience, options=options)
    drawn = [block for section in report.sections for block in section.blocks if isinstance(block, Picture)]
    expected = {"timeline", "hp"} if audience == "public" else {"timeline", "hp", "load"}
    assert expected <= {block.name for block in drawn}
    told = [*(text for block in drawn for text in texts(block)), *files(report).values()]
    names = {member.name for member in session.members.values() if member.name}
    assert names
    assert [text for text in told if any(name in text for name in names)] == []


def test_a_plan_has_each_picture_once_and_in_a_section() -> None:
    """What can be drawn of a session stands in its plan."""
    report = build(rich_session(), voice=Voice("en", "plain"), today=TODAY)
    blocks = [block for section in report.sections for block in section.blocks]
    assert sorted(block.name for block in blocks if isinstance(block, Picture)) == sorted(ALL)
