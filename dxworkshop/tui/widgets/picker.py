"""A list to pick from: type to narrow it, Enter picks."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from dxworkshop.i18n import tr
from dxworkshop.tui.japanese import JapaneseInput

MOST = 200
"""Rows shown at once; typing more narrows the rest."""


@dataclass(frozen=True)
class Choice:
    """Something that can be picked."""

    value: str
    label: str
    hint: str = ""


class Picker(ModalScreen[tuple[str, ...] | None]):
    """Pick one or several; answers with the values, or None when it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("f2,ctrl+s", "accept", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        chosen: Sequence[str] = (),
        *,
        several: bool = False,
        free: bool = False,
        needed: bool = False,
    ) -> None:
        """Make a list; `free` lets words of one's own be picked, `needed` offers no "none"."""
        super().__init__()
        self._needed = needed
        self._title = title
        self._choices = choices
        self._chosen = [value for value in chosen if value]
        self._several = several
        self._free = free

    def compose(self) -> ComposeResult:
        """Draw the line to type in and the list below it."""
        with Vertical(classes="dialog"):
            yield Label(self._title, classes="title", markup=False)
            line = JapaneseInput(placeholder=tr("type to narrow the list"), compact=True)
            line.cursor_blink = False
            yield line
            yield OptionList(markup=False, compact=True)
            yield Label(self._keys(), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(OptionList).can_focus = False
        self._fill("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def _enter(self) -> None:
        row = self.query_one(OptionList).highlighted
        if row is not None:
            self._pick(self._rows[row].value)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._pick(self._rows[event.option_index].value)

    def action_move(self, by: int) -> None:
        """Move in the list while the cursor stays in the line."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_accept(self) -> None:
        """Answer with what is ticked."""
        self.dismiss(tuple(self._chosen))

    def action_cancel(self) -> None:
        """Leave: several ticks stay as they are, a single choice stays as it was."""
        self.dismiss(tuple(self._chosen) if self._several else None)

    def _pick(self, value: str) -> None:
        if not self._several:
            self.dismiss((value,) if value else ())
            return
        if value in self._chosen:
            self._chosen.remove(value)
        else:
            self._chosen.append(value)
        highlighted = self.query_one(OptionList).highlighted
        self._fill(self.query_one(Input).value)
        self.query_one(OptionList).highlighted = highlighted

    def _fill(self, typed: str) -> None:
        wanted = _folded(typed)
        known = {choice.value for choice in self._choices}
        own = [Choice(value, value) for value in self._chosen if value not in known]
        rows = [c for c in (*self._choices, *own) if wanted in _folded(f"{c.label} {c.hint}")]
        # Who types a name means the thing of that name, not one whose hint happens to hold the word.
        rows = sorted(rows, key=lambda c: (wanted not in _folded(c.label), wanted != _folded(c.label)))[:MOST]
        if self._free and typed.strip() and all(typed.strip() != c.label for c in rows):
            rows.append(Choice(typed.strip(), typed.strip(), tr("in our own words")))
        if not (self._several or self._needed or wanted):
            rows.insert(0, Choice("", tr("(none)")))
        self._rows = rows
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._row(choice)) for choice in rows])
        if not rows:
            options.add_option(Option(tr("nothing fits"), disabled=True))
        if rows:
            values = [choice.value for choice in rows]
            first = next((values.index(value) for value in self._chosen if value in values), 0)
            options.highlighted = first if not wanted else 0

    def _row(self, choice: Choice) -> str:
        tick = ("[x] " if choice.value in self._chosen else "[ ] ") if self._several else ""
        return f"{tick}{choice.label}" + (f"  {choice.hint}" if choice.hint else "")

    def _keys(self) -> str:
        if self._several:
            return tr("Enter: tick or untick   Esc: done")
        return tr("Enter: choose   Esc: leave as it is")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
