"""The command line: a command parses, calls the service and prints. The only place that imports Typer."""

from collections.abc import Sequence

PROGRAM = "dxworkshop"


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; raises `DxError` for everything that is refused.

    Raises `BrokenPipeError` where nobody reads what is printed.

    The language must have been chosen: Typer reads the help texts when the commands are declared, which
    happens here.
    """
    import gc

    import typer

    from dxworkshop.cli.ahead import look
    from dxworkshop.cli.app import build
    from dxworkshop.cli.output import ReaderGoneError
    from dxworkshop.cli.usage import refused

    app = build(look(argv).command)
    usual = gc.get_threshold()
    # A long table holds no circles of references: looking for some, again and again, took a fifth of the time.
    gc.set_threshold(200_000, *usual[1:])
    try:
        code = typer.main.get_command(app)(list(argv), prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        return 1
    except ReaderGoneError:
        raise BrokenPipeError from None
    except typer.TyperException as error:
        raise refused(error) from None
    finally:
        gc.set_threshold(*usual)
    return code if isinstance(code, int) else 0
