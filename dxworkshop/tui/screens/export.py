"""What leaves the room: a document, its readers and its format are chosen, and it is seen at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Label
from textual.worker import get_current_worker

from dxworkshop import calendar, config, offer
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.report.options import Options
from dxworkshop.service import outgoing
from dxworkshop.service.outgoing import Wish
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.folder import show_folder
from dxworkshop.tui.hiding import nowhere
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.paper import PaperScreen
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
        Binding("ctrl+y", "copy", show=False, priority=True),
        Binding("f7", "hide", show=False, priority=True),
        Binding("f9", "paper", show=False, priority=True),
    ]

    class Made(Message):
        """A document is made."""

        def __init__(self, run: int, name: str, text: str, seen: str) -> None:
            super().__init__()
            self.run = run
            """Which making it comes of: the same may be wished again of another session."""
            self.name = name
            """What its file will be called, without the end; empty where it could not be made."""
            self.text = text
            """The document itself."""
            self.seen = seen
            """What the preview shows of it: itself, or why there is none."""

    class Taken(Message):
        """It is known what a document leaves out."""

        def __init__(self, run: int, taken: tuple[str, ...]) -> None:
            super().__init__()
            self.run = run
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
        self._switches = Switches(*self._rows())
        self._file = Label("", classes="note", markup=False)
        self._note = Prose("", classes="note")
        self._preview = Prose("")
        self._made: ExportScreen.Made | None = None
        self._taken: tuple[str, ...] = ()
        self._shows_taken = False
        self._to_hide = ""
        """What was typed into the box for words to hide, whether it was taken in or left."""
        self._run = 0
        self._then: Callable[[], None] | None = None

    def _rows(self) -> tuple[tuple[Switch, ...], dict[str, str]]:
        names = outgoing.departments(self._desk.session, self._wish, calendar.now().date())
        return rows(self._voice, self._desk.session.language, self._wish, names), values(self._wish)

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
                yield from self._buttons()
            keys = tr("Up/Down and Left/Right: choose   Tab: read on   Esc: leave")
            yield Label(keys, classes="keys", markup=False)

    def _buttons(self) -> Iterator[Button]:
        tr = self._voice.tr
        labels = {
            "write": tr("Write (Enter)"),
            "copy": tr("Copy (^Y)"),
            "folder": tr("Folder (F3)"),
            "taken": tr("Taken out (F4)"),
            "hide": tr("Hide (F7)"),
            "paper": tr("Head (F9)"),
        }
        for id_, label in labels.items():
            button = Button(label, id=id_, compact=True)
            # As wide as its words, that all six fit; a style sheet of Textual takes no 0 here.
            button.styles.width, button.styles.line_pad = cell_len(label), 0
            yield button

    def on_mount(self) -> None:
        """Draw the plan of the team, as it is now."""
        self._switches.focus()
        self._draw()

    @on(Switches.Chosen)
    def _chose(self, event: Switches.Chosen) -> None:
        self._wish = wished(self._wish, event.key, event.value)
        self._switches.show(*self._rows())
        self._draw()

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        await self.run_action(str(event.button.id))

    def action_leave(self) -> None:
        """Go back from the list of what is taken out to the document, from there to the step."""
        if self._shows_taken:
            self.action_taken()
        else:
            self.dismiss(None)

    def action_taken(self) -> None:
        """Show what is taken out for these readers, or the document again."""
        self._shows_taken = not self._shows_taken
        self._show()

    def action_hide(self) -> None:
        """Ask for more words that these readers are not to see, one on each line."""
        tr = self._voice.tr
        if self._wish.audience == "internal":
            self.notify(tr("The team's own document hides nothing."), markup=False)
            return
        words = (
            tr("Words to hide"),
            tr("One on each line: names of people outside the {party}, telephone numbers and the like."),
            tr("Words"),
            tr("Hide"),
        )
        text = self._to_hide.strip() or "\n".join(self._wish.options.hide)
        box = AskScreen(self._voice, words, text, self._hide, keep=self._keep_to_hide, rows=4, lines=True)
        self.app.push_screen(box, self._box_left)

    def _keep_to_hide(self, typed: str) -> None:
        self._to_hide = typed

    def _hide(self, typed: str) -> str:
        hide = _lines(typed)
        self._to_hide = ""
        self._wish = replace(self._wish, options=replace(self._wish.options, hide=hide))
        self._draw()
        if missed := nowhere(self._desk.session, hide):
            sentence = self._voice.tr(
                "This stands nowhere in the session, so nothing is hidden: {words}", words=missed
            )
            self.notify(sentence, severity="warning", timeout=10, markup=False)
        return ""

    def _box_left(self, taken: bool | None) -> None:
        """Say that words that were left in the box hide nothing yet."""
        if not taken and _lines(self._to_hide) not in ((), self._wish.options.hide):
            sentence = self._voice.tr("What you typed is kept, but hides nothing yet. F7, then F2 hides it.")
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    def action_paper(self) -> None:
        """Fill in what stands over the document, and make it anew."""
        self.app.push_screen(PaperScreen(self._desk, self._voice), lambda _: self._anew())

    def _anew(self) -> None:
        self._switches.show(*self._rows())
        self._draw()

    def action_write(self) -> None:
        """Write the document beside the session, never over another file; wait where it is not made yet."""
        if self._waits(self.action_write):
            return
        made, wish, voice = self._made, self._wish, self._voice
        if made is None or not made.name:
            return
        try:
            target = outgoing.write_beside(self._desk.facilitation.path, made.name, made.text, wish)
        except DxError as error:
            self.notify(voice.say(error.sentence), severity="error", timeout=15, markup=False)
            return
        self.notify(voice.tr("Written: {file}", file=str(target)), timeout=10, markup=False)
        if waiting := len(self._desk.facilitation.drafts):
            sentence = voice.trn("{n} field not in the plan yet", "{n} fields not in the plan yet", waiting)
            self.notify(sentence, severity="warning", timeout=10, markup=False)

    def action_copy(self) -> None:
        """Put the text of the document on the clipboard of the terminal; wait where it is not made yet."""
        if self._waits(self.action_copy):
            return
        text = self._made.text if self._made else ""
        if len(text.encode("utf-8", "replace")) > CLIPBOARD:
            sentence = self._voice.tr("This is too long for the clipboard of a terminal; write it to a file.")
            self.notify(sentence, severity="warning", timeout=10, markup=False)
            return
        self.app.copy_to_clipboard(text)
        self.notify(self._voice.tr("Copied, as far as this terminal lets programs copy."), markup=False)

    def action_folder(self) -> None:
        """Open the folder of the session, or say where it is."""
        folder = Path(self._desk.facilitation.path).absolute().parent
        if not show_folder(folder):
            self.notify(self._voice.tr("The folder is {folder}", folder=str(folder)), timeout=15, markup=False)

    def _waits(self, then: Callable[[], None]) -> bool:
        """Tell whether the document that was chosen is still being made; then do something once it is."""
        self._then = then if self._made is None else None
        return self._made is None

    def _draw(self) -> None:
        self._taken = ()
        self._made = self._then = None
        self._run += 1
        self._make(self._desk.session, self._wish, self._run)

    @work(thread=True, exclusive=True)
    def _make(self, session: Session, wish: Wish, run: int) -> None:
        """Make the document in a thread: a session is a value, and a long one takes its time."""
        now, worker = calendar.now(), get_current_worker()
        try:
            made = outgoing.report(session, wish, now)
            text, name = outgoing.text(made, wish), wish.file_name(self._desk.facilitation.path.stem, made)
            seen = text if wish.format != "html" else outgoing.text(made, replace(wish, format="txt"))
        except DxError as error:
            self.post_message(self.Made(run, "", "", self._voice.say(error.sentence)))
            return
        self.post_message(self.Made(run, name, text, seen))
        if wish.audience != "internal" and not worker.is_cancelled:
            self.post_message(self.Taken(run, outgoing.taken_out(session, wish, now)))

    @on(Made)
    def _is_made(self, made: Made) -> None:
        if made.run != self._run:
            return
        self._made, then, self._then = made, self._then, None
        self._show()
        self.call_after_refresh(partial(self.query_one("#preview", VerticalScroll).scroll_home, animate=False))
        if then:
            then()

    @on(Taken)
    def _is_taken(self, taken: Taken) -> None:
        if taken.run == self._run:
            self._taken = taken.taken
            self._show()

    def _show(self) -> None:
        made, voice, wish = self._made, self._voice, self._wish
        if made is None:
            return
        self._file.update(voice.tr("File: {file}", file=f"{made.name}.{wish.format}") if made.name else "")
        self._note.update(" ".join(self._notes()))
        lines = list(self._taken) if self._shows_taken else made.seen.splitlines()
        if self._shows_taken and not lines:
            lines = [voice.tr("Nothing is taken out for these readers.")]
        more = [voice.tr("... the file has {n} more lines", n=len(lines) - SHOWN)] if len(lines) > SHOWN else []
        self._preview.update("\n".join((*lines[:SHOWN], *more)))

    def _notes(self) -> list[str]:
        voice, wish, n = self._voice, self._wish, len(self._taken)
        notes = [voice.trn("{n} thing is taken out (F4).", "{n} things are taken out (F4).", n)] if n else []
        notes += outgoing.doubts(self._desk.session, wish, voice)
        return [*notes, *([voice.tr("HTML opens in a browser; below is what it says.")] * (wish.format == "html"))]


def rows(voice: Voice, language: str, wish: Wish, names: Sequence[str]) -> tuple[Switch, ...]:
    """Return what can be chosen for a document, as far as it makes a difference to this one."""
    tr = voice.tr
    found = [
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
        Switch("format", tr("Format"), tuple((name, name) for name in offer.FORMATS)),
    ]
    if wish.document in ("brief", "handover") and names:
        found.append(Switch("only", tr("Of"), (("", tr("all")), *((name, name) for name in names))))
    if wish.document == "plan":
        found.append(Switch("columns", tr("Table"), (("compact", tr("for paper")), ("long", tr("all columns")))))
    if language == "ja":
        found.append(Switch("dates", tr("Years"), (("era", tr("Japanese era")), ("western", tr("western count")))))
    if wish.audience == "public":
        found.append(Switch("organisation", tr("Organisation"), (("", tr("named")), ("hidden", tr("hidden")))))
    return tuple(found)


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def values(wish: Wish) -> dict[str, str]:
    """Return what is chosen in each row."""
    options = wish.options
    return {
        "document": wish.document,
        "audience": wish.audience,
        "format": wish.format,
        "only": options.only,
        "columns": options.columns,
        "dates": options.dates,
        "organisation": "hidden" if options.hide_organisation else "",
    }


def wished(wish: Wish, key: str, value: str) -> Wish:
    """Return a wish with one value chosen."""
    options = wish.options
    match key:
        case "document":
            only = options.only if value in ("brief", "handover") else ""
            return replace(wish, document=offer.named(value, offer.DOCUMENTS), options=replace(options, only=only))
        case "audience":
            # Who is asked for may be called otherwise for other readers.
            return replace(wish, audience=offer.named(value, offer.AUDIENCES), options=replace(options, only=""))
        case "columns":
            return replace(wish, options=replace(options, columns=offer.named(value, offer.COLUMNS)))
        case "dates":
            return replace(wish, options=replace(options, dates=offer.named(value, offer.DATES)))
        case "organisation":
            return replace(wish, options=replace(options, hide_organisation=bool(value)))
        case "only":
            return replace(wish, options=replace(options, only=value))
    return replace(wish, format=value)
