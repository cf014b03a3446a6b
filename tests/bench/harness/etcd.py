"""An etcd 3.4 of its own, on ports of this machine alone and a data folder beside the build."""

import contextlib
import json
import shutil
import signal
import urllib.error
import urllib.request

from harness import processes
from harness.numbers import Missing

# It keeps 2 GiB unless told otherwise, and refuses what comes after that.
QUOTA_BYTES = 16 << 30


def is_healthy(address):
    # Whatever proxy the environment names is not asked for this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{address}/health", timeout=1) as answer:
            return json.load(answer).get("health") == "true"
    except (urllib.error.URLError, OSError, ValueError):
        return False


@contextlib.contextmanager
def etcd(context):
    """Its address, HOST:PORT."""
    program = shutil.which("etcd")
    if program is None:
        raise Missing("etcd (Debian package etcd-server)")
    client, peer = (f"127.0.0.1:{processes.free_port()}" for _ in range(2))
    data = context.scratch / "etcd"
    command = [program, "--name", "bench", "--data-dir", str(data), "--listen-client-urls", f"http://{client}",
               "--advertise-client-urls", f"http://{client}", "--listen-peer-urls", f"http://{peer}",
               "--initial-advertise-peer-urls", f"http://{peer}", "--initial-cluster", f"bench=http://{peer}",
               "--quota-backend-bytes", str(QUOTA_BYTES), "--logger", "zap", "--log-level", "error"]
    # It ends by the signal that it was sent.
    with processes.process(command, context.scratch / "etcd.log", ends_with=(0, -signal.SIGTERM)) as running:
        processes.wait_until("etcd's answer", lambda: is_healthy(client), running, pause=0.1)
        yield client
    shutil.rmtree(data, ignore_errors=True)
