"""The smallest app with the cures: a field of one line above one of many; ctrl+q writes down what they hold."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Label

from dxworkshop.tui.japanese import JapaneseApp, JapaneseInput, JapaneseTextArea


class TinyApp(JapaneseApp[None]):
    """Starts in the field of one line, which holds `value`; tab leads to the other."""

    CSS = "TextArea { height: 8; }"

    def __init__(self, out: Path, value: str) -> None:
        super().__init__()
        self.out = out
        """The JSON file to write: ``{"line": ..., "text": ...}``."""
        self.value = value
        """What the field of one line holds at the start."""

    def compose(self) -> ComposeResult:
        """Give the label and the two fields."""
        yield Label("tiny app")
        yield from self._without_blinking(
            JapaneseInput(self.value, select_on_focus=False), JapaneseTextArea(show_line_numbers=False)
        )

    async def action_quit(self) -> None:
        """Write down what the fields hold, and leave."""
        held = {"line": self.query_one(JapaneseInput).value, "text": self.query_one(JapaneseTextArea).text}
        self.out.write_text(json.dumps(held), encoding="utf-8")
        self.exit()

    @staticmethod
    def _without_blinking(*fields: JapaneseInput | JapaneseTextArea) -> Iterator[Widget]:
        for field in fields:
            field.cursor_blink = False
            yield field


def main() -> None:
    """Run the app; the process says by its exit code whether it ended well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--value", default="")
    parser.add_argument("--inline", action="store_true")
    arguments = parser.parse_args()
    app = TinyApp(arguments.out, arguments.value)
    app.run(inline=arguments.inline)
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main()
