"""From a session to documents: `build` decides once who may see what, in which order and in which words."""

from dataclasses import replace
from datetime import date, datetime

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience, DocumentName
from dxworkshop.report import character
from dxworkshop.report.appointment import appointments
from dxworkshop.report.document import DOCUMENTS
from dxworkshop.report.head import footer, head
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.passage import PASSAGES
from dxworkshop.report.redact import READ_THROUGH, Redacted, Taken, redacted
from dxworkshop.report.redaction.guess import perhaps_names
from dxworkshop.report.share import as_id, of_share
from dxworkshop.report.sheet import rows, sheet
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Appointment, Report, Row
from dxworkshop.report.wording import is_blank


def build(
    session: Session,
    *,
    voice: Voice,
    today: date,
    audience: Audience = "internal",
    document: DocumentName = "plan",
    options: Options = USUAL,
    made: datetime | None = None,
) -> Report:
    """Return a document about a session, half-done ones too."""
    found = _left(session, voice, audience, options)
    report = _told(found, voice, today, audience, document, made)
    return character.over(report, voice)[0] if audience == "public" else report


def preview(
    session: Session,
    *,
    voice: Voice,
    today: date,
    audience: Audience = "internal",
    document: DocumentName = "plan",
    options: Options = USUAL,
) -> tuple[Taken, ...]:
    """Return what an audience will not read, and why; `READ_THROUGH` is what nobody but a person can find."""
    found = _left(session, voice, audience, options)
    if audience == "internal":
        return found.taken
    report = _told(found, voice, today, audience, document, None)
    spelled = character.over(report, voice)[1] if audience == "public" else ()
    return (*found.taken, *spelled, *perhaps_names(report, voice, found.names))


def _left(session: Session, voice: Voice, audience: Audience, options: Options) -> Redacted:
    """Return what an audience may know; what is chosen by name is looked up while names are there."""
    options = replace(options, only=as_id(session, options.only))
    return redacted(session, audience, options, voice=voice)


def _told(
    left: Redacted, voice: Voice, today: date, audience: Audience, document: DocumentName, made: datetime | None
) -> Report:
    session = left.session
    # The plan alone has pictures; counting costs time where there are many notes.
    counted = left.words() if document == "plan" else ()
    teller = Teller(session, voice, today, left.options, audience, counted)
    what = DOCUMENTS[document]
    found = of_share(teller, document, rows(teller))
    title = voice.tr("(no title)") if is_blank(session.title) else session.title
    return Report(
        language=voice.language,
        title=title,
        facts=what.facts(teller),
        sections=what.sections(teller),
        document=document,
        audience=audience,
        name=voice.say(what.name),
        organisation=session.organisation,
        session=session.id,
        created=session.created,
        made=made,
        head=head(teller),
        footer=footer(teller),
        actions=found,
        sheet=sheet(teller, found),
        appointments=_dates(teller, found),
    )


def _dates(teller: Teller, found: tuple[Row, ...]) -> tuple[Appointment, ...]:
    """Return the dates of a document: where it is for one share alone, only theirs and the reviews."""
    dates = appointments(teller)
    if len(found) == len(teller.numbers):
        return dates
    others = teller.numbers.keys() - {row.id for row in found}
    return tuple(one for one in dates if one.uid.split("-")[0] not in others)


__all__ = [
    "DOCUMENTS",
    "PASSAGES",
    "READ_THROUGH",
    "Audience",
    "Options",
    "Taken",
    "build",
    "preview",
]
