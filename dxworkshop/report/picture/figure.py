"""What the summaries and twins of all pictures are written with."""

from collections.abc import Iterable

from dxworkshop.report.teller import Teller
from dxworkshop.report.wording import number


def figure(value: float | None) -> str:
    """Return a number as it stands in a twin; empty where nothing was said."""
    return "" if value is None else number(float(value))


def listed(teller: Teller, sentences: Iterable[str]) -> str:
    """Return sentences one behind the other, as a language sets them: Japanese puts no blank between them."""
    between = "" if teller.voice.language == "ja" else " "
    return between.join(sentence.strip() for sentence in sentences if sentence.strip())
