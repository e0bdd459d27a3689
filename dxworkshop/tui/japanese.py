"""Cures for what a Japanese user meets in the first minute of Textual 8.2.8.

An app derives from `JapaneseApp`, a screen uses `JapaneseInput` and `JapaneseTextArea`; nothing else is
needed. What can be a subclass is one; the rest takes the place of named parts of Textual when the driver is
built. Each cure says which defect it is for and when it can go; `tests/tui/test_japanese.py` has a test each.
"""

import asyncio
import codecs
import re
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import ClassVar, TypeVar

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

__all__ = [
    "JapaneseApp",
    "JapaneseInput",
    "JapaneseTextArea",
    "PasteGuard",
    "PasteSafeParser",
    "clean_text",
    "cursor_of",
    "do_in_order",
    "forgiving_decoder",
    "mend_driver",
    "mend_keys",
    "one_line",
    "without_kitty",
]

ReturnT = TypeVar("ReturnT")

TYPED_SPACES = frozenset("\u3000\u200d\u00a0\u2002\u2003\u2009")
"""Characters people type that `str.isprintable` denies: the full-width space between family and given name,
the joiner inside emoji, the no-break, en, em and thin space."""

UNFINISHED = 2.0
"""Seconds of silence after which a paste that has no end counts as whole: its end was lost on the way."""

TAKEN = 1.0
"""Seconds after which a key that a widget is still busy with no longer holds up the next one."""

_KITTY = re.compile(r"\x1b\[[<>=][0-9;]*u")
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)|\x9b[0-?]*[ -/]*[@-~]"
)
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def is_typed(character: str | None) -> bool:
    """Whether a key's character is text: printable, one of `TYPED_SPACES`, or one Python knows nothing of.

    Offices have characters of their own for names (gaiji) where Unicode leaves room for private use, and there
    are characters newer than this Python.
    """
    if character is None:
        return False
    if character.isprintable() or character in TYPED_SPACES:
        return True
    return len(character) == 1 and unicodedata.category(character) in ("Co", "Cn")


def clean_text(text: str) -> str:
    """Return pasted text that no terminal can take for a command.

    Whole escape sequences (colours, titles, links) and every other control character go, lone surrogates too;
    tabs stay and every kind of line break becomes one line feed. Cleaning twice changes nothing.
    """
    text = _BREAK.sub("\n", _SEQUENCE.sub("", text))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Return pasted text for a field of one line: cleaned, each line break and each tab one space.

    Breaks at the very ends, as a copied spreadsheet cell has, are not text and leave no space.
    """
    return clean_text(text).strip("\n").replace("\n", " ").replace("\t", " ")


def cursor_of(field: Input) -> Offset:
    """Return the cell of the screen where the cursor of a one-line field stands.

    Defect: `Input.cursor_screen_offset` adds a cell when the cursor is at the end of the text, so the input
    method draws its composition one cell off. Can go when that property is exact.
    """
    x, y, _width, _height = field.content_region
    cells = field._position_to_cell(field.cursor_position)
    return Offset(x + cells - field.scroll_offset.x, y)


def mend_keys() -> None:
    """Let the full-width space and its like count as text, in every widget; calling it again changes nothing.

    Defect: `events.Key.is_printable` is `str.isprintable`, so a typed U+3000 vanishes without a word and a
    joined emoji falls apart. The key is made and asked inside Textual, hence the patch: the command palette
    and every other field must be right too. Can go when a key whose character is U+3000 is printable.
    """

    def is_printable(self: events.Key) -> bool:
        return is_typed(self.character)

    events.Key.is_printable = property(is_printable)  # type: ignore[method-assign, assignment] # the cure itself


async def do_in_order(field: Widget, event: events.Key) -> None:
    """Do what a key of a field means at once, before the field is given the next key.

    Defect: Textual lets a key that is no text bubble up to the app before its binding runs, while the field
    takes the text behind it. Keys read in one go, as after a stall, come out in another order: a character,
    Backspace and another character leave the first. Can go when they leave the last.
    """
    bindings = field._bindings.key_to_bindings.get(event.key, [])
    if bindings and not is_typed(event.character):
        event.stop()
        event.prevent_default()
        for binding in bindings:
            await field.run_action(binding.action)


def without_kitty(driver: Driver) -> None:
    """Keep a driver from asking for the kitty keyboard protocol.

    Defect: with it a terminal sends what an input method commits as one escape sequence; Textual gives up
    after 32 characters, so five or more kana arrive as digits, and a commit with Enter becomes one newline
    per character. `TEXTUAL_DISABLE_KITTY_KEY` is no way out: the inline and the Windows driver push the
    protocol all the same and then cannot read the keys. Can go when a commit of any length arrives whole.
    The price: shift+enter, ctrl+enter and their kind look like enter and must not be bound.
    """
    write = driver.write

    def write_without_kitty(data: str) -> None:
        if "\x1b[>" in data or "\x1b[<" in data or "\x1b[=" in data:
            data = _KITTY.sub("", data)
        if data:
            write(data)

    driver.write = write_without_kitty  # type: ignore[method-assign] # the class is chosen inside Textual


class PasteGuard:
    """Holds a bracketed paste back until it is whole, then lets it pass cleaned.

    Defect: Textual's parser reads an escape character inside a paste as the beginning of a key. What follows
    it is typed instead of pasted: text changes places, a newline submits the field, a control character
    presses a binding. Can go when a pasted ``ESC [31m`` arrives inside the `Paste` event.
    """

    def __init__(self) -> None:
        self._held: list[str] = []
        self._pasting = False
        self._tail = ""

    @property
    def holds(self) -> bool:
        """Whether a paste has begun and not ended."""
        return self._pasting

    def give_up(self) -> str:
        """End the paste that is held, as if its end had come, and return what may be parsed now."""
        return self.take(BRACKETED_PASTE_END) if self._pasting else ""

    def take(self, data: str) -> str:
        """Take what the keyboard sent, in any pieces, and return what may be parsed now."""
        passed: list[str] = []
        while data:
            marker = BRACKETED_PASTE_END if self._pasting else BRACKETED_PASTE_START
            window = self._tail + data
            at = window.find(marker)
            end = len(data) if at < 0 else at + len(marker) - len(self._tail)
            (self._held if self._pasting else passed).append(data[:end])
            # A marker may be split over two reads: remember as much as could be its beginning.
            self._tail = window[1 - len(marker) :] if at < 0 else ""
            data = data[end:]
            if at >= 0:
                if self._pasting:
                    pasted = "".join(self._held).removesuffix(marker)
                    passed.append(clean_text(pasted) + marker)
                    self._held.clear()
                self._pasting = not self._pasting
        return "".join(passed)


class PasteSafeParser(XTermParser):
    """Textual's parser of keys behind a `PasteGuard`.

    Defect: a paste whose end never comes, as over a line that broke off, takes every key after it, the one to
    leave too. Can go when Textual ends such a paste by itself.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._guard = PasteGuard()
        self._fed = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the events in what the keyboard sent; the empty string is the end of the keyboard."""
        self._fed = monotonic()
        if not data or (data := self._guard.take(data)):
            yield from super().feed(data)

    def tick(self) -> Iterable[Message]:
        """Yield the events for which it was time to wait; called ten times a second."""
        if self._guard.holds and monotonic() - self._fed > UNFINISHED:
            yield from super().feed(self._guard.give_up())
        yield from super().tick()


def forgiving_decoder(encoding: str) -> partial[codecs.IncrementalDecoder]:
    """Return a decoder class whose bad bytes become U+FFFD; stands in for `codecs.getincrementaldecoder`.

    Defect: one byte that is not UTF-8 (a paste in cp932, a terminal set to Shift_JIS) ends the thread that
    reads the keyboard and the app with it, and all that was being typed is gone. Can go when the drivers
    decode with `errors="replace"`.
    """
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


_PARTS = {"XTermParser": PasteSafeParser, "getincrementaldecoder": forgiving_decoder}
"""What takes the place of which name in the module of a driver: both are used inside one long function."""


def mend_driver(driver: Driver) -> None:
    """Cure a driver that has been built and not yet started, whichever system it is for."""
    home = sys.modules[type(driver).__module__]
    for module in (home, getattr(home, "win32", None)):
        for name, part in _PARTS.items():
            if hasattr(module, name):
                setattr(module, name, part)
    without_kitty(driver)


class JapaneseApp(App[ReturnT]):
    """An app with all cures in force; the base class of every app of this program.

    Defect cured here: Textual moves the terminal's cursor, where the input method draws, to where the cursor
    was when something last told it. After the text scrolled sideways, a container scrolled, the window was
    resized or a field was focused before the first layout, that is another place. Here it is asked for as
    each frame is drawn. Can go when the cursor is right in the tests of it without `cursor_position`.
    """

    _noted_cursor = Offset(0, 0)

    async def on_event(self, event: events.Event) -> None:
        """Give out the next key only after the one before was taken.

        Defect: Textual gives out keys faster than fields take them. After a stall, or when an input method
        commits and a key follows at once, the keys behind a Tab land in the field before, and Page Down
        closes a step that has not taken its last words yet: they are lost. Can go when they are not.
        """
        await super().on_event(event)
        if isinstance(event, (events.Key, events.Paste)):
            await self._key_taken(event)

    async def _key_taken(self, event: events.Key | events.Paste) -> None:
        """Wait until the focused widget, and for a key that is no text those around it, did what it means."""
        if not self.screen_stack:
            return
        field = self.focused
        text = isinstance(event, events.Paste) or is_typed(event.character)
        for node in field.ancestors_with_self if field is not None else ():
            taken = asyncio.Event()
            if isinstance(node, Screen) or not node.call_later(taken.set):
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), TAKEN)
            if text:
                break

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs now: in the focused field, or where a widget last put it."""
        field = self.screen.focused if self.screen_stack else None
        if isinstance(field, Input):
            return cursor_of(field)
        if isinstance(field, TextArea):
            return field.cursor_screen_offset
        return self._noted_cursor

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._noted_cursor = position

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        """Build Textual's driver and cure it; private in Textual, and the only place all drivers pass."""
        mend_keys()
        driver = super()._build_driver(headless, inline, mouse, size)
        mend_driver(driver)
        return driver


class JapaneseInput(Input):
    """A field of one line that takes the full-width space and keeps every line of a paste.

    Defect: `Input` keeps the first line of a paste and drops the rest in silence, and puts the clipboard's
    line breaks into its value. Can go when a paste of three lines keeps three.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As in Textual, but longer text does not lay the whole screen out anew at every key."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text for this field, so that no binding of the same key is shown."""
        return is_typed(character)

    async def _on_key(self, event: events.Key) -> None:
        """Keep the order of keys; Textual calls the handler of `Input` after this one."""
        await do_in_order(self, event)

    def _on_paste(self, event: events.Paste) -> None:
        """Join the lines; Textual calls the handler of `Input` after this one."""
        event.text = one_line(event.text)

    def action_paste(self) -> None:
        """Insert the app's own clipboard, joined to one line."""
        self.replace(one_line(self.app.clipboard), *self.selection)


class JapaneseTextArea(TextArea):
    """A field of many lines that takes the full-width space, with the keys for its two ends.

    Defect: Textual binds neither ctrl+home nor ctrl+end. Can go when it does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "cursor_document_start", "Cursor document start", show=False),
        Binding("ctrl+end", "cursor_document_end", "Cursor document end", show=False),
        Binding("ctrl+shift+home", "cursor_document_start(True)", "Select to document start", show=False),
        Binding("ctrl+shift+end", "cursor_document_end(True)", "Select to document end", show=False),
    ]

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is text for this field, so that no binding of the same key is shown."""
        return super().check_consume_key(key, character) or (not self.read_only and is_typed(character))

    async def _on_key(self, event: events.Key) -> None:
        """Keep the order of keys; Textual calls the handler of `TextArea` after this one."""
        await do_in_order(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Clean the text; Textual calls the handler of `TextArea` after this one.

        Stopped as in `Input`: a `Paste` that bubbles up to the app is given to the focused field once more.
        """
        event.text = clean_text(event.text)
        event.stop()

    def action_cursor_document_start(self, select: bool = False) -> None:
        """Move to the first character, selecting on the way if asked."""
        if not self._has_cursor:
            self.scroll_home()
            return
        self.move_cursor((0, 0), select=select)

    def action_cursor_document_end(self, select: bool = False) -> None:
        """Move behind the last character, selecting on the way if asked."""
        if not self._has_cursor:
            self.scroll_end()
            return
        self.move_cursor(self.document.end, select=select)
