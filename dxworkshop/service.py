"""What a facilitator can do: one library of sessions, and one session being led. Three faces call it."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dxworkshop import calendar, ident, listing, templates
from dxworkshop.errors import AmbiguousError, DxError, FolderError, NotFoundError, RuleError
from dxworkshop.i18n import Language, Register, Voice
from dxworkshop.model.apply import first_step_of, table, validated
from dxworkshop.model.changes import Change, Noun
from dxworkshop.model.history import History
from dxworkshop.model.nouns import a_title_is_one_short_line
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import shown
from dxworkshop.paths import state_folder
from dxworkshop.sentence import say
from dxworkshop.store import document, file, state
from dxworkshop.store.summary import Summary


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
        return self.among(words, listing.summaries(self.folder, text=True)[0])

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
        summaries = self.summaries()[0]
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
    ) -> "Facilitation":
        """Make a new session from a template and write its file, which bears the title's name."""
        a_title_is_one_short_line(title)
        file.file_stem(title)
        workshop = templates.find(template, self.folder).workshop
        head = {
            "format": FORMAT,
            "id": id_ or ident.new_id(),
            "title": title.strip(),
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


class Facilitation:
    """One session being led: it changes by changes alone, and knows what is not saved yet."""

    def __init__(self, loaded: document.Document) -> None:
        remembered = state.load(loaded.path, loaded.identity)
        self._document = loaded
        self._history = state.history_of(loaded.session, remembered)
        self._saved = self._history
        self._kept: tuple[History, dict[str, str]] = (self._history, dict(remembered.drafts))
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
        self._history = self._history.do(change, burst)

    def undo(self) -> None:
        """Take the last change back."""
        self._history = self._history.undo()

    def redo(self) -> None:
        """Do the last undone change again."""
        self._history = self._history.redo()

    def save(self) -> None:
        """Write the session to its file, and the way back to this laptop's own memory.

        Raises `ConflictError` if the file changed meanwhile, `SaveError` if it cannot be written; what was
        accepted is still here then, and `saved` stays false.
        """
        history = self._history
        if history.session != self._document.session:
            self._document = document.save(self._document, history.session)
        self._saved = history
        self.remember()

    def save_copy(self) -> Path:
        """Write the session into a new file beside its own, where that could not be written, and go on there.

        Where the folder cannot be written either, the file goes to this laptop's own memory. Raises `SaveError`
        when nothing can be written at all.
        """
        folders, stem = [self.path.parent, state_folder()], self.path.stem
        for folder in folders:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                history = self._history
                self._document = document.create(folder, history.session, stem)
                self._saved = history
            except (DxError, OSError):
                if folder == folders[-1]:
                    raise
            else:
                break
        self.remember()
        return self.path

    def remember(self) -> None:
        """Keep undo and unfinished fields on this laptop; of changes that the file does not hold, nothing."""
        kept = (self._history if self.saved else self._saved, dict(self.drafts))
        if kept != self._kept and state.save(self.path, self._document.identity, *kept):
            self._kept = kept

    def step(self) -> str:
        """Return the id of the step the team is at."""
        return first_step_of(self.session)

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


def name_of(noun: Noun, item: object) -> str:
    """Return what an item is called."""
    key: Mapping[Noun, str] = {"member": "label", "action": "title", "rule": "text", "gap": "reality"}
    name = getattr(item, key.get(noun, "name"))
    return str(name or getattr(item, "ideal", ""))


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
