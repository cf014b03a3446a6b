"""Backups with the real programs: made while the daemon runs, checked without it, tried, restored; and a rebuild that is
cut short."""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

from practice import CONFLICT, DONE, INVALID, LOCAL_FILE, Practice

BUILD = None
NOT_PROVEN = 13


class BackupTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        os.environ["CANDOR_STATE"] = str(self.practice.folder / "state")
        self.addCleanup(os.environ.pop, "CANDOR_STATE")
        self.practice.done("member", "add", "Ann Bo")
        self.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-01-10")
        self.backup = self.practice.folder / "candor.backup"
        self.master = self.practice.folder / "master.key"
        shutil.copy(self.practice.folder / "data/master.key", self.master)
        seed = random.randrange(2**32)
        print("seed", seed, file=sys.stderr)
        self.random = random.Random(seed)

    def log(self):
        self.practice.done("log", "session", "--case", "K-1", "--date", "2025-01-20", "--minutes", "50",
                           "--therapist", "Ann Bo", "--yes")

    def candord(self, *arguments, stdin=""):
        return subprocess.run([BUILD / "bin/candord", *map(str, arguments)], input=stdin, capture_output=True,
                              text=True, timeout=600, check=False)

    def restore(self, folder, *more, file=None):
        return self.candord("restore", file or self.backup, "--data-dir", folder, "--master-key", self.master, *more)

    def take(self):
        return self.practice.json("backup", "create", self.backup)

    def left_beside(self, folder):
        return sorted(each.name for each in folder.parent.iterdir() if each.name.startswith(folder.name))

    def test_a_backup_is_made_while_the_daemon_goes_on(self):
        self.log()
        made = self.take()
        self.log()

        self.assertEqual(made["file"], str(self.backup))
        self.assertGreater(made["records"], 2)
        self.assertEqual(self.backup.stat().st_mode & 0o777, 0o600)
        self.assertFalse(self.backup.with_name("candor.backup.part").exists())
        self.assertGreater(int(self.practice.json("status")["ledger_size"]), made["records"])
        self.assertIn("replaces nothing", self.practice.candor("backup", "create", self.backup).stderr)
        self.practice.done("backup", "create", self.backup, code=LOCAL_FILE)
        for word in (b"Ann Bo", b"K-1"):
            self.assertNotIn(word, self.backup.read_bytes())

    def test_it_is_checked_without_a_daemon_and_without_the_master_key(self):
        self.log()
        made = self.take()
        key = self.practice.done("ledger", "key").strip()
        self.practice.stop()

        plain = self.practice.json("backup", "verify", self.backup)
        self.assertEqual(plain["records"], made["records"])
        self.assertEqual((plain["signed_by"], plain["content_checked"]), ("remembered", False))
        given = self.practice.json("backup", "verify", self.backup, "--key", key)
        self.assertEqual(given["signed_by"], "given")
        shutil.rmtree(self.practice.folder / "state")
        self.assertEqual(self.practice.json("backup", "verify", self.backup)["signed_by"], "file")
        whole = self.practice.json("backup", "verify", self.backup, "--master-key", self.master)
        self.assertTrue(whole["content_checked"])
        self.assertGreater(whole["keys"], 2)

        good = self.backup.read_bytes()
        bad = self.practice.folder / "bad.backup"
        for _ in range(25):
            at = self.random.randrange(8, len(good))
            bad.write_bytes(good[:at] + bytes([good[at] ^ 1 << self.random.randrange(8)]) + good[at + 1:])
            self.assertIn(self.practice.candor("backup", "verify", bad).returncode, (NOT_PROVEN, CONFLICT), at)
            bad.write_bytes(good[:at])
            self.practice.done("backup", "verify", bad, code=NOT_PROVEN)
        bad.write_bytes(b"dear")
        self.practice.done("backup", "verify", bad, code=LOCAL_FILE)
        other = self.practice.folder / "other.key"
        other.write_bytes(os.urandom(32))
        other.chmod(0o600)
        self.practice.done("backup", "verify", self.backup, "--master-key", other, code=CONFLICT)

    def test_a_drill_leaves_nothing(self):
        self.log()
        self.take()
        folder = self.practice.folder / "drill"
        folder.mkdir()
        shown = self.practice.done("backup", "drill", self.backup, "--master-key", self.master, "--folder", folder)
        self.assertIn("removed again", shown)
        self.assertIn("It took", shown)
        self.assertEqual(list(folder.iterdir()), [])

    def test_what_is_restored_answers_as_before_and_clients_hear_it(self):
        self.log()
        cases = self.practice.json("case", "timeline", "K-1")
        seen = self.practice.json("ledger", "checkpoint")
        made = self.take()
        self.log()
        self.practice.done("ledger", "checkpoint")
        self.practice.stop()
        data, away = self.practice.folder / "data", self.practice.folder / "away"
        data.rename(away)

        self.assertEqual(self.restore(data).returncode, INVALID, "nobody said what was erased since")
        shown = self.restore(data, "--no-later-erasures")
        self.assertEqual(shown.returncode, DONE, shown.stderr)
        self.assertIn(made["backup"], shown.stdout)
        self.assertIn(f"records  {made['records']}", shown.stdout)
        self.assertEqual(self.restore(data, "--no-later-erasures").returncode, CONFLICT, "it is not empty any more")
        shutil.copy(self.master, data / "master.key")
        self.practice.start()

        self.assertEqual(self.practice.json("case", "timeline", "K-1"), cases)
        heard = self.practice.candor("ledger", "checkpoint")
        self.assertEqual(heard.returncode, NOT_PROVEN)
        self.assertIn("was restored from a backup of", heard.stderr)
        self.assertIn("not there any more", heard.stderr)
        self.assertNotIn("past was changed", heard.stderr)
        key = self.practice.done("ledger", "key").strip()
        self.assertNotEqual(key, seen["public_key"])
        self.practice.done("ledger", "trust", "--key", key)
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])
        self.log()
        self.assertGreater(self.practice.json("ledger", "checkpoint")["size"], made["records"])

    def test_a_bad_file_is_refused_whole(self):
        self.take()
        good = self.backup.read_bytes()
        bad, data = self.practice.folder / "bad.backup", self.practice.folder / "other"
        for broken in (good[:-1], good[:len(good) // 2], b"", b"dear", good + b"x",
                       good[:400] + bytes([good[400] ^ 1]) + good[401:]):
            bad.write_bytes(broken)
            run = self.restore(data, "--no-later-erasures", file=bad)
            self.assertNotEqual(run.returncode, DONE)
            self.assertEqual(self.left_beside(data), [])

    def test_a_certificate_that_is_none_is_refused(self):
        self.take()
        letter = self.practice.folder / "letter.txt"
        letter.write_text("dear", encoding="utf-8")
        data = self.practice.folder / "other"
        run = self.restore(data, "--erasure", letter)
        self.assertEqual(run.returncode, INVALID)
        self.assertIn("letter.txt", run.stderr)
        self.assertEqual(self.left_beside(data), [])

    def test_a_rebuild_may_be_interrupted(self):
        for _ in range(15):
            self.log()
        self.practice.wait_until_assessed()
        cases = self.practice.json("case", "timeline", "K-1")
        self.practice.stop()
        data = self.practice.folder / "data"
        for round_ in range(8):
            run = subprocess.Popen([BUILD / "bin/candord", "rebuild", "--data-dir", data], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
            time.sleep(self.random.random() * 0.15)
            run.send_signal(signal.SIGINT if round_ % 2 else signal.SIGKILL)
            run.communicate(timeout=60)
            self.assertIn(run.returncode, (DONE, -signal.SIGINT, -signal.SIGKILL))
            if round_ % 4 == 3:
                self.practice.start()
                self.assertEqual(self.practice.json("case", "timeline", "K-1"), cases)
                self.practice.stop()
        whole = self.candord("rebuild", "--data-dir", data)
        self.assertEqual(whole.returncode, DONE, whole.stderr)
        self.practice.start()
        self.assertEqual(self.practice.json("case", "timeline", "K-1"), cases)
        # Everything is what it is when it is made anew.
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    options, rest = parser.parse_known_args()
    BUILD = options.build
    unittest.main(argv=[sys.argv[0], *rest])
