"""List findings that nobody has judged, and keep what people say of them.

    python -m tests.evaluation.judge list > FILE.jsonl
    python -m tests.evaluation.judge keep FILE.jsonl

`list` writes the first 20 differences, agreements and unstated details of every collection that
neither match the gold nor were judged before. To each line a person adds "verdict" ("right",
"wrong", or "same" where the sources say the same thing in other words) and "why", in one line.
`keep` files them in judgements/, by collection, without any of the articles' text.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consistency import check_articles
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import GROUPS, PassageFinder, find_hits, is_same_finding
from consistency.gold import read_judgements
from consistency.report.findings_file import as_dict
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections

JUDGEMENTS = Path(__file__).with_name("judgements")
TOP = 20
KEPT = ("collection", "finding", "kind", "facet", "passages", "verdict", "why")

Row = dict[str, Any]


def judgements_of(collection: Collection) -> list[Row]:
    """What has been judged of one collection."""
    path = JUDGEMENTS / f"{collection.name}.jsonl"
    return read_judgements([path]) if path.exists() else []


def unjudged(collection: Collection, encoder: SentenceEncoder) -> Iterator[Row]:
    """The best-ranked findings of each group that no gold finding and no judgement speaks for."""
    data = as_dict(check_articles(collection.articles, encoder=encoder))
    finder = PassageFinder(data["articles"])
    known = judgements_of(collection)
    matched = {f["id"] for g in collection.gold for f in find_hits(data["findings"], g, finder)}
    sentences = {claim["id"]: claim["text"] for claim in data["claims"]}
    for kinds in GROUPS.values():
        for finding in [f for f in data["findings"] if f["kind"] in kinds][:TOP]:
            judged = any(is_same_finding(finding, j, finder) for j in known)
            if finding["id"] not in matched and not judged:
                yield _shown(collection.name, finding, finder, sentences)


def _shown(name: str, finding: Row, finder: PassageFinder, sentences: dict[str, str]) -> Row:
    stems = finder.stem_of
    told = ("kind", "facet", "question", "explanation", "confidence")
    return {
        "collection": name,
        "finding": finding["id"],
        **{key: finding[key] for key in told},
        "passages": [[stems[v["article"]], v["start"], v["end"]] for v in finding["values"]],
        "silent": [stems[article] for article in finding["silent"]],
        "values": [
            [stems[v["article"]], v["value"], sentences[v["claim"]]] for v in finding["values"]
        ],
        "verdict": None,
        "why": None,
    }


def keep(path: Path, folder: Path = JUDGEMENTS) -> None:
    """File judged lines by collection; a later judgement of a finding replaces the earlier one.

    Raises:
        ValueError: If a line has a verdict of another name. Lines without one are passed over.
    """
    new: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("verdict") is None:
            continue
        if row["verdict"] not in {"right", "wrong", "same"}:
            raise ValueError(f"{path}: {row['finding']} has the verdict {row['verdict']!r}")
        new[row["collection"]][row["finding"]] = {key: row[key] for key in KEPT}
    folder.mkdir(exist_ok=True)
    for name, rows in new.items():
        file = folder / f"{name}.jsonl"
        kept = {j["finding"]: j for j in read_judgements([file])} if file.exists() else {}
        lines = [json.dumps(row, ensure_ascii=False) for row in (kept | rows).values()]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    if arguments[:1] == ["list"]:
        encoder = SentenceEncoder(Settings().models)
        for collection in collections():
            for row in unjudged(collection, encoder):
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif arguments[:1] == ["keep"] and len(arguments) == 2:
        keep(Path(arguments[1]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
