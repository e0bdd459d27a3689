"""From text to the bytes of a file, and what an older encoding loses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop import offer
from dxworkshop.errors import RuleError
from dxworkshop.offer import ENCODINGS
from dxworkshop.render import FORMATS
from dxworkshop.render.encoding import IN_CP932, Lost, encoded

TXT = FORMATS["txt"]


def test_encodings_and_formats_are_the_same_wherever_they_are_listed() -> None:
    """What is offered without loading a renderer is what there is."""
    assert set(offer.FORMATS) == set(FORMATS)
    assert set(IN_CP932) < set(FORMATS)
    assert all(encoded("a", FORMATS[IN_CP932[0]], name).data for name in ENCODINGS)


@pytest.mark.parametrize("name", FORMATS)
def test_utf_8_loses_nothing(name: str) -> None:
    """Every format is UTF-8 unless somebody wants it otherwise."""
    found = encoded("𠮷〜©\n", FORMATS[name])
    assert found.lost == ()
    assert found.data.decode("utf-8-sig") == "𠮷〜©" + FORMATS[name].newline
    assert found.data.startswith(b"\xef\xbb\xbf") == (name in ("csv", "tsv"))


def test_what_cp932_has_goes_through_unchanged() -> None:
    """The characters of an office, those of vendors too, stand as they are, without a mark in front."""
    found = encoded("①㈱髙﨑～−―■→\n".replace("−", ""), FORMATS["csv"], "cp932")
    assert found.lost == ()
    assert found.data == "①㈱髙﨑～―■→\r\n".encode("cp932")


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        *[("〜", "～"), ("−", "－"), ("‖", "∥"), ("—", "―"), ("–", "‐"), ("©", "(C)"), ("€", "EUR")],
        *[("\xa0", " "), ("•", "・"), ("㋿", "令和"), ("㍿", "株式会社"), ("é", "e"), ("☑", "■")],
        *[("𠮷", "〓"), ("😀", "〓"), ("\ufa30", "〓"), ("ゔ", "ヴ"), ("\u200b", ""), ("\U000e0100", "")],
        *[("か゚"[1], "゜"), ("\u0300", "〓"), ("\ue758", "〓"), ("⁵", "5")],
    ],
)
def test_what_is_lost_is_listed_with_what_stands_there(typed: str, there: str) -> None:
    """A near twin where there is one, never the usual form of a rare kanji: that may be a name."""
    found = encoded(f"a{typed}b{typed}\n", TXT, "cp932")
    assert found.data.decode("cp932") == f"a{there}b{there}\r\n"
    assert found.lost == (Lost(typed, f"U+{ord(typed):04X}", 2, there),)


def test_a_dakuten_typed_by_itself_is_no_loss() -> None:
    """Files from some computers hold a kana and its mark as two characters; together they are one."""
    found = encoded("か\u3099は\u309a", TXT, "cp932")
    assert (found.data.decode("cp932"), found.lost) == ("がぱ", ())


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in IN_CP932])
def test_the_other_formats_refuse(name: str) -> None:
    """Markdown, pages, calendars and data are UTF-8 everywhere."""
    with pytest.raises(RuleError, match="UTF-8 only"):
        encoded("a", FORMATS[name], "cp932")


def test_an_encoding_that_is_none_is_refused() -> None:
    """The sentence says which there are."""
    with pytest.raises(RuleError, match="no encoding latin-9"):
        encoded("a", TXT, "latin-9")


@given(st.text())
def test_every_text_can_be_written_and_no_loss_is_hidden(typed: str) -> None:
    """Without what is listed, the text comes back as it was, but for marks that were joined."""
    text = "".join(c for c in typed if not 0xD800 <= ord(c) < 0xE000 and c not in "\r\n")
    found = encoded(text, TXT, "cp932")
    lost = {one.character for one in found.lost}
    there = found.data.decode("cp932")
    if not lost and not any(0x300 <= ord(c) < 0x370 or c in "\u3099\u309a" for c in text):
        assert there == text
    assert not lost & set(there)
