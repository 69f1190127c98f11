"""What people are quoted as saying: the same words, a shorter piece of them, or altered ones."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from consistency.facets.alignment import (
    OMISSION,
    Alignment,
    Change,
    align,
    edge_changes,
    fold_words,
    is_content,
    stem,
    weight_of,
)
from consistency.facets.base import Facet, ParsedArticle, ParsedClaim
from consistency.facets.phrasing import cut_short
from consistency.personal_names import is_personal, same_speaker
from consistency.quotations import Quotation, claims_quoted, trim
from consistency.records import Judgement, Level, Mention, Slot, Span
from consistency.reporting import QUOTING, STATING
from consistency.speakers import speakers_in

PHRASE, QUOTATION = "phrase", "quotation"
MARKS = "\"“”„«»'‘’`"
ELLIPSIS = re.compile(r"\[?(?:\.\s?){3,}\]?|\[?…\]?")
ENDS_SENTENCE = re.compile(r"[.!?][\"”»'’)]*$")


# Logistic regression: are two quotations one utterance, altered or not? Fitted on 427 hand-labelled
# pairs that share words, of nine events; held out by event, 95 % right, Brier score 0.042.
# "other_speaker" came out near 0, since attributions err, and is set by hand to weigh a little.
BELIEF = {
    "intercept": -4.9,
    "covers_shorter": 3.3,  # share of the shorter quotation's weight that matches, 0..1
    "covers_longer": 3.7,  # the same of the longer one
    "log_weight": 1.4,  # ln of the matching weight; a content word weighs 1
    "same_speaker": 1.1,
    "other_speaker": -0.6,
    "open_ends": -1.9,  # ends, 0..2, where both go on with words the other does not have
}
MOST_SAID = 90
"""Characters of a quotation that a question repeats."""
OPENING_WORDS = 3
"""Words ahead of the first shared one up to which they are an opening and not a part left out."""
LEFT_OFF = frozenset("and but or so because well look now yes no oh again also then that".split())
"""Openings that reporters leave off without a mark."""
SHOWN_CHANGES = 3
COMMONPLACE = 3
"""Words up to which a quotation of common words alone ("How are you?") may be anyone's."""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """The words of a quotation's part in one sentence.

    Args:
        words: Folded, for comparing; see `fold_words`.
        shown: As printed; pieces that an attribution parts are joined by a space.
    """

    words: tuple[str, ...]
    shown: str

    def __str__(self) -> str:
        return f"“{self.shown}”"


@dataclass(frozen=True, slots=True)
class _Piece:
    claim: ParsedClaim
    quotation: int
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)


class QuoteFacet(Facet):
    """Quotations: found between marks and in block quotations, compared word by word."""

    name = "quote"

    def find(self, parsed: ParsedArticle) -> list[Mention]:
        """Return one mention for each sentence's part of each quotation.

        A quotation that an attribution breaks within its sentence (“We must,” she said, “go on”) is
        one mention; its span holds the attribution, its value does not.
        """
        speakers = parsed.once(speakers_in)
        quotations = speakers.quotations
        split_words = self.settings.quote.split_words
        pieces = _stitched(parsed.article.text, _pieces(parsed, quotations, split_words))
        mentions = (
            self._mention(
                parsed,
                piece,
                speakers.of_quotation(piece.quotation),
                named=speakers.is_named(piece.quotation),
            )
            for piece in pieces
        )
        return [m for m in mentions if m.value.words]

    def _mention(
        self, parsed: ParsedArticle, piece: _Piece, speaker: str | None, *, named: bool
    ) -> Mention:
        text, claim = parsed.article.text, piece.claim.claim
        shown = " ".join(text[s.start : s.end] for s in piece.spans)
        words = fold_words(shown)[: self.settings.quote.most_words]
        long = len(words) > self.settings.quote.phrase_words
        before = text[claim.span.start : piece.span.start].rstrip(MARKS + " ")
        after = text[piece.span.end : claim.span.end].lstrip(MARKS)
        return Mention(
            facet=self.name,
            article=parsed.article.id,
            claim=claim.id,
            span=piece.span,
            text=text[piece.span.start : piece.span.end],
            value=QuotedWords(words, re.sub(r"\s+", " ", shown)),
            slot=Slot(
                head=(speaker or "").lower(),
                role=QUOTATION if long else PHRASE,
                modifiers=frozenset(w for w in words if is_content(w)),
                subject=(speaker or "").lower() * named,
            ),
            speaker=speaker,
            keys=keys_of(words),
            masked=f"{before} … {after}".strip(),
        )

    def compare(self, left: Mention, right: Mention) -> Judgement:
        """Align the words of two quotations and say what became of them.

        A shorter piece of the same words, or the same words in another form, is COMPATIBLE; words
        added, dropped or exchanged between words that match are DIFFERENT; so are the same words
        given to two persons whom both articles name.
        """
        # One order for both calls, so that ties in the alignment fall alike.
        left, right = sorted((left, right), key=lambda m: (m.article, m.span, m.value.words))
        if not _share_enough(left, right):
            return Judgement(Level.NULL, "hardly a word in common")
        alignment = align(left.value.words, right.value.words)
        belief = _belief(left, right, alignment)
        exchanged = (*edge_changes(alignment), *_other_opening(left, right, alignment))
        short = weight_matched(left, alignment) < self.settings.quote.edge_weight
        if belief < self.settings.quote.least_alignment or (exchanged and short):
            return Judgement(Level.NULL, "two utterances", alignment=belief)
        changes = (*alignment.changes, *exchanged)
        if changes and left.article == right.article and belief < self.settings.quote.within:
            return Judgement(Level.NULL, "said twice, in other words", alignment=belief)
        if changes:
            return Judgement(Level.DIFFERENT, _reason(changes), _strength(changes), belief)
        if self._is_given_to_another(left, right, alignment):
            reason = f"the same words are given to {left.speaker} and to {right.speaker}"
            return Judgement(Level.DIFFERENT, reason, 0.8, belief)
        return _unaltered(alignment, belief)

    def _is_given_to_another(self, left: Mention, right: Mention, alignment: Alignment) -> bool:
        named = bool(left.slot.subject and right.slot.subject)
        long = weight_matched(left, alignment) >= self.settings.quote.speaker_weight
        return named and long and same_speaker(left.speaker, right.speaker) is False

    def question(self, mentions: Sequence[Mention]) -> str:
        """Ask for the speaker's words about the first content words that all mentions share.

        Of the same words given to two persons it asks whose they are.
        """
        if said := _given_to_two(mentions):
            return f"Who said “{said}”?"
        topic = _topic(mentions)
        about = f" about “{topic}”" if topic else ""
        named = Counter(m.speaker for m in mentions if m.speaker)
        if not named:
            return f"What were the words quoted{about}?"
        # The name given most fully serves best: "Ada Marsh" before "Marsh" or "the governor".
        speaker = min(named, key=lambda n: (not is_personal(n), -len(n.split()), -named[n], n))
        return f"What were {_possessive(speaker)} words{about}?"


def _given_to_two(mentions: Sequence[Mention]) -> str:
    """Say which words two persons are named for, cut short; "" where there are none."""
    for left, right in combinations(mentions, 2):
        alike = left.value.words == right.value.words
        named = left.slot.subject and right.slot.subject
        if alike and named and same_speaker(left.speaker, right.speaker) is False:
            return cut_short(left.value.shown.strip(MARKS + " ,."), MOST_SAID)
    return ""


def _other_opening(left: Mention, right: Mention, alignment: Alignment) -> tuple[Change, ...]:
    """Words that one quotation opens with and the other lacks, where both open the sentence.

    “Tired is no excuse” is not cut from “Being tired is no excuse”: what is cut goes on in lower
    case, or in brackets. A conjunction or an interjection is left off by custom.
    """
    extra = (*alignment.before.left, *alignment.before.right)
    if not extra or len(extra) > OPENING_WORDS or not alignment.matched:
        return ()
    if alignment.before.left and alignment.before.right:
        return ()
    shorter, longer = (left, right) if alignment.before.right else (right, left)
    opening, *_ = shorter.value.shown.lstrip(MARKS + " ").split() or [""]
    starts = opening[:1].isupper() and longer.value.shown.lstrip(MARKS + " ")[:1].isupper()
    inside = re.search(rf"\b{re.escape(opening)}\b", longer.value.shown)
    if not starts or inside or set(extra) <= LEFT_OFF or OMISSION in extra:
        return ()
    return (alignment.before,)


def weight_matched(left: Mention, alignment: Alignment) -> float:
    """Weight of the words that match: content words, about."""
    return sum(weight_of(left.value.words[i]) for i, _ in alignment.matched)


def _share_enough(left: Mention, right: Mention) -> bool:
    """Whether an alignment is worth the time: a fifth of the shorter one's content words match."""
    if left.value.words == right.value.words:
        return bool(left.slot.modifiers) or len(left.value.words) > COMMONPLACE
    one, other = ({stem(w) for w in m.slot.modifiers} for m in (left, right))
    shared = len(one & other)
    return shared > 0 and 5 * shared >= min(len(one), len(other))


def _belief(left: Mention, right: Mention, alignment: Alignment) -> float:
    """Probability that both quote one utterance."""
    words = left.value.words, right.value.words
    weight = weight_matched(left, alignment)
    if not weight:
        return 0.0
    lighter, heavier = sorted(sum(map(weight_of, w)) for w in words)
    same = same_speaker(left.speaker, right.speaker)
    open_ends = sum(bool(end.left and end.right) for end in (alignment.before, alignment.after))
    logit = (
        BELIEF["intercept"]
        + BELIEF["covers_shorter"] * weight / lighter
        + BELIEF["covers_longer"] * weight / heavier
        + BELIEF["log_weight"] * math.log(weight)
        + BELIEF["same_speaker"] * (same is True)
        + BELIEF["other_speaker"] * (same is False)
        + BELIEF["open_ends"] * open_ends
    )
    return 1.0 / (1.0 + math.exp(-logit))


def _strength(changes: Sequence[Change]) -> float:
    """How sure it is that the words differ: less so when only small words do, or only the ends."""
    if any(change.is_slip for change in changes) and len(changes) == 1:
        return 0.6
    return 0.95 if any(change.n_content for change in changes) else 0.8


def _reason(changes: Sequence[Change]) -> str:
    shown = "; ".join(str(change) for change in changes[:SHOWN_CHANGES])
    more = len(changes) - SHOWN_CHANGES
    return f"the words differ: {shown}" + (f"; and {more} more" if more > 0 else "")


def _unaltered(alignment: Alignment, belief: float) -> Judgement:
    ends = (alignment.before, alignment.after)
    if not any(end.left or end.right for end in ends):
        if alignment.n_formal:
            return Judgement(Level.COMPATIBLE, "the same words in another form", 0.9, belief)
        return Judgement(Level.EQUAL, "word for word the same", 1.0, belief)
    shorter = not any(end.left for end in ends) or not any(end.right for end in ends)
    reason = "one quotes a part of the other" if shorter else "they share a stretch word for word"
    return Judgement(Level.COMPATIBLE, reason, 0.9, belief)


def _topic(mentions: Sequence[Mention]) -> str:
    """Up to three content words of the shortest quotation that all have, as printed."""
    first, *others = sorted(mentions, key=lambda m: (len(m.value.words), m.span))
    shared = [stem(w) for w in first.value.words if is_content(w)]
    for mention in others:
        stems = {stem(w) for w in mention.value.words}
        shared = [w for w in shared if w in stems] or shared
    printed = {stem(fold_words(w)[0]): w for w in first.value.shown.split() if fold_words(w)}
    words = [printed[w].strip(MARKS + ",.;:!?") for w in dict.fromkeys(shared) if w in printed]
    return " … ".join(words[:3]) or first.value.shown.strip(MARKS + ",.;:!?")


def _possessive(name: str) -> str:
    article, _, noun = name.partition(" ")
    name = f"{article.lower()} {noun}" if article in {"A", "An", "The"} else name
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def keys_of(words: Sequence[str]) -> frozenset[str]:
    """Return what a quotation can be found by: its content words and neighbouring pairs of them.

    Pairs skip one word at most, so that one changed or added word leaves others in place. A
    quotation of common words alone is found by all of them together.
    """
    content = [stem(w) for w in words if is_content(w)]
    if not content:
        return frozenset({"all:" + " ".join(words)})
    pairs = [*pairwise(content), *zip(content, content[2:], strict=False)]
    return frozenset({*content, *(f"{a} {b}" for a, b in pairs)})


def _pieces(
    parsed: ParsedArticle, quotations: Sequence[Quotation], split_words: int
) -> Iterator[_Piece]:
    """The part of each quotation that lies in each claim, in reading order."""
    text = parsed.article.text
    touched = claims_quoted(quotations, [c.claim.span for c in parsed.claims])
    for index, quotation in enumerate(quotations):
        for n in touched[index]:
            claim, bounds = parsed.claims[n], parsed.claims[n].claim.span
            parts = [
                trim(text, Span(max(s.start, bounds.start), min(s.end, bounds.end)), MARKS)
                for s in quotation.spans
                if s.overlaps(bounds)
            ]
            spans = [p for p in parts if p.start < p.end]
            if len(spans) == 1:
                yield from (_Piece(claim, index, (s,)) for s in _split(text, spans[0], split_words))
            elif spans:
                yield _Piece(claim, index, tuple(spans))


def _split(text: str, span: Span, split_words: int) -> list[Span]:
    """Cut where an ellipsis joins two long stretches, which were two sentences."""
    cuts = [span.start]
    for match in ELLIPSIS.finditer(text, span.start, span.end):
        sides = (text[cuts[-1] : match.start()], text[match.end() : span.end])
        if min(len(side.split()) for side in sides) >= split_words:
            cuts.append(match.end())
    stretches = [Span(a, b) for a, b in pairwise([*cuts, span.end])]
    return [trim(text, stretch, MARKS) for stretch in stretches]


def _stitched(text: str, pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Join pieces of one sentence that only an attribution parts."""
    held: _Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif _is_broken(text, held, piece):
            held = _Piece(held.claim, held.quotation, held.spans + piece.spans)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _is_broken(text: str, first: _Piece, second: _Piece) -> bool:
    """Whether “first,” she said, “second” is one sentence."""
    if first.claim is not second.claim:
        return False
    between = text[first.span.end : second.span.start].strip(MARKS + " ")
    claim = first.claim
    inside = [t for t in claim.tokens if first.span.end <= claim.offset + t.idx < second.span.start]
    reports = any(t.lemma_.lower() in STATING | QUOTING for t in inside)
    ends = ENDS_SENTENCE.search(text[: first.span.end])
    return reports and not ends and between.endswith((",", "—", "–", "-")) and "." not in between
