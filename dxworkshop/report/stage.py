"""What the room may see of a session at this moment: resolved and redacted once, so that a screen only draws.

A hidden vote shows what can be voted on, in an order that tells nothing, and how many dots are placed in all.
Who wrote a note and who voted for what is never shown, named or not: the room needs the words. The script is
for the person who leads.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.insight import tally
from dxworkshop.insight.gap import widest
from dxworkshop.insight.rating import rated
from dxworkshop.insight.schedule import MINUTE, schedule
from dxworkshop.model import ballot
from dxworkshop.model.apply import first_step_of
from dxworkshop.model.room import candidates
from dxworkshop.model.session import OPEN, Action, Gap, Measure, Note, Session, Vote
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import (
    ActionsStep,
    AnyStep,
    BossStep,
    CollectStep,
    GapsStep,
    MatrixStep,
    PartyStep,
    PledgeStep,
    PremortemStep,
    RateStep,
    ReviewStep,
    TalkStep,
    VisionStep,
    VoteStep,
)
from dxworkshop.report.scene import Bar, Bars, Block, Clock, Entry, Grid, Lines, Mark, Scale, Spot, Stage, Words
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Table
from dxworkshop.report.wording import is_blank, long_day, number

AHEAD = 2
"""How many of the next steps a talk shows."""
Scene = tuple[tuple[Block, ...], tuple[str, ...]]
"""What stands before the room in a step, and the short lines below it."""


def stage(session: Session, voice: Voice, now: datetime) -> Stage:
    """Return what the room may see of the step the team is at."""
    at = first_step_of(session)
    step = session.workshop.steps[at]
    teller = Teller(session, voice, now.date())
    steps = [id_ for id_, one in session.workshop.in_order() if not one.skipped or id_ == at]
    blocks, asides = _scene(teller, at, step)
    return Stage(
        language=voice.language,
        workshop=session.title,
        place=f"{steps.index(at) + 1}/{len(steps)}" if at in steps else "",
        title=voice.text(step.title),
        clock=clock(session, voice, now),
        blocks=blocks,
        asides=(*asides, *_waiting(teller)),
    )


def ticked(before: Stage, session: Session, voice: Voice, now: datetime) -> Stage:
    """Return a stage of the same session with its clock as it is now."""
    return replace(before, clock=clock(session, voice, now))


def clock(session: Session, voice: Voice, now: datetime) -> Clock:
    """Return the time that is left of the step, or by how much it is over."""
    time = schedule(session, now)
    left = time.here.planned - time.here.used
    big = f"{'+' if left < 0 else ''}{abs(left) // MINUTE:02d}:{abs(left) % MINUTE:02d}"
    if not time.begun:
        return Clock(big, "ready", voice.tr("time planned"))
    if not time.running:
        return Clock(big, "stopped", voice.tr("the clock stands still"))
    if left < 0:
        return Clock(big, "over", voice.tr("past the planned end"))
    return Clock(big, "running", voice.tr("time left"))


def _scene(teller: Teller, at: str, step: AnyStep) -> Scene:
    match step:
        case TalkStep():
            return _talk(teller, at, step)
        case ReviewStep():
            return _review(teller)
        case VisionStep():
            return _vision(teller)
        case BossStep():
            return _boss(teller)
        case PartyStep():
            return _party(teller)
        case RateStep():
            return _rate(teller, at, step)
        case GapsStep():
            return _gaps(teller)
        case CollectStep():
            return _collect(teller, at, step)
        case VoteStep():
            return _vote(teller, at, step)
        case MatrixStep():
            return _matrix(teller, at, step)
        case PremortemStep():
            return _premortem(teller)
        case ActionsStep():
            return _actions(teller)
        case PledgeStep():
            return _pledge(teller)
        case _:
            assert_never(step)


def _waiting(teller: Teller) -> tuple[str, ...]:
    asked = [one for _, one in shown(teller.session.parked) if one.kind == "question" and not one.answered]
    return (teller.voice.trn("{n} question waiting", "{n} questions waiting", len(asked)),) if asked else ()


def _talk(teller: Teller, at: str, step: TalkStep) -> Scene:
    """Show the rules where they are agreed on, else what comes next."""
    session, voice = teller.session, teller.voice
    rules = _lines((rule.text for _, rule in shown(session.rules)), voice.tr("{Ground_rules}"))
    steps = session.workshop.in_order()
    here = [id_ for id_, _ in steps].index(at) if at in dict(steps) else 0
    next_ = [one for _, one in steps[here + 1 :] if not one.skipped][:AHEAD]
    agenda = tuple(Entry(voice.text(one.title), more=voice.tr("{n} min", n=one.minutes)) for one in next_)
    opening = bool(step.rules or step.attendance)
    if rules and (opening or not agenda):
        return rules, ()
    return (Lines(agenda, voice.tr("Coming up")),) if agenda else (), ()


def _vision(teller: Teller) -> Scene:
    told, tr = teller.session.vision, teller.voice.tr
    signs = _lines(told.signs, tr("We shall know that we are there when:"))
    return (Words(teller.said(told.destination)), *signs), ()


def _boss(teller: Teller) -> Scene:
    told, tr = teller.session.boss, teller.voice.tr
    measures = [_measure(teller, measure) for _, measure in shown(told.measures)]
    why = _lines(told.why_now.split("\n"), tr("Why now"))
    return (Words(teller.said(told.name)), *why, *_lines(measures, tr("Measure"))), ()


def _measure(teller: Teller, measure: Measure) -> str:
    text = teller.voice.tr(
        "{name}: from {baseline} to {target} {unit}",
        name=measure.name.strip(),
        baseline=number(measure.baseline),
        target=number(measure.target),
        unit=measure.unit.strip(),
    )
    if measure.by is None:
        return text
    return teller.voice.tr("{step} (by {day})", step=text, day=measure.by.isoformat())


def _party(teller: Teller) -> Scene:
    """Show who is with us, as they call themselves, and who is missing; nothing that could look like a score."""
    session, tr = teller.session, teller.voice.tr
    people = _lines((teller.person(id_) for id_, _ in shown(session.members)), tr("{Party}"))
    seats = tuple(
        Entry(teller.said(teller.card("seats", seat.name)), more=seat.why.strip())
        for _, seat in shown(session.seats)
    )
    nobody = () if people else (Words(tr("No members are written down yet.")),)
    return (*nobody, *people, *((Lines(seats, tr("{Open_seats}")),) if seats else ())), ()


def _rate(teller: Teller, at: str, step: RateStep) -> Scene:
    session, voice, tr = teller.session, teller.voice, teller.voice.tr
    own = {one.id: voice.text({"ja": one.ja, "en": one.en}) for one in step.statements}
    marks = tuple(
        Mark(own.get(one.card) or teller.card(step.deck, one.card), one.ideal, one.reality)
        for one in rated(session, at)
    )
    note = tr("We look at the workplace, never at people. Not used for personnel evaluation.")
    credit = "" if own else deck.credit(step.deck)
    if credit and voice.language == "en":
        credit = tr("{credit} (English: our translation)", credit=credit)
    scale = Scale(marks, tr("today"), tr("ideal"), tr("the way between"))
    return (scale,), tuple(line for line in (note, credit) if line)


def _gaps(teller: Teller) -> Scene:
    """Show the widest gaps in words; where no width is known yet, all of them."""
    session, tr = teller.session, teller.voice.tr
    far = widest(session)
    heading = tr("What lies furthest apart") if far else tr("What stands in the way")
    entries = tuple(_gap(teller, gap) for _, gap in far or shown(session.gaps))
    return (Lines(entries, heading),) if entries else (Words(tr("No obstacle is written down yet.")),), ()


def _gap(teller: Teller, gap: Gap) -> Entry:
    sides = ((teller.voice.tr("today"), gap.reality), (teller.voice.tr("ideal"), gap.ideal))
    said = [f"{label}: {text.strip()}" for label, text in sides if not is_blank(text)]
    return Entry(said[0] if said else teller.undecided(), more="".join(said[1:]))


def _collect(teller: Teller, at: str, step: CollectStep) -> Scene:
    """Show the question; while everybody writes only the number of notes, and the notes once they are read out.

    They are read out when the facilitator shows them, and not before: the words are somebody's until then.
    """
    session, voice = teller.session, teller.voice
    notes = _notes(session, at, step)
    names = (
        voice.tr("Anonymous: who wrote a note is stored nowhere.")
        if step.anonymous
        else voice.tr("Named: it is kept who wrote which note, but not shown here.")
    )
    prompt = (Words(voice.text(step.prompt)),) if not is_blank(voice.text(step.prompt)) else ()
    count = Lines((Entry(voice.trn("{n} note", "{n} notes", len(notes))),))
    there = [(id_, group) for id_, group in shown(session.groups) if group.step == at]
    if not step.shown:
        return (*prompt, count), (names,)
    groups: list[Lines] = []
    for sign, (id_, group) in zip(ballot.signs(len(there)), there, strict=True):
        name = voice.tr("(no name yet)") if is_blank(group.name) else group.name.strip()
        groups += _lines((note.text for note in notes if note.group == id_), f"[{sign}] {name}", empty=True)
    ids = {id_ for id_, _ in there}
    heading = voice.tr("In no group") if there else ""
    lone = _lines((note.text for note in notes if note.group not in ids), heading)
    return (*prompt, *((*groups, *lone) or (count,))), (names,)


def _notes(session: Session, at: str, step: CollectStep) -> list[Note]:
    """Return the notes of a step; where nobody is to know who wrote what, in the order of their random ids.

    Their ranks say the same, but for a file that was edited by hand.
    """
    notes = [(id_, note) for id_, note in shown(session.notes) if note.step == at]
    return [note for _, note in (sorted(notes, key=lambda one: one[0]) if step.anonymous else notes)]


def _vote(teller: Teller, at: str, step: VoteStep) -> Scene:
    """Show what can be voted on and how many dots are placed in all; the sums once they are revealed."""
    session, voice = teller.session, teller.voice
    ids = candidates(session, step.on)
    signs = dict(zip(ids, ballot.signs(len(ids)), strict=True))
    names = (
        voice.tr("Anonymous: only the sums are stored.")
        if step.anonymous
        else voice.tr("Named: the record keeps who placed which dots.")
    )
    if session.votes.get(at, Vote()).revealed:
        found = sorted(tally.tally(session, at), key=lambda one: -one.dots)
        return (Bars(tuple(Bar(signs[one.id], _called(teller, one.id), one.dots) for one in found)),), (names,)
    entries = tuple(Entry(_called(teller, id_), sign) for id_, sign in signs.items())
    spent, budget = tally.spent(session, at), tally.budget(session, at)
    placed = voice.tr("placed {n} of {all}", n=spent, all=budget) if budget else voice.tr("placed {n}", n=spent)
    each = voice.trn("{n} dot each.", "{n} dots each.", step.dots)
    hidden = voice.tr("The sums stay hidden until all have voted.")
    # Where there is one thing alone to vote on, the sum of all would be its own.
    told = f"{each}  {placed}" if len(ids) > 1 else each
    return (Words(told), Lines(entries)), (hidden, names)


def _called(teller: Teller, id_: str) -> str:
    """Return the words of a group or note; a group without a name is told by its notes."""
    session = teller.session
    group = session.groups.get(id_)
    if group is None:
        return session.notes[id_].text.strip()
    if not is_blank(group.name):
        return group.name.strip()
    notes = [note.text.strip() for _, note in shown(session.notes) if note.group == id_]
    return teller.listed(notes) or teller.voice.tr("(no name yet)")


def _matrix(teller: Teller, at: str, step: MatrixStep) -> Scene:
    """Show the grid; everything keeps the sign that it was voted with."""
    session, tr = teller.session, teller.voice.tr
    ids = candidates(session, step.on)
    signs = dict(zip(ids, ballot.signs(len(ids)), strict=True))
    spots = []
    for n, one in enumerate(tally.ranked(session, step.on)):
        item = tally.placed(session, one.id)
        if item and (n < step.most or item.anchor or item.impact or item.effort):
            spots.append(Spot(signs[one.id], _called(teller, one.id), item.impact, item.effort, item.anchor))
    # In the order of the signs: that is how people look one up.
    spots.sort(key=lambda spot: list(signs.values()).index(spot.sign))
    return (Grid(tuple(spots), tr("impact"), tr("effort"), tr("anchor"), tr("not placed yet:")),), ()


def _actions(teller: Teller) -> Scene:
    """Show who does what by when; what was dropped is told at the review."""
    tr = teller.voice.tr
    rows = tuple(
        (
            str(n),
            teller.said(action.title),
            _owner(teller, action) or tr("nobody yet"),
            action.due.isoformat() if action.due else tr("no date yet"),
        )
        for n, (_, action) in enumerate(teller.actions(), start=1)
        if action.status != "dropped"
    )
    if not rows:
        return (Words(tr("No {actions} are decided yet.")),), ()
    head = (tr("No."), tr("{Action}"), tr("Owner"), tr("Due"))
    return (Table(head, rows, ("right", "left", "left", "left")),), ()


def _owner(teller: Teller, action: Action) -> str:
    member = teller.session.present_members().get(action.owner)
    return member.label.strip() if member else ""


def _premortem(teller: Teller) -> Scene:
    tr = teller.voice.tr
    entries = tuple(
        Entry(teller.said(risk.cause), more=risk.counter.strip()) for _, risk in shown(teller.session.risks)
    )
    heading = tr("It failed: why? And what do we do against it?")
    return (Lines(entries, heading) if entries else Words(heading),), ()


def _pledge(teller: Teller) -> Scene:
    session, tr = teller.session, teller.voice.tr
    said = tuple(
        Entry(session.pledges[id_].words.strip(), more=member.label.strip())
        for id_, member in shown(session.members)
        if id_ in session.pledges and not is_blank(session.pledges[id_].words)
    )
    days = [long_day(teller.voice, day) for day in sorted(session.reviews) if day >= teller.today]
    reviews = _lines(days, tr("Reviews of the plan"))
    return (Lines(said) if said else Words(tr("{Pledges}: one sentence each, read aloud")), *reviews), ()


def _review(teller: Teller) -> Scene:
    """Show what became of the plan: thanks first, what is dropped last, and no reasons."""
    tr, actions = teller.voice.tr, [action for _, action in teller.actions()]
    ahead = [action for action in actions if action.status in OPEN]
    parts = (
        (tr("Done. Thank you!"), [action for action in actions if action.status == "done"]),
        (tr("Carried on"), [action for action in ahead if action.verdict]),
        (tr("Still to be looked at"), [action for action in ahead if not action.verdict]),
        (tr("Dropped"), [action for action in actions if action.status == "dropped"]),
    )
    blocks = tuple(
        block for heading, some in parts for block in _lines((_titled(teller, a) for a in some), heading)
    )
    return blocks or (Words(tr("No {actions} are decided yet.")),), ()


def _titled(teller: Teller, action: Action) -> str:
    owner = _owner(teller, action)
    title = teller.said(action.title.strip())
    return teller.voice.tr("{title} ({name})", title=title, name=owner) if owner else title


def _lines(texts: Iterable[str], heading: str = "", *, empty: bool = False) -> tuple[Lines, ...]:
    """Return texts under a heading; nothing where there is none, unless the heading stands for itself."""
    entries = tuple(Entry(text.strip()) for text in texts if not is_blank(text))
    return (Lines(entries, heading),) if entries or empty else ()
