"""What comes back: a copy of a plan that people ticked or edited outside, read as changes to its session."""

from dxworkshop.intake.copy import Left
from dxworkshop.intake.returned import Returned, news, read

__all__ = ["Left", "Returned", "news", "read"]
