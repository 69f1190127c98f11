"""Reviewing: decisions by name, kept and shown, and everything that is refused."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from review_stories import HOST, Reviewer, Served, open_fire, run_job, served

from consistency.cli import main
from consistency.errors import FindingsFileError, JobError, SettingsError, StateError
from consistency.report import read_json, write_json
from consistency.review.limits import ReviewSettings
from consistency.review.serve import Where, address, hosts_of
from consistency.review.sessions import Sessions
from consistency.review.subject import subject_of
from consistency.state import Status, Verdict

TREATED, BEGUN = "How many were treated?", "When did it begin?"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    run_job(tmp_path)
    with served(open_fire(tmp_path)) as running:
        yield running


@pytest.fixture
def ada(server: Served) -> Reviewer:
    return server.reviewer("Ada")


def decisions(server: Served) -> list[tuple[str, str, str]]:
    """Question, verdict and reviewer of everything that was decided."""
    return [
        (tracking.last.question, decision.verdict.value, decision.reviewer)
        for tracking, decision in server.subject.store.decisions(server.subject.job)
    ]


# What reviewers do


def test_a_decision_is_kept_and_leads_back_to_its_finding(server: Served, ada: Reviewer) -> None:
    place = ada.decide(TREATED, "confirmed", called="clinic", said="Eleven.\r\nNo more.", note="ok")
    assert place == "/#f-f0001"
    [(_, decision)] = server.subject.store.decisions("fire")
    assert (decision.verdict, decision.reviewer) == (Verdict.CONFIRMED, "Ada")
    assert (decision.called, decision.said, decision.note) == ("clinic", "Eleven.\nNo more.", "ok")


def test_reviewers_see_each_others_decisions_and_names(server: Served, ada: Reviewer) -> None:
    ben = server.reviewer("Ben")
    ada.decide(TREATED, "confirmed", note="The clinic counts eleven.")
    page = ben.page()
    assert "The clinic counts eleven." in page
    assert "Reviewing as <b><bdi>Ben</bdi></b>, with <bdi>Ada</bdi>" in page


def test_a_dismissed_finding_stands_with_the_dismissed(ada: Reviewer) -> None:
    ada.decide(BEGUN, "dismissed")
    page = ada.page()
    assert 'id="group-dismissed"' in page
    assert page.index('id="group-dismissed"') < page.index(BEGUN, page.index('id="findings"'))


def test_a_decision_outlasts_runs_until_the_values_change(tmp_path: Path) -> None:
    run_job(tmp_path)
    with served(open_fire(tmp_path)) as server:
        server.reviewer("Ada").decide(TREATED, "dismissed")
    assert [t.status for t in run_job(tmp_path).tracking.values()][:1] == [Status.SETTLED]
    later = run_job(tmp_path, later=True)
    assert later.tracking["f0001"].status is Status.CHANGED
    assert [d.reviewer for d in later.tracking["f0001"].decisions] == ["Ada"]


def test_a_form_from_before_a_change_settles_only_what_it_showed(
    tmp_path: Path, server: Served, ada: Reviewer
) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    run_job(tmp_path, later=True)
    assert ada.client.post(form.pop("action"), data=form).status_code == 200
    assert server.subject.report().tracking["f0001"].status is Status.CHANGED
    assert "before the answers changed" in ada.page()


def test_the_page_follows_the_jobs_runs(tmp_path: Path, ada: Reviewer) -> None:
    assert "Thirty" not in ada.page()
    run_job(tmp_path, later=True)
    assert "Thirty" in ada.page()


def test_hostile_words_stay_words(ada: Reviewer, server: Served) -> None:
    hostile = "</textarea><script>alert(1)</script>\u202e\x07"
    server.reviewer(hostile[:60]).decide(TREATED, "noted", note=hostile, called=hostile)
    page = ada.page()
    assert page.count("<script>") == 1
    assert "\u202e" not in page.split("<main>")[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# What is refused


def test_without_a_session_nothing_is_shown(server: Served) -> None:
    client = server.client()
    for path in ("/", "/name", "/decisions.csv", "/decisions.json"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert TREATED not in answer.text


@pytest.mark.parametrize("token", ["", "wrong", "ä"])
def test_a_wrong_token_begins_no_session(server: Served, token: str) -> None:
    client = server.client()
    assert client.get("/start", params={"token": token}).status_code == 403
    assert not client.cookies


def test_a_made_up_cookie_is_no_session(server: Served) -> None:
    client = server.client(cookie=f"consistency_review={server.sessions.token}")
    assert client.get("/").status_code == 403


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(server: Served) -> None:
    answer = server.client().get("/start", params={"token": server.sessions.token})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert server.sessions.token.lower() not in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:8000"}, 421),
        ({"host": "127.0.0.1:9000"}, 421),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    server: Served, ada: Reviewer, headers: dict[str, str], status: int
) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    answer = ada.client.post(form.pop("action"), data=form, headers=headers)
    assert answer.status_code == status
    assert "Nothing was recorded" in answer.text
    assert decisions(server) == []


def test_another_host_sees_nothing(ada: Reviewer) -> None:
    answer = ada.client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert TREATED not in answer.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"secret": "guessed"}, 403),
        ({"secret": ""}, 403),
        ({"token": ""}, 422),
        ({"token": "<b>" * 9}, 422),
        ({"evidence": "0" * 64}, 409),
        ({"verdict": "false"}, 422),
        ({"verdict": "noted"}, 422),
        ({"note": "n" * 4_001}, 422),
        ({"called": "n" * 501}, 422),
        ({"note": "n" * 120_000}, 413),
    ],
)
def test_a_form_that_is_not_as_we_made_it_is_refused(
    server: Served, ada: Reviewer, fields: dict[str, str], status: int
) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"} | fields
    assert ada.client.post(form.pop("action"), data=form).status_code == status
    assert decisions(server) == []


def test_the_longest_note_in_the_widest_letters_is_taken(server: Served, ada: Reviewer) -> None:
    widest = "\U0001f9ed" * 4_000
    ada.decide(TREATED, "noted", note=widest, said=widest, called="\U0001f9ed" * 500)
    assert len(decisions(server)) == 1


def test_a_form_of_another_session_is_refused(server: Served, ada: Reviewer) -> None:
    form = server.reviewer("Ben").form(TREATED) | {"verdict": "confirmed"}
    assert ada.client.post(form.pop("action"), data=form).status_code == 403
    assert decisions(server) == []


def test_a_form_sent_twice_is_recorded_once(server: Served, ada: Reviewer) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    action = form.pop("action")
    answers = [ada.client.post(action, data=form, follow_redirects=False) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert decisions(server) == [(TREATED, "confirmed", "Ada")]


def test_an_unknown_finding_is_named_as_such(server: Served, ada: Reviewer) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    del form["action"]
    assert ada.client.post("/findings/" + "0" * 32, data=form).status_code == 404
    assert decisions(server) == []


def test_a_finding_of_another_job_is_unknown(tmp_path: Path, server: Served, ada: Reviewer) -> None:
    with server.subject.store.run("other") as running:
        other = running.record(read_json(tmp_path / "fire.json"))
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    del form["action"]
    answer = ada.client.post(f"/findings/{other.tracking['f0001'].id}", data=form)
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_a_form_changes_anything(server: Served, ada: Reviewer, method: str) -> None:
    form = ada.form(TREATED)
    answer = ada.client.request(method, form["action"], params={"verdict": "confirmed", **form})
    assert answer.status_code >= 400
    assert decisions(server) == []


def test_looking_changes_nothing(server: Served, ada: Reviewer) -> None:
    before = server.subject.store.tracked("fire")
    for path in ("/", "/name", "/decisions.csv", "/decisions.json", "/nowhere"):
        ada.client.get(path)
    assert server.subject.store.tracked("fire") == before


def test_a_nameless_reviewer_decides_nothing(server: Served, ada: Reviewer) -> None:
    form = ada.form(TREATED) | {"verdict": "confirmed"}
    client = server.client()
    page = client.get("/start", params={"token": server.sessions.token}).text
    form["secret"] = page.split('name="secret" value="')[1].split('"')[0]
    answer = client.post(form.pop("action"), data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/name")
    assert client.get("/", follow_redirects=False).headers["location"] == "/name"
    assert client.post("/name", data={"secret": form["secret"], "reviewer": " "}).status_code == 422
    assert decisions(server) == []


def test_every_answer_forbids_frames_scripts_and_caches(server: Served, ada: Reviewer) -> None:
    for answer in (ada.client.get("/"), server.client().get("/"), ada.client.get("/nowhere")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers


def test_sessions_are_bounded() -> None:
    sessions = Sessions(most=2)
    begun = [sessions.begin(sessions.token) for _ in range(3)]
    assert [bool(session and sessions.of(session.id)) for session in begun] == [False, True, True]


def test_a_report_that_cannot_be_read_is_said_to_be(tmp_path: Path, ada: Reviewer) -> None:
    (tmp_path / "fire.json").write_text("{", "utf-8")
    answer = ada.client.get("/")
    assert answer.status_code == 503
    assert "expected JSON" in answer.text


# Where it serves


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example", ""])
def test_other_machines_are_let_in_only_when_asked_to(host: str) -> None:
    with pytest.raises(SettingsError, match="other machines"):
        Where(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_needs_no_permission(host: str) -> None:
    assert Where(host).host == host


def test_all_addresses_need_a_name_to_come_by() -> None:
    with pytest.raises(SettingsError, match="--name"):
        Where("0.0.0.0", beyond=True)
    where = Where("0.0.0.0", names=["Desk.example:443"], beyond=True)
    assert "desk.example:443" in hosts_of(where, 80)
    assert address(where, 80, "t") == "http://Desk.example:443/start?token=t"


def test_hosts_are_named_with_the_port() -> None:
    hosts = hosts_of(Where(port=8000), 8000)
    assert {HOST, "localhost:8000", "[::1]:8000"} == hosts


# What is opened


def test_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    run_job(tmp_path)
    state = f"sqlite:///{tmp_path / 'state.db'}"
    command = [sys.executable, "-m", "consistency", "review", str(tmp_path / "fire.json")]
    with subprocess.Popen(
        [*command, "--state", state, "--job", "fire"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert "Review at http://127.0.0.1:" in server.stdout.readline()
        server.send_signal(signal.SIGINT)
        _, complaints = server.communicate(timeout=60)
    assert (server.returncode, complaints) == (0, "")


def test_without_what_it_needs_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [n for n in sys.modules if n.startswith("consistency.review")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.setitem(sys.modules, "consistency.state.store", None)
    assert main(["review", str(tmp_path / "fire.json")]) == 1
    assert "pip install 'claim-consistency[newsroom]'" in capsys.readouterr().err


def test_a_single_check_gets_a_state_beside_it(tmp_path: Path) -> None:
    run_job(tmp_path)
    plain = tmp_path / "one.json"
    write_json(replace(read_json(tmp_path / "fire.json"), tracking={}, gone=()), plain)
    with served(subject_of(plain, state=None, job=None)) as server:
        server.reviewer("Ada").decide(TREATED, "dismissed", note="two fires")
    with served(subject_of(plain, state=None, job=None)) as server:
        assert "two fires" in server.reviewer("Ben").page()
    assert (tmp_path / "one.review.sqlite").exists()


def test_a_jobs_findings_want_the_jobs_state(tmp_path: Path) -> None:
    run_job(tmp_path)
    with pytest.raises(JobError, match="name the job file"):
        subject_of(tmp_path / "fire.json", state=None, job=None)
    with pytest.raises(JobError, match="go together"):
        subject_of(tmp_path / "fire.json", state="sqlite:///x.db", job=None)
    with pytest.raises(StateError, match="does not know"):
        subject_of(tmp_path / "fire.json", state=f"sqlite:///{tmp_path / 'x.db'}", job="fire")


JOB = """
name = "fire"
state = "sqlite:///state.db"
[[sources]]
kind = "folder"
name = "desk"
folder = "inbox"
[outputs]
"""


def test_a_job_file_leads_to_what_its_last_run_wrote(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    job = tmp_path / "job.toml"
    job.write_text(f'{JOB}page = "fire.html"\n', "utf-8")
    with pytest.raises(JobError, match="names no findings file"):
        subject_of(job, state=None, job=None)
    job.write_text(f'{JOB}json = "fire.json"\n', "utf-8")
    with pytest.raises(JobError, match="run it first"):
        subject_of(job, state=None, job=None)
    run_job(tmp_path)
    with served(subject_of(job, state=None, job=None)) as server:
        assert TREATED in server.reviewer("Ada").page()


def test_no_findings_file_is_an_error_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(FindingsFileError, match="cannot be read"):
        subject_of(tmp_path / "none.json", state=None, job=None)


# What is exported


def test_reviewers_download_what_was_decided(ada: Reviewer) -> None:
    ada.decide(TREATED, "confirmed", note="=HYPERLINK(1)")
    [row] = ada.client.get("/decisions.json").json()["decisions"]
    assert (row["verdict"], row["reviewer"], row["in_force"]) == ("confirmed", "Ada", True)
    answer = ada.client.get("/decisions.csv")
    [line] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert line["note"] == "'=HYPERLINK(1)"
    assert "attachment" in answer.headers["content-disposition"]


def test_a_body_at_the_limits_of_its_fields_is_within_its_own() -> None:
    limits = ReviewSettings()
    most = (2 * limits.note_characters + limits.called_characters) * 12
    assert limits.body_bytes > most
