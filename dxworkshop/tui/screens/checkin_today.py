"""The check-in of one day, as the screen talks to it: it comes to be with the first thing that is said."""

from collections.abc import Callable, Mapping
from datetime import date

from dxworkshop import config, deck
from dxworkshop.deck import Scale
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.milestone import Milestone, milestones
from dxworkshop.insight.turn import Named, rates_again, turns
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Edit, Together
from dxworkshop.model.checkin import KEEP, begun, checkins_in_order, current, id_of, newly_done, reported
from dxworkshop.model.session import OPEN, Action, Checkin, CheckinReport, Session
from dxworkshop.model.value import plain, shown
from dxworkshop.tui.desk import Desk


class Today:
    """What is said in the check-in of one day. Everything becomes a change at once."""

    def __init__(self, desk: Desk, voice: Voice, on: date) -> None:
        self.desk = desk
        self.voice = voice
        self.on = on
        """The day of the check-in: that on which the screen was opened."""

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self.desk.session

    @property
    def id(self) -> str:
        """Id of the check-in, also while it is still to come."""
        return id_of(self.session, self.on)

    @property
    def checkin(self) -> Checkin | None:
        """The check-in; None before the first thing was said."""
        return self.session.checkins.get(current(self.session, self.on))

    def report(self, action: str) -> CheckinReport | None:
        """Return what was said of an action today."""
        return self.checkin.actions.get(action) if self.checkin else None

    # What is said

    def ask(self, make: Callable[[Session, str], Change], burst: str = "") -> DxError | None:
        """Do a change of the session and this check-in, which begins with it; return None, or why not."""
        id_, session, before = self.id, self.session, list[Change]()
        try:
            if not self.checkin:
                before.append(begun(session, id_, self.on, scale=set_scale()))
                session = apply(session, before[0])
            return self.desk.ask(Together((*before, make(session, id_))), burst)
        except DxError as error:
            return error

    def edit(self, fields: Callable[[Checkin], Mapping[str, object]], burst: str = "") -> DxError | None:
        """Give fields of the check-in new values."""
        return self.ask(lambda session, id_: Edit("checkin", id_, fields(session.checkins[id_])), burst)

    def say(
        self, action: str, fields: Mapping[str, object], burst: str = "", *, reason: str = "", ask: str = ""
    ) -> DxError | None:
        """Say how an action stands, why, and whom to ask."""
        return self.ask(lambda session, id_: reported(session, id_, action, fields, reason=reason, ask=ask), burst)

    def move(self, action: str, due: date | None, burst: str = "") -> DxError | None:
        """Say by when an action is due now."""
        return self.ask(lambda session, id_: reported(session, id_, action, {}, due=due), burst)

    def rate(self, action: str, mark: str, burst: str = "") -> DxError | None:
        """Say how an action goes; the check-in keeps on which scale."""
        scale = self.scale.id

        def make(session: Session, id_: str) -> Change:
            named = () if session.checkins[id_].scale else (Edit("checkin", id_, {"scale": scale}),)
            for change in named:
                session = apply(session, change)
            return Together((*named, reported(session, id_, action, {"rating": mark}, due=KEEP)))

        return self.ask(make, burst)

    def draft(self, path: str) -> str:
        """Return the name of the draft of a value of this check-in, as clashes know it."""
        return f"checkin/{self.id}/{path}"

    def take_up(self) -> None:
        """Have the texts that an earlier check-in left unfinished, or this one under another id, wait here.

        A text that waits in a check-in which is over would be counted as unfinished, and found by nobody.
        """
        for name, text in list(self.desk.facilitation.drafts.items()):
            noun, _, rest = name.partition("/")
            id_, _, path = rest.partition("/")
            if noun == "checkin" and path and id_ != self.id and not self.desk.draft(self.draft(path)):
                self.desk.keep_draft(self.draft(path), text)
                self.desk.keep_draft(name, "")

    # What stands there

    @property
    def scale(self) -> Scale:
        """The scale in use: of this check-in, of the settings, of the check-in before, or the usual one."""
        earlier = [one.scale for _, one in reversed(self.earlier())]
        named = (self.checkin.scale if self.checkin else "", set_scale(), *earlier, deck.scales()[0].id)
        id_ = next(one for one in named if one)
        return deck.scale(id_) or Scale(id_, {"ja": id_, "en": id_}, {}, "")

    def earlier(self) -> list[tuple[str, Checkin]]:
        """Return the check-ins before this day, by day."""
        return [(id_, one) for id_, one in checkins_in_order(self.session) if one.on < self.on]

    def last_report(self, action: str) -> CheckinReport | None:
        """Return what was said of an action the last time it was spoken of before today."""
        found = [one.actions[action] for _, one in self.earlier() if action in one.actions]
        return found[-1] if found else None

    def spoken_of(self) -> list[tuple[str, Action]]:
        """Return the actions that are talked about today, as the team ordered them: open, or closed today."""
        return [(id_, one) for id_, one in shown(self.session.actions) if one.status in OPEN or self.report(id_)]

    def turns(self) -> list[tuple[str, list[Named]]]:
        """Return those actions by owner, in the order of the party; last, under "", those that nobody has yet."""
        return turns(self.session, self.checkin.actions if self.checkin else ())

    def newly_done(self) -> list[Named]:
        """Return what is done and was not told as done by an earlier check-in, or by the review of a plan."""
        return newly_done(self.session, self.on)

    def blocked(self) -> list[tuple[str, Action]]:
        """Return the actions that are stuck."""
        return [(id_, one) for id_, one in shown(self.session.actions) if one.status == "blocked"]

    def milestones(self) -> list[Milestone]:
        """Return the milestones that this day has reached, the furthest last."""
        return [one for one in milestones(plain(self.session)) if one.day == self.on]

    def rates_again(self) -> bool:
        """Tell whether a day of rating again has come that no check-in has met yet, or today's has begun to."""
        return rates_again(self.session, self.on, self.id)


def set_scale() -> str:
    """Return the id of the scale of the settings; empty where none is set, or they cannot be read."""
    try:
        return config.load().scale
    except DxError:
        return ""
