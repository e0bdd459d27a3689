"""The doors: which screens open over a session, and over home. Each is imported when it is opened."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from dxworkshop import calendar
from dxworkshop.insight.leading import reads
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.japanese import JapaneseApp
from dxworkshop.tui.screens.session import SessionScreen

if TYPE_CHECKING:
    from dxworkshop.i18n import Voice
    from dxworkshop.service import Library


class Doors(JapaneseApp[None]):
    """The part of the app that opens screens over the one that is shown."""

    desk: Desk | None
    library: "Library"

    @property
    def voice(self) -> "Voice":
        """The program's language, in the register of the open session."""
        raise NotImplementedError

    async def open_session(self, path: Path) -> bool:
        """Open a session in place of the home screen; return whether it could be opened."""
        raise NotImplementedError

    async def do_command(self, command: str) -> None:
        """Do a command by its id, as its key would."""
        raise NotImplementedError

    def show_export(self) -> None:
        """Show what can be written of this session, as it is now."""
        if self.desk is not None:
            from dxworkshop.tui.screens.export import ExportScreen

            self.push_screen(ExportScreen(self.desk, self.voice), self._redrawn)

    def action_paper(self) -> None:
        """Fill in when and where the team met, and what stands over its documents."""
        from dxworkshop.tui.screens.paper import PaperScreen

        self._over_session(PaperScreen)

    def action_lint(self) -> None:
        """Show what the plan still lacks, and why; set a rule aside, with a reason."""
        from dxworkshop.tui.screens.lint import LintScreen

        self._over_session(LintScreen)

    async def action_review(self) -> None:
        """Show what is done, what is next for whom and what is blocked; at home, of the chosen session."""
        from dxworkshop.tui.screens.review import ReviewScreen

        if await self._at_a_session():
            self._over_session(ReviewScreen)

    async def action_checkin(self) -> None:
        """Lead a check-in; at home, that of the chosen session."""
        from dxworkshop.tui.screens.checkin import CheckinScreen

        if await self._at_a_session():
            self._over_session(CheckinScreen)

    def action_glance(self) -> None:
        """Show the folder at a glance."""
        from dxworkshop.tui.screens.glance import GlanceScreen

        self.push_screen(GlanceScreen(self.library, self.voice))

    async def leave_for(self, *commands: str) -> None:
        """Close the screen on top, then do some commands, each once the one before is done."""
        await self.pop_screen()
        self._redrawn(None)
        for command in commands:
            await self.do_command(command)

    async def show_plan(self) -> None:
        """Show the plan of a session that was opened, where it was agreed on another day."""
        if self.desk is not None and reads(self.desk.session, calendar.now()):
            await self.action_review()

    async def _at_a_session(self) -> bool:
        """Open the session that is chosen at home, if none is open; return whether one is."""
        from dxworkshop.tui.screens.home import HomeScreen

        if isinstance(self.screen, HomeScreen) and (chosen := self.screen.chosen_session):
            await self.open_session(chosen)
        return self.desk is not None

    def _over_session(self, screen: "Callable[[Desk, Voice], Screen[Any]]") -> None:
        """Push a screen over that of the session, once what was typed there is taken in."""
        top = self.screen
        if self.desk is not None and isinstance(top, SessionScreen):
            top.flush()
            self.push_screen(screen(self.desk, self.voice), self._redrawn)

    def _redrawn(self, _: object) -> None:
        """Draw the session again below a screen in which something may have been changed or undone."""
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen) and screen.is_mounted:
                screen.redrawn()
