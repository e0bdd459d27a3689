"""``dxworkshop words``: what is printed, for whom, and with whose words."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FIVE = {"新しい": 1, "失敗": 3, "相談": 4, "雰囲気": 1, "挑戦": 1}


@pytest.fixture
def session(run: Run) -> str:
    """Return the file of a session in which notes bear the name of who wrote them."""
    return run("new", "Half the wait", "--id", "abcd234567", "--template", "dx-90").out.strip()


@pytest.fixture
def said(run: Run, session: str) -> str:
    """Return a session in which two people wrote slips, one of them with the other's name in it."""
    run("member", "add", session, "--name", "Tanaka", "--id", "tanaka")
    run("member", "add", session, "--name", "佐藤", "--id", "satoh")
    for author, text in (
        ("Tanaka", "窓口の予算、窓口の予算"),
        ("佐藤", "窓口と佐藤さんの三層分離"),
        ("佐藤", "三層分離と挑戦"),
        ("Tanaka", "佐藤さんに聞く"),
    ):
        run("note", "add", session, "--text", text, "--author", author)
    return session


def counted(run: Run, *argv: str) -> dict[str, int]:
    """Return the words of the command's JSON with their notes."""
    return {word["word"]: word["notes"] for word in json.loads(run("words", *argv, "--json").out)["words"]}


def test_words_are_printed_as_bars_and_a_cloud_and_a_question(run: Run, said: str) -> None:
    """Ranked; what nobody said is asked about, with the credit of the twelve words."""
    ran = run("words", said, "--top", "3")
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0] == "4 notes were counted."
    assert lines[2:5] == ["  三層分離  2  ##", "  佐藤      2  ##", "  窓口      2  ##"]
    assert "  三層分離 2  佐藤 2  窓口 2  予算 1  挑戦 1  Listening 1" in lines
    assert lines.index("Nobody said these words of culture. What could be behind it?") < lines.index(
        "  Vision                      Shows where to go"
    )
    assert lines[-1] == "  ©Mihoko Sakurai 2022"
    assert not any(line.startswith("  Listening ") for line in lines)


def test_json_has_everything_but_authors(run: Run, said: str) -> None:
    """Nobody is named by what counts them."""
    data = json.loads(run("words", said, "--json").out)
    assert (data["notes"], data["audience"], data["tokenizer"]) == (4, "internal", "lexicon")
    assert data["sessions"] == [{"id": "abcd234567", "title": "Half the wait"}]
    assert data["words"][0] == {
        "word": "三層分離", "notes": 2, "people": 1, "sessions": 1, "group": "ict", "source": "slides",
    }  # fmt: skip
    assert "聞く力" not in data["unsaid"]
    assert len(data["unsaid"]) == 11
    assert "satoh" not in json.dumps(data)


@pytest.mark.parametrize("audience", ["office", "public"])
def test_outside_the_team_no_word_of_one_person_and_no_name_is_told(run: Run, said: str, audience: str) -> None:
    """What was left out is told by number; a word of culture of one person is not told apart from none."""
    ran = run("words", said, "--audience", audience)
    assert "4 notes" in ran.out
    assert "窓口" in ran.out
    for hidden in ("佐藤", "三層分離", "予算", "挑戦", "Tanaka"):
        assert hidden not in ran.out
    assert "5 words are left out" in ran.err
    assert "by nobody, or by one person alone" in ran.out
    assert "  Listening " in ran.out


def test_several_sessions_are_counted_together(run: Run, said: str) -> None:
    """With in how many of them a word stands; one that is named twice is one."""
    other = run("new", "Another", "--template", "dx-90").out.strip()
    run("note", "add", other, "--text", "窓口の行列")
    ran = run("words", said, other, said, "--top", "1")
    assert ran.out.splitlines()[0] == "5 notes were counted. They are from 2 sessions."
    assert ran.out.splitlines()[3].split() == ["窓口", "3", "2/2", "###"]


def test_the_findings_of_the_study_are_counted_and_credited(run: Run) -> None:
    """The five words of its own cloud are found, and it is told whose words they are."""
    ran = run("words", "--deck", "findings")
    assert "GLOCOM webinar of 15 February 2022" in ran.out
    assert "Nobody said" not in ran.out
    found = counted(run, "--deck", "findings")
    assert {word: found[word] for word in FIVE} == FIVE


@pytest.mark.parametrize(
    ("deck", "notes", "credit"),
    [
        ("obstacles", 16, "GLOCOM"),
        ("culture", 12, "©Mihoko Sakurai 2022"),
        ("seats", 24, "The cards are of this program."),
        ("callings", 15, "The cards are of this program."),
    ],
)
def test_a_deck_is_counted_with_its_credit(run: Run, deck: str, notes: int, credit: str) -> None:
    """Of a deck that holds words of the study those alone; nothing of ours is shown as the study's."""
    ran = run("words", "--deck", deck)
    assert ran.out.splitlines()[0] == f"{notes} notes were counted."
    assert credit in ran.out.splitlines()[1]


def test_own_words_come_from_beside_the_sessions_and_from_a_file(run: Run, said: str, tmp_path: Path) -> None:
    """The file that was named goes before the other."""
    (Path(said).parent / "lexicon.toml").write_text(
        'stop = ["挑戦"]\n[words]\n"金" = ["予算"]\n', encoding="utf-8"
    )
    ran = run("words", said)
    assert "金 1" in ran.out
    assert "挑戦" not in ran.out
    assert ran.err == f"words of your own: {Path(said).parent / 'lexicon.toml'}\n"
    mine = tmp_path / "mine.toml"
    mine.write_text('[words]\n"挑戦" = []\n"財布" = ["予算"]\n', encoding="utf-8")
    found = counted(run, said, "--lexicon", str(mine))
    assert (found["挑戦"], found["財布"]) == (1, 1)
    assert "金" not in found
    assert run("list").err == ""


def test_a_fault_in_own_words_is_told_with_its_line(run: Run, said: str, tmp_path: Path) -> None:
    """Nothing is printed then."""
    mine = tmp_path / "mine.toml"
    mine.write_text('[words]\n"金" = "予算"\n', encoding="utf-8")
    ran = run("words", said, "--lexicon", str(mine), code=1)
    assert ran.out == ""
    assert f"{mine}:2:1: [words.金] a word has a list" in ran.err
    assert "no such file" in run("words", said, "--lexicon", str(tmp_path / "not.toml"), code=1).err


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("--deck", "nope"),
        ("--deck", "findings", "abcd"),
        ("abcd", "--top", "0"),
        ("abcd", "--audience", "boss"),
        ("abcd", "--tokenizer", "mecab"),
        ("",),
    ],
)
def test_wrong_usage_is_told(run: Run, session: str, argv: tuple[str, ...]) -> None:
    """With the code of wrong usage."""
    assert session
    assert run("words", *argv, code=2).err


def test_a_session_without_notes_has_no_words(run: Run, session: str) -> None:
    """Where nobody has said anything yet, nobody is asked why."""
    assert run("words", session).out == "0 notes were counted.\n"
    assert "but not both" in run("words", session, "--deck", "findings", code=2).err
    assert "nothere" in run("words", "nothere", code=1).err


def test_janome_is_an_extra(run: Run, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, it is told how to install it."""
    monkeypatch.setitem(sys.modules, "janome.tokenizer", None)
    assert 'pip install "dxworkshop[janome]"' in run("words", said, "--tokenizer", "janome", code=1).err


def test_hostile_notes_are_printed_as_text(run: Run, session: str) -> None:
    """No word is an instruction to the terminal, a term of ours, or wider than its column."""
    text = "\x1b[2J窓口{boss}%s‮" + "漢" * 500
    run("note", "add", session, "--text", text)
    ran = run("words", session)
    assert "\x1b" not in ran.out
    assert "boss 1" in ran.out
    assert all(len(line) < 80 for line in ran.out.splitlines() if "漢" in line)
    assert len(counted(run, session)) == 3


@pytest.mark.parametrize("audience", ["office", "public"])
def test_a_name_in_a_title_is_not_told_outside(run: Run, audience: str) -> None:
    """The title stands in the JSON as these readers may know it, and the team's as it is."""
    file = run("new", "Tanaka cuts the wait", "--id", "abcd234568", "--template", "dx-90").out.strip()
    run("member", "add", file, "--name", "Tanaka")
    assert "Tanaka cuts" in run("words", file, "--json").out
    assert "Tanaka" not in run("words", file, "--audience", audience, "--json").out
