"""Wire credits are provenance: which agency's copy an article is, and who published it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_files import LEAD, MORE, TITLE
from test_articles import read_one

from consistency.articles.agencies import credited_agency
from consistency.articles.credits import publisher_at


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        (
            "TARN CITY, N.Y. (AP) — The council voted on Thursday to close the bridge.",
            "Associated Press",
        ),
        ("TARN CITY (Reuters) - The council voted on Thursday.", "Reuters"),
        ("(AFP) — The council voted on Thursday.", "Agence France-Presse"),
        ("TARN CITY, May 3, 2031 /PRNewswire/ -- The city will close it.", "PR Newswire"),
        ("By Ada Quill, Associated Press", "Associated Press"),
        ("By The Associated Press", "Associated Press"),
        ("Ada Quill | Reuters", "Reuters"),
        ("© 2031 The Associated Press. All rights reserved.", "Associated Press"),
        ("Distributed by Tribune Content Agency, LLC.", "Tribune Content Agency"),
        ("©2031 Osk Radio. Distributed by Tribune Content Agency, LLC.", "Tribune Content Agency"),
    ],
)
def test_a_credit_names_its_agency(line: str, agency: str) -> None:
    assert credited_agency([TITLE, line]) == agency


@pytest.mark.parametrize(
    "line",
    [
        "The AP reported it first.",
        "Reuters reported on Monday that the bridge would close.",
        "A caption of the bridge. Bo Lund/AP Photo",
        "Photo by Bo Lund via AP",
        "By Ada Quill, The Harbor Herald",
        "© 2031 Harbor Herald",
        "He talked to the AP",
        "She sent the plans via Reuters on Monday, and data provided by AP.",
    ],
)
def test_prose_and_pictures_are_no_credit(line: str) -> None:
    assert credited_agency([line]) is None


def test_an_article_keeps_its_publisher_and_names_its_agency(tmp_path: Path) -> None:
    text = f"TARN CITY (AP) — {LEAD}\n\n{MORE}\n\n© 2031 The Associated Press."
    record = {"text": text, "source": "Harbor Herald"}
    article = read_one(tmp_path / "a.json", json.dumps(record))
    assert (article.source, article.wire) == ("Harbor Herald", "Associated Press")


def test_an_article_of_its_own_credits_nobody(tmp_path: Path) -> None:
    assert read_one(tmp_path / "a.txt", f"{LEAD}\n\n{MORE}").wire is None


@pytest.mark.parametrize(
    ("host", "credit", "publisher"),
    [
        (
            "harborherald.example",
            "© 2031 The Harbor Herald. All rights reserved.",
            "The Harbor Herald",
        ),
        ("hh.example", "© 2031 Harbor Herald", "Harbor Herald"),
        ("harborherald.example", "© 2031 The Associated Press", None),
        ("harborherald.example", "© Bo Lund Pictures", None),
        (None, "© 2031 The Harbor Herald", None),
    ],
)
def test_a_publisher_comes_before_its_host_where_the_host_bears_it_out(
    host: str | None, credit: str, publisher: str | None
) -> None:
    assert publisher_at(host, [TITLE, credit]) == publisher
