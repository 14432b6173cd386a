"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)  # the same cases on every run
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data and scorers; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "tools").is_dir():
        pytest.skip(f"no development data at {folder} (set ONRECORD_SHARED)")
    return folder
