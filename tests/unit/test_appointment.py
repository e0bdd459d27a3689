"""What goes into a calendar."""

from datetime import date

from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Edit, Remove
from dxworkshop.model.session import Session
from dxworkshop.report import build
from dxworkshop.report.view import Appointment
from tests.sample import TODAY, sample_session
from tests.telling import changed


def found(session: Session, voice: Voice | None = None) -> dict[str, Appointment]:
    """Return the appointments of a session by the first part of their ids."""
    report = build(session, voice=voice or Voice("en", "plain"), today=TODAY)
    assert len({one.uid for one in report.appointments}) == len(report.appointments)
    assert all(one.uid.endswith("@k7q3m2x2ab.dxworkshop") for one in report.appointments)
    return {one.uid.split("@")[0]: one for one in report.appointments}


def test_first_steps_due_dates_and_reviews_are_appointments() -> None:
    """Each on its day; a check-in on a day of its own too."""
    assert {name: one.on for name, one in found(sample_session()).items()} == {
        "aa11111111-first-step": date(2026, 12, 1),
        "aa11111111-next-step": date(2026, 12, 15),
        "aa11111111-due": date(2027, 2, 26),
        "ab11111111-due": date(2026, 12, 4),
        "review-1": date(2026, 12, 8),
        "review-2": date(2026, 12, 22),
        "review-3": date(2027, 2, 22),
        "c222222222-checkin": date(2026, 12, 1),
    }
    away = changed(checkins={"c111": {"on": date(2026, 12, 9), "lessons": ["朝が混む"]}})
    assert found(away)["c111-checkin"].text.endswith("朝が混む")


def test_an_appointment_says_what_one_has_to_know_on_the_day() -> None:
    """Who, with whom, the if-then and the measure, in the words of the team."""
    due = found(sample_session(), Voice("ja", "adventure"))["aa11111111-due"]
    assert due.title == "期限: 転入の窓口を一つにまとめて試す"
    assert due.text.splitlines() == [
        "クエスト: No.1 転入の窓口を一つにまとめて試す",
        "主担当: 佐藤(原課、案内人)",
        "協力者: 田中(情報政策課)、山本(みどり野大学)",
        "旅立ちの一歩: 三つの課の受付手順を並べて写真に撮る",
        "もし・なら: もし月曜の朝礼が終わったら、待合で10分だけ数える",
        "指標: 一度で済んだ割合 35 → 70%",
        "状態: 取組中",
    ]
    following = found(sample_session())["aa11111111-next-step"]
    assert following.title == "Next step: 窓口の二人に見てもらう (転入の窓口を一つにまとめて試す)"
    step = found(sample_session())["aa11111111-first-step"]
    assert step.title == "First step: 三つの課の受付手順を並べて写真に撮る (転入の窓口を一つにまとめて試す)"


def test_what_is_done_or_dropped_is_off_under_the_same_id() -> None:
    """A calendar that has it already takes it out; another language or day changes no id."""
    before = found(sample_session())
    assert not before["aa11111111-due"].cancelled
    for status in ("done", "dropped"):
        session = apply(sample_session(), Edit("action", "aa11111111", {"status": status, "reason": "r"}))
        after = found(session, Voice("ja"))
        assert after.keys() == before.keys()
        assert after["aa11111111-due"].cancelled
        assert after["aa11111111-first-step"].cancelled
    moved = apply(sample_session(), Edit("action", "aa11111111", {"due": date(2027, 3, 5)}))
    assert found(moved)["aa11111111-due"].on == date(2027, 3, 5)


def test_a_review_that_is_moved_keeps_its_id() -> None:
    """It goes by its place; a check-in on the day of a review changes nothing of it."""
    before = found(changed(checkins={}))
    moved = found(changed(reviews=[date(2026, 12, 22), date(2026, 12, 15), date(2027, 2, 22)], checkins={}))
    assert moved.keys() == before.keys()
    assert [moved[f"review-{n}"].on for n in (1, 2, 3)] == [
        date(2026, 12, 15),
        date(2026, 12, 22),
        date(2027, 2, 22),
    ]
    held = found(changed(checkins={"c111": {"on": date(2026, 12, 8), "lessons": ["朝が混む"]}}))
    assert held["review-1"] == before["review-1"]
    assert "c111-checkin" not in held


def test_what_was_removed_is_off_for_the_team_and_unknown_to_others() -> None:
    """The team's calendars take it out; whoever reads outside never learns that it was there."""
    before = found(sample_session())
    session = apply(sample_session(), Remove("action", "aa11111111", "2026-12-09T10:00:00+09:00"))
    after = found(session)
    assert after.keys() == before.keys()
    for name in ("aa11111111-due", "aa11111111-first-step"):
        assert (after[name].cancelled, after[name].on, after[name].text) == (True, before[name].on, "")
        assert not before[name].cancelled
    held = {"c111": {"on": date(2026, 12, 9), "removed": "2026-12-09T10:00:00+09:00"}}
    assert found(changed(checkins=held))["c111-checkin"].cancelled
    for audience in ("office", "public"):
        report = build(session, voice=Voice("ja"), today=TODAY, audience=audience)
        assert [one.uid for one in report.appointments if one.uid.startswith("aa11111111")] == []
