"""What is followed up after the workshops: what falls due in several sessions, for one calendar."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.render import calendar_file
from dxworkshop.report.view import Report
from dxworkshop.service.outgoing import Wish, report
from dxworkshop.store import document
from dxworkshop.store.index.deadline import Falling

_NAMES = {"due": "{action}-due", "first_step": "{action}-first-step", "next_step": "{action}-next-step"}
"""What the uid of a deadline begins with, by its kind, as the calendar of its session has it."""


def calendar(folder: Path, found: Iterable[Falling], now: datetime, voice: Voice) -> str:
    """Return deadlines as a calendar, each under the uid it has in the calendar of its own session.

    The sessions are read whole, in the order of their first deadline; raises `DocumentError` for the first that
    cannot be. Each day is told in the words of its session.
    """
    by_file: dict[str, list[Falling]] = {}
    for one in found:
        by_file.setdefault(one.file, []).append(one)
    reports = [_report(document.load(folder / file).session, some, now) for file, some in by_file.items()]
    return calendar_file.together(reports, voice.tr("What is due"), voice.language)


def _report(session: Session, found: list[Falling], now: datetime) -> Report:
    """Return the report of a session with no other days than those that were found."""
    reviews = sorted(set(session.reviews))
    names = set()
    for one in found:
        if one.of.kind == "review":
            names.add(f"review-{reviews.index(one.of.day) + 1}" if one.of.day in reviews else "")
        else:
            names.add(_NAMES[one.of.kind].replace("{action}", one.of.action))
    whole = report(session, Wish(format="ics"), now)
    return replace(
        whole, appointments=tuple(one for one in whole.appointments if one.uid.rpartition("@")[0] in names)
    )
