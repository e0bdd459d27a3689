"""From a report to text, in every format there is. A renderer never sees the session, so it can leak nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dxworkshop.render import calendar_file, data, html, markdown, table, text
from dxworkshop.report.view import Report


@dataclass(frozen=True)
class Format:
    """One format a report can be written in."""

    name: str
    """What people call it on the command line."""
    suffix: str
    """End of a file's name."""
    render: Callable[[Report], str]
    """Pure: the same report gives the same text, with LF at the ends of lines."""
    newline: str = "\n"
    """What a line of its file ends with."""
    bom: bool = False
    """Whether its file begins with a mark that tells Excel that it is UTF-8."""


FORMATS: Mapping[str, Format] = {
    "md": Format("md", ".md", markdown.render),
    "html": Format("html", ".html", html.render),
    "txt": Format("txt", ".txt", text.render, newline="\r\n"),
    "csv": Format("csv", ".csv", table.render_csv, newline="\r\n", bom=True),
    "tsv": Format("tsv", ".tsv", table.render_tsv, newline="\r\n", bom=True),
    "ics": Format("ics", ".ics", calendar_file.render, newline="\r\n"),
    "json": Format("json", ".json", data.render),
}
"""Every format by name."""
