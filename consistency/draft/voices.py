"""Who argues and who backs what: an argument given to another, an opponent listed as a backer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.draft.ground import Ground
from consistency.draft.notes import Voice
from consistency.draft.records import DIFFERS, Mark
from consistency.draft.verdicts import Verdict, of_claim, of_mention
from consistency.facets.alignment import fold_words, is_content, stem
from consistency.facets.polarity import LIGHT, SPEECH
from consistency.personal_names import is_personal, split_titles, surname
from consistency.records import Claim, Mention

GIVEN_TO_ANOTHER = 0.75
"""How sure it is, 0..1, that an argument is another's than the draft says."""
ON_THE_OTHER_SIDE = 0.8
"""How sure it is, 0..1, that somebody listed as a backer is opposed."""
LEAST_COSINE, LEAST_SHARED = 0.25, 0.15
"""Cosine of an argument and a clause, -1..1, and share of the argument's words by their weight,
0..1, at or above which the clause may make the argument."""
MARGIN = 0.2
"""How much nearer, cosine and share together, another's clause must come than one's own."""
LEAST_WORDS = 3
"""Content words below which nothing is made of an argument."""
IDLE = (
    LIGHT
    | SPEECH
    | frozenset(
        "show need use try call help put keep let seem become happen mean work start begin".split()
    )
)
"""Verbs under which two clauses may say anything."""
MARKS = '“”"'


def judge_voices(ground: Ground, claim: Claim) -> Iterator[Verdict]:
    """Mark what the draft lets somebody argue that in the sources others argue, and not they.

    Only of whom a source lets speak: of the others it is not known what they argue.
    """
    for voice in ground.notes.of(claim.id).voices:
        argument = claim.text[voice.argument.start - claim.span.start :].strip()
        if not _is_argument(argument):
            continue
        for name in voice.names:
            own, others = _clauses_by(ground, name)
            if own and others:
                verdict = _compared(ground, voice, name, argument, own, others)
                if verdict is not None:
                    yield verdict
                    return


def _is_argument(text: str) -> bool:
    """Whether what follows a reporting verb is told in the writer's words, and says enough."""
    opens = text[:1].isalpha() and not any(mark in text for mark in MARKS)
    return opens and len(content_stems(text)) >= LEAST_WORDS


def content_stems(text: str) -> frozenset[str]:
    """The content words of a text without their endings."""
    return frozenset(stem(w) for w in fold_words(text) if is_content(w))


def _clauses_by(ground: Ground, name: str) -> tuple[list[Mention], list[Mention]]:
    """Clauses of sources that this person or body is near to, and those of other named persons."""
    own, others = [], []
    for mention in ground.seen.mentions["polarity"]:
        if mention.article == ground.draft.id:
            continue
        claim = ground.seen.evidence.claim_of(mention)
        if _is_by(ground, claim, name):
            own.append(mention)
        elif is_personal(split_titles(mention.speaker or claim.speaker or "the")[0]):
            others.append(mention)
    return own, others


def _is_by(ground: Ground, claim: Claim, name: str) -> bool:
    """Whether a person or body is named in a claim, or said to say it."""
    last = surname(split_titles(name)[0])
    voices = [n for v in ground.notes.of(claim.id).voices for n in v.names]
    spoken = [claim.speaker or "", *voices, claim.text]
    return any(last in _folded(s) for s in spoken)


def _folded(name: str) -> set[str]:
    return {w.strip(".,()").lower().removesuffix("'s").removesuffix("’s") for w in name.split()}


def _compared(
    ground: Ground,
    voice: Voice,
    name: str,
    argument: str,
    own: Sequence[Mention],
    others: Sequence[Mention],
) -> Verdict | None:
    """Whether somebody else's clause makes the argument, and nothing the person says comes near."""
    stems = content_stems(argument)
    same = [m for m in others if _predicate(m) in stems]
    if not same:
        return None
    best, shared, other = max(_scored(ground, argument, same), key=lambda s: s[0])
    theirs = max(score for score, _, _ in _scored(ground, argument, own))
    cosine = best - shared
    if cosine < LEAST_COSINE or shared < LEAST_SHARED or best - theirs < MARGIN:
        return None
    by = other.speaker or ground.seen.evidence.claim_of(other).speaker
    where = ground.articles[other.article].source
    return Verdict(
        Mark.SPEAKER_CHANGED,
        GIVEN_TO_ANOTHER,
        voice.span,
        f"the draft gives this argument to {name}; in {where} it is {by}’s, and no source has it "
        f"from {name}",
        None,
        name,
        (of_mention(ground, DIFFERS, other),),
    )


def _predicate(mention: Mention) -> str:
    """The stem of a clause's verb; "" where it goes with everything."""
    verb = mention.value.predicate
    return "" if verb in IDLE else stem(verb)


def _scored(
    ground: Ground, argument: str, clauses: Sequence[Mention]
) -> list[tuple[float, float, Mention]]:
    """Cosine plus shared words of an argument and each clause; the shared words; the clause."""
    stems = content_stems(argument)
    total = sum(map(ground.weight, stems)) or 1.0
    rows = ground.seen.evidence.encoder.encode([argument, *(m.text for m in clauses)])
    cosines = rows[1:] @ rows[0]
    shares = [sum(map(ground.weight, stems & content_stems(m.text))) / total for m in clauses]
    return [(float(c) + s, s, m) for c, s, m in zip(cosines, shares, clauses, strict=True)]


def judge_sides(ground: Ground, claim: Claim, before: Claim | None) -> Iterator[Verdict]:
    """Mark a sentence that counts places among those who back a matter, where a source has the
    place, or who holds its office, oppose something there.

    The places are named with the backers ("states like Ashby"), else in the sentence right before.
    """
    manner = ground.notes.of(claim.id)
    if not manner.backers:
        return
    listed = manner.backing_places or (ground.notes.of(before.id).places if before else frozenset())
    for place in sorted(listed):
        for opponent in _opponents(ground, place):
            where = ground.articles[opponent.article].source
            who = opponent.speaker or place.title()
            yield Verdict(
                Mark.DIFFERS,
                ON_THE_OTHER_SIDE,
                claim.span,
                f"the draft counts {place.title()} among those in support; in {where} {who} is "
                "opposed",
                "polarity",
                place.title(),
                (of_claim(ground, DIFFERS, opponent),),
            )
            return


def _opponents(ground: Ground, place: str) -> Iterator[Claim]:
    """Claims in which the place itself, or somebody who holds its office, opposes something."""
    claims = [c for c in ground.seen.claims if c.article != ground.draft.id]
    offices = (o for c in claims for o in ground.notes.of(c.id).offices)
    holders = {name for where, name in offices if where == place}
    for claim in claims if holders else ():
        against = ground.notes.of(claim.id).opponents
        meant = against & {"he", "she"} and surname(claim.speaker or "") in holders
        if against & {place, *holders} or meant:
            yield claim
