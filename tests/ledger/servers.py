"""A private PostgreSQL server for tests, started from the system's own programs where there are any."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


def find_programs() -> Path | None:
    """The folder with initdb and postgres, the newest where there are several."""
    given = shutil.which("initdb")
    folders = [Path(given).resolve().parent] if given else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()), None)


@contextmanager
def run_server(settings: tuple[str, ...] = FAST) -> Iterator[str | None]:
    """The address of a fresh server that listens on a socket in a private folder only; None where none can be started."""
    programs = find_programs()
    user = _choose_user()
    if programs is None or user is False:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        with _serve(folder, programs, user or None, settings) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serve(folder: Path, programs: Path, user: str | None, settings: tuple[str, ...]) -> Iterator[str | None]:
    data, log = folder / "data", folder / "log"
    options = {"user": user, "cwd": folder} if user else {"cwd": folder}
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", "onrecord", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        capture_output=True, **options,
    )  # fmt: skip
    if made.returncode:
        yield None
        return
    with log.open("wb") as out:
        if user:
            shutil.chown(log, user)
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60", *settings],
            stdout=out, stderr=out, **options,
        )  # fmt: skip
    try:
        yield f"postgresql://onrecord@/postgres?host={folder}" if _wait(server, folder) else None
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _wait(server: subprocess.Popen[bytes], folder: Path) -> bool:
    import psycopg

    for _ in range(100):
        if server.poll() is not None:
            return False
        try:
            psycopg.connect(f"postgresql://onrecord@/postgres?host={folder}").close()
            return True
        except psycopg.OperationalError:
            time.sleep(0.1)
    return False


def _choose_user() -> str | bool:
    """The account that runs the server: "" our own, else postgres where we are root; False where there is none."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return False
