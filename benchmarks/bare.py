"""The floor for the command line: imports typer and pydantic, and parses one option."""

import pydantic
import typer

app = typer.Typer(add_completion=False)


@app.command()
def bare(folder: str = "sessions") -> None:
    """Print the option."""
    print(folder, pydantic.VERSION)


if __name__ == "__main__":
    app()
