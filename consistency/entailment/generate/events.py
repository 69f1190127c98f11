"""Events as news tells them: several wordings with the same slots, and sentences on another matter.

In a wording `{n}` is a count, `{m}` a sum, `{day}` a day, `{place}` a place and `{who}` a person.
`{part}` is a number no greater than the count; other slots are filled alike in both sentences of a
pair. The first wordings of an event say all of it and follow from one another; the brief ones
follow from them; the asides are about something that neither tells: another group, another moment,
another cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event."""

    full: tuple[str, ...]
    brief: tuple[str, ...]
    asides: tuple[str, ...]
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else the sentences are filled with: slot -> choices."""


EVENTS = (
    Event(
        full=(
            "{n} people were hurt when fire broke out at a {site} in {place} {day}.",
            "A fire at a {site} in {place} {day} left {n} people injured.",
            "Fire tore through a {site} in {place} {day}, injuring {n} people.",
        ),
        brief=(
            "{n} people were injured in a fire.",
            "A {site} in {place} caught fire {day}.",
            "There was a fire at a {site} {day}.",
            "The fire was in {place}.",
        ),
        asides=(
            "{n} firefighters fought the blaze.",
            "{n} guests were inside when the alarm went off.",
            "The damage was put at {m}.",
            "The fire started in the kitchen.",
        ),
        alike={"site": ("hotel", "warehouse", "care home", "factory", "night club", "school")},
    ),
    Event(
        full=(
            "The company will cut {n} jobs at its {site} in {place}, it said {day}.",
            "The company said {day} that it would lay off {n} workers at its {site} in {place}.",
            "{n} employees of the {site} in {place} will lose their jobs, it was announced {day}.",
        ),
        brief=(
            "{n} workers will lose their jobs.",
            "Jobs will be cut at the {site}.",
            "The company announced layoffs {day}.",
            "The {site} that loses jobs is in {place}.",
        ),
        asides=(
            "{n} people work for the company worldwide.",
            "{n} workers had already left last year.",
            "The closure will save the company {m}.",
            "The union has called a strike over pay.",
        ),
        alike={"site": ("plant", "headquarters", "call centre", "shipyard", "research centre")},
    ),
    Event(
        full=(
            "{n} residents were told to leave their homes in {place} {day} because of {threat}.",
            "Because of {threat}, {n} residents of {place} were ordered out of their homes {day}.",
            "Officials ordered {n} people in {place} to evacuate {day} because of {threat}.",
        ),
        brief=(
            "{n} people were told to leave their homes.",
            "People in {place} had to leave their homes.",
            "An evacuation was ordered {day}.",
            "People were evacuated because of {threat}.",
        ),
        asides=(
            "{n} people spent the night in shelters.",
            "{n} houses were destroyed.",
            "{n} households were without power.",
            "Repairs are expected to cost {m}.",
        ),
        alike={"threat": ("flooding", "a wildfire", "a gas leak", "a landslide", "a storm")},
    ),
    Event(
        full=(
            "{n} {troops} arrived in {place} {day}.",
            "A force of {n} {troops} reached {place} {day}.",
            "{place} saw the arrival {day} of {n} {troops}.",
        ),
        brief=(
            "{n} {troops} were deployed.",
            "{troops} are in {place}.",
            "{troops} arrived {day}.",
        ),
        asides=(
            "{n} {troops} remain at their base.",
            "{n} more will follow next month.",
            "The mission will cost {m}.",
            "{n} people protested against the deployment.",
        ),
        alike={"troops": ("soldiers", "police officers", "reservists", "peacekeepers")},
    ),
    Event(
        full=(
            "Police arrested {n} people at a {march} in {place} {day}.",
            "{n} people were arrested {day} during a {march} in {place}.",
            "Officers made {n} arrests {day} at a {march} in {place}.",
        ),
        brief=(
            "Police arrested {n} people.",
            "There were arrests at a {march} in {place}.",
            "A {march} took place {day}.",
        ),
        asides=(
            "{n} people took part in the {march}.",
            "{n} officers were injured.",
            "{part} of those held have been charged.",
            "Shop owners put their losses at {m}.",
        ),
        alike={"march": ("protest", "rally", "demonstration", "football match", "street festival")},
    ),
    Event(
        full=(
            "The {body} in {place} approved {m} for {project} {day}.",
            "{day_first} the {body} in {place} voted to spend {m} on {project}.",
            "The {body} in {place} agreed {day} to put {m} into {project}.",
        ),
        brief=(
            "{m} will be spent on {project}.",
            "The {body} in {place} voted for {project}.",
            "The decision on {project} was taken {day}.",
        ),
        asides=(
            "{project_first} was first planned to cost {m}.",
            "{n} people spoke at the meeting.",
            "Work is expected to last two years.",
            "The state will add another {m}.",
        ),
        alike={
            "body": ("city council", "school board", "regional assembly", "port authority"),
            "project": ("a new bridge", "road repairs", "a new library", "flood defences"),
        },
    ),
    Event(
        full=(
            "{who} won the {race} election in {place} {day}.",
            "Voters in {place} elected {who} {day} in the {race} race.",
            "{who} was the winner of the {race} election held in {place} {day}.",
        ),
        brief=("{who} won the election.", "A {race} election was held in {place} {day}."),
        asides=(
            "The winner was ahead by {n} votes.",
            "{n} polling stations opened late.",
            "The campaign cost {m}.",
            "Turnout was lower than four years ago.",
        ),
        alike={"race": ("mayoral", "state senate", "district", "presidential")},
    ),
    Event(
        full=(
            "{who} was named head of the {body} {day}.",
            "The {body} appointed {who} as its head {day}.",
            "{who} was chosen {day} to lead the {body}.",
        ),
        brief=("{who} will lead the {body}.", "The {body} chose a new head {day}."),
        asides=(
            "{n} people had applied for the post.",
            "The {body} has a budget of {m}.",
            "The former head retired because of illness.",
        ),
        alike={"body": ("hospital", "university", "central bank", "orchestra", "rail company")},
    ),
    Event(
        full=(
            "{who} resigned {day} over {reason}.",
            "Criticised over {reason}, {who} stepped down {day}.",
            "{who} quit {day} after weeks of questions about {reason}.",
        ),
        brief=("{who} resigned.", "There was a resignation over {reason} {day}."),
        asides=(
            "{n} members of the staff have been questioned.",
            "The audit found that {m} was missing.",
            "A successor has not been named.",
        ),
        alike={"reason": ("missing money", "a leaked letter", "unpaid taxes", "a data breach")},
    ),
    Event(
        full=(
            "{who} was sentenced {day} to {n} months in prison for {crime}.",
            "A court {day} sent {who} to prison for {n} months for {crime}.",
            "For {crime}, {who} was given {n} months in prison {day}.",
        ),
        brief=(
            "{who} was found guilty of {crime}.",
            "{who} was sent to prison for {n} months.",
            "A sentence for {crime} was handed down {day}.",
        ),
        asides=(
            "Prosecutors had asked for {n} months.",
            "The trial lasted {n} days.",
            "The defence will appeal against the verdict.",
            "The fraud cost investors {m}.",
        ),
        alike={"crime": ("fraud", "bribery", "tax evasion", "perjury", "theft")},
    ),
    Event(
        full=(
            "A {vehicle} carrying {n} passengers crashed in {place} {day}.",
            "{n} passengers were aboard a {vehicle} that crashed {day} in {place}.",
            "In {place}, a {vehicle} with {n} passengers on it crashed {day}.",
        ),
        brief=(
            "A {vehicle} crashed in {place}.",
            "The {vehicle} had {n} passengers.",
            "There was a crash {day}.",
        ),
        asides=(
            "{part} passengers were killed.",
            "{n} rescue workers searched the site.",
            "{n} people were taken to hospital.",
            "The cause of the crash is being investigated.",
        ),
        alike={"vehicle": ("bus", "train", "tram", "ferry", "small plane")},
    ),
    Event(
        full=(
            "The {firm} will buy a rival in {place} for {m}, it announced {day}.",
            "The {firm} announced {day} the purchase of a competitor in {place} for {m}.",
            "In a deal worth {m} announced {day}, the {firm} is taking over a rival in {place}.",
        ),
        brief=(
            "The {firm} will pay {m} for a rival.",
            "The {firm} is buying a rival in {place}.",
            "The takeover was announced {day}.",
        ),
        asides=(
            "The {firm} had sales of {m} last year.",
            "The two companies have {n} employees.",
            "Regulators have yet to approve the deal.",
        ),
        alike={"firm": ("brewer", "airline", "drug maker", "newspaper group", "bank")},
    ),
    Event(
        full=(
            "{n} {workers} in {place} went on strike {day} over {reason}.",
            "A strike by {n} {workers} over {reason} began in {place} {day}.",
            "{n} {workers} walked off the job in {place} {day} in a dispute over {reason}.",
        ),
        brief=(
            "{n} {workers} are on strike.",
            "{workers} in {place} walked out {day}.",
            "The strike is about {reason}.",
        ),
        asides=(
            "{n} {workers} did not join the strike.",
            "{n} patients had their appointments moved.",
            "The strike costs the city {m} a day.",
            "Talks broke down last week.",
        ),
        alike={
            "workers": ("nurses", "teachers", "bus drivers", "dock workers"),
            "reason": ("pay", "working hours", "pensions", "safety"),
        },
    ),
    Event(
        full=(
            "Thieves took {n} {things} from a museum in {place} {day}.",
            "{n} {things} were stolen {day} from a museum in {place}.",
            "A museum in {place} was robbed of {n} {things} {day}.",
        ),
        brief=(
            "{n} {things} were stolen.",
            "A museum in {place} was robbed.",
            "The theft happened {day}.",
        ),
        asides=(
            "{n} {things} were left behind.",
            "{part} {things} have been found.",
            "The stolen {things} are worth {m}.",
            "Two guards were on duty that night.",
        ),
        alike={"things": ("paintings", "coins", "manuscripts", "vases", "statues")},
    ),
    Event(
        full=(
            "{who} donated {m} to a {cause} in {place} {day}.",
            "A {cause} in {place} received {m} from {who} {day}.",
            "{who} gave {m} {day} to a {cause} in {place}.",
        ),
        brief=(
            "{who} gave money to a {cause}.",
            "A {cause} received {m}.",
            "A {cause} in {place} was given money {day}.",
        ),
        asides=(
            "The {cause} still needs {m}.",
            "The {cause} serves {n} people.",
            "It is not known whether the gift can be taxed.",
        ),
        alike={"cause": ("children's hospital", "food bank", "music school", "shelter")},
    ),
    Event(
        full=(
            "{n} cases of {illness} were confirmed in {place} {day}.",
            "Health officials in {place} confirmed {n} cases of {illness} {day}.",
            "{place} confirmed {n} {illness} cases {day}.",
        ),
        brief=(
            "{n} people have {illness}.",
            "There is {illness} in {place}.",
            "Cases of {illness} were confirmed {day}.",
        ),
        asides=(
            "{part} people have died.",
            "{n} people were tested.",
            "{part} of the patients are children.",
            "{m} has been set aside for vaccines.",
        ),
        alike={"illness": ("measles", "cholera", "dengue fever", "meningitis")},
    ),
    Event(
        full=(
            "{who} met {guest} in {place} {day} to talk about {topic}.",
            "{who} and {guest} held talks on {topic} in {place} {day}.",
            "{topic_first} was the subject when {who} met {guest} in {place} {day}.",
        ),
        brief=(
            "{who} talked with {guest}.",
            "Talks on {topic} were held in {place}.",
            "The talks took place {day}.",
        ),
        asides=(
            "The talks lasted {n} hours.",
            "No agreement was reached on fishing rights.",
            "{n} reporters waited outside.",
        ),
        alike={
            "guest": ("union leaders", "farmers", "foreign diplomats", "bank managers"),
            "topic": ("trade", "water rights", "housing", "border controls"),
        },
    ),
    Event(
        full=(
            "The {ship} sank off {place} {day} with {n} people on board.",
            "{n} people were on board the {ship} when it went down off {place} {day}.",
        ),
        brief=("The {ship} sank {day}.", "There were {n} people on the {ship}."),
        asides=(
            "{part} people were rescued.",
            "{part} bodies have been recovered.",
            "The {ship} was insured for {m}.",
        ),
        alike={"ship": ("ferry", "trawler", "cargo ship", "sailing boat")},
    ),
    Event(
        full=(
            "The {site} in {place} opened {day} after {n} months of building work.",
            "After {n} months of building work, the {site} in {place} was opened {day}.",
        ),
        brief=(
            "The {site} in {place} is open.",
            "Building the {site} took {n} months.",
            "The {site} opened {day}.",
        ),
        asides=(
            "The {site} cost {m} to build.",
            "{n} people came to the opening.",
            "An earlier design had been turned down.",
        ),
        alike={"site": ("airport terminal", "tunnel", "stadium", "concert hall", "hospital wing")},
    ),
)
