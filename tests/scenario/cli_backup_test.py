"""Backups with the real programs: made while the daemon runs, checked without it, tried, restored; and a rebuild that is
cut short."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from practice import CONFLICT, DONE, INVALID, LOCAL_FILE, Practice, of_command_line

BUILD = None
NOT_PROVEN = 13
# The first of a backup's file, and how far behind it a byte is spoilt: within the file's first chunk.
MAGIC, SPOILT = b"CandorBK", 400


class SpoilingRelay:
    """Stands between the client and the daemon, and changes one byte of the backup that goes through."""

    def __init__(self, path, daemon):
        self.address, self._daemon, self.spoilt = f"unix:{path}", daemon, False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._listener.close()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._daemon)
            threading.Thread(target=self._carry, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, True), daemon=True).start()

    def _carry(self, source, target, spoils):
        left, tail = None, b""
        try:
            while chunk := source.recv(65536):
                chunk = bytearray(chunk)
                if spoils and not self.spoilt:
                    found = (tail + chunk).find(MAGIC) if left is None else -1
                    if found >= 0:
                        left = found - len(tail) + SPOILT
                    if left is not None and left < len(chunk):
                        chunk[left] ^= 1
                        self.spoilt = True
                    elif left is not None:
                        left -= len(chunk)
                    tail = bytes(chunk[-len(MAGIC):])
                target.sendall(chunk)
        except OSError:
            pass
        finally:
            for each in (source, target):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


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

    def test_progress_is_shown_until_it_is_read_back(self):
        self.log()
        code, shown = self.practice.converse(["backup", "create", str(self.backup), "--master-key", str(self.master)],
                                             [], lambda *_: False)
        self.assertEqual(code, DONE, shown)
        sent, read = shown.find("Backing up ["), shown.find("Checking the backup [")
        self.assertGreaterEqual(sent, 0, shown)
        self.assertGreater(read, sent, shown)
        self.assertGreater(shown.find("read back and as they were sent"), read, shown)
        # The key that was given has opened it, and that is said.
        self.assertIn("It opens with this master key", shown)
        run = self.practice.candor("backup", "create", self.practice.folder / "second.backup")
        self.assertNotIn("[", run.stderr, "nobody looks")
        self.assertNotIn("master key:", run.stdout)

    def test_what_was_changed_on_its_way_is_not_kept(self):
        relay = SpoilingRelay(self.practice.folder / "relay.sock", self.practice.address.removeprefix("unix:"))
        self.addCleanup(relay.close)
        run = subprocess.run([BUILD / "bin/candor", "--server", relay.address, "backup", "create", self.backup],
                             capture_output=True, text=True, timeout=600, check=False)
        self.assertTrue(relay.spoilt)
        self.assertIn(run.returncode, (NOT_PROVEN, CONFLICT), run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertEqual(self.left_beside(self.backup), [])
        self.take()

    def test_whoever_misses_a_file_is_told_what_a_backup_is_for(self):
        self.log()
        self.practice.stop()
        data = self.practice.folder / "data"
        for name in ("IDENTITY", "KEYS", "FILEKEYS", "HEAD"):
            lacking = self.practice.folder / f"lacking-{name}"
            shutil.copytree(data, lacking, ignore=shutil.ignore_patterns("LOCK"))
            (lacking / name).unlink()
            said = self.candord("rebuild", "--data-dir", lacking)
            self.assertNotEqual(said.returncode, DONE, name)
            self.assertIn("make the ledger anew of the newest backup: candord restore FILE --data-dir EMPTY",
                          said.stderr, name)
            self.assertNotIn("from the newest backup", said.stderr)

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
        # Within a tenth of a second of the backup's, a checkpoint is that one.
        while self.practice.json("ledger", "checkpoint")["size"] <= made["records"]:
            time.sleep(0.05)
        self.practice.stop()
        data, away = self.practice.folder / "data", self.practice.folder / "away"
        data.rename(away)

        self.assertEqual(self.restore(data).returncode, INVALID, "nobody said what was erased since")
        shown = self.restore(data, "--no-later-erasures")
        self.assertEqual(shown.returncode, DONE, shown.stderr)
        self.assertIn(made["backup"], shown.stdout)
        self.assertIn(f"records  {made['records']}", shown.stdout)
        self.assertIn(f"--master-key {self.master}, or copy that file to {data}/master.key", shown.stdout)
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

    def test_the_way_to_the_master_key_holds_in_every_folder(self):
        self.take()
        shown = subprocess.run([BUILD / "bin/candord", "restore", self.backup.name, "--data-dir", "again",
                                "--master-key", self.master.name, "--no-later-erasures"], capture_output=True,
                               text=True, timeout=600, check=False, cwd=self.practice.folder)
        self.assertEqual(shown.returncode, DONE, shown.stderr)
        self.assertIn(f"--master-key {self.master}, or copy that file to {self.practice.folder}/again/master.key",
                      shown.stdout)

    def go_on_with_the_backup(self, *more):
        """What restoring it said. The daemon goes on with what came of it."""
        self.practice.stop()
        data = self.practice.folder / "data"
        data.rename(self.practice.folder / "away")
        shown = self.restore(data, *more)
        self.assertEqual(shown.returncode, DONE, shown.stderr)
        shutil.copy(self.master, data / "master.key")
        self.practice.start()
        return shown.stdout

    def erase(self, *more):
        return self.practice.done("case", "erase", "K-1", "--reason", "asked for", "--second", "Cora Lee", "--yes",
                                  *more)

    def test_after_a_restore_certificates_name_the_backup_that_it_was_of(self):
        self.practice.done("member", "add", "Cora Lee")
        made = self.take()
        self.assertIn("no certificate names them", self.go_on_with_the_backup("--no-later-erasures"))

        self.assertIn(f"\nbackup {made['backup']} ", self.erase())

    def test_a_certificate_takes_nothing_that_was_written_after_its_erasure(self):
        def note(text):
            self.practice.done("log", "--stdin", "--yes", "--act-for", "Ann Bo",
                               stdin=f"kind: personal_reaction\ncase: K-1\nwhich: romantic\ndate: 2025-02-01\n"
                                     f"reported: 2025-02-01\nnote: {text}\n")

        self.practice.done("member", "add", "Cora Lee")
        note("what faded")
        certificate = self.practice.folder / "K-1.erased"
        self.erase("--private-notes", "--out", certificate)
        note("what came after")
        self.take()

        shown = self.go_on_with_the_backup("--erasure", certificate)

        self.assertIn("1 certificate is of an erasure that the backup holds already", shown)
        self.assertNotIn("erased here too", shown)
        entries = self.practice.json("case", "timeline", "K-1", "--act-for", "Ann Bo")
        whole = str([self.practice.json("entry", "show", entry["name"], "--act-for", "Ann Bo") for entry in entries])
        self.assertIn("what came after", whole)
        self.assertNotIn("what faded", whole)

    def test_what_was_moved_and_erased_after_a_backup_is_not_served_again(self):
        self.practice.done("member", "add", "Cora Lee")
        self.practice.done("log", "--stdin", "--yes", "--act-for", "Ann Bo",
                           stdin="kind: session\ncase: K-1\ndate: 2025-02-02\nminutes: 50\nnote: yakbak words\n")
        timeline = self.practice.json("case", "timeline", "K-1")
        entry = next(each["name"] for each in timeline if each["kind"] == "session")
        self.assertIn("yakbak", str(self.practice.json("entry", "show", entry)))
        self.take()
        # The case that it belongs to is not in the backup at all.
        self.practice.done("case", "open", "K-4", "--therapist", "Ann Bo", "--date", "2025-01-10")
        self.practice.done("entry", "refile", entry, "--case", "K-4", "--act-for", "Ann Bo", "--yes")
        certificate = self.practice.folder / "K-4.erased"
        self.practice.done("case", "erase", "K-4", "--reason", "asked for", "--second", "Cora Lee", "--yes", "--out",
                           certificate)
        self.assertIn("\nelsewhere ", certificate.read_text(encoding="utf-8"))
        self.assertNotIn("yakbak", certificate.read_text(encoding="utf-8"))

        shown = self.go_on_with_the_backup("--erasure", certificate)

        self.assertIn("1 entry or amendment that had been moved on", shown)
        whole = self.practice.json("entry", "show", entry)
        self.assertTrue(whole["erased"])
        self.assertNotIn("yakbak", str(whole) + str(self.practice.json("case", "timeline", "K-1")))
        self.practice.done("ledger", "trust", "--key", self.practice.done("ledger", "key").strip())
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

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
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
