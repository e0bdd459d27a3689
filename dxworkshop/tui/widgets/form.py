"""A form: fields over one value, each accepted by itself.

The form knows no subject: a `Source` reads values as text and takes them in, or says why not. What is not
accepted stays in the field, with the sentence beside it, and is kept as a draft.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical

from dxworkshop.tui.widgets.field import FIELDS, Field, FieldSpec


class Source(Protocol):
    """Where the values of a form come from and go to."""

    @property
    def unborn(self) -> bool:
        """Whether there is nothing yet: fields wait until the value can stand by itself."""

    def read(self, key: str) -> str:
        """Return the accepted value of a field as text."""

    def draft(self, key: str) -> str:
        """Return the text of a field that was not accepted; empty when there is none."""

    def keep_draft(self, key: str, text: str) -> None:
        """Keep text that was not accepted; empty forgets it."""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> str:
        """Take a field in, given the text of all fields; return why not, or nothing."""


class Form(Vertical):
    """Fields one below the other."""

    def __init__(self, specs: Sequence[FieldSpec], source: Source, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(classes="form", id=id)
        self.source = source
        self.fields = {spec.key: FIELDS[spec.kind](spec, self._commit) for spec in specs}
        self._opened = 0

    def compose(self) -> ComposeResult:
        """Draw the fields."""
        yield from self.fields.values()

    def on_mount(self) -> None:
        """Show what is there."""
        self.refresh_fields()

    def over(self, source: Source) -> None:
        """Show another value; what was typed into the one before is taken in first."""
        self.flush()
        self.source = source
        self._opened += 1
        self.refresh_fields()

    def refresh_fields(self, *, but: Field | None = None) -> None:
        """Show the values as they are now; a draft goes before the accepted value."""
        for key, field in self.fields.items():
            if field is not but:
                field.show(self.source.draft(key) or self.source.read(key))

    def flush(self) -> None:
        """Take in everything that was typed."""
        for field in self.fields.values():
            field.flush()

    def enter(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self.fields.values())).query("Input, TextArea, Pick").first().focus()

    def _commit(self, field: Field) -> None:
        if self._take(field):
            # What was refused for the sake of this field may fit now.
            for key, other in self.fields.items():
                if other is not field and self.source.draft(key):
                    self._take(other)

    def _take(self, field: Field) -> bool:
        key = field.spec.key
        typed = {name: other.typed for name, other in self.fields.items()}
        error = self.source.write(key, typed, f"{id(self)}/{self._opened}/{key}/{field.visit}")
        # The draft is kept or dropped after the change, so that it never outlives its own acceptance.
        self.source.keep_draft(key, field.typed if error else "")
        for other in self.fields.values() if self.source.unborn else ():
            other.complain("")
        field.complain(error)
        return not error
