"""What people wrote, word for word: group by group, and then what lies by itself."""

from dxworkshop.model.session import Note, Session
from dxworkshop.model.workshop import CollectStep
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Block, Bullets, Paragraph, Section
from dxworkshop.report.wording import is_blank


def collect(teller: Teller) -> tuple[Section, ...]:
    """Tell the notes of every step, those of one person too; who wrote them only where names are kept."""
    return _sections(teller, named=True)


def opinions(teller: Teller) -> tuple[Section, ...]:
    """Tell the same, and never who wrote what."""
    return _sections(teller, named=False)


def _sections(teller: Teller, *, named: bool) -> tuple[Section, ...]:
    used = [note.step for note in teller.notes.values()] + [group.step for group in teller.groups.values()]
    found = []
    for id_, step in teller.steps("collect", used):
        asked = step if isinstance(step, CollectStep) else None
        if blocks := _blocks(teller, id_, asked, names=named):
            prompt = teller.voice.text(asked.prompt) if asked else ""
            question = () if is_blank(prompt) else (Paragraph(prompt),)
            found.append(Section("collect", teller.heading("collect", step), (*question, *blocks)))
    return tuple(found)


def _blocks(teller: Teller, id_: str, step: CollectStep | None, *, names: bool) -> tuple[Block, ...]:
    voice = teller.voice
    if teller.holds_back(Session, "notes"):
        return _called(teller, id_)
    # Where it is not known whether names may be told, none is.
    named = names and step is not None and not step.anonymous
    notes = [(key, note) for key, note in teller.notes.items() if note.step == id_ and not is_blank(note.text)]
    inside: dict[str, list[tuple[str, Note]]] = {}
    for key, note in notes:
        inside.setdefault(note.group, []).append((key, note))
    blocks: list[Block] = []
    grouped: set[str] = set()
    for group_id, group in teller.groups.items():
        if group.step == id_:
            lying = inside.get(group_id, [])
            grouped |= {key for key, _ in lying}
            if lying or not is_blank(group.name):
                blocks += _group(teller, group.name, [note for _, note in lying], named=named)
    if lone := [note for key, note in notes if key not in grouped]:
        blocks += [Paragraph(voice.tr("In no group:"))] if blocks else []
        blocks.append(_notes(teller, lone, named=named))
    if names and blocks and step and step.anonymous:
        blocks.append(Paragraph(voice.tr("Written without names: who wrote what is not kept.")))
    return tuple(blocks)


def _called(teller: Teller, id_: str) -> tuple[Block, ...]:
    """Return what the groups are called: of notes that are not told, nobody says how many there are."""
    groups = (group for group in teller.groups.values() if group.step == id_)
    names = tuple(group.name.strip() for group in groups if not is_blank(group.name))
    return (Bullets(names),) if names else ()


def _group(teller: Teller, name: str, lying: list[Note], *, named: bool) -> list[Block]:
    voice = teller.voice
    told = voice.tr("(no name yet)") if is_blank(name) else name.strip()
    head = Paragraph(voice.trn("{name}: {n} note", "{name}: {n} notes", len(lying), name=told))
    return [head, _notes(teller, lying, named=named)] if lying else [head]


def _notes(teller: Teller, notes: list[Note], *, named: bool) -> Bullets:
    return Bullets(tuple(_note(teller, note, named=named) for note in notes))


def _note(teller: Teller, note: Note, *, named: bool) -> str:
    if not named or is_blank(note.author):
        return note.text
    return teller.voice.tr("{note} ({author})", note=note.text.strip(), author=teller.person(note.author))
