"""Pairs on whether something was done, said, ruled out or left open: certainty and negation.

Each row is a premise, a hypothesis and the label, by meaning alone. `{base}`, `{past}`, `{pp}` and
`{ing}` are forms of one deed; `{people}` and `{hurt}` speak of a group. Something planned, asked
for or threatened has neither happened nor failed to happen: what comes later is no contradiction.
"""

from __future__ import annotations

E, N, C = "entailment", "neutral", "contradiction"

ACTORS = (
    "the council", "the government", "the company", "the ministry", "the school board",
    "the army", "the hospital", "the governor", "the city", "the airline", "the union",
)  # fmt: skip

_VERBS = (
    # base, past, past participle, -ing, object
    ("close", "closed", "closed", "closing", "the north bridge"),
    ("sell", "sold", "sold", "selling", "the old harbour"),
    ("raise", "raised", "raised", "raising", "fares"),
    ("send", "sent", "sent", "sending", "troops to the border"),
    ("withdraw", "withdrew", "withdrawn", "withdrawing", "from the talks"),
    ("cut", "cut", "cut", "cutting", "the budget for schools"),
    ("release", "released", "released", "releasing", "the report"),
    ("ban", "banned", "banned", "banning", "lorries from the centre"),
    ("reopen", "reopened", "reopened", "reopening", "the mine"),
    ("pay", "paid", "paid", "paying", "the ransom"),
    ("sign", "signed", "signed", "signing", "the contract"),
    ("dismiss", "dismissed", "dismissed", "dismissing", "the director"),
    ("lift", "lifted", "lifted", "lifting", "the curfew"),
    ("demolish", "demolished", "demolished", "demolishing", "the stadium"),
    ("recall", "recalled", "recalled", "recalling", "the cars"),
    ("evacuate", "evacuated", "evacuated", "evacuating", "the island"),
    ("freeze", "froze", "frozen", "freezing", "the accounts"),
    ("cancel", "cancelled", "cancelled", "cancelling", "the festival"),
    ("drop", "dropped", "dropped", "dropping", "the charges"),
    ("approve", "approved", "approved", "approving", "the vaccine"),
    ("begin", "began", "begun", "beginning", "a search for survivors"),
    ("call", "called", "called", "calling", "a general election"),
)

DEEDS = tuple(tuple(f"{form} {what}" for form in forms) for *forms, what in _VERBS)
"""Each deed as base, past, past participle and -ing form."""

DEED_ROWS = (
    ("{actor} {past} {day}.", "{actor} {past}.", E),
    ("{actor} {past} {day}.", "{actor} did not {base}.", C),
    ("{actor} {past} {day}.", "{actor} has {pp}.", E),
    ("{actor} has {pp}.", "{actor} went ahead with {ing}.", E),
    ("{actor} has {pp}.", "{actor} has not {pp}.", C),
    ("{actor} has {pp}.", "{actor} {past} against the advice of lawyers.", N),
    ("{actor} did not {base}.", "{actor} {past}.", C),
    ("{actor} did not {base}.", "{actor} stopped short of {ing}.", E),
    ("{actor} did not {base} {day}.", "{actor} had promised to {base}.", N),
    ("{actor} never {past}.", "{actor} did not {base}.", E),
    ("{actor} will {base} {day}.", "{actor} plans to {base}.", E),
    ("{actor} will {base} {day}.", "{actor} will not {base}.", C),
    ("{actor} will {base} {day}.", "{actor} was asked to {base}.", N),
    ("{actor} plans to {base}.", "{actor} has already {pp}.", N),
    ("{actor} plans to {base}.", "{actor} intends to {base}.", E),
    ("{actor} plans to {base}.", "{actor} has no plans to {base}.", C),
    ("{actor} is considering {ing}.", "{actor} may {base}.", E),
    ("{actor} is considering {ing}.", "{actor} has {pp}.", N),
    ("{actor} is considering {ing}.", "{actor} has ruled out {ing}.", C),
    ("{actor} has ruled out {ing}.", "{actor} will not {base}.", E),
    ("{actor} has ruled out {ing}.", "{actor} will {base}.", C),
    ("{actor} has not decided whether to {base}.", "{actor} has decided to {base}.", C),
    ("{actor} has not decided whether to {base}.", "{actor} is still undecided about {ing}.", E),
    ("{actor} has not decided whether to {base}.", "{actor} will {base}.", N),
    ("{actor} agreed to {base}.", "{actor} refused to {base}.", C),
    ("{actor} agreed to {base}.", "{actor} said yes to {ing}.", E),
    ("{actor} agreed to {base}.", "{actor} has {pp}.", N),
    ("{actor} refused to {base}.", "{actor} {past}.", C),
    ("{actor} refused to {base}.", "{actor} declined to {base}.", E),
    ("{actor} refused to {base}.", "{actor} was criticised for not {ing}.", N),
    ("{actor} voted to {base} {day}.", "{actor} voted against {ing}.", C),
    ("{actor} voted to {base} {day}.", "{actor} decided to {base}.", E),
    ("{actor} voted to {base} {day}.", "{actor} finished {ing}.", N),
    ("{actor} threatened to {base}.", "{actor} {past}.", N),
    ("{actor} threatened to {base}.", "{actor} said it might {base}.", E),
    ("{actor} was ordered to {base}.", "{actor} was told to {base}.", E),
    ("{actor} was ordered to {base}.", "{actor} has {pp}.", N),
    ("{actor} was ordered to {base}.", "{actor} was forbidden to {base}.", C),
    ("{actor} was asked to {base}.", "{actor} agreed to {base}.", N),
    ("{actor} was asked to {base}.", "Nobody asked {actor} to {base}.", C),
    ("A judge ordered {actor} to {base}.", "{actor} was ordered to {base}.", E),
    ("A judge stopped {actor} from {ing}.", "A judge allowed {actor} to {base}.", C),
    ("A judge stopped {actor} from {ing}.", "A judge blocked {actor} from {ing}.", E),
    ("A judge stopped {actor} from {ing} {day}.", "{actor} will appeal to a higher court.", N),
    ("A judge allowed {actor} to {base}.", "A judge barred {actor} from {ing}.", C),
    ("{actor} denied that it had {pp}.", "{actor} admitted that it had {pp}.", C),
    ("{actor} denied that it had {pp}.", "{actor} said it had not {pp}.", E),
    ("{actor} denied that it had {pp}.", "{actor} {past}.", N),
    ("{actor} confirmed that it had {pp}.", "{actor} {past}.", E),
    ("{actor} confirmed that it had {pp}.", "{actor} denied {ing}.", C),
    ("{actor} put off {ing}.", "{actor} postponed {ing}.", E),
    ("{actor} put off {ing}.", "{actor} {past} as planned.", C),
    ("{actor} put off {ing}.", "{actor} will never {base}.", N),
    ("{actor} failed to {base} {day}.", "{actor} managed to {base}.", C),
    ("{actor} failed to {base}.", "{actor} did not {base}.", E),
    ("{actor} failed to {base}.", "{actor} had no intention of {ing}.", N),
    ("{actor} managed to {base}.", "{actor} succeeded in {ing}.", E),
    ("It is not clear whether {actor} {past}.", "{actor} {past}.", N),
    ("It is not clear whether {actor} {past}.", "There is no doubt that {actor} {past}.", C),
    ("Unconfirmed reports say {actor} {past}.", "It has been reported that {actor} {past}.", E),
    ("Unconfirmed reports say {actor} {past}.", "It is certain that {actor} {past}.", C),
    ("Unconfirmed reports say {actor} {past}.", "{actor} {past}.", N),
    ("It was falsely reported that {actor} {past}.", "{actor} {past}.", C),
    ("It was falsely reported that {actor} {past}.", "{actor} did not {base}.", E),
    ("{actor} will {base} only if parliament agrees.", "{actor} has {pp}.", N),
    (
        "{actor} will {base} only if parliament agrees.",
        "{actor} will not {base} without the consent of parliament.",
        E,
    ),
    (
        "{actor} will {base} only if parliament agrees.",
        "{actor} will {base} even if parliament objects.",
        C,
    ),
    ("{actor} has begun {ing}.", "{actor} has started {ing}.", E),
    ("{actor} has begun {ing}.", "{actor} has not yet started {ing}.", C),
    ("{actor} has begun {ing}.", "{actor} will be finished within days.", N),
)  # fmt: skip
"""Premise, hypothesis, label."""

GROUPS = (
    "protesters", "passengers", "firefighters", "students", "residents", "workers", "players",
    "tourists", "miners", "patients", "prisoners", "sailors", "pupils", "shoppers",
)  # fmt: skip

FATES = ("injured", "arrested", "rescued", "questioned", "killed", "evacuated", "charged", "fined")

GROUP_ROWS = (
    ("No {people} were {hurt}.", "{n} {people} were {hurt}.", C),
    ("No {people} were {hurt} {day}.", "None of the {people} were {hurt}.", E),
    ("No {people} were {hurt}.", "No officials were {hurt}.", N),
    ("{n} {people} were {hurt} {day}.", "Nobody was {hurt}.", C),
    ("{n} {people} were {hurt} {day}.", "Some {people} were {hurt}.", E),
    ("{n} {people} were {hurt} {day}.", "{n} officials were {hurt}.", N),
    ("Not all of the {people} were {hurt}.", "All of the {people} were {hurt}.", C),
    ("Not all of the {people} were {hurt}.", "At least one of the {people} was not {hurt}.", E),
    ("Not all of the {people} were {hurt}.", "{n} {people} were {hurt}.", N),
    ("All of the {people} were {hurt}.", "None of the {people} escaped being {hurt}.", E),
    ("All but {n} of the {people} were {hurt}.", "Some of the {people} were not {hurt}.", E),
    ("All but {n} of the {people} were {hurt}.", "Every one of the {people} was {hurt}.", C),
    ("All but {n} of the {people} were {hurt}.", "The {people} were {hurt} by mistake.", N),
    ("Most of the {people} were {hurt}.", "Only a few of the {people} were {hurt}.", C),
    ("Most of the {people} were {hurt}.", "More than half of the {people} were {hurt}.", E),
    ("Most of the {people} were {hurt}.", "The {people} were {hurt} {day}.", N),
    (
        "{n} of the {people} were {hurt}, but none were named.",
        "The {people} who were {hurt} were named.",
        C,
    ),
    ("{n} of the {people} were {hurt}, but none were named.", "{n} {people} were {hurt}.", E),
    ("Not only {people} but also officials were {hurt}.", "Officials were {hurt}.", E),
    ("Not only {people} but also officials were {hurt}.", "Only {people} were {hurt}.", C),
    ("Not only {people} but also officials were {hurt}.", "{n} {people} were {hurt}.", N),
    ("Only {people} were {hurt}.", "{people} and officials were {hurt}.", C),
    ("Police did not say how many {people} were {hurt}.", "{n} {people} were {hurt}.", N),
    (
        "Police did not say how many {people} were {hurt}.",
        "The police gave no number of {people} {hurt}.",
        E,
    ),
    (
        "Police did not say how many {people} were {hurt}.",
        "Police said that {n} {people} were {hurt}.",
        C,
    ),
    (
        "Police did not say where the {people} were {hurt}.",
        "The {people} were {hurt} in the town centre.",
        N,
    ),
    (
        "The evening ended without any {people} being {hurt}.",
        "{n} {people} were {hurt} that evening.",
        C,
    ),
    (
        "The evening ended without any {people} being {hurt}.",
        "No {people} were {hurt} that evening.",
        E,
    ),
    ("The evening ended without any {people} being {hurt}.", "The evening was sunny.", N),
    ("It was not the {people} who were {hurt} but the guards.", "The guards were {hurt}.", E),
    ("It was not the {people} who were {hurt} but the guards.", "The {people} were {hurt}.", C),
    (
        "The {people} were not {hurt} because of the weather.",
        "The {people} were {hurt} because of the weather.",
        C,
    ),
    (
        "The first report that {people} were {hurt} was withdrawn.",
        "It was reported at first that {people} were {hurt}.",
        E,
    ),
    ("The first report that {people} were {hurt} was withdrawn.", "The report still stands.", C),
    ("By noon {n} {people} had been {hurt}.", "By evening {n2} {people} had been {hurt}.", N),
    ("By noon {n} {people} had been {hurt}.", "No {people} had been {hurt} by noon.", C),
    ("{n} {people} were {hurt}, fewer than last year.", "More {people} were {hurt} last year.", E),
    ("{n} {people} were {hurt}, fewer than last year.", "{n} {people} were {hurt} last year.", N),
    ("{n} {people} were {hurt}, fewer than last year.", "The number of {people} {hurt} rose.", C),
    ("Another {n} {people} were {hurt} {day}.", "{n2} {people} have been {hurt} in all.", N),
    ("Up to {n} {people} may have been {hurt}.", "{n} {people} were {hurt}.", N),
    ("Up to {n} {people} may have been {hurt}.", "It is certain that no {people} were {hurt}.", C),
    ("Up to {n} {people} may have been {hurt}.", "It is possible that {people} were {hurt}.", E),
)  # fmt: skip
"""Premise, hypothesis, label."""
