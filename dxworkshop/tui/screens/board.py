"""A board of actions: the boss above, the actions in groups, the chosen one in full; typing narrows it at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.screen import Screen

from dxworkshop import calendar, config
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.offer import GROUPINGS, Grouping, named
from dxworkshop.report.board import arranged, standing
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.standing import Board, Deed, Standing
from dxworkshop.report.standing_words import asides, whole
from dxworkshop.tui import standing as told
from dxworkshop.tui.widgets.bars import BarItem, CommandBar, TitleBar
from dxworkshop.tui.widgets.lines import Line, Lines, more_sign
from dxworkshop.tui.widgets.picture import ascii_only
from dxworkshop.tui.widgets.sieve import SieveLine, SieveLines
from dxworkshop.tui.widgets.told import Told

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

UNKNOWN = 12
"""Rows of the list before its height is known."""
_DIGITS = {str(n): f"by_{by}" for n, by in enumerate(GROUPINGS, 1)}


def _options() -> Options:
    """Return how years are counted, as the settings say; as usual where they cannot be read."""
    try:
        return Options(dates="western" if config.load().dates == "western" else "era")
    except DxError:
        return USUAL


class BoardScreen(Screen[None]):
    """What `PlansScreen` and `ReviewScreen` share. A subclass gives the sessions, and says what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("f4", "aside", show=False, priority=True),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    BoardScreen #standing { height: 3; padding: 0 1; background: $surface; }
    BoardScreen #sieve { height: 1; padding: 0 1; }
    BoardScreen #ways { width: auto; height: 1; background: $background; }
    BoardScreen SieveLine { width: 1fr; height: 1; border: none; padding: 0 1; background: $surface; }
    BoardScreen SieveLine:focus { background: $primary-background; }
    BoardScreen #deeds { height: 1fr; padding: 0 1; }
    BoardScreen #whole { height: 5; padding: 0 1; background: $surface; }
    BoardScreen #asides { height: auto; max-height: 1; padding: 0 1; color: $text-muted; }
    BoardScreen.-tall #asides { max-height: 3; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-tall")]  # noqa: RUF012  # Textual declares it for instances
    KEYS: ClassVar[Mapping[str, str]] = {}
    """What a key of the list does, besides the digits."""
    app: "WorkshopApp"

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self.voice = voice
        """Language of the program, register of the team."""
        self._by: Grouping = "status"
        self._opened: set[str] = set()
        self._aside = False
        self._options = _options()
        self._standing = self._stand()
        self._board = arranged(self._standing, voice)
        self._deeds: dict[str, Deed] = {}
        self._title = TitleBar()
        self._head = Told(id="standing")
        self._ways = CommandBar(self._way_items())
        self._ways.id = "ways"
        self._list = SieveLines({"/": "sieve", **_DIGITS, **self.KEYS}, self._catch, id="deeds")
        self._sieve = SieveLine(self._narrow, voice.tr("type to narrow: person, word, day"), id="words")
        self._whole = Told(id="whole")
        self._asides = Told(id="asides")

    def compose(self) -> ComposeResult:
        """Draw the head, the ways to look, the actions, and the chosen one."""
        yield self._title
        yield self._head
        with Horizontal(id="sieve"):
            yield self._ways
            yield self._sieve
        yield self._list
        yield self._whole
        yield self._asides
        yield CommandBar(self.items())

    def on_mount(self) -> None:
        """Put the cursor on the first action."""
        self._list.focus()
        self.draw()
        self.call_after_refresh(self._first)

    def on_resize(self, event: events.Resize) -> None:
        """Fold away what does not fit now."""
        self.call_after_refresh(self._draw_rows)

    # What a subclass says

    def sessions(self) -> Sequence[Session]:
        """Return the sessions whose plans are shown."""
        raise NotImplementedError

    def items(self) -> list[BarItem]:
        """Return the commands of the bar."""
        raise NotImplementedError

    def title_of(self, board: Board) -> tuple[str, str]:
        """Return what stands to the left and to the right in the title bar."""
        raise NotImplementedError

    def enter(self, deed: Deed) -> None:
        """Do what Enter does with an action."""
        raise NotImplementedError

    def command(self, command: str, deed: Deed) -> None:
        """Do what a key of the list does with an action."""

    # What is shown

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._board

    @property
    def chosen(self) -> Deed | None:
        """The action that the cursor is on."""
        return self._deeds.get(self._list.chosen)

    def read(self) -> None:
        """Read the sessions again and draw what is new; the cursor stays with its action."""
        self._standing = self._stand()
        self.draw()

    def _stand(self) -> Standing:
        return standing(self.sessions(), self.voice, calendar.now().date(), options=self._options)

    def draw(self) -> None:
        """Draw everything as it is arranged now."""
        self._board = arranged(self._standing, self.voice, by=self._by, match=self._sieve.value)
        self._deeds = told.ids(self._board.groups)
        plain = self.app.has_class("-wide-lines") or ascii_only()
        self._head.tell(told.head_of(self.voice, self._board, plain=plain))
        self._ways.show(self._way_items())
        self._ways.styles.width = sum(item.width for item in self._way_items()) + 1
        self._asides.tell(asides(self.voice, self._board))
        self.draw_title()
        self._draw_rows()

    def draw_title(self) -> None:
        """Draw the title bar."""
        self._title.show(*self.title_of(self._board))

    def _draw_rows(self) -> None:
        size = self._list.content_size
        size = Size((size.width or self.size.width) - 1, size.height or UNKNOWN)  # one for the scroll bar
        lines = told.rows(self.voice, self._board, size, self._opened, more_sign(self))
        if not lines:
            empty = self.voice.tr("Nothing holds these words.") if self._board.match else self._nothing()
            lines = [Line(told.HEAD, empty, heading=True)]
        self._list.show(lines)
        self._draw_whole()

    def _nothing(self) -> str:
        return self.voice.tr("No {actions} are decided yet.")

    def _draw_whole(self) -> None:
        deed = self.chosen
        if self._aside:
            self._whole.tell(asides(self.voice, self._board) or [self.voice.tr("Nothing to say here.")])
        else:
            several = len(self._board.plans) > 1
            self._whole.tell(whole(self.voice, deed, several=several) if deed else [])

    def _way_items(self) -> list[BarItem]:
        tr = self.voice.tr
        words = {
            "status": tr("status"),
            "role": tr("{calling}"),
            "person": tr("person"),
            "quarter": tr("quarter"),
        }
        here = {by: f"[{word}]" if by == self._by else word for by, word in words.items()}
        return [BarItem(f"by_{by}", str(n), here[by]) for n, by in enumerate(GROUPINGS, 1)]

    def _first(self) -> None:
        """Put the cursor on the first action that is next, or else on the first of all."""
        self._draw_rows()
        ids = [line.id for line in self._list.lines if line.id in self._deeds]
        next_ = [id_ for id_ in ids if self._deeds[id_].part == "next"]
        self._list.highlight(next(iter((*next_, *ids)), ""))
        self._draw_whole()

    # What the person does

    def action_move(self, by: int) -> None:
        """Go up or down among the actions, wherever the cursor is; headings are passed over."""
        rows = [line.id for line in self._list.lines]
        stops = [n for n, id_ in enumerate(rows) if not id_.startswith(told.HEAD)]
        if not stops:
            return
        here = rows.index(self._list.chosen) if self._list.chosen in rows else -1
        beyond = [n for n in stops if (n > here if by > 0 else n < here)]
        ordered = beyond if by > 0 else beyond[::-1]
        if ordered:
            self._list.highlight(rows[ordered[min(abs(by), len(ordered)) - 1]])
        self._aside = False
        self._draw_whole()

    def action_turn(self, by: int) -> None:
        """Put the actions together by something else."""
        at = GROUPINGS.index(self._by)
        self.turn_to(GROUPINGS[(at + by) % len(GROUPINGS)])

    def turn_to(self, by: Grouping) -> None:
        """Put the actions together by one thing; the cursor stays with its action."""
        self._by = by
        here = self._list.chosen
        self.draw()
        if here not in self._deeds:
            self._first()
        self._list.highlight(here)
        self._draw_whole()

    def action_choose(self) -> None:
        """Do with the chosen action what Enter does; show what is folded away."""
        here = self._list.chosen
        if here.startswith(told.MORE):
            at = [line.id for line in self._list.lines].index(here)
            self._opened.add(here.removeprefix(told.MORE))
            self._draw_rows()
            self._list.highlight(self._list.lines[at].id)
            self._draw_whole()
        elif deed := self.chosen:
            self.enter(deed)

    def action_aside(self) -> None:
        """Show in full what is worth a look beside the actions, or the chosen action again."""
        self._aside = not self._aside
        self._draw_whole()

    def action_sieve(self) -> None:
        """Go to the line that narrows the list."""
        self.set_focus(self._sieve)

    def action_leave(self) -> None:
        """Empty the line that narrows the list; where it is empty, go back."""
        if self._sieve.value or self._sieve.has_focus:
            self._sieve.value = ""
            self._list.focus()
        else:
            self.dismiss(None)

    def _catch(self, text: str) -> None:
        self._sieve.catch(text)

    def _narrow(self, words: str) -> None:
        here = self._list.chosen
        self.draw()
        if here not in self._deeds:
            self._first()

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._aside = False
        self._draw_whole()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self.action_choose()

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        if event.command in _DIGITS.values():
            self.turn_to(named(event.command.removeprefix("by_"), GROUPINGS))
        elif event.command == "sieve":
            self.action_sieve()
        elif deed := self.chosen:
            self.command(event.command, deed)

    @on(CommandBar.Pressed)
    def _pressed(self, event: CommandBar.Pressed) -> None:
        event.stop()
        if event.command in _DIGITS.values():
            self.turn_to(named(event.command.removeprefix("by_"), GROUPINGS))
        else:
            self.app.call_later(self.app.do_command, event.command)
