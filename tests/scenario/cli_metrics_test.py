"""Figures about the daemon, read as a Prometheus server reads them, from the real programs: what they tell of the
daemon, that they tell nothing of anybody, and that they are there when nothing can be written."""

import re
import resource
import subprocess
import time
import unittest
import urllib.error
import urllib.request

import markers
from planted_practice import CONFIG, MARKERS, PlantedPractice
from practice import DONE, INVALID, Practice, of_command_line

BUILD = SOURCE = None
METRICS = '\n[metrics]\nlisten = "127.0.0.1:0"\n'
# A name, labels that hold what may stand in a label of ours, and a number.
LINE = re.compile(r'[a-z_]+(?:\{(?:[a-z]+="[A-Za-z0-9_.+-]*",?)*\})? (?:[-+0-9.e]+|[-+]Inf|Nan)')
LABELS = {"code", "method", "limit", "version", "le", "quantile"}
# What tells by its name that something has happened to somebody.
OF_SOMEBODY = ("concern", "emergency", "decision", "erasure", "hold", "personal", "supervision", "preview")
EVERYTHING = ("candor_build_info", "candor_start_time_seconds", "candor_calls_total", "candor_method_calls_total",
              "candor_method_call_duration_seconds_bucket", "candor_transactions_total", "candor_group_records_count",
              "candor_group_sync_duration_seconds_sum", "candor_ledger_records", "candor_entries_pending",
              "candor_streams_total", "candor_streams_open", "candor_reserve_places", "candor_reserve_places_used",
              "candor_data_directory_bytes", "candor_data_directory_free_bytes", "candor_policy_worker_restarts_total")


def server_of(practice):
    """Where the page is; the log says at which port."""
    return practice.told_in_log(r"the metrics are at (http://127\.0\.0\.1:[0-9]+)/metrics")


def metrics_of(practice):
    with urllib.request.urlopen(server_of(practice) + "/metrics", timeout=20) as answer:
        return answer.read().decode()


def values_of(page, name):
    """{labels: number} of every line of that name."""
    return {labels: float(value) for labels, value in
            re.findall(rf"^{name}(\{{[^}}]*\}})? (\S+)$", page, re.M)}


class MeteredPractice(PlantedPractice):
    """A marker in everything that holds words, and a page of metrics."""

    def start(self):
        config = self.folder / "config.toml"
        if METRICS not in config.read_text(encoding="utf-8"):
            config.write_text(CONFIG + METRICS, encoding="utf-8")
        super().start()


class MetricsTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.practice = MeteredPractice(BUILD, SOURCE)
        cls.addClassCleanup(cls.practice.close)

    def test_1_they_tell_how_the_daemon_does(self):
        for _ in range(25):
            self.practice.done("status")
        page = metrics_of(self.practice)

        self.assertEqual([name for name in EVERYTHING if not re.search(rf"^{name}[ {{]", page, re.M)], [])
        calls = values_of(page, "candor_method_calls_total")
        self.assertGreaterEqual(calls['{method="DaemonService.GetStatus",code="OK"}'], 20)
        self.assertGreaterEqual(values_of(page, "candor_calls_total")['{code="OK"}'], 20)
        self.assertEqual(values_of(page, "candor_reserve_places_used"), {"": 0})
        self.assertGreater(values_of(page, "candor_data_directory_free_bytes")[""], 0)
        self.assertEqual(values_of(page, "candor_policy_worker_restarts_total"), {"": 0})

    def test_2_reading_them_writes_nothing(self):
        size = self.practice.json("status")["ledger_size"]
        for _ in range(20):
            metrics_of(self.practice)
        self.assertEqual(self.practice.json("status")["ledger_size"], size)

    def test_3_nothing_of_anybody_is_in_them(self):
        for step in (self.practice.add_people, self.practice.log_every_kind, self.practice.decide,
                     self.practice.supervise, self.practice.raise_concerns, self.practice.open_in_an_emergency):
            step()
        self.practice.wait_until_assessed()
        page = metrics_of(self.practice)

        self.assertGreater(values_of(page, "candor_ledger_records")[""], 50)
        self.assertGreater(len(MARKERS.given), 20)
        self.assertEqual(list(markers.traces_in(page.encode())), [])
        told = [line for line in page.splitlines() if not line.startswith("#")]
        self.assertEqual([line for line in told if not LINE.fullmatch(line)], [])
        self.assertEqual(set(re.findall(r'[{,]([a-z]+)="', "\n".join(told))) - LABELS, set())
        self.assertEqual([line for line in told if any(word in line.lower() for word in OF_SOMEBODY)], [])
        # Nor the name of any record, which are 32 hexadecimal digits.
        self.assertIsNone(re.search(r"[0-9a-f]{8}", "\n".join(line.split(" ")[0] for line in told)))

    def test_4_one_call_is_not_told_from_nine(self):
        before = metrics_of(self.practice)
        calls = values_of(before, "candor_method_calls_total")
        self.assertEqual([labels for labels, count in values_of(before, "candor_calls_total").items()
                          if 'code="OK"' in labels and count % 10], [])
        for method in set(re.findall(r'method="([^"]+)"', before)):
            total = sum(count for labels, count in calls.items() if f'method="{method}"' in labels)
            self.assertEqual(total % 10, 0, method)
        self.assertEqual(values_of(before, "candor_ledger_records")[""] % 10, 0)
        self.assertEqual(values_of(before, "candor_entries_pending")[""] % 10, 0)
        self.assertEqual(values_of(before, "candor_transactions_total")['{code="OK"}'] % 10, 0)

    def test_5_they_are_there_when_nothing_can_be_written(self):
        daemon = self.practice.daemon_pid
        before = resource.prlimit(daemon, resource.RLIMIT_FSIZE)
        refused = values_of(metrics_of(self.practice), "candor_transactions_total")
        # What was recorded last is on the device, and nobody writes of their own accord.
        self.practice.wait_until_assessed()
        time.sleep(2)
        try:
            # No file can grow any more, the table of keys among them, without which nothing new is taken in.
            resource.prlimit(daemon, resource.RLIMIT_FSIZE, (1, before[1]))
            run = self.practice.candor("member", "add", "Somebody New", "--profession", "mft", "--jurisdiction",
                                       "US-CA")
            self.assertNotEqual(run.returncode, DONE, run.stdout)
            page = metrics_of(self.practice)
        finally:
            resource.prlimit(daemon, resource.RLIMIT_FSIZE, before)

        self.assertEqual([name for name in EVERYTHING if not re.search(rf"^{name}[ {{]", page, re.M)], [])
        full = '{code="RESOURCE_EXHAUSTED"}'
        self.assertGreater(values_of(page, "candor_transactions_total")[full], refused.get(full, 0))
        self.practice.done("member", "add", "Somebody New", "--profession", "mft", "--jurisdiction", "US-CA")

    def test_6_there_is_nothing_else_to_be_had(self):
        at = server_of(self.practice)
        for path in ("/", "/config.toml", "/metrics/../../etc/passwd", "/..%2f..%2fetc/passwd"):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(at + path, timeout=20)
            refused.exception.close()
            self.assertIn(refused.exception.code, (400, 404), path)


class WhereTest(unittest.TestCase):
    def test_they_are_off_unless_the_practice_wants_them(self):
        with Practice(BUILD) as practice:
            self.assertNotIn("metrics", (practice.folder / "candord.log").read_text(encoding="utf-8"))

    def test_another_machine_does_not_reach_them(self):
        with Practice(BUILD) as practice:
            config = practice.folder / "elsewhere.toml"
            config.write_text('[practice]\n\n[metrics]\nlisten = "0.0.0.0:9464"\n', encoding="utf-8")
            run = subprocess.run([BUILD / "bin/candord", "--data-dir", practice.folder / "other", "--config", config,
                                  "--listen", f"unix:{practice.folder}/run/other.sock"], capture_output=True, text=True,
                                 timeout=120, check=False)
        self.assertEqual(run.returncode, INVALID, run.stderr)
        self.assertIn(f"{config}:4: `listen` is an address of this machine alone", run.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
