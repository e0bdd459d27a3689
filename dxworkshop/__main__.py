"""The entry: language first, then the command line; the one place that shows errors and exits."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from dxworkshop.errors import DxError

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code of the process."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Looking for plug-ins in every installed package costs a tenth of a start; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal, or a Windows pipe, cannot show must not end the program.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        speak(arguments)
        from dxworkshop import cli

        code = cli.run(arguments)
        sys.stdout.flush()
    except DxError as error:
        return refuse(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return PIPE_CLOSED
    except Exception as error:
        return own_up(error)
    return code


def speak(arguments: Sequence[str]) -> None:
    """Choose the program's language (the command line, the settings, the environment) and register (the settings).

    Settings that cannot be read are no reason to be silent here: who needs them will say so.
    """
    from dxworkshop import config, i18n
    from dxworkshop.cli.ahead import look

    wish = look(arguments).language
    settings = config.Config()
    with suppress(DxError):
        settings = config.load()
    register = next((name for name in i18n.REGISTERS if name == settings.register), i18n.REGISTERS[0])
    i18n.use(i18n.choose_language(wish, settings.language), register)


def refuse(error: DxError) -> int:
    """Show one error of the family, on stderr."""
    from dxworkshop.cli.output import explain

    if help_text := getattr(error, "text", ""):
        print(help_text, file=sys.stderr)  # noqa: T201 - a group without a command answers with its help
    else:
        explain(error, sys.stderr)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return error.exit_code
    _forget_stdout()
    return error.exit_code


def own_up(error: Exception) -> int:
    """Say that the fault is ours; what people typed is neither shown nor logged."""
    from dxworkshop.fault import log_fault
    from dxworkshop.i18n import tr

    log = log_fault(error)
    sentence = tr("this is a fault of the program, not yours; what was saved is safe")
    where = tr("where it arose is written in {file}", file=log) if log else type(error).__name__
    print(f"{sentence} ({where})", file=sys.stderr)  # noqa: T201 - errors are shown here
    return 1


def _forget_stdout() -> None:
    """Let the end of the program not try again to write where nobody reads."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
