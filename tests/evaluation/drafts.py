"""Marks of drafts against what people said of them: `list` prints them, `score` counts.

Drafts are articles kept beside the repository (`../shared`), each held against the other articles
on its event. Judgements are kept without the articles' text: by the claim's place, the mark it got
and a verdict.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from consistency import Report, check
from consistency.draft.records import FINE, DraftClaim
from consistency.embeddings import Encoder

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
JUDGEMENTS = Path(__file__).parent / "draft_judgements"
DRAFTS = (
    "seeds/000_401c68b17d433c99.txt",
    "events/2058ec60/2058ec60-2-FOX.json",
    "events/2153fb3e/2153fb3e-3-hpo.json",
    "events/6b541575/6b541575-2-nyt.json",
    "events/85475456/85475456-3-hpo.json",
    "events/96b7046f/96b7046f-2-fox.json",
    "events/b5eefefb/b5eefefb-3-nyt.json",
    "events/d3a1ce0a/d3a1ce0a-3-nyt.json",
    "events/f506aafc/f506aafc-3-fox.json",
)
"""One article an event, by its path in the folder beside the repository."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of one mark: whether an editor would call it right."""

    draft: str
    start: int
    end: int
    mark: str
    right: bool


def marked(path: str, *, encoder: Encoder | None = None) -> Report:
    """Hold a draft against the other articles of its folder."""
    draft = SHARED / path
    return check([draft.parent], draft=draft, encoder=encoder)


def judgements(path: str) -> list[Judged]:
    """Read what was said of a draft's marks; none where nobody judged it."""
    stem = Path(path).stem
    kept = JUDGEMENTS / f"{stem}.jsonl"
    if not kept.is_file():
        return []
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines() if line.strip()]
    return [Judged(stem, x["start"], x["end"], x["mark"], x["verdict"] == "right") for x in lines]


def judged_marks(
    report: Report, said: Sequence[Judged]
) -> Iterator[tuple[DraftClaim, bool | None]]:
    """Pair each claim with the verdict on the mark it has now; None where nobody judged that."""
    known = {(j.start, j.end, j.mark): j.right for j in said}
    for claim in report.draft.claims if report.draft else ():
        yield claim, known.get((claim.span.start, claim.span.end, claim.mark.value))


def precision(pairs: Sequence[tuple[DraftClaim, bool | None]]) -> tuple[int, int, int]:
    """Count marks that ask for a look: right, judged, and all of them."""
    asking = [right for claim, right in pairs if claim.mark not in FINE]
    return sum(r is True for r in asking), sum(r is not None for r in asking), len(asking)


def main() -> None:
    """List the marks nobody has judged, or count those that are right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("command", choices=("list", "score"))
    parser.add_argument("drafts", nargs="*", default=list(DRAFTS))
    arguments = parser.parse_args()
    for path in arguments.drafts:
        pairs = list(judged_marks(marked(path), judgements(path)))
        if arguments.command == "list":
            _list(path, pairs)
        else:
            _score(path, pairs)


def _list(path: str, pairs: Sequence[tuple[DraftClaim, bool | None]]) -> None:
    for claim, right in pairs:
        if right is None:
            place = {"start": claim.span.start, "end": claim.span.end, "mark": claim.mark.value}
            shown = {"text": claim.text, "reason": claim.explanation}
            print(json.dumps({"draft": Path(path).stem, **place, "verdict": None, **shown}))


def _score(path: str, pairs: Sequence[tuple[DraftClaim, bool | None]]) -> None:
    by_mark: dict[str, Counter[bool | None]] = defaultdict(Counter)
    for claim, right in pairs:
        by_mark[claim.mark.value][right] += 1
    n_right, judged, asking = precision(pairs)
    print(f"{Path(path).stem}: {n_right} of {judged} right, {asking - judged} not judged")
    for mark, counts in sorted(by_mark.items()):
        print(f"  {mark:22} {counts[True]:3} right {counts[False]:3} wrong {counts[None]:3} open")


if __name__ == "__main__":
    main()
