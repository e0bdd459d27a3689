"""What do we see, what could we do? Notes, slip by slip, and then their groups."""

from collections.abc import Callable, Sequence
from operator import is_
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from dxworkshop import calendar, ident
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import NOUN_WORDS
from dxworkshop.model.changes import Add, Change, Edit, Remove, Together
from dxworkshop.model.promote import action_from, gap_from, parked_from
from dxworkshop.model.session import Group, Note
from dxworkshop.model.value import Item
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.japanese import one_line
from dxworkshop.tui.steps.note import NoteView, Slips, Whole
from dxworkshop.tui.steps.turn import Turn
from dxworkshop.tui.steps.wall import line_keys, moves, next_loose, place, wall, wall_keys
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.lines import Lines
from dxworkshop.tui.widgets.pause import Pause
from dxworkshop.tui.widgets.picture import flow
from dxworkshop.tui.widgets.prose import Prose

About = Literal["new", "note", "group"]
"""What is being typed: the next note, other words for one, or the name of a group."""
KEYS = {"up": "up", "escape": "back", "ctrl+a": "action", "ctrl+l": "gap", "ctrl+k": "park"}
"""Commands in the list of notes."""
GROUP_KEYS = {"left": "left", "right": "right", "ctrl+n": "group", **{str(n): str(n) for n in range(10)}}
"""Commands where notes are grouped."""


class CollectView(NoteView):
    """A line to type into, slip after slip; below it the wall: groups with their notes, then lone notes."""

    kind = "collect"
    # The line itself would take the key, and do nothing with it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "to_wall", show=False, priority=True)]
    DEFAULT_CSS: ClassVar[str] = """
    CollectView > Slips {
        height: 1fr;
        min-height: 4;
        scrollbar-gutter: stable;
    }
    CollectView .said, CollectView.-said .status {
        display: none;
    }
    CollectView.-said .said {
        display: block;
    }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        self._about: About = "new"
        self._item = ""
        """Id of the note or group that is typed into; empty for the next note."""
        self._turn = Turn(desk, self.step_id, named=not self.step.anonymous)
        self._pause = Pause(self._keep)
        self._drawn: tuple[object, ...] = ()
        self._width = 0
        self._entry = Entry()
        self._wall = Slips(keys={**KEYS, **(GROUP_KEYS if self.step.group else {})})
        self._status, self._keys = Prose(classes="status"), Prose(classes="keys")
        self._said = Prose(classes="said")
        self._whole = Whole()

    def compose(self) -> ComposeResult:
        """Draw the question, the line and the wall."""
        tr = self.voice.tr
        if prompt := self.voice.text(self.step.prompt).strip():
            yield Prose(prompt, classes="prompt")
        anonymous = tr("Anonymous: who wrote a note is stored nowhere.")
        named = tr("Named: an author may stand beside each note.")
        yield Prose(anonymous if self.step.anonymous else named, classes="note")
        yield self._entry
        yield self._status
        yield self._said
        yield self._wall
        yield self._whole
        yield self._keys

    def on_mount(self) -> None:
        """Take up what was typed and not entered."""
        self._take_up()
        self.refresh_view()

    # What is typed

    @on(Entry.Entered)
    def _entered(self, event: Entry.Entered) -> None:
        event.stop()
        about, id_ = self._about, self._item or ident.new_id()
        if about == "new":
            note = Note(step=self.step_id, text=event.text, author=self._turn.at)
            change: Change = Add("note", id_, note)
        else:
            change = Edit(about, id_, {"text" if about == "note" else "name": event.text})
        refused = None if event.text == one_line(self._before()) else self.desk.ask(change)
        if refused is not None:
            self._entry.refuse(event.text, self.voice.say(refused.sentence))
        elif about == "new":
            self._keep()
        else:
            self._done()
        self._say("")
        self._wall.highlight(id_)
        self._show_whole()

    @on(Entry.Passed)
    def _passed(self, event: Entry.Passed) -> None:
        event.stop()
        if self._about == "new":
            # What stands in the line by now was typed behind the Enter, for whoever is next.
            self.desk.keep_draft(self._draft(), "")
            self._turn.go_on()
            self._lay_by(self._entry.typed_but_not_entered)
            self._go_on()
        else:
            self._done()

    @on(Entry.Left)
    def _left(self, event: Entry.Left) -> None:
        event.stop()
        if self._about == "new":
            self._wall.focus()
        else:
            self._entry.put("")
            self._done()

    @on(Entry.Typed)
    def _typed(self, event: Entry.Typed) -> None:
        event.stop()
        self._pause.typed(self, event.unentered)

    def _type_into(self, about: About, id_: str) -> None:
        """Put the cursor into the line, for something else than before."""
        self._say("")
        self._keep()
        self._aim(about, id_)
        self._entry.put(self.desk.draft(self._draft()) or one_line(self._before()))
        self._show_state()
        self._entry.focus()

    def _done(self) -> None:
        """Go back to the wall; in the line is again what was there before, and what was typed ahead."""
        self.desk.keep_draft(self._draft(), "")
        self._aim("new", "")
        self._lay_by(self._entry.typed_but_not_entered)
        self._go_on()
        self._wall.focus()

    def _go_on(self) -> None:
        self._aim("new", "")
        self._entry.put(self.desk.draft(self._draft()))
        self._show_state()

    def _aim(self, about: About, id_: str) -> None:
        """Let the line be for something: a note or a group takes one text, however many lines are pasted."""
        self._about, self._item = about, id_
        self._entry.single = about != "new"

    def _lay_by(self, text: str) -> None:
        """Keep a text for the next note, behind what is kept for it."""
        texts = [one for one in (self.desk.draft(self._draft()), text) if one]
        self.desk.keep_draft(self._draft(), "\n".join(texts))

    # What is not entered yet

    def _draft(self) -> str:
        """Return the name of the draft of what is being typed."""
        whose = self._item or self._turn.at
        return "/".join(part for part in ("collect", self.step_id, self._about, whose) if part)

    def _keep(self) -> None:
        """Keep what was typed and not entered."""
        self._pause.over()
        text = self._entry.typed_but_not_entered
        self.desk.keep_draft(self._draft(), "" if text == one_line(self._before()) else text)

    def _before(self) -> str:
        """Return what stood in the line when the typing began."""
        session, id_ = self.desk.session, self._item
        if self._about == "group":
            return session.groups[id_].name if id_ in session.groups else ""
        return session.notes[id_].text if id_ in session.notes else ""

    def _there(self, id_: str) -> bool:
        item: Item | None = self.desk.session.notes.get(id_) or self.desk.session.groups.get(id_)
        return item is not None and not item.removed

    def _take_up(self) -> None:
        """Put drafts of this step into the line; those for what is not there any more become the next note."""
        here = f"collect/{self.step_id}/"
        lost: list[str] = []
        for key, text in sorted(self.desk.facilitation.drafts.items()):
            about, _, id_ = key.removeprefix(here).partition("/")
            if not key.startswith(here):
                continue
            if about == "new" and self._turn.give(id_):
                continue
            if about in ("note", "group") and self._there(id_):
                self._aim("note" if about == "note" else "group", id_)
            else:
                lost.append(text)
                self.desk.keep_draft(key, "")
        if lost:
            aim = self._about, self._item
            self._aim("new", "")
            self._lay_by("\n".join(lost))
            self._aim(*aim)
        self._entry.put(self.desk.draft(self._draft()))

    def flush(self) -> None:
        """Keep what was typed."""
        super().flush()
        self._keep()

    # What is done on the wall

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._say("")
        self._show_whole()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self._type_into("group" if event.id in self.desk.session.groups else "note", event.id)

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        id_, command = event.id, event.command
        self._say("")
        if command == "back" or (command == "up" and (not id_ or id_ == self._wall.lines[0].id)):
            self._entry.focus()
        elif command == "up":
            self._wall.action_move(-1)
        elif not id_:
            self._say(self.voice.tr("There is no note yet."))
        elif command == "action":
            self._promote(id_)
        elif id_ in self.desk.session.groups:
            self._say(self.voice.tr("This is a group; choose one of its notes."))
        else:
            self._do_with_note(command, id_)

    def _do_with_note(self, command: str, note: str) -> None:
        session, now = self.desk.session, calendar.now().isoformat()
        if command == "gap":
            self._do(lambda: gap_from(session, note, ident.new_id()))
        elif command == "park":
            self._do(lambda: parked_from(session, note, ident.new_id()))
        elif command == "group":
            new = ident.new_id()
            group = Add("group", new, Group(step=self.step_id))
            if self._do(lambda: Together((group, *moves(session, note, new, now)))):
                self._type_into("group", new)
        else:
            following = next_loose(session, self._wall.lines, note) if command.isdigit() else ""
            if self._do(lambda: Together(moves(session, note, place(session, note, command), now))) and following:
                self._wall.highlight(following)

    def _promote(self, id_: str) -> None:
        group = self.desk.session.groups.get(id_)
        if group is not None and not group.name.strip():
            self._say(self.voice.tr("Name the group first: press Enter on it."))
            return
        self._do(lambda: action_from(self.desk.session, id_, ident.new_id()))

    def _do(self, change: Callable[[], Change]) -> bool:
        """Do a change, or say why not."""
        try:
            refused = self.desk.ask(change())
        except DxError as error:
            refused = error
        self._say(self.voice.say(refused.sentence) if refused else "")
        return refused is None

    # What the keys of the session do here

    def add(self) -> str:
        """Go to the line, for the next note."""
        if self._about != "new":
            self._keep()
            self._go_on()
        self._entry.focus()
        return ""

    def added(self) -> str:
        """Return the word for a note."""
        return self.voice.say(NOUN_WORDS["note"])

    def remove_item(self) -> str | None:
        """Remove the note or group that is chosen on the wall, or typed into."""
        id_ = self._item or (self._wall.chosen if self._wall.has_focus else "")
        if not id_:
            return self.voice.tr("Choose a note or a group in the list first.")
        noun: Literal["group", "note"] = "group" if id_ in self.desk.session.groups else "note"
        refused = self.desk.ask(Remove(noun, id_, calendar.now().isoformat()))
        return self.voice.say(refused.sentence) if refused else ""

    def enter_first(self) -> None:
        """Put the cursor into the line."""
        self._entry.focus()

    def show_item(self, path: tuple[str, ...]) -> None:
        """Choose the note or group that was changed."""
        if path[0] in ("notes", "groups") and len(path) > 1:
            self._wall.highlight(path[1])
            self._show_whole()

    # What is drawn

    @on(Slips.Fitted)
    def _fitted(self, event: Slips.Fitted) -> None:
        event.stop()
        self.refresh_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Go down to the wall only from the line, and only where there is a note."""
        if action == "to_wall":
            return self._entry.has_focus_within and bool(self._wall.lines)
        return super().check_action(action, parameters)

    def action_to_wall(self) -> None:
        """Put the cursor on the wall."""
        self._wall.focus()

    def on_descendant_focus(self) -> None:
        """Say which keys there are where the cursor is."""
        self._show_keys()

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the wall as it is now; nothing happens where nothing of it changed."""
        super().refresh_view(fields=fields)
        session = self.desk.session
        width = self._wall.sheet.width
        tables = (session.notes, session.groups, session.actions, session.gaps, session.parked, session.members)
        if self._width == width and len(self._drawn) and all(map(is_, tables, self._drawn)):
            return
        self._drawn, self._width = tables, width
        if self._item and not self._there(self._item):
            self._keep()
            self._aim("new", "")
            self._take_up()
        lines = wall(session, self.step_id, self.voice, self._wall.sheet, grouped=self.step.group)
        self.show_slips(self._wall, lines)
        self._show_whole()
        self._show_state()

    def others_wrote(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Say what others made of the note that is being edited: Enter would write over it."""
        if self._item and any(path[1:] in ((self._item, "text"), (self._item, "name")) for path in touched):
            self._say(self.voice.tr("somebody else wrote here: {text}", text=self._before()))

    def _show_whole(self) -> None:
        self._whole.update(self.hidden(self._wall))

    def _show_state(self) -> None:
        """Say whose turn it is, or what is being typed."""
        tr = self.voice.tr
        self._entry.hint = "" if self._item else tr("text + Enter for each slip of paper")
        if self._about == "note":
            self._entry.label, state = tr("Edit"), tr("other words for this note")
        elif self._about == "group":
            self._entry.label, state = tr("Name"), tr("the name of the group; it may come later")
        else:
            author = self._turn.at
            unnamed = tr("Slip") if self._turn.people else tr("Note")
            self._entry.label = self.member_name(author) if author else unnamed
            count = sum(line.id in self.desk.session.notes for line in self._wall.lines)
            whose = self._turn.told(self.voice, self.member_name)
            state = "   ".join(filter(None, (self.voice.trn("{n} note", "{n} notes", count), whose)))
        self._status.update(state)
        self._show_keys()

    def _show_keys(self) -> None:
        if self._wall.has_focus:
            parts = wall_keys(self.voice, grouped=self.step.group)
        else:
            parts = line_keys(self.voice, new=self._about == "new")
        wide = self.app.has_class("-wide-lines")
        self._keys.update("\n".join(flow(parts, self._keys.content_size.width or self.size.width, wide, 2)))

    def _say(self, sentence: str) -> None:
        """Say why something was refused, until the next key."""
        if sentence or self.has_class("-said"):
            self.set_class(bool(sentence), "-said")
            self._said.update(sentence)
