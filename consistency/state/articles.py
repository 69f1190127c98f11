"""Articles by content: every version of each is kept, and all are read again for a check."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consistency.articles import gathered
from consistency.records import Article, Report, Skipped, Span
from consistency.settings import ReadingSettings
from consistency.state.models import Document, StatedClaim, Version
from consistency.state.records import Arrival

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article of a check comes from.

    Args:
        location: As the job's source gave it; lasts while its text changes.
        source: Its publisher's own name, whatever else the publisher has in the check.
        version: Row of the text, None for an article that is not from the state.
    """

    location: str
    source: str
    version: int | None = None


def add_arrivals(
    session: Session, job: int, run: str, arrivals: Iterable[Arrival], *, seen_at: datetime
) -> list[Arrival]:
    """Keep articles; return those with a text that their place has not had before.

    What is known besides the text (title, day, whether it is chosen) is kept as it came last.
    """
    return [a for a in arrivals if add_arrival(session, job, run, a, seen_at=seen_at)]


def add_arrival(
    session: Session, job: int, run: str, arrival: Arrival, *, seen_at: datetime
) -> bool:
    """Keep one article; say whether its text is new."""
    document = document_of(session, job, arrival)
    digest = digest_of(arrival.article.text)
    version = session.scalar(
        select(Version).where(Version.document_id == document.id, Version.digest == digest)
    )
    is_new = version is None
    if version is None:
        version = Version(document_id=document.id, digest=digest, run_id=run, seen_at=seen_at)
        session.add(version)
    version.article = as_json(arrival.article)
    version.chosen = arrival.chosen
    version.likeness = arrival.likeness
    session.flush()
    return is_new


def document_of(session: Session, job: int, arrival: Arrival) -> Document:
    """Return the article's row, made where there is none."""
    key = digest_of(arrival.location)
    document = session.scalar(select(Document).where(Document.job_id == job, Document.key == key))
    if document is None:
        document = Document(job_id=job, key=key, location=arrival.location)
        session.add(document)
    document.feed = arrival.feed
    session.flush()
    return document


def digest_of(text: str) -> str:
    """Return SHA-256 of a text, which may hold what UTF-8 cannot."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_articles(
    session: Session, job: int, settings: ReadingSettings
) -> tuple[list[Article], list[Skipped]]:
    """Return the chosen articles as `consistency.articles.read` would, in the order of paths.

    Versions of one article that came to one path follow one another in the order they came; the
    second is at "PATH#2", and so on, as entries of a file are.
    """
    return gathered([article for article, _ in placed(session, job)], (), settings)


def placed(session: Session, job: int) -> list[tuple[Article, Place]]:
    """Return every chosen article and version, each with a path of its own, and its place."""
    rows = session.execute(
        select(Document.location, Version.id, Version.article)
        .join(Version, Version.document_id == Document.id)
        .where(Document.job_id == job, Version.chosen)
    )
    read = [(as_article(article), location, version) for location, version, article in rows]
    read.sort(key=lambda row: (path_order(row[0].path), row[2]))
    seen: dict[str, int] = defaultdict(int)
    found = []
    for article, location, version in read:
        seen[article.path] += 1
        number = seen[article.path]
        path = article.path if number == 1 else f"{article.path}#{number}"
        found.append((replace(article, path=path), Place(location, article.source, version)))
    return found


def path_order(path: str) -> tuple[str, int]:
    """Order paths as reading does: files by their names, entries of a file by their numbers."""
    name, _, number = path.rpartition("#")
    return (name, int(number)) if name and re.fullmatch("[0-9]{1,9}", number) else (path, 0)


def places_in(session: Session, job: int, report: Report) -> dict[str, Place]:
    """Map the id of each article in a report to its place; unknown paths are places themselves."""
    by_path = {article.path: place for article, place in placed(session, job)}
    return {article.id: place_of(article, by_path) for article in report.articles}


def place_of(article: Article, by_path: Mapping[str, Place]) -> Place:
    """Return an article's place; one that lies at several is where it was first.

    A copy of which more is known may stand for an article tomorrow, and it is the same article.
    """
    own = by_path.get(article.path, Place(article.path, article.source))
    others = [by_path[path] for path in article.also_at if path in by_path]
    first = min([own, *others], key=lambda place: place.version or 0)
    return replace(own, location=first.location)


def keep_claims(session: Session, report: Report, places: Mapping[str, Place]) -> None:
    """Keep the claims of the versions that have none yet."""
    having = set(session.scalars(select(StatedClaim.version_id).distinct()))
    stated = {(places[c.article].version, c.span): c for c in report.claim_records}
    session.add_all(
        StatedClaim(
            version_id=version,
            start=span.start,
            end=span.end,
            text=claim.text,
            speaker=claim.speaker,
        )
        for (version, span), claim in stated.items()
        if version is not None and version not in having
    )


def as_json(article: Article) -> Json:
    """Return an article as JSON holds it."""
    day = article.published
    return asdict(article) | {"published": day.isoformat() if day else None}


def as_article(data: Json) -> Article:
    """Return the article that `as_json` was given, to the last field."""
    lists: Json = {
        name: tuple(Span(span["start"], span["end"]) for span in data[name])
        for name in ("body", "headlines")
    }
    lists |= {name: tuple(data[name]) for name in ("derived_from", "also_at")}
    day = date.fromisoformat(data["published"]) if data["published"] else None
    return Article(**{**data, **lists, "published": day})
