"""How a document is to look, and what it is to leave out."""

from dataclasses import dataclass

from dxworkshop.model.session import Session
from dxworkshop.offer import ColumnSet, Dates


@dataclass(frozen=True)
class Options:
    """What can be chosen for a document besides its kind, its audience and its words."""

    dates: Dates = "era"
    columns: ColumnSet = "compact"
    hide_organisation: bool = False
    """Whether the organisation is left out; for everybody's eyes only."""
    hide: tuple[str, ...] = ()
    """More words that nobody outside the team may read: names of people who are not in the party."""
    only: str = ""
    """The role or department a brief is for; empty for all of them."""
    earlier: Session | None = None
    """An earlier session of the same team, to compare with."""


USUAL = Options()
"""What nobody chose anything of."""
