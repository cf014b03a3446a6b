"""Erasure, retention and hold with the real programs: what is erased is gone for everybody, also after a restart and
from a backup, and everything else is as it was."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from practice import CONFLICT, DONE, NOT_ALLOWED, NOT_CONFIRMED, NOT_FOUND, USAGE, Practice

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
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    options, rest = parser.parse_known_args()
    BUILD = options.build
    unittest.main(argv=[sys.argv[0], *rest])
