"""Line mode: a check-in on plain lines, one question at a time, for a screen reader, a pipe or a bare terminal.

Every answer is saved before the next question. A wrong one is answered with one sentence and asked again. Enter
goes on without an answer, ``b`` goes back, ``q`` or the end of the input leaves; what was answered stands.
"""

import sys
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dxworkshop.cli.output import one_line, out
from dxworkshop.cli.sitting import Sitting
from dxworkshop.errors import AmbiguousError, NotFoundError, RuleError, UsageError
from dxworkshop.i18n import Voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.cli.question import Round

Key = tuple[str, ...]
"""What a question is about: the same whenever it is asked."""


class LeaveError(Exception):
    """The input is at its end, or somebody leaves."""


class BackError(Exception):
    """Somebody wants to answer the question before again."""


@dataclass(frozen=True)
class Question:
    """One question on a line."""

    key: Key
    asked: str
    """The question; what is to be known for it stands in `before`."""
    answered: Callable[[str], None]
    """Takes the answer in; raises an error of the family where it cannot."""
    before: Sequence[str] = ()
    """Lines that are said first."""
    passed: Callable[[], object] = lambda: None
    """What going on without an answer means."""
    own: Sequence[str] = ()
    """Answers that would be a word of command elsewhere, folded: a mark may be called B."""


class Lines:
    """Plain lines in and out."""

    def __init__(self, spoken: Voice) -> None:
        self._spoken = spoken
        self._is_terminal = sys.stdin is not None and sys.stdin.isatty()
        with suppress(AttributeError, ValueError, OSError):
            # A byte that is no character must not end the check-in.
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        if self._is_terminal:
            with suppress(ImportError):
                import readline  # noqa: F401 - lines can be edited, and what was typed comes back with Up

    def ask(self, question: Question) -> str:
        """Ask until something is said; empty for Enter alone. Raises `BackError` or `LeaveError`."""
        tr = self._spoken.tr
        while True:
            sys.stdout.flush()
            try:
                typed = input(f"{one_line(question.asked)} > ").removeprefix("\ufeff").strip()
            except (EOFError, ValueError, RuntimeError):  # at its end, closed, or not there at all
                out()
                raise LeaveError from None
            if not self._is_terminal:
                out(typed)
            command = folded(typed)
            if command in question.own:
                return typed
            if command in ("b", "<", folded(tr("back"))):
                raise BackError
            if command in ("q", folded(tr("leave"))):
                raise LeaveError
            if command != "?":
                return typed
            out(tr("Enter goes on without an answer, b or < goes back, q leaves. Every answer is saved at once."))


def folded(text: str) -> str:
    """Return typed text as words of command are compared: any width, any case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def chosen(typed: str, choices: Sequence[tuple[str, str]]) -> str:
    """Return the id of what was chosen by its number from 1, its id or its name; raises `UsageError`.

    `choices` are ids with their names.
    """
    wanted = folded(typed)
    for number, (id_, name) in enumerate(choices, start=1):
        if wanted in (str(number), folded(id_), folded(name)):
            return id_
    names = [f"{n} {name}" for n, (_, name) in enumerate(choices, start=1)]
    raise UsageError(say("{value} is not one of: {choices}", value=typed, choices=names))


def hold(sitting: Sitting, spoken: Voice) -> None:
    """Ask through a whole check-in; raises why a file cannot be changed before anything is asked."""
    from dxworkshop.cli.question import Round

    if sitting.led.read_only is not None:
        raise RuleError(sitting.led.read_only)
    lines, round_ = Lines(spoken), Round(sitting, spoken)
    for line in round_.opening():
        out(line)
    with suppress(LeaveError):
        _ask_all(lines, round_, sitting, spoken)
    for line in round_.closing():
        out(line)


def _ask_all(lines: Lines, round_: "Round", sitting: Sitting, spoken: Voice) -> None:
    """Ask every question that was not asked yet; which there are may change with each answer."""
    passed: list[Key] = []
    while question := next((one for one in round_.questions() if one.key not in passed), None):
        for line in question.before:
            out(line)
        try:
            _ask_one(lines, question, sitting, spoken)
        except BackError:
            there = {one.key for one in round_.questions()}
            while passed and passed.pop() not in there:
                pass
        else:
            passed.append(question.key)


def _ask_one(lines: Lines, question: Question, sitting: Sitting, spoken: Voice) -> None:
    """Ask one question until its answer can be taken in, and save it."""
    while True:
        typed = lines.ask(question)
        try:
            question.answered(typed) if typed else question.passed()
        except (RuleError, NotFoundError, AmbiguousError, UsageError) as error:
            sitting.forget()
            out(spoken.say(error.sentence))
        else:
            sitting.commit()
            return
