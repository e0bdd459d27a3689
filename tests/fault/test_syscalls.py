"""Killed at every system call; every system call failed once; and each time somebody looks what is left.

A call may fail without a word only where all is well all the same: the file is the old or the new one, what was
confirmed is there, work goes on and nothing lies about. Where the promise itself rests on a call (bytes, waiting
for the disk, names) it is done again, for bytes on another file, before the next confirmation, said or not. Kept
versions, the sign that a window is open, the lock and the memory for undo are not part of the promise. ENOENT is
not among the errors: glibc takes it for the end when it lists a folder.
"""

import pytest

from tests.fault.fresh import reported
from tests.fault.scale import full


def test_a_process_killed_at_any_system_call_leaves_the_old_or_the_new_file_and_all_that_was_confirmed() -> None:
    """All calls about files from opening to closing, each the last one once."""
    report = reported("sweep", "KILL", "none", "two saves")
    assert report.runs == report.figures["calls"] > 100
    assert report.bad == []


@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EACCES", "EROFS", "EINTR"])
def test_a_system_call_that_fails_once_is_said_or_of_no_consequence(error: str) -> None:
    """All calls about files; what is refused is asked for again, and then everything is done.

    In the full column of a longer life, which saves over what it has saved itself.
    """
    report = reported("sweep", error, "none", "two saves" if full() else "one save")
    assert report.runs == report.figures["calls"] > 100
    assert report.bad == []


def test_the_first_window_on_a_laptop_makes_its_folders_last() -> None:
    """What did not come down to the disk when a folder was made is brought there before anything counts."""
    report = reported("sweep", "EIO", "none", "first window", "mkdir", "fsync", "fdatasync", "rename", "link")
    assert report.runs > 15
    assert report.bad == []


def test_the_harness_sees_a_store_that_writes_in_place() -> None:
    """Killed between two writes it leaves half a file."""
    report = reported("sweep", "KILL", "write_in_place", "one save", "write", "unlink")
    assert any("neither the old nor the new" in sentence for sentence in report.bad)


def test_the_harness_sees_a_store_that_drops_its_journal_early() -> None:
    """Killed behind that it has lost what it called saved."""
    report = reported("sweep", "KILL", "journal_dropped_early", "one save", "openat", "unlink", "rename")
    assert any("called saved on this laptop" in sentence for sentence in report.bad)


def test_the_harness_sees_a_store_that_keeps_a_failure_to_itself() -> None:
    """A wait for the disk that failed leaves nothing wrong to be seen, but that it was not done again."""
    report = reported("sweep", "EIO", "failure_kept_quiet", "one save", "fsync", "fdatasync")
    assert any("nobody said so" in sentence for sentence in report.bad)
