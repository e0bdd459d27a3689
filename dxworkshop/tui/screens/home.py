"""Home: the sessions of a folder, search as you type, the templates, and where we were."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.listing import summaries, template_heads, told_copies
from dxworkshop.service import Library
from dxworkshop.store import state
from dxworkshop.store.summary import Summary
from dxworkshop.templates import DEFAULT
from dxworkshop.tui.commands import bindings_of, command_bar
from dxworkshop.tui.japanese import JapaneseInput
from dxworkshop.tui.widgets.bars import CommandBar, TitleBar
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

MOST = 200
"""Sessions shown at once; typing more narrows the rest."""


class HomeScreen(Screen[None]):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("home")]
    app: "WorkshopApp"

    def __init__(self, library: Library, voice: Voice) -> None:
        super().__init__()
        self._library = library
        self._voice = voice
        self._rows: list[Path] = []
        self._found: list[Summary] = []
        self._errors_found: list[DxError] = []
        self._templates, self._unreadable = template_heads(library.folder)

    def compose(self) -> ComposeResult:
        """Draw search, sessions and templates."""
        tr = self._voice.tr
        yield TitleBar()
        search = JapaneseInput(placeholder=tr("Search: title, office or any word of a session"), id="search")
        search.cursor_blink = False
        yield search
        yield Label(tr("Sessions"), classes="heading", markup=False)
        yield OptionList(markup=False, compact=True, id="sessions")
        yield Prose("", id="trouble")
        yield Label(tr("Templates (Enter starts a new workshop)"), classes="heading", markup=False)
        yield OptionList(*self._template_rows(), markup=False, compact=True, id="templates")
        yield command_bar("home", self._voice)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(TitleBar).show("dxworkshop", str(self._library.folder))

    def on_screen_resume(self) -> None:
        """Come back: something may be new."""
        self.read()

    def read(self) -> None:
        """Read the folder again and show what is in it."""
        self._found, self._errors_found = summaries(self._library.folder, text=True)
        self.refresh_sessions()

    @on(Input.Changed, "#search")
    def refresh_sessions(self) -> None:
        """Show the sessions that hold what is typed, the last one first."""
        tr = self._voice.tr
        typed = self.query_one("#search", Input).value.strip()
        found = [hit.summary for hit in self._library.among(typed, self._found)] if typed else list(self._found)
        last = state.last_session()
        found.sort(key=lambda one: last is None or one.path.resolve() != last.resolve())
        rows = [self._line(one, last) for one in found[:MOST]]
        options = self.query_one("#sessions", OptionList)
        options.clear_options()
        self._rows = [one.path for one in found[:MOST]]
        options.add_options([Option(row) for row in rows])
        if rows:
            options.highlighted = 0
        else:
            empty = (
                tr("Nothing holds these words.") if typed else tr("There is no session yet. F2 starts the first.")
            )
            options.add_option(Option(empty, disabled=True))
        told = self._told()
        trouble = self.query_one("#trouble", Prose)
        trouble.update(told)
        trouble.display = bool(told)

    def _told(self) -> str:
        """Return what cannot be read, and which files are copies that wait to be merged."""
        copies = told_copies(self._library.folder, self._voice)
        return "\n".join(line for line in (self._errors([*self._errors_found, *self._unreadable]), copies) if line)

    def _errors(self, errors: list[DxError]) -> str:
        if not errors:
            return ""
        first = f"{errors[0].place.file.name}: " if hasattr(errors[0], "place") else ""
        more = self._voice.trn("{n} file cannot be read.", "{n} files cannot be read.", len(errors))
        return f"{more} {first}{self._voice.say(errors[0].sentence)}"

    def _line(self, one: Summary, last: Path | None) -> str:
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
        continued = tr("Go on: ") if last and one.path.resolve() == last.resolve() else ""
        facts = "  ".join(part for part in parts if part)
        return f"{continued}{one.title}\n    {facts}"

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
        if self._rows:
            self._open(self.query_one("#sessions", OptionList).highlighted or 0)

    @on(OptionList.OptionSelected, "#sessions")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_index)

    def _open(self, row: int) -> None:
        # In the app's own turn: a screen that waits for its own end waits for ever.
        self.app.call_later(self.app.open_session, self._rows[row])

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

    def action_remove_session(self) -> None:
        """Move the chosen session into the bin, if somebody means it."""
        from dxworkshop.tui.screens.bin import ask_to_remove

        row = self.query_one("#sessions", OptionList).highlighted
        if row is not None and row < len(self._rows):
            path = self._rows[row]
            title = next(one.title for one in self._found if one.path == path)
            ask_to_remove(self, path, title, self._voice)

    def action_bin(self) -> None:
        """Show which sessions were removed, and bring one back."""
        from dxworkshop.tui.screens.bin import show_removed_sessions

        show_removed_sessions(self, self._library.folder, self._voice)

    def action_new(self) -> None:
        """Start a new workshop."""
        self._ask_for_new(DEFAULT)

    def _ask_for_new(self, template: str) -> None:
        from dxworkshop.tui.screens.new import NewScreen

        self.app.push_screen(NewScreen(self._library, self._voice, template, self._templates), self._made)

    def _made(self, path: Path | None) -> None:
        if path is not None:
            self.app.call_later(self.app.open_session, path)
