"""Who was shown what, with the real programs: people on machines of their own see who read what is about them, in which
role and for what, in a list, in their day and as it happens; what others have written is closed until somebody has said
what they read it for; the director goes through the log; and what leaves is accounted for."""

import csv
import io
import json
import subprocess
import threading
import time
import unittest

from network_practice import DIRECTOR, NetworkPractice
from practice import CONFLICT, DONE, NOT_ALLOWED, NOT_CONFIRMED, USAGE, Practice, of_command_line

BUILD = None
ANA, DELE = "Ana Nguyen", "Dele Haddad"
WORDS = "what-was-said-in-this-session"
FOR_THE_BOARD = ("--recipient", "the board", "--purpose", "case 12/2026", "--basis", "authority")


class Watched:
    """A `candor watch` under way on a machine: what it has been told so far of who was shown something."""

    def __init__(self, practice, machine):
        token = practice.folder / f"watched-by-{machine}"
        self.accesses = []
        self._process = subprocess.Popen(
            [practice.build / "bin/candor", "watch", "-o", "json", "--resume-file", str(token)], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=practice.environment_of(machine))
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not token.exists():
            time.sleep(0.05)

    def _read(self):
        for line in self._process.stdout:
            self.accesses.extend(change["access"] for change in json.loads(line)["changes"] if "access" in change)

    def wait_for(self, reader, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if any(each["reader"] == reader for each in list(self.accesses)):
                return True
            time.sleep(0.05)
        return False

    def close(self):
        self._process.terminate()
        self._process.wait(timeout=60)
        self._reader.join()
        self._process.stdout.close()


class AccessTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        practice = cls.practice
        for name in (ANA, DELE):
            practice.done("member", "add", name, "--profession", "lcsw", "--jurisdiction", "US-CA")
        practice.done("member", "supervise", ANA, "--supervisor", DELE, "--from", "2025-01-06")
        practice.done("case", "open", "C-1", "--therapist", ANA, "--date", "2025-01-10")
        cls.member = {each["display_name"]: each["name"] for each in practice.json("member", "list")}
        cls.case = practice.json("case", "show", "C-1")["name"]
        practice.make_ready()
        for machine, code in (("rosa", practice.directors_code()), ("ana", practice.code_for(ANA)),
                              ("dele", practice.code_for(DELE))):
            practice.enroll(machine, code)
        cls.entry = cls.write("2025-02-10")

    @classmethod
    def write(cls, day):
        """A session of Ana's, with words; its name."""
        run = cls.practice.on_machine("ana", "log", "--stdin", "--yes", "-o", "json",
                                      stdin=f"kind: session\ncase: C-1\ndate: {day}\nminutes: 50\n\n{WORDS}\n")
        return json.loads(run.stdout)["entry"]["name"]

    def show(self, machine, entry, code=DONE):
        return self.practice.on_machine(machine, "entry", "show", entry, "-o", "json", code=code)

    def shown_of(self, machine="ana"):
        """The log of whoever works there, newest first."""
        return json.loads(self.practice.on_machine(machine, "access-log", "--mine", "-o", "json").stdout)

    def entries_shown_to(self, name):
        return [each for each in self.shown_of() if each["reader"] == self.member[name] and each["method"] ==
                "EntryService.GetEntry"]

    def test_01_what_is_ones_own_is_in_no_log(self):
        before = self.shown_of()
        self.assertIn(WORDS, self.show("ana", self.entry).stdout)
        self.practice.on_machine("ana", "case", "timeline", "C-1")
        self.assertEqual(self.shown_of(), before)
        self.assertEqual([each for each in before if each["reader"] == self.member[ANA]], [])

    def test_02_what_others_wrote_is_closed_until_it_is_said_what_for(self):
        before = self.shown_of()
        refused = self.show("dele", self.entry, code=CONFLICT)
        self.assertEqual(refused.stdout, "")
        self.assertIn("candor session start --purpose supervision", " ".join(refused.stderr.split()))
        self.assertEqual(self.shown_of(), before, "nothing was shown")

    def test_03_whose_it_is_sees_who_was_shown_it_in_which_role_and_for_what(self):
        opened = json.loads(self.practice.on_machine("dele", "session", "start", "--purpose", "supervision", "-o",
                                                     "json").stdout)
        self.assertEqual((opened["purpose"], opened["idle_minutes"]), ("supervision", 10))

        self.assertIn(WORDS, self.show("dele", self.entry).stdout)

        [shown] = self.entries_shown_to(DELE)
        self.assertEqual((shown["role"], shown["purpose"], shown["highest"], shown["acted_for"]),
                         ("supervisor", "supervision", "narrative", False))
        self.assertEqual([(each["member"], each["subject"]) for each in shown["of"]], [(self.member[ANA], self.case)])
        self.show("dele", self.entry)
        self.assertEqual(len(self.entries_shown_to(DELE)), 1, "the same again shows nothing new")

    def test_04_for_people_and_for_programs(self):
        table = self.practice.on_machine("ana", "access-log", "--mine").stdout
        self.assertRegex(" ".join(table.split()), f"{DELE} supervisor supervision words C-1 entries")
        self.assertIn("Does a line surprise you?", table)
        rows = list(csv.DictReader(io.StringIO(self.practice.on_machine("ana", "access-log", "-o", "csv").stdout,
                                               newline="")))
        self.assertIn((self.member[DELE], "supervision", self.case),
                      [(each["reader"], each["purpose"], each["subjects"]) for each in rows])
        self.assertNotIn(WORDS, table + json.dumps(rows))
        today = " ".join(self.practice.on_machine("ana", "today").stdout.split())
        self.assertIn("somebody was shown what is about you", today)
        self.assertIn("candor access-log --mine", today)
        whole = json.loads(self.practice.on_machine("ana", "today", "--whole-day", "-o", "json").stdout)
        [row] = [each for each in whole if each["section"] == "shown_to_others"]
        self.assertGreaterEqual(row["times"], 1)

    def test_05_as_it_happens(self):
        watched = Watched(self.practice, "ana")
        self.addCleanup(watched.close)
        second = self.write("2025-02-17")

        self.show("dele", second)

        self.assertTrue(watched.wait_for(self.member[DELE]), watched.accesses)
        self.assertEqual([each for each in watched.accesses if each["reader"] == self.member[ANA]], [])

    def test_06_a_session_locks_and_what_is_ones_own_stays_open(self):
        self.practice.on_machine("dele", "session", "lock")
        refused = self.show("dele", self.entry, code=CONFLICT)
        self.assertIn("candor session unlock", " ".join(refused.stderr.split()))
        self.show("ana", self.entry)
        unlocked = self.practice.on_machine("dele", "session", "unlock", "-o", "json").stdout
        self.assertEqual(json.loads(unlocked)["purpose"], "supervision")
        self.show("dele", self.entry)

    def test_07_on_a_terminal_it_is_asked_for(self):
        self.practice.on_machine("dele", "session", "lock")
        third = self.write("2025-02-24")
        machine = {**self.practice.environment_of("dele"), "CANDOR_PAGER": ""}

        code, shown = self.practice.on_terminal(["entry", "show", third], ["3"], machine=machine)

        self.assertEqual(code, DONE, shown)
        self.assertIn("what others have written was closed", " ".join(shown.split()))
        self.assertIn(WORDS, shown)
        self.assertEqual(self.entries_shown_to(DELE)[0]["purpose"], "consultation")
        self.practice.on_machine("dele", "session", "lock")
        code, shown = self.practice.on_terminal(["entry", "show", self.write("2025-03-03")], ["n"], machine=machine)
        self.assertEqual(code, CONFLICT, shown)
        self.assertNotIn(WORDS, shown)

    def test_08_the_director_goes_through_the_log_and_that_is_on_record(self):
        self.practice.on_machine("ana", "access-log", "--review", code=NOT_ALLOWED)
        self.practice.on_machine("ana", "access-log", "--reviews", code=NOT_ALLOWED)

        gone_through = json.loads(self.practice.on_machine("rosa", "access-log", "--review", "--yes", "--stdin", "-o",
                                                           "json", stdin="nothing out of the way\n").stdout)

        self.assertIn((self.member[DELE], "supervision"), [(each["reader"], each["purpose"]) for each in gone_through])
        [review] = json.loads(self.practice.on_machine("rosa", "access-log", "--reviews", "-o", "json").stdout)
        self.assertEqual((review["reviewer"], review["remark"]), (self.member[DIRECTOR], "nothing out of the way"))
        self.assertTrue(all(int(each["record"]) == 0 for each in gone_through), "a gap would tell what is left out")
        since = json.loads(self.practice.on_machine("rosa", "access-log", "--review", "-o", "json").stdout)
        self.assertFalse([each for each in since if each in gone_through])
        self.practice.on_machine("rosa", "access-log", "--review", "--yes", "--reader", DELE, code=USAGE)

    def test_09_what_leaves_is_accounted_for(self):
        part = self.practice.folder / "one-case.jsonl"
        self.practice.done("export", "--case", self.case, "--out", part, code=USAGE)
        self.assertFalse(part.exists())

        told = self.practice.json("export", "--case", self.case, "--out", part, *FOR_THE_BOARD)

        [disclosure] = self.practice.json("access-log", "--disclosures", "--case", self.case)
        self.assertEqual((disclosure["name"], disclosure["recipient"], disclosure["purpose"], disclosure["basis"]),
                         (told["disclosure"], "the board", "case 12/2026", "authority"))
        self.assertGreaterEqual(int(disclosure["ledger_size"]), told["size"])
        self.assertIn("the board", self.practice.done("access-log", "--disclosures"))
        [of_hers] = json.loads(self.practice.on_machine("ana", "access-log", "--disclosures", "-o", "json").stdout)
        self.assertEqual((of_hers["name"], of_hers["subjects"]), (told["disclosure"], [self.case]))
        mine = self.practice.on_machine("ana", "access-log", "--mine").stdout
        self.assertIn("case 12/2026, to the board", " ".join(mine.split()))
        self.assertIn("ExportService.ExportRecords",
                      [each["method"] for each in self.shown_of() if each["reader"] is None])

    def test_10_an_export_that_nobody_accounts_for_leaves_nothing(self):
        part = self.practice.folder / "nothing.jsonl"
        before = len(self.practice.json("access-log", "--disclosures"))
        code, shown = self.practice.on_terminal(["export", "--case", self.case, "--out", str(part)], ["the board", ""])
        self.assertEqual(code, NOT_CONFIRMED, shown)
        self.assertFalse(part.exists())
        self.assertEqual(len(self.practice.json("access-log", "--disclosures")), before)

    def test_11_the_log_outlives_a_restart_and_a_session_does_not(self):
        before = self.shown_of()
        self.practice.on_machine("dele", "session", "start", "--purpose", "supervision")
        self.assertEqual(self.practice.stop(), DONE)
        self.practice.start()
        self.assertEqual(self.shown_of(), before)
        refused = self.show("dele", self.entry, code=CONFLICT)
        self.assertIn("candor session start", " ".join(refused.stderr.split()))


class AtTheSocketTest(unittest.TestCase):
    """Before anybody has enrolled: the operator may act for members, and each time these see it."""

    def test_what_the_operator_does_in_somebodys_name_they_see(self):
        practice = Practice(BUILD)
        self.addCleanup(practice.close)
        practice.done("member", "add", ANA)
        practice.done("case", "open", "C-1", "--therapist", ANA, "--date", "2025-01-10")
        logged = practice.json("log", "--stdin", "--yes", "--act-for", ANA,
                               stdin=f"kind: session\ncase: C-1\ndate: 2025-02-10\nminutes: 50\n\n{WORDS}\n")
        entry = logged["entry"]["name"]

        practice.done("entry", "show", entry)
        practice.done("entry", "show", entry, "--act-for", ANA)

        mine = practice.json("access-log", "--mine", "--act-for", ANA)
        shown = {(each["reader"] is not None, each["acted_for"]) for each in mine
                 if each["method"] == "EntryService.GetEntry"}
        self.assertEqual(shown, {(False, False), (True, True)})
        table = " ".join(practice.done("access-log", "--mine", "--act-for", ANA).split())
        self.assertIn(f"the operator as {ANA}", table)
        self.assertNotIn(WORDS, table)
        practice.done("access-log", "--mine", code=USAGE)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
