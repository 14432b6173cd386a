CREATE TABLE {schema}entries (
  seq {key} NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (seq)
);
CREATE TABLE {schema}originals (
  sha256 TEXT NOT NULL,
  body {blob} NOT NULL,
  PRIMARY KEY (sha256)
);
CREATE TABLE {schema}reports (
  seq {key} NOT NULL,
  id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  raw_sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  line TEXT NOT NULL,
  removed SMALLINT NOT NULL,
  format TEXT,
  language TEXT,
  url TEXT,
  url_key TEXT,
  item TEXT,
  outlet TEXT,
  outlet_key TEXT,
  credits TEXT,
  credits_key TEXT,
  byline TEXT,
  place TEXT,
  headline TEXT,
  dateline TEXT,
  published TEXT,
  updated TEXT,
  day TEXT,
  words BIGINT,
  claims BIGINT,
  figures BIGINT,
  doubts BIGINT,
  incomplete TEXT,
  PRIMARY KEY (seq),
  UNIQUE (id)
);
CREATE INDEX ix_reports_day ON {schema}reports (day);
CREATE INDEX ix_reports_item ON {schema}reports (item);
CREATE INDEX ix_reports_line ON {schema}reports (line);
CREATE INDEX ix_reports_outlet_key ON {schema}reports (outlet_key);
CREATE INDEX ix_reports_raw_sha256 ON {schema}reports (raw_sha256);
CREATE INDEX ix_reports_url_key ON {schema}reports (url_key);
CREATE TABLE {schema}appearances (
  seq {key} NOT NULL,
  report BIGINT NOT NULL,
  raw_sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT,
  outlet TEXT,
  PRIMARY KEY (seq),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_appearances_raw_sha256 ON {schema}appearances (raw_sha256);
CREATE INDEX ix_appearances_report ON {schema}appearances (report);
CREATE TABLE {schema}claims (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  id TEXT NOT NULL,
  voice TEXT NOT NULL,
  attribution TEXT NOT NULL,
  quote TEXT NOT NULL,
  speaker TEXT,
  speaker_name TEXT,
  speaker_key TEXT,
  chain TEXT NOT NULL,
  chain_key TEXT NOT NULL,
  cue TEXT,
  content TEXT NOT NULL,
  parent TEXT,
  speech_act TEXT NOT NULL,
  factuality TEXT NOT NULL,
  confidence {double} NOT NULL,
  said_from TEXT,
  said_to TEXT,
  event_from TEXT,
  event_to TEXT,
  review TEXT,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_claims_id ON {schema}claims (id);
CREATE INDEX ix_claims_report ON {schema}claims (report);
CREATE INDEX ix_claims_speaker_key ON {schema}claims (speaker_key);
CREATE TABLE {schema}doubts (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  review TEXT,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_doubts_id ON {schema}doubts (id);
CREATE INDEX ix_doubts_report ON {schema}doubts (report);
CREATE TABLE {schema}corrections (
  seq {key} NOT NULL,
  report BIGINT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  field TEXT,
  who TEXT NOT NULL,
  live SMALLINT NOT NULL,
  PRIMARY KEY (seq),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_corrections_report ON {schema}corrections (report);
CREATE TABLE {schema}figures (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  id TEXT NOT NULL,
  claim TEXT,
  text TEXT NOT NULL,
  value {double},
  low {double},
  high {double},
  unit TEXT,
  counted TEXT,
  counted_key TEXT,
  role TEXT NOT NULL,
  approximate SMALLINT NOT NULL,
  per TEXT,
  as_of_from TEXT,
  as_of_to TEXT,
  by_from TEXT,
  by_to TEXT,
  speaker_name TEXT,
  review TEXT,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_figures_claim ON {schema}figures (claim);
CREATE INDEX ix_figures_id ON {schema}figures (id);
CREATE INDEX ix_figures_report ON {schema}figures (report);
CREATE TABLE {schema}parties (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  naming TEXT NOT NULL,
  role TEXT,
  role_key TEXT,
  affiliation TEXT,
  mentions BIGINT NOT NULL,
  claims BIGINT NOT NULL,
  review TEXT,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_parties_id ON {schema}parties (id);
CREATE INDEX ix_parties_name_key ON {schema}parties (name_key);
CREATE INDEX ix_parties_report ON {schema}parties (report);
CREATE TABLE {schema}passages (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_passages_digest ON {schema}passages (digest, n);
CREATE INDEX ix_passages_report ON {schema}passages (report);
CREATE TABLE {schema}positions (
  n {key} NOT NULL,
  report BIGINT NOT NULL,
  id TEXT NOT NULL,
  party TEXT NOT NULL,
  party_name TEXT,
  party_key TEXT,
  position TEXT NOT NULL,
  text TEXT NOT NULL,
  text_key TEXT NOT NULL,
  about TEXT,
  about_text TEXT,
  day_from TEXT,
  day_to TEXT,
  review TEXT,
  PRIMARY KEY (n),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE INDEX ix_positions_about ON {schema}positions (about);
CREATE INDEX ix_positions_id ON {schema}positions (id);
CREATE INDEX ix_positions_party_key ON {schema}positions (party_key);
CREATE INDEX ix_positions_report ON {schema}positions (report);
CREATE TABLE {schema}readings (
  report {key} NOT NULL,
  body {blob} NOT NULL,
  PRIMARY KEY (report),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE TABLE {schema}texts (
  report {key} NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (report),
  FOREIGN KEY(report) REFERENCES {schema}reports (seq)
);
CREATE TABLE {schema}touches (
  n {key} NOT NULL,
  seq BIGINT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (n),
  FOREIGN KEY(seq) REFERENCES {schema}corrections (seq)
);
CREATE INDEX ix_touches_object ON {schema}touches (object);
CREATE INDEX ix_touches_seq ON {schema}touches (seq);
