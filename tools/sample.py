"""Write reports/sample.html, the page of a sample event, and reports/sample.png, its first screen.

Run by `make sample` when the page or the findings have changed. Needs a Chromium.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from consistency import check
from consistency.report import write_html

ROOT = Path(__file__).resolve().parent.parent
EVENT = "data/sample/guard-order"
PAGE = ROOT / "reports" / "sample.html"
PICTURE = ROOT / "reports" / "sample.png"
SCREEN: ViewportSize = {"width": 1200, "height": 820}


def main() -> None:
    """Write both files."""
    os.chdir(ROOT)  # the page names its articles as they were named to `check`
    write_html(check([EVENT]), PAGE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],  # root cannot have the sandbox
        )
        page = browser.new_page(viewport=SCREEN, color_scheme="light")
        page.goto(PAGE.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
