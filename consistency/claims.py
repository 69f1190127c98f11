"""From articles to claims: one sentence a claim, with its tokens, names, terms and speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from consistency.datelines import past_dateline
from consistency.entities import entities_of
from consistency.errors import ModelError
from consistency.facets.base import ParsedArticle, ParsedClaim
from consistency.overlaps import Overlaps
from consistency.portions import portions
from consistency.records import Article, Claim, Section, Skipped, Span
from consistency.settings import ModelSettings, Settings
from consistency.speakers import attribute
from consistency.unneeded import left_out

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT"})
TERM_TAGS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})

# Full stops that end no sentence, though the parser now and then stops there.
BEFORE_NAMES = re.compile(
    r"\b(?:Gov|Sens?|Reps?|Lt|Gen|Col|Sgt|Capt|Maj|Cmdr|Adm|Pres|Prof|Rev|Dr|Mr|Mrs|Ms|vs)\.$"
)
BEFORE_NUMBERS = re.compile(
    r"\b(?:Nos?|Secs?|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
# These end a sentence too: what follows decides.
BEFORE_EITHER = re.compile(r"\b(?:St|Ste|Jr|Sr|Inc|Co|Corp|Ltd|[A-Z])\.$")
ENUMERATOR = re.compile(r"\W*\d{1,3}[.)]")
TOO_MANY = (
    "with it the articles hold more than {most:,} claims, the limit of one run; check it apart "
    "from the others, cut it, or raise models.max_claims in the settings"
)
OPENERS = "\"'“‘([—-– "


@lru_cache(maxsize=2)
def load_parser(name: str) -> Language:
    """Load a spaCy pipeline with a parser and an entity recogniser, by package name or folder.

    Raises:
        ModelError: If there is no such pipeline, or it cannot split sentences and find names.
    """
    # Only spaCy pipelines other than the default one may run on torch.
    with left_out(*(["torch"] if name == ModelSettings().spacy else [])):
        import spacy

    try:
        nlp = spacy.load(name)
    except (ImportError, OSError, AttributeError, ValueError) as error:
        raise ModelError(
            f"no spaCy pipeline {name!r} (settings: models.spacy): {error}. "
            "Install the package or name a folder that holds one."
        ) from error
    missing = {"parser", "ner", "tagger"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(
            f"spaCy pipeline {name!r} lacks {', '.join(sorted(missing))}; found {nlp.pipe_names}. "
            "Name a full English pipeline in the settings (models.spacy)."
        )
    return nlp


def parse_articles(
    articles: Sequence[Article],
    *,
    settings: Settings,
    skipped: list[Skipped] | None = None,
    dated_by: Sequence[Article] | None = None,
) -> Iterator[ParsedArticle]:
    """Yield every article with its claims, in order; ids run through all articles: "c1", "c2"…

    Sentences come from the spaCy parser, a paragraph at a time, so that no claim crosses a line of
    the page. Memory holds the tokens of one article and of one batch of paragraphs beyond what the
    caller keeps.

    Args:
        skipped: Takes the articles whose claims would go beyond `models.max_claims`; they are left
            out of the run.
        dated_by: Articles by whose days those without one are placed; all of them by default.
    """
    reference = infer_reference(articles if dated_by is None else dated_by)
    n_claims, most = 0, settings.models.max_claims
    given_up: set[int] = set()
    for n, docs in enumerate(_docs_by_article(articles, settings.models, given_up)):
        article = articles[n]
        claims = list(islice(_claims_of(article, docs, n_claims), most - n_claims + 1))
        if n_claims + len(claims) > most:
            given_up.add(n)
            if skipped is not None:
                skipped.append(Skipped(article.path, TOO_MANY.format(most=most)))
            continue
        n_claims += len(claims)
        day = article.published or reference
        parsed = ParsedArticle(article, claims, day, article.published is not None)
        yield attribute(parsed)


def _docs_by_article(
    articles: Sequence[Article], models: ModelSettings, given_up: Set[int]
) -> Iterator[Iterator[tuple[Doc, Span]]]:
    """Yield each article's parsed pieces in turn; those of several share a batch, which is faster.

    Of articles whose place is in `given_up` no more is parsed than is under way.
    """
    nlp = load_parser(models.spacy)
    piped = nlp.pipe(
        _texts_of(articles, models, given_up), as_tuples=True, batch_size=models.batch_size
    )
    by_article = groupby(piped, key=lambda one: one[1][0])
    place, pieces = next(by_article, (len(articles), iter(())))
    for n in range(len(articles)):
        if n == place:
            yield ((doc, span) for doc, (_, span) in pieces)
            place, pieces = next(by_article, (len(articles), iter(())))
        else:
            yield iter(())


def _texts_of(
    articles: Sequence[Article], models: ModelSettings, given_up: Set[int]
) -> Iterator[tuple[str, tuple[int, Span]]]:
    """Yield what is to be parsed, with the place of its article and its own place in that."""
    for n, article in enumerate(articles):
        for span in _pieces_of(article, models):
            if n in given_up:
                break
            yield article.text[span.start : span.end], (n, span)


def _pieces_of(article: Article, models: ModelSettings) -> Iterator[Span]:
    text = article.text
    return chain.from_iterable(
        portions(text, past_dateline(text, part), settings=models) for part in article.body_parts
    )


def infer_reference(articles: Sequence[Article]) -> date | None:
    """Return the middle publication day of the articles that have one, for those that have none.

    Articles on one event appear within days of one another, so the middle day places weekdays
    and years well enough to compare; callers mark what rests on it as uncertain.
    """
    days = sorted(a.published for a in articles if a.published)
    return days[(len(days) - 1) // 2] if days else None


def _claims_of(
    article: Article, docs: Iterable[tuple[Doc, Span]], n_before: int
) -> Iterator[ParsedClaim]:
    headlines = Overlaps(article.headlines, lambda headline: headline)
    n = n_before
    for doc, span in docs:
        headline = headlines.any(span)
        for tokens in sentences(doc):
            n += 1
            yield _claim(article, tokens, span.start, f"c{n}", headline)


def _claim(
    article: Article, tokens: Tokens, offset: int, claim_id: str, headline: bool
) -> ParsedClaim:
    span = Span(offset + tokens.start_char, offset + tokens.end_char)
    claim = Claim(
        id=claim_id,
        article=article.id,
        span=span,
        text=article.text[span.start : span.end],
        section=Section.HEADLINE if headline else Section.BODY,
        terms=terms_of(tokens),
        names=names_of(tokens),
    )
    return ParsedClaim(claim, tokens, offset)


def terms_of(tokens: Tokens) -> frozenset[str]:
    """Lower-case lemmas of the content words."""
    return frozenset(
        t.lemma_.lower() for t in tokens if t.pos_ in TERM_TAGS and not t.is_stop and t.is_alpha
    )


def names_of(tokens: Tokens) -> frozenset[str]:
    """Folded texts of the named entities, without a leading article or a trailing possessive."""
    return frozenset(fold_name(e.text) for e in entities_of(tokens) if e.label_ in NAME_LABELS)


def fold_name(text: str) -> str:
    """Fold a name for comparison: lower case, no article, no possessive, single spaces.

    >>> fold_name("the Department of Labor’s")
    'department of labor'
    """
    folded = " ".join(text.lower().replace("’", "'").split())
    return folded.removeprefix("the ").removesuffix("'s").removesuffix("'").strip(" .,")


def sentences(doc: Doc) -> list[Tokens]:
    """Split a paragraph into sentences, mending stops after abbreviations and inside marks.

    Pieces without a letter or digit join the sentence before them; white space at either end is
    left out.
    """
    bounds: list[tuple[int, int]] = []
    for sent in doc.sents:
        if bounds and _goes_on(doc[bounds[-1][0] : bounds[-1][1]], sent):
            bounds[-1] = (bounds[-1][0], sent.end)
        else:
            bounds.append((sent.start, sent.end))
    pieces = [_trim(doc[start:end]) for start, end in bounds]
    return [p for p in pieces if _says_something(p)]


def _goes_on(before: Tokens, after: Tokens) -> bool:
    """Say whether the parser stopped too early: the sentence `before` goes on in `after`."""
    if not _says_something(before) or not _says_something(after):
        return True
    text, head = before.text.rstrip(), after.text.lstrip(OPENERS)
    if ENUMERATOR.fullmatch(text) or BEFORE_NAMES.search(text):
        return True
    if head[:1].islower() and not re.search(r"[.!?][\"'”’)]*$", text):
        return True
    if head[:1].isdigit() and BEFORE_NUMBERS.search(text):
        return True
    return bool(BEFORE_EITHER.search(text)) and not after[0].is_stop


def _says_something(tokens: Tokens) -> bool:
    return any(c.isalnum() for c in tokens.text)


def _trim(tokens: Tokens) -> Tokens:
    start, end = tokens.start, tokens.end
    while start < end and tokens.doc[start].is_space:
        start += 1
    while end > start and tokens.doc[end - 1].is_space:
        end -= 1
    return tokens.doc[start:end]
