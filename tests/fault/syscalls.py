"""A process whose every system call about files can be counted, failed, or be its last one.

The process is a fork of this one, so that nothing is loaded again, and is watched with ptrace: some 20
microseconds a call, where starting strace takes half a second. Linux on x86-64 only.
"""

import ctypes
import errno
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

_TRACEME, _POKEUSER, _CONT, _DETACH = 0, 6, 7, 17
_SYSCALL, _SETOPTIONS, _GET_SYSCALL_INFO = 24, 0x4200, 0x420E
_TRACESYSGOOD, _EXITKILL = 1, 0x100000
_RAX, _ORIG_RAX = 8 * 10, 8 * 15
"""Where the answer of a call and its number stand among the registers."""
_ENTRY, _EXIT = 1, 2


def _calls(numbers_and_names: str) -> dict[int, str]:
    words = numbers_and_names.split()
    return dict(zip(map(int, words[::2]), words[1::2], strict=True))


_BY_HANDLE = _calls(
    "0 read 1 write 3 close 5 fstat 8 lseek 16 ioctl 17 pread64 18 pwrite64 19 readv 20 writev 32 dup 33 dup2"
    " 40 sendfile 72 fcntl 73 flock 74 fsync 75 fdatasync 77 ftruncate 91 fchmod 93 fchown 138 fstatfs"
    " 190 fsetxattr 193 fgetxattr 196 flistxattr 217 getdents64 277 sync_file_range 285 fallocate 292 dup3"
    " 306 syncfs 326 copy_file_range"
)
_BY_PATH = _calls(
    "2 open 4 stat 6 lstat 21 access 76 truncate 79 getcwd 80 chdir 82 rename 83 mkdir 84 rmdir 85 creat 86 link"
    " 87 unlink 88 symlink 89 readlink 90 chmod 92 chown 94 lchown 132 utime 137 statfs 162 sync 188 setxattr"
    " 191 getxattr 194 listxattr 235 utimes"
)
_IN_A_FOLDER = _calls(
    "257 openat 258 mkdirat 260 fchownat 261 futimesat 262 newfstatat 263 unlinkat 264 renameat 265 linkat"
    " 266 symlinkat 267 readlinkat 268 fchmodat 269 faccessat 280 utimensat 316 renameat2 332 statx"
    " 439 faccessat2 452 fchmodat2"
)
_FILE_CALLS = _BY_HANDLE | _BY_PATH | _IN_A_FOLDER
_OTHER_CALLS = {
    *(9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 35, 39, 62, 63, 96, 99, 102, 104, 107, 108, 110, 186, 201, 202),
    *(204, 219, 228, 229, 230, 231, 234, 273, 302, 318, 334),
}
"""Memory, time, signals, who we are, chance, the end."""
_EMPTY_PATH_IS_HANDLE = frozenset(["newfstatat", "statx"])
PATIENCE = 30
"""Seconds a process may live."""
KILL = 0
"""In the place of an error: the call is never made, the process is gone."""


class _Info(ctypes.Structure):
    """What the kernel says of a process that stands at a system call."""

    _fields_ = (
        ("op", ctypes.c_uint8),
        ("pad", ctypes.c_uint8 * 3),
        ("arch", ctypes.c_uint32),
        ("at", ctypes.c_uint64 * 2),
        ("number", ctypes.c_uint64),
        ("arguments", ctypes.c_uint64 * 6),
        ("more", ctypes.c_uint64 * 2),
    )


@dataclass(frozen=True)
class Call:
    """A system call about a file."""

    name: str
    path: str
    phase: int
    """Where in its work the process was."""
    creates: bool = False
    """Whether it may make a file."""
    failed: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a watched process ended."""

    status: int
    """As `os.waitpid` gives it."""
    hit: Call | None
    """The call that was failed, or the last one; None where there were not so many."""
    later: tuple[Call, ...] = ()
    """Calls behind that one, where they were asked for."""


def refused() -> str:
    """Return why processes cannot be watched here; empty where they can."""
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return "ptrace is used on Linux x86-64 only"

    def work() -> None:
        here()
        os.close(os.open(".", os.O_RDONLY))

    try:
        return "" if Watch(work, lambda: 1).calls() else "ptrace shows no system calls here"
    except OSError as error:
        return f"ptrace is refused here: {error}"


class Watch:
    """Runs some work in forks of this process, each watched."""

    def __init__(self, work: Callable[[], object], phase: Callable[[], int]) -> None:
        """Watch some work, which calls `here` where the watch is to begin; `phase` says where it is."""
        self._work = work
        self._phase = phase
        self._info = _Info()
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        self._libc.ptrace.restype = ctypes.c_long

    def calls(self) -> tuple[Call, ...]:
        """Run the work undisturbed and return its calls about files; raises `OSError` where that is refused."""
        process, found = self._begun(), list[Call]()
        for op, number in self._stops(process):
            if op == _ENTRY and self._phase():
                if name := _FILE_CALLS.get(number):
                    found.append(self._call(process, name))
                elif number not in _OTHER_CALLS:
                    raise OSError(errno.ENOSYS, f"system call {number} is not known here: nobody would fail it")
        if self._status != 0:
            raise ChildProcessError(self._status)
        return tuple(found)

    def run(self, at: int, error: int, follow: Callable[[Call], bool] = lambda _: False) -> Outcome:
        """Run the work; its call number `at`, from 0, is the last one, or fails once with an error.

        `follow` says of the call that failed whether those behind it, of its phase, are wanted.
        """
        process, later = self._begun(), list[Call]()
        stops = self._stops(process)
        hit = self._reached(process, stops, at)
        if hit is None:
            return Outcome(self._status, None)
        if error == KILL:
            os.kill(process, signal.SIGKILL)
        elif hit.name != "close":  # Linux closes the file whatever it answers
            self._ask(_POKEUSER, process, _ORIG_RAX, ctypes.c_void_p(-1).value)
        for op, number in stops:
            if op == _EXIT:
                if later:
                    later[-1] = replace(later[-1], failed=number >= 1 << 63)
                else:
                    self._ask(_POKEUSER, process, _RAX, ctypes.c_void_p(-error).value)
                    later.append(replace(hit, failed=True))
                if not follow(hit) or self._phase() != hit.phase:
                    break
            elif name := _FILE_CALLS.get(number):
                later.append(self._call(process, name))
        self._leave(process)
        return Outcome(self._status, hit, tuple(later[1:]))

    def _reached(self, process: int, stops: Iterator[tuple[int, int]], at: int) -> Call | None:
        count = 0
        for op, number in stops:
            if op == _ENTRY and (name := _FILE_CALLS.get(number)):
                if count == at:
                    return self._call(process, name)
                count += 1
        return None

    def _stops(self, process: int) -> Iterator[tuple[int, int]]:
        """Yield where the process stands: before a call and its number, or behind it and its answer."""
        self._status = self._wait(process, _SYSCALL, 0)
        while os.WIFSTOPPED(self._status):
            stop = os.WSTOPSIG(self._status)
            if stop == signal.SIGTRAP | 0x80:
                self._ask(_GET_SYSCALL_INFO, process, ctypes.sizeof(_Info), ctypes.addressof(self._info))
                yield self._info.op, self._info.number
                stop = 0
            self._status = self._wait(process, _SYSCALL, stop)

    def _leave(self, process: int) -> None:
        """Let the process run to its end, unwatched."""
        if os.WIFSTOPPED(self._status):
            self._ask(_DETACH, process, 0, 0)
            self._status = os.waitpid(process, 0)[1]

    def _begun(self) -> int:
        """Start the work and return the process, which stands where it called `here`."""
        process = os.fork()
        if not process:
            self._be_watched()
        os.waitpid(process, 0)
        self._ask(_SETOPTIONS, process, 0, _TRACESYSGOOD | _EXITKILL)
        self._status = self._wait(process, _CONT, 0)
        return process

    def _be_watched(self) -> None:
        code = 3
        try:
            if self._libc.ptrace(_TRACEME, 0, 0, 0) == 0:
                signal.alarm(PATIENCE)
                here()
                self._work()
                code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _wait(self, process: int, how: int, signal_: int) -> int:
        self._ask(how, process, 0, signal_)
        return os.waitpid(process, 0)[1]

    def _ask(self, request: int, process: int, where: int, what: int | None) -> None:
        if self._libc.ptrace(request, process, where, what) < 0:
            number = ctypes.get_errno()
            if number != errno.ESRCH:  # it was killed just now
                raise OSError(number, os.strerror(number))

    def _call(self, process: int, name: str) -> Call:
        arguments, phase = self._info.arguments, self._phase()
        if name in _BY_HANDLE.values():
            return Call(name, _of_handle(process, arguments[0]), phase)
        first = 1 if name in _IN_A_FOLDER.values() else 0
        path = _text(process, arguments[first])
        if not path and name in _EMPTY_PATH_IS_HANDLE:
            path = _of_handle(process, arguments[0])
        flags = arguments[first + 1] if name in ("open", "openat") else 0
        return Call(name, path, phase, creates=bool(flags & os.O_CREAT))


def here() -> None:
    """Say, in the process that is watched, that the watch begins here."""
    os.kill(os.getpid(), signal.SIGSTOP)


def _of_handle(process: int, handle: int) -> str:
    try:
        return os.readlink(f"/proc/{process}/fd/{handle}")
    except OSError:
        return f"handle {handle}"


def _text(process: int, address: int) -> str:
    try:
        memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
        try:
            return os.pread(memory, 4096, address).split(b"\0")[0].decode("utf-8", "replace")
        finally:
            os.close(memory)
    except OSError:
        return "?"
