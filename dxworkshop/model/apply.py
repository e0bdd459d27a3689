"""`apply(session, change) -> session`: pure, and the only way to a new session."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, assert_never

from pydantic import ValidationError

from dxworkshop.errors import DxError, FieldError, NotFoundError, RuleError
from dxworkshop.model import clash, clock, rank, room
from dxworkshop.model.changes import (
    Add,
    BringBack,
    Change,
    Edit,
    Extend,
    MarkAction,
    MoveTo,
    Noun,
    Part,
    PlaceDots,
    Rate,
    Remove,
    Resolve,
    Reveal,
    RunClock,
    Set,
    SetPledge,
    Together,
)
from dxworkshop.model.explain import explain
from dxworkshop.model.nouns import (
    NOUNS,
    a_measure_can_be_reached,
    a_meeting_has_times_of_the_clock,
    a_title_is_one_short_line,
    model_of,
)
from dxworkshop.model.patch import Patch, patched
from dxworkshop.model.place import Keys, keys_of
from dxworkshop.model.record import Clock
from dxworkshop.model.session import Note, Pledge, Rating, Session, Vote
from dxworkshop.model.value import Item, Value, ValueT, frozen, plain, tabled
from dxworkshop.model.workshop import CollectStep
from dxworkshop.sentence import say

_NAMES = ("title", "name", "text")
_HEAD = {"title", "organisation", "language", "register", "confidentiality", "reviews", "earlier"}


def apply(session: Session, change: Change) -> Session:
    """Return the session after a change; raises `RuleError` or `NotFoundError` and changes nothing."""
    match change:
        case Add(noun, id_, item):
            return _add(session, noun, id_, item)
        case Edit(noun, id_, fields):
            return _edit(session, noun, id_, fields)
        case Remove(noun, id_, stamp):
            return _remove(session, noun, id_, stamp)
        case BringBack(noun, id_):
            return _bring_back(session, noun, id_)
        case Set(part, fields):
            return _set(session, part, fields)
        case MarkAction(id_, status, reason, ask):
            return apply(session, Edit("action", id_, {"status": status, "reason": reason, "ask": ask}))
        case SetPledge(member, words):
            find(session, "member", member)
            pledge = revised(session.pledges.get(member, Pledge()), {"words": words})
            return session.model_copy(update={"pledges": {**session.pledges, member: pledge}})
        case Rate() | PlaceDots() | Reveal():
            return _said_by_the_room(session, change)
        case Resolve():
            return _resolve(session, change)
        case Extend() | RunClock() | MoveTo():
            return _timed(session, change)
        case Together(changes):
            for one in changes:
                session = apply(session, one)
            return session
        case _:
            assert_never(change)


def _resolve(session: Session, change: Resolve) -> Session:
    """Put what was chosen in its place, as a change of its own would be; then the clash is removed."""
    found = session.conflicts.get(change.id)
    if found is None or found.removed:
        raise NotFoundError(say("there is no open conflict {id} here", id=change.id))
    after = session
    if change.keep != "theirs":
        keys = keys_of(found.path)
        if not clash.is_there(session, keys):
            raise NotFoundError(say("there is nothing left to write this into; keep theirs"))
        value = change.value if change.keep == "other" else clash.chosen(session, found, change.keep)
        said = clash.as_change(session, keys, tabled(value))
        after = apply(session, said) if said else _placed(session, keys, tabled(value))
    settled = revised(found, {"removed": change.stamp or "removed"})
    return after.model_copy(update={"conflicts": {**after.conflicts, change.id: settled}})


def _placed(session: Session, keys: Keys, value: object) -> Session:
    """Return the session with one value in a place for which there is no change of its own."""
    after = validated(Session, frozen(patched(plain(session), [Patch(keys, None, value)])))
    for noun, spec in NOUNS.items():
        depth = len(spec.path)
        if (
            keys[:depth] == spec.path
            and len(keys) > depth
            and not (item := table(after, noun)[keys[depth]]).removed
        ):
            spec.check(after, keys[depth], item)
    if keys[0] == "votes":
        room.the_dots_of_a_vote_add_up(after, keys[1], after.votes[keys[1]])
    return _out_of_order(after)


def _said_by_the_room(session: Session, change: Rate | PlaceDots | Reveal) -> Session:
    step = change.step
    if isinstance(change, Rate):
        marks = session.ratings.get(step, {})
        rating = revised(marks.get(change.card, Rating()), change.fields)
        room.a_rating_is_of_this_step(session, step, change.card, rating)
        ratings = {**session.ratings, step: {**marks, change.card: rating}}
        return session.model_copy(update={"ratings": ratings})
    vote = session.votes.get(step, Vote())
    if isinstance(change, PlaceDots):
        room.dots_stay_in_the_budget(session, step, change.voter, change.dots)
        placed = room.placed(vote, change.voter, change.dots)
        # Sums that change before everybody's eyes tell whose dots were moved.
        hidden = {"revealed": False} if vote.revealed and placed != vote.dots else {}
        vote = revised(vote, {"dots": placed, **hidden})
    else:
        room.vote_step(session, step)
        vote = revised(vote, {"revealed": change.revealed})
    return session.model_copy(update={"votes": {**session.votes, step: vote}})


def _timed(session: Session, change: Extend | RunClock | MoveTo) -> Session:
    if isinstance(change, RunClock):
        if change.do == "reset":
            return session.model_copy(update={"clock": Clock()})
        if change.do == "start":
            return clock.started(session, change.now)
        return clock.stopped(session, first_step_of(session), change.now)
    if change.step not in dict(session.workshop.in_order()):
        raise NotFoundError(say("this workshop has no step {id}", id=change.step))
    if isinstance(change, Extend):
        return clock.extended(session, change.step, change.minutes)
    if change.now:
        session = clock.moved(session, first_step_of(session), change.now)
    return session.model_copy(update={"at": change.step})


def find(session: Session, noun: Noun, id_: str) -> Item:
    """Return one item that was not removed; raises `NotFoundError`."""
    item = table(session, noun).get(id_)
    if item is None or item.removed:
        raise NotFoundError(say("there is no {noun} {id} here", noun=NOUN_WORDS[noun], id=id_))
    return item


def table(session: Session, noun: Noun) -> Mapping[str, Item]:
    """Return all items of a noun by id, the removed ones too."""
    at: Any = session
    for key in NOUNS[noun].path:
        at = getattr(at, key)
    items: Mapping[str, Item] = at
    return items


def revised(value: ValueT, fields: Mapping[str, object]) -> ValueT:
    """Return a value with some fields new, checked like a value from a file."""
    unknown = set(fields) - set(type(value).model_fields)
    if unknown:
        raise RuleError(say("there is no field {key} here", key=sorted(unknown)[0]))
    data = {**{k: getattr(value, k) for k in value.model_fields_set}, **(value.__pydantic_extra__ or {})}
    return validated(type(value), {**data, **frozen(fields)})


def new_item(noun: Noun, fields: Mapping[str, Any]) -> Item:
    """Return an item made of typed fields; raises `RuleError` in the words of the subject for what is missing."""
    if noun == "measure":
        figures = (fields.get("baseline"), fields.get("target"))
        a_measure_can_be_reached(fields.get("name") or "", fields.get("unit") or "", *figures)
    model = model_of(noun, fields)
    needed = {name: "" for name, info in model.model_fields.items() if info.is_required() and name in _NAMES}
    return validated(model, {**needed, **fields})


def validated(model: type[ValueT], data: Mapping[str, Any]) -> ValueT:
    """Return data as a value of a model; raises `RuleError` naming the first field that does not fit."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise FieldError(key, explain(first)) from None


NOUN_WORDS = {
    "member": say("member"),
    "seat": say("{open_seat}"),
    "gap": say("obstacle"),
    "measure": say("measure"),
    "action": say("{action}"),
    "rule": say("ground rule"),
    "note": say("note"),
    "group": say("group"),
    "risk": say("reason why it would fail"),
    "parked": say("parked topic or question"),
    "step": say("step"),
    "checkin": say("{checkin}"),
    "exception": say("exception"),
}
"""What a noun is called."""


def _add(session: Session, noun: Noun, id_: str, item: Item) -> Session:
    if not NOUNS[noun].ids.fullmatch(id_):
        if noun == "step":
            raise RuleError(say("only small letters, digits and hyphens may stand here"))
        raise RuleError(say("{id} is no id: 4 to 32 small letters and digits are needed", id=id_))
    items = table(session, noun)
    if id_ in items:
        raise RuleError(say("the id {id} is taken", id=id_))
    if not item.rank:
        # The rank of an anonymous note is its id: nothing can be counted on from there.
        counted: Iterable[Item] = items.values()
        if noun == "note":
            counted = [i for i in counted if isinstance(i, Note) and not _is_anonymous(session, i)]
        item = revised(item, {"rank": rank.after(max(map(attrgetter("rank"), counted), default=""))})
    return _put(session, noun, id_, revised(item, {}))


def _is_anonymous(session: Session, note: Note) -> bool:
    step = session.workshop.steps.get(note.step)
    return isinstance(step, CollectStep) and step.anonymous


def _out_of_order(session: Session) -> Session:
    """Return the session with its anonymous notes in an order that tells nothing: that of their random ids.

    The place of a note among the others would tell when it was handed in, and so by whom.
    """
    for id_, note in session.notes.items():
        if note.rank != id_ and _is_anonymous(session, note):
            session = _with(session, NOUNS["note"].path, id_, revised(note, {"rank": id_}))
    return clash.without_hands(session)


def _edit(session: Session, noun: Noun, id_: str, fields: Mapping[str, object]) -> Session:
    if "removed" in fields:  # a removal has rules of its own
        raise RuleError(say("there is no field {key} here", key="removed"))
    before = find(session, noun, id_)
    after = _put(session, noun, id_, revised(before, fields))
    if getattr(before, "anonymous", False) and not fields.get("anonymous", True):
        room.what_was_promised_is_kept(session, id_)
    if noun == "step" and _answers_fit(session, id_):
        room.what_was_answered_is_still_asked(after, id_)
    return after


def _answers_fit(session: Session, step: str) -> bool:
    """Tell whether what was said in a step fits it; in a file edited by hand it may not."""
    try:
        room.what_was_answered_is_still_asked(session, step)
    except DxError:
        return False
    return True


def _put(session: Session, noun: Noun, id_: str, item: Item) -> Session:
    after = _with(session, NOUNS[noun].path, id_, item)
    NOUNS[noun].check(after, id_, item)
    return _out_of_order(after) if noun in ("note", "step") else after


def _remove(session: Session, noun: Noun, id_: str, stamp: str) -> Session:
    item = find(session, noun, id_)
    NOUNS[noun].leave(session, id_)
    after = _with(session, NOUNS[noun].path, id_, revised(item, {"removed": stamp or "removed"}))
    for other, name in _NAMED_BY.get(noun, ()):
        after = _forget(after, other, name, id_)
    return after


def _bring_back(session: Session, noun: Noun, id_: str) -> Session:
    item = table(session, noun).get(id_)
    if item is None or not item.removed:
        raise NotFoundError(say("there is no {noun} {id} in the bin", noun=NOUN_WORDS[noun], id=id_))
    return _put(session, noun, id_, revised(item, {"removed": ""}))


_NAMED_BY: Mapping[Noun, tuple[tuple[Noun, str], ...]] = {
    "member": (("action", "partners"),),
    "gap": (("action", "answers"),),
    "measure": (("action", "answers"),),
    "note": (("action", "answers"),),
    "group": (("action", "answers"), ("note", "group")),
    "risk": (("action", "answers"),),
    "action": (("risk", "action"),),
}
"""Where items of a noun are named by their id: the noun that names them, and its field."""


def _forget(session: Session, noun: Noun, name: str, id_: str) -> Session:
    """Take a removed item out of the items that name it."""
    for key, item in table(session, noun).items():
        named = getattr(item, name)
        if named == id_:
            session = _with(session, NOUNS[noun].path, key, revised(item, {name: ""}))
        elif isinstance(named, tuple) and id_ in named:
            rest = tuple(other for other in named if other != id_)
            session = _with(session, NOUNS[noun].path, key, revised(item, {name: rest}))
    return session


def _with(value: ValueT, path: tuple[str, ...], id_: str, item: Item) -> ValueT:
    key, *rest = path
    inner = getattr(value, key)
    new = _with(inner, tuple(rest), id_, item) if rest else {**inner, id_: item}
    return value.model_copy(update={key: new})


def _set(session: Session, part: Part, fields: Mapping[str, object]) -> Session:
    if part == "session":
        if not set(fields) <= _HEAD:
            raise RuleError(say("there is no field {key} here", key=sorted(set(fields) - _HEAD)[0]))
        if "title" in fields:
            a_title_is_one_short_line(str(fields["title"]))
        after = revised(session, fields)
        if "reviews" in fields:
            after = after.model_copy(update={"reviews": tuple(sorted(set(after.reviews)))})
        return after
    if many := {spec.path[1] for spec in NOUNS.values() if spec.path[0] == part and len(spec.path) > 1} & set(
        fields
    ):
        # items come and go one by one, by their own rules
        raise RuleError(say("there is no field {key} here", key=sorted(many)[0]))
    value: Value = getattr(session, part)
    after = session.model_copy(update={part: revised(value, fields)})
    if part == "closing":
        room.all_hands_are_counted_or_none(after.closing.hands)
    if part == "meeting":
        a_meeting_has_times_of_the_clock(after.meeting)
    return after


def first_step_of(session: Session) -> str:
    """Return the id of the step the team is at, the first one where it is nowhere yet."""
    steps = session.workshop.in_order()
    ids = [k for k, _ in steps]
    return session.at if session.at in ids else next(iter([*ids, *session.workshop.steps]))
