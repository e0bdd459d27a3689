"""What leaves the program: from a wish to a report, and from a report to the bytes of a file."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dxworkshop.errors import RuleError
from dxworkshop.i18n import Language, Register, Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience, DocumentName
from dxworkshop.report import build, share
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Report
from dxworkshop.store import file

if TYPE_CHECKING:
    from dxworkshop.render.encoding import Encoded
    from dxworkshop.report.redaction.ledger import Taken


@dataclass(frozen=True)
class Wish:
    """Which document, for whom, in which words and how it is to look."""

    document: DocumentName = "plan"
    audience: Audience = "internal"
    format: str = "md"
    language: Language | None = None
    """None for that of the session."""
    register: Register | None = None
    """None for that of the session, or plain words for readers outside the team."""
    options: Options = field(default=USUAL)
    encoding: str = "utf-8"

    def voice(self, session: Session) -> Voice:
        """Return the voice of the document: the team's own; in minutes, handovers and outside plain words."""
        ours = self.audience == "internal" and self.document in ("plan", "brief")
        usual = session.register if ours else "plain"
        return Voice(self.language or session.language, self.register or usual)

    def file_name(self, stem: str, made: Report) -> str:
        """Return what a file beside a session is called, without its suffix; the team's plan bears its name.

        For readers outside it is called after the title as they may read it.
        """
        names: list[str] = [name for name in (self.document, self.audience) if name not in ("plan", "internal")]
        with suppress(RuleError):  # where nothing is left of the words that a file could be called
            stem = file.file_stem(made.title) if self.audience != "internal" else stem
        with suppress(RuleError):
            names += [file.file_stem(self.options.only)] if self.options.only else []
        return ".".join((stem, *names))


def report(session: Session, wish: Wish, now: datetime, today: date | None = None) -> Report:
    """Return the report that was wished, as of today or another day."""
    return build(
        session,
        voice=wish.voice(session),
        today=today or now.date(),
        audience=wish.audience,
        document=wish.document,
        options=wish.options,
        made=now,
    )


def write_beside(path: Path, name: str, written: str, wish: Wish) -> Path:
    """Write the text of a document beside its session, never over another file; return the file, new or there."""
    data, stem, suffix = encoded(written, wish).data, name, f".{wish.format}"
    return file.same(path.parent, stem, suffix, data) or file.create(path.parent, stem, suffix, data)


def departments(session: Session, wish: Wish, today: date) -> tuple[str, ...]:
    """Return for whom a brief or a handover can be made alone, as the document calls them."""
    from dxworkshop.report.redact import redacted

    voice = wish.voice(session)
    told = redacted(session, wish.audience, wish.options, voice=voice)
    return share.departments(Teller(told.session, voice, today, audience=wish.audience))


def taken_out(session: Session, wish: Wish, now: datetime) -> tuple[str, ...]:
    """Return what a document leaves out for its audience, in one sentence each."""
    from dxworkshop.report import preview

    taken = preview(
        session,
        voice=wish.voice(session),
        today=now.date(),
        audience=wish.audience,
        document=wish.document,
        options=wish.options,
    )
    return tuple(_told(wish.voice(session), one) for one in taken)


def _told(voice: Voice, one: "Taken") -> str:
    """Return what was taken out as one line: what, by what, how often and where, and why."""
    text = one.what
    if one.before and one.after == one.before:
        text = voice.tr("{what}: {text}", what=text, text=one.before)
    elif one.before and one.after:
        text = voice.tr("{what}: {before} becomes {after}", what=text, before=one.before, after=one.after)
    elif one.before:
        text = voice.tr("{what}: {before} goes", what=text, before=one.before)
    if one.where:
        where = voice.tr(", ").join(one.where)
        text = voice.trn(
            "{text} ({n} place: {where})", "{text} ({n} places: {where})", one.count, text=text, where=where
        )
    elif one.count > 1:
        text = voice.tr("{text} ({n})", text=text, n=one.count)
    return voice.tr("{text}. {why}", text=text, why=one.why) if one.why else text


def doubts(session: Session, wish: Wish, voice: Voice) -> tuple[str, ...]:
    """Return what a person should look at before a document leaves: what it says of itself that may not fit."""
    if wish.audience != "public":
        return ()
    found = []
    if label := session.confidentiality.strip():
        found.append(
            voice.tr('"{label}" stands on this document for everybody; look whether that fits', label=label)
        )
    if session.paper.licence == "office":
        found.append(voice.tr("the licence of this document for everybody is: for use within the office only"))
    return tuple(found)


def text(made: Report, wish: Wish) -> str:
    """Return a report as text in the format that was wished, lines ending with LF."""
    from dxworkshop.render import FORMATS

    return FORMATS[wish.format].render(made)


def encoded(written: str, wish: Wish) -> "Encoded":
    """Return the bytes of a file that holds the text of a document, with what its encoding cannot hold."""
    from dxworkshop.render import FORMATS
    from dxworkshop.render.encoding import encoded as as_bytes

    return as_bytes(written, FORMATS[wish.format], wish.encoding)
