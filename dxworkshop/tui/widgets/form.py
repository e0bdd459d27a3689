"""A form: fields over one value, each accepted by itself.

All fields are drawn as one sheet; the control one types in lies over the field where the cursor is. A room
is kept waiting by every widget that is mounted, and a form has many fields.

The form knows no subject: a `Source` reads values as text and takes them in, or says why not. What is not
accepted stays in the field, with the sentence below it, and is kept as a draft.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input, TextArea

from dxworkshop import ident
from dxworkshop.i18n import tr
from dxworkshop.tui.widgets.editor import Editor, LineEditor, PickEditor, Sheet, TextEditor
from dxworkshop.tui.widgets.field import Field, FieldSpec, Notice, Pick, Source, label_room, printable
from dxworkshop.tui.widgets.lines import cut, drawable, more_sign
from dxworkshop.tui.widgets.pause import Pause
from dxworkshop.tui.widgets.picker import Picker
from dxworkshop.tui.widgets.prose import wrap

LABEL = 14
"""Width of the labels, in cells."""
NARROWEST = 8
"""Least width of a control, in cells."""


class Form(Sheet):
    """Fields one below the other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"form--label", "form--value", "form--hint", "form--error"}

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        source: Source,
        *,
        id: str | None = None,  # noqa: A002
        values: int = 0,
        notice: Notice = lambda field: None,
    ) -> None:
        """Make a form; with `values` the labels take what they need, and leave so many cells."""
        super().__init__(id=id)
        self._values = values
        self._notice = notice
        self.source = source
        self.fields = [Field(spec) for spec in specs]
        self.editor: Editor
        """The control that is in use."""
        self._line = LineEditor(compact=True, select_on_focus=False)
        self._line.cursor_blink = False
        kinds = {spec.kind for spec in specs}
        self._area = TextEditor(compact=True, highlight_cursor_line=False) if "text" in kinds else None
        if self._area is not None:
            self._area.cursor_blink = False
        self._pick = PickEditor() if kinds & {"choice", "many"} else None
        self.editor = self._line
        self._at = 0
        self._name = ident.new_id()
        """Names the typing in this form, in this run of the program, for undo."""
        self._opened = 0
        self.held: Mapping[str, str] = {}
        """Texts that stay in the field where the cursor is although its value is another by now, each with why."""
        self._pause = Pause(self.flush)
        self._read()

    @property
    def at(self) -> Field:
        """The field the cursor is in."""
        return self.fields[self._at]

    @property
    def index(self) -> int:
        """Number of that field, from 0."""
        return self._at

    @property
    def begun(self) -> bool:
        """Whether a new value was begun that cannot stand yet."""
        return self.source.unborn and any(f.typed != self.source.read(f.spec.key) for f in self.fields)

    def first_wrong(self) -> int:
        """Return the number of the first field with an error, or of the field the cursor is in."""
        return next((i for i, field in enumerate(self.fields) if field.error), self._at)

    def compose(self) -> ComposeResult:
        """Make the controls; the one of the first field lies over it."""
        for editor in (self._line, self._area, self._pick):
            if editor is not None:
                editor.display = False
                yield editor
        self._show(0)

    # What is drawn

    def _margin(self, width: int) -> int:
        return max(LABEL, min(label_room(self.fields), width - self._values)) if self._values else LABEL

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of all fields and their errors."""
        return sum(field.height + len(self._error_lines(field, width)) for field in self.fields)

    def render(self) -> Text:
        """Draw labels, values and errors."""
        width = self.content_size.width
        margin, more = self._margin(width), more_sign(self)
        style = {
            name: self.get_component_rich_style(f"form--{name}") for name in ("label", "value", "hint", "error")
        }
        lines: list[Text] = []
        for field in self.fields:
            blank = not field.shown
            shown = wrap(field.spec.hint if blank else field.shown.replace("\t", " "), max(1, width - margin))
            if field.height == 1:
                shown = [cut(" ".join(shown), max(0, width - margin), more)]
            for row in range(field.height):
                label = cut(drawable(field.spec.label) if row == 0 else "", margin - 1, more) + " "
                value = set_cell_size(printable(shown[row]) if row < len(shown) else "", max(0, width - margin))
                lines.append(Text.assemble((label, style["label"]), (value, style["hint" if blank else "value"])))
            lines += [Text(" " * LABEL + line, style["error"]) for line in self._error_lines(field, width)]
        return Text("\n", no_wrap=True).join(lines)

    def _error_lines(self, field: Field, width: int) -> list[str]:
        return wrap(field.error, max(2, width - LABEL)) if field.error else []

    def _top(self, index: int) -> int:
        width = self.content_size.width
        return sum(f.height + len(self._error_lines(f, width)) for f in self.fields[:index])

    # Where the cursor is

    def enter(self, index: int = 0) -> None:
        """Put the cursor into a field."""
        self.flush()
        self._settle(self.at)
        self._show(min(index, len(self.fields) - 1))
        self.fields[self._at].visit += 1
        # Where the field is, is known only after the next layout; the keys that follow must not wait for it.
        self.screen.set_focus(self.editor, scroll_visible=False)
        self._notice(self.at)
        self.call_after_refresh(self._into_view)

    def _into_view(self) -> None:
        """Scroll to the control by where it is drawn: Textual takes no notice of the offset that puts it there."""
        if not self.editor.has_focus:
            return
        for around in self.ancestors:
            if isinstance(around, Widget) and around.allow_vertical_scroll:
                region = self.editor.region.translate(around.scroll_offset - around.content_region.offset)
                around.scroll_to_region(region, animate=False, immediate=True)
                return

    def _settle(self, field: Field) -> None:
        """Show a value that was taken in as it was understood: which year a day fell into."""
        key = field.spec.key
        if not (field.error or self.source.unborn or self.source.draft(key)):
            field.put(self.source.read(key))
            self.refresh()

    def _show(self, index: int) -> None:
        """Lay the control of a field over it."""
        self._at = index
        field = self.fields[index]
        before, self.editor = self.editor, self._editor_of(field)
        if before is not self.editor:
            before.display = False
        self._fill(field)
        self._place()
        self.editor.display = True

    def step(self, by: int, *, beyond: bool = True) -> bool:
        """Go to the next field or the one before; beyond the ends, if wanted, to what stands beside the form."""
        if 0 <= self._at + by < len(self.fields):
            self.enter(self._at + by)
            return True
        self.flush()
        beside = (self.screen.focus_next() if by > 0 else self.screen.focus_previous()) if beyond else None
        if beside is not None and isinstance(beside.parent, Form):
            beside.parent.enter(0)
        return beside is not None

    def on_descendant_focus(self) -> None:
        """Come in: a visit begins."""
        self.fields[self._at].visit += 1
        self._notice(self.at)

    def on_descendant_blur(self) -> None:
        """Leave: report, and be ready at the first field for the next visit."""
        self.flush()
        focused = self.screen.focused
        if focused is not None and focused.parent is not self:
            self._settle(self.at)
            self._show(0)
            self._notice(None)

    def on_resize(self) -> None:
        """Keep the control over its field."""
        self._place()

    def on_click(self, event: events.Click) -> None:
        """Enter the field that was clicked; a click into the control itself is the control's own."""
        event.stop()
        if event.widget is not self:
            return
        index = next((i for i in reversed(range(len(self.fields))) if self._top(i) <= event.y), 0)
        self.enter(index)

    def _editor_of(self, field: Field) -> Editor:
        by_kind = {"text": self._area, "choice": self._pick, "many": self._pick}
        return by_kind.get(field.spec.kind) or self._line

    def _fill(self, field: Field) -> None:
        """Place a field's text in its control."""
        if isinstance(self.editor, LineEditor):
            with self.prevent(Input.Changed):
                self.editor.placeholder = field.spec.hint
                self.editor.value = field.typed
                self.editor.cursor_position = len(self.editor.value)
        elif isinstance(self.editor, TextEditor):
            with self.prevent(TextArea.Changed):
                self.editor.placeholder = field.spec.hint
                self.editor.load_text(field.typed)
                self.editor.move_cursor(self.editor.document.end)
        else:
            self.editor.show(field.shown, field.spec.hint)

    def _place(self) -> None:
        styles, margin = self.editor.styles, self._margin(self.content_size.width)
        styles.offset = (margin, self._top(self._at))
        # Before the first layout there is no width yet, and Textual cannot wrap a hint into less than a cell.
        styles.width = max(NARROWEST, self.content_size.width - margin)
        styles.height = self.fields[self._at].height

    # What is typed

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        self._sync()
        if self.at.typed == self.at.reported:
            return
        wrong = self._notice(self.at)
        if wrong is not None and wrong != self.at.error:
            self.at.error = wrong
            self.redraw()
        self._pause.typed(self, self.at.typed)

    def _sync(self) -> None:
        """Take the text of the control into its field."""
        field = self.fields[self._at]
        text = field.typed
        if self.editor.display and isinstance(self.editor, LineEditor):
            # A value of several lines from elsewhere stays whole until it is really edited here.
            text = self.editor.value if self.editor.value != " ".join(text.split("\n")) else text
        elif self.editor.display and isinstance(self.editor, TextEditor):
            text = self.editor.text
        if text != field.typed:
            field.typed = text
            field.draw()

    def flush(self) -> None:
        """Report what was typed and not yet reported."""
        self._pause.over()
        if self.is_mounted:
            self._sync()
        field = self.fields[self._at]
        if field.typed != field.reported:
            field.reported = field.typed
            self._commit(field)
            self.redraw()

    def draw_fields(self) -> None:
        """Draw what stands in the fields anew, and leave it as it is."""
        for field in self.fields:
            field.draw()
        self.redraw()

    def redraw(self) -> None:
        """Draw the sheet again, as high as it is now, and what lies on it."""
        self.refresh(layout=True)
        self.editor.refresh()
        self._place()

    @on(Pick.Opened)
    def _open_list(self, event: Pick.Opened) -> None:
        event.stop()
        field = self.fields[self._at]
        spec = field.spec
        chosen = tuple(value for value in field.typed.split("\n") if value)
        picker = Picker(
            spec.label,
            tuple(spec.choices()),
            chosen,
            several=spec.kind == "many",
            free=spec.free,
            needed=spec.needed,
        )
        self.app.push_screen(picker, lambda values: self._picked(field, values))

    def _picked(self, field: Field, values: tuple[str, ...] | None) -> None:
        if values is not None:
            field.typed = "\n".join(values)
            field.draw()
            if self._pick is not None:
                self._pick.show(field.shown, field.spec.hint)
            self.flush()

    # What becomes of it

    def over(self, source: Source) -> None:
        """Show another value; what was typed into the one before is taken in first."""
        self.flush()
        self.source = source
        self._opened += 1
        self.refresh_fields()

    def put_specs(self, specs: Sequence[FieldSpec]) -> None:
        """Have other fields, of the kinds it began with; what stands in those that stay is left alone."""
        there, at, keys = {f.spec.key: f for f in self.fields}, self.at.spec.key, [spec.key for spec in specs]
        self.fields = [there.get(spec.key) or Field(spec) for spec in specs]
        for field, spec in zip(self.fields, specs, strict=True):
            field.spec = spec
            if spec.key not in there:
                self._read_into(field)
        self._at = keys.index(at) if at in keys else 0
        if at not in keys:
            self._show(0)
        self.redraw()

    def refresh_fields(self) -> None:
        """Show the values as they are now; a draft goes before the accepted value."""
        self._pause.over()
        field, before = self.at, self.at.typed
        self._read()
        if field.typed != before and before in self.held:
            field.put(before)
            field.error = self.held[before]
            self.source.keep_draft(field.spec.key, before)
        elif self.editor.display and field.typed != before:
            self._fill(field)
        self.redraw()

    def take_drafts(self) -> None:
        """Try once more to take in what was not accepted: it may be now."""
        self.flush()
        for field in self.fields:
            if self.source.draft(field.spec.key):
                self._take(field)
        self.redraw()

    def _read(self) -> None:
        for field in self.fields:
            self._read_into(field)

    def _read_into(self, field: Field) -> None:
        draft = self.source.draft(field.spec.key)
        field.put(draft or self.source.read(field.spec.key))
        if draft and not (self.source.unborn and any(other.error for other in self.fields)):
            field.error = tr("kept as it was typed, but not in the plan yet")

    def _commit(self, field: Field) -> None:
        if self._take(field):
            # What was refused for the sake of this field may fit now.
            for other in self.fields:
                if other is not field and self.source.draft(other.spec.key):
                    self._take(other)

    def _take(self, field: Field) -> bool:
        key, unborn = field.spec.key, self.source.unborn
        typed = {other.spec.key: other.typed for other in self.fields}
        errors = self.source.write(key, typed, f"{self._name}/{self._opened}/{key}/{field.visit}")
        # The draft is kept or dropped after the change, so that it never outlives its own acceptance.
        self.source.keep_draft(key, field.typed if errors else "")
        if unborn:
            for other in self.fields:
                other.error = errors.get(other.spec.key, "")
        else:
            field.error = errors.get(key, "")
        return not errors
