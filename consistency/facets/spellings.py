"""Names that a run spells in more than one way: which belong to one bearer, and how surely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from consistency.facets.persons import (
    LEAST_LETTERS,
    PersonName,
    fold,
    is_given_name,
    near_spelling,
    same_family,
    same_given,
    sounds_like,
    spelling_distance,
)

PERSON = "person"
FULL, KINSHIP, UNINTRODUCED, ELSEWHERE, TITLE_WORDS = "full", "kin", "lone", "elsewhere", "words"
STRENGTHS = {FULL: 0.9, KINSHIP: 0.85, UNINTRODUCED: 0.85, ELSEWHERE: 0.6, TITLE_WORDS: 0.8}
"""How sure each witness is that two spellings are one bearer's, 0..1.

full: given and family name, one alike and the other nearly. kin: both introduced by one word of
kinship. lone: a family name that its article never introduces, beside one that it does. elsewhere:
the same across two articles. words: names of several words that differ in one.
"""
OF_GIVEN_NAMES = frozenset({FULL, KINSHIP})
"""Witnesses for whom two given names that sound alike are one, far as their spellings may be."""
LEAST_LONE_LETTERS = 7
"""Letters a name of one word needs, not being a person's, to be taken for another's misspelling."""


@dataclass(frozen=True, slots=True)
class Written:
    """One way a name is written in one article.

    Args:
        count: How often the article has it.
        person: The name in parts, for persons.
        introduced: Whether the article has it, or a fuller form of it, with a given name.
    """

    article: str
    text: str
    kind: str
    count: int = 1
    person: PersonName | None = None
    introduced: bool = False
    kin: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Two words that are one name's; `witness` is the ground for saying so (see `STRENGTHS`)."""

    words: frozenset[str]
    witness: str


def find_variants(
    names: Sequence[Written], *, least_similarity: float
) -> dict[tuple[int, int], Variant]:
    """Return the pairs (i, j), i < j, of names that are one bearer's, spelled in two ways."""
    found = {}
    bearers = _bearers(names)
    for i, j in sorted(_candidates(bearers, least_similarity)):
        variant = _variant(names[i], names[j], least_similarity)
        if variant is not None and not _both_established(variant, names, bearers):
            found[i, j] = variant
    return found


Bearers = Mapping[str, Sequence[int]]
"""Positions of the names that have a word, by the word, folded."""


def _bearers(names: Sequence[Written]) -> Bearers:
    bearers: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        for word in {fold(w) for w in name.text.split()} - {""}:
            bearers[word].append(i)
    return bearers


def _candidates(bearers: Bearers, least_similarity: float) -> set[tuple[int, int]]:
    """Pairs of names with two words that come near: few, found by the words they are made of."""
    return {
        (min(i, j), max(i, j))
        for left, right in near_pairs(bearers, least_similarity=least_similarity)
        for i, j in product(bearers[left], bearers[right])
        if i != j
    }


def near_pairs(words: Iterable[str], *, least_similarity: float) -> list[tuple[str, str]]:
    """The pairs of different words that come near one another; words of one first letter only."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= LEAST_LETTERS:
            blocks[word[0]].append(word)
    return [
        (left, right)
        for block in blocks.values()
        for left, right in combinations(block, 2)
        if near_spelling(left, right, least_similarity=least_similarity, allow_prefix=True)
        or sounds_like(left, right)
    ]


def _variant(a: Written, b: Written, least_similarity: float) -> Variant | None:
    tests = _people_tests(a, b) if a.person and b.person else _other_tests(a, b)
    for left, right, witness, prefix in tests:
        near = near_spelling(left, right, least_similarity=least_similarity, allow_prefix=prefix)
        if near or (witness in OF_GIVEN_NAMES and sounds_like(left, right)):
            return Variant(frozenset({fold(left), fold(right)}), witness)
    return None


Test = tuple[str, str, str, bool]


def _people_tests(a: Written, b: Written) -> Iterator[Test]:
    """Words of two persons' names to hold against one another, with the ground to do so."""
    one, other = a.person, b.person
    if one is None or other is None:
        return
    if one.is_full and other.is_full and a.article != b.article:
        if same_family(one.family, other.family) and _one_given(one, other):
            yield one.given, other.given, FULL, sounds_like(one.given, other.given)
        if _alike_given(one, other):
            yield one.family, other.family, FULL, True
    elif a.kin and a.kin == b.kin and _one_given(one, other):
        yield one.given, other.given, KINSHIP, False
    yield from _lone_tests(a, b)
    yield from _lone_tests(b, a)


def _one_given(one: PersonName, other: PersonName) -> bool:
    """Whether two given names can be one, misspelt: no nickname, nor two names known as such."""
    if not one.given or not other.given or fold(one.given) == fold(other.given):
        return False
    if sounds_like(one.given, other.given):
        return True
    both_known = is_given_name(one.given) and is_given_name(other.given)
    return not both_known and not same_given(one, other)


def _alike_given(one: PersonName, other: PersonName) -> bool:
    return same_given(one, other) and min(len(one.given), len(other.given)) > 1


def _lone_tests(lone: Written, known: Written) -> Iterator[Test]:
    """A family name nobody introduced, against that of somebody introduced."""
    if lone.introduced or not known.introduced or lone.person is None or known.person is None:
        return
    if lone.person.given or not known.person.is_full:
        return
    within = lone.article == known.article
    if within and lone.count <= known.count:
        yield lone.person.family, known.person.family, UNINTRODUCED, False
    elif not within and lone.kind == PERSON:
        yield lone.person.family, known.person.family, ELSEWHERE, False


def _other_tests(a: Written, b: Written) -> Iterator[Test]:
    if a.kind != b.kind or a.person or b.person or a.article == b.article:
        return
    pairs = list(zip(a.text.split(), b.text.split(), strict=False))
    odd = [(x, y) for x, y in pairs if fold(x) != fold(y)]
    if len(a.text.split()) != len(b.text.split()) or len(odd) != 1:
        return
    (left, right), several = odd[0], len(pairs) > 1
    if several or _is_long_slip(left, right):
        yield left, right, TITLE_WORDS, False


def _is_long_slip(left: str, right: str) -> bool:
    return min(len(left), len(right)) >= LEAST_LONE_LETTERS and spelling_distance(left, right) == 1


def _both_established(variant: Variant, names: Sequence[Written], bearers: Bearers) -> bool:
    """Whether some article introduces both spellings: then they are two bearers of two names."""
    if variant.witness == UNINTRODUCED:
        return False
    homes: dict[str, set[str]] = {}
    for word in variant.words:
        for name in (names[i] for i in bearers.get(word, ())):
            if name.introduced or name.count > 1 or variant.witness == TITLE_WORDS:
                homes.setdefault(name.article, set()).add(word)
    return any(len(words) > 1 for words in homes.values())


def issue_of(name: Written, words: frozenset[str]) -> str:
    """The word of a name that stands at issue, as written, or ""."""
    return next((w for w in name.text.split() if fold(w) in words), "")
