"""Going on in a new file, under another name."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dxworkshop import paths
from dxworkshop.errors import DxError
from dxworkshop.store import state
from dxworkshop.tui.news import read_only
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.widgets.form import Form

if TYPE_CHECKING:
    from dxworkshop.tui.screens.session import SessionScreen


def ask_where(screen: "SessionScreen") -> None:
    """Ask for the name of the new file, with a proposal."""
    desk, voice = screen.desk, screen.voice
    if desk.facilitation.newer:
        screen.notify(read_only(desk, voice), severity="warning", markup=False)
        return
    words = (
        voice.tr("Save under another name"),
        voice.tr(
            "A new file is made, never over another, and work goes on there. {file} stays as it is.",
            file=desk.facilitation.path.name,
        ),
        voice.tr("File"),
        voice.tr("Save"),
    )

    def take(typed: str) -> str:
        refused = desk.save_as(_path(typed)) if typed.strip() else None
        return voice.say(refused.sentence) if refused else "" if typed.strip() else voice.tr("a name is needed")

    def done(taken: bool | None) -> None:
        if taken:
            for form in screen.query(Form):
                form.take_drafts()
            screen.redrawn()
            where = str(desk.facilitation.path)
            state.remember_last(desk.facilitation.path)
            screen.notify(voice.tr("You go on in {file}", file=where), timeout=10, markup=False)

    screen.app.push_screen(AskScreen(voice, words, str(_proposed(desk.facilitation.path)), take), done)


def _proposed(path: Path) -> Path:
    """Return a file of the same name in the folder of sessions, or at home where it stands there already."""
    folder = _folder()
    return (Path.home() if folder == path.parent.absolute() else folder) / path.name


def _folder() -> Path:
    try:
        return paths.default_folder().absolute()
    except DxError:
        return Path.cwd()


def _path(typed: str) -> Path:
    """Return what was typed as a file of the folder of sessions, unless it says more."""
    path = Path(typed.strip())
    with suppress(RuntimeError):  # no home is known; the sign for it stands for itself
        path = path.expanduser()
    return _folder() / path
