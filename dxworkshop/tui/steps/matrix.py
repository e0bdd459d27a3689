"""What is worth how much, and what does it cost? The top candidates by impact and effort, against two anchors."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from dxworkshop.errors import RuleError
from dxworkshop.i18n import Voice
from dxworkshop.insight import tally
from dxworkshop.model import ballot
from dxworkshop.model.changes import Change, Edit, Together
from dxworkshop.model.room import candidates
from dxworkshop.model.session import Placement
from dxworkshop.model.workshop import Step
from dxworkshop.sentence import say
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.source import asked
from dxworkshop.tui.steps.note import BESIDE, NoteView, Whole
from dxworkshop.tui.widgets.field import Field, FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.lines import drawable
from dxworkshop.tui.widgets.matrix import Matrix, Point
from dxworkshop.tui.widgets.prose import Prose

ANCHORS = "anchors"
"""Key of the field of the two anchors."""
VALUES = 8
"""Cells that two digits and their hint take."""
ROWS = 30
"""Cells of the rows where the grid stands beside them."""
_TWO = re.compile(r"([1-5])[\s,/]*([1-5])")


class MatrixView(NoteView):
    """The two anchors, a row of two digits for each candidate, and the grid."""

    kind = "matrix"
    DEFAULT_CSS: ClassVar[str] = """
    MatrixView .rows {
        height: auto;
        width: 1fr;
    }
    MatrixView.-beside .rows {
        width: 30;
        margin-right: 1;
    }
    MatrixView.-low .whole {
        height: 3;
    }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        tr = voice.tr
        self._guide, self._whole = Prose(classes="note"), Whole()
        self._room = 0
        self._form = Form(self._specs(), PlacementSource(self), values=VALUES, notice=self._notice)
        self._grid = Matrix(
            impact=tr("impact"), effort=tr("effort"), anchor=tr("anchor"), unplaced=tr("not placed yet:")
        )

    def compose(self) -> ComposeResult:
        """Draw the rows and the grid."""
        with Vertical(classes="body"):
            with Vertical(classes="rows"):
                yield self._guide
                yield self._form
                yield self._whole
            yield self._grid

    def on_mount(self) -> None:
        """Draw what is placed."""
        self.refresh_view()

    # What is placed

    def signs(self) -> dict[str, str]:
        """Return the sign of each candidate by its id: the same one that was voted with."""
        ids = candidates(self.desk.session, self.step.on)
        return dict(zip(ids, ballot.signs(len(ids)), strict=True))

    def there(self) -> list[tuple[str, Placement]]:
        """Return what is placed here: anchors first, then the top candidates, then what was placed already."""
        session = self.desk.session
        ranked = tally.ranked(session, self.step.on)
        items = [(one.id, tally.placed(session, one.id)) for one in ranked]
        found = [
            (id_, item)
            for n, (id_, item) in enumerate(items)
            if item and (n < self.step.most or item.anchor or item.impact or item.effort)
        ]
        return sorted(found, key=lambda pair: not pair[1].anchor)

    def _specs(self) -> list[FieldSpec]:
        tr, signs = self.voice.tr, self.signs()
        specs = [FieldSpec(ANCHORS, tr("Anchors (two signs)"), hint=tr("e.g. 14"))]
        for id_, item in self.there():
            sign = f"[{signs[id_]}]" if item.anchor else f" {signs[id_]} "
            specs.append(FieldSpec(id_, f"{sign} {self.words(id_)}", hint=tr("e.g. 42")))
        return specs

    # What is drawn

    def on_resize(self, event: events.Resize) -> None:
        """Make room for the whole of a text where a row shows less of one."""
        self._room = (ROWS if event.size.width >= BESIDE else event.size.width) - VALUES
        self._mind_the_cut()

    def _mind_the_cut(self) -> None:
        self.set_class(any(map(self._is_cut, self._form.fields)), "-long")

    def _is_cut(self, field: Field) -> bool:
        return field.spec.key != ANCHORS and cell_len(drawable(field.spec.label)) >= self._room > 0

    def _notice(self, field: Field | None) -> None:
        self._whole.update(self.words(field.spec.key) if field and self._is_cut(field) else "")

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the rows and the grid as they are now."""
        specs = self._specs()
        if [(s.key, s.label) for s in specs] != [(f.spec.key, f.spec.label) for f in self._form.fields]:
            self._form.put_specs(specs)
            self._mind_the_cut()
        super().refresh_view(fields=fields)
        signs, there = self.signs(), self.there()
        points = [
            Point(signs[id_], item.impact, item.effort, item.anchor)
            for id_, item in there
            if item.impact and item.effort
        ]
        left = [signs[id_] for id_, item in there if not (item.impact and item.effort)]
        self._grid.show(points, left)
        self._guide.update(self._advice(there))

    def _advice(self, there: Sequence[tuple[str, Placement]]) -> str:
        tr = self.voice.tr
        if not there:
            return tr("There are no notes to place yet.")
        if not any(item.anchor for _, item in there):
            return tr("Choose two you all agree on and place them first; the others are placed against them.")
        return tr("Two digits from 1 to 5 each: impact, then effort.")

    # What is typed

    def anchored(self, text: str) -> Change:
        """Return the change that makes two candidates the anchors, and no others; raises `RuleError`."""
        signs = self.signs()
        chosen = ballot.parse_dots(text, list(signs))
        if chosen and (len(chosen) != len("12") or set(chosen.values()) != {1}):
            raise RuleError(say("two different signs are needed, one for each anchor"))
        turned = [(id_, item) for id_, item in self._all() if item.anchor != (id_ in chosen)]
        return Together(tuple(self._edit(id_, {"anchor": not item.anchor}) for id_, item in turned))

    def put(self, id_: str, text: str) -> Change:
        """Return the change that places a candidate by two digits; raises `RuleError`."""
        typed = unicodedata.normalize("NFKC", text).strip()
        digits = _TWO.fullmatch(typed)
        if typed and not digits:
            raise RuleError(say("two digits from 1 to 5 are needed: the impact, then the effort"))
        impact, effort = map(int, digits.groups()) if digits else (None, None)
        return self._edit(id_, {"impact": impact, "effort": effort})

    def _edit(self, id_: str, fields: Mapping[str, object]) -> Edit:
        noun: Literal["group", "note"] = "group" if id_ in self.desk.session.groups else "note"
        return Edit(noun, id_, fields)

    def _all(self) -> list[tuple[str, Placement]]:
        items = ((id_, tally.placed(self.desk.session, id_)) for id_ in self.signs())
        return [(id_, item) for id_, item in items if item is not None]


class PlacementSource:
    """The anchors by their signs, and each candidate by its two digits."""

    def __init__(self, view: MatrixView) -> None:
        self._view = view

    unborn = False

    def read(self, key: str) -> str:
        """Return the two signs, or the two digits."""
        view = self._view
        if key == ANCHORS:
            anchors = {id_: 1 for id_, item in view.there() if item.anchor}
            return ballot.show_dots(anchors, list(view.signs()))
        item = tally.placed(view.desk.session, key)
        return "".join(str(mark) for mark in (item.impact, item.effort) if mark) if item else ""

    def draft(self, key: str) -> str:
        """Return what was not accepted."""
        return self._view.desk.draft(self._name(key))

    def keep_draft(self, key: str, text: str) -> None:
        """Keep what was not accepted."""
        self._view.desk.keep_draft(self._name(key), text)

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Choose the anchors, or place a candidate."""
        view, text = self._view, typed[key]
        change = (lambda: view.anchored(text)) if key == ANCHORS else (lambda: view.put(key, text))
        return asked(view.desk, view.voice, key, change, burst)

    def _name(self, key: str) -> str:
        return f"matrix/{self._view.step_id}/{key}"
