"""The time in words: what the clock of a step reads, and how far the plan is behind."""

from dxworkshop.i18n import Voice
from dxworkshop.insight.schedule import MINUTE, Schedule


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


def whole_time(voice: Voice, time: Schedule) -> str:
    """Return how far the plan is behind and what is left; empty where the clock never ran."""
    if not time.begun:
        return ""
    left = voice.tr("{n} min left", n=-(-time.left // MINUTE))
    late = time.behind // MINUTE if time.behind >= 0 else -(-time.behind // MINUTE)
    if late > 0:
        return voice.tr("{n} min behind", n=late) + "  " + left
    if late < 0:
        return voice.tr("{n} min ahead", n=-late) + "  " + left
    return left
