"""./dev bench tail: how slow the slowest answers are at half of the highest rate, whatever else the daemon does."""

import itertools
import subprocess
import threading
import time

from harness import candord, load, machine, numbers, practice_csv
from harness import context as run_context
from harness.ledgers import FilledLedger
from harness.numbers import column, human
from studies import table

HELP = "percentiles of appends and timelines during a compaction, an import, a backup and a policy replay"
FILES = ("tail.md",)

READS_PER_S = 20
QUANTILES = ("p50", "p99", "p999")


def add_options(parser):
    parser.add_argument("--seconds", type=float, default=15, metavar="S", help="of each situation (default 15)")


def sizes(options):
    return run_context.FULL if options.full else run_context.QUICK


class Work:
    """Something that goes on beside the load: commands one after another, until it is told that it is enough. What is
    under way then is let end."""

    def __init__(self, running, commands):
        self.running = running
        self.commands = commands
        self.enough = threading.Event()
        self.done = 0
        self.busy_s = 0.0
        self.problem = None
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.enough.set()
        self.thread.join()
        if kind is None and self.problem:
            raise RuntimeError(self.problem)

    def _run(self):
        for command, allowed, left in self.commands:
            if self.enough.is_set():
                return
            start = time.monotonic()
            ended = subprocess.run([self.running.context.program("candor"), *map(str, command)],
                                   stdout=subprocess.DEVNULL, env=self.running.environment(), check=False).returncode
            self.busy_s += time.monotonic() - start
            if left is not None:
                left.unlink(missing_ok=True)
            if ended not in allowed:
                self.problem = f"candor {' '.join(map(str, command))} ended with {ended}"
                return
            self.done += 1


def situations(context, seconds):
    """Name and commands of what goes on meanwhile, each with the codes that it may end with and the file that it leaves
    (None: none)."""
    csv_file = context.scratch / "meanwhile.csv"
    # About twice what can be imported in that time beside everything else.
    practice_csv.write(context.root / "cli/maps/practice-log.csv", csv_file, max(10_000, int(seconds * 10_000)))
    maps = context.build / "share/candor/maps/practice-log.toml"
    backups = (context.scratch / f"meanwhile-{number}.backup" for number in itertools.count())
    return {
        "nothing else": [],
        "a compaction of everything": ((["key", "rotate"], (0,), None) for _ in itertools.count()),
        "an import": [(["import", "csv", csv_file, "--map", maps, "--policy-from", "2024-01-01"],
                       (0, candord.ROWS_REFUSED), None)],
        "a backup": ((["backup", "create", backup], (0,), backup) for backup in backups),
        "a policy replay": ((["policy", "preview"], (0,), None) for _ in itertools.count()),
    }


def highest_rate(context, running):
    with load.Load(context, "append", address=running.address) as appends:
        rounds = numbers.take_turns({"daemon": lambda: appends.step(context.sizes.seconds)})["daemon"]
    return numbers.median(column(rounds, "per_s"))


def row_of(name, told, share):
    return [name, *(told["append"][q] for q in QUANTILES), *(told["timeline"][q] for q in QUANTILES),
            f"{100 * share:.0f} %"]


def page(rows, notes):
    """tail.md."""
    columns = ["meanwhile", *(f"append {q}, ms" for q in ("50 %", "99 %", "99.9 %")),
               *(f"timeline {q}, ms" for q in ("50 %", "99 %", "99.9 %")), "under way for"]
    return "\n".join(["# Tail", "", "Made by `./dev bench tail`. A time runs from the moment at which a call was due, "
                      "so that one which had to wait for others is slow.", "", *(f"- {note}" for note in notes), "",
                      table.markdown(columns, rows)]) + "\n"


def run(context, options, out):
    ledger = FilledLedger(context)
    rows = []
    with ledger.daemon() as running:
        highest = highest_rate(context, running)
        rate = highest / 2
        with load.Load(context, "tail", address=running.address, rate=f"{rate:.1f}", reads=READS_PER_S) as paced:
            paced.step(options.seconds / 3)
            for name, commands in situations(context, options.seconds).items():
                running.wait_for_policies()
                with Work(running, commands) as work:
                    start = time.monotonic()
                    told = paced.step(options.seconds)
                    took = time.monotonic() - start
                share = min(1.0, work.busy_s / took)
                rows.append(row_of(name, told, share))
                print(" ".join(map(table.text, rows[-1])), flush=True)
    notes = [*machine.describe(context.build), f"{human(ledger.entries)} entries in the ledger before; {rate:,.0f} "
             f"appends per second, half of the {highest:,.0f} that are possible, and {READS_PER_S} timelines of 500 "
             f"entries, read by a supervisor; {options.seconds:g} s each"]
    text = page(rows, notes)
    (out / "tail.md").write_text(text, encoding="utf-8")
    return text
