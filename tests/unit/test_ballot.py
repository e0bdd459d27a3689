"""What one typist types for a whole room."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import RuleError
from dxworkshop.model.ballot import SIGNS, parse_counts, parse_dots, show_counts, show_dots, signs

THREE = ("aaaa", "bbbb", "cccc")
MANY = [f"id{n:02}" for n in range(1, 41)]

DOTS = [
    ("", {}),
    ("113", {"aaaa": 2, "cccc": 1}),
    ("1 1 3", {"aaaa": 2, "cccc": 1}),
    ("\uff11\uff11\u3000\uff13", {"aaaa": 2, "cccc": 1}),
    ("2,2;2", {"bbbb": 3}),
    ("\u3001 /", {}),
]


@pytest.mark.parametrize(("text", "dots"), DOTS)
def test_a_dot_is_one_key(text: str, dots: dict[str, int]) -> None:
    """Full width, spaces and commas make no difference."""
    assert parse_dots(text, THREE) == dots


def test_letters_follow_the_digits() -> None:
    """The tenth candidate is a, the last one z, in capitals too."""
    ids = MANY[:35]
    assert signs(35) == list(SIGNS)
    assert parse_dots("9aA\uff5a", ids) == {"id09": 1, "id10": 2, "id35": 1}


def test_above_35_candidates_have_numbers() -> None:
    """There are no signs left; numbers stand with spaces between them."""
    assert signs(36)[-1] == "36"
    assert parse_dots("1 36\u300040,40", MANY) == {"id01": 1, "id36": 1, "id40": 2}
    assert parse_dots("11", MANY) == {"id11": 1}


BAD_DOTS = [
    ("4", THREE, "4 stands for nothing here; there are 1 to 3"),
    ("1x", THREE, "x stands for nothing here; there are 1 to 3"),
    ("0", THREE, "0 stands for nothing here; there are 1 to 3"),
    ("-1", THREE, "- stands for nothing here; there are 1 to 3"),
    ("b", MANY[:10], "b stands for nothing here; there are 1 to a"),
    ("a", MANY, "a stands for nothing here; there are 1 to 40"),
    ("41", MANY, "41 stands for nothing here; there are 1 to 40"),
    ("\u0661", THREE, "\u0661 stands for nothing here; there are 1 to 3"),
]


@pytest.mark.parametrize(("text", "ids", "sentence"), BAD_DOTS)
def test_a_sign_that_nothing_has_is_named(text: str, ids: list[str], sentence: str) -> None:
    """Nothing is guessed, and the signs there are are told."""
    with pytest.raises(RuleError) as caught:
        parse_dots(text, ids)
    assert str(caught.value) == sentence


@given(st.integers(0, 40), st.data())
def test_dots_that_are_shown_are_read_as_they_were(count: int, data: st.DataObject) -> None:
    """What stands in the field can be typed again, however many candidates there are."""
    ids = MANY[:count]
    some = st.dictionaries(st.sampled_from(ids), st.integers(1, 20), max_size=8) if ids else st.just({})
    dots = data.draw(some)
    assert parse_dots(show_dots(dots, ids), ids) == dots


def test_dots_on_what_is_no_candidate_are_not_shown() -> None:
    """A note that went into a group has no sign of its own any more."""
    assert show_dots({"gone": 2, "bbbb": 1}, THREE) == "2"


COUNTS = [
    ("03410", (0, 3, 4, 1, 0)),
    ("0 3 12 1 0", (0, 3, 12, 1, 0)),
    ("\uff10 \uff13\u3000\uff11\uff12 1 0", (0, 3, 12, 1, 0)),
    ("\uff10\uff13\uff14\uff11\uff10", (0, 3, 4, 1, 0)),
    ("03410,", (0, 3, 4, 1, 0)),
    ("0,3,4,1,0", (0, 3, 4, 1, 0)),
    ("999 0 0 0 0", (999, 0, 0, 0, 0)),
    ("", ()),
    (" \u3000", ()),
]


@pytest.mark.parametrize(("text", "counts"), COUNTS)
def test_counts_need_no_spaces_while_each_is_below_ten(text: str, counts: tuple[int, ...]) -> None:
    """A row is one number a mark; empty is none."""
    assert parse_counts(text, 5) == counts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0341", "5 counts are needed, and these are 4"),
        ("034100", "5 counts are needed, and these are 6"),
        ("1 2 3", "5 counts are needed, and these are 3"),
        ("0341x", "0341x is no row of counts; write 5 of them, with spaces between"),
        ("1 2 3 4 1000", "1 2 3 4 1000 is no row of counts; write 5 of them, with spaces between"),
        ("1 2 3 4 -1", "1 2 3 4 -1 is no row of counts; write 5 of them, with spaces between"),
        ("1 2 3 4 \u0661", "1 2 3 4 \u0661 is no row of counts; write 5 of them, with spaces between"),
        ("\u2460", "5 counts are needed, and these are 1"),
    ],
)
def test_a_row_that_is_none_says_what_is_needed(text: str, sentence: str) -> None:
    """Too few, too many, or no counts at all."""
    with pytest.raises(RuleError) as caught:
        parse_counts(text, 5)
    assert str(caught.value) == sentence


@given(st.lists(st.integers(0, 999), max_size=7).map(tuple))
def test_counts_that_are_shown_are_read_as_they_were(counts: tuple[int, ...]) -> None:
    """What stands in the field can be typed again."""
    assert parse_counts(show_counts(counts), len(counts)) == counts


@given(st.text(max_size=12), st.integers(0, 40))
def test_whatever_is_typed_is_read_or_refused(text: str, count: int) -> None:
    """No text breaks the typing of a ballot."""
    for read in (lambda: parse_dots(text, MANY[:count]), lambda: parse_counts(text, count)):
        with suppress(RuleError):
            read()
