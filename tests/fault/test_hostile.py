"""Hostile files: each is read, or refused by the one error with its place, in time, and stays as it is."""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dxworkshop.store import toml
from dxworkshop.store.comments import gathered, written
from tests.fault.hostile import BOMBS, LIKE_OTHERS, SECONDS, Verdict, encodings, judged, mutations
from tests.fault.scale import full, scale

MUTATIONS = scale(2000, 20_000)
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def judge(files: list[Path], *options: str) -> list[Verdict]:
    """Return what became of files, each opened in a process with limits."""
    argv = [sys.executable, "-m", "tests.fault.hostile", *options, *map(str, files)]
    ran = subprocess.run(argv, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    verdicts = [Verdict(**json.loads(line)) for line in ran.stdout.splitlines()]
    assert [verdict.name for verdict in verdicts] == [file.name for file in files]
    return verdicts


def judge_patiently(files: list[Path], *options: str) -> list[Verdict]:
    """Return what became of files; what took too long has two more tries, for the computer may be busy."""
    verdicts = judge(files, *options)
    for _ in range(2):
        slow = [at for at, verdict in enumerate(verdicts) if verdict.seconds >= SECONDS]
        for at in slow:
            (verdicts[at],) = judge([files[at]], *options)
    return verdicts


def written_down(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files under numbered names, and return them."""
    paths = []
    for number, (name, data) in enumerate(files.items()):
        path = folder / f"{number:02} {name}.toml"
        path.write_bytes(data)
        paths.append(path)
    return paths


def bad_among(count: int, folder: Path, seed: int = 4) -> tuple[list[str], Counter[str]]:
    """Judge mutations in this process; return what is wrong with the judgements, and how many were what."""
    path = folder / "kickoff.toml"
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    for number, data in enumerate(mutations(count, seed)):
        path.write_bytes(data)
        verdict = judged(path, every_door=number % scale(5, 1) == 0)
        outcomes[verdict.outcome] += 1
        # Memory is that of the whole test run here; each bomb has a process of its own.
        verdict.megabytes = 0
        if not verdict.good:
            wrong.append(f"{number}: {verdict}")
    return wrong, outcomes


def test_damaged_sessions_are_read_or_refused_with_a_place(tmp_path: Path) -> None:
    """Flipped, cut, pushed apart, copied, moved and zeroed: nothing but the one error, and no byte changes."""
    wrong, outcomes = bad_among(MUTATIONS, tmp_path)
    assert wrong == []
    assert set(outcomes) == {"valid", "refused"}
    assert outcomes["refused"] > MUTATIONS // 2
    assert outcomes["valid"] > MUTATIONS // 20


def test_what_can_be_read_of_a_damaged_session_keeps_its_comments(tmp_path: Path) -> None:
    """Wherever a sign for a comment was pushed in: the canonical file with its comments says the same."""
    kept = 0
    for data in mutations(scale(300, 3000), seed=5):
        try:
            parsed = toml.parse(data.replace(b"\n\n", b"\n# x\n"), tmp_path)
        except Exception:  # noqa: S112 - which error it is, is asked elsewhere
            continue
        found = gathered(parsed.text)
        rendered = toml.render(parsed.data)
        made = written(rendered, found)
        assert toml.difference(parsed.data, tomllib.loads(made.decode())) is None
        again = gathered(made.decode())
        assert written(rendered, again) == made
        kept += bool(found)
    assert kept > 50


def test_bombs_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    """Every one ends under 2.5 seconds and 600 MB, as a session or as one sentence with a place."""
    assert len(BOMBS) >= 40
    chosen = [name for name in BOMBS if full() or name not in LIKE_OTHERS]
    files = written_down(tmp_path, {name: BOMBS[name]().encode() for name in chosen})
    verdicts = judge_patiently(files, *(["--every-door"] if full() else []))
    assert [verdict for verdict in verdicts if not verdict.good] == []
    print("slowest", max(v.seconds for v in verdicts), "largest", max(v.megabytes for v in verdicts))  # noqa: T201


def test_files_of_other_programs_are_told_apart(tmp_path: Path) -> None:
    """Thirty encodings and accidents: what is the same text is read, all else is refused with its place."""
    found = dict(encodings())
    assert len(found) >= 30
    verdicts = judge(written_down(tmp_path, found), "--every-door")
    assert [verdict for verdict in verdicts if not verdict.good] == []
    outcomes = {name: verdict.outcome for name, verdict in zip(found, verdicts, strict=True)}
    assert [name for name, outcome in outcomes.items() if outcome == "valid"] == ["crlf", "twice"]
    sentences = {name: verdict.sentence for name, verdict in zip(found, verdicts, strict=True)}
    assert "Shift_JIS" in sentences["cp932"]
    for name in ("utf-16", "utf-32"):
        assert name.upper() in sentences[name]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_program_itself_says_what_is_wrong_and_obeys_nothing(tmp_path: Path, language: str) -> None:
    """As a process: exit 1, a line for each bad file, no traceback, no sign a terminal would obey."""
    sample: dict[str, Any] = {f"mutation {number}": data for number, data in enumerate(mutations(scale(40, 400)))}
    sample |= dict(encodings())
    sample["escapes"] = b'format = 1\nid = "\\u001b[31m"\ntitle = "\\u001b]0;x\\u0007\\u009b1m\\u202e"\n'
    sample["raw-escapes"] = b'format = 1\n"\x1b[31m" = "\xc2\x9b1m\xe2\x80\xae"\n'
    files = written_down(tmp_path, sample)
    before = [file.read_bytes() for file in files]
    argv = [sys.executable, "-m", "dxworkshop", "--lang", language, "check", *map(str, files)]
    ran = subprocess.run(argv, capture_output=True, check=False)
    out, err = ran.stdout.decode(), ran.stderr.decode()
    assert ran.returncode == 1
    assert "Traceback" not in out + err
    assert [found[0] for found in _CONTROL.finditer(out + err)] == []
    named = {line.partition(".toml:")[0] for line in out.splitlines() if line.startswith(str(tmp_path))}
    refused = {verdict.name for verdict in map(judged, files) if verdict.outcome == "refused"}
    assert refused <= {f"{Path(name).name}.toml" for name in named}
    assert [file.read_bytes() for file in files] == before


# Teeth: broken on purpose, the harness must see it


def test_a_reader_without_guards_is_seen(tmp_path: Path) -> None:
    """A key of 15,000 parts then costs more memory than is allowed."""
    bomb = "key of 15,000 parts"
    (file,) = written_down(tmp_path, {bomb: BOMBS[bomb]().encode()})
    assert judge([file])[0].good
    (verdict,) = judge([file], "--unguarded")
    assert not verdict.good


def test_an_error_of_another_family_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that lets through what `tomllib` raises does not pass."""
    monkeypatch.setattr(toml, "read_text", lambda text, file: tomllib.loads(text))
    wrong, outcomes = bad_among(60, tmp_path)
    assert wrong
    assert any("TOMLDecodeError" in outcome for outcome in outcomes)


def test_an_error_without_a_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line 0 is none."""
    monkeypatch.setattr(toml, "Place", lambda file, *_: toml_place(file))
    wrong, _ = bad_among(60, tmp_path)
    assert any("without a place" in one for one in wrong)


def toml_place(file: Path) -> Any:
    """Return the place an error must not have."""
    from dxworkshop.errors import Place

    return Place(file, 0, 0)


def test_a_reader_that_mends_the_file_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asked for it."""
    real = toml.read_bytes

    def mending(path: Path) -> bytes:
        data = real(path)
        path.write_bytes(data + b"\n")
        return data

    monkeypatch.setattr(toml, "read_bytes", mending)
    wrong, _ = bad_among(5, tmp_path)
    assert len(wrong) == 5


def test_the_same_seed_gives_the_same_files() -> None:
    """What failed once can be looked at."""
    assert list(mutations(20)) == list(mutations(20))
    assert list(mutations(20)) != list(mutations(20, seed=5))
    assert len(set(mutations(200))) > 180
