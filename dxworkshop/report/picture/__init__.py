"""Pictures of a session, each with a table that says the same: one module for each, a function of the teller.

Each function returns None where there is nothing to draw. What is drawn is limited, so that a picture stays
legible and small however long the session is; what was left out is said in its summary.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from dxworkshop.report.picture.culture import culture
from dxworkshop.report.picture.gaps import gaps
from dxworkshop.report.picture.hp import hp
from dxworkshop.report.picture.impact import impact
from dxworkshop.report.picture.load import load
from dxworkshop.report.picture.timeline import timeline
from dxworkshop.report.picture.words import words
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Picture, Section

PICTURES: tuple[tuple[Callable[[Teller], Picture | None], tuple[str, ...]], ...] = (
    (timeline, ("timeline", "actions")),
    (hp, ("boss",)),
    (load, ("party",)),
    (gaps, ("gaps", "boss")),
    (culture, ("rate",)),
    (impact, ("matrix",)),
    (words, ("collect",)),
)
"""Every picture, with the kinds of section it belongs to: the first of them that there is."""


def illustrated(sections: Iterable[Section], teller: Teller) -> tuple[Section, ...]:
    """Put every picture at the end of the first section of its kind; those that find no place are left out."""
    told = list(sections)
    for draw, kinds in PICTURES:
        place = _place(told, kinds)
        if place is not None and (picture := draw(teller)):
            told[place] = replace(told[place], blocks=(*told[place].blocks, picture))
    return tuple(told)


def _place(told: list[Section], kinds: tuple[str, ...]) -> int | None:
    return next((n for kind in kinds for n, section in enumerate(told) if section.kind == kind), None)
