"""Who is away, who leaves and who supervises, against the real daemon: dates, lists, and one plan for all cases."""

import datetime
import unittest

from practice import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_CONFIRMED, NOT_FOUND, USAGE, Practice, of_command_line

BUILD = None


class AwayTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        self.today = datetime.date.fromisoformat(self.practice.json("status")["today"])
        for name in ("Ann Bo", "Di Ev", "Fo Gi"):
            self.practice.done("member", "add", name)
        for code in ("K-1", "K-2", "K-3"):
            self.practice.done("case", "open", code, "--therapist", "Ann Bo", "--date", "2025-01-10")

    def day(self, offset):
        """So many days after the practice's today."""
        return (self.today + datetime.timedelta(days=offset)).isoformat()

    def decide_to_refer(self):
        self.practice.done("log", "decision", "--case", "K-1", "--decision", "refer", "--therapist", "Ann Bo", "--yes")
        self.practice.wait_until_assessed()

    def talk_follow_up(self):
        self.practice.done("log", "--stdin", "--yes", stdin="kind: personal_reaction\ncase: K-2\nwhich: attachment\n"
                                                            "therapist: Ann Bo\n")
        self.practice.wait_until_assessed()
        follow_up, = self.practice.json("followup", "list", "--case", "K-2", "--act-for", "Ann Bo")
        return follow_up

    def members_work(self, name):
        return self.practice.json("today", "--act-for", name)

    def test_what_clients_need_goes_to_the_cover_and_comes_back(self):
        self.decide_to_refer()
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(-1), "--cover", "Di Ev", "--yes")

        item, = self.members_work("Di Ev")
        self.assertEqual(item["role"], "cover")
        self.assertEqual(self.members_work("Ann Bo"), [])
        shown = self.practice.done("today", "--act-for", "Di Ev")
        self.assertIn("For those who are away", shown)
        self.assertIn("Ann Bo, by", shown)

        self.practice.done("member", "back", "Ann Bo", "--on", self.day(0), "--yes")
        self.assertEqual(self.members_work("Di Ev"), [])
        self.assertEqual(len(self.members_work("Ann Bo")), 1)

    def test_a_date_waits_and_says_why(self):
        follow_up = self.talk_follow_up()
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(2), "--until", self.day(6), "--cover",
                           "Di Ev", "--yes")

        moved = self.practice.json("followup", "show", follow_up["name"], "--act-for", "Ann Bo")
        five_days_later = datetime.date.fromisoformat(follow_up["due"]) + datetime.timedelta(days=5)
        self.assertEqual(moved["due"], five_days_later.isoformat())
        explained = self.practice.done("followup", "explain", follow_up["name"], "--act-for", "Ann Bo")
        self.assertIn("Why the date moved", explained)
        self.assertIn(f"The rule gave {follow_up['due']}.", explained)
        self.assertIn(f"{self.day(2)} to {self.day(6)}, Di Ev covers", explained)

    def test_without_an_end_there_is_no_date(self):
        follow_up = self.talk_follow_up()
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(0), "--yes")

        paused = self.practice.json("followup", "show", follow_up["name"], "--act-for", "Ann Bo")
        self.assertIsNone(paused["due"])
        self.assertTrue(paused["paused"])
        self.assertIn("none until they are back",
                      self.practice.done("followup", "show", follow_up["name"], "--act-for", "Ann Bo"))

    def test_days_that_cannot_be_are_refused(self):
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(3), "--until", self.day(2), "--yes",
                           code=INVALID)
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(0), code=NOT_CONFIRMED)
        self.practice.done("member", "back", "Ann Bo", "--on", self.day(0), "--yes", code=NOT_FOUND)
        self.practice.done("member", "away", "Ann Bo", "--yes", code=USAGE)

    def test_what_is_confirmed_is_shown(self):
        asked = self.practice.candor("member", "away", "Ann Bo", "--from", self.day(3), "--cover", "Di Ev")
        self.assertEqual(asked.returncode, NOT_CONFIRMED)
        self.assertIn(f"absence of Ann Bo: from: {self.day(3)}, cover: Di Ev; dated {self.day(0)}", asked.stderr)

    def test_who_is_away_can_be_looked_up_and_called_off(self):
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(-9), "--until", self.day(-8), "--yes")
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(2), "--until", self.day(6), "--cover",
                           "Di Ev", "--yes")

        entry, = self.practice.json("member", "show", "Ann Bo")["away"]
        shown = self.practice.done("member", "show", "Ann Bo")
        self.assertIn(f"from {self.day(2)} until {self.day(6)}, Di Ev covers ({entry['name']})", shown)
        refused = self.practice.candor("member", "back", "Ann Bo", "--on", self.day(2), "--yes")
        self.assertEqual(refused.returncode, NOT_FOUND)
        self.assertIn(f"candor entry retract {entry['name']}", refused.stderr)

    def test_a_second_cover_of_the_same_days_is_refused_and_who_acts_is_named(self):
        days = ("member", "away", "Ann Bo", "--from", self.day(0), "--until", self.day(6), "--yes")
        self.practice.done(*days, "--cover", "Di Ev")

        second = self.practice.candor(*days, "--cover", "Fo Gi")

        self.assertEqual(second.returncode, CONFLICT, second.stderr)
        entry, = self.practice.json("member", "show", "Ann Bo")["away"]
        self.assertIn(entry["name"], second.stderr)
        acts, = [line for line in self.practice.done("member", "show", "Ann Bo").splitlines() if "Acts today" in line]
        self.assertIn("Di Ev", acts)

    def test_whose_supervisor_leaves_without_a_next_one_is_named(self):
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Fo Gi", "--from", "2025-01-01")
        line = ("member", "depart", "Fo Gi", "--last-day", self.day(-1))

        planned = " ".join(self.practice.done(*line, "--dry-run").split())
        self.practice.done(*line, "--yes")

        self.assertIn(f"Without a supervisor from {self.day(0)}: Ann Bo.", planned)
        self.assertIn(f"Ann Bo from {self.day(0)}, when Fo Gi had left", self.practice.done("today"))
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", self.day(0))
        self.assertNotIn("Without a supervisor", self.practice.done("today"))

    def test_nobody_gives_themselves_a_view_of_others(self):
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", "2025-01-01")
        as_colleague = ("--yes", "--act-for", "Fo Gi")
        change = ("log", "supervision_change", "--member", "Ann Bo", "--event", "ended", "--supervisor", "Di Ev",
                  "--next-supervisor", "Fo Gi", "--source", "colleague", *as_colleague)
        for line in ((*change, "--date", "2025-02-01"), (*change, "--date", self.day(0)),
                     ("member", "away", "Ann Bo", "--from", self.day(0), "--cover", "Fo Gi", *as_colleague),
                     ("member", "depart", "Ann Bo", "--last-day", self.day(-1), *as_colleague),
                     ("member", "depart", "Ann Bo", "--last-day", self.day(-1), "--custodian", "Fo Gi",
                      *as_colleague)):
            with self.subTest(line):
                self.practice.done(*line, code=NOT_ALLOWED)
        self.practice.done("case", "show", "K-1", "--act-for", "Fo Gi", code=NOT_FOUND)

        # That somebody is away who cannot say so, a colleague may write down; whom it is about is told, and by whom.
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(0), *as_colleague)
        self.practice.done("case", "show", "K-1", "--act-for", "Fo Gi", code=NOT_FOUND)
        told = " ".join(self.practice.done("today", "--act-for", "Ann Bo").split())
        self.assertIn(f"You are recorded as away from {self.day(0)}; written down by Fo Gi.", told)
        entry, = self.practice.json("member", "show", "Ann Bo")["away"]
        self.practice.done("entry", "retract", entry["name"], "--reason", "entered_in_error", "--yes", "--act-for",
                           "Ann Bo")
        self.assertNotIn("recorded as away", self.practice.done("today", "--act-for", "Ann Bo"))

    def test_whom_a_colleague_recorded_as_away_says_who_covers_and_when_they_are_back(self):
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(-2), "--yes", "--act-for", "Fo Gi")
        member = self.practice.json("member", "show", "Ann Bo")["name"]
        told = " ".join(self.practice.done("today", "--act-for", "Ann Bo").split())
        self.assertIn(f"candor member back {member} --on YYYY-MM-DD", told)
        entry, = self.practice.json("member", "show", "Ann Bo")["away"]

        self.practice.done("entry", "amend", entry["name"], "--set", "cover=Di Ev", "--yes", "--act-for", "Ann Bo")
        self.practice.done("case", "show", "K-1", "--act-for", "Di Ev")
        told = " ".join(self.practice.done("today", "--act-for", "Ann Bo").split())
        self.assertIn("Di Ev covers; written down by Fo Gi, corrected by you.", told)
        mended, = self.practice.json("member", "show", "Ann Bo")["away"]
        self.assertIn("Corrected by", self.practice.done("entry", "show", mended["name"]))
        self.practice.done("member", "back", member, "--on", self.day(0), "--yes", "--act-for", "Ann Bo")

        self.practice.done("case", "show", "K-1", "--act-for", "Di Ev", code=NOT_FOUND)
        self.assertNotIn("recorded as away", self.practice.done("today", "--act-for", "Ann Bo"))

    def test_of_everybody_who_put_an_absence_right_it_is_told(self):
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(-2), "--yes", "--act-for", "Fo Gi")
        for day, behalf in ((5, ("--act-for", "Ann Bo")), (6, ())):
            entry, = self.practice.json("member", "show", "Ann Bo")["away"]
            self.practice.done("entry", "amend", entry["name"], "--set", f"to={self.day(day)}", "--yes", *behalf)

        entry, = self.practice.json("member", "show", "Ann Bo")["away"]
        shown = " ".join(self.practice.done("entry", "show", entry["name"]).split())
        self.assertIn("Ann Bo, the operator", shown)
        told = " ".join(self.practice.done("today", "--act-for", "Ann Bo").split())
        self.assertIn("written down by Fo Gi, corrected by you, the operator.", told)

        # What she and the operator said stands against the colleague.
        self.practice.done("entry", "amend", entry["name"], "--set", f"to={self.day(20)}", "--yes", "--act-for",
                           "Fo Gi", code=NOT_ALLOWED)

    def test_who_is_back_is_away_no_longer_wherever_absences_overlap(self):
        self.decide_to_refer()
        for first, last in ((-3, 5), (-1, 9)):
            self.practice.done("member", "away", "Ann Bo", "--from", self.day(first), "--until", self.day(last),
                               "--cover", "Di Ev", "--yes")
        self.assertEqual(len(self.members_work("Di Ev")), 1)

        ended = self.practice.json("member", "back", "Ann Bo", "--on", self.day(0), "--yes")

        self.assertEqual([each["absence"]["to"] for each in ended["entries"]], [self.day(-1)] * 2)
        self.assertEqual(self.members_work("Di Ev"), [])
        self.assertEqual(len(self.members_work("Ann Bo")), 1)

    def test_nobody_covers_for_themselves(self):
        refused = self.practice.candor("member", "away", "Ann Bo", "--from", self.day(0), "--cover", "Ann Bo", "--yes")
        self.assertEqual(refused.returncode, INVALID)
        self.assertIn("name somebody else", refused.stderr)

    def test_one_plan_for_all_cases_of_who_leaves(self):
        line = ("member", "depart", "Ann Bo", "--last-day", self.day(0), "--custodian", "Fo Gi", "--every",
                "transfer Di Ev", "--case", "K-2=referral", "--case", "K-3=later")
        planned = self.practice.json(*line, "--dry-run")
        self.assertEqual([(each["case_code"], each["step"]) for each in planned],
                         [("K-1", "transfer"), ("K-2", "referral"), ("K-3", "later")])
        self.practice.done(*line, code=NOT_CONFIRMED)
        self.assertEqual(self.practice.json("followup", "list"), [])

        shown = self.practice.done(*line, "--yes")

        self.assertIn("It is in, all of it: 4 entries.", shown)
        self.assertIn("Not decided yet: K-3", shown)
        self.practice.wait_until_assessed()
        asked = {(each["case_code"], each["rule"]) for each in self.practice.json("followup", "list")}
        self.assertEqual(asked, {("K-1", "referral_follow_through"), ("K-2", "referral_follow_through")})

        # What was left open is asked for again, and the departure is recorded once; it is not changed in passing.
        self.assertIn("candor entry amend", self.practice.candor(
            "member", "depart", "Ann Bo", "--last-day", self.day(1), "--case", "K-3=ending", "--yes").stderr)
        again = self.practice.json("member", "depart", "Ann Bo", "--case", "K-3=ending", "--yes")
        self.assertEqual([each["kind"] for each in again["entries"]], ["decision"])

        # The same line once more, and one answer for all, find nothing that is still to be decided.
        for more in (line, ("member", "depart", "Ann Bo", "--every", "ending")):
            refused = self.practice.candor(*more, "--yes")
            self.assertEqual(refused.returncode, CONFLICT, refused.stderr)
            self.assertIn("Decided already: K-1, K-2, K-3.", " ".join(refused.stderr.split()))
            self.assertIn("nothing is left to record", refused.stderr)
        anew = self.practice.json("member", "depart", "Ann Bo", "--case", "K-2=ending", "--yes")
        self.assertEqual([each["decision"]["decision"] for each in anew["entries"]], ["stop"])

    def test_what_recording_a_plan_refuses_its_dry_run_refuses(self):
        self.practice.done("member", "depart", "Fo Gi", "--last-day", self.day(-1), "--yes")
        for custodian, why in (("Fo Gi", "has left by then"), ("Ann Bo", "is the member whom it is about")):
            line = ("member", "depart", "Ann Bo", "--last-day", self.day(0), "--custodian", custodian)
            for how in ("--dry-run", "--yes"):
                refused = self.practice.candor(*line, how)
                self.assertEqual(refused.returncode, INVALID, (custodian, how, refused.stdout))
                self.assertIn(why, " ".join(refused.stderr.split()))
                self.assertEqual(refused.stdout, "")

    def test_what_was_decided_before_or_came_to_nothing_is_still_to_be_decided(self):
        decided = self.practice.json("log", "decision", "--case", "K-1", "--decision", "stop", "--therapist", "Ann Bo",
                                     "--yes")["entry"]["name"]
        line = ("member", "depart", "Ann Bo", "--every", "referral")
        self.practice.done(*line, "--last-day", self.day(0), "--case", "K-1=later", "--case", "K-2=later", "--yes")
        # Put right after the departure, it was decided before all the same.
        self.practice.done("entry", "amend", decided, "--set", "decision=refer", "--yes")
        self.practice.done("log", "referral", "--case", "K-3", "--outcome", "declined", "--therapist", "Ann Bo",
                           "--yes")

        again = self.practice.json(*line, "--dry-run")

        self.assertEqual([(each["case_code"], each["step"]) for each in again],
                         [(code, "referral") for code in ("K-1", "K-2", "K-3")])

    def test_a_referral_that_came_to_nothing_takes_back_no_transfer(self):
        line = ("member", "depart", "Ann Bo", "--every", "transfer Di Ev", "--yes")
        self.practice.done(*line, "--last-day", self.day(0))
        self.practice.done("log", "referral", "--case", "K-1", "--outcome", "declined", "--therapist", "Ann Bo",
                           "--yes")

        refused = self.practice.candor(*line)

        self.assertEqual(refused.returncode, CONFLICT, refused.stderr)
        self.assertIn("Decided already: K-1, K-2, K-3.", " ".join(refused.stderr.split()))

    def test_open_cases_of_who_has_left_wait_for_somebody(self):
        line = ("member", "depart", "Ann Bo", "--last-day", self.day(-1), "--every", "ending", "--case", "K-1=later")
        planned = self.practice.done(*line, "--dry-run")
        self.assertIn("Keeps the records: nobody named;", planned)
        row = self.practice.json(*line, "--custodian", "Fo Gi", "--dry-run")[0]
        self.assertEqual(row["last_day"], self.day(-1))
        self.assertTrue(row["custodian"].startswith("members/"))

        shown = " ".join(self.practice.done(*line, "--custodian", "Fo Gi", "--yes").split())

        self.assertIn("To be ended: K-2, K-3.", shown)
        self.assertIn("Not decided yet: K-1.", shown)
        for reader in ((), ("--act-for", "Fo Gi")):
            self.assertIn(f"Ann Bo, gone from {self.day(0)}: K-1, K-2, K-3", self.practice.done("today", *reader))
        self.assertNotIn("K-1", self.practice.done("today", "--act-for", "Di Ev"))
        rows = self.practice.json("today", "--act-for", "Fo Gi", "--whole-day")
        self.assertEqual([each["case_code"] for each in rows if each["section"] == "left_case"], ["K-1", "K-2", "K-3"])

        self.practice.done("log", "termination", "--case", "K-1", "--therapist", "Ann Bo", "--initiator", "client",
                           "--date", self.day(-1), "--yes")
        self.assertIn(f"Ann Bo, gone from {self.day(0)}: K-2, K-3", self.practice.done("today"))

        # As the list says it, for who keeps the records.
        shown = self.practice.done("today", "--act-for", "Fo Gi")
        ended, = [each.split()[2:] for each in shown.splitlines() if each.strip().startswith("ended:")]
        handed, = [each.split()[2:] for each in shown.splitlines() if each.strip().startswith("handed:")]
        for line, code in ((ended, "K-2"), (handed, "K-3")):
            words = [{"CODE": code, "NAME": "Di Ev"}.get(word, word) for word in line]
            behalf = words.index("--act-for")
            self.practice.done(*words[:behalf], "--act-for", "Fo Gi", "--yes")
        self.assertNotIn("gone from", self.practice.done("today", "--act-for", "Fo Gi"))
        self.assertTrue(self.practice.json("case", "show", "K-3")["open"])

    def test_the_supervisor_of_who_has_left_is_told_whose_account_theirs_is(self):
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", "2025-01-01")
        self.practice.done("member", "depart", "Ann Bo", "--last-day", self.day(-1), "--custodian", "Fo Gi", "--yes")

        for reader, account in (("Di Ev", "supervisor"), ("Fo Gi", "colleague")):
            shown = self.practice.done("today", "--act-for", reader)
            ended, = [line.split()[2:] for line in shown.splitlines() if line.strip().startswith("ended:")]
            self.assertEqual(ended[ended.index("--source") + 1], account)
        self.assertNotIn("says --source", shown)

    def test_of_what_waits_for_who_has_left_it_is_said_who_keeps_the_records(self):
        self.practice.done("log", "termination", "--case", "K-1", "--therapist", "Ann Bo", "--date", self.day(-3),
                           "--yes")
        kept = "Ann Bo has left; Fo Gi keeps the records."
        self.assertNotIn(kept, self.practice.done("today", "--all"))

        self.practice.done("member", "depart", "Ann Bo", "--last-day", self.day(-1), "--custodian", "Fo Gi", "--yes")
        self.practice.wait_until_assessed()

        self.assertIn("no date", self.practice.done("today", "--all"))
        self.assertIn(kept, self.practice.done("today", "--all"))

    def test_on_its_last_day_an_absence_is_not_to_be_ended(self):
        self.practice.done("member", "away", "Ann Bo", "--from", self.day(-2), "--until", self.day(3), "--yes")
        self.assertIn("back:", self.practice.done("today", "--act-for", "Ann Bo"))

        self.practice.done("member", "back", "Ann Bo", "--on", self.day(1), "--yes")

        shown = self.practice.done("today", "--act-for", "Ann Bo")
        self.assertIn(f"until {self.day(0)}", shown)
        self.assertNotIn("back:", shown)

    def test_who_has_left_takes_nothing_over(self):
        self.practice.done("member", "depart", "Di Ev", "--last-day", self.day(-1), "--yes")
        self.assertIn("not so:  ask the operator", self.practice.done("today", "--act-for", "Di Ev"))
        away = ("member", "away", "Ann Bo", "--from", self.day(0), "--cover", "Di Ev", "--yes")
        self.assertIn("has left", self.practice.candor(*away).stderr)
        self.practice.done(*away, code=INVALID)
        leave = ("member", "depart", "Ann Bo", "--last-day", self.day(0), "--yes")
        self.practice.done(*leave, "--custodian", "Di Ev", code=INVALID)
        self.practice.done(*leave, "--every", "transfer Di Ev", code=INVALID)

    def test_on_a_terminal_one_answer_does_for_all(self):
        # Three questions about the departure, the answer for all, each case, and the confirmation.
        answers = ["resignation", "Fo Gi", "", "t Di Ev", "", "e", "", "y"]
        code, shown = self.practice.on_terminal(["member", "depart", "Ann Bo", "--last-day", self.day(0)], answers)

        self.assertEqual(code, DONE, shown)
        self.assertIn("It is in, all of it: 6 entries.", shown)

    def test_a_plan_that_means_nothing_is_refused(self):
        line = ("member", "depart", "Ann Bo", "--last-day", self.day(0), "--yes")
        self.practice.done(*line, "--every", "keep", code=INVALID)
        self.practice.done(*line, "--every", "transfer Ann Bo", code=INVALID)
        self.practice.done(*line, "--case", "K-9=later", code=INVALID)
        self.practice.done("member", "depart", "Ann Bo", "--yes", code=USAGE)

    def test_what_is_open_passes_to_the_next_supervisor(self):
        self.practice.done("member", "supervise", "Ann Bo", "--supervisor", "Di Ev", "--from", "2025-01-01")
        self.decide_to_refer()
        self.assertEqual(len(self.members_work("Di Ev")), 1)

        self.practice.done("log", "supervision_change", "--member", "Ann Bo", "--date", self.day(-1), "--event",
                           "ended", "--supervisor", "Di Ev", "--next-supervisor", "Fo Gi", "--yes")

        self.assertEqual(self.members_work("Di Ev"), [])
        item, = self.members_work("Fo Gi")
        self.assertEqual(item["role"], "supervisor")
        supervisors = [each["from"] for each in self.practice.json("member", "show", "Fo Gi")["supervisions"]]
        self.assertEqual(supervisors, [self.day(0)])


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
