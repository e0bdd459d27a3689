"""Redaction: names within names, offices beside names, towns, and words hidden by hand."""

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.offer import Audience
from dxworkshop.report import Options, preview
from dxworkshop.report.redact import redacted
from dxworkshop.report.redaction.people import is_role
from tests.sample import TODAY, sample_session
from tests.telling import changed

JA = Voice("ja", "plain")


def among(name: str, text: str, audience: Audience = "office", **options: object) -> str:
    """Return a text as it is read outside where somebody of this name is a member."""
    session = changed(members={"pa11111111": {"name": name, "seat": "税務課"}}, title=text)
    return redacted(session, audience, Options(**options), voice=JA).session.title  # type: ignore[arg-type]  # any


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("田中太郎", "田中が資料を作る", "税務課が資料を作る"),
        ("田中太郎", "担当:田中", "担当:税務課"),
        ("田中太郎", "(田中作る、田中", "(田中作る、税務課"),
        ("田中太郎", "[田中って", "[税務課って"),
        ("田中太郎", "田中線、山田中が", "田中線、山田中が"),
        ("田中太郎", "田中太郎田中が", "税務課税務課が"),
        ("小野寺直樹", "小野寺(直)と小野寺課長", "税務課(直)と税務課"),
        ("小野寺直樹", "小野が小野寺へ", "税務課が税務課へ"),
        ("高橋みき", "高橋、高橋台", "税務課、高橋台"),
        ("さとうみき", "さとうが、かさとうが、ｻﾄｳへ", "税務課が、かさとうが、税務課へ"),
        ("はなこ", "はなは咲く", "はなは咲く"),
        ("林太郎", "林さん、林が", "税務課、林が"),
    ],
)
def test_a_family_name_is_found_in_a_name_without_a_space(name: str, text: str, told: str) -> None:
    """By the particle or the sign behind it, or what opens before it; never in a longer run of kanji."""
    assert among(name, text) == told


def test_a_family_name_that_two_have_stands_for_neither() -> None:
    """Whether it was typed with a space or not."""
    members = {"pa11111111": {"name": "田中 一", "seat": "A課"}, "pb11111111": {"name": "田中花子", "seat": "B課"}}
    assert redacted(changed(members=members, title="田中が"), "office", voice=JA).session.title == "参加者が"


@pytest.mark.parametrize("hide", ["", "高橋一郎"])
def test_a_preview_asks_about_every_part_of_a_name_that_is_left(hide: str) -> None:
    """Those of members and of words hidden by hand, each with the kanji around it; and about mail addresses."""
    session = changed(
        members={"pa11111111": {"name": "田中太郎"}, "pb11111111": {"name": "Smith"}},
        title="田中線、高橋台、太郎が、x@city.jp、blacksmith、中",
    )
    options = Options(hide=(hide,))
    taken = preview(session, voice=JA, today=TODAY, audience="office", options=options)
    found = {one.before for one in taken if one.what == JA.tr("perhaps a name (left as it is)")}
    assert found == {"田中線", "太郎", "x@city.jp", "blacksmith", *(["高橋台"] if hide else [])}
    assert all(one.after == one.before for one in taken if one.before in found)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("田中 福祉課", "田中が福祉課に", "税務課が福祉課に"),
        ("鈴木　みどり室", "鈴木が", "税務課が"),
        ("田中 担当", "田中が担当", "税務課が担当"),
        ("Suzuki 福祉課", "Suzuki の福祉課", "税務課 の福祉課"),
        ("田中福祉課長", "田中が福祉課長に", "税務課が福祉課長に"),
        ("田中係長(福祉課)", "田中", "税務課"),
        ("係長 田中", "係長の田中", "係長の税務課"),
        ("渡部", "渡部、渡", "税務課、渡"),
    ],
)
def test_an_office_beside_a_name_does_not_make_it_a_role(name: str, text: str, told: str) -> None:
    """The name goes, and the office stays where it stands alone."""
    assert among(name, text) == told


@pytest.mark.parametrize(
    "name", ["健康福祉課", "総務部 総務課", "福祉課長", "みどり室", "田中局", "CIO補佐官", "税務課(係長)"]
)
def test_a_role_is_made_of_words_of_offices_alone(name: str) -> None:
    """What we do not know may be a name."""
    assert is_role(name) is (name not in ("みどり室", "田中局", "CIO補佐官"))


@pytest.mark.parametrize(
    ("organisation", "text", "told"),
    [
        ("群馬県前橋市", "前橋市の、前橋で、前橋市役所、群馬県の", "当自治体の、当自治体で、当自治体、群馬県の"),
        ("みどり野市役所", "みどり野市が、みどり野", "当自治体が、当自治体"),
        ("みどり野市 情報政策課", "みどり野市の情報政策課", "当自治体の情報政策課"),
        ("Midorino City", "City of Midorino, MIDORINO City Hall", "当自治体, 当自治体"),
        ("京都府京都市", "京都市", "当自治体"),
        ("四日市市", "四日市", "当自治体"),
        ("北群馬郡吉岡町役場", "吉岡町", "当自治体"),
        ("群馬県庁", "群馬県", "当自治体"),
    ],
)
def test_a_town_is_found_by_every_usual_spelling(organisation: str, text: str, told: str) -> None:
    """With its prefecture or without, with its office, and in English."""
    session = changed(organisation=organisation, title=text)
    options = Options(hide_organisation=True)
    assert redacted(session, "public", options, voice=JA).session.title == told


@pytest.mark.parametrize(
    ("hide", "text", "told"),
    [
        ("090-1234-5678", "電話０９０-1234-5678まで", "電話〇〇まで"),
        ("2027", "2027年、12027", "〇〇年、12027"),
        ("★", "★印", "〇〇印"),
        ("林", "農林", "農〇〇"),
        ("C++", "C++とC", "〇〇とC"),
        ("高橋一郎", "高橋が言う", "〇〇が言う"),
        ("鈴木 一郎", "鈴木・一郎、鈴木", "〇〇、〇〇"),
        ("情報政策課", "情報が情報政策課に", "情報が〇〇に"),
        ("'[", "'[a", "〇〇a"),
    ],
)
def test_what_was_hidden_by_hand_goes_wherever_it_stands(hide: str, text: str, told: str) -> None:
    """Digits and signs, too."""
    assert among("田中", text, hide=(hide,)) == told


def test_a_wish_that_hides_nothing_is_told() -> None:
    """The team reads all words, and the organisation is hidden from everybody alone."""
    wish = Options(hide=("鈴木",), hide_organisation=True)
    words, place = JA.tr("the words to hide stay"), JA.tr("the organisation's name stays")
    expected: dict[Audience, set[str]] = {"internal": {words, place}, "office": {place}, "public": set()}
    for audience, told in expected.items():
        taken = redacted(sample_session(), audience, wish, voice=JA).taken
        assert {one.what for one in taken} & {words, place} == told
    assert len(preview(sample_session(), voice=JA, today=TODAY, options=wish)) == 2


def test_a_name_in_a_mail_address_takes_the_address_along() -> None:
    """Whatever stands beside it; an address of nobody here stays."""
    assert among("Tanaka", "mtanaka@city.lg.jp、MTANAKA4＠x、info@city.jp") == "税務課、税務課、info@city.jp"
    assert among("Jan Kowalski", "to jan.kowalski2@x.jp.") == "to 税務課."
    assert among("Li", "alice@x.jp") == "alice@x.jp"


@pytest.mark.parametrize(("id_", "told"), [("abcdtanaka", "xxxx"), ("22222222li", "22222222li"), ("Li", "xxxx")])
def test_an_id_that_was_made_by_chance_stays(id_: str, told: str) -> None:
    """Two letters are found in many; four are nobody's but a person's."""
    members = {"pa11111111": {"name": "Tanaka"}, "pb11111111": {"name": "Li"}}
    session = changed(members=members, actions={id_: {"title": "a"}})
    assert list(redacted(session, "office", voice=JA).session.actions) == [told]


def test_a_variation_selector_goes_with_the_name_it_stands_behind() -> None:
    """Nothing is left of it."""
    assert among("葛城", "葛城\U000e0100は") == "税務課は"


def test_the_department_a_brief_is_for_is_told_without_names() -> None:
    """An id stays one, and a typed word is looked through."""
    session = changed(members={"pa11111111": {"name": "田中", "seat": "税務課"}, "tanaka": {"name": "Tanaka"}})
    only = [
        redacted(session, "office", Options(only=word), voice=JA).options.only for word in ("田中の係", "tanaka")
    ]
    assert only == ["税務課の係", "xxxx"]


@pytest.mark.parametrize(
    ("ideal", "reality", "told"),
    [
        ("", "窓口が  混む", None),
        ("理想", "窓口が混む", ("理想", "")),
        ("", "待ち時間が長い", ("", "待ち時間が長い")),
    ],
)
def test_everybody_reads_no_note_that_became_a_gap_word_for_word(
    ideal: str, reality: str, told: tuple[str, str] | None
) -> None:
    """Put into other words it is the team's; the preview says so, and the office reads it."""
    notes = {"n111111111": {"step": "ideas", "text": "窓口が混む"}}
    gap = {"lens": "people", "note": "n111111111", "ideal": ideal, "reality": reality}
    session = changed(notes=notes, gaps={"g111111111": gap})
    left = redacted(session, "public", voice=JA)
    found = [(one.ideal, one.reality) for one in left.session.gaps.values()]
    assert found == ([] if told is None else [told])
    why = JA.tr("the words of one note; once the {party} puts it into its own words, it is told")
    assert bool([one for one in left.taken if one.why == why]) is (told is None or not told[1])
    assert redacted(session, "office", voice=JA).session.gaps["g111111111"].reality == reality


def test_a_preview_says_what_a_document_for_everybody_says_of_itself() -> None:
    """Nobody changes the classification and the licence but a person."""
    session = changed(confidentiality="庁内限り", paper={"licence": "office"})
    taken = preview(session, voice=JA, today=TODAY, audience="public")
    assert {JA.tr("Confidentiality"), JA.tr("Licence")} <= {one.what for one in taken}
    none = changed(confidentiality="", paper={"licence": "pdl"})
    taken = preview(none, voice=JA, today=TODAY, audience="public")
    assert not {JA.tr("Confidentiality"), JA.tr("Licence")} & {one.what for one in taken}


def test_words_are_counted_while_their_authors_are_known() -> None:
    """A role put in for a name is no word of the team, and one who wrote twice is one."""
    members = {
        f"p{n}11111111": {"name": name, "seat": "税務課"} for n, name in enumerate(("田中太郎", "佐藤", "髙橋"))
    }
    said = [
        (0, "申請と橋梁と佐藤と高橋"),
        (1, "申請と橋梁と田中と高橋"),
        (0, "窓口と予算と佐藤"),
        (0, "窓口、申請、山田橋、予算"),
        (1, "予算"),
    ]
    notes = {f"n{n}": {"step": "ideas", "text": t, "author": f"p{who}11111111"} for n, (who, t) in enumerate(said)}
    session = changed(members=members, notes=notes, gaps={}, risks={}, parked={}, pledges={}, ratings={})
    for audience in ("office", "public"):
        left = redacted(session, audience, Options(hide=("橋梁",)), voice=JA)
        assert {one.word: one.people for one in left.words()} == {"手続き": 2, "予算": 2}
    assert {"窓口", "佐藤"} < {one.word for one in redacted(session, "internal", voice=JA).words()}


def test_what_is_for_the_team_alone_is_not_counted_for_others() -> None:
    """Parked things for nobody outside, risks not for everybody; notes are counted, for they are many people's."""
    parked = {f"q{n}": {"text": "駐車場"} for n in range(3)}
    risks = {f"k{n}": {"cause": "橋梁"} for n in range(3)}
    notes = {f"n{n}": {"step": "ideas", "text": "申請"} for n in range(3)}
    session = changed(parked=parked, risks=risks, notes=notes, gaps={}, pledges={}, ratings={})
    told = {
        audience: {one.word for one in redacted(session, audience, voice=JA).words()}
        for audience in ("internal", "office", "public")
    }
    assert told == {"internal": {"駐車場", "橋梁", "手続き"}, "office": {"橋梁", "手続き"}, "public": {"手続き"}}


@pytest.mark.parametrize(
    "names", [["林" * 300], ["a" * n for n in range(1, 60)], ["高橋" + "一" * n for n in range(90)]]
)
def test_names_like_one_another_are_found(names: list[str]) -> None:
    """However long they are, or whatever they begin with."""
    members = {f"p{n}": {"name": name, "seat": "税務課"} for n, name in enumerate(names)}
    told = redacted(changed(members=members, title=f"{names[-1]}に"), "office", voice=JA).session.title
    assert told in ("税務課に", "参加者に")
