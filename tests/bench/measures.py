"""The figures: each function takes the context and returns (figure, notes for the terminal)."""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

import practice_csv
import servers

ROUNDS = 5
# Bytes of a sealed record as it lies in the ledger, stamp and header included; see README.md.
VALUE_SIZE = 400


@dataclasses.dataclass
class Context:
    root: pathlib.Path
    build: pathlib.Path
    scratch: pathlib.Path
    full: bool


def figure(name, value, unit, target, better, baseline):
    return {"name": name, "value": value, "unit": unit, "target": target, "better": better, "baseline": baseline}


def span(values, digits=0):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def run_json(command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def ratios(above, below):
    return [a / b for a, b in zip(above, below)]


def load_appends(context, address, pid, *more):
    return run_json([context.build / "bench/candor_load", "append", "--daemon", address, "--pid", pid,
                     "--rounds", ROUNDS, "--seconds", 10 if context.full else 4, *more])


def append_vs_null(context):
    data = context.scratch / "append"
    with servers.null_server(context) as null, servers.daemon(context, data) as (address, pid):
        result = load_appends(context, address, pid, "--null", null)
    shutil.rmtree(data)
    ours, nothing = result["daemon"], result["null"]
    notes = [f"{ROUNDS} rounds, 4 connections × 128 streams, 10,000 cases, 500 therapists, "
             f"{result['mean_message_bytes']:.0f} bytes per request, {sum(ours['appended']):.0f} entries",
             f"appends/s until all are assessed: {span(ours['per_s'])}; until all are answered: "
             f"{span(ours['answered_per_s'])}; null/s: {span(nothing['per_s'])}",
             f"answered within {span(ours['p50_ms'], 1)} ms (half), {span(ours['p99_ms'], 1)} ms (99 %)",
             f"processor time of daemon and worker: {span(ours['cpu_us'], 1)} µs per append"]
    return figure("append_vs_null", statistics.median(ratios(ours["per_s"], nothing["per_s"])), "ratio", 0.30, "higher",
                  "null callback RPC, same message and build"), notes


def append_tls(context):
    data = context.scratch / "network"
    with servers.network_daemon(context, data) as (address, network, pid):
        result = run_json([context.build / "bench/candor_load", "network", "--daemon", address, "--network", network,
                           "--authority", data / "authority.pem", "--pid", pid, "--rounds", ROUNDS,
                           "--seconds", 10 if context.full else 4])
    shutil.rmtree(data)
    tls, clear = result["tls"], result["clear"]
    notes = [f"{ROUNDS} rounds, 64 members with a certificate and a connection each × 8 streams; against it the "
             "operator who acts for the same members at the socket, the same requests on as many connections",
             f"appends/s over TLS until all are assessed: {span(tls['per_s'])}; at the socket: {span(clear['per_s'])}",
             f"processor time of daemon and worker: {span(tls['cpu_us'], 1)} µs and {span(clear['cpu_us'], 1)} µs "
             "per append"]
    return figure("append_tls", statistics.median(ratios(tls["per_s"], clear["per_s"])), "ratio", 0.75, "higher",
                  "the same appends in the clear"), notes


def policy_us_per_entry(context):
    data = context.scratch / "policy"
    with servers.daemon(context, data) as (address, pid):
        ours = load_appends(context, address, pid)["daemon"]
    shutil.rmtree(data)
    notes = [f"{ROUNDS} rounds, {sum(ours['appended']):.0f} entries over 10,000 cases, all plugins, while they come in",
             f"processor time of the assessor and its worker: {span(ours['policy_cpu_us'], 1)} µs of "
             f"{span(ours['cpu_us'], 1)} µs per append"]
    return figure("policy_us_per_entry", statistics.median(ours["policy_cpu_us"]), "µs", 10, "lower", "none"), notes


def append_late_flatness(context):
    data = context.scratch / "late"
    size = (100_000, 20_000) if context.full else (20_000, 5_000)
    with servers.daemon(context, data) as (address, pid):
        result = run_json([context.build / "bench/candor_load", "late", "--daemon", address, "--pid", pid, "--entries", size[0],
                           "--member-entries", size[1], "--pairs", ROUNDS])
    shutil.rmtree(data)
    of_case, of_member = (statistics.median(result[name]) for name in ("case_ratio", "member_ratio"))
    notes = [f"30 days late into a case with {size[0]} entries: {of_case:.2f} times an append in order "
             f"({span(result['case_late_us'])} µs ÷ {span(result['case_in_order_us'])} µs of processor time)",
             f"30 days late for a therapist with {size[1]} events: {of_member:.2f} times "
             f"({span(result['member_late_us'])} µs ÷ {span(result['member_in_order_us'])} µs)"]
    if not context.full:
        notes.append("--full takes the 100,000 and 20,000 that the target speaks of")
    return figure("append_late_flatness", max(of_case, of_member), "ratio", 3, "lower", "an append in order"), notes


def import_into(context, address, csv_file):
    """(entries, seconds until they are durable, seconds until the policies have caught up) of one import."""
    environment = {**os.environ, "CANDOR_SERVER": address}
    candor = str(context.build / "bin/candor")
    start = time.monotonic()
    done = subprocess.run([candor, "import", "csv", str(csv_file), "--map",
                           str(context.build / "share/candor/maps/practice-log.toml"), "--policy-from", "2024-01-01",
                           "-o", "json"], stdout=subprocess.PIPE, env=environment, check=False)
    answer = json.loads(done.stdout)
    imported = time.monotonic() - start
    while json.loads(subprocess.run([candor, "status", "-o", "json"], stdout=subprocess.PIPE, env=environment,
                                    check=True).stdout)["entries_pending"] != 0:
        time.sleep(0.02)
    return answer["imported"], imported, time.monotonic() - start


def import_once(context, csv_file):
    """Rows per second of one import into an empty daemon, until the policies have caught up."""
    data = context.scratch / "import"
    with servers.daemon(context, data) as (address, _):
        count, imported, assessed = import_into(context, address, csv_file)
    shutil.rmtree(data)
    return count / assessed, count / imported, count


def processor_seconds(pid):
    """Of a process, with the children that have ended: a preview's worker is one of them."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def replay_entries_per_s(context):
    csv_file = context.scratch / "history.csv"
    practice_csv.write(context.root / "cli/maps/practice-log.csv", csv_file, 200_000 if context.full else 30_000)
    data = context.scratch / "replay"
    by_processor, by_clock = [], []
    with servers.daemon(context, data) as (address, pid):
        entries, _, _ = import_into(context, address, csv_file)
        # What is looked at once after a start is not to be in it.
        time.sleep(2)
        for turn in range(ROUNDS + 1):
            before, start = processor_seconds(pid), time.monotonic()
            told = run_json([context.build / "bin/candor", "--server", address, "policy", "preview", "-o", "json"])
            took, used = time.monotonic() - start, processor_seconds(pid) - before
            if told["differences"] or told["summary"]["waiting"] or told["summary"]["not_judged"]:
                raise RuntimeError("a replay by the policies in force does not say what is on record")
            if turn > 0:
                by_processor.append(entries / used)
                by_clock.append(entries / took)
    shutil.rmtree(data)
    notes = [f"{ROUNDS} previews of nothing changed, {entries} entries, all plugins, from the start of every timeline, "
             "compared with what is on record",
             f"entries per second of processor time of daemon and worker: {span(by_processor)}; by the clock: "
             f"{span(by_clock)}"]
    return figure("replay_entries_per_s", statistics.median(by_processor), "1/s", 300_000, "higher", "none"), notes


def raw_puts_per_s(context, count):
    folder = context.scratch / "raw"
    done = subprocess.run(["db_bench", "--benchmarks=fillrandom", "--batch_size=100", f"--value_size={VALUE_SIZE}",
                           f"--num={count}", f"--db={folder}"], capture_output=True, text=True, check=True)
    shutil.rmtree(folder, ignore_errors=True)
    return float(re.search(r"fillrandom\s*:.*?([0-9]+) ops/sec", done.stdout).group(1))


def import_vs_raw(context):
    target = ("import_vs_raw", 0.15, "higher")
    csv_file = context.scratch / "practice.csv"
    rows = practice_csv.write(context.root / "cli/maps/practice-log.csv", csv_file, 200_000 if context.full else 30_000)
    missing = shutil.which("db_bench") is None
    assessed, imported, raw = [], [], []
    for _ in range(ROUNDS):
        if not missing:
            raw.append(raw_puts_per_s(context, 1_000_000))
        per_s, import_per_s, count = import_once(context, csv_file)
        assessed.append(per_s)
        imported.append(import_per_s)
    notes = [f"{ROUNDS} rounds, {rows} rows of which {count} are imported, into an empty daemon each",
             f"rows/s until assessed by all policies: {span(assessed)}; until durable: {span(imported)}"]
    if missing:
        baseline, value = "missing: db_bench (Debian package rocksdb-tools)", None
    else:
        baseline, value = "db_bench fillrandom, batches of 100", statistics.median(ratios(assessed, raw))
        notes.append(f"db_bench puts/s, values of {VALUE_SIZE} bytes: {span(raw)}")
    return figure(target[0], value, "ratio", target[1], target[2], baseline), notes


ALL = {"append_vs_null": append_vs_null, "append_tls": append_tls, "policy_us_per_entry": policy_us_per_entry,
       "append_late_flatness": append_late_flatness, "import_vs_raw": import_vs_raw,
       "replay_entries_per_s": replay_entries_per_s}
