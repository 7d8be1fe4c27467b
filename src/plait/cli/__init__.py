"""The plait command: one small module for each group of sub-commands, nothing heavy imported before it is needed."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

# clinical works without Django; the others are in the order in which a newcomer meets them.
_GROUPS = ("demo", "serve", "practice", "backup", "restore", "export", "upkeep", "clinical", "site")
INTERRUPTED = 130

EPILOG = "Every command says more with --help. Where this copy keeps its data and its keys: plait where."


def parser() -> argparse.ArgumentParser:
    """All commands with their help; builds nothing else."""
    top = argparse.ArgumentParser(prog="plait", description="Plait: one plan for medicines and therapy.", epilog=EPILOG)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in _GROUPS:
        if importlib.util.find_spec(f"plait.cli.{group}") is not None:
            importlib.import_module(f"plait.cli.{group}").register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. What set-up refuses is one sentence on the screen and exit code 1, never a traceback."""
    from plait.foundation.installation import SetupRefused

    for stream in (sys.stdout, sys.stderr):
        # A terminal in an old encoding shows a question mark rather than ending the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except SetupRefused as refusal:
        print(f"plait: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("plait: stopped.", file=sys.stderr)
        return INTERRUPTED
