"""What the terminal answers about itself, asked before the app starts."""

import os
import re
import select
import sys
import time

_CIRCLED_ONE = "\u2460"
_REPORT = re.compile(rb"\x1b\[\d+;(\d+)R")


def ambiguous_width(timeout: float = 0.3) -> int:
    """Return how many cells, 1 or 2, the terminal gives a character of East Asian ambiguous width.

    Textual reckons with 1. A terminal set to 2, as some in Japan are, tears every border made of box-drawing
    characters. A circled one is drawn at the start of the line, the terminal is asked where its cursor is, and
    the line is erased. The answer is 1 when it cannot be known: not a terminal, Windows, no answer within
    `timeout` seconds, or keys waiting that were typed ahead, which belong to the app and are not read.
    """
    if sys.platform == "win32" or not (sys.__stdin__ and sys.__stderr__):
        return 1
    import termios
    import tty

    keyboard, display = sys.__stdin__.fileno(), sys.__stderr__.fileno()
    if not (os.isatty(keyboard) and os.isatty(display)):
        return 1
    before = termios.tcgetattr(keyboard)
    try:
        # Not the default TCSAFLUSH: it would throw away what was typed ahead.
        tty.setcbreak(keyboard, termios.TCSANOW)
        if select.select([keyboard], [], [], 0)[0]:
            return 1
        os.write(display, f"\r{_CIRCLED_ONE}\x1b[6n\r\x1b[K".encode())
        column = _read_column(keyboard, time.monotonic() + timeout)
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
    return 2 if column == 3 else 1


def _read_column(keyboard: int, deadline: float) -> int | None:
    """Read a cursor position report byte by byte, so that no key behind it is taken; columns count from 1."""
    answer = b""
    while (left := deadline - time.monotonic()) > 0 and select.select([keyboard], [], [], left)[0]:
        byte = os.read(keyboard, 1)
        if not byte:
            break
        answer += byte
        if found := _REPORT.search(answer):
            return int(found[1])
    return None
