"""What both faces ask of the service when a document leaves: its voice, the name of its file, its dates."""

from datetime import date

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Edit
from dxworkshop.offer import DOCUMENTS, Audience, DocumentName
from dxworkshop.report.options import Options
from dxworkshop.report.view import Report
from dxworkshop.service.naming import touched
from dxworkshop.service.outgoing import Wish, departments, report
from tests.conftest import NOW
from tests.sample import TODAY, sample_session
from tests.telling import changed

TEAM, OTHERS = Voice("ja", "adventure"), Voice("ja", "plain")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_only_the_team_s_own_plan_and_pages_speak_its_words(document: DocumentName) -> None:
    """Who reads minutes or a handover was not there; readers outside never were. What is wished goes before."""
    session = sample_session()
    own = document in ("plan", "brief")
    assert Wish(document).voice(session) == (TEAM if own else OTHERS)
    assert Wish(document, "office").voice(session) == Wish(document, "public").voice(session) == OTHERS
    assert Wish(document, "office", register="adventure").voice(session) == TEAM
    assert Wish(document, language="en").voice(session).language == "en"


@pytest.mark.parametrize(
    ("document", "audience", "name"),
    [
        ("plan", "internal", "file"),
        ("minutes", "internal", "file.minutes"),
        ("plan", "office", "外部協力者(みどり野大学)の窓口.office"),
        ("handover", "public", "みどり野大学の窓口.handover.public"),
    ],
)
def test_a_file_for_readers_outside_bears_the_title_as_they_may_read_it(
    document: DocumentName, audience: Audience, name: str
) -> None:
    """A name in the title, and so in the name of the session's file, does not leave with the document's."""
    wish = Wish(document, audience)
    made = report(changed(title="山本さんの窓口"), wish, NOW)
    assert wish.file_name("file", made) == name


@pytest.mark.parametrize("audience", ["internal", "office"])
def test_a_title_that_no_file_can_be_called_after_leaves_the_file_s_own(audience: Audience) -> None:
    """Nor does an office that is called by signs alone."""
    wish = Wish("brief", audience, options=Options(only="税務課"))
    members = {"pa11111111": {"name": "田中", "seat": "税務課"}}
    made = report(changed(title="***", members=members, actions={}, pledges={}, notes={}, votes={}), wish, NOW)
    outside = [] if audience == "internal" else [audience]
    assert wish.file_name("file", made) == ".".join(["file", "brief", *outside, "税務課"])


def test_a_page_for_one_office_has_the_dates_of_that_office() -> None:
    """Rows, sheet and calendar hold what is theirs, and the reviews; not what others do."""
    session = sample_session()
    whole = report(session, Wish("brief"), NOW, TODAY)
    fewer = 0
    for name in departments(session, Wish("brief"), TODAY):
        one = report(session, Wish("brief", options=Options(only=name)), NOW, TODAY)
        theirs = {row.id for row in one.actions}
        assert len(one.sheet.rows) == len(theirs)
        dated = {found.uid.split("-")[0] for found in one.appointments}
        assert {"review"} <= dated <= {*theirs, "review"} | {found.split("-")[0] for found in _gone(whole)}
        fewer += len(one.appointments) < len(whole.appointments)
    assert fewer > 0


def _gone(made: Report) -> list[str]:
    """Return the appointments of what is no action of the plan any more: they are taken back from everybody."""
    rows = {row.id for row in made.actions}
    return [one.uid for one in made.appointments if one.uid.split("-")[0] not in {*rows, "review"}]


def test_a_change_of_several_things_is_called_by_the_first_and_their_number() -> None:
    """Undo of an import says that more than one came back."""
    session = sample_session()
    from dxworkshop.model.apply import apply

    one = apply(session, Edit("action", "aa11111111", {"due": date(2027, 3, 1)}))
    two = apply(one, Edit("action", "ab11111111", {"due": date(2027, 3, 1)}))
    told, both = touched(session, one), touched(session, two)
    assert told is not None
    assert both is not None
    assert "n" not in told.values
    assert both.values["n"] == 1
