"""The page in a browser: what an editor does with it, and what it must never do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fake_report import fake_report
from tracked_report import tracked_report

from consistency.report import write_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (390, 1024, 1600)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_html(fake_report(), path)
    return path.as_uri()


@pytest.fixture(scope="module")
def tracked_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "tracked.html"
    write_html(tracked_report(), path)
    return path.as_uri()


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """The page, open, with everything it asks for and complains about watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.goto(address)
    yield opened
    opened.wait_for_timeout(50)
    context.close()
    assert {url.split("#")[0] for url in asked} == {address}
    assert complaints == []


def shown(tab: Page) -> list[str]:
    """Ids of the findings that the filters leave, in the order they stand."""
    found: list[str] = tab.eval_on_selector_all(
        ".finding:not([hidden])", "all => all.map(one => one.id)"
    )
    return found


def test_the_page_opens_on_the_event_and_what_to_call_about(tab: Page) -> None:
    assert tab.title() == "Port Ellery closes ferry terminal over cracked pier · consistency report"
    assert tab.locator(".calls li").count() == 6
    assert tab.locator(".calls li").first.is_visible()
    assert tab.evaluate("document.querySelector('.calls li').getBoundingClientRect().bottom < 900")


def test_nothing_in_the_articles_runs(tab: Page) -> None:
    assert tab.evaluate("document.scripts.length") == 1
    assert tab.locator("text=alert('from the article')").count() > 0


def test_a_filter_narrows_the_findings_and_stays_in_the_address(tab: Page) -> None:
    tab.get_by_role("checkbox", name="Changed over time").check()
    assert shown(tab) == ["f-certainty-0006"]
    assert tab.locator("#status").inner_text() == "1 of 16 findings"
    assert tab.evaluate("location.hash") == "#view?kind=changed"


def test_a_link_opens_the_same_view(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}#view?severity=high&source=a1&sort=confidence")
    assert shown(tab)[:2] == ["f-quantity-0001", "f-quantity-0002"]
    assert tab.get_by_role("checkbox", name="High").is_checked()
    assert tab.locator("#sort").input_value() == "confidence"
    tab.close()


def test_search_finds_words_of_passages(tab: Page) -> None:
    tab.keyboard.press("/")
    tab.keyboard.type("STEWARD union")
    assert shown(tab) == ["f-quantity-000f"]
    tab.keyboard.type(" nowhere")
    assert tab.locator("#empty").is_visible()
    tab.get_by_role("button", name="Reset").click()
    tab.locator("#status", has_text=re.compile("^16 findings$")).wait_for()
    assert len(shown(tab)) == 16


def test_confidence_and_sorting_act_on_what_is_shown(tab: Page) -> None:
    tab.locator("#sure").fill("0.9")
    assert shown(tab) == [
        "f-quantity-0001",
        "f-date-0004",
        "f-quote-0007",
        "f-date-000b",
        "f-name-000d",
    ]
    tab.locator("#sort").select_option("confidence")
    assert shown(tab)[-2:] == ["f-name-000d", "f-date-000b"]


def test_a_cell_leads_to_its_passage_and_back(tab: Page) -> None:
    tab.get_by_role("link", name="21", exact=True).first.click()
    place = tab.evaluate("location.hash.slice(1)")
    assert place.startswith("at-a2-")
    assert tab.evaluate("document.activeElement.id") == place
    assert tab.evaluate("document.activeElement.nextElementSibling.textContent") == "21 cracks"
    tab.go_back()
    assert tab.evaluate("location.hash") == ""


def test_a_note_in_the_margin_leads_to_its_finding(tab: Page) -> None:
    tab.locator(".margin a", has_text="What will the repairs cost?").first.click()
    assert tab.evaluate("location.hash") == "#f-quantity-0003"
    assert tab.evaluate("document.activeElement.id") == "f-quantity-0003"


def test_a_permalink_unfolds_the_finding_it_names(browser: Browser, address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{address}#f-place-000c")
    finding = tab.locator("#f-place-000c")
    assert finding.get_attribute("open") is not None
    assert finding.locator("mark").first.is_visible()
    tab.close()


def test_a_link_to_a_filtered_finding_shows_it(tab: Page) -> None:
    tab.get_by_role("checkbox", name="Changed over time").check()
    tab.evaluate("location.hash = '#f-quantity-0003'")
    tab.locator("#f-quantity-0003").wait_for(state="visible")
    assert not tab.get_by_role("checkbox", name="Changed over time").is_checked()


def test_keys_walk_through_the_findings(tab: Page) -> None:
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "f-quantity-0002"
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.id") == "f-quantity-0001"


def test_single_keys_can_be_switched_off(tab: Page) -> None:
    tab.keyboard.press("?")
    assert tab.locator("#help").is_visible()
    tab.get_by_role("checkbox", name="Single keys").uncheck()
    tab.get_by_role("button", name="Close").click()
    tab.keyboard.press("j")
    assert tab.locator(".finding.current").count() == 0


COPIED = {
    "quantity-0002": """\
No. 2: How many dock workers are affected?
about 40 in The Ellery Courier; 65 in Coast Wire and Sound Shore Daily; not stated in \
Quay & "Tide" <b>Gazette</b>.

- The Ellery Courier, 4 Mar 2031: “About 40 dock workers would be moved to other posts.”
- Coast Wire, 6 Mar 2031: “The order takes effect on March 10 and affects 65 dock workers.”
- Sound Shore Daily, 7 Mar 2031: “The order starts on March 10 and touches 65 dock workers.”
- Quay & "Tide" <b>Gazette</b>, undated: “Port officials would not say how many workers are \
affected.”

About 40 reaches to 44 at most, and 65 lies outside it. 2 independent reports; fairly sure \
(0.86). [quantity-0002]""",
    "certainty-0006": """\
No. 6: Has the closing of the terminal been decided?
considered in The Ellery Courier; done in Coast Wire and Sound Shore Daily.

- The Ellery Courier, 4 Mar 2031: “Mayor Ines Vara is considering closing the ferry terminal, an \
aide said Monday.”
- Coast Wire, 6 Mar 2031: “Port Ellery closed its ferry terminal on Wednesday after inspectors \
found 21 cracks in the north pier, Mayor Ines Vara said.”
- Sound Shore Daily, 7 Mar 2031: “Port Ellery shut its ferry terminal when inspectors saw 21 \
cracks in the pier.”

Considered on 4 March, done on 6 March: the later article reports the next step. 2 independent \
reports; fairly sure (0.88). [certainty-0006]""",
    "polarity-0009": """\
No. 9: Has anyone been hurt?
no in Coast Wire.

- Coast Wire, 6 Mar 2031: “No one has been hurt.”
Silent: The Ellery Courier, Quay & "Tide" <b>Gazette</b>.

Only Coast Wire says so. 1 independent report; unsure (0.50). [polarity-0009]""",
}


@pytest.mark.parametrize("finding", COPIED)
def test_a_finding_is_copied_with_its_citations(
    browser: Browser, address: str, finding: str
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(f"{address}#f-{finding}")
    tab.keyboard.press("c")
    tab.locator("#said", has_text="Copied").wait_for(state="attached")
    assert tab.evaluate("navigator.clipboard.readText()") == COPIED[finding]
    context.close()


def test_what_steers_a_terminal_is_not_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto(f"{address}#f-place-0010")
    tab.keyboard.press("c")
    tab.locator("#said", has_text="Copied").wait_for(state="attached")
    text = tab.evaluate("navigator.clipboard.readText()")
    assert "DROWSSAP" in text
    assert not set(text) & set("\u202e\u202c")
    context.close()


def test_everything_can_be_read_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator("#f-quantity-0001").is_visible()
    assert not tab.locator("#filters").is_visible()
    tab.locator("#group-agrees > summary").click()
    tab.locator("#f-place-000c > summary").click()
    assert tab.locator("#f-place-000c blockquote").first.is_visible()
    context.close()


def test_the_reader_chooses_light_or_dark(tab: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(paper)
    tab.emulate_media(color_scheme="dark")
    dark = tab.evaluate(paper)
    assert light != dark
    tab.get_by_role("button", name="Dark").click()
    assert tab.evaluate(paper) == light


def test_a_phone_shows_the_table_as_a_list(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    assert not tab.locator(".matrix thead").first.is_visible()
    letter = "getComputedStyle(document.querySelector('.matrix td[data-tag]'), '::before').content"
    assert tab.evaluate(letter) == '"A"'
    assert tab.evaluate("document.querySelector('.scroll .matrix').scrollWidth") <= 390


def test_pictures_follow_light_and_dark(tab: Page) -> None:
    ink = "getComputedStyle(document.querySelector('.drawing text')).fill"
    light = tab.evaluate(ink)
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate(ink) != light
    assert tab.locator(".drawing").count() == 3


def test_a_picture_says_the_same_in_words(tab: Page) -> None:
    tab.locator(".picture summary").first.click()
    assert tab.locator(".days", has_text="10 Mar 2031").is_visible()
    assert tab.get_by_role("img", name="Who copies whom").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_off_the_side(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_pdf_holds_findings_and_articles(tab: Page) -> None:
    data = tab.pdf(format="A4", print_background=True)
    assert data.startswith(b"%PDF")
    assert 3 <= data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") <= 20


def test_the_page_of_a_job_can_be_narrowed_to_what_is_new(
    browser: Browser, tracked_address: str
) -> None:
    tab = browser.new_page()
    tab.goto(f"{tracked_address}#view?status=new%2Cchanged")
    assert shown(tab) == ["f-quantity-0001", "f-quantity-0002"]
    assert tab.get_by_role("checkbox", name="New").is_checked()
    tab.get_by_role("checkbox", name="New").uncheck()
    assert shown(tab) == ["f-quantity-0001"]
    assert tab.evaluate("location.hash") == "#view?status=changed"
    tab.close()


def test_the_page_of_a_job_is_whole_without_script(browser: Browser, tracked_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(tracked_address)
    tab.locator("#gone > summary").click()
    assert tab.locator("#gone h4").is_visible()
    tab.locator("#f-quantity-0001 .history > summary").click()
    assert tab.locator("#f-quantity-0001 .history ins").first.is_visible()
    context.close()


def test_history_is_printed(browser: Browser, tracked_address: str) -> None:
    tab = browser.new_page()
    tab.goto(tracked_address)
    tab.emulate_media(media="print")
    assert tab.locator("#f-quantity-0001 .history li").first.bounding_box()
    assert tab.locator("#gone h4").bounding_box()
    tab.close()


@pytest.mark.parametrize("kind", ["address", "tracked_address"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(
    browser: Browser, kind: str, width: int, scheme: str, request: pytest.FixtureRequest
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.goto(request.getfixturevalue(kind))
    tab.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    results = axe.run(tab, options={"resultTypes": ["violations"]})
    grave = [
        (found["id"], [node["html"][:120] for node in found["nodes"][:3]])
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    context.close()
    assert grave == []
