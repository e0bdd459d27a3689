"""Bytes on disk, whole or not at all.

A file is never written in place: the bytes go to a temporary file beside it, to the disk, and only then
under the name. Who was interrupted at any moment finds the old file or the new one.
"""

import errno
import hashlib
import os
import secrets
import stat
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from dxworkshop.errors import ConflictError, RuleError, SaveError
from dxworkshop.sentence import Sentence, say

Identity = str
"""What tells two versions of a file apart: the sha256 of its bytes, in hexadecimal."""

_LEFT = 3600.0
"""Seconds after which a temporary file is nobody's."""
_WINDOWS = sys.platform == "win32"
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0, 1.0)
"""Seconds to wait, again and again, for a virus scanner or an editor to let a file go."""
_BUSY = (5, 32, 33)
"""Windows: access denied, sharing violation, lock violation."""


def identity(data: bytes) -> Identity:
    """Return what tells these bytes from any others."""
    return hashlib.sha256(data).hexdigest()


def replace(
    path: Path, data: bytes, *, expected: Identity | None, ready: Callable[[], None] = lambda: None
) -> None:
    """Put bytes in the place of a file; a link keeps pointing to it, and it keeps its mode.

    `expected` is the identity the file had when it was read. With None nothing is expected: whatever
    stands there, or nothing, is replaced. Where the bytes already stand nothing is written. `ready` is called
    at the last moment, and may refuse.

    Raises:
        ConflictError: the file is not the one that was read; it stands untouched.
        SaveError: it could not be written. The old file stands; only when the disk does not confirm
            the new name at the very end may the new one, whole, stand in its place.

    """
    with explained(path):
        target = Path(os.path.realpath(path))
        current = read(target)
        if current == data:
            return
        _check(path, current, expected)
        if current is not None and not os.access(target, os.W_OK):
            raise SaveError(say("{file} is protected against writing; save it under another name", file=path))
        temporary = _write_beside(target, data)
        try:
            ready()
            again = read(target)
            _check(path, again, None if current is None else identity(current), absent=current is None)
            patiently(lambda: os.replace(temporary, target))
        except BaseException:
            _remove(temporary)
            raise
        sync_folder(target.parent)
        if read(target) != data:
            raise ConflictError(say("{file} was changed by someone else just now; open it again", file=path))


def create(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a new file and return its path: STEM.toml, or STEM-2.toml and so on where that is taken.

    A file whose name differs only in case or in Unicode form counts as taken. No existing file is touched.

    Raises:
        SaveError: it could not be written; nothing of it is left behind.

    """
    wanted = folder / f"{stem}{suffix}"
    with explained(wanted):
        temporary = _write_beside(wanted, data)
        made: Path | None = None
        try:
            made = _place_new(temporary, folder, stem, suffix)
            sync_folder(folder)
            if read(made) != data:
                raise SaveError(say("{file} does not read back as it was written; save it elsewhere", file=made))
        except BaseException:
            if made is not None:
                _remove(made)
            raise
        finally:
            _remove(temporary)
    return made


def same(folder: Path, stem: str, suffix: str, data: bytes) -> Path | None:
    """Return the newest of STEM.md, STEM-2.md and so on, if it holds just this data and need not be written."""
    newest: Path | None = None
    for n in count(1):
        path = folder / (f"{stem}{suffix}" if n == 1 else f"{stem}-{n}{suffix}")
        if not path.is_file():
            break
        newest = path
    return newest if newest is not None and read(newest) == data else None


def confirm(path: Path) -> None:
    """Bring the name of a file that was already put in its place down to the disk; raises `SaveError`."""
    with explained(path):
        sync_folder(Path(os.path.realpath(path)).parent)


def standing(path: Path) -> Identity | None:
    """Return the identity of the bytes that stand in a file now; None where there are none to be read."""
    try:
        return identity(path.read_bytes())
    except OSError:
        return None


def sweep(folder: Path, beginning: str = "") -> None:
    """Remove what was cut short more than an hour ago while it was written in a folder, and begins so."""
    with suppress(OSError):
        for left in folder.iterdir():
            if left.name.startswith(beginning) and left.suffix in (".tmp", ".new"):
                with suppress(OSError):
                    if time.time() - left.stat().st_mtime > _LEFT:
                        left.unlink()


def _check(path: Path, current: bytes | None, expected: Identity | None, *, absent: bool = False) -> None:
    """Refuse to write over a file that is not the expected one."""
    if expected is not None and current is None:
        sentence = say("{file} was removed or renamed since it was opened; save it under another name", file=path)
    elif (absent and current is not None) or (
        expected is not None and current is not None and identity(current) != expected
    ):
        sentence = say(
            "{file} was changed since it was opened; open it again or save under another name", file=path
        )
    else:
        return
    raise ConflictError(sentence)


def read(target: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none."""
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


def _write_beside(target: Path, data: bytes) -> Path:
    """Write bytes to a new temporary file in the folder of a file, with its mode, down to the disk."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(temporary, flags, 0o666)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            _copy_mode(target, temporary)
            sync(handle)
        finally:
            os.close(handle)
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _copy_mode(target: Path, temporary: Path) -> None:
    """Give the temporary file the group and the mode of the file it replaces, if there is one."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if not _WINDOWS:
        with suppress(OSError):  # a group we are not in: the mode is kept, the group is ours
            os.chown(temporary, -1, old.st_gid)
    temporary.chmod(stat.S_IMODE(old.st_mode))


def sync(handle: int) -> None:
    """Bring a file down to the disk itself; macOS has its own way to say so."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # network disks do not know it
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_data(handle: int) -> None:
    """Bring the bytes of a file down to the disk, where the system can without the rest of what it knows of it."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        sync(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk, where the system has a way to do so."""
    if _WINDOWS:
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written but not read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def patiently(action: Callable[[], None]) -> None:
    """Do what Windows refuses while another program looks at the file; try again for about 3.5 seconds."""
    for pause in _PAUSES:
        try:
            return action()
        except OSError as error:
            busy = isinstance(error, PermissionError) or getattr(error, "winerror", None) in _BUSY
            if not (_WINDOWS and busy):
                raise
        time.sleep(pause)
    return action()


def _remove(path: Path) -> None:
    with suppress(OSError):
        patiently(lambda: path.unlink(missing_ok=True))


_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK)


def _place_new(temporary: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Give the temporary file the first name that is free, without ever taking one from another file."""
    taken = {_folded(name) for name in os.listdir(folder)}
    for number in count(1):
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        if _folded(name) in taken:
            continue
        made = folder / name
        try:
            os.link(temporary, made)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if not _reserve_and_move(temporary, made):
                continue
        return made
    raise AssertionError("numbers do not end")


def _reserve_and_move(temporary: Path, made: Path) -> bool:
    """Take a name on a disk without hard links: an empty file holds it until the whole one is moved there."""
    try:
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError:
        return False
    try:
        patiently(lambda: os.replace(temporary, made))
    except BaseException:
        _remove(made)
        raise
    return True


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system refuses into one sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SaveError(_reason(path, error)) from error


def _reason(path: Path, error: OSError | ValueError) -> Sentence:
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG):
        return say("there is no room left on the disk for {file}; make some and save again", file=path)
    if number == errno.EROFS:
        return say("the disk of {file} can only be read; save it in another folder", file=path)
    if number in (errno.EACCES, errno.EPERM):
        return say(
            "{file} may not be written; ask for the right to write in its folder, or save it in another", file=path
        )
    if number in (errno.ENOENT, errno.ENOTDIR):
        return say("there is no folder {folder}; make it or choose another", folder=path.parent)
    if number == errno.ENAMETOOLONG:
        return say("the name {file} is too long for this disk; choose a shorter one", file=path.name)
    if number == errno.EISDIR:
        return say("{file} is a folder; choose another name", file=path)
    reason = getattr(error, "strerror", None) or str(error)
    return say("{file} could not be saved: {reason}; try again or save it elsewhere", file=path, reason=reason)


# Names ---------------------------------------------------------------------------------------------

_MAX_CHARACTERS = 80
_MAX_STEM_BYTES = 180
_FORBIDDEN = frozenset('<>:"/\\|?*')
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks by category that show nothing."""
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [port + n for port in ("com", "lpt") for n in "123456789\u00b9\u00b2\u00b3"]
)


def file_stem(title: str) -> str:
    """Return a title as the name of a file, without suffix, that every system accepts.

    Japanese stays as it is, in NFC; at most 80 characters and 180 bytes, cut between characters.

    Raises:
        RuleError: nothing is left of it, or Windows keeps the name for itself.

    """
    text = "".join(map(_allowed, unicodedata.normalize("NFC", title)))
    stem = _cut(" ".join("-".join(part for part in text.split("-") if part).split())).strip(" .-")
    if not stem:
        raise RuleError(say("a file cannot be named after {title}; use letters or digits", title=repr(title)))
    if stem.split(".")[0].rstrip().casefold() in _RESERVED:
        raise RuleError(say("{name} is a name Windows keeps for itself; choose another title", name=stem))
    return stem


def _allowed(character: str) -> str:
    """Return what stands for a character in the name of a file: itself, a space, ``-`` or nothing."""
    category = unicodedata.category(character)
    if category in ("Cf", "Cs") or character in _UNSEEN:
        return ""
    if category == "Cc" or character in _FORBIDDEN:
        return "-"
    return " " if category.startswith("Z") else character


def _cut(text: str) -> str:
    """Cut a text to the longest name, never between a letter and its marks."""
    kept = text[:_MAX_CHARACTERS]
    while len(kept.encode("utf-8")) > _MAX_STEM_BYTES or _is_mark(text[len(kept) : len(kept) + 1]):
        kept = kept[:-1]
    return kept


def _is_mark(character: str) -> bool:
    return bool(character) and unicodedata.category(character).startswith("M")
