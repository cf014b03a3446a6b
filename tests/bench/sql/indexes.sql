-- After the rows are in, as for any large load.
CREATE INDEX entries_occurred ON entries (occurred, therapist);
CREATE INDEX entries_kind ON entries (kind, occurred);
CREATE INDEX follow_ups_situation ON follow_ups (subject, situation);
CREATE INDEX follow_ups_reported ON follow_ups (reported_on) WHERE stands;
CREATE INDEX follow_ups_due ON follow_ups (due) WHERE stands;
CREATE INDEX follow_ups_open ON follow_ups (due) WHERE stands AND state = 1;
VACUUM ANALYZE entries;
VACUUM ANALYZE follow_ups;
