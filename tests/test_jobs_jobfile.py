"""The job file: what it may say, and what is said of what it may not."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from news_servers import write_job

from consistency.errors import JobError
from consistency.jobs.job import Command, Feed, Folder, Job, Mail, Pages, Sitemap, Webhook
from consistency.jobs.jobfile import read_job
from consistency.jobs.limits import FetchSettings

ROOT = Path(__file__).resolve().parent.parent
SOURCE = """
[[sources]]
kind = "folder"
name = "desk"
folder = "inbox"
"""
OUTPUT = """
[outputs]
page = "out/page.html"
"""
WHOLE = """
name = "ropeworks"
state = "sqlite:///memory/state.db"
settings = "mine.toml"
max_articles = 50

[event]
query = "Larkin Ropeworks fire"
threshold = 0.4

[fetching]
user_agent = "Desk (desk@herald.example)"
pause_seconds = 2
allow_private = true

[[sources]]
kind = "feed"
name = "Port Herald"
url = "https://herald.example/feed.xml"

[[sources]]
kind = "sitemap"
name = "Coast Wire"
url = "https://wire.example/sitemap.xml.gz"
days = 1

[[sources]]
kind = "urls"
name = "by hand"
urls = ["https://ledger.example/a", "https://ledger.example/b"]

[[sources]]
kind = "folder"
name = "desk"
folder = "inbox"

[outputs]
page = "out/page.html"
json = "out/findings.json"
archive = "out/archive"
keep = 96

[[notify]]
kind = "command"
name = "bell"
command = ["./ring", "--loud"]

[[notify]]
kind = "webhook"
name = "desk chat"
url_env = "DESK_WEBHOOK"
severity = "high"

[[notify]]
kind = "email"
name = "night editor"
host = "mail.example"
sender = "checks@herald.example"
to = ["night@herald.example"]
user = "checks"
password_env = "MAIL_PASSWORD"
"""


def read(folder: Path, *tables: str) -> Job:
    return read_job(write_job(folder, *tables))


def test_a_whole_job_is_read(tmp_path: Path) -> None:
    job = read(tmp_path, WHOLE)

    assert job.name == "ropeworks"
    assert job.max_articles == 50
    assert [type(source) for source in job.sources] == [Feed, Sitemap, Pages, Folder]
    assert [type(channel) for channel in job.channels] == [Command, Webhook, Mail]
    assert job.event is not None
    assert job.event.threshold == 0.4
    assert job.fetching.pause_seconds == 2
    assert job.fetching.tries == 3
    assert job.outputs.keep == 96


def test_paths_are_relative_to_the_job_file(tmp_path: Path) -> None:
    job = read(tmp_path, WHOLE)

    assert job.outputs.page == tmp_path / "out/page.html"
    assert job.settings == tmp_path / "mine.toml"
    assert job.state == f"sqlite:///{tmp_path}/memory/state.db"
    assert job.sources[-1] == Folder(name="desk", folder=tmp_path / "inbox")


def test_the_state_lies_beside_the_job_file_unless_it_says_otherwise(tmp_path: Path) -> None:
    job = read(tmp_path, SOURCE, OUTPUT)
    assert job.state == f"sqlite:///{tmp_path}/job.state.db"
    assert job.name == "job"


def test_the_state_of_a_server_can_be_kept_out_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_STATE", "postgresql+psycopg://desk:hunter2@db.example/news")
    job = read(tmp_path, 'state_env = "DESK_STATE"', SOURCE, OUTPUT)
    assert job.state.endswith("@db.example/news")
    assert "hunter2" not in repr(job)


def test_details_leave_the_machine_only_where_the_job_says_so(tmp_path: Path) -> None:
    details = [channel.detail for channel in read(tmp_path, WHOLE).channels]
    assert details == ["full", "questions", "questions"]


def feed(line: str) -> str:
    return f'[[sources]]\nkind = "feed"\nname = "a"\n{line}\n'


def mail(*lines: str) -> str:
    given = 'host = "mail.example"\nsender = "a@b.example"\nto = ["c@d.example"]'
    return "\n".join(['[[notify]]\nkind = "email"\nname = "desk"', given, *lines])


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([SOURCE, "[outputs"], "is not TOML"),
        ([OUTPUT], "names no source"),
        ([SOURCE], "names no output"),
        (['colour = "red"', SOURCE, OUTPUT], r"'colour', expected one of max_articles, name"),
        (["max_articles = 0", SOURCE, OUTPUT], "max_articles = 0, expected a whole number at lea"),
        (["max_articles = true", SOURCE, OUTPUT], "max_articles = True, expected a whole number"),
        (['name = ""', SOURCE, OUTPUT], "name = '', expected text"),
        (['name = "a\\nb"', SOURCE, OUTPUT], r"name = 'a\\nb', expected text on one line"),
        (['state = "state.db"', SOURCE, OUTPUT], "expected an address: sqlite:///state.db"),
        (['state_env = "NOT_SET_HERE"', SOURCE, OUTPUT], "NOT_SET_HERE, which is not set"),
        (['state = "a://b"\nstate_env = "C"', SOURCE, OUTPUT], "expected one of them"),
        ([SOURCE, SOURCE, OUTPUT], r"two \[\[sources\]\] have the name 'desk'"),
        (["[sources]\nkind = 1", OUTPUT], r"found \[sources\], expected \[\[sources\]\]"),
        (['[[sources]]\nname = "a"', OUTPUT], "found no kind, expected kind = 'feed' or"),
        (['[[sources]]\nkind = "gopher"', OUTPUT], "found kind = 'gopher'"),
        ([feed(""), OUTPUT], r"sources, number 1\]: url is missing; expected text"),
        ([feed("url = 7"), OUTPUT], "url = 7, expected text"),
        ([feed('url = "herald.example"'), OUTPUT], "begins with http"),
        ([feed('url = "https://a:b@c.example"'), OUTPUT], "take them out"),
        ([feed('url = "https://c.example"\ntext = "x"'), OUTPUT], "expected 'page' or 'feed'"),
        ([SOURCE, "[outputs]\npage = 1"], "page = 1, expected a path"),
        ([SOURCE, OUTPUT + "keep = 3"], "name one: archive"),
        ([SOURCE, OUTPUT + 'archive = "a"\nkeep = 0'], "keep = 0, expected a whole number at"),
        ([SOURCE, OUTPUT, "[event]"], r"\[event\]: expected either query"),
        ([SOURCE, OUTPUT, '[event]\nquery = "a"\nlike = "b"'], "expected either query"),
        ([SOURCE, OUTPUT, '[event]\nlike = "gone.txt"'], "there is no file"),
        ([SOURCE, OUTPUT, '[event]\nquery = "a"\nthreshold = 1.1'], r"number 0\.\.1"),
        ([SOURCE, OUTPUT, "[fetching]\ntries = 11"], r"expected a whole number 1\.\.10"),
        ([SOURCE, OUTPUT, "[fetching]\nspeed = 1"], "found the key 'speed'"),
        ([SOURCE, OUTPUT, '[fetching]\nuser_agent = "Köln"'], "expected plain ASCII"),
        ([SOURCE, OUTPUT, '[[notify]]\nkind = "bell"'], "expected kind = 'command' or 'webhook'"),
        ([SOURCE, OUTPUT, '[[notify]]\nkind = "command"\nname = "a"\ncommand = "ring"'],
         "expected a list of at least one, each text"),
        ([SOURCE, OUTPUT, '[[notify]]\nkind = "command"\nname = "a"\ncommand = []'],
         "expected a list of at least one"),
        ([SOURCE, OUTPUT, '[[notify]]\nkind = "webhook"\nname = "a"'], "expected either url, or"),
        ([SOURCE, OUTPUT, '[[notify]]\nkind = "webhook"\nname = "a"\nurl = "hook"'], "https://"),
        ([SOURCE, OUTPUT, mail().replace("c@d", "c")], "such as desk@a.example"),
        ([SOURCE, OUTPUT, mail('severity = "urgent"')], "expected 'low' or 'medium' or 'high'"),
        ([SOURCE, OUTPUT, mail('kinds = ["rumour"]')], "expected 'conflict' or"),
        ([SOURCE, OUTPUT, mail('user = "a"')], "user and password_env go together"),
        ([SOURCE, OUTPUT, mail('user = "a"\npassword_env = "B"\nsecurity = "none"')],
         "in the clear"),
    ],
)  # fmt: skip
def test_what_a_job_may_not_say_is_named_with_what_it_may(
    tmp_path: Path, tables: list[str], said: str
) -> None:
    with pytest.raises(JobError, match=said) as error:
        read(tmp_path, *tables)
    assert "job.toml" in str(error.value)


def test_a_job_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"cannot read job file .*none\.toml"):
        read_job(tmp_path / "none.toml")


def test_the_sample_job_needs_no_network_and_writes_to_reports() -> None:
    job = read_job(ROOT / "data" / "jobs" / "sample.toml")
    assert list(job.addresses()) == []
    assert job.outputs.page is not None
    assert job.outputs.page.resolve().is_relative_to(ROOT / "reports")


def test_every_setting_of_fetching_says_what_it_is() -> None:
    text = (ROOT / "consistency" / "jobs" / "limits.py").read_text("utf-8")
    assert len(re.findall(r'^    \w+: .+ = .+\n    """', text, re.M)) == len(fields(FetchSettings))
