BEGIN TRANSACTION;
CREATE TABLE case_corrections (
	event_id INTEGER NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	PRIMARY KEY (event_id), 
	FOREIGN KEY(event_id) REFERENCES case_events (id)
);
INSERT INTO "case_corrections" VALUES(8,'pothole','street_light');
CREATE TABLE case_events (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	stage TEXT NOT NULL, 
	agency TEXT NOT NULL, 
	note TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "case_events" VALUES(1,1,'2026-11-16 02:00:00.000000','received','','','');
INSERT INTO "case_events" VALUES(2,1,'2026-11-16 22:00:00.000000','verified','','','desk');
INSERT INTO "case_events" VALUES(3,1,'2026-11-17 18:00:00.000000','sent_on','Dinas Perhubungan','','desk');
INSERT INTO "case_events" VALUES(4,1,'2026-11-18 14:00:00.000000','sent_on','Dinas PU','Jalan kabupaten','desk');
INSERT INTO "case_events" VALUES(5,1,'2026-11-19 10:00:00.000000','incomplete','Dinas PU','Ada fotonya?','desk');
INSERT INTO "case_events" VALUES(6,1,'2026-11-20 06:00:00.000000','followed_up','Dinas PU','Tim turun hari Jumat','desk');
INSERT INTO "case_events" VALUES(7,2,'2026-11-20 06:30:00.000000','received','','','');
INSERT INTO "case_events" VALUES(8,2,'2026-11-20 07:00:00.000000','received','','','desk');
CREATE TABLE case_files (
	case_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	PRIMARY KEY (case_id, position), 
	FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "case_files" VALUES(1,0,'https://files.example.id/1.jpg','image/jpeg');
INSERT INTO "case_files" VALUES(1,1,'https://files.example.id/2.ogg','audio/ogg; codecs=opus');
CREATE TABLE cases (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	reference TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	category TEXT NOT NULL, 
	category_name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	story TEXT NOT NULL, 
	place_words TEXT NOT NULL, 
	province_code TEXT, 
	province_name TEXT, 
	regency_code TEXT, 
	regency_name TEXT, 
	district_code TEXT, 
	district_name TEXT, 
	village_code TEXT, 
	village_name TEXT, 
	latitude DOUBLE, 
	longitude DOUBLE, 
	pin_label TEXT NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	secret BOOLEAN NOT NULL, 
	name TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	channel TEXT NOT NULL, 
	language TEXT NOT NULL, 
	happened_on DATE, 
	stage TEXT NOT NULL, 
	agency TEXT NOT NULL, 
	note TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	verified_at DATETIME, 
	erased_at DATETIME, 
	UNIQUE (reference)
);
INSERT INTO "cases" VALUES(1,'1000000018','pengaduan','pothole','Jalan berlubang','Jalan berlubang depan pasar','Jalan berlubang depan pasar, bahaya malam hari.
Tolong ''segera'' diperbaiki 🙏','depan pasar Selong','52','Nusa Tenggara Barat','52.03','Kabupaten Lombok Timur','52.03.07','Selong','52.03.07.1001','Selong',-8.65012,116.53001,'Pasar',0,0,'Budi Contoh','2026-11-16 01:58:00.000000','sms','id','2026-11-12','followed_up','Dinas PU','Tim turun hari Jumat','2026-11-20 06:00:00.000000','2026-11-16 22:00:00.000000',NULL);
INSERT INTO "cases" VALUES(2,'1000000026','pengaduan','street_light','Lampu jalan mati','Lampu mati','Lampu jalan mati sejak Senin','simpang lima',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',1,1,'','2026-11-20 06:30:00.000000','telegram','id',NULL,'received','','','2026-11-20 06:30:00.000000',NULL,NULL);
CREATE INDEX ix_cases_received_at ON cases (received_at);
CREATE INDEX ix_cases_category ON cases (category);
CREATE INDEX ix_case_events_case_id ON case_events (case_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('cases',2);
COMMIT;
