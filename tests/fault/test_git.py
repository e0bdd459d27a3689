"""Git: 200 merges of fifty actions, three edits a branch, by git alone and with our driver."""

import copy
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.__main__ import main
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.store import document
from tests.sample import empty_session

MERGES, ACTIONS, EDITS = 200, 50, 3
IN_A_REPOSITORY = 12
"""How many of them real git makes in a repository of its own."""
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
WORDS = ("窓口の案内板を作り直す", "様式を一枚にまとめる", "予約の電話を一本にする", "転入の手順を写真に撮る")
MARKS = (b"<<<<<<<", b">>>>>>>", b"|||||||", b"\n=======\n")
Data = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """What one branch does: a new action, a new value in a field of one that is there, or dots on an idea."""

    path: tuple[str, ...]
    value: Any


@dataclass(frozen=True)
class Branches:
    """One session, and the edits of two branches."""

    seed: int
    base: Data
    ours: tuple[Edit, ...]
    theirs: tuple[Edit, ...]


@cache
def branches(seed: int) -> Branches:
    """Return a session of fifty actions with random ids, and three edits for each of two branches."""
    source = random.Random(seed)  # noqa: S311 - a session, not a secret
    base = plain(empty_session())
    base["actions"] = {_id(source): _action(source, n) for n in range(ACTIONS)}
    people = [_id(source) for _ in range(3)]
    dots = {_id(source): {person: source.randint(1, 3) for person in people} for _ in range(ACTIONS)}
    base["votes"] = {"choice": {"dots": dots}}
    sides = (tuple(_edit(source, base, member) for _ in range(EDITS)) for member in (_id(source), _id(source)))
    return Branches(seed, base, *sides)


def _id(source: random.Random) -> str:
    return "".join(source.choice(LETTERS) for _ in range(10))


def _action(source: random.Random, number: int) -> Data:
    """Return an action as a workshop leaves it, like those of the worked examples."""
    return {
        "rank": f"a{number:02}",
        "title": source.choice(WORDS),
        "answers": [_id(source), _id(source)],
        "owner": _id(source),
        "calling": source.choice(("guide", "scout", "smith")),
        "partners": [_id(source)],
        "first_step": source.choice(WORDS),
        "first_step_by": date(2026, 12, source.randint(1, 14)),
        "due": date(2027, source.randint(1, 3), source.randint(1, 28)),
        "if_then": source.choice(WORDS),
        "tell": source.choice(WORDS),
        "budget": "none",
        "decided_at": "team",
        "measure": {"name": source.choice(WORDS), "unit": "件", "baseline": 0.0, "target": 10.0},
    }


def _edit(source: random.Random, base: Data, member: str) -> Edit:
    """Return one edit by a member, as often as each kind happens: a new action, a state, dots, another title."""
    kind, id_ = source.random(), source.choice(sorted(base["actions"]))
    if kind < 0.35:
        return Edit(("actions", _id(source)), _action(source, source.randrange(50, 99)))
    if kind < 0.6:
        return Edit(("actions", id_, "status"), source.choice(("doing", "done", "dropped")))
    if kind < 0.85:
        idea = source.choice(sorted(base["votes"]["choice"]["dots"]))
        return Edit(("votes", "choice", "dots", idea, member), source.randint(1, 3))
    return Edit(("actions", id_, "title"), f"{base['actions'][id_]['title']}({source.randrange(99)})")


def edited(base: Data, edits: tuple[Edit, ...]) -> Data:
    """Return a session after some edits."""
    data = copy.deepcopy(base)
    for edit in edits:
        table = data
        for key in edit.path[:-1]:
            table = table[key]
        table[edit.path[-1]] = edit.value
    return data


def written(data: Data) -> bytes:
    """Return the bytes of a session."""
    return document.render(Session.model_validate(frozen(data)))


def expected(at: Branches) -> tuple[Data, dict[str, Any]]:
    """Return what has to come out, field by field from the lists of edits, and what has to be kept aside."""
    ours, theirs = ({edit.path: edit.value for edit in edits} for edits in (at.ours, at.theirs))
    clash = {path: value for path, value in ours.items() if path in theirs and theirs[path] != value}
    wanted = edited(edited(at.base, at.ours), at.theirs)
    return wanted, {"/".join(path): value for path, value in clash.items()}


def wrong(at: Branches, merged: bytes) -> list[str]:
    """Return in what a merged file is not what the two lists of edits say."""
    if marks := [mark.decode() for mark in MARKS if mark in merged]:
        return marks
    data = plain(document.read(merged, Path("merged.toml")).session)
    aside = {clash["path"]: clash["mine"] for clash in data.pop("conflicts", {}).values()}
    wanted, wanted_aside = expected(at)
    found = [] if aside == wanted_aside else [f"aside: {aside} and not {wanted_aside}"]
    for key in {**wanted, **data}:
        if data.get(key) != wanted.get(key):
            found.append(f"{key}: {data.get(key)} and not {wanted.get(key)}")
    return found


ALL = [branches(seed) for seed in range(MERGES)]


@cache
def sides(seed: int) -> tuple[bytes, bytes, bytes]:
    """Return the bytes of base, ours and theirs."""
    at = branches(seed)
    return written(at.base), written(edited(at.base, at.ours)), written(edited(at.base, at.theirs))


def files(folder: Path, at: Branches) -> tuple[Path, Path, Path]:
    """Write the three files of a merge, and return base, ours and theirs."""
    base, ours, theirs = (folder / f"{name}.toml" for name in ("base", "ours", "theirs"))
    for path, data in zip((base, ours, theirs), sides(at.seed), strict=True):
        path.write_bytes(data)
    return base, ours, theirs


def driver(base: Path, ours: Path, theirs: Path) -> int:
    """Merge as git has our driver do it, in this process."""
    return main(["--lang", "en", "merge", str(base), str(ours), str(theirs)])


def faults(folder: Path, merge: Callable[[Path, Path, Path], int]) -> Iterator[str]:
    """Yield what is wrong with the merges, one after another: refused, marks left, a field that is another."""
    for at in ALL:
        base, ours, theirs = files(folder, at)
        if merge(base, ours, theirs) != 0:
            yield f"{at.seed}: refused"
        yield from (f"{at.seed}: {text}" for text in wrong(at, ours.read_bytes()))


def test_the_driver_leaves_no_mark_and_nothing_wrong(tmp_path: Path) -> None:
    """All 200: none refused, no mark, every field as the edits say, every clash kept."""
    assert list(faults(tmp_path, driver)) == []
    assert sum(bool(expected(at)[1]) for at in ALL) >= 1


def test_without_the_driver_few_merges_conflict(tmp_path: Path) -> None:
    """Tables by random id, one key a line: git alone marks at most one merge in twenty, and gets none wrong."""
    clean = [at for at in ALL if not expected(at)[1]]
    conflicts = 0
    for at in ALL:
        base, ours, theirs = files(tmp_path, at)
        ran = subprocess.run(["git", "merge-file", ours, base, theirs], capture_output=True, check=False)  # noqa: S607
        conflicts += ran.returncode != 0
        assert ran.returncode != 0 or at not in clean or wrong(at, ours.read_bytes()) == []
    assert 0 < conflicts <= MERGES * 0.05


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository that was set up by the command, with nobody's own settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    folder = tmp_path / "sessions of the team"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@example.invalid")
    assert main(["--lang", "en", "git-setup", str(folder)]) == 0
    return folder


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run real git, and return what it prints."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    ran = subprocess.run(
        ["git", *arguments],  # noqa: S607 - the git that is there
        cwd=folder,
        capture_output=True,
        env={**os.environ, "PATH": path, "GIT_EDITOR": "true"},
        check=False,
    )
    assert ran.returncode == code, ran.stderr.decode()
    return ran.stdout.decode()


def in_git(folder: Path, at: Branches, name: str) -> bytes:
    """Merge two branches of a repository by git, and return the file."""
    path = folder / f"{name}.toml"
    path.write_bytes(written(at.base))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "base")
    git(folder, "checkout", "--quiet", "-b", name)
    path.write_bytes(written(edited(at.base, at.theirs)))
    git(folder, "commit", "--quiet", "--all", "--message", "theirs")
    git(folder, "checkout", "--quiet", "main")
    path.write_bytes(written(edited(at.base, at.ours)))
    git(folder, "commit", "--quiet", "--all", "--message", "ours")
    git(folder, "merge", "--quiet", "--message", "merged", name)
    return path.read_bytes()


def test_real_git_merges_by_our_driver(repository: Path) -> None:
    """In a real repository, in a folder with spaces, the clashing ones among them: no mark, nothing wrong."""
    clashing = [at for at in ALL if expected(at)[1]][: IN_A_REPOSITORY // 2]
    chosen = [*clashing, *[at for at in ALL if at not in clashing][: IN_A_REPOSITORY - len(clashing)]]
    for number, at in enumerate(chosen):
        assert wrong(at, in_git(repository, at, f"b{number}")) == []
    assert git(repository, "status", "--porcelain") == ""


def _mine_wins(base: Path, ours: Path, theirs: Path) -> int:
    return 0


def _a_field_is_lost(base: Path, ours: Path, theirs: Path) -> int:
    driver(base, ours, theirs)
    text = ours.read_text(encoding="utf-8")
    ours.write_text(re.sub(r"^tell = .*\n", "", text, count=1, flags=re.MULTILINE), encoding="utf-8")
    return 0


def _text_alone(base: Path, ours: Path, theirs: Path) -> int:
    return subprocess.run(["git", "merge-file", "-q", ours, base, theirs], check=False).returncode  # noqa: S607


@pytest.mark.parametrize("broken", [_mine_wins, _a_field_is_lost, _text_alone])
def test_the_harness_sees_a_driver_that_is_none(broken: Callable[[Path, Path, Path], int], tmp_path: Path) -> None:
    """One that keeps ours, one that loses a field, and git's own merge of lines are all found out."""
    assert next(faults(tmp_path, broken))
