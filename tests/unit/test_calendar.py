"""Days and numbers as people type them, and the fiscal year."""

from datetime import date, timedelta

import pytest

from dxworkshop import calendar
from dxworkshop.errors import RuleError

TODAY = date(2026, 12, 10)
DAYS: list[tuple[str, date | None]] = [
    ("", None),
    (" \u3000", None),
    ("2027-03-31", date(2027, 3, 31)),
    ("2027/3/31", date(2027, 3, 31)),
    ("2027.3.31", date(2027, 3, 31)),
    ("2027年3月31日", date(2027, 3, 31)),
    ("2027年 3月 31日", date(2027, 3, 31)),
    ("２０２７／３／３１", date(2027, 3, 31)),
    ("２０２７－０３－３１", date(2027, 3, 31)),
    ("2027ー3ー31", date(2027, 3, 31)),
    ("2025-01-01", date(2025, 1, 1)),
    ("20270331", date(2027, 3, 31)),
    ("令和9年3月31日", date(2027, 3, 31)),
    ("R9.3.31", date(2027, 3, 31)),
    ("3/31", date(2027, 3, 31)),
    ("３月３１日", date(2027, 3, 31)),
    ("12/10", TODAY),
    ("12/11", date(2026, 12, 11)),
    ("12/9", date(2027, 12, 9)),
    ("+14", date(2026, 12, 24)),
    ("＋ 14", date(2026, 12, 24)),
    ("+0", TODAY),
    ("2028-02-29", date(2028, 2, 29)),
]
NO_DAYS = [
    *(
        "soon",
        "13/1",
        "2/30",
        "2027-02-29",
        "3",
        "31",
        "3/31/2027",
        "+1000",
        "-14",
        "+",
        "2027-3",
        "0000/3/31",
    ),
    *(
        "12:30",
        "5-10人",
        "3a31",
        "1,5",
        "3 of 4",
        "2027-03-31 10:00",
        "2027-03-31\n4/1",
        "٣/٣١x",
        "\x00",
    ),
]


@pytest.mark.parametrize(("typed", "day"), DAYS)
def test_a_day_is_read_as_people_type_it(typed: str, day: date | None) -> None:
    """Full-width digits, slashes, Japanese signs, the next one that comes, so many days ahead."""
    assert calendar.parse_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", NO_DAYS)
def test_what_is_no_day_is_refused(typed: str) -> None:
    """A time of day, a number of people or a day there is not is never taken for a day."""
    with pytest.raises(RuleError, match=r"is no day; write 2027-03-31, 3/31 or \+14"):
        calendar.parse_day(typed, TODAY)


def test_the_29th_of_february_is_the_next_one_that_comes() -> None:
    """Typed at the end of the year before."""
    assert calendar.parse_day("2/29", date(2027, 12, 1)) == date(2028, 2, 29)
    with pytest.raises(RuleError):
        calendar.parse_day("2/29", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        (" ", None),
        ("42", 42.0),
        ("４２．５", 42.5),
        ("1,200", 1200.0),
        ("-3", -3.0),
        ("+3", 3.0),
        ("０", 0.0),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: float | None) -> None:
    """Full-width digits and thousands commas."""
    assert calendar.parse_number(typed) == number


@pytest.mark.parametrize("typed", ["many", "1e5", "nan", "inf", "1.2.3", "４２分", "--1", "1 2", "9" * 16, "0x10"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    """Nothing is guessed from a number with a unit."""
    with pytest.raises(RuleError, match="is no number"):
        calendar.parse_number(typed)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 4, 1), 2026, 1),
        (date(2026, 6, 30), 2026, 1),
        (date(2026, 7, 1), 2026, 2),
        (date(2026, 9, 30), 2026, 2),
        (date(2026, 10, 1), 2026, 3),
        (date(2026, 12, 31), 2026, 3),
        (date(2027, 1, 1), 2026, 4),
        (date(2027, 3, 31), 2026, 4),
        (date(2027, 4, 1), 2027, 1),
    ],
)
def test_a_fiscal_year_begins_in_april(day: date, year: int, quarter: int) -> None:
    """January to March are the fourth quarter of the year before."""
    assert (calendar.fiscal_year(day), calendar.quarter(day)) == (year, quarter)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        *(("13:30", "13:30"), ("1330", "13:30"), ("9:05", "09:05"), ("１３：３０", "13:30"), ("1:30 pm", "13:30")),
        *(
            ("午後1時30分", "13:30"),
            ("13時半", "13:30"),
            ("午前9時", "09:00"),
            ("正午", "12:00"),
            ("noon", "12:00"),
        ),
        *(("午前0時", "00:00"), ("午後0時15分", "12:15"), ("12 am", "00:00"), ("12 pm", "12:00"), ("", "")),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, time: str) -> None:
    """Hours of 24 and of 12, in figures and with the signs of Japanese."""
    assert calendar.parse_time(typed) == time


@pytest.mark.parametrize("typed", ["25:00", "12:60", "13", "午後13時", "soon", "1:30:00", "-1:00", "午前9時ごろ"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    """A time that no clock shows is refused with a sentence that shows how to write one."""
    with pytest.raises(RuleError, match="is no time; write 13:30"):
        calendar.parse_time(typed)


@pytest.mark.parametrize(
    ("day", "why", "name"),
    [
        (date(2026, 11, 23), "holiday", "勤労感謝の日"),
        (date(2026, 9, 22), "holiday", "国民の休日"),
        (date(2026, 11, 28), "saturday", ""),
        (date(2026, 11, 29), "sunday", ""),
        (date(2026, 12, 29), "new year", ""),
        (date(2027, 1, 1), "new year", ""),
        (date(2027, 1, 3), "new year", ""),
    ],
)
def test_offices_are_closed(day: date, why: str, name: str) -> None:
    """Weekends, public holidays, and 29 December to 3 January whatever else falls on them."""
    assert calendar.closed(day) == calendar.Closed(why, name)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 12, 28), date(2027, 1, 4)])
def test_offices_are_open_on_days_of_work(day: date) -> None:
    """The days around the New Year holidays are days of work."""
    assert calendar.closed(day) is None
    assert calendar.working_day(day) == day


def test_the_next_day_of_work_comes_after_all_that_is_closed() -> None:
    """New Year, and a holiday that makes a long weekend."""
    assert calendar.working_day(date(2026, 12, 29)) == date(2027, 1, 4)
    assert calendar.working_day(date(2027, 1, 9)) == date(2027, 1, 12)


@pytest.mark.parametrize("day", [date(2026, month, 15) for month in range(1, 13)])
def test_a_quarter_has_three_months_and_its_days_share_it(day: date) -> None:
    """The first and last day are in the quarter, the days beside them are not."""
    first, last = calendar.quarter_span(day)
    assert first <= day <= last
    assert {calendar.quarter(one) for one in (first, day, last)} == {calendar.quarter(day)}
    assert calendar.quarter(first - timedelta(days=1)) != calendar.quarter(day)
    assert calendar.quarter(last + timedelta(days=1)) != calendar.quarter(day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11/20", date(2026, 11, 20)),
        ("12/24", date(2026, 12, 24)),
        ("1/10", date(2027, 1, 10)),
        ("2027-11-20", date(2027, 11, 20)),
        ("+14", date(2026, 12, 24)),
    ],
)
def test_the_day_of_a_meeting_may_be_past(typed: str, day: date) -> None:
    """Without a year it is the nearest day; with one, or counted from today, what was typed."""
    assert calendar.parse_near_day(typed, TODAY) == day


@pytest.mark.parametrize("today", [date(2026, 12, 10), date(2028, 12, 10), date(2028, 3, 1), date(2029, 1, 1)])
def test_yesterday_is_the_nearest_of_its_name(today: date) -> None:
    """In years of 365 days and of 366, on the last days of February and of a year too."""
    for days in (1, 2, 100):
        day = today - timedelta(days=days)
        assert calendar.parse_near_day(f"{day.month}/{day.day}", today) == day
