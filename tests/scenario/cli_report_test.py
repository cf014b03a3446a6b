"""The compliance report on the sample practice log, against a recount of its follow-ups by other means: what the list
of follow-ups says is counted here once more, the slow way, and every figure that is shown has to agree."""

import datetime
import types
import unittest

from practice import ROWS_REFUSED, Practice, of_command_line

BUILD = SOURCE = None
QUARTERS = [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
PERSONAL_CONVERSATIONS = {"attraction_consult", "attraction_persists", "attraction_crossing", "ending_after_attraction",
                          "trainee_attraction"}

AGES = {"up_to_14_days", "15_to_30_days", "over_30_days"}


def day(text):
    return datetime.date.fromisoformat(text)


def days_of(quarter):
    year, number = int(quarter[:4]), int(quarter[5])
    first = datetime.date(year, 3 * number - 2, 1)
    after = datetime.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - datetime.timedelta(days=1)


class Situation:
    """The follow-ups that one message is about."""

    def __init__(self, members):
        self.members = members
        self.dated = [member for member in members if member["due"]]
        self.opened = min(day(member["reported_on"]) for member in members)
        self.due = min((day(member["due"]) for member in self.dated), default=None)
        self.therapist = members[0]["therapist"]
        self.case = members[0]["case"]

    def closed(self):
        return all(member["resolved_on"] for member in self.dated)

    def in_time(self):
        return self.closed() and all(day(member["resolved_on"]) <= day(member["due"]) for member in self.dated)


def counts(follow_up):
    return (follow_up["status"] != "withdrawn" and not follow_up["before_policy"] and
            follow_up["action"] != "complete_record" and not follow_up["folded_under"])


def may_show(things):
    """The disclosure rule: five therapists, five cases, nobody with more than half."""
    held = [sum(1 for thing in things if thing.therapist == one) for one in {thing.therapist for thing in things}]
    return len(held) >= 5 and len({thing.case for thing in things}) >= 5 and max(held) * 2 <= len(things)


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.practice.done("import", "csv", SOURCE / "cli/maps/practice-log.csv", "--map",
                          BUILD / "share/candor/maps/practice-log.toml", "--policy-from", "2024-01-01",
                          code=ROWS_REFUSED)
        cls.practice.wait_until_assessed()
        cls.today = day(cls.practice.json("status")["today"])
        cls.follow_ups = cls.practice.json("followup", "list")
        by_name = {}
        for follow_up in cls.follow_ups:
            if counts(follow_up):
                by_name.setdefault((follow_up["case"], follow_up["situation"]), []).append(follow_up)
        cls.situations = [Situation(members) for members in by_name.values()]

    def report(self, *period):
        report = self.practice.json("report", "compliance", *period)
        rows = {}
        for section in report["sections"]:
            for row in section["rows"]:
                rows[(row["figure"], row.get("breakdown") or "")] = row
        return rows

    def check(self, row, things, whole=None):
        """A total: shown exactly when it may be, and then with the recounted number."""
        state = row["state"].lower()
        self.assertTrue(state.endswith("shown") if may_show(whole if whole is not None else things)
                        else state.endswith("hidden"), row)
        if row.get("count") is not None:
            self.assertEqual(int(row["count"]), len(things), row)

    def test_situations_called_for_and_closed_in_time(self):
        shown = 0
        for quarter in QUARTERS:
            with self.subTest(quarter):
                first, last = days_of(quarter)
                rows = self.report("--quarter", quarter)
                opened = [one for one in self.situations if first <= one.opened <= last]
                self.check(rows[("called_for", "")], opened)
                due = [one for one in self.situations if one.due and first <= one.due <= min(last, self.today)]
                in_time = [one for one in due if one.in_time()]
                row = rows[("closed_in_time", "")]
                if row["state"].lower().endswith("hidden"):
                    continue
                self.assertTrue(may_show(due), row)
                self.assertEqual(int(row["of"]), len(due), row)
                self.check(row, in_time, whole=due)
                shown += row.get("count") is not None
                if row.get("count") is None:
                    self.assertTrue(len(in_time) <= 4 or len(due) - len(in_time) <= 4, row)
        self.assertGreater(shown, 0)

    def test_conversations_asked_for_and_still_waiting(self):
        asked_for = [one for one in self.follow_ups
                     if counts(one) and one["rule"] in PERSONAL_CONVERSATIONS and one["action"] == "talk"]
        shown = 0
        for quarter in QUARTERS:
            with self.subTest(quarter):
                _, last = days_of(quarter)
                year_before = datetime.date(last.year - 1, last.month, last.day)
                asked = [one for one in asked_for if year_before < day(one["reported_on"]) <= last]
                row = self.report("--quarter", quarter)[("conversation_by_day_14", "")]
                if not row["state"].lower().endswith("shown"):
                    continue
                shown += 1
                self.assertEqual(int(row["of"]), len(asked), row)
                waiting = [types.SimpleNamespace(therapist=one["therapist"], case=one["case"])
                           for one in asked if one["status"] == "open"]
                self.assertEqual(row.get("waiting"), len(waiting) if waiting and may_show(waiting) else None, row)
                held = [one for one in asked if one["resolved_on"] and one["resolved_cause"] == "entry" and
                        (day(one["resolved_on"]) - day(one["reported_on"])).days <= 14]
                if row.get("permille") is not None and all(
                        one["resolved_cause"] == "entry" or (self.today - day(one["reported_on"])).days > 14
                        for one in asked):
                    self.assertAlmostEqual(row["permille"], 1000 * len(held) / len(asked), delta=0.51)
        self.assertGreater(shown, 0)

    def test_what_is_past_its_date(self):
        past = []
        for one in self.situations:
            late = [day(member["due"]) for member in one.members if member["past_due"]]
            if late:
                one.late_since = min(late)
                past.append(one)
        rows = self.report("--quarter", QUARTERS[-1])
        self.check(rows[("past_due", "")], past)
        oldest = rows[("oldest_past_due", "")]
        if oldest.get("count") is not None:
            self.assertEqual(int(oldest["count"]), max((self.today - one.late_since).days for one in past))

    def test_no_hidden_row_has_a_value(self):
        for quarter in QUARTERS:
            for row in self.report("--quarter", quarter).values():
                if not row["state"].lower().endswith("shown"):
                    values = [row.get(name) for name in ("count", "of", "permille", "rate_tenths", "median_days",
                                                         "waiting", "answer")]
                    self.assertEqual(set(values), {None}, row)

    def test_no_part_can_be_worked_out_from_its_sum(self):
        for quarter in QUARTERS:
            rows = self.report("--quarter", quarter)
            for figure in ("called_for", "endings", "past_due"):
                whole = rows.get((figure, ""))
                parts = [row for (name, part), row in rows.items() if name == figure and part and
                         (figure != "past_due" or part in AGES)]
                hidden = [row for row in parts if row["state"].lower().endswith("hidden")]
                if not hidden or whole.get("count") is None:
                    continue
                left = int(whole["count"]) - sum(int(row["count"]) for row in parts if row.get("count") is not None)
                self.assertGreaterEqual(len(hidden), 2, (quarter, figure))
                self.assertGreater(left, 4, (quarter, figure))

    def test_the_statement_stands_once(self):
        text = " ".join(self.practice.done("report", "compliance", "--quarter", "2025Q1").split())

        for sentence in ("A follow-up is a reminder made by a rule", "They are no finding about any person",
                         "the sum of what whoever asked for them may see"):
            self.assertEqual(text.count(sentence), 1, text)
        self.assertIn("Practice: Scenario practice", text)

    def test_a_past_moment_is_answered_for_the_month_end_before_it(self):
        as_of = self.practice.json("status")["last_recorded_at"]
        past = self.practice.json("report", "compliance", "--quarter", "2025Q1", "--as-of", as_of)

        month_end = self.today.replace(day=1) - datetime.timedelta(days=1)
        self.assertEqual({section["as_of_day"] for section in past["sections"]}, {month_end.isoformat()})
        self.assertIn(f"of the end of {month_end}", " ".join(self.practice.done(
            "report", "compliance", "--quarter", "2025Q1", "--as-of", as_of).split()))

    def test_other_periods_are_totals_only(self):
        rows = self.report("--from", "2025-01-01", "--to", "2025-03-30")
        for figure, breakdown in rows:
            self.assertEqual(breakdown, "", figure)
        for figure in ("called_for", "endings", "boundary_matters", "closed_in_time", "past_due"):
            self.assertTrue(rows[(figure, "")]["state"].lower().endswith("hidden"), figure)
            self.assertIsNone(rows[(figure, "")].get("count"), figure)
        self.assertTrue(rows[("complaints", "")]["state"].lower().endswith("shown"))


class UnnamedPracticeTest(unittest.TestCase):
    def test_a_practice_without_a_name_is_told_where_to_give_it(self):
        with Practice(BUILD, config="") as practice:
            self.assertRegex(practice.done("status"), "Practice: +not named; candord takes the name from its --config")
            for form in ("table", "html"):
                report = practice.candor("report", "compliance", "--quarter", "2025Q1", "-o", form)
                self.assertEqual(report.returncode, 0, report.stderr)
                self.assertIn("The practice is not named; candord takes the name from its --config", report.stderr)
                self.assertNotIn("not named;", report.stdout)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
