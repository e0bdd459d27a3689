"""Home: the sessions of a folder, search as you type, the templates, and where we were."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.due import WITHIN
from dxworkshop.listing import template_heads, told_copies
from dxworkshop.service import Library
from dxworkshop.store.index.deadline import Falling
from dxworkshop.store.index.wish import words_of
from dxworkshop.store.summary import Summary
from dxworkshop.templates import DEFAULT
from dxworkshop.tui.commands import bindings_of, command_bar, key_of
from dxworkshop.tui.finder import Finder, Listed, Reading
from dxworkshop.tui.japanese import JapaneseInput
from dxworkshop.tui.widgets.bars import CommandBar, TitleBar
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

SOON = 0.3
"""Seconds after which it is said that the sessions are being read: most folders are read by then."""


class DueLine(Label):
    """What is due in the folder, in one line; a click shows all of it."""

    def on_click(self) -> None:
        """Ask for the list."""
        self.post_message(CommandBar.Pressed("due"))


class HomeScreen(Screen[None]):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("home")]
    app: "WorkshopApp"

    class Arrived(Message):
        """The finder has something to tell."""

        def __init__(self, what: Listed | Reading | list[Falling]) -> None:
            super().__init__()
            self.what = what
            """What was found, how far the reading is, or what is due."""

    def __init__(self, library: Library, voice: Voice) -> None:
        super().__init__()
        self._library = library
        self._voice = voice
        self._rows: list[Path] = []
        self._listed: Listed | None = None
        self._asked = 0
        self._opens = False
        self._finder = Finder(library.folder, lambda what: self.post_message(self.Arrived(what)))
        self._templates, self._unreadable = template_heads(library.folder)

    def compose(self) -> ComposeResult:
        """Draw search, sessions and templates."""
        tr = self._voice.tr
        yield TitleBar()
        words = words_of(self._voice.language)
        hint = tr("Search: any words; {status}:{late}  {person}:...  {role}:...  {boss}:...", **words)
        search = JapaneseInput(placeholder=hint, id="search")
        search.cursor_blink = False
        yield search
        yield DueLine("", id="due", markup=False)
        yield Label(tr("Sessions"), classes="heading", id="found", markup=False)
        yield OptionList(markup=False, compact=True, id="sessions")
        yield Prose("", id="trouble")
        yield Label(tr("Templates (Enter starts a new workshop)"), classes="heading", markup=False)
        yield OptionList(*self._template_rows(), markup=False, compact=True, id="templates")
        yield command_bar("home", self._voice)

    def on_mount(self) -> None:
        """Begin to look through the folder."""
        self.query_one(TitleBar).show("dxworkshop", str(self._library.folder))
        self.query_one("#due").display = self.query_one("#trouble").display = False
        self._finder.start()
        self.set_timer(SOON, self._show_reading)

    def on_unmount(self) -> None:
        """Look no more."""
        self._finder.end()

    def on_screen_resume(self) -> None:
        """Come back: something may be new."""
        self.read()

    def read(self) -> None:
        """Look at the folder again and show what is in it."""
        self._asked = self._finder.look(self._typed, again=True)

    @property
    def settled(self) -> bool:
        """Whether the list shows what is typed, of the folder as it was when it was last looked at."""
        return self._listed is not None and self._listed.run == self._asked

    @property
    def _typed(self) -> str:
        return self.query_one("#search", Input).value.strip()

    @on(Input.Changed, "#search")
    def _narrow(self) -> None:
        self._asked = self._finder.look(self._typed)
        self._opens = False

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        """Show what the finder tells; an answer to what was typed before is let go."""
        if isinstance(event.what, Reading):
            self._show_reading(event.what)
        elif isinstance(event.what, list):
            self._show_due(event.what)
        elif event.what.run == self._asked:
            self._show(event.what)
            if self._opens:
                self._first()

    def _show_reading(self, how_far: Reading | None = None) -> None:
        """Show that the sessions are being read, and how far, where nothing else can be shown yet."""
        if self._listed is not None:
            return
        told = self._voice.tr("Reading the sessions")
        if how_far is not None:
            done, total = how_far.done, how_far.total
            told = self._voice.tr("Reading the sessions: {done} of {total}", done=done, total=total)
        options = self.query_one("#sessions", OptionList)
        options.clear_options()
        options.add_option(Option(told, disabled=True))

    def _show(self, listed: Listed) -> None:
        tr = self._voice.tr
        self._listed = listed
        options = self.query_one("#sessions", OptionList)
        options.clear_options()
        self._rows = [one.path for one in listed.rows]
        options.add_options([Option(self._line(one, listed)) for one in listed.rows])
        if listed.rows:
            options.highlighted = 0
        else:
            empty = (
                tr("Nothing holds these words.")
                if listed.line
                else tr("There is no session yet. F2 starts the first.")
            )
            options.add_option(Option(empty, disabled=True))
        heading = tr("Sessions")
        if listed.total > len(listed.rows):
            heading = tr("Sessions: the first {shown} of {n}", shown=len(listed.rows), n=listed.total)
        self.query_one("#found", Label).update(heading)
        due = self.query_one("#due", DueLine)
        due.update(self._due_told(listed))
        due.display = bool(listed.late or listed.soon)
        told = self._told()
        trouble = self.query_one("#trouble", Prose)
        trouble.update(told)
        trouble.display = bool(told)

    def _due_told(self, listed: Listed) -> str:
        """Return in one line what is due in the folder."""
        tr, days, key = self._voice.tr, WITHIN, key_of("due")
        if listed.late and listed.soon:
            return tr(
                "Past their dates: {late}; within {days} days: {soon} ({key})",
                late=listed.late,
                days=days,
                soon=listed.soon,
                key=key,
            )
        if listed.late:
            return tr("Past their dates: {late} ({key})", late=listed.late, key=key)
        return tr("Due within {days} days: {soon} ({key})", days=days, soon=listed.soon, key=key)

    def _told(self) -> str:
        """Return what cannot be read, and which files are copies that wait to be merged."""
        found = self._listed.errors if self._listed else ()
        copies = told_copies(self._library.folder, self._voice)
        return "\n".join(line for line in (self._errors([*found, *self._unreadable]), copies) if line)

    def _errors(self, errors: list[DxError]) -> str:
        if not errors:
            return ""
        first = f"{errors[0].place.file.name}: " if hasattr(errors[0], "place") else ""
        more = self._voice.trn("{n} file cannot be read.", "{n} files cannot be read.", len(errors))
        return f"{more} {first}{self._voice.say(errors[0].sentence)}"

    def _line(self, one: Summary, listed: Listed) -> str:
        tr = self._voice.tr
        created = one.created.date().isoformat() if isinstance(one.created, datetime) else ""
        parts = [one.organisation, created]
        if one.actions:
            parts.append(tr("{Actions} {done}/{total}", done=one.done, total=one.actions))
        if one.hp:
            about = tr("about ") if one.hp.estimate else ""
            parts.append(tr("HP {about}{percent} %", about=about, percent=one.hp.percent))
        if one.late:
            parts.append(self._voice.trn("{n} past its date", "{n} past their dates", one.late))
        if one.next_review:
            parts.append(tr("review {day}", day=one.next_review.isoformat()))
        continued = tr("Go on: ") if one.name == listed.last else ""
        told = [f"{continued}{one.title}", "    " + "  ".join(part for part in parts if part)]
        if hit := listed.hits.get(one.name):
            told.append(f"    > {hit}")
        return "\n".join(told)

    def _template_rows(self) -> list[Option]:
        voice = self._voice
        return [
            Option(
                voice.tr("{name}  {title} ({n} min)", name=head.name, title=voice.text(head.title), n=head.minutes)
            )
            for head in self._templates
        ]

    @on(Input.Submitted, "#search")
    def _first(self) -> None:
        """Open the chosen session; where the list still shows what was typed before, once it does not."""
        self._opens = not self.settled
        if self.settled and self._rows:
            self._open(self.query_one("#sessions", OptionList).highlighted or 0)

    @on(OptionList.OptionSelected, "#sessions")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_index)

    def _open(self, row: int) -> None:
        # In the app's own turn: a screen that waits for its own end waits for ever.
        self.app.call_later(self._open_as_it_is, self._rows[row])

    async def _open_as_it_is(self, path: Path) -> None:
        """Open a session; one whose workshop is over, with its plan on top."""
        app = self.app
        if await app.open_session(path):
            await app.show_plan()

    @on(OptionList.OptionSelected, "#templates")
    def _template(self, event: OptionList.OptionSelected) -> None:
        self._ask_for_new(self._templates[event.option_index].name)

    @on(CommandBar.Pressed)
    def _command(self, event: CommandBar.Pressed) -> None:
        self.app.call_later(self.app.do_command, event.command)

    def action_help(self) -> None:
        """Show what can be done here."""
        from dxworkshop.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._voice, "home"))

    @property
    def chosen_session(self) -> Path | None:
        """The file of the session that is chosen; None where the list is empty."""
        row = self.query_one("#sessions", OptionList).highlighted
        return self._rows[row] if row is not None and row < len(self._rows) else None

    def action_remove_session(self) -> None:
        """Move the chosen session into the bin, if somebody means it."""
        from dxworkshop.tui.screens.bin import ask_to_remove

        row = self.query_one("#sessions", OptionList).highlighted
        if row is not None and row < len(self._rows):
            path = self._rows[row]
            title = next((one.title for one in self._listed.rows if one.path == path), "") if self._listed else ""
            ask_to_remove(self, path, title, self._voice)

    def action_bin(self) -> None:
        """Show which sessions were removed, and bring one back."""
        from dxworkshop.tui.screens.bin import show_removed_sessions

        show_removed_sessions(self, self._library.folder, self._voice)

    def action_due(self) -> None:
        """Show what is due in this folder."""
        self._finder.ask_what_is_due()

    def _show_due(self, found: list[Falling]) -> None:
        from dxworkshop.tui.screens.due import DueScreen

        if self.app.screen is self:
            self.app.push_screen(DueScreen(found, self._voice), self._due_picked)

    def _due_picked(self, file: str | None) -> None:
        if file:
            self.app.call_later(self._open_plan, self._library.folder / file)

    async def _open_plan(self, path: Path) -> None:
        """Open a session with its plan on top."""
        app = self.app
        if await app.open_session(path):
            await app.action_review()

    def action_new(self) -> None:
        """Start a new workshop."""
        self._ask_for_new(DEFAULT)

    def _ask_for_new(self, template: str) -> None:
        from dxworkshop.tui.screens.new import NewScreen

        self.app.push_screen(NewScreen(self._library, self._voice, template, self._templates), self._made)

    def _made(self, path: Path | None) -> None:
        if path is not None:
            self.app.call_later(self.app.open_session, path)
