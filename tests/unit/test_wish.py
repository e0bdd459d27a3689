"""What a line of the search box asks for."""

from datetime import date

import pytest

from dxworkshop.deck import deck, read_data
from dxworkshop.folding import folded
from dxworkshop.store.index.sign import marks, sign
from dxworkshop.store.index.wish import Wish, callings, status, statuses, wish, words_of

TODAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", Wish()),
        ("ＤＸ　研修", Wish(("dx", "研修"))),
        ("状態：期日超過 担当：田中", Wish(status="late", person="田中")),
        ("status:do", Wish(status="doing")),
        ("status:asleep 紙", Wish(("紙",))),
        ('person:"sato hanako" "two words"', Wish(("two words",), person="sato hanako")),
        ('person:"sato ha', Wish(person="sato ha")),
        ("role:smith boss:紙 boss:fax", Wish(role="smith", boss="fax")),
        ("since:12/1 until:2027-01-31", Wish(since=date(2026, 12, 1), until=date(2027, 1, 31))),
        ("since:1", Wish()),
        ("10:30 http://x :x", Wish(("10:30", "http://x", ":x"))),
        ('"', Wish()),
    ],
)
def test_a_line_is_read_as_it_is_typed(line: str, asked: Wish) -> None:
    """Filters in either language, anything else a word; what is half typed hides nothing."""
    assert wish(line, TODAY) == asked
    assert wish(line, TODAY).narrowed == (asked != Wish())


def test_every_word_of_the_deck_is_understood_and_means_one_thing() -> None:
    """Keys and states, in any width; a word that stood for two would be a riddle."""
    for words in read_data("search").values():
        every = [folded(word) for of in words.values() for word in of]
        assert len(every) == len(set(every))
        assert all(len(of) >= 2 for of in words.values())
    for id_, words in read_data("search")["status"].items():
        assert {status(word) for word in words} == {id_}
    assert set(statuses()) == {"todo", "doing", "blocked", "done", "dropped", "late", "open"}
    for language in ("ja", "en"):
        shown = words_of(language)
        assert wish(f"{shown['status']}:{shown['late']}", TODAY) == Wish(status="late")
        assert wish(f"{shown['person']}:x {shown['role']}:y {shown['boss']}:z", TODAY) == Wish(
            (), "x", "y", "", "z"
        )


@pytest.mark.parametrize("card", deck("callings"), ids=lambda card: card.id)
def test_a_calling_is_found_by_each_of_its_names(card: object) -> None:
    """Its id, and what it is called in two languages and two registers."""
    id_, text = getattr(card, "id", ""), getattr(card, "text", {})
    names = [id_, *(name for of in text.values() for name in of.values())]
    assert all(id_ in callings(name) for name in names)


def test_a_sign_passes_over_no_text_that_holds_a_word() -> None:
    """Whatever stands in it; and it does pass over most that do not."""
    text = "様式を減らす\ndraw the flow\n\U0001f600絵文字 e\u0301"
    bits = sign(folded(text))
    words = [folded(text)[at : at + length] for at in range(len(text) - 9) for length in range(1, 9)]
    assert all(bits[i] & mask for word in words for i, mask in marks(word))
    others = ["窓口", "待ち時間", "fax", "県道", "番号札", "tanaka", "職員", "会議"]
    assert sum(all(bits[i] & mask for i, mask in marks(word)) for word in others) <= 1
