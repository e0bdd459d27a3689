"""The decks: the study's words stay the study's, ours are marked, and what a card suggests can be done."""

import subprocess
import sys
from typing import get_args

import pytest

from dxworkshop.deck import DECKS, Card, card, credit, deck, prompt, vocabulary
from dxworkshop.i18n import LANGUAGES
from dxworkshop.model.nouns import a_title_is_one_short_line
from dxworkshop.model.session import Post
from tests.unit.test_house import FORBIDDEN

CULTURE = (
    ("vision", "ビジョン力"),
    ("tolerance", "寛容力"),
    ("understanding", "理解力"),
    ("network", "ネットワーク力"),
    ("diversity", "多様性融合力"),
    ("learning", "学び力"),
    ("team", "チーム力"),
    ("crossing", "組織横断力"),
    ("open", "オープン"),
    ("flat", "フラット"),
    ("lateral", "横連携力"),
    ("listening", "聞く力"),
)
"""The words of the slide, in its order; its text layer has a katakana sign in the sixth."""
SLIDE_GLOSSES = {
    "vision": "行先を示す",
    "tolerance": "失敗を許す",
    "understanding": "情報システムの理解含む",
    "network": "(外の)人と会う、話す、相談する",
}
"""What the slide says under four of the words; under the other eight it says nothing."""
OUR_GLOSSES = {
    "diversity": "違う文化・考えを混ぜて力にする",
    "learning": "主体的に学び続ける",
    "team": "役割を分けて助け合う",
    "crossing": "部をまたいで動く",
    "open": "情報を抱え込まない",
    "flat": "肩書より中身で話す",
    "lateral": "課や他自治体とつながる",
    "listening": "まず最後まで聞く",
}
LENSES = ("people", "organisation", "environment", "relations")
SUGGESTING = [(name, card) for name in ("culture", "strengths") for card in deck(name)]
SUGGESTED = [(name, card, language) for name, card in SUGGESTING for language in LANGUAGES]
AN_ENEMY = ("ボス", "敵", "倒す", "のせい", "boss", "enemy", "blame")
LONGEST_IN_JAPANESE = 40
"""Characters of a suggestion: it has to be read at a glance, before it is taken or left."""
PROMPTS = {post: prompt(post) for post in get_args(Post)}


def _name(value: object) -> str:
    return value.id if isinstance(value, Card) else str(value)


def test_the_twelve_words_are_those_of_the_slides() -> None:
    """All of them, in their order, and none that is not theirs."""
    assert tuple((card.id, card.text["ja"]) for card in deck("culture")) == CULTURE
    assert {(card.source, card.lens) for card in deck("culture")} == {("slides", "organisation")}


def test_only_four_of_the_glosses_are_the_study_s() -> None:
    """And those are told as the slide tells them; the other eight are marked as ours."""
    told: dict[str, dict[str, str]] = {"slides": {}, "ours": {}}
    for one in deck("culture"):
        told[one.hint_source][one.id] = one.hint["ja"]
    assert told == {"slides": SLIDE_GLOSSES, "ours": OUR_GLOSSES}


def test_the_credit_of_the_twelve_words_is_kept_to_the_letter() -> None:
    """It is data of the deck and no card; decks of ours need none, and no file outside can be asked for one."""
    assert credit("culture") == "©Mihoko Sakurai 2022"
    assert card("culture", "credit") is None
    assert {credit(name) for name in (*DECKS, "prompts", "nope", "../vocabulary", "") if name != "culture"} == {""}


@pytest.mark.parametrize("name", ["culture", "strengths"])
def test_every_card_of_these_decks_says_more_of_itself(name: str) -> None:
    """A line and a suggestion, in both languages and nothing else."""
    assert len(deck(name)) == {"culture": 12, "strengths": 10}[name]
    for one in deck(name):
        assert set(one.hint) == set(one.suggest) == set(LANGUAGES), one.id


@pytest.mark.parametrize(("name", "one", "language"), SUGGESTED, ids=_name)
def test_a_suggestion_can_be_the_title_of_an_action(name: str, one: Card, language: str) -> None:
    """As it stands: the rule for titles takes it, and it holds nothing that only a register could fill in."""
    title = one.suggest[language]
    a_title_is_one_short_line(title)
    assert title == title.strip()
    assert not set("{}[]<>") & set(title)
    assert language != "ja" or len(title) <= LONGEST_IN_JAPANESE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_cards_suggest_the_same(language: str) -> None:
    """Each of the two and twenty has its own."""
    assert len({one.suggest[language] for _, one in SUGGESTING}) == len(SUGGESTING) == 22


@pytest.mark.parametrize(("name", "one"), SUGGESTING, ids=_name)
def test_no_suggestion_makes_an_enemy(name: str, one: Card) -> None:
    """It is the same in both registers: no words of games, nobody to beat, nobody to blame."""
    words = " ".join((*one.suggest.values(), *one.hint.values()))
    assert FORBIDDEN.findall(words) == []
    assert [bad for bad in AN_ENEMY if bad in words.lower()] == []


def test_the_four_statements_are_ours_and_look_through_one_lens_each() -> None:
    """Ideal and reality are rated on them, so that each is a whole sentence about its own lens."""
    assert tuple(one.id for one in deck("lenses")) == tuple(one.lens for one in deck("lenses")) == LENSES
    for one in deck("lenses"):
        assert (one.source, one.hint_source) == ("ours", "ours")
        assert set(one.hint) == set(LANGUAGES)


@pytest.mark.parametrize("name", [name for name in DECKS if name != "callings"])
def test_what_a_card_says_can_be_printed_in_an_office(name: str) -> None:
    """Every sign of it is in CP932, which the credit alone is not."""
    for one in deck(name):
        for text in (*one.text.values(), *one.hint.values(), *one.suggest.values()):
            assert text.encode("cp932").decode("cp932") == text


def test_every_post_has_one_question_of_ours() -> None:
    """In both languages; what the slides say of posts is quoted in the file, not in the question."""
    for post, one in PROMPTS.items():
        assert one is not None, post
        assert (one.id, one.source) == (post, "ours")
        assert set(one.text) == set(LANGUAGES)
        assert all(text.strip() for text in one.text.values())
    assert len({one.text["ja"] for one in PROMPTS.values() if one}) == 5
    assert prompt("") is prompt("credit") is prompt("mayor") is None


def test_questions_are_no_deck() -> None:
    """No template can refer to them, and none of them is a card that could be picked."""
    assert "prompts" not in DECKS
    assert deck("prompts") == ()
    assert card("prompts", "leader") is None


def test_a_card_without_the_new_keys_is_as_it_was() -> None:
    """Older decks name no source of a hint and suggest nothing."""
    mayor = card("seats", "mayor")
    assert mayor is not None
    assert (mayor.hint, mayor.hint_source, dict(mayor.suggest)) == ({}, "", {})


def test_no_deck_is_read_before_it_is_asked_for() -> None:
    """In a fresh interpreter: the words of the subject are needed at once, no card is."""
    code = (
        "import dxworkshop.service\n"
        "from dxworkshop import deck\n"
        "assert deck._read.cache_info().currsize == 0\n"
        "deck.credit('culture'); deck.deck('culture'); deck.card('culture', 'vision')\n"
        "assert deck._read.cache_info()[1:] == (1, None, 1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("term", ["parking_lot", "risk", "premortem"])
def test_the_new_terms_differ_by_register(term: str) -> None:
    """Where the plain word is about what goes wrong, the other is about the road."""
    entry = vocabulary()[term]
    for language in (*LANGUAGES, "en_many"):
        assert entry[language]["adventure"] != entry[language]["plain"]
