"""From a copy that came back to one change: what is new in it, and what is left alone and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from dxworkshop.errors import DocumentError, DxError, Place
from dxworkshop.i18n import Voice
from dxworkshop.intake.copy import Cell, Copy, Entry, Left, same
from dxworkshop.intake.edit import Edits, Group, Reader, edits, valued
from dxworkshop.intake.letters import OLD, decoded
from dxworkshop.intake.plan import read_plan
from dxworkshop.intake.reference import Reference, reference
from dxworkshop.intake.table import head_of, read_table
from dxworkshop.intake.words import People, columns, labels
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Edit, Together
from dxworkshop.model.session import OPEN, Session
from dxworkshop.model.value import shown
from dxworkshop.report.difference import Chapter, difference
from dxworkshop.sentence import Sentence, say

_TABLES = (".csv", ".tsv")
_PLANS = (".md", ".markdown")
_MOST_LINES = 2_000_000
"""A plan of ten thousand actions has a tenth of them."""


@dataclass(frozen=True)
class Returned:
    """What a copy changes."""

    change: Together | None
    """All of it as one change, which the rules of the session allow; None where nothing is new."""
    told: tuple[Sentence, ...] = ()
    """What is worth knowing and harms nothing."""
    left: tuple[Left, ...] = ()
    """What was left alone, in the order of its lines."""


def read(session: Session, data: "str | bytes", name: str, *, today: date) -> Returned:
    """Return what a copy of the plan changes in its session; nothing is changed by reading.

    Args:
        session: The session as it is now.
        data: The copy: Markdown, or a table with a column of ids.
        name: Name of its file; only the end of it is looked at, the rest stands in errors.
        today: From where a day without a year is counted.

    Raises:
        DocumentError: The file is no text, or no copy of a plan.

    """
    text, encoding = (data.removeprefix("\ufeff"), "") if isinstance(data, str) else decoded(data, name)
    copy = _copy(text, name, lossy=encoding == OLD)
    known = [
        entry for entry in copy.entries if entry.id in session.actions and not session.actions[entry.id].removed
    ]
    left = [*copy.left, *_strangers(session, copy.entries)]
    if not known:
        if not copy.entries:
            why = say(
                "no line of this file bears the sign of one of the {actions}; nothing can be read back from it"
            )
            raise DocumentError(Place(Path(name)), why)
        return Returned(None, copy.told, _in_order(left))
    there = reference(session, Copy(copy.kind, tuple(known), labels=copy.labels), today)
    reader = Reader(copy.kind, there.audience, today, _people(session, there), copy.lossy, there.hidden)
    changes: list[Edit] = []
    unread: set[str] = set()
    for id_, entries in _by_id(known).items():
        found = _edits(reader, session, there, id_, entries)
        left += found.left
        unread |= found.unread
        fields, refused = accepted(session, id_, found.groups)
        left += refused
        if fields:
            changes.append(Edit("action", id_, fields))
    told = list(copy.told)
    if copy.kind == "table" and (missing := _missing(session, known)):
        told.append(say("not in this copy, and left as they are: {n} {actions}", n=missing))
    if unread:
        told.append(say("what differs in these fields is not read back: {names}", names=sorted(unread)))
    return Returned(Together(tuple(changes)) if changes else None, tuple(told), _in_order(left))


def _missing(session: Session, known: Iterable[Entry]) -> int:
    """Return how many open actions a copy has no row for: a row that was deleted deletes nothing."""
    there = {entry.id for entry in known}
    return sum(1 for id_, action in shown(session.actions) if action.status in OPEN and id_ not in there)


def news(session: Session, found: Returned, voice: Voice) -> tuple[Chapter, ...]:
    """Return in words what a copy changes: each action with its fields, as they stand and as they would."""
    if found.change is None:
        return ()
    # A status that nobody ever set is told of too: it was not nothing.
    changed = {
        change.id: session.actions[change.id] for change in found.change.changes if isinstance(change, Edit)
    }
    spelled = {id_: action.model_copy(update={"status": action.status}) for id_, action in changed.items()}
    before = session.model_copy(update={"actions": {**session.actions, **spelled}})
    return difference(before, apply(before, found.change), voice)


def _copy(text: str, name: str, *, lossy: bool) -> Copy:
    """Return what a text says, as a table where it is one."""
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        why = say("this file has more than {limit} lines; that is too much to read", limit=_MOST_LINES)
        raise DocumentError(Place(Path(name)), why)
    suffix = PurePath(name).suffix.casefold()
    if suffix in _TABLES or (suffix not in _PLANS and head_of(text, columns())):
        found = read_table(text, columns(), name)
    else:
        found = read_plan(text, labels())
    return Copy(found.kind, found.entries, found.left, found.told, found.labels, lossy)


def _strangers(session: Session, entries: Iterable[Entry]) -> list[Left]:
    """Return the lines whose action is not here, or not any more."""
    left = []
    for entry in entries:
        action = session.actions.get(entry.id)
        if action is None:
            why = say("no {action} of this session has the id {id}", id=entry.id)
            left.append(Left(entry.line, entry.text, why))
        elif action.removed:
            why = say(
                "this one of the {actions} was taken out here; {command} brings it back",
                command="dxworkshop bin --restore",
            )
            left.append(Left(entry.line, entry.text, why))
    return left


def _people(session: Session, there: Reference) -> People:
    shown = (
        (session.actions[id_].owner, entry.cells["owner"].text)
        for id_, entry in there.entries.items()
        if "owner" in entry.cells
    )
    return People(session, shown)


def _by_id(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.id, []).append(entry)
    return found


def _edits(reader: Reader, session: Session, there: Reference, id_: str, entries: Sequence[Entry]) -> Edits:
    """Return what one or more lines say of one action; lines that contradict each other say nothing."""
    now = there.entries.get(id_)
    if now is None:
        why = say("an export of this kind does not hold it")
        return Edits(left=[Left(entry.line, entry.text, why) for entry in entries])
    if why_not := _mixed_up(reader, there, entries):
        return Edits(left=[Left(entry.line, entry.text, why_not) for entry in entries])
    told = _together(reader, now, entries)
    if told is None:
        why = say("the same sign stands here more than once, with other words")
        return Edits(left=[Left(entry.line, entry.text, why) for entry in entries])
    return edits(reader, told, now, session.actions[id_])


def _mixed_up(reader: Reader, there: Reference, entries: Sequence[Entry]) -> Sentence | None:
    """Return why rows are not read that bear the title of another action: columns were sorted apart."""
    for entry in entries if reader.kind == "table" else ():
        title = entry.cells.get("title")
        if title is None or (own := there.entries[entry.id].cells.get("title")) is None:
            continue
        if same("table", title.text, own.text) or there.titles.get(title.text.strip(), "") in ("", entry.id):
            continue
        return say("this row has the id of {one} and the title of {other}", one=own.text, other=title.text)
    return None


def _together(reader: Reader, now: Entry, entries: Sequence[Entry]) -> Entry | None:
    """Return several lines of one action as one: what is new in any of them; None where they contradict."""
    first, *more = entries
    cells: dict[str, Cell] = dict(first.cells)
    done = first.done
    for entry in more:
        if entry.check != first.check:
            return None
        if entry.done != done:
            if done is not None and entry.done is not None and now.done not in (done, entry.done):
                return None
            done = next((one for one in (done, entry.done) if one is not None and one != now.done), done)
        for key, cell in entry.cells.items():
            old = cells.get(key)
            if old is None or same(reader.kind, old.text, cell.text):
                cells.setdefault(key, cell)
                continue
            usual = now.cells[key].text if key in now.cells else ""
            if key == "title" or not (same(reader.kind, old.text, usual) or same(reader.kind, cell.text, usual)):
                return None
            cells[key] = cell if same(reader.kind, old.text, usual) else old
    return Entry(first.line, first.text, first.id, first.check, done, cells)


def accepted(session: Session, id_: str, groups: Sequence[Group]) -> tuple[dict[str, object], list[Left]]:
    """Return what the rules allow of the new values of an action, and what they refuse, in their own words."""
    action = session.actions[id_]
    taken: dict[str, object] = {}
    waiting = list(groups)
    refused: dict[int, Left] = {}
    progress = True
    while waiting and progress:
        progress = False
        for group in tuple(waiting):
            tried = {**taken, **group.fields}
            try:
                apply(session, Edit("action", id_, valued(action, tried)))
            except DxError as error:
                refused[id(group)] = Left(group.line, group.text, error.sentence)
                continue
            taken, progress = tried, True
            waiting.remove(group)
    return valued(action, taken), [refused[id(group)] for group in waiting]


def _in_order(left: Iterable[Left]) -> tuple[Left, ...]:
    return tuple(sorted(_each_once(left), key=lambda one: one.line))


def _each_once(left: Iterable[Left]) -> Iterable[Left]:
    seen = set()
    for one in left:
        key = (one.line, one.text, str(one.why))
        if key not in seen:
            seen.add(key)
            yield one
