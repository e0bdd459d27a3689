"""Days and times as offices write them."""

from datetime import date

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.offer import Dates
from dxworkshop.report.wording import clock_time, fiscal_quarter, long_day, short_day, why_closed

JA, EN = Voice("ja", "plain"), Voice("en", "plain")


@pytest.mark.parametrize(
    ("day", "dates", "long", "short", "quarter"),
    [
        (date(2027, 3, 31), "era", "令和9年3月31日(水)", "令9.3.31", "令和8年度第4四半期"),
        (date(2027, 4, 1), "era", "令和9年4月1日(木)", "令9.4.1", "令和9年度第1四半期"),
        (date(2019, 5, 1), "era", "令和元年5月1日(水)", "令元.5.1", "令和元年度第1四半期"),
        (date(2020, 2, 3), "era", "令和2年2月3日(月)", "令2.2.3", "令和元年度第4四半期"),
        (date(2019, 4, 30), "era", "2019年4月30日(火)", "2019-04-30", "2019年度第1四半期"),
        (date(2027, 3, 31), "western", "2027年3月31日(水)", "2027-03-31", "2026年度第4四半期"),
    ],
)
def test_a_day_is_written_by_era_or_by_the_western_count(
    day: date, dates: Dates, long: str, short: str, quarter: str
) -> None:
    """The first year of an era bears no number; what lies before it is told by the western count."""
    assert long_day(JA, day, dates) == long
    assert short_day(JA, day, dates) == short
    assert fiscal_quarter(JA, day, dates) == quarter


def test_english_has_no_eras() -> None:
    """Readers of English get the western count whatever is set."""
    day = date(2027, 3, 31)
    assert long_day(EN, day, "era") == long_day(EN, day, "western") == "Wed 31 Mar 2027"
    assert short_day(EN, day, "era") == "2027-03-31"
    assert fiscal_quarter(EN, day, "era") == "FY2026 Q4"


@pytest.mark.parametrize(
    ("time", "japanese", "english"),
    [
        ("13:30", "午後1時30分", "1:30 pm"),
        ("13:00", "午後1時", "1 pm"),
        ("09:05", "午前9時5分", "9:05 am"),
        ("12:00", "正午", "noon"),
        ("12:30", "午後0時30分", "12:30 pm"),
        ("00:00", "午前0時", "12 am"),
        ("", "", ""),
    ],
)
def test_a_time_is_written_in_two_halves_of_a_day(time: str, japanese: str, english: str) -> None:
    """Offices do not write 24 hours."""
    assert clock_time(JA, time) == japanese
    assert clock_time(EN, time) == english


def test_it_is_said_why_an_office_is_closed() -> None:
    """A holiday by its name, and nothing for a day of work."""
    assert why_closed(JA, date(2026, 11, 23)) == "祝日(勤労感謝の日)"
    assert why_closed(JA, date(2026, 12, 30)) == "年末年始の休み"
    assert why_closed(EN, date(2026, 11, 28)) == "a Saturday"
    assert why_closed(JA, date(2026, 11, 24)) == ""
