"""The bin: what was removed from a session, which sessions were removed from a folder, and how it comes back."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.removed import Removed, removed
from dxworkshop.model.apply import NOUN_WORDS
from dxworkshop.model.changes import BringBack
from dxworkshop.service.naming import name_of
from dxworkshop.store import bin as store
from dxworkshop.store.summary import summary
from dxworkshop.tui.widgets.picker import Choice, Picker
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.screens.home import HomeScreen
    from dxworkshop.tui.screens.session import SessionScreen


def show_removed(screen: "SessionScreen") -> None:
    """Let somebody pick what was removed from the session, to bring it back."""
    desk, voice = screen.desk, screen.voice
    found = {f"{one.noun}/{one.id}": one for one in removed(desk.session)}
    if not found:
        screen.notify(voice.tr("Nothing was removed from this session."), markup=False)
        return
    choices = [Choice(key, _item(voice, one), _when(one.at, one.by)) for key, one in found.items()]

    def picked(keys: tuple[str, ...] | None) -> None:
        if not keys:
            return
        one = found[keys[0]]
        if refused := desk.ask(BringBack(one.noun, one.id)):
            screen.notify(voice.say(refused.sentence), severity="warning", markup=False)
            return
        screen.redrawn()
        screen.notify(voice.tr("Brought back: {name}. F8 takes that back.", name=_item(voice, one)), markup=False)

    screen.app.push_screen(Picker(voice.tr("Removed: Enter brings one back"), choices, needed=True), picked)


def show_removed_sessions(screen: "HomeScreen", folder: Path, voice: Voice) -> None:
    """Let somebody pick a session that was removed from the folder, to bring it back."""
    found = {one.path.name: one for one in store.contents(folder)}
    if not found:
        screen.notify(voice.tr("The bin of this folder is empty."), markup=False)
        return
    choices = [Choice(key, _title(one), _when(one.at, "")) for key, one in found.items()]

    def picked(keys: tuple[str, ...] | None) -> None:
        if not keys:
            return
        try:
            path = store.take(found[keys[0]], folder)
        except DxError as error:
            screen.notify(voice.say(error.sentence), severity="error", timeout=15, markup=False)
            return
        screen.read()
        screen.notify(voice.tr("Brought back: {name}", name=path.name), markup=False)

    screen.app.push_screen(
        Picker(voice.tr("Removed sessions: Enter brings one back"), choices, needed=True), picked
    )


def ask_to_remove(screen: "HomeScreen", path: Path, title: str, voice: Voice) -> None:
    """Ask once, then move a session into the bin."""

    def answered(yes: bool | None) -> None:
        if not yes:
            return
        try:
            store.put(path, calendar.now())
        except DxError as error:
            screen.notify(voice.say(error.sentence), severity="warning", timeout=15, markup=False)
            return
        screen.read()
        sentence = voice.tr("In the bin: {title}. Ctrl+P and Bin bring it back.", title=title)
        screen.notify(sentence, timeout=10, markup=False)

    screen.app.push_screen(RemoveScreen(title, path.name, voice), answered)


class RemoveScreen(ModalScreen[bool]):
    """Asks whether a session is to go into the bin."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False, priority=True)]

    def __init__(self, title: str, file: str, voice: Voice) -> None:
        super().__init__()
        self._title = title
        self._file = file
        self._voice = voice

    def compose(self) -> ComposeResult:
        """Draw the question and the button."""
        tr = self._voice.tr
        with Vertical(classes="dialog"):
            yield Label(tr("Move this session into the bin?"), classes="title", markup=False)
            yield Prose(f"{self._title}\n{self._file}")
            yield Prose(tr("Nothing is deleted: it can be brought back at any time."), classes="note")
            yield Button(tr("Into the bin (Enter)"), compact=True)
            yield Label(tr("Esc: leave"), classes="keys", markup=False)

    @on(Button.Pressed)
    def _yes(self) -> None:
        self.dismiss(True)

    def action_cancel(self) -> None:
        """Leave it where it is."""
        self.dismiss(False)


def _item(voice: Voice, one: Removed) -> str:
    return voice.tr("{noun} {name}", noun=NOUN_WORDS[one.noun], name=name_of(one.noun, one.item) or one.id)


def _when(at: datetime | None, by: str) -> str:
    time = at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""
    return " ".join(part for part in (time, by) if part)


def _title(one: store.Binned) -> str:
    """Return the title of a session in the bin, or its file where that cannot be read."""
    try:
        return summary(one.path, calendar.now().date()).title
    except DxError:
        return one.name
