"""Scoring a findings file against gold findings, traps and judgements made by hand."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from consistency.errors import FindingsFileError
from consistency.gold import (
    DIFFERENCES,
    WEIGHT,
    Record,
    read_findings,
    read_gold,
    read_judgements,
    read_traps,
)
from consistency.records import Span

ACCEPTED = dict.fromkeys(DIFFERENCES, DIFFERENCES) | {
    "agreement": frozenset({"agreement"}),
    "unstated": frozenset({"unstated"}),
}
"""Kinds of reported findings that can state a gold finding of each kind."""
GROUPS = {
    "differences": DIFFERENCES,
    "agreements": ACCEPTED["agreement"],
    "unstated": ACCEPTED["unstated"],
}
RIGHT = frozenset({"right"})

PLAIN = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}


@dataclass(frozen=True)
class Located:
    """A passage found in a report's article: the input's stem and the range in its text."""

    stem: str
    span: Span
    value: str = ""


@dataclass
class Result:
    """What an evaluation found. Recall is weighted by severity (high 3, medium 2, low 1).

    `precision` gives, for the best ranked of each group of kinds, the share of findings that are
    right: matched to gold or judged right, of those matched or judged at all.
    """

    recall_all: float | None
    recall_differences: float | None
    recall_high: float | None
    recall_by_kind: dict[str, tuple[float | None, int]]
    recall_by_facet: dict[str, tuple[float | None, int]]
    kind_right: int
    found: int
    gold: int
    differences_reported: int
    differences_in_gold_reported: int
    top_in_gold: int
    top: int
    traps_hit: int
    traps: int
    precision: dict[str, dict[str, float | int | None]] = field(default_factory=dict)
    traps_hit_ids: list[str] = field(default_factory=list)
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    to_judge: list[Record] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def fold(text: str) -> tuple[str, list[int]]:
    """Fold case, quotation marks, dashes and white space.

    Returns the folded text, without leading space, and for each of its characters the place in
    `text` that it came from.
    """
    folded: list[str] = []
    origin: list[int] = []
    blank = True
    for index, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", PLAIN.get(char, char)).lower():
            if piece.isspace() and blank:
                continue
            blank = piece.isspace()
            folded.append(" " if blank else piece)
            origin.append(index)
    return "".join(folded), origin


_folded = lru_cache(maxsize=64)(fold)
"""Of a whole text, for as long as its event is looked at: folded, it takes ten times the memory."""


class PassageFinder:
    """Finds verbatim passages in a report's articles, which are named by their input's stem."""

    def __init__(self, articles: Iterable[Record]) -> None:
        self.stem_of: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self.unplaced: set[tuple[str, str]] = set()
        for article in articles:
            stem = article["path"].replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
            self.stem_of[article["id"]] = stem
            self._texts[stem] = article["text"]

    @property
    def stems(self) -> set[str]:
        """Stems of all articles."""
        return set(self._texts)

    def locate(self, value: Record) -> Located | None:
        """Return where a gold value's passage stands; None, noted in `unplaced`, when nowhere."""
        stem, passage = value["article"], value["quote"]
        if stem not in self._texts:
            self.unplaced.add((stem, "article not in the report"))
            return None
        text, origin = _folded(self._texts[stem])
        wanted = fold(passage)[0].strip()
        at = text.find(wanted)
        if at < 0 or not wanted:
            self.unplaced.add((stem, passage[:60]))
            return None
        span = Span(origin[at], origin[at + len(wanted) - 1] + 1)
        return Located(stem, span, value.get("value", ""))

    def cites(self, finding: Record, passage: Located | None) -> bool:
        """Say whether a claim that the finding cites overlaps the passage."""
        return passage is not None and any(
            self.stem_of.get(v["article"]) == passage.stem
            and Span(v["claim_start"], v["claim_end"]).overlaps(passage.span)
            for v in finding["values"]
        )


def evaluate(
    findings: Path,
    gold: Sequence[Path],
    *,
    traps: Sequence[Path] = (),
    judgements: Sequence[Path] = (),
    top: int = 20,
) -> Result:
    """Score a findings file.

    A gold finding is found when one reported finding of an accepted kind cites two of its passages
    with different values in two articles (or in one, for a difference within it); for an agreement,
    passages of two articles; for an unstated detail, a stating passage and a silent article.

    Raises:
        FindingsFileError: If a file is missing or not of the expected shape, or no gold finding
            concerns an article of the report.
    """
    report = read_findings(findings)
    finder = PassageFinder(report["articles"])
    golds = [g for g in read_gold(gold) if any(v["article"] in finder.stems for v in g["values"])]
    if not golds:
        raise FindingsFileError(f"no gold finding concerns an article of {findings}")
    present_traps = [t for t in read_traps(traps) if t["a"]["article"] in finder.stems]
    return score(report["findings"], golds, present_traps, read_judgements(judgements), finder, top)


def score(
    reported: list[Record],
    golds: list[Record],
    traps: list[Record],
    judgements: list[Record],
    finder: PassageFinder,
    top: int,
) -> Result:
    """Score findings that are already in memory, as `evaluate` does with files."""
    by_kind: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    by_facet: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    used: set[str] = set()
    missed, kind_right = [], 0
    citing = _by_article(reported, finder)
    for gold in golds:
        hits = find_hits(citing(gold), gold, finder)
        used.update(f["id"] for f in hits)
        kind_right += any(f["kind"] == gold["kind"] for f in hits)
        row = (WEIGHT[gold["severity"]], bool(hits))
        by_kind[gold["kind"]].append(row)
        by_facet[gold["facet"]].append(row)
        if not hits:
            missed.append("{id} {kind}/{facet}/{severity} {question}".format_map(gold))
    everything = [row for rows in by_kind.values() for row in rows]
    differences = sorted(
        (f for f in reported if f["kind"] in DIFFERENCES), key=lambda f: f.get("rank", 10**9)
    )
    hit = [t["id"] for t in traps if _hits_trap(differences, t, finder)]
    return Result(
        recall_all=_recall(everything),
        recall_differences=_recall([r for k in DIFFERENCES for r in by_kind.get(k, [])]),
        recall_high=_recall([r for r in everything if r[0] == WEIGHT["high"]]),
        recall_by_kind={k: (_recall(r), len(r)) for k, r in sorted(by_kind.items())},
        recall_by_facet={k: (_recall(r), len(r)) for k, r in sorted(by_facet.items())},
        kind_right=kind_right,
        found=sum(found for _, found in everything),
        gold=len(golds),
        differences_reported=len(differences),
        differences_in_gold_reported=sum(f["id"] in used for f in differences),
        top_in_gold=sum(f["id"] in used for f in differences[:top]),
        top=min(top, len(differences)),
        traps_hit=len(hit),
        traps=len(traps),
        precision=_precision(reported, used, judgements, finder, top),
        traps_hit_ids=hit,
        unplaced=sorted(finder.unplaced),
        to_judge=[_brief(f, finder) for f in differences if f["id"] not in used][:top],
        missed=missed,
    )


def _by_article(
    reported: Sequence[Record], finder: PassageFinder
) -> Callable[[Record], list[Record]]:
    """Return what gives the findings, in order, that cite an article of a gold finding."""
    citing: dict[str | None, set[int]] = defaultdict(set)
    for n, finding in enumerate(reported):
        for value in finding["values"]:
            citing[finder.stem_of.get(value["article"])].add(n)

    def about(gold: Record) -> list[Record]:
        stems = {value["article"] for value in gold["values"]}
        return [reported[n] for n in sorted(set().union(*map(citing.__getitem__, stems)))]

    return about


def find_hits(reported: Sequence[Record], gold: Record, finder: PassageFinder) -> list[Record]:
    """Return the reported findings that state what a gold finding states."""
    passages = [finder.locate(v) for v in gold["values"]]
    return [f for f in reported if _states(f, gold, passages, finder)]


def _states(
    finding: Record, gold: Record, passages: Sequence[Located | None], finder: PassageFinder
) -> bool:
    if finding["kind"] not in ACCEPTED[gold["kind"]]:
        return False
    cited = [p for p in passages if p is not None and finder.cites(finding, p)]
    stems = {p.stem for p in cited}
    if gold["kind"] == "agreement":
        return len(stems) >= 2
    if gold["kind"] == "unstated":
        silent = {finder.stem_of.get(a) for a in finding.get("silent", [])}
        open_about = {v["article"] for v in gold["values"] if v["value"].startswith("unstated")}
        return bool(stems) and bool((silent | stems) & (set(gold.get("silent", [])) | open_about))
    differ = len({p.value for p in cited}) >= 2
    return differ and (len(stems) >= 2 or gold.get("scope") == "within")


def _hits_trap(differences: Sequence[Record], trap: Record, finder: PassageFinder) -> bool:
    sides = [finder.locate(trap[side]) for side in "ab"]
    return any(all(finder.cites(f, side) for side in sides) for f in differences)


def _recall(rows: Sequence[tuple[int, bool]]) -> float | None:
    total = sum(weight for weight, _ in rows)
    return round(sum(weight for weight, found in rows if found) / total, 3) if total else None


def _precision(
    reported: Sequence[Record],
    used: set[str],
    judgements: Sequence[Record],
    finder: PassageFinder,
    top: int,
) -> dict[str, dict[str, float | int | None]]:
    """Per group of kinds, over its first `top` by rank: right, wrong, unjudged, precision."""
    result = {}
    for name, kinds in GROUPS.items():
        first = sorted(
            (f for f in reported if f["kind"] in kinds), key=lambda f: f.get("rank", 10**9)
        )[:top]
        verdicts = [_verdict(f, used, judgements, finder) for f in first]
        right, wrong = verdicts.count(True), verdicts.count(False)
        share = round(right / (right + wrong), 3) if right + wrong else None
        result[name] = {
            "top": len(first),
            "right": right,
            "wrong": wrong,
            "unjudged": verdicts.count(None),
            "precision": share,
        }
    return result


def _verdict(
    finding: Record, used: set[str], judgements: Sequence[Record], finder: PassageFinder
) -> bool | None:
    """True when right, False when judged otherwise, None when no one has judged it.

    A judgement made by a person comes before a match by overlap, which is only likely right.
    """
    applying = [j for j in judgements if is_same_finding(finding, j, finder)]
    if not applying:
        return True if finding["id"] in used else None
    # Passages of two findings can overlap: what was said of this very one comes first.
    nearest = min(applying, key=lambda j: bool(j["finding"] != finding["id"]))
    return nearest["verdict"] in RIGHT


def is_same_finding(finding: Record, judgement: Record, finder: PassageFinder) -> bool:
    """Say whether a judgement was made of this finding: by id, or by kind and passages cited.

    Ids and spans move when rules change, so passages need only overlap, each with one of the other
    side: a finding that cites a passage more, or one less, is another and is judged anew.
    """
    if finding["kind"] != judgement["kind"] or finding["facet"] != judgement["facet"]:
        return False
    if finding["id"] == judgement["finding"]:
        return True
    cited = [(finder.stem_of.get(v["article"]), v["start"], v["end"]) for v in finding["values"]]
    return cite_the_same(cited, judgement["passages"])


def cite_the_same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    """Say whether each passage (stem, start, end) overlaps one of the other side. Symmetric."""
    return _all_met(left, right) and _all_met(right, left)


def _all_met(passages: Sequence[Any], others: Sequence[Any]) -> bool:
    return all(
        any(stem == s and start < e and b < end for s, b, e in others)
        for stem, start, end in passages
    )


def _brief(finding: Record, finder: PassageFinder) -> Record:
    return {
        "id": finding["id"],
        "rank": finding.get("rank"),
        "kind": finding["kind"],
        "facet": finding["facet"],
        "question": finding.get("question"),
        "values": [f"{finder.stem_of.get(v['article'])}: {v['value']}" for v in finding["values"]],
    }


def format_result(result: Result, *, as_json: bool = False) -> str:
    """Return the result for the terminal, a line a figure, or as JSON."""
    data: Mapping[str, Any] = asdict(result)
    if as_json:
        return json.dumps(data, indent=1, ensure_ascii=False)
    lines = []
    for name, value in data.items():
        if isinstance(value, list):
            lines.append(f"{name}:")
            lines.extend(f"   {row}" for row in value)
        else:
            lines.append(f"{name}: {value}")
    return "\n".join(lines)
