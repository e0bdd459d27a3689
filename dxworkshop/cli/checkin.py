"""``dxworkshop checkin``: how things stand after the workshop, by options or one question after the other."""

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.action import STATUSES
from dxworkshop.cli.context import JsonOption, SessionArgument, opened
from dxworkshop.cli.field import Field, day, member, number, one_of, picked, scored, text, values
from dxworkshop.cli.item import IdOption, StampOption, with_fields
from dxworkshop.cli.output import as_json, note, out
from dxworkshop.errors import RuleError, UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from datetime import date

    from dxworkshop.cli.sitting import Sitting
    from dxworkshop.service import Facilitation

DECISIONS = ("on", "finish", "renew", "retire")


def near_day(led: "Facilitation", typed: str) -> object:
    """Return a day; one without a year is the nearest, which may be past."""
    return calendar.parse_near_day(typed, calendar.now().date())


def reading(led: "Facilitation", typed: str) -> object:
    """Return the id of a measure and the value read; None for an empty value."""
    name, value = halves(typed, "MEASURE=VALUE")
    return led.pick("measure", name), number(led, value)


def size(led: "Facilitation", typed: str) -> object:
    """Return the id of a gap and how wide it is by now; None for an empty size."""
    name, value = halves(typed, "ITEM=SIZE")
    return led.pick("gap", name), scored(value, 0)


def mark(led: "Facilitation", typed: str) -> object:
    """Return the id of a step, that of a statement and the mark it is given now; None for an empty mark."""
    from dxworkshop.cli.rate import statement, statements
    from dxworkshop.cli.which import step_of

    name, value = halves(typed, "STEP/CARD=MARK")
    step, _, card = name.rpartition("/")
    at = step_of(led, "rate", step.strip())
    return at, statement(statements(led, at), card.strip()), scored(value, 1)


def halves(typed: str, shape: str) -> tuple[str, str]:
    """Return what stands before and behind the last equals sign, a wide one too."""
    name, sign, value = unicodedata.normalize("NFKC", typed).rpartition("=")
    if not sign or not name.strip():
        raise UsageError(say("{text} does not have the form {shape}", text=typed, shape=shape))
    return name.strip(), value.strip()


HEAD = (
    Field("on", tr("The day of the {checkin}; today where it is not given"), near_day, metavar="DATE"),
    Field("host", tr("The member who leads it"), member, metavar="MEMBER"),
    Field("scale", tr("On which scale {actions} are rated; see config"), text, metavar="SCALE"),
)
SAID = (
    Field("readings", tr("What was read of a measure"), reading, "MEASURE=VALUE", "--read", many=True),
    Field("lessons", tr("What was learnt; an empty one takes all back"), text, flag="--lesson", many=True),
    Field("gaps", tr("How wide an obstacle is by now: 0 closed, to 5"), size, "ITEM=SIZE", "--gap", many=True),
    Field(
        "ratings",
        tr("The mark of a statement by now, 1 to 5"),
        mark,
        "STEP/CARD=MARK",
        "--mark",
        many=True,
    ),
    Field("decision", tr("How it goes on"), one_of(*DECISIONS), metavar="|".join(DECISIONS)),
    Field("next", tr("The day of the next {checkin}"), day, metavar="DATE"),
)
REPORT = (
    Field("status", tr("Where the {action} stands"), one_of(*STATUSES), metavar="|".join(STATUSES)),
    Field("note", tr("What was said of it"), text),
    Field("rating", tr("How it goes, by a mark of the scale"), text, metavar="MARK"),
    Field("next_step", tr("Its next step"), text),
    Field("next_by", tr("By when that is done"), day, metavar="DATE"),
    Field("if_then", tr("If (day, place), then I ...: of the next step"), text),
)
MORE = (
    Field("due", tr("By when the {action} is done now"), day, metavar="DATE"),
    Field("owner", tr("Who has it from now on"), member, metavar="MEMBER"),
    Field("reason", tr("Why it is blocked, dropped or cut"), text),
    Field("ask", tr("Whom to ask when it is blocked"), text),
)
CUT = (
    Field("cut", tr("The {action} that is cut into smaller ones"), picked("action"), metavar="ITEM"),
    Field("into", tr("Title of a smaller one; may be repeated"), text, "TITLE", many=True),
)
ACTION = Field("action", tr("The {action} that is reported"), picked("action"), metavar="ITEM")
ShowOption = Annotated[bool, typer.Option("--show", help=tr("Print what was said so far"))]
RemoveOption = Annotated[bool, typer.Option("--remove", help=tr("Take the {checkin} of the day out"))]


@with_fields((*HEAD, *SAID, ACTION, *REPORT, *MORE, *CUT))
def checkin(
    ctx: typer.Context,
    session: SessionArgument,
    show: ShowOption = False,
    json: JsonOption = False,
    remove: RemoveOption = False,
    id_: IdOption = "",
    stamp: StampOption = "",
    **typed: Any,
) -> None:
    """Hold a check-in: with options, what they say; without, one question after the other."""
    from dxworkshop.cli.sitting import Sitting

    _fit_together(typed)
    led = opened(ctx, session)
    head = values(HEAD, led, typed)
    answers = {key: value for key, value in typed.items() if value is not None and key not in dict.fromkeys(head)}
    on = head.pop("on", None) or (led.session.checkins[id_].on if id_ in led.session.checkins else _today())
    if not (remove or show or (json and not answers)):
        _is_not_ahead(on)
    sitting = Sitting(led, on, id_=id_, host=head.get("host", ""), scale=head.get("scale", ""))
    if remove:
        _remove(sitting, stamp)
    elif show or (json and not answers):
        _show(led, json)
    elif answers:
        _take(sitting, typed)
        sitting.correct({"on": on, **head})
        sitting.commit()
        _tell(sitting, json)
    else:
        from dxworkshop.cli.asking import hold

        if id_ in led.session.checkins or sitting.id in led.session.checkins:
            sitting.correct({"on": on, **head})
            sitting.commit()
        hold(sitting, Voice(voice().language, led.session.register))


def _today() -> Any:
    return calendar.now().date()


def _is_not_ahead(on: "date") -> None:
    """Refuse a day that is still to come: what was read and done is known on the day itself."""
    today = calendar.now().date()
    if on > today:
        raise RuleError(
            say(
                "a {checkin} is not held before its day; "
                "write {option} {today} for today, or {next} {day} to plan it",
                option="--on",
                today=today,
                next="--next",
                day=on,
            )
        )


def _fit_together(typed: dict[str, Any]) -> None:
    """Refuse options that say something of an action where none is named, and of two at once."""
    given = [field for field in (*REPORT, *MORE[:2], MORE[3]) if typed.get(field.name) is not None]
    if given and typed.get("action") is None:
        raise UsageError(say("{option} needs {other}", option=given[0].option, other="--action"))
    if typed.get("reason") is not None and typed.get("action") is None and typed.get("cut") is None:
        raise UsageError(say("{option} needs {other}", option="--reason", other="--action"))
    if typed.get("cut") is not None and typed.get("action") is not None:
        raise UsageError(say("{option} and {other} do not go together", option="--cut", other="--action"))
    if (typed.get("cut") is None) != (typed.get("into") is None):
        raise UsageError(say("{option} needs {other}", option="--cut", other="--into"))


def _take(sitting: "Sitting", typed: dict[str, Any]) -> None:
    """Take in what the options say, all of it or nothing."""
    led = sitting.led
    for option, told in values(SAID, led, typed).items():
        if option == "lessons":
            _lessons(sitting, told)
        elif option == "decision":
            sitting.fields({"decision": told})
        elif option == "next":
            if told is None:
                raise UsageError(say("{name} needs a value", name="--next"))
            sitting.next(told)
        else:
            ways: dict[str, Callable[..., None]] = {
                "readings": sitting.reading,
                "gaps": sitting.size,
                "ratings": sitting.mark,
            }
            for one in told:
                ways[option](*one)
    if action := values((ACTION,), led, typed).get("action"):
        _report(sitting, action, typed)
    if cut := values(CUT, led, typed):
        if not cut["into"]:
            raise RuleError(say("a title is needed"))
        why = (typed.get("reason") or "").strip() or tr("cut smaller: {titles}", titles=list(cut["into"]))
        for id_ in sitting.cut(cut["cut"], cut["into"], why):
            note(tr("new: {title} ({id})", title=sitting.session.actions[id_].title, id=id_))


def _lessons(sitting: "Sitting", lessons: tuple[str, ...]) -> None:
    if not lessons:
        sitting.fields({"lessons": ()})
    for lesson in lessons:
        sitting.lesson(lesson)


def _report(sitting: "Sitting", action: str, typed: dict[str, Any]) -> None:
    more = values(MORE, sitting.led, typed)
    if "owner" in more:
        sitting.give(action, more["owner"])
    due = {"due": more["due"]} if "due" in more else {}
    told = values(REPORT, sitting.led, typed)
    sitting.report(action, told, reason=more.get("reason", ""), ask=more.get("ask", ""), **due)


def _remove(sitting: "Sitting", stamp: str) -> None:
    from dxworkshop.model.checkin import removed

    sitting.led.do(removed(sitting.led.session, sitting.id, stamp or calendar.now().isoformat()))
    sitting.led.save()
    note(tr("taken out: {name}", name=sitting.on))


def _tell(sitting: "Sitting", json: bool) -> None:
    """Print which check-in it was, and say what it came to."""
    from dxworkshop.cli.recall import as_data, proposals

    if json:
        as_json(as_data(sitting.session, sitting.id))
    else:
        out(sitting.id)
    spoken = Voice(voice().language, sitting.session.register)
    for line in (*proposals(sitting.session, spoken), sitting.celebration(spoken)):
        if line:
            note(line)


def _show(led: "Facilitation", json: bool) -> None:
    """Print all check-ins, the first one first."""
    from dxworkshop.cli.recall import as_data, history
    from dxworkshop.model.checkin import checkins_in_order

    if json:
        as_json([as_data(led.session, id_) for id_, _ in checkins_in_order(led.session)])
        return
    for line in history(led.session, Voice(voice().language, led.session.register)):
        out(line)
