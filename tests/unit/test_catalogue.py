"""The message catalogues: no sentence gets past the extractor."""

import pytest

from tools import catalogue

WRITTEN = """
from dxworkshop.sentence import say
say("a {b}", b=c)
say(
    "two "
    "parts"
)
tr("x")
voice.tr("x")
self.voice.trn("one", "many", n)
voice.say(sentence)
self._voice.say(error.sentence)
"""


def test_a_sentence_in_its_call_is_found() -> None:
    """The ways in which the package says something."""
    assert list(catalogue.unwritten(WRITTEN)) == []


@pytest.mark.parametrize(
    "call",
    [
        "say(sentence)",
        "f\"a {tr('b')}\"",
        "say(sentence, file=path)",
        "say('a' if b else 'c')",
        "say(f'a {b}')",
        "say()",
        "say(5)",
        "tr(text)",
        "tr(*texts)",
        "tr('a' + b)",
        "voice.tr(sentence.text)",
        "self.voice.trn('one', many, n)",
        "trn('one')",
        "print(tr(x))",
    ],
)
def test_a_sentence_that_escapes_is_reported(call: str) -> None:
    """With its line."""
    assert list(catalogue.unwritten(f"from dxworkshop.sentence import Sentence, say\n{call}\n")) == [2]


def test_a_maker_under_another_name_is_known() -> None:
    """And a voice's own `say` under its short name is none."""
    assert list(catalogue.unwritten("from dxworkshop.sentence import say as tell\ntell(x)")) == [2]
    assert list(catalogue.unwritten("tr, say = voice.tr, voice.say\nsay(LENSES[gap.lens])")) == []


def test_no_sentence_of_the_package_escapes() -> None:
    """Every one is written out in its call."""
    assert list(catalogue.escaped()) == []
