"""Several plans in one view, to be looked at: those of the departments of an office, or of several towns."""

from collections.abc import Sequence

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.report.standing import Board, Deed
from dxworkshop.tui.screens.board import BoardScreen
from dxworkshop.tui.widgets.bars import BarItem


class PlansScreen(BoardScreen):
    """The actions of several plans; Enter opens the session that one is in."""

    def __init__(self, sessions: Sequence[Session], voice: Voice) -> None:
        self._sessions = tuple(sessions)
        super().__init__(voice)

    def sessions(self) -> Sequence[Session]:
        """Return the sessions whose plans are shown."""
        return self._sessions

    def items(self) -> list[BarItem]:
        """Return the commands of the bar."""
        tr = self.voice.tr
        return [
            BarItem("choose", "Enter", tr("Open the session")),
            BarItem("sieve", "/", tr("Narrow")),
            BarItem("aside", "F4", tr("To talk about"), minor=True),
            BarItem("leave", "Esc", tr("Back")),
        ]

    def title_of(self, board: Board) -> tuple[str, str]:
        """Return whose plans they are, and how many actions are shown."""
        names = dict.fromkeys(one.organisation or one.title for one in board.plans)
        shown = self.voice.tr("{n} of {all} {actions}", n=board.found, all=board.all)
        return "  ".join(names), shown

    def enter(self, deed: Deed) -> None:
        """Open the session of an action."""
        self.app.call_later(self._open, deed.session)

    async def _open(self, session: str) -> None:
        try:
            path = self.app.library.find(session)
        except DxError as error:
            self.notify(self.voice.say(error.sentence), severity="warning", markup=False)
            return
        app = self.app
        while len(app.screen_stack) > len(("bottom", "home")):
            await app.pop_screen()
        await app.open_session(path)
