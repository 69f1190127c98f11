"""What every test shares: models, the measuring material, a browser, databases, and no network."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from spacy.language import Language

    from consistency import Report
    from consistency.embeddings import SentenceEncoder
    from consistency.state import Store

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MARKS_OF_FIXTURES = {"nlp": "slow", "encoder": "slow", "browser": "browser"}

# Set before any library that reads them is imported; subprocesses of tests inherit them.
os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    DO_NOT_TRACK="1",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the fixtures it uses, so that no test forgets to say what it loads."""
    for item in items:
        for fixture, mark in MARKS_OF_FIXTURES.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            self.close()
            raise AssertionError(f"a test tried to reach {address[0]}; everything works offline")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Let it be a day after all the made-up news, which would else lie in the future."""
    day = date(2032, 1, 1)
    monkeypatch.setattr("consistency.articles.witnesses.day_of_run", lambda: day)
    return day


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The spaCy pipeline that the settings name by default."""
    from consistency.claims import load_parser
    from consistency.settings import ModelSettings

    return load_parser(ModelSettings().spacy)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The embedding model that comes with the package."""
    from consistency.embeddings import SentenceEncoder
    from consistency.settings import ModelSettings

    return SentenceEncoder(ModelSettings())


@pytest.fixture(scope="session")
def sample_reports(encoder: SentenceEncoder) -> Mapping[str, Report]:
    """A report an event of the sample, made from its folder; made once, for it takes a while."""
    from consistency import check

    events = sorted(p for p in (ROOT / "data" / "sample").iterdir() if p.is_dir())
    return {event.name: check([event], encoder=encoder) for event in events}


@pytest.fixture(scope="session")
def shared() -> Path:
    """Articles and gold for measuring, kept beside the repository where they are on hand."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("no measuring material beside this repository (../shared)")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium: an installed one, else Playwright's own.

    One a module, since Playwright keeps an event loop running for as long as it is open.
    """
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None),
                args=["--no-sandbox"] if os.geteuid() == 0 else [],  # root cannot have the sandbox
            )
        except Error as error:
            no_browser(str(error).splitlines()[0])
        yield chromium
        chromium.close()


def no_browser(reason: str) -> NoReturn:
    """Skip, saying why; fail where a skipped test would go unseen."""
    message = f"no Chromium to test the page in: {reason}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL that runs for as long as the tests do."""
    from postgres_server import NoPostgres, running

    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(running())
        except NoPostgres as error:
            pytest.skip(f"no PostgreSQL to test the state in: {error}")
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a state that nothing was kept in yet, in each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.db'}"
    return new_schema(request.getfixturevalue("postgres"))


@pytest.fixture
def store(state_url: str) -> Iterator[Store]:
    """A state that nothing was kept in yet, in each database in turn."""
    from consistency.state import Store

    with Store.open(state_url) as opened:
        yield opened


def new_schema(socket_folder: str) -> str:
    """Make room for tables of their own in a server's one database; return its address."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"state_{uuid.uuid4().hex}"
    server = f"host={socket_folder} user=postgres dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
    where = f"host={socket_folder}&options=-csearch_path%3D{name}"
    return f"postgresql+psycopg://postgres@/postgres?{where}"
