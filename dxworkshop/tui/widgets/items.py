"""Things that are many: a list above, the form of the chosen one below."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from dxworkshop.tui.widgets.field import FieldSpec, Notice, Source
from dxworkshop.tui.widgets.form import Form


class Items(Vertical):
    """A list of items and a form: choosing shows one, adding empties the form for the next."""

    def __init__(
        self,
        title: str,
        empty: str,
        specs: Sequence[FieldSpec],
        rows: Callable[[], Sequence[tuple[str, str]]],
        source: Callable[[str], Source],
        chosen: Callable[[Source], str],
        remove: Callable[[str], str],
        *,
        id: str | None = None,  # noqa: A002
        what: str = "",
        notice: Notice = lambda field: None,
    ) -> None:
        """Make the pane.

        `rows` gives (id, line) in order; `source` the source of one id, or of the next item for ``""``;
        `chosen` the id a source has by now; `remove` removes one id and returns why not, or nothing; `what` is
        the word for one of them; `notice` hears where the cursor is in the form, and None when another is shown.
        """
        super().__init__(classes="items", id=id)
        self._title = title
        self.what = what
        """The word for one of the items."""
        self._empty = empty
        self._rows = rows
        self._source = source
        self._chosen = chosen
        self._remove = remove
        self._notice = notice
        self._list = OptionList(markup=False, compact=True)
        self._shown: list[str] = []
        self._lines: list[str] = []

        begun = self._source("")
        first = next((id_ for id_, _ in self._rows()), "")
        # What was begun and not accepted yet is taken up again.
        unfinished = any(begun.draft(spec.key) for spec in specs)
        self.form = Form(specs, begun if unfinished else self._source(first), notice=notice)
        """The form of the chosen item."""
        self.refresh_items()

    def compose(self) -> ComposeResult:
        """Draw title, list and form."""
        yield Label(self._title, classes="heading", markup=False)
        yield self._list
        yield Label(self._empty, classes="empty", markup=False)
        yield self.form

    def refresh_items(self, *, fields: bool = False) -> None:
        """Draw the list as it is now; with `fields` the form too, after something else changed the item."""
        rows = list(self._rows())
        if rows != list(zip(self._shown, self._lines, strict=True)):
            self._shown, self._lines = [id_ for id_, _ in rows], [line for _, line in rows]
            with self.prevent(OptionList.OptionHighlighted):
                self._list.clear_options()
                self._list.add_options([Option(line) for line in self._lines])
        self.set_class(not rows, "-empty")
        current = self._chosen(self.form.source)
        if fields and current and current not in self._shown:
            self._over(self._shown[0] if self._shown else "")
            current = self._chosen(self.form.source)
        elif fields:
            self.form.refresh_fields()
        with self.prevent(OptionList.OptionHighlighted):
            self._list.highlighted = self._shown.index(current) if current in self._shown else None

    def add(self) -> bool:
        """Empty the form for the next item and go there; stay where one was begun that cannot stand yet."""
        self.form.flush()
        if self.form.begun:
            self.form.enter(self.form.first_wrong())
            return False
        self._over("")
        with self.prevent(OptionList.OptionHighlighted):
            self._list.highlighted = None
        self.form.enter()
        return True

    def show(self, id_: str) -> None:
        """Show one item, if it is there."""
        self.refresh_items()
        if id_ in self._shown and id_ != self.chosen:
            self._over(id_)
            self.refresh_items()

    def _over(self, id_: str) -> None:
        self.form.over(self._source(id_))
        self._notice(None)

    @property
    def chosen(self) -> str:
        """Id of the item that is shown; empty for the next one."""
        return self._chosen(self.form.source)

    def remove_chosen(self) -> str:
        """Remove the chosen item; return why not, or nothing."""
        current = self._chosen(self.form.source)
        return self._remove(current) if current else ""

    def flush(self) -> None:
        """Take in everything that was typed."""
        self.form.flush()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        id_ = self._shown[event.option_index] if event.option_index < len(self._shown) else ""
        if id_ and id_ != self._chosen(self.form.source):
            self._over(id_)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.form.enter()
