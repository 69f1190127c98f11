"""The options of `consistency review`."""

from __future__ import annotations

import argparse
import ipaddress
from collections.abc import Callable
from typing import Any

LOCAL = "localhost"
EXAMPLES = """\
examples:
  consistency review data/jobs/sample.toml
  consistency check data/sample/guard-order --json findings.json && consistency review findings.json

The address that is printed lets in whoever has it, until the server stops (Ctrl-C).
"""


def is_this_machine(host: str) -> bool:
    """Say whether only this machine reaches an address to listen on."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == LOCAL


def add_review(
    commands: argparse._SubParsersAction[Any], *, act: Callable[[argparse.Namespace], int]
) -> None:
    """Add the command to those of the command line. `act` runs it."""
    review = commands.add_parser(
        "review",
        help="decide on findings: a page on this machine",
        description="Serve the findings of a job's last run, or of a findings file, on this "
        "machine, with a form at each to confirm it, dismiss it, mark it as an update or add a "
        "note. Decisions are kept in the job's state.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    review.add_argument(
        "what", metavar="JOB.toml|FINDINGS.json", help="a job file, or a findings file"
    )
    review.add_argument(
        "--state",
        metavar="ADDRESS",
        help="where decisions on a findings file are kept, as sqlite:///FILE or another database "
        "(default: FINDINGS.review.sqlite beside it)",
    )
    review.add_argument("--job", metavar="NAME", help="name of the job in that state")
    review.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine alone)"
    )
    review.add_argument(
        "--expose",
        action="store_true",
        help="allow a --host that other machines reach; nothing is encrypted on the way",
    )
    review.add_argument(
        "--port", type=int, default=0, help="port to listen on (default: a free one)"
    )
    review.set_defaults(run=act)
