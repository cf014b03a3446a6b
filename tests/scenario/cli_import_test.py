"""The sample practice log through the real client and daemon: what is imported, refused and repeated, and what the
policies make of three of its cases."""

import csv
import io
import json
import unittest

from practice import DONE, INVALID, LOCAL_FILE, NOT_FOUND, ROWS_REFUSED, Practice, of_command_line

BUILD = SOURCE = None
SENTENCE = "A follow-up is a reminder made by a rule; it does not say that anyone did anything wrong."


def expected():
    return json.loads((SOURCE / "tests/unit/cli/data/practice-log.expected.json").read_text(encoding="utf-8"))


def refused_by_reason(report):
    reasons = {}
    for row in report["refused"]:
        reasons.setdefault(row["reason"], []).append(row["row"])
    return reasons


class ImportTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.log = SOURCE / "cli/maps/practice-log.csv"
        cls.map = BUILD / "share/candor/maps/practice-log.toml"
        cls.refused = cls.practice.folder / "refused.csv"

    def import_csv(self, file, *more, code=DONE):
        return self.practice.json("import", "csv", file, "--map", self.map, "--policy-from", "2024-01-01", *more,
                                  code=code)

    def check_sample(self, report):
        want = expected()
        self.assertEqual(report["imported"], want["imported"])
        self.assertEqual(report["duplicates"], want["duplicates"])
        self.assertEqual(refused_by_reason(report), want["refused"])

    def test_1_a_dry_run_reports_the_same_and_stores_nothing(self):
        self.check_sample(self.import_csv(self.log, "--dry-run", code=ROWS_REFUSED))

        self.assertEqual(self.practice.json("case", "list"), [])
        self.assertEqual(self.practice.json("member", "list"), [])

    def test_2_the_sample_gives_what_is_expected(self):
        self.check_sample(self.import_csv(self.log, "--refused", self.refused, code=ROWS_REFUSED))

        self.practice.wait_until_assessed()
        self.assertGreater(len(self.practice.json("case", "list")), 200)

    def test_3_the_same_file_again_imports_nothing_and_says_so(self):
        want = expected()
        again = self.import_csv(self.log, code=ROWS_REFUSED)
        table = self.practice.done("import", "csv", self.log, "--map", self.map, code=ROWS_REFUSED)

        self.assertEqual(again["imported"], 0)
        self.assertEqual(again["duplicates"], want["imported"] + want["duplicates"])
        self.assertIn("Nothing new: every row that could be read was there already.", table)

    def test_4_columns_in_another_order_are_the_same_rows(self):
        rows = list(csv.DictReader(self.log.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
        turned = self.practice.folder / "turned.csv"
        with open(turned, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(reversed(rows[0].keys())), lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)

        self.assertEqual(self.import_csv(turned, code=ROWS_REFUSED)["imported"], 0)

    def test_5_refused_rows_can_be_mended_and_imported(self):
        text = self.refused.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        self.assertEqual(len(rows), expected()["refused_count"])
        for number, row in enumerate(rows):
            row.update({"Date": "2025-03-01", "Entered": "2025-03-02", "Type": "Session", "Therapist": "Ana Nguyen",
                        "Client code": "C-1092", "Note": f"mended {number}"})
        mended = self.practice.folder / "mended.csv"
        with open(mended, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

        report = self.import_csv(mended)

        self.assertEqual(report["imported"], len(rows))
        self.assertEqual(report["refused"], [])
        self.practice.wait_until_assessed()

    def test_6_the_reason_and_the_column_are_listed(self):
        table = self.practice.done("import", "csv", self.log, "--map", self.map, code=ROWS_REFUSED)

        for part in ("Refused: 13.", "entered_before_date", "Entered", "future_date", "Client code"):
            self.assertIn(part, table)

    def test_7_a_file_that_is_no_csv_imports_nothing(self):
        broken = self.practice.folder / "broken.csv"
        broken.write_bytes(self.log.read_bytes() + b'2025-01-01,"never closed\n')
        run = self.practice.candor("import", "csv", broken, "--map", self.map)

        self.assertEqual(run.returncode, LOCAL_FILE)
        self.assertIn("a quote opens here and is never closed", run.stderr)

    def test_7_a_bar_shows_the_progress_where_somebody_looks(self):
        words = ["import", "csv", str(self.log), "--map", str(self.map)]
        code, shown = self.practice.on_terminal(words, [])
        checked, dry = self.practice.on_terminal([*words, "--dry-run"], [])
        piped = self.practice.candor(*words)

        self.assertEqual((code, checked, piped.returncode), (ROWS_REFUSED,) * 3)
        # How far it has come when it is drawn depends on the machine; a quick one is done before the second drawing.
        self.assertRegex(shown, r"\rImporting \[#* *\] \d+%")
        self.assertRegex(dry, r"\rChecking \[#* *\] \d+%")
        # The bar is gone when the result is printed.
        self.assertIn("\r\x1b[K", shown)
        self.assertGreater(shown.index("Imported: 0."), shown.rindex("\r\x1b[K"))
        self.assertIn("Imported: 0.", piped.stdout)
        for stream in (piped.stdout, piped.stderr):
            self.assertNotIn("%", stream)
            self.assertNotIn("\x1b", stream)

    def test_7_the_order_of_rows_refuses_nothing_however_long_the_file(self):
        rows = ["2025-03-03,2025-03-03,Ana Nguyen,LMFT CA,,Z-1,Intake,,,,,,",
                "2025-03-04,2025-03-04,Ana Nguyen,LMFT CA,,Z-2,Intake,,,,,,",
                "2025-03-05,2025-03-05,Ana Nguyen,LMFT CA,,Z-2,Intake,,,,,,a second one"]
        rows = [rows[0].replace("2025-03-03", "2025-01-03"), *rows]
        rows += [f"2025-01-{1 + n % 28:02},2025-01-31,Ana Nguyen,LMFT CA,,Z-3,Session,,,,,,note {n}" for n in range(600)]
        rows.append("2025-02-03,2025-02-03,Ana Nguyen,LMFT CA,,Z-1,Termination,,client,,,,")
        log = self.practice.folder / "returns.csv"
        header = self.log.read_text(encoding="utf-8-sig").splitlines()[0]
        log.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")

        dry = self.import_csv(log, "--dry-run", code=ROWS_REFUSED)
        report = self.import_csv(log, code=ROWS_REFUSED)

        self.assertEqual(report["imported"], len(rows) - 1)
        self.assertEqual([(row["row"], row["reason"], row["column"]) for row in report["refused"]],
                         [(4, "episode_open", "Type")])
        for word in ("imported", "duplicates", "refused"):
            self.assertEqual(dry[word], report[word], word)
        self.assertEqual([e["opened"] for e in self.practice.json("case", "show", "Z-1")["episodes"]],
                         ["2025-01-03", "2025-03-03"])

    def test_7_nor_does_it_where_the_newest_row_comes_first(self):
        rows = [f"{day},{day},Ana Nguyen,LMFT CA,,Y-1,{kind},,,,,," for day, kind in
                (("2025-03-03", "Intake"), ("2025-01-03", "Intake"))]
        rows.append("2025-02-03,2025-02-03,Ana Nguyen,LMFT CA,,Y-1,Termination,,client,,,,")
        rows.append("2025-01-10,2025-01-10,Ana Nguyen,LMFT CA,,Y-2,Intake,,,,,,")
        rows.append("2025-01-03,2025-01-03,Ben Ode,LMFT CA,,Y-2,Intake,,,,,,the first of two with no ending between")
        log = self.practice.folder / "newest-first.csv"
        header = self.log.read_text(encoding="utf-8-sig").splitlines()[0]
        log.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")

        for words in (("--dry-run",), ()):
            report = self.import_csv(log, *words, code=ROWS_REFUSED)
            self.assertEqual([(row["row"], row["reason"], row["column"]) for row in report["refused"]],
                             [(5, "earlier_intake", "Date")])
        self.assertEqual([e["opened"] for e in self.practice.json("case", "show", "Y-1")["episodes"]],
                         ["2025-01-03", "2025-03-03"])
        self.assertEqual([e["opened"] for e in self.practice.json("case", "show", "Y-2")["episodes"]], ["2025-01-10"])

    def of_rule(self, case, rule):
        found = [f for f in self.practice.json("followup", "list", "--case", case) if f["catalogue_id"] == rule]
        return sorted(found, key=lambda f: f["opened_on"])

    def check(self, follow_up, **want):
        for name, value in want.items():
            self.assertEqual(follow_up[name], value, f"{name} of {follow_up['catalogue_id']}")

    def test_8_a_case_that_ended_with_a_soft_transfer(self):
        self.check(self.of_rule("C-1197", "R01")[0], due="2024-09-02", status="resolved", resolved_on="2024-08-24")
        self.check(self.of_rule("C-1197", "R02")[0], opened_on="2024-10-03", due="2024-10-23", status="resolved_late",
                   resolved_on="2024-11-20")
        self.check(self.of_rule("C-1197", "R03")[0], due="2024-09-24", status="resolved_late",
                   resolved_on="2024-12-06")
        transfer = self.of_rule("C-1197", "R27")[0]
        self.check(transfer, opened_on="2024-11-20", status="open")
        self.assertEqual(transfer["missing_fields"], ["transfer_step.release"])
        self.assertEqual(self.of_rule("C-1197", "R40"), [])

    def test_8_a_case_with_a_referral_that_was_not_made(self):
        self.check(self.of_rule("C-1042", "R01")[0], opened_on="2025-03-23", due="2025-04-18", status="resolved",
                   resolved_on="2025-03-30")
        self.check(self.of_rule("C-1042", "R03")[0], due="2025-05-02", status="open", past_due=True)

    def test_8_a_case_with_feelings_that_went_on(self):
        self.check(self.of_rule("C-1007", "R09")[0], opened_on="2024-10-24", due="2024-11-23", status="open")
        self.assertEqual(self.of_rule("C-1007", "R40"), [])

    def test_9_a_follow_up_is_explained(self):
        name = self.of_rule("C-1042", "R03")[0]["name"]
        explanation = self.practice.json("followup", "explain", name)
        table = self.practice.done("followup", "explain", name)

        self.assertTrue(explanation["facts"])
        self.assertTrue(explanation["cleared_by"])
        self.assertTrue(all(source["authority"] for source in explanation["sources"]))
        self.assertIn("refer_within", [threshold["parameter"] for threshold in explanation["thresholds"]])
        for part in (SENTENCE, "set by", "Sources", "What clears it"):
            self.assertIn(part, table)

    def test_9_an_explanation_names_the_steps_their_answers_and_what_is_missing(self):
        name = self.of_rule("C-1197", "R27")[0]["name"]
        explanation = self.practice.json("followup", "explain", name)
        table = self.practice.done("followup", "explain", name)

        self.assertEqual([fact["label"] for fact in explanation["facts"]], ["Transfer step"] * 3)
        said = [{field["field"]: field["value"] for field in fact["fields"]} for fact in explanation["facts"]]
        self.assertEqual([step.get("joint_session") for step in said], ["yes", "yes", None])
        self.assertEqual(said[2]["first_solo_booked"], "yes")
        self.assertTrue(said[0]["receiver"].startswith("members/"))
        self.assertRegex(table, r"(?m)^2024-12-06 .*consent yes, receiver accepted yes, first solo booked yes$")
        self.assertRegex(table, r"(?m)^Not recorded: +transfer_step.release$")

    def test_9_lists_say_what_a_follow_up_is_and_show_open_ones(self):
        table = self.practice.done("followup", "list")
        everything = self.practice.json("followup", "list")
        past_due = self.practice.json("followup", "list", "--status", "open", "--past-due")

        self.assertIn(SENTENCE, table)
        self.assertNotIn("resolved", table)
        self.assertIn("resolved", {f["status"] for f in everything})
        self.assertTrue(past_due)
        self.assertTrue(all(f["past_due"] and f["status"] == "open" for f in past_due))

    def test_9_a_member_sees_a_date_and_no_severity(self):
        quinn = self.practice.json("member", "show", "Quinn Álvarez")["name"]
        listed = self.practice.json("followup", "list", "--act-for", "Quinn Álvarez")
        mine = [f for f in listed if f["therapist"] == quinn]

        self.assertTrue([f for f in mine if f["case_code"] == "C-1042"])
        self.assertEqual({f["severity"] for f in mine}, {None})

    def test_9_the_past_before_the_import_is_empty(self):
        then = "2024-12-31"
        self.assertEqual(self.practice.json("followup", "list", "--as-of", then), [])
        self.assertEqual(self.practice.json("case", "list", "--as-of", then), [])
        name = self.practice.json("case", "show", "C-1042")["name"]
        self.assertEqual(self.practice.candor("case", "show", name, "--as-of", then).returncode, NOT_FOUND)

    def test_9_the_report_answers_the_same_question_with_the_same_bytes(self):
        today = self.practice.json("status")["today"]
        question = ("report", "compliance", "--quarter", "2025Q1", "--as-of", today)
        self.practice.done(*question)  # that it was read the first time is a record of its own
        for form in ("table", "json", "csv"):
            first, second = (self.practice.done(*question, "-o", form) for _ in range(2))
            self.assertEqual(first, second)
        shown = [row for row in csv.DictReader(io.StringIO(self.practice.done(*question, "-o", "csv")))
                 if row["figure"] == "closed_in_time" and not row["breakdown"]]
        self.assertTrue(shown and shown[0]["count"], "today is the present, with its figures")
        self.assertIn(SENTENCE, self.practice.done(*question))
        sections = {row["section"] for row in csv.DictReader(io.StringIO(self.practice.done(*question, "-o", "csv")))}
        self.assertLessEqual({"3", "5", "6"}, sections)
        part = self.practice.json("report", "compliance", "--from", "2025-01-10", "--to", "2025-02-20")
        self.assertFalse(part["cover"]["whole_quarter"])
        self.assertEqual(self.practice.candor("report", "compliance", "--quarter", "2025Q9").returncode, INVALID)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
