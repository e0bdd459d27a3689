"""A session on the screen: steps to the left, the work in the middle, the script beside or below it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.schedule import proposal, schedule
from dxworkshop.model.changes import Extend, Set
from dxworkshop.model.workshop import Step
from dxworkshop.store import state
from dxworkshop.tui.commands import bar_items, bindings_of, command_bar
from dxworkshop.tui.desk import ALARMING, Desk
from dxworkshop.tui.news import also_open, set_aside, to_decide
from dxworkshop.tui.steps import view_of
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.timing import step_time, where_it_is, whole_time
from dxworkshop.tui.whereabouts import Whereabouts
from dxworkshop.tui.widgets.bars import CommandBar, TitleBar
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp


TICK = 5.0
"""Seconds between two looks at the clock: a calm one hurries nobody, and a laptop on battery lasts longer."""


class SessionScreen(Screen[None]):
    """One session, at the step where the team is."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("session")]
    app: "WorkshopApp"

    def __init__(self, desk: Desk, voice: Voice, before: Whereabouts | None = None) -> None:
        """Make the screen; `before` is where the cursor was on the one it takes the place of."""
        super().__init__()
        self._before = before
        self.desk = desk
        self.voice = voice
        """Language of the program, register of the team."""
        self._steps = desk.session.workshop.in_order()
        self._at = desk.facilitation.step()
        self._title_bar = TitleBar()
        self._heading = TitleBar(id="step-title", classes="")
        self._state = ""
        self._step_list = OptionList(markup=False, compact=True, id="steps")
        self._others = Prose(id="others")
        self.refresh_state()

    def compose(self) -> ComposeResult:
        """Draw the frame and the step where the team is."""
        yield self._title_bar
        steps = self._step_list
        steps.can_focus = False
        with Container(id="body", classes="" if self._script_wanted() else "-no-script"):
            with Vertical(id="left"):
                yield steps
                yield self._others
            with Container(id="work"):
                yield from self._work()
            with VerticalScroll(id="script", can_focus=False):
                yield Prose(self._script(self._step), id="script-text")
        yield command_bar("session", self.voice, self._kind)

    def on_mount(self) -> None:
        """Put the cursor where one types first, or where it was."""
        self.set_interval(TICK, self.tick)
        self._enter()
        if self._before is not None:
            self._return_to(self._before)

    def on_descendant_focus(self) -> None:
        """Say in the bar what F2 adds here."""
        what = self.view.added()
        label = self.voice.tr("Add {what}", what=what) if what else ""
        self.query_one(CommandBar).relabel("add", label)

    @property
    def _step(self) -> Step:
        return dict(self._steps)[self._at]

    @property
    def _kind(self) -> str:
        return str(getattr(self._step, "kind", ""))

    def _script_wanted(self) -> bool:
        return self._before.script if self._before is not None else state.habits().get("script", True)

    def _work(self) -> tuple[Widget, ...]:
        self._heading = TitleBar(id="step-title", classes="")
        view = view_of(self._kind)(self.desk, self.voice, self._step)
        return self._heading, view, *view.below

    def _enter(self) -> None:
        """Put the cursor where one types first."""
        self.view.enter_first()

    @property
    def view(self) -> StepView:
        """The view of the step."""
        return self.query_one(StepView)

    async def show_step(self) -> None:
        """Draw the step the team went to."""
        work = self.query_one("#work")
        with self.app.batch_update():
            await work.remove_children()
            await work.mount(*self._work())
        self.query_one("#script-text", Prose).update(self._script(self._step))
        self.query_one("#script").scroll_home(animate=False)
        self.query_one(CommandBar).show(bar_items("session", self.voice, self._kind))
        self.refresh_state()
        self._enter()

    def refresh_state(self) -> None:
        """Draw the title, the save state and the list of steps."""
        self._steps = self.desk.session.workshop.in_order()
        parts = (to_decide(self.desk, self.voice), where_it_is(self.desk, self.voice))
        self._state = "  ".join(part for part in parts if part)
        others = also_open(self.desk.others, self.voice)
        self._others.display = bool(others)
        self._others.update(others)
        self.tick()
        steps = self._step_list
        rows = [self._step_row(n, id_, step) for n, (id_, step) in enumerate(self._steps, 1)]
        if [str(option.prompt) for option in steps.options] != rows:
            with self.prevent(OptionList.OptionHighlighted):
                steps.clear_options()
                steps.add_options([Option(row) for row in rows])
                ids = [id_ for id_, _ in self._steps]
                steps.highlighted = ids.index(self._at) if self._at in ids else None

    def tick(self) -> None:
        """Draw the title and the time."""
        session = self.desk.session
        time = schedule(session, calendar.now())
        title = " ".join(part for part in (session.organisation, session.title) if part)
        alarm = self.desk.state in ALARMING
        times = ["" if alarm else whole_time(self.voice, time, short=short) for short in (False, True)]
        state, short = ("  ".join(filter(None, (part, self._state))) for part in times)
        self._title_bar.show(title, state, short, alarm=alarm)
        step = dict(self._steps).get(self._at)
        if step is not None:
            skipped = self.voice.tr("(skipped) ") if step.skipped else ""
            over = time.running and time.here.used > time.here.planned
            self._heading.show(skipped + self.voice.text(step.title), step_time(self.voice, time), alarm=over)

    def changed(self, *, fields: bool) -> None:
        """Draw what a change changed; `fields` when it came from elsewhere than the field itself."""
        self.view.refresh_view(fields=fields)
        self.refresh_state()

    def changed_by_others(self, touched: tuple[tuple[str, ...], ...]) -> None:
        """Draw what others wrote; a field that is being typed in keeps what is typed."""
        form = self.focused.parent if self.focused is not None else None
        if isinstance(form, Form):
            form.held = set_aside(self.desk, self.voice)
        self.changed(fields=True)
        if isinstance(form, Form):
            form.held = {}
        self.view.others_wrote(touched)
        if any(path[0] == "workshop" for path in touched):
            self.call_later(self._where_the_team_is)

    def flush(self) -> None:
        """Take in everything that was typed."""
        for view in self.query(StepView):
            view.flush()

    def whereabouts(self) -> Whereabouts:
        """Return where the cursor is, for the same screen in other words."""
        places = self.view.places()
        inside = next((n for n, (form, _) in enumerate(places) if form.has_focus_within), None)
        return Whereabouts(
            script=not self.query_one("#body").has_class("-no-script"),
            chosen=tuple(items.chosen if items else "" for _, items in places),
            form=inside,
            field=places[inside][0].index if inside is not None else 0,
        )

    def _return_to(self, before: Whereabouts) -> None:
        self.query_one("#body").set_class(not before.script, "-no-script")
        places = self.view.places()
        for (form, items), chosen in zip(places, before.chosen, strict=False):
            if items is not None and chosen:
                items.show(chosen)
            elif items is not None and not items.chosen:
                form.refresh_fields()
        if before.form is not None and before.form < len(places):
            places[before.form][0].enter(before.field)

    async def go(self, step: str) -> None:
        """Go to a step; what was typed is taken in first."""
        self.flush()
        reads = self.desk.facilitation.read_only is not None
        if step != self._at and (reads or self.desk.go(step) is None):
            self._at = step
            await self.show_step()
            if proposal(self.desk.session, calendar.now()):
                sentence = self.voice.tr("Behind the plan. Ctrl+G proposes which later steps to shorten.")
                self.notify(sentence, markup=False)

    async def _where_the_team_is(self) -> None:
        """Go on where the steps are others now: the one that was shown may be gone, or may read otherwise."""
        before = dict(self._steps).get(self._at)
        self.refresh_state()
        here = self._at if self.desk.facilitation.read_only is not None else self.desk.facilitation.step()
        if self._at != here or dict(self._steps).get(here) is not before:
            self._at = here
            await self.show_step()

    async def action_next_step(self) -> None:
        """Go to the next step."""
        await self._by(1)

    async def action_previous_step(self) -> None:
        """Go to the step before."""
        await self._by(-1)

    async def _by(self, by: int) -> None:
        ids = [id_ for id_, step in self._steps if id_ == self._at or not step.skipped]
        index = ids.index(self._at) + by
        if 0 <= index < len(ids):
            await self.go(ids[index])

    @on(OptionList.OptionSelected, "#steps")
    async def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.go(self._steps[event.option_index][0])

    def action_add(self) -> None:
        """Start the next item of the list the cursor is in."""
        if refused := self.view.add():
            self.notify(refused, severity="warning", markup=False)

    def action_remove(self) -> None:
        """Remove the item that is shown."""
        self.flush()
        refused = self.view.remove_item()
        if refused:
            self.notify(refused, severity="warning", markup=False)
        elif refused is not None:
            self.changed(fields=True)
            self.notify(self.voice.tr("Removed. F8 brings it back."), markup=False)

    def action_undo(self) -> None:
        """Take the last change back; what is being typed counts as one."""
        self.flush()
        self._answer(self.desk.undo())

    def action_redo(self) -> None:
        """Do again what was taken back; after typing there is nothing to do again."""
        self.flush()
        self._answer(self.desk.redo())

    def _answer(self, refused: DxError | None) -> None:
        if refused is not None:
            if self.desk.facilitation.read_only is None:  # which is said already
                self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)
            return
        facilitation = self.desk.facilitation
        self.changed(fields=True)
        for path in facilitation.last_change:
            self.view.show_item(path)
        if what := facilitation.what_changed():
            self.app.say_touched(self.voice.tr("Changed: {what}", what=what))
        if any(path[0] == "workshop" for path in facilitation.last_change):
            self.call_later(self._where_the_team_is)

    def action_script(self) -> None:
        """Show or hide what to say, and remember it."""
        body = self.query_one("#body")
        body.toggle_class("-no-script")
        state.keep_habit("script", not body.has_class("-no-script"))

    def action_longer(self) -> None:
        """Give the step five more minutes."""
        self.desk.ask(Extend(self._at, 5))

    def action_bit_longer(self) -> None:
        """Give the step one more minute."""
        self.desk.ask(Extend(self._at, 1))

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        self.desk.pause()

    def action_reveal(self) -> None:
        """Show the sums to the room, or hide them."""
        self.flush()
        if refused := self.view.reveal():
            self.notify(refused, severity="warning", markup=False)

    def action_agenda(self) -> None:
        """Show the time plan and the steps."""
        from dxworkshop.tui.screens.agenda import AgendaScreen

        self.flush()
        self.app.push_screen(AgendaScreen(self.desk, self.voice), self._agenda_left)

    def _agenda_left(self, step: str | None) -> None:
        # In the app's own turn, after the screen above is gone.
        self.call_later(self.go, step) if step else self.call_later(self._where_the_team_is)

    def action_parking(self) -> None:
        """Write down a topic for later, or a question."""
        from dxworkshop.tui.screens.parking import ParkingScreen

        self.flush()
        self.app.push_screen(ParkingScreen(self.desk, self.voice), lambda _: self.changed(fields=False))

    def action_conflicts(self) -> None:
        """Decide what stands where two people wrote at the same time."""
        from dxworkshop.tui.screens.conflict import ConflictScreen

        self.flush()
        self.app.push_screen(ConflictScreen(self.desk, self.voice), lambda _: self.redrawn())

    def action_bin(self) -> None:
        """Show what was removed, and bring something back."""
        from dxworkshop.tui.screens.bin import show_removed

        self.flush()
        show_removed(self)

    def action_save_as(self) -> None:
        """Go on in a new file."""
        from dxworkshop.tui.screens.save import ask_where

        self.flush()
        ask_where(self)

    def redrawn(self) -> None:
        """Draw everything, wherever it was changed; the step may be another one now."""
        self.changed(fields=True)
        self.call_later(self._where_the_team_is)

    def action_script_down(self) -> None:
        """Read on in what to say."""
        self.query_one("#script").scroll_page_down(animate=False)

    def action_script_up(self) -> None:
        """Go back in what to say."""
        self.query_one("#script").scroll_page_up(animate=False)

    def action_register(self) -> None:
        """Switch between adventure words and plain words."""
        self.flush()
        other = "plain" if self.desk.session.register == "adventure" else "adventure"
        self.desk.ask(Set("session", {"register": other}))
        # In the app's own turn: a screen that waits for its own end waits for ever.
        self.app.call_later(self.app.reopen)

    def action_export(self) -> None:
        """Choose a document, see it, and write it beside the session."""
        self.flush()
        self.app.show_export()

    def action_home(self) -> None:
        """Close the session."""
        self.flush()
        self.app.call_later(self.app.close_session)

    def action_help(self) -> None:
        """Show what can be done here."""
        from dxworkshop.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.voice, "session"))

    @on(CommandBar.Pressed)
    def _command(self, event: CommandBar.Pressed) -> None:
        self.app.call_later(self.app.do_command, event.command)

    def _step_row(self, number: int, id_: str, step: Step) -> str:
        mark = ">" if id_ == self._at else "x" if step.skipped else " "
        return f"{mark}{number:>2} {self.voice.text(step.title)}"

    def _script(self, step: Step) -> str:
        tr = self.voice.tr
        parts = (
            (tr("Say"), step.say),
            (tr("Example"), step.example),
            (tr("Done when"), step.done_when),
            (tr("Method"), step.method),
        )
        texts = [(label, self.voice.text(text).strip()) for label, text in parts]
        return "\n\n".join(f"[{label}]\n{text}" for label, text in texts if text)
