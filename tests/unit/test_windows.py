"""Windows, as far as it can be shown elsewhere: busy files, names it keeps for itself, and its closed window.

What also holds here and has its test in `test_file.py`: a link and the mode of a file are kept; a name that
differs only in case or in Unicode form is taken; the names of Windows that people are likely to type.
"""

import asyncio
import ctypes
import errno
import gc
import os
import threading
import time
import unicodedata
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import RuleError, SaveError
from dxworkshop.model.changes import MoveTo
from dxworkshop.service import Library
from dxworkshop.store import file
from dxworkshop.tui import hangup
from dxworkshop.tui.app import HANGUP, WorkshopApp
from dxworkshop.tui.hangup import survive_closing

OLD, NEW = b"a = 1\n", b"a = 2\n"
CODES = {5: "access is denied", 32: "a sharing violation", 33: "a lock violation"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file that stands in a folder of its own."""
    path = tmp_path / "kickoff.toml"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Make this Windows, where no pause takes its time, and return the pauses."""
    waited: list[float] = []
    monkeypatch.setattr(file, "_WINDOWS", True)
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def refused(monkeypatch: pytest.MonkeyPatch, name: str, code: int, times: int) -> None:
    """Let a function of `os` be refused as Windows does, some times in a row."""
    real: Callable[..., Any] = getattr(os, name)
    left = iter(range(times))

    def call(*args: Any, **options: Any) -> Any:
        if next(left, None) is None:
            return real(*args, **options)
        # What Python makes of all three there.
        error = PermissionError(errno.EACCES, CODES[code])
        error.winerror = code  # type: ignore[attr-defined,unused-ignore]
        raise error

    monkeypatch.setattr(os, name, call)


# Busy files


@pytest.mark.parametrize("times", range(1, 8))
@pytest.mark.parametrize("code", CODES)
def test_a_file_that_is_busy_up_to_seven_times_is_saved(
    code: int, times: int, old: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner that lets go in time costs a pause, each longer than the one before."""
    refused(monkeypatch, "replace", code, times)
    file.replace(old, NEW, expected=file.identity(OLD))
    assert old.read_bytes() == NEW
    assert os.listdir(old.parent) == [old.name]
    assert len(pauses) == times
    assert pauses == sorted(pauses)
    assert sum(pauses) <= 3.5


@pytest.mark.parametrize("code", CODES)
def test_a_file_that_is_busy_for_longer_is_left_as_it_is(
    code: int, old: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The eighth refusal is told, the old file stands, nothing lies beside it, and a later save works."""
    refused(monkeypatch, "replace", code, 8)
    with pytest.raises(SaveError, match="may not be written"):
        file.replace(old, NEW, expected=file.identity(OLD))
    assert old.read_bytes() == OLD
    assert os.listdir(old.parent) == [old.name]
    assert sum(pauses) == pytest.approx(3.5)
    file.replace(old, NEW, expected=file.identity(OLD))
    assert old.read_bytes() == NEW


@pytest.mark.parametrize("code", CODES)
def test_a_new_file_on_a_disk_without_links_waits_too(
    code: int, old: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is held by an empty file until the whole one may take its place; refused for good, none is left."""
    monkeypatch.setattr(os, "link", partial(_fails, errno.ENOTSUP))
    refused(monkeypatch, "replace", code, 7)
    assert file.create(old.parent, "new", ".toml", NEW).read_bytes() == NEW
    refused(monkeypatch, "replace", code, 8)
    with pytest.raises(SaveError):
        file.create(old.parent, "newer", ".toml", NEW)
    assert sorted(os.listdir(old.parent)) == ["kickoff.toml", "new.toml"]
    assert len(pauses) == 14


def _fails(number: int, *_: object, **__: object) -> None:
    raise OSError(number, os.strerror(number))


# Names


def is_reserved(name: str) -> bool:
    """Tell what Windows says of a name, written down from its own documentation and not from our code."""
    stem = name.split(".")[0].split(":")[0].rstrip(" ").upper()
    digits = "0123456789\u00b9\u00b2\u00b3"
    return stem in ("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$") or (
        stem[:3] in ("COM", "LPT") and len(stem) == 4 and stem[3] in digits.replace("0", "")
    )


DEVICE = st.sampled_from(
    [
        "con",
        "prn",
        "aux",
        "nul",
        "CONIN$",
        "conout$",
        *(f"{p}{n}" for p in ("com", "Lpt") for n in "0123456789¹²³"),
    ]
)
SIGNS = st.text('. :-/\\<>|?*"\u200b\u3000\u0301\x00\n\txＣ', max_size=4)
TAIL = SIGNS | st.sampled_from(["", ".x", ".tar.gz", " .x", ":x", ". ", "\u200b.x", "\u3000.x", ".\u200b"])
WIDE = str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)})


@given(TAIL, DEVICE | DEVICE.map(lambda name: name.translate(WIDE)) | st.text(max_size=5), TAIL)
def test_no_title_becomes_a_name_windows_cannot_open(before: str, device: str, after: str) -> None:
    """Neither a device nor a forbidden sign, a dot or a space at the end, in whatever a title is wrapped."""
    try:
        stem = file.file_stem(before + device + after)
    except RuleError:
        return
    for name in (stem, f"{stem}.toml", f"{stem}-2.toml"):
        assert not is_reserved(name)
        assert not set(name) & set('<>:"/\\|?*')
        assert not any(unicodedata.category(character) == "Cc" for character in name)
    assert stem == stem.strip(" .")


@given(st.lists(st.text("aAäÄéかが\u3099\u0308ßſKk", min_size=1, max_size=3), min_size=2, max_size=6))
def test_no_two_files_differ_only_by_case_or_form(titles: list[str]) -> None:
    """On Windows and macOS they would be one: the second gets a number."""
    taken: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "listdir", lambda _: taken)
        patch.setattr(os, "link", lambda temporary, made: None)
        for title in titles:
            made = file._place_new(Path("x.tmp"), Path("folder"), title, ".toml").name
            assert _as_there(made) not in set(map(_as_there, taken))
            taken.add(made)


def _as_there(name: str) -> str:
    """Return a name as a disk that knows no case and one form of letters sees it."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).upper())


# A closed window


class Kernel32:
    """What the program uses of Windows: remembers an address, and calls it in a thread of its own."""

    def __init__(self) -> None:
        self.addresses: list[int] = []
        self.answers: list[int] = []

    def SetConsoleCtrlHandler(self, handler: Any, add: int) -> int:  # the name is Windows'
        """Note or forget an address."""
        address = ctypes.cast(handler, ctypes.c_void_p).value
        assert address is not None
        (self.addresses.append if add else self.addresses.remove)(address)
        return 1

    def says(self, event: int) -> threading.Thread:
        """Say that something happens, and return the thread in which the answer is waited for."""
        call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint)(self.addresses[-1])
        thread = threading.Thread(target=lambda: self.answers.append(call(event)))
        thread.start()
        return thread


@pytest.mark.parametrize("event", [2, 5, 6], ids=["closed", "logged off", "shut down"])
def test_windows_waits_until_everything_is_saved(event: int) -> None:
    """The end is brought about, and the answer is given when it is done and not before."""
    windows, ended = Kernel32(), threading.Event()
    done = survive_closing(ended.set, windows)
    thread = windows.says(event)
    assert ended.wait(5)
    thread.join(0.1)
    assert thread.is_alive()
    done()
    thread.join(5)
    assert windows.answers == [1]
    assert windows.addresses == []


@pytest.mark.parametrize("event", [0, 1], ids=["ctrl+c", "ctrl+break"])
def test_keys_are_no_end(event: int) -> None:
    """Ctrl+C and Ctrl+Break go on to whoever listens to them, at once."""
    windows = Kernel32()
    done = survive_closing(lambda: pytest.fail("ended"), windows)
    windows.says(event).join(5)
    assert windows.answers == [0]
    done()


def test_windows_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A save that hangs must not look like a program that hangs: under the five seconds Windows gives."""
    assert 3 <= hangup.PATIENCE < 5
    monkeypatch.setattr(hangup, "PATIENCE", 0.05)
    windows = Kernel32()
    done = survive_closing(lambda: None, windows)
    windows.says(2).join(5)
    assert windows.answers == [1]
    done()


def test_an_end_that_comes_too_late_is_no_trouble() -> None:
    """The loop may be closed while Windows is still asking."""

    def closed() -> None:
        raise RuntimeError("Event loop is closed")

    windows = Kernel32()
    done = survive_closing(closed, windows)
    thread = windows.says(2)
    done()
    thread.join(5)
    assert windows.answers == [1]


def test_what_windows_was_told_to_call_is_never_collected() -> None:
    """It knows the address alone: were the function gone, the program would crash in the middle of its end."""

    class End:
        def __call__(self) -> None:
            """Do nothing."""

    windows, end = Kernel32(), End()
    alive = weakref.ref(end)
    survive_closing(end, windows)
    del end
    gc.collect()
    assert alive() is not None


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux and macOS say it by SIGHUP."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(hangup, "_HEARING", [])
    survive_closing(lambda: pytest.fail("ended"))()
    assert hangup._HEARING == []


def test_words_that_stand_in_a_window_are_saved_before_windows_ends_the_program(tmp_path: Path) -> None:
    """The whole way through the app: typed, closed, and in the file when the answer is given."""
    folder = tmp_path / "sessions"
    led = Library(folder).new("窓口", template="dx-120")
    led.do(MoveTo("vision"))
    led.save()
    path, windows = led.path, Kernel32()

    async def use() -> int:
        app = WorkshopApp(Library(folder), path)
        done = survive_closing(partial(app.call_later, app._ended_from_outside, HANGUP), windows)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press(*"words")
            thread = windows.says(2)
            while app._exit is False:
                await pilot.pause(0.01)
            assert thread.is_alive()
        done()
        thread.join(5)
        return app.return_code or 0

    assert asyncio.run(use()) == 128 + HANGUP
    assert windows.answers == [1]
    assert Library(folder).open(str(path)).session.vision.destination == "words"
