"""Ledgers for tests: each test that asks for `where` runs on SQLite, and on PostgreSQL where its programs are found."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ledger import Ledger, open_ledger
from tests.ledger.servers import run_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a private PostgreSQL server; tests that need it are skipped where none can be started."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with run_server() as address:
        if address is None:
            pytest.skip("no PostgreSQL programs here (initdb, postgres), or no account to run them with")
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet, on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return f"{request.getfixturevalue('server')}&ledger=t{uuid.uuid4().hex[:12]}"


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """A new ledger on each database."""
    with open_ledger(where, create=True) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a ledger that is not there yet."""
    return tmp_path / "ledger.db"
