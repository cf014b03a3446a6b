-- What the compliance report counts, as a practice would keep it in PostgreSQL. Filled by `candor_load tables`.
CREATE TABLE entries (
  number bigint PRIMARY KEY,
  subject text NOT NULL,
  kind smallint NOT NULL,  -- as EntryKind of candor/v1/entry.proto
  therapist text NOT NULL,
  author text NOT NULL,
  occurred date NOT NULL,
  reported date NOT NULL,
  personal boolean NOT NULL
);
CREATE TABLE follow_ups (
  id text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  situation text COLLATE "C" NOT NULL,
  therapist text NOT NULL,
  action smallint NOT NULL,  -- 1 talk, 2 refer, 3 soft transfer, 4 document, 5 prohibit, 6 complete the record
  state smallint NOT NULL,   -- 1 open, 2 resolved, 3 withdrawn
  cause smallint NOT NULL,   -- why it is resolved: 1 an entry, 2 quiet, 3 a decision
  reported_on date NOT NULL,
  due date,
  resolved_on date,
  before_policy boolean NOT NULL,
  missing_field boolean NOT NULL,
  folded boolean NOT NULL,
  restricted boolean NOT NULL,
  undone boolean NOT NULL,
  -- A duty that counts: not withdrawn, not context, not an incomplete record, not kept quiet under another one.
  stands boolean GENERATED ALWAYS AS (state <> 3 AND NOT before_policy AND NOT missing_field AND NOT folded
                                      AND NOT undone) STORED
);
