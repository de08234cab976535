PRAGMA application_id = 1481199175;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE brief_parts (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	brief_key INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	level INTEGER DEFAULT '0' NOT NULL, 
	case_id TEXT DEFAULT '' NOT NULL, 
	case_title TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	prefix TEXT DEFAULT '' NOT NULL, 
	suffix TEXT DEFAULT '' NOT NULL, 
	anchor TEXT DEFAULT '' NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	sources TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(brief_key) REFERENCES briefs ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE briefs (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	created_at TEXT DEFAULT '' NOT NULL, 
	changed_at TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE TABLE case_practices (
	"key" INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	surface TEXT NOT NULL, 
	type TEXT NOT NULL, 
	status TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "case_practices" VALUES(1,1,'联合查房','晨间联合查房','制度','auto',6,12);
CREATE TABLE case_results (
	"key" INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	metric TEXT NOT NULL, 
	value FLOAT, 
	"before" FLOAT, 
	"after" FLOAT, 
	unit TEXT, 
	date TEXT, 
	direction TEXT, 
	bound TEXT, 
	type TEXT NOT NULL, 
	status TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "case_results" VALUES(1,1,'随访率',93.0,NULL,NULL,'%',NULL,NULL,NULL,'result','auto',13,20);
CREATE TABLE case_tags (
	"key" INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	tag TEXT NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "case_tags" VALUES(1,1,'党委会');
CREATE TABLE case_themes (
	"key" INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	theme_id TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	status TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	reason TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "case_themes" VALUES(1,1,'party.branch',0.8,'auto',NULL,NULL,'');
CREATE TABLE cases (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	document_key INTEGER NOT NULL, 
	parent_key INTEGER, 
	kind TEXT DEFAULT '' NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	owner TEXT, 
	site TEXT, 
	speaker_name TEXT, 
	speaker_post TEXT, 
	responsible TEXT, 
	province TEXT, 
	city TEXT, 
	county TEXT, 
	adcode TEXT, 
	basis TEXT, 
	year INTEGER, 
	number INTEGER, 
	evidence INTEGER DEFAULT '0' NOT NULL, 
	starred INTEGER DEFAULT '0' NOT NULL, 
	owner_aliases TEXT DEFAULT '[]' NOT NULL, 
	region_groups TEXT DEFAULT '[]' NOT NULL, 
	added_at TEXT NOT NULL, 
	awards TEXT DEFAULT '[]' NOT NULL, 
	flags TEXT DEFAULT '[]' NOT NULL, 
	outline TEXT DEFAULT '[]' NOT NULL, 
	spans TEXT DEFAULT '[]' NOT NULL, 
	abstract TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(document_key) REFERENCES documents ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(parent_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cases" VALUES(1,'51161d08b689a33a',1,NULL,'hospital','河畔医院的晨间联合查房','河畔医院',NULL,NULL,NULL,NULL,'江西省','赣州市',NULL,'360700','owner',2021,NULL,0,1,'[]','[]','2026-11-22T07:21:10Z','[]','[]','[]','[[0, 28]]','','河畔医院推行晨间联合查房，随访率达到93%。患者少跑一趟。');
CREATE TABLE changes (
	change INTEGER NOT NULL, 
	stamp TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (change)
);
INSERT INTO "changes" VALUES(0,'3b6d9d0d1ee978d79a20081cae921500');
INSERT INTO "changes" VALUES(1,'6e40e0635b9b53ea');
INSERT INTO "changes" VALUES(2,'0ad1e51971f85f25');
INSERT INTO "changes" VALUES(3,'248281de2ff247ab');
INSERT INTO "changes" VALUES(4,'d4eccf858dd90f63');
INSERT INTO "changes" VALUES(5,'08322090bcdcaddc');
INSERT INTO "changes" VALUES(6,'939956bcf58e418e');
INSERT INTO "changes" VALUES(7,'0332476df52aa48b');
INSERT INTO "changes" VALUES(8,'87e6831150d49600');
INSERT INTO "changes" VALUES(9,'33ca24e52f8e4bb8');
INSERT INTO "changes" VALUES(10,'6ade27cd5f2fea97');
INSERT INTO "changes" VALUES(11,'81e2aad6ceb8e19c');
CREATE TABLE documents (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	imported_at TEXT NOT NULL, 
	path TEXT DEFAULT '' NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	encoding TEXT DEFAULT '' NOT NULL, 
	title TEXT, 
	publisher TEXT, 
	published TEXT, 
	reporter TEXT, 
	source_note TEXT, 
	origin TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
INSERT INTO "documents" VALUES(1,'0028a00f052e5cad','2026-11-22T07:21:10Z','旧.txt','旧.txt','utf-8','旧案',NULL,NULL,NULL,NULL,'import','f1','河畔医院推行晨间联合查房，随访率达到93%。患者少跑一趟。');
CREATE TABLE kin (
	"key" INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	story INTEGER NOT NULL, 
	main INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE lessons (
	"key" INTEGER NOT NULL, 
	theme_id TEXT NOT NULL, 
	word TEXT NOT NULL, 
	wanted INTEGER DEFAULT '0' NOT NULL, 
	unwanted INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE matrices (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	created_at TEXT DEFAULT '' NOT NULL, 
	changed_at TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
INSERT INTO "matrices" VALUES(1,'a1b2c3d4e5f60718','查房对照','2026-01-05T08:00:00+00:00','2026-01-05T08:00:00+00:00');
CREATE TABLE matrix_cells (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	row_key INTEGER NOT NULL, 
	column_key INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	case_id TEXT DEFAULT '' NOT NULL, 
	case_title TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	prefix TEXT DEFAULT '' NOT NULL, 
	suffix TEXT DEFAULT '' NOT NULL, 
	anchor TEXT DEFAULT '' NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(row_key) REFERENCES matrix_rows ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(column_key) REFERENCES matrix_columns ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "matrix_cells" VALUES(1,'e1b2c3d4e5f60718',1,1,'own',0,'','','先试两个科','','','',NULL,NULL);
CREATE TABLE matrix_columns (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	matrix_key INTEGER NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	role TEXT DEFAULT '' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	width INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(matrix_key) REFERENCES matrices ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "matrix_columns" VALUES(1,'b1b2c3d4e5f60718',1,'做法','做法',0,0);
CREATE TABLE matrix_rows (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	matrix_key INTEGER NOT NULL, 
	case_id TEXT DEFAULT '' NOT NULL, 
	case_title TEXT DEFAULT '' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(matrix_key) REFERENCES matrices ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "matrix_rows" VALUES(1,'c1b2c3d4e5f60718',1,'51161d08b689a33a','河畔医院的晨间联合查房',0);
INSERT INTO "matrix_rows" VALUES(2,'c2b2c3d4e5f60718',1,'d1b2c3d4e5f60718','早先删掉的一案',1);
CREATE TABLE meanings (
	"key" INTEGER NOT NULL, 
	colour TEXT NOT NULL, 
	meaning TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (colour)
);
CREATE TABLE metric_rules (
	"key" INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	becomes TEXT, 
	PRIMARY KEY ("key"), 
	UNIQUE (name)
);
CREATE TABLE note_links (
	"key" INTEGER NOT NULL, 
	note_key INTEGER NOT NULL, 
	target TEXT NOT NULL, 
	target_id TEXT NOT NULL, 
	paragraph INTEGER, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(note_key) REFERENCES notes ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE note_tags (
	"key" INTEGER NOT NULL, 
	note_key INTEGER NOT NULL, 
	tag TEXT NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(note_key) REFERENCES notes ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "note_tags" VALUES(1,1,'可借鉴');
INSERT INTO "note_tags" VALUES(2,1,'学习');
CREATE TABLE note_templates (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE TABLE note_versions (
	"key" INTEGER NOT NULL, 
	note_key INTEGER NOT NULL, 
	written_at TEXT NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(note_key) REFERENCES notes ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE notes (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	case_key INTEGER, 
	kind TEXT DEFAULT '' NOT NULL, 
	colour TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	quote TEXT DEFAULT '' NOT NULL, 
	prefix TEXT DEFAULT '' NOT NULL, 
	suffix TEXT DEFAULT '' NOT NULL, 
	anchor TEXT DEFAULT '' NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	created_at TEXT NOT NULL, 
	changed_at TEXT NOT NULL, shelf_key INTEGER REFERENCES shelves (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, purpose TEXT DEFAULT '' NOT NULL, done INTEGER DEFAULT '0' NOT NULL, author TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id), 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "notes" VALUES(1,'03f2975e4a8f9ce7',1,'highlight','green','值得学','晨间联合查房','河畔医院推行','，随访率达到93%。患者少跑一趟。','exact',6,12,'2026-11-22T07:21:10Z','2026-11-22T07:21:10Z',NULL,'',0,'');
INSERT INTO "notes" VALUES(2,'50645ea90ff07d5a',1,'case','yellow','整案的一句话','','','','exact',NULL,NULL,'2026-11-22T07:21:11Z','2026-11-22T07:21:11Z',NULL,'',0,'');
INSERT INTO "notes" VALUES(3,'952f8e9d7bfe2517',NULL,'free','yellow','不属于任何案例','','','','exact',NULL,NULL,'2026-11-22T07:21:11Z','2026-11-22T07:21:11Z',NULL,'',0,'');
CREATE TABLE parts (
	name TEXT NOT NULL, 
	change INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "parts" VALUES('cases',2);
INSERT INTO "parts" VALUES('themes',2);
INSERT INTO "parts" VALUES('practices',2);
INSERT INTO "parts" VALUES('taxonomy',11);
INSERT INTO "parts" VALUES('tags',9);
INSERT INTO "parts" VALUES('notes',5);
INSERT INTO "parts" VALUES('shelves',8);
INSERT INTO "parts" VALUES('reading',11);
INSERT INTO "parts" VALUES('results',2);
INSERT INTO "parts" VALUES('kin',0);
INSERT INTO "parts" VALUES('synonyms',0);
INSERT INTO "parts" VALUES('starred',10);
INSERT INTO "parts" VALUES('trash',0);
INSERT INTO "parts" VALUES('metrics',0);
INSERT INTO "parts" VALUES('matrices',11);
INSERT INTO "parts" VALUES('answers',0);
INSERT INTO "parts" VALUES('briefs',0);
INSERT INTO "parts" VALUES('rounds',0);
CREATE TABLE pending (
	case_key INTEGER NOT NULL, 
	change INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (case_key)
);
INSERT INTO "pending" VALUES(1,9);
CREATE TABLE pictures (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE TABLE practice_rules (
	"key" INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	becomes TEXT, 
	hidden INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (name)
);
CREATE TABLE proofs (
	"key" INTEGER NOT NULL, 
	proved_at TEXT NOT NULL, 
	cases INTEGER DEFAULT '0' NOT NULL, 
	terms INTEGER DEFAULT '0' NOT NULL, 
	wrong INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE reading (
	"key" INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	opened_at TEXT, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY("key") REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "reading" VALUES(1,0.4,5,'2026-11-22T07:21:11Z');
CREATE TABLE round_returns (
	"key" INTEGER NOT NULL, 
	round_key INTEGER NOT NULL, 
	reader TEXT NOT NULL, 
	came_at TEXT NOT NULL, 
	answers TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(round_key) REFERENCES rounds ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE rounds (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	sent_at TEXT DEFAULT '' NOT NULL, 
	case_ids TEXT DEFAULT '[]' NOT NULL, 
	readers TEXT DEFAULT '[]' NOT NULL, 
	questions TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE TABLE searches (
	"key" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	times INTEGER DEFAULT '1' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (text)
);
CREATE TABLE shelf_cases (
	"key" INTEGER NOT NULL, 
	shelf_key INTEGER NOT NULL, 
	case_key INTEGER NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(shelf_key) REFERENCES shelves ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(case_key) REFERENCES cases ("key") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "shelf_cases" VALUES(1,1,1);
CREATE TABLE shelves (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	"query" TEXT, parent_key INTEGER REFERENCES shelves (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, position INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
INSERT INTO "shelves" VALUES(1,'f1118fc928080731','学习材料',NULL,NULL,0);
INSERT INTO "shelves" VALUES(2,'37ec261f171571bd','近年','年份:2020..2023',NULL,0);
CREATE TABLE state (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	change INTEGER DEFAULT '0' NOT NULL, 
	stamp TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "state" VALUES(1,'3b6d9d0d1ee978d79a20081cae921500','2026-11-22T07:21:10Z',11,'81e2aad6ceb8e19c');
CREATE TABLE synonyms (
	"key" INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE task_answers (
	"key" INTEGER NOT NULL, 
	task_id TEXT NOT NULL, 
	case_id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	remark TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE themes (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	parent TEXT, 
	definition TEXT DEFAULT '' NOT NULL, 
	own INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE TABLE trash (
	"key" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	thing TEXT NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	deleted_at TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (id)
);
CREATE INDEX ix_documents_fingerprint ON documents (fingerprint);
CREATE UNIQUE INDEX lessons_of_theme ON lessons (theme_id, word);
CREATE INDEX cases_of_parent ON cases (parent_key);
CREATE INDEX cases_of_document ON cases (document_key);
CREATE INDEX themes_of_case ON case_themes (case_key);
CREATE INDEX practices_of_case ON case_practices (case_key);
CREATE INDEX results_of_case ON case_results (case_key);
CREATE UNIQUE INDEX tags_of_case ON case_tags (case_key, tag);
CREATE INDEX notes_of_case ON notes (case_key);
CREATE INDEX shelves_of_case ON shelf_cases (case_key);
CREATE UNIQUE INDEX cases_of_shelf ON shelf_cases (shelf_key, case_key);
CREATE UNIQUE INDEX kin_of_case ON kin (case_key);
CREATE INDEX cases_of_story ON kin (story);
CREATE UNIQUE INDEX tags_of_note ON note_tags (note_key, tag);
CREATE INDEX notes_of_shelf ON notes (shelf_key);
CREATE INDEX versions_of_note ON note_versions (note_key);
CREATE INDEX ix_note_links_target_id ON note_links (target_id);
CREATE INDEX links_of_note ON note_links (note_key);
CREATE UNIQUE INDEX answers_of_task ON task_answers (task_id, case_id);
CREATE INDEX columns_of_matrix ON matrix_columns (matrix_key);
CREATE INDEX rows_of_matrix ON matrix_rows (matrix_key);
CREATE INDEX parts_of_brief ON brief_parts (brief_key);
CREATE UNIQUE INDEX returns_of_round ON round_returns (round_key, reader);
CREATE INDEX cells_of_column ON matrix_cells (column_key);
CREATE INDEX cells_of_row ON matrix_cells (row_key);
CREATE TRIGGER part_case_themes_insert AFTER INSERT ON case_themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'themes'; END;
CREATE TRIGGER part_case_themes_delete AFTER DELETE ON case_themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'themes'; END;
CREATE TRIGGER part_case_themes_update AFTER UPDATE ON case_themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'themes'; END;
CREATE TRIGGER part_case_practices_insert AFTER INSERT ON case_practices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_case_practices_delete AFTER DELETE ON case_practices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_case_practices_update AFTER UPDATE ON case_practices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_practice_rules_insert AFTER INSERT ON practice_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_practice_rules_delete AFTER DELETE ON practice_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_practice_rules_update AFTER UPDATE ON practice_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'practices'; END;
CREATE TRIGGER part_themes_insert AFTER INSERT ON themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'taxonomy'; END;
CREATE TRIGGER part_themes_delete AFTER DELETE ON themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'taxonomy'; END;
CREATE TRIGGER part_themes_update AFTER UPDATE ON themes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'taxonomy'; END;
CREATE TRIGGER part_case_tags_insert AFTER INSERT ON case_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_case_tags_delete AFTER DELETE ON case_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_case_tags_update AFTER UPDATE ON case_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_note_tags_insert AFTER INSERT ON note_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_note_tags_delete AFTER DELETE ON note_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_note_tags_update AFTER UPDATE ON note_tags BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'tags'; END;
CREATE TRIGGER part_shelves_insert AFTER INSERT ON shelves BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_shelves_delete AFTER DELETE ON shelves BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_shelves_update AFTER UPDATE ON shelves BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_shelf_cases_insert AFTER INSERT ON shelf_cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_shelf_cases_delete AFTER DELETE ON shelf_cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_shelf_cases_update AFTER UPDATE ON shelf_cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'shelves'; END;
CREATE TRIGGER part_reading_insert AFTER INSERT ON reading BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'reading'; END;
CREATE TRIGGER part_reading_delete AFTER DELETE ON reading BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'reading'; END;
CREATE TRIGGER part_reading_update AFTER UPDATE ON reading BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'reading'; END;
CREATE TRIGGER part_case_results_insert AFTER INSERT ON case_results BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'results'; END;
CREATE TRIGGER part_case_results_delete AFTER DELETE ON case_results BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'results'; END;
CREATE TRIGGER part_case_results_update AFTER UPDATE ON case_results BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'results'; END;
CREATE TRIGGER part_kin_insert AFTER INSERT ON kin BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'kin'; END;
CREATE TRIGGER part_kin_delete AFTER DELETE ON kin BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'kin'; END;
CREATE TRIGGER part_kin_update AFTER UPDATE ON kin BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'kin'; END;
CREATE TRIGGER part_synonyms_insert AFTER INSERT ON synonyms BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'synonyms'; END;
CREATE TRIGGER part_synonyms_delete AFTER DELETE ON synonyms BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'synonyms'; END;
CREATE TRIGGER part_synonyms_update AFTER UPDATE ON synonyms BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'synonyms'; END;
CREATE TRIGGER part_notes_insert AFTER INSERT ON notes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_notes_delete AFTER DELETE ON notes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_notes_update AFTER UPDATE ON notes BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_versions_insert AFTER INSERT ON note_versions BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_versions_delete AFTER DELETE ON note_versions BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_versions_update AFTER UPDATE ON note_versions BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_links_insert AFTER INSERT ON note_links BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_links_delete AFTER DELETE ON note_links BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_links_update AFTER UPDATE ON note_links BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_meanings_insert AFTER INSERT ON meanings BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_meanings_delete AFTER DELETE ON meanings BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_meanings_update AFTER UPDATE ON meanings BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_templates_insert AFTER INSERT ON note_templates BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_templates_delete AFTER DELETE ON note_templates BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_note_templates_update AFTER UPDATE ON note_templates BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_pictures_insert AFTER INSERT ON pictures BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_pictures_delete AFTER DELETE ON pictures BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_pictures_update AFTER UPDATE ON pictures BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'notes'; END;
CREATE TRIGGER part_trash_insert AFTER INSERT ON trash BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'trash'; END;
CREATE TRIGGER part_trash_delete AFTER DELETE ON trash BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'trash'; END;
CREATE TRIGGER part_trash_update AFTER UPDATE ON trash BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'trash'; END;
CREATE TRIGGER part_metric_rules_insert AFTER INSERT ON metric_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'metrics'; END;
CREATE TRIGGER part_metric_rules_delete AFTER DELETE ON metric_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'metrics'; END;
CREATE TRIGGER part_metric_rules_update AFTER UPDATE ON metric_rules BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'metrics'; END;
CREATE TRIGGER part_matrices_insert AFTER INSERT ON matrices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrices_delete AFTER DELETE ON matrices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrices_update AFTER UPDATE ON matrices BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_columns_insert AFTER INSERT ON matrix_columns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_columns_delete AFTER DELETE ON matrix_columns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_columns_update AFTER UPDATE ON matrix_columns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_rows_insert AFTER INSERT ON matrix_rows BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_rows_delete AFTER DELETE ON matrix_rows BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_rows_update AFTER UPDATE ON matrix_rows BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_cells_insert AFTER INSERT ON matrix_cells BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_cells_delete AFTER DELETE ON matrix_cells BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_matrix_cells_update AFTER UPDATE ON matrix_cells BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'matrices'; END;
CREATE TRIGGER part_task_answers_insert AFTER INSERT ON task_answers BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'answers'; END;
CREATE TRIGGER part_task_answers_delete AFTER DELETE ON task_answers BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'answers'; END;
CREATE TRIGGER part_task_answers_update AFTER UPDATE ON task_answers BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'answers'; END;
CREATE TRIGGER part_briefs_insert AFTER INSERT ON briefs BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_briefs_delete AFTER DELETE ON briefs BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_briefs_update AFTER UPDATE ON briefs BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_brief_parts_insert AFTER INSERT ON brief_parts BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_brief_parts_delete AFTER DELETE ON brief_parts BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_brief_parts_update AFTER UPDATE ON brief_parts BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'briefs'; END;
CREATE TRIGGER part_rounds_insert AFTER INSERT ON rounds BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_rounds_delete AFTER DELETE ON rounds BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_rounds_update AFTER UPDATE ON rounds BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_round_returns_insert AFTER INSERT ON round_returns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_round_returns_delete AFTER DELETE ON round_returns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_round_returns_update AFTER UPDATE ON round_returns BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'rounds'; END;
CREATE TRIGGER part_cases_insert AFTER INSERT ON cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'cases'; END;
CREATE TRIGGER part_cases_delete AFTER DELETE ON cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'cases'; END;
CREATE TRIGGER part_cases_update AFTER UPDATE OF "id", "document_key", "parent_key", "kind", "title", "owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county", "adcode", "basis", "year", "number", "evidence", "owner_aliases", "region_groups", "awards", "flags", "outline", "spans", "abstract", "text" ON cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'cases'; END;
CREATE TRIGGER part_cases_starred AFTER UPDATE OF "starred" ON cases BEGIN UPDATE parts SET change = (SELECT change FROM state) WHERE name = 'starred'; END;
CREATE TRIGGER words_cases_insert AFTER INSERT ON cases BEGIN INSERT OR REPLACE INTO pending SELECT NEW.key, change FROM state WHERE NEW.key IS NOT NULL; END;
CREATE TRIGGER words_cases_delete AFTER DELETE ON cases BEGIN INSERT OR REPLACE INTO pending SELECT OLD.key, change FROM state WHERE OLD.key IS NOT NULL; END;
CREATE TRIGGER words_cases_update AFTER UPDATE OF "id", "document_key", "parent_key", "kind", "title", "owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county", "adcode", "basis", "year", "number", "evidence", "owner_aliases", "region_groups", "awards", "flags", "outline", "spans", "abstract", "text" ON cases BEGIN INSERT OR REPLACE INTO pending SELECT NEW.key, change FROM state WHERE NEW.key IS NOT NULL; END;
CREATE TRIGGER words_case_themes_insert AFTER INSERT ON case_themes BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_themes_delete AFTER DELETE ON case_themes BEGIN INSERT OR REPLACE INTO pending SELECT OLD.case_key, change FROM state WHERE OLD.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_themes_update AFTER UPDATE ON case_themes BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_practices_insert AFTER INSERT ON case_practices BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_practices_delete AFTER DELETE ON case_practices BEGIN INSERT OR REPLACE INTO pending SELECT OLD.case_key, change FROM state WHERE OLD.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_practices_update AFTER UPDATE ON case_practices BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_tags_insert AFTER INSERT ON case_tags BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_tags_delete AFTER DELETE ON case_tags BEGIN INSERT OR REPLACE INTO pending SELECT OLD.case_key, change FROM state WHERE OLD.case_key IS NOT NULL; END;
CREATE TRIGGER words_case_tags_update AFTER UPDATE ON case_tags BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_notes_insert AFTER INSERT ON notes BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_notes_delete AFTER DELETE ON notes BEGIN INSERT OR REPLACE INTO pending SELECT OLD.case_key, change FROM state WHERE OLD.case_key IS NOT NULL; END;
CREATE TRIGGER words_notes_update AFTER UPDATE ON notes BEGIN INSERT OR REPLACE INTO pending SELECT NEW.case_key, change FROM state WHERE NEW.case_key IS NOT NULL; END;
CREATE TRIGGER words_note_tags_insert AFTER INSERT ON note_tags BEGIN INSERT OR REPLACE INTO pending SELECT (SELECT case_key FROM notes WHERE key = NEW.note_key), change FROM state WHERE (SELECT case_key FROM notes WHERE key = NEW.note_key) IS NOT NULL; END;
CREATE TRIGGER words_note_tags_delete AFTER DELETE ON note_tags BEGIN INSERT OR REPLACE INTO pending SELECT (SELECT case_key FROM notes WHERE key = OLD.note_key), change FROM state WHERE (SELECT case_key FROM notes WHERE key = OLD.note_key) IS NOT NULL; END;
CREATE TRIGGER words_note_tags_update AFTER UPDATE ON note_tags BEGIN INSERT OR REPLACE INTO pending SELECT (SELECT case_key FROM notes WHERE key = NEW.note_key), change FROM state WHERE (SELECT case_key FROM notes WHERE key = NEW.note_key) IS NOT NULL; END;
COMMIT;
