"""List findings that nobody has judged, and keep what people say of them.

    python -m tests.evaluation.judge list [--top 20] > FILE.jsonl
    python -m tests.evaluation.judge keep FILE.jsonl

`list` writes those of the first 20 differences, agreements and unstated details of every collection
that neither match the gold nor were judged before. To each line a person adds "verdict" ("right",
"wrong", or "same" where the sources say the same thing in other words) and "why", in one line.
`keep` files them in judgements/, by collection, without any of the articles' text.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consistency import check_articles
from consistency.embeddings import SentenceEncoder
from consistency.evaluation import (
    GROUPS,
    PassageFinder,
    cite_the_same,
    find_hits,
    is_same_finding,
)
from consistency.gold import read_judgements
from consistency.report.findings_file import as_dict
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections

JUDGEMENTS = Path(__file__).with_name("judgements")
TOP = 20
VERDICTS = ("right", "wrong", "same")
KEPT = ("collection", "finding", "kind", "facet", "passages", "verdict", "why")

Row = dict[str, Any]


def judgements_of(collection: Collection) -> list[Row]:
    """What has been judged of one collection."""
    path = JUDGEMENTS / f"{collection.name}.jsonl"
    return read_judgements([path]) if path.exists() else []


def unjudged(collection: Collection, encoder: SentenceEncoder, *, top: int = TOP) -> Iterator[Row]:
    """The findings among the first `top` of each group that no gold and no judgement speaks for."""
    data = as_dict(check_articles(collection.articles, encoder=encoder))
    finder = PassageFinder(data["articles"])
    known = judgements_of(collection)
    matched = {f["id"] for g in collection.gold for f in find_hits(data["findings"], g, finder)}
    sentences = {claim["id"]: claim["text"] for claim in data["claims"]}
    for kinds in GROUPS.values():
        for finding in [f for f in data["findings"] if f["kind"] in kinds][:top]:
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
            {
                "article": stems[v["article"]],
                "text": v["text"],
                "value": v["value"],
                "sentence": sentences[v["claim"]],
            }
            for v in finding["values"]
        ],
        "verdict": None,
        "why": None,
    }


def keep(path: Path, folder: Path = JUDGEMENTS) -> None:
    """File judged lines by collection; a later judgement of a finding replaces the earlier one.

    Lines without a verdict are passed over.

    Raises:
        ValueError: If a line has a verdict of another name, or no reason in one line.
    """
    new: dict[str, dict[str, Row]] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("verdict") is not None:
            _check(row, path)
            new[row["collection"]][row["finding"]] = {key: row[key] for key in KEPT}
    folder.mkdir(exist_ok=True)
    for name, rows in new.items():
        file = folder / f"{name}.jsonl"
        old = read_judgements([file]) if file.exists() else []
        kept = [j for j in old if not any(_is_of_the_same(j, row) for row in rows.values())]
        lines = [json.dumps(row, ensure_ascii=False) for row in (*kept, *rows.values())]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _check(row: Row, path: Path) -> None:
    if row["verdict"] not in VERDICTS:
        expected = ", ".join(VERDICTS)
        raise ValueError(
            f"{path}: {row['finding']} has the verdict {row['verdict']!r}, expected {expected}"
        )
    why = row.get("why")
    if not why or "\n" in why:
        raise ValueError(f"{path}: {row['finding']} needs a reason in one line, found {why!r}")


def _is_of_the_same(old: Row, new: Row) -> bool:
    """Say whether two judgements are of one finding, though rules and so its id have changed."""
    if (old["kind"], old["facet"]) != (new["kind"], new["facet"]):
        return False
    return old["finding"] == new["finding"] or cite_the_same(old["passages"], new["passages"])


def write_list(top: int) -> None:
    """Print what is unjudged, a line a finding; what is held out for good is not to be read."""
    encoder = SentenceEncoder(Settings().models)
    for collection in collections():
        if collection.is_held_out:
            continue
        for row in unjudged(collection, encoder, top=top):
            print(json.dumps(row, ensure_ascii=False), flush=True)


def main() -> None:
    """List or keep, as the first argument says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="print findings that nobody has judged")
    listing.add_argument("--top", type=int, default=TOP, help="of each group of kinds (20)")
    keeping = commands.add_parser("keep", help="file lines that have a verdict and a reason")
    keeping.add_argument("file", type=Path, help="what `list` printed, filled in")
    arguments = parser.parse_args()
    if arguments.command == "list":
        write_list(arguments.top)
    else:
        keep(arguments.file)


if __name__ == "__main__":
    main()
