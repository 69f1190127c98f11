"""Reviewing in a browser, against the real server: decide, reload, and a second reviewer."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_report import fake_report

from consistency.report import write_json

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FINDING = "f-quantity-0001"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[str]:
    """The start address that a running `consistency review` prints."""
    with reviewing(tmp_path) as address:
        yield address


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same, for tests that decide nothing."""
    with reviewing(tmp_path_factory.mktemp("review")) as address:
        yield address


@contextmanager
def reviewing(tmp_path: Path) -> Iterator[str]:
    """Run `consistency review` on a findings file for as long as the block lasts."""
    write_json(fake_report(), tmp_path / "findings.json")
    command = [sys.executable, "-m", "consistency", "review", str(tmp_path / "findings.json")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("Review at http://127.0.0.1:")
    yield line.removeprefix("Review at ").strip()
    server.terminate()
    server.wait(timeout=30)
    server.stdout.close()


def entered(browser: Browser, start: str, name: str, *, script: bool = True) -> Page:
    """A reviewer's own browser, on the page; anything it complains of fails the test."""
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    tab.on("console", lambda message: pytest.fail(message.text))
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    tab.goto(start)
    tab.get_by_label("Name").fill(name)
    tab.get_by_role("button", name="Review").click()
    tab.locator("#findings").wait_for()
    return tab


def decide(tab: Page, finding: str, button: str, **fields: str) -> None:
    """Fill in a finding's form and press a button."""
    box = tab.locator(f"#{finding} .decide")
    box.locator("summary").click()
    for name, text in fields.items():
        box.locator(f'[name="{name}"]').fill(text)
    box.get_by_role("button", name=button).click()
    tab.wait_for_url(re.compile(f"#{finding}$"))


def test_two_reviewers_confirm_dismiss_and_note(browser: Browser, start: str) -> None:
    ada = entered(browser, start, "Ada")
    decide(ada, FINDING, "Confirm", called="harbour master", said="Twenty-one.")
    decide(ada, "f-quantity-0002", "Dismiss", note="Two piers.")
    decide(ada, "f-date-0004", "Only note it", note="<b>asked</b> again")
    ada.reload()
    assert ada.locator(f"#{FINDING} .standing").inner_text() == "confirmed"
    assert ada.locator("#group-dismissed #f-quantity-0002").count() == 1
    assert ada.locator("#f-date-0004 .note").inner_text() == "<b>asked</b> again"

    ben = entered(browser, start, "Ben")
    assert "Ada" in ben.locator(".desk").inner_text()
    assert "Twenty-one." in ben.locator(f"#{FINDING} .decisions").inner_text()
    decide(ben, FINDING, "It is an update")
    ada.reload()
    assert ada.locator(f"#{FINDING} .decisions > li").count() == 2
    assert ada.locator(f"#{FINDING} .standing").inner_text() == "an update"
    ada.context.close()
    ben.context.close()


def test_deciding_works_without_a_script(browser: Browser, start: str) -> None:
    tab = entered(browser, start, "Ada", script=False)
    decide(tab, FINDING, "Dismiss")
    assert tab.locator("#group-dismissed .who").first.inner_text().endswith("Ada")
    tab.context.close()


def test_another_site_cannot_decide(browser: Browser, start: str, tmp_path: Path) -> None:
    tab = entered(browser, start, "Ada")
    action = tab.locator(f"#{FINDING} form").get_attribute("action")
    fields = tab.locator(f"#{FINDING} form").evaluate(
        "form => [...new FormData(form)].map(([name, value]) => "
        "`<input name='${name}' value='${value}'>`).join('')"
    )
    origin = start.split("/start")[0]
    evil = tmp_path / "evil.html"
    evil.write_text(
        f"<form method=post action='{origin}{action}'>{fields}"
        "<button name=verdict value=dismissed>go</button></form>",
        "utf-8",
    )
    other = tab.context.new_page()
    other.goto(evil.as_uri())
    other.get_by_role("button").click()
    other.get_by_role("heading", name="Nothing was recorded").wait_for()
    tab.reload()
    assert tab.locator(".decisions").count() == 0
    tab.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["review", "start"])
def test_axe_finds_nothing_serious(browser: Browser, shared: str, page: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    tab = context.new_page()
    tab.goto(shared)
    if page == "review":
        tab.get_by_label("Name").fill("Ada")
        tab.get_by_role("button", name="Review").click()
    tab.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    results = axe.run(tab, options={"resultTypes": ["violations"]})
    grave = [
        (found["id"], [node["html"][:120] for node in found["nodes"][:3]])
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    context.close()
    assert grave == []


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_nothing_runs_off_the_side(browser: Browser, shared: str, width: int) -> None:
    tab = entered(browser, shared, "A" * 80)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()


def test_without_the_token_a_browser_sees_nothing(browser: Browser, shared: str) -> None:
    tab = browser.new_page()
    answer = tab.goto(shared.split("/start")[0])
    assert answer is not None
    assert answer.status == 403
    assert tab.locator(".finding").count() == 0
    tab.close()
