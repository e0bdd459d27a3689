"""``dxworkshop demo``: plays worked workshops and shows what comes of them."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop.cli.context import folder
from dxworkshop.cli.export import rendered
from dxworkshop.cli.output import cut, document, note, one_line, out
from dxworkshop.i18n import tr, voice

if TYPE_CHECKING:
    from dxworkshop.demo import Story
    from dxworkshop.model.changes import Change
    from dxworkshop.service import Facilitation

_BAR = 20
StoryArgument = Annotated[
    str, typer.Argument(metavar="STORY", help=tr("Which one; all of them where none is named"))
]
OutputOption = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="DIR", help=tr("Where the files go; the folder of sessions"), show_default=False
    ),
]


def demo(ctx: typer.Context, story: StoryArgument = "", output: OutputOption = "") -> None:
    """Play worked workshops, save their sessions and plans, and show them."""
    from dxworkshop import demo as worked
    from dxworkshop.service import Library
    from dxworkshop.store import file

    library = Library(Path(output) if output else folder(ctx))
    written: list[Path] = []
    stories = [worked.load(name) for name in ([story] if story else worked.STORIES)]
    # The one in the reader's language last, so that its plan is what stands on the screen in the end.
    for told in sorted(stories, key=lambda one: one.language == voice().language):
        progress = Progress(told)
        led = worked.play(told, library, on_change=progress)
        progress.end()
        plan = rendered(led.session, led.session.held_on())
        written += [led.path, file.create(led.path.parent, led.path.stem, ".md", plan.encode("utf-8", "replace"))]
        present(led, plan)
    for path in written:
        out(str(path))


def present(led: "Facilitation", plan: str) -> None:
    """Show a session in short, then its plan; on a terminal the plan is laid out."""
    from dxworkshop.cli.overview import overview

    overview(led)
    out()
    if not sys.stdout.isatty():
        document(plan)
        out()
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(file=sys.stdout).print(Markdown(plan, hyperlinks=False))


class Progress:
    """Says how far the play is: one line that is rewritten on a terminal, else a line for every step."""

    def __init__(self, story: "Story") -> None:
        self.title = story.title
        self.live = sys.stderr.isatty()
        if not self.live:
            note(self.title)

    def __call__(self, index: int, total: int, change: "Change") -> None:
        """Show that a change was done."""
        from dxworkshop.model.changes import MoveTo

        if self.live:
            done = _BAR * index // total
            line = f"[{'#' * done}{'.' * (_BAR - done)}] {index}/{total} {one_line(self.title)}"
            sys.stderr.write(f"\r{cut(line, shutil.get_terminal_size().columns - 1)}")
            sys.stderr.flush()
        elif isinstance(change, MoveTo) or index == total:
            step = change.step if isinstance(change, MoveTo) else tr("saved")
            note(f"  {index}/{total} {step}")

    def end(self) -> None:
        """Leave the line."""
        if self.live:
            sys.stderr.write("\n")
