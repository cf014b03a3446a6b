"""A practice with enough therapists and cases for a report to show its figures: the sample log several times over."""

import importlib.util
import tempfile

from practice import ROWS_REFUSED

COPIES = 5


def import_large_practice(practice, source):
    """Imports it into a running Practice and waits until the policies have seen all of it. `source`: the project."""
    spec = importlib.util.spec_from_file_location("practice_csv", source / "tests/bench/harness/practice_csv.py")
    practice_csv = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(practice_csv)
    sample = source / "cli/maps/practice-log.csv"
    with open(sample, encoding="utf-8-sig") as lines:
        rows = COPIES * sum(1 for _ in lines)
    with tempfile.NamedTemporaryFile(suffix=".csv") as log:
        practice_csv.write(sample, log.name, rows)
        practice.done("import", "csv", log.name, "--map", practice.build / "share/candor/maps/practice-log.toml",
                      "--policy-from", "2024-01-01", code=ROWS_REFUSED)
    practice.wait_until_assessed()
