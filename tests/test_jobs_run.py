"""A whole run: gather, choose, check, record, write, notify; and what it leaves alone."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from followed_story import quick_check, tools
from news_servers import FakeTime, Page, Site, feed, serving, story, write_job

from consistency import cli
from consistency.cli import main, run_exit_code
from consistency.embeddings import SentenceEncoder
from consistency.errors import InputError, JobError, OutputError, StateError
from consistency.jobs import run as running
from consistency.jobs.job import Job
from consistency.jobs.jobfile import read_job
from consistency.jobs.outcomes import Outcome
from consistency.jobs.outputs import UNFINISHED, archive
from consistency.jobs.run import Tools, run_job
from consistency.report import read_json
from consistency.state.store import Store

ROOT = Path(__file__).resolve().parent.parent
BELL = """
import json, sys
with open("rung.jsonl", "a") as log:
    log.write(sys.stdin.read() + "\\n")
"""
DESK = """
[[sources]]
kind = "folder"
name = "desk"
folder = "inbox"
"""
OUTPUTS = """
[outputs]
page = "out/page.html"
json = "out/findings.json"
markdown = "out/digest.md"
csv = "out/tables"
archive = "out/archive"
keep = 3
"""
RING = f"""
[[notify]]
kind = "command"
name = "bell"
command = [{json.dumps(sys.executable)}, "bell.py"]
"""
PIER = "Officials counted {} cracks at the north pier of Port Ellery. Ferries go on, they said."


class Desk:
    """A folder with a job in it, and what becomes of it run by run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = FakeTime()
        (folder / "inbox").mkdir()
        (folder / "bell.py").write_text(BELL)

    def put(self, name: str, text: str) -> None:
        """Put an article into the watched folder."""
        (self.folder / "inbox" / name).write_text(text, "utf-8")

    def job(self, *tables: str) -> Job:
        """Return a job over the watched folder, with a bell."""
        return read_job(write_job(self.folder, *(tables or (DESK, OUTPUTS, RING))))

    def run(self, *tables: str, dry: bool = False, **options: Any) -> Outcome:
        """Run a job a quarter of an hour later."""
        self.time.sleep(15 * 60)
        return run_job(self.job(*tables), tools(self.time, **options), dry=dry)

    def rung(self) -> list[dict[str, Any]]:
        """Return what the bell was told."""
        path = self.folder / "rung.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def files(self) -> dict[str, bytes]:
        """Every file there is."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose check is a quick one, with two articles that differ."""
    monkeypatch.setattr(running, "check_articles", quick_check)
    desk = Desk(tmp_path)
    desk.put("herald.txt", PIER.format(12))
    desk.put("wire.txt", PIER.format(21))
    return desk


# What comes of a run


def test_a_run_writes_everything_and_tells_what_is_new(desk: Desk) -> None:
    outcome = desk.run()

    assert (outcome.n_new, len(outcome.news), outcome.n_messages) == (2, 1, 1)
    report = read_json(desk.folder / "out/findings.json")
    assert [article.path for article in report.articles] == ["inbox/herald.txt", "inbox/wire.txt"]
    assert (desk.folder / "out/page.html").read_text().startswith("<!")
    assert (desk.folder / "out/tables/claims.csv").exists()
    [told] = desk.rung()
    assert told["job"] == "job"
    assert told["page"] == str(desk.folder / "out/page.html")
    [finding] = told["findings"]
    assert {value["value"] for value in finding["values"]} == {"12", "21"}
    assert {passage["text"] for passage in finding["passages"]} == {"12 cracks", "21 cracks"}


def test_a_run_that_finds_nothing_new_writes_again_and_tells_nothing(desk: Desk) -> None:
    desk.run()
    (desk.folder / "out/page.html").unlink()
    outcome = desk.run()

    assert (outcome.n_new, outcome.news, outcome.n_messages) == (0, (), 0)
    assert (desk.folder / "out/page.html").exists()
    assert len(desk.rung()) == 1


def test_a_further_value_changes_a_finding_and_a_further_source_does_not(desk: Desk) -> None:
    desk.run()
    desk.put("copy.txt", PIER.format(12).replace("Officials", "Officers"))
    assert desk.run().news == ()
    desk.put("ledger.txt", PIER.format(35))
    assert len(desk.run().news) == 1
    assert [told["findings"][0]["change"] for told in desk.rung()] == ["new", "changed"]


def test_an_article_that_was_taken_out_stays_known(desk: Desk) -> None:
    desk.run()
    (desk.folder / "inbox/wire.txt").unlink()
    outcome = desk.run()
    assert outcome.report is not None
    assert len(outcome.report.articles) == 2


def test_outputs_are_kept_in_an_archive_of_the_last_runs(desk: Desk) -> None:
    for _ in range(5):
        desk.run()
    kept = sorted(path.name for path in (desk.folder / "out/archive").iterdir())
    assert kept == ["2031-05-06T1245", "2031-05-06T1300", "2031-05-06T1315"]
    assert sorted(path.name for path in (desk.folder / "out/archive" / kept[0]).iterdir()) == [
        "digest.md",
        "findings.json",
        "page.html",
        "tables",
    ]


def test_an_archive_removes_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    page, folder = tmp_path / "page.html", tmp_path / "archive"
    page.write_text("page")
    for name in ("holiday pictures", "2031", f"{UNFINISHED}77"):
        (folder / name).mkdir(parents=True)
    moment = FakeTime().moment
    for _ in range(12):
        archive([page], folder, keep=2, at=moment)
    assert sorted(path.name for path in folder.iterdir()) == [
        "2031",
        "2031-05-06T1200-11",
        "2031-05-06T1200-12",
        "holiday pictures",
    ]


def test_a_page_that_cannot_be_written_leaves_the_news_to_the_next_run(desk: Desk) -> None:
    (desk.folder / "out/page.html").mkdir(parents=True)
    with pytest.raises(OutputError):
        desk.run()
    assert desk.rung() == []
    (desk.folder / "out/page.html").rmdir()
    outcome = desk.run()
    assert len(desk.rung()) == 1
    assert len(outcome.news) == 1  # no page has shown it yet


# Whom it concerns


def event(line: str) -> str:
    return f"[event]\n{line}\n"


def test_only_articles_like_the_query_are_checked(desk: Desk) -> None:
    desk.put("cats.txt", "A show of cats drew a crowd to the town hall. 99 cracks, said a cat.")
    asked = event('query = "cracks at the north pier of Port Ellery"\nthreshold = 0.4')
    outcome = desk.run(asked, DESK, OUTPUTS, RING)
    assert outcome.report is not None
    assert [a.source for a in outcome.report.articles] == ["herald", "wire"]


def test_only_articles_like_the_example_are_checked(desk: Desk) -> None:
    desk.put("cats.txt", "A show of cats drew a crowd to the town hall. 99 cracks, said a cat.")
    (desk.folder / "like.txt").write_text(PIER.format(7))
    outcome = desk.run(event('like = "like.txt"'), DESK, OUTPUTS, RING)
    assert outcome.report is not None
    assert [a.source for a in outcome.report.articles] == ["herald", "wire"]


def test_another_event_chooses_anew_among_what_sources_bring(desk: Desk) -> None:
    desk.put("cats.txt", "A show of cats drew a crowd to the town hall. 99 cracks, said a cat.")
    desk.run(event('query = "cracks at the north pier"\nthreshold = 0.3'), DESK, OUTPUTS, RING)
    outcome = desk.run(event('query = "show of cats"\nthreshold = 0.3'), DESK, OUTPUTS, RING)
    assert outcome.report is not None
    assert [a.source for a in outcome.report.articles] == ["cats"]


def test_an_example_without_an_article_is_named(desk: Desk) -> None:
    (desk.folder / "like.txt").write_text("")
    with pytest.raises(JobError, match="like holds no article"):
        desk.run(event('like = "like.txt"'), DESK, OUTPUTS, RING)


def test_before_the_first_article_there_is_nothing_to_write(desk: Desk) -> None:
    outcome = desk.run(event('query = "show of cats"'), DESK, OUTPUTS, RING)
    assert (outcome.report, outcome.files, outcome.news) == (None, (), ())
    assert run_exit_code(outcome, fail_on=[], strict=True) == 0
    assert not (desk.folder / "out").exists()


# What goes wrong


FETCHING = "[fetching]\nallow_private = true\ntries = 1\npause_seconds = 0\nrecheck_minutes = 0\n"


def web(site: Site, path: str = "/feed") -> str:
    return f'[[sources]]\nkind = "feed"\nname = "Harbour Radio"\nurl = "{site.url(path)}"\n'


@pytest.fixture
def site() -> Iterator[Site]:
    """A news site with a feed of one article."""
    with serving() as site:
        site.pages["/feed"] = Page(feed(("Pier", "/one")))
        site.pages["/one"] = Page(story("Pier", PIER.format(35), PIER.format(35)), etag="1")
        yield site


def test_a_source_that_fails_is_named_and_the_others_are_checked(desk: Desk, site: Site) -> None:
    outcome = desk.run(FETCHING, DESK, web(site, "/gone"), OUTPUTS, RING)
    report = read_json(desk.folder / "out/findings.json")
    assert [skip.path for skip in report.skipped] == [site.url("/gone")]
    assert report.skipped[0].reason == "Harbour Radio: the server answered 404"
    assert run_exit_code(outcome, fail_on=[], strict=True) == 4
    assert run_exit_code(outcome, fail_on=[], strict=False) == 0


def test_where_every_source_fails_and_nothing_is_known_the_run_cannot_finish(
    desk: Desk, site: Site
) -> None:
    with pytest.raises(InputError, match="answered 404"):
        desk.run(FETCHING, web(site, "/gone"), OUTPUTS)


def test_where_every_source_fails_what_is_known_is_checked(desk: Desk, site: Site) -> None:
    desk.run(FETCHING, DESK, web(site), OUTPUTS, RING)
    site.pages["/feed"] = Page(status=500)
    outcome = desk.run(FETCHING, web(site), OUTPUTS, RING)
    assert outcome.report is not None
    assert len(outcome.report.articles) == 3


def test_an_address_near_by_is_refused_unless_the_job_allows_it(desk: Desk, site: Site) -> None:
    outcome = desk.run(DESK, web(site), OUTPUTS, RING)
    [skip] = outcome.skipped
    assert "allow_private" in skip.reason
    assert site.asked == []


def test_a_bell_that_fails_is_rung_again_by_the_next_run(desk: Desk) -> None:
    (desk.folder / "bell.py").write_text("raise SystemExit(1)")
    outcome = desk.run()
    assert (outcome.silent, outcome.n_messages) == (("bell",), 0)
    assert run_exit_code(outcome, fail_on=[("conflict", "low")], strict=False) == 1
    (desk.folder / "bell.py").write_text(BELL)
    again = desk.run()
    assert (again.silent, again.n_messages, again.news) == ((), 1, ())
    assert len(desk.rung()) == 1


def test_a_run_that_dies_between_sending_and_noting_sends_the_same_message_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("consistency.state.store.RunningJob.told", die)
        with pytest.raises(KeyboardInterrupt):
            desk.run()
    desk.run()
    first, again = desk.rung()
    assert first["id"] == again["id"]
    assert first["findings"] == again["findings"]


def test_a_run_that_dies_before_it_remembers_a_page_fetches_it_again(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    tables = FETCHING, web(site), OUTPUTS
    for name in ("chosen", "remember"):  # before its article is kept, and after
        with monkeypatch.context() as patch:
            patch.setattr(running, name, die)
            with pytest.raises(KeyboardInterrupt):
                desk.run(*tables)
    outcome = desk.run(*tables)
    assert outcome.report is not None
    assert len(outcome.report.articles) == 1
    assert site.paths().count("/one") == 3


def test_while_one_run_is_at_work_another_does_not_begin(desk: Desk) -> None:
    with (
        Store.open(desk.job().state) as store,
        store.run("job"),
        pytest.raises(StateError, match="held"),
    ):
        desk.run()


# Dry runs


def test_a_dry_run_says_what_would_happen_and_leaves_everything_as_it_was(desk: Desk) -> None:
    before = desk.files()
    outcome = desk.run(dry=True)
    before["job.toml"] = (desk.folder / "job.toml").read_bytes()

    assert desk.files() == before
    assert (outcome.n_new, len(outcome.news), outcome.n_messages) == (2, 1, 1)
    assert outcome.lines() == [
        "job: 2 articles on the event, 2 of them new; 1 findings, 1 of them new or changed",
        *(f"would be written: {desk.folder}/out/{name}" for name in WRITTEN),
        "would be told: 1 message",
        "This was a dry run: nothing was written, told or recorded.",
    ]


WRITTEN = ("findings.json", "tables", "digest.md", "page.html")


def test_a_dry_run_knows_what_runs_before_it_have_seen(desk: Desk) -> None:
    desk.run()
    before = desk.files()
    desk.put("ledger.txt", PIER.format(35))
    outcome = desk.run(dry=True)
    assert (outcome.n_new, len(outcome.news), outcome.n_messages) == (1, 1, 1)
    after = desk.files()
    del after["inbox/ledger.txt"]
    state = {name for name in (*before, *after) if ".state.db" in name}
    assert {k: v for k, v in after.items() if k not in state} == {
        k: v for k, v in before.items() if k not in state
    }
    assert rows(desk.folder / "job.state.db") == {"runs": 1, "versions": 2, "notifications": 1}
    assert desk.run().n_new == 1


def rows(state: Path) -> dict[str, int]:
    """Rows of some tables of a state."""
    with sqlite3.connect(state) as database:
        tables = ("runs", "versions", "notifications")
        found = {t: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    database.close()
    return found


# Logs


def test_every_line_of_the_log_has_the_one_id_of_the_run(desk: Desk, site: Site) -> None:
    log = io.StringIO()
    tables = FETCHING, DESK, web(site, "/gone"), OUTPUTS, RING
    outcome = desk.run(*tables, log=log, log_format="json", quiet=False)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {line["run"] for line in lines} == {outcome.run}
    events = [line["event"] for line in lines]
    for event_ in ("begun", "skipped", "gathered", "recorded", "written", "notified", "finished"):
        assert event_ in events
    [skip] = [line for line in lines if line["event"] == "skipped"]
    assert (skip["level"], skip["source"]) == ("warning", "Harbour Radio")


def test_lines_for_people_say_the_same(desk: Desk) -> None:
    log = io.StringIO()
    outcome = desk.run(log=log, quiet=False)
    for line in log.getvalue().splitlines():
        assert re.match(rf"\S+Z (INFO|WARNING) +run={outcome.run} \w+", line)


def test_quiet_logs_only_what_went_wrong(desk: Desk, site: Site) -> None:
    log = io.StringIO()
    desk.run(FETCHING, DESK, web(site, "/gone"), OUTPUTS, log=log)
    assert [line.split()[1] for line in log.getvalue().splitlines()] == ["WARNING"]


def test_nothing_in_the_log_steers_a_terminal(desk: Desk, site: Site) -> None:
    log = io.StringIO()
    site.pages["/feed"] = Page(feed(("Pier", "/\x1b[31mone")).replace(b"\x1b", b"\xe2\x80\xae"))
    desk.run(FETCHING, DESK, web(site), OUTPUTS, log=log, quiet=False)
    assert not set("\x1b\u202e") & set(log.getvalue())


def test_no_secret_is_in_the_log_or_in_the_state(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_WEBHOOK", site.url("/hook/s3cret"))
    hook = '[[notify]]\nkind = "webhook"\nname = "chat"\nurl_env = "DESK_WEBHOOK"\n'
    log = io.StringIO()
    for answer in Page(status=500), Page(b"ok"):
        site.pages["/hook/s3cret"] = answer
        desk.run(DESK, OUTPUTS, hook + "allow_private = true\n", log=log, quiet=False)
    assert len(site.posted) == 2
    assert "s3cret" not in log.getvalue()
    assert not any(b"s3cret" in data for data in desk.files().values())


# The command


@pytest.fixture
def command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, whose command loads no model."""
    monkeypatch.setattr(cli, "_load_check", lambda _settings: None)
    monkeypatch.setattr(running, "SentenceEncoder", lambda _models: tools(desk.time).encoder)
    desk.job()
    return desk


def called(desk: Desk, *options: str) -> int:
    """Run the command on the desk's job."""
    return main(["run", str(desk.folder / "job.toml"), *options])


def test_the_command_sums_a_run_up(command: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(command) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("job: 2 articles on the event, 2 of them new; 1 findings")
    assert "INFO    run=" in printed.err


def test_quiet_prints_nothing(command: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(command, "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_fail_on_looks_at_what_is_new_or_has_changed(command: Desk) -> None:
    assert called(command, "--fail-on", "conflict:high", "--quiet") == 3
    assert called(command, "--fail-on", "conflict:high", "--quiet") == 0
    command.put("ledger.txt", PIER.format(35))
    assert called(command, "--fail-on", "update", "--quiet") == 0


def test_strict_tells_of_what_could_not_be_used(command: Desk) -> None:
    command.put("empty.txt", "")
    assert called(command, "--quiet") == 0
    assert called(command, "--strict", "--quiet") == 4


@pytest.mark.parametrize("text", ["[", "colour = 1"])
def test_a_job_file_that_is_wrong_is_misuse(
    command: Desk, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_job(command.folder, text)
    assert called(command) == 2
    assert "job.toml" in capsys.readouterr().err


def test_a_run_that_cannot_have_its_state_cannot_finish(
    command: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    write_job(command.folder, 'state = "sqlite:///inbox"', DESK, OUTPUTS)
    assert called(command) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("tables", "code"), [(["colour = 1"], 2), ([DESK.replace("inbox", "gone"), OUTPUTS], 1)]
)
def test_a_log_for_programs_has_complaints_as_json_too(
    command: Desk, tables: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write_job(command.folder, *tables)
    assert called(command, "--log-format", "json") == code
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (lines[-1]["level"], lines[-1]["event"]) == ("error", "could not finish")


def test_the_json_log_is_on_stderr(command: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(command, "--log-format", "json", "--dry-run") == 0
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.err.splitlines()]
    assert all(line["run"] for line in lines)
    assert {"would notify", "notified"} & {line["event"] for line in lines} == {"would notify"}
    assert "This was a dry run" in printed.out


# The sample


@pytest.mark.slow
def test_the_sample_job_follows_the_fire_and_leaves_the_other_event_out(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    job = read_job(tmp_path / "data" / "jobs" / "sample.toml")
    outcome = run_job(job, Tools(encoder=encoder, quiet=True))

    assert outcome.report is not None
    assert [Path(article.path).parent.name for article in outcome.report.articles] == [
        "ropeworks-fire"
    ] * 5
    assert outcome.skipped == ()
    assert len(outcome.news) > 20
    assert (tmp_path / "reports" / "jobs" / "ropeworks.html").exists()
