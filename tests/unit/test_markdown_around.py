"""Pictures, heads, footers and signs in Markdown."""

import pytest

from dxworkshop.render import markdown
from dxworkshop.render.visible import one_line
from dxworkshop.report.view import Cloud, Fields, Head, Picture, Report, Section, Table, Task, Tasks
from tests.unit.test_markdown import HARMLESS, NASTY, shape


def test_the_sign_of_a_task_tells_its_state_too() -> None:
    """A copy that comes back shows by eight digits whether the action has changed here since."""
    task = Task("aa11", False, "one", "No. 1", Fields(()), "7c21b0e4")
    text = markdown.render(Report("en", "t", (Tasks((task,)),), ()))
    assert text == "# t\n\n- [ ] **one** (No. 1 `aa11-7c21b0e4`)\n"


def test_a_picture_is_a_heading_a_summary_and_a_table() -> None:
    """Who reads Markdown sees no picture; its twin says the same."""
    twin = Table(("w", "n"), (("a", "1"),), ("left", "right"))
    picture = Picture("p", "Words", "What was\nsaid.", Cloud(()), twin)
    text = markdown.render(Report("en", "t", (picture,), ()))
    assert text == "# t\n\n### Words\n\nWhat was\\\nsaid.\n\n| w | n |\n| --- | ---: |\n| a | 1 |\n"


def test_the_head_is_a_table_and_the_footer_is_ruled_off() -> None:
    """What an office writes over and under a document; boxes to stamp in are empty."""
    head = Head((("Number", "12"), ("Kept", "3|4")), ("Head", "Mayor"))
    report = Report("en", "t", (Fields((("a", "b"),)),), (), head=head, footer=("For us", "*PDL*"))
    assert markdown.render(report).split("\n\n") == [
        "# t",
        "| Number | Kept |\n| --- | --- |\n| 12 | 3\\|4 |",
        "| Head | Mayor |\n| --- | --- |\n|  |  |",
        "- a: b",
        "---",
        "For us\\\n\\*PDL\\*\n",
    ]
    tables = [kind for kind, _, _ in shape(markdown.render(report)) if kind == "table_open"]
    assert len(tables) == 2


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_typed_becomes_markup_around_a_document(typed: str) -> None:
    """Heads, footers, signs and pictures hold typed text too."""

    def around(text: str) -> str:
        twin = Table((text, "n"), ((text, text),), ("left", "right"))
        picture = Picture("p", text, text, Cloud(()), twin)
        task = Task("aa11", True, text, text, Fields(()), "7c21b0e4")
        head = Head(((text, text), (text, text)), (text,))
        body = (Section("s", text, (picture, Tasks((task,)))),)
        return markdown.render(Report("ja", text, (), body, head=head, footer=(text,)))

    found = shape(around(typed))
    assert found == [(kind, tag, t.replace(HARMLESS, one_line(typed))) for kind, tag, t in shape(around(HARMLESS))]
