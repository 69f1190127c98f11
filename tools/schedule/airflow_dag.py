"""An Airflow DAG (Airflow 3) that follows a story, and goes on by the exit code of the run."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import dag, task

COMMAND = ("/srv/newsroom/.venv/bin/consistency", "run", "story.toml")
OPTIONS = ("--fail-on", "conflict:high", "--strict", "--log-format", "json")
FOLDER = "/srv/newsroom"

NEXT = {0: "rest", 3: "call_the_desk", 4: "look_at_the_log"}
"""What follows a run that finished, by its exit code."""
MISUSE = 2
"""The job file is not as it should be: trying again does not help."""


@dag(
    schedule="*/15 * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,  # a run looks at what there is now: a missed one is not made up for
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    tags=["newsroom"],
)
def follow_the_story() -> None:
    """Run the job; a run that could not finish is tried again twice."""

    @task.branch(retries=2, retry_delay=timedelta(minutes=2))
    def follow() -> str:
        code = subprocess.run([*COMMAND, *OPTIONS], cwd=FOLDER, check=False).returncode
        if code in NEXT:
            return NEXT[code]
        if code == MISUSE:
            raise AirflowFailException("the job file is not as it should be: see the log")
        raise AirflowException(f"the run could not finish (exit code {code}): see the log")

    @task
    def rest() -> None:
        """Nothing that the desk asked for is new."""

    @task
    def call_the_desk() -> None:
        """Put here what is to happen when a conflict is new or has changed."""

    @task
    def look_at_the_log() -> None:
        """Put here what is to happen when a source or a page was skipped."""

    follow() >> [rest(), call_the_desk(), look_at_the_log()]


follow_the_story()
