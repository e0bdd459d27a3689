"""One session told in one voice: ids become names, what is missing is said to be undecided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from dxworkshop import deck
from dxworkshop.i18n import Voice
from dxworkshop.insight.words import Counted
from dxworkshop.model.agenda import KIND_WORDS
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import (
    Action,
    Checkin,
    CheckinReport,
    Gap,
    Group,
    Measure,
    Member,
    Note,
    Risk,
    Session,
)
from dxworkshop.model.value import Value, shown
from dxworkshop.model.workshop import Step
from dxworkshop.offer import Audience
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.redaction.rule import why_held_back
from dxworkshop.report.wording import fiscal_quarter, is_blank, long_day, short_day

Found = TypeVar("Found")


@dataclass(frozen=True)
class Teller:
    """What every passage asks.

    An id that leads nowhere, or to something removed, is told to the team as the id and to others as nothing: in a
    file edited by hand it may be anything, the name of a person too. What is looked up for each of many actions is
    found once.
    """

    session: Session
    voice: Voice
    today: date
    options: Options = USUAL
    audience: Audience = "internal"
    counted: tuple[Counted, ...] | None = None
    """The words the team used, as far as they may be told; counted before anything was taken out."""

    @property
    def is_summary(self) -> bool:
        """Tell whether it is for everybody: they read what is planned, they do not work with it."""
        return self.audience == "public"

    def holds_back(self, model: type[Value], *names: str) -> bool:
        """Tell whether one of these fields is kept from the readers.

        Then it is empty because it was taken out: nothing may be said to be missing, and no column stands for it.
        """
        return any(why_held_back(model, name, self.audience) is not None for name in names)

    def undecided(self) -> str:
        """Return what stands where nothing was decided."""
        return self.voice.tr("not decided yet")

    def said(self, text: str) -> str:
        """Return a text, or that it is undecided."""
        return self.undecided() if is_blank(text) else text

    def day(self, day: date | None) -> str:
        """Return a day in full, or that it is undecided."""
        if day is None:
            return self.undecided()
        if day not in self._days:
            self._days[day] = long_day(self.voice, day, self.options.dates)
        return self._days[day]

    def short_day(self, day: date | None) -> str:
        """Return a day as it stands in a table; empty where there is none."""
        return short_day(self.voice, day, self.options.dates) if day else ""

    def quarter(self, day: date) -> str:
        """Return the quarter of the fiscal year a day falls in."""
        if day not in self._quarters:
            self._quarters[day] = fiscal_quarter(self.voice, day, self.options.dates)
        return self._quarters[day]

    def listed(self, words: Iterable[str]) -> str:
        """Return several words in one line; what is blank is no word."""
        return self.voice.tr(", ").join(word for word in words if not is_blank(word))

    def lost(self, id_: str) -> str:
        """Return what is told of an id that leads nowhere."""
        return id_ if self.audience == "internal" else ""

    def card(self, name: str, id_: str) -> str:
        """Return the words of a card, or words of the team's own as they were typed."""
        card = deck.card(name, id_)
        if card is None:
            return id_.strip()
        text = card.text[self.voice.language]
        return text if isinstance(text, str) else text[self.voice.register]

    def person(self, id_: str) -> str:
        """Return a member with their office."""
        return self.people.get(id_) or self.lost(id_)

    def role(self, action: Action) -> str:
        """Return the calling an action is done in: its own, else its owner's; may be empty."""
        owner = self.members.get(action.owner)
        calling = owner.calling if owner and is_blank(action.calling) else action.calling
        return self.card("callings", calling)

    def posts(self, id_: str, calling: str = "") -> list[str]:
        """Return the office of a member and the calling in which they do something, as far as they are known."""
        member = self.members.get(id_)
        own = member.calling if member and is_blank(calling) else calling
        words = (self.card("seats", member.seat) if member else "", self.card("callings", own))
        return [word for word in words if not is_blank(word)]

    def place(self, id_: str, calling: str = "") -> str:
        """Return a member by office and calling alone; may be empty."""
        match self.posts(id_, calling):
            case [office, own]:
                return self.voice.tr("{office} ({calling})", office=office, calling=own)
            case words:
                return self.listed(words)

    def answer(self, id_: str) -> str:
        """Return the gap, measure, note, group or risk that an action answers."""
        text = ""
        if id_ in self.gaps:
            text = self.gap(self.gaps[id_])
        elif id_ in self.measures:
            text = self.measures[id_].name
        elif id_ in self.risks:
            text = self.risks[id_].cause
        return self.idea(id_) if is_blank(text) else text.strip()

    def gap(self, gap: Gap) -> str:
        """Return a gap in one phrase: what it is like, or else what we would like."""
        return (gap.ideal if is_blank(gap.reality) else gap.reality).strip()

    def idea(self, id_: str) -> str:
        """Return a group by its name, one without a name by its notes; or a note."""
        text = self.notes[id_].text if id_ in self.notes else ""
        text = self.bundles.get(id_, text)
        return self.lost(id_) if is_blank(text) else text.strip()

    def covered(self, id_: str) -> str:
        """Return the word of culture or the strength that something makes up for."""
        return next(
            (self.card(name, id_) for name in ("culture", "strengths") if deck.card(name, id_)), id_.strip()
        )

    def action(self, id_: str) -> str:
        """Return an action with its number in the plan; empty for none."""
        if id_ not in self.numbers:
            return self.lost(id_)
        title = self.said(self.session.actions[id_].title.strip())
        return self.voice.tr("No. {n}: {title}", n=self.numbers[id_], title=title)

    def mark(self, mark: int | None) -> str:
        """Return a mark; empty where none was given."""
        return "" if mark is None else str(mark)

    def steps(self, kind: str, used: Iterable[str] = ()) -> list[tuple[str, Step | None]]:
        """Return the steps of a kind in their order, then those that were removed.

        Last come ids under which something was said although there is no such step: nothing typed is lost.
        """
        steps = self.session.workshop.steps
        ids = [id_ for id_, _ in self.session.workshop.in_order()]
        ids += sorted((id_ for id_ in steps if id_ not in ids), key=lambda id_: (steps[id_].rank, id_))
        found: list[tuple[str, Step | None]] = [(id_, steps[id_]) for id_ in ids if steps[id_].kind == kind]
        known = {id_ for id_, _ in found}
        return [*found, *((id_, None) for id_ in dict.fromkeys(used) if id_ not in known)]

    def heading(self, kind: str, step: Step | None) -> str:
        """Return the title of a step, or what its kind is called."""
        title = self.voice.text(step.title) if step else ""
        return self.voice.say(KIND_WORDS[kind]) if is_blank(title) else title

    def actions(self) -> Sequence[tuple[str, Action]]:
        """Return the actions in the order of the plan."""
        return self.plan

    def numbers_of(self, member: str) -> list[str]:
        """Return the numbers, in the plan, of the actions of a member that were not dropped."""
        return [str(self.numbers[id_]) for id_, action in self.owned.get(member, ()) if action.status != "dropped"]

    @cached_property
    def _days(self) -> dict[date, str]:
        """Days that were told, for many fall on the same."""
        return {}

    @cached_property
    def _quarters(self) -> dict[date, str]:
        """The same of their quarters."""
        return {}

    @cached_property
    def plan(self) -> tuple[tuple[str, Action], ...]:
        """The actions in the order of the plan."""
        return tuple(in_plan_order(self.session))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every action in the plan."""
        return {id_: n for n, (id_, _) in enumerate(self.plan, start=1)}

    @cached_property
    def owned(self) -> Mapping[str, Sequence[tuple[str, Action]]]:
        """By id of the owner, the actions in the order of the plan."""
        return _by((action.owner, (id_, action)) for id_, action in self.plan)

    @cached_property
    def helped(self) -> Mapping[str, Sequence[tuple[str, Action]]]:
        """By id of the partner, the actions in the order of the plan."""
        return _by((who, (id_, a)) for id_, a in self.plan for who in dict.fromkeys(a.partners))

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """The members who were not removed, in their order."""
        return dict(shown(self.session.members))

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """The gaps that were not removed, in their order."""
        return dict(shown(self.session.gaps))

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The measures of the boss that were not removed, in their order."""
        return dict(shown(self.session.boss.measures))

    @cached_property
    def risks(self) -> Mapping[str, Risk]:
        """The risks that were not removed, in their order."""
        return dict(shown(self.session.risks))

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """The notes that were not removed, in their order."""
        return dict(shown(self.session.notes))

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """The groups that were not removed, in their order."""
        return dict(shown(self.session.groups))

    @cached_property
    def bundles(self) -> Mapping[str, str]:
        """Every group by its name, one without a name by its notes."""
        inside = _by((note.group, note.text.strip()) for note in self.notes.values())
        return {
            id_: self.listed(inside.get(id_, ())) if is_blank(group.name) else group.name
            for id_, group in self.groups.items()
        }

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Every member with their office; what is not known of both is empty."""
        return {id_: self._person(member) for id_, member in self.members.items()}

    def _person(self, member: Member) -> str:
        name, seat = member.name.strip(), self.card("seats", member.seat)
        return self.voice.tr("{name} ({seat})", name=name, seat=seat) if name and seat else name or seat

    @cached_property
    def readings(self) -> Mapping[str, float]:
        """The last value read of every measure, here or in an earlier session; of one day, the later in order."""
        known = [
            (one.known_on or date.min, {id_: one.known})
            for id_, one in self.measures.items()
            if one.known is not None
        ]
        found = sorted((*known, *((one.on, one.readings) for one in self.checkins)), key=lambda pair: pair[0])
        return {id_: value for _, of_day in found for id_, value in of_day.items()}

    @cached_property
    def reports(self) -> Mapping[str, tuple[date, str]]:
        """The last words of a check-in on every action, and their day."""
        said = ((id_, (one.on, report.note)) for one in self.checkins for id_, report in one.actions.items())
        return {id_: told for id_, told in said if not is_blank(told[1])}

    @cached_property
    def reported(self) -> Mapping[str, tuple[Checkin, CheckinReport]]:
        """What the last check-in that speaks of an action says of it, with that check-in."""
        return {id_: (one, report) for one in self.checkins for id_, report in one.actions.items()}

    @cached_property
    def checkins(self) -> Sequence[Checkin]:
        """The check-ins that were not removed, by their days; of one day, in their order."""
        return sorted((checkin for _, checkin in shown(self.session.checkins)), key=lambda one: one.on)


def _by(pairs: Iterable[tuple[str, Found]]) -> dict[str, list[Found]]:
    """Return values by their keys, in their order."""
    found: dict[str, list[Found]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
