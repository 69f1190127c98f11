"""The options of `consistency run`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

EXIT_CODES = """\
exit codes:
  0  finished, whether anything was new or not
  1  could not finish; also when another run holds the job, or a message did not go
  2  misuse, or something in the job file is not as it should be
  3  finished, and --fail-on matched a finding that is new or has changed
  4  finished, but with --strict a source, a page or a file was skipped
"""


def add_run(
    commands: argparse._SubParsersAction[Any],
    *,
    add_fail_on: Callable[[argparse.ArgumentParser, str], None],
    act: Callable[[argparse.Namespace], int],
) -> None:
    """Add the command to those of the command line.

    Args:
        add_fail_on: Adds `--fail-on`, given what a finding has to be.
        act: Runs the command.
    """
    run = commands.add_parser(
        "run",
        help="follow a story: fetch, check, write, tell what is new",
        description="Run a job once: ask its sources for what is new, check all articles of the "
        "event, write the outputs, and tell what is new or has changed.",
        epilog=f"example:\n  consistency run data/jobs/sample.toml\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument("job", metavar="JOB.toml", help="the job file")
    run.add_argument(
        "--dry-run",
        action="store_true",
        help="fetch and check, and say what would happen; write, tell and record nothing",
    )
    run.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        help="lines for people, or a JSON object a line; on stderr (default: text)",
    )
    add_fail_on(run, "is new or has changed")
    run.add_argument(
        "--strict", action="store_true", help="exit with 4 when anything could not be used"
    )
    run.add_argument(
        "--quiet", action="store_true", help="only warnings on stderr, no summary on stdout"
    )
    run.set_defaults(run=act)
