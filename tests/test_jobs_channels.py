"""Messages that go out: to a program, a webhook, by mail, with no more in them than allowed."""

from __future__ import annotations

import email
import json
import logging
import ssl
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import policy
from pathlib import Path
from typing import Any

import pytest
import trustme
from news_servers import NOON, FakeTime, Mailbox, Page, Site, mail_server, quick, serving

from consistency.jobs.channels import LONGEST_TEXT, Undelivered, send
from consistency.jobs.job import Channel, Command, Detail, Job, Kind, Mail, Outputs, Webhook
from consistency.jobs.messages import MOST_SHOWN, Message, as_json, as_text, message_of
from consistency.jobs.notifying import kinds_of, least_of, notify
from consistency.records import Report
from consistency.state.records import (
    Change,
    Decision,
    Sighting,
    Status,
    Telling,
    Tracking,
    Verdict,
)

HOSTILE = "How many <https://evil.example|cracks>?\x1b[31m @everyone\nBcc: all@evil.example"
NOTHING = Report((), (), (), ())


def telling(
    number: int = 1,
    *,
    kind: str = "conflict",
    severity: str = "high",
    question: str = "How many cracks?",
    run: str = "run-1",
    change: Change = Change.NEW,
    decided: Sequence[Decision] = (),
    finding: str = "",
) -> Telling:
    """A finding to be told."""
    values = (("Port Herald", "12"), ("Coast Wire", "21"))
    sighting = Sighting(run, NOON, change, kind, severity, question, "e1", values)
    tracking = Tracking(finding or f"t{number}", Status.NEW, (sighting,), tuple(decided))
    return Telling(number, "desk", tracking, change, run)


def message(*tellings: Telling, detail: Detail = "full", job: str = "pier") -> Message:
    """A message about these, or about one finding."""
    return message_of(
        tellings or (telling(),), NOTHING, job=job, page="/desk/pier.html", detail=detail
    )


def sent(what: Message, channel: Channel, folder: Path = Path()) -> None:
    """Send a message at once."""
    send(what, channel, folder=folder, limits=quick(), clock=FakeTime().clock)


# What is told


def test_the_detail_says_how_much_is_told() -> None:
    told = {detail: json.dumps(as_json(message(detail=detail))) for detail in DETAILS}
    assert "21" in told["full"]
    assert "How many cracks?" in told["questions"]
    assert "21" not in told["questions"]
    assert "cracks" not in told["count"]
    for detail in DETAILS:
        assert json.loads(told[detail])["counts"] == {"high": 1}


DETAILS: tuple[Detail, ...] = ("full", "questions", "count")


@pytest.mark.parametrize("detail", DETAILS)
def test_people_are_told_no_more_than_programs(detail: Detail) -> None:
    text = as_text(message(detail=detail))
    assert ("21" in text) is (detail == "full")
    assert ("How many cracks?" in text) is (detail != "count")


def test_a_message_sent_again_has_the_id_it_had() -> None:
    first, again = message(), message(telling(), telling(2))
    assert first.id == again.id
    assert message(telling(run="run-2")).id != first.id
    assert message(job="fire").id != first.id


def test_the_state_knows_each_finding_by_its_id() -> None:
    [finding] = as_json(message())["findings"]
    assert finding["id"] == "t1"
    assert finding["change"] == "new"


def test_of_many_findings_people_are_shown_the_first() -> None:
    many = message(*(telling(n, question=f"Question {n}?") for n in range(MOST_SHOWN + 5)))
    lines = as_text(many).splitlines()
    assert len(lines) == MOST_SHOWN + 3
    assert lines[-2] == "and 5 more"
    assert len(as_json(many)["findings"]) == MOST_SHOWN + 5


def test_a_question_can_steer_nothing() -> None:
    text = as_text(message(telling(question=HOSTILE)))
    assert "\x1b" not in text
    assert len(text.splitlines()) == 3


# Programs


RING = """
import json, os, sys
told = json.load(sys.stdin)
told["arguments"] = sys.argv[1:]
json.dump(told, open("rung.json", "w"))
"""


def test_a_program_is_given_json_and_no_shell(tmp_path: Path) -> None:
    (tmp_path / "ring.py").write_text(RING)
    arguments = ["$(touch pwned)", "; touch pwned", "*"]
    command = (sys.executable, "ring.py", *arguments)
    sent(message(), Command(name="bell", command=command), tmp_path)
    rung = json.loads((tmp_path / "rung.json").read_text())
    assert rung.pop("arguments") == arguments
    assert rung == as_json(message())
    assert not (tmp_path / "pwned").exists()


def test_a_program_with_a_folder_is_found_beside_the_job_file(tmp_path: Path) -> None:
    script = tmp_path / "ring"
    script.write_text("#!/bin/sh\ncat > rung.json\n")
    script.chmod(0o755)
    sent(message(), Command(name="bell", command=("./ring",)), tmp_path)
    assert json.loads((tmp_path / "rung.json").read_text())["job"] == "pier"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((sys.executable, "-c", "raise SystemExit(3)"), "exit code 3"),
        (("no-such-program-here",), "cannot be started"),
        (("./no-such-program-here",), "cannot be started"),
        (("a\0b",), "cannot be started"),
    ],
)
def test_a_program_that_fails_is_a_message_that_did_not_go(
    tmp_path: Path, command: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Undelivered, match=said):
        sent(message(), Command(name="bell", command=command), tmp_path)


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import time; time.sleep(600)")
    with pytest.raises(Undelivered, match=r"longer than 0\.3 seconds"):
        sent(message(), Command(name="bell", command=command, seconds=0.3), tmp_path)


# Webhooks


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that takes webhooks."""
    with serving({"/hook/s3cret": Page(b"ok")}) as site:
        yield site


def hook(site: Site, path: str = "/hook/s3cret", **options: Any) -> Webhook:
    return Webhook(name="chat", url=site.url(path), **{"allow_private": True, **options})


def test_a_webhook_is_posted_what_slack_takes(site: Site) -> None:
    sent(message(detail="questions"), hook(site))
    [body] = site.posted
    told = json.loads(body)
    assert told["id"] == message().id
    assert told["text"].startswith("pier: 1 new or changed (1 high)\n- new, conflict, high: How")
    assert site.asked[0][1]["content-type"] == "application/json"


def test_nothing_in_a_message_links_or_calls_anybody(site: Site) -> None:
    sent(message(telling(question=HOSTILE + " <!channel>")), hook(site))
    text = json.loads(site.posted[0])["text"]
    assert "<" not in text
    assert ">" not in text
    assert "&lt;!channel&gt;" in text


def test_a_long_message_is_cut_before_the_webhook_cuts_it(site: Site) -> None:
    tellings = [telling(n, question=f"{n} " + "x" * 290) for n in range(MOST_SHOWN)]
    sent(message(*tellings), hook(site))
    assert len(json.loads(site.posted[0])["text"]) == LONGEST_TEXT


def test_an_address_can_be_kept_out_of_the_job_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Webhook(name="chat", url_env="DESK_WEBHOOK", allow_private=True)
    with pytest.raises(Undelivered, match="DESK_WEBHOOK is not set"):
        sent(message(), channel)
    monkeypatch.setenv("DESK_WEBHOOK", site.url("/hook/s3cret"))
    sent(message(), channel)
    assert len(site.posted) == 1


def test_an_address_that_is_none_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_WEBHOOK", "htps://herald.example/hook/s3cret")
    with pytest.raises(Undelivered, match="https://") as failure:
        sent(message(), Webhook(name="chat", url_env="DESK_WEBHOOK"))
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_refuses_is_a_message_that_did_not_go(site: Site, status: int) -> None:
    site.pages["/hook/s3cret"] = Page(status=status, headers={"Location": "/else"})
    with pytest.raises(Undelivered, match=str(status)) as failure:
        sent(message(), hook(site))
    assert "s3cret" not in str(failure.value)
    assert len(site.posted) == 1  # no redirect is followed, and nothing is posted twice


def test_a_webhook_near_by_has_to_be_allowed(site: Site) -> None:
    with pytest.raises(Undelivered, match="allow_private"):
        sent(message(), hook(site, allow_private=False))
    assert site.posted == []


# Mail


def mail(box: Mailbox, **options: Any) -> Mail:
    given: dict[str, Any] = {"security": "none", "host": "127.0.0.1", "port": box.port}
    return Mail(
        name="night",
        sender="Checks <checks@herald.example>",
        to=("night@herald.example", "day@herald.example"),
        **{**given, **options},
    )


def mailed(box: Mailbox) -> Any:
    [raw] = box.mails
    return email.message_from_bytes(raw, policy=policy.default)


def test_a_mail_says_what_is_new() -> None:
    with mail_server() as box:
        sent(message(detail="questions"), mail(box))
    told = mailed(box)
    assert told["Subject"] == "pier: 1 new or changed (1 high)"
    assert told["To"] == "night@herald.example, day@herald.example"
    assert told["Message-ID"] == f"<{message().id}@herald.example>"
    assert "How many cracks?" in told.get_content()
    assert "21" not in told.get_content()


def test_nothing_in_a_message_becomes_a_header() -> None:
    what = message(telling(question=HOSTILE), job="pier\r\nBcc: all@evil.example")
    with mail_server() as box:
        sent(what, mail(box))
    assert mailed(box)["Bcc"] is None


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A mail server's certificate, and the file with who vouches for it."""
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("127.0.0.1").configure_cert(context)
    path = tmp_path / "authority.pem"
    made.cert_pem.write_to_path(str(path))
    return context, path


def test_a_password_goes_under_encryption_and_nowhere_else(
    authority: tuple[ssl.SSLContext, Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    caplog.set_level(logging.DEBUG)
    context, ca_file = authority
    options = {"user": "checks", "password_env": "MAIL_PASSWORD", "ca_file": ca_file}
    with mail_server(context, password=b"hunter2") as box:
        sent(message(), mail(box, security="starttls", **options))
    assert box.logins == [(b"checks", b"hunter2")]
    assert box.encrypted == [True]
    ours = [record for record in caplog.records if record.name.startswith("consistency")]
    assert "hunter2" not in str([vars(record) for record in ours])


def test_encryption_can_begin_with_the_connection(authority: tuple[ssl.SSLContext, Path]) -> None:
    context, ca_file = authority
    with mail_server(context, from_the_start=True) as box:
        sent(message(), mail(box, security="tls", ca_file=ca_file))
    assert len(box.mails) == 1


def test_a_certificate_that_nobody_vouches_for_ends_the_sending(
    authority: tuple[ssl.SSLContext, Path],
) -> None:
    with mail_server(authority[0]) as box, pytest.raises(Undelivered, match="certificate"):
        sent(message(), mail(box, security="starttls"))
    assert box.mails == []


def test_a_wrong_password_is_told_without_it(
    authority: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter3")
    context, ca_file = authority
    options = {"user": "checks", "password_env": "MAIL_PASSWORD", "ca_file": ca_file}
    with (
        mail_server(context, password=b"hunter2") as box,
        pytest.raises(Undelivered, match="user name or the password") as failure,
    ):
        sent(message(), mail(box, security="starttls", **options))
    assert "hunter3" not in str(failure.value)


def test_a_server_without_encryption_is_sent_nothing_where_the_job_asks_for_it() -> None:
    with mail_server() as box, pytest.raises(Undelivered, match="STARTTLS"):
        sent(message(), mail(box, security="starttls"))
    assert box.mails == []


def test_a_mail_server_that_refuses_or_is_not_there_is_a_message_that_did_not_go() -> None:
    with mail_server() as box:
        box.refusing = True
        with pytest.raises(Undelivered, match="451"):
            sent(message(), mail(box))
    with pytest.raises(Undelivered, match="refused"):
        sent(message(), mail(box))


# Who is told what


class Outbox:
    """What waits on a channel, and what became of it."""

    def __init__(self, *waiting: Telling) -> None:
        self.waiting = list(waiting)
        self.errors: list[str] = []

    def untold(self, channel: str) -> list[Telling]:
        return [one for one in self.waiting if one.channel == channel]

    def told(self, tellings: Any) -> None:
        gone = {one.id for one in tellings}
        self.waiting = [one for one in self.waiting if one.id not in gone]

    def not_told(self, tellings: Any, error: str) -> None:
        self.errors += [error for _ in tellings]


def told(outbox: Outbox, *, fails: bool = False, **options: Any) -> list[list[int]]:
    """Notify one channel; return the tellings of each message."""
    went: list[list[int]] = []
    channel = Command(name="desk", command=("ring",), **options)
    job = Job(
        file=Path("job.toml"),
        name="pier",
        state="",
        sources=(),
        outputs=Outputs(),
        channels=(channel,),
    )

    def deliver(what: Message, _channel: Channel) -> None:
        if fails:
            raise Undelivered("nobody there")
        went.append([one.id for one in what.tellings])

    n_sent, failed = notify(job, NOTHING, outbox, send=deliver)
    assert (n_sent, failed) == (len(went), ["desk"] if fails else [])
    return went


@pytest.mark.parametrize(
    ("severity", "ids"), [("low", [1, 2, 3]), ("medium", [2, 3]), ("high", [3])]
)
def test_a_channel_hears_of_its_severity_and_above(severity: str, ids: list[int]) -> None:
    waiting = [telling(n, severity=s) for n, s in ((1, "low"), (2, "medium"), (3, "high"))]
    outbox = Outbox(*waiting)
    assert told(outbox, severity=severity) == [ids]
    assert outbox.waiting == []


def test_a_channel_hears_of_its_kinds() -> None:
    kinds: tuple[Kind, ...] = ("conflict", "agreement", "unstated")
    waiting = [telling(n, kind=kind) for n, kind in enumerate(kinds)]
    assert told(Outbox(*waiting)) == [[0]]
    assert told(Outbox(*waiting), kinds=("agreement", "unstated")) == [[1, 2]]


def test_what_was_settled_or_went_in_the_meantime_is_told_nowhere() -> None:
    dismissed = Decision(Verdict.DISMISSED, "Ada", "e1", NOON)
    settled = telling(1, decided=[dismissed])
    gone = telling(2)
    last = replace(gone.tracking.last, change=Change.GONE)
    sightings = (*gone.tracking.sightings, last)
    gone = replace(gone, tracking=replace(gone.tracking, sightings=sightings))
    outbox = Outbox(settled, gone)
    assert told(outbox) == []
    assert outbox.waiting == []


def test_what_each_run_found_is_a_message_of_its_own() -> None:
    waiting = telling(1), telling(2), telling(3, run="run-2")
    assert told(Outbox(*waiting)) == [[1, 2], [3]]


def test_what_has_changed_again_before_it_was_told_is_told_once() -> None:
    first, again = telling(1, finding="t"), telling(2, finding="t", run="run-2")
    outbox = Outbox(first, again)
    assert told(outbox) == [[2]]
    assert outbox.waiting == []


def test_what_did_not_go_waits_for_the_next_run() -> None:
    outbox = Outbox(telling(1), telling(2))
    assert told(outbox, fails=True) == []
    assert outbox.errors == ["nobody there"] * 2
    assert told(outbox) == [[1, 2]]


def test_the_state_is_asked_for_the_least_that_any_channel_wants() -> None:
    quiet = Command(name="a", command=("x",), severity="high", kinds=("conflict",))
    loud = Command(name="b", command=("x",), severity="low", kinds=("unstated",))
    assert least_of([quiet, loud]) == "low"
    assert kinds_of([quiet, loud]) == {"conflict", "unstated"}
