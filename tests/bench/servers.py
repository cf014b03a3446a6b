"""Starting and stopping what is measured."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time


@contextlib.contextmanager
def socket_folder():
    # Short, because the path of a Unix socket may not be long; only its owner may enter.
    folder = tempfile.mkdtemp(prefix="candor-")
    try:
        yield pathlib.Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def process(command, log):
    with open(log, "wb") as out:
        started = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            status = started.wait(timeout=60)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
            status = None
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with {status}; its log: {pathlib.Path(log).read_text()[-2000:]}")


@contextlib.contextmanager
def null_server(context):
    with socket_folder() as folder:
        address = f"unix:{folder}/null.sock"
        with process([str(context.build / "bench/candor_null"), address], context.scratch / "null.log") as server:
            wait_for_socket(folder / "null.sock", server)
            yield address


@contextlib.contextmanager
def daemon(context, data, *more):
    """A daemon on a data folder of its own, as a user would start it, with further arguments. Yields (address, process
    id)."""
    with socket_folder() as folder:
        address = f"unix:{folder}/candord.sock"
        command = [str(context.build / "bin/candord"), "--data-dir", str(data), "--listen", address,
                   "--plugins", str(context.build / "lib/candor/plugins"),
                   "--profiles", str(context.build / "share/candor/profiles"), *more]
        with process(command, context.scratch / "candord.log") as server:
            asked = subprocess.run([str(context.build / "bin/candor"), "status", "--wait", "30s"], check=False,
                                   stdout=subprocess.DEVNULL, env={**os.environ, "CANDOR_SERVER": address})
            if asked.returncode != 0:
                raise RuntimeError(f"candord did not start: {(context.scratch / 'candord.log').read_text()[-2000:]}")
            yield address, server.pid


@contextlib.contextmanager
def network_daemon(context, data):
    """A daemon that is reached by TLS too, with an authority of its own, and lets the operator go on acting for
    members, so that both ways can be measured. Yields (address, "HOST:PORT", process id)."""
    config = context.scratch / "network.toml"
    config.write_text('[network]\nnames = ["127.0.0.1"]\nact_for_after_enrolment = true\n', encoding="utf-8")
    begin = [str(context.build / "bin/candord"), "init", "--data-dir", str(data), "--config", str(config)]
    subprocess.run(begin, stdout=subprocess.DEVNULL, check=True)
    with daemon(context, data, "--config", str(config), "--listen", "tls:127.0.0.1:0") as (address, pid):
        yield address, network_told(context.scratch / "candord.log"), pid


def network_told(log):
    """HOST:PORT. The log says it a moment after the first answer."""
    for _ in range(500):
        told = re.search(r"listens on .*tls:(127\.0\.0\.1:[0-9]+)", log.read_text(encoding="utf-8"))
        if told:
            return told.group(1)
        time.sleep(0.02)
    raise RuntimeError("candord does not say on which port it listens")


def wait_for_socket(path, server):
    for _ in range(500):
        if path.exists():
            return
        if server.poll() is not None:
            raise RuntimeError(f"the server for {path.name} ended with {server.returncode}")
        time.sleep(0.01)
    raise RuntimeError(f"the server for {path.name} did not start")
