"""The reviewers' desk in a browser: two people decide, reload, and see one another's decisions."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_report import fake_report

from consistency.report import write_json

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FINDING = "#f-quantity-0001"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a server of its own process lets reviewers in; it ends as Ctrl-C ends it."""
    path = tmp_path / "ferry.json"
    write_json(fake_report(), path)
    command = [sys.executable, "-m", "consistency.cli", "review", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("Review: http://127.0.0.1:")
        yield line.removeprefix("Review: ").strip()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0


SignIn = Callable[[str], "Page"]


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    """Opens the desk for a reviewer in a browser profile of their own; no page may complain."""
    complaints: list[str] = []

    def opened(name: str) -> Page:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Go to the findings").click()
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert complaints == []


def decide(
    page: Page, verdict: str, *, note: str = "", called: str = "", said: str = ""
) -> Locator:
    """Fill in the form of the first finding and send it; return the finding."""
    finding = page.locator(FINDING)
    finding.locator("summary", has_text="Decide").click()
    finding.get_by_role("radio", name=verdict).check()
    for label, words in (("Note", note), ("Called", called), ("Said", said)):
        finding.get_by_label(label, exact=True).fill(words)
    finding.get_by_role("button", name="Keep the decision").click()
    return page.locator(FINDING)


@pytest.mark.browser
def test_a_reviewer_confirms_and_notes_and_finds_it_after_loading_again(sign_in: SignIn) -> None:
    page = sign_in("Dana Ruiz")
    called = {"called": "Port office", "said": "Twelve, says the clerk."}
    finding = decide(page, "Confirm", note="Both inspections counted.", **called)
    assert page.url.endswith(FINDING)
    page.reload()
    for words in ("Confirmed", "Dana Ruiz", "Port office", "Twelve, says the clerk."):
        assert finding.get_by_text(words).first.is_visible()


@pytest.mark.browser
def test_a_second_reviewer_sees_and_overrules_the_first(sign_in: SignIn) -> None:
    first, second = sign_in("Dana Ruiz"), sign_in("Ines Okafor")
    decide(first, "Note only", note="Asked; no answer yet.")
    second.reload()
    assert second.locator(FINDING).get_by_text("Asked; no answer yet.").is_visible()
    decide(second, "Dismiss")
    first.reload()
    page = first.content()
    assert page.index("Asked; no answer yet.") > 0
    assert "Dismissed" in page
    assert "Ines Okafor" in page


@pytest.mark.browser
def test_without_the_token_and_from_another_page_nothing_is_let_in(
    browser: Browser, address: str, sign_in: SignIn
) -> None:
    page = sign_in("Dana Ruiz")
    home = address.partition("?")[0]
    stranger = browser.new_context().new_page()
    answer = stranger.goto(home)
    assert answer is not None
    assert answer.status == 403
    # A page elsewhere, opened in the reviewer's own browser, sends a form with all it can guess.
    elsewhere = page.context.new_page()
    elsewhere.route("http://evil.example/", lambda route: route.fulfill(
        content_type="text/html",
        body=f'<form method="post" action="{home}findings/quantity-0001">'
        '<input name="verdict" value="dismissed"><button>Win</button></form>',
    ))  # fmt: skip
    elsewhere.goto("http://evil.example/")
    with elsewhere.expect_response(lambda response: "findings" in response.url) as refused:
        elsewhere.get_by_role("button", name="Win").click()
    assert refused.value.status == 403
    page.reload()
    assert "Dismissed" not in page.locator(FINDING).inner_text()
