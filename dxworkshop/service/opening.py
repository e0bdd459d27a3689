"""What must be said of a session when it is opened: what a crash left, and what the file cannot keep."""

from dxworkshop.i18n import Voice
from dxworkshop.service.facilitation import Facilitation


def recovered(led: Facilitation, voice: Voice) -> str:
    """Return what came back that was not saved the last time; empty where there was nothing."""
    if not led.recovered:
        return ""
    return voice.trn(
        "{n} change that was not saved the last time is back",
        "{n} changes that were not saved the last time are back",
        led.recovered,
    )


def broken(led: Facilitation, voice: Voice) -> str:
    """Return where what could not be read of the last time was put; empty where all could be."""
    if not led.broken:
        return ""
    return voice.tr(
        "Part of what was not saved the last time cannot be read. It was put aside in {files}",
        files=[str(path) for path in led.broken],
    )


def unkept(led: Facilitation, voice: Voice) -> str:
    """Return how many comments go with the first save; empty where none does."""
    if not led.unkept or led.read_only is not None:
        return ""
    return voice.trn(
        "{n} comment behind a value cannot be kept; the file as it was stays among the versions",
        "{n} comments behind values cannot be kept; the file as it was stays among the versions",
        led.unkept,
    )
