"""A sentence for a person, not yet in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """One sentence with its values: made where a rule is known, put into words where it is shown.

    Floors below the faces know no language, so what they have to say travels as this value.
    """

    text: str
    """The English sentence; also the key of its translation. ``{name}`` stands for a value or a term."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What fills the sentence. A value may itself be a `Sentence`, a card of a deck, or a list of them."""

    def __str__(self) -> str:
        """Return the English sentence, for logs and tests; faces ask a `Voice`."""
        return self.text.format_map(_Plain(self.values))


class _Plain(dict[str, object]):
    """Values of a sentence, where a term that nobody filled in stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


def say(text: str, /, **values: object) -> Sentence:
    """Make a sentence; the name marks its text for the message catalogues."""
    return Sentence(text, values)
