"""iCalendar (RFC 5545): every day of the plan as an all-day entry that a second import updates.

The lines are written here: the calendar library takes 0.4 ms for an entry, 8 s for a plan of 10,000
actions, and makes a line break of a typed backslash before an N. The tests read every file back with it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from dxworkshop.render.visible import block, one_line
from dxworkshop.report.view import Appointment, Report

_OCTETS = 75
"""Longest line, without its end."""
_SPECIAL = re.compile(r"[\\;,\n]")
_DUE = "-due@"
"""What the uid of a due date holds."""
_REMIND = "-PT15H"
"""Nine in the morning of the day before: an all-day entry begins at midnight."""
_NOTHING = (
    *("BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST", "END:STANDARD", "END:VTIMEZONE"),
)
"""What a calendar without days holds, for it has to hold something (RFC 5545, 3.6): a part that nobody sees."""
_MOST = 2**31 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render(report: Report) -> str:
    """Return the days of a report as a calendar."""
    return together((report,), report.title, report.language)


def together(reports: Iterable[Report], title: str, language: str) -> str:
    """Return the days of several reports as one calendar with a title."""
    entries = [line for report in reports for line in _entries(report)]
    return "\n".join((*_head(title, language), *(entries or _NOTHING), "END:VCALENDAR", ""))


def _entries(report: Report) -> list[str]:
    stamp = _utc(report.made or report.created or _EPOCH)
    same = (
        f"DTSTAMP:{_day(stamp.date())}T{stamp:%H%M%S}Z",
        f"SEQUENCE:{_sequence(report)}",
        "TRANSP:TRANSPARENT",
        *([_text("CATEGORIES", report.name)] if one_line(report.name) else []),
    )
    return [line for one in report.appointments for line in _entry(one, "\n".join(same))]


def _head(title: str, language: str) -> tuple[str, ...]:
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//dxworkshop//dxworkshop//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("X-WR-CALNAME", title),
    )


def _entry(one: Appointment, same: str) -> Iterator[str]:
    """Yield the lines of one day; `same` is what all days of a calendar share."""
    yield "BEGIN:VEVENT"
    yield _text("UID", one.uid)
    yield f"DTSTART;VALUE=DATE:{_day(one.on)}"
    if one.on < date.max:
        yield f"DTEND;VALUE=DATE:{_day(one.on + timedelta(days=1))}"
    yield _text("SUMMARY", one.title)
    if text := block(one.text):
        yield _folded(f"DESCRIPTION:{_escaped(text)}")
    yield same
    yield "STATUS:CANCELLED" if one.cancelled else "STATUS:CONFIRMED"
    if _DUE in one.uid and not one.cancelled:
        yield f"BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:{_REMIND}"
        yield _text("DESCRIPTION", one.title)
        yield "END:VALARM"
    yield "END:VEVENT"


def _sequence(report: Report) -> int:
    """Return the minutes since the session was made: more in every later export, so that it counts as newer."""
    if report.created is None or report.made is None:
        return 0
    minutes = (_utc(report.made) - _utc(report.created)) // timedelta(minutes=1)
    return min(max(minutes, 0), _MOST)


def _utc(time: datetime) -> datetime:
    """Return a time in UTC; the first hours of the year 1, which somebody may have typed, have none."""
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError:
        return _EPOCH


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(name: str, value: str) -> str:
    return _folded(f"{name}:{_escaped(one_line(value))}")


def _escaped(text: str) -> str:
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: "\\n" if match[0] == "\n" else f"\\{match[0]}", text)


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, each but the first behind a blank.

    No piece ends within a character, or between a backslash and what it escapes.
    """
    octets = line.encode()
    if len(octets) <= _OCTETS:
        return line
    pieces, at, room = [], 0, _OCTETS
    while len(octets) - at > room:
        end = at + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        piece = octets[at:end]
        end -= (len(piece) - len(piece.rstrip(b"\\"))) % 2
        pieces.append(octets[at:end])
        at, room = end, _OCTETS - 1
    return b"\n ".join((*pieces, octets[at:])).decode()
