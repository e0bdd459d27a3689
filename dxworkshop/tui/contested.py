"""Places where somebody else wrote while we did: what is typed on there waits until one of the two was chosen."""

from collections.abc import Iterable
from typing import Any

from dxworkshop.errors import DxError, RuleError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Change, Resolve
from dxworkshop.model.clash import clashes
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.patch import changed
from dxworkshop.model.place import Keys, keys_of
from dxworkshop.model.record import Clash
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen
from dxworkshop.sentence import say


class Contested:
    """The places of this window in which theirs took the place of ours, as long as nobody decided.

    Who types there would go on in the words of somebody else, or write over them unseen.
    """

    def __init__(self) -> None:
        self._ours: set[str] = set()

    def took_in(self, before: Session, after: Session, touched: Iterable[Keys]) -> None:
        """Note the places that what others wrote made contested; `touched` are the keys they changed."""
        known, theirs = {id_ for id_, _ in clashes(before)}, list(touched)
        for id_, clash in clashes(after):
            keys = keys_of(clash.path)
            if id_ not in known and any(_meet(keys, other) for other in theirs):
                self._ours.add(id_)

    def is_ours(self, session: Session, clash: Clash) -> bool:
        """Tell whether what gave way in a clash was typed in this window."""
        return any(session.conflicts.get(id_) == clash for id_ in self._ours)

    def decided(self, session: Session) -> list[tuple[str, Any]]:
        """Return the fields in which others decided since, by the names of their drafts, each with our text."""
        left = [(id_, session.conflicts[id_]) for id_ in sorted(self._ours) if id_ in session.conflicts]
        settled = [(id_, clash) for id_, clash in left if clash.removed]
        self._ours -= {id_ for id_, _ in settled}
        return [(draft_of(clash), clash.mine) for _, clash in settled]

    def open(self, session: Session) -> list[tuple[Keys, Any]]:
        """Return the places where nobody decided yet, each with what of ours was set aside."""
        return [(keys_of(clash.path), frozen(clash.mine)) for id_, clash in clashes(session) if id_ in self._ours]

    def refused(self, session: Session, change: Change) -> DxError | None:
        """Return why a change has to wait; None where it has not."""
        places = [keys for keys, _ in self.open(session)] if self._ours else []
        if not places or isinstance(change, Resolve):
            return None
        try:
            touched = [patch.path for patch in changed(session, apply(session, change))]
        except DxError as error:
            return error
        if any(_meet(keys, path) for keys in places for path in touched):
            return RuleError(say("somebody else wrote here at the same time; Ctrl+D shows both, to choose"))
        return None


def draft_of(clash: Clash) -> str:
    """Return the name under which text for the place of a clash waits, where it is typed in a form."""
    keys = keys_of(clash.path)
    for noun, spec in NOUNS.items():
        depth = len(spec.path)
        if keys[:depth] == spec.path and len(keys) > depth + 1:
            return f"{noun}/{keys[depth]}/{'.'.join(keys[depth + 1 :])}"
    match keys:
        case ("pledges", member, "words"):
            return f"pledge/{member}"
        case ("ratings", *rest):
            return "/".join(("rate", *rest))
    return "/".join(keys)


def _meet(one: Keys, other: Keys) -> bool:
    return one == other[: len(one)] or other == one[: len(other)]
