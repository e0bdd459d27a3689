"""What leaves the room: a document, its readers and its format are chosen, and it is seen at once."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from dxworkshop import calendar, config
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.report.options import Options
from dxworkshop.service import outgoing
from dxworkshop.service.outgoing import Wish
from dxworkshop.store import file
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.folder import show_folder
from dxworkshop.tui.widgets.prose import Prose
from dxworkshop.tui.widgets.reading import Reading
from dxworkshop.tui.widgets.switches import Switch, Switches

SHOWN = 400
"""Lines of a document that the preview draws."""
CLIPBOARD = 74_994
"""Bytes that fit the clipboard sequence of the strictest terminal: 100,000 characters, of base64."""


class ExportScreen(ModalScreen[None]):
    """Shows a document as it would be, and writes it beside the session or copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("f2,f6,enter", "write", show=False, priority=True),
        Binding("f3", "folder", show=False, priority=True),
        Binding("f4", "taken", show=False, priority=True),
        Binding("f5", "copy", show=False, priority=True),
    ]

    class Made(Message):
        """A document is made."""

        def __init__(self, wish: Wish, text: str, seen: str, taken: tuple[str, ...]) -> None:
            super().__init__()
            self.wish = wish
            self.text = text
            """The document itself."""
            self.seen = seen
            """What the preview shows of it."""
            self.taken = taken

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self._desk = desk
        self._voice = voice
        try:
            western = config.load().dates == "western"
        except DxError:
            western = False
        self._wish = Wish(options=Options(dates="western" if western else "era"))
        self._switches = Switches(_switches(voice, desk.session.language), _values(self._wish))
        self._file = Label("", classes="note", markup=False)
        self._note = Prose("", classes="note")
        self._preview = Prose("")
        self._text = ""
        self._shows_taken = False

    def compose(self) -> ComposeResult:
        """Draw what can be chosen, what comes of it, and what can be done with it."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("Write a document"), classes="title", markup=False)
            yield self._switches
            yield self._file
            yield self._note
            with Reading(id="preview"):
                yield self._preview
            with Horizontal(classes="buttons"):
                yield Button(tr("Write (Enter)"), id="write", compact=True)
                yield Button(tr("Copy (F5)"), id="copy", compact=True)
                yield Button(tr("Folder (F3)"), id="folder", compact=True)
                yield Button(tr("Taken out (F4)"), id="taken", compact=True)
            keys = tr("Up/Down and Left/Right: choose   Tab: read on   Esc: leave")
            yield Label(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Draw the plan of the team, as it is now."""
        self._switches.focus()
        self._draw()

    @on(Switches.Chosen)
    def _chose(self, event: Switches.Chosen) -> None:
        self._wish = _wished(self._wish, event.key, event.value)
        self._draw()

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        await self.run_action(str(event.button.id))

    def action_leave(self) -> None:
        """Go back to the step."""
        self.dismiss(None)

    def action_taken(self) -> None:
        """Show what is taken out for these readers, or the document again."""
        self._shows_taken = not self._shows_taken
        self._draw()

    def action_write(self) -> None:
        """Write the document beside the session, never over another file."""
        path, wish, voice = self._desk.facilitation.path, self._wish, self._voice
        try:
            done = outgoing.encoded(outgoing.report(self._desk.session, wish, calendar.now()), wish)
            stem, suffix = wish.file_name(path.stem), f".{wish.format}"
            known = file.same(path.parent, stem, suffix, done.data)
            target = known or file.create(path.parent, stem, suffix, done.data)
        except DxError as error:
            self.notify(voice.say(error.sentence), severity="error", timeout=15, markup=False)
            return
        self.notify(voice.tr("Written: {file}", file=str(target)), timeout=10, markup=False)
        if waiting := len(self._desk.facilitation.drafts):
            sentence = voice.trn("{n} field not in the plan yet", "{n} fields not in the plan yet", waiting)
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    def action_copy(self) -> None:
        """Put the text of the document on the clipboard of the terminal."""
        if len(self._text.encode("utf-8", "replace")) > CLIPBOARD:
            sentence = self._voice.tr("This is too long for the clipboard of a terminal; write it to a file.")
            self.notify(sentence, severity="warning", timeout=10, markup=False)
            return
        self.app.copy_to_clipboard(self._text)
        self.notify(self._voice.tr("Copied, as far as this terminal lets programs copy."), markup=False)

    def action_folder(self) -> None:
        """Open the folder of the session, or say where it is."""
        folder = Path(self._desk.facilitation.path).absolute().parent
        if not show_folder(folder):
            self.notify(self._voice.tr("The folder is {folder}", folder=str(folder)), timeout=15, markup=False)

    @work(thread=True, exclusive=True)
    def _draw(self) -> None:
        """Make the document in a thread: a session is a value, and a long one takes its time."""
        session, wish, now = self._desk.session, self._wish, calendar.now()
        try:
            made = outgoing.report(session, wish, now)
            text = outgoing.text(made, wish)
            taken = outgoing.taken_out(session, wish, now)
            seen = text if wish.format != "html" else outgoing.text(made, replace(wish, format="txt"))
        except DxError as error:
            self.post_message(self.Made(wish, "", self._voice.say(error.sentence), ()))
            return
        self.post_message(self.Made(wish, text, seen, taken))

    @on(Made)
    def _show(self, made: Made) -> None:
        wish, seen, taken = made.wish, made.seen, made.taken
        if wish != self._wish:
            return
        voice, name = self._voice, f"{wish.file_name(self._desk.facilitation.path.stem)}.{wish.format}"
        self._text = made.text
        self._file.update(voice.tr("File: {file}", file=name))
        notes = [voice.trn("{n} thing is taken out (F4).", "{n} things are taken out (F4).", len(taken))]
        notes = [*(notes if taken else []), *outgoing.doubts(self._desk.session, wish, voice)]
        if wish.format == "html":
            notes.append(voice.tr("HTML opens in a browser; below is what it says."))
        self._note.update(" ".join(notes))
        lines = list(taken) if self._shows_taken else seen.splitlines()
        if self._shows_taken and not taken:
            lines = [voice.tr("Nothing is taken out for these readers.")]
        more = [voice.tr("... the file has {n} more lines", n=len(lines) - SHOWN)] if len(lines) > SHOWN else []
        self._preview.update("\n".join((*lines[:SHOWN], *more)))
        self.call_after_refresh(partial(self.query_one("#preview", VerticalScroll).scroll_home, animate=False))


def _switches(voice: Voice, language: str) -> tuple[Switch, ...]:
    tr = voice.tr
    years = (Switch("dates", tr("Years"), (("era", tr("Japanese era")), ("western", tr("western count")))),)
    return (
        Switch(
            "document",
            tr("Document"),
            (
                ("plan", tr("plan")),
                ("minutes", tr("minutes")),
                ("brief", tr("brief for each")),
                ("handover", tr("handover")),
            ),
        ),
        Switch(
            "audience",
            tr("For"),
            (
                ("internal", tr("the team (all)")),
                ("office", tr("the office (roles)")),
                ("public", tr("everybody (summary)")),
            ),
        ),
        Switch("format", tr("Format"), tuple((name, name) for name in outgoing.FORMAT_NAMES)),
        Switch("columns", tr("Table"), (("compact", tr("for paper")), ("long", tr("all columns")))),
        *(years if language == "ja" else ()),
    )


def _values(wish: Wish) -> dict[str, str]:
    options = wish.options
    return {
        "document": wish.document,
        "audience": wish.audience,
        "format": wish.format,
        "columns": options.columns,
        "dates": options.dates,
    }


def _wished(wish: Wish, key: str, value: str) -> Wish:
    """Return a wish with one value chosen."""
    match key:
        case "document":
            return replace(wish, document=outgoing.as_document(value))
        case "audience":
            return replace(wish, audience=outgoing.as_audience(value))
        case "columns":
            return replace(wish, options=replace(wish.options, columns="long" if value == "long" else "compact"))
        case "dates":
            return replace(wish, options=replace(wish.options, dates="western" if value == "western" else "era"))
    return replace(wish, format=value)
