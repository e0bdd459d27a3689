"""Where on paper things stand: marks are put into a page, printed with it, and found again in the PDF."""

import html
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.page.browser import Browser, needed

_PUT = """
(() => {
  const mark = (text) => {
    const span = document.createElement("span");
    span.style.fontSize = "2px";
    span.textContent = text;
    return span;
  };
  let row = 0, cells = 0, heads = 0;
  for (const tr of document.querySelectorAll("tbody tr")) {
    if (tr.closest("details")) continue;  // closed on paper, where the picture above it stands for it
    row += 1;
    for (const cell of tr.cells) {
      cells += 2;
      cell.prepend(mark(`Qr${row}b`));
      cell.append(mark(`Qr${row}e`));
    }
  }
  for (const heading of document.querySelectorAll("main h2, main h3")) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    walker.currentNode = heading.lastChild;
    let next = walker.nextNode();
    // What a table is headed by is repeated on every sheet: its first row is what must not part.
    const passed = (node) => heading.contains(node) || node.parentNode.closest("thead, title, desc, details");
    while (next && (passed(next) || !next.data.trim())) next = walker.nextNode();
    if (!next || next.parentNode.closest("h2, h3, svg, footer")) continue;
    heads += 1;
    heading.prepend(mark(`Qh${heads}b`));
    next.before(mark(`Qh${heads}e`));
  }
  return [row, cells, heads];
})()
"""
_MARK = re.compile(r"Q([rh])(\d+)[be]")
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word on a sheet, and how far it is from the edges of the paper at least, in points."""

    sheet: int
    text: str
    inside: float


@dataclass(frozen=True)
class Print:
    """What was found on paper."""

    rows: int
    """How many rows the tables of the page have."""
    marks: int
    """How many marks were put into their cells: two for each."""
    headings: int
    words: list[Word]

    def sheets(self, kind: str) -> dict[int, list[int]]:
        """Return, for each row (``r``) or heading (``h``), on which sheet each of its marks stands."""
        found: dict[int, list[int]] = defaultdict(list)
        for word in self.words:
            for mark in _MARK.finditer(word.text):
                if mark[1] == kind:
                    found[int(mark[2])].append(word.sheet)
        return found


def printed(browser: Browser, path: Path, place: Path) -> Print:
    """Print a page with marks at both ends of each cell, and from each heading to what follows it."""
    browser.open(path)
    rows, marks, headings = browser.run(_PUT)
    file = place / "printed.pdf"
    file.write_bytes(browser.printed())
    return Print(rows, marks, headings, list(words(file)))


def words(file: Path) -> Iterator[Word]:
    """Yield every word of a PDF."""
    command = [needed("pdftotext"), "-bbox", str(file), "-"]
    told = subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace")
    for sheet, (width, height, body) in enumerate(_PAGE.findall(told), start=1):
        for *box, text in _WORD.findall(body):
            left, top, right, bottom = map(float, box)
            inside = min(left, top, float(width) - right, float(height) - bottom)
            yield Word(sheet, html.unescape(text), inside)
