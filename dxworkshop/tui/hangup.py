"""A window that is closed: the end must neither be held up by it nor come before everything is saved.

On Linux and macOS Textual 8.2.8 stumbles over the terminal that is gone. On Windows nobody asks Textual: the
system ends the program by itself, unless it is made to wait.
"""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread

CLOSING = (2, 5, 6)
"""What Windows says before it ends a program: its window is closed, its user logs off, the system shuts down."""
PATIENCE = 4.0
"""Seconds for which Windows is kept waiting; after five it ends the program all the same."""
_HEARING: list[object] = []
"""What Windows was told to call: it is called by its address, and must never be collected."""


class ForgivingWriter(WriterThread):
    """Writes to the terminal for as long as there is one.

    Defect: the thread that draws ends at the first write that fails; after thirty more the program waits for it
    for ever. Can go when a program whose window was closed ends by itself without this.
    """

    def run(self) -> None:
        """Write; once the terminal is gone, throw away."""
        try:
            super().run()
        except (OSError, ValueError):
            while self._queue.get() is not None:
                continue


def survive_hangup(driver: Driver, gone: Callable[[], object], failed: Callable[[Exception], object]) -> None:
    """Cure a driver that has been built and not yet started; `gone` and `failed` are called in the keys' thread.

    Defect: whatever brings SIGCONT, a closed window behind SIGHUP or a stop that was not Textual's own, Textual
    takes for the end of its pause: it starts a second thread to read keys, which nobody ends, and gives the
    terminal back in the end as the program had it, without echo. And where the keys can no longer be read it shows
    a traceback and closes everything at once, often before SIGHUP is heard and anything is saved. Can go when a
    closed window saves what was typed and ends the program in every one of many runs.
    """

    def read_keys() -> None:
        try:
            driver.run_input_thread()  # type: ignore[attr-defined]  # drivers that have it, see below
        except OSError:
            gone()
        except Exception as error:
            failed(error)

    if hasattr(driver, "run_input_thread"):
        vars(driver)["_run_input_thread"] = read_keys
    home = sys.modules[type(driver).__module__]
    vars(home).update({name: ForgivingWriter for name in ("WriterThread",) if hasattr(home, name)})
    resume: Callable[..., None] | None = getattr(driver, "_sigcont_application", None)
    if sys.platform == "win32" or resume is None:
        return

    def resume_on_a_terminal(*signalled: Any) -> None:
        paused = getattr(driver, "_must_signal_resume", False)
        if paused and os.isatty(getattr(driver, "fileno", -1)):
            resume(*signalled)

    signal.signal(signal.SIGCONT, resume_on_a_terminal)


def survive_closing(end: Callable[[], object], kernel32: Any = None) -> Callable[[], None]:
    """Make Windows wait while a program whose window is closed saves; return what to call once it has.

    `end` is called in a thread of Windows and only has to bring the end about. As soon as that thread has
    answered, Windows ends the program wherever it is, so it answers when everything is saved, and not before.
    Elsewhere, where SIGHUP says the same, nothing is done. `kernel32` stands in for the library of Windows.
    """
    if sys.platform == "win32" and kernel32 is None:
        kernel32 = ctypes.windll.kernel32
    if kernel32 is None:
        return lambda: None
    saved = threading.Event()

    def hear(event: int) -> int:
        if event not in CLOSING:
            return 0
        with suppress(RuntimeError):  # the loop it was for has ended by itself meanwhile
            end()
        saved.wait(PATIENCE)
        return 1

    handler = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)(ctypes.c_int, ctypes.c_uint)(hear)
    _HEARING.append(handler)
    kernel32.SetConsoleCtrlHandler(handler, 1)

    def done() -> None:
        saved.set()
        kernel32.SetConsoleCtrlHandler(handler, 0)

    return done
