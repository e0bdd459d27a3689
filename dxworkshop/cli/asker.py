"""What the questions of a check-in have in common: how they show what stands there, and how an answer is read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from dxworkshop import calendar
from dxworkshop.cli.asking import Question, folded
from dxworkshop.cli.sitting import Sitting
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Action, Session, Status
from dxworkshop.model.value import shown


class Asker:
    """Asks for one check-in in one voice."""

    def __init__(self, sitting: Sitting, spoken: Voice) -> None:
        self._sitting, self._spoken = sitting, spoken

    @property
    def _session(self) -> Session:
        return self._sitting.session

    def _asked(self, key: tuple[str, ...], asked: str, now: object, answered: Callable[[str], None]) -> Question:
        """Return a question that shows what stands there already."""
        if now:
            asked = self._spoken.tr("{question} (now: {value})", question=asked, value=now)
        return Question(key, asked, answered)

    def _day(self, typed: str) -> date | None:
        return calendar.parse_day(typed, self._sitting.on)

    def _member(self, typed: str) -> str:
        """Return the id of a member by number, id or part of a name."""
        ids = [id_ for id_, _ in shown(self._session.members)]
        number = folded(typed)
        if number.isdecimal() and 0 < int(number) <= len(ids):
            return ids[int(number) - 1]
        return self._sitting.led.pick("member", typed)

    def _why(self, id_: str, action: Action, status: Status) -> Question:
        tr = self._spoken.tr
        asked = tr("Why? Any honest reason will do") if status == "dropped" else tr("What holds it up?")

        def answered(typed: str) -> None:
            self._sitting.report(id_, {"status": status}, reason=typed)

        question = self._asked(("reason", id_), asked, action.reason, answered)
        return replace(question, passed=lambda: self._sitting.report(id_, {"status": status}))


def numbered(choices: Sequence[tuple[str, str]]) -> list[str]:
    """Return the names of what can be chosen, each with the number that is typed for it."""
    return [f"{number} {name}" for number, (_, name) in enumerate(choices, start=1)]
