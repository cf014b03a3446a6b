"""Putting right what was written down, by hand against the real daemon: moved, called back, merged."""

import unittest

from practice import CONFLICT, INVALID, NOT_ALLOWED, NOT_CONFIRMED, NOT_FOUND, USAGE, Practice, of_command_line

BUILD = None


class CorrectionsTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        for name in ("Ann Bo", "Di Ev"):
            self.practice.done("member", "add", name, "--profession", "lcsw", "--jurisdiction", "US-CA")
        for code in ("K-1", "K-2"):
            self.practice.done("case", "open", code, "--therapist", "Ann Bo", "--date", "2026-01-10")

    def log(self, *arguments, stdin=""):
        logged = self.practice.json("log", *arguments, "--act-for", "Ann Bo", "--yes", stdin=stdin)
        self.practice.wait_until_assessed()
        return logged["entry"]["name"]

    def private_note(self, case):
        return self.log("--stdin", stdin=f"kind: personal_reaction\ncase: {case}\nwhich: romantic\n"
                                         "first_reader: Di Ev\n\nmy own words\n")

    # As their author is told: for the day in which a note can be called back the operator reads no rule.
    def open_follow_ups(self, case):
        return [f["rule"] for f in self.practice.json("followup", "list", "--case", case, "--act-for", "Ann Bo")]

    def test_an_entry_is_moved_to_the_case_where_it_belongs(self):
        name = self.private_note("K-1")
        self.assertEqual(self.open_follow_ups("K-1"), ["attraction_consult"])
        self.practice.done("entry", "refile", name, "--case", "K-2", code=NOT_CONFIRMED)

        moved = self.practice.json("entry", "refile", name, "--case", "K-2", "--act-for", "Ann Bo", "--yes")
        self.practice.wait_until_assessed()

        self.assertEqual(moved["entry"]["refiled_from"], name)
        self.assertEqual(self.open_follow_ups("K-1"), [])
        self.assertEqual(self.open_follow_ups("K-2"), ["attraction_consult"])
        for reader in ([], ["--act-for", "Ann Bo"]):
            self.assertNotIn("romantic", self.practice.done("case", "timeline", "K-1", *reader))
            self.assertIn("wrong case", self.practice.done("case", "timeline", "K-1", *reader))
        self.assertIn("moved to another case", self.practice.done("entry", "show", name))
        self.practice.done("entry", "refile", name, "--case", "K-2", "--act-for", "Ann Bo", "--yes", code=CONFLICT)
        self.practice.done("entry", "refile", moved["entry"]["name"], "--case", "K-9", "--yes", code=NOT_FOUND)
        self.practice.done("entry", "refile", moved["entry"]["name"], "--case", "K-2", "--yes", "--act-for", "Ann Bo",
                           code=INVALID)
        self.practice.done("entry", "refile", moved["entry"]["name"], "--case", "K-1", "--yes", code=NOT_ALLOWED)

    def test_a_correction_moves_nothing(self):
        name = self.log("session", "--case", "K-1", "--date", "2026-01-20", "--minutes", "50")

        refused = self.practice.candor("entry", "amend", name, "--stdin", "--act-for", "Ann Bo", "--yes",
                                       stdin="case: K-2\nminutes: 45\n")

        self.assertEqual(refused.returncode, INVALID)
        self.assertIn("candor entry refile moves it", refused.stderr)
        self.assertEqual(self.practice.json("entry", "show", name)["session"]["minutes"], 50)

    def test_who_names_another_reader_is_told_who_reads_it_before_it_is_saved(self):
        self.practice.done("member", "add", "Fo Gi")
        name = self.private_note("K-1")

        asked = self.practice.candor("entry", "amend", name, "--stdin", "--act-for", "Ann Bo",
                                     stdin="first_reader: Fo Gi\n")

        self.assertEqual(asked.returncode, NOT_CONFIRMED, asked.stderr)
        self.assertIn("From here on it is read by you and Fo Gi, the earlier version too; no longer by Di Ev.",
                      " ".join(asked.stderr.split()))

    def test_a_private_note_is_called_back_while_nobody_else_has_read_it(self):
        name = self.private_note("K-1")
        self.assertIn("my own words", self.practice.done("entry", "show", name, "--act-for", "Ann Bo"))

        self.practice.done("entry", "recall", name, "--act-for", "Ann Bo", "--yes")

        for reader in (["--act-for", "Ann Bo"], ["--act-for", "Di Ev"], []):
            shown = self.practice.done("entry", "show", name, *reader)
            self.assertIn("withdrawn by its author", shown)
            self.assertNotIn("my own words", shown)
            self.assertNotIn("reaction", shown)
            self.assertNotIn("reaction", self.practice.done("case", "timeline", "K-1", *reader))
        self.assertEqual(self.open_follow_ups("K-1"), [])

        # Neither the line of a timeline nor that a conversation is due shows any of it.
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", "2025-01-01")
        untold = self.private_note("K-1")
        self.practice.wait_until_assessed()
        listed, = [each for each in self.practice.json("case", "timeline", "K-1") if each["name"] == untold]
        self.assertTrue(listed["partial"])
        self.assertNotIn("romantic", str(listed))
        self.assertIn("a private note", self.practice.done("case", "timeline", "K-1"))
        today = self.practice.done("today", "--act-for", "Di Ev")
        self.assertIn("Ann Bo, by", today)
        self.assertIn(": a conversation is due", today)
        self.assertNotIn("K-1", today)
        self.practice.done("entry", "recall", untold, "--act-for", "Ann Bo", "--yes")

        seen = self.private_note("K-2")
        self.practice.done("entry", "show", seen, "--act-for", "Di Ev")
        refused = self.practice.candor("entry", "recall", seen, "--act-for", "Ann Bo", "--yes")
        self.assertEqual(refused.returncode, CONFLICT)
        self.assertIn("somebody else has read it", refused.stderr)

    def test_a_supervisor_who_reads_the_note_is_not_said_to_be_told_later(self):
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", "2025-01-01")
        self.private_note("K-1")
        self.practice.wait_until_assessed()
        today = " ".join(self.practice.done("today", "--act-for", "Ann Bo").split())
        self.assertIn("While it is open, the director sees from", today)
        self.assertNotIn("your supervisor sees", today)

    def test_the_person_is_told_how_to_call_it_back(self):
        told = self.practice.done("log", "--stdin", "--act-for", "Ann Bo", "--yes",
                                  stdin="kind: personal_reaction\ncase: K-1\nwhich: romantic\n")
        self.assertIn("candor entry recall cases/", told)
        self.assertNotIn("recall", self.practice.done("log", "session", "--case", "K-1", "--act-for", "Ann Bo",
                                                      "--date", "2026-01-20", "--yes"))

    def test_the_person_concerned_responds(self):
        told = self.practice.json("log", "crossing", "--case", "K-1", "--therapist", "Ann Bo", "--area", "place",
                                  "--source", "colleague", "--act-for", "Di Ev", "--date", "2026-01-20", "--yes")
        name = told["entry"]["name"]
        waiting = self.practice.done("today", "--act-for", "Ann Bo")
        self.assertIn("Something about you was written down on", waiting)
        self.assertIn(f"candor entry respond {name} --act-for", waiting)
        self.assertNotIn("Something about you", self.practice.done("today", "--act-for", "Di Ev"))

        answer = self.practice.json("entry", "respond", name, "--stdin", "--act-for", "Ann Bo", "--yes",
                                    stdin="statement: it was an emergency\n")

        self.assertEqual(answer["entry"]["responds_to"], name)
        self.assertEqual(answer["entry"]["response"]["statement"], "it was an emergency")
        shown = self.practice.done("entry", "show", name)
        self.assertRegex(shown, f"Answered by:? +{answer['entry']['name']}")
        self.assertRegex(shown, "Whose account:? +colleague")
        self.assertIn("to a boundary of 2026-01-20", self.practice.done("case", "timeline", "K-1"))
        self.assertNotIn("Something about you", self.practice.done("today", "--act-for", "Ann Bo"))
        self.practice.done("entry", "respond", answer["entry"]["name"], "--act-for", "Ann Bo", "--yes", code=CONFLICT)
        for stdin in ("", "form: written\n", "colour: red\n\nwords\n"):
            self.practice.done("entry", "respond", name, "--stdin", "--act-for", "Ann Bo", "--yes", stdin=stdin,
                               code=INVALID)
        misread = self.practice.candor("entry", "respond", name, "--stdin", "--act-for", "Ann Bo", "--yes",
                                       stdin="it was late\n")
        self.assertEqual(misread.returncode, INVALID)
        self.assertIn('"form: written"', misread.stderr)
        self.assertNotIn("session", misread.stderr)
        spoken = self.practice.json("entry", "respond", name, "--stdin", "--act-for", "Ann Bo", "--yes",
                                    stdin="form: spoken\naccompanied: yes\n\nit was late, and dark\n")
        self.assertEqual(spoken["entry"]["response"]["statement"], "it was late, and dark")
        self.assertEqual(spoken["entry"]["response"]["form"], "spoken")

    def test_two_records_of_a_client_become_one(self):
        self.private_note("K-1")
        self.practice.done("case", "merge", "K-1", "--into", "K-2", code=NOT_CONFIRMED)
        old = self.practice.json("case", "show", "K-1")["name"]

        self.practice.done("case", "merge", "K-1", "--into", "K-2", "--yes")
        self.practice.wait_until_assessed()

        self.assertEqual(self.open_follow_ups("K-2"), ["attraction_consult"])
        self.assertEqual(self.practice.json("case", "show", "K-1")["code"], "K-2")
        self.assertIn("Merged into", self.practice.done("case", "show", old))
        self.log("session", "--case", "K-1", "--date", "2026-01-20", "--minutes", "50")
        self.practice.done("case", "open", "K-3", "--therapist", "Di Ev", "--date", "2026-02-10")
        refused = self.practice.candor("case", "merge", "K-3", "--into", "K-2", "--yes")
        self.assertEqual(refused.returncode, CONFLICT)
        self.assertIn("record the ending or the transfer", refused.stderr)
        self.practice.stop()
        self.practice.start()
        self.assertIn("Merged into", self.practice.done("case", "show", old))

    def test_the_operator_is_told_to_whom_a_correction_shows_the_case(self):
        self.practice.done("log", "consultation", "--case", "K-1", "--date", "2026-01-20", "--act-for", "Di Ev", "--yes")
        intake = self.practice.json("case", "show", "K-1")["episodes"][0]["opened_by"]
        correction = ("entry", "retract", intake, "--reason", "entered_in_error")

        asked = self.practice.candor(*correction)

        self.assertEqual(asked.returncode, NOT_CONFIRMED)
        told = " ".join(asked.stderr.split())
        self.assertIn("with all that is on record of it, is shown to: Di Ev.", told)
        self.assertIn("By this K-1 no longer stands in the list of: Ann Bo. What happened while they supervised, and "
                      "what they wrote themselves, stays readable to them.", told)
        harmless = self.practice.candor("entry", "amend", intake, "--date", "2026-01-09")
        self.assertEqual(harmless.returncode, NOT_CONFIRMED)
        self.assertNotIn("shown to", harmless.stderr)
        refused = self.practice.candor(*correction, "--yes", "--act-for", "Ann Bo")
        self.assertEqual(refused.returncode, CONFLICT)
        self.assertNotIn("shown to", refused.stderr)

    def ended_case_of_di(self):
        self.practice.done("case", "open", "K-3", "--therapist", "Di Ev", "--date", "2026-01-02")
        self.practice.done("log", "termination", "--case", "K-3", "--therapist", "Di Ev", "--date", "2026-01-05",
                           "--act-for", "Di Ev", "--yes")

    def test_of_a_move_each_case_is_named(self):
        self.ended_case_of_di()
        self.practice.done("log", "consultation", "--case", "K-1", "--date", "2026-01-20", "--act-for", "Di Ev",
                           "--yes")
        intake = self.practice.json("case", "show", "K-1")["episodes"][0]["opened_by"]

        asked = self.practice.candor("entry", "refile", intake, "--case", "K-3")

        self.assertEqual(asked.returncode, NOT_CONFIRMED)
        told = " ".join(asked.stderr.split())
        self.assertIn("By this K-1, with all that is on record of it, is shown to: Di Ev.", told)
        self.assertIn("By this K-1 no longer stands in the list of: Ann Bo.", told)
        self.assertIn("By this K-3, with all that is on record of it, is shown to: Ann Bo.", told)
        self.assertLess(told.index("To be moved"), told.index("By this"))

    def test_whoever_merges_is_told_who_is_shown_what(self):
        self.ended_case_of_di()
        merge = ("case", "merge", "K-3", "--into", "K-1")
        sentences = ("By this K-1, with all that is on record of it, is shown to: Di Ev.",
                     "By this K-3, with all that is on record of it, is shown to: Ann Bo.")

        tried = " ".join(self.practice.done(*merge, "--dry-run").split())
        asked = self.practice.candor(*merge)

        self.assertEqual(asked.returncode, NOT_CONFIRMED)
        self.assertIn("Nothing was merged.", tried)
        self.practice.done("case", "show", "K-1", "--act-for", "Di Ev", code=NOT_FOUND)
        merged = self.practice.candor(*merge, "--yes")
        self.assertEqual(merged.returncode, 0, merged.stderr)
        for told in (tried, asked.stderr, merged.stderr):
            for sentence in sentences:
                self.assertIn(sentence, " ".join(told.split()))
        self.practice.done("case", "show", "K-1", "--act-for", "Di Ev")
        self.practice.done(*merge, "--dry-run", "--yes", code=USAGE)

    def test_who_is_shown_the_case_by_a_new_entry_is_told_before_it_is_saved(self):
        step = ("log", "transfer_step", "--case", "K-1", "--therapist", "Ann Bo", "--receiver", "Di Ev",
                "--first-solo-held", "yes", "--date", "2026-01-20")
        sentence = "By this K-1, with all that is on record of it, is shown to: Di Ev."

        for who in ([], ["--act-for", "Ann Bo"]):
            asked = self.practice.candor(*step, *who)
            self.assertEqual(asked.returncode, NOT_CONFIRMED)
            self.assertIn(sentence, " ".join(asked.stderr.split()))
        saved = self.practice.candor(*step, "--yes")
        self.assertEqual(saved.returncode, 0, saved.stderr)
        self.assertIn(sentence, " ".join(saved.stderr.split()))
        again = self.practice.candor("log", "session", "--case", "K-1", "--date", "2026-01-21", "--act-for", "Di Ev")
        self.assertNotIn("By this", again.stderr)

    def test_an_old_code_moves_no_record_that_it_does_not_name(self):
        self.private_note("K-1")
        self.practice.done("case", "merge", "K-1", "--into", "K-2", "--yes")
        self.practice.wait_until_assessed()
        self.practice.done("case", "open", "K-3", "--therapist", "Ann Bo", "--date", "2026-02-10")

        for merge in (("K-1", "--into", "K-3"), ("K-3", "--into", "K-1")):
            refused = self.practice.candor("case", "merge", *merge, "--yes")
            self.assertEqual(refused.returncode, CONFLICT)
            self.assertIn("K-1 went into K-2", refused.stderr)
            self.assertNotIn("To be merged", refused.stderr)
        self.assertEqual(self.open_follow_ups("K-2"), ["attraction_consult"])
        self.assertEqual(self.open_follow_ups("K-3"), [])

        shown = self.practice.candor("case", "show", "K-1")
        self.assertIn("K-1 is now K-2", shown.stderr)
        written = self.practice.candor("log", "session", "--case", "K-1", "--date", "2026-01-20", "--act-for", "Ann Bo",
                                       "--yes")
        self.assertEqual(written.returncode, 0, written.stderr)
        self.assertIn("K-1 is now K-2", written.stderr)
        merged = self.practice.candor("case", "merge", "K-3", "--into", "K-2", "--yes")
        self.assertEqual(merged.returncode, 0, merged.stderr)
        self.assertIn("K-3 (Ann Bo) into K-2 (Ann Bo)", merged.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
