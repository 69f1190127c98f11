"""The `consistency` command: parses arguments, calls the package, prints."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TextIO

from consistency import __version__, unneeded
from consistency.cores import one_thread_for_algebra
from consistency.errors import ConsistencyError, JobError, SettingsError
from consistency.jobs.options import add_run
from consistency.options import (
    DRAFT,
    FINE_MARKS,
    SEVERITIES,
    Parser,
    add_check,
    add_decisions,
    add_evaluate,
    add_fail_on,
)
from consistency.review.options import add_review
from consistency.settings import Settings, read_settings
from consistency.terminal import printable, printable_lines

if TYPE_CHECKING:
    from consistency.cache import Cache
    from consistency.jobs.outcomes import Outcome
    from consistency.records import Report

FINISHED, COULD_NOT_FINISH, MISUSE, FOUND, SKIPPED = 0, 1, 2, 3, 4
STDOUT = "-"
BEYOND = """\
consistency: warning: other machines can reach this server at {host}. What goes to and fro is not \
encrypted unless something in front of it does so, and whoever has the start address can read the \
report and decide in any name.\
"""
NEWSROOM = "pip install 'claim-consistency[newsroom]'"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    _never_fail_to_print()
    one_thread_for_algebra()
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except (SettingsError, JobError) as error:
        return _complain(error, MISUSE)
    except ConsistencyError as error:
        return _complain(error, COULD_NOT_FINISH)
    except KeyboardInterrupt:
        return _complain("interrupted", COULD_NOT_FINISH)
    except BrokenPipeError:
        return _leave_quietly()
    return code


def _never_fail_to_print() -> None:
    """Let a stream that cannot show a character show "?" in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _leave_quietly() -> int:
    """Whoever read stdout has left ("| head"): keep Python from saying so again as it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return COULD_NOT_FINISH


def _complain(what: object, code: int) -> int:
    print(f"consistency: {printable(str(what))}", file=sys.stderr)
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line. Loads no model."""
    parser = Parser(
        prog="consistency",
        description="Compare articles on one event, claim by claim: where they agree, differ or "
        "are silent.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_check(commands, act=run_check)
    add_evaluate(commands, act=run_evaluate)
    add_run(commands, add_fail_on=add_fail_on, act=run_job)
    add_review(commands, act=run_review)
    add_decisions(commands, act=run_decisions)
    return parser


def run_check(arguments: argparse.Namespace) -> int:
    """Run `consistency check`."""
    if arguments.json == arguments.markdown == STDOUT:
        return _complain("--json - and --markdown - both want stdout: name a file in one", MISUSE)
    if arguments.draft is None and any(kind == DRAFT for kind, _ in arguments.fail_on):
        return _complain("--fail-on draft needs a draft: name the story with --draft", MISUSE)
    settings = read_settings(Path(arguments.settings)) if arguments.settings else Settings()
    from consistency import workers

    with workers.beside():
        if not arguments.draft:  # its claims are found here
            workers.prepare(make_ready, settings)
        check = _load_check(settings)
        cache = _opened(arguments.cache)
        report = check(
            arguments.inputs,
            draft=arguments.draft,
            settings=settings,
            progress=None if arguments.quiet else _tell,
            one_event=arguments.events == "one",
            written=_written(arguments),
            cache=cache,
        )
        _write_outputs(report, arguments, cache)
    if not arguments.quiet:
        _print_summary(report, arguments)
    return exit_code(
        report,
        fail_on=arguments.fail_on,
        strict=arguments.strict,
    )


def _tell(line: str) -> None:
    print(printable(line), file=sys.stderr)


def make_ready(settings: Settings) -> None:
    """Load what claims are found with, in a process beside this one."""
    from consistency import stated

    stated.make_ready_to_find(settings)


def _load_check(settings: Settings) -> Callable[..., Report]:
    """Import the pipeline while the process that reads articles starts beside this one."""
    from consistency.articles.supervision import SUPERVISOR

    if settings.reading.seconds_per_file and sys.executable:
        SUPERVISOR.running()
    unneeded.spare()
    from consistency.pipeline import check

    # It is needed when the articles have been read, for which this process mostly waits.
    Thread(target=_load_learning).start()
    return check


def _load_learning() -> None:
    with suppress(ImportError):  # whoever needs it says so
        import_module("consistency.learning")


def _opened(folder: str | None) -> Cache | None:
    if folder is None:
        return None
    from consistency.cache import Cache

    cache = Cache(Path(folder))
    cache.clear_away()
    return cache


def _write_outputs(
    report: Report, arguments: argparse.Namespace, cache: Cache | None = None
) -> None:
    """Write every file, all of them or none; the page last, so that a new page has new data."""
    from consistency import report as writers

    files = (
        (_unless_stdout(arguments.json), writers.write_json),
        (arguments.csv, writers.write_csv),
        (arguments.parquet, writers.write_parquet),
        (arguments.claimreview, writers.write_claimreview),
        (_unless_stdout(arguments.markdown), writers.write_markdown),
        (arguments.output, partial(writers.write_html, cache=cache)),
    )
    with writers.together():
        for target, write in files:
            if target:
                write(report, target)
    if arguments.json == STDOUT:
        writers.write_json(report, _utf8(sys.stdout))
    if arguments.markdown == STDOUT:
        print(writers.markdown(report), end="")


def _written(arguments: argparse.Namespace) -> list[Path]:
    """The files a run writes, by which results of the run before are told from articles."""
    files = (arguments.json, arguments.claimreview, arguments.markdown, arguments.output)
    tables = ("articles", "claims", "findings", "skipped")
    named = [Path(file) for file in files if file and file != STDOUT]
    return named + [Path(arguments.csv, f"{name}.csv") for name in tables if arguments.csv]


def _unless_stdout(target: str | None) -> str | None:
    return None if target == STDOUT else target


def _utf8(stream: TextIO) -> TextIO:
    """Let a stream write UTF-8, as programs that read JSON expect, whatever the locale."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
    return stream


def _print_summary(report: Report, arguments: argparse.Namespace) -> None:
    from consistency.report import digest

    piped = STDOUT in (arguments.json, arguments.markdown)
    stream = sys.stderr if piped else sys.stdout
    print(digest(report), file=stream)
    if arguments.output:
        print(f"\nPage: {printable(arguments.output)}", file=stream)


def exit_code(report: Report, *, fail_on: Sequence[tuple[str, str]], strict: bool) -> int:
    """Return the exit code of a finished report; a matched `fail_on` comes before `strict`."""
    for kind, severity in fail_on:
        if kind == DRAFT:
            if _has_marked(report, severity):
                return FOUND
            continue
        least = SEVERITIES.index(severity)
        if any(
            f.kind == kind and SEVERITIES.index(f.severity) >= least for f in report.finding_records
        ):
            return FOUND
    return SKIPPED if strict and report.skipped else FINISHED


def _has_marked(report: Report, mark: str) -> bool:
    """Whether a claim of the draft has this mark; with "", any mark that asks for a look."""
    marks = {claim.mark.value for claim in report.draft.claims} if report.draft else set()
    return mark in marks if mark else bool(marks - FINE_MARKS)


def run_job(arguments: argparse.Namespace) -> int:
    """Run `consistency run`. A log for programs has complaints as JSON too."""
    if arguments.log_format == "text":
        return _follow(arguments)
    try:
        return _follow(arguments)
    except ConsistencyError as error:
        told = {"level": "error", "run": None, "event": "could not finish", "reason": str(error)}
        print(json.dumps(told), file=sys.stderr)
        return MISUSE if isinstance(error, SettingsError | JobError) else COULD_NOT_FINISH


def _follow(arguments: argparse.Namespace) -> int:
    try:
        from consistency.jobs.jobfile import read_job
    except ModuleNotFoundError as error:
        return _complain(f"scheduled jobs need {error.name}: {NEWSROOM}", COULD_NOT_FINISH)
    job = read_job(Path(arguments.job))
    settings = read_settings(job.settings) if job.settings else Settings()
    _load_check(settings)
    from consistency.jobs.run import Tools
    from consistency.jobs.run import run_job as act

    tools = Tools(settings, log_format=arguments.log_format, quiet=arguments.quiet)
    outcome = act(job, tools, dry=arguments.dry_run)
    if not arguments.quiet:
        print("\n".join(map(printable, outcome.lines())))
    return run_exit_code(outcome, fail_on=arguments.fail_on, strict=arguments.strict)


def run_exit_code(outcome: Outcome, *, fail_on: Sequence[tuple[str, str]], strict: bool) -> int:
    """Return the exit code of a run; a message that did not go comes before everything else."""
    if outcome.silent:
        return COULD_NOT_FINISH
    if outcome.report is None:
        return SKIPPED if strict and outcome.skipped else FINISHED
    news = replace(outcome.report, finding_records=outcome.news, skipped=outcome.skipped)
    return exit_code(news, fail_on=fail_on, strict=strict)


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Run `consistency evaluate`."""
    if not arguments.gold and (arguments.findings or not arguments.decisions):
        arguments.misused("expected FINDINGS.json and GOLD.jsonl, or --decisions FILE, or all")
    from consistency.evaluation import evaluate
    from consistency.reviewed import format_figures, review

    result = arguments.gold and evaluate(
        Path(arguments.findings),
        [Path(p) for p in arguments.gold],
        traps=[Path(p) for p in arguments.traps],
        judgements=[Path(p) for p in arguments.judgements],
        top=arguments.top,
    )
    reviewed = arguments.decisions and review([Path(p) for p in arguments.decisions])
    told = format_figures(result or None, reviewed or None, as_json=arguments.json)
    print(printable_lines(told))
    return FINISHED


def run_review(arguments: argparse.Namespace) -> int:
    """Run `consistency review`."""
    try:
        from consistency.review.serve import Where, is_local, serve
        from consistency.review.subject import subject_of
    except ModuleNotFoundError as error:
        return _complain(f"reviewing needs {error.name}: {NEWSROOM}", COULD_NOT_FINISH)
    where = Where(
        arguments.host, arguments.port, tuple(arguments.name), arguments.beyond_this_machine
    )
    if not is_local(where.host):
        print(printable(BEYOND.format(host=where.host)), file=sys.stderr)
    subject = subject_of(Path(arguments.subject), state=arguments.state, job=arguments.job)
    try:
        serve(subject, where, say=_say_where)
    finally:
        subject.close()
    return FINISHED


def _say_where(address: str) -> None:
    print(f"Review at {printable(address)}", flush=True)
    print("Stop with Ctrl-C. Decisions are kept as they are made.", flush=True)


def run_decisions(arguments: argparse.Namespace) -> int:
    """Run `consistency decisions`."""
    if arguments.json == arguments.csv == STDOUT:
        return _complain("--json - and --csv - both want stdout: name a file in one", MISUSE)
    try:
        from consistency.jobs.deciding import decisions_in
    except ModuleNotFoundError as error:
        return _complain(f"decisions need {error.name}: {NEWSROOM}", COULD_NOT_FINISH)
    from consistency.report.decided import decisions_csv, decisions_json

    rows = decisions_in(arguments.named, job=arguments.job)
    if arguments.csv:
        _write(arguments.csv, decisions_csv(rows))
    if arguments.json or not arguments.csv:
        _write(arguments.json or STDOUT, decisions_json(rows).encode("utf-8"))
    return FINISHED


def _write(target: str, data: bytes) -> None:
    """Write a file whole, or to stdout, where a byte order mark would be in the way."""
    if target == STDOUT:
        _utf8(sys.stdout).write(data.decode("utf-8-sig"))
        return
    from consistency.report.writing import write_bytes

    write_bytes(Path(target), data)
