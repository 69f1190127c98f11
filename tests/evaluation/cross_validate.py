"""Score every collection with the same-question model fitted on the others, and calibrate.

    python -m tests.evaluation.cross_validate [--without-entailment] [--write]

Prints a table of recall, precision and traps with each event held out. Precision is that of the
first 20 of each group of kinds, over those in the gold or judged by people, with the number
unjudged, and "-" where that is over a tenth. Then how often findings hold by the probability behind
them (Platt, 1999): a finding that matches no gold finding counts as wrong there, so that confidence
errs on the low side. Collections that are held out for good are scored with the model fitted on all
others. `--write` keeps the weights and the calibration in the package, and a reliability plot
beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from consistency.calibration import GROUP_OF, Calibration, log_odds
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import GROUPS, PassageFinder, Result, find_hits, score
from consistency.observation import Observation
from consistency.pipeline import observe, report_on
from consistency.records import Report
from consistency.report.findings_file import as_dict
from consistency.same_question import SameQuestionModel
from consistency.settings import EntailmentSettings, Settings
from tests.evaluation.collections import HELD_OUT, Collection, collections
from tests.evaluation.fit import Pairs, fit_model, gather_pairs, report_fit, write_weights
from tests.evaluation.judge import judgements_of
from tests.evaluation.precision import Tally, pooled, tallies
from tests.evaluation.reliability import Row, calibration_errors, draw

CONFIDENCE = Path(__file__).parents[2] / "consistency" / "confidence.json"
PLOT = Path(__file__).with_name("reliability.svg")


@dataclass(frozen=True)
class Seen:
    """One collection, observed once and scored with several models."""

    collection: Collection
    observation: Observation
    pairs: Pairs


def hold_out(seen: list[Seen], settings: Settings) -> list[tuple[Seen, Report]]:
    """Report on each collection with a model fitted on the others that may be fitted on."""
    reports = []
    for one in seen:
        others = [s.pairs for s in seen if s is not one and not s.collection.is_held_out]
        model: SameQuestionModel = fit_model(others)
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
    result = score(data["findings"], gold, traps, judgements_of(one.collection), finder, 20)
    matched = {f["id"] for g in gold for f in find_hits(data["findings"], g, finder)}
    group_of = {kind: name for name, kinds in GROUPS.items() for kind in kinds}
    rows = [
        (group_of[f["kind"]], float(f["confidence"]), f["id"] in matched) for f in data["findings"]
    ]
    return result, rows


def held_out_confidence(judged: Mapping[str, list[Row]]) -> list[Row]:
    """Each finding's confidence by a calibration fitted on the findings of other collections."""
    points = []
    for name, rows in judged.items():
        others = [r for n, found in judged.items() if n not in {name, *HELD_OUT} for r in found]
        calibration = Calibration(calibrate(others))
        kinds = {group: kind for kind, group in GROUP_OF.items()}
        points += [(g, calibration.confidence(kinds[g], p), holds) for g, p, holds in rows]
    return points


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


@dataclass(frozen=True)
class Line:
    """One line of the table: a collection or a group, its figures, and what is judged of it."""

    name: str
    figures: Mapping[str, float]
    judged: Mapping[str, Tally]

    def __str__(self) -> str:
        shown = [f"{key} {value:.3g}" for key, value in self.figures.items()]
        for group, tally in self.judged.items():
            right = f"{tally.precision:.3g}" if tally.is_judged else "-"
            shown.append(f"right_{group} {right} unjudged_{group} {tally.unjudged}")
        return f"{self.name:15} {' '.join(shown)}\n"


def figures(result: Result, report: Report, n_words: int) -> dict[str, float]:
    """The figures of one collection, by name."""
    kinds = {kind: share or 0.0 for kind, (share, _) in result.recall_by_kind.items()}
    return {
        "differences": result.recall_differences or 0.0,
        "agreement": kinds.get("agreement", 0.0),
        "unstated": kinds.get("unstated", 0.0),
        "in_gold": result.top_in_gold,
        "of_best": result.top,
        "traps": result.traps_hit,
        "of_traps": result.traps,
        "kind_right": result.kind_right / max(1, result.found),
        "per_1000_words": len(report.finding_records) / n_words * 1000,
    }


SUMMED = frozenset({"in_gold", "of_best", "traps", "of_traps"})


def sum_up(group: str, members: Sequence[Line]) -> Line:
    """The line of a group: counts summed, shares averaged, precision pooled."""
    total = {
        key: float((sum if key in SUMMED else fmean)([row.figures[key] for row in members]))
        for key in members[0].figures
    }
    return Line(f"= {group}", total, pooled(row.judged for row in members))


def write_tables(rows: Mapping[str, list[Line]]) -> None:
    """Print a line a collection and one a group."""
    for group, members in rows.items():
        for row in members:
            sys.stdout.write(str(row))
        sys.stdout.write(f"{sum_up(group, members)}\n")


def main() -> None:
    """Print the tables; keep weights, calibration and plot if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help=f"write {CONFIDENCE.name}")
    parser.add_argument("--without-entailment", action="store_true", help="read no statements")
    arguments = parser.parse_args()
    settings = Settings(entailment=EntailmentSettings(use=not arguments.without_entailment))
    encoder = SentenceEncoder(settings.models)
    seen = []
    for collection in collections():
        observation = observe(collection.articles, settings=settings, encoder=encoder)
        seen.append(Seen(collection, observation, gather_pairs(collection, observation)))
    fitted_on = [s.pairs for s in seen if not s.collection.is_held_out]
    report_fit(fitted_on)
    judged: dict[str, list[Row]] = {}
    tables: dict[str, list[Line]] = defaultdict(list)
    for one, report in hold_out(seen, settings):
        result, judged[one.collection.name] = judge(one, report)
        n_words = sum(len(a.text.split()) for a in one.collection.articles)
        line = Line(one.collection.name, figures(result, report, n_words), tallies(result))
        tables[one.collection.group].append(line)
    write_tables(tables)
    points = held_out_confidence(judged)
    for name, error in calibration_errors(points).items():
        sys.stdout.write(f"expected calibration error of {name}: {error:.3f}\n")
    fitted = calibrate([r for name, rows in judged.items() if name not in HELD_OUT for r in rows])
    sys.stdout.write(json.dumps(fitted, indent=1) + "\n")
    if arguments.write:
        write_weights(fitted_on)
        card = {"card": "Platt scaling by tests/evaluation/cross_validate.py, held out by event."}
        CONFIDENCE.write_text(json.dumps(card | {"groups": fitted}, indent=1) + "\n", "utf-8")
        draw(points, PLOT)


if __name__ == "__main__":
    main()
