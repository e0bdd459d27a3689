"""From a report to text, in every format there is. A renderer never sees the session, so it can leak nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dxworkshop.render import markdown
from dxworkshop.report.view import Report


@dataclass(frozen=True)
class Format:
    """One format a report can be written in."""

    name: str
    """What people call it on the command line."""
    suffix: str
    """End of a file's name."""
    render: Callable[[Report], str]


FORMATS: Mapping[str, Format] = {
    "md": Format("md", ".md", markdown.render),
}
"""Every format by name."""
