"""The quantity facet on parsed sentences: what is counted, in which role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from consistency.claims import parse_articles
from consistency.facets.quantity import QuantityFacet
from consistency.records import Article, Level, Mention
from consistency.settings import Settings

pytestmark = pytest.mark.slow
Find = Callable[[str], list[Mention]]
FACET = QuantityFacet(Settings())


def article(text: str) -> Article:
    return Article("a1", "one.txt", "One", None, None, None, "none", None, text)


@pytest.fixture(scope="module")
def find() -> Find:
    def mentions(text: str) -> list[Mention]:
        (parsed,) = parse_articles([article(text)], settings=Settings())
        return FACET.find(parsed)

    return mentions


def told(mentions: Sequence[Mention]) -> list[tuple[str, str, str]]:
    """Value, role and head of each mention, as text."""
    return [(str(m.value), m.slot.role, m.slot.head) for m in mentions]


SENTENCES = [
    (
        "The move follows efforts in nearly 20 other coastal states.",
        ("just under 20", "count", "state"),
    ),
    ("The order sends 1,000 Westmark Harbor Guard troops north.", ("1,000", "count", "troop")),
    ("The council sent 500 more troops to the border.", ("500 more", "change", "troop")),
    ("They brought up 15 bills that would create jobs.", ("15", "count", "bill")),
    ("Some 16 House-passed measures are waiting.", ("about 16", "count", "measure")),
    ("With 94 percent of precincts reporting, she led.", ("94%", "share", "precinct")),
    ("Dozens of people were hurt in the storm.", ("dozens", "count", "person")),
    ("She bought a $43,350 gold watch in Veldt City.", ("$43,350", "money", "watch")),
    ("He pressed for $60 billion in harbor spending.", ("$60 billion", "money", "spending")),
    ("The mayor spent $5,150 on fur capes.", ("$5,150", "money", "cape")),
    ("He sold the painting for $5,300 on Friday.", ("$5,300", "money", "painting")),
    ("At 90 percent of the stores there was no gap.", ("90%", "share", "store")),
    ("Half of the members voted against it.", ("half", "share", "member")),
    ("Dana Reyes, 43, is a former mayor.", ("43", "age", "dana reyes")),
    ("The 43-year-old lawyer declined to speak.", ("43 years", "age", "lawyer")),
    ("The House voted 396-9 on the motto.", ("396–9", "vote", "")),
    ("The visitors won 24-17 in the final.", ("24–17", "score", "")),
    ("He will become the second black senator from Tarn.", ("2nd", "rank", "senator")),
    (
        "Prosecutors asked for a sentence of 46 to 57 months.",
        ("46–57 months", "duration", "sentence"),
    ),
    ("The state will provide a year of assistance.", ("1 year", "duration", "assistance")),
    ("The ship lies five miles off the coast.", ("5 miles", "measure", "")),
    ("He left three days after the vote.", ("3 days", "lag", "")),
    ("She was asked to report within 90 days.", ("90 days", "limit", "")),
    ("Crime fell over the past nine years.", ("9 years", "period", "")),
    ("Prices rose 5 percent in Tarn County.", ("5%", "change", "price")),
    ("Shares of Norvex fell 4.5 percent.", ("down 4.5%", "change", "share")),
    ("The death toll rose to 14 on Tuesday.", ("14", "total", "person")),
    (
        "Pay is set at the more than 900 Vara-Holm and Tarn’s Own stores here.",
        ("more than 900", "count", "store"),
    ),
    ("Three dead and 12 injured in bus crash", ("3", "count", "")),
    ("Three dead and 12 injured in bus crash", ("12", "count", "")),
    ("The blast left at least 14 dead, officials said.", ("at least 14", "count", "")),
    ("Some 15 deaths were reported.", ("about 15", "count", "person")),
    ("The standoff lasted an hour and a half.", ("1.5 hours", "duration", "")),
    ("The road is a mile and a half long.", ("1.5 miles", "measure", "")),
    ("She got two years and three months in prison.", ("2 years 3 months", "duration", "")),
    ("The flight took about 1 hour, 20 minutes.", ("about 1 hour 20 minutes", "duration", "")),
    ("He stands 6-foot-2.", ("6 feet 2 inches", "measure", "")),
    ("A quarter of a million people marched.", ("250,000", "count", "person")),
    ("The council would raise the wage to $9 an hour.", ("$9 per hour", "money", "wage")),
    ("Revenue was $1.2 billion, up from $980 million.", ("$980 million", "before", "")),
    ("Attendance rose from 400 to 600.", ("600", "total", "attendance")),
    ("The quake had a magnitude of 6.1.", ("6.1", "count", "magnitude")),
    ("He admitted the use of $750,000 in campaign money.", ("$750,000", "money", "money")),
    ("She faces a fine of $250,000.", ("$250,000", "money", "fine")),
    ("Nearly one in five adults is ill.", ("just under 1 in 5", "share", "adult")),
    ("Joe Osei turned 40 on Friday.", ("40", "age", "joe osei")),
    ("It was 20 degrees Fahrenheit.", ("20 °F", "measure", "")),
    ("The order would bring the number of troops to 8,000.", ("8,000", "prospect", "troop")),
    ("Tarn will have 8,000 troops by May.", ("8,000", "prospect", "troop")),
    ("She was elected at the age of 30.", ("30", "age then", "she")),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_number_is_read_with_its_role_and_its_thing(
    find: Find, sentence: str, expected: tuple[str, str, str]
) -> None:
    mentions = find(sentence)
    assert [m.value for m in mentions]
    value, role, head = expected
    found = {(v, r) for v, r, _ in told(mentions)}
    assert (value, role) in found
    if head:
        assert expected in told(mentions)


def test_the_dead_share_a_key_however_they_are_worded(find: Find) -> None:
    killed, died, toll = find(
        "At least 12 people were killed. Police said 12 people died. The toll rose to 14."
    )
    (headline,) = find("Blast leaves 11 dead in Tarn")
    assert killed.keys & died.keys & toll.keys & headline.keys
    assert FACET.compare(died, toll).level is Level.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The standoff lasted an hour and a half.", "The standoff lasted 90 minutes."),
        ("They stay a year and a half.", "They stay 18 months."),
        ("She got 2 years and 3 months in prison.", "She got 27 months in prison."),
        ("The guard is 6-foot-2.", "The guard is 74 inches tall."),
        ("The walk takes one hour and 20 minutes.", "The walk takes 80 minutes."),
    ],
)
def test_an_amount_in_two_units_is_the_same_in_one(find: Find, left: str, right: str) -> None:
    (one,), (other,) = find(left), find(right)
    assert FACET.compare(one, other).level is Level.EQUAL


def test_when_a_sum_was_paid_is_not_what_it_was_paid_for(find: Find) -> None:
    assert told(find("They paid $40 in the third week of May.")) == [("$40", "money", "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Voters approved it by a 3-to-1 margin.",
        "The two-to-one ratio held.",
        "A year and a half ago, the plant closed.",
    ],
)
def test_odds_and_what_is_long_ago_count_nothing(find: Find, sentence: str) -> None:
    assert find(sentence) == []


def test_a_stay_and_a_number_beside_it_are_two(find: Find) -> None:
    mentions = find("The trip takes two days and three nights on two boats.")
    assert [str(m.value) for m in mentions] == ["2 days", "3 nights", "2"]


@pytest.mark.parametrize(
    ("none", "some"),
    [
        ("No one was injured in the blaze.", "Three people were injured in the blaze."),
        ("There were no fatalities.", "Two miners were killed."),
        ("Officers made no arrests.", "Two men were arrested near the pier."),
        ("Nobody was hurt.", "The fall hurt four visitors."),
    ],
)
def test_nobody_differs_from_some_whom_the_same_befell(find: Find, none: str, some: str) -> None:
    (left,), (right,) = find(none), find(some)
    assert (str(left.value), left.slot.role) == ("none", "count")
    assert left.keys & right.keys
    judgement = FACET.compare(left, right)
    assert (judgement.level, judgement.strength) == (Level.DIFFERENT, 1.0)
    assert FACET.compare(right, left).level is Level.DIFFERENT


def test_nobody_hurt_says_nothing_of_arrests_or_of_other_people(find: Find) -> None:
    (hurt,), (held,) = find("No one was hurt."), find("Two men were arrested.")
    assert FACET.compare(hurt, held).level is Level.NULL
    (officers,), (visitors,) = find("No officers were hurt."), find("Three visitors were hurt.")
    assert FACET.compare(officers, visitors).level is Level.NULL


@pytest.mark.parametrize(
    "sentence",
    [
        "No one else was hurt.",
        "No further arrests were made.",
        "No serious injuries were reported.",
        "No one would be hurt by the change.",
        "If no one is hurt, the pier will open.",
        "No decision was made.",
        "No one answered the telephone.",
        "The blast killed no fish of value.",
    ],
)
def test_what_is_not_a_count_of_nobody_is_none(find: Find, sentence: str) -> None:
    assert find(sentence) == []


def test_a_rise_and_a_fall_of_one_size_differ(find: Find) -> None:
    up, down = find("Prices rose 5 percent. Prices fell 5 percent.")
    assert FACET.compare(up, down).level is Level.DIFFERENT


def test_part_and_whole_are_two_mentions_of_two_roles(find: Find) -> None:
    part, whole = find("Tarn is now one of ten states being looked at for help.")
    assert told([part, whole]) == [("1", "share", "state"), ("10", "count", "state")]
    assert whole.slot.predicate == "look"


def test_a_total_takes_its_thing_from_the_number_of(find: Find) -> None:
    mentions = find("The order raised the total number of service members to around 1,700.")
    assert told(mentions) == [("about 1,700", "total", "member")]


def test_modifiers_narrow_the_thing(find: Find) -> None:
    (mention,) = find("The governor requested 1,000 Westmark National Guard troops.")
    assert {"national", "guard"} <= mention.slot.modifiers
    assert (mention.slot.predicate, mention.slot.subject) == ("request", "governor")


def test_ages_given_respectively_go_to_their_owners(find: Find) -> None:
    mentions = find("Nora and Ella Reyes, aged 16 and 13 respectively, came along.")
    assert [m.slot.head.split()[0] for m in mentions] == ["nora", "ella"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The order rests on Section 12406 of the code.",
        "The Title 32 mission is paid for by others.",
        "No. 3 on the list is open.",
        "Call 555-0134 for help.",
        "The vote was held on June 25, 2013.",
        "In 2008 the law was changed.",
        "He was one of the founders.",
        "One day it will be built.",
        "It was the first time.",
        "The First Lady spoke.",
        "1. Watch the harbor.",
        "A 911 caller reported a man on the roof.",
        "She called 911 from the roof.",
    ],
)
def test_labels_dates_and_idioms_are_no_quantities(find: Find, sentence: str) -> None:
    assert find(sentence) == []


def test_a_number_that_is_not_given_is_a_value_of_its_own(find: Find) -> None:
    declined, stated = find(
        "The office did not say how many guards would go. It later sent 40 guards."
    )
    assert declined.value.declined
    assert declined.slot.head == stated.slot.head == "guard"
    assert FACET.compare(declined, stated).level is Level.DECLINED


def test_a_listed_sum_keeps_only_its_own_item_in_the_masked_clause(find: Find) -> None:
    mentions = find("He spent $4,272 on a cruise, $2,306 at Lake World, and $5,687 on a retreat.")
    assert [m.slot.head for m in mentions] == ["cruise", "world", "retreat"]
    assert "cruise" not in mentions[1].masked
    assert all(m.masked.count("#") == 1 for m in mentions)


def test_spans_reproduce_the_text_and_lie_in_their_claim(find: Find) -> None:
    text = "About 20 boats sank.\nNearly $3.5 million went to 12 towns, Mayor Ann Lee, 52, said."
    mentions = find(text)
    assert len(mentions) == 4
    assert [text[m.span.start : m.span.end] for m in mentions] == [m.text for m in mentions]
    assert [m.text for m in mentions] == ["About 20", "Nearly $3.5 million", "12", "52"]


def test_other_roles_give_no_level(find: Find) -> None:
    more, whole = find("They sent 500 more troops. There are 1,700 troops in Tarn.")
    assert FACET.compare(more, whole).level is Level.NULL


def test_a_total_and_a_count_answer_one_question(find: Find) -> None:
    total, count = find(
        "That brings the number of troops to 1,700. There are 1,500 troops in Tarn."
    )
    judged = FACET.compare(total, count)
    assert judged.level is Level.DIFFERENT
    assert judged.strength < 1


def test_a_level_to_come_is_at_odds_with_none_of_today(find: Find) -> None:
    ahead, now, same, other = find(
        "That would bring the number of troops to 1,700. There are 1,500 troops in Tarn."
        " There are 1,700 troops in Tarn. That will bring the number of troops to 2,000."
    )
    assert FACET.compare(ahead, now).level is Level.NULL
    assert FACET.compare(ahead, same).level is Level.EQUAL
    assert FACET.compare(ahead, other).level is Level.DIFFERENT


@pytest.mark.parametrize("spell", ["week", "term", "grade", "quarter"])
def test_an_ordinal_that_picks_out_a_spell_ranks_nothing(find: Find, spell: str) -> None:
    assert [m for m in find(f"It came in the third {spell}.") if m.slot.role == "rank"] == []


def test_the_nearer_two_numbers_the_higher_their_nearness(find: Find) -> None:
    few, more, many = find("Tarn has 15 piers. Tarn has 16 piers. Tarn has 60 piers.")
    near, far = FACET.compare(few, more), FACET.compare(few, many)
    assert near.nearness == pytest.approx(15 / 16, abs=1e-3)
    assert far.nearness == pytest.approx(0.25)
    assert FACET.compare(many, few).nearness == far.nearness


def test_sums_for_things_without_a_common_word_differ_weakly(find: Find) -> None:
    hat, coat, other = find("He bought a $400 hat. He bought a $900 coat. He bought a $900 hat.")
    assert FACET.compare(hat, coat).strength < FACET.compare(hat, other).strength


def test_ages_of_two_people_are_never_compared(find: Find) -> None:
    first, second, again = find("Ann Lee, 52, spoke. Joe Roe, 43, left. Mayor Lee, 53, stayed.")
    assert FACET.compare(first, second).level is Level.NULL
    assert FACET.compare(first, again).level is Level.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Police arrested a 17-year-old boy.", "A 16-year-old was arrested.", Level.DIFFERENT),
        ("A 17-year-old boy was killed.", "A 17-year-old was killed.", Level.EQUAL),
        ("A 17-year-old boy was killed.", "A 16-year-old girl was killed.", Level.NULL),
        ("Police arrested a 17-year-old boy.", "A 16-year-old won the race.", Level.NULL),
        ("Police arrested Joe Osei, 43.", "A 16-year-old was arrested.", Level.NULL),
    ],
)
def test_ages_of_the_unnamed_are_compared_where_one_fate_befell_them(
    find: Find, one: str, other: str, level: Level
) -> None:
    (first,), (second,) = find(one), find(other)
    assert FACET.compare(first, second).level is level
    assert FACET.compare(second, first).level is level
    if level is not Level.NULL:
        assert first.keys & second.keys


def test_an_age_is_asked_for_by_whoever_is_described_best(find: Find) -> None:
    mentions = [*find("A 16-year-old was arrested."), *find("Police arrested a 17-year-old boy.")]
    assert FACET.question(mentions) == "How old is the boy?"


@pytest.mark.parametrize(
    "hurt",
    [
        "Eight people were taken to a hospital with minor injuries.",
        "Eight people suffered burns.",
        "Eight people were treated for wounds.",
        "Eight people were hospitalized.",
        "The crash sent eight people to the hospital.",
    ],
)
def test_who_has_injuries_is_hurt(find: Find, hurt: str) -> None:
    (nobody,), (eight,) = find("Nobody was hurt."), find(hurt)
    assert FACET.compare(nobody, eight).level is Level.DIFFERENT
    assert nobody.keys & eight.keys


def test_who_is_taken_somewhere_for_something_else_is_not_hurt(find: Find) -> None:
    (nobody,), (eight,) = find("Nobody was hurt."), find("Eight people were taken in for talks.")
    assert FACET.compare(nobody, eight).level is Level.NULL


def test_who_is_aboard_is_carried(find: Find) -> None:
    aboard, carried = find("The jet landed with 151 people aboard. The bus carried 45 people.")
    assert aboard.slot.predicate == carried.slot.predicate == "carry"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("At least four people were killed.", "Officials confirmed two deaths."),
        ("Police made 12 arrests.", "Ten people were arrested."),
        ("Fifteen people were wounded.", "There were 11 injuries."),
        ("He ordered the evacuation of 900 people.", "About 500 people were evacuated."),
    ],
)
def test_whom_an_outcome_befell_is_told_in_one_way(find: Find, one: str, other: str) -> None:
    (left,), (right,) = find(one), find(other)
    assert (left.slot.head, left.slot.predicate) == (right.slot.head, right.slot.predicate)
    assert FACET.compare(left, right).level is Level.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Four people were killed.", "Eleven people were hurt."),
        ("The plane landed with 44 people aboard.", "Eleven people were hurt."),
        ("Four people were killed.", "Twelve people were arrested."),
    ],
)
def test_what_befell_some_is_not_held_against_what_befell_others(
    find: Find, one: str, other: str
) -> None:
    (left,), (right,) = find(one), find(other)
    assert FACET.compare(left, right).level is Level.NULL


def test_speeds_are_speeds_however_written(find: Find) -> None:
    left, right = find("It brought winds of 130 mph. It had winds of 120 miles per hour.")
    assert (str(left.value), str(right.value)) == ("130 mph", "120 mph")
    assert left.slot.head == right.slot.head == "wind"
    assert FACET.compare(left, right).level is Level.DIFFERENT


def test_the_category_of_a_storm_is_no_count_of_storms(find: Find) -> None:
    left, right = find("The Category 4 storm hit Tarn. Lena was a Category 3 storm.")
    assert (left.slot.role, left.slot.head) == (right.slot.role, right.slot.head)
    assert FACET.compare(left, right).level is Level.DIFFERENT
    assert FACET.question([left, right]) == "Which category is it?"


def test_mentions_of_one_thing_share_a_key(find: Find) -> None:
    one, other = find("Tarn is among ten states. Nearly 20 other coastal states joined.")
    assert one.keys & other.keys
    cheap, dear = find("He bought a $43,000 watch. She paid $43,350 in cash.")
    assert cheap.keys & dear.keys


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Eight people were taken to a hospital with burns.", "How many people were hurt?"),
        (
            "The governor requested 1,000 Guard troops.",
            "How many Guard troops did the governor request?",
        ),
        ("She bought a $43,350 gold watch.", "How much was the gold watch?"),
        ("Dana Reyes, 43, is a former mayor.", "How old is Dana Reyes?"),
        ("At 90 percent of the stores there was no gap.", "What share of the stores?"),
        ("The House voted 396-9 on the motto.", "What was the vote?"),
        ("Prosecutors asked for a sentence of 46 to 57 months.", "How long is the sentence?"),
        ("She will report within 90 days.", "Within how long is it to be done?"),
        ("The city paid $30,000 to settle the suit.", "How much did the city pay?"),
    ],
)
def test_questions_are_plain_english(find: Find, sentence: str, question: str) -> None:
    assert FACET.question(find(sentence)) == question


def test_a_spell_between_two_days_is_a_duration_too(find: Find) -> None:
    spell, stated = find(
        "The post runs from October 1, 2025, through September 30, 2026. It is a year of service."
    )
    assert (str(spell.value), spell.slot.role) == ("1 year by its dates", "duration")
    assert FACET.compare(spell, stated).level is Level.COMPATIBLE


def test_a_start_on_a_weekday_leaves_a_spell_a_week_of_slack() -> None:
    text = "Help will come, starting on Wednesday and ending on March 31, 2027."
    dated = replace(article(text), published=date(2026, 4, 2), published_from="metadata")
    (parsed,) = parse_articles([dated], settings=Settings())
    (spell,) = (m.value for m in FACET.find(parsed) if m.slot.role == "duration")
    assert spell.high - spell.low == 14


def test_starting_and_ending_days_make_a_spell(find: Find) -> None:
    mentions = find("Harbor duty is ordered, starting May 1, 2025, and ending July 31, 2025.")
    assert [str(m.value) for m in mentions] == ["3 months by its dates"]


def test_what_is_told_of_a_part_is_not_told_of_the_whole(find: Find) -> None:
    part, whole = find("The harbor office furloughed six of its 22 clerks.")
    assert told([part, whole]) == [("6", "count", "clerk"), ("22", "count", "clerk")]
    assert (part.slot.predicate, whole.slot.predicate) == ("furlough", "")


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("The form puts the value of his severance package at $6.4 million.", "package"),
        ("The thieves took jewels worth about $6.8 million.", "jewel"),
        ("The estate, appraised at $3 million, was sold.", "estate"),
    ],
)
def test_what_is_valued_at_a_sum_is_what_the_sum_is_for(
    find: Find, sentence: str, head: str
) -> None:
    (mention,) = find(sentence)
    assert (mention.slot.role, mention.slot.head) == ("money", head)


@pytest.mark.parametrize(
    "sentence",
    [
        "She was told to leave, according to two people briefed on the talks.",
        "“Not for a minute,” he said.",
    ],
)
def test_witnesses_and_empty_stretches_count_nothing(find: Find, sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dana Reyes spoke first. She paid $40,000 for the boat.",
        "Mayor Dana Reyes spoke first. The mayor paid $40,000 for the boat.",
    ],
)
def test_a_pronoun_and_a_title_do_what_the_person_does(find: Find, text: str) -> None:
    (mention,) = find(text)
    assert mention.slot.subject == "dana reyes"


def test_equal_numbers_find_each_other_whatever_they_count(find: Find) -> None:
    (one,), (other,) = find("Eleven were injured."), find("They sent 11 people to the hospital.")
    assert one.keys & other.keys


def test_what_is_asked_for_is_no_count_of_what_there_is(find: Find) -> None:
    (wanted,) = find("The governor requested 1,000 Guard troops.")
    (sent,) = find("The ministry has sent almost 2,000 troops.")
    (other,) = find("He sent a letter requesting the use of 1,200 troops.")
    assert FACET.compare(wanted, sent).level is Level.NULL
    assert FACET.compare(wanted, other).level is Level.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She urged him to go in a 10-minute call.", "She named a 20-year veteran of the office."),
        ("The ruling came after a nine-day trial.", "The judges gave the state 14 days to appeal."),
        ("It was two days before the session ends.", "It was three days before the ship sailed."),
        ("It was the fourth fire of the night.", "It was the third bottle of the night."),
        ("Twelve clerks worked at the vineyard.", "Six weekends were lost at the vineyard."),
        ("The bill passed the Senate by 38 to 11.", "The bill cleared the House 66-31."),
        ("The House approved it 104-97.", "They hold a 113-88 majority in the House."),
        ("Six voters sued.", "She and five other voters sued."),
        ("Police made 17 arrests Monday night.", "On Sunday, 31 people were arrested."),
    ],
)
def test_numbers_of_two_things_are_not_held_against_one_another(
    find: Find, one: str, other: str
) -> None:
    (left,), (right,) = find(one), find(other)
    assert left.slot.role == right.slot.role
    assert FACET.compare(left, right).level is Level.NULL
    assert FACET.compare(right, left).level is Level.NULL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It came after a nine-day trial.", "The trial lasted 11 days."),
        ("Ann Lee spent nine years behind bars.", "Ann Lee served eleven years in prison."),
        ("He died two days after the crash.", "He died three days after the crash."),
        ("It was the third arrest of the night.", "It was the fourth arrest of the night."),
        ("Twelve clerks worked there.", "Fourteen employees worked there."),
        ("Six weekends were lost.", "Seven weekends were lost."),
        ("Police made 17 arrests Monday night.", "Police arrested 31 people on Monday."),
        ("The bill passed the Senate by 38 to 11.", "The Senate approved it 36-13."),
        ("Six voters sued.", "She and nine other voters sued."),
        ("A baker’s dozen of clerks worked there.", "Fourteen clerks worked there."),
    ],
)
def test_numbers_that_may_be_of_one_thing_differ(find: Find, one: str, other: str) -> None:
    (left,), (right,) = find(one), find(other)
    assert FACET.compare(left, right).level is Level.DIFFERENT
