"""A folder of sessions."""

import getpass
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from dxworkshop import calendar, config, ident, listing, templates
from dxworkshop.errors import AmbiguousError, DxError, FolderError, NotFoundError
from dxworkshop.folding import folded
from dxworkshop.i18n import Language, Register
from dxworkshop.insight.schedule import as_run, was_led
from dxworkshop.model.apply import apply, validated
from dxworkshop.model.carry import carried
from dxworkshop.model.changes import RunClock, Set, Together
from dxworkshop.model.nouns import a_title_is_one_short_line
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import clean
from dxworkshop.sentence import Sentence, say
from dxworkshop.service.facilitation import Facilitation
from dxworkshop.service.keeping import may_be_written
from dxworkshop.store import document, file, working
from dxworkshop.store.summary import Summary

Times = Literal["last", "template"]
"""Which minutes a new session has: those the steps took the last time, or those of the template."""


class Library:
    """A folder of sessions, and the templates to make new ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def summaries(self) -> tuple[list[Summary], list[DxError]]:
        """Return the sessions, newest first, and what could not be read."""
        return listing.summaries(self.folder)

    def _readable(self) -> list[Summary]:
        """Return the sessions that can be read; raises `FolderError` where the folder itself cannot."""
        found, errors = listing.summaries(self.folder)
        for error in errors:
            if isinstance(error, FolderError):
                raise error
        return found

    def find(self, selector: str) -> Path:
        """Return the file of a session: a path (from here or the folder), the start of an id, or part of a title.

        Raises `NotFoundError`, or `AmbiguousError` with the sessions that answer.
        """
        path = Path(selector)
        if path.suffix == document.SUFFIX or _is_file(path):
            beside = self.folder / path
            return beside if _is_file(beside) and not _is_file(path) else path
        wanted = folded(selector)
        summaries = self._readable()
        found = [s for s in summaries if s.id == selector] or [
            s for s in summaries if s.id.startswith(selector) or wanted in folded(s.title)
        ]
        if len(found) == 1:
            return found[0].path
        if not found:
            raise NotFoundError(
                say("there is no session {name} in {folder}", name=selector, folder=str(self.folder))
            )
        files = [s.path.name for s in found]
        raise AmbiguousError(
            say("{name} may be any of: {files}; name one by its file", name=selector, files=files)
        )

    def open(self, selector: str) -> "Facilitation":
        """Open a session to be led, with what a crash of this program kept from its file."""
        loaded, recovered = working.opened(self.find(selector), person())
        led = Facilitation(loaded, recovered, person())
        led.read_only = why_read_only(loaded)
        if led.read_only is not None:
            return led
        since, ended = led.session.clock.since, recovered.written if recovered else None
        if since is not None and ended is not None and ended > since:
            led.do(RunClock("stop", ended.replace(microsecond=0)))  # nobody was there any more
        return led

    def new(
        self,
        title: str,
        template: str = templates.DEFAULT,
        *,
        language: Language = "ja",
        register: Register = "adventure",
        organisation: str = "",
        id_: str = "",
        created: datetime | None = None,
        times: Times = "last",
        earlier: Session | None = None,
    ) -> "Facilitation":
        """Make a new session from a template and write its file, which bears the title's name.

        The minutes of its steps are those of the template, or what the steps really took the last time. From an
        earlier session it takes over what is open there, and who may see it.
        """
        title = str(clean(title)).strip()
        a_title_is_one_short_line(title)
        file.file_stem(title)
        workshop = templates.find(template, self.folder).workshop
        if times == "last" and (run := self.last_run(workshop.id)):
            workshop = as_run(workshop, run)
        head = {
            "format": FORMAT,
            "id": id_ or ident.new_id(),
            "title": title,
            "organisation": organisation,
            "language": language,
            "register": register,
            "created": created or calendar.now(),
            "at": workshop.in_order()[0][0],
        }
        session = validated(Session, {**head, "workshop": workshop})
        if earlier is not None:
            if earlier.confidentiality:
                session = apply(session, Set("session", {"confidentiality": earlier.confidentiality}))
            session = apply(session, carried(session, earlier))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sentence = say(
                "the folder {folder} cannot be made: {reason}", folder=str(self.folder), reason=error.strerror
            )
            raise FolderError(sentence) from None
        return Facilitation(document.create(self.folder, session))

    def goes_on(self, session: Session, earlier: Session) -> Together:
        """Return the change that takes over what an earlier session leaves open, as `carried` does.

        What came from there through other sessions of this folder, and was done or dropped in them, stays there.
        """
        return carried(session, earlier, self._chain(session, earlier.id) if session.earlier else ())

    def _chain(self, session: Session, but: str) -> list[Session]:
        """Return the sessions that one goes on from, and those that they go on from, as far as they are here."""
        files = {summary.id: summary.path for summary in self.summaries()[0]}
        found: dict[str, Session] = {session.id: session}
        wanted = [*session.earlier]
        while wanted:
            id_ = wanted.pop()
            if id_ not in found and id_ != but and id_ in files:
                with suppress(DxError, OSError):
                    found[id_] = document.load(files[id_]).session
                    wanted += found[id_].earlier
        return [one for id_, one in found.items() if id_ != session.id]

    def last_run(self, template: str) -> Session | None:
        """Return the newest session of a template that was led with the clock; None where there is none."""
        for found in self.summaries()[0]:
            with suppress(DxError, OSError):
                if b"[clock.steps" in found.path.read_bytes():
                    session = document.load(found.path).session
                    if session.workshop.id == template and was_led(session):
                        return session
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # words that no file system takes for a name
        return False


def why_read_only(loaded: document.Document) -> Sentence | None:
    """Return why a session can only be looked at; None where it can be changed."""
    if loaded.newer:
        return say("a newer program wrote this file: it can be looked at here, and changed there")
    if not may_be_written(loaded.path):
        return say("this file and its folder can only be read; save it under another name to go on with it")
    return None


def person() -> str:
    """Return who sits at this laptop, as others will read it; empty where the system does not know."""
    if name := config.load().name.strip():
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
