"""The lexicon: ours is sound, and a team's own adds to it, goes before it, and is told where it is wrong."""

import tomllib
from pathlib import Path

import pytest

from dxworkshop import deck
from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.insight.words import Said, count
from dxworkshop.lexicon import Entry, Lexicon, bundled, folded, forms_of, of
from dxworkshop.listing import summaries
from dxworkshop.store import lexicon as stored

GROUPS = {"culture", "habit", "people", "seat", "office", "bpr", "ict"}
ELSEWHERE = {
    "安心感", "目標", "CIO補佐", "CIO", "課長", "係長", "管理職", "若手", "情報政策課", "予算", "意思決定", "共創",
    "タスクフォース", "データ",
}  # fmt: skip
"""Words of the slides that stand in what was asked, in the webinar's own talk or among the speakers' offices."""


def found(text: str, known: Lexicon) -> set[str]:
    """Return the words of one note."""
    return {one.word for one in count([Said(text)], known)}


def own(tmp_path: Path, text: str) -> Path:
    """Write a team's own lexicon."""
    path = tmp_path / "lexicon.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_our_lexicon_has_the_words_of_the_subject() -> None:
    """About two hundred, each in a group and marked with whose word it is; the twelve of culture to the letter."""
    entries = bundled().entries.values()
    assert len(entries) > 150
    assert {entry.group for entry in entries} == GROUPS
    assert {entry.source for entry in entries} == {"slides", "ours"}
    culture = [entry.word for entry in entries if entry.group == "culture"]
    assert culture == [card.text["ja"] for card in deck.deck("culture")]


def test_a_word_is_called_the_study_s_only_if_it_stands_there() -> None:
    """In the findings and cards that come with the program, or in the list above, which was made by hand."""
    theirs = [text for finding in deck.findings() for text in (finding.title, finding.text)]
    theirs += [str(card.text["ja"]) for card in deck.deck("obstacles") if card.source == "slides"]
    whole = folded("\n".join(theirs))
    entries = bundled().entries.items()
    assert {entry.word for key, entry in entries if entry.source == "slides" and key not in whole} == ELSEWHERE


def test_a_form_counts_for_one_word_unless_that_is_meant() -> None:
    """Only what is said of failing is about two things at once."""
    words: dict[str, list[str]] = {}
    for entry in bundled().entries.values():
        forms = forms_of(entry)
        assert len(set(forms)) == len(forms), entry.word
        for form in forms:
            assert len(form) > 1
            words.setdefault(form, []).append(entry.word)
    double = {form: both for form, both in words.items() if len(both) > 1}
    assert {tuple(both) for both in double.values()} == {("寛容力", "失敗")}
    assert not words.keys() & bundled().stops


def test_no_stop_word_is_named_twice() -> None:
    """The list is short enough to be read."""
    named = tomllib.loads((Path(deck.__file__).parent / "decks" / "lexicon.toml").read_text(encoding="utf-8"))[
        "stop"
    ]
    assert sorted(word for word in named if named.count(word) > 1) == []


def test_a_team_s_own_words_are_added_and_go_first(tmp_path: Path) -> None:
    """A list of forms is enough; a word we have is theirs now, and so is a form that was ours."""
    text = """
stop = ["予算", "ＡＢＣ"]
[words]
"みんなの窓口" = ["みん窓"]
"窓口" = []
"新規" = { forms = ["ニュー"], group = "habit", source = "slides" }
"必要" = []
"""
    known = bundled().joined(stored.load(own(tmp_path, text)))
    assert found("みん窓とみんなの窓口", known) == {"みんなの窓口"}
    assert found("カウンターと窓口", known) == {"カウンター", "窓口"}
    assert found("新規と新しい", known) == {"新規", "新しい"}
    assert found("必要な予算とabc", known) == {"必要"}
    assert known.entries["新規"] == Entry("新規", ("ニュー",), "habit", "own")


@pytest.mark.parametrize(
    ("text", "line", "key", "told"),
    [
        ('[words]\n"窓" = "口"', 2, "words.窓", "a word has a list of its forms"),
        ('[words]\n"窓" = ["口", 3]', 2, "words.窓.1", "this is no word"),
        ('[words]\n"窓" = ["口", " "]', 2, "words.窓.1", "at least one letter"),
        ('[words]\n"" = []', 2, "words.", "at least one letter"),
        ('[words]\n"窓" = { form = [] }', 2, "words.窓.form", "a word has no form"),
        ('[words]\n"窓" = { forms = "口" }', 2, "words.窓.forms", "a list of words"),
        ('[words]\n"窓" = { group = 3 }', 2, "words.窓.group", "group is a text"),
        ("stop = []\nword = []", 2, "word", "a lexicon has no word"),
        ('\nstop = "予算"', 2, "stop", "a list of words"),
        ("words = []", 1, "words", "words is a table"),
        (f'[words]\n"{"長" * 101}" = []', 2, f"words.{'長' * 101}", "at most 100"),
        ('[words]\n"窓" = ["口"', 2, "words.窓", "never closed"),
        ("[words]\n窓口 = []", 2, "", "in quotes"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, line: int, key: str, told: str) -> None:
    """File, line and key, and how to mend it."""
    path = own(tmp_path, text)
    with pytest.raises(DocumentError) as raised:
        stored.load(path)
    place = raised.value.place
    assert (place.file, place.line, place.key) == (path, line, key)
    assert told in Voice("en").say(raised.value.sentence)


def test_a_lexicon_beside_the_sessions_is_found_and_is_no_broken_session(tmp_path: Path) -> None:
    """The list of sessions passes it over; a session that happens to be called like it is a session still."""
    assert stored.beside(tmp_path) is None
    assert stored.beside(tmp_path / "nowhere") is None
    path = own(tmp_path, 'stop = ["予算"]')
    assert stored.beside(tmp_path) == path
    assert summaries(tmp_path) == ([], [])
    own(tmp_path, "stop = [")
    assert stored.beside(tmp_path) == path
    own(tmp_path, "format = 1\n")
    assert stored.beside(tmp_path) is None


def test_what_is_in_a_lexicon_is_only_text(tmp_path: Path) -> None:
    """No sign of it acts as a pattern."""
    known = stored.load(own(tmp_path, "[words]\n'.*' = ['(', '[a-z]+', '\\']"))
    assert found("あいう", known) == set()
    assert found("x.*y", known) == {".*"}
    assert found("(", known) == {".*"}
    assert of([], ["必要"]).stops == {"必要"}
