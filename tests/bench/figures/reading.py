"""What somebody waits for who looks something up."""

import csv
import subprocess
import time

from figures.targets import figure
from harness import load, numbers
from harness.ledgers import ImportedPractice
from harness.numbers import column, span

TIMELINE_ENTRIES = 500
READS_PER_ROUND = 10
CALLS_PER_ROUND = 20


def timeline_ms(context):
    practice = context.once(ImportedPractice)
    with (practice.daemon() as running,
          load.Load(context, "timeline", address=running.address, entries=TIMELINE_ENTRIES) as reader):
        rounds = numbers.take_turns({"timeline": lambda: reader.step(READS_PER_ROUND)})["timeline"]
    medians = [numbers.median(each["ms"]) for each in rounds]
    records = sum(column(rounds, "records")) / (READS_PER_ROUND * len(rounds))
    notes = [f"{len(rounds)} rounds of {READS_PER_ROUND} reads of {TIMELINE_ENTRIES} entries by the therapist's "
             f"supervisor, beside {practice.describe()}: {span(medians, 2)} ms; {records:g} records of each "
             "read in the ledger"]
    return figure("timeline_ms", numbers.median(medians)), notes


def a_case_of(context):
    """The code of a case that the imported practice has."""
    with open(context.root / "cli/maps/practice-log.csv", encoding="utf-8-sig", newline="") as source:
        return next(row["Client code"].strip() for row in csv.DictReader(source) if row["Client code"].strip()) + "-0"


def whole_process(command, environment):
    """Milliseconds that a process takes, from being started to being gone: the median of several."""
    taken = []
    for _ in range(CALLS_PER_ROUND):
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
        taken.append((time.perf_counter() - start) * 1000)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}")
    return numbers.median(taken)


def cli_vs_bare(context):
    practice = context.once(ImportedPractice)
    code = a_case_of(context)
    with practice.daemon() as running:
        ours = [context.program("candor"), "case", "show", code]
        bare = [context.program("candor_bare"), running.address, code]
        rounds = numbers.take_turns({"candor": lambda: whole_process(ours, running.environment()),
                                     "bare": lambda: whole_process(bare, running.environment())})
    notes = [f"{numbers.ROUNDS} rounds of {CALLS_PER_ROUND} processes each: `candor case show` "
             f"{span(rounds['candor'], 1)} ms, a bare client that makes one call {span(rounds['bare'], 1)} ms"]
    return figure("cli_vs_bare", numbers.ratio(rounds["candor"], rounds["bare"])), notes
