"""The verbs of `candor` by hand, against the real daemon: write, read, correct, and every kind of refusal."""

import datetime
import subprocess
import time
import unittest

from practice import (CONFLICT, DONE, INVALID, LOCAL_FILE, NOT_CONFIRMED, NOT_FOUND, UNREACHABLE, USAGE, Practice,
                      of_command_line)

BUILD = None


class VerbsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        for name, more in (("Ann Bo", ["--profession", "lcsw", "--jurisdiction", "US-CA"]), ("Di Ev", [])):
            cls.practice.done("member", "add", name, *more)
        cls.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-01-10")

    def log(self, *arguments, stdin="", code=DONE):
        return self.practice.json("log", *arguments, "--therapist", "Ann Bo", "--yes", stdin=stdin, code=code)

    def test_members_and_cases_are_shown(self):
        names = {member["display_name"] for member in self.practice.json("member", "list")}
        shown = self.practice.json("case", "show", "K-1")

        self.assertLessEqual({"Ann Bo", "Di Ev"}, names)
        self.assertEqual(shown["code"], "K-1")
        self.assertTrue(shown["open"])
        self.assertEqual(self.practice.json("member", "show", "Ann Bo")["licence"]["profession"], "lcsw")
        self.assertIn("K-1", self.practice.done("case", "list"))

    def test_a_supervision_is_recorded_with_its_supervisee(self):
        self.practice.done("member", "add", "Fo Gi", "--supervisor", "Di Ev", "--from", "2025-01-01")

        supervisions = self.practice.json("member", "show", "Fo Gi")["supervisions"]
        self.assertEqual([s["from"] for s in supervisions], ["2025-01-01"])

    def test_a_supervision_that_cannot_be_read_leaves_no_member(self):
        for code, supervision in ((NOT_FOUND, ("--supervisor", "Di Eve", "--from", "2025-01-01")),
                                  (INVALID, ("--supervisor", "Di Ev", "--from", "2025-13-01")),
                                  (INVALID, ("--supervisor", "Di Ev", "--from", "2025-03-01", "--until", "soon")),
                                  (INVALID, ("--supervisor", "Di Ev", "--from", "2025-03-01", "--until",
                                             "2025-02-28"))):
            with self.subTest(supervision):
                self.practice.done("member", "add", "Ha Ik", *supervision, code=code)
                self.practice.done("member", "show", "Ha Ik", code=NOT_FOUND)

    def test_the_thresholds_of_a_member_say_who_decides_them(self):
        self.practice.done("member", "add", "Pia Qu", "--body", "nobody-else")
        self.practice.done("member", "join", "Pia Qu", "--body", "aca", "--from", "2024-01-01")
        bodies = [each["body"] for each in self.practice.json("member", "show", "Pia Qu")["memberships"]]
        self.assertEqual(bodies, ["aca", "nobody-else"])

        values = self.practice.json("policy", "effective", "--member", "Pia Qu", "R01")
        self.assertEqual({value["rule"] for value in values}, {"policies/consultation/rules/attraction_consult"})
        self.assertEqual({value["profile"] for value in values}, {"default"})
        shown = self.practice.done("policy", "effective", "--member", "Pia Qu", "R01")
        self.assertIn("consult_within = 14 days", shown)
        self.assertIn("this practice has decided: practice default", shown)
        self.assertIn("Binds by: what holds where no other says anything", shown)
        decided_by = {value["profile"] for value in self.practice.json("policy", "effective", "--member", "Pia Qu")}
        self.assertLessEqual({"aca", "default"}, decided_by)
        self.practice.done("policy", "effective", "--member", "Pia Qu", "R99", code=NOT_FOUND)

    def test_profiles_are_read_again(self):
        self.assertIn("nothing was changed", self.practice.done("policy", "reload"))
        self.assertFalse(self.practice.json("policy", "reload").get("changed", False))
        self.practice.done("policy", "reload", "--from", "2026-01-01", "--retroactive", code=USAGE)

    # R47 ships off.
    def test_a_rule_is_tried_out_without_a_restart(self):
        self.assertIn("R47 (off)", self.practice.done("policy", "list"))

        self.practice.done("policy", "mode", "R47", "shadow", code=INVALID)
        why = ("--reason", "to see how often it would speak")
        said = " ".join(self.practice.done("policy", "mode", "R47", "shadow", *why).split())
        self.assertIn("chosen by the operator on", said)
        self.assertIn("Every case and member is looked at again", said)

        rule, = self.practice.json("policy", "describe", "R47")
        self.assertEqual((rule["setting"]["mode"], rule["profile_mode"]), ("shadow", "off"))
        count, = self.practice.json("policy", "shadow", "R47", "--counts")
        self.assertEqual(count["catalogue_id"], "R47")
        self.assertIn("nothing was changed", self.practice.done("policy", "mode", "R47", "shadow"))
        self.practice.done("policy", "mode", "R47", "active", "--effective-from", "2020-01-01", code=INVALID)
        self.practice.done("policy", "mode", "R47", "on", code=INVALID)
        self.practice.done("policy", "mode", "R99", "off", code=NOT_FOUND)
        self.practice.done("policy", "mode", "R47", "off", *why)
        for _ in range(200):
            status = self.practice.json("status")
            if not status.get("reassessment"):
                break
            time.sleep(0.05)
        self.assertFalse(status.get("reassessment"))

    def test_a_supervision_is_added_to_a_member_who_is_there(self):
        self.practice.done("member", "add", "Jo Ka")
        self.practice.done("member", "supervise", "Jo Ka", "--supervisor", "Di Eve", "--from", "2025-01-01",
                           code=NOT_FOUND)

        for _ in range(2):
            self.practice.done("member", "supervise", "Jo Ka", "--supervisor", "Di Ev", "--from", "2025-01-01",
                               "--until", "2025-06-30")

        supervision, = self.practice.json("member", "show", "Jo Ka")["supervisions"]
        self.assertEqual((supervision["from"], supervision["until"]), ("2025-01-01", "2025-06-30"))

    def test_an_entry_is_logged_shown_amended_and_retracted(self):
        logged = self.log("session", "--case", "K-1", "--date", "2025-01-20", "--minutes", "50")
        name = logged["entry"]["name"]

        self.assertEqual(self.practice.json("entry", "show", name)["session"]["minutes"], 50)
        amended = self.practice.json("entry", "amend", name, "--set", "minutes=45", "--yes")
        self.assertEqual(amended["entry"]["revises"], name)
        self.assertEqual(amended["entry"]["session"]["minutes"], 45)
        again = self.practice.json("entry", "amend", name, "--set", "setting=video", "--yes")
        self.assertEqual(again["entry"]["session"]["minutes"], 45, "the second correction keeps the first")
        self.assertEqual(self.practice.json("entry", "show", name)["session"]["minutes"], 50)
        self.assertIn("amended", self.practice.done("case", "timeline", "K-1"))

        self.practice.done("entry", "retract", again["entry"]["name"], "--reason", "entered_in_error", "--yes")
        self.assertIn("retracted", self.practice.done("case", "timeline", "K-1"))

    def test_every_kind_can_be_logged(self):
        for kind in ("session", "client_feelings", "crossing", "barter", "dual_relationship", "consultation",
                     "supervision", "discussion", "decision", "continue_plan", "referral", "transfer_step",
                     "post_termination_contact", "client_declined", "nothing_to_note", "clarified",
                     "standing_plan", "prior_therapist_allegation", "brochure_given", "report_filed", "notice_given", "pause", "complaint", "response"):
            with self.subTest(kind):
                self.log(kind, "--case", "K-1", "--date", "2025-02-03")
        for kind in ("week_hours", "absence", "departure", "supervision_change", "training", "concern", "report_filed",
                     "notice_given", "pause", "complaint", "response", "decision", "continue_plan"):
            with self.subTest(kind):
                self.log(kind, "--member", "Ann Bo", "--date", "2025-02-03")
        for kind, where in (("personal_reaction", "case: K-1"), ("working_capacity", "member: Ann Bo"),
                            ("legal_advice", "case: K-1"), ("own_therapy", "member: Ann Bo"),
                            ("romantic_or_sexual_act", "case: K-1"), ("advance_or_promise", "case: K-1")):
            with self.subTest(kind):
                self.log("--stdin", stdin=f"kind: {kind}\n{where}\ndate: 2025-02-04\n")

    def test_what_is_dated_before_the_intake_is_asked_about_and_taken(self):
        # Of others it is said elsewhere in this practice that they have left.
        self.practice.done("member", "add", "Pia Ro")
        self.practice.done("member", "add", "Quinn Sa")
        self.practice.done("case", "open", "K-9", "--therapist", "Pia Ro", "--date", "2026-01-10")
        ending = ("log", "termination", "--case", "K-9", "--therapist", "Pia Ro")
        asked = "It is dated before the intake of 2026-01-10: it ends nothing. Is the year right?"

        told = self.practice.candor(*ending, "--date", "2025-01-20")
        self.assertEqual(told.returncode, NOT_CONFIRMED)
        self.assertIn(asked, " ".join(told.stderr.split()))
        self.assertIn(asked, " ".join(self.practice.done(*ending, "--date", "2025-01-20", "--dry-run").split()))
        self.assertNotIn("Is the year right", self.practice.candor(*ending, "--date", "2026-01-20").stderr)
        step = self.practice.candor("log", "transfer_step", "--case", "K-9", "--therapist", "Pia Ro", "--receiver",
                                    "Quinn Sa", "--date", "2025-01-20")
        self.assertIn("by it nobody takes the client over. Is the year right?", " ".join(step.stderr.split()))

        self.practice.done(*ending, "--date", "2025-01-20", "--yes")
        self.assertTrue(self.practice.json("case", "show", "K-9")["open"])

    def test_a_personal_note_opens_a_follow_up_that_can_be_acknowledged(self):
        self.practice.done("case", "open", "K-2", "--therapist", "Ann Bo", "--date", "2026-01-10")
        self.log("--stdin", stdin="kind: personal_reaction\ncase: K-2\nwhich: romantic\nfirst_reader: Di Ev\n\nwords\n")
        self.practice.wait_until_assessed()

        open_ones = self.practice.json("followup", "list", "--case", "K-2", "--status", "open")
        self.assertEqual([f["catalogue_id"] for f in open_ones], ["R01"])
        self.practice.done("followup", "acknowledge", open_ones[0]["name"])
        self.assertTrue(self.practice.json("followup", "show", open_ones[0]["name"])["acknowledged"])

    def note(self, case, who, date):
        return self.practice.done(
            "log", "--stdin", "--yes",
            stdin=f"kind: personal_reaction\ncase: {case}\ntherapist: {who}\nwhich: romantic\ndate: {date}\n")

    def days_ago(self, days):
        today = datetime.date.fromisoformat(self.practice.json("status")["today"])
        return str(today - datetime.timedelta(days=days))

    def follow_up_of(self, case, catalogue_id):
        self.practice.wait_until_assessed()
        found, = [f for f in self.practice.json("followup", "list", "--case", case)
                  if f["catalogue_id"] == catalogue_id]
        return found

    def test_what_is_advised_for_a_feeling_that_stays_clears_it(self):
        # One who is not away: of Ann Bo every kind is logged, an absence without an end too.
        self.practice.done("member", "add", "Lu Mo")
        self.practice.done("case", "open", "K-8", "--therapist", "Lu Mo", "--date", self.days_ago(200))
        self.note("K-8", "Lu Mo", self.days_ago(80))
        self.practice.done("log", "consultation", "--case", "K-8", "--date", self.days_ago(60), "--therapist", "Lu Mo",
                           "--yes")
        receipt = " ".join(self.note("K-8", "Lu Mo", self.days_ago(10)).split())

        self.assertIn("Please talk a second time by", receipt)
        self.assertIn("candor log continue_plan or referral or transfer_step", receipt)
        self.assertEqual(self.follow_up_of("K-8", "R02")["status"], "open")
        waiting = self.practice.done("today", "--act-for", "Lu Mo", "--all")
        self.assertIn("candor log continue_plan --case K-8", waiting)
        self.practice.done(
            "log", "--stdin", "--yes", "--therapist", "Lu Mo",
            stdin=f"kind: continue_plan\ncase: K-8\ndate: {self.days_ago(1)}\nsafeguards: monthly\n"
                  f"confirmed_by_consultant: yes\nreview_by: {self.days_ago(-30)}\n")
        self.assertEqual(self.follow_up_of("K-8", "R02")["status"], "resolved")

    def test_what_closed_by_quiet_says_so(self):
        self.practice.done("member", "add", "Tr Ai", "--profession", "lcsw", "--jurisdiction", "US-CA", "--in-training")
        self.practice.done("case", "open", "K-19", "--therapist", "Tr Ai", "--date", self.days_ago(300))
        receipt = " ".join(self.note("K-19", "Tr Ai", self.days_ago(250)).split())
        self.assertIn("A supervision note that covers the case is enough.", receipt)
        self.practice.done("log", "consultation", "--case", "K-19", "--therapist", "Tr Ai", "--date", self.days_ago(240),
                           "--yes")

        closed = self.follow_up_of("K-19", "R06")
        self.assertEqual((closed["status"], closed["resolved_cause"]), ("resolved", "quiet"))
        for verb in ("show", "explain"):
            said = " ".join(self.practice.done("followup", verb, closed["name"]).split())
            self.assertIn("It closed by itself, not by an entry. Rule R04:", said)
            self.assertIn("(quiet = 90 days)", said)

    def test_on_a_terminal_it_says_who_reads_it_and_asks(self):
        answers = ["2", "1", "Di Ev", "K-1", "2025-02-05", "attachment", "", "", "", "n"]
        code, shown = self.practice.on_terminal(["log", "--therapist", "Ann Bo"], answers)

        self.assertEqual(code, NOT_CONFIRMED, shown)
        shown = " ".join(shown.split())
        self.assertIn("It will be read by you and by Di Ev", shown)
        self.assertLess(shown.index("It will be read by you"), shown.index("When did it happen"))
        self.assertEqual(shown.count("It will be read by you"), 1)
        self.assertIn("Save it?", shown)
        code, shown = self.practice.on_terminal(["log", "--therapist", "Ann Bo"], answers[:-1] + ["y"])
        self.assertEqual(code, DONE, shown)
        self.assertIn("Thank you, it is in", shown)

    def test_a_reader_who_is_no_member_is_told_before_anything_is_written(self):
        answers = ["2", "1", "Nobody", "Di Ev", "K-1", "2025-02-05", "attachment", "", "", "", "n"]
        code, shown = self.practice.on_terminal(["log", "--therapist", "Ann Bo"], answers)

        self.assertEqual(code, NOT_CONFIRMED, shown)
        shown = " ".join(shown.split())
        self.assertEqual(shown.count("Who besides you may read it?"), 2, "asked again")
        self.assertLess(shown.index("there is no member of this name"), shown.index("When did it happen"))

    def test_policies_are_described(self):
        policies = {policy["name"]: policy for policy in self.practice.json("policy", "list")}
        shipped = ("boundaries", "consultation", "dual_relationships", "endings", "practice_duties", "prohibitions",
                   "referral", "soft_transfer", "working")
        self.assertLessEqual({f"policies/{name}" for name in shipped}, policies.keys())
        rule, = self.practice.json("policy", "describe", "R01")
        self.assertEqual(rule["slug"], "attraction_consult")
        self.assertIn("consult_within", [parameter["parameter"] for parameter in rule["parameters"]])
        self.assertIn("Cleared by", self.practice.done("policy", "describe", "consultation"))
        for rule in ("R52", "R56", "R57", "R69"):
            self.assertIn("none: candord itself", self.practice.done("policy", "describe", rule))
        self.assertIn("365 days, set by the profiles", " ".join(self.practice.done("policy", "describe", "R69").split()))
        self.assertRegex(" ".join(self.practice.done("policy", "describe", "R53").split()),
                         r"Looks at.* session.* crossing.* Cleared by")
        for rule in ("R01", "R07", "R41"):
            self.assertIn("\n    This practice has decided. It draws on\n    article: ",
                          self.practice.done("policy", "describe", rule))
        for rule in ("R03", "R40"):
            self.assertNotIn("This practice has decided", self.practice.done("policy", "describe", rule))

    def test_what_cannot_be_written_is_no_success(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run([self.practice.build / "bin/candor", "--server", self.practice.address, "report",
                                  "compliance", "--quarter", "2025Q1"], stdout=full, stderr=subprocess.PIPE, text=True,
                                 timeout=60, check=False)
        self.assertEqual(run.returncode, LOCAL_FILE, run.stderr)
        self.assertIn("could not be written", run.stderr)

    def test_nobody_is_not_the_operator(self):
        for arguments in (("--act-for", "", "case", "list"), ("case", "list", "--act-for", "")):
            run = self.practice.candor(*arguments)
            self.assertEqual((run.returncode, run.stdout), (INVALID, ""), run.stderr)
            self.assertIn("--act-for", run.stderr)

    def test_refusals_have_their_exit_codes(self):
        for code, arguments in ((NOT_FOUND, ("case", "show", "K-none")),
                                (NOT_FOUND, ("policy", "describe", "R99")),
                                (NOT_FOUND, ("member", "show", "Nobody")),
                                (INVALID, ("followup", "show", "no name at all")),
                                (INVALID, ("log", "session", "--case", "K-1", "--therapist", "Ann Bo", "--date",
                                           "2999-01-01", "--yes")),
                                (NOT_CONFIRMED, ("log", "session", "--case", "K-1", "--therapist", "Ann Bo")),
                                (CONFLICT, ("member", "add", "Ann Bo")),
                                (USAGE, ("log", "personal_reaction", "--case", "K-1")),
                                (USAGE, ("followup",))):
            with self.subTest(arguments):
                run = self.practice.candor(*arguments)
                self.assertEqual(run.returncode, code, run.stderr)
                self.assertTrue(run.stderr)

    def test_a_second_intake_into_an_open_case_is_a_conflict(self):
        run = self.practice.candor("log", "intake", "--case", "K-1", "--therapist", "Ann Bo", "--date", "2025-02-01",
                                   "--yes")
        self.assertEqual(run.returncode, CONFLICT, run.stderr)

    def test_z_the_daemon_stops_when_told(self):
        self.assertEqual(self.practice.stop(), 0)
        self.assertEqual(self.practice.candor("case", "list").returncode, UNREACHABLE)
        self.practice.start()
        self.assertIn("K-1", self.practice.done("case", "list"))


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
