"""What a facilitator can do: one library of sessions, and one session being led. Three faces call it."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from dxworkshop import calendar, ident, listing, templates
from dxworkshop.errors import AmbiguousError, DxError, FolderError, NotFoundError, RuleError, SaveError
from dxworkshop.i18n import Language, Register, Voice, voice
from dxworkshop.insight.leading import opening
from dxworkshop.insight.schedule import as_run, was_led
from dxworkshop.model.apply import NOUN_WORDS, first_step_of, table, validated
from dxworkshop.model.changes import Change, MoveTo, Noun, RunClock
from dxworkshop.model.history import Entry, History
from dxworkshop.model.nouns import NOUNS, a_title_is_one_short_line
from dxworkshop.model.secret import made_anonymous, without_names, without_order
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import clean, shown
from dxworkshop.paths import state_folder
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import document, file, state
from dxworkshop.store.summary import Summary

Times = Literal["last", "template"]
"""Which minutes a new session has: those the steps took the last time, or those of the template."""


@dataclass(frozen=True)
class Hit:
    """A place where a search found its words."""

    summary: Summary
    line: str
    """The line of typed text they stand in; empty when the title or the office matched."""


class Library:
    """A folder of sessions, and the templates to make new ones."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def summaries(self) -> tuple[list[Summary], list[DxError]]:
        """Return the sessions, newest first, and what could not be read."""
        return listing.summaries(self.folder)

    def search(self, words: str) -> list[Hit]:
        """Return the sessions that hold all the words, in any width and case."""
        return self.among(words, self._readable(text=True))

    def _readable(self, *, text: bool = False) -> list[Summary]:
        """Return the sessions that can be read; raises `FolderError` where the folder itself cannot."""
        found, errors = listing.summaries(self.folder, text=text)
        for error in errors:
            if isinstance(error, FolderError):
                raise error
        return found

    @staticmethod
    def among(words: str, summaries: Iterable[Summary]) -> list[Hit]:
        """Return which of some sessions, read with their text, hold all the words."""
        wanted = _folded(words).split()
        hits = []
        for found in summaries:
            text = _folded(f"{found.title}\n{found.organisation}\n{found.path.name}\n{found.text}")
            if all(word in text for word in wanted):
                lines = (line for line in found.text.splitlines() if wanted and wanted[0] in _folded(line))
                hits.append(Hit(found, next(lines, "")))
        return hits

    def find(self, selector: str) -> Path:
        """Return the file of a session: a path (from here or the folder), the start of an id, or part of a title.

        Raises `NotFoundError`, or `AmbiguousError` with the sessions that answer.
        """
        path = Path(selector)
        if path.suffix == document.SUFFIX or _is_file(path):
            beside = self.folder / path
            return beside if _is_file(beside) and not _is_file(path) else path
        wanted = _folded(selector)
        summaries = self._readable()
        found = [s for s in summaries if s.id == selector] or [
            s for s in summaries if s.id.startswith(selector) or wanted in _folded(s.title)
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
        """Open a session to be led."""
        return Facilitation(document.load(self.find(selector)))

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
    ) -> "Facilitation":
        """Make a new session from a template and write its file, which bears the title's name.

        The minutes of its steps are those of the template, or what the steps really took the last time.
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
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sentence = say(
                "the folder {folder} cannot be made: {reason}", folder=str(self.folder), reason=error.strerror
            )
            raise FolderError(sentence) from None
        return Facilitation(document.create(self.folder, session))

    def last_run(self, template: str) -> Session | None:
        """Return the newest session of a template that was led with the clock; None where there is none."""
        for found in self.summaries()[0]:
            with suppress(DxError, OSError):
                if b"[clock.steps" in found.path.read_bytes():
                    session = document.load(found.path).session
                    if session.workshop.id == template and was_led(session):
                        return session
        return None


class Facilitation:
    """One session being led: it changes by changes alone, and knows what is not saved yet."""

    def __init__(self, loaded: document.Document) -> None:
        remembered = state.load(loaded.path, loaded.identity)
        self._document = loaded
        self._history = state.history_of(loaded.session, remembered)
        self._saved = self._history
        self._kept: tuple[History, dict[str, str]] = (self._history, dict(remembered.drafts))
        self._before = loaded.session
        self._leads = self._found_running = self._acted = False
        self.last_change: tuple[tuple[str, ...], ...] = ()
        """Keys down to each value that the last change, undo or redo touched; empty where there was none."""
        self.drafts: dict[str, str] = dict(remembered.drafts)
        """Text of fields that no rule has accepted yet, by the name a face gives the field."""

    @property
    def path(self) -> Path:
        """The file."""
        return self._document.path

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self._history.session

    @property
    def voice(self) -> Voice:
        """The language and register that the team chose."""
        return Voice(self.session.language, self.session.register)

    @property
    def saved(self) -> bool:
        """Whether the file holds all that was accepted."""
        return self._document.session is self.session or self._document.session == self.session

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self._history.future)

    def do(self, change: Change, burst: str = "") -> None:
        """Apply a change; changes of one burst are undone together. Raises `RuleError` and changes nothing."""
        anonymous = made_anonymous(self.session, change)
        before, after = self._history, self._history.do(change, burst)
        if anonymous:
            after = without_names(after)
            self._forget_names(anonymous)
        self._acted = self._acted or not isinstance(change, RunClock)
        # A burst that ended where it began took its entry away again.
        added = len(after.past) >= len(before.past) and after.past[-1:] != before.past[-1:]
        self._go_to(after, after.past[-1:] if added else ())

    def _forget_names(self, step: str) -> None:
        """Take the names out of unfinished texts of a step that is anonymous from now on; a ballot is dropped."""
        named = [n for n in self.drafts if step in n.split("/") and n.split("/")[-1] in self.session.members]
        texts = sorted((name.startswith("vote/"), self.drafts.pop(name)) for name in named)
        self.drafts.update({f"collect/{step}/kept/{n}": text for n, (dots, text) in enumerate(texts) if not dots})

    def undo(self) -> None:
        """Take the last change back."""
        self._go_to(self._history.undo(), self._history.past[-1:])

    def redo(self) -> None:
        """Do the last undone change again."""
        self._go_to(self._history.redo(), self._history.future[-1:])

    def _go_to(self, history: History, entries: Iterable[Entry]) -> None:
        self._before, self._history = self.session, history
        self.last_change = tuple(patch.path for entry in entries for patch in entry.patches)

    def what_changed(self) -> Sentence | None:
        """Return what the last change, undo or redo touched, by its name; None where it touched nothing."""
        return touched(self._before, self.session)

    def save(self) -> None:
        """Write the session to its file, and the way back to this laptop's own memory.

        Raises `ConflictError` if the file changed meanwhile, `SaveError` if it cannot be written; what was
        accepted is still here then, and `saved` stays false.
        """
        history = self._history
        if history.session != self._document.session:
            try:
                self._document = document.save(self._document, history.session)
            except SaveError:
                self._document = document.attempted(self._document, history.session)
                raise
        self._saved = history
        self.remember()

    def save_copy(self) -> Path:
        """Write the session into a new file beside its own, where that could not be written, and go on there.

        Where the folder cannot be written either, the file goes among the rescued sessions of this laptop.
        Raises the `SaveError` of the first folder when nothing can be written at all.
        """
        try:
            self._copy_into(self.path.parent)
        except SaveError as error:
            try:
                self._copy_into(state_folder() / state.RESCUED)
            except DxError:
                raise error from None
        self.remember()
        return self.path

    def _copy_into(self, folder: Path) -> None:
        history = self._history
        with suppress(OSError):  # the file that cannot be made says why
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._document = document.create(folder, history.session, self.path.stem)
        self._saved = history

    def remember(self) -> None:
        """Keep undo and unfinished fields on this laptop; of changes that the file does not hold, nothing."""
        kept = (without_order(self._history if self.saved else self._saved), dict(self.drafts))
        if kept != self._kept and state.save(self.path, self._document.identity, *kept):
            self._kept = kept

    def step(self) -> str:
        """Return the id of the step the team is at."""
        return first_step_of(self.session)

    def go(self, step: str) -> None:
        """Go to a step; its clock starts, unless somebody stopped the clock or a plan is only read."""
        self.do(MoveTo(step, calendar.now()))
        if self._leads and self.session.clock.since is None:
            self.do(RunClock("start", calendar.now()))

    def begin(self) -> None:
        """Start the clock where a workshop begins or goes on; leave it alone where one only looks at a plan."""
        if not os.access(self.path, os.W_OK):  # nobody leads where nothing can be written
            return
        changes = opening(self.session, calendar.now())
        for change in changes:
            self.do(change)
        self._leads = self.session.clock.since is not None
        self._found_running, self._acted = self._leads and not changes, False

    def pause(self) -> None:
        """Stop the clock, or let it go on."""
        running = self.session.clock.since is not None
        self.do(RunClock("stop" if running else "start", calendar.now()))
        self._leads, self._acted = not running, True

    def end(self) -> None:
        """Stop the clock, unless it was found running and nothing was done here: somebody else leads then."""
        if self._acted or not self._found_running:
            self.do(RunClock("stop", calendar.now()))

    def pick(self, noun: Noun, selector: str) -> str:
        """Return the id of an item: its id or the start of it, or part of its name.

        Raises `NotFoundError`, or `AmbiguousError` with the names that answer.
        """
        items = dict(shown(table(self.session, noun)))
        wanted = _folded(selector)
        for test in _tests(selector, wanted):
            found = [id_ for id_, item in items.items() if test(id_, _folded(name_of(noun, item)))]
            if len(found) == 1:
                return found[0]
            if found:
                names = [f"{name_of(noun, items[id_])} ({id_})" for id_ in found]
                raise AmbiguousError(say("{name} may be any of: {names}", name=selector, names=names))
        if not selector:
            raise RuleError(say("name one of them"))
        raise NotFoundError(say("there is no {name} here", name=selector))


_NAMES: Mapping[Noun, str] = {
    "member": "label",
    "action": "title",
    "rule": "text",
    "gap": "reality",
    "note": "text",
    "risk": "cause",
    "parked": "text",
    "step": "title",
}
"""Where an item's name stands, unless that is called so."""


def name_of(noun: Noun, item: object) -> str:
    """Return what an item is called."""
    name = getattr(item, _NAMES.get(noun, "name"))
    if noun == "step":
        return voice().text(name)
    return str(name or getattr(item, "ideal", ""))


def touched(before: Session, after: Session) -> Sentence | None:
    """Return in which thing two sessions differ, by its name: the item first, whatever follows from it."""
    for noun in NOUNS:
        old, new = table(before, noun), table(after, noun)
        for id_ in sorted({*old, *new}):
            if (item := new.get(id_)) != old.get(id_):
                return say("{noun} {name}", noun=NOUN_WORDS[noun], name=_short(name_of(noun, item or old[id_])))
    parts = {
        "vision": say("{Vision}"),
        "boss": say("{Boss}"),
        "ratings": say("a rating"),
        "votes": say("the dots"),
        "pledges": say("{Pledges}"),
        "closing": say("the show of hands"),
        "reviews": say("the review dates"),
        "title": say("title"),
    }
    for name, words in parts.items():
        if getattr(before, name) != getattr(after, name):
            return words
    heads = ("organisation", "confidentiality", "language", "register")
    return say("the head of the session") if any(getattr(before, h) != getattr(after, h) for h in heads) else None


_MOST = 40


def _short(name: str) -> str:
    line = next(iter(name.strip().splitlines()), "")
    return line if len(line) <= _MOST else line[: _MOST - 1] + "\u2026"


def _tests(selector: str, wanted: str) -> Iterator[Callable[[str, str], bool]]:
    yield lambda id_, name: id_ == selector
    yield lambda id_, name: name == wanted
    yield lambda id_, name: bool(wanted) and (id_.startswith(selector) or wanted in name)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # words that no file system takes for a name
        return False


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
