#!/usr/bin/env python3
"""The scripts of the benchmarks, without a benchmark: arithmetic, what is read from other programs, tables and plots,
and that every figure of the table has a measure."""

import contextlib
import csv
import importlib.machinery
import importlib.util
import io
import pathlib
import re
import sys
import tempfile
import types
import unittest
import xml.etree.ElementTree

BENCH = pathlib.Path(__file__).resolve().parents[1]
ROOT = BENCH.parents[1]
sys.path.insert(0, str(BENCH))

import figures
import studies
from figures import append, report
from figures.targets import TARGETS, figure, is_met
from harness import context, load, numbers, postgres, practice_csv, rocksdb
from harness.numbers import Missing
from studies import growth, plot, profile, table, tail

# The table of figures that the product has to show: name, target, whether more is better.
WANTED = {
    "append_vs_null": (0.30, "higher"), "append_vs_postgres": (1.5, "higher"), "append_vs_etcd": (0.8, "higher"),
    "append_tls": (0.75, "higher"), "append_flatness": (1.2, "lower"), "append_late_flatness": (3, "lower"),
    "append_memory_flatness": (1.3, "lower"), "import_vs_raw": (0.15, "higher"), "report_vs_postgres": (50, "higher"),
    "report_ms": (20, "lower"), "timeline_ms": (5, "lower"), "policy_us_per_entry": (10, "lower"),
    "replay_entries_per_s": (300_000, "higher"), "verify_leaves_per_s": (500_000, "higher"), "open_ms": (1000, "lower"),
    "open_rss_mib": (300, "lower"), "disk_per_entry": (2.0, "lower"), "cli_vs_bare": (1.5, "lower"),
}


def load_run():
    """The command itself, which has no ending."""
    loader = importlib.machinery.SourceFileLoader("bench_run", str(BENCH / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_run", loader))
    loader.exec_module(module)
    return module


class FiguresTest(unittest.TestCase):
    def test_every_figure_of_the_table_has_a_measure_and_its_target(self):
        self.assertEqual({name: (each.target, each.better) for name, each in TARGETS.items()}, WANTED)
        self.assertEqual(set(figures.ALL), set(WANTED))

    def test_every_figure_is_explained(self):
        explained = set()
        for line in (BENCH / "README.md").read_text(encoding="utf-8").split("## What bounds them")[0].splitlines():
            if line.startswith("| `"):
                explained.update(re.findall(r"`(\w+)`", line.split("|")[1]))
        self.assertEqual(set(WANTED) - explained, set())

    def test_a_figure_has_the_agreed_names(self):
        self.assertEqual(figure("report_ms", 12.5), {"name": "report_ms", "value": 12.5, "unit": "ms", "target": 20,
                                                     "better": "lower", "baseline": "none"})

    def test_without_its_baseline_it_has_no_value_and_says_what_is_missing(self):
        told = figure("append_vs_etcd", 1.0, "etcd (Debian package etcd-server)")
        self.assertIsNone(told["value"])
        self.assertEqual(told["baseline"], "missing: etcd (Debian package etcd-server)")
        self.assertFalse(is_met(told))

    def test_a_target_is_met_from_its_own_side(self):
        self.assertTrue(is_met(figure("append_vs_null", 0.30)))
        self.assertFalse(is_met(figure("append_vs_null", 0.29)))
        self.assertTrue(is_met(figure("report_ms", 20)))
        self.assertFalse(is_met(figure("report_ms", 21)))


class RunTest(unittest.TestCase):
    def run_figures(self, measures, words):
        run = load_run()
        run.built = lambda options: pathlib.Path(tempfile.gettempdir())
        run.machine = types.SimpleNamespace(describe=lambda folder: ["machine: none"])
        kept, figures.ALL = figures.ALL, measures
        try:
            with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
                return run.run_figures(words), out.getvalue()
        finally:
            figures.ALL = kept

    def test_all_measured_is_a_success_and_is_written_down(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "figures.json"
            code, out = self.run_figures({"report_ms": lambda _: (figure("report_ms", 7.0), ["a note"])},
                                         ["--json", str(file)])
            self.assertIn('"value": 7.0', file.read_text(encoding="utf-8"))
        self.assertEqual(code, 0)
        self.assertRegex(out, r"report_ms +7 ms +\(at most 20, met; against none")
        self.assertIn("a note", out)

    def test_a_missing_baseline_is_a_failure(self):
        code, out = self.run_figures(
            {"report_ms": lambda _: (figure("report_ms", 7.0), []),
             "append_vs_etcd": lambda _: (figure("append_vs_etcd", None, "etcd"), [])}, [])
        self.assertEqual(code, 1)
        self.assertRegex(out, r"append_vs_etcd +missing")

    def test_only_what_is_asked_for_is_measured(self):
        measures = {"report_ms": lambda _: (figure("report_ms", 7.0), []), "open_ms": lambda _: self.fail("measured")}
        self.assertEqual(self.run_figures(measures, ["--only", "report_ms"])[0], 0)

    def test_the_sizes_are_quick_full_or_as_many_as_one_says(self):
        run = load_run()
        self.assertEqual(run.sizes_of(run.figure_arguments([])), context.QUICK)
        self.assertEqual(run.sizes_of(run.figure_arguments(["--full"])).ledger, 10_000_000)
        self.assertEqual(run.sizes_of(run.figure_arguments(["--entries", "1000000"])).practice, 1_000_000)

    def test_every_study_has_its_options(self):
        run = load_run()
        for name in studies.ALL:
            self.assertFalse(run.study_arguments(name, []).full)


class NumbersTest(unittest.TestCase):
    def test_a_ratio_is_the_median_of_the_rounds_ratios(self):
        self.assertEqual(numbers.ratio([10, 20, 90], [10, 10, 10]), 2)
        with self.assertRaises(ValueError):
            numbers.ratio([1, 2], [1])
        with self.assertRaises(ValueError):
            numbers.median([])

    def test_they_take_turns_and_the_first_round_does_not_count(self):
        called = []
        results = numbers.take_turns({"a": lambda: called.append("a") or len(called),
                                      "b": lambda: called.append("b") or len(called)}, rounds=2)
        self.assertEqual("".join(called), "abbaab")
        self.assertEqual(results, {"a": [4, 5], "b": [3, 6]})

    def test_people_read_numbers(self):
        self.assertEqual(numbers.span([3, 1, 2]), "2 (1 to 3)")
        self.assertEqual(numbers.human(100_000), "100 thousand")
        self.assertEqual(numbers.human(10_000_000), "10 million")


class AppendTest(unittest.TestCase):
    def rounds(self, missing=None):
        rounds = append.AppendRounds.__new__(append.AppendRounds)
        rounds.context = types.SimpleNamespace(sizes=context.QUICK)
        rounds.missing = missing or {}
        rounds.disk_of_postgres = "ext4 9G free"
        rounds.ready = {"daemon": {"mean_message_bytes": 350.2}}
        ours = {"answered_per_s": 120, "p50_ms": 1, "p99_ms": 2, "cpu_us": 90, "policy_cpu_us": 8, "appended": 200}
        rounds.results = {"daemon": [{"per_s": 100, **ours}, {"per_s": 110, **ours}],
                          "null": [{"per_s": 200}, {"per_s": 200}], "etcd": [{"per_s": 50}, {"per_s": 55}],
                          "postgres 16": [40, 40], "postgres 64": [50, 55]}
        return types.SimpleNamespace(once=lambda _: rounds)

    def test_each_baseline_divides_the_same_rounds(self):
        self.assertAlmostEqual(append.append_vs_null(self.rounds())[0]["value"], 0.525)
        self.assertAlmostEqual(append.append_vs_etcd(self.rounds())[0]["value"], 2)
        self.assertEqual(append.policy_us_per_entry(self.rounds())[0]["value"], 8)

    def test_of_postgresql_the_better_number_of_clients_counts(self):
        self.assertAlmostEqual(append.append_vs_postgres(self.rounds())[0]["value"], 2)

    def test_a_missing_baseline_is_told(self):
        told = append.append_vs_etcd(self.rounds({"etcd": "etcd (Debian package etcd-server)"}))[0]
        self.assertEqual(told["baseline"], "missing: etcd (Debian package etcd-server)")


class OtherProgramsTest(unittest.TestCase):
    def test_pgbench(self):
        said = ("number of transactions actually processed: 887\nnumber of failed transactions: 0 (0.000%)\n"
                "latency average = 4.5 ms\ninitial connection time = 6.2 ms\n"
                "tps = 887.087285 (without initial connection time)\n")
        self.assertEqual(postgres.read_pgbench(said), {"per_s": 887.087285, "transactions": 887, "failed": 0})
        with self.assertRaises(RuntimeError):
            postgres.read_pgbench("tps = 1 (including connections)")

    def test_db_bench(self):
        said = "Keys: 16 bytes\nfillrandom   :       3.588 micros/op 278706 ops/sec 1.794 seconds 500000 operations;\n"
        self.assertEqual(rocksdb.read_puts(said), 278706)
        with self.assertRaises(RuntimeError):
            rocksdb.read_puts("Corruption")

    def test_strace(self):
        said = ("% time     seconds  usecs/call     calls    errors syscall\n------ ----------- ----------- -----\n"
                " 61.10    0.400000           5     80000       120 futex\n"
                " 38.90    0.200000           4     40000           sendmsg\n"
                "------ ----------- ----------- -----\n100.00    0.600000           5    120000       120 total\n")
        self.assertEqual(profile.read_calls(said), {"futex": 80000, "sendmsg": 40000})

    def test_perf(self):
        said = "# Samples: 10\n#\n  12.50%  libc.so.6  [.] memcpy\n\n   7.14%  candord  [.] Seal\n"
        self.assertEqual(profile.report_lines(said),
                         ["    12.50%  libc.so.6  [.] memcpy", "    7.14%  candord  [.] Seal"])

    def test_the_load_program_is_told_by_options(self):
        told = types.SimpleNamespace(program=lambda name: name)
        self.assertEqual(load.command(told, "late", {"address": "unix:x", "member_entries": 5}),
                         ["candor_load", "late", "--address", "unix:x", "--member-entries", "5"])

    def test_every_option_and_verb_of_the_load_program_is_one_that_it_has(self):
        source = (BENCH / "load/main.cc").read_text(encoding="utf-8")
        known = set(re.findall(r'"--([a-z-]+)"', source))
        verbs = set(re.findall(r'\{"(\w+)", &\w+\}', source))
        for path in [*BENCH.glob("figures/*.py"), *BENCH.glob("harness/*.py"), *BENCH.glob("studies/*.py")]:
            text = path.read_text(encoding="utf-8")
            for call in re.findall(r'load\.(?:Load|run)\(((?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*)\)', text):
                self.assertIn(re.search(r'"(\w+)"', call).group(1), verbs, path.name)
                for option in re.findall(r"\b(\w+)=", call):
                    self.assertIn(option.replace("_", "-"), known, path.name)


class ReportTest(unittest.TestCase):
    ANSWERS = {("called_for", ""): (60, None), ("called_for", "talk"): (20, None), ("closed_in_time", ""): (30, 40),
               ("past_due", ""): (9, None), ("therapist_months", ""): (48, None), ("endings", ""): (12, None)}

    def rows(self, **changed):
        rows = [{"figure": name, "breakdown": breakdown or None, "state": "shown", "count": count, "of": of}
                for (name, breakdown), (count, of) in self.ANSWERS.items()]
        for row in rows:
            row.update(changed.get(row["figure"], {}) if row["breakdown"] is None else {})
        return {"sections": [{"rows": rows}]}

    def test_a_quarter_has_three_whole_months(self):
        self.assertEqual([str(day) for day in report.days_of("2025Q1")], ["2025-01-01", "2025-03-31"])
        self.assertEqual([str(day) for day in report.days_of("2024Q4")], ["2024-10-01", "2024-12-31"])

    def test_what_psql_says_is_read_with_its_times(self):
        said = "called_for||60|\nTime: 1.500 ms\nclosed_in_time||30|40\nTime: 1002.250 ms (00:01.002)\n"
        self.assertEqual(report.read_answers(said),
                         ({("called_for", ""): (60, None), ("closed_in_time", ""): (30, 40)}, 1003.75))
        with self.assertRaises(RuntimeError):
            report.read_answers("ERROR")

    def test_every_row_that_is_shown_is_compared(self):
        self.assertEqual(report.compare_answers(self.rows(), self.ANSWERS), 6)

    def test_another_number_is_an_error_that_names_the_row(self):
        with self.assertRaisesRegex(RuntimeError, "closed_in_time : 30 of 41 in the report, 30 of 40 by SQL"):
            report.compare_answers(self.rows(closed_in_time={"of": 41}), self.ANSWERS)

    def test_a_row_that_is_hidden_cannot_be_compared_and_has_to_be_shown(self):
        with self.assertRaisesRegex(RuntimeError, "past_due: not shown"):
            report.compare_answers(self.rows(past_due={"state": "hidden", "count": None}), self.ANSWERS)

    def test_a_share_without_its_count_is_not_compared(self):
        answers = {**self.ANSWERS, ("used", ""): (28, 28)}
        told = self.rows()
        told["sections"][0]["rows"].append({"figure": "used", "breakdown": None, "state": "shown", "count": None,
                                            "of": 28})
        self.assertEqual(report.compare_answers(told, answers), 6)

    def test_a_part_that_the_sql_has_none_of_is_nought_and_one_of_a_figure_without_parts_is_left_out(self):
        told = self.rows()
        part = {"state": "shown", "of": None}
        told["sections"][0]["rows"] += [{"figure": "called_for", "breakdown": "refer", "count": 0, **part},
                                        {"figure": "endings", "breakdown": "exempt", "count": 5, **part}]
        self.assertEqual(report.compare_answers(told, self.ANSWERS), 7)

    def test_the_tables_have_the_columns_that_are_written(self):
        sql = (BENCH / "sql/tables.sql").read_text(encoding="utf-8")
        columns = {name: re.findall(r"^  (\w+) (?:bigint|smallint|text|date|boolean)\b", body, re.MULTILINE)
                   for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", sql, re.DOTALL)}
        self.assertEqual(len(columns["entries"]), 8)
        self.assertEqual(columns["follow_ups"][-1], "stands")
        self.assertEqual(len(columns["follow_ups"]), 16)
        source = (BENCH / "figures/report.py").read_text(encoding="utf-8")
        copied = re.search(r'columns = \("(.*?)"\)', source, re.DOTALL)
        names = re.findall(r"\w+", re.sub(r'"\s+"', "", copied.group(1)))
        self.assertEqual(names, columns["follow_ups"][:-1])

    def test_every_word_of_the_sql_for_an_action_is_one_of_the_report(self):
        sql = (BENCH / "sql/compliance_report.sql").read_text(encoding="utf-8")
        section = (ROOT / "daemon/domain/section_follow_through.cc").read_text(encoding="utf-8")
        for word in ("talk", "refer", "soft_transfer", "document", "prohibit", "up_to_14_days", "15_to_30_days_late",
                     "still_open", "closed_by_itself", "oldest_past_due"):
            self.assertIn(f"'{word}'", sql)
            self.assertIn(f'"{word}"', section)


class PracticeTest(unittest.TestCase):
    def test_copies_beyond_the_practices_are_more_clients_of_the_same_people(self):
        sample = ROOT / "cli/maps/practice-log.csv"
        with open(sample, encoding="utf-8-sig", newline="") as source:
            originals = list(csv.DictReader(source))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.csv"
            count = practice_csv.write(sample, path, 4 * len(originals), 2, prefix="a-")
            with open(path, encoding="utf-8", newline="") as written:
                rows = list(csv.DictReader(written))
        self.assertEqual(count, len(rows))
        therapists = {row["Therapist"] for row in originals if row["Therapist"].strip()}
        self.assertEqual(len({row["Therapist"] for row in rows if row["Therapist"].strip()}),
                         2 * len({name.strip() for name in therapists}))
        clients = {row["Client code"].strip() for row in originals if row["Client code"].strip()}
        self.assertEqual(len({row["Client code"] for row in rows if row["Client code"].strip()}), 4 * len(clients))
        # A row twice would be a duplicate, and not imported; one that names nobody is refused anyway.
        once, written = (len({tuple(row.values()) for row in each if row["Therapist"].strip()})
                         for each in (originals, rows))
        self.assertEqual(written, 4 * once)


class StudiesTest(unittest.TestCase):
    AXES = [growth.Axis("Callers", "callers", ["appends/s", "µs < all"], [[1, 2500.4, 99], [512, 45000, None]])]

    def test_a_table_is_markdown_with_as_many_digits_as_say_something(self):
        self.assertEqual(table.markdown(["a", "b"], [[1, 0.12345], ["x", 12345.6], [2, None]]),
                         "| a | b |\n|---:|---:|\n| 1 | 0.123 |\n| x | 12,346 |\n| 2 | - |")
        with self.assertRaises(ValueError):
            table.markdown(["a"], [[1, 2]])

    def test_the_plot_is_an_svg_with_a_panel_for_each_curve(self):
        drawn = plot.svg(growth.panels(self.AXES))
        root = xml.etree.ElementTree.fromstring(drawn)
        space = "{http://www.w3.org/2000/svg}"
        self.assertEqual(len(root.findall(f"{space}g")), 2)
        self.assertEqual(len(root.findall(f".//{space}circle")), 3)
        self.assertIn("µs &lt; all", drawn)

    def test_points_lie_inside_their_panel_and_in_order(self):
        placed, top = plot.place([(1, 0), (10, 30), (1000, 45)])
        self.assertEqual(top, 50)
        self.assertEqual(placed[0], (plot.LEFT, plot.HEIGHT - plot.BOTTOM))
        self.assertEqual([x for x, _ in placed], sorted(x for x, _ in placed))
        self.assertTrue(all(plot.TOP <= y <= plot.HEIGHT - plot.BOTTOM for _, y in placed))
        self.assertEqual(placed[-1][0], plot.WIDTH - plot.RIGHT)
        self.assertEqual(len(plot.place([(7, 3)])[0]), 1)

    def test_axes_end_at_round_numbers(self):
        self.assertEqual([plot.ceiling(value) for value in (0, 0.3, 1, 45, 5001)], [1, 0.5, 1, 50, 10000])
        self.assertEqual([plot.label(value) for value in (1.5e6, 10_000, 0.25)], ["1.5M", "10k", "0.25"])

    def test_growth_is_a_page_with_a_table_for_each_axis(self):
        text = growth.page(self.AXES, ["machine: none"])
        self.assertIn("## Callers\n\n| callers | appends/s | µs < all |", text)
        self.assertIn("| 512 | 45,000 | - |", text)

    def test_growth_covers_what_was_asked_for(self):
        self.assertEqual((growth.ENTRIES[0], growth.ENTRIES[-1]), (10_000, 10_000_000))
        self.assertEqual((growth.THERAPISTS[0], growth.THERAPISTS[-1]), (1, 500))
        self.assertEqual((growth.CASE_ENTRIES[0], growth.CASE_ENTRIES[-1]), (1, 100_000))
        self.assertEqual((growth.CALLERS[0], growth.CALLERS[-1]), (1, 512))
        self.assertTrue(all(callers % min(growth.CONNECTIONS, callers) == 0 for callers in growth.CALLERS))

    def test_the_tail_has_three_percentiles_of_each(self):
        told = {"append": {"p50": 1, "p99": 2.5, "p999": 30, "count": 9},
                "timeline": {"p50": 4, "p99": 5, "p999": 6, "count": 9}}
        text = tail.page([tail.row_of("a backup", told, 0.5)], ["machine: none"])
        self.assertIn("| a backup | 1 | 2.5 | 30 | 4 | 5 | 6 | 50 % |", text)

    def test_the_tail_is_measured_in_every_situation(self):
        with tempfile.TemporaryDirectory() as folder:
            some = context.Context(ROOT, "build", folder, context.QUICK)
            situations = tail.situations(some, 1)
            self.assertEqual(list(situations), ["nothing else", "a compaction of everything", "an import", "a backup",
                                                "a policy replay"])
            for name, commands in situations.items():
                for command, allowed, _ in list(commands)[:1] if name in ("nothing else", "an import") else [
                        next(commands)]:
                    self.assertIn(0, allowed)
                    self.assertIsInstance(command, list)

    def test_a_tool_that_is_not_there_is_missing_by_name_and_package(self):
        with self.assertRaisesRegex(Missing, "no-such-tool .Debian package none"):
            profile.program("no-such-tool", "none")


if __name__ == "__main__":
    unittest.main()
