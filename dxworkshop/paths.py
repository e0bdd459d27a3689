"""Where things live on this laptop. Nothing is made by asking."""

import os
from pathlib import Path

from dxworkshop.errors import FolderError
from dxworkshop.sentence import say

APP = "dxworkshop"


def config_file() -> Path:
    """Return the file of settings, which need not exist; ``DXWORKSHOP_CONFIG`` names another."""
    if named := os.environ.get("DXWORKSHOP_CONFIG"):
        return Path(named)
    return _known("user_config_path") / "config.toml"


def state_folder() -> Path:
    """Return the folder for what belongs to this laptop and not to a session: undo history, unfinished fields."""
    if named := os.environ.get("DXWORKSHOP_STATE"):
        return Path(named)
    return _known("user_state_path")


def cache_folder() -> Path:
    """Return the folder of what can be made again from the sessions, and deleted at any time."""
    if named := os.environ.get("DXWORKSHOP_CACHE"):
        return Path(named)
    return _known("user_cache_path")


def default_folder() -> Path:
    """Return the folder of sessions where none is named: ``sessions`` here, else one among the documents."""
    here = Path("sessions")
    if here.is_dir():
        return here
    return _known("user_documents_path") / APP


def bundled_templates() -> Path:
    """Return the folder of the templates that come with the program."""
    package = Path(__file__).parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _known(place: str) -> Path:
    from platformdirs import PlatformDirs

    try:
        path: Path = getattr(PlatformDirs(APP, appauthor=False), place)
    except RuntimeError:
        path = Path()
    if not path.is_absolute():
        raise FolderError(say("no home folder is known here; name a folder with --folder, or set HOME"))
    return path
