"""A corpus whose events and differences are known: made-up articles, as many as are wanted.

`python -m tests.benchmarks.corpus 1000 FOLDER` writes `articles.jsonl`, `gold.jsonl` and
`events.json` there. The same number and seed give the same corpus.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

SENTENCES = 28
"""Sentences an article, about."""
SIZES = (2, 3, 4, 5, 5, 6, 7, 8)
"""Articles an event, drawn from these: five on average."""
FIRST_DAY, DAYS = date(2027, 1, 4), 60
DIFFERING = 0.35
"""Share of the facts of an event on which one source says otherwise than the rest."""
SYNDICATED = 0.15
"""Share of articles that reprint most of another one's paragraphs."""
TOLD = 0.85
"""Share of an event's facts that each article tells."""

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something sources may differ on: how it is said, and each of its two values."""

    facet: str
    kind: str
    ask: str
    say: tuple[str, ...]
    value: str
    other: str


@dataclass(slots=True)
class Told:
    """One made-up article."""

    stem: str
    title: str
    source: str
    published: date
    paragraphs: list[str]
    said: dict[int, tuple[str, bool]] = field(default_factory=dict)
    """By fact: its sentence here, and whether it is the value that the others do not have."""

    def record(self) -> dict[str, Any]:
        """The article as a line of JSON."""
        return {
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat(),
            "url": f"https://news.example/{self.stem}",
            "text": "\n\n".join(self.paragraphs),
        }


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, the event of each, and gold findings in the form that `evaluate` reads."""

    articles: tuple[Told, ...]
    events: tuple[tuple[str, ...], ...]
    gold: tuple[dict[str, Any], ...]


@cache
def material() -> Words:
    """Return the words, names and sentences to make articles of."""
    return tomllib.loads(Path(__file__).with_name("corpus.toml").read_text("utf-8"))


def make_corpus(n_articles: int, *, seed: int = 6, alone: bool = False) -> Corpus:
    """Make articles of as many events as it takes; the last event may be cut short.

    Args:
        alone: Every article is the only one on its event.
    """
    dice = random.Random(seed)
    towns = _towns(dice)
    articles: list[Told] = []
    events, gold = [], []
    while len(articles) < n_articles:
        left = n_articles - len(articles)
        size = 1 if alone else min(dice.choice(SIZES), left)
        told, found = _event(dice, f"e{len(events) + 1:05}", size, next(towns))
        articles += told
        events.append(tuple(t.stem for t in told))
        gold += found
    return Corpus(tuple(articles), tuple(events), tuple(gold))


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Write the articles as files of their own, the gold and which articles tell of which event."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for told in corpus.articles:
        path = folder / "articles" / f"{told.stem}.json"
        path.write_text(json.dumps(told.record()), "utf-8")
    lines = (json.dumps(found, ensure_ascii=False) for found in corpus.gold)
    (folder / "gold.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "events.json").write_text(json.dumps(corpus.events), "utf-8")


def _event(
    dice: random.Random, name: str, size: int, town: str
) -> tuple[list[Told], list[dict[str, Any]]]:
    words = material()
    kind = dice.choice(words["kind"])
    setting = _setting(dice, town)
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    setting["day"] = f"{day:%A}"
    facts = [*_own_facts(dice, kind, setting), *_common_facts(dice, setting, day)]
    odd_one = {
        i: dice.randrange(size) for i in range(len(facts)) if size > 1 and dice.random() < DIFFERING
    }
    told: list[Told] = []
    for number in range(size):
        stem = f"{name}-{number + 1}"
        copied = told[0] if told and dice.random() < SYNDICATED else None
        odd = {i for i, who in odd_one.items() if who == number}
        told.append(_article(dice, stem, kind, facts, setting, day, odd, copied))
    return told, list(_gold(name, facts, told))


def _setting(dice: random.Random, town: str) -> Words:
    words = material()["words"]
    names = {
        key: dice.choice(words[key]).format(name=_name(dice))
        for key in ("place", "body", "firm", "street")
    }
    people = {key: _person(dice) for key in ("chief", "other")}
    return {
        "town": town,
        "county": _name(dice),
        "month": f"{date(2027, dice.randrange(1, 13), 1):%B}",
        "title": dice.choice(words["titles"]),
        "witnesses": [_person(dice) for _ in range(6)],
        **names,
        **people,
    }


def _towns(dice: random.Random) -> Iterator[str]:
    """Names of towns, none twice: two like things that befall one town may well be one event."""
    words = material()["words"]
    names = [a + b + c for a in words["start"] for b in words["middle"] for c in words["end"]]
    dice.shuffle(names)
    yield from names


def _name(dice: random.Random) -> str:
    words = material()["words"]
    return str(
        dice.choice(words["start"]) + dice.choice(words["middle"]) + dice.choice(words["end"])
    )


def _person(dice: random.Random) -> str:
    return f"{dice.choice(material()['words']['first'])} {_name(dice)}"


def _own_facts(dice: random.Random, kind: Words, setting: Words) -> Iterator[Fact]:
    for fact in kind["facts"]:
        number = dice.randrange(fact["low"], fact["high"])
        other = number + max(2, round(number * dice.choice((0.4, 0.6, 1.3))))
        values = [_written(n, fact["facet"]) for n in (number, other)]
        say = tuple(_fill(s, setting, keep="value") for s in fact["say"])
        yield Fact("quantity", "conflict", fact["ask"], say, *values)


def _written(number: int, facet: str) -> str:
    if facet == "money":
        return f"${number / 10:g} million"
    return f"{number} percent" if facet == "percent" else f"{number:,}"


def _common_facts(dice: random.Random, setting: Words, day: date) -> Iterator[Fact]:
    common = material()["common"]

    def said(key: str, **changed: str) -> tuple[str, ...]:
        return tuple(_fill(s, {**setting, **changed}, keep="value") for s in common[key])

    meeting = day + timedelta(days=dice.randrange(9, 30))
    later = meeting + timedelta(days=dice.choice((2, 5, 9)))
    days = [f"{d:%B} {d.day}" for d in (meeting, later)]
    yield Fact("date", "conflict", "When is the public meeting?", said("date_say"), *days)
    sentence, word, instead = dice.choice(common["quotes"])
    quoted = tuple(
        _fill(s, setting, keep="value").replace("{quote}", "{value}")
        for s in (t.replace("{quote}", "{{quote}}") for t in common["quote_say"])
    )
    altered = sentence.replace(word, instead)
    yield Fact("quote", "quote_change", "What was said?", quoted, sentence, altered)
    before, after = dice.choice(common["decision"])
    yield Fact(
        "certainty", "update", "How far has the governor got?", said("decision_say"), after, before
    )


def _fill(template: str, setting: Words, *, keep: str = "") -> str:
    """Put an event's own words into a template; `{keep}` stays for later."""
    return template.format_map({**setting, keep: "{" + keep + "}"})


def _article(
    dice: random.Random,
    stem: str,
    kind: Words,
    facts: Sequence[Fact],
    setting: Words,
    day: date,
    odd: set[int],
    copied: Told | None,
) -> Told:
    title = _fill(dice.choice(kind["headlines"]), setting)
    outlet = dice.choice(material()["words"]["outlet"]).format(name=_name(dice))
    published = day + timedelta(days=dice.randrange(0, 3))
    told = Told(stem, title, outlet, published, [])
    sentences = []
    if copied is None or odd:
        for index, fact in enumerate(facts):
            if index in odd or dice.random() < TOLD:
                value = fact.other if index in odd else fact.value
                sentence = dice.choice(fact.say).replace("{value}", value)
                told.said[index] = (sentence, index in odd)
                sentences.append(sentence)
    named = (material()["common"][key] for key in ("name_say", "title_say"))
    sentences += [_fill(dice.choice(ways), setting) for ways in named]
    pool = material()["common"]["around"] + kind["around"]
    for template in dice.sample(pool, SENTENCES - len(sentences)):
        sentences.append(_around(dice, template, setting))
    dice.shuffle(sentences)
    paragraphs = [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]
    if copied is not None and not odd:
        told.said = dict(copied.said)
        paragraphs = copied.paragraphs[1:] + paragraphs[: len(paragraphs) // 6]
    told.paragraphs = [_fill(dice.choice(kind["leads"]), setting), *paragraphs]
    return told


def _around(dice: random.Random, template: str, setting: Words) -> str:
    words = material()["words"]
    weather = dice.choice(words["weather"])
    changing = {
        "witness": dice.choice([*setting["witnesses"], _person(dice)]),
        "trade": f"{_name(dice)} {dice.choice(words['trade'])}"
        if dice.random() < 0.5
        else dice.choice(words["trade"]),
        "help": dice.choice(words["help"]),
        "help2": dice.choice(words["help"]),
        "colour": dice.choice(words["colour"]),
        "weather": weather,
        "weather_cap": weather[0].upper() + weather[1:],
        "weekday": dice.choice(words["weekday"]),
        "n": dice.randrange(4, 90),
        "thousands": f"{dice.randrange(8, 400)},000",
    }
    return _fill(template, {**setting, **changing})


def _gold(name: str, facts: Sequence[Fact], told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    for index, fact in enumerate(facts):
        values = [
            {
                "article": t.stem,
                "quote": t.said[index][0],
                "value": fact.other if t.said[index][1] else fact.value,
            }
            for t in told
            if index in t.said
        ]
        if len({v["value"] for v in values}) > 1:
            yield {
                "id": f"{name}-{index}",
                "kind": fact.kind,
                "facet": fact.facet,
                "severity": "medium",
                "question": fact.ask,
                "values": values,
            }


if __name__ == "__main__":
    write_corpus(make_corpus(int(sys.argv[1])), Path(sys.argv[2]))
