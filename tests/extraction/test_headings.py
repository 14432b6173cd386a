"""Headlines that name their speaker at their end."""

from __future__ import annotations

import pytest

import onrecord


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Ferry ran aground after engine failed, safety agency tells MPs", "safety agency", "Ferry ran aground after engine failed"),
        ("Five dead in mine blast, says union", "union", "Five dead in mine blast"),
        ("EU 'ready to act' on steel, envoy says", "envoy", "EU 'ready to act' on steel"),
        ("Dam could fail within days, engineers warn", "engineers", "Dam could fail within days"),
        ("Bank to cut 900 jobs - union", "union", "Bank to cut 900 jobs"),
    ],
)  # fmt: skip
def test_a_speaker_at_the_end_of_a_headline(headline: str, source: str, content: str) -> None:
    reading = onrecord.read_text(f"{headline}\n\nLISBON, March 3 (Kestrel) - A boat sank near the port.\n")
    claims = [claim for claim in reading.claims if claim.voice == "attributed"]
    assert [(claim.source and claim.source.text, claim.contents[0].text) for claim in claims] == [(source, content)]


@pytest.mark.parametrize(
    "headline", ["Storm hits coast, thousands flee", "Fire guts market in Lomé, traders count losses", "Minister quits, opposition cheers"]
)  # fmt: skip
def test_a_second_event_is_no_speaker(headline: str) -> None:
    reading = onrecord.read_text(f"{headline}\n\nLISBON, March 3 (Kestrel) - A boat sank near the port.\n")
    assert all(claim.voice == "own" for claim in reading.claims)
