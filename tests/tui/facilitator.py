"""A whole three-hour workshop by keys alone: each function types one step of a session that is wanted."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from dxworkshop import deck
from dxworkshop.insight import coverage, tally
from dxworkshop.model import ballot, room
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import Action, Gap, Member, Session
from dxworkshop.model.value import shown
from dxworkshop.model.words import BUDGETS, CONTROLS, LENSES, LEVELS
from dxworkshop.model.workshop import RateStep, TalkStep
from dxworkshop.tui.source import as_text
from tests.tui.typist import (
    CTRL_A,
    CTRL_N,
    CTRL_R,
    CTRL_U,
    DOWN,
    END,
    ENTER,
    F2,
    F3,
    HOME,
    PAGE_DOWN,
    PAGE_UP,
    SHIFT_TAB,
    SPACE,
    TAB,
    UP,
    VOICE,
    Typist,
)

POSTS = {
    "specialist": VOICE.tr("specialist"),
    "bridge": VOICE.tr("bridge"),
    "manager": VOICE.tr("manager"),
    "leader": VOICE.tr("leader"),
    "ally": VOICE.tr("{ally}"),
}
LENS: Mapping[str, str] = {key: VOICE.say(sentence) for key, sentence in LENSES.items()}
CONTROL: Mapping[str, str] = {key: VOICE.say(sentence) for key, sentence in CONTROLS.items()}
BUDGET: Mapping[str, str] = {key: VOICE.say(sentence) for key, sentence in BUDGETS.items()}
LEVEL: Mapping[str, str] = {key: VOICE.say(sentence) for key, sentence in LEVELS.items()}


FIELDS: tuple[coverage.Field, ...] = ("culture", "strengths")


def chosen(t: Typist, value: str, words: Mapping[str, str]) -> None:
    """Pick what stands for a value, which may be one of the team's own."""
    t.pick(words.get(value, value), list(words.values()))


def cards(name: str) -> dict[str, str]:
    """Return what the cards of a deck are called on the screen, by id."""
    words = {card.id: card.text["ja"] for card in deck.deck(name)}
    return {id_: word if isinstance(word, str) else word[VOICE.register] for id_, word in words.items()}


def labels(session: Session) -> dict[str, str]:
    """Return what the members are called, by id."""
    return {id_: member.label for id_, member in shown(session.members)}


# Opening, vision, boss


def opening(t: Typist, want: Session) -> None:
    """Take the attendance, tick the proposed rules, change one and add one."""
    members = [member for _, member in shown(want.members)]
    t.press(F2.join(f"{member.name}{TAB}{member.seat}" for member in members))
    step = want.workshop.steps["opening"]
    assert isinstance(step, TalkStep)
    proposed = [rule.ja for rule in step.rules]
    t.press(TAB, TAB)
    t.walk(*(SPACE + DOWN for _ in proposed))
    rules = [rule.text for _, rule in shown(want.rules)]
    t.walk(TAB, END, ENTER)
    t.press(CTRL_U, rules[len(proposed) - 1])
    t.press(*(F2 + own for own in rules[len(proposed) :]))


def vision(t: Typist, want: Session) -> None:
    """One sentence, and a sign a line."""
    t.press(want.vision.destination, ENTER, ENTER.join(want.vision.signs))


def boss(t: Typist, want: Session, gaps: Sequence[Gap]) -> None:
    """Name, why now, measures, and obstacles from the cards and in words of their own."""
    t.press(want.boss.name, TAB, want.boss.why_now, TAB)
    for number, (_, one) in enumerate(shown(want.boss.measures)):
        values = (one.name, one.unit, as_text(one.baseline), as_text(one.target), as_text(one.by))
        t.press(F2 if number else "", TAB.join(values))
    t.press(TAB, TAB, TAB, TAB)  # to the button of the cards
    for from_cards, some in groupby(gaps, lambda gap: bool(gap.deck)):
        if from_cards:
            t.tick([gap.reality for gap in some], list(cards("obstacles").values()))
            continue
        t.walk(SHIFT_TAB)
        for gap in some:
            t.press(F2, gap.reality, TAB)
            t.pick(LENS[gap.lens], list(LENS.values()))
        t.press(TAB)


# Party


def party(t: Typist, want: Session) -> None:
    """What each member says of themselves, the seats of those who are not here."""
    members = [member for _, member in shown(want.members)]
    for number, member in enumerate(members):
        if number:  # back to the first field, to the list, one down, and in again
            t.walk(SHIFT_TAB * 7, DOWN, ENTER)
        t.press(TAB)
        _member(t, member)


def _member(t: Typist, member: Member) -> None:
    t.press(TAB)
    chosen(t, member.calling, cards("callings"))
    t.press(TAB)
    chosen(t, member.post, POSTS)
    t.press(TAB)
    t.tick([cards("strengths").get(s, s) for s in member.strengths], list(cards("strengths").values()))
    t.press(TAB, as_text(member.hours_per_week), TAB)
    if member.culture:
        words = cards("culture")
        t.tick([words[one] for one in member.culture], list(words.values()))


def seats(t: Typist, want: Session) -> None:
    """Open the seats of those who are missing: for a hole from its list, others by their name."""
    names = cards("seats")
    t.press(TAB, TAB)  # to the field of what the seat is for
    for _, seat in shown(want.seats):
        if seat.covers:
            session = t.look()
            holes = [hole.card for name in FIELDS for hole in coverage.holes(session, name)]
            t.walk(TAB * 4)
            t.walk(HOME, DOWN * holes.index(seat.covers), ENTER)
            t.walk(SHIFT_TAB * 5)
            t.walk(END, ENTER)
        else:
            t.press(F2)
        chosen(t, seat.name, names)
        t.press(TAB, CTRL_U, seat.why)


def culture(t: Typist, want: Session, step: str) -> list[int]:
    """Hands and marks, statement by statement, and what was said; return what each show of hands took."""
    asked, keys = want.workshop.steps[step], []
    assert isinstance(asked, RateStep)
    for card in room.statements(asked):
        said = want.ratings[step][card]
        for hands, mark in ((said.ideal_hands, said.ideal), (said.hands, said.reality)):
            typed = ballot.show_counts(hands) or as_text(mark)
            if hands is said.hands and said.words:
                t.press(typed, F2, said.words, ENTER, ENTER)
            else:
                keys += [t.press(typed, ENTER)] if hands else []
                t.press("" if hands else typed + ENTER)
    return keys


# Gaps


def gaps(t: Typist, new: Sequence[Gap], incomplete: Sequence[Gap]) -> None:
    """Write obstacles down, or pick them from the cards; complete those of which only one side is known."""
    lens = _by_lens(t.look())[0].lens
    t.press(TAB * 5)  # to the button of the cards
    for from_cards, some in groupby(new, lambda gap: bool(gap.deck)):
        if from_cards:
            t.tick([gap.reality for gap in some], list(cards("obstacles").values()))
            continue
        for gap in some:
            t.press(F2, ENTER.join((gap.reality, gap.ideal, as_text(gap.size))), ENTER)
            t.pick(CONTROL[gap.control], list(CONTROL.values()))
            t.press(TAB)
            if gap.lens != lens:
                t.pick(LENS[gap.lens], list(LENS.values()))
            lens = gap.lens
        t.press(TAB)
    t.walk(SHIFT_TAB * 2)
    realities = [gap.reality for gap in _by_lens(t.look())]
    for gap in incomplete:
        t.walk(HOME, DOWN * realities.index(gap.reality))
        t.press(as_text(gap.size), SPACE * (1 + list(CONTROL).index(gap.control)))
        t.walk(ENTER)
        t.press(TAB, gap.ideal)
        t.walk(SHIFT_TAB * 2)


def _by_lens(session: Session) -> list[Gap]:
    return sorted((gap for _, gap in shown(session.gaps)), key=lambda gap: list(LENSES).index(gap.lens))


# Ideas, dots, matrix


def ideas(t: Typist, want: Session) -> list[int]:
    """Note after note, an empty Enter leads to the first person and on; return each one's keys beyond its text."""
    people, turn, keys = ["", *room.voters(want)], 0, []
    for note in sorted(want.notes.values(), key=lambda note: note.rank):
        while people[turn % len(people)] != note.author:
            t.press(ENTER)
            turn += 1
        keys.append(t.press(note.text, ENTER) - len(note.text))
        if note.removed:
            t.walk(DOWN)
            t.press(F3, F2)
    return keys


class Wall:
    """Where the notes lie, for whoever moves among them by arrows."""

    def __init__(self, notes: Sequence[str]) -> None:
        self.groups: list[list[str]] = []
        self._notes = list(notes)

    def rows(self) -> list[str]:
        """Return the notes as they stand below each other; the heading of a group is its number."""
        rows = []
        for number, group in enumerate(self.groups, 1):
            rows += [str(number), *(id_ for id_ in self._notes if id_ in group)]
        return rows + [id_ for id_ in self._notes if not any(id_ in group for group in self.groups)]

    def way(self, id_: str) -> str:
        """Return the keys that lead to a row."""
        rows = self.rows()
        at = rows.index(id_)
        return HOME + (DOWN * at if at < len(rows) / 2 else END + UP * (len(rows) - 1 - at))


def groups(t: Typist, want: Session) -> Wall:
    """Gather notes in groups: the first of each makes it and names it, a digit sends the others there."""
    notes = shown(want.notes)
    wall = Wall([id_ for id_, _ in notes])
    t.walk(DOWN)
    for number, (group_id, group) in enumerate(shown(want.groups), 1):
        first, *others = [id_ for id_, note in notes if note.group == group_id]
        t.press(wall.way(first))
        t.walk(CTRL_N)
        t.press(group.name, ENTER)
        wall.groups.append([first])
        for id_ in others:
            t.press(wall.way(id_), str(number))
            wall.groups[-1].append(id_)
    lone = next(id_ for id_, note in notes if not note.group)
    t.press(wall.way(lone), "2")  # into a group, from where the cursor goes on to the next, and out again
    wall.groups[1].append(lone)
    t.press(wall.way(lone), "0")
    wall.groups[1].remove(lone)
    return wall


def vote(t: Typist, want: Session, step: str) -> list[int]:
    """The dots of each person, then the sums for the room; return how many keys each person took."""
    ids = room.candidates(want, room.vote_step(want, step).on)
    people = room.voters(want)
    keys = [t.press(ballot.show_dots(tally.lying(want, step, person), ids), ENTER) for person in people]
    t.press(CTRL_R)
    return keys


def matrix(t: Typist, want: Session, on: str, most: int) -> None:
    """The two anchors, and two digits for each of the top candidates."""
    ids = room.candidates(want, on)
    ranked = [(one.id, tally.placed(want, one.id)) for one in tally.ranked(want, on)]
    anchors = {id_: 1 for id_, item in ranked if item and item.anchor}
    t.press(ballot.show_dots(anchors, ids), ENTER)
    rows = [item for n, (id_, item) in enumerate(ranked) if item and (n < most or id_ in anchors)]
    for item in sorted(rows, key=lambda item: not item.anchor):
        t.press(as_text(item.impact), as_text(item.effort), ENTER)


# Actions and what comes behind them


def promoted(t: Typist, wall: Wall, number: int) -> None:
    """Make actions of the first groups, on the wall of notes two steps before."""
    t.press(PAGE_UP * 2)
    t.walk(DOWN)
    for group in range(1, number + 1):
        t.press(wall.way(str(group)), CTRL_A)
    t.press(PAGE_DOWN * 2)


def actions(t: Typist, want: Session, there: int) -> None:
    """All fields of each action; so many of them are there already, made of the first groups."""
    for number, (_, action) in enumerate(in_plan_order(want)):
        if number >= there:
            t.press(F2)
        elif number:
            t.press(PAGE_UP, PAGE_DOWN)
            t.walk(SHIFT_TAB, DOWN * number, ENTER)
        _action(t, want, action, action.answers[number < there :])


def _action(t: Typist, want: Session, action: Action, answers: Sequence[str]) -> None:
    people = labels(want)
    t.press(CTRL_U, action.title, TAB)
    chosen(t, action.owner, people)
    t.press(TAB)
    chosen(t, action.calling, cards("callings"))
    t.press(TAB)
    t.tick([people[id_] for id_ in action.partners], list(people.values()))
    days = as_text(action.first_step_by), as_text(action.due)
    t.press(TAB, TAB.join((action.first_step, *days, action.if_then, action.tell)), TAB)
    words = answered(want)
    t.tick([words[id_] for id_ in answers if id_ not in want.risks], list(words.values()))
    measure = action.measure
    assert measure is not None
    t.press(TAB, TAB.join((measure.name, measure.unit, as_text(measure.baseline), as_text(measure.target))), TAB)
    chosen(t, action.budget, BUDGET)
    t.press(TAB)
    chosen(t, action.decided_at, LEVEL)
    t.press(TAB, CTRL_U, as_text(action.weight))


def answered(session: Session) -> dict[str, str]:
    """Return what an action may answer, by id."""
    gaps = {id_: gap.reality or gap.ideal for id_, gap in shown(session.gaps)}
    notes = {id_: note.text for id_, note in shown(session.notes)}
    risks = {id_: risk.cause for id_, risk in shown(session.risks)}
    measures = {id_: measure.name for id_, measure in shown(session.boss.measures)}
    groups = {id_: group.name for id_, group in shown(session.groups)}
    return {**gaps, **measures, **groups, **risks, **notes}


def premortem(t: Typist, want: Session) -> None:
    """Causes and counters; one that an action takes up is ticked there, a step before."""
    titles = {id_: action.title for id_, action in in_plan_order(want)}
    for number, (_, risk) in enumerate(shown(want.risks)):
        t.press(F2 if number else "", risk.cause, TAB, risk.counter, TAB)
        chosen(t, risk.action, titles)
    words = answered(want)
    for number, (_, action) in enumerate(in_plan_order(want)):
        if causes := [words[id_] for id_ in action.answers if id_ in want.risks]:
            t.press(PAGE_UP)
            t.walk(SHIFT_TAB, DOWN * number, ENTER)
            t.press(TAB * 9)
            t.tick(causes, list(words.values()))
            t.press(PAGE_DOWN)


def pledge(t: Typist, want: Session) -> None:
    """A sentence of each member, the days of the reviews, and the hands."""
    t.press(*(want.pledges[id_].words + ENTER for id_, _ in shown(want.members)))
    t.press(TAB, ENTER.join(map(as_text, want.reviews)), TAB, " ".join(map(str, want.closing.hands)))


def parked(t: Typist, want: Session) -> None:
    """How many want to hear of what is parked, and an answer."""
    rank = [id_ for id_, _ in shown(want.parked)]
    ups, keys = dict.fromkeys(rank, 0), []
    for id_ in rank:
        order = sorted(rank, key=lambda id_: -ups[id_])
        ups[id_] = want.parked[id_].ups
        keys.append(HOME + DOWN * order.index(id_) + "+" * ups[id_])
    t.park(DOWN, *keys)
    order = sorted(rank, key=lambda id_: -ups[id_])
    for id_, item in shown(want.parked):
        if item.answered:
            t.park(DOWN, HOME, DOWN * order.index(id_), ENTER, item.answer, ENTER)
