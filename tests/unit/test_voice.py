"""Language, settings and the log of faults: what the program itself says and writes down."""

from pathlib import Path

import pytest

from dxworkshop import config, i18n
from dxworkshop.errors import DocumentError
from dxworkshop.fault import log_fault
from dxworkshop.i18n import Voice, choose_language
from dxworkshop.paths import state_folder

VOICE = Voice("en", "plain")


@pytest.mark.parametrize(
    ("wishes", "environ", "language"),
    [
        (("en",), {"LANG": "ja_JP.UTF-8"}, "en"),
        ((None, "ja"), {"LANG": "en_US.UTF-8"}, "ja"),
        (("", ""), {"LANG": "en_GB.UTF-8"}, "en"),
        ((), {"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ((), {"LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ((), {"LANG": "Japanese_Japan.932"}, "ja"),
        ((), {"LANG": "English_United States.1252"}, "en"),
        (("fr",), {"LANG": "en_US.UTF-8"}, "en"),
        ((), {"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ((), {"LANG": "fr_FR.UTF-8"}, "ja"),
        ((), {}, "ja"),
    ],
)
def test_the_language_is_the_first_that_is_named(
    wishes: tuple[str | None, ...], environ: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Command line, settings, LC_ALL, LC_MESSAGES, LANG; Japanese where nobody names one of ours."""
    monkeypatch.setattr("sys.platform", "linux")
    assert choose_language(*wishes, environ=environ) == language


def test_where_japanese_cannot_be_shown_it_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASCII terminal without a named language gets English."""

    class Ascii:
        encoding = "ascii"

    monkeypatch.setattr("sys.stdout", Ascii())
    assert choose_language(environ={}) == "en"
    assert choose_language(environ={"LANG": "ja_JP"}) == "ja"


def test_a_text_names_its_terms_in_the_register_in_use() -> None:
    """The same sentence in four voices; braces that are no term, and typed braces, stand for themselves."""
    said = {
        (v.language, v.register): v.text("{Boss}, {x}")
        for v in (Voice(lang, r) for lang in i18n.LANGUAGES for r in i18n.REGISTERS)
    }
    assert said[("en", "adventure")] == "Final boss, {x}"
    assert said[("en", "plain")] == "Shared challenge, {x}"
    assert said[("ja", "adventure")] == "ラスボス, {x}"
    assert said[("ja", "plain")] == "共有目標, {x}"
    assert Voice("en").tr("there is no {name} here", name="{boss}") == "there is no {boss} here"


KNOWN = "language, folder, register, organisation, dates, name"
CONFIGS = [
    ('language = "fr"\n', "language", "fr is not one of: ja, en"),
    ('folder = ""\nregister = "rude"\n', "register", "rude is not one of: adventure, plain"),
    ("folder = 5\n", "folder", "text in quotation marks is needed here"),
    (
        'colour = "red"\n',
        "colour",
        "there is no such setting; known: language, folder, register, organisation, dates, scale, name",
    ),
    ("folder = x\n", "folder", "this is no value; put texts in quotes, write dates like 2026-11-24"),
]


@pytest.mark.parametrize(("text", "key", "sentence"), CONFIGS)
def test_settings_that_cannot_be_are_refused(text: str, key: str, sentence: str, tmp_path: Path) -> None:
    """With the place in the file."""
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        config.load()
    assert (caught.value.place.key, VOICE.say(caught.value.sentence)) == (key, sentence)


def test_settings_are_read_where_there_are_any(tmp_path: Path) -> None:
    """Nothing is set where there is no file, and an empty value is not set."""
    assert config.load() == config.Config()
    (tmp_path / "config.toml").write_text(
        'language = "en"\norganisation = "みどり野市"\nregister = ""\n', encoding="utf-8"
    )
    assert config.load() == config.Config(language="en", organisation="みどり野市")


def test_the_log_of_faults_holds_nothing_that_was_typed() -> None:
    """Neither the words of the error nor those of its cause nor any value: only what, where and in which line."""
    typed_text = "田中さんの評価"

    def fail(typed: str) -> None:
        try:
            raise KeyError(typed)
        except KeyError as error:
            raise ValueError(f"cannot do {typed}") from error

    for _ in range(2):
        try:
            fail(typed_text)
        except ValueError as error:
            log = log_fault(error)
    assert log is not None
    text = log.read_text(encoding="utf-8")
    assert typed_text not in text
    assert text.count("ValueError\n") == 2
    assert f"{__file__}:" in text
    assert log.parent == state_folder()
    assert log_fault(None) is None


def test_a_log_that_cannot_be_written_is_no_fault_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program ends as it would have."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DXWORKSHOP_STATE", str(tmp_path / "file" / "state"))
    assert log_fault(ValueError("x")) is None
