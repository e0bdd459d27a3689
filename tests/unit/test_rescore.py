"""What was rated again, beside the first time."""

from datetime import date
from typing import Any

from dxworkshop.i18n import Voice
from dxworkshop.insight.rescore import Rescored, rescored
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.report import build
from dxworkshop.report.view import Table
from tests.sample import TODAY, sample_session
from tests.telling import changed, sections, texts

FIRST, LAST = date(2026, 12, 24), date(2027, 2, 24)


def session(*checkins: dict[str, Any], **more: Any) -> Session:
    """Return the sample session with other check-ins."""
    return changed(checkins={f"c{n:03}": checkin for n, checkin in enumerate(checkins)}, **more)


def test_the_first_time_and_the_last_stand_side_by_side() -> None:
    """Gaps first, then statements step by step; nearer is better, whichever way it goes."""
    gap_a, gap_b, vision = rescored(sample_session())
    day = date(2026, 12, 8)
    assert gap_a == Rescored("gap", "g111111111", "", 4, 3, day)
    assert gap_b == Rescored("gap", "g222222222", "", 3, 0, day)
    assert vision == Rescored("statement", "vision", "culture", 2, 3, day, 5, "少し見えてきた")
    assert [one.nearer for one in (gap_a, gap_b, vision)] == [1, 3, 1]


def test_of_several_times_the_last_counts() -> None:
    """By day, and of one day in their order; what was taken out was not said."""
    found = rescored(
        session(
            {"on": LAST, "gaps": {"g111111111": 5}},
            {"on": LAST, "gaps": {"g111111111": 2}},
            {"on": FIRST, "gaps": {"g111111111": 1, "g222222222": 2}},
            {"on": LAST, "gaps": {"g111111111": 0}, "removed": "x"},
        )
    )
    assert [(one.id, one.latest, one.day) for one in found] == [
        ("g111111111", 2, LAST),
        ("g222222222", 2, FIRST),
    ]


def test_what_was_never_rated_before_has_no_first_time() -> None:
    """Nobody can tell then how much nearer it is."""
    rating = {"culture": {"open": {"hands": [0, 1, 0, 1, 0]}}}
    (one,) = rescored(session({"on": FIRST, "ratings": rating}))
    assert (one.first, one.latest, one.nearer) == (None, 3.0, None)


def test_what_leads_nowhere_is_left_out() -> None:
    """A gap that was taken out, a statement nobody asks, a step that is none, and one that was not rated again."""
    ratings = {"culture": {"gone": {"reality": 1}, "vision": {"ideal": 4}}, "gone": {"vision": {"reality": 1}}}
    assert rescored(session({"on": FIRST, "gaps": {"g333333333": 1, "gone": 2}, "ratings": ratings})) == ()


def test_it_may_have_gone_the_other_way() -> None:
    """That is told as it is."""
    (one,) = rescored(session({"on": FIRST, "gaps": {"g111111111": 5}}))
    assert one.nearer == -1


def plan(session: Session, audience: Audience) -> list[Table]:
    """Return the tables of what came after the workshop."""
    report = build(session, voice=Voice("en", "plain"), today=TODAY, audience=audience)
    return [block for one in sections(report, "progress") for block in one.blocks if isinstance(block, Table)]


def test_the_plan_tells_what_came_after_the_workshop() -> None:
    """The values read, with that of an earlier session; then what was rated again, beside the first time."""
    readings, gaps, marks = plan(sample_session(), "internal")
    assert readings.rows == (
        ("窓口の平均待ち時間", "2026-12-08", "39", ""),
        ("書かない窓口の利用", "2026-10-30", "150", "from an earlier session"),
    )
    assert gaps.head == ("What was rated again", "First", "By now", "Day")
    assert [row[1:3] for row in gaps.rows] == [("4", "3"), ("3", "0")]
    assert marks.rows == (("Vision", "2", "3", "2026-12-08", "少し見えてきた"),)


def test_words_and_lessons_stay_where_they_belong() -> None:
    """The office reads what was learnt, but not what single people said; everybody reads neither."""
    said: dict[Audience, tuple[bool, bool]] = {}
    audiences: tuple[Audience, ...] = ("internal", "office", "public")
    for audience in audiences:
        report = build(sample_session(), voice=Voice("ja"), today=TODAY, audience=audience)
        told = "\n".join(texts(sections(report, "progress")[0]))
        said[audience] = ("朝の30分に来庁が集中していた" in told, "少し見えてきた" in told)
    assert said == {"internal": (True, True), "office": (True, True), "public": (False, False)}


def test_before_the_first_check_in_there_is_nothing_to_tell() -> None:
    """No heading stands over nothing."""
    report = build(changed(checkins={}), voice=Voice("ja"), today=TODAY)
    assert sections(report, "progress") == []


def test_milestones_are_told_with_their_days() -> None:
    """What was reached stays told, though more is left again by now."""
    readings = [(FIRST, 20.0), (LAST, 42.0)]
    one = {"measures": {"m1": {"name": "n", "unit": "u", "baseline": 42.0, "target": 20.0}}}
    checkins = [{"on": day, "readings": {"m1": value}} for day, value in readings]
    report = build(session(*checkins, boss=one), voice=Voice("en", "plain"), today=TODAY)
    told = texts(sections(report, "progress")[0])
    assert "Thu 24 Dec 2026: gap to target at 0 % or less" in told
    assert "Thu 24 Dec 2026: gap to target at 75 % or less" in told


def test_a_measure_that_was_never_read_says_so() -> None:
    """No value stands for none."""
    measure = {"name": "m", "unit": "u", "baseline": 1.0, "target": 2.0}
    session_ = changed(boss={"measures": {"m111": measure}}, checkins={})
    (told,) = [
        b
        for b in sections(build(session_, voice=Voice("en"), today=TODAY), "boss")[0].blocks
        if isinstance(b, Table)
    ]
    assert told.rows[0][3] == "no reading yet"
