-- Uncover, schema 2: talks with a team, what was said in them, and what came of it.
-- Never edited once released: a change is a new file.

CREATE TABLE team(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, people INTEGER, deleted INTEGER) STRICT;
CREATE TABLE talk_protocol(id INTEGER PRIMARY KEY REFERENCES entity, name TEXT, title TEXT, body TEXT) STRICT;
CREATE TABLE talk(id INTEGER PRIMARY KEY REFERENCES entity, team INTEGER, protocol INTEGER, day INTEGER,
  minute INTEGER, started INTEGER, ended INTEGER, step INTEGER, step_at INTEGER, shown TEXT, patterns_first INTEGER,
  hunch INTEGER, deleted INTEGER) STRICT;
CREATE TABLE voice(id INTEGER PRIMARY KEY REFERENCES entity, talk INTEGER, team INTEGER, at INTEGER, kind INTEGER,
  text TEXT, forked INTEGER, speaker TEXT, step INTEGER, before_patterns INTEGER, answer INTEGER, answer_day INTEGER,
  why TEXT, problem INTEGER, bone TEXT, under INTEGER, deleted INTEGER) STRICT;
CREATE TABLE elsewhere(id INTEGER PRIMARY KEY REFERENCES entity, team INTEGER, source TEXT, text TEXT, forked INTEGER,
  count INTEGER, out_of INTEGER, day INTEGER, deleted INTEGER) STRICT;
CREATE TABLE invitation(id INTEGER PRIMARY KEY REFERENCES entity, teacher INTEGER, classroom INTEGER, question TEXT,
  at INTEGER, visit INTEGER, answered INTEGER, deleted INTEGER) STRICT;
CREATE TABLE poll(id INTEGER PRIMARY KEY REFERENCES entity, talk INTEGER, team INTEGER, at INTEGER, kind INTEGER,
  pattern INTEGER, problem INTEGER, construct TEXT, round INTEGER, counts TEXT, deleted INTEGER) STRICT;
CREATE TABLE problem(id INTEGER PRIMARY KEY REFERENCES entity, talk INTEGER, team INTEGER, wording TEXT,
  forked INTEGER, origin INTEGER, agreed INTEGER, agreement TEXT, status INTEGER, deleted INTEGER) STRICT;
CREATE TABLE trial(id INTEGER PRIMARY KEY REFERENCES entity, problem INTEGER, question TEXT, change TEXT,
  prediction TEXT, measure TEXT, who TEXT, time TEXT, start INTEGER, check_day INTEGER, look_for TEXT, sheet INTEGER,
  walk INTEGER, ended INTEGER, deleted INTEGER) STRICT;
CREATE TABLE check_in(id INTEGER PRIMARY KEY REFERENCES entity, trial INTEGER, day INTEGER, result TEXT,
  surprise TEXT, learning TEXT, wins TEXT, decision INTEGER, deleted INTEGER) STRICT;
CREATE TABLE promise(id INTEGER PRIMARY KEY REFERENCES entity, talk INTEGER, team INTEGER, text TEXT, at INTEGER,
  due INTEGER, kept INTEGER, why TEXT, deleted INTEGER) STRICT;
CREATE INDEX voice_talk ON voice(talk);
CREATE INDEX voice_team ON voice(team, at);
CREATE INDEX voice_at ON voice(at);
CREATE INDEX voice_open ON voice(kind) WHERE answer IS NULL AND deleted IS NOT 1;
CREATE INDEX voice_problem ON voice(problem) WHERE problem IS NOT NULL;
CREATE INDEX poll_talk ON poll(talk);
CREATE INDEX poll_team ON poll(team);
CREATE INDEX trial_problem ON trial(problem);
CREATE INDEX check_in_trial ON check_in(trial);
CREATE INDEX promise_team ON promise(team);
CREATE TABLE team_teacher(team INTEGER NOT NULL, teacher INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(team, teacher)) STRICT, WITHOUT ROWID;
CREATE TABLE talk_pattern(talk INTEGER NOT NULL, pattern INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(talk, pattern)) STRICT, WITHOUT ROWID;
CREATE TABLE talk_note(talk INTEGER NOT NULL, note INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(talk, note)) STRICT, WITHOUT ROWID;
CREATE TABLE voice_pattern(voice INTEGER NOT NULL, pattern INTEGER NOT NULL, link INTEGER NOT NULL,
  PRIMARY KEY(voice, pattern)) STRICT, WITHOUT ROWID;
CREATE TABLE elsewhere_pattern(elsewhere INTEGER NOT NULL, pattern INTEGER NOT NULL, role INTEGER NOT NULL,
  PRIMARY KEY(elsewhere, pattern)) STRICT, WITHOUT ROWID;
CREATE TABLE problem_pattern(problem INTEGER NOT NULL, pattern INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(problem, pattern)) STRICT, WITHOUT ROWID;
CREATE TABLE problem_voice(problem INTEGER NOT NULL, voice INTEGER NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY(problem, voice)) STRICT, WITHOUT ROWID;
CREATE INDEX voice_pattern_p ON voice_pattern(pattern, voice);
CREATE INDEX problem_voice_v ON problem_voice(voice);
CREATE INDEX talk_pattern_p ON talk_pattern(pattern);
CREATE INDEX talk_open ON talk(day, minute) WHERE ended IS NULL;
CREATE INDEX talk_ended ON talk(ended) WHERE ended IS NOT NULL;
CREATE INDEX talk_team ON talk(team);
CREATE INDEX problem_open ON problem(agreed) WHERE status IS NULL;
CREATE INDEX problem_rest ON problem(agreed) WHERE status IS NOT NULL;
CREATE INDEX problem_talk ON problem(talk);
CREATE INDEX problem_team ON problem(team);
CREATE INDEX poll_problem ON poll(problem) WHERE problem IS NOT NULL;
CREATE INDEX trial_open ON trial(check_day) WHERE ended IS NULL;
CREATE INDEX trial_ended ON trial(ended) WHERE ended IS NOT NULL;
CREATE INDEX promise_talk ON promise(talk);
CREATE INDEX promise_open ON promise(due) WHERE kept IS NULL;
CREATE INDEX promise_kept ON promise(kept) WHERE kept IS NOT NULL;
CREATE INDEX elsewhere_day ON elsewhere(day);
CREATE INDEX elsewhere_pattern_p ON elsewhere_pattern(pattern, elsewhere);
CREATE INDEX invitation_open ON invitation(at) WHERE answered IS NULL;
CREATE INDEX invitation_answered ON invitation(answered) WHERE answered IS NOT NULL;
CREATE INDEX walk_sheet ON walk(sheet) WHERE sheet IS NOT NULL;
