"""Gaps between ideal and reality: the widest, and those that are not in the team's hands."""

from dxworkshop.model.session import Gap, Session
from dxworkshop.model.value import shown

WIDEST = 3
"""How many gaps are called the widest: our default."""


def widest(session: Session, most: int = WIDEST) -> list[tuple[str, Gap]]:
    """Return the widest gaps, widest first; those as wide as the last of them too, and none without a size."""
    sized = [(id_, gap) for id_, gap in shown(session.gaps) if gap.size is not None]
    sized.sort(key=lambda pair: -(pair[1].size or 0))
    return [pair for pair in sized if (pair[1].size or 0) >= (sized[:most][-1][1].size or 0)]


def outside(session: Session) -> list[tuple[str, Gap]]:
    """Return the gaps that the team cannot change by itself: outside its reach first, then by approval."""
    order = ("outside", "approval")
    found = [(id_, gap) for id_, gap in shown(session.gaps) if gap.control in order]
    return sorted(found, key=lambda pair: order.index(pair[1].control))
