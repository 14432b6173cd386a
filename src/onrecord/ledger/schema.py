"""The tables of a ledger, the same on both databases.

`entries` is what the ledger vouches for: numbered, chained by digest, never changed. `texts`, `readings` and
`originals` hold what reports brought, named in entries by their digests. All other tables are made from these by
`index.py`, so that they can be asked; `verify` makes them again and compares.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData()
Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row number must be spelt INTEGER


def _key() -> Column[int]:
    return Column("n", Key, primary_key=True, autoincrement=False)


def _report() -> Column[int]:
    return Column("report", BigInteger, ForeignKey("reports.seq"), nullable=False, index=True)


entries = Table(
    "entries", metadata,
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
)  # fmt: skip

originals = Table(
    "originals", metadata,
    Column("sha256", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

reports = Table(
    "reports", metadata,
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("line", Text, nullable=False, index=True),
    Column("removed", SmallInteger, nullable=False),
    Column("format", Text),
    Column("language", Text),
    Column("url", Text),
    Column("url_key", Text, index=True),
    Column("item", Text, index=True),
    Column("outlet", Text),
    Column("outlet_key", Text, index=True),
    Column("credits", Text),
    Column("credits_key", Text),
    Column("byline", Text),
    Column("place", Text),
    Column("headline", Text),
    Column("dateline", Text),
    Column("published", Text),
    Column("updated", Text),
    Column("day", Text, index=True),
    Column("words", BigInteger),
    Column("claims", BigInteger),
    Column("figures", BigInteger),
    Column("doubts", BigInteger),
    Column("incomplete", Text),
)  # fmt: skip

texts = Table(
    "texts", metadata,
    Column("report", Key, ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)  # fmt: skip

readings = Table(
    "readings", metadata,
    Column("report", Key, ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

passages = Table(
    "passages", metadata, _key(), _report(),
    Column("digest", Text, nullable=False),
    Index("ix_passages_digest", "digest", "n"),
)  # fmt: skip

appearances = Table(
    "appearances", metadata,
    Column("seq", Key, primary_key=True, autoincrement=False),
    _report(),
    Column("raw_sha256", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
)  # fmt: skip

parties = Table(
    "parties", metadata, _key(), _report(),
    Column("id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("naming", Text, nullable=False),
    Column("role", Text),
    Column("role_key", Text),
    Column("affiliation", Text),
    Column("mentions", BigInteger, nullable=False),
    Column("claims", BigInteger, nullable=False),
    Column("review", Text),
)  # fmt: skip

claims = Table(
    "claims", metadata, _key(), _report(),
    Column("id", Text, nullable=False, index=True),
    Column("voice", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("speaker", Text),
    Column("speaker_name", Text),
    Column("speaker_key", Text, index=True),
    Column("chain", Text, nullable=False),
    Column("chain_key", Text, nullable=False),
    Column("cue", Text),
    Column("content", Text, nullable=False),
    Column("parent", Text),
    Column("speech_act", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("said_from", Text),
    Column("said_to", Text),
    Column("event_from", Text),
    Column("event_to", Text),
    Column("review", Text),
)  # fmt: skip

figures = Table(
    "figures", metadata, _key(), _report(),
    Column("id", Text, nullable=False, index=True),
    Column("claim", Text, index=True),
    Column("text", Text, nullable=False),
    Column("value", Double),
    Column("low", Double),
    Column("high", Double),
    Column("unit", Text),
    Column("counted", Text),
    Column("counted_key", Text),
    Column("role", Text, nullable=False),
    Column("approximate", SmallInteger, nullable=False),
    Column("per", Text),
    Column("as_of_from", Text),
    Column("as_of_to", Text),
    Column("by_from", Text),
    Column("by_to", Text),
    Column("speaker_name", Text),
    Column("review", Text),
)  # fmt: skip

positions = Table(
    "positions", metadata, _key(), _report(),
    Column("id", Text, nullable=False, index=True),
    Column("party", Text, nullable=False),
    Column("party_name", Text),
    Column("party_key", Text, index=True),
    Column("position", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_key", Text, nullable=False),
    Column("about", Text, index=True),
    Column("about_text", Text),
    Column("day_from", Text),
    Column("day_to", Text),
    Column("review", Text),
)  # fmt: skip

doubts = Table(
    "doubts", metadata, _key(), _report(),
    Column("id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("review", Text),
)  # fmt: skip

corrections = Table(
    "corrections", metadata,
    Column("seq", Key, primary_key=True, autoincrement=False),
    _report(),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("field", Text),
    Column("who", Text, nullable=False),
    Column("live", SmallInteger, nullable=False),
)  # fmt: skip

touches = Table(
    "touches", metadata,
    Column("n", Key, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, ForeignKey("corrections.seq"), nullable=False, index=True),
    Column("object", Text, nullable=False, index=True),
)  # fmt: skip

PARTS = (
    parties,
    claims,
    figures,
    positions,
    doubts,
    passages,
)  # made from one report's reading, keyed by report and place
PLACES = 1 << 20  # how many rows of one kind a report may have; a row's key is report * PLACES + its place
