"""A plan after the workshop: what is done, what is next for whom, what is stuck; changed where it stands."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.milestone import reached
from dxworkshop.model.changes import MarkAction
from dxworkshop.model.session import OPEN, Session, Status
from dxworkshop.model.value import plain
from dxworkshop.model.words import STATUSES
from dxworkshop.report.celebration import celebrate
from dxworkshop.report.standing import Board, Deed
from dxworkshop.tui.desk import ALARMING, Desk
from dxworkshop.tui.screens.board import BoardScreen
from dxworkshop.tui.screens.deed import DeedScreen, WhyScreen
from dxworkshop.tui.timing import where_it_is
from dxworkshop.tui.widgets.bars import BarItem
from dxworkshop.tui.widgets.picker import Choice, Picker

LOOK = 2.0
"""Seconds between two looks at where everything is saved."""


class ReviewScreen(BoardScreen):
    """The plan of the open session; one key says how an action stands, Enter shows all of it to be changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
        Binding("f6", "export", show=False, priority=True),
        Binding("ctrl+f", "checkin", show=False, priority=True),
        Binding("ctrl+e", "leave", show=False, priority=True),
        Binding("ctrl+o", "home", show=False, priority=True),
        Binding("f10", "language", show=False, priority=True),
    ]
    KEYS: ClassVar[Mapping[str, str]] = {
        "d": "done",
        "g": "doing",
        "b": "blocked",
        "x": "dropped",
        "space": "how",
    }

    def __init__(self, desk: Desk, voice: Voice) -> None:
        self.desk = desk
        super().__init__(voice)

    def on_mount(self) -> None:
        """Look now and then where everything is saved."""
        self.set_interval(LOOK, self.draw_title)

    def sessions(self) -> Sequence[Session]:
        """Return the open session."""
        return (self.desk.session,)

    def items(self) -> list[BarItem]:
        """Return the commands of the bar."""
        tr = self.voice.tr
        states = {status: self.voice.say(words) for status, words in STATUSES.items()}
        return [
            BarItem("choose", "Enter", tr("Edit")),
            BarItem("done", "d", states["done"]),
            BarItem("doing", "g", states["doing"]),
            BarItem("blocked", "b", states["blocked"]),
            BarItem("dropped", "x", states["dropped"]),
            BarItem("sieve", "/", tr("Narrow"), minor=True),
            BarItem("checkin", "^F", tr("{Checkin}")),
            BarItem("aside", "F4", tr("To talk about"), minor=True),
            BarItem("export", "F6", tr("Export"), minor=True),
            BarItem("undo", "F8", tr("Undo")),
            BarItem("leave", "Esc", tr("Steps")),
        ]

    def title_of(self, board: Board) -> tuple[str, str]:
        """Return the title of the session, and where everything is saved."""
        session = self.desk.session
        title = " ".join(part for part in (session.organisation, session.title) if part)
        return title, where_it_is(self.desk, self.voice)

    def action_home(self) -> None:
        """Go to the list of sessions, without the steps between."""
        # In the app's own turn: a screen that waits for its own end waits for ever.
        self.app.call_later(self.app.leave_for, "home")

    def action_language(self) -> None:
        """Show the plan in the other language."""
        self.app.call_later(self.app.leave_for, "language", "review")

    def draw_title(self) -> None:
        """Draw the title bar; what is not saved stands out."""
        self._title.show(*self.title_of(self.board), alarm=self.desk.state in ALARMING)

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others wrote; the cursor stays with its action."""
        self.read()

    # What is said of one

    def enter(self, deed: Deed) -> None:
        """Show all of an action, to be changed."""
        self.app.push_screen(DeedScreen(self.desk, self.voice, deed.id), self._back)

    def command(self, command: str, deed: Deed) -> None:
        """Say how an action stands."""
        match command:
            case "done" | "doing":
                self._mark(deed, "done" if command == "done" else "doing")
            case "blocked" | "dropped":
                status: Status = "blocked" if command == "blocked" else "dropped"
                before = self.desk.session
                screen = WhyScreen(self.desk, self.voice, deed.id, status)
                self.app.push_screen(screen, lambda _: self._said(deed, before))
            case "how":
                self._ask_how(deed)

    def _ask_how(self, deed: Deed) -> None:
        """Offer what the keys do as a list: with an input method on, letters are no keys."""
        tr = self.voice.tr
        hints: dict[Status, str] = {
            "done": tr("with thanks"),
            "doing": "",
            "blocked": tr("and who could be asked"),
            "dropped": tr("with a reason; any honest one will do"),
        }
        words = {status: self.voice.say(sentence) for status, sentence in STATUSES.items()}
        choices = [Choice(status, words[status], hint) for status, hint in hints.items()]
        picker = Picker(deed.title, choices, needed=True)
        self.app.push_screen(picker, lambda picked: self.command(picked[0], deed) if picked else None)

    def _mark(self, deed: Deed, status: Status) -> None:
        before = self.desk.session
        if refused := self.desk.ask(MarkAction(deed.id, status)):
            self._tell(refused)
        else:
            self._said(deed, before)

    def _said(self, deed: Deed, before: Session) -> None:
        """Draw what was said, thank for what is done, and go on to the next where the action went elsewhere."""
        was, after = before.actions[deed.id].status, self.desk.session.actions[deed.id].status
        ids = [line.id for line in self._list.lines]
        here = ids.index(self._list.chosen) if self._list.chosen in ids else 0
        self.read()
        if was == after:
            return
        if (was in OPEN) != (after in OPEN):
            there = {line.id for line in self._list.lines}
            ahead = {id_ for id_, one in self._deeds.items() if one.status in OPEN and id_ in there}
            following = (id_ for id_ in (*ids[here + 1 :], *reversed(ids[:here])) if id_ in ahead)
            self._list.highlight(next(following, ids[here] if ids else ""))
            self._draw_whole()
        if after == "done":
            thanks = self.voice.tr("Done: {title}. Thank you! F8 takes it back.", title=deed.title)
            self.notify(thanks, timeout=4, markup=False)
            for one in reached(plain(before), plain(self.desk.session))[-1:]:
                self.notify(celebrate(self.desk.session, one, self.voice), timeout=15, markup=False)

    def _tell(self, refused: DxError) -> None:
        if self.desk.facilitation.read_only is None:  # which is said already
            self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)

    def _back(self, _: object) -> None:
        """Draw what was changed on a screen above."""
        if self.is_mounted:
            self.read()

    # Commands of the bar

    def action_done(self) -> None:
        """Say that the chosen action is done."""
        self._do("done")

    def action_doing(self) -> None:
        """Say that the chosen action goes on."""
        self._do("doing")

    def action_blocked(self) -> None:
        """Say that the chosen action is stuck."""
        self._do("blocked")

    def action_dropped(self) -> None:
        """Let the chosen action go."""
        self._do("dropped")

    def _do(self, command: str) -> None:
        if deed := self.chosen:
            self.command(command, deed)

    def action_checkin(self) -> None:
        """Lead a check-in, and come back here."""
        from dxworkshop.tui.screens.checkin import CheckinScreen

        self.app.push_screen(CheckinScreen(self.desk, self.voice), self._back)

    def action_export(self) -> None:
        """Choose a document, see it, and write it beside the session."""
        from dxworkshop.tui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.desk, self.voice), self._back)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._answer(self.desk.undo())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._answer(self.desk.redo())

    def _answer(self, refused: DxError | None) -> None:
        if refused is not None:
            self._tell(refused)
            return
        self.read()
        for path in self.desk.facilitation.last_change:
            if path[:1] == ("actions",) and len(path) > 1:
                self._list.highlight(f"{self.desk.session.id}/{path[1]}")
                self._draw_whole()
        if what := self.desk.facilitation.what_changed():
            self.app.say_touched(self.voice.tr("Changed: {what}", what=what))
