"""The keys with the real programs: a ledger begun under a passphrase, its master key changed while it runs, its keys
rotated across a restart, and what a wrong key is told."""

import hashlib
import json
import os
import pathlib
import signal
import subprocess
import unittest

from practice import (CONFIG, CONFLICT, DONE, INVALID, LOCAL_FILE, NOT_ALLOWED, NOT_CONFIRMED, TO_THE_ARCHIVE,
                      Practice, of_command_line)

BUILD = SOURCE = None
FIRST, SECOND = "four words in a row", "another four words here"


class BegunPractice(Practice):
    """Its ledger is begun by `candord init` before candord starts."""

    def start(self):
        for name, text in (("first", FIRST), ("second", SECOND)):
            path = self.folder / name
            if not path.exists():
                path.write_text(text + "\n", encoding="utf-8")
                path.chmod(0o600)
        if not (self.folder / "data").exists():
            run = self.candord("init", "--passphrase-file", self.folder / "first")
            if run.returncode != DONE:
                raise AssertionError(run.stderr)
            self.said = run.stdout
            self._flags = ("--passphrase-file", self.folder / "first")
        super().start()

    def candord(self, command, *arguments):
        return subprocess.run([self.build / "bin/candord", command, "--data-dir", self.folder / "data",
                               *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)

    def opened_with(self, name):
        """From here on candord gets the passphrase of this file."""
        self._flags = ("--passphrase-file", self.folder / name)

    def kill(self):
        os.kill(self.daemon_pid, signal.SIGKILL)
        self._daemon.wait(timeout=60)
        self._daemon = None


class KeysTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        # Beside other tests there is no port of its own for it.
        cls.practice = BegunPractice(BUILD, config=CONFIG + '\n[network]\nlisten = "none"\n')
        cls.addClassCleanup(cls.practice.close)
        cls.data = cls.practice.folder / "data"
        cls.practice.done("member", "add", "Ana Nguyen")
        cls.practice.done("case", "open", "C-1", "--therapist", "Ana Nguyen", "--date", "2025-01-10")
        for day in range(10, 28):
            cls.practice.done("log", "session", "--case", "C-1", "--therapist", "Ana Nguyen", "--date",
                              f"2025-02-{day}", "--minutes", "50", "--yes")
        cls.practice.wait_until_assessed()

    def files(self):
        return {path: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(self.data.rglob("*")) if path.is_file()}

    def ask(self):
        return [self.practice.json("case", "timeline", "C-1"), self.practice.json("member", "list")]

    def events(self):
        file = self.practice.folder / "all.jsonl"
        self.practice.done("export", "--all", "--out", file, *TO_THE_ARCHIVE)
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        file.unlink()
        return [line["key_event"] for line in lines if "key_event" in line]

    def test_1_init_says_what_has_to_be_kept(self):
        self.assertIn("Keep, apart from this machine", self.practice.said)
        self.assertIn(str(self.data / "PASSPHRASE"), self.practice.said)
        self.assertIn(self.practice.done("ledger", "key").strip(), self.practice.said)
        self.assertNotIn(FIRST, self.practice.said)
        self.assertFalse((self.data / "master.key").exists())
        self.assertEqual((self.data / "PASSPHRASE").stat().st_mode & 0o777, 0o600)
        again = self.practice.candord("init", "--passphrase-file", self.practice.folder / "first")
        self.assertEqual(again.returncode, CONFLICT)
        self.assertIn("holds a ledger already", again.stderr)

    def test_2_the_status_says_where_keys_are(self):
        keys = self.practice.json("key", "status")
        self.assertEqual((keys["place"], keys["work"]), ("passphrase", None))
        self.assertEqual([use["number"] for use in keys["file_keys"]], [1])
        memory = self.practice.json("status")["key_memory"]
        self.assertEqual(set(memory), {"not_locked", "swap_bytes", "swapped_bytes"})
        self.assertIn("under a passphrase", self.practice.done("key", "status"))
        self.assertIn("Keys:", self.practice.done("status"))
        self.practice.done("key", "status", "--act-for", "Ana Nguyen", code=NOT_ALLOWED)

    def test_3_nobody_else_can_look_into_it(self):
        owner = pathlib.Path(f"/proc/{self.practice.daemon_pid}/mem").stat().st_uid
        self.assertEqual(owner, 0, "what is not dumpable belongs to root")
        limits = pathlib.Path(f"/proc/{self.practice.daemon_pid}/limits")
        try:
            text = limits.read_text(encoding="ascii")
        except PermissionError:
            return
        core = next(line for line in text.splitlines() if line.startswith("Max core file size"))
        self.assertEqual(core.split()[4:6], ["0", "0"])

    def test_4_another_master_key_while_it_runs(self):
        before = self.ask()
        self.practice.done("key", "rekey", code=NOT_CONFIRMED)
        (self.practice.folder / "second").chmod(0o640)
        self.practice.done("key", "rekey", "--yes", "--passphrase-file", self.practice.folder / "second",
                           code=LOCAL_FILE)
        (self.practice.folder / "second").chmod(0o600)
        short = self.practice.folder / "short"
        short.write_text("short\n", encoding="utf-8")
        short.chmod(0o600)
        self.practice.done("key", "rekey", "--yes", "--passphrase-file", short, code=INVALID)

        changed = self.practice.json("key", "rekey", "--yes", "--passphrase-file", self.practice.folder / "second")

        self.assertEqual((changed["place"], changed["left_at"]), ("passphrase", None))
        self.assertEqual(self.ask(), before)
        self.assertFalse((self.data / "REKEY").exists())
        # Once more, in words.
        said = self.practice.done("key", "rekey", "--yes", "--passphrase-file", self.practice.folder / "second")
        for text in (said, self.practice.done("key", "rekey", "--help")):
            self.assertIn("candor key rotate", " ".join(text.split()))

    def test_5_the_old_one_is_refused_in_one_sentence_and_nothing_is_touched(self):
        before = self.ask()
        self.assertEqual(self.practice.stop(), DONE)
        files = self.files()
        for name, said in (("first", "the passphrase is not the one of"), (None, "lies under a passphrase")):
            given = ["--passphrase-file", self.practice.folder / name] if name else []
            run = self.practice.candord("rebuild", *given)
            self.assertEqual((run.returncode, run.stdout), (CONFLICT, ""))
            self.assertIn(said, run.stderr)
            self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
            self.assertEqual(self.files(), files)
        self.practice.opened_with("second")
        self.practice.start()
        self.assertEqual(self.ask(), before)
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_6_a_rotation_goes_on_after_a_kill(self):
        before = self.ask()
        self.practice.done("key", "rotate", "--no-wait")
        self.practice.kill()
        self.practice.start()

        keys = self.practice.json("key", "rotate")

        self.assertIsNone(keys["work"])
        self.assertEqual(len(keys["file_keys"]), 1)
        self.assertGreaterEqual(keys["file_keys"][0]["number"], 2)
        self.assertGreaterEqual(keys["table_generation"], 2)
        self.assertEqual(self.ask(), before)
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_7_what_was_done_is_on_record_and_no_key_is(self):
        events = self.events()
        kinds = [event["kind"] for event in events]
        self.assertEqual(kinds[0], "KEY_EVENT_KIND_MADE")
        for kind in ("MASTER_KEY_CHANGED", "ROTATION_BEGUN", "ROTATION_DONE"):
            self.assertIn("KEY_EVENT_KIND_" + kind, kinds)
        changed = next(event for event in events if event["kind"] == "KEY_EVENT_KIND_MASTER_KEY_CHANGED")
        self.assertEqual((changed["place"], changed["principal"]), ("KEY_PLACE_PASSPHRASE", "operator"))
        self.assertEqual({key for event in events for key in event} - {
            "kind", "place", "table_generation", "file_key", "principal", "acting_for"}, set())


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
