"""The state: what is kept of articles, findings, decisions and notifications, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from state_reports import Draft, arrival, report_of, story

from consistency.state import Change, Status, Store

JOB = "quay"
HERALD = story("Port Herald", "Eleven people were treated after the fire.")
WIRE = story("Coast Wire", "Nearly 20 people were treated after the fire.")
TREATED = Draft(
    "How many people were treated?", [("a1", "Nearly 20", "just under 20"), ("a2", "Eleven", "11")]
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/state.db") as opened:
        yield opened


def test_a_finding_is_new_once(store: Store) -> None:
    for status in (Status.NEW, Status.STANDING):
        with store.run(JOB) as run:
            run.add([arrival(HERALD), arrival(WIRE)])
            report = run.record(report_of(run.articles(), [TREATED]), channels=["desk"])
            (tracking,) = report.tracking.values()
            assert tracking.status is status
            assert len(run.untold("desk")) == 1
    assert [s.change for s in tracking.sightings] == [Change.NEW]
    assert tracking.last.values == (("Coast Wire", "just under 20"), ("Port Herald", "11"))
