"""Erasure, retention and hold with the real programs: what is erased is gone for everybody, also after a restart and
from a backup, and everything else is as it was."""

import datetime
import os
import shutil
import subprocess
import unittest

from practice import (CONFLICT, DONE, LOCAL_FILE, NOT_ALLOWED, NOT_CONFIRMED, NOT_FOUND, TO_THE_ARCHIVE, USAGE,
                      Practice, of_command_line)

BUILD = None
SECRET = "the-words-that-nobody-is-to-read"


class EraseTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        os.environ["CANDOR_STATE"] = str(self.practice.folder / "state")
        self.addCleanup(os.environ.pop, "CANDOR_STATE")
        self.practice.done("member", "add", "Ann Bo")
        self.practice.done("member", "add", "Cora Lee")
        self.open_and_end("K-1", "2010", "2012")
        self.practice.done("case", "open", "K-2", "--therapist", "Ann Bo", "--date", "2025-01-10")
        self.practice.wait_until_assessed()

    def write(self, case, kind, day, *more):
        self.practice.done("log", kind, "--case", case, "--date", day, "--reported", day, "--therapist", "Ann Bo", "--yes",
                           *more)

    def open_and_end(self, case, began, ended):
        self.practice.done("case", "open", case, "--therapist", "Ann Bo", "--date", f"{began}-03-01", "--reported",
                           f"{began}-03-01")
        self.practice.done("log", "--stdin", "--yes", "--act-for", "Ann Bo",
                           stdin=f"kind: session\ncase: {case}\ndate: {began}-04-02\nreported: {began}-04-02\n"
                                 f"minutes: 50\nnote: {SECRET}\n")
        self.write(case, "termination", f"{ended}-06-30")

    def due(self, *more):
        names = {each["name"]: each["code"] for each in self.practice.json("case", "list")}
        return {(names.get(each["subject"]), each["scope"]): each for each in self.practice.json("retention", "due", *more)}

    def erase(self, case, *more):
        return self.practice.candor("case", "erase", case, "--reason", "asked for by the client", "--second", "Cora Lee",
                                    "--yes", *more)

    def test_an_erased_case_is_gone_and_what_else_there_is_verifies(self):
        case = self.practice.json("case", "show", "K-1")["name"]
        before = self.practice.json("ledger", "verify")
        self.assertEqual(before["erased"], [])
        entries = self.practice.json("case", "timeline", "K-1")
        self.assertIn(SECRET, str(self.practice.json("entry", "show", entries[1]["name"])))

        certificate = self.practice.folder / "K-1.erased"
        done = self.erase("K-1", "--out", certificate)

        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("candor erasure certificate 1\n", certificate.read_text(encoding="utf-8"))
        self.assertIn("subject case " + case.removeprefix("cases/"), certificate.read_text(encoding="utf-8"))
        shown = self.practice.json("case", "show", case)
        self.assertTrue(shown["erased"])
        self.assertEqual(self.practice.candor("case", "show", "K-1").returncode, NOT_FOUND)
        for entry in self.practice.json("case", "timeline", case):
            self.assertTrue(entry["erased"], entry)
            self.assertNotIn(SECRET, str(entry))
        after = self.practice.json("ledger", "verify")
        self.assertEqual(after["faults"], [])
        self.assertGreater(after["erased"][0]["records"], 2)
        self.assertEqual(self.erase("K-1").returncode, NOT_FOUND)
        self.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-05-01")

        self.assertEqual(self.practice.stop(), 0)
        self.practice.start()
        self.assertTrue(self.practice.json("case", "show", case)["erased"])
        self.assertEqual(self.practice.json("case", "show", "K-2")["code"], "K-2")
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_it_takes_a_reason_and_a_second_person_with_no_part_in_it(self):
        self.practice.done("case", "erase", "K-1", "--second", "Cora Lee", "--yes", code=USAGE)
        self.practice.done("case", "erase", "K-1", "--reason", "why", "--second", "Cora Lee", code=NOT_CONFIRMED)
        self.practice.done("case", "erase", "K-1", "--reason", "why", "--second", "Ann Bo", "--yes", code=NOT_ALLOWED)
        self.assertEqual(self.practice.json("case", "show", "K-1")["code"], "K-1")
        self.assertEqual([each["state"] for each in self.practice.json("retention", "list")], ["refused"])

    def test_who_has_left_is_no_second_person(self):
        yesterday = (datetime.date.fromisoformat(self.practice.json("status")["today"])
                     - datetime.timedelta(days=1)).isoformat()
        self.practice.done("member", "depart", "Cora Lee", "--last-day", yesterday, "--reason", "resignation", "--yes")
        placed = self.practice.json("hold", "place", "--case", "K-2", "--reason", "a subpoena")

        refused = self.erase("K-1")
        self.practice.done("hold", "release", placed["name"], "--reason", "why", "--second", "Cora Lee",
                           code=NOT_ALLOWED)

        self.assertEqual(refused.returncode, NOT_ALLOWED, refused.stderr)
        self.assertIn("has left the practice; ask a member who is here", " ".join(refused.stderr.split()))
        self.assertEqual(self.practice.json("case", "show", "K-1")["code"], "K-1")
        self.assertEqual([each["state"] for each in self.practice.json("hold", "list")], ["placed"])

    def test_nothing_is_erased_where_the_certificate_cannot_be_kept(self):
        there = self.practice.folder / "there"
        there.write_text("precious", encoding="utf-8")
        second = self.practice.folder / "second"
        (self.practice.folder / "second.2").write_text("precious", encoding="utf-8")
        link = self.practice.folder / "link"
        link.symlink_to(self.practice.folder / "nowhere")
        for out in (there, second, link, self.practice.folder, self.practice.folder / "none/K-1.erased"):
            refused = self.erase("K-1", "--out", out)
            self.assertEqual(refused.returncode, LOCAL_FILE, refused.stderr)
            self.assertEqual(self.practice.json("case", "show", "K-1")["code"], "K-1")
        self.assertEqual(self.practice.json("retention", "list"), [])
        self.assertEqual(there.read_text(encoding="utf-8"), "precious")
        self.assertEqual([each.name for each in self.practice.folder.glob("*.part")], [])

        # Refused by the daemon: the name is free for the next time.
        kept = self.practice.folder / "K-1.erased"
        self.practice.done("case", "erase", "K-1", "--reason", "why", "--second", "Ann Bo", "--yes", "--out", kept,
                           code=NOT_ALLOWED)
        self.assertEqual(list(self.practice.folder.glob("K-1.erased*")), [])
        self.assertEqual(self.erase("K-1", "--out", kept).returncode, DONE)
        self.assertEqual(list(self.practice.folder.glob("*.part")), [])

    def test_what_stays_of_an_erased_entry_is_said_before(self):
        session = self.practice.json("case", "timeline", "K-1")[1]["name"]
        erased = self.erase("K-1")
        self.assertIn("minutes and choices", " ".join(erased.stderr.split()))
        shown = self.practice.json("entry", "show", session)
        self.assertEqual(shown["session"]["minutes"], 50)
        self.assertIsNone(shown["note"])

    def test_the_example_keeps_the_certificate_under_the_case_that_it_is_of(self):
        example = self.practice.done("case", "erase", "--help").split("Example:")[1]
        self.assertIn(f"{example.split()[3]}.erased", example)

    def test_what_is_due_is_told_and_erased(self):
        due = self.due()
        self.assertEqual(list(due), [("K-1", "everything")])
        self.assertEqual(due["K-1", "everything"]["due"], "2019-06-30")
        self.assertEqual(self.due("--by", "2018-01-01"), {})

        self.practice.done("retention", "run", "--second", "Cora Lee", code=NOT_CONFIRMED)
        erased = self.practice.json("retention", "run", "--second", "Cora Lee", "--yes")

        self.assertEqual([each["why"] for each in erased], ["schedule"])
        self.assertEqual(self.due(), {})
        self.assertEqual(self.practice.json("retention", "run", "--second", "Cora Lee", "--yes"), [])
        shown = self.practice.done("retention", "show", erased[0]["name"])
        self.assertIn("candor erasure certificate 1\n", shown)

    def test_a_case_that_was_reopened_is_due_no_more(self):
        self.assertEqual(list(self.due()), [("K-1", "everything")])
        table = self.practice.done("retention", "due")
        self.assertIn("compared with the statute", table)
        self.assertIn("APA Record Keeping Guidelines 2007", table)

        self.write("K-1", "intake", "2025-02-01")

        self.assertEqual(self.due(), {})
        self.assertEqual(self.practice.json("retention", "run", "--second", "Cora Lee", "--yes"), [])
        self.write("K-1", "termination", "2025-03-01")
        self.assertEqual(self.due(), {})
        self.assertEqual(self.due("--by", "2032-03-01")["K-1", "everything"]["due"], "2032-03-01")

    def words_in_export(self):
        export = self.practice.folder / "everything.jsonl"
        export.unlink(missing_ok=True)
        self.practice.done("export", "--all", "--out", export, *TO_THE_ARCHIVE)
        return export.read_text(encoding="utf-8").count(SECRET)

    def test_an_erased_case_says_so_and_keeps_nobody_from_leaving(self):
        case = self.practice.json("case", "show", "K-2")["name"]

        self.assertEqual(self.erase("K-2").returncode, DONE)

        listed = [line for line in self.practice.done("case", "list").splitlines() if case in line]
        self.assertEqual(len(listed), 1)
        self.assertIn(" erased ", listed[0])
        self.assertNotIn("Ann Bo", listed[0])
        self.assertNotIn("open", listed[0])
        self.assertRegex(self.practice.done("case", "show", case), r"Status: +erased")
        self.assertFalse(self.practice.json("case", "show", case).get("open", False))
        self.practice.done("case", "open", "K-3", "--therapist", "Ann Bo", "--date", "2025-01-10")
        leaving = ["member", "depart", "Ann Bo", "--last-day", "2030-12-30", "--every", "transfer Cora Lee"]
        self.assertNotIn(case, self.practice.done(*leaving, "--dry-run"))
        self.practice.done(*leaving, "--yes")

    def test_what_was_merged_into_a_case_goes_with_it(self):
        self.open_and_end("K-1b", "2013", "2014")
        merged = self.practice.json("case", "show", "K-1b")["name"]
        self.practice.done("case", "merge", "K-1b", "--into", "K-1", "--yes")
        entries = [each["name"] for each in self.practice.json("case", "timeline", merged)]
        self.assertGreater(self.words_in_export(), 2)
        taken = self.practice.folder / "taken.3"
        taken.write_text("precious", encoding="utf-8")
        self.assertEqual(self.erase("K-1", "--out", self.practice.folder / "taken").returncode, LOCAL_FILE)
        self.assertEqual((self.practice.json("retention", "list"), taken.read_text(encoding="utf-8")), ([], "precious"))

        done = self.erase("K-1", "--out", self.practice.folder / "K-1.erased")

        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("What was merged into it goes with it", " ".join(done.stderr.split()))
        self.assertIn(merged, done.stdout)
        for entry in entries:
            self.assertNotIn(SECRET, self.practice.done("entry", "show", entry))
        self.assertEqual(self.words_in_export(), 0)
        self.assertTrue(self.practice.json("case", "show", merged)["erased"])
        kept = [path.read_text(encoding="utf-8") for path in self.practice.folder.glob("K-1.erased*")]
        self.assertEqual(sum("subject case " + merged.removeprefix("cases/") in text for text in kept), 2)
        subjects = [each["subject"] for each in self.practice.json("retention", "list")]
        self.assertEqual((len(subjects), subjects.count(merged)), (2, 1), "a record for each key's case")
        self.assertEqual(self.due("--by", "2099-01-01"), {})
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_what_was_moved_into_a_case_is_read_nowhere_and_it_is_said_where_it_lies(self):
        self.practice.done("log", "--stdin", "--yes", "--act-for", "Ann Bo",
                           stdin=f"kind: session\ncase: K-2\ndate: 2025-02-02\nminutes: 50\nnote: {SECRET}\n")
        timeline = self.practice.json("case", "timeline", "K-2")
        entry = next(each["name"] for each in timeline if each["kind"] == "session")
        self.practice.done("case", "open", "K-4", "--therapist", "Ann Bo", "--date", "2025-01-10")
        self.practice.done("entry", "refile", entry, "--case", "K-4", "--act-for", "Ann Bo", "--yes")
        self.assertIn(SECRET, self.practice.done("entry", "show", entry))
        before = self.words_in_export()

        done = self.erase("K-4")

        self.assertEqual(done.returncode, DONE, done.stderr)
        stays = "1 entry was moved here from K-2."
        self.assertIn(stays, " ".join(done.stderr.split()))
        self.assertIn(stays, " ".join(done.stdout.split()))
        self.assertIn("candor case erase K-2", " ".join(done.stdout.split()))
        shown = self.practice.json("entry", "show", entry)
        self.assertTrue(shown["erased"])
        self.assertNotIn(SECRET, str(shown))
        self.assertEqual(self.words_in_export(), before - 2)
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_a_hold_beats_everything(self):
        placed = self.practice.json("hold", "place", "--member", "Ann Bo", "--reason", "a subpoena")
        self.assertEqual(self.due()["K-1", "everything"]["blocks"], ["hold"])
        self.assertEqual(self.practice.json("retention", "run", "--second", "Cora Lee", "--yes"), [])
        self.assertEqual(self.erase("K-1").returncode, CONFLICT)
        self.practice.done("hold", "release", placed["name"], "--reason", "why", "--second", "Ann Bo", code=NOT_ALLOWED)
        self.assertEqual(self.erase("K-1").returncode, CONFLICT)

        self.practice.done("hold", "release", placed["name"], "--reason", "closed", "--second", "Cora Lee")

        self.assertEqual([each["state"] for each in self.practice.json("hold", "list")], ["released"])
        self.assertEqual(self.erase("K-1").returncode, DONE)

    def test_a_backup_from_before_is_named_and_does_not_bring_it_back(self):
        backup = self.practice.folder / "candor.backup"
        self.practice.done("backup", "create", backup)
        certificate = self.practice.folder / "K-1.erased"
        self.assertEqual(self.erase("K-1", "--out", certificate).returncode, DONE)
        self.assertEqual(certificate.read_text(encoding="utf-8").count("\nbackup "), 1)
        master = self.practice.folder / "master.key"
        shutil.copy(self.practice.folder / "data/master.key", master)

        restored = subprocess.run([BUILD / "bin/candord", "restore", str(backup), "--data-dir",
                                   str(self.practice.folder / "again"), "--master-key", str(master), "--erasure",
                                   str(certificate)], capture_output=True, text=True, timeout=600, check=False)

        self.assertEqual(restored.returncode, DONE, restored.stderr)
        self.assertIn("erased here too", restored.stdout + restored.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
