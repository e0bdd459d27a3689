"""What leaves the program: every document for every reader in every format, and the head of its papers."""

import csv
import io
import json
from pathlib import Path

import pytest

from dxworkshop import offer
from dxworkshop.model.value import shown
from dxworkshop.model.words import LICENCES, ROUTES
from dxworkshop.offer import AUDIENCES
from dxworkshop.render import FORMATS
from dxworkshop.report import DOCUMENTS
from dxworkshop.store import document
from tests.cli.conftest import Run
from tests.sample import sample_session


@pytest.fixture
def whole(run: Run, folder: Path) -> str:
    """Return the file of a session that uses everything."""
    folder.mkdir(exist_ok=True)
    return str(document.create(folder, sample_session()).path)


def test_the_faces_offer_what_there_is() -> None:
    """The names that help and screens show are those of the registries, none more and none less."""
    assert tuple(DOCUMENTS) == offer.DOCUMENTS
    assert set(FORMATS) == set(offer.FORMATS)
    assert set(ROUTES) == set(offer.ROUTES)
    assert set(LICENCES) == set(offer.LICENCES)


@pytest.mark.parametrize("what", offer.DOCUMENTS)
@pytest.mark.parametrize("form", offer.FORMATS)
def test_every_document_comes_in_every_format(run: Run, whole: str, what: str, form: str) -> None:
    """Nothing that the help offers is refused, and each of it says something."""
    for audience in AUDIENCES:
        made = run("export", whole, "--document", what, "--format", form, "--audience", audience)
        assert len(made.out) > 100, (what, form, audience)
        assert (made.err == "") == (audience != "public")


def test_what_does_not_fit_readers_outside_is_said(run: Run, whole: str) -> None:
    """A document for everybody that bears a mark of the office makes people look twice; others do not."""
    told = run("export", whole, "--audience", "public").err
    assert '"庁内限り" stands on this document for everybody' in told
    assert "for use within the office only" in told
    run("edit", whole, "--confidentiality", "")
    run("paper", "set", whole, "--licence", "pdl")
    assert run("export", whole, "--audience", "public").err == ""


def test_the_format_follows_the_name_of_the_file(run: Run, whole: str, tmp_path: Path) -> None:
    """Who names a file says by its end what it is to be; a format that is named goes before it."""
    for name, start in (("a.html", "<!"), ("b.csv", "\ufeff"), ("c.json", "{"), ("d.HTM", "<!"), ("e", "# ")):
        run("export", whole, "-o", str(tmp_path / name))
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), name
    assert "docx is none of our formats" in run("export", whole, "-o", str(tmp_path / "g.docx"), code=2).err
    run("export", whole, "-o", str(tmp_path / "f.html"), "--format", "md")
    assert (tmp_path / "f.html").read_text(encoding="utf-8").startswith("# ")


def test_a_csv_is_made_for_excel(run: Run, whole: str, tmp_path: Path) -> None:
    """UTF-8 with a mark of order, CRLF, and a row for every action under the long head."""
    run("export", whole, "-o", str(tmp_path / "a.csv"), "--lang", "ja", "--register", "plain")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["No.", "取組名", "ねらい(目標)"]
    assert len(rows) == 1 + len(shown(sample_session().actions))


def test_what_cp932_has_not_is_listed(run: Run, whole: str, tmp_path: Path) -> None:
    """The file is readable to an old program, and the person is told what it does not hold."""
    run("edit", whole, "--title", "𠮷野家の窓口✓")
    told = run("export", whole, "-o", str(tmp_path / "a.txt"), "--encoding", "cp932").err
    assert "U+20BB7" in told
    assert "U+2713" in told
    (tmp_path / "a.txt").read_bytes().decode("cp932")
    refused = run("export", whole, "--format", "html", "--encoding", "cp932", code=1).err
    assert "UTF-8 only" in refused


def test_readers_outside_get_plain_words_and_no_names(run: Run, whole: str) -> None:
    """The team's own plan speaks of the final boss and names people; the office and the public read neither."""
    own = run("export", whole, "--lang", "ja").out
    assert "ラスボス" in own
    assert "佐藤" in own
    for audience in ("office", "public"):
        text = run("export", whole, "--lang", "ja", "--audience", audience).out
        assert "ラスボス" not in text
        assert "佐藤" not in text
    wished = run("export", whole, "--lang", "ja", "--audience", "office", "--register", "adventure").out
    assert "ラスボス" in wished


def test_a_preview_says_what_is_taken_out_and_writes_nothing(run: Run, whole: str, tmp_path: Path) -> None:
    """What an outsider will not read stands there line by line, with a word of care; the team loses nothing."""
    told = run("export", whole, "--audience", "public", "--preview", "-o", str(tmp_path / "a.md"))
    assert len(told.out.splitlines()) >= 5
    assert "佐藤" in told.out
    assert "Read" in told.err
    assert not (tmp_path / "a.md").exists()
    assert "nothing is taken out" in run("export", whole, "--preview").err


def test_the_organisation_and_other_words_can_be_hidden(run: Run, whole: str) -> None:
    """A small municipality can stay unnamed, and people outside the party too."""
    shown = run("export", whole, "--audience", "public", "--lang", "ja").out
    assert "みどり野市" in shown
    hidden = run("export", whole, "--audience", "public", "--lang", "ja", "--hide-organisation").out
    assert "みどり野市" not in hidden
    run("vision", "set", whole, "--destination", "山本市長の描く市役所")
    for audience in ("office", "public"):
        text = run("export", whole, "--audience", audience, "--lang", "ja", "--hide", "山本市長").out
        assert "山本" not in text


def test_pictures_are_files_too(run: Run, whole: str, tmp_path: Path) -> None:
    """Each is an SVG of its own; none is written over."""
    folder = tmp_path / "pictures"
    run("export", whole, "-o", str(tmp_path / "a.md"), "--pictures", str(folder))
    names = sorted(path.name for path in folder.iterdir())
    assert {"impact-effort.svg", "load.svg", "timeline.svg"} <= set(names)
    assert all("<svg" in path.read_text(encoding="utf-8") for path in folder.iterdir())
    run("export", whole, "-o", str(tmp_path / "b.md"), "--pictures", str(folder), code=1)


def test_a_layout_of_the_program_and_one_of_ones_own(run: Run, whole: str, tmp_path: Path) -> None:
    """Both are written as they say; a mistake names the file and the line."""
    own = tmp_path / "own.txt.j2"
    own.write_text("{# dxworkshop layout 1 #}\n{{ report.actions|length }} of it\n", encoding="utf-8")
    assert run("export", whole, "--layout", str(own)).out == "5 of it\n"
    own.write_text("{# dxworkshop layout 1 #}\n\n{{ report.titel }}\n", encoding="utf-8")
    assert "own.txt.j2:3" in run("export", whole, "--layout", str(own), code=1).err
    assert "課長" in run("export", whole, "--layout", "kairan").out
    refused = run("export", whole, "--layout", "kairan", "-o", str(tmp_path / "k.html"), code=2).err
    assert "kairan.md.j2 writes .md" in refused
    one = run("export", whole, "--layout", "mail", "--document", "brief", "--only", "情報政策課").out
    assert 0 < one.count("■") < run("export", whole, "--layout", "mail", "--document", "brief").out.count("■")


def test_years_are_as_the_settings_say(run: Run, whole: str, tmp_path: Path) -> None:
    """The era where nothing is said; the settings go before it, and the command line before them."""
    assert "令和9年" in run("export", whole, "--lang", "ja").out
    (tmp_path / "config.toml").write_text('dates = "western"\n', encoding="utf-8")
    assert "令和" not in run("export", whole, "--lang", "ja").out
    assert "令和9年" in run("export", whole, "--lang", "ja", "--dates", "era").out


def test_the_head_of_a_paper_is_filled_in(run: Run, whole: str) -> None:
    """Number, route, boxes for stamps and licence stand in the document; a wrong time is refused."""
    run("paper", "set", whole, "--number", "8企第3号", "--route", "決裁", "--stamp", "部長", "--licence", "pdl")
    run(
        "meeting",
        "set",
        whole,
        "--held",
        "2026-11-25",
        "--from",
        "午後2時",
        "--until",
        "16時半",
        "--place",
        "第1会議室",
    )
    text = run("export", whole, "--document", "minutes", "--lang", "ja").out
    for words in ("8企第3号", "決裁", "部長", "PDL1.0", "令和8年11月25日", "午後2時", "午後4時30分", "第1会議室"):
        assert words in text, words
    assert "is no time" in run("meeting", "set", whole, "--from", "26時", code=1).err
    assert "before the beginning" in run("meeting", "set", whole, "--until", "9:00", code=1).err


def test_a_brief_can_be_for_one_office(run: Run, whole: str) -> None:
    """One page instead of all; a name that nobody answers to is refused with those who would."""
    everybody = run("export", whole, "--document", "brief", "--lang", "ja").out
    one = run("export", whole, "--document", "brief", "--lang", "ja", "--only", "情報政策課").out
    assert 0 < one.count("\n## ") < everybody.count("\n## ")
    assert "there are" in run("export", whole, "--document", "brief", "--only", "宇宙課", code=1).err


def test_a_half_done_session_can_be_exported(run: Run) -> None:
    """Whoever stops after the title gets every document all the same."""
    path = run("new", "はじめたばかり").out.strip()
    for what in offer.DOCUMENTS:
        for form in offer.FORMATS:
            told = run("export", path, "--document", what, "--format", form).err
            assert (told == "no days are set yet: the calendar is empty\n") == (form == "ics")


def test_json_is_what_its_schema_says(run: Run, whole: str) -> None:
    """The schema that the program publishes fits what it writes."""
    import jsonschema

    schema = json.loads(run("template", "schema", "--session").out)
    jsonschema.validate(json.loads(run("export", whole, "--format", "json").out), schema)
