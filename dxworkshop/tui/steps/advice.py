"""A quiet line below the actions: what lint says of the one that is written. It stops nobody."""

from rich.text import Text
from textual import events

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.widgets.prose import Prose, wrap


class Advice(Prose):
    """One finding: that of the field where the cursor is, else the most urgent; and how many more there are.

    It keeps its rows whatever it says, so that the fields above never move; what to do about it goes where both
    do not fit.
    """

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__(id="advice")
        self._desk = desk
        self._voice = voice
        self._seen: tuple[Session, str, str] | None = None
        self._short = ""

    def tell(self, action: str, field: str) -> None:
        """Say what lint finds in an action, as soon as the screen is drawn; nothing for one that is to come."""
        seen = (self._desk.session, action, field)
        if self._seen is not None and self._seen[0] is seen[0] and self._seen[1:] == seen[1:]:
            return
        self._seen = seen
        # The rules are read when they are asked for the first time: the form is to be there before that.
        self.call_after_refresh(self._look, action, field)

    def _look(self, action: str, field: str) -> None:
        if self._seen is None or self._seen[1:] != (action, field):
            return
        self._short, mend = self._told(action, field) if action else ("", "")
        self.update(self._short + mend)
        self.refresh()

    def render(self) -> Text:
        """Draw what fits of it."""
        width, height = self.content_size
        whole = wrap(self._text, width)
        return Text("\n".join(whole if len(whole) <= height else wrap(self._short, width)), no_wrap=True)

    def _told(self, action: str, field: str) -> tuple[str, str]:
        """Return what is missing, and how to mend it."""
        from dxworkshop.insight.lint.words import SEVERITIES
        from dxworkshop.service.linting import findings_of

        voice = self._voice
        try:
            found = findings_of(self._desk.session, action, calendar.now().date())
        except DxError as error:
            return voice.say(error.sentence), ""
        if not found:
            return "", ""
        first = next((one for one in found if _is_of(one.rule.field, field)), found[0])
        severity, more = voice.say(SEVERITIES[first.rule.severity]), len(found) - 1
        head = f"[{severity} +{more}]" if more else f"[{severity}]"
        between = " " if voice.language == "en" else ""
        sentence = voice.filled(first.rule.sentence, first.values)
        return f"{head} {sentence}", between + voice.filled(first.rule.mend, first.values)

    async def on_click(self, event: events.Click) -> None:
        """Show all that lint says, with the reasons."""
        event.stop()
        await self.app.run_action("lint")


def _is_of(field: str, key: str) -> bool:
    """Tell whether a rule is about a field; those of one table belong together."""
    return bool(field) and field.partition(".")[0] == key.partition(".")[0]
