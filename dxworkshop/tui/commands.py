"""Each command once: its key, its id and its sentences. Footer, palette, help and key bindings read this."""

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from dxworkshop.i18n import Voice
from dxworkshop.sentence import Sentence, say
from dxworkshop.tui.widgets.bars import BarItem, CommandBar

Where = Literal["home", "session"]


@dataclass(frozen=True)
class Command:
    """Something a person can do by one key, from the palette or by mouse."""

    id: str
    """Name of the action; also what a person's own key map would call it."""
    key: str
    """Empty for what only the palette does."""
    label: Sentence
    """Two or three words for the footer."""
    help: Sentence
    """One sentence for the palette and the help."""
    where: tuple[Where, ...] = ("session",)
    footer: bool = True
    """Whether the bar at the bottom shows it."""
    minor: bool = False
    """Whether the bar leaves it out on a narrow screen."""
    kinds: tuple[str, ...] = ()
    """Kinds of steps it belongs to; empty for all."""


COMMANDS = (
    Command(
        "help", "f1", say("Help"), say("Show what can be done here, and with which keys."), ("home", "session")
    ),
    Command("new", "f2", say("New"), say("Start a new workshop."), ("home",)),
    Command(
        "remove_session",
        "f3",
        say("Into the bin"),
        say("Move the chosen session into the bin."),
        ("home",),
        minor=True,
    ),
    Command("add", "f2", say("Add"), say("Start the next one: a member, an {action}, a measure, a rule.")),
    Command("remove", "f3", say("Remove"), say("Remove the one that is shown. Undo brings it back."), minor=True),
    Command("script", "f4", say("Script"), say("Show or hide what to say."), footer=False),
    Command("script_down", "ctrl+down", say("Script down"), say("Read on in what to say."), footer=False),
    Command("script_up", "ctrl+up", say("Script up"), say("Go back in what to say."), footer=False),
    Command("longer", "f5", say("+5 min"), say("Give this step five more minutes."), minor=True),
    Command("bit_longer", "ctrl+t", say("+1 min"), say("Give this step one more minute."), footer=False),
    Command("pause", "ctrl+b", say("Clock"), say("Stop the clock, or let it go on."), footer=False),
    Command(
        "agenda",
        "ctrl+g",
        say("Agenda"),
        say("Show the time plan; skip, repeat, insert and move steps; catch up with the time."),
        minor=True,
    ),
    Command(
        "parking",
        "f12",
        say("Park"),
        say("Write down a topic for later or a question, from anywhere."),
    ),
    Command(
        "reveal",
        "ctrl+r",
        say("Reveal"),
        say("Show the sums or the notes to the room, or hide them."),
        kinds=("collect", "vote"),
    ),
    Command(
        "conflicts",
        "ctrl+d",
        say("To decide"),
        say("Decide what stands where two people wrote at the same time."),
        footer=False,
    ),
    Command(
        "review",
        "ctrl+e",
        say("Plan"),
        say("Show the plan: what is done, what is next for whom, what is blocked."),
        ("home", "session"),
        minor=True,
    ),
    Command(
        "lint",
        "",
        say("What is missing"),
        say("Show what the plan still lacks, and why; set a rule aside, with a reason."),
        footer=False,
    ),
    Command(
        "checkin",
        "ctrl+f",
        say("{Checkin}"),
        say("Lead a {checkin}: what is done, what is next, what is blocked, the next date."),
        ("home", "session"),
        footer=False,
    ),
    Command(
        "glance",
        "f5",
        say("At a glance"),
        say("Show the folder at a glance: how far all plans are, and what is named again and again."),
        ("home",),
    ),
    Command(
        "due",
        "f7",
        say("Due"),
        say("Show what is past its date and what is due soon, in all sessions of the folder."),
        ("home",),
        minor=True,
    ),
    Command("save_as", "ctrl+s", say("Save as"), say("Go on in a new file, under another name."), footer=False),
    Command(
        "bin", "", say("Bin"), say("See what was removed, and bring it back."), ("home", "session"), footer=False
    ),
    Command(
        "export",
        "f6",
        say("Export"),
        say("Write the plan, minutes, briefs or a handover: choose, see, write or copy."),
        minor=True,
    ),
    Command(
        "paper",
        "",
        say("Time, place and head of the documents"),
        say("Fill in day and place of the {workshop}, and number, route and stamps of its documents."),
        footer=False,
    ),
    Command("register", "f7", say("Words"), say("Switch between adventure words and plain words."), footer=False),
    Command("undo", "f8", say("Undo"), say("Take the last change back.")),
    Command("redo", "f9", say("Redo"), say("Do again what was taken back."), minor=True),
    Command("previous_step", "pageup", say("Back"), say("Go to the step before."), minor=True),
    Command("next_step", "pagedown", say("Next"), say("Go to the next step.")),
    Command("home", "ctrl+o", say("Home"), say("Close this session and go to the list of sessions."), minor=True),
    Command(
        "language",
        "f10",
        say("Language"),
        say("Switch between Japanese and English."),
        ("home", "session"),
        footer=False,
    ),
    Command("command_palette", "ctrl+p", say("Menu"), say("Find a command by its name."), ("home", "session")),
    Command("quit", "ctrl+q", say("Quit"), say("Save and leave."), ("home", "session")),
)
"""Every command there is."""

_KEYS = {"pageup": "PgUp", "pagedown": "PgDn"}


def key_name(key: str, *, full: bool = False) -> str:
    """Return a key as it stands on a keyboard, in full where there is room; for none, that of the palette."""
    if not key:
        key = next(c.key for c in COMMANDS if c.id == "command_palette")
    if key in _KEYS:
        return _KEYS[key]
    plain = key.removeprefix("ctrl+")
    name = plain.capitalize()
    if not key.startswith("ctrl+"):
        return name
    return f"Ctrl+{name}" if full else f"^{name}"


def key_of(command: str) -> str:
    """Return the key of a command as a sentence names it."""
    return key_name(next(c.key for c in COMMANDS if c.id == command), full=True)


def commands_of(where: Where, kind: str = "") -> list[Command]:
    """Return the commands of one screen, in the order of the footer; of one kind of step, where that is named."""
    return [c for c in COMMANDS if where in c.where and (not kind or not c.kinds or kind in c.kinds)]


def bindings_of(where: Where) -> list[Binding]:
    """Return the key bindings of one screen. They go before those of the fields, and show nothing themselves."""
    own = {"quit", "command_palette", "language", "review", "checkin", "glance"}
    return [
        Binding(c.key, f"app.{c.id}" if c.id in own else c.id, show=False, priority=True, id=c.id)
        for c in commands_of(where)
        if c.key
    ]


def bar_items(where: Where, voice: Voice, kind: str = "") -> list[BarItem]:
    """Return what stands in the bar of a screen."""
    shown = [command for command in commands_of(where, kind) if command.footer]
    return [BarItem(c.id, key_name(c.key), voice.say(c.label), c.minor) for c in shown]


def command_bar(where: Where, voice: Voice, kind: str = "") -> CommandBar:
    """Return the bar of a screen."""
    return CommandBar(bar_items(where, voice, kind))
