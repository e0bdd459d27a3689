"""The wall of notes: its lines, and where a key lays a note. Groups come first, then what stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from dxworkshop.errors import RuleError
from dxworkshop.i18n import Voice
from dxworkshop.insight.author import author
from dxworkshop.model.ballot import signs
from dxworkshop.model.changes import Change, Edit, Remove
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import Group, Note, Session
from dxworkshop.model.value import shown
from dxworkshop.sentence import say
from dxworkshop.tui.widgets.lines import INDENT, MARGIN, Line, cut, drawable

AUTHOR = 16
"""Most cells for who wrote a note."""
SHORTEST = 10
"""Cells of a note that are shown in any case."""


@dataclass(frozen=True)
class Sheet:
    """Where lines are drawn."""

    width: int
    """Cells of a line; 0 before that is known."""
    more: str
    """Sign for more than fits."""

    def line(self, id_: str, text: str, tail: str = "", indent: int = 0, *, heading: bool = False) -> Line:
        """Return a line whose tail is seen however long its text is."""
        text = drawable(text).strip()
        room = max(SHORTEST, self.width - MARGIN - INDENT * indent - cell_len(tail))
        if self.width and cell_len(text) > room:
            text = cut(text, room, self.more).rstrip()
        return Line(id_, text + tail, heading, indent)


def wall(session: Session, step: str, voice: Voice, sheet: Sheet, *, grouped: bool) -> list[Line]:
    """Return the notes of a step as lines: below the heading of their group, or alone at the end."""
    groups = groups_of(session, step) if grouped else []
    marks = _marks(session, voice)
    names = {id_: cut(drawable(m.label), AUTHOR, sheet.more).rstrip() for id_, m in session.members.items()}
    there: dict[str, list[Line]] = {id_: [] for id_, _ in groups}
    lone: list[Line] = []
    for id_, note in notes_of(session, step):
        wrote = author(session, note)
        name = f"  ({names[wrote]})" if wrote else ""
        grouping = note.group in there
        line = sheet.line(id_, note.text, name + marks.get(id_, ""), int(grouping))
        (there[note.group] if grouping else lone).append(line)
    found: list[Line] = []
    for sign, (id_, group) in zip(signs(len(groups)), groups, strict=True):
        name = group.name.strip() or voice.tr("(no name yet)")
        tail = f" ({len(there[id_])}){marks.get(id_, '')}"
        found += [sheet.line(id_, f"[{sign}] {name}", tail, heading=True), *there[id_]]
    return found + lone


def _marks(session: Session, voice: Voice) -> dict[str, str]:
    """Return what notes and groups became, by their id: the number of the action or obstacle."""
    tr = voice.tr
    marks: dict[str, str] = {}
    for number, (_, action) in enumerate(in_plan_order(session), 1):
        for id_ in action.answers:
            marks[id_] = marks.get(id_, "") + " > " + tr("{action} {n}", n=number)
    for number, (_, gap) in enumerate(shown(session.gaps), 1):
        marks[gap.note] = marks.get(gap.note, "") + " > " + tr("obstacle {n}", n=number)
    for _, parked in shown(session.parked):
        marks[parked.note] = marks.get(parked.note, "") + " > " + tr("parked")
    return marks


def groups_of(session: Session, step: str) -> list[tuple[str, Group]]:
    """Return the groups of a step, in their order."""
    return [(id_, group) for id_, group in shown(session.groups) if group.step == step]


def notes_of(session: Session, step: str) -> list[tuple[str, Note]]:
    """Return the notes of a step, in their order."""
    return [(id_, note) for id_, note in shown(session.notes) if note.step == step]


def place(session: Session, note: str, command: str) -> str:
    """Return the group that a note is to lie in, empty for none; raises `RuleError`.

    Groups stand in their order, and behind the last one are the notes that stand alone. The command is a digit
    or ``left`` or ``right``.
    """
    ids = [*(id_ for id_, _ in groups_of(session, session.notes[note].step)), ""]
    if command.isdecimal():
        number = int(command)
        if number >= len(ids):
            raise RuleError(say("there is no group {n} yet; Ctrl+N makes one", n=number))
        return ids[number - 1]
    group = session.notes[note].group
    at = ids.index(group) if group in ids else len(ids) - 1
    return ids[max(0, min(at + (1 if command == "right" else -1), len(ids) - 1))]


def moves(session: Session, note: str, group: str, stamp: str) -> tuple[Change, ...]:
    """Return the changes that lay a note into a group; one without a name goes with its last note."""
    left = session.notes[note].group
    if left == group:
        return ()
    move = Edit("note", note, {"group": group})
    others = any(other.group == left and id_ != note for id_, other in shown(session.notes))
    voted = any(left in vote.dots for vote in session.votes.values())
    if left not in session.groups or session.groups[left].name.strip() or others or voted:
        return (move,)
    return (move, Remove("group", left, stamp))


def next_loose(session: Session, lines: Sequence[Line], note: str) -> str:
    """Return the lone note below a lone one, to be grouped next; empty where there is none."""
    lone = [line.id for line in lines if line.id in session.notes and not session.notes[line.id].group]
    behind = lone[lone.index(note) + 1 :] if note in lone else []
    return behind[0] if behind else ""


def wall_keys(voice: Voice, *, grouped: bool) -> list[str]:
    """Return what the keys do in the list."""
    tr = voice.tr
    grouping = [
        tr("Left/Right, 1-9: to a group"),
        tr("0: alone (lone notes stay)"),
        tr("Ctrl+N: new group"),
    ]
    return [
        *(grouping if grouped else []),
        tr("Enter: edit"),
        tr("Ctrl+A: {action}"),
        tr("Ctrl+L: obstacle"),
        tr("Ctrl+K: park"),
        tr("F3: remove"),
        tr("Ctrl+R: on the wall"),
        tr("Esc: back"),
    ]


def line_keys(voice: Voice, *, new: bool) -> list[str]:
    """Return what the keys do in the line above the list."""
    tr = voice.tr
    if not new:
        return [tr("Enter: accept"), tr("Esc: leave it as it was")]
    return [tr("Enter: add"), tr("Down: to the notes")]
