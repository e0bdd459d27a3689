"""Every document of every session, in every voice and for everybody."""

from datetime import date
from pathlib import Path

import pytest

from dxworkshop.errors import NotFoundError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.model.history import History
from dxworkshop.model.session import Session
from dxworkshop.offer import AUDIENCES, Audience, DocumentName
from dxworkshop.render import markdown
from dxworkshop.report import DOCUMENTS, build
from dxworkshop.report.options import Options
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Report
from dxworkshop.store import document
from tests.sample import TODAY, empty_session, sample_changes, sample_session
from tests.telling import changed, texts

WORKED = sorted((Path(__file__).parents[2] / "sessions").glob("*.toml"))
SESSIONS = {
    "sample": sample_session(),
    "empty": empty_session(),
    **{path.stem: document.load(path).session for path in WORKED},
}
VOICES = tuple(Voice(language, register) for language in LANGUAGES for register in REGISTERS)


def made(
    session: Session,
    what: DocumentName = "plan",
    voice: Voice = VOICES[0],
    audience: Audience = "internal",
    options: Options | None = None,
) -> Report:
    """Return a document."""
    return build(session, voice=voice, today=TODAY, document=what, audience=audience, options=options or Options())


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("what", DOCUMENTS)
@pytest.mark.parametrize("name", SESSIONS)
def test_every_document_can_be_written_for_everybody(name: str, what: DocumentName, audience: Audience) -> None:
    """Worked, whole and empty sessions alike: every section says something, and no brace is left unsaid."""
    for voice in VOICES:
        report = made(SESSIONS[name], what, voice, audience)
        assert report.sections
        assert all(section.blocks for section in report.sections)
        assert not [text for text in texts(report) if "{" in text or "}" in text]
        assert markdown.render(report)


@pytest.mark.parametrize("what", DOCUMENTS)
def test_what_people_fill_in_is_whole_at_any_moment(what: DocumentName) -> None:
    """After every change of a workshop there is a document to circulate."""
    history = History(empty_session())
    for change in sample_changes():
        history = history.do(change)
        assert all(section.blocks for section in made(history.session, what).sections)


@pytest.mark.parametrize("what", DOCUMENTS)
def test_the_western_count_holds_in_all_of_a_document(what: DocumentName) -> None:
    """No day of the era is left where years are counted as everybody does, and the other way round."""
    ja = Voice("ja", "plain")
    western = texts(made(sample_session(), what, ja, options=Options(dates="western", columns="long")))
    assert not [text for text in western if "令" in text]
    assert [text for text in western if "2027年2月26日(金)" in text or "2027-02-26" in text]
    era = texts(made(sample_session(), what, ja, options=Options(columns="long")))
    # The id of an appointment is the same in every language.
    assert not [t for t in era if ("2026" in t or "2027" in t) and not t.endswith(".dxworkshop")]
    assert [text for text in era if "令和9年2月26日(金)" in text or "令9.2.26" in text]


@pytest.mark.parametrize("what", DOCUMENTS)
def test_an_id_that_leads_nowhere_is_told_to_the_team_alone(what: DocumentName) -> None:
    """In a file edited by hand it may be anything, the name of a person too."""
    lost = {"title": "t", "owner": "GONEA", "partners": ["GONEB"], "answers": ["GONEC"], "due": date(2027, 1, 4)}
    session = changed(
        actions={"a111": lost},
        ratings={"culture": {"GONED": {"reality": 2}}},
        risks={"k111": {"cause": "c", "action": "GONEE"}},
        pledges={"GONEF": {"words": "w"}},
    )
    for audience in AUDIENCES[1:]:
        assert not [text for text in texts(made(session, what, audience=audience)) if "GONE" in text]


def test_a_teller_for_others_says_nothing_of_a_lost_id() -> None:
    """Even where nobody took it out of the session before: the second of two locks."""
    expected: dict[Audience, str] = {"internal": "gone", "office": "", "public": ""}
    for audience, told in expected.items():
        teller = Teller(sample_session(), VOICES[0], TODAY, Options(), audience)
        assert {teller.person("gone"), teller.answer("gone"), teller.action("gone")} == {told}


@pytest.mark.parametrize("what", ["brief", "handover"])
def test_nobody_answers_to_a_name_that_is_not_there(what: DocumentName) -> None:
    """The mistake names who there is."""
    with pytest.raises(NotFoundError, match=r"情報政策課, .*みどり野大学"):
        made(sample_session(), what, Voice("en"), options=Options(only="税務課"))
