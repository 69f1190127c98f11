"""A PostgreSQL of the tests' own: in a folder that goes with it, reached by a socket in there."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

USUAL = "/usr/lib/postgresql"
OPTIONS = {"fsync": "off", "listen_addresses": "", "max_connections": "50"}


class NoPostgres(Exception):
    """There is none, or it does not start; the message says why."""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server and yield the folder of its socket; stop it afterwards.

    Raises:
        NoPostgres: If there is no server on this machine, or it does not start.
    """
    programs = {name: find(name) for name in ("initdb", "pg_ctl")}
    # Made in the system's own folder: a socket's path may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = give_away(folder)
    data = str(folder / "data")
    settings = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
    try:
        initial = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
        call([programs["initdb"], "-D", data, "--no-sync", *initial], owner)
        log = ["-l", str(folder / "log"), "-o", f"-k {folder} {settings}"]
        call([programs["pg_ctl"], "-D", data, "--wait", *log, "start"], owner)
        try:
            yield str(folder)
        finally:
            call([programs["pg_ctl"], "-D", data, "--wait", "--mode=immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find(program: str) -> str:
    """Return the path of one of the server's programs: Debian keeps them off the PATH."""
    kept = sorted(Path(USUAL).glob(f"*/bin/{program}"), key=lambda path: path.parts[-3])
    found = shutil.which(program) or (kept and str(kept[-1]))
    if not found:
        raise NoPostgres(f"{program} is neither on the PATH nor below {USUAL}")
    return found


def give_away(folder: Path) -> dict[str, Any]:
    """Give a folder to an ordinary user where this is root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(folder, user.pw_uid, user.pw_gid)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgres("it does not run as root, and there is no user postgres or nobody")


def call(command: Sequence[str], owner: dict[str, Any]) -> None:
    """Run one of the server's programs. The server it starts keeps none of our pipes open."""
    with tempfile.TemporaryFile() as said:
        run = subprocess.run(
            command, stdout=said, stderr=subprocess.STDOUT, cwd="/", check=False, **owner
        )
        if run.returncode:
            said.seek(0)
            last = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise NoPostgres(f"{command[0]} ended with {run.returncode}: {' '.join(last)}")
