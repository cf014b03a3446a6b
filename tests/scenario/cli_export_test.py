"""`candor export` and `candord import` with the real programs: a ledger that goes to a file and becomes another one."""

import base64
import datetime
import hashlib
import json
import stat
import subprocess
import time
import unittest

from practice import (CONFLICT, DONE, INVALID, LOCAL_FILE, NOT_CONFIRMED, NOT_FOUND, ROWS_REFUSED, TO_THE_ARCHIVE,
                      USAGE, Practice, of_command_line)

BUILD = SOURCE = None
# What a record's member of the line is called, in order of the record types, the first of which is 1.
TYPES = ["member", "supervision", "opened_case", "entry", "decision", "assessment", "activation", "import", "settings",
         "accepted_loss", "first_read", "merge", "signed_report", "restored", "erasure", "legal_hold", "key_event",
         "backup_taken", "enrolment", "role", "access", "non_use", "log_review", "disclosure"]


def root_of(hashes):
    """RFC 6962, section 2.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\x01" + root_of(hashes[:half]) + root_of(hashes[half:])).digest()


def leaf_of(line):
    kind = next(number for number, name in enumerate(TYPES, 1) if name in line)
    return hashlib.sha256(b"\x00" + bytes([kind]) + base64.b64decode(line["commitment"])).digest()


class ExportTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.file = cls.practice.folder / "candor.jsonl"
        cls.map = BUILD / "share/candor/maps/practice-log.toml"
        cls.practice.json("import", "csv", SOURCE / "cli/maps/practice-log.csv", "--map", cls.map, "--policy-from",
                          "2024-01-01", code=ROWS_REFUSED)
        cls.practice.wait_until_assessed()
        cls.moment = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
        time.sleep(1.1)
        cls.practice.done("member", "add", "Zoe Brand")
        cls.practice.done("case", "open", "K-1", "--therapist", "Zoe Brand", "--date", "2025-01-10")
        cls.practice.done("log", "--stdin", "--yes", "--act-for", "Zoe Brand",
                          stdin="kind: personal_reaction\ncase: K-1\nwhich: romantic\n")
        cls.practice.wait_until_assessed()
        cls.answers = cls.ask()

    @classmethod
    def ask(cls):
        """What the daemon answers, apart from what is of the ledger itself."""
        practice = cls.practice
        answers = {
            "members": practice.json("member", "list"),
            "cases": practice.json("case", "list"),
            "follow-ups": practice.json("followup", "list"),
            "follow-ups then": practice.json("followup", "list", "--as-of", cls.moment),
            "report": practice.json("report", "compliance", "--quarter", "2024Q4")["sections"],
        }
        for code in ("C-1197", "C-1042", "C-1007", "K-1"):
            answers["case " + code] = practice.json("case", "show", code)
            answers["timeline " + code] = practice.json("case", "timeline", code)
        # Not of K-1: whoever has a private note explained to them has read it, and is shown its rule from then on.
        for follow_up in answers["follow-ups then"][:20]:
            answers["why " + follow_up["name"]] = practice.json("followup", "explain", follow_up["name"])
        return answers

    def candord_import(self, data_dir, file, code=DONE):
        run = subprocess.run([BUILD / "bin/candord", "import", "--data-dir", data_dir, "--from", file],
                             capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def lines(self):
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]

    def test_1_one_object_per_record_in_ledger_order_and_the_checkpoint_last(self):
        said = self.practice.json("export", "--all", "--out", self.file, *TO_THE_ARCHIVE)

        lines = self.lines()
        end = lines[-1]["checkpoint"]
        self.assertEqual([int(line.get("number", 0)) for line in lines[:-1]], list(range(len(lines) - 1)))
        self.assertEqual(root_of([leaf_of(line) for line in lines[:-1]]), base64.b64decode(end["root_hash"]))
        self.assertIn(end["root_hash"], end["note"], "the note signs the same root")
        keys = b"".join(base64.b64decode(end["naming_keys"][name]) for name in ("order", "names", "lookup"))
        content = [*self.file.read_bytes().split(b"\n")[:-2], keys]
        self.assertEqual(root_of([hashlib.sha256(b"\x00" + leaf).digest() for leaf in content]),
                         base64.b64decode(end["content_root"]))
        self.assertEqual((said["records"], said["size"]), (len(lines) - 1, int(end["size"])))
        times = [line["recorded_at"] for line in lines[:-1]]
        self.assertEqual(times[0][:10], datetime.datetime.now(datetime.timezone.utc).date().isoformat())
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual(list(self.practice.folder.glob("*.part")), [])

    def test_2_imported_it_gives_the_same_answers(self):
        self.practice.stop()
        (self.practice.folder / "data").rename(self.practice.folder / "kept")

        self.assertIn("imported", self.candord_import(self.practice.folder / "data", self.file))
        self.practice.start()
        self.practice.wait_until_assessed()

        here = self.ask()
        for question, answer in self.answers.items():
            self.assertEqual(here[question], answer, question)
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_3_what_was_imported_once_is_known(self):
        again = self.practice.json("import", "csv", SOURCE / "cli/maps/practice-log.csv", "--map", self.map,
                                   "--policy-from", "2024-01-01", code=ROWS_REFUSED)

        self.assertEqual(again["imported"], 0)

    def test_4_a_part_of_it_is_for_reading(self):
        part = self.practice.folder / "part.jsonl"
        case = self.practice.json("case", "show", "C-1197")["name"]

        said = self.practice.json("export", "--case", "C-1197", "--out", part, *TO_THE_ARCHIVE)

        lines = [json.loads(line) for line in part.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(said["subject"], case)
        self.assertEqual(lines[-1]["checkpoint"]["subject"], case)
        self.assertEqual(len(lines) - 1, said["records"])
        self.assertTrue(all(case in json.dumps(line) for line in lines[:-1]))
        self.assertNotIn("naming_keys", lines[-1]["checkpoint"])
        self.assertIn("one case or member", self.candord_import(self.practice.folder / "other", part, code=INVALID))
        member = self.practice.json("export", "--member", "Zoe Brand", "--out", part, *TO_THE_ARCHIVE)
        self.assertGreaterEqual(member["records"], 1)
        self.assertIn("stands with the cases: --case",
                      self.practice.done("export", "--member", "Zoe Brand", "--out", part, *TO_THE_ARCHIVE))

    def test_5_what_is_not_whole_makes_no_ledger(self):
        text = self.file.read_bytes()
        bad = self.practice.folder / "bad.jsonl"
        target = self.practice.folder / "other"
        rows = text.splitlines(keepends=True)
        for content, said in ((b"".join(rows[:-1]), "without its checkpoint"), (text[:-9], "cut off"),
                              (b"".join(rows[:3] + rows[4:]), "line 4"), (b"".join(rows[:-1]) + b"{}\n", "line"),
                              (text.replace(b"Zoe Brand", b"Zoe Brant", 1), "damaged")):
            bad.write_bytes(content)
            self.assertIn(said, self.candord_import(target, bad, code=INVALID))
            self.assertEqual(list(self.practice.folder.glob("other*")), [])
        self.candord_import(target, self.practice.folder / "none", code=NOT_FOUND)
        self.assertIn("not empty", self.candord_import(self.practice.folder / "kept", self.file, code=CONFLICT))

    def test_6_where_it_cannot_be_written_nothing_is_left(self):
        self.practice.done("export", "--all", "--out", self.practice.folder / "no/such/folder", code=LOCAL_FILE)
        self.practice.done("export", "--all", "--case", "K-1", "--out", self.file, code=USAGE)
        self.practice.done("export", code=USAGE)
        before = self.file.read_bytes()
        self.practice.done("export", "--all", "--out", self.file, code=USAGE)
        refused = self.practice.candor("export", "--all", "--out", self.file, "--act-for", "Zoe Brand",
                                       *TO_THE_ARCHIVE)
        self.assertNotEqual(refused.returncode, DONE)
        self.assertEqual(self.file.read_bytes(), before)
        self.assertEqual(list(self.practice.folder.glob("*.part")), [])

    def test_7_a_signed_report_is_held_against_what_came_later(self):
        practice = self.practice
        period = ("--quarter", "2024Q4")
        practice.done("report", "sign", *period, "--name", "Dr Lee", code=NOT_CONFIRMED)
        practice.done("report", "sign", "--quarter", "2099Q1", "--name", "Dr Lee", "--yes", code=CONFLICT)
        signed = practice.json("report", "sign", *period, "--name", "Dr Lee", "--yes")
        self.assertEqual(signed["signer"], "Dr Lee")
        report = practice.json("report", "compliance", *period)
        at_once = report["cover"]
        self.assertEqual((at_once["last_signed"], at_once["restated"]), (signed, []))
        assessed = next(row["count"] for section in report["sections"] for row in section["rows"]
                        if row["figure"] == "assessed")

        # Of another quarter: the record has one entry more, and the period says what it said.
        practice.done("log", "--stdin", "--yes", "--act-for", "Zoe Brand", stdin="kind: session\ncase: K-1\n")
        practice.wait_until_assessed()
        self.assertEqual(practice.json("report", "compliance", *period)["cover"]["restated"], [])
        self.assertIn("Restated since it was last signed: nothing", practice.done("report", "compliance", *period))

        practice.done("log", "--stdin", "--yes", "--act-for", "Zoe Brand",
                      stdin="kind: prior_therapist_allegation\ncase: K-1\ndate: 2024-11-20\nreported: 2024-11-20\n")
        practice.wait_until_assessed()

        cover = practice.json("report", "compliance", *period)["cover"]
        self.assertEqual(cover["last_signed"], signed)
        told = next(each for each in cover["restated"] if each["now"]["figure"] == "earlier_therapists")
        self.assertEqual(told["now"]["count"], told["before"]["count"] + 1)
        self.assertEqual(told["causes"], ["written_since"])
        self.assertNotIn("assessed", [each["now"]["figure"] for each in cover["restated"]])
        self.assertIn("Restated since it was last signed\n", practice.done("report", "compliance", *period))

        # Whoever has the records checks it without the daemon: it names the root of those that it is about.
        practice.done("export", "--all", "--out", self.file, *TO_THE_ARCHIVE)
        lines = self.lines()
        leaves = [leaf_of(line) for line in lines[:signed["ledger_size"]]]
        self.assertEqual(root_of(leaves).hex(), signed["root_hash"])
        kept = [line["signed_report"] for line in lines if "signed_report" in line]
        self.assertEqual([each["signer"] for each in kept], ["Dr Lee"])
        self.assertEqual(base64.b64decode(kept[0]["root_hash"]).hex(), signed["root_hash"])
        shown = [each["row"] for each in kept[0]["figures"] if each["row"]["figure"] == "assessed"]
        self.assertEqual([int(each["count"]) for each in shown], [int(assessed)])


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
