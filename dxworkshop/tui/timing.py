"""The title bar in words: the clock of a step, how far the plan is behind, where everything is saved."""

from dxworkshop.i18n import Voice
from dxworkshop.insight.schedule import MINUTE, Schedule
from dxworkshop.tui.desk import Desk


def clock(seconds: int) -> str:
    """Return a length of time as minutes and seconds, as a clock shows it."""
    return f"{seconds // MINUTE:02d}:{seconds % MINUTE:02d}"


def step_time(voice: Voice, time: Schedule) -> str:
    """Return what the clock of the step reads: used, planned, and by how much it is over."""
    here = time.here
    if not time.begun:
        return voice.tr("{n} min", n=here.planned // MINUTE)
    text = f"{clock(here.used)} / {clock(here.planned)}"
    if here.used > here.planned:
        text = f"{text}  +{clock(here.used - here.planned)}"
    return text if time.running else voice.tr("clock stopped  {time}", time=text)


def whole_time(voice: Voice, time: Schedule, *, short: bool = False) -> str:
    """Return how far the plan is behind and what is left; empty where the clock never ran.

    Cut `short` it says what is left only where the plan is not behind.
    """
    if not time.begun:
        return ""
    left = voice.tr("{n} min left", n=-(-time.left // MINUTE))
    late = time.behind // MINUTE if time.behind >= 0 else -(-time.behind // MINUTE)
    if late > 0:
        return voice.tr("{n} min behind", n=late) + ("" if short else "  " + left)
    if late < 0:
        return voice.tr("{n} min ahead", n=-late) + "  " + left
    return left


def where_it_is(desk: Desk, voice: Voice) -> str:
    """Return where everything that was accepted is: on this laptop, in the folder, or not yet."""
    tr, waiting = voice.tr, len(desk.facilitation.drafts)
    if desk.facilitation.read_only is not None:
        return tr("read only")
    if desk.rescued is not None:
        return tr("changed elsewhere; saved in {file}", file=desk.rescued.name)
    if desk.state == "saved" and waiting:
        return voice.trn("saved; {n} field not in the plan yet", "saved; {n} fields not in the plan yet", waiting)
    return {
        "saving": tr("saving"),
        "here": tr("saved on this laptop"),
        "saved": tr("saved on this laptop and in the folder"),
        "not in the folder": tr("NOT IN THE FOLDER, saved on this laptop"),
        "nowhere": tr("NOT SAVED"),
    }[desk.state]
