"""Lint: for each rule a file that trips it and one that does not, and rules that say why and on what evidence."""

from pathlib import Path

import pytest

from dxworkshop.deck import read_data
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.insight.lint.action import ACTION_RULES
from dxworkshop.insight.lint.book import FILE, Rule, rulebook
from dxworkshop.insight.lint.whole import WHOLE_RULES
from dxworkshop.insight.lint.words import SEVERITIES, evidence
from dxworkshop.model.session import Session
from dxworkshop.service.linting import findings
from dxworkshop.store import document
from tests.linted import CASES, FOLDER, TODAY, actions, files, inside, session
from tools import rules

RULES = rulebook().rules
BLAME = ("怠", "さぼ", "遅延", "失格", "ノルマ", "順位", "lazy", "fail", "blame", "rank", "score", "guilty")


def found(path: Path) -> list[str]:
    """Return the ids of the rules that a file trips."""
    return [one.rule.id for one in findings(document.load(path).session, TODAY)]


@pytest.mark.parametrize("rule", CASES)
def test_a_file_trips_this_rule_and_no_other(rule: str) -> None:
    """And says so once."""
    assert found(FOLDER / f"{rule}.trips.toml") == [rule]


@pytest.mark.parametrize("rule", CASES)
def test_a_file_that_comes_close_trips_nothing(rule: str) -> None:
    """What lies just on the other side of a rule is not its business."""
    assert found(FOLDER / f"{rule}.clean.toml") == []


@pytest.mark.parametrize(("path", "data"), [pytest.param(*file, id=file[0].stem) for file in files()])
def test_the_files_are_those_that_are_described(path: Path, data: bytes) -> None:
    """`python -m tests.linted` writes them."""
    assert path.read_bytes() == data


def test_every_rule_has_a_function_words_and_two_files() -> None:
    """The file of rules, the functions and the test data name the same rules."""
    assert set(RULES) == {*ACTION_RULES, *WHOLE_RULES}
    assert not set(ACTION_RULES) & set(WHOLE_RULES)
    assert set(RULES) == set(CASES)
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path, _ in files()}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_says_what_why_and_how_to_mend_it(rule: Rule) -> None:
    """In both languages, as sentences, and blaming nobody; a study is named, and ours is called ours."""
    for words in (rule.sentence, rule.mend, rule.why):
        assert words["ja"].endswith("。")
        assert words["en"].rstrip('"').endswith((".", "..."))
        assert not [word for word in BLAME for text in words.values() if word in text.lower()]
    assert rule.severity in SEVERITIES
    assert bool(rule.source) == (rule.evidence != "ours")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_found_is_told_in_whole_sentences(language: str, register: str) -> None:
    """No brace is left in any of them, in either language and register."""
    voice = Voice(language, register)  # type: ignore[arg-type]
    for rule in CASES:
        for one in findings(document.load(FOLDER / f"{rule}.trips.toml").session, TODAY):
            texts = [voice.filled(words, one.values) for words in (one.rule.sentence, one.rule.mend, one.rule.why)]
            assert not [text for text in (*texts, voice.say(evidence(one.rule, language))) if "{" in text], rule


def test_very_weak_numbers_are_no_promise() -> None:
    """Figures of which nobody knows how they came about stand nowhere."""
    rules = (read_data(FILE)["rules"][id_] for id_ in RULES)
    told = "".join(text for rule in rules for words in (rule["why"], rule["mend"]) for text in words.values())
    assert not [figure for figure in ("80%", "80 %", "44%", "44 %", "60-70", "89") if figure in told]


def test_the_page_of_the_documentation_has_every_rule() -> None:
    """`make rules` writes its table."""
    page = rules.PAGE.read_text(encoding="utf-8")
    assert page == rules.with_table(page)
    assert not [id_ for id_ in RULES if f"| `{id_}` |" not in page]


# What the cap means --------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "most"), [(15, 3), (90, 3), (119, 3), (120, 5), (180, 5), (480, 5)])
def test_the_cap_goes_by_the_minutes(minutes: int, most: int) -> None:
    """Three for 90 minutes, five for 180."""
    assert rulebook().limits.most(minutes) == most


def _many(owners: int, minutes: int, most: int) -> Session:
    people = [("tanaka", "satoh2")[n % 2] for n in range(owners)]
    step = inside("workshop", "steps", "actions", most=most)
    return session(actions(*people), inside("workshop", minutes=minutes), step)


@pytest.mark.parametrize(
    ("owners", "minutes", "most", "said"),
    [(3, 90, 5, []), (4, 90, 5, [(4, 3)]), (4, 180, 5, []), (6, 180, 9, [(6, 5)]), (3, 180, 2, [(3, 2)])],
)
def test_more_promises_than_the_cap(owners: int, minutes: int, most: int, said: list[tuple[int, int]]) -> None:
    """Its step may ask for fewer than the minutes allow, never for more."""
    every = findings(_many(owners, minutes, most), TODAY)
    assert [(one.values["n"], one.values["most"]) for one in every if one.rule.id == "too-many-actions"] == said
