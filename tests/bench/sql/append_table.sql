-- The fields of a self-report, as a practice would keep them in PostgreSQL: one row each, three indexes. Without
-- sealing, ledger, permissions and policies.
CREATE TABLE appended (
  request_id uuid NOT NULL,
  subject bigint NOT NULL,
  therapist integer NOT NULL,
  first_reader integer NOT NULL,
  source smallint NOT NULL,
  kind smallint NOT NULL,
  occurred date NOT NULL,
  reported date NOT NULL,
  recorded_at timestamptz NOT NULL,
  facts bytea NOT NULL,
  note text NOT NULL
);
CREATE UNIQUE INDEX appended_request ON appended (request_id);
CREATE INDEX appended_timeline ON appended (subject, occurred);
CREATE INDEX appended_therapist ON appended (therapist, occurred);
