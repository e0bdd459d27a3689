"""One session being led."""

from pathlib import Path

from dxworkshop import calendar
from dxworkshop.errors import RuleError
from dxworkshop.i18n import Voice
from dxworkshop.insight.leading import opening
from dxworkshop.model.apply import first_step_of
from dxworkshop.model.changes import Change, MoveTo, Noun, RunClock
from dxworkshop.model.history import History, behind, said
from dxworkshop.model.patch import changed
from dxworkshop.model.secret import made_anonymous, without_names
from dxworkshop.model.session import Session
from dxworkshop.sentence import Sentence
from dxworkshop.service import naming
from dxworkshop.service.keeping import Keeping, may_be_written
from dxworkshop.store.document import Document
from dxworkshop.store.recovery import Recovered


class Facilitation(Keeping):
    """One session being led: it changes by changes alone, and knows what is not saved yet."""

    def __init__(self, loaded: Document, recovered: Recovered | None = None, who: str = "") -> None:
        super().__init__(loaded, recovered, who)
        self._before = loaded.session
        self._leads = self._found_running = self._acted = False
        self.last_change: tuple[tuple[str, ...], ...] = ()
        """Keys down to each value that the last change, undo or redo touched; empty where there was none."""
        self.read_only: Sentence | None = None
        """Why nothing can be changed here; None where it can."""

    @property
    def voice(self) -> Voice:
        """The language and register that the team chose."""
        return Voice(self.session.language, self.session.register)

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
        self._refuse_if_read_only()
        anonymous = made_anonymous(self.session, change)
        before, after = self._history, self._history.do(change, burst)
        if anonymous:
            after = without_names(after)
            self._forget_names(anonymous)
        self._acted = self._acted or not isinstance(change, RunClock)
        # A burst that ended where it began took its entry away again.
        added = len(after.past) >= len(before.past) and after.past[-1:] != before.past[-1:]
        self._before = before.session
        if after is not before:
            self._step_to(after, "do", after.did, burst)
        self.last_change = tuple(patch.path for entry in after.past[-1:] if added for patch in entry.patches)
        if anonymous:
            self._step_to(after, "forget", ())

    def save_as(self, path: Path) -> Path:
        """Write the session into a new file as `Keeping` does; there it can be changed.

        Raises `RuleError` for a file of a newer program, of which a copy would hold only what is understood here.
        """
        if self.newer:
            self._refuse_if_read_only()
        made = super().save_as(path)
        self.read_only = None
        return made

    def _refuse_if_read_only(self) -> None:
        if self.read_only is not None:
            raise RuleError(self.read_only)

    def _forget_names(self, step: str) -> None:
        """Take the names out of unfinished texts of a step that is anonymous from now on; a ballot is dropped."""
        named = [n for n in self.drafts if step in n.split("/") and n.split("/")[-1] in self.session.members]
        texts = sorted((name.startswith("vote/"), self.drafts.pop(name)) for name in named)
        self.drafts.update({f"collect/{step}/kept/{n}": text for n, (dots, text) in enumerate(texts) if not dots})

    def bring_back(self, session: Session) -> None:
        """Put another state of the session in place of this one, as one change that can be undone."""
        self._refuse_if_read_only()
        patches = tuple(changed(self.session, session))
        if kept := said(patches):
            self._before = self.session
            self._step_to(History(session, behind(self._history.past, kept, "")), "do", patches)

    def undo(self) -> None:
        """Take the last change back."""
        self._refuse_if_read_only()
        entry, self._before = self._history.past[-1:], self.session
        after = self._history.undo()
        self._step_to(after, "undo", after.did)
        self.last_change = tuple(patch.path for patch in entry[0].patches)

    def redo(self) -> None:
        """Do the last undone change again."""
        self._refuse_if_read_only()
        entry, self._before = self._history.future[-1:], self.session
        after = self._history.redo()
        self._step_to(after, "redo", after.did)
        self.last_change = tuple(patch.path for patch in entry[0].patches)

    def what_changed(self) -> Sentence | None:
        """Return what the last change, undo or redo touched, by its name; None where it touched nothing."""
        return naming.touched(self._before, self.session)

    def pick(self, noun: Noun, selector: str) -> str:
        """Return the id of an item: its id or the start of it, or part of its name.

        Raises `NotFoundError`, or `AmbiguousError` with the names that answer.
        """
        return naming.pick(self.session, noun, selector)

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
        if self.read_only is not None or not may_be_written(self.path):  # nobody leads there
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
