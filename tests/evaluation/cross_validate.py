"""Score every collection with the same-question model fitted on the others, and calibrate.

    python -m tests.evaluation.cross_validate [--write]

Prints a table of recall, precision against the gold and traps with each event held out, and how
often findings of each group hold by the probability behind them (Platt, 1999). `--write` keeps
the weights fitted on all and the calibration in the package. A finding that matches no gold finding
counts as wrong here, so that confidence errs on the low side.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from consistency.calibration import Calibration, log_odds
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import GROUPS, PassageFinder, Result, find_hits, score
from consistency.pipeline import Observation, observe, report_on
from consistency.records import Report
from consistency.report.findings_file import as_dict
from consistency.same_question import SameQuestionModel
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections
from tests.evaluation.fit import Pairs, fit_model, gather_pairs, report_fit, write_weights

CONFIDENCE = Path(__file__).parents[2] / "consistency" / "confidence.json"


@dataclass(frozen=True)
class Seen:
    """One collection, observed once and scored with several models."""

    collection: Collection
    observation: Observation
    pairs: Pairs


def hold_out(seen: list[Seen], settings: Settings) -> list[tuple[Seen, Report]]:
    """Report on each collection with a model fitted on all others."""
    reports = []
    for one in seen:
        model: SameQuestionModel = fit_model([s.pairs for s in seen if s is not one])
        report = report_on(
            one.collection.articles,
            one.observation,
            model=model,
            calibration=Calibration(),
            settings=settings,
        )
        reports.append((one, report))
    return reports


def judge(one: Seen, report: Report) -> tuple[Result, list[tuple[str, float, bool]]]:
    """The scores of one report; each finding's group, raw probability and whether it is in gold."""
    data: dict[str, Any] = as_dict(report)
    finder = PassageFinder(data["articles"])
    gold, traps = list(one.collection.gold), list(one.collection.traps)
    result = score(data["findings"], gold, traps, [], finder, 20)
    matched = {f["id"] for g in gold for f in find_hits(data["findings"], g, finder)}
    group_of = {kind: name for name, kinds in GROUPS.items() for kind in kinds}
    rows = [
        (group_of[f["kind"]], float(f["confidence"]), f["id"] in matched) for f in data["findings"]
    ]
    return result, rows


def calibrate(rows: list[tuple[str, float, bool]]) -> dict[str, dict[str, float]]:
    """Platt's slope and offset on the log odds, per group."""
    by_group: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for group, probability, holds in rows:
        by_group[group].append((probability, holds))
    fitted = {}
    for group, pairs in sorted(by_group.items()):
        odds = np.array([[log_odds(p)] for p, _ in pairs])
        model = LogisticRegression(C=10.0).fit(odds, [h for _, h in pairs])
        fitted[group] = {
            "slope": round(float(model.coef_[0][0]), 4),
            "offset": round(float(model.intercept_[0]), 4),
        }
    return fitted


def main() -> None:
    """Print the table; keep the calibration if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {CONFIDENCE.name}")
    arguments = parser.parse_args()
    settings = Settings()
    encoder = SentenceEncoder(settings.models)
    seen = []
    for collection in collections():
        observation = observe(collection.articles, settings=settings, encoder=encoder)
        seen.append(Seen(collection, observation, gather_pairs(collection, observation)))
    report_fit([s.pairs for s in seen])
    rows: list[tuple[str, float, bool]] = []
    for one, report in hold_out(seen, settings):
        result, judged = judge(one, report)
        rows.extend(judged)
        n_words = sum(len(a.text.split()) for a in one.collection.articles)
        kinds = {k: v[0] for k, v in result.recall_by_kind.items()}
        sys.stdout.write(
            f"{one.collection.name:15} differences {result.recall_differences} "
            f"agreement {kinds.get('agreement')} unstated {kinds.get('unstated')} "
            f"in gold {result.top_in_gold}/{result.top} traps {result.traps_hit}/{result.traps} "
            f"kind right {result.kind_right}/{result.found} "
            f"findings per 1,000 words {len(report.finding_records) / n_words * 1000:.0f}\n"
        )
    fitted = calibrate(rows)
    sys.stdout.write(json.dumps(fitted, indent=1) + "\n")
    if arguments.write:
        write_weights([s.pairs for s in seen])
        card = {"card": "Platt scaling by tests/evaluation/cross_validate.py, held out by event."}
        CONFIDENCE.write_text(json.dumps(card | {"groups": fitted}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
