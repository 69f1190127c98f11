"""Two sequences of spoken words side by side: what matches, was changed, or is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from rapidfuzz.distance import OSA

OMISSION = "…"
"""Stands in a sequence where its article marks words as left out."""
TOKEN = re.compile(
    r"(?P<omission>\[?\s?(?:\.\s?){3,}\]?|\[?…\]?)|(?P<open>[\[(])|(?P<close>[\])])"
    r"|(?P<word>[$€£]?\d[\d.,]*\d%?|[$€£]?\d%?|[^\W_]+(?:['’][^\W_]+)*['’]?|[&%])"
)
GLOSS = "["
"""Starts a word that its article put in brackets: an editor's, or said in passing."""
# Words that turn up in any two quotations; the list has contracted forms without apostrophes.
FUNCTION_WORDS = frozenset(
    files("consistency.facets").joinpath("data/function_words.txt").read_text("utf-8").split()
) | frozenset(
    "it's that's i'm i've i'll i'd you're you've you'll you'd he's she's we're we've we'll we'd"
    " they're they've they'll they'd don't doesn't didn't won't wouldn't can't couldn't shouldn't"
    " isn't aren't wasn't weren't haven't hasn't hadn't there's here's what's who's let's ain't"
    " want going got let thing things think know like way lot said say says yes no come"
    " came".split()
)
SPELLED_OUT = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not",
    "ain't": "is not", "let's": "let us", "gonna": "going to", "wanna": "want to",
    "gotta": "got to", "dont": "do not", "didnt": "did not", "doesnt": "does not",
    "cant": "can not", "isnt": "is not", "wasnt": "was not", "im": "i am", "ive": "i have",
    "thats": "that is", "&": "and", "%": "percent", "ok": "okay", "'em": "them", "em": "them",
    "mr": "mister", "mrs": "missus", "dr": "doctor", "gov": "governor", "sen": "senator",
    "rep": "representative", "u.s": "us", "lt": "lieutenant", "till": "until", "'til": "until",
} | {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}  # fmt: skip
ENDINGS = (("n't", " not"), ("'re", " are"), ("'m", " am"), ("'ll", " will"), ("'ve", " have"))
WITH_IS = frozenset(
    "that it he she what there here who where how this everything something".split()
)
FILLERS = frozenset({"uh", "um", "er", "erm", "ah", "eh", "hmm", "mm", "oh", "well"})

MATCH = {True: 1.0, False: 0.25}  # what a matched content or function word is worth
SKIP = {True: 0.12, False: 0.06}  # what leaving one out costs
RUN_BONUS = 0.2  # for each further word of an unbroken run
SLIP_LETTERS = 5  # in a word that can be another one misspelled
NEAR = 3  # words between runs that still belong together


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one quotation that stand against others, or none, in the other one."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def n_content(self) -> int:
        """Content words on both sides together."""
        return sum(is_content(w) for w in (*self.left, *self.right))

    @property
    def is_slip(self) -> bool:
        """Whether one word stands against another that is spelled almost like it."""
        if len(self.left) != 1 or len(self.right) != 1:
            return False
        one, other = self.left[0], self.right[0]
        return min(len(one), len(other)) >= SLIP_LETTERS and OSA.distance(one, other) == 1

    def __str__(self) -> str:
        sides = (" ".join(w.strip(GLOSS) for w in side) for side in (self.left, self.right))
        return " / ".join(f"“{side}”" if side else "nothing" for side in sides)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two word sequences lie side by side.

    Args:
        matched: Index pairs of the words that match, ascending in both.
        changes: What differs between the first and the last match, form apart.
        n_formal: Places that differ in form alone: contraction, numeral, spelling, filler, gloss.
        before, after: What is left over ahead of the first match and behind the last, on each side.
        longest_run: Words in the longest unbroken run of matches.
    """

    matched: tuple[tuple[int, int], ...]
    changes: tuple[Change, ...] = ()
    n_formal: int = 0
    before: Change = Change((), ())
    after: Change = Change((), ())
    longest_run: int = 0


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a quotation.

    Case, punctuation, hyphens and the kind of mark fall away. Words in brackets start with `GLOSS`,
    and `OMISSION` stands for an ellipsis.

    >>> fold_words("We “need” this… [federal] help, don’t we?")
    ('we', 'need', 'this', '…', '[federal', 'help', "don't", 'we')
    """
    words, depth = [], 0
    for match in TOKEN.finditer(text):
        if match["omission"]:
            words.append(OMISSION)
        elif match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(0, depth - 1)
        else:
            word = match["word"].lower().replace("’", "'").strip("'")
            words.append(GLOSS * bool(depth) + word)
    return tuple(words)


def is_content(word: str) -> bool:
    """Say whether a word carries a quotation's own matter, rather than its grammar."""
    bare = word.removeprefix(GLOSS)
    return bare not in FUNCTION_WORDS and bare != OMISSION and (len(bare) > 1 or bare.isdigit())


def weight_of(word: str) -> float:
    """How much a word tells one utterance from another: 1 for content, 0.35 for grammar, else 0."""
    return 0.0 if word == OMISSION else 1.0 if is_content(word) else 0.35


def align(left: Sequence[str], right: Sequence[str]) -> Alignment:
    """Align two word sequences locally, as far as they can be one utterance.

    Smith and Waterman (1981) over words, with a bonus for unbroken runs. Skipping words costs
    little, since an altered quotation may drop whole clauses, but a common word far away from the
    others is not worth the way there. Empty when nothing matches.
    """
    matched = _trim(_best_path(left, right), left, right)
    if not matched:
        return Alignment(())
    changes, n_formal = [], sum(left[i] != right[j] for i, j in matched)
    for (i, j), (k, m) in pairwise(matched):
        change = Change(tuple(left[i + 1 : k]), tuple(right[j + 1 : m]))
        if change.left or change.right:
            formal = is_formal(change)
            n_formal += formal
            changes += [] if formal else [change]
    (i, j), (k, m) = matched[0], matched[-1]
    return Alignment(
        matched=tuple(matched),
        changes=tuple(changes),
        n_formal=n_formal,
        before=Change(tuple(left[:i]), tuple(right[:j])),
        after=Change(tuple(left[k + 1 :]), tuple(right[m + 1 :])),
        longest_run=_longest_run(matched),
    )


def edge_changes(alignment: Alignment) -> tuple[Change, ...]:
    """Words exchanged right before the first match or right after the last.

    A quotation that is only cut leaves nothing over at that end on one side. Where both go on with
    other words and one with few (“As the chair knows” / “I think the chair knows”), those are an
    exchange, unless an ellipsis stands there; where both go on at length, the two are cut from
    different sentences.
    """
    found = []
    before, after = alignment.before, alignment.after
    for left, right, inner in (
        (before.left, before.right, slice(-NEAR, None)),
        (after.left, after.right, slice(None, NEAR)),
    ):
        change = Change(tuple(left)[inner], tuple(right)[inner])
        exchanged = left and right and min(len(left), len(right)) <= NEAR
        if exchanged and OMISSION not in (*change.left, *change.right) and not is_formal(change):
            found.append(change)
    return tuple(found)


def is_formal(change: Change) -> bool:
    """Say whether a change leaves the words as they are: an omission marked as one, a bracketed
    addition, a contraction spelled out, a numeral, a filler, a repeated word, another spelling."""
    if OMISSION in change.left or OMISSION in change.right:
        return True
    left, right = (tuple(_plain(side)) for side in (change.left, change.right))
    if "".join(left) == "".join(right):
        return True
    glossed = any(w.startswith(GLOSS) for w in (*change.left, *change.right))
    # "[The mayor] was told" replaces words it does not show.
    return glossed and (not left or not right)


def stem(word: str) -> str:
    """Cut a content word's ending, so that one word in two grammatical forms matches.

    >>> stem("showing") == stem("shows") == stem("show")
    True
    """
    bare = word.removesuffix("'s").removesuffix("'")
    if not is_content(word) or len(bare) < 4 or not bare.isalpha():
        return bare if is_content(word) else word
    cut = re.sub(r"(?:ies|ied)$", "y", bare)
    cut = re.sub(r"(?<=\w\w\w)(?:ing|ed|es|s)$", "", cut)
    return cut.rstrip("e") if len(cut) > 3 else cut


def _plain(words: Sequence[str]) -> Iterator[str]:
    previous = ""
    for word in words:
        if word.startswith(GLOSS) or word == OMISSION:
            continue
        for part in spell_out(word).split():
            if part != previous and part not in FILLERS:
                yield _one_spelling(part)
            previous = part


def spell_out(word: str) -> str:
    """Return a contracted or abbreviated word in full.

    >>> spell_out("don't")
    'do not'
    """
    if word in SPELLED_OUT:
        return SPELLED_OUT[word]
    for ending, full in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending) + full
    if word.endswith("'s") and word[:-2] in WITH_IS:
        return word[:-2] + " is"
    return word.rstrip(".")


def _one_spelling(word: str) -> str:
    """Fold the commonest differences between British and American spelling."""
    if len(word) < 5:
        return word
    word = re.sub(r"is(e[drs]?|ing|ation)$", r"iz\1", word)
    return re.sub(r"(?<=[a-z]{2})our", "or", word).replace("'", "")


def _best_path(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    n, m = len(left), len(right)
    content = [is_content(w) for w in left]
    left_stems, right_stems = [stem(w) for w in left], [stem(w) for w in right]
    skip_left = [SKIP[c] for c in content]
    skip_right = [SKIP[is_content(w)] for w in right]
    any_way = [[0.0] * (m + 1) for _ in range(n + 1)]
    on_match = [[0.0] * (m + 1) for _ in range(n + 1)]
    best, end = 0.0, (0, 0)
    for i in range(1, n + 1):
        above, row, matches, word = any_way[i - 1], any_way[i], on_match[i], left_stems[i - 1]
        for j in range(1, m + 1):
            score = max(0.0, above[j] - skip_left[i - 1], row[j - 1] - skip_right[j - 1])
            if word == right_stems[j - 1] and word != OMISSION:
                run = on_match[i - 1][j - 1]
                before = max(run + RUN_BONUS if run else 0.0, above[j - 1])
                matches[j] = MATCH[content[i - 1]] + before
                if matches[j] > score:
                    score = matches[j]
                if score > best:
                    best, end = score, (i, j)
            row[j] = score
    return _trace(any_way, on_match, skip_left, end)


def _trace(
    any_way: Sequence[Sequence[float]],
    on_match: Sequence[Sequence[float]],
    skip_left: Sequence[float],
    end: tuple[int, int],
) -> list[tuple[int, int]]:
    (i, j), path, in_run = end, [], False
    while i > 0 and j > 0:
        here = on_match[i][j]
        if here and (in_run or here >= any_way[i][j]):
            path.append((i - 1, j - 1))
            run = on_match[i - 1][j - 1]
            in_run = bool(run) and run + RUN_BONUS >= any_way[i - 1][j - 1]
            i, j = i - 1, j - 1
        elif any_way[i][j] <= 0.0:
            break
        elif any_way[i][j] == any_way[i - 1][j] - skip_left[i - 1]:
            i -= 1
        else:
            j -= 1
    return path[::-1]


def _trim(
    matched: list[tuple[int, int]], left: Sequence[str], right: Sequence[str]
) -> list[tuple[int, int]]:
    """Drop runs of common words at either end, unless a quotation begins or ends right there."""
    runs = _runs(matched)
    while len(runs) > 1 and not _holds(runs[0], left):
        near = _gap(runs[0][-1], runs[1][0]) <= NEAR
        if near and 0 in runs[0][0]:
            break
        runs.pop(0)
    while len(runs) > 1 and not _holds(runs[-1], left):
        i, j = runs[-1][-1]
        near = _gap(runs[-2][-1], runs[-1][0]) <= NEAR
        if near and (i == len(left) - 1 or j == len(right) - 1):
            break
        runs.pop()
    return [pair for run in runs for pair in run]


def _holds(run: Sequence[tuple[int, int]], left: Sequence[str]) -> bool:
    return any(is_content(left[i]) for i, _ in run)


def _gap(before: tuple[int, int], after: tuple[int, int]) -> int:
    """Words between two matches, on the side that has more."""
    return max(after[0] - before[0], after[1] - before[1]) - 1


def _runs(matched: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = []
    for i, j in matched:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def _longest_run(matched: Sequence[tuple[int, int]]) -> int:
    return max((len(run) for run in _runs(matched)), default=0)
