"""Everything that can be refused, as one family: each error is one sentence that says what to do."""

from dataclasses import dataclass
from pathlib import Path

from dxworkshop.sentence import Sentence, say


class DxError(Exception):
    """Something was refused. Shown to people in one place, as one sentence."""

    exit_code = 1
    """What the process answers: 1 refused or found something, 2 wrong usage."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        """What is wrong and how to mend it."""


class UsageError(DxError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class RuleError(DxError):
    """A change that a rule of the subject does not allow."""


class FieldError(RuleError):
    """A value that its field does not take."""

    def __init__(self, key: str, what: Sentence) -> None:
        super().__init__(say("{key}: {what}", key=key, what=what))
        self.key = key
        """Name of the field."""
        self.what = what
        """What is wrong, for those who see the field itself."""


class NotFoundError(DxError):
    """There is no session, template, member or action of that name."""


class AmbiguousError(DxError):
    """More than one session, member or action answers to that name."""


class FolderError(DxError):
    """A folder that is needed cannot be found, made or written."""


class SaveError(DxError):
    """A file could not be written; the old one stands untouched."""


class BusyError(SaveError):
    """Somebody else is saving the file just now."""


class ConflictError(SaveError):
    """The file changed on disk since it was read; it was not written over."""


@dataclass(frozen=True)
class Place:
    """Where in a file something is wrong."""

    file: Path
    """The file, as the user named it."""
    line: int = 1
    """Line, from 1."""
    column: int = 1
    """Column in characters, from 1."""
    key: str = ""
    """The key, dotted from the top of the file; empty when the file as a whole is meant."""
    source: str = ""
    """The line as it stands in the file; empty when it cannot be shown."""


class DocumentError(DxError):
    """A file that cannot be read as what it should be."""

    def __init__(self, place: Place, sentence: Sentence, others: int = 0) -> None:
        super().__init__(sentence)
        self.place = place
        """File, line, column and key."""
        self.others = others
        """How many more things are wrong in the same file."""

    def __str__(self) -> str:
        """Return `FILE:LINE:COLUMN: key: sentence` in English."""
        key = f"{self.place.key}: " if self.place.key else ""
        return f"{self.place.file}:{self.place.line}:{self.place.column}: {key}{self.sentence}"


class NewerFormatError(DocumentError):
    """A file written by a newer version of this program."""
