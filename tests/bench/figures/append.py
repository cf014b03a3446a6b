"""Appends beside what else could keep them, and what the policies cost of one."""

import contextlib
import os

from figures.targets import figure
from harness import candord, load, machine, numbers
from harness.etcd import etcd
from harness.numbers import Missing, column, span
from harness.postgres import postgres

SHAPE = "4 connections × 128 streams, 10,000 cases, 500 therapists"
PGBENCH_CLIENTS = (16, 64)


class AppendRounds:
    """Rounds of appends of all that the wanted figures need, in turns, so that they are of the same minutes."""

    def __init__(self, context):
        self.context = context
        self.missing = {}  # what is not installed, by the contender
        self.ready = {}
        self.disk_of_postgres = ""
        with contextlib.ExitStack() as stack:
            self.results = numbers.take_turns(self._contenders(stack.enter_context))

    def _contenders(self, enter):
        wanted, context = self.context.wanted, self.context
        running = enter(candord.fresh_daemon(context, "append"))
        contenders = {"daemon": self._appends(enter, "daemon", running.address, pid=running.pid)}
        if "append_vs_null" in wanted:
            contenders["null"] = self._appends(enter, "null", enter(candord.null_server(context)))
        if "append_vs_etcd" in wanted:
            try:
                contenders["etcd"] = self._appends(enter, "etcd", enter(etcd(context)))
            except Missing as missing:
                self.missing["etcd"] = str(missing)
        if "append_vs_postgres" in wanted:
            try:
                contenders.update(self._inserts(enter(postgres(context))))
            except Missing as missing:
                self.missing["postgres"] = str(missing)
        return contenders

    def _appends(self, enter, server, address, **more):
        started = enter(load.Load(self.context, "append", to=server, address=address, **more))
        self.ready[server] = started.ready
        return lambda: started.step(self.context.sizes.seconds)

    def _inserts(self, cluster):
        self.disk_of_postgres = machine.file_system(cluster.folder)
        sql = self.context.root / "tests/bench/sql"
        cluster.psql("-f", sql / "append_table.sql")
        script = sql / "append.pgbench"
        seconds = max(1, round(self.context.sizes.seconds))
        return {f"postgres {clients}": lambda clients=clients: cluster.pgbench(script, "appended", clients, seconds)
                for clients in PGBENCH_CLIENTS}

    def per_s(self, contender):
        return column(self.results[contender], "per_s")

    def best_of_postgres(self):
        """Per second, with the number of clients that does more of them on the whole."""
        return max((self.results[f"postgres {clients}"] for clients in PGBENCH_CLIENTS), key=numbers.median)

    def notes(self):
        ours = self.results["daemon"]
        return [f"{len(ours)} rounds of {self.context.sizes.seconds:g} s, {SHAPE}, "
                f"{self.ready['daemon']['mean_message_bytes']:.0f} bytes per request, "
                f"{sum(column(ours, 'appended')):,} entries; {os.cpu_count()} processors for both sides",
                f"appends/s until all are assessed: {span(self.per_s('daemon'))}; until all are answered: "
                f"{span(column(ours, 'answered_per_s'))}",
                f"answered within {span(column(ours, 'p50_ms'), 1)} ms (half), {span(column(ours, 'p99_ms'), 1)} ms "
                f"(99 %); processor time of daemon and worker: {span(column(ours, 'cpu_us'), 1)} µs per append"]


def compare(context, name, contender, of_baseline, unit):
    rounds = context.once(AppendRounds)
    if contender in rounds.missing:
        return figure(name, None, rounds.missing[contender]), rounds.notes()
    baseline = of_baseline(rounds)
    value = numbers.ratio(rounds.per_s("daemon"), baseline)
    return figure(name, value), [*rounds.notes(), f"{unit}: {span(baseline)}"]


def append_vs_null(context):
    return compare(context, "append_vs_null", "null", lambda rounds: rounds.per_s("null"), "null calls/s")


def append_vs_etcd(context):
    return compare(context, "append_vs_etcd", "etcd", lambda rounds: rounds.per_s("etcd"), "Puts/s of etcd")


def append_vs_postgres(context):
    told, notes = compare(context, "append_vs_postgres", "postgres", lambda rounds: rounds.best_of_postgres(),
                          "inserts/s of PostgreSQL, the better of 16 and 64 clients")
    # A user that root lends it to may not reach the folder beside the build.
    return told, [*notes, f"PostgreSQL's disk: {context.once(AppendRounds).disk_of_postgres or 'none'}"]


def policy_us_per_entry(context):
    rounds = context.once(AppendRounds)
    ours = rounds.results["daemon"]
    notes = [f"{len(ours)} rounds, {sum(column(ours, 'appended')):,} entries over 10,000 cases, all plugins, while "
             "they come in",
             f"processor time of the assessor and its worker: {span(column(ours, 'policy_cpu_us'), 1)} µs of "
             f"{span(column(ours, 'cpu_us'), 1)} µs per append"]
    return figure("policy_us_per_entry", numbers.median(column(ours, "policy_cpu_us"))), notes
