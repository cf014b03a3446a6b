"""./dev bench growth: the same figures for a small and a large practice."""

import dataclasses
import datetime
import json

from harness import candord, load, machine, numbers
from harness import context as run_context
from harness.ledgers import FilledLedger
from harness.numbers import column
from studies import plot, table

HELP = "how the figures grow with entries, therapists, entries of one case and callers"
FILES = ("growth.md", "growth.svg", "growth.json")

ENTRIES = (10_000, 100_000, 1_000_000, 10_000_000)
THERAPISTS = (1, 10, 50, 100, 500)
CASE_ENTRIES = (1, 100, 1_000, 10_000, 100_000)
CALLERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
# Somebody supervises everybody only among so many; of fewer the first alone writes.
FEWEST_THERAPISTS = 10
CONNECTIONS = 4


@dataclasses.dataclass
class Axis:
    """What grows, and what was measured for it: a row begins with how much of it there was."""

    title: str
    x: str
    columns: list
    rows: list


def add_options(parser):
    parser.add_argument("--largest", type=int, default=1_000_000, metavar="N",
                        help="ledgers of up to so many entries (default 1,000,000; --full: 10,000,000)")


def sizes(options):
    return dataclasses.replace(run_context.QUICK, seconds=5 if options.full else 3)


def append_rounds(context, running, **options):
    with load.Load(context, "append", address=running.address, pid=running.pid, **options) as appends:
        return numbers.take_turns({"daemon": lambda: appends.step(context.sizes.seconds)})["daemon"]


def middle(rounds, name):
    return numbers.median(column(rounds, name))


def quarter_of(day):
    return f"{day.year}Q{(day.month + 2) // 3}"


def of_ledger(context, entries):
    """A row of `by_entries`."""
    # At least ten entries of each case.
    cases = min(10_000, entries // 10)
    ledger = FilledLedger(context, entries, cases=cases, therapists=500)
    opened = ledger.opens()
    with ledger.daemon() as running:
        rounds = append_rounds(context, running, cases=cases)
        with load.Load(context, "timeline", address=running.address, entries=500) as reader:
            timeline = numbers.median(reader.step(30)["ms"])
        quarter = quarter_of(datetime.date.fromisoformat(running.ask("status")["today"]))
        with load.Load(context, "report", address=running.address, quarter=quarter) as reports:
            report = numbers.median(reports.step(15)["ms"])
        with load.Load(context, "verify", address=running.address) as verify:
            verified = verify.step(1)
    ledger.remove()
    return [entries, middle(rounds, "per_s"), middle(rounds, "cpu_us"), ledger.memory,
            numbers.median([ms for ms, _ in opened]), timeline, report, verified["leaves"] / verified["seconds"],
            ledger.bytes_on_disk / ledger.bytes_sent]


def by_entries(context, largest):
    columns = ["appends/s", "processor µs per append", "memory, MiB", "open after a kill, ms", "timeline of 500, ms",
               "report of the quarter, ms", "leaves verified/s", "disk ÷ sent"]
    rows = [of_ledger(context, entries) for entries in ENTRIES if entries <= largest]
    return Axis("Entries in the ledger", "entries", columns, rows)


def by_therapists(context):
    rows = []
    for therapists in THERAPISTS:
        some = max(therapists, FEWEST_THERAPISTS)
        with candord.fresh_daemon(context, "therapists") as running:
            rounds = append_rounds(context, running, therapists=some, one_author=int(therapists == 1))
        rows.append([therapists, middle(rounds, "per_s"), middle(rounds, "cpu_us")])
    return Axis("Therapists who write", "therapists", ["appends/s", "processor µs per append"], rows)


def by_case_entries(context):
    with candord.fresh_daemon(context, "length") as running:
        costs = load.run(context, "length", address=running.address, pid=running.pid,
                         sizes=",".join(map(str, CASE_ENTRIES)), pairs=numbers.ROUNDS)
    rows = [[size, numbers.median(cost["other_us"]), numbers.median(cost["ratio"])]
            for size, cost in zip(CASE_ENTRIES, costs)]
    return Axis("Entries in one case", "entries of the case",
                ["processor µs per append, one caller", "÷ an append to a case with 100"], rows)


def by_callers(context):
    rows = []
    with candord.fresh_daemon(context, "callers") as running:
        for callers in CALLERS:
            connections = min(CONNECTIONS, callers)
            rounds = append_rounds(context, running, cases=2_000, therapists=100, connections=connections,
                                   streams=callers // connections)
            rows.append([callers, middle(rounds, "per_s"), middle(rounds, "p50_ms"), middle(rounds, "p99_ms"),
                         middle(rounds, "cpu_us")])
    return Axis("Callers at the same time", "callers",
                ["appends/s", "half answered within, ms", "99 % within, ms", "processor µs per append"], rows)


def page(axes, described):
    """growth.md."""
    parts = ["# Growth", "", "Made by `./dev bench growth`; the same as curves: [growth.svg](growth.svg). Medians of "
             "five rounds, all of the product on.", "", *(f"- {line}" for line in described)]
    for axis in axes:
        parts += ["", f"## {axis.title}", "", table.markdown([axis.x, *axis.columns], axis.rows)]
    return "\n".join(parts) + "\n"


def panels(axes):
    return [(name, axis.x, [(row[0], row[1 + number]) for row in axis.rows])
            for axis in axes for number, name in enumerate(axis.columns)]


def run(context, options, out):
    largest = ENTRIES[-1] if options.full else options.largest
    axes = []
    for measured in (by_callers, by_therapists, by_case_entries, lambda context: by_entries(context, largest)):
        axes.append(measured(context))
        print(f"{axes[-1].title}\n{table.markdown([axes[-1].x, *axes[-1].columns], axes[-1].rows)}\n", flush=True)
    described = machine.describe(context.build)
    (out / "growth.md").write_text(page(axes, described), encoding="utf-8")
    (out / "growth.svg").write_text(plot.svg(panels(axes)), encoding="utf-8")
    told = {"machine": described, "axes": [dataclasses.asdict(axis) for axis in axes]}
    (out / "growth.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return "written: " + ", ".join(FILES)
