"""What a facilitator can do: one library of sessions, and one session being led. Three faces call it."""

from dxworkshop.service.facilitation import Facilitation
from dxworkshop.service.library import Library, Times
from dxworkshop.service.naming import name_of, title_after, touched

__all__ = ["Facilitation", "Library", "Times", "name_of", "title_after", "touched"]
