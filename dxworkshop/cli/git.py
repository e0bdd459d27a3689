"""``dxworkshop git-setup``: git learns to merge sessions, and to show what changed in words."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from dxworkshop.cli.context import readable_folder
from dxworkshop.cli.output import note, out
from dxworkshop.errors import FolderError, RuleError, SaveError
from dxworkshop.i18n import tr
from dxworkshop.sentence import say

ATTRIBUTES = "*.toml merge=dxworkshop diff=dxworkshop text eol=lf"
"""What git has to know of the files of a folder."""
_FILE = ".gitattributes"
FolderArgument = Annotated[
    str, typer.Argument(metavar="FOLDER", help=tr("The folder of sessions; the one in use where it is left out"))
]


def git_setup(ctx: typer.Context, folder: FolderArgument = "") -> None:
    """Write the two lines that git needs: one in the folder, one in the settings of its repository."""
    place = Path(folder) if folder else readable_folder(ctx)
    if not place.is_dir():
        raise FolderError(say("there is no folder {folder}; check the name", folder=str(place)))
    git = shutil.which("git")
    if git is None:
        raise RuleError(say("git is not installed here; install it and try again"))
    if _git(git, place, "rev-parse", "--is-inside-work-tree") != "true":
        raise RuleError(say("{folder} is in no git repository; make one there with git init", folder=str(place)))
    added = _write_attributes(place / _FILE)
    for name, value in settings().items():
        _git(git, place, "config", "--local", name, value)
    out(str(place / _FILE))
    note(tr("this line was added: {line}", line=ATTRIBUTES) if added else tr("the line was there already"))
    note(tr("git in this repository now merges sessions by dxworkshop, and shows in words what changed"))
    note(tr("every laptop that works with this repository needs dxworkshop git-setup once"))


def settings() -> dict[str, str]:
    """Return the settings of a repository, by name. The commands are whole: git need not find us on its path."""
    command = own_command().replace("%", "%%")
    return {
        "merge.dxworkshop.name": "dxworkshop",
        "merge.dxworkshop.driver": f"{command} merge %O %A %B",
        "diff.dxworkshop.textconv": f"{own_command()} diff --as-is",
    }


def own_command() -> str:
    """Return the command that is running now, in full and quoted for the shell that git uses."""
    started = Path(sys.argv[0])
    if started.stem == "dxworkshop" and started.is_file() and started.suffix != ".py":
        return shlex.quote(started.absolute().as_posix())
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m dxworkshop"


def _write_attributes(path: Path) -> bool:
    """Add our line below what others wrote; return whether it was not there."""
    from dxworkshop.store import file

    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise SaveError(say("{file} cannot be read: {reason}", file=path, reason=error.strerror)) from None
    if ATTRIBUTES.encode() in (line.strip() for line in before.splitlines()):
        return False
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    expected = file.identity(before) if path.exists() else None
    file.replace(path, before + gap + ATTRIBUTES.encode() + b"\n", expected=expected)
    return True


def _git(git: str, folder: Path, *arguments: str) -> str:
    """Return what git answers; nothing where it refuses to read, `SaveError` where it cannot write."""
    ran = subprocess.run(
        [git, "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode and arguments[0] == "config":
        raise SaveError(say("git refused: {reason}", reason=ran.stderr.strip()))
    return ran.stdout.strip()
