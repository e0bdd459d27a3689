"""HTML: one file that needs nothing but itself, for the screen and for paper.

It holds no script and names no address, and a policy at its top forbids the browser to load anything. Its
looks stand in `html_style.css`, beside this module.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import assert_never

from dxworkshop.i18n import Voice
from dxworkshop.render.html_table import table
from dxworkshop.render.html_text import attribute, lined, quoted
from dxworkshop.render.visible import one_line
from dxworkshop.report.view import (
    Block,
    Bullets,
    Fields,
    Head,
    Meter,
    Paragraph,
    Picture,
    Report,
    Section,
    Table,
    Task,
    Tasks,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load: nothing; the looks stand in the file."""
_MANY = 6
"""From so many sections on there is a list of them."""
_RUNNING = 40
"""So many letters of the title stand at the foot of every sheet of paper."""


def render(report: Report) -> str:
    """Return a report as a page of HTML, ending with one line feed."""
    return "\n".join(_Page(report).parts()) + "\n"


@cache
def _style() -> str:
    return Path(__file__).with_name("html_style.css").read_text(encoding="utf-8").strip()


class _Page:
    """One report on its way to a page."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.voice = Voice("ja" if report.language == "ja" else "en", "plain")
        ticked, empty = self.voice.tr("done"), self.voice.tr("not done yet")
        self.boxes = {True: _box("box done", ticked), False: _box("box", empty), None: ""}

    def parts(self) -> Iterable[str]:
        """Yield the page from its top to its end."""
        listed = len(self.report.sections) >= _MANY
        yield from self._begin()
        yield f'<body class="{"listed" if listed else "plain"}">'
        yield from self._top()
        if listed:
            yield self._contents()
        yield "<main>"
        for n, section in enumerate(self.report.sections, start=1):
            yield from self._section(n, section)
        yield "</main>"
        if self.report.footer:
            yield f"<footer>{''.join(f'<p>{lined(text)}</p>' for text in self.report.footer)}</footer>"
        yield "</body>\n</html>"

    def _begin(self) -> Iterable[str]:
        report = self.report
        title = " - ".join(attribute(text) for text in (report.title, report.name) if text)
        yield f'<!DOCTYPE html>\n<html lang="{attribute(report.language)}">\n<head>'
        yield '<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Without it a browser asks the server that holds the page for a picture of its own accord.
        yield f'<link rel="icon" href="data:,">\n<title>{title}</title>'
        cut = report.title if len(report.title) <= _RUNNING else report.title[:_RUNNING] + "..."
        yield f"<style>\n{_style()}\n@page {{ @bottom-left {{ content: {quoted(cut)} }} }}\n</style>\n</head>"

    def _top(self) -> Iterable[str]:
        report = self.report
        yield "<header>"
        if report.head is not None:
            yield self._office(report.head)
        told = {value for block in report.facts if isinstance(block, Fields) for _, value in block.rows}
        above = [text for text in (report.organisation, report.name) if text and text not in told]
        yield "".join(f'<p class="above">{lined(text)}</p>' for text in above)
        yield f"<h1>{attribute(report.title)}</h1>"
        yield '<div class="facts">'
        for n, block in enumerate(report.facts):
            yield self._block(block, report.title, f"facts-{n}")
        yield "</div>\n</header>"

    def _office(self, head: Head) -> str:
        stamps = "".join(f"<li><span>{lined(post)}</span></li>" for post in head.stamps)
        label = attribute(self.voice.tr("Stamps"))
        boxes = f'<ul class="stamps" role="list" aria-label="{label}">{stamps}</ul>' if stamps else ""
        return f'<div class="office">{_fields(Fields(head.rows))}{boxes}</div>'

    def _contents(self) -> str:
        items = "".join(
            f'<li><a href="#part-{n}">{attribute(section.heading)}</a></li>\n'
            for n, section in enumerate(self.report.sections, start=1)
        )
        heading = attribute(self.voice.tr("Contents"))
        return f'<nav aria-labelledby="contents"><h2 id="contents">{heading}</h2>\n<ol>{items}</ol></nav>'

    def _section(self, n: int, section: Section) -> Iterable[str]:
        page = ' class="page"' if section.page else ""
        yield f'<section id="part-{n}" aria-labelledby="heading-{n}"{page}>'
        yield f'<h2 id="heading-{n}">{attribute(section.heading)}</h2>'
        tables = 0
        for place, block in enumerate(section.blocks):
            tables += isinstance(block, Table)
            heading = one_line(section.heading)
            name = heading if tables < 2 else f"{heading} ({tables})"
            yield self._block(block, name, f"block-{n}-{place}")
        yield "</section>"

    def _block(self, block: Block, name: str, mark: str) -> str:
        """Return a block; `name` is what it is called to those who do not see where it stands."""
        match block:
            case Paragraph(text):
                return f"<p>{lined(text)}</p>"
            case Fields():
                return _fields(block)
            case Bullets(items):
                return f"<ul>{''.join(f'<li>{lined(item)}</li>' for item in items)}</ul>" if items else ""
            case Table():
                return table(block, name)
            case Meter():
                return _meter(block)
            case Tasks(items):
                return f'<ul class="tasks" role="list">{"".join(map(self._task, items))}</ul>' if items else ""
            case Picture():
                return self._picture(block, mark)
            case _:
                assert_never(block)

    def _task(self, task: Task) -> str:
        sign = f" <code>{attribute(task.id)}</code>" if task.id else ""
        head = f'{self.boxes[task.done]}{attribute(task.title)} <span class="sign">{attribute(task.number)}{sign}'
        return f"<li><h3>{head}</span></h3>{_fields(task.fields)}</li>\n"

    def _picture(self, picture: Picture, mark: str) -> str:
        # Drawn only where there is something to draw: not every page pays for the tools.
        from dxworkshop.render.picture import svg

        caption = f'<figcaption id="{mark}"><strong>{lined(picture.title)}</strong> {lined(picture.summary)}'
        drawn = f"{caption}</figcaption>\n{svg(picture, self.report.language)}"
        label = self.voice.tr("The picture as a table")
        twin = f"<details><summary>{label}</summary>{table(picture.twin, picture.title)}</details>"
        return f'<figure aria-labelledby="{mark}">{drawn}{twin}</figure>'


def _box(looks: str, word: str) -> str:
    return f'<span class="{looks}" role="img" aria-label="{attribute(word)}"></span>'


def _fields(fields: Fields) -> str:
    rows = "".join(f"<div><dt>{lined(label)}</dt><dd>{lined(value)}</dd></div>" for label, value in fields.rows)
    return f"<dl>{rows}</dl>" if rows else ""


def _meter(meter: Meter) -> str:
    """Return the words, and a bar for those who see it: it says nothing that they do not."""
    full = min(100, max(0, meter.percent))
    bar = f'<span class="bar" aria-hidden="true"><span style="width:{full}%"></span></span>'
    return f'<p class="meter">{lined(meter.text)}{bar}</p>'
