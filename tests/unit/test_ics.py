"""The calendar is read by other programs: days, texts, and what a second import changes."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from dxworkshop.i18n import Voice
from dxworkshop.render import FORMATS, calendar_file
from dxworkshop.render.encoding import encoded
from dxworkshop.render.visible import block, one_line
from dxworkshop.report import build
from dxworkshop.report.view import Appointment, Report
from tests.sample import TODAY, sample_session

CREATED = datetime(2026, 11, 24, 13, 30, tzinfo=timezone(timedelta(hours=9)))
DUE = "aa11-due@k7q3.dxworkshop"


def written(*days: Appointment, title: str = "t", made: datetime | None = None, name: str = "plan") -> bytes:
    """Return the file of a calendar of some days."""
    report = Report("ja", title, (), (), name=name, created=CREATED, made=made, appointments=days)
    return encoded(FORMATS["ics"].render(report), FORMATS["ics"]).data


def entries(data: bytes) -> list[Any]:
    """Return the days of a calendar as icalendar reads them, none of them with a fault."""
    found: list[Any] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert all(not one.errors for one in found)
    return found


def test_every_day_of_the_sample_is_read_back_by_two_readers() -> None:
    """What is in the report is in the calendar: all-day entries with their texts."""
    report = build(sample_session(), voice=Voice("ja"), today=TODAY)
    data = encoded(FORMATS["ics"].render(report), FORMATS["ics"]).data
    said = [(one.uid, one.on, one.on + timedelta(days=1), one.title, one.text) for one in report.appointments]
    assert len(said) > 3
    read = entries(data)
    keys = ("uid", "dtstart", "dtend", "summary", "description")
    assert [
        tuple(str(one[key]) if n not in (1, 2) else one.decoded(key) for n, key in enumerate(keys)) for one in read
    ] == said
    other = vobject.readOne(data.decode())
    other.validate()
    assert [tuple(getattr(one, key).value for key in keys) for one in other.vevent_list] == said
    assert other.contents["x-wr-calname"][0].value == report.title


def test_an_entry_is_all_day_and_takes_no_time() -> None:
    """A due date fills no hours: nobody is shown as busy by it."""
    (one,) = entries(written(Appointment(DUE, date(2027, 3, 31), "Due", "text")))
    assert (one["transp"], one["status"], str(one["categories"].cats[0])) == ("TRANSPARENT", "CONFIRMED", "plan")
    assert one["dtstart"].params["value"] == "DATE"
    assert one.decoded("dtend") == date(2027, 4, 1)


def test_open_due_dates_alone_are_reminded_of() -> None:
    """One reminder at nine in the morning of the day before; none for first steps and what is off."""
    day = date(2027, 3, 31)
    found = entries(
        written(
            Appointment(DUE, day, "Due", ""),
            Appointment(DUE, day, "Due", "", cancelled=True),
            Appointment("aa11-first-step@k7q3.dxworkshop", day, "First", ""),
        )
    )
    assert [len(one.walk("VALARM")) for one in found] == [1, 0, 0]
    assert [one["status"] for one in found] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    alarm = found[0].walk("VALARM")[0]
    assert alarm["trigger"].dt == timedelta(hours=-15)
    assert (alarm["action"], alarm["description"]) == ("DISPLAY", "Due")


def test_a_later_export_counts_as_newer() -> None:
    """The uid stays and the sequence grows, so that a second import updates the first."""
    day = Appointment(DUE, date(2027, 3, 31), "Due", "")
    times = [None, CREATED - timedelta(days=1), CREATED + timedelta(minutes=5), CREATED + timedelta(days=400)]
    found = [entries(written(day, made=made))[0] for made in times]
    assert {str(one["uid"]) for one in found} == {DUE}
    assert [int(one["sequence"]) for one in found] == [0, 0, 5, 400 * 24 * 60]
    assert found[0].decoded("dtstamp") == CREATED
    assert found[2].decoded("dtstamp") == CREATED + timedelta(minutes=5)


@pytest.mark.parametrize("day", [date.min, date.max, date(800, 2, 28), date(2028, 2, 29)])
def test_the_first_and_the_last_day_there_is_can_be_written(day: date) -> None:
    """A day typed by mistake ends no export."""
    (one,) = entries(written(Appointment(DUE, day, "Due", "")))
    assert one.decoded("dtstart") == day


def test_a_time_that_no_zone_knows_ends_no_export() -> None:
    """The first hours of the year 1 do not exist in UTC."""
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    text = calendar_file.render(Report("ja", "t", (), (), created=early, made=datetime(2026, 1, 1, tzinfo=UTC)))
    assert "DTSTAMP" not in text
    assert entries(text.encode()) == []


def test_a_calendar_without_days_is_one_that_can_be_read() -> None:
    """It has to hold something: the time of Japan, which nobody sees; one with days holds days alone."""
    root = icalendar.Calendar.from_ical(written())
    assert [part.name for part in root.subcomponents] == ["VTIMEZONE"]
    assert not [error for part in root.walk() for error in part.errors]
    (zone,) = root.walk("VTIMEZONE")
    assert isinstance(zone, icalendar.Timezone)
    assert zone.to_tz().utcoffset(datetime(2027, 1, 1)) == timedelta(hours=9)
    other = vobject.readOne(written().decode())
    other.validate()
    assert [part.name for part in other.components()] == ["VTIMEZONE"]
    full = icalendar.Calendar.from_ical(written(Appointment(DUE, date(2027, 3, 31), "Due", "")))
    assert [part.name for part in full.subcomponents] == ["VEVENT"]


@given(st.text(), st.text())
@example("BEGIN:VEVENT\r\nUID:x", "a\r\nEND:VEVENT\nBEGIN:VALARM\n")
@example("C:\\New\\nb", '\\N\\n\\\\n\\,\\;,;:"^n')
@example("窓" * 200, "𠮷" * 200)
@example("\\" * 200, "a" * 53 + "\\" * 41 + "é" * 50)
@example("", "a\n\n\n b\t")
def test_whatever_is_typed_is_one_text_of_one_entry(title: str, text: str) -> None:
    """No text ends its line, its entry or the calendar; no line of the file is too long."""
    data = written(Appointment(DUE, date(2027, 3, 31), title, text), title=title, name=title)
    (one,) = entries(data)
    assert str(one["summary"]) == one_line(title)
    assert str(one.get("description", "")) == block(text)
    assert all(len(line) <= 75 and b"\n" not in line for line in data.split(b"\r\n"))
    assert not [line for line in data.split(b"\r\n") if (len(line) - len(line.rstrip(b"\\"))) % 2]
    (other,) = vobject.readOne(data.decode()).vevent_list
    assert other.summary.value == one_line(title)


def test_the_guard_falls_without_escaping(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that cannot fail is worse than none."""
    monkeypatch.setattr(calendar_file, "_escaped", str)
    with pytest.raises((AssertionError, ValueError)):
        test_every_day_of_the_sample_is_read_back_by_two_readers()
