"""What the sources agree on and the draft leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from consistency.draft.ground import Ground
from consistency.draft.records import LeftOut
from consistency.records import Finding, Report
from consistency.same_question import AGREEING

WEIGHT = {"high": 1.0, "medium": 0.8, "low": 0.6}
STATES = 0.25
"""Probability of one question from which on the draft states what the sources agree on."""
SAYS = 0.8
"""Reach from which on a claim of the draft says what a passage of the agreement says, -1..2."""


def find_left_out(ground: Ground, report: Report) -> Iterator[LeftOut]:
    """Yield the agreements of two independent sources or more that no claim of the draft states,
    what matters most first."""
    agreed = [
        f for f in report.finding_records if f.kind == "agreement" and f.independent_reports > 1
    ]
    missed = [f for f in agreed if not _is_told(ground, f)]
    missed.sort(key=lambda f: (-WEIGHT[f.severity] * f.confidence, f.rank))
    for finding in missed[: ground.settings.left_out]:
        yield LeftOut(finding.id)


def _is_told(ground: Ground, finding: Finding) -> bool:
    """Whether the draft states a value of the finding, or says what one of its passages says."""
    places = {(v.article, v.span) for v in finding.values}
    for found in ground.compared.values():
        for other, c in found:
            agrees = c.judgement.level in AGREEING and c.same_question >= STATES
            if agrees and (other.article, other.span) in places:
                return True
    rows = [ground.seen.evidence.place[v.claim] for v in finding.values]
    own = [ground.seen.evidence.place[c.id] for c in ground.claims]
    if not own:
        return False
    evidence = ground.seen.evidence
    reach = (
        evidence.rows[rows] @ evidence.rows[own].T
        + (evidence.terms[rows] @ evidence.terms[own].T).toarray()
    )
    return float(reach.max()) >= SAYS
