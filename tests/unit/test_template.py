"""Templates: ours can be led as they are, and a bad one is refused with its place before anybody meets it."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from dxworkshop import templates
from dxworkshop.errors import DocumentError, NewerFormatError, NotFoundError, SaveError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Language, Register, Voice
from dxworkshop.listing import template_files, template_heads
from dxworkshop.model.value import plain
from dxworkshop.model.workshop import KINDS, TalkStep
from dxworkshop.paths import bundled_templates

OURS = sorted(bundled_templates().glob("*.toml"))
SCRIPT = ("title", "say", "example", "done_when", "method")

OK = """\
format = 1
id = "tiny"
title = "Tiny"
minutes = 12

[[steps]]
id = "opening"
kind = "talk"
title.ja = "{ground_rules}"
title.en = "{Ground_rules}"
minutes = 5

[[steps.rules]]
ja = "最後まで聞く"
en = "Hear people out"
source = "ours"

[[steps]]
id = "why"
kind = "boss"
title = "{boss}"
minutes = 7
obstacles = "obstacles"
"""


def test_there_are_templates() -> None:
    """The one that is used where none is named, and a short one."""
    assert {path.stem for path in OURS} >= {templates.DEFAULT, "quick-60"}


def _ids(path: Path) -> list[str]:
    return re.findall(r'(?m)^\[\[steps\]\]\nid = "(.+)"$', path.read_text("utf-8"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_templates_have_nothing_wrong(path: Path) -> None:
    """They load, have the name of their file, and their minutes add up."""
    workshop = templates.load(path).workshop
    assert templates.check(path) == []
    assert workshop.id == path.stem
    assert sum(step.minutes for _, step in workshop.in_order()) == workshop.minutes
    assert [id_ for id_, _ in workshop.in_order()] == _ids(path)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_templates_have_the_whole_script_in_both_languages(path: Path) -> None:
    """Each step says what to say, one good answer, what finished looks like and the method, in each language."""
    for id_, step in templates.load(path).workshop.in_order():
        for field in SCRIPT:
            text = getattr(step, field)
            assert set(text) == set(LANGUAGES), (id_, field)
            assert all(words.strip() for words in text.values()), (id_, field)


def _texts(data: Any) -> list[Any]:
    if isinstance(data, dict):
        ours = [data] if set(data) <= set(LANGUAGES) and data else []
        return ours or [text for value in data.values() for text in _texts(value)]
    return [text for item in data for text in _texts(item)] if isinstance(data, list) else []


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_term_has_its_word(path: Path, language: Language, register: Register) -> None:
    """No brace is left over in any text of our templates, in either language and register."""
    voice = Voice(language, register)
    texts = _texts(plain(templates.load(path).workshop))
    assert len(texts) > 20
    for text in texts:
        assert not re.search(r"[{}]", voice.text(text)), text


BAD: list[tuple[str, str, str, int, str, str]] = [
    # what, what stands there, what stands there instead, line, key, sentence
    ("no format", "format = 1\n", "", 1, "format", "a template begins with format = 1"),
    ("old format", "format = 1", "format = 0", 1, "format", "a template begins with format = 1"),
    ("no id", 'id = "tiny"\n', "", 1, "id", "this key is missing; add it"),
    ("bad id", '"tiny"', '"Tiny!"', 2, "id", "only small letters, digits and hyphens may stand here"),
    ("no title", 'title = "Tiny"\n', "", 1, "title", "this key is missing; add it"),
    ("title of a number", '"Tiny"', "5", 3, "title", "text in quotation marks is needed here"),
    ("minutes do not add up", "= 12", "= 13", 4, "minutes", "the steps take 12 minutes together, not 13"),
    (
        "minutes in quotes",
        "= 12",
        '= "12"',
        4,
        "minutes",
        "a whole number is needed here, without quotation marks",
    ),
    ("too long", "= 12", "= 961", 4, "minutes", "961 is too large; the most is 960"),
    ("no minutes at all", "minutes = 5\n", "", 6, "steps.0.minutes", "this key is missing; add it"),
    ("no minutes", "= 5", "= 0", 11, "steps.0.minutes", "0 is too small; the least is 1"),
    (
        "half a minute",
        "= 5",
        "= 4.5",
        11,
        "steps.0.minutes",
        "a whole number is needed here, without quotation marks",
    ),
    ("days", "= 7", "= 481", 22, "steps.1.minutes", "481 is too large; the most is 480"),
    (
        "no id of a step",
        'id = "why"\n',
        "",
        18,
        "steps.1.id",
        "a step needs an id of small letters, digits and hyphens",
    ),
    (
        "bad id of a step",
        '"why"',
        '"Why?"',
        19,
        "steps.1.id",
        "a step needs an id of small letters, digits and hyphens",
    ),
    ("same id", '"why"', '"opening"', 19, "steps.1.id", "two steps have the id opening; give one of them another"),
    (
        "no such kind",
        '"boss"',
        '"dragon"',
        20,
        "steps.1.kind",
        f"dragon is no kind of step; write one of: {', '.join(KINDS)}",
    ),
    (
        "unknown key",
        'title = "Tiny"',
        'titel = "x"\ntitle = "Tiny"',
        3,
        "titel",
        "a template has no such key; did you mean title?",
    ),
    (
        "unknown key of a step",
        "minutes = 5",
        "minutes = 5\ncolour = 1",
        12,
        "steps.0.colour",
        "a template has no such key; take it out or mend its spelling",
    ),
    (
        "key of another kind",
        "minutes = 7",
        "minutes = 7\nattendance = true",
        23,
        "steps.1.attendance",
        "only these kinds of step have this key: talk; take it out",
    ),
    (
        "key of a session",
        "minutes = 7",
        'minutes = 7\nremoved = "x"',
        23,
        "steps.1.removed",
        "a template has no such key; take it out or mend its spelling",
    ),
    (
        "rank",
        "minutes = 7",
        'minutes = 7\nrank = "a1"',
        23,
        "steps.1.rank",
        "a template has no such key; take it out or mend its spelling",
    ),
    (
        "unknown key of a rule",
        'en = "Hear',
        'by = "x"\nen = "Hear',
        15,
        "steps.0.rules.0.by",
        "a template has no such key; take it out or mend its spelling",
    ),
    ("rule without source", 'source = "ours"\n', "", 13, "steps.0.rules.0.source", "this key is missing; add it"),
    (
        "rule of another source",
        '"ours"',
        '"glocom"',
        16,
        "steps.0.rules.0.source",
        "glocom is not one of: 'slides', 'ours'",
    ),
    (
        "no such deck",
        '"obstacles"',
        '"monsters"',
        23,
        "steps.1.obstacles",
        "monsters is no deck of obstacles; write obstacles",
    ),
    (
        "deck of another kind",
        'obstacles = "obstacles"',
        'obstacles = "seats"',
        23,
        "steps.1.obstacles",
        "seats is no deck of obstacles; write obstacles",
    ),
    ("no such term", '"{boss}"', '"{dragon}"', 21, "steps.1.title", "{dragon} is no term of the vocabulary"),
    (
        "no such term in one language",
        "{Ground_rules}",
        "{Ground rules are ours} {}",
        10,
        "steps.0.title.en",
        "{} is no term of the vocabulary",
    ),
    ("no steps", OK[OK.index("[[steps]]") :], "", 1, "steps", "a template needs steps, each under [[steps]]"),
    (
        "steps of a session",
        "[[steps]]\nid",
        "[steps.x]\nid",
        6,
        "steps",
        "a template needs steps, each under [[steps]]",
    ),
]


def _written(folder: Path, old: str, new: str) -> Path:
    path = folder / "bad.toml"
    text = OK
    if old == "[[steps]]\nid":
        text = OK[: OK.rindex("[[steps]]")]
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "line", "key", "sentence"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_template_is_refused_at_its_place(
    old: str, new: str, line: int, key: str, sentence: str, tmp_path: Path
) -> None:
    """Line, key and one sentence; `check` says the same."""
    path = _written(tmp_path, old, new)
    with pytest.raises(DocumentError) as caught:
        templates.load(path)
    error = caught.value
    said = Voice("en", "plain").say(error.sentence)
    assert (error.place.file, error.place.line, error.place.key, said) == (path, line, key, sentence)
    try:
        assert [str(found) for found in templates.check(path)][:1] == [str(error)]
    except DocumentError as refused:
        if str(refused) != str(error):
            raise


def test_check_finds_everything_at_once(tmp_path: Path) -> None:
    """Who mends a template need not start it again for each fault."""
    path = tmp_path / "x.toml"
    text = OK.replace("= 12", "= 13").replace('"obstacles"', '"monsters"').replace("{boss}", "{dragon}")
    path.write_text(text.replace("Tiny", "Tiny {x}") + "colour = 1\n", encoding="utf-8")
    keys = {error.place.key for error in templates.check(path)}
    assert keys == {"minutes", "steps.1.obstacles", "steps.1.title", "title", "steps.1.colour"}


def test_a_newer_template_asks_for_a_newer_program(tmp_path: Path) -> None:
    """As a session does."""
    with pytest.raises(NewerFormatError, match="update the program"):
        templates.load(_written(tmp_path, "format = 1", "format = 2"))


def test_the_good_template_is_good(tmp_path: Path) -> None:
    """What the table of faults starts from has none, and becomes steps in their order."""
    workshop = templates.load(_written(tmp_path, "format", "format")).workshop
    assert [id_ for id_, _ in workshop.in_order()] == ["opening", "why"]
    opening = workshop.steps["opening"]
    assert isinstance(opening, TalkStep)
    assert opening.rules[0].source == "ours"
    assert set(KINDS) >= {"talk", "boss"}


def test_a_step_need_not_have_a_deck(tmp_path: Path) -> None:
    """An empty name stands for none."""
    assert templates.check(_written(tmp_path, 'obstacles = "obstacles"', 'obstacles = ""')) == []


@pytest.mark.parametrize("key", ["title.ja", "about.en"])
def test_a_list_of_templates_survives_a_wording_that_is_none(key: str, tmp_path: Path) -> None:
    """The template is an error with its key, and the others are listed."""
    (tmp_path / "templates").mkdir()
    text = OK.replace('title = "Tiny"', f"{key} = 5" if key.startswith("title") else f'title = "T"\n{key} = 5')
    (tmp_path / "templates" / "bad.toml").write_text(text, encoding="utf-8")
    heads, errors = template_heads(tmp_path)
    assert {head.name for head in heads} == {path.stem for path in OURS}
    assert [e.place.key for e in errors if isinstance(e, DocumentError)] == [key.split(".")[0]]


# Where they are found ------------------------------------------------------------------------------


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    """Return a folder of sessions with a template of the team's own, named as one of ours."""
    (tmp_path / "sessions" / "templates").mkdir(parents=True)
    (tmp_path / "sessions" / "templates" / "quick-60.toml").write_text(OK, encoding="utf-8")
    return tmp_path / "sessions"


def test_the_team_s_own_template_goes_before_ours(sessions: Path) -> None:
    """One beside the sessions stands in the place of ours of the same name; the others stay."""
    assert templates.find("quick-60", sessions).workshop.id == "tiny"
    assert templates.find("quick-60", None).workshop.id == "quick-60"
    assert set(template_files(sessions)) == {path.stem for path in OURS}
    assert {head.name: head.title for head in template_heads(sessions)[0]}["quick-60"] == "Tiny"


def test_a_template_is_found_by_its_path(sessions: Path) -> None:
    """A file that stands anywhere."""
    path = sessions / "templates" / "quick-60.toml"
    assert templates.find(str(path), None).path == path


@pytest.mark.parametrize("name", ["nope", "", "../quick-60", "quick-60\n"])
def test_a_template_that_is_not_there(name: str) -> None:
    """The sentence names those there are."""
    with pytest.raises(NotFoundError) as caught:
        templates.find(name, None)
    assert caught.value.sentence.values["choices"] == [path.stem for path in OURS]


def test_a_copy_is_the_template_byte_for_byte(tmp_path: Path) -> None:
    """Into a folder under its own name, or into a file, whose folder is made."""
    ours = bundled_templates() / "quick-60.toml"
    (tmp_path / "here").mkdir()
    assert templates.copy("quick-60", tmp_path / "here", None) == tmp_path / "here" / "quick-60.toml"
    assert templates.copy("quick-60", tmp_path / "new" / "mine.toml", None) == tmp_path / "new" / "mine.toml"
    for path in (tmp_path / "here" / "quick-60.toml", tmp_path / "new" / "mine.toml"):
        assert path.read_bytes() == ours.read_bytes()


def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    """What stands there stays as it is."""
    there = tmp_path / "quick-60.toml"
    there.write_text("mine", encoding="utf-8")
    for target in (tmp_path, there):
        with pytest.raises(SaveError, match="is there already; name another file"):
            templates.copy("quick-60", target, None)
    assert there.read_text(encoding="utf-8") == "mine"
    with pytest.raises(SaveError):
        templates.copy("quick-60", there / "below.toml", None)
    assert os.listdir(tmp_path) == ["quick-60.toml"]
