"""The page as a file: self-contained, escaped, whole, the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fake_report import FORMULA, HOSTILE_SOURCE, LONG_WORD, SCRIPT, fake_report
from large_report import large_report

from consistency.errors import OutputError
from consistency.records import Copy, Report
from consistency.report import page, write_html
from consistency.report.wording import GROUP_OF_KIND

VOID = {"meta", "link", "input", "br", "hr", "img"}
TEMPLATES = Path(page.__file__).parent / "templates"


@dataclass
class Element:
    """One element of the page with the text directly inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """Reads the page as a browser's tokenizer does and keeps what it saw."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop().tag != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def named(self, tag: str) -> list[Element]:
        """Every element of one name, in order."""
        return [element for element in self.elements if element.tag == tag]

    def values(self, attribute: str) -> list[str]:
        """Every value of one attribute, in order."""
        return [e.attributes[attribute] for e in self.elements if attribute in e.attributes]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def report() -> Report:
    return fake_report()


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return page.render(report)


@pytest.fixture(scope="module")
def reader(html: str) -> Reader:
    return read(html)


def words_of(reader: Reader) -> str:
    return " ".join(element.text for element in reader.elements)


def test_elements_are_closed_in_order(reader: Reader) -> None:
    assert reader.unbalanced == []
    assert reader.open == []


def test_only_our_own_scripts_and_styles_are_in_the_page(reader: Reader) -> None:
    assert [script.attributes for script in reader.named("script")] == [{}]
    assert len(reader.named("style")) == 1
    assert not [name for e in reader.elements for name in e.attributes if name.startswith("on")]
    assert "style" not in {name for e in reader.elements for name in e.attributes}


def test_the_policy_allows_nothing_but_the_hashed_script_and_style(reader: Reader) -> None:
    policy = next(
        meta.attributes["content"]
        for meta in reader.named("meta")
        if "http-equiv" in meta.attributes
    )
    for directive, element in (
        ("script-src", reader.named("script")[0]),
        ("style-src", reader.named("style")[0]),
    ):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_nothing_in_the_page_asks_for_another_file(reader: Reader) -> None:
    assert reader.values("src") == []
    loaded = [link.attributes["href"] for link in reader.named("link")]
    assert loaded == ["data:,"]
    assert "url(" not in reader.named("style")[0].text
    assert "@import" not in reader.named("style")[0].text


def test_hostile_text_stands_in_the_page_as_text(html: str, reader: Reader) -> None:
    assert SCRIPT not in html
    told = " ".join(element.text for element in reader.elements)
    for text in (SCRIPT, FORMULA, HOSTILE_SOURCE, LONG_WORD):
        assert text in told


def test_an_address_that_runs_code_is_not_linked(reader: Reader) -> None:
    schemes = {href.split(":")[0] for href in reader.values("href") if not href.startswith("#")}
    assert schemes == {"data", "https"}


def test_every_id_is_given_once(reader: Reader) -> None:
    repeated = [name for name, count in Counter(reader.values("id")).items() if count > 1]
    assert repeated == []


def test_every_link_inside_the_page_has_its_place(reader: Reader) -> None:
    ids = set(reader.values("id"))
    links = {href[1:] for href in reader.values("href") if href.startswith("#")}
    assert links - ids == set()


def test_every_finding_can_be_linked_to(report: Report, reader: Reader) -> None:
    assert {f"f-{finding.id}" for finding in report.finding_records} <= set(reader.values("id"))


def test_every_kind_of_finding_has_its_own_partial() -> None:
    named = {path.stem for path in (TEMPLATES / "findings").glob("*.html")}
    assert set(GROUP_OF_KIND) <= named


def test_a_kind_added_later_is_shown_as_a_difference(report: Report) -> None:
    odd = replace(report.finding_records[0], kind="omission")
    assert "f-quantity-0001" in page.render(replace(report, finding_records=(odd,)))


def test_the_deciding_words_are_marked(reader: Reader) -> None:
    marked = {mark.text for mark in reader.named("mark")}
    assert {
        "12 cracks",
        "21 cracks",
        "would not say how many",
        SCRIPT + " serves ten towns",
    } <= marked


def test_altered_words_are_told_apart_for_those_who_listen(reader: Reader) -> None:
    spoken = [e.text for e in reader.elements if e.attributes.get("class") == "vh"]
    assert "[only in A: " in spoken
    assert "[only in B: " in spoken


def test_what_was_skipped_is_shown_with_its_reason(reader: Reader) -> None:
    told = " ".join(element.text for element in reader.elements)
    assert "no readable text was found: save the page as text" in told


def test_facets_that_were_compared_in_part_are_named(report: Report) -> None:
    part = replace(report, compared_in_part=("date", "quantity"))
    shown = " ".join(words_of(read(page.render(part))).split())
    assert "facets compared in part" in shown
    assert "than are compared (date, quantity)" in shown
    assert "clusters.most_pairs" in shown
    assert "ompared in part" not in words_of(read(page.render(report)))


def test_what_is_known_of_a_source_is_shown_and_escaped(report: Report) -> None:
    told = replace(
        report.articles[0],
        published_why=f"Another day, 2031-03-01, stands in the text {SCRIPT}.",
        wire="Associated Press",
        also_at=(f"copy/{SCRIPT}.pdf", "copy/two.pdf"),
    )
    html = page.render(replace(report, articles=(told, *report.articles[1:])))
    shown = words_of(read(html))
    assert told.published_why in shown
    assert "credits Associated Press" in shown
    assert "read once, though it lies in 3 files" in shown
    assert f"also copy/{SCRIPT}.pdf" in shown
    assert SCRIPT not in html


def test_a_later_version_is_named_as_one(report: Report) -> None:
    html = page.render(replace(report, copies=(Copy("a3", "a2", 0.64, "version"),)))
    assert "as a later version" in words_of(read(html))


def test_no_source_is_called_wrong(reader: Reader) -> None:
    told = " ".join(e.text for e in reader.elements if e.tag not in ("script", "style"))
    told = told.replace("None of them is called wrong", "")
    assert not re.search(r"\b(false|wrong|incorrect|mistaken)\b", told, re.IGNORECASE)


def test_control_characters_are_shown_and_move_nothing(report: Report) -> None:
    first = report.articles[0]
    odd = replace(first, text=first.text.replace(" dock", "\x00dock"))
    html = page.render(replace(report, articles=(odd, *report.articles[1:])))
    assert "\x00" not in html
    assert "\ufffddock" in html
    assert "<mark>About 40</mark>" in html


def test_a_lone_surrogate_does_not_stop_the_page(report: Report, tmp_path: Path) -> None:
    odd = replace(report.articles[0], title="Port \ud800 closes")
    write_html(replace(report, articles=(odd, *report.articles[1:])), tmp_path / "page.html")
    assert "Port \ufffd closes" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_same_report_gives_the_same_page(html: str) -> None:
    assert page.render(fake_report()) == html


def test_an_empty_report_makes_a_page_that_says_so() -> None:
    empty = Report(articles=(), skipped=(), claim_records=(), finding_records=())
    told = page.render(empty)
    assert "No differences were found" in told
    assert read(told).unbalanced == []


def test_a_page_that_cannot_be_written_is_named(report: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"page\.html"):
        write_html(report, tmp_path / "file" / "page.html")


def test_no_markup_is_written_in_python() -> None:
    for source in Path(page.__file__).parent.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"</?(p|div|span|a|li|td|mark|script)\b", text), source.name


def test_many_sources_keep_the_table_to_the_differences(report: Report) -> None:
    first = report.articles[0]
    more = tuple(replace(first, id=f"b{n}", text="", body=(), headlines=()) for n in range(9))
    few = page.render(report)
    many = page.render(replace(report, articles=report.articles + more))
    assert "Sources agree: questions by source" in few
    assert "Differences: questions by source" in many
    assert "Sources agree: questions by source" not in many


@pytest.fixture(scope="module")
def large() -> str:
    return page.render(large_report())


def test_only_a_large_report_lays_out_what_is_near(reader: Reader, large: str) -> None:
    assert [body.attributes for body in reader.named("body")] == [{}]
    assert [body.attributes for body in read(large).named("body")] == [{"class": "large"}]


def test_the_page_of_a_hundred_articles_stays_light(large: str) -> None:
    assert len(large.encode()) < 8_000_000
    assert len(read(large).elements) < 180_000


def test_every_link_of_a_large_page_has_its_place(large: str) -> None:
    reader = read(large)
    links = {href[1:] for href in reader.values("href") if href.startswith("#")}
    assert links - set(reader.values("id")) == set()
    assert reader.unbalanced == []


def test_a_large_page_reads_on_in_the_article_and_a_small_one_in_place(
    html: str, large: str
) -> None:
    assert "In context" in html
    assert "In context" not in large
    assert "In the article" in large


def test_many_sources_make_the_table_a_list(html: str, large: str) -> None:
    assert 'class="matrix few"' in html
    assert 'class="matrix listed"' in large
    assert "60 more sources are in the table only" in large


def test_of_many_passages_with_one_answer_the_rest_is_linked(report: Report) -> None:
    first = report.finding_records[0]
    values = (first.values[0],) * (page.MAX_PASSAGES + 3)
    html = page.render(replace(report, finding_records=(replace(first, values=values),)))
    assert html.count('<div class="passage">') == page.MAX_PASSAGES
    assert '<p class="others" data-count="3">' in html


def test_many_sources_are_folded_on_the_first_screen(html: str, large: str) -> None:
    assert "88 more" in large
    assert 'class="more"' not in html
