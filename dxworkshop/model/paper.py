"""What documents need beside what was said: time and place, and what an office writes over a paper."""

from typing import Literal

from dxworkshop.model.value import Day, Text, Value
from dxworkshop.offer import Licence, Route


class Meeting(Value):
    """When and where the team met: what the minutes begin with."""

    held: Day = None
    """The day; where it is not known, that on which the session was made."""
    start: Text = ""
    """``13:30``, in 24 hours."""
    end: Text = ""
    place: Text = ""
    handouts: tuple[Text, ...] = ()
    """What was handed out."""


class Paper(Value):
    """What an office writes over and under a document; all of it may be left out."""

    number: Text = ""
    """Number of the document (文書番号)."""
    route: Route | Literal[""] = ""
    drafted: Day = None
    """Day of the draft (起案日)."""
    keep: Text = ""
    """How long it is kept (保存年限)."""
    category: Text = ""
    """Where it is filed (分類)."""
    stamps: tuple[Text, ...] = ()
    """Who stamps it, by post (押印欄)."""
    licence: Licence | Literal[""] = ""
