"""Looking into a report: its sections, tables, tasks and texts."""

from dataclasses import fields, is_dataclass
from datetime import date

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.report import build
from dxworkshop.report.view import Report, Section, Table, Task, Tasks
from tests.sample import TODAY, sample_session

ENGLISH = Voice("en", "plain")


def told(session: Session, voice: Voice = ENGLISH, today: date = TODAY) -> Report:
    """Return the plan of a session."""
    return build(session, voice=voice, today=today)


def changed(**parts: object) -> Session:
    """Return the sample session as a hand-edited file: some of its tables replaced."""
    return Session.model_validate(frozen({**plain(sample_session()), **parts}))


def sections(report: Report, kind: str) -> list[Section]:
    """Return the sections of a kind."""
    return [section for section in report.sections if section.kind == kind]


def tasks(report: Report) -> list[Task]:
    """Return every task of a report in its order."""
    blocks = [block for section in report.sections for block in section.blocks]
    return [task for block in blocks if isinstance(block, Tasks) for task in block.items]


def table(section: Section) -> Table:
    """Return the one table of a section."""
    (found,) = [block for block in section.blocks if isinstance(block, Table)]
    return found


def texts(value: object) -> list[str]:
    """Return every string of a report."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []
