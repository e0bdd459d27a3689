"""Writes the worked sessions and their plans anew into `sessions/`; a test compares them byte for byte."""

import sys
from pathlib import Path

from dxworkshop import demo
from dxworkshop.render import FORMATS
from dxworkshop.report import build
from dxworkshop.service import Library

ROOT = Path(__file__).parent.parent


def write(folder: Path) -> list[Path]:
    """Play every story under its own id into a folder, and write each plan beside it; return the files."""
    written = []
    for name in demo.STORIES:
        story = demo.load(name)
        led = demo.play(story, Library(folder), id_=story.id)
        plan = led.path.with_suffix(FORMATS["md"].suffix)
        report = build(led.session, voice=led.voice, today=story.created.date())
        plan.write_bytes(FORMATS["md"].render(report).encode())
        written += [led.path, plan]
    return written


def main() -> int:
    """Replace what stands in `sessions/`."""
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        for path in write(Path(scratch)):
            (ROOT / "sessions" / path.name).write_bytes(path.read_bytes())
            print(f"sessions/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
