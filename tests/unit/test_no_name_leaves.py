"""No name, no author and no internal note is in anything that leaves the team, whatever it is written as."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.offer import Audience
from dxworkshop.render import FORMATS
from dxworkshop.report import DOCUMENTS, Options, build, preview
from dxworkshop.report.redact import redacted
from tests.crowd import FOR_OFFICE, FOR_TEAM, SIGNED, Crowd, crowds, families
from tests.sample import TODAY, sample_session
from tests.telling import texts

OUTSIDE = tuple(audience for audience in get_args(Audience) if audience != "internal")
VOICES = [Voice(language, register) for language in LANGUAGES for register in REGISTERS]
_CASED = "a-zà-ɏ"


def plainly(text: str) -> str:
    """Return a text as somebody compares names: one width, one case, no accents, and nothing that is not seen."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isspace() or unicodedata.category(c) not in ("Mn", "Cf", "Cc"))


def known_by(name: str) -> Iterator[re.Pattern[str]]:
    """Yield how somebody would look for a name in a text without spaces, and for each half of it."""
    halves = {name, *re.split(r"[\s,・]", name)}
    for half in (plainly(one) for one in halves if len(one) > 1):
        if re.search(f"[{_CASED}]", half):
            yield re.compile(
                rf"(?<![{_CASED}])" + r"[\W_]*".join(map(re.escape, half.split())) + rf"(?![{_CASED}])"
            )
        else:
            yield re.compile(r"\s*".join(re.escape(c) for c in half if not c.isspace()))
    for family in map(plainly, families(name)):
        yield re.compile(rf"(?<![一-龥々]){family}(?:\Z|[{plainly('がはにへ、)')}]|の案|から)")
    for stem in re.findall("[a-z]{4,}", plainly(name)):
        yield re.compile(rf"{stem}[a-z0-9]*@")
    if len(name) == 1:
        yield re.compile(f"{name}さん|(?<![一-龥]){name}(?![一-龥])")


def readings(text: str) -> Iterator[str]:
    """Yield a text as it stands and as its readers see it, by whatever means it was escaped, folded or wrapped."""
    yield text
    yield html.unescape(re.sub(r"<[^>]*>", "", text))
    yield re.sub(r"\r?\n[ \t]", "", text).replace("\\n", "\n").replace("\\", "")
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    if text.startswith(('{"', "{\n")):
        yield json.dumps(json.loads(text), ensure_ascii=False)


def leaks(crowd: Crowd, audience: str, text: str) -> list[str]:
    """Return what of a crowd stands in a text and may not, with what is around it."""
    marks = [FOR_TEAM, *([FOR_OFFICE] if audience == "public" else [])]
    seen = [plainly(reading) for reading in dict.fromkeys(readings(text))]
    found = [way.search(reading) for name in crowd.names for way in known_by(name) for reading in seen]
    names = [match.string[max(0, match.start() - 20) : match.end() + 20] for match in found if match]
    return [*names, *(mark for mark in marks if mark in text)]


@settings(max_examples=max(20, settings().max_examples * 6 // 10))
@given(
    crowd=crowds(),
    audience=st.sampled_from(OUTSIDE),
    document=st.sampled_from(sorted(DOCUMENTS)),
    form=st.sampled_from(sorted(FORMATS)),
    voice=st.sampled_from(VOICES),
    hide=st.booleans(),
)
def test_no_name_is_in_what_leaves(
    crowd: Crowd, audience: Audience, document: str, form: str, voice: Voice, hide: bool
) -> None:
    """Over random sessions: neither in what is left of one, nor in a report, nor in any text written of it."""
    options = Options(hide_organisation=hide, hide=crowd.hidden, earlier=crowd.earlier)
    report = build(
        crowd.session,
        voice=voice,
        today=TODAY,
        audience=audience,
        document=document,  # type: ignore[arg-type]  # a key of the documents
        options=options,
    )
    left = redacted(crowd.session, audience, options, voice=voice)
    assert leaks(crowd, audience, str(plain(left.session))) == []
    said = "\n".join(texts(report))
    assert leaks(crowd, audience, said) == []
    assert leaks(crowd, audience, FORMATS[form].render(report)) == []
    assert not re.search(rf"{SIGNED} ?[((]", said)
    assert not (hide and audience == "public" and "みどり野市" in said)


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("document", sorted(DOCUMENTS))
@settings(max_examples=2, deadline=None)
@given(crowd=crowds())
def test_every_document_in_every_format_keeps_names(crowd: Crowd, audience: Audience, document: str) -> None:
    """None of them is left to chance."""
    options = Options(hide=crowd.hidden, earlier=crowd.earlier)
    found: dict[str, list[str]] = {}
    for voice in (VOICES[0], VOICES[-1]):
        report = build(
            crowd.session,
            voice=voice,
            today=TODAY,
            audience=audience,
            document=document,  # type: ignore[arg-type]  # a key of the documents
            options=options,
        )
        found |= {name: leaks(crowd, audience, form.render(report)) for name, form in FORMATS.items()}
    assert found == {name: [] for name in FORMATS}


@settings(max_examples=10)
@given(crowd=crowds())
def test_a_preview_tells_the_team_what_goes(crowd: Crowd) -> None:
    """It is for those who may read it: it names the names, each once, and never what replaces them twice."""
    taken = preview(crowd.session, voice=VOICES[0], today=TODAY, audience="public")
    assert len({(one.what, one.why, one.before) for one in taken}) == len(taken)
    assert all(one.count > 0 for one in taken)
    assert preview(crowd.session, voice=VOICES[0], today=TODAY) == ()


def test_a_preview_asks_once_about_what_looks_the_same() -> None:
    """A part of a name is asked about once, with a sign inside that nobody sees and without."""
    data = plain(sample_session())
    data["members"]["pa11111111"]["name"] = "凪凪 凪鯉麟"
    data["title"], data["boss"]["name"] = "窓口の待ち時間鯉麟", "たらい回し鯉\u200b麟"
    taken = preview(Session.model_validate(frozen(data)), voice=VOICES[0], today=TODAY, audience="public")
    assert len([one for one in taken if one.before == "鯉麟"]) == 1


def test_the_eye_of_these_tests_sees_a_name() -> None:
    """A guard that cannot see would guard nothing."""
    crowd = Crowd(None, ("田中 太郎", "Jan Kowalski", "林", "小野寺直樹"), (), None)  # type: ignore[arg-type]  # not looked at
    for text in (
        "田 中\u200b太\n郎",
        "<b>田中</b>太郎",
        "\\u7530\\u4e2d",
        "ＫＯＷＡＬＳＫＩ",
        "林さん",
        "Ko\r\n walski",
        "担当:小野寺が",
        "小野、",
        "jkowalski2@x",
    ):
        assert leaks(crowd, "office", text), text
    assert leaks(crowd, "office", "山林と Kowalskis、小野線が") == []
