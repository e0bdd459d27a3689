"""The floor for commands over a folder: imports typer and pydantic, parses one option, asks for each file."""

import os

import pydantic
import typer

app = typer.Typer(add_completion=False)


@app.command()
def bare(folder: str = "sessions") -> None:
    """Ask the system for every file of a folder."""
    total = sum(os.stat(os.path.join(folder, name)).st_size for name in os.listdir(folder))
    print(total, pydantic.VERSION)


if __name__ == "__main__":
    app()
