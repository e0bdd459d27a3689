"""The table of a plan, opened by a spreadsheet: the same cells, and none of them a formula."""

import csv
import io
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dxworkshop.i18n import Voice
from dxworkshop.render import FORMATS
from dxworkshop.render.encoding import encoded
from dxworkshop.report import build
from dxworkshop.report.view import Report, Sheet
from tests.sample import TODAY, sample_session
from tests.unit.test_table import FORMULAS, HARMLESS

SPREADSHEET = shutil.which("soffice")
CHARACTER_SETS = {"utf-8": "76", "cp932": "64"}
"""What the spreadsheet calls an encoding."""
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:"
NASTY = [
    *FORMULAS,
    *HARMLESS,
    *("a;=1", "a,=1", 'a"b', '"=1"', "a\nb", "a\n\n=1", "a\tb", "①㈱髙﨑", "<b>x</b>", "{{x}}", "\x1b[31m"),
]


@pytest.fixture(scope="module", autouse=True)
def spreadsheet() -> None:
    """Let the tests go where there is no LibreOffice; where everything is proved there has to be one."""
    if SPREADSHEET is None:
        assert "CI" not in os.environ, "install libreoffice-calc"
        pytest.skip("there is no LibreOffice here")


def opened(files: list[Path], encoding: str, home: Path) -> list[list[list[tuple[str, str]]]]:
    """Return the cells of files as LibreOffice shows them, each with its formula if it became one."""
    assert SPREADSHEET
    taken = f"--infilter=Text - txt - csv (StarCalc):44,34,{CHARACTER_SETS[encoding]},1"
    argv = [SPREADSHEET, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore", taken]
    argv += ["--convert-to", "fods", "--outdir", str(home), *map(str, files)]
    subprocess.run(argv, check=True, capture_output=True, timeout=120)
    return [_cells(home / f"{path.stem}.fods") for path in files]


def _cells(path: Path) -> list[list[tuple[str, str]]]:
    names = {"t": f"{OPEN_DOCUMENT}table:1.0", "x": f"{OPEN_DOCUMENT}text:1.0"}
    rows = []
    for row in ET.parse(path).iterfind(".//t:table-row", names):  # noqa: S314 - LibreOffice wrote it just now
        cells: list[tuple[str, str]] = []
        for cell in row.iterfind("t:table-cell", names):
            text = "\n".join(_text(line, names["x"]) for line in cell.iterfind("x:p", names))
            one = (text, cell.get(f"{{{names['t']}}}formula", ""))
            cells += [one] * min(int(cell.get(f"{{{names['t']}}}number-columns-repeated", "1")), 99)
        rows.append(cells)
    return rows


def _text(line: ET.Element, namespace: str) -> str:
    """Return a line of a cell, where runs of blanks are elements of their own."""
    found = line.text or ""
    for part in line:
        blanks = " " * int(part.get(f"{{{namespace}}}c", "1")) if part.tag == f"{{{namespace}}}s" else ""
        found += blanks + _text(part, namespace) + (part.tail or "")
    return found


def written(report: Report, path: Path, encoding: str) -> list[list[str]]:
    """Write the table of a report to a file, and return its cells as the csv module reads them."""
    data = encoded(FORMATS["csv"].render(report), FORMATS["csv"], encoding).data
    path.write_bytes(data)
    text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("encoding", CHARACTER_SETS)
def test_a_spreadsheet_shows_the_same_cells(encoding: str, tmp_path: Path) -> None:
    """The plan of the sample session and a table of formulas: every cell is there, and none is reckoned."""
    plan = build(sample_session(), voice=Voice("ja"), today=TODAY)
    nasty = Report("ja", "t", (), (), sheet=Sheet(("a", "b"), ("A", "B"), tuple((one, "x") for one in NASTY)))
    files = [tmp_path / "plan.csv", tmp_path / "nasty.csv"]
    wanted = [written(report, path, encoding) for report, path in zip((plan, nasty), files, strict=True)]
    assert len(wanted[0]) == len(plan.actions) + 1
    for file, cells in zip(wanted, opened(files, encoding, tmp_path), strict=True):
        assert not [cell for row in cells for cell in row if cell[1]]
        shown = [[text for text, _ in row] for row in cells]
        assert len(shown) == len(file)
        for theirs, ours in zip(shown, file, strict=True):
            assert [*map(_same, theirs[: len(ours)])] == [*map(_same, ours)]
            assert not any(theirs[len(ours) :])


def _same(cell: str) -> str | float:
    """Return what a cell says: a number has no commas and no plus; a share is one of a hundred."""
    number = cell.replace(",", "").removesuffix("%")
    try:
        return float(number)
    except ValueError:
        return cell
