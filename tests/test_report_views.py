"""Findings made ready for the page: camps, cuts, word-level differences, rows, marked articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from fake_report import SCRIPT, fake_report
from hypothesis import given
from hypothesis import strategies as st

from consistency.records import Article, Claim, Finding, FindingValue, Report, Span
from consistency.report import page, wording
from consistency.report.matrix import rows
from consistency.report.passages import excerpt, surroundings
from consistency.report.reading import ArticleView, article_views
from consistency.report.sources import Index, event_line, index, letters, web_address
from consistency.report.views import FindingView, finding_view
from consistency.report.worddiff import changed_words, tokens, word_diff

WORDS = st.lists(st.sampled_from(["safe", "Safe", "secure", ",", "and", "“", "it’s", "4.2"]))


@pytest.fixture(scope="module")
def report() -> Report:
    return fake_report()


@pytest.fixture(scope="module")
def known(report: Report) -> Index:
    return index(report)


@pytest.fixture(scope="module")
def views(report: Report, known: Index) -> list[FindingView]:
    return [finding_view(finding, known) for finding in report.finding_records]


@pytest.fixture(scope="module")
def articles(report: Report, known: Index, views: list[FindingView]) -> tuple[ArticleView, ...]:
    return article_views(known, list(zip(report.finding_records, views, strict=True)))


def _article(text: str) -> Article:
    return Article("a1", "a1.txt", "Paper", None, None, None, "none", None, text)


def _value(article: Article, words: str, claim: str) -> FindingValue:
    start, claim_start = article.text.index(words), article.text.index(claim)
    return FindingValue(
        article.id,
        "c1",
        Span(claim_start, claim_start + len(claim)),
        Span(start, start + len(words)),
        words,
        words,
    )


# Word-level differences


def _words(text: str) -> list[str]:
    return [token.key for token in tokens(text) if any(char.isalnum() for char in token.key)]


@given(WORDS, WORDS)
def test_each_side_of_a_word_diff_gives_its_words_back(left: list[str], right: list[str]) -> None:
    pieces = word_diff(" ".join(left), " ".join(right))
    for side, text in (("left", left), ("right", right)):
        told = " ".join(piece.text for piece in pieces if piece.side in ("both", side))
        assert _words(told) == _words(" ".join(text))


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert {piece.side for piece in word_diff(" ".join(text), " ".join(text))} <= {"both"}


def test_the_longest_exchange_is_what_a_version_is_named_by() -> None:
    pieces = word_diff("We are safe and sound at home", "We are secure at home, now")
    assert changed_words(pieces) == ("safe and sound", "secure")


@pytest.mark.parametrize(
    ("left", "right", "named"),
    [
        ("money that shouldn't have gone", "a lot of money that should have gone", "shouldn't"),
        ("we will never in all our days sail", "we shall in all our days sail", "will never"),
        ("12 of our good old boats sank", "13 of the fine new boats sank", "12"),
    ],
)
def test_a_denial_or_a_number_names_a_version_before_longer_words(
    left: str, right: str, named: str
) -> None:
    assert changed_words(word_diff(left, right))[0] == named


def test_words_only_added_leave_the_other_side_empty() -> None:
    assert changed_words(word_diff("no boats go", "no boats at all go")) == ("", "at all")


def test_where_a_quotation_was_cut_is_told_apart_from_what_was_altered() -> None:
    pieces = word_diff("Safe boats sail.", "Seaworthy boats sail, and they sail well")
    assert [piece.text.strip() for piece in pieces if piece.beyond] == [", and they sail well"]
    assert changed_words(pieces) == ("Safe", "Seaworthy")


def test_a_cut_is_named_where_nothing_else_differs() -> None:
    assert changed_words(word_diff("no boats", "no boats at all")) == ("", "at all")


def test_punctuation_alone_is_no_difference() -> None:
    pieces = word_diff(
        "data entry, clerical, and other work.", "data entry, clerical and other work"
    )
    assert {piece.side for piece in pieces} == {"both"}


def test_curly_and_straight_marks_are_one_word() -> None:
    assert {piece.side for piece in word_diff("it’s", "it's")} == {"both"}


# Passages


def test_a_passage_is_cut_around_its_deciding_words() -> None:
    claim = f"{'left ' * 100}twelve {'right ' * 100}end."
    article = _article(claim)
    cut = excerpt(article, _value(article, "twelve", claim))
    assert cut.marked == "twelve"
    assert cut.before.startswith("… left")
    assert cut.after.endswith("right …")
    assert len(cut.plain) <= 360


def test_a_word_without_blanks_is_cut_too() -> None:
    claim = "x" * 5_000 + " twelve"
    article = _article(claim)
    assert len(excerpt(article, _value(article, "twelve", claim)).plain) < 400


def test_a_quotation_that_runs_past_its_claim_is_shown_whole() -> None:
    article = _article("“We will go. We will not stay,” she said.")
    value = _value(article, "We will go. We will not stay,", "“We will go.")
    assert excerpt(article, value).marked == "We will go. We will not stay,"
    assert excerpt(article, value).before == "“"


def test_surroundings_take_in_the_sentence_before_and_after() -> None:
    sentences = ["It rained.", "Twelve boats sank.", "Nobody drowned.", "It cleared."]
    article = _article(" ".join(sentences))
    claims = []
    for number, text in enumerate(sentences):
        start = article.text.index(text)
        claims.append(Claim(f"c{number}", "a1", Span(start, start + len(text)), text))
    cut = surroundings(article, _value(article, "Twelve", "Twelve boats sank."), claims)
    assert cut.plain == "It rained. Twelve boats sank. Nobody drowned. …"


# Sources


def test_letters_go_on_after_z() -> None:
    named = list(islice(letters(), 703))
    assert (named[0], named[25], named[26], named[702]) == ("A", "Z", "AA", "AAA")
    assert len(set(named)) == len(named)


def test_the_event_is_named_by_the_headline_most_like_the_others(report: Report) -> None:
    assert event_line(report) == "Port Ellery closes ferry terminal over cracked pier"


def test_without_headlines_the_articles_are_counted(report: Report) -> None:
    bare = tuple(replace(article, title=None) for article in report.articles)
    assert event_line(replace(report, articles=bare)) == "4 articles compared"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x", "http://[", None]
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert web_address(url) is None
    assert web_address("https://paper.invalid/") == "https://paper.invalid/"


@pytest.mark.parametrize(
    ("path", "name", "numbered"),
    [
        ("in/003_d27aa4.txt", "003_d27aa4", True),
        ("in/port-herald.txt", "port-herald", False),
        ("in/003_d27aa4.txt", "Channel 5", False),
    ],
)
def test_a_file_with_a_number_for_a_name_goes_by_its_letter(
    path: str, name: str, numbered: bool, known: Index
) -> None:
    source = replace(known.sources["a1"], path=path, name=name)
    assert source.is_numbered is numbered


def test_in_a_sentence_a_numbered_file_is_an_article_of_its_letter(report: Report) -> None:
    first = replace(report.articles[0], path="in/003_d27aa4.txt", source="003_d27aa4")
    html = page.render(replace(report, articles=(first, *report.articles[1:])))
    assert '<a class="outlet" href="#article-a1">article A</a>' in html


# Findings


def test_sources_with_one_answer_share_a_camp(views: list[FindingView]) -> None:
    cracks = views[0]
    assert [camp.value for camp in cracks.camps] == ["12", "21"]
    assert [source.tag for source in cracks.camps[1].sources] == ["B", "C"]
    assert [source.tag for source in cracks.silent] == ["D"]


def test_a_refusal_stands_last_and_is_told_in_two_words(report: Report, known: Index) -> None:
    finding = report.finding_records[1]
    told = replace(finding.values[3], value="not given: “would not say how many”")
    view = finding_view(replace(finding, values=(told, *finding.values[:3])), known)
    assert [camp.declined for camp in view.camps] == [False, False, True]
    assert view.camps[2].short == "not given"


def test_the_steps_of_an_update_go_by_day(report: Report, known: Index) -> None:
    update = report.finding_records[5]
    view = finding_view(replace(update, values=update.values[::-1]), known)
    assert [step.source.iso for step in view.steps] == ["2031-03-04", "2031-03-06", "2031-03-07"]


def test_a_quotation_with_another_speaker_is_another_version(report: Report, known: Index) -> None:
    finding = report.finding_records[6]
    other = replace(finding.values[0], speaker="Tobias Renn")
    view = finding_view(replace(finding, values=(finding.values[0], other)), known)
    assert [camp.short for camp in view.camps] == ["said by Ines Vara", "said by Tobias Renn"]


def test_of_three_versions_the_denial_is_what_names_them(report: Report, known: Index) -> None:
    finding = report.finding_records[6]
    said = ["money that wasn't ours", "money I say wasn't ours to spend", "money that was ours"]
    versions = tuple(replace(finding.values[0], text=text) for text in said)
    view = finding_view(replace(finding, values=versions), known)
    assert [camp.short for camp in view.camps] == ["“wasn't”", "“I say wasn't”", "“was”"]


@pytest.mark.parametrize(
    ("kind", "scope", "group"),
    [
        ("conflict", "across", "differs"),
        ("conflict", "within", "inside"),
        ("agreement", "within", "agrees"),
        ("update", "across", "changed"),
        ("quote_change", "across", "quotations"),
        ("unstated", "across", "unstated"),
        ("something new", "across", "differs"),
    ],
)
def test_every_kind_has_its_group(report: Report, kind: str, scope: str, group: str) -> None:
    finding = replace(report.finding_records[0], kind=kind, scope=scope)
    assert wording.group_key(finding) == group


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.9, "very sure"),
        (0.899, "fairly sure"),
        (0.75, "fairly sure"),
        (0.749, "unsure"),
        (0.5, "unsure"),
        (0.499, "a hint only"),
    ],
)
def test_confidence_has_words(confidence: float, words: str) -> None:
    assert wording.confidence_words(confidence) == words


def test_a_tiny_share_is_not_shown_as_none() -> None:
    shown = [wording.percent(share) for share in (0, 0.001, 0.64, 0.999, 1)]
    assert shown == ["0 %", "< 1 %", "64 %", "> 99 %", "100 %"]


@given(st.text(), st.integers(2, 80))
def test_clipping_keeps_to_its_width(text: str, width: int) -> None:
    assert len(wording.clip(text, width)) <= width
    assert "\n" not in wording.clip(text, width)


def test_days_are_written_without_a_leading_nought() -> None:
    assert wording.day(date(2031, 3, 4)) == "4 Mar 2031"
    assert wording.day(None) == "undated"


def test_a_source_that_says_it_was_not_told_is_not_called_silent(
    report: Report, known: Index
) -> None:
    finding = replace(report.finding_records[7], silent=("a1", "a3"))
    view = finding_view(finding, known)
    assert [source.tag for source in view.declining] == ["A"]
    assert [source.tag for source in view.stating] == ["B"]
    assert [source.tag for source in view.silent] == ["C"]


def test_an_answer_that_the_question_holds_is_not_repeated(report: Report, known: Index) -> None:
    finding = replace(report.finding_records[11], question="Is it so that the North Pier cracks?")
    assert finding_view(finding, known).answer == ""
    assert finding_view(report.finding_records[11], known).answer == "north pier"


def test_nothing_is_shown_as_certain() -> None:
    shown = [wording.confidence_number(confidence) for confidence in (0.5, 0.99, 0.994, 1.0)]
    assert shown == ["0.50", "0.99", "> 0.99", "> 0.99"]


# Side by side


def test_a_cell_tells_differing_from_silent_from_declined(
    views: list[FindingView], known: Index
) -> None:
    cracks, workers, cost = rows(views[:3], list(known.sources.values()))
    assert [cell.state for cell in cracks.cells] == ["differs", "differs", "differs", "silent"]
    assert [cell.state for cell in workers.cells][3] == "declined"
    assert [cell.state for cell in cost.cells] == ["absent", "differs", "differs", "silent"]
    assert [cell.answers[0].camp for cell in cracks.cells[:3]] == [1, 2, 2]


def test_an_article_that_gives_two_answers_shows_both(
    views: list[FindingView], known: Index
) -> None:
    (row,) = rows([views[14]], list(known.sources.values()))
    assert [answer.text for answer in row.cells[2].answers] == ["2", "1"]


def test_empty_neighbours_are_one_cell_of_their_width(
    known: Index, views: list[FindingView]
) -> None:
    (row,) = rows([views[14]], list(known.sources.values()))
    assert [(cell.state, width) for cell, width in row.runs] == [
        ("absent", 2),
        ("differs", 1),
        ("absent", 1),
    ]


# Articles in full


def test_the_marked_article_still_has_all_its_words(
    report: Report, articles: tuple[ArticleView, ...]
) -> None:
    for article, view in zip(report.articles, articles, strict=True):
        told = "".join(run.text for p in view.paragraphs for run in p.runs)
        assert told == "".join(article.text.splitlines())


def test_every_passage_has_one_place_in_its_article(
    views: list[FindingView], articles: tuple[ArticleView, ...]
) -> None:
    places = [
        a for view in articles for p in view.paragraphs for run in p.runs for a in run.anchors
    ]
    cited = {passage.anchor for view in views for passage in view.passages}
    assert sorted(places) == sorted(cited)


def test_a_passage_that_starts_on_a_blank_line_keeps_its_place() -> None:
    article = _article("One.\n\nTwo boats. Three.")
    value = replace(
        _value(article, "Two boats.", "Two boats."), span=Span(5, 16), text="\nTwo boats."
    )
    finding = Finding("x", 1, "conflict", "across", "quantity", "?", "low", 0.5, "", (value,))
    report = Report((article,), (), (), (finding,))
    known = index(report)
    (view,) = article_views(known, [(finding, finding_view(finding, known))])
    assert [run.anchors for run in view.paragraphs[1].runs] == [("at-a1-5",), ()]


def test_overlapping_passages_are_cut_at_every_edge() -> None:
    article = _article("About forty dock workers left.")
    values = [_value(article, words, article.text) for words in ("forty dock", "dock workers")]
    findings = [
        Finding(f"f{n}", n, kind, "across", "quantity", "?", "low", 0.5, "", (value,))
        for n, (kind, value) in enumerate(zip(("agreement", "conflict"), values, strict=True))
    ]
    report = Report((article,), (), (), tuple(findings))
    known = index(report)
    (view,) = article_views(known, [(f, finding_view(f, known)) for f in findings])
    told = [(run.text, run.group) for run in view.paragraphs[0].runs]
    assert told == [
        ("About ", None),
        ("forty ", "agrees"),
        ("dock", "differs"),
        (" workers", "differs"),
        (" left.", None),
    ]


def test_hostile_words_are_marked_like_any_other(articles: tuple[ArticleView, ...]) -> None:
    texts = [run.text for p in articles[3].paragraphs for run in p.runs if run.group]
    assert f"{SCRIPT} serves ten towns" in texts


@pytest.mark.parametrize(
    ("text", "closed"),
    [("They differ", "They differ."), ("Really?", "Really?"), ("one. ", "one."), ("", "")],
)
def test_an_explanation_ends_like_a_sentence(text: str, closed: str) -> None:
    assert wording.ended(text) == closed


def test_what_an_ellipsis_stands_for_was_cut_and_not_altered() -> None:
    pieces = word_diff("We know ... boats sail", "We know that all boats sail")
    assert [(piece.text.strip(), piece.beyond) for piece in pieces if piece.side == "right"] == [
        ("that all", True)
    ]


@pytest.mark.parametrize("speaker", ["Vara", "Mayor Ines Vara", "Ines Vara Jr.", "INES VARA"])
def test_a_fuller_name_is_the_same_speaker(report: Report, known: Index, speaker: str) -> None:
    finding = report.finding_records[6]
    values = (finding.values[0], replace(finding.values[1], speaker=speaker))
    view = finding_view(replace(finding, values=values), known)
    assert [camp.same_speaker for camp in view.camps] == [True, True]


def test_another_speaker_is_told(report: Report, known: Index) -> None:
    finding = report.finding_records[6]
    values = (finding.values[0], replace(finding.values[1], speaker="Tobias Renn"))
    view = finding_view(replace(finding, values=values), known)
    assert [camp.same_speaker for camp in view.camps] == [True, False]


def test_steps_inside_one_article_are_shown_as_answers(report: Report, known: Index) -> None:
    update = report.finding_records[5]
    assert finding_view(update, known).partial == "update"
    assert finding_view(replace(update, scope="within"), known).partial == "conflict"
