"""The reviewers' desk over HTTP: what it takes in, what it turns away, what it keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_report import SCRIPT, fake_report
from starlette.testclient import TestClient

from consistency.cli import main
from consistency.errors import FindingsFileError, JobError
from consistency.report import write_json
from consistency.review.app import build_app
from consistency.review.desk import Desk, desk_of
from consistency.review.visitors import MOST_SESSIONS, Door, hosts_of
from consistency.state.records import Status, Verdict

HOST = "127.0.0.1:8765"
HERE = f"http://{HOST}"
FINDING = "quantity-0001"


@pytest.fixture
def findings(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.json"
    write_json(fake_report(), path)
    return path


@pytest.fixture
def desk(findings: Path) -> Iterator[Desk]:
    with desk_of(findings) as opened:
        yield opened


@pytest.fixture
def door() -> Door:
    return Door(hosts_of(("127.0.0.1", "localhost", "::1"), 8765))


Visit = Callable[[str], TestClient]


@pytest.fixture
def visit(desk: Desk, door: Door) -> Visit:
    """Opens a browser of its own for a reviewer of some name."""

    def opened(name: str) -> TestClient:
        client = TestClient(build_app(desk, door), base_url=HERE, follow_redirects=False)
        client.headers["origin"] = HERE
        client.get("/", params={"token": door.token})
        secret = secret_in(client.get("/name").text)
        client.post("/name", data={"reviewer": name, "secret": secret})
        return client

    return opened


def secret_in(page: str) -> str:
    return str(re.findall(r'name="secret" value="([^"]+)"', page)[0])


def form_of(client: TestClient, finding: str = FINDING) -> dict[str, str]:
    """The hidden fields of the form that stands at a finding."""
    page = client.get("/").text
    form = page[page.index(f'action="/findings/{finding}"') :].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def verdicts(desk: Desk, finding: str = FINDING) -> list[tuple[str, str]]:
    tracking = desk.tracking_of(finding)
    assert tracking is not None
    return [(d.verdict.value, d.reviewer) for d in tracking.decisions]


# What is kept


def test_a_decision_is_kept_with_all_its_words_and_settles(visit: Visit, desk: Desk) -> None:
    client = visit("Dana Ruiz")
    words = {"called": "Port office", "said": "“Twelve.”", "note": "Two lines.\nIndeed."}
    answer = client.post(
        f"/findings/{FINDING}", data={**form_of(client), "verdict": "confirmed", **words}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/#f-{FINDING}")
    tracking = desk.tracking_of(FINDING)
    assert tracking is not None
    (kept,) = tracking.decisions
    assert (kept.verdict, kept.reviewer) == (Verdict.CONFIRMED, "Dana Ruiz")
    assert {name: getattr(kept, name) for name in words} == words
    assert tracking.status is Status.SETTLED


def test_a_second_reviewer_sees_what_the_first_decided(visit: Visit, desk: Desk) -> None:
    first, second = visit("Dana Ruiz"), visit("Ines Okafor")
    first.post(
        f"/findings/{FINDING}",
        data={**form_of(first), "verdict": "noted", "note": "Asked the harbour office."},
    )
    page = second.get("/").text
    assert "Asked the harbour office." in page
    assert "Dana Ruiz" in page
    second.post(f"/findings/{FINDING}", data={**form_of(second), "verdict": "dismissed"})
    assert verdicts(desk) == [("noted", "Dana Ruiz"), ("dismissed", "Ines Okafor")]


def test_a_form_sent_twice_counts_once(visit: Visit, desk: Desk) -> None:
    client = visit("Dana Ruiz")
    form = {**form_of(client), "verdict": "update"}
    answers = [client.post(f"/findings/{FINDING}", data=form).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert verdicts(desk) == [("update", "Dana Ruiz")]


def test_a_decision_on_what_has_changed_since_settles_nothing(visit: Visit, desk: Desk) -> None:
    client = visit("Dana Ruiz")
    form = {**form_of(client), "verdict": "dismissed", "evidence": "0" * 64}
    client.post(f"/findings/{FINDING}", data=form)
    tracking = desk.tracking_of(FINDING)
    assert tracking is not None
    assert tracking.settled_by is None


def test_decisions_outlast_the_server(findings: Path, visit: Visit) -> None:
    client = visit("Dana Ruiz")
    client.post(f"/findings/{FINDING}", data={**form_of(client), "verdict": "dismissed"})
    with desk_of(findings) as again:
        assert verdicts(again) == [("dismissed", "Dana Ruiz")]


def test_a_file_written_again_is_read_again(findings: Path, visit: Visit) -> None:
    client = visit("Dana Ruiz")
    report = fake_report()
    first = replace(report.finding_records[0], question="How wide is the pier now?")
    write_json(replace(report, finding_records=(first, *report.finding_records[1:])), findings)
    assert "How wide is the pier now?" in client.get("/").text


# What is turned away


def test_nothing_is_shown_without_the_token(desk: Desk, door: Door) -> None:
    client = TestClient(build_app(desk, door), base_url=HERE, follow_redirects=False)
    for address in ("/", "/name", "/?token=wrong", "/?token="):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "ferry" not in answer.text.lower()
        assert "set-cookie" not in answer.headers


def test_nothing_is_kept_without_a_session(desk: Desk, door: Door) -> None:
    client = TestClient(build_app(desk, door), base_url=HERE, headers={"origin": HERE})
    assert client.post(f"/findings/{FINDING}", data={"verdict": "dismissed"}).status_code == 403
    assert verdicts(desk) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_form_from_elsewhere_is_refused(
    visit: Visit, desk: Desk, headers: dict[str, str]
) -> None:
    client = visit("Dana Ruiz")
    form = {**form_of(client), "verdict": "dismissed"}
    assert client.post(f"/findings/{FINDING}", data=form, headers=headers).status_code == 403
    assert client.post("/name", data={**form, "reviewer": "M"}, headers=headers).status_code == 403
    assert verdicts(desk) == []


def test_a_page_that_gives_no_referrer_is_known_by_what_the_browser_says(
    visit: Visit, desk: Desk
) -> None:
    client = visit("Dana Ruiz")
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    form = {**form_of(client), "verdict": "dismissed"}
    assert client.post(f"/findings/{FINDING}", data=form, headers=headers).status_code == 303
    assert verdicts(desk) == [("dismissed", "Dana Ruiz")]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:9999", ""])
def test_another_host_is_refused_even_with_the_cookie(visit: Visit, host: str) -> None:
    client = visit("Dana Ruiz")
    answer = client.get("/", headers={"host": host, "origin": f"http://{host}"})
    assert answer.status_code == 403
    assert "ferry" not in answer.text.lower()


def test_a_secret_of_another_session_is_refused(visit: Visit, desk: Desk) -> None:
    one, other = visit("Dana Ruiz"), visit("Ines Okafor")
    form = {**form_of(one), "verdict": "dismissed"}
    assert other.post(f"/findings/{FINDING}", data=form).status_code == 403
    assert one.post(f"/findings/{FINDING}", data={**form, "secret": ""}).status_code == 403
    assert verdicts(desk) == []


def test_reading_changes_nothing(visit: Visit, desk: Desk) -> None:
    client = visit("Dana Ruiz")
    before = desk.report()
    form = {**form_of(client), "verdict": "dismissed"}
    assert client.get(f"/findings/{FINDING}", params=form).status_code == 405
    client.get("/", params={"verdict": "dismissed"})
    assert desk.report() == before


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"verdict": "false"}, 400),
        ({"verdict": ""}, 400),
        ({"verdict": "noted"}, 400),
        ({"token": ""}, 400),
        ({"token": "a b"}, 400),
        ({"evidence": "x" * 200}, 400),
        ({"note": "n" * 8_001}, 400),
        ({"note": "n" * 70_000}, 413),
        ({f"field{n}": "" for n in range(30)}, 400),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_with_a_reason(
    visit: Visit, desk: Desk, changed: dict[str, str], code: int
) -> None:
    client = visit("Dana Ruiz")
    form = {**form_of(client), "verdict": "confirmed", **changed}
    answer = client.post(f"/findings/{FINDING}", data=form)
    assert answer.status_code == code
    assert re.search(r"<p>.+[.]</p>", answer.text)
    assert verdicts(desk) == []


def test_bytes_that_are_no_text_are_refused(visit: Visit) -> None:
    client = visit("Dana Ruiz")
    assert client.post("/name", content=b"\xff\xfe\x00").status_code == 400


def test_a_finding_that_is_not_there_is_named_so(visit: Visit) -> None:
    client = visit("Dana Ruiz")
    form = {**form_of(client), "verdict": "confirmed"}
    assert client.post("/findings/f-none", data=form).status_code == 404


def test_a_reviewer_has_a_name_on_one_line(visit: Visit, desk: Desk) -> None:
    client = visit("  Dana \n\t Ruiz ")
    client.post(f"/findings/{FINDING}", data={**form_of(client), "verdict": "confirmed"})
    assert verdicts(desk) == [("confirmed", "Dana Ruiz")]


def test_without_a_name_nothing_is_decided(desk: Desk, door: Door) -> None:
    client = TestClient(build_app(desk, door), base_url=HERE, follow_redirects=False)
    client.headers["origin"] = HERE
    client.get("/", params={"token": door.token})
    secret = secret_in(client.get("/name").text)
    assert client.get("/").headers["location"] == "/name"
    form = {"secret": secret, "verdict": "confirmed", "token": "t", "evidence": "e"}
    assert client.post(f"/findings/{FINDING}", data=form).headers["location"] == "/name"
    assert client.post("/name", data={"secret": secret, "reviewer": " "}).status_code == 400
    assert verdicts(desk) == []


# What goes out


def test_what_reviewers_and_articles_say_becomes_no_markup(visit: Visit) -> None:
    client = visit(f"Dana {SCRIPT}")
    words = {"note": f"note {SCRIPT}", "called": f"called {SCRIPT}", "said": f"said {SCRIPT}"}
    client.post(f"/findings/{FINDING}", data={**form_of(client), "verdict": "noted", **words})
    for page in (client.get("/").text, client.get("/name").text):
        assert "&lt;script&gt;" in page
        assert SCRIPT not in page


def test_every_answer_forbids_framing_caching_and_guessing(visit: Visit) -> None:
    client = visit("Dana Ruiz")
    answers = [client.get("/"), client.get("/name"), client.get("/nowhere"), client.post("/name")]
    answers.append(client.get("/", headers={"host": "evil.example"}))
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-type"].startswith("text/html") or not answer.content


def test_the_page_runs_no_script_but_its_own_and_sends_forms_home_only(visit: Visit) -> None:
    policy = re.findall(
        r'http-equiv="Content-Security-Policy" content="([^"]+)"', visit("D").get("/").text
    )[0]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_the_cookie_is_for_this_site_and_no_script(desk: Desk, door: Door) -> None:
    client = TestClient(build_app(desk, door), base_url=HERE, follow_redirects=False)
    answer = client.get("/", params={"token": door.token})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert door.token not in answer.headers["location"] + cookie


def test_sessions_are_bounded_and_the_oldest_ends_first(door: Door) -> None:
    first = door.admit(door.token)
    for _ in range(MOST_SESSIONS):
        door.admit(door.token)
    assert first is not None
    assert len(door._sessions) == MOST_SESSIONS
    assert first.id not in door._sessions


# What is reviewed


def test_a_job_that_writes_no_findings_file_is_told_to(tmp_path: Path) -> None:
    job = tmp_path / "ferry.toml"
    job.write_text('[[sources]]\nkind = "folder"\nname = "desk"\nfolder = "."\n', "utf-8")
    with pytest.raises(JobError, match="json"), desk_of(job):
        pass


def test_a_job_that_has_not_run_yet_is_told_to(tmp_path: Path) -> None:
    job = tmp_path / "ferry.toml"
    job.write_text(
        '[[sources]]\nkind = "folder"\nname = "desk"\nfolder = "."\n[outputs]\njson = "f.json"\n',
        "utf-8",
    )
    with pytest.raises(FindingsFileError, match="run the job first"), desk_of(job):
        pass


def test_a_findings_file_that_is_gone_is_said_to_be(findings: Path, visit: Visit) -> None:
    client = visit("Dana Ruiz")
    findings.unlink()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "ferry.json" in answer.text


def test_other_machines_are_let_in_only_on_purpose(
    findings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", str(findings), "--host", "0.0.0.0"]) == 2
    assert "--expose" in capsys.readouterr().err


def test_a_file_that_is_no_findings_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_text("[]", "utf-8")
    assert main(["review", str(path)]) == 1
    assert "x.json" in capsys.readouterr().err
    assert not path.with_suffix(".review.sqlite").exists()
