"""Policies that are tried before they are put in force, through the real binaries: `candor policy preview` replays what
is on record by a profile, a mode or a plugin from the candidates folder, and changes nothing."""

import datetime
import shutil
import unittest

from practice import CONFLICT, DONE, INVALID, NOT_FOUND, Practice, of_command_line

BUILD = None


class PreviewTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.candidates = cls.practice.folder / "data" / "candidates"
        cls.candidates.mkdir(mode=0o700)
        cls.practice.done("member", "add", "Ann Bo", "--profession", "lcsw", "--jurisdiction", "US-CA")
        for code in ("K-1", "K-2"):
            cls.practice.done("case", "open", code, "--therapist", "Ann Bo", "--date", "2025-01-10")
        # Yesterday is a day that has begun in every zone.
        today = datetime.date.today() - datetime.timedelta(days=1)
        for code, day in (("K-1", today), ("K-1", today - datetime.timedelta(days=40)), ("K-2", today)):
            cls.practice.done("log", "referral", "--case", code, "--outcome", "offered", "--therapist", "Ann Bo",
                              "--date", day.isoformat(), "--yes")
        cls.practice.wait_until_assessed()

    def place(self, name, text):
        path = self.candidates / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def state(self):
        # That something was shown here is a record too, so that the ledger grows by asking.
        entries = self.practice.json("status")["ledger_entries"]
        return entries, self.practice.json("followup", "list"), self.practice.json("policy", "list")

    def preview(self, *arguments, code=DONE):
        return self.practice.json("policy", "preview", *arguments, code=code)

    def test_of_nothing_changed_there_is_no_difference(self):
        before = self.state()
        told = self.preview()
        self.assertEqual(told["differences"], [])
        self.assertEqual(told["summary"]["differing"] or 0, 0)
        self.assertEqual(self.state(), before)
        self.assertIn("Nothing was changed.", self.practice.done("policy", "preview"))

    def test_a_changed_profile_says_which_date_would_be_another_and_why(self):
        text = (BUILD / "share/candor/profiles/default.toml").read_text(encoding="utf-8")
        old = "[rules.referral_unclosed.close_within]\nvalue = 30"
        self.assertIn(old, text)
        self.place("default.toml", text.replace(old, old.replace("30", "21")))
        before = self.state()

        told = self.preview("--profile", "default.toml")
        of_rule = [each for subject in told["differences"] for each in subject["follow_ups"]
                   if each["rule"].endswith("/referral_unclosed")]
        self.assertTrue(of_rule)
        for each in of_rule:
            self.assertLess(each["after"]["due"], each["before"]["due"])
            values = [reason for reason in each["reasons"] if reason["cause"] == "value"]
            self.assertEqual([(reason["before"], reason["after"]) for reason in values], [("30", "21")])
        self.assertEqual(self.state(), before)

        only = self.preview("--profile", "default.toml", "--case", "K-2")
        self.assertEqual({subject["case_code"] for subject in only["differences"]}, {"K-2"})
        table = self.practice.done("policy", "preview", "--profile", "default.toml")
        self.assertIn("close_within: 30 days", table)
        csv = self.practice.done("policy", "preview", "--profile", "default.toml", "-o", "csv").splitlines()
        self.assertEqual(len(csv), 1 + sum(len(subject["follow_ups"]) for subject in told["differences"]))

    def test_a_mode_is_tried_without_being_laid_down(self):
        before = self.state()
        told = self.preview("--mode", "R43=off", "--case", "K-2")
        self.assertEqual([each["kind"] for each in told["differences"][0]["follow_ups"]
                          if each["catalogue_id"] == "R43"], ["withdrawn"])
        self.assertEqual(self.state(), before)

    def test_a_plugin_that_does_not_get_over_an_entry_ends_the_preview_and_nothing_else(self):
        self.practice.done("log", "session", "--case", "K-1", "--minutes", "20", "--therapist", "Ann Bo", "--date",
                           (datetime.date.today() - datetime.timedelta(days=1)).isoformat(), "--yes")
        self.practice.wait_until_assessed()
        plugin = self.candidates / "crash.so"
        shutil.copyfile(BUILD / "tests/plugins/crash.so", plugin)
        plugin.chmod(0o700)
        run = self.practice.candor("policy", "preview", "--plugin", "crash.so")
        self.assertEqual(run.returncode, CONFLICT)
        # A sanitizer's report of the crash takes longer than a policy may take over an entry.
        self.assertRegex(run.stderr, "the policy crash .* (ended its worker|did not come back) over an entry")
        self.assertEqual(self.preview()["differences"], [])

    def test_what_is_no_candidate_is_refused(self):
        self.practice.done("policy", "preview", "--profile", "../config.toml", code=INVALID)
        self.practice.done("policy", "preview", "--profile", "none.toml", code=NOT_FOUND)
        self.place("broken.toml", "profile = 3\n")
        run = self.practice.candor("policy", "preview", "--profile", "broken.toml")
        self.assertEqual(run.returncode, INVALID)
        self.assertIn("broken.toml:1", run.stderr)
        self.assertIn("broken.toml", {each["file"] for each in self.practice.json("policy", "candidates")})

    def test_a_person_sees_how_far_it_is(self):
        code, shown = self.practice.on_terminal(["policy", "preview"], [])
        self.assertEqual(code, DONE)
        self.assertIn("Nothing was changed.", shown)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
