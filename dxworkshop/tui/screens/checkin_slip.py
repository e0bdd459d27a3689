"""What is proposed, and never forced: ways on where a day has moved twice, and whom to ask for what is stuck."""

from typing import TYPE_CHECKING

from dxworkshop import ident
from dxworkshop.insight.asking import could_be_asked
from dxworkshop.model.changes import Change
from dxworkshop.model.checkin import cut_smaller, handed_on
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import shown
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.screens.checkin_people import called, card_text, seat_beside
from dxworkshop.tui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from dxworkshop.tui.screens.checkin_round import RoundPage
    from dxworkshop.tui.screens.checkin_today import Today


class Slipped:
    """What is asked when an action is cut smaller, or handed to somebody else."""

    def __init__(self, page: "RoundPage") -> None:
        self._page = page

    # Cut smaller

    def cut(self, id_: str) -> None:
        """Ask for one or two smaller actions in the place of one."""
        page, tr = self._page, self._page.voice.tr
        words = (
            page.session.actions[id_].title,
            tr("What smaller {action} could be done by the next {checkin}? One or two, one on each line."),
            tr("Smaller"),
            tr("Put them in its place"),
        )
        draft = page.today.draft(f"actions.{id_}.smaller")
        new: list[str] = []
        box = AskScreen(
            page.voice,
            words,
            page.today.desk.draft(draft),
            lambda typed: self._take_cut(id_, draft, typed, new),
            keep=lambda typed: page.today.desk.keep_draft(draft, typed),
            rows=3,
            lines=True,
        )
        page.app.push_screen(box, lambda taken: page.back_in_list(new if taken else ()))

    def _take_cut(self, id_: str, draft: str, typed: str, made: list[str]) -> str:
        page, tr = self._page, self._page.voice.tr
        titles = [line.strip() for line in typed.splitlines() if line.strip()]
        if not titles:
            return tr("Write at least one smaller {action}.")
        new = {ident.new_id(): title for title in titles}
        reason = tr("cut smaller: {titles}", titles=titles)

        def make(session: Session, checkin: str) -> Change:
            return cut_smaller(session, checkin, id_, new, reason)

        if refused := page.today.ask(make):
            return page.voice.say(refused.sentence)
        page.today.desk.keep_draft(draft, "")
        made.extend(new)
        page.said()
        return ""

    # Another owner

    def hand_on(self, id_: str) -> None:
        """Ask who takes an action over."""
        page, session = self._page, self._page.session
        owner = session.actions[id_].owner
        choices = [
            Choice(one, called(page.voice, member), seat_beside(page.voice, member))
            for one, member in shown(session.members)
            if one != owner
        ]
        title = page.voice.tr("Who takes it over? {title}", title=session.actions[id_].title)
        page.app.push_screen(
            Picker(title, choices, needed=True), lambda picked: self._take_over(id_, picked[0]) if picked else None
        )

    def _take_over(self, id_: str, owner: str) -> None:
        page = self._page
        page.tell(page.today.ask(lambda session, _: handed_on(session, id_, owner)))


def whom_to_ask(today: "Today", id_: str) -> list[Choice]:
    """Return who could help: whoever was asked before, then who deals with the matter, then the others."""
    session, voice = today.session, today.voice
    action = session.actions.get(id_)
    if action is None:
        return []
    found = [Choice(action.ask, action.ask)] if action.ask.strip() else []
    for one in could_be_asked(session, action):
        member = session.members.get(one.member)
        label = called(voice, member) if member else card_text(voice, "callings", one.calling)
        found.append(Choice(label, label, voice.say(one.about)))
    members = [(one, member) for one, member in shown(session.members) if one != action.owner]
    found += [Choice(called(voice, one), called(voice, one), seat_beside(voice, one)) for _, one in members]
    named: dict[str, Choice] = {}
    for choice in found:
        if choice.value:
            named.setdefault(choice.value, choice)
    return list(named.values())


def role_text(today: "Today", name: str, id_: str) -> str:
    """Return what a card of a deck is called; words of the team's own stand for themselves."""
    return card_text(today.voice, name, id_)


def role(today: "Today", action: Action) -> str:
    """Return in which calling, or from which office, an action is done; empty where nobody said so."""
    if action.calling:
        return role_text(today, "callings", action.calling)
    owner = today.session.members.get(action.owner)
    if owner is None:
        return ""
    return role_text(today, "callings", owner.calling) if owner.calling else role_text(today, "seats", owner.seat)
