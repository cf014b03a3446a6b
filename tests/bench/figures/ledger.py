"""Figures of one large ledger: memory, disk, opening it after a crash, verifying it."""

from figures.targets import figure
from harness import load, numbers
from harness.ledgers import FilledLedger
from harness.numbers import human, span


def of_target(context, wanted):
    """What is to be said when less was measured than the target speaks of."""
    if context.sizes.ledger >= wanted:
        return []
    return [f"the target speaks of {human(wanted)} entries: --entries {wanted}"]


def append_memory_flatness(context):
    ledger = context.once(FilledLedger)
    notes = [f"the daemon's resident memory after {ledger.entries // 10:,} entries {ledger.memory_of_tenth:.0f} MiB, "
             f"after {ledger.entries:,} {ledger.memory:.0f} MiB; caches at their default size",
             *of_target(context, 1_000_000)]
    return figure("append_memory_flatness", ledger.memory / ledger.memory_of_tenth), notes


def disk_per_entry(context):
    ledger = context.once(FilledLedger)
    ready = ledger.ready
    notes = [f"{ledger.bytes_on_disk:,} bytes on disk, everything included, after every file was written anew, for "
             f"{ledger.bytes_sent:,} bytes of {ledger.entries:,} entries and {ready['intakes']:,} intakes as sent",
             f"notes are words of a list: {ready['note_entropy_bits_per_byte']:.2f} bits of entropy per byte",
             *of_target(context, 1_000_000)]
    return figure("disk_per_entry", ledger.bytes_on_disk / ledger.bytes_sent), notes


def opens(context):
    return context.once(FilledLedger).opens()


def open_notes(context):
    ledger, opened = context.once(FilledLedger), context.once(opens)
    return [f"{len(opened)} times killed with SIGKILL while it was written to, {ledger.entries:,} entries; from the "
            f"start of the process until `candor status` has its answer: {span([ms for ms, _ in opened])} ms",
            f"resident memory of the daemon then: {span([mib for _, mib in opened])} MiB",
            *of_target(context, 1_000_000)]


def open_ms(context):
    return figure("open_ms", numbers.median([ms for ms, _ in context.once(opens)])), open_notes(context)


def open_rss_mib(context):
    return figure("open_rss_mib", numbers.median([mib for _, mib in context.once(opens)])), open_notes(context)


def verify_leaves_per_s(context):
    ledger = context.once(FilledLedger)
    with ledger.daemon() as running, load.Load(context, "verify", address=running.address) as verify:
        rounds = numbers.take_turns({"verify": lambda: verify.step(1)})["verify"]
    per_s = [each["leaves"] / each["seconds"] for each in rounds]
    notes = [f"{len(rounds)} times {rounds[-1]['leaves']:,} records, read, opened and held against their commitments "
             "by the daemon, one call of 1,000 after another, and hashed to the signed root by the client: "
             f"{span(per_s)} leaves/s"]
    return figure("verify_leaves_per_s", numbers.median(per_s)), notes
