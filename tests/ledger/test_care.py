"""Care: a copy that is whole or not there, and what a user should know."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.care import back_up, examine, find_file_system
from onrecord.ledger.verifying import verify
from tests.ledger.samples import make_note
from tests.ledger.servers import run_server
from tests.ledger.test_verifying import fill


def test_a_backup_holds_all_and_goes_through_the_same_checkpoint(ledger: Ledger, tmp_path: Path) -> None:
    fill(ledger)
    target = tmp_path / "copy.db"
    back_up(ledger, target)
    with open_ledger(target) as copy:
        verdict = verify(copy, ledger.checkpoint())
        assert verdict.holds, str(verdict)
        assert copy.count() == ledger.count()
        assert list(copy.readings()) == list(ledger.readings())
        assert copy.claims(search="families").count() == ledger.claims(search="families").count()
        assert copy.add(make_note(77)).status == "added"
        assert verify(copy).holds


def test_a_backup_overwrites_nothing_and_leaves_nothing_half(file: Path, tmp_path: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
        (tmp_path / "there.db").write_text("mine")
        for target in (tmp_path / "there.db", tmp_path / "none" / "copy.db"):
            with pytest.raises(LedgerError):
                back_up(ledger, target)
    assert (tmp_path / "there.db").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.db", "there.db"]


def test_half_copies_of_killed_processes_are_cleared_away(file: Path, tmp_path: Path) -> None:
    rest, alive = tmp_path / ".copy.db.999999999.part", tmp_path / ".copy.db.1.part"
    rest.touch()
    alive.touch()
    with open_ledger(file, create=True) as ledger:
        back_up(ledger, tmp_path / "copy.db")
    assert rest.exists() != Path("/proc/self").exists()
    assert alive.exists()


def test_a_backup_of_last_week_fails_against_a_newer_checkpoint(file: Path, tmp_path: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        ledger.add(make_note(1))
        back_up(ledger, tmp_path / "old.db")
        ledger.add(make_note(2))
        checkpoint = ledger.checkpoint()
    with open_ledger(tmp_path / "old.db") as old:
        assert "checkpoint knows 3 entries, here are 2" in str(verify(old, checkpoint))


def test_the_doctor_names_versions_settings_and_room(ledger: Ledger) -> None:
    ledger.add(make_note(1))
    findings = {finding.text: finding.state for finding in examine(ledger)}
    words = "\n".join(findings)
    assert "SQLAlchemy" in words
    assert "1 reports, 1 claims" in words
    assert ("synchronous 3" in words) == (ledger.dialect.name == "sqlite")


def test_a_second_name_of_the_file_is_told(file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        file.with_name("other.db").hardlink_to(file)
        assert any("several names" in finding.text for finding in examine(ledger))


def test_a_server_that_may_forget_is_named(server: str) -> None:
    with open_ledger(f"{server}&ledger=forgetful", create=True) as ledger:
        bad = [finding.text for finding in examine(ledger) if finding.state == "bad"]
        assert any(text.startswith("fsync is off") for text in bad)
        assert not any(text.startswith("synchronous_commit") for text in bad)  # set on our own connections


@pytest.mark.parametrize("settings", [()])
def test_a_server_that_waits_for_its_disk_is_well(settings: tuple[str, ...]) -> None:
    with run_server(settings) as address:
        if address is None:
            pytest.skip("no PostgreSQL here")
        with open_ledger(address, create=True) as ledger:
            assert not [finding for finding in examine(ledger) if finding.state == "bad"]


def test_file_systems_are_told_where_the_system_does(tmp_path: Path) -> None:
    assert find_file_system(tmp_path) is None or isinstance(find_file_system(tmp_path), str)
