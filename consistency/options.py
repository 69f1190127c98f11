"""The options of the commands, but for those of scheduled jobs and reviews. Loads no model."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from consistency.terminal import printable

KINDS = ("conflict", "update", "quote_change", "unstated", "agreement")
SEVERITIES = ("low", "medium", "high")
EVENTS = ("auto", "one")
DRAFT = "draft"
MARKS = (
    "supported",
    "differs",
    "differs_among_sources",
    "stronger",
    "quote_altered",
    "speaker_changed",
    "not_in_sources",
    "unchecked",
)
"""Marks of a draft's claims; a test holds them against `Mark`, whose module is not loaded here."""
FINE_MARKS = frozenset({"supported", "unchecked"})

EXIT_CODES = """\
exit codes:
  0  finished
  1  could not finish
  2  misuse
  3  finished, and --fail-on matched a finding or a claim of the draft
  4  finished, but with --strict something was skipped

Disagreement among sources is a result, not a failure.
"""

EXAMPLES = """\
examples:
  consistency check data/sample/guard-order -o page.html
  consistency check 'today/*.txt' --json findings.json --fail-on conflict:high
  consistency check data/sample/guard-order --draft story.docx --fail-on draft:differs
  cat articles.jsonl | consistency check - --json - --quiet
  consistency check data/sample/guard-order --markdown - --quiet
"""

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Any]
Act = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser whose complaints cannot steer the terminal, whatever names a pattern matched."""

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and what was wrong with this use; exit with 2."""
        super().error(printable(message))


def add_check(commands: Commands, *, act: Act) -> None:
    """Add `consistency check` to the command line. `act` runs it."""
    check = commands.add_parser(
        "check",
        help="compare articles and write a report",
        description="Compare articles on one event and write what was found.",
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a file, a folder, a glob, or - for standard input",
    )
    check.add_argument(
        "--draft",
        metavar="STORY",
        help="hold this story against the articles, claim by claim; it is none of them",
    )
    check.add_argument("-o", "--output", metavar="PAGE.html", help="write the page here")
    check.add_argument(
        "--events",
        choices=EVENTS,
        default=EVENTS[0],
        help="auto: compare the articles of each event with one another, a page an event and PAGE "
        "as their index where there are several; one: take all to tell of one event "
        "(default: %(default)s)",
    )
    check.add_argument("--json", metavar="FILE", help="write the findings file here, - for stdout")
    check.add_argument("--csv", metavar="DIR", help="write tables as CSV into this folder")
    check.add_argument("--parquet", metavar="DIR", help="write tables as Parquet into this folder")
    check.add_argument("--claimreview", metavar="FILE", help="write ClaimReview JSON-LD here")
    check.add_argument(
        "--markdown", metavar="FILE", help="write a digest for a message here, - for stdout"
    )
    add_fail_on(check, "is reported")
    check.add_argument(
        "--strict", action="store_true", help="exit with 4 when an input was skipped"
    )
    check.add_argument("--settings", metavar="FILE.toml", help="settings other than the defaults")
    check.add_argument(
        "--cache",
        metavar="DIR",
        help="keep what is found in this folder, and read only what is new the next time",
    )
    check.add_argument("--quiet", action="store_true", help="no progress on stderr, no summary")
    check.set_defaults(run=act)


def add_fail_on(command: argparse.ArgumentParser, when: str) -> None:
    """Add `--fail-on`. `when` says what a finding has to be: "is reported"."""
    command.add_argument(
        "--fail-on",
        metavar="KIND[:SEVERITY]",
        type=_fail_on,
        action="append",
        default=[],
        help=f"exit with 3 when such a finding {when}, at this severity or above (repeatable); "
        f"kinds: {', '.join(KINDS)}; severities: {', '.join(SEVERITIES)}; "
        f"{DRAFT}[:MARK] for a claim of the draft with this mark, or any that asks for a look; "
        f"marks: {', '.join(MARKS)}",
    )


def add_evaluate(commands: Commands, *, act: Act) -> None:
    """Add `consistency evaluate` to the command line. `act` runs it."""
    evaluate = commands.add_parser(
        "evaluate",
        help="score findings against a gold standard or reviewers' decisions",
        description="Print recall by kind and facet, traps hit, and what no one has judged yet; of "
        "reviewers' decisions, what share of findings held, by kind, facet and confidence.",
        epilog="examples:\n  consistency evaluate findings.json gold.jsonl --traps traps.jsonl\n"
        "  consistency evaluate --decisions decisions.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    evaluate.add_argument("findings", nargs="?", metavar="FINDINGS.json")
    evaluate.add_argument("gold", nargs="*", metavar="GOLD.jsonl")
    evaluate.add_argument("--traps", nargs="*", default=[], metavar="FILE")
    evaluate.add_argument(
        "--judgements", nargs="*", default=[], metavar="FILE", help="findings judged by hand"
    )
    evaluate.add_argument(
        "--decisions",
        nargs="+",
        default=[],
        metavar="FILE",
        help="what reviewers decided, from `consistency decisions --json`",
    )
    evaluate.add_argument("--top", type=int, default=20, help="how many of the best ranked to list")
    evaluate.add_argument("--json", action="store_true", help="print the whole result as JSON")
    evaluate.set_defaults(run=act, misused=evaluate.error)


def add_decisions(commands: Commands, *, act: Act) -> None:
    """Add `consistency decisions` to the command line. `act` runs it."""
    decisions = commands.add_parser(
        "decisions",
        help="export what reviewers decided",
        description="Write what reviewers decided on a job's findings, with the findings as they "
        "saw them: as JSON on stdout if nothing else is asked for.",
        epilog="examples:\n  consistency decisions data/jobs/sample.toml --csv decisions.csv\n"
        "  consistency decisions sqlite:///newsroom.db --job ropeworks --json -",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    decisions.add_argument(
        "named", metavar="JOB.toml|STATE-URL", help="the job file, or where the state is"
    )
    decisions.add_argument(
        "--job", metavar="NAME", help="one job of the state (default: the job file's, or all)"
    )
    decisions.add_argument("--csv", metavar="FILE", help="write a table here, - for stdout")
    decisions.add_argument("--json", metavar="FILE", help="write JSON here, - for stdout")
    decisions.set_defaults(run=act)


def _fail_on(text: str) -> tuple[str, str]:
    kind, _, severity = text.partition(":")
    if kind == DRAFT:
        return kind, _mark(severity)
    severity = severity or SEVERITIES[0]
    if kind not in KINDS:
        raise argparse.ArgumentTypeError(
            f"{kind!r} is no kind of finding; kinds: {', '.join(KINDS)}"
        )
    if severity not in SEVERITIES:
        allowed = ", ".join(SEVERITIES)
        raise argparse.ArgumentTypeError(f"{severity!r} is no severity; severities: {allowed}")
    return kind, severity


def _mark(text: str) -> str:
    if text and text not in MARKS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no mark of a draft; marks: {', '.join(MARKS)}"
        )
    return text
