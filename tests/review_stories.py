"""Followed stories for tests of reviewing: a state, what a run wrote, and a served page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient
from state_reports import Draft, arrival, report_of, story

from consistency.records import Report
from consistency.report import write_json
from consistency.review.app import app_of
from consistency.review.limits import ReviewSettings
from consistency.review.sessions import Sessions
from consistency.review.subject import Subject, subject_of
from consistency.state import Store

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
HERALD = "Eleven people were treated after the fire. The fire began on Monday."
WIRE = "Nearly 20 people were treated after the fire. The fire began on Tuesday."
LATER = "Thirty people were treated after the fire. The fire began on Tuesday."
FIELD = re.compile(r'name="(secret|token|evidence)" value="([^"]*)"')


def drafts(*, later: bool = False) -> list[Draft]:
    """Two differences; later, when the wire has put a further version out, one with three sides."""
    herald = "a3" if later else "a2"
    treated = [("a1", "Nearly 20", "just under 20"), (herald, "Eleven", "11")]
    treated += [("a2", "Thirty", "30")] if later else []
    begun = [("a1", "Tuesday", "Tuesday"), (herald, "Monday", "Monday")]
    return [
        Draft("How many were treated?", treated),
        Draft("When did it begin?", begun, facet="date", severity="medium"),
    ]


def run_job(folder: Path, *, later: bool = False) -> Report:
    """Run the job "fire" once, and write its findings file."""
    sources = {"Port Herald": HERALD, "Coast Wire": LATER if later else WIRE}
    with Store.open(f"sqlite:///{folder / 'state.db'}") as store, store.run("fire") as running:
        running.add(arrival(story(source, text)) for source, text in sources.items())
        report = running.record(report_of(running.articles(), drafts(later=later)))
        write_json(report, folder / "fire.json")
    return report


def open_fire(folder: Path) -> Subject:
    """Open the job's last report for review."""
    url = f"sqlite:///{folder / 'state.db'}"
    return subject_of(folder / "fire.json", state=url, job="fire")


@dataclass
class Reviewer:
    """A browser that the server let in, or not yet."""

    client: TestClient

    def page(self) -> str:
        """Return the page."""
        answer = self.client.get("/")
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, question: str) -> dict[str, str]:
        """Return the address and hidden fields of a finding's form."""
        page = self.page()
        start = page.index('action="/findings/', page.index(f"{question}</h4>"))
        action = page[start:].split('"')[1]
        return {"action": action, **dict(FIELD.findall(page[start : start + 1500])[:3])}

    def decide(self, question: str, verdict: str, **fields: str) -> str:
        """Fill in a form and send it; return where it leads."""
        form = self.form(question) | {"verdict": verdict} | fields
        answer = self.client.post(form.pop("action"), data=form, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


@dataclass
class Served:
    """A server, with what only its start address tells."""

    subject: Subject
    sessions: Sessions
    limits: ReviewSettings

    def client(self, **headers: str) -> TestClient:
        """Return a browser without a session."""
        app = app_of(
            self.subject,
            hosts=frozenset({HOST, "localhost:8000"}),
            sessions=self.sessions,
            limits=self.limits,
        )
        given = {"origin": ORIGIN, **headers}
        return TestClient(app, base_url=ORIGIN, headers=given, raise_server_exceptions=False)

    def reviewer(self, name: str) -> Reviewer:
        """Return a browser that came by the start address and gave a name."""
        client = self.client()
        page = client.get("/start", params={"token": self.sessions.token}).text
        secret = dict(FIELD.findall(page))["secret"]
        answer = client.post(
            "/name", data={"secret": secret, "reviewer": name}, follow_redirects=False
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return Reviewer(client)


@contextmanager
def served(subject: Subject, *, limits: ReviewSettings | None = None) -> Iterator[Served]:
    """Serve a subject for as long as the block runs."""
    limits = limits or ReviewSettings()
    try:
        yield Served(subject, Sessions(most=limits.sessions), limits)
    finally:
        subject.close()
