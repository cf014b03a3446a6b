"""Imports, and the replay of what they brought."""

import time

from figures.targets import figure
from harness import candord, numbers, practice_csv, rocksdb
from harness.ledgers import ImportedPractice
from harness.numbers import Missing, column, span


def import_once(context, csv_file):
    """Rows per second of one import into an empty daemon, until durable and until the policies have caught up."""
    with candord.fresh_daemon(context, "import") as running:
        start = time.monotonic()
        count = running.import_csv(csv_file)
        durable = time.monotonic() - start
        running.wait_for_policies()
        return {"per_s": count / (time.monotonic() - start), "durable_per_s": count / durable, "count": count}


def import_vs_raw(context):
    csv_file = context.scratch / "rows.csv"
    rows = practice_csv.write(context.root / "cli/maps/practice-log.csv", csv_file, context.sizes.imported)
    contenders = {"ours": lambda: import_once(context, csv_file)}
    missing = None
    try:
        rocksdb.puts_per_s(context, 1000)
        contenders["raw"] = lambda: rocksdb.puts_per_s(context, context.sizes.raw)
    except Missing as error:
        missing = str(error)
    results = numbers.take_turns(contenders)
    csv_file.unlink()
    ours = results["ours"]
    notes = [f"{len(ours)} rounds, {rows:,} rows of which {ours[0]['count']:,} are imported, into an empty daemon each",
             f"rows/s until assessed by all policies: {span(column(ours, 'per_s'))}; until durable: "
             f"{span(column(ours, 'durable_per_s'))}"]
    if missing:
        return figure("import_vs_raw", None, missing), notes
    notes.append(f"db_bench puts/s, values of {rocksdb.VALUE_SIZE} bytes: {span(results['raw'])}")
    return figure("import_vs_raw", numbers.ratio(column(ours, "per_s"), results["raw"])), notes


def replay_once(running, entries):
    before, start = running.processor_seconds(), time.monotonic()
    told = running.ask("policy", "preview")
    took, used = time.monotonic() - start, running.processor_seconds() - before
    if told["differences"] or told["summary"]["waiting"] or told["summary"]["not_judged"]:
        raise RuntimeError("a replay by the policies in force does not say what is on record")
    return {"by_processor": entries / used, "by_clock": entries / took}


def replay_entries_per_s(context):
    practice = context.once(ImportedPractice)
    with practice.daemon() as running:
        # What is looked at once after a start is not to be in it.
        time.sleep(2)
        rounds = numbers.take_turns({"replay": lambda: replay_once(running, practice.entries)})["replay"]
    notes = [f"{len(rounds)} previews of nothing changed, {practice.describe()}, all plugins, from the start of every "
             "timeline, compared with what is on record",
             f"entries per second of processor time of daemon and worker: {span(column(rounds, 'by_processor'))}; by "
             f"the clock: {span(column(rounds, 'by_clock'))}"]
    return figure("replay_entries_per_s", numbers.median(column(rounds, "by_processor"))), notes
