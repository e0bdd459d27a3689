"""A picture or prose that one can go to: Tab brings it into sight, and the arrows move what is too high for it."""

from typing import ClassVar

from textual.containers import VerticalScroll

from dxworkshop.tui.widgets.lines import Lines


class Reading(VerticalScroll, can_focus=True):
    """Something to look at, which the keyboard reaches too; it ends before the screen does."""

    DEFAULT_CSS: ClassVar[str] = """
    Reading {
        height: auto;
        max-height: 58vh;
        scrollbar-size-vertical: 1;
    }
    Reading:focus {
        background: $boost;
    }
    """


def short(lines: Lines, most: int) -> Lines:
    """Let a list be as high as its rows, up to so many of them: more stands below it."""
    lines.styles.height = "auto"
    lines.styles.min_height, lines.styles.max_height = 1, most
    return lines
