"""Whether an append costs the same however much there is already."""

from figures.targets import figure
from harness import candord, load, numbers
from harness.numbers import human, span


def append_flatness(context):
    size = context.sizes.long_case
    with candord.fresh_daemon(context, "length") as running:
        cost = load.run(context, "length", address=running.address, pid=running.pid, sizes=size,
                        pairs=numbers.ROUNDS)[0]
    notes = [f"processor time of daemon and worker for an append to a case with {human(size)} entries: "
             f"{span(cost['other_us'])} µs; with 100: {span(cost['usual_us'])} µs; one caller, in turns"]
    if size < 100_000:
        notes.append("--full takes the 100,000 entries that the target speaks of")
    return figure("append_flatness", numbers.median(cost["ratio"])), notes


def append_late_flatness(context):
    sizes = context.sizes
    with candord.fresh_daemon(context, "late") as running:
        result = load.run(context, "late", address=running.address, pid=running.pid, entries=sizes.long_case,
                          member_entries=sizes.long_member, pairs=numbers.ROUNDS)
    notes = []
    for what, of in (("into a case with", "case"), ("for a therapist with", "member")):
        cost = result[of]
        size = sizes.long_case if of == "case" else sizes.long_member
        notes.append(f"30 days late {what} {human(size)} entries: {numbers.median(cost['ratio']):.2f} times an append "
                     f"in order ({span(cost['other_us'])} µs ÷ {span(cost['usual_us'])} µs of processor time)")
    if sizes.long_case < 100_000:
        notes.append("--full takes the 100,000 and 20,000 that the target speaks of")
    value = max(numbers.median(result[of]["ratio"]) for of in ("case", "member"))
    return figure("append_late_flatness", value), notes
