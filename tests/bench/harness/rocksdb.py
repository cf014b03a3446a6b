"""RocksDB without anything around it."""

import re
import shutil
import subprocess

from harness.numbers import Missing

# Bytes of a sealed record as it lies in the ledger, stamp and header included; see README.md.
VALUE_SIZE = 400


def puts_per_s(context, count):
    """Of db_bench, in batches of 100."""
    program = shutil.which("db_bench")
    if program is None:
        raise Missing("db_bench (Debian package rocksdb-tools)")
    folder = context.scratch / "raw"
    done = subprocess.run([program, "--benchmarks=fillrandom", "--batch_size=100", f"--value_size={VALUE_SIZE}",
                           f"--num={count}", f"--db={folder}"], capture_output=True, text=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)
    if done.returncode != 0:
        raise RuntimeError(f"db_bench ended with {done.returncode}: {done.stderr[-2000:]}")
    return read_puts(done.stdout)


def read_puts(output):
    found = re.search(r"^fillrandom\s*:.*?([0-9]+) ops/sec", output, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"db_bench said something else than expected: {output[-500:]}")
    return float(found.group(1))
