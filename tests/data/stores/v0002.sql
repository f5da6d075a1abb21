BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE intake (
	seq INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	happened_at DATETIME NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	dose VARCHAR, 
	amount VARCHAR, 
	step INTEGER, 
	marks VARCHAR NOT NULL, 
	undoes VARCHAR, 
	note VARCHAR, 
	PRIMARY KEY (seq), 
	UNIQUE (id), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (id) ON DELETE CASCADE
);
INSERT INTO "intake" VALUES(1,'intake-A-1','A','taken','2026-12-01 13:05:07.123456','2026-12-01 13:06:07.123456','2026-12-02/morning','2.5 mg',1,'extra past-end','intake-0','ü
x');
INSERT INTO "intake" VALUES(2,'intake-A-2','A','taken','2026-12-01 13:05:07.123456','2026-12-01 13:07:07.123456','2026-12-03/morning','2.5 mg',1,'extra past-end','intake-0','ü
x');
INSERT INTO "intake" VALUES(3,'intake-A-3','A','taken','2026-12-01 13:05:07.123456','2026-12-01 13:08:07.123456','2026-12-04/morning','2.5 mg',1,'extra past-end','intake-0','ü
x');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('said_until','2026-12-01T13:05:07.123456+00:00');
CREATE TABLE "plan" (
	id VARCHAR NOT NULL, 
	stored_at DATETIME NOT NULL, 
	next_look_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "plan" VALUES('A','2026-12-01 13:05:07.123456','2026-12-02 13:05:07.123456');
INSERT INTO "plan" VALUES('B','2026-12-02 13:05:07.123456',NULL);
CREATE TABLE plan_version (
	plan_id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	change VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	approved_by VARCHAR, 
	note VARCHAR, 
	stops_at DATETIME, 
	content VARCHAR NOT NULL, 
	PRIMARY KEY (plan_id, number), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (id) ON DELETE CASCADE
);
INSERT INTO "plan_version" VALUES('A',1,'entered','2026-12-01 13:05:07.123456','Dr Adams','a "note"
of two lines','2026-12-03 13:05:07.123456','{"medicine": "madeupin", "zone": "Europe/Berlin", "starts_on": "2026-12-01", "ends": "stop", "steps": [{"days": 4, "slots": [{"slot": "morning", "time": "08:00", "amount": "40 mg"}]}]}');
INSERT INTO "plan_version" VALUES('B',1,'entered','2026-12-01 13:05:07.123456','Dr Adams','a "note"
of two lines','2026-12-03 13:05:07.123456','{"medicine": "madeupin", "zone": "Europe/Berlin", "starts_on": "2026-12-01", "ends": "stop", "steps": [{"days": 4, "slots": [{"slot": "morning", "time": "08:00", "amount": "40 mg"}]}]}');
INSERT INTO "plan_version" VALUES('A',2,'corrected','2026-12-01 13:05:07.123456','Dr Adams','a "note"
of two lines','2026-12-03 13:05:07.123456','{"medicine": "madeupin", "zone": "Europe/Berlin", "starts_on": "2026-12-01", "ends": "stop", "steps": [{"days": 4, "slots": [{"slot": "morning", "time": "08:00", "amount": "20 mg"}]}]}');
CREATE TABLE relink (
	seq INTEGER NOT NULL, 
	intake_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	dose VARCHAR, 
	step INTEGER, 
	marks VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(intake_id) REFERENCES intake (id) ON DELETE CASCADE
);
INSERT INTO "relink" VALUES(1,'intake-A-2',2,'2026-12-03/morning',1,'extra past-end');
CREATE TABLE reminder (
	seq INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	items VARCHAR NOT NULL, 
	claimed_at DATETIME NOT NULL, 
	dose VARCHAR, 
	outcome VARCHAR NOT NULL, 
	outcome_at DATETIME, 
	server VARCHAR, 
	server_id INTEGER, 
	PRIMARY KEY (seq), 
	UNIQUE (id), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (id) ON DELETE CASCADE
);
INSERT INTO "reminder" VALUES(1,'reminder-1','A','["dose:x", "stop \"3\""]','2026-12-01 13:06:07.123456','2026-12-01/morning','shown','2026-12-01 13:05:07.123456',':1.7@bus',7);
INSERT INTO "reminder" VALUES(2,'reminder-2','A','["dose:x", "stop \"3\""]','2026-12-01 13:07:07.123456','2026-12-01/morning','claimed',NULL,NULL,NULL);
CREATE TABLE snooze (
	seq INTEGER NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	dose VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	until_at DATETIME NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (id) ON DELETE CASCADE
);
INSERT INTO "snooze" VALUES(1,'A','2026-12-01/morning','2026-12-01 13:05:07.123456','2026-12-01 13:15:07.123456');
CREATE TABLE told (
	seq INTEGER NOT NULL, 
	plan_id VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (id) ON DELETE CASCADE
);
INSERT INTO "told" VALUES(1,'A','seizures','no','2026-12-01 13:05:07.123456');
CREATE INDEX ix_intake_plan_id ON intake (plan_id);
CREATE INDEX ix_relink_intake_id ON relink (intake_id);
CREATE INDEX ix_snooze_plan_id ON snooze (plan_id);
CREATE INDEX ix_reminder_plan_id ON reminder (plan_id);
CREATE INDEX ix_reminder_claimed_at ON reminder (claimed_at);
CREATE INDEX ix_told_plan_id ON told (plan_id);
COMMIT;
