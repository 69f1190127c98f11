"""What is told of new and changed findings: as JSON for programs, as text for people."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consistency.jobs.job import Detail
from consistency.records import Finding, FindingValue, Report
from consistency.state.records import Telling
from consistency.terminal import printable

SCHEMA_VERSION = 1
MOST_SHOWN = 20
"""Findings that a text for people spells out; the others are counted."""
LONGEST_VALUE = 300
"""Characters of a value or a question in a text for people."""
SEVERITIES = ("high", "medium", "low")
CHANGES = {"new": "new", "changed": "changed", "back": "back, and not as it was"}


@dataclass(frozen=True, slots=True)
class Message:
    """What one run has to tell on one channel.

    Args:
        id: The same whenever this message is sent again, so that receivers can drop a second one.
        page: Where the page lies, None where the job writes none.
        detail: How much of the findings may be told.
    """

    id: str
    job: str
    run: str
    page: str | None
    detail: Detail
    tellings: tuple[Telling, ...]
    findings: Mapping[str, Finding]
    sources: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity, the severest first."""
        counted = Counter(telling.tracking.last.severity for telling in self.tellings)
        return {severity: counted[severity] for severity in SEVERITIES if counted[severity]}


def message_of(
    tellings: Sequence[Telling],
    report: Report,
    *,
    job: str,
    page: str | None,
    detail: Detail,
) -> Message:
    """Put what one run wrote down for one channel into a message.

    Args:
        tellings: At least one, all of one run and one channel.
        report: The report at hand; it has the passages of findings that are still there.
    """
    first = tellings[0]
    name = hashlib.sha256(f"{job}\n{first.channel}\n{first.run}".encode("utf-8", "replace"))
    by_id = {finding.id: finding for finding in report.finding_records}
    known = {tracking.id: by_id[finding] for finding, tracking in report.tracking.items()}
    return Message(
        id=name.hexdigest()[:32],
        job=job,
        run=first.run,
        page=page,
        detail=detail,
        tellings=tuple(tellings),
        findings=known,
        sources={article.id: article.source for article in report.articles},
    )


def as_json(message: Message) -> dict[str, Any]:
    """Return a message as programs read it. Findings have as much as the detail allows."""
    told: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "id": message.id,
        "job": message.job,
        "run": message.run,
        "page": message.page,
        "counts": message.counts,
    }
    if message.detail != "count":
        told["findings"] = [finding_json(one, message) for one in message.tellings]
    return told


def finding_json(telling: Telling, message: Message) -> dict[str, Any]:
    """Return one finding as programs read it."""
    last = telling.tracking.last
    told: dict[str, Any] = {
        "id": telling.tracking.id,
        "change": telling.change.value,
        "kind": last.kind,
        "severity": last.severity,
        "question": last.question,
    }
    if message.detail == "full":
        told["values"] = [{"source": source, "value": value} for source, value in last.values]
        finding = message.findings.get(telling.tracking.id)
        if finding is not None:
            told["explanation"] = finding.explanation
            told["passages"] = [passage_json(value, message) for value in finding.values]
    return told


def passage_json(value: FindingValue, message: Message) -> dict[str, Any]:
    """Return one passage as programs read it."""
    source = message.sources.get(value.article, value.article)
    return {"source": source, "text": value.text, "value": value.value, "speaker": value.speaker}


def headline(message: Message) -> str:
    """Say how many findings there are, on one line."""
    number = len(message.tellings)
    each = ", ".join(f"{count} {severity}" for severity, count in message.counts.items())
    return f"{shortened(message.job)}: {number} new or changed ({each})"


def as_text(message: Message) -> str:
    """Return a message as people read it: plain text, one line a finding."""
    lines = [headline(message)]
    if message.detail != "count":
        lines += [line_of(one, message.detail) for one in message.tellings[:MOST_SHOWN]]
        more = len(message.tellings) - MOST_SHOWN
        lines += [f"and {more} more"] if more > 0 else []
    if message.page:
        lines.append(f"Page: {message.page}")
    return "\n".join(lines)


def line_of(telling: Telling, detail: Detail) -> str:
    """Say one finding on one line; with its values where the detail allows."""
    last = telling.tracking.last
    change, kind = CHANGES.get(telling.change, telling.change), last.kind.replace("_", " ")
    words = [f"- {change}, {kind}, {last.severity}: {shortened(last.question)}"]
    if detail == "full":
        words += [f"{shortened(value)} ({shortened(source)});" for source, value in last.values]
    return " ".join(words).rstrip(";")


def shortened(text: str) -> str:
    """Return text that can steer nothing, on one line, no longer than allowed."""
    plain = " ".join(printable(text).split())
    return plain if len(plain) <= LONGEST_VALUE else f"{plain[: LONGEST_VALUE - 1]}…"
