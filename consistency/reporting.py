"""The grammar of reported speech: which verbs report, who does the saying, and of how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from consistency.personal_names import TITLES

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs whose clause is as a whole what somebody says: "Marsh said the dam holds".
STATING = frozenset(
    "acknowledge add admit advise allege announce answer argue ask assert assure attest blog boast"
    " caution chide claim comment complain concede conclude confess confide confirm contend counter"
    " declare decry demand denounce deny disclose elaborate email emphasise emphasize exclaim"
    " explain forecast hint indicate inform insist interject joke lament maintain mention muse note"
    " observe opine pledge predict proclaim promise pronounce protest quip reaffirm reassure rebut"
    " recount reiterate rejoin remark remind reply report respond retort reveal say scoff shout"
    " sneer snap speculate state stress suggest summarise summarize swear tell testify text thunder"
    " tweet underscore urge volunteer vow warn whisper wonder write yell".split()
)
# Verbs that report only what stands in quotation marks: "she went on", "he shot back", "it read".
QUOTING = frozenset(
    "apologise apologize believe blast brand call caption characterise characterize charge continue"
    " criticise criticize describe dismiss dispute dub express fire go headline hope label object"
    " order phrase plead point post praise propose quote rail rant read reason recall recommend"
    " refer relate remember request shoot speak spell term thank think title tout uphold voice"
    " vouch".split()
)
# Facts do these too ("the figures suggest"): taken only with what is reported beside them.
AMBIGUOUS = frozenset("believe confirm disclose hint indicate reveal suggest think".split())
SILENT_SUBJECTS = frozenset("it they this that which these those there i we you what one".split())
COMPLEMENTS = frozenset({"ccomp", "parataxis"})
SAID = COMPLEMENTS | {"dobj", "oprd", "attr", "xcomp", "acomp", "prep", "punct"}
MAIN = frozenset({"ROOT", "ccomp", "parataxis"})
CLIMB = frozenset({"conj", "advcl", "xcomp", "acomp", "acl", "dep"})


def sayer(token: Token) -> Token | None:
    """The subject of a reporting verb, or None."""
    lemma = token.lemma_.lower()
    if lemma not in STATING | QUOTING or token.pos_ not in {"VERB", "AUX"}:
        return None
    if lemma in AMBIGUOUS and not _has_complement(token):
        return None
    if token.dep_ == "relcl" and not any(c.dep_ in SAID for c in token.children):
        return None  # "the e-mails that Marsh wrote when she ran the airline": they are not quoted
    return subject_of(token) or _name_beside(token)


def _name_beside(verb: Token) -> Token | None:
    """The capitalised word right before or after a verb whose subject the parser missed."""
    sentence = verb.sent
    for place in (verb.i - 1, verb.i + 1):
        if sentence.start < place < sentence.end and _is_bare_name(verb.doc[place]):
            return verb.doc[place]
    return None


def _is_bare_name(word: Token) -> bool:
    return (
        word.pos_ in {"PROPN", "NOUN", "ADV", "ADJ"}
        and word.text[0].isupper()
        and not word.is_stop
        and word.ent_type_ not in {"DATE", "TIME"}
        and word.dep_ not in {"pobj", "conj", "dobj", "poss", "appos"}
    )


def reports(token: Token) -> bool:
    """Whether a claim with this reporting word is as a whole what somebody says."""
    if token.lower_ == "according":
        return True
    if token.lemma_.lower() in QUOTING or not _has_complement(token):
        return False
    own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
    while token.dep_ in CLIMB and token.head != token and (token.dep_ == "conj" or not own):
        token = token.head
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
    return token.dep_ in MAIN


def title_words(noun: Token) -> list[str]:
    """The title in "the attorney general" or "the Republican governor"; [] for other phrases."""
    if any(c.dep_ in {"prep", "relcl", "poss"} for c in noun.children):
        return []
    words = [c.lower_ for c in noun.lefts if c.dep_ == "compound"] + [noun.lower_]
    det = any(c.dep_ == "det" and c.lower_ != "the" for c in noun.lefts)
    return [] if det or noun.lower_ not in TITLES else [w for w in words if w in TITLES]


def subject_of(verb: Token) -> Token | None:
    """Return who does the saying: the verb's subject, or that of the verb it is joined to.

    "Marsh nodded, adding that…" gives Marsh, and "Marsh, who said…" gives Marsh.
    """
    token, steps = verb, 0
    while steps < 4:
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        if subjects:
            return _antecedent(subjects[0], token)
        if any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children):
            return _agent(token)
        if token.dep_ == "acl" and token.head.pos_ in {"NOUN", "PROPN"} and token.tag_ == "VBG":
            return token.head
        if token.dep_ not in CLIMB or token.head == token:
            return None
        token, steps = token.head, steps + 1
    return None


def _antecedent(subject: Token, verb: Token) -> Token | None:
    if subject.lower_ in {"who", "which", "that"}:
        return verb.head if verb.dep_ == "relcl" and verb.head.pos_ in {"NOUN", "PROPN"} else None
    return subject


def _agent(verb: Token) -> Token | None:
    """The doer of a passive: "was called unsafe by inspectors"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def source_of(word: Token) -> Token | None:
    """Whom "according to" names, for the word "according"; None for any other word."""
    for child in word.children if word.lower_ == "according" else ():
        if child.lower_ == "to":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _has_complement(verb: Token) -> bool:
    return any(c.dep_ in COMPLEMENTS for c in verb.children)


def phrase_of(noun: Token) -> str:
    """Return the noun phrase as written: its words to the left, and a short "of" or "for" phrase.

    A possessive ending and whatever an apposition or clause adds is left out.
    """
    lefts = [c for c in noun.lefts if c.dep_ not in {"relcl", "acl", "punct", "cc", "appos"}]
    start = lefts[0].left_edge.i if lefts else noun.i
    end = noun.i + 1
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.i == end:
            short = child.right_edge.i - child.i <= 5
            end = child.right_edge.i + 1 if short else end
    words = noun.doc[start:end].text.strip(" ,.;:\"“”'’")
    return re.sub(r"\s+", " ", words)
