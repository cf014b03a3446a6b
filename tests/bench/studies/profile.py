"""./dev bench profile: where the processor's time goes, and how often the system is asked, for an append, an import and
a report."""

import contextlib
import pathlib
import re
import shutil
import signal
import subprocess
import time

from harness import candord, load, machine, practice_csv
from harness import context as run_context
from harness.ledgers import ImportedPractice
from harness.numbers import Missing
from studies import table

HELP = "a CPU profile and a count of system calls of an append, an import and a report"
FILES = ("profile.md",)

QUARTER = "2025Q1"
SAMPLES_PER_S = 499
SYMBOLS = 40
LONGEST_LINE = 110
CALLS = 15


def add_options(parser):
    parser.add_argument("--seconds", type=float, default=10, metavar="S", help="of each profile (default 10)")


def sizes(options):
    return run_context.FULL if options.full else run_context.QUICK


def program(name, package):
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{name} (Debian package {package})")
    return path


def with_children(pid):
    """The process and those that it started, its worker for one."""
    found = [pid]
    for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text(encoding="utf-8").split():
            found += with_children(int(child))
    return found


@contextlib.contextmanager
def watching(command, log):
    """A program that looks on until it is interrupted."""
    with open(log, "wb") as out:
        looker = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    time.sleep(1)
    if looker.poll() is not None:
        raise RuntimeError(f"{command[0]} cannot look at the daemon: {log.read_text(errors='replace')[-2000:]}")
    try:
        yield
    finally:
        looker.send_signal(signal.SIGINT)
        looker.wait(timeout=120)


def profile(context, pid, work):
    """Text of what perf says of the processor's time while `work` runs."""
    perf, data = program("perf", "linux-perf"), context.scratch / "perf.data"
    pids = ",".join(map(str, with_children(pid)))
    record = [perf, "record", "-e", "cpu-clock", "-F", str(SAMPLES_PER_S), "-p", pids, "-o", str(data)]
    with watching(record, context.scratch / "perf.log"):
        work()
    parts = []
    for title, sort in (("By thread", "comm"), ("By library", "dso"), ("By function", "dso,symbol")):
        shown = subprocess.run([perf, "report", "-i", str(data), "--stdio", "--no-children", "--sort", sort,
                                "--percent-limit", "0.4"], capture_output=True, text=True, check=True).stdout
        parts.append(f"{title}:\n\n" + "\n".join(report_lines(shown)[:SYMBOLS]))
    data.unlink()
    return "\n\n".join(parts)


def report_lines(shown):
    """Of what perf prints: what is not a remark, indented as text is in Markdown."""
    lines = (line for line in shown.splitlines() if line.strip() and not line.startswith("#"))
    # perf pads each column for its longest name, which is a page wide, and says nothing in the last two.
    return ["    " + re.sub(r" {3,}", "  ", re.sub(r"[\s-]+$", "", line.strip()))[:LONGEST_LINE] for line in lines]


def read_calls(summary):
    """{system call: how often} of what strace -c prints."""
    calls = {}
    for line in summary.splitlines():
        found = re.match(r"\s*[0-9.]+\s+[0-9.]+\s+[0-9]+\s+([0-9]+)\s+(?:[0-9]+\s+)?([a-z_0-9]+)\s*$", line)
        if found and found.group(2) != "total":
            calls[found.group(2)] = int(found.group(1))
    return calls


def system_calls(context, pid, work):
    """A table of the system calls while `work` runs, which gives how many times it did what it does."""
    summary = context.scratch / "strace.txt"
    columns = "time-percent,total-time,avg-time,calls,errors,name"
    command = [program("strace", "strace"), "-c", "-f", "-U", columns, "-o", str(summary)]
    for each in with_children(pid):
        command += ["-p", str(each)]
    times = 0
    with watching(command, context.scratch / "strace.log"):
        times = work()
    if times == 0:
        raise RuntimeError("nothing was done while strace looked on")
    calls = read_calls(summary.read_text(encoding="utf-8"))
    most = sorted(calls.items(), key=lambda item: -item[1])[:CALLS]
    rows = [[name, count, count / times] for name, count in [("all", sum(calls.values())), *most]]
    return times, table.markdown(["system call", "how often", "of each"], rows)


def section(title, what, context, pid, work):
    times, calls = system_calls(context, pid, work)
    shown = profile(context, pid, work)
    return (f"## {title}\n\n{what}.\n\n{shown}\n\nSystem calls of the daemon and its worker while it was traced, which "
            f"slows it, for {times:,}:\n\n{calls}\n")


def of_appends(context, seconds):
    with (candord.fresh_daemon(context, "append") as running,
          load.Load(context, "append", address=running.address) as appends):
        appends.step(2)
        return section("An append", "4 connections × 128 streams, until every entry is assessed", context, running.pid,
                       lambda: appends.step(seconds)["appended"])


def of_import(context, seconds):
    # What is imported once is a duplicate the second time.
    sample = context.root / "cli/maps/practice-log.csv"
    files = []
    with candord.fresh_daemon(context, "import") as running:

        def take_in():
            files.append(context.scratch / f"profile-{len(files)}.csv")
            practice_csv.write(sample, files[-1], int(seconds * 3000), prefix=f"{len(files)}-")
            count = running.import_csv(files[-1])
            running.wait_for_policies()
            return count

        return section("An import", "`candor import csv`, until every row is assessed", context,
                       running.pid, take_in)


def of_report(context, seconds):
    practice = context.once(ImportedPractice)
    with (practice.daemon() as running,
          load.Load(context, "report", address=running.address, quarter=QUARTER) as reports):
        one = sum(reports.step(5)["ms"]) / 5
        times = max(10, round(seconds * 1000 / one))
        return section("A report", f"The compliance report of {QUARTER} over {practice.describe()}, one caller",
                       context, running.pid, lambda: len(reports.step(times)["ms"]))


def run(context, options, out):
    for name, package in (("perf", "linux-perf"), ("strace", "strace")):
        program(name, package)
    sections = [measured(context, options.seconds) for measured in (of_appends, of_import, of_report)]
    text = "\n".join(["# Where the time goes", "", "Made by `./dev bench profile`.", "",
                      *(f"- {line}" for line in machine.describe(context.build)), "", *sections])
    (out / "profile.md").write_text(text, encoding="utf-8")
    return text
