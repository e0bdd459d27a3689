"""Words that were said: found whole, counted by notes, told outside only if nobody can be known by them."""

import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop import lexicon
from dxworkshop.deck import deck, findings, findings_credit
from dxworkshop.errors import NotFoundError
from dxworkshop.insight.words import Counted, Said, count, said, shared, together, unsaid
from dxworkshop.lexicon import Entry, Lexicon, bundled
from dxworkshop.tokenizer import reader
from tests.sample import empty_session, sample_session

OURS = bundled()
FIVE = ("新しい", "失敗", "相談", "雰囲気", "挑戦")
WHERE = {
    "新しい": ["新しい取組みに関する発言が多かった"],
    "失敗": ["寛容力(失敗を許す)", "失敗してもいい", "「失敗」も頻出"],
    "相談": [
        "ネットワーク力(外の)人と会う、話す、相談する",
        "「人と会う、話す、相談する」という行動を習慣化",
        "相談を前に進む力に変える",
        "「相談」「雰囲気」「挑戦」などの目に見えない空気感を表現する回答も多かった",
    ],
    "雰囲気": ["「相談」「雰囲気」「挑戦」などの目に見えない空気感を表現する回答も多かった"],
    "挑戦": ["「相談」「雰囲気」「挑戦」などの目に見えない空気感を表現する回答も多かった"],
}
"""Read off the slides by hand: in which of its findings each of the five words stands."""
TWELVE = tuple(str(card.text["ja"]) for card in deck("culture"))


def words(text: str, known: Lexicon = OURS) -> set[str]:
    """Return the words of one note."""
    return {one.word for one in count([Said(text)], known)}


def notes(*texts: str, known: Lexicon = OURS) -> dict[str, int]:
    """Return how many of some notes hold each word."""
    return {one.word: one.notes for one in count(map(Said, texts), known)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("横連携力を高める", {"横連携力"}),
        ("三層分離のせいで遅い", {"三層分離"}),
        ("原課の業務量調査", {"原課", "業務量調査"}),
        ("オープンデータを出す", {"オープンデータ"}),
        ("エコシステムとメタデータ", {"エコシステム", "メタデータ"}),
        ("デジタルツール", {"デジタル", "ツール"}),
        ("チャレンジャー", {"チャレンジャー"}),
        ("アツールとデジタルツール", {"アツール", "デジタル", "ツール"}),
        ("失敗を許す", {"失敗", "寛容力"}),
        ("新たに、新しく、新規で", {"新しい"}),
        ("ICTとpcとDX", {"ICT環境", "端末", "DX"}),
        ("reopened, opened: open", {"reopened", "opened", "オープン"}),
        ("山田橋の補修とライトアップ、see you at OSAKA2", {"山田橋", "補修", "ライトアップ", "see", "OSAKA2"}),
        ("木とキと a と1", set()),
    ],
)
def test_the_longest_word_is_found_whole(text: str, found: set[str]) -> None:
    """First those of the lexicon, never a piece of a longer one; then runs of kanji, katakana, Latin letters."""
    assert words(text) == found


@pytest.mark.parametrize("text", ["ﾁｬﾚﾝｼﾞ", "チャレンジ", "ﾁｬﾚﾝｼﾞする", "挑戦"])
def test_a_word_is_the_same_in_any_width(text: str) -> None:
    """What half a keyboard typed counts like the rest."""
    assert words(text) == {"挑戦"}


def test_case_does_not_matter_and_the_usual_spelling_is_shown() -> None:
    """A word that is in no lexicon is shown as most notes have it."""
    assert notes("Ｒｐａ", "RPA", "rpa") == {"RPA": 3}
    assert notes("Foobar", "FOOBAR", "foobar foobar", "foobar") == {"foobar": 4}


def test_notes_are_counted_and_not_how_often_a_word_stands_in_them() -> None:
    """One who repeats a word says it once; the most frequent comes first, then the order of the words."""
    found = count([Said("窓口、窓口、窓口"), Said("予算と窓口"), Said("予算"), Said("山田橋")], OURS)
    assert [(one.word, one.notes) for one in found] == [("予算", 2), ("窓口", 2), ("山田橋", 1)]
    assert [(one.group, one.source) for one in found] == [("office", "slides"), ("office", "ours"), ("", "")]


def test_stop_words_are_left_out() -> None:
    """In Japanese and in English, in any width and case."""
    assert words("全体的に必要なこと、実施のため、質問項目の所感。The AND ｔｈｉｓ") == set()


def test_everything_typed_that_is_a_note_is_read_and_nothing_that_was_removed() -> None:
    """Slips, walls, words on ratings, risks, parked topics and pledges; each kind is in the sample."""
    notes_ = said(sample_session())
    assert {one.kind for one in notes_} == {"note", "gap", "rating", "risk", "parked", "pledge"}
    whole = "\n".join(one.text for one in notes_)
    for removed in ("消した付箋", "消した壁", "消した原因", "消した話題"):
        assert removed not in whole
    assert said(empty_session()) == ()


def test_a_wall_that_was_made_of_a_slip_is_one_note_with_it() -> None:
    """The slip on the three layers became a wall and a topic: one person's words are counted once."""
    found = {one.word: one.notes for one in count(said(sample_session()), OURS)}
    assert found["三層分離"] == 1


def test_only_authors_who_may_be_known_are_known() -> None:
    """Nobody is named where the step is anonymous, whatever the file says."""
    session = sample_session()
    authors = {one.author for one in said(session) if one.kind == "note"}
    assert authors <= {"", *session.members}
    assert any(authors - {""})


@pytest.mark.parametrize(
    ("authors", "people", "told"),
    [
        (("a", "a", "a"), 1, False),
        (("a", "b"), 2, True),
        (("a", ""), 1, False),
        (("", ""), 2, True),
        (("",), 1, False),
        (("a", "a", "", ""), 2, True),
    ],
)
def test_two_people_have_to_have_said_a_word_that_is_told_outside(
    authors: tuple[str, ...], people: int, *, told: bool
) -> None:
    """Where nobody is known notes are counted; one who is known is never counted as a second person."""
    found = count([Said("予算", author=author) for author in authors], OURS)
    assert [one.people for one in found] == [people]
    assert bool(shared(found)) is told


def test_no_name_is_told_outside_however_often_it_was_said() -> None:
    """Whole, in part, with a title, in any width; a word of the lexicon only if it is the whole name."""
    found = count([Said("田中課長と田中、佐藤次郎、窓口、ﾀﾅｶ、Suzuki、suzukis")] * 3, OURS)
    assert {one.word for one in found} > {"田中", "佐藤次郎", "タナカ", "Suzuki"}
    told = shared(found, ["田中 太郎", "佐藤", "タナカ", "ＳＵＺＵＫＩ Ichiro", "窓口係", " "])
    assert {one.word for one in told} == {"課長", "窓口", "suzukis"}
    assert {one.word for one in shared(found, ["窓口"])} & {"窓口"} == set()


def test_one_name_is_one_person_in_two_sessions() -> None:
    """Who comes again under another id does not become two people."""
    session = sample_session()
    again = session.model_copy(update={"id": "other22222"})
    notes_ = together([session, again])
    assert {one.session for one in notes_} == {session.id, "other22222"}
    once = {one.word: one for one in count(said(session), OURS)}
    twice = {one.word: one for one in count(notes_, OURS)}
    assert all((twice[word].notes, twice[word].sessions) == (2 * one.notes, 2) for word, one in once.items())
    named = [word for word in once if all(n.author for n in said(session) if word in words(n.text))]
    assert named
    assert all(twice[word].people == once[word].people for word in named)


def test_what_nobody_said_is_told_in_the_order_of_the_deck() -> None:
    """A culture word is said by its sensible forms, too; one that the team stops is not asked for."""
    assert unsaid((), OURS) == TWELVE
    found = count([Said("失敗を許す"), Said("フラットに話したい"), Said("まず聞く")], OURS)
    assert unsaid(found, OURS) == tuple(w for w in TWELVE if w not in ("寛容力", "フラット", "聞く力"))
    stopped = OURS.joined(lexicon.of([], ["オープン"]))
    assert "オープン" not in unsaid((), stopped)
    assert unsaid((), Lexicon()) == ()


def test_the_counter_finds_the_five_words_in_the_findings_just_where_they_stand() -> None:
    """In those of the interviews, by the list that was made by hand, and nowhere else."""
    texts = [finding.text for finding in findings()]
    assert {word: [text for text in texts if word in words(text)] for word in FIVE} == WHERE
    found = notes(*texts)
    assert {word: found[word] for word in FIVE} == {"新しい": 1, "失敗": 3, "相談": 4, "雰囲気": 1, "挑戦": 1}
    assert unsaid(count(map(Said, texts), OURS), OURS) == ()


def test_on_the_cards_of_the_obstacle_deck_it_finds_what_stands_there() -> None:
    """The short cards hold none of the five words; what they do hold is found."""
    theirs = [str(card.text["ja"]) for card in deck("obstacles") if card.source == "slides"]
    found = notes(*theirs)
    assert {word: found.get(word, 0) for word in FIVE} == {
        word: sum(word in text for text in theirs) for word in FIVE
    }
    seen = {
        word: found[word]
        for word in ("三層分離", "キャリアパス", "情報の抱え込み", "現場", "信頼", "異動", "企画構想力")
    }
    assert set(seen.values()) == {1}


def test_the_findings_are_the_study_s_and_say_so() -> None:
    """Nine pages, no game or story in them, and a credit in both languages."""
    assert len({finding.part for finding in findings()}) == 9
    assert len({finding.text for finding in findings()}) == len(findings()) == 54
    assert all("GLOCOM" in findings_credit()[language] for language in ("ja", "en"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_is_only_text(texts: list[str]) -> None:
    """No text breaks the counter, no word is empty, and none stands in more notes than there are."""
    for one in count(map(Said, texts), OURS):
        assert one.word.strip()
        assert 1 <= one.notes <= len(texts)


@pytest.mark.parametrize(
    "text", ["ア", "新", "失敗を", "a-", "業", "ー", "(", "\\", "{boss}", "\x1b[2J", "İ", "㌖"]
)
def test_a_very_long_note_is_read_through(text: str) -> None:
    """Whatever it repeats."""
    count([Said(text * 5000)], OURS)


# Janome --------------------------------------------------------------------------------------------


class FakeToken:
    """A token as janome makes it."""

    def __init__(self, surface: str, base_form: str, part_of_speech: str) -> None:
        self.surface, self.base_form, self.part_of_speech = surface, base_form, part_of_speech


class FakeTokenizer:
    """Knows one noun, one verb, one ending and one number."""

    def tokenize(self, text: str) -> list[FakeToken]:
        """Return the tokens of a text that this one knows."""
        known = (
            FakeToken("橋", "橋", "名詞,一般,*,*"),
            FakeToken("渡っ", "渡る", "動詞,自立,*,*"),
            FakeToken("た", "た", "助動詞,*,*,*"),
            FakeToken("二", "二", "名詞,数,*,*"),
            FakeToken("LOFT", "*", "名詞,固有名詞,組織,*"),
        )
        return [token for token in known if token.surface in text]


def test_janome_reads_what_the_lexicon_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of the lexicon stay whole; of the rest nouns, adjectives and verbs count by their base form."""
    module = ModuleType("janome.tokenizer")
    module.Tokenizer = FakeTokenizer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "janome", ModuleType("janome"))
    monkeypatch.setitem(sys.modules, "janome.tokenizer", module)
    read = reader("janome", OURS)
    assert list(read("三層分離の橋を二つ渡った。LOFT")) == ["三層分離", "橋", "渡る", "LOFT"]


def test_without_janome_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named as pip wants it."""
    monkeypatch.setitem(sys.modules, "janome.tokenizer", None)
    with pytest.raises(NotFoundError, match=r'pip install "dxworkshop\[janome\]"'):
        reader("janome", OURS)


def test_the_real_janome_keeps_the_words_of_the_lexicon() -> None:
    """They count the same either way."""
    pytest.importorskip("janome")
    texts = [Said(finding.text) for finding in findings()]
    ours = {(one.word, one.notes) for one in count(texts, OURS) if one.source}
    theirs = count(texts, OURS, reader("janome", OURS))
    assert {(one.word, one.notes) for one in theirs if one.source} == ours
    assert {one.word for one in theirs} > {"話す", "変える", "難しい"}


def test_a_word_of_a_team_that_is_one_sign_counts() -> None:
    """Only what nobody named has to be longer."""
    own = OURS.joined(lexicon.of([Entry("風")]))
    assert "風" in words("風をつくる", own)
    assert "風" not in words("風をつくる")
    assert Counted("風", 1, 1, source="own") in count([Said("風")], own)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一度書く", {"一度"}),
        ("二度直す", {"二度"}),
        ("毎日遊ぶ", {"毎日"}),
        ("下書き", set()),
        ("実施する", {"実施"}),
        ("実施すれば", {"実施"}),
        ("検討いたします", {"検討"}),
        ("職員みんなで", {"職員"}),
        ("会議は長い", {"会議"}),
    ],
)
def test_the_stem_of_a_verb_is_no_part_of_a_word(text: str, words: set[str]) -> None:
    """Where kanji go on in kana as a verb does, its first sign belongs to the verb."""
    assert {one.word for one in count((Said(text, "note"),), Lexicon())} == words
