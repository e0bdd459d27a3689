"""Whose note is typed next: slips of paper carry no name, and in a round each says something in turn."""

from collections.abc import Callable

from dxworkshop.i18n import Voice
from dxworkshop.model.room import voters
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.wall import notes_of


class Turn:
    """Goes from no name to the first person, on to the next ones, and from the last one back to no name.

    It never names anybody by itself: the name of a person stands beside a note only where the typist went to them.
    Nothing of it is stored. A view that is opened again goes on with the author of the newest note, be it in the
    same run or in the next; where that note has none, or its author is not in the room, with no name. Notes that
    carry names stand in the order in which they came in, so the newest is the last.
    """

    def __init__(self, desk: Desk, step: str, *, named: bool) -> None:
        self._desk = desk
        self._named = named
        newest = next((note for _, note in reversed(notes_of(desk.session, step))), None)
        self._at = newest.author if newest else ""

    @property
    def people(self) -> list[str]:
        """Ids of those who may be named, in their order; nobody where no names are kept."""
        return voters(self._desk.session) if self._named else []

    @property
    def at(self) -> str:
        """Id of the member whose turn it is; empty for no name."""
        return self._at if self._at in self.people else ""

    @property
    def following(self) -> str:
        """Id of the member who is next; empty for no name."""
        round_ = ["", *self.people]
        return round_[(round_.index(self.at) + 1) % len(round_)]

    def go_on(self) -> None:
        """Pass to who is next."""
        self._at = self.following

    def give(self, to: str) -> bool:
        """Give the turn to a member, or to nobody with an empty id; return whether they can have it."""
        can = to in ("", *self.people)
        self._at = to if can else self._at
        return can

    def told(self, voice: Voice, called: Callable[[str], str]) -> str:
        """Say whose turn it is and where Enter on the empty line goes; nothing where no names are kept."""
        tr, name, after = voice.tr, called(self.at), called(self.following)
        if self.at and self.following:
            return tr("{author}; empty Enter: {name}", author=name, name=after)
        if self.at:
            return tr("{author}; empty Enter: no name", author=name)
        return tr("no name; empty Enter: {name}", name=after) if self.following else ""
