"""The compliance report, beside the same figures by SQL."""

import calendar
import datetime
import re

from figures.targets import figure
from harness import load, numbers
from harness.ledgers import ImportedPractice
from harness.numbers import Missing, span
from harness.postgres import postgres

QUARTER = "2025Q1"
REPORTS_PER_ROUND = 5
HAVE_TO_BE_SHOWN = ("called_for", "closed_in_time", "past_due", "therapist_months", "endings")


def days_of(quarter):
    """The first and the last day of "2025Q1"."""
    found = re.fullmatch(r"(\d{4})Q([1-4])", quarter)
    if found is None:
        raise ValueError(f"{quarter} is no quarter, as 2025Q1 is")
    year, last_month = int(found.group(1)), 3 * int(found.group(2))
    last = datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])
    return datetime.date(year, last_month - 2, 1), last


def read_answers(output):
    """What psql printed with \\timing on: ({(figure, breakdown): (count, of)}, milliseconds of all queries)."""
    answers, milliseconds = {}, 0.0
    for line in output.splitlines():
        time = re.match(r"Time: ([0-9.]+) ms", line)
        if time:
            milliseconds += float(time.group(1))
        elif line.count("|") == 3:
            name, breakdown, count, of = line.split("|")
            answers[(name, breakdown)] = (int(count), int(of) if of else None)
    if not answers or milliseconds == 0:
        raise RuntimeError(f"psql said something else than expected: {output[-500:]}")
    return answers, milliseconds


def compare_answers(report, answers):
    """How many rows of the report say the same as the SQL. One that says something else is an error, and so is a report
    that shows none of the rows that have to be compared: what is hidden for having few people behind it cannot be."""
    same, shown, wrong = 0, set(), []
    figures = {name for name, _ in answers}
    in_parts = {name for name, breakdown in answers if breakdown}
    for section in report["sections"]:
        for row in section["rows"]:
            # A share with few people on one side is shown without its count.
            if row["figure"] not in figures or row["state"] != "shown" or row["count"] is None:
                continue
            # The SQL has no facts to tell kinds of endings apart.
            if row["breakdown"] and row["figure"] not in in_parts:
                continue
            shown.add(row["figure"])
            count, of = answers.get((row["figure"], row["breakdown"] or ""), (0, None))
            ours = (row["count"], row["of"] if of is not None else None)
            if ours == (count, of):
                same += 1
            else:
                wrong.append(f"{row['figure']} {row['breakdown'] or ''}: {ours[0]} of {ours[1]} in the report, "
                             f"{count} of {of} by SQL")
    wrong += [f"{name}: not shown in the report" for name in HAVE_TO_BE_SHOWN if name not in shown]
    if wrong:
        raise RuntimeError("the report and PostgreSQL do not say the same:\n  " + "\n  ".join(wrong))
    return same


class ReportRounds:
    """Rounds of reports, ours and by SQL in turns, once both are seen to say the same."""

    def __init__(self, context):
        self.context = context
        self.missing = None
        self.practice = context.once(ImportedPractice)
        self.compared = 0
        with self.practice.daemon() as running:
            with load.Load(context, "report", address=running.address, quarter=QUARTER) as reports:
                contenders = {"ours": lambda: numbers.median(reports.step(REPORTS_PER_ROUND)["ms"])}
                if "report_vs_postgres" not in context.wanted:
                    self.results = numbers.take_turns(contenders)
                    return
                try:
                    with postgres(context) as cluster:
                        self._fill(running, cluster)
                        self.compared = compare_answers(
                            running.ask("report", "compliance", "--quarter", QUARTER), self._query(running, cluster)[0])
                        contenders["sql"] = lambda: self._query(running, cluster)[1]
                        self.results = numbers.take_turns(contenders)
                except Missing as missing:
                    self.missing = str(missing)
                    self.results = numbers.take_turns(contenders)

    def _fill(self, running, cluster):
        entries, follow_ups = (self.context.scratch / name for name in ("entries.copy", "follow_ups.copy"))
        self.written = load.run(self.context, "tables", address=running.address, entries_file=entries,
                                follow_ups_file=follow_ups)
        sql = self.context.root / "tests/bench/sql"
        cluster.psql("-f", sql / "tables.sql")
        cluster.copy("entries", entries)
        columns = ("id, subject, situation, therapist, action, state, cause, reported_on, due, resolved_on, "
                   "before_policy, missing_field, folded, restricted, undone")
        cluster.copy(f"follow_ups ({columns})", follow_ups)
        cluster.psql("-f", sql / "indexes.sql")
        entries.unlink()
        follow_ups.unlink()

    def _query(self, running, cluster):
        first, last = days_of(QUARTER)
        today = running.ask("status")["today"]
        sql = self.context.root / "tests/bench/sql/compliance_report.sql"
        return read_answers(cluster.psql("-v", f"first={first}", "-v", f"last={last}", "-v", f"today={today}", "-f",
                                         sql))

    def notes(self):
        return [f"{QUARTER} over {self.practice.entries:,} entries of {self.practice.rows:,} imported rows, "
                f"{self.practice.people}; {numbers.ROUNDS} rounds of {REPORTS_PER_ROUND} reports over gRPC: "
                f"{span(self.results['ours'], 2)} ms"]


def report_ms(context):
    rounds = context.once(ReportRounds)
    return figure("report_ms", numbers.median(rounds.results["ours"])), rounds.notes()


def report_vs_postgres(context):
    rounds = context.once(ReportRounds)
    if rounds.missing:
        return figure("report_vs_postgres", None, rounds.missing), rounds.notes()
    sql = rounds.results["sql"]
    notes = [*rounds.notes(), f"PostgreSQL for the same figures, all queries: {span(sql, 1)} ms, over "
             f"{rounds.written['entries']:,} entries and {rounds.written['follow_ups']:,} follow-ups with indexes on "
             f"their dates; {rounds.compared} rows of the report compared, all the same"]
    return figure("report_vs_postgres", numbers.ratio(sql, rounds.results["ours"])), notes
