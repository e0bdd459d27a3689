"""Pictures to draw: a session in which everything can be seen, and a reader of what was drawn."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.render.picture import svg
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.picture import PICTURES
from dxworkshop.report.teller import Teller
from dxworkshop.report.view import Chart, Picture, Table
from tests.sample import TODAY, sample_session
from tests.telling import changed

SVG = "{http://www.w3.org/2000/svg}"
PLAIN = Voice("en", "plain")
WORDS = ("vision", "tolerance", "understanding", "network", "learning")
"""Words of culture that are rated here."""


def teller(
    session: Session, voice: Voice = PLAIN, audience: Audience = "internal", options: Options = USUAL
) -> Teller:
    """Return who tells a session."""
    return Teller(session, voice, TODAY, options, audience)


def pictures(teller: Teller) -> dict[str, Picture]:
    """Return every picture there is something to draw for, by its name."""
    found = (draw(teller) for draw, _ in PICTURES)
    return {picture.name: picture for picture in found if picture}


def picture(name: str, session: Session, **more: Any) -> Picture | None:
    """Return one picture of a session, by its name."""
    return pictures(teller(session, **more)).get(name)


def culture_session(*reality: int | None, ideal: int | None = 5) -> Session:
    """Return the sample with some words of culture rated."""
    marks = zip(WORDS, reality, strict=False)
    said = {word: {"ideal": ideal, "reality": mark} for word, mark in marks if mark is not None}
    cleared = {word: {k: v for k, v in marks_.items() if v is not None} for word, marks_ in said.items()}
    return changed(ratings={"culture": cleared})


def rich_session() -> Session:
    """Return the sample with enough in it for all seven pictures."""
    notes = {
        f"nw{n:08}": {
            "step": "ideas",
            "text": "\u96fb\u8a71\u3068\u7a93\u53e3\u306e\u4f1a\u8b70",
            "author": author,
        }
        for n, author in enumerate(("pa11111111", "pb11111111"))
    }
    marks = {word: {"ideal": 5, "reality": 1 + n % 4} for n, word in enumerate(WORDS)}
    return changed(ratings={"culture": marks}, notes={**_notes(), **notes})


def _notes() -> dict[str, Any]:
    return {id_: note.model_dump(exclude_defaults=True) for id_, note in sample_session().notes.items()}


def actions(number: int, **more: object) -> dict[str, Any]:
    """Return as many actions as are asked for, one due each day after the sample's today."""
    return {
        f"a{n:09}": {
            "title": f"action {n}",
            "rank": f"{n:06}",
            "due": TODAY + timedelta(days=1 + n % 300),
            "owner": ("pa11111111", "pb11111111")[n % 2],
            "partners": ["pb11111111"],
            **more,
        }
        for n in range(number)
    }


def checkin(day: date, **readings: float) -> dict[str, Any]:
    """Return a check-in as its table."""
    return {"on": day, "readings": readings}


def shown(chart: Chart, name: str = "some-picture", title: str = "title", summary: str = "summary") -> str:
    """Return a chart drawn as SVG."""
    return svg(Picture(name, title, summary, chart, Table((), (), ())), "en")


def parsed(text: str) -> ElementTree.Element:
    """Read an SVG as an XML parser does."""
    return ElementTree.fromstring(text)  # noqa: S314  # what is parsed was written here


def words(text: str) -> list[str]:
    """Return every text that is drawn."""
    return [element.text or "" for element in parsed(text).iter(f"{SVG}text")]
