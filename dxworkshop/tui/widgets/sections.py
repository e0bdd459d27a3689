"""Sections to read: a heading, a table whose lines are cut, and sentences that are wrapped."""

from collections.abc import Sequence

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from dxworkshop.glance import Section, lines_of
from dxworkshop.tui.widgets.lines import cut, drawable, more_sign
from dxworkshop.tui.widgets.prose import wrap

INDENT = "  "


class Sections(Widget):
    """Sections one below the other, as high as they need; it scrolls in what holds it."""

    DEFAULT_CSS = "Sections { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sections: tuple[Section, ...] = ()

    def show(self, sections: Sequence[Section]) -> None:
        """Show other sections."""
        if tuple(sections) != self._sections:
            self._sections = tuple(sections)
            self.refresh(layout=True)

    def render(self) -> Text:
        """Draw everything."""
        text = Text(no_wrap=True, overflow="crop")
        for n, (line, heading) in enumerate(self._drawn(self.content_size.width)):
            text.append(("\n" if n else "") + line, "bold" if heading else "")
        return text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        return len(self._drawn(width))

    def _drawn(self, width: int) -> list[tuple[str, bool]]:
        """Return every line, and whether it is a heading."""
        found: list[tuple[str, bool]] = []
        for section in self._sections:
            if found:
                found.append(("", False))
            indent = INDENT if section.heading else ""
            room = width - len(indent)
            if section.heading:
                found.append((drawable(section.heading), True))
            found += [
                (indent + cut(drawable(line), room, more_sign(self)).rstrip(), False) for line in lines_of(section)
            ]
            found += [
                (indent + line, False) for told in section.lines for line in wrap(drawable(told), max(2, room))
            ]
        return found
