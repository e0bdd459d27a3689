"""The house: what every floor must know, and what no line of it may hold."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from dxworkshop import listing, templates
from dxworkshop.deck import DECKS, deck, vocabulary
from dxworkshop.i18n import LANGUAGES, REGISTERS
from dxworkshop.model.changes import Noun, Part
from dxworkshop.model.nouns import NOUNS
from dxworkshop.model.wire import PARTS
from dxworkshop.model.workshop import KINDS, AnyStep
from dxworkshop.report.passage import PASSAGES
from dxworkshop.tui.steps import VIEWS, view_of

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "dxworkshop"
MODULES = sorted(PACKAGE.rglob("*.py"))
SHIPPED = sorted(
    path
    for folder, kinds in (
        (PACKAGE, ("py", "toml", "tcss", "css", "po")),
        (ROOT / "templates", ("toml", "j2")),
        (ROOT / "sessions", ("toml", "md")),
    )
    for kind in kinds
    for path in folder.rglob(f"*.{kind}")
    if ".dxworkshop" not in path.parts  # what a demo leaves beside its sessions
)
"""Every text that leaves with the program."""
FORBIDDEN = re.compile(
    r"ドラクエ|ドラゴンクエスト|dragon\s*quest|メガンテ|ホイミ|ふっかつの|冒険の書|ルイーダ|ダーマ|会心の一撃|スライム"
    r"|鬼滅|きめつ|全集中|の呼吸|武闘家|魔法使い|僧侶|遊び人|(?<!有)勇者",
    re.IGNORECASE,
)
"""Words of games and stories that belong to somebody: `domain.md`, 6.1."""
JAPANESE = re.compile(
    "(?:(?![ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ])[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uff66-\uff9f]){2}"
)
"""Two letters in a row make a word; single signs and small kana are for the rules of line breaking."""
MOST_LINES, MOST_OF_A_FUNCTION = 400, 50


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _names(paths: list[Path]) -> Iterator[str]:
    return map(_name, paths)


def test_the_house_is_where_it_is_looked_for() -> None:
    """The checks below look at real files."""
    assert PACKAGE / "service" / "library.py" in MODULES
    assert len(MODULES) > 60
    assert ROOT / "templates" / "dx-120.toml" in SHIPPED


IMPORTS = [
    ("dxworkshop", ("pydantic", "typer", "rich", "textual", "tomli_w")),
    ("dxworkshop.listing", ("pydantic", "typer", "rich", "textual")),
    ("dxworkshop.model.apply", ("typer", "rich", "textual", "tomli_w", "platformdirs", "dxworkshop.store")),
    ("dxworkshop.service", ("typer", "rich", "textual")),
    ("dxworkshop.report", ("typer", "textual", "pygal", "jinja2", "jpholiday", "dxworkshop.service")),
    ("dxworkshop.render", ("typer", "textual", "pygal", "jinja2", "dxworkshop.service")),
    ("dxworkshop.intake", ("typer", "textual", "pygal", "dxworkshop.service")),
    ("dxworkshop.render.markdown", ("typer", "rich", "textual", "dxworkshop.service")),
    ("dxworkshop.demo", ("typer", "textual")),
    ("dxworkshop.cli.app", ("textual",)),
    ("dxworkshop.tui.app", ("typer",)),
]


@pytest.mark.parametrize(("module", "without"), IMPORTS)
def test_a_floor_loads_nothing_from_above(module: str, without: tuple[str, ...]) -> None:
    """In a fresh interpreter, whatever import-linter thinks: nobody pays for what they do not use."""
    code = f"import sys, {module}; print(*(name for name in {without!r} if name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("path", MODULES, ids=_names(MODULES))
def test_no_japanese_stands_in_a_module(path: Path) -> None:
    """Sentences live in the catalogues, words in the decks; a docstring may quote the word it means."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]
    assert [node.value for node in texts if isinstance(node.value, str) and JAPANESE.search(node.value)] == []


@pytest.mark.parametrize("path", MODULES, ids=_names(MODULES))
def test_a_module_says_what_it_is_for_and_is_one_thing(path: Path) -> None:
    """A docstring, at most 400 lines, and no function over 50."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert (ast.get_docstring(tree) or "").strip()
    assert source.count("\n") <= MOST_LINES
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= MOST_OF_A_FUNCTION] == []


@pytest.mark.parametrize("path", SHIPPED, ids=_names(SHIPPED))
def test_nobody_else_s_words_are_shipped(path: Path) -> None:
    """No word that a game or a story owns stands in anything that leaves with the program."""
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


def test_every_kind_of_step_is_known_on_every_floor() -> None:
    """A class, a passage, a view, and a template that uses it."""
    classes = get_args(AnyStep)
    assert set(KINDS.values()) == set(classes)
    assert {kind: get_args(step.model_fields["kind"].annotation) for kind, step in KINDS.items()} == {
        k: (k,) for k in KINDS
    }
    assert set(PASSAGES) == set(KINDS)
    assert set(VIEWS) == set(KINDS)
    assert {kind: view_of(kind).kind for kind in VIEWS} == {kind: kind for kind in KINDS}
    used = {step.kind for name in listing.template_files(None) for step in _steps(name)}
    assert used == set(KINDS)


def _steps(name: str) -> list[AnyStep]:
    return list(templates.find(name, None).workshop.steps.values())


def test_every_noun_and_part_has_its_rules() -> None:
    """The tables hold what the types name, and nothing else."""
    assert set(NOUNS) == set(get_args(Noun))
    assert set(PARTS) == set(get_args(Part))


def test_every_term_has_four_words() -> None:
    """Two languages, two registers, none of them empty; where English has a plural, in both registers too."""
    for name, entry in vocabulary().items():
        for language in (*LANGUAGES, *(["en_many"] if "en_many" in entry else [])):
            assert set(entry[language]) == set(REGISTERS), (name, language)
            assert all(word.strip() for word in entry[language].values()), (name, language)


@pytest.mark.parametrize("name", DECKS)
def test_every_card_says_whose_words_it_holds(name: str) -> None:
    """A text in both languages, and the study's words never mixed with ours."""
    cards = deck(name)
    assert len({card.id for card in cards}) == len(cards) > 3
    for card in cards:
        assert set(card.text) == set(LANGUAGES)
        assert card.source in ("slides", "ours")
        if name == "obstacles":
            assert card.lens in ("people", "organisation", "environment", "relations")


def test_a_deck_there_is_not_has_no_cards() -> None:
    """A session edited by hand may name one; nothing on its way to the screen may break."""
    assert deck("nope") == deck("../vocabulary") == deck("") == ()
