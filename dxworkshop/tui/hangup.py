"""A terminal that is gone must not hold up the end: what Textual 8.2.8 does when its window is closed."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread


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

    Defect: a closed window brings SIGCONT behind SIGHUP, and Textual takes that for the end of a pause: it starts
    a second thread to read keys, which nobody ends. And where the keys can no longer be read it shows a traceback
    and closes everything at once, often before SIGHUP is heard and anything is saved. Can go when a closed window
    saves what was typed and ends the program in every one of many runs.
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
        if os.isatty(getattr(driver, "fileno", -1)):
            resume(*signalled)

    signal.signal(signal.SIGCONT, resume_on_a_terminal)
