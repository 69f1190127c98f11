"""A checked draft as people and programs read it: file, page, digest, exit code."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from draft_report import draft_report
from fake_report import SCRIPT, fake_report

from consistency import FindingsFileError
from consistency.cli import FINISHED, FOUND, MISUSE, exit_code, main
from consistency.draft.records import FINE, Mark
from consistency.options import FINE_MARKS, MARKS
from consistency.report import digest, markdown, read_json, write_html, write_json
from consistency.report.draft_view import MARKS as SHOWN
from consistency.report.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def written() -> dict[str, Any]:
    stream = io.StringIO()
    write_json(draft_report(), stream)
    data: dict[str, Any] = json.loads(stream.getvalue())
    return data


def test_the_findings_file_has_an_entry_a_claim() -> None:
    draft = written()["draft"]

    assert [c["mark"] for c in draft["claims"]] == [mark.value for mark in Mark]
    for claim in draft["claims"]:
        assert draft["article"]["text"][claim["start"] : claim["end"]] == claim["text"]
        assert claim["start"] <= claim["deciding_start"] < claim["deciding_end"] <= claim["end"]
        assert claim["passages"][0]["relation"] in {"agrees", "differs"}
    assert sum(draft["marks"].values()) == len(draft["claims"])
    assert len(draft["left_out"]) == 1


def test_a_draft_read_back_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    write_json(draft_report(), path)

    assert read_json(path).draft == draft_report().draft


def test_without_a_draft_nothing_speaks_of_one() -> None:
    stream = io.StringIO()
    write_json(fake_report(), stream)

    assert "draft" not in json.loads(stream.getvalue())
    assert 'id="draft"' not in render(fake_report())
    assert "draft" not in markdown(fake_report()).lower()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mark": "wrong"}, "'mark' should be one of"),
        ({"text": "other words"}, "is not what d1 has"),
        ({"sources": ["a99"]}, "names article 'a99'"),
        ({"disputed": ["f99"]}, "names finding 'f99'"),
    ],
)
def test_a_damaged_draft_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    data = written()
    data["draft"]["claims"][0] |= change
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(FindingsFileError, match=re.escape(said)):
        read_json(path)


def test_the_page_shows_every_claim_with_its_mark_and_its_passage() -> None:
    page = render(draft_report())

    assert [m.key for m in SHOWN if f'id="pick-{m.key}"' not in page] == []
    assert page.count('class="note k-') == len(Mark)
    assert SCRIPT not in page


def test_the_digest_cites_each_passage_in_a_footnote() -> None:
    text = markdown(draft_report())
    notes, used = (
        set(re.findall(r"^\[\^(\S+)\]:", text, re.M)),
        set(re.findall(r"\[\^(\S+?)\](?!:)", text)),
    )

    assert notes == used != set()
    assert "Quotation altered" in text
    assert SCRIPT not in text
    assert "Draft: " in digest(draft_report())


def test_the_command_knows_every_mark() -> None:
    assert set(MARKS) == {mark.value for mark in Mark} == {m.key for m in SHOWN}
    assert {mark.value for mark in FINE} == FINE_MARKS


@pytest.mark.parametrize("mark", ["", *MARKS])
def test_a_mark_can_fail_a_run(mark: str) -> None:
    assert exit_code(draft_report(), fail_on=[("draft", mark)], strict=False) == FOUND
    assert exit_code(fake_report(), fail_on=[("draft", mark)], strict=False) == FINISHED


def test_failing_on_a_draft_needs_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "any.txt", "--fail-on", "draft:differs"]) == MISUSE
    assert "--draft" in capsys.readouterr().err


def test_an_unknown_mark_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "any.txt", "--draft", "s.txt", "--fail-on", "draft:wrong"])
    assert stopped.value.code == MISUSE
    assert "no mark of a draft" in capsys.readouterr().err


@pytest.mark.parametrize("script", [True, False])
def test_a_mark_can_be_chosen_with_and_without_script(
    browser: Browser, tmp_path: Path, script: bool
) -> None:
    write_html(draft_report(), tmp_path / "page.html")
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto((tmp_path / "page.html").as_uri())

    before = tab.locator(".note:visible").count()
    tab.locator("label:has(#pick-stronger)").click()
    chosen = tab.locator(".note:visible").count()
    tab.locator("label:has(#pick-grave)").click()
    grave = tab.locator(".note:visible").count()
    context.close()

    assert (before, chosen, grave) == (len(Mark), 1, len(Mark) - len(FINE))
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_in_the_draft(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    write_html(draft_report(), tmp_path / "page.html")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    tab.evaluate("document.querySelectorAll('.draft details').forEach(box => { box.open = true })")
    results = axe.run(tab, context=".draft", options={"resultTypes": ["violations"]})
    grave = [
        (found["id"], [node["html"][:120] for node in found["nodes"][:3]])
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    context.close()
    assert grave == []
