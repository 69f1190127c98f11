"""From inputs to a report: the only room that knows all the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path

from consistency import workers
from consistency.articles import read, read_draft
from consistency.articles.results import without_results
from consistency.cache import Cache, key_of
from consistency.calibration import Calibration
from consistency.centrality import find_centrality
from consistency.clusters import find_topics
from consistency.collection import apart, merge
from consistency.comparisons import compare_mentions, judge_pairs, settle_rivals
from consistency.draft import Notes, check_draft
from consistency.embeddings import Encoder, Remembering, SentenceEncoder
from consistency.entailment import load as load_entailment
from consistency.errors import FindingsFileError, InputError
from consistency.events import split
from consistency.evidence import Reader
from consistency.facets import load_facets
from consistency.facets.date import DateFacet
from consistency.facets.dates.calendar import When
from consistency.findings import FindingMaker, make_findings, rank_findings
from consistency.observation import Observation, only_with, pair_stated
from consistency.records import (
    Article,
    Comparison,
    Copy,
    DatedClaim,
    Mention,
    Report,
    Skipped,
)
from consistency.report.findings_file import dumps
from consistency.report.parsing import report_of
from consistency.same_question import JudgedPair, SameQuestionModel, WordRows, count_beside
from consistency.settings import EntailmentSettings, ModelSettings, Settings
from consistency.silence import Silence
from consistency.sources import find_copies
from consistency.stated import Stated, find_stated, make_ready_to_find, start_finding

Progress = Callable[[str], None]

MANY = 50
"""Articles among which there are mostly enough events to be compared side by side."""


def _say_nothing(line: str) -> None:
    del line


def check(
    inputs: Iterable[str | Path],
    *,
    draft: str | Path | None = None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    one_event: bool = False,
    written: Sequence[str | Path] = (),
    cache: Cache | None = None,
) -> Report:
    """Compare the articles in `inputs` claim by claim, those on one event with one another.

    A draft is held against all of them, as if they told of one event.

    Args:
        inputs: Files, folders, globs, or "-" for standard input.
        draft: File of a story that is held against the articles; it is none of them, though it may
            lie in a folder among the inputs.
        settings: Defaults to `Settings()`.
        encoder: Embeds the claims; defaults to the model that the settings name.
        progress: Called with a line of text as each stage begins.
        one_event: Take all articles to tell of one event, whatever they look like.
        written: Files that the results will go to. Those of an earlier run there are not read.
        cache: Keeps what is found, and gives back what was found on the same articles before. An
            encoder of your own is never kept from.
    Raises:
        SettingsError: If a file in `written` is an article or the draft: it would be lost.
        InputError: If an input does not exist, or nothing at all could be read; or if the draft
            cannot be read, or its file holds several articles.
        ModelError: If a model cannot be loaded.
    """
    settings = settings or Settings()
    say = progress or (_say_nothing)
    say("reading articles")
    if draft is not None:
        without_results([str(draft)], written)
    articles, skipped = read(
        inputs, settings=settings.reading, leave_out=draft, written=written, cache=cache
    )
    if not articles:
        raise InputError(_nothing_read(skipped))
    if draft is not None:
        story = read_draft(draft, settings=settings.reading)
        return check_articles(
            articles, draft=story, skipped=skipped, settings=settings, encoder=encoder,
            progress=progress,
        )  # fmt: skip
    few = len(articles) < settings.events.least_articles
    if not (one_event or few):
        if len(articles) >= MANY and encoder is None:
            workers.prepare(make_ready_to_compare, settings)
        encoder = encoder or _encoder(settings.models)
        events = split(articles, encoder=encoder, settings=settings.events)
        if len(events) > 1:
            return _check_events(articles, events, skipped, settings, encoder, say, cache)
    compare = partial(
        check_articles, articles, skipped=skipped, settings=settings, encoder=encoder,
        progress=progress,
    )  # fmt: skip
    return _remembered(cache, [*articles, *skipped], settings, encoder, compare)


def make_ready_to_compare(settings: Settings) -> None:
    """Load all that comparing an event needs, in a process that will compare some."""
    make_ready_to_find(settings)
    _encoder(settings.models)
    if settings.entailment.use:
        _reader(settings.entailment)


def _check_events(
    articles: Sequence[Article],
    events: Sequence[Sequence[Article]],
    skipped: Sequence[Skipped],
    settings: Settings,
    encoder: Encoder,
    say: Progress,
    cache: Cache | None,
) -> Report:
    """Compare the articles of each event with one another, and put the reports together."""
    told = [event for event in events if len(event) > 1]
    say(f"found {len(told)} events; alone on theirs: {len(events) - len(told)}")
    ours = isinstance(encoder, SentenceEncoder)
    kept = cache if ours else None
    compare = partial(
        compare_event, settings=settings, encoder=None if ours else encoder, cache=kept
    )
    sets = [apart(event) for event in told]
    known = [_known(kept, articles, settings) for articles in sets]
    new = [articles for articles, report in zip(sets, known, strict=True) if report is None]
    compared = iter((workers.each if ours else map)(compare, new))

    def reports() -> Iterator[Report]:
        for n in range(len(known)):
            report = known[n] or next(compared)
            known[n] = None
            say(f"event {n + 1} of {len(told)}: compared {len(report.articles)} articles")
            yield report

    made = Report(
        (), (), (), (), settings=settings.as_dict(), versions=_versions(), generated_at=_now()
    )
    return merge(reports(), told, articles, skipped=skipped, rank=rank_findings, like=made)


def compare_event(
    articles: Sequence[Article],
    *,
    settings: Settings,
    encoder: Encoder | None = None,
    cache: Cache | None = None,
) -> Report:
    """Compare articles on one of several events; what is too much is skipped, even all of it."""
    encoder = encoder or _encoder(settings.models)
    compare = partial(_compare, articles, settings, encoder)
    return _remembered(cache, articles, settings, encoder, compare)


def _compare(articles: Sequence[Article], settings: Settings, encoder: Encoder) -> Report:
    seen = observe(articles, settings=settings, encoder=encoder)
    report = report_on(seen.articles, seen, skipped=seen.skipped, settings=settings)
    bare = frozenset[str]()  # what served the comparison alone is not kept of thousands of claims
    claims = tuple(replace(c, terms=bare, names=bare) for c in report.claim_records)
    return replace(report, claim_records=claims)


def _remembered(
    cache: Cache | None,
    given: Sequence[Article | Skipped],
    settings: Settings,
    encoder: Encoder | None,
    compare: Callable[[], Report],
) -> Report:
    """Return what was found on the same articles with the same settings before, or compare them."""
    if cache is None or not (encoder is None or isinstance(encoder, SentenceEncoder)):
        return compare()
    report = _known(cache, given, settings)
    if report is None:
        report = compare()
        cache.put(_key(given, settings), dumps(report, indent=None))
    return report


def _known(
    cache: Cache | None, given: Sequence[Article | Skipped], settings: Settings
) -> Report | None:
    """What was found on the same articles before; None where that is not known any more."""
    kept = cache.get(_key(given, settings)) if cache else None
    if kept is None:
        return None
    try:
        return report_of(json.loads(kept), "an entry of the cache")
    except (FindingsFileError, ValueError):  # it is whole, but of another make
        return None


def _key(given: Sequence[Article | Skipped], settings: Settings) -> str:
    return key_of("report", [asdict(one) for one in given], settings.as_dict())


@lru_cache(maxsize=1)
def _encoder(settings: ModelSettings) -> Encoder:
    """The encoder of a process, loaded once for all the events it compares."""
    return SentenceEncoder(settings)


@lru_cache(maxsize=1)
def _reader(settings: EntailmentSettings) -> Reader:
    """The entailment model of a process, loaded once for all the events it compares."""
    return load_entailment(settings)


def check_articles(
    articles: Sequence[Article],
    *,
    draft: Article | None = None,
    skipped: Sequence[Skipped] = (),
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Report:
    """Compare articles on one event that are already in memory. Otherwise as `check`.

    Raises:
        InputError: If the draft has the id of one of the articles.
    """
    settings = settings or Settings()
    if draft is not None:
        return _check_draft(articles, draft, skipped, settings, encoder, progress or _say_nothing)
    say = progress or (_say_nothing)
    seen = observe(articles, settings=settings, encoder=encoder, progress=progress)
    skipped = _with_skipped(skipped, seen)
    say(f"comparing {seen.n_mentions} mentions")
    return report_on(seen.articles, seen, skipped=skipped, settings=settings)


def _with_skipped(skipped: Sequence[Skipped], seen: Observation | Stated) -> list[Skipped]:
    """Put together what was skipped; an InputError where that is everything."""
    together = sorted([*skipped, *seen.skipped], key=lambda skip: skip.path)
    if seen.skipped and not seen.articles:
        raise InputError(_nothing_read(together))
    return together


def _check_draft(
    articles: Sequence[Article],
    draft: Article,
    skipped: Sequence[Skipped],
    settings: Settings,
    encoder: Encoder | None,
    say: Progress,
) -> Report:
    """Compare the articles as if there were no draft, then the draft with them."""
    if draft.id in {a.id for a in articles}:
        raise InputError(f"the draft has the id of an article, {draft.id!r}: give it another")
    say(f"finding claims in {len(articles)} articles and the draft")
    facets, notes = load_facets(settings), Notes()
    stated = find_stated(
        [*articles, draft], facets, settings=settings, dated_by=articles, also=notes.take
    )
    if draft.path in {skip.path for skip in stated.skipped}:
        raise InputError(f"the draft {draft.path} holds too many claims to be checked; cut it")
    say(f"embedding {len(stated.claims)} claims")
    pair = partial(
        pair_stated,
        facets=facets,
        settings=settings,
        encoder=Remembering(encoder or SentenceEncoder(settings.models)),
        load_reader=_reader_of(settings),
    )
    seen = pair(stated.without(draft.id))
    skipped = _with_skipped(skipped, seen)
    say(f"comparing {stated.n_mentions} mentions")
    report = report_on(seen.articles, seen, skipped=skipped, settings=settings)
    say("holding the draft against its sources")
    both = pair(stated)
    compared = compare_all(
        both, model=SameQuestionModel.shipped(), settings=settings, only=draft.id
    )
    return replace(report, draft=check_draft(draft, both, compared, report, notes, settings))


def _reader_of(settings: Settings) -> Callable[[], Reader] | None:
    """What loads the entailment model, once; None where the settings want none."""
    return partial(_reader, settings.entailment) if settings.entailment.use else None


def report_on(
    articles: Sequence[Article],
    seen: Observation,
    *,
    skipped: Sequence[Skipped] = (),
    settings: Settings,
    model: SameQuestionModel | None = None,
    calibration: Calibration | None = None,
) -> Report:
    """Compare what was observed, put findings together and rank them.

    `model` and `calibration` default to the shipped ones; the evaluation brings its own.
    """
    model = model or SameQuestionModel.shipped()
    comparisons = compare_all(seen, model=model, settings=settings)
    copies = find_copies(articles, seen.claims, seen.evidence.rows, settings=settings.sources)
    centrality = find_centrality(seen.claims, seen.evidence.rows)
    silence = Silence(
        seen.evidence, articles, seen.facets, centrality, settings.findings, seen.refusals
    )
    maker = FindingMaker(
        seen.evidence,
        articles,
        copies,
        seen.facets,
        centrality,
        silence,
        settings.findings,
        Calibration.shipped() if calibration is None else calibration,
    )
    findings = make_findings(maker, comparisons, list(seen.all_mentions()))
    return Report(
        articles=_with_origins(articles, copies),
        skipped=tuple(skipped),
        claim_records=tuple(seen.claims),
        finding_records=tuple(findings),
        copies=tuple(copies),
        compared_in_part=tuple(name for name, found in seen.paired.items() if found.in_part),
        dated_claims=tuple(find_dated_claims(seen.mentions.get(DateFacet.name, ()))),
        settings=settings.as_dict(),
        counts={
            "articles": len(articles),
            "skipped": len(skipped),
            "claims": len(seen.claims),
            "topics": len(find_topics(seen.evidence.rows, settings=settings.clusters).members()),
            "candidate_pairs": len(seen.claim_pairs),
            "mentions": seen.n_mentions,
            "comparisons": len(comparisons),
            "findings": len(findings),
        },
        versions=_versions(),
        generated_at=_now(),
    )


def observe(
    articles: Sequence[Article],
    *,
    settings: Settings,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Observation:
    """Find claims and mentions, embed the claims and pair those worth comparing."""
    say = progress or (_say_nothing)
    say(f"finding claims in {len(articles)} articles")
    awaited = start_finding(articles, settings)
    facets = load_facets(settings)
    encoder = encoder or _encoder(settings.models)
    stated = awaited()
    say(f"embedding {len(stated.claims)} claims")
    return pair_stated(
        stated, facets, settings=settings, encoder=encoder, load_reader=_reader_of(settings)
    )


def judge_all(seen: Observation, *, only: str | None = None) -> dict[str, list[JudgedPair]]:
    """Per facet, every candidate pair that can be compared, with its typed judgement.

    `only` names an article: pairs without it, and pairs inside it, are then left out.
    """
    return {
        name: judge_pairs(
            facet,
            seen.mentions[name],
            seen.paired[name].pairs
            if only is None
            else only_with(only, seen.mentions[name], seen.paired[name].pairs),
        )
        for name, facet in seen.facets.items()
    }


def compare_all(
    seen: Observation, *, model: SameQuestionModel, settings: Settings, only: str | None = None
) -> list[Comparison]:
    """Compare the mentions of every facet and settle which counterpart each is held against."""
    by_facet = judge_all(seen, only=only)
    beside = count_beside(chain.from_iterable(by_facet.values()))
    words = WordRows(seen.evidence.encoder, chain.from_iterable(by_facet.values()))
    compare = partial(
        compare_mentions, evidence=seen.evidence, beside=beside, words=words, model=model,
        settings=settings.comparisons,
    )  # fmt: skip
    compared = map(compare, by_facet.values())
    return [c for some in compared for c in settle_rivals(some, settings=settings.comparisons)]


def find_dated_claims(mentions: Iterable[Mention]) -> Iterator[DatedClaim]:
    """Yield what is placed on the calendar; a weekday or an hour alone is not."""
    for mention in mentions:
        bounds = mention.value.bounds if isinstance(mention.value, When) else None
        if bounds:
            yield DatedClaim(mention.article, mention.claim, mention.span, mention.text, *bounds)


def _with_origins(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Article, ...]:
    origins = {a.id: tuple(sorted(c.origin for c in copies if c.article == a.id)) for a in articles}
    return tuple(replace(a, derived_from=origins[a.id]) for a in articles)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _versions() -> dict[str, str]:
    names = ("claim-consistency", "sentence-transformers", "scikit-learn", "spacy", "onnxruntime")
    return {"python": sys.version.split()[0]} | {name: _version(name) for name in names}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed as a package"


def _nothing_read(skipped: Sequence[Skipped]) -> str:
    reasons = "; ".join(f"{s.path}: {s.reason}" for s in skipped[:5])
    found = reasons or "the inputs are empty"
    return f"no article could be read ({found}). Name files with article text."
