"""The table of the rules of lint in `docs/follow-through.md`: `update` writes it, and a test compares it."""

import re
import sys
from pathlib import Path

from dxworkshop.i18n import Voice
from dxworkshop.insight.lint.book import rulebook
from dxworkshop.insight.lint.words import SEVERITIES

PAGE = Path(__file__).parent.parent / "docs" / "follow-through.md"
BEGIN, END = "<!-- rules of lint: make rules -->\n", "<!-- end of rules -->\n"
_VALUE = re.compile(r"\{\w+\}")


def table() -> str:
    """Return the rules as a table: what is missing in the plain register, how urgent, and on what evidence."""
    voice, book = Voice("en", "plain"), rulebook()
    rows = ["| rule | severity | what is missing | evidence |", "|---|---|---|---|"]
    for rule in book.rules.values():
        sentence = _VALUE.sub("...", voice.filled(rule.sentence, book.limits.named))
        source = voice.filled(rule.source, {})
        evidence = f"{rule.evidence}: {source}" if source else rule.evidence
        rows.append(f"| `{rule.id}` | {voice.say(SEVERITIES[rule.severity])} | {sentence} | {evidence} |")
    return "\n".join(rows) + "\n"


def with_table(page: str) -> str:
    """Return a page with the table as it is now between its marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the marks of the table are gone")
    return f"{before}{begin}\n{table()}\n{end}{after}"


def main() -> int:
    """Write the table."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
