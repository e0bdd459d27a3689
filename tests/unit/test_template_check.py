"""What a facilitator gets wrong in a copied template: each has its place, and how to mend it."""

from pathlib import Path

import pytest

from dxworkshop import templates
from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.model.workshop import KINDS

OK = """\
format = 1
id = "mine"
title.ja = "私たち"
title.en = "Ours"
minutes = 20

[[steps]]
id = "opening"
kind = "talk"
title = "Opening {about us}"
minutes = 2
attendance = true

[[steps.rules]]
ja = "最後まで聞く"
en = "Hear people out"
source = "ours"

[[steps]]
id = "ideas"
kind = "collect"
title = "Ideas"
prompt = "{boss}"
minutes = 6

[[steps]]
id = "dots"
kind = "vote"
title = "Dots"
on = "ideas"
dots = 3
minutes = 4

[[steps]]
id = "ways"
kind = "rate"
title = "Ways"
minutes = 5

[[steps.statements]]
id = "voice"
ja = "言える"
en = "We speak up"

[[steps.statements]]
id = "roles"
ja = "分かる"
en = "Roles are clear"

[[steps]]
id = "place"
kind = "matrix"
title = "Matrix"
minutes = 3
"""
STATEMENTS = OK[OK.index("[[steps.statements]]") : OK.index('[[steps]]\nid = "place"')]
TALK = OK[OK.index('kind = "talk"') : OK.index('\n[[steps]]\nid = "ideas"')]
KEY = "a template has no such key; did you mean {}?"
ABOVE = "this key stands in the wrong table; put it above the first {}"
MEANT = "this line cannot be read; did you mean {}?"


def wide(text: str) -> str:
    """Return a text as a Japanese keyboard writes it."""
    return "".join("\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) for sign in text)


REFUSED: list[tuple[str, str, str, int, str, str]] = [
    # what, what stands there, what stands there instead, line, key, sentence
    ("kind misspelt", '"vote"', '"votes"', 28, "steps.2.kind", "votes is no kind of step; did you mean vote?"),
    ("kind in capitals", '"vote"', '"VOTE"', 28, "steps.2.kind", "VOTE is no kind of step; did you mean vote?"),
    (
        "kind typed wide",
        '"vote"',
        f'"{wide("vote")}"',
        28,
        "steps.2.kind",
        f"{wide('vote')} is no kind of step; did you mean vote?",
    ),
    (
        "no kind",
        'kind = "vote"\n',
        "",
        26,
        "steps.2.kind",
        f"a step needs a kind; write one of: {', '.join(KINDS)}",
    ),
    (
        "list as kind",
        '"vote"',
        "[]",
        28,
        "steps.2.kind",
        f"[] is no kind of step; write one of: {', '.join(KINDS)}",
    ),
    ("same id", '"dots"', '"ideas"', 27, "steps.2.id", "two steps have the id ideas; give one of them another"),
    (
        "id typed wide",
        '"dots"',
        f'"{wide("Dots 2")}"',
        27,
        "steps.2.id",
        "an id has only half-width small letters, digits and hyphens; write dots-2",
    ),
    ("header of one", "[[steps]]", "[[step]]", 7, "step", "a template needs steps, each under [[steps]]"),
    (
        "on misspelt",
        '"ideas"\ndots',
        '"idea"\ndots',
        30,
        "steps.2.on",
        "there is no step idea; did you mean ideas?",
    ),
    ("on nothing", '"ideas"\ndots', '"x"\ndots', 30, "steps.2.on", "there is no step x; write one of: ideas"),
    (
        "on a talk",
        '"ideas"\ndots',
        '"opening"\ndots',
        30,
        "steps.2.on",
        "opening collects no notes; write one of: ideas",
    ),
    (
        "vote before its notes",
        TALK,
        'kind = "vote"\ntitle = "x"\non = "ideas"\nminutes = 2\n',
        11,
        "steps.0.on",
        "ideas comes after this step; put it before this one",
    ),
    (
        "nothing to vote on",
        'kind = "collect"\ntitle = "Ideas"\nprompt = "{boss}"',
        'kind = "vision"\ntitle = "Ideas"',
        29,
        "steps.2.on",
        "no step before this one collects notes; put one of kind collect before it",
    ),
    ("no minutes", "minutes = 4\n", "", 26, "steps.2.minutes", "this key is missing; add it"),
    (
        "minutes as text",
        "= 4",
        '= "4"',
        32,
        "steps.2.minutes",
        "a whole number is needed here, without quotation marks",
    ),
    ("misspelt minutes", "minutes = 4", "minuts = 4", 32, "steps.2.minuts", KEY.format("minutes")),
    ("misspelt title", "title.ja", "titel.ja", 3, "titel", KEY.format("title")),
    ("hyphen for underline", "dots = 3", 'done-when = "x"', 31, "steps.2.done-when", KEY.format("done_when")),
    ("one rule", "[[steps.rules]]", "[[steps.rule]]", 14, "steps.0.rule", KEY.format("rules")),
    (
        "key of other kinds",
        "dots = 3",
        'prompt = "x"',
        31,
        "steps.2.prompt",
        "only these kinds of step have this key: collect; take it out",
    ),
    (
        "below the rules",
        'source = "ours"',
        'source = "ours"\nsay = "x"',
        18,
        "steps.0.rules.0.say",
        ABOVE.format("[[steps.rules]]"),
    ),
    ("below the steps", "dots = 3", 'about = "x"', 31, "steps.2.about", ABOVE.format("[[steps]]")),
    (
        "below both",
        'source = "ours"',
        'source = "ours"\nabout = "x"',
        18,
        "steps.0.rules.0.about",
        ABOVE.format("[[steps]]"),
    ),
    ("other language", "title.en", "title.jp", 4, "title.jp", "jp is no language here; write ja, en"),
    (
        "term misspelt",
        "{boss}",
        "{bos}",
        23,
        "steps.1.prompt",
        "{bos} is no term of the vocabulary; did you mean {boss}?",
    ),
    (
        "term at the start of a sentence",
        "{boss}",
        "{Bos}",
        23,
        "steps.1.prompt",
        "{Bos} is no term of the vocabulary; did you mean {Boss}?",
    ),
    (
        "term in two words",
        "{boss}",
        "{first step}",
        23,
        "steps.1.prompt",
        "{first step} is no term of the vocabulary; did you mean {first_step}?",
    ),
    (
        "term in wide braces",
        "{boss}",
        wide("{boss}"),
        23,
        "steps.1.prompt",
        wide("{boss}") + " is no term of the vocabulary; did you mean {boss}?",
    ),
    ("wide digits", "= 4", "= " + wide("4"), 32, "steps.2.minutes", MEANT.format("minutes = 4")),
    ("wide quotes", '"Dots"', wide('"Dots"'), 29, "steps.2.title", MEANT.format('title = "Dots"')),
    ("curly quotes", '"Dots"', "\u201cDots\u201d", 29, "steps.2.title", MEANT.format('title = "Dots"')),
    ("wide closing quote", '"Dots"', '"Dots\u201d', 29, "steps.2.title", MEANT.format('title = "Dots"')),
    ("Japanese brackets", '"Dots"', "「点」", 29, "steps.2.title", MEANT.format('title = "点"')),
    ("wide equals sign", "dots = 3", "dots " + wide("= 3"), 31, "", MEANT.format("dots = 3")),
    ("wide space", "dots = 3", "dots =\u30003", 31, "steps.2.dots", MEANT.format("dots = 3")),
    (
        "wide header",
        '[[steps]]\nid = "place"',
        f'{wide("[[steps]]")}\nid = "place"',
        50,
        "",
        MEANT.format("[[steps]]"),
    ),
    ("capital true", "= true", "= True", 12, "steps.0.attendance", MEANT.format("attendance = true")),
    (
        "half a text",
        '"Dots"',
        "Dots",
        29,
        "steps.2.title",
        "this is no value; put texts in quotes, write dates like 2026-11-24",
    ),
    ("statement without id", 'id = "roles"\n', "", 45, "steps.3.statements.1.id", "this key is missing; add it"),
    (
        "two statements of one id",
        '"roles"',
        '"voice"',
        46,
        "steps.3.statements.1.id",
        "two statements have the id voice; give one of them another",
    ),
    (
        "deck and statements",
        'kind = "rate"',
        'kind = "rate"\ndeck = "lenses"',
        37,
        "steps.3.deck",
        "a step rates a deck or statements of its own; take one of them out",
    ),
    (
        "nothing to rate",
        STATEMENTS,
        "",
        34,
        "steps.3.deck",
        "nothing is rated here; name a deck (culture, lenses) or add [[steps.statements]]",
    ),
    (
        "no such deck",
        STATEMENTS,
        'deck = "cultures"\n',
        40,
        "steps.3.deck",
        "cultures is no deck of deck; write culture, lenses",
    ),
]


def _written(folder: Path, old: str, new: str) -> Path:
    path = folder / "mine.toml"
    assert old in OK
    path.write_text(OK.replace(old, new) if old == "[[steps]]" else OK.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_slip_is_refused_with_its_mend(
    old: str, new: str, line: int, key: str, sentence: str, tmp_path: Path
) -> None:
    """`load` refuses it at its place; `check` says the same among whatever else it finds."""
    path = _written(tmp_path, old, new)
    with pytest.raises(DocumentError) as caught:
        templates.load(path)
    error = caught.value
    assert (error.place.line, error.place.key, Voice("en").say(error.sentence)) == (line, key, sentence)
    try:
        found = [str(one) for one in templates.check(path)]
    except DocumentError as refused:
        found = [str(refused)]
    assert str(error) in found


def test_the_one_that_every_slip_starts_from_is_good(tmp_path: Path) -> None:
    """Own statements, notes to vote on, a matrix of all notes; braces in prose are prose."""
    assert templates.check(_written(tmp_path, "mine", "mine")) == []
    assert templates.check(_written(tmp_path, "{about us}", f"{wide('{')}点{wide('}')}")) == []


def test_a_text_in_one_language_can_be_led_and_is_named_by_check(tmp_path: Path) -> None:
    """`new` goes on with the language that is there; an empty text is none."""
    for old, new, key in (
        ('title.en = "Ours"\n', "", "title.en"),
        ('title.en = "Ours"', 'title.en = ""', "title.en"),
        ('title = "Dots"', 'title.en = "Dots"', "title.ja"),
    ):
        path = _written(tmp_path, old, new)
        assert templates.load(path).workshop.id == "mine"
        (error,) = templates.check(path)
        assert Voice("en").say(error.sentence) == (
            f'{key} is missing, the other language is shown instead; add it, or write title = "..." for both'
        )
        assert error.place.key.split(".")[-1] == "title"


def test_check_names_everything_from_top_to_bottom(tmp_path: Path) -> None:
    """Slips of several sorts in one file, each once, in the order of the lines."""
    path = tmp_path / "mine.toml"
    text = (
        OK.replace("minutes = 20", "minutes = 9").replace('on = "ideas"', 'on = "idea"').replace("{boss}", "{bos}")
    )
    path.write_text(text.replace("dots = 3", "dot = 3").replace('"roles"', '"voice"'), encoding="utf-8")
    found = templates.check(path)
    keys = ["minutes", "steps.1.prompt", "steps.2.on", "steps.2.dot", "steps.3.statements.1.id"]
    assert [error.place.key for error in found] == keys


def test_check_names_all_steps_that_cannot_be_told_apart(tmp_path: Path) -> None:
    """Three faults of three steps are mended in one go."""
    path = tmp_path / "mine.toml"
    text = (
        OK.replace('"vote"', '"votes"').replace('id = "place"', 'id = "dots"').replace('id = "ways"', 'id = "?"')
    )
    path.write_text(text, encoding="utf-8")
    assert [error.place.key for error in templates.check(path)] == ["steps.2.kind", "steps.3.id", "steps.4.id"]


def test_a_key_that_is_wrong_does_not_hide_a_value_that_is(tmp_path: Path) -> None:
    """Both are named, though without the value there is no workshop."""
    path = _written(tmp_path, "dots = 3", "dots = 21\ncolour = 1")
    assert [error.place.key for error in templates.check(path)] == ["steps.2.dots", "steps.2.colour"]


@pytest.mark.parametrize("line", ['title = "\uff08\u70b9\uff09"x', "title = \u70b9", "dots = 3 \u70b9", "= 3"])
def test_no_line_is_guessed_at(line: str, tmp_path: Path) -> None:
    """Where the mended line could not be read either, the reader's own sentence stands."""
    with pytest.raises(DocumentError) as caught:
        templates.load(_written(tmp_path, "dots = 3", line))
    assert "did you mean" not in caught.value.sentence.text
