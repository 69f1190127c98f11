"""The options of `consistency review`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def add_review(
    commands: argparse._SubParsersAction[Any], *, act: Callable[[argparse.Namespace], int]
) -> None:
    """Add the command to those of the command line. `act` runs it."""
    review = commands.add_parser(
        "review",
        help="serve the report for reviewers to decide on findings",
        description="Serve the report of a job's last run, or of a check, on this machine, with a "
        "form per finding. Decisions are kept in the job's state, or beside the findings file.",
        epilog="examples:\n  consistency review pier.toml\n  consistency review findings.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    review.add_argument(
        "subject",
        metavar="JOB.toml|FINDINGS.json",
        help="a job file, or a findings file; that of a check gets a state beside it",
    )
    review.add_argument("--state", metavar="URL", help="state that the findings file belongs to")
    review.add_argument("--job", metavar="NAME", help="name of the job in that state")
    review.add_argument(
        "--port", type=int, default=0, help="where to listen; 0 for any that is free (default)"
    )
    review.add_argument("--host", default="127.0.0.1", help="address (default: %(default)s)")
    review.add_argument(
        "--beyond-this-machine",
        action="store_true",
        help="allow a --host that other machines can reach",
    )
    review.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME[:PORT]",
        help="a further name by which reviewers' browsers reach the server (repeatable)",
    )
    review.set_defaults(run=act)
