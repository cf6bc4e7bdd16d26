-- Uncover, schema 1. Three sorts of tables: the log, the state that is its fold, and what is local to this laptop.
-- Never edited once released: a change is a new file.

-- The log ------------------------------------------------------------------------------------------------------------
CREATE TABLE replica(                                     -- one instance of a file, three times: one for each stream
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK(length(uid) = 16),
  stream INTEGER NOT NULL,                                -- 0 shared, 1 names, 2 private
  mine INTEGER NOT NULL DEFAULT 0                         -- 1: written here; only such acts can be undone here
) STRICT;
CREATE TABLE entity(
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK(length(uid) = 16),
  kind INTEGER NOT NULL
) STRICT;
CREATE TABLE act(
  id INTEGER PRIMARY KEY,                                 -- replica << 40 | sequence
  hlc INTEGER NOT NULL,
  verb INTEGER NOT NULL,
  undoes INTEGER
) STRICT;
CREATE INDEX act_hlc ON act(hlc);
CREATE INDEX act_undoes ON act(undoes) WHERE undoes IS NOT NULL;
CREATE TABLE op(
  act INTEGER NOT NULL REFERENCES act,
  n INTEGER NOT NULL,
  entity INTEGER NOT NULL REFERENCES entity,
  fields TEXT,                                            -- JSON with short keys; NULL: emptied for good
  PRIMARY KEY(act, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_entity ON op(entity);

-- The state: a row for every entity, empty until something is said of it ---------------------------------------------
CREATE TABLE school(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, source TEXT, merged_into INTEGER,
  deleted INTEGER) STRICT;
CREATE TABLE classroom(id INTEGER PRIMARY KEY REFERENCES entity, label TEXT, school INTEGER, grade TEXT, subject TEXT,
  period TEXT, course TEXT, term TEXT, source TEXT, retired INTEGER, merged_into INTEGER, deleted INTEGER) STRICT;
CREATE TABLE teacher(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, source TEXT, merged_into INTEGER,
  deleted INTEGER) STRICT;
CREATE TABLE observer(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, merged_into INTEGER, deleted INTEGER) STRICT;
CREATE TABLE sheet(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, title TEXT, body TEXT) STRICT;
CREATE TABLE walk(id INTEGER PRIMARY KEY REFERENCES entity, day INTEGER, focus TEXT, sheet INTEGER, purpose TEXT,
  length INTEGER, started INTEGER, ended INTEGER, closed INTEGER, hunch TEXT, fix TEXT, sealed INTEGER,
  deleted INTEGER) STRICT;
CREATE INDEX walk_day ON walk(day);
CREATE INDEX walk_planned ON walk(day) WHERE started IS NULL AND deleted IS NOT 1;
CREATE INDEX walk_open ON walk(started) WHERE started IS NOT NULL AND ended IS NULL;
CREATE TABLE visit(id INTEGER PRIMARY KEY REFERENCES entity, walk INTEGER, classroom INTEGER, started INTEGER,
  ended INTEGER, paused INTEGER, heads INTEGER, period TEXT, origin INTEGER, substitute INTEGER, asked INTEGER,
  skipped TEXT, slip INTEGER, copy INTEGER, boot TEXT, steady INTEGER, same_as INTEGER, deleted INTEGER) STRICT;
CREATE INDEX visit_same ON visit(same_as) WHERE same_as IS NOT NULL;
CREATE INDEX visit_walk ON visit(walk);
CREATE INDEX visit_classroom ON visit(classroom, started);
CREATE INDEX visit_started ON visit(started);
CREATE TABLE note(id INTEGER PRIMARY KEY REFERENCES entity, visit INTEGER, at_ms INTEGER,
  at_utc INTEGER,                                         -- derived: the visit's start plus at_ms
  kind INTEGER, about INTEGER, text TEXT,
  forked INTEGER,                                         -- 1: two laptops changed the text, both are kept
  after INTEGER, expires INTEGER, deleted INTEGER,
  hidden INTEGER NOT NULL DEFAULT 1                       -- derived: deleted, or only mentioned so far
) STRICT;
CREATE INDEX note_time ON note(at_utc);
CREATE INDEX note_visit ON note(visit);
CREATE INDEX note_expires ON note(expires) WHERE expires > 0;
CREATE INDEX note_follow_up ON note(at_utc) WHERE kind = 5;
CREATE TABLE mark(id INTEGER PRIMARY KEY REFERENCES entity, visit INTEGER, look_for TEXT, at_ms INTEGER, way INTEGER,
  value INTEGER, detail TEXT, deleted INTEGER) STRICT;
CREATE INDEX mark_visit ON mark(visit);
CREATE INDEX mark_look_for ON mark(look_for, visit);
CREATE TABLE tag(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, parent INTEGER, colour INTEGER, meaning TEXT,
  merged_into INTEGER, deleted INTEGER) STRICT;
CREATE TABLE pattern(id INTEGER PRIMARY KEY REFERENCES entity, statement TEXT, kind INTEGER, status INTEGER,
  look_for TEXT, tag INTEGER, deleted INTEGER) STRICT;
CREATE TABLE reply(id INTEGER PRIMARY KEY REFERENCES entity, visit INTEGER, at INTEGER, text TEXT,
  forked INTEGER,                                         -- 1: two laptops changed the text, both are kept
  deleted INTEGER) STRICT;
CREATE INDEX reply_visit ON reply(visit);
CREATE TABLE suggestion(id INTEGER PRIMARY KEY REFERENCES entity, topic TEXT, decision INTEGER, until INTEGER, why TEXT,
  pattern INTEGER, deleted INTEGER) STRICT;
CREATE TABLE board(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, deleted INTEGER) STRICT;
CREATE TABLE board_column(id INTEGER PRIMARY KEY REFERENCES entity, board INTEGER, name TEXT, place INTEGER,
  deleted INTEGER) STRICT;
CREATE INDEX board_column_board ON board_column(board);
CREATE TABLE classroom_teacher(classroom INTEGER NOT NULL, teacher INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(classroom, teacher)) STRICT, WITHOUT ROWID;
CREATE TABLE walk_room(walk INTEGER NOT NULL, classroom INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(walk, classroom)) STRICT, WITHOUT ROWID;
CREATE TABLE walk_observer(walk INTEGER NOT NULL, observer INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(walk, observer)) STRICT, WITHOUT ROWID;
CREATE TABLE visit_observer(visit INTEGER NOT NULL, observer INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(visit, observer)) STRICT, WITHOUT ROWID;
CREATE TABLE note_tag(note INTEGER NOT NULL, tag INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(note, tag)) STRICT, WITHOUT ROWID;
CREATE INDEX note_tag_t ON note_tag(tag, note);
CREATE TABLE pattern_note(pattern INTEGER NOT NULL, note INTEGER NOT NULL, role INTEGER NOT NULL,
  PRIMARY KEY(pattern, note)) STRICT, WITHOUT ROWID;
CREATE INDEX pattern_note_n ON pattern_note(note);
CREATE TABLE pattern_walk(pattern INTEGER NOT NULL, walk INTEGER NOT NULL, answer INTEGER NOT NULL,
  PRIMARY KEY(pattern, walk)) STRICT, WITHOUT ROWID;
CREATE TABLE board_note(board INTEGER NOT NULL, note INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(board, note)) STRICT, WITHOUT ROWID;
CREATE TABLE board_column_note(board_column INTEGER NOT NULL, note INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(board_column, note)) STRICT, WITHOUT ROWID;
CREATE TABLE visit_tag(tag INTEGER NOT NULL, visit INTEGER NOT NULL, n INTEGER NOT NULL,   -- derived: notes shown
  PRIMARY KEY(tag, visit)) STRICT, WITHOUT ROWID;
CREATE VIEW note_shown AS SELECT id, text FROM note WHERE hidden = 0;
CREATE VIRTUAL TABLE note_fts USING fts5(text, content='note_shown', content_rowid='id',
  tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', detail=none, columnsize=0);
INSERT INTO note_fts(note_fts, rank) VALUES('automerge', 0);
INSERT INTO note_fts(note_fts, rank) VALUES('crisismerge', 1000);
INSERT INTO note_fts(note_fts, rank) VALUES('secure-delete', 1);
CREATE TABLE meaning(id INTEGER PRIMARY KEY,               -- derived: region << 32 | block of it
  notes BLOB NOT NULL) STRICT;                            -- 20 bytes a note: its number, and a sketch of its meaning
CREATE TABLE meaning_due(note INTEGER PRIMARY KEY, region INTEGER) STRICT;        -- changed since, and where it stands

-- Local to this laptop -----------------------------------------------------------------------------------------------
CREATE TABLE local(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;       -- file id, nonce, search index
CREATE TABLE draft(field TEXT PRIMARY KEY, text TEXT NOT NULL, cursor INTEGER NOT NULL, becomes BLOB, about BLOB)
  STRICT, WITHOUT ROWID;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE saved_view(name TEXT PRIMARY KEY, filter TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO local(key, value) VALUES('notes', '0'), ('indexed', '0');
