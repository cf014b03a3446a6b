"""Proof of silence: a marker of its own in every field that takes words, and then none of them anywhere but where a
person has asked for it to be written. Searched are the data directory, backups, the log, the socket's directory,
temporary folders, drafts, and the daemon's and the worker's processes, after each thing that writes or moves data."""

import base64
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import markers
from planted_practice import (ANA, BO, CODE, CORA, ECHOES, MARKERS, NO_WORDS, TRAINEE, TRAINEE_CODE, PlantedPractice,
                              of)
from practice import CONFLICT, DONE, NOT_FOUND, TO_THE_ARCHIVE, of_command_line

BUILD = SOURCE = None
# Where somebody other than the user who asked finds what Candor leaves behind, beneath the practice's folder.
SEARCHED = ("data", "run", "state", "tmp", "work", "backups", "drill", "candord.log")
# Of a sealed file of the database: what it is sealed under, in clear (ADR 0050). A backup has less.
FIRST_PAGE_BYTES = 4096
# Shown to whoever asked, or to nobody: the record has none of these.
NOT_RECORDED = ("refused: ", "asked: ", "a draft of ", "a code that is erased", "TestScenarioRequest.text",
                "ChangeMasterKeyRequest.passphrase", "ExportedLoss.reason")
# A process in which the search has to find a marker: in its memory, and in a file that it has removed and holds open.
HOLDS_A_MARKER = """\
import os, sys
word = sys.stdin.readline()
gone = open(sys.argv[1], "w+", encoding="utf-8")
gone.write(word)
gone.flush()
os.unlink(sys.argv[1])
print("there", flush=True)
sys.stdin.readline()
"""


def texts_of_places(folder):
    """(where, bytes) of every place beneath the practice's folder that is searched."""
    for name in SEARCHED:
        if (folder / name).is_dir():
            yield from markers.texts_of_folder(folder / name)
        elif (folder / name).exists():
            yield str(folder / name), (folder / name).read_bytes()


def texts_of_processes(daemon):
    """(where, bytes) of the daemon's arguments, environment and open files, and of these and the memory of its
    workers. The daemon's own memory holds what it serves."""
    yield from markers.texts_of_process(daemon)
    for worker in markers.children_of(daemon):
        yield from markers.texts_of_process(worker)
        if markers.may_read_memory(worker):
            yield from markers.texts_of_memory(worker)


def values_of(name, value):
    """Every value of this name in something that was JSON."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from [inner] if key == name else values_of(name, inner)


class SilentPractice(PlantedPractice):
    """Its daemon writes temporary files, drafts and cores, if any, where the test looks."""

    def start(self):
        of_the_client = tuple(f"XDG_{each}_HOME" for each in ("STATE", "CACHE", "DATA", "CONFIG"))
        for name, variables in (("tmp", ("TMPDIR", "TMP", "TEMP")), ("work", ("HOME",)), ("drill", ()),
                                ("backups", ()), ("state", of_the_client)):
            (self.folder / name).mkdir(exist_ok=True)
            os.environ.update({variable: str(self.folder / name) for variable in variables})
        os.chdir(self.folder / "work")
        # What would write a core may: that none comes is the daemon's doing.
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
        super().start()

    def kill(self, number):
        os.kill(self.daemon_pid, number)
        self._daemon.wait(timeout=60)
        self._daemon = None

    def opened_with(self, passphrase_file):
        self._flags = (*self._flags, "--passphrase-file", passphrase_file)

    def candord(self, command, *arguments, code=DONE):
        run = subprocess.run([self.build / "bin/candord", command, *map(str, arguments)], capture_output=True,
                             text=True, timeout=600, check=False)
        if run.returncode != code:
            raise AssertionError(f"candord {command} ended with {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout + run.stderr

    def exported(self):
        """What the record says, as JSON, and the keys by which it hides names."""
        path = self.folder / "all.jsonl"
        self.done("export", "--all", "--out", path, *TO_THE_ARCHIVE)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        path.unlink()
        return lines


class SearchTest(unittest.TestCase):
    """What the search does not find has to be not there."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="candor-silence-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.word = markers.Markers().of("something")

    def test_it_finds_a_marker_in_each_place(self):
        for name in ("data/KEYS", "data/db/000017.sst", "data/db/archive/000018.log", "run/candord.sock.lock",
                     "state/candor/drafts/3f9a", "tmp/deep/down/below", "work/core", "backups/b.backup", "candord.log",
                     "drill/left-over"):
            self.assertIn(name.partition("/")[0], SEARCHED)
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.urandom(9000) + self.word.encode() + os.urandom(9000))
            self.assertEqual([where for where, data in texts_of_places(self.folder) if list(markers.traces_in(data))],
                             [str(path)])
            path.write_bytes(os.urandom(9000))
        self.assertEqual({name for name in SEARCHED if (self.folder / name).exists()}, set(SEARCHED))
        (self.folder / "tmp" / self.word).mkdir()
        self.assertEqual([where for where, data in texts_of_places(self.folder) if list(markers.traces_in(data))],
                         [f"the name of {self.folder / 'tmp' / self.word}"])

    def test_it_finds_a_marker_however_it_is_written(self):
        for word in (markers.STEM, markers.FOREIGN):
            octets = word.encode()
            for written in (octets, word.upper().encode(), word.lower().encode(), word.encode("utf-16"),
                            word.encode("utf-16-be"), octets.hex().encode(), octets.hex().upper().encode(),
                            json.dumps(word).encode(), urllib.parse.quote(word).encode(),
                            "".join(f"\\{byte:03o}" if byte > 127 else chr(byte) for byte in octets).encode(),
                            *(encode(b"x" * shift + octets + b"yy") for shift in range(3)
                              for encode in (base64.b64encode, base64.urlsafe_b64encode))):
                self.assertTrue(list(markers.traces_in(b"before" + written + b"after")), written)
        self.assertEqual(list(markers.traces_in(os.urandom(1 << 20))), [])
        self.assertTrue(list(markers.traces_in(b"a key", [("a secret", b"key")])))
        self.assertGreater(markers.part_left_by_packing(os.urandom(1 << 20)), 0.98)
        self.assertLess(markers.part_left_by_packing(os.urandom(1 << 19) + 9999 * self.word.encode()), 0.98)

    def test_it_finds_a_marker_in_a_process(self):
        for arguments, environment, written, found in (
                ([], {}, self.word, {"memory of", "/fd/"}), ([self.word], {}, "", {"/cmdline", "memory of"}),
                ([], {"SAID": self.word}, "", {"/environ", "memory of"})):
            with subprocess.Popen([sys.executable, "-c", HOLDS_A_MARKER, str(self.folder / "gone"), *arguments],
                                  text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  env={**os.environ, **environment}) as child:
                child.stdin.write(written + "\n")
                child.stdin.flush()
                self.assertEqual(child.stdout.readline(), "there\n")
                self.assertIn(child.pid, markers.children_of(os.getpid()))
                texts = [*markers.texts_of_process(child.pid), *markers.texts_of_memory(child.pid)]
                places = " ".join(where for where, data in texts if list(markers.traces_in(data)))
                # Some systems show the memory of other processes to root alone.
                found -= set() if markers.may_read_memory(child.pid) else {"memory of"}
                child.stdin.close()
            self.assertEqual({each for each in ("memory of", "/fd/", "/cmdline", "/environ") if each in places}, found)


class SilenceTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    # All that was found, and where.
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        before, back = dict(os.environ), os.getcwd()
        cls.addClassCleanup(os.environ.update, before)
        cls.addClassCleanup(lambda: [os.environ.pop(name) for name in set(os.environ) - set(before)])
        cls.addClassCleanup(os.chdir, back)
        tempfile.gettempdir()  # remembered: the practice itself lies there, not in its own TMPDIR
        cls.practice = SilentPractice(BUILD, SOURCE)
        cls.addClassCleanup(cls.practice.close)
        cls.folder = cls.practice.folder
        cls.data = cls.folder / "data"
        cls.secrets = []

    def assert_silent(self, *texts):
        """Nothing is told where nobody asked; `texts`: (where, bytes) to search too."""
        found = [f"{where}: {trace}" for where, data in [*texts_of_places(self.folder), *texts]
                 for trace in markers.traces_in(data, self.secrets)]
        self.assertEqual(found, [])

    def assert_sealed(self):
        """Nor does anything lie there written down in a way that the search does not know."""
        files = [path for path in [*(self.data / "db").iterdir(), *(self.folder / "backups").iterdir()]
                 if path.stat().st_size > 4 * FIRST_PAGE_BYTES]
        self.assertTrue({".sst", ".backup"} <= {path.suffix for path in files})
        for path in files:
            self.assertGreater(markers.part_left_by_packing(path.read_bytes()[FIRST_PAGE_BYTES:]), 0.98, path)

    def assert_silent_alive(self):
        self.practice.wait_until_assessed()
        self.assert_silent(*texts_of_processes(self.practice.daemon_pid))

    def worker(self):
        """The worker that judges entries."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            workers = markers.children_of(self.practice.daemon_pid)
            if workers:
                return workers[0]
            time.sleep(0.05)
        raise AssertionError("there is no worker")

    def import_many(self, name, first, count):
        """An import that is under way."""
        rows, a_map = self.practice.write_many_rows(name, first, count)
        words = [BUILD / "bin/candor", "--server", self.practice.address, "import", "csv", rows, "--map", a_map]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_1_written_by_hand_imported_supervised_and_judged(self):
        for step in (self.practice.add_people, self.practice.log_every_kind, self.practice.decide,
                     self.practice.try_a_rule_out, self.practice.supervise, self.practice.keep_a_draft,
                     self.practice.import_rows, self.practice.hold_and_erase, self.practice.raise_concerns,
                     self.practice.open_in_an_emergency, self.practice.account):
            with self.subTest(step.__name__):
                step()
                self.assert_silent_alive()
        if not markers.may_look_into_others():
            print("the worker's memory is not searched: the system shows it to root alone", file=sys.stderr)
        else:
            self.assertTrue(markers.may_read_memory(self.worker()), "the worker's memory is searched")
            memory = markers.texts_of_memory(self.practice.daemon_pid)
            self.assertTrue(any(markers.STEM.encode() in data for _, data in memory), "the daemon's would be found")
        self.assertGreater(len(self.practice.json("followup", "list")), 10)
        for drafts in ("drafts", "supervision/drafts"):
            self.assertEqual(len(list((self.folder / "state/candor" / drafts).iterdir())), 1)

    def test_2_every_field_that_takes_words_is_planted(self):
        self.assertEqual(self.practice.fields - set(MARKERS.given) - set(ECHOES) - NO_WORDS,
                         {"TestScenarioRequest.text", "ChangeMasterKeyRequest.passphrase", "ExportedLoss.reason",
                          "SignComplianceReportRequest.signer"}, "what later tests plant; a new field is planted here")
        self.assertEqual((set(ECHOES) | NO_WORDS) - self.practice.fields, set(), "no such field any more")
        self.assertEqual(set(ECHOES.values()) - self.practice.fields, set())
        for kind in self.practice.kinds:
            self.assertIn(f"a note of {kind}", {*MARKERS.given, "a note of retraction"})

    def test_3_reports_changes_and_what_is_refused(self):
        with open(self.folder / "changes.jsonl", "wb") as changes:
            watching = subprocess.Popen([BUILD / "bin/candor", "--server", self.practice.address, "watch", "-o",
                                         "json"], stdout=changes, stderr=subprocess.DEVNULL)
            try:
                self.practice.report()
                self.practice.ask_in_vain()
                self.assert_silent_alive()
            finally:
                watching.terminate()
                watching.wait(timeout=60)

        log = (self.folder / "candord.log").read_text(encoding="utf-8")
        for told in ("CreateEntry OK", "CreateEntry INVALID_ARGUMENT", "SignSupervisionNote", "LookupMember NOT_FOUND",
                     "GenerateComplianceReport", "TestScenario"):
            self.assertTrue(told in log, f"the log that is searched tells of {told}")

    def test_4_what_was_planted_is_there_for_whoever_may_read_it(self):
        lines = self.practice.exported()
        text = json.dumps(lines, ensure_ascii=False)
        self.assertEqual([what for what, word in MARKERS.given.items()
                          if word not in text and not what.startswith(NOT_RECORDED)], [])
        for name in ("order", "names", "lookup"):
            key = base64.b64decode(next(values_of(name, next(values_of("naming_keys", lines)))))
            for form, data in (("as it is", key), ("in base64", base64.b64encode(key)),
                               ("in hexadecimal", key.hex().encode())):
                self.secrets.append((f"the naming key {name}, {form}", data))
        timeline = self.practice.json("case", "timeline", TRAINEE_CODE, "--act-for", TRAINEE)
        reaction = next(entry["name"] for entry in timeline if entry.get("personal_reaction"))
        for reader in (TRAINEE, BO):
            shown = self.practice.done("entry", "show", reaction, "--act-for", reader)
            self.assertIn(of("a note of personal_reaction"), shown)
        self.practice.done("entry", "show", reaction, "--act-for", CORA, code=NOT_FOUND)
        self.assert_silent_alive()

    def test_5_a_backup_its_check_and_its_drill(self):
        backup, master = self.folder / "backups/candor.backup", self.folder / "master.key"
        shutil.copy(self.data / "master.key", master)
        self.practice.done("backup", "create", backup)
        self.practice.done("backup", "verify", backup, "--master-key", master)
        self.assertGreater(backup.stat().st_size, 50_000)
        self.assert_silent_alive()

        drill = [BUILD / "bin/candor", "backup", "drill", backup, "--master-key", master, "--folder",
                 self.folder / "drill"]
        with subprocess.Popen(drill, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
            while run.poll() is None:
                started = markers.children_of(run.pid)
                self.assert_silent(*(text for pid in started for text in markers.texts_of_process(pid)))
            self.assertEqual(run.returncode, DONE, run.stdout.read())
        self.assert_silent_alive()

    def test_6_the_worker_dies_and_the_database_is_written_anew(self):
        for number in (signal.SIGSEGV, signal.SIGABRT):
            worker = self.worker()
            os.kill(worker, number)
            self.practice.log("personal_reaction", f"case: {CODE}", self.practice.ago(1))
            self.assert_silent_alive()
            self.assertNotIn(worker, markers.children_of(self.practice.daemon_pid))

        self.assertEqual(self.import_many("many.csv", 0, 1500).wait(timeout=300), DONE)
        self.assert_silent_alive()
        before = {path.name for path in (self.data / "db").glob("*.sst")}
        self.practice.done("key", "rotate")
        after = {path.name for path in (self.data / "db").glob("*.sst")}
        self.assertTrue(after - before, "tables were written anew")
        self.assertEqual(after & before, set(), "and none was left as it was")
        self.assert_silent_alive()

    def test_7_killed_while_it_writes(self):
        for number in (signal.SIGKILL, signal.SIGSEGV):
            before = int(self.practice.json("status")["ledger_size"])
            importing = self.import_many(f"until {number}.csv", 10_000 * number, 2500)
            while int(self.practice.json("status")["ledger_size"]) < before + 10 and importing.poll() is None:
                time.sleep(0.01)
            self.practice.kill(number)
            self.assertNotEqual(importing.wait(timeout=300), DONE, "it was cut short")
            self.assert_silent()
            self.practice.start()
            self.assert_silent_alive()
        self.assertEqual(self.practice.json("ledger", "verify")["faults"], [])

    def test_8_stopped_folded_anew_and_under_a_passphrase(self):
        self.assertEqual(self.practice.stop(), DONE)
        self.assert_silent()
        self.assert_sealed()
        self.assert_silent(("what it said", self.practice.candord("rebuild", "--data-dir", self.data).encode()))
        self.practice.start()
        self.assert_silent_alive()

        secret = self.folder / "passphrase"
        secret.write_text(of("ChangeMasterKeyRequest.passphrase") + "\n", encoding="utf-8")
        secret.chmod(0o600)
        self.practice.done("key", "rekey", "--yes", "--passphrase-file", secret)
        self.assert_silent_alive()
        self.practice.stop()
        self.practice.opened_with(secret)
        self.practice.start()
        timeline = self.practice.json("case", "timeline", CODE, "--act-for", ANA)
        self.assertIn(of("a note of session"), json.dumps(timeline, ensure_ascii=False))
        self.assert_silent_alive()

    def test_9_something_was_lost(self):
        self.practice.stop()
        shutil.copytree(self.data / "db", self.folder / "older")
        self.practice.start()
        self.practice.log("session", f"case: {CODE}", self.practice.ago(1))
        self.practice.done("ledger", "checkpoint")
        self.practice.stop()
        shutil.rmtree(self.data / "db")
        (self.folder / "older").rename(self.data / "db")
        opened = ("--data-dir", self.data, "--passphrase-file", self.folder / "passphrase")
        said = [self.practice.candord("rebuild", *opened, code=CONFLICT),
                self.practice.candord("accept-loss", *opened, "--reason", of("ExportedLoss.reason"))]
        self.assert_silent(*(("what it said", text.encode()) for text in said))

        self.practice.start()
        self.assertIn(of("ExportedLoss.reason"), json.dumps(self.practice.exported(), ensure_ascii=False))
        self.assert_silent_alive()
        self.assertEqual(self.practice.fields - set(MARKERS.given) - set(ECHOES) - NO_WORDS, set())


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
