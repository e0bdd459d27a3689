"""The words that the index keeps are those that are counted in the sessions themselves."""

import tomllib
from pathlib import Path

import pytest

from dxworkshop.insight.words import Said, count, said
from dxworkshop.lexicon import CULTURE, bundled
from dxworkshop.model.value import shown
from dxworkshop.store import document
from dxworkshop.store.index.spoken import Ear
from tests.sample import sample_session

WORKED = sorted(Path("sessions").resolve().glob("*.toml"))


@pytest.mark.parametrize("path", [None, *WORKED], ids=str)
def test_the_index_hears_what_is_counted(path: Path | None) -> None:
    """Words of culture in the notes, and any word of the lexicon in the gaps, each in as many of them."""
    session = document.load(path).session if path else sample_session()
    rows = list(Ear(bundled()).words(tomllib.loads(document.render(session).decode())))
    culture = {(one.word, one.notes) for one in count(said(session), bundled()) if one.group == CULTURE}
    assert {(word, notes) for kind, word, notes in rows if kind == "culture"} == culture
    gaps = [Said("\n".join(filter(None, (gap.reality, gap.ideal)))) for _, gap in shown(session.gaps)]
    words = {(one.word, one.notes) for one in count(gaps, bundled()) if one.source}
    assert {(word, notes) for kind, word, notes in rows if kind == "gap"} == words
    assert words or path is None
