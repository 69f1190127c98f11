"""Bad and odd inputs, from file to page: each ends as an article or as a skip with its reason."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import WordEncoder
from hostile.corpus import CASES, STORY, Case, Outcome
from lxml import html
from test_page import read as read_page

from consistency import check, cli, pipeline
from consistency.articles import read
from consistency.records import Article, Skipped
from consistency.settings import ReadingSettings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have other names there")

NEXT_STEP = re.compile(
    r"\b(?:save|split|check|name|put|mend|paste|raise|install|write|pipe|expected|cut|unpack|export"
    r"|convert|extract|print|remove|open|scan|choose|rename|fetch|compress|leave)\b",
    re.IGNORECASE,
)
"""Words that tell a reader what to do."""
SECRET = re.compile(r"root:.*:0:0:")
"""What an entity from outside would bring in."""


def cases(*outcomes: Outcome) -> pytest.MarkDecorator:
    wanted = [c for c in CASES if not outcomes or c.outcome in outcomes]
    return pytest.mark.parametrize("case", wanted, ids=lambda case: case.name)


@pytest.fixture
def written(case: Case, tmp_path: Path) -> list[str]:
    """The case's folder, and an ordinary article beside it so that the run has something to do."""
    folder = tmp_path / "case"
    folder.mkdir()
    case.write(folder)
    (tmp_path / "good.txt").write_text(STORY)
    return [str(folder), str(tmp_path / "good.txt")]


def of_case(found: Sequence[Article] | Sequence[Skipped]) -> list[Any]:
    """Those that are not of the ordinary article."""
    return [one for one in found if not one.path.endswith("/good.txt")]


def test_the_corpus_is_large_and_its_names_are_distinct() -> None:
    assert len(CASES) >= 140
    assert len({case.name for case in CASES}) == len(CASES)
    assert {case.outcome for case in CASES} == set(Outcome)


@cases()
def test_an_input_ends_as_it_should(case: Case, written: list[str]) -> None:
    articles, skipped = read(written, settings=ReadingSettings())
    articles, skipped = of_case(articles), of_case(skipped)

    got = {
        (True, True): Outcome.BOTH,
        (True, False): Outcome.ARTICLE,
        (False, True): Outcome.SKIPPED,
    }
    outcome = got[bool(articles), bool(skipped)]  # nothing at all is no outcome
    assert case.outcome in (outcome, Outcome.EITHER), [s.reason for s in skipped]
    told = [a.text for a in articles] if articles else [s.reason for s in skipped]
    assert any(case.says in words for words in told), told


@cases()
def test_whatever_is_read_is_whole_and_whatever_is_not_has_a_reason(
    case: Case, written: list[str]
) -> None:
    del case
    articles, skipped = read(written, settings=ReadingSettings())

    for article in articles:
        assert article.source
        assert article.body
        assert all(0 <= s.start < s.end <= len(article.text) for s in article.body)
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", article.text
        )
        assert not SECRET.search(article.text)
    for skip in skipped:
        assert NEXT_STEP.search(skip.reason), skip.reason
        assert len(skip.reason) < 700
    folder = Path(written[0]).parent
    assert {path.name for path in folder.iterdir()} == {"case", "good.txt"}


# --- through the whole pipeline to the page ----------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Options of a run without the models that take long to load."""
    monkeypatch.setattr(pipeline, "_encoder", lambda _: WordEncoder())
    path = tmp_path / "quick.toml"
    path.write_text("[entailment]\nuse = false\n")
    return ["--settings", str(path), "--events", "one", "--quiet"]


def assert_sound(page: str, *, scripts: int = 1, beside: str = "#") -> None:
    """The page is what the templates make, whatever the articles hold.

    `scripts` are its own; `beside` begins the addresses of pages that belong to it.
    """
    reader = read_page(page)
    assert reader.unbalanced == []
    assert reader.open == []
    tags = {element.tag for element in reader.elements}
    assert tags & {"iframe", "object", "embed", "pwned-tag", "base", "img"} == set()
    assert len(reader.named("script")) == scripts
    attributes = {name for element in reader.elements for name in element.attributes}
    assert not [name for name in attributes if name.startswith("on") or name in {"srcdoc", "style"}]
    for address in reader.values("href"):
        # The empty "data:," is the page's own: it keeps browsers from asking for an icon.
        own = address == "data:," or address.startswith(("#", beside))
        assert own or address.startswith(("https://", "http://")), address
    assert len(html.document_fromstring(page).findall(".//script")) == scripts


def assert_cited(data: dict[str, Any]) -> None:
    """Every span of a findings file lies in its text and reproduces its passage."""
    texts = {article["id"]: article["text"] for article in data["articles"]}
    for claim in data["claims"]:
        assert texts[claim["article"]][claim["start"] : claim["end"]] == claim["text"] != ""
    for value in (value for finding in data["findings"] for value in finding["values"]):
        assert texts[value["article"]][value["start"] : value["end"]] == value["text"] != ""
        assert value["claim_start"] <= value["start"] < value["end"] <= value["claim_end"]


@pytest.mark.slow
@cases(Outcome.ARTICLE, Outcome.BOTH, Outcome.EITHER)
def test_every_article_goes_all_the_way_to_the_page(
    case: Case, written: list[str], quick: list[str], tmp_path: Path
) -> None:
    page, data = tmp_path / "page.html", tmp_path / "findings.json"

    code = cli.main(["check", *written, *quick, "--strict", "-o", str(page), "--json", str(data)])

    found = json.loads(data.read_text("utf-8"))
    assert code == (cli.SKIPPED if found["skipped"] else cli.FINISHED)
    if case.outcome is not Outcome.EITHER:
        assert bool(found["skipped"]) == (case.outcome is not Outcome.ARTICLE)
    assert_cited(found)
    assert_sound(page.read_text("utf-8"))


@cases(Outcome.SKIPPED)
def test_a_bad_input_alone_cannot_finish_and_says_why(
    case: Case, written: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    del case
    assert cli.main(["check", written[0]]) == cli.COULD_NOT_FINISH

    complaint = capsys.readouterr().err.splitlines()[-1]
    assert complaint.startswith("consistency: no ")
    assert NEXT_STEP.search(complaint)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus in it, each case in a folder of its own; long articles left out."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, case in enumerate(CASES):
        place = folder / f"{number:03}"
        place.mkdir()
        case.write(place)
        if case.outcome is not Outcome.SKIPPED and size_of(place) > LONG:
            shutil.rmtree(place)
    return folder


LONG = 2_000
"""Bytes beyond which an article is checked apart from the rest of the corpus alone: a fifth are."""


def size_of(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


@pytest.mark.slow
def test_the_corpus_at_once_makes_one_report(
    everything: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the models that come with the package, and every output."""
    outputs = {"-o": "p.html", "--json": "f.json", "--csv": "t", "--parquet": "c"}
    outputs |= {"--claimreview": "r.json", "--markdown": "d.md"}
    named = [word for option, name in outputs.items() for word in (option, str(tmp_path / name))]

    command = ["check", str(everything), "--events", "one", "--strict", *named]
    assert cli.main(command) == cli.SKIPPED

    found = json.loads((tmp_path / "f.json").read_text("utf-8"))
    # Many cases hold one story, and a story told twice may be left out: some of either are enough.
    assert len(found["articles"]) > 25
    assert len(found["skipped"]) > 40
    assert_cited(found)
    assert_sound((tmp_path / "p.html").read_text("utf-8"))
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["@graph"]
    printed = capsys.readouterr()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed.out + printed.err)


@pytest.mark.slow
def test_the_corpus_told_apart_by_event_makes_sound_pages(everything: Path, tmp_path: Path) -> None:
    page, findings = tmp_path / "p.html", tmp_path / "f.json"
    cli.main(["check", str(everything), "--quiet", "-o", str(page), "--json", str(findings)])

    found = json.loads(findings.read_text("utf-8"))
    assert_cited(found)
    assert_sound(page.read_text("utf-8"), scripts=0, beside="p-events/")
    pages = list((tmp_path / "p-events").iterdir())
    assert len(pages) == len(found["events"]) > 1
    for event in pages:
        assert_sound(event.read_text("utf-8"), beside="../p.html")


# --- what takes more than one case -------------------------------------------------------------


def test_ten_thousand_tiny_files_are_read(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.txt").write_text(f"Pier {number} was closed.")
    articles, skipped = read([tmp_path], settings=ReadingSettings())
    assert len(articles) == 10_000
    assert not skipped


def test_a_file_that_may_not_be_read_is_skipped_and_so_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions, which root does not feel, stood in for."""
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    opened = Path.open

    def refused(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refused)
    articles, skipped = read([tmp_path], settings=ReadingSettings())
    assert [Path(a.path).name for a in articles] == ["b.txt"]
    assert [s.reason for s in skipped] == [
        "it cannot be opened (Permission denied); check its permissions"
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["gone.txt"], 1),
        (["http://herald.example/pier"], 1),
        (["https://169.254.169.254/latest/meta-data"], 1),
        (["file:///etc/passwd"], 1),
        (["[z-a]*"], 1),
        (["*.txt" * 5_000], 1),
        (["a" * 5_000], 1),
        (["\udcff.txt"], 1),
        ([""], 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_inputs_that_name_nothing_cannot_finish(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--quiet", *arguments]) == code
    assert capsys.readouterr().err.startswith("consistency: ")


def test_an_address_is_never_fetched_and_the_reader_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The fixture `no_network` fails any test that opens a connection."""
    assert cli.main(["check", "https://herald.example/pier"]) == 1
    assert "web addresses are not fetched here: save the page as .html" in capsys.readouterr().err


@pytest.mark.slow
def test_the_order_in_which_hostile_files_are_named_changes_no_finding(tmp_path: Path) -> None:
    named = []
    for number, case in enumerate(c for c in CASES if c.outcome is Outcome.ARTICLE):
        if number % 15 == 0:
            (tmp_path / str(number)).mkdir()
            case.write(tmp_path / str(number))
            named.append(str(tmp_path / str(number)))
    one = check(named, encoder=WordEncoder())
    other = check(named[::-1], encoder=WordEncoder())
    assert one.finding_records
    assert one.finding_records == other.finding_records
