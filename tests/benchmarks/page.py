"""Time the page of a hundred articles and a thousand findings; print its weight and its seconds.

Run as `python -m tests.benchmarks.page`, on an idle machine. Needs a Chromium. The page is opened
several times in a fresh tab; the best time counts, since everything else on the machine adds to it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from consistency.report import write_html

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large_report import large_report

OPENINGS = 5
TIMES = """() => {
  const [opened] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    "first paint": paint ? paint.startTime : NaN,
    "DOM ready": opened.domInteractive,
    "script done": opened.domContentLoadedEventEnd,
    "loaded": opened.loadEventEnd,
  };
}"""


def open_page(browser: Browser, page: Path) -> tuple[dict[str, float], int]:
    """Open the page in a fresh tab; return milliseconds by moment, and how many elements it has."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(page.as_uri())
    tab.wait_for_timeout(300)
    times: dict[str, float] = tab.evaluate(TIMES)
    n_elements: int = tab.evaluate("document.querySelectorAll('*').length")
    tab.close()
    return times, n_elements


def main() -> None:
    """Write the page, open it and print what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        start = time.perf_counter()
        write_html(large_report(), page)
        print(f"{time.perf_counter() - start:8.2f} s   written")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        opened = [open_page(browser, page) for _ in range(OPENINGS)]
        browser.close()
        print(f"{page.stat().st_size / 1e6:8.2f} MB")
        print(f"{opened[0][1]:8,} elements")
        for moment in opened[0][0]:
            print(f"{min(times[moment] for times, _ in opened) / 1000:8.2f} s   {moment}")


if __name__ == "__main__":
    main()
