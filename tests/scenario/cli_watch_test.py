"""`candor watch` across restarts and kills of the daemon: nothing twice, nothing left out."""

import csv
import json
import os
import signal
import subprocess
import threading
import time
import unittest

from practice import DONE, INVALID, UNREACHABLE, USAGE, Practice, of_command_line

BUILD = None


class Watcher:
    """A `candor watch` under way; what it has printed so far."""

    def __init__(self, practice, *arguments):
        self.changes = []
        self._process = subprocess.Popen(
            [practice.build / "bin/candor", "--server", practice.address, "watch", "-o", "json", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self.changes.extend(json.loads(line)["changes"])

    def entries(self):
        return [change["entry"]["name"] for change in list(self.changes) if "entry" in change]

    def wait_for(self, names, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not set(names) <= set(self.entries()):
            time.sleep(0.05)

    def ended(self):
        code = self._process.wait(timeout=60)
        self._reader.join()
        return code

    def close(self):
        self._process.terminate()
        self.ended()
        self._process.stdout.close()


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.practice = Practice(BUILD)
        self.addCleanup(self.practice.close)
        self.practice.done("member", "add", "Ann Bo", "--profession", "lcsw", "--jurisdiction", "US-CA")
        self.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2026-01-10")
        self.token = self.practice.folder / "token"

    def watch(self):
        watcher = Watcher(self.practice, "--resume-file", str(self.token))
        self.addCleanup(watcher.close)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self.token.exists():
            time.sleep(0.05)
        return watcher

    def log(self, day):
        """The entry's name, or None when no answer came."""
        run = self.practice.candor("log", "session", "--case", "K-1", "--therapist", "Ann Bo", "--date",
                                   f"2026-02-{day:02}", "--minutes", "50", "--yes", "-o", "json")
        return json.loads(run.stdout)["entry"]["name"] if run.returncode == DONE else None

    def test_a_restart_neither_misses_nor_repeats(self):
        watcher = self.watch()
        names = [self.log(day) for day in (1, 2)]
        watcher.wait_for(names)
        self.assertEqual(self.practice.stop(), 0)
        self.assertEqual(watcher.ended(), UNREACHABLE)

        self.practice.start()
        names.append(self.log(3))
        after = self.watch()
        names.append(self.log(4))
        after.wait_for(names[2:])

        self.assertEqual(watcher.entries() + after.entries(), names)

    def test_a_kill_neither_misses_nor_repeats(self):
        told, acknowledged = [], []
        for round_ in range(3):
            watcher = self.watch()
            stop = threading.Event()

            def write():
                for day in range(1, 28):
                    name = None if stop.is_set() else self.log(day)
                    if name is not None:
                        acknowledged.append(name)

            writer = threading.Thread(target=write)
            writer.start()
            time.sleep(0.5 + 0.4 * round_)
            os.kill(self.practice.daemon_pid, signal.SIGKILL)
            stop.set()
            writer.join()
            watcher.ended()
            told += watcher.entries()
            self.practice.start()
        last = self.watch()
        acknowledged.append(self.log(28))
        last.wait_for(set(acknowledged) - set(told))
        told += last.entries()

        self.assertEqual(len(told), len(set(told)), "something was told twice")
        self.assertLessEqual(set(acknowledged), set(told), "something was left out")
        timeline = {entry["name"] for entry in self.practice.json("case", "timeline", "K-1")}
        self.assertLessEqual(set(told), timeline, "something was told that a crash took back")

    def test_whoever_interrupts_it_is_told_how_to_go_on(self):
        first = self.log(1)
        watcher = Watcher(self.practice, "--resume-file", str(self.token))
        self.addCleanup(watcher.close)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self.token.exists():
            time.sleep(0.05)
        began = self.token.read_text().strip()
        second = self.log(2)
        process = subprocess.Popen(
            [BUILD / "bin/candor", "--server", self.practice.address, "watch", "--resume", began],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while second not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertIn("To go on from here: candor watch --resume ", said)

        later = Watcher(self.practice, "--resume", said.split()[-1])
        self.addCleanup(later.close)
        third = self.log(3)
        later.wait_for([third])
        self.assertEqual(later.entries(), [third])
        self.assertNotIn(first, watcher.entries())

    def rows_from(self, token, *arguments):
        """A watch under way from `token` on, in rows."""
        process = subprocess.Popen(
            [BUILD / "bin/candor", "--server", self.practice.address, "watch", "--resume", token, *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 60)
        self.addCleanup(process.terminate)
        return process.stdout

    def test_what_changes_can_be_had_as_rows(self):
        self.watch()
        began = self.token.read_text().strip()
        logged = self.log(1)

        rows = csv.DictReader(self.rows_from(began, "-o", "csv"))
        row = next(row for row in rows if row["name"] == logged)
        self.assertEqual((row["change"], row["date"]), ("recorded", "2026-02-01"))
        self.assertIn("session", row["what"])
        lines = map(json.loads, self.rows_from(began, "-o", "json", "--fields", "name,change"))
        self.assertIn({"name": logged, "change": "recorded"}, lines)

    def test_a_private_note_is_told_of_and_can_still_be_called_back(self):
        self.watch()
        began = self.token.read_text().strip()
        name = json.loads(self.practice.done(
            "--act-for", "Ann Bo", "log", "--stdin", "--yes", "-o", "json",
            stdin="kind: personal_reaction\ncase: K-1\ntherapist: Ann Bo\nwhich: romantic\n"))["entry"]["name"]
        rows = csv.DictReader(self.rows_from(began, "-o", "csv"))

        row = next(row for row in rows if row["name"] == name)

        self.assertEqual((row["change"], row["what"], row["date"]), ("recorded", "a private note", ""))
        self.practice.done("--act-for", "Ann Bo", "entry", "recall", name, "--yes")

    def test_rows_that_come_one_by_one_do_not_line_up(self):
        refused = self.practice.candor("watch", "--fields", "name")
        self.assertEqual(refused.returncode, USAGE)
        self.assertIn("-o json", refused.stderr)

    def test_a_token_of_another_ledger_is_refused_with_what_to_do(self):
        run = self.practice.candor("watch", "--resume", "nonsense")
        self.assertEqual(run.returncode, INVALID)
        self.assertIn("leave it out", run.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
