"""Write reports/sample.html, the page of a sample event, and reports/sample.png, its first screen.

Run by `make sample` when the page or the findings have changed. Needs a Chromium. The page ends
with a comment that says what it was made from, by which a test knows when it is out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import ViewportSize, sync_playwright

from consistency import Report, check
from consistency.report import write_html

ROOT = Path(__file__).resolve().parent.parent
EVENT = "data/sample/guard-order"
PAGE = ROOT / "reports" / "sample.html"
PICTURE = ROOT / "reports" / "sample.png"
SCREEN: ViewportSize = {"width": 1200, "height": 820}
ORIGIN = re.compile(r"<!-- made from (\{.*\}) -->\n\Z")


def origin_of(report: Report) -> dict[str, Any]:
    """What decides how the page looks: the articles, templates, settings and findings."""
    looks = ROOT / "consistency" / "report"
    parts = [*(looks / "templates").rglob("*.html"), *(looks / "pictures").glob("*.py")]
    return {
        "articles": digest_of((ROOT / EVENT).iterdir()),
        "templates": digest_of([*parts, looks / "style.css", looks / "script.js"]),
        "settings": hashlib.sha256(json.dumps(report.settings).encode()).hexdigest(),
        "findings": [finding.id for finding in report.finding_records],
    }


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def read_origin(page: Path) -> dict[str, Any]:
    """What a page says it was made from; {} when it does not say."""
    found = ORIGIN.search(page.read_text("utf-8"))
    origin: dict[str, Any] = json.loads(found[1]) if found else {}
    return origin


def write_page(report: Report, page: Path) -> None:
    """Write the page, and at its end what it was made from."""
    write_html(report, page)
    with page.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"<!-- made from {json.dumps(origin_of(report))} -->\n")


def write_picture(page: Path, picture: Path) -> None:
    """Take a picture of the page's first screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],  # root cannot have the sandbox
        )
        tab = browser.new_page(viewport=SCREEN, color_scheme="light")
        tab.goto(page.as_uri())
        tab.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Write both files."""
    os.chdir(ROOT)  # the page names its articles as they were named to `check`
    write_page(check([EVENT]), PAGE)
    write_picture(PAGE, PICTURE)


if __name__ == "__main__":
    main()
