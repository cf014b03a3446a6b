"""The two large ledgers that several figures are of, each made once in a run."""

import contextlib
import shutil
import time

from harness import candord, load, practice_csv, processes
from harness.numbers import ROUNDS, human

# A group of as many practices of fourteen therapists each; more rows are more clients of the same people.
PRACTICES = 36
# While it is killed somebody writes, about cases of their own.
DISTURBING = {"cases": 500, "therapists": 50}


class FilledLedger:
    """Self-reports of about 350 bytes, one call each. With a look at memory after a tenth of them and after all, and at
    the disk once everything is compacted."""

    def __init__(self, context, entries=None, cases=10_000, therapists=500):
        self.context = context
        self.entries = entries or context.sizes.ledger
        self.data = context.scratch / "filled"
        with (self.daemon() as running,
              load.Load(context, "fill", address=running.address, cases=cases, therapists=therapists) as fill):
            self.ready = fill.ready
            first = fill.step(self.entries // 10)
            self.memory_of_tenth = settled_memory(running)
            rest = fill.step(self.entries - self.entries // 10)
            self.memory = settled_memory(running)
        self.entries_per_s = rest["entries"] / rest["seconds"]
        self.bytes_sent = first["bytes"] + rest["bytes"] + self.ready["intake_bytes"]
        with self.daemon() as running:
            compact(running)
        self.bytes_on_disk = processes.bytes_on_disk(self.data)

    @contextlib.contextmanager
    def daemon(self):
        with candord.daemon(self.context, self.data) as running:
            yield running

    def open_after_kill(self):
        """(milliseconds from start to ready, resident MiB then), once it was killed while it was written to."""
        with self.daemon() as running:
            writer = load.Load(self.context, "append", address=running.address, **DISTURBING)
            writer.ask(60)
            time.sleep(1)
            processes.kill(running.process)
            writer.abandon()
        start = time.monotonic()
        with self.daemon() as running:
            took = time.monotonic() - start
            return took * 1000, running.memory_mib()

    def remove(self):
        shutil.rmtree(self.data)

    def opens(self):
        return [self.open_after_kill() for _ in range(ROUNDS)]


class ImportedPractice:
    """The sample practice's log, as many times over as needed, with all policies from its first day on."""

    def __init__(self, context, rows=None):
        self.context = context
        self.data = context.scratch / "imported"
        csv_file = context.scratch / "practice.csv"
        sample = context.root / "cli/maps/practice-log.csv"
        self.rows = practice_csv.write(sample, csv_file, rows or context.sizes.practice, PRACTICES)
        self.people = "about 500 therapists"
        with self.daemon() as running:
            self.entries = running.import_csv(csv_file)
            running.wait_for_policies()
        csv_file.unlink()

    @contextlib.contextmanager
    def daemon(self):
        with candord.daemon(self.context, self.data) as running:
            yield running

    def describe(self):
        return f"{human(self.entries)} entries imported, {self.people}"


def compact(running):
    """Everything on the disk is written anew: new keys for files are how the daemon is told to."""
    running.candor("key", "rotate")


def settled_memory(running):
    """Of the daemon, once what it gives back is given back."""
    time.sleep(2)
    return running.memory_mib()
