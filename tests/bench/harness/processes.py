"""Starting and stopping programs."""

import contextlib
import pathlib
import shutil
import signal
import socket
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
def process(command, log, stop=signal.SIGTERM, ends_with=(0,), **how):
    """Runs a server. One that was killed meanwhile (`killed` set on it) is not asked how it ended."""
    with open(log, "wb") as out:
        started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, **how)
    started.killed = False
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(stop)
        try:
            status = started.wait(timeout=120)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
            status = None
    if status not in ends_with and not started.killed:
        raise RuntimeError(f"{command[0]} ended with {status}; its log: {tail_of(log)}")


def kill(started):
    """As a power cut would, as far as a process knows."""
    started.killed = True
    started.kill()
    started.wait()


def tail_of(log):
    return pathlib.Path(log).read_text(encoding="utf-8", errors="replace")[-2000:]


def wait_until(what, is_so, server, seconds=30, pause=0.01):
    end = time.monotonic() + seconds
    while not is_so():
        if server.poll() is not None:
            raise RuntimeError(f"{what} did not come: its server ended with {server.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not come within {seconds} s")
        time.sleep(pause)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def memory_mib(pid):
    """Resident memory of one process."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no resident memory to ask for")


def bytes_on_disk(folder):
    """What the files take up, as du counts it."""
    return sum(path.lstat().st_blocks * 512 for path in pathlib.Path(folder).rglob("*") if path.is_file())
