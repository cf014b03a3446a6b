"""Memory stays flat: peak memory of client and daemon while 1,000,000 rows are imported is at most 1.2 times that of
50,000 rows."""

import os
import pathlib
import subprocess
import unittest

from practice import Practice, of_command_line

BUILD = None
FACTOR = 1.2


def write_log(path, rows):
    """A practice's log in time order: 10,000 cases, 500 therapists, every row its own."""
    with open(path, "w", encoding="utf-8") as out:
        out.write("Date,Entered,Therapist,Licence,Supervisor,Client code,Type,Details,Initiated by,Consent,"
                  "Consulted with,Outcome,Note\n")
        for row in range(rows):
            case = row % 10_000
            kind = "Intake" if row < 10_000 else "Session"
            day = 1 + row * 27 // rows
            out.write(f"2025-03-{day:02},2025-03-{day:02},Therapist {case % 500},LCSW CA,,M-{case},{kind},,,,,,note {row}\n")


def peak_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise AssertionError("no peak in /proc")


def measure(rows):
    with Practice(BUILD) as practice:
        log = practice.folder / "log.csv"
        write_log(log, rows)
        client = subprocess.Popen(
            [BUILD / "bin/candor", "--server", practice.address, "import", "csv", log, "--map",
             BUILD / "share/candor/maps/practice-log.toml", "-o", "json"], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(client.pid, 0)
        client.returncode = os.waitstatus_to_exitcode(status)
        if client.returncode != 0:
            raise AssertionError(f"the import ended with {client.returncode}")
        return usage.ru_maxrss, peak_kib(practice.daemon_pid)


class MemoryTest(unittest.TestCase):
    def test_a_million_rows_need_no_more_memory_than_fifty_thousand(self):
        few, many = measure(50_000), measure(1_000_000)
        print(f"KiB at 50,000 and 1,000,000 rows: client {few[0]} {many[0]}, daemon {few[1]} {many[1]}")

        self.assertLessEqual(many[0], FACTOR * few[0], "client")
        self.assertLessEqual(many[1], FACTOR * few[1], "daemon")


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
