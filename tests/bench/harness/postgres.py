"""A PostgreSQL 15 of its own: a cluster in a folder of its own, reached by a socket in it."""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile

from harness import processes
from harness.numbers import Missing

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
USER = "bench"
# Its defaults are for a small machine: these only help it.
SETTINGS = {"listen_addresses": "", "synchronous_commit": "on", "fsync": "on", "shared_buffers": "512MB",
            "max_wal_size": "4GB", "max_connections": "100"}
# Whom a root may run it as, who must not run it: its own user, or else one who owns nothing.
STAND_INS = ("postgres", "nobody")


def program(name):
    path = PROGRAMS / name
    if not path.exists():
        raise Missing(f"{name} of PostgreSQL 15 (Debian package postgresql-15)")
    return str(path)


def owner():
    """As whom it runs: keyword arguments of subprocess; none when this user will do."""
    if os.geteuid() != 0:
        return {}
    for name in STAND_INS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise Missing("a user as whom PostgreSQL runs, since root may not; there is neither postgres nor nobody")


def can_use(folder, as_whom):
    """Whether that user gets there: a folder above it may be closed."""
    done = subprocess.run(["test", "-w", str(folder), "-a", "-x", str(folder)], check=False, **as_whom)
    return done.returncode == 0


def make_folder(context, as_whom):
    """Beside the build, or where that user may be."""
    for parent in (context.scratch, pathlib.Path("/var/tmp"), pathlib.Path(tempfile.gettempdir())):
        if parent == context.scratch and as_whom:
            os.chmod(parent, 0o711)
        folder = pathlib.Path(tempfile.mkdtemp(prefix="postgres-", dir=parent))
        if as_whom:
            os.chown(folder, as_whom["user"], as_whom["group"])
        if can_use(folder, as_whom):
            return folder
        shutil.rmtree(folder)
    raise Missing("a folder in which the user that PostgreSQL runs as may write")


class Postgres:
    def __init__(self, folder, sockets):
        self.folder = folder
        self.sockets = sockets

    def connection(self):
        return ["-h", str(self.sockets), "-p", "5432", "-U", USER]

    def psql(self, *arguments, text=None):
        """What psql prints: rows without alignment, fields apart by |. The first error ends it."""
        command = [program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *self.connection(), "-d",
                   "postgres", *map(str, arguments)]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"psql ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def count(self, table):
        return int(self.psql("-c", f"SELECT count(*) FROM {table}"))

    def copy(self, table, file):
        """Rows of a file in COPY's format. Sent by psql, since the server may not read the file."""
        self.psql("-c", f"\\copy {table} FROM '{file}'")

    def pgbench(self, script, table, clients, seconds):
        """Transactions per second. Every one must have worked, and left a row."""
        before = self.count(table)
        command = [program("pgbench"), "-n", "-M", "prepared", "-f", str(script), "-c", str(clients), "-j",
                   str(min(clients, os.cpu_count() or 1)), "-T", str(seconds), *self.connection(), "postgres"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"pgbench ended with {done.returncode}: {done.stderr[-2000:]}")
        told = read_pgbench(done.stdout)
        if told["failed"] != 0 or self.count(table) - before != told["transactions"]:
            raise RuntimeError(f"pgbench counts {told['transactions']} transactions, of which {told['failed']} failed, "
                               f"and the table grew by {self.count(table) - before} rows")
        return told["per_s"]


def read_pgbench(output):
    def number(pattern):
        found = re.search(pattern, output, re.MULTILINE)
        if found is None:
            raise RuntimeError(f"pgbench said something else than expected: {output[-500:]}")
        return float(found.group(1))

    return {"per_s": number(r"^tps = ([0-9.]+) \(without initial connection time\)"),
            "transactions": int(number(r"^number of transactions actually processed: ([0-9]+)")),
            "failed": int(number(r"^number of failed transactions: ([0-9]+)"))}


@contextlib.contextmanager
def postgres(context):
    """A running cluster, which goes when it is left."""
    server, begin = program("postgres"), program("initdb")
    program("pgbench"), program("psql")
    as_whom = owner()
    folder = make_folder(context, as_whom)
    try:
        with processes.socket_folder() as sockets:
            if as_whom:
                os.chown(sockets, as_whom["user"], as_whom["group"])
            data = folder / "data"
            done = subprocess.run([begin, "-D", str(data), "-U", USER, "--auth=trust", "--no-locale", "-E", "UTF8"],
                                  capture_output=True, text=True, check=False, cwd=folder, **as_whom)
            if done.returncode != 0:
                raise RuntimeError(f"initdb ended with {done.returncode}: {done.stderr[-2000:]}")
            command = [server, "-D", str(data), "-k", str(sockets), "-p", "5432"]
            for name, value in SETTINGS.items():
                command += ["-c", f"{name}={value}"]
            # SIGINT: it ends without waiting for clients.
            with processes.process(command, context.scratch / "postgres.log", stop=signal.SIGINT, cwd=folder,
                                   **as_whom) as running:
                ready = [program("pg_isready"), "-q", "-h", str(sockets), "-p", "5432"]
                processes.wait_until("PostgreSQL's answer",
                                     lambda: subprocess.run(ready, check=False).returncode == 0, running, pause=0.1)
                yield Postgres(folder, sockets)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
