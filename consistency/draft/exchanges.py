"""What a claim changes in the sentence it repeats: a number, a name, a date, a hedge, a denial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consistency.draft.ground import Ground
from consistency.draft.hedges import NUMBER_HEDGES, hedges_among
from consistency.draft.records import DIFFERS, Mark
from consistency.draft.verdicts import Verdict, of_claim, of_mention
from consistency.draft.words import Exchange, Twin, in_order
from consistency.facets.alignment import SPELLED_OUT, is_content
from consistency.facets.antonyms import are_opposites
from consistency.facets.dates.written import MONTH_NUMBERS, WEEKDAY_NUMBERS
from consistency.records import Claim, Level, Mention, Section, Span

TYPED = ("quote", "quantity", "date", "place", "name", "title")
"""Facets whose comparison decides, the most telling first."""
DENIALS = frozenset("no not never none nobody nothing neither nor without cannot".split())
DAYS, MONTHS = frozenset(WEEKDAY_NUMBERS), frozenset(MONTH_NUMBERS)
SURE, FAIRLY = 0.95, 0.85
"""How sure a difference is, 0..1, where facets tell it and where the words alone do."""


@dataclass(frozen=True)
class Sides:
    """One exchange with the details that stand on either side of it."""

    exchange: Exchange
    own: Sequence[Mention]
    theirs: Sequence[Mention]


def judge_exchanges(ground: Ground, claim: Claim, twin: Twin) -> list[Verdict]:
    """Say what the exchanges between a claim and the sentence it repeats amount to."""
    sides = [_sides(ground, claim, twin, exchange) for exchange in twin.exchanges]
    found = (verdict for side in sides for verdict in _judge(ground, claim, twin, side))
    return list(found)


def _sides(ground: Ground, claim: Claim, twin: Twin, exchange: Exchange) -> Sides:
    def at(mentions: Sequence[Mention], span: Span | None) -> list[Mention]:
        return [m for m in mentions if span is not None and m.span.overlaps(span)]

    theirs = _mentions_at(ground, twin)
    own = ground.mentions.get(claim.id, ())
    return Sides(exchange, at(own, exchange.own), at(theirs, exchange.theirs))


def _judge(ground: Ground, claim: Claim, twin: Twin, side: Sides) -> Iterator[Verdict]:
    """The first ground that holds: typed comparison, then the words themselves."""
    typed = _typed(ground, side)
    if typed is not None:
        yield typed
        return
    for judge in (_by_words, _by_hedge):
        verdict = judge(ground, claim, twin, side)
        if verdict is not None:
            yield verdict
            return


def _typed(ground: Ground, side: Sides) -> Verdict | None:
    for facet in TYPED:
        for own in side.own:
            for other in side.theirs:
                if own.facet != facet or other.facet != facet:
                    continue
                judgement = ground.seen.facets[facet].compare(own, other)
                if judgement.level is Level.DIFFERENT:
                    return _differing(ground, own, other, judgement.reason)
    return None


def _differing(ground: Ground, own: Mention, other: Mention, reason: str) -> Verdict:
    quoted = own.facet == "quote"
    where = f"in {ground.articles[other.article].source}"
    told = (
        reason if quoted else f"the draft has {own.value}, the same sentence {where} {other.value}"
    )
    return Verdict(
        Mark.QUOTE_ALTERED if quoted else Mark.DIFFERS,
        SURE,
        own.span,
        told,
        own.facet,
        str(own.value),
        (of_mention(ground, DIFFERS, other),),
    )


def _by_words(ground: Ground, claim: Claim, twin: Twin, side: Sides) -> Verdict | None:
    """What the words exchanged tell by themselves: of quotations, numbers, days, names, denials."""
    e = side.exchange
    own, theirs = set(e.own_words), set(e.their_words)
    facet = None
    if _in_quotations(ground, claim, twin, e) and _has_content(e):
        facet = "quote"
    elif _numbers(own) and _numbers(theirs) and _numbers(own) != _numbers(theirs):
        facet = "quantity"
    elif any(
        own & kind and theirs & kind and own & kind != theirs & kind for kind in (DAYS, MONTHS)
    ):
        facet = "date"
    elif _denials(e.own_words) % 2 != _denials(e.their_words) % 2 or _opposed(own, theirs):
        facet = "polarity"
    elif _other_name(ground, claim, twin, e):
        facet = "name"
    if facet is None or (facet == "quantity" and _agree(ground, side)):
        return None
    deciding = e.own or claim.span
    said = (
        " ".join(ground.draft.text[deciding.start : deciding.end].split()) if e.own else "nothing"
    )
    text = ground.articles[twin.claim.article].text
    other = text[e.theirs.start : e.theirs.end] if e.theirs else "nothing"
    return Verdict(
        Mark.QUOTE_ALTERED if facet == "quote" else Mark.DIFFERS,
        FAIRLY,
        deciding,
        f"where the draft has “{said}”, the same sentence in "
        f"{ground.articles[twin.claim.article].source} has “{' '.join(other.split())}”"
        if e.own and e.theirs
        else f"the same sentence in {ground.articles[twin.claim.article].source} "
        + (f"has “{other}” besides" if e.theirs else f"lacks “{said}”"),
        facet,
        said if e.own else None,
        (of_claim(ground, DIFFERS, twin.claim, e.theirs),),
    )


def _has_content(exchange: Exchange) -> bool:
    return any(is_content(w) for w in (*exchange.own_words, *exchange.their_words))


def _in_quotations(ground: Ground, claim: Claim, twin: Twin, e: Exchange) -> bool:
    """Whether words are exchanged, added or left out inside a quotation that goes on around them.

    At either end a quotation may only be cut, or an attribution stand: the facet tells of those.
    """
    inside = [
        _within(ground.mentions.get(claim.id, ()), e.own, e.own_words),
        _within(_mentions_at(ground, twin), e.theirs, e.their_words),
    ]
    return all(inside) and bool(e.own or e.theirs)


def _mentions_at(ground: Ground, twin: Twin) -> list[Mention]:
    """Every detail in the sentence that a claim repeats."""
    return [
        m
        for row in ground.sources[twin.claim.article]
        if ground.seen.claims[row].span.overlaps(twin.claim.span)
        for m in ground.mentions.get(ground.seen.claims[row].id, ())
    ]


def _within(mentions: Sequence[Mention], span: Span | None, words: Sequence[str]) -> bool:
    """Whether words stand inside one quotation, neither first nor last; True for no words."""
    if span is None:
        return True
    for mention in mentions:
        if mention.facet != "quote":
            continue
        # A word in brackets is the editor's, not the speaker's.
        inside = mention.span.start < span.start and span.end < mention.span.end
        if inside and in_order(tuple(words), mention.value.words[1:-1]):
            return True
    return False


def _agree(ground: Ground, side: Sides) -> bool:
    """Whether a facet finds that the amounts or days exchanged can be one."""
    return any(
        own.facet == other.facet
        and own.facet in {"quantity", "date"}
        and ground.seen.facets[own.facet].compare(own, other).level
        in {Level.EQUAL, Level.COMPATIBLE}
        for own in side.own
        for other in side.theirs
    )


def _numbers(words: set[str]) -> set[str]:
    spelled = (SPELLED_OUT.get(w, w) for w in words)
    return {w.replace(",", "").strip("$€£%") for w in spelled if any(c.isdigit() for c in w)}


def _denials(words: Sequence[str]) -> int:
    return sum(w in DENIALS or w.endswith("n't") for w in words)


def _opposed(own: set[str], theirs: set[str]) -> bool:
    return any(
        are_opposites(a, b) for w in own for a in _forms(w) for v in theirs for b in _forms(v)
    )


def _forms(word: str) -> set[str]:
    """What a word's base form may be, by cutting endings: "closed" gives "close" among others."""
    cut = {word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed")}
    return cut | {word.removesuffix("ing"), f"{word.removesuffix('ing')}e"}


def _other_name(ground: Ground, claim: Claim, twin: Twin, e: Exchange) -> bool:
    """Whether names alone are exchanged, neither a part nor an abbreviation of the other."""
    if e.own is None or e.theirs is None or claim.section is Section.HEADLINE:
        return False
    own = ground.draft.text[e.own.start : e.own.end].split()
    theirs = ground.articles[twin.claim.article].text[e.theirs.start : e.theirs.end].split()
    if e.own.start == claim.span.start and not _is_named(claim, e.own_words):
        return False
    capital = all(_is_capital(w) for w in own) and all(_is_capital(w) for w in theirs)
    meet = set(e.own_words) <= set(e.their_words) or set(e.their_words) <= set(e.own_words)
    return capital and not meet and not _abbreviates(own, theirs) and not _abbreviates(theirs, own)


def _is_named(claim: Claim, words: Sequence[str]) -> bool:
    return any(word in name.split() for word in words for name in claim.names)


def _is_capital(word: str) -> bool:
    bare = word.strip("“”‘’\"'(),.")
    return bare[:1].isupper() and bare.lower() not in {
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "it",
        "he",
    }


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    letters = "".join(short).replace(".", "").strip("(),")
    return (
        len(short) == 1
        and letters.isupper()
        and letters == "".join(w[0] for w in long if w[0].isupper())
    )


def _by_hedge(ground: Ground, claim: Claim, twin: Twin, side: Sides) -> Verdict | None:
    """A hedge of the source's that the draft leaves out: it says more than the source does."""
    e = side.exchange
    dropped = [h for h in hedges_among(e.their_words) if _loosens(ground, twin, e, h)]
    if not dropped or hedges_among(e.own_words):
        return None
    deciding = e.own or _after(ground, claim, twin, e)
    where = ground.articles[twin.claim.article].source
    return Verdict(
        Mark.STRONGER,
        SURE if e.own is None else FAIRLY,
        deciding,
        f"{where} has “{dropped[0]}”, which the draft leaves out",
        "certainty",
        None,
        (of_claim(ground, DIFFERS, twin.claim, e.theirs),),
    )


def _loosens(ground: Ground, twin: Twin, e: Exchange, hedge: str) -> bool:
    """Whether the hedge of a number ("over", "about", "some") stands before one."""
    if tuple(hedge.split()) not in NUMBER_HEDGES:
        return True
    assert e.theirs is not None  # noqa: S101 - hedges come from its words
    text = ground.articles[twin.claim.article].text
    following = text[e.theirs.start : e.theirs.end + 24].lower().replace("’", "'")
    rest = following.partition(hedge)[2].split()
    words = {w.strip(".,;:()") for w in rest[:2]}
    return (
        bool(_numbers(words))
        or any(w.startswith(("$", "£", "€")) for w in words)
        or bool(
            words
            & {"dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "half"}
            | words & TENS
        )
    )


TENS = frozenset("thirty forty fifty sixty seventy eighty ninety third thirds quarter".split())


def _after(ground: Ground, claim: Claim, twin: Twin, e: Exchange) -> Span:
    """The words of the draft that stand where the source goes on after its hedge."""
    assert e.theirs is not None  # noqa: S101 - as above
    text = ground.articles[twin.claim.article].text
    rest = text[e.theirs.end : twin.claim.span.end].split()[:1]
    if rest:
        at = ground.draft.text.find(rest[0], claim.span.start, claim.span.end)
        if at >= 0:
            return Span(at, at + len(rest[0]))
    return claim.span
