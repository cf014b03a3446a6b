"""The daemon as a user would start it, its commands, and the server that does nothing."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from harness import processes

# `candor import csv` ends so when rows were refused and the others are in.
ROWS_REFUSED = 9


class Daemon:
    def __init__(self, context, address, started):
        self.context = context
        self.address = address
        self.process = started
        self.pid = started.pid

    def candor(self, *arguments, allowed=(0,)):
        """What a command prints."""
        done = subprocess.run([self.context.program("candor"), *map(str, arguments)], stdout=subprocess.PIPE,
                              env=self.environment(), check=False)
        if done.returncode not in allowed:
            raise RuntimeError(f"candor {' '.join(map(str, arguments))} ended with {done.returncode}")
        return done.stdout

    def environment(self):
        # What the commands remember of ledgers they have seen is kept with the run.
        return {**os.environ, "CANDOR_SERVER": self.address, "CANDOR_STATE": str(self.context.scratch / "state")}

    def ask(self, *arguments, allowed=(0,)):
        """What a command prints as JSON."""
        return json.loads(self.candor(*arguments, "-o", "json", allowed=allowed))

    def wait_for_policies(self):
        while self.ask("status")["entries_pending"] != 0:
            time.sleep(0.02)

    def import_csv(self, csv_file):
        """How many rows an import took in."""
        maps = self.context.build / "share/candor/maps/practice-log.toml"
        told = self.ask("import", "csv", csv_file, "--map", maps, "--policy-from", "2024-01-01",
                        allowed=(0, ROWS_REFUSED))
        return told["imported"]

    def memory_mib(self):
        return processes.memory_mib(self.pid)

    def processor_seconds(self):
        """Of the daemon with the children that have ended: a preview's worker is one of them."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def daemon(context, data, *more):
    """A daemon on a data folder, with further arguments, that has answered."""
    with processes.socket_folder() as folder:
        address = f"unix:{folder}/candord.sock"
        command = [context.program("candord"), "--data-dir", str(data), "--listen", address,
                   "--plugins", str(context.build / "lib/candor/plugins"),
                   "--profiles", str(context.build / "share/candor/profiles"), *more]
        log = context.scratch / "candord.log"
        with processes.process(command, log) as started:
            running = Daemon(context, address, started)
            asked = subprocess.run([context.program("candor"), "status", "--wait", "120s"], check=False,
                                   stdout=subprocess.DEVNULL, env=running.environment())
            if asked.returncode != 0:
                raise RuntimeError(f"candord did not start: {processes.tail_of(log)}")
            yield running


@contextlib.contextmanager
def fresh_daemon(context, name, *more):
    """The same on a folder that is made for it and goes with it."""
    data = context.scratch / name
    with daemon(context, data, *more) as running:
        yield running
    shutil.rmtree(data)


@contextlib.contextmanager
def network_daemon(context, name):
    """One that is reached by TLS too, with an authority of its own, and lets the operator go on acting for members, so
    that both ways can be measured. Yields (daemon, "HOST:PORT", file of the authority's certificate)."""
    config = context.scratch / "network.toml"
    config.write_text('[network]\nnames = ["127.0.0.1"]\nact_for_after_enrolment = true\n', encoding="utf-8")
    data = context.scratch / name
    begin = [context.program("candord"), "init", "--data-dir", str(data), "--config", str(config)]
    subprocess.run(begin, stdout=subprocess.DEVNULL, check=True)
    with daemon(context, data, "--config", str(config), "--listen", "tls:127.0.0.1:0") as running:
        yield running, network_told(context.scratch / "candord.log"), data / "authority.pem"
    shutil.rmtree(data)


def network_told(log):
    """HOST:PORT. The log says it a moment after the first answer."""
    for _ in range(500):
        told = re.search(r"listens on .*tls:(127\.0\.0\.1:[0-9]+)", log.read_text(encoding="utf-8"))
        if told:
            return told.group(1)
        time.sleep(0.02)
    raise RuntimeError("candord does not say on which port it listens")


@contextlib.contextmanager
def null_server(context):
    """The address of candor_null."""
    with processes.socket_folder() as folder:
        path = folder / "null.sock"
        command = [context.program("candor_null"), f"unix:{path}"]
        with processes.process(command, context.scratch / "null.log") as server:
            processes.wait_until("candor_null's socket", path.exists, server)
            yield f"unix:{path}"
