"""A draft against its sources: copies are supported throughout, edits are marked where they are."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from draft_edits import Edit, edited, edits_of, sample_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency import InputError, Report, Settings, check, check_articles
from consistency.articles import read
from consistency.claims import parse_articles
from consistency.draft.records import DraftClaim, Mark
from consistency.embeddings import Remembering, SentenceEncoder
from consistency.records import Article, Span

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
EVENTS = ("guard-order", "ropeworks-fire")
WANTED = {
    "number": {Mark.DIFFERS},
    "date": {Mark.DIFFERS},
    "name": {Mark.DIFFERS, Mark.SPEAKER_CHANGED},
    "quotation": {Mark.QUOTE_ALTERED},
    "hedge": {Mark.STRONGER},
}


@pytest.fixture(scope="module")
def events() -> Mapping[str, Sequence[Article]]:
    return {name: read([SAMPLE / name], settings=Settings().reading)[0] for name in EVENTS}


@pytest.fixture(scope="module")
def remembering(encoder: SentenceEncoder) -> Remembering:
    return Remembering(encoder)


def sentences_of(article: Article) -> list[Span]:
    parsed = parse_articles([article], settings=Settings())
    return [claim.claim.span for p in parsed for claim in p.claims]


def around(report: Report, place: Span) -> DraftClaim:
    assert report.draft is not None
    return next(
        c for c in report.draft.claims if c.span.start <= place.start and place.end <= c.span.end
    )


@pytest.mark.parametrize(("event", "which"), [("guard-order", 0), ("ropeworks-fire", 4)])
def test_a_draft_identical_to_a_source_is_supported_throughout(
    events: Mapping[str, Sequence[Article]], remembering: Remembering, event: str, which: int
) -> None:
    articles = events[event]
    draft = replace(articles[which], id="d1", path="draft.txt")

    report = check_articles(articles, draft=draft, encoder=remembering)

    assert report.draft is not None
    assert {c.mark for c in report.draft.claims} == {Mark.SUPPORTED}
    assert all(articles[which].id in c.sources for c in report.draft.claims)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(event=st.sampled_from(EVENTS), which=st.integers(0, 4), seed=st.integers(min_value=0))
def test_edits_are_marked_where_they_are_and_nowhere_else(
    events: Mapping[str, Sequence[Article]],
    remembering: Remembering,
    event: str,
    which: int,
    seed: int,
) -> None:
    articles = events[event]
    taken = "\n".join(a.text for a in articles)
    possible = list(edits_of(articles[which].text, taken=taken))
    chosen = sample_of(possible, sentences_of(articles[which]), random.Random(seed))
    draft, placed = edited(articles[which], chosen)

    report = check_articles(articles, draft=draft, encoder=remembering)

    assert report.draft is not None
    touched = {around(report, place).id for _, place in placed}
    for edit, place in placed:
        claim = around(report, place)
        assert claim.mark in WANTED[edit.kind], (edit, claim.text, claim.explanation)
        assert claim.span.start <= claim.deciding.start < claim.deciding.end <= claim.span.end
    others = [c for c in report.draft.claims if c.id not in touched]
    assert [c.text for c in others if c.mark is not Mark.SUPPORTED] == []


def test_findings_among_the_sources_are_as_without_a_draft(
    events: Mapping[str, Sequence[Article]], remembering: Remembering
) -> None:
    articles = events["ropeworks-fire"]
    draft = replace(articles[0], id="d1", path="draft.txt")

    alone = check_articles(articles, encoder=remembering)
    beside = check_articles(articles, draft=draft, encoder=remembering)

    assert beside.finding_records == alone.finding_records
    assert beside.claim_records == alone.claim_records
    assert beside.counts == alone.counts


def test_what_the_sources_agree_on_and_a_draft_leaves_out_is_named(
    events: Mapping[str, Sequence[Article]], remembering: Remembering
) -> None:
    articles = events["ropeworks-fire"]
    text = "Larkin Ropeworks burned on Tuesday night.\n\nNobody knows the cause yet."
    draft = replace(
        articles[0], id="d1", path="draft.txt", text=text, headlines=(),
        body=(Span(0, 41), Span(43, len(text))),
    )  # fmt: skip

    report = check_articles(articles, draft=draft, encoder=remembering)

    assert report.draft is not None
    findings = {f.id: f for f in report.finding_records}
    missed = [findings[left.finding] for left in report.draft.left_out]
    assert missed
    assert {f.kind for f in missed} == {"agreement"}
    assert all(f.independent_reports > 1 for f in missed)


def test_a_draft_in_a_folder_of_sources_is_none_of_them(encoder: SentenceEncoder) -> None:
    folder = SAMPLE / "guard-order"

    report = check([folder], draft=folder / "plain-ledger-blog.txt", encoder=encoder)

    assert report.draft is not None
    assert len(report.articles) == 4
    assert "plain-ledger-blog" not in {a.source for a in report.articles}
    marks = {c.text.split(",")[0]: c.mark for c in report.draft.claims}
    assert marks["Keeping Norvale families secure"] is Mark.QUOTE_ALTERED
    given = next(c for c in report.draft.claims if c.text.startswith("Towns push back: mayors"))
    assert given.mark is Mark.SPEAKER_CHANGED


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", "", "cannot be used"),
        (
            "two.jsonl",
            '{"text": "One fell in Dunmere."}\n{"text": "Two fell in Orrin."}',
            "2 articles",
        ),
    ],
)
def test_a_draft_that_is_no_one_story_is_refused(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")

    with pytest.raises(InputError, match=said):
        check([SAMPLE / "guard-order"], draft=path)


def test_edits_cover_every_kind(events: Mapping[str, Sequence[Article]]) -> None:
    found: set[str] = set()
    for articles in events.values():
        taken = "\n".join(a.text for a in articles)
        edits: list[Edit] = [e for a in articles for e in edits_of(a.text, taken=taken)]
        found |= {e.kind for e in edits}

    assert found == set(WANTED)
