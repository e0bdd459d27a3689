"""The check-in: fifteen minutes in which a team looks at its plan, page by page, with one typist for the room."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from dxworkshop import calendar, deck
from dxworkshop.i18n import Voice
from dxworkshop.insight.milestone import Milestone
from dxworkshop.model.value import shown
from dxworkshop.report.celebration import celebrate
from dxworkshop.tui.desk import ALARMING, Desk
from dxworkshop.tui.screens.checkin_again import GapsPage, MarksPage, rate_steps
from dxworkshop.tui.screens.checkin_ask import AskPage
from dxworkshop.tui.screens.checkin_boss import BossPage
from dxworkshop.tui.screens.checkin_close import ClosePage, SummaryPage
from dxworkshop.tui.screens.checkin_page import Page
from dxworkshop.tui.screens.checkin_round import RoundPage
from dxworkshop.tui.screens.checkin_today import Today
from dxworkshop.tui.screens.sheet import SheetScreen
from dxworkshop.tui.timing import where_it_is
from dxworkshop.tui.widgets.bars import BarItem, CommandBar, TitleBar
from dxworkshop.tui.widgets.picker import Choice, Picker
from dxworkshop.tui.widgets.prose import Prose

TICK = 1.0
"""Seconds between two looks at the counter."""
PAGES: dict[str, type[Page]] = {
    one.name_of: one for one in (BossPage, RoundPage, AskPage, GapsPage, MarksPage, ClosePage, SummaryPage)
}
"""The pages in their order."""
AGAIN = ("gaps", "marks")
"""Those for a day on which is rated again."""


class CheckinScreen(SheetScreen):
    """One page at a time. What is said is in the session at once; the same day it goes on where it was left."""

    CSS_PATH: ClassVar = "checkin.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("f2", "following", show=False, priority=True),
        Binding("f5", "again", show=False, priority=True),
        Binding("f6", "export", show=False, priority=True),
        Binding("f7", "scale", show=False, priority=True),
        Binding("ctrl+d", "conflicts", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, voice: Voice, on: date | None = None) -> None:
        """Make it for a day; without one, for today."""
        super().__init__(desk, voice)
        self._today = Today(desk, voice, on or calendar.now().date())
        self._today.take_up()
        self._again = self._today.rates_again()
        self._at = self._where_it_was_left()
        self._known = [*self._today.milestones()]
        self._title = TitleBar()
        self._heading = TitleBar(id="checkin-heading", classes="")
        self._keys = Prose(classes="keys")

    def compose(self) -> ComposeResult:
        """Draw the frame and the page."""
        yield self._title
        yield self._heading
        with Container(id="checkin-page"):
            yield PAGES[self._at](self._today, self._said)
        yield self._keys
        yield CommandBar(self._bar())

    def on_mount(self) -> None:
        """Draw everything, and put the cursor where one types first."""
        self.set_interval(TICK, self._tick)
        self._drawn()
        self.page.enter()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.query_one(Page)

    def _bar(self) -> list[BarItem]:
        tr = self.voice.tr
        return [
            BarItem("turn(-1)", "PgUp", tr("Back")),
            BarItem("turn(1)", "PgDn", tr("Next")),
            BarItem("undo", "F8", tr("Undo")),
            BarItem("redo", "F9", tr("Redo"), minor=True),
            BarItem("again", "F5", tr("Rate again"), minor=True),
            BarItem("export", "F6", tr("Export"), minor=True),
            BarItem("scale", "F7", tr("Scale"), minor=True),
            BarItem("leave", "Esc", tr("Leave")),
        ]

    @on(CommandBar.Pressed)
    async def _pressed(self, event: CommandBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.command)

    # Which page

    def _pages(self) -> list[str]:
        """Return the pages of today: those of rating again only where that is due or wanted."""
        there = {"gaps": bool(shown(self.desk.session.gaps)), "marks": bool(rate_steps(self.desk.session))}
        return [name for name in PAGES if name not in AGAIN or (self._again and there[name])]

    def _where_it_was_left(self) -> str:
        if self._today.checkin is None:
            return "boss"
        spoken = all(self._today.report(id_) for id_, _ in self._today.spoken_of())
        return "close" if spoken else "round"

    async def action_turn(self, by: int) -> None:
        """Go to another page; what was typed is taken in first."""
        pages = self._pages()
        at = (pages.index(self._at) if self._at in pages else 0) + by
        if 0 <= at < len(pages):
            await self._show(pages[at])

    async def _show(self, name: str) -> None:
        self.flush()
        self._at = name
        holder = self.query_one("#checkin-page")
        with self.app.batch_update():
            await holder.remove_children()
            await holder.mount(PAGES[name](self._today, self._said))
        self._drawn()
        self.page.enter()

    def action_following(self) -> None:
        """Go to the next one of what is gone through on this page."""
        self.page.following()

    async def action_again(self) -> None:
        """Rate obstacles and statements again, on any day."""
        self._again = True
        wanted = [name for name in self._pages() if name in AGAIN]
        if wanted:
            await self._show(wanted[0])
        else:
            self.notify(self.voice.tr("There is nothing that was rated before."), markup=False)

    def action_export(self) -> None:
        """Write minutes, plan and the other documents."""
        self.flush()
        self.app.show_export()

    def action_conflicts(self) -> None:
        """Decide what stands where two people wrote at the same time."""
        from dxworkshop.tui.screens.conflict import ConflictScreen

        self.flush()
        self.app.push_screen(ConflictScreen(self.desk, self.voice), lambda _: self.drawn_anew())

    # The scale

    def action_scale(self) -> None:
        """Choose on which scale it is said how an action goes."""
        tr, checkin = self.voice.tr, self._today.checkin
        if checkin and any(report.rating for report in checkin.actions.values()):
            sentence = tr("Some are rated on this scale already. Take those marks out first.")
            self.notify(sentence, severity="warning", markup=False)
            return
        choices = [
            Choice(one.id, self.voice.text(one.text), tr(", ").join(map(self.voice.text, one.marks.values())))
            for one in deck.scales()
        ]
        self.flush()
        picker = Picker(tr("Scale"), choices, (self._today.scale.id,), needed=True)
        self.app.push_screen(picker, self._scale_picked)

    def _scale_picked(self, picked: tuple[str, ...] | None) -> None:
        if picked:
            self.page.tell(self._today.edit(lambda _: {"scale": picked[0]}))
            self.call_later(partial(self._show, self._at))

    # What is drawn

    def _said(self) -> None:
        """Draw what came of what was said; a milestone that an estimate reaches is told at once."""
        self.page.heard()
        self._tick()
        self._celebrate(self._today.milestones())

    def _celebrate(self, found: Sequence[Milestone]) -> None:
        new = [one for one in found if one not in self._known]
        self._known += new
        # What was read is celebrated beside the values, once the number is whole.
        if new and new[-1].estimate:
            sentence = celebrate(self.desk.session, new[-1], self.voice)
            self.notify(sentence, timeout=10, markup=False)

    def drawn_anew(self) -> None:
        """Show everything as it is now, in the forms too."""
        if self.is_mounted:
            self._today.take_up()
            self.page.draw(fields=True)
            self._tick()

    def _drawn(self) -> None:
        self.page.draw()
        self._keys.update(self.page.keys())
        self._tick()

    def _tick(self) -> None:
        tr, session = self.voice.tr, self.desk.session
        name = session.boss.name.strip() or session.title
        title = tr("{Checkin} {day}: {name}", day=self._today.on, name=name)
        self._title.show(title, where_it_is(self.desk, self.voice), alarm=self.desk.state in ALARMING)
        pages = self._pages()
        number = pages.index(self._at) + 1 if self._at in pages else 0
        heading = f"{number}/{len(pages)} {self._headings()[self._at]}"
        self._heading.show(heading, self.page.state() or self._minutes())

    def _headings(self) -> dict[str, str]:
        tr = self.voice.tr
        return {
            "boss": tr("What was done, and what is read"),
            "round": tr("Each owner, a minute at most"),
            "ask": tr("What is stuck: who asks whom"),
            "gaps": tr("Obstacles, rated again"),
            "marks": tr("Statements, rated again"),
            "close": tr("What we learned, and when we meet again"),
            "summary": tr("What was said today"),
        }

    def _minutes(self) -> str:
        spans = {"boss": "0-2", "round": "2-10", "ask": "10-13", "close": "13-15"}
        return self.voice.tr("minutes {span}", span=spans[self._at]) if self._at in spans else ""
