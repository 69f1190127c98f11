"""Whose age a number is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from consistency.facets.lexemes import kind_at, phrase_before, word_at
from consistency.facets.numbers.places import Part, Place
from consistency.facets.slots import governor, name_of, noun_right_of, root_of, subject_token

if TYPE_CHECKING:
    from spacy.tokens import Token


def stated_age(place: Place) -> Part:
    """Return the age in "the 43-year-old lawyer", "he is 43 years old"."""
    head = noun_right_of(place.run, place.stop)
    if head is not None:
        return Part("age", head, _person(head))
    subject = subject_token(governor(root_of(place.run)))
    subject = None if subject in place.run else subject
    return Part("age", subject, _person(subject))


def bare_age(place: Place) -> Part | None:
    """Return the age in "Dana Reyes, 43, said", "aged 16 and 13", "at the age of 30", else None.

    The last is an age at some other time, which today's does not contradict.
    """
    amount = place.reading.amount
    if amount.approximate or amount.low != amount.high or not 0 < amount.low < 120:
        return None
    if place.before in {
        "aged",
        "age",
        "ages",
        "turned",
        "turns",
        "turning",
        "turn",
    }:
        return _aged(place)
    if phrase_before(place.lexemes, place.reading.first, ("age", "of")):
        return replace(_aged(place), role="age then")
    if place.ages_before:
        return _aged(place)
    opened, closed = place.before, place.after
    if (opened, closed) not in {(",", ","), (",", "."), (",", ";"), (",", ""), ("(", ")")}:
        return None
    if kind_at(place.lexemes, place.reading.first) != "number":
        return None
    person = _name_ending_before(place)
    return Part("age", person, _person(person)) if person is not None else None


def _name_ending_before(place: Place) -> Token | None:
    """Return the person whose name stands right before ", 43,"; a title behind the name ends it."""
    first = place.run[0]
    if first.i - 2 < first.sent.start:
        return None
    token = first.nbor(-2)
    if token.pos_ == "PROPN":
        return token
    return token if token.pos_ == "NOUN" and token.is_alpha and token.ent_type_ == "" else None


def _aged(place: Place) -> Part:
    """Return whose age it is; of ages joined by "and" the nth goes with the nth name before."""
    first = place.run[0]
    n_ages = place.ages_before + 1 + _ages_following(place)
    names = _names_listed_before(first, place.stop)
    if n_ages > 1 and len(names) == n_ages:
        own = names[place.ages_before]
        return Part("age", own[-1], " ".join(t.lower_ for t in own))
    subject = subject_token(governor(root_of(place.run)))
    if subject is None or not name_of(subject):
        people = [own[-1] for own in names if own[-1].ent_type_ == "PERSON"]
        subject = people[-1] if people else subject
    return Part("age", subject, _person(subject))


def _names_listed_before(token: Token, stop: Collection[int]) -> list[list[Token]]:
    """Return the names that end before a token, as in "Nora and Ella Reyes, aged 16 and 13"."""
    names: list[list[Token]] = []
    own: list[Token] = []
    for before in reversed(token.doc[token.sent.start : token.i]):
        if before.pos_ == "PROPN" and before.i not in stop:
            own.insert(0, before)
        elif own and (before.lower_ == "and" or before.text == ","):
            names.insert(0, own)
            own = []
        elif own or names:
            break
    return [own, *names] if own else names


def _ages_following(place: Place) -> int:
    joined = word_at(place.lexemes, place.reading.last) == "and"
    return int(joined and kind_at(place.lexemes, place.reading.last + 1) == "number")


def _person(token: Token | None) -> str:
    """Name without a title in front: "mr. cowan" and "cowan" are one."""
    words = name_of(token).split()
    titles = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "senator", "president", "lt", "sir"}
    return " ".join(w for w in words if w.strip(".") not in titles)
