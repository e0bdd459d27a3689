"""Naming one item of a session: by its id, the start of it, or part of its name."""

from pathlib import Path

import pytest

from dxworkshop.errors import AmbiguousError, DxError, NotFoundError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Add, Remove
from dxworkshop.model.session import Gap, Member, Rule
from dxworkshop.service import Facilitation, Library

VOICE = Voice("en", "plain")
STAMP = "2026-12-10T13:30:00+09:00"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library whose folder does not exist yet."""
    return Library(tmp_path / "sessions")


@pytest.fixture
def led(library: Library) -> Facilitation:
    """Return a session being led, in which nothing was said yet."""
    return library.new("窓口の待ち時間", id_="abcd234567")


@pytest.fixture
def party(led: Facilitation) -> Facilitation:
    """Return a session with a party of four, one of them by seat alone, and one who left."""
    people = {
        "tanaka": ("田中", ""),
        "tanaka2": ("田中 花", ""),
        "satosato": ("Sato", "税務課"),
        "seat2": ("", "財政課"),
    }
    for id_, (name, seat) in people.items():
        led.do(Add("member", id_, Member(name=name, seat=seat)))
    led.do(Add("member", "gone", Member(name="去った人")))
    led.do(Remove("member", "gone", STAMP))
    led.do(Add("rule", "rule1", Rule(text="最後まで聞く")))
    led.do(Add("gap", "gap1", Gap(ideal="見える")))
    return led


@pytest.mark.parametrize(
    ("selector", "id_"),
    [
        ("tanaka", "tanaka"),
        ("田中", "tanaka"),
        ("sato", "satosato"),
        ("ＳＡＴＯ", "satosato"),
        ("財政", "seat2"),
        ("花", "tanaka2"),
    ],
)
def test_an_item_is_picked(selector: str, id_: str, party: Facilitation) -> None:
    """By id, by its whole name, or by the start of the one and part of the other."""
    assert party.pick("member", selector) == id_
    assert party.pick("rule", "聞く") == "rule1"
    assert party.pick("gap", "見える") == "gap1"


@pytest.mark.parametrize(
    ("selector", "error", "words"),
    [
        ("田", AmbiguousError, "田中 (tanaka)"),
        ("tan", AmbiguousError, "田中 花 (tanaka2)"),
        ("nobody", NotFoundError, "there is no nobody here"),
        ("去った人", NotFoundError, "there is no"),
        ("gone", NotFoundError, "there is no"),
        ("", RuleError, "name one of them"),
    ],
)
def test_an_item_that_cannot_be_picked(
    selector: str, error: type[DxError], words: str, party: Facilitation
) -> None:
    """Several are named with their ids; none, a removed one and nothing at all are refused."""
    with pytest.raises(error) as caught:
        party.pick("member", selector)
    assert words in VOICE.say(caught.value.sentence)
