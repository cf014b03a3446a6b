#!/usr/bin/env python3
"""Each lint finds what it is there to find, and leaves a good sample alone."""

import pathlib
import tempfile
import unittest

import acceptance
import controls
import file_size
import house_rules
import include_direction
import machine_paths
import sensitive
import wording


class Tree:
    """A throw-away tree of files, written from {path: text}."""

    def __init__(self, files):
        self._folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self._folder.name)
        for path, content in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(content, encoding="utf-8")

    def __enter__(self):
        return self.root

    def __exit__(self, *unused):
        self._folder.cleanup()


class IncludeDirection(unittest.TestCase):
    def problem(self, path, include):
        return include_direction.load_rooms().problem(path, include)

    def test_good(self):
        for path, include in (
            ("daemon/store/store.cc", "daemon/domain/store.h"),
            ("daemon/store/rocks_kv.cc", "rocksdb/db.h"),
            ("daemon/rpc/entry_service.cc", "grpcpp/grpcpp.h"),
            ("daemon/base/log.cc", "spdlog/spdlog.h"),
            ("daemon/policy/worker/loader.cc", "dlfcn.h"),
            ("daemon/daemon.cc", "daemon/rpc/server.h"),
            ("daemon/metrics/endpoint.cc", "prometheus/exposer.h"),
            ("plugins/consultation/rules.cc", "plugins/sdk/plugin.h"),
            ("plugins/consultation/rules.cc", "plugins/consultation/rules.h"),
            ("cli/log.cc", "sys/socket.h"),
            ("tests/unit/store/codec_test.cc", "gtest/gtest.h"),
        ):
            self.assertIsNone(self.problem(path, include), f"{path} {include}")

    def test_bad(self):
        for path, include in (
            ("daemon/base/text.h", "daemon/domain/entry.h"),
            ("daemon/domain/entry.h", "google/protobuf/message.h"),
            ("daemon/domain/entry.h", "daemon/store/keys.h"),
            ("daemon/ledger/tree.h", "rocksdb/db.h"),
            ("daemon/rpc/entry_service.cc", "daemon/store/store.h"),
            ("daemon/rpc/entry_service.cc", "daemon/policy/worker.h"),
            ("daemon/store/codec.cc", "candor/v1/entry.pb.h"),
            ("daemon/policy/engine.cc", "plugins/sdk/plugin.h"),
            ("daemon/policy/engine.cc", "dlfcn.h"),
            ("daemon/domain/fold.cc", "spdlog/spdlog.h"),
            ("daemon/store/store.cc", "spdlog/spdlog.h"),
            ("daemon/metrics/endpoint.h", "prometheus/exposer.h"),
            ("daemon/metrics/family.h", "daemon/domain/entry.h"),
            ("daemon/rpc/server.cc", "daemon/metrics/family.h"),
            ("plugins/sdk/plugin.h", "absl/status/status.h"),
            ("plugins/consultation/rules.cc", "plugins/referral/rules.h"),
            ("plugins/consultation/rules.cc", "daemon/base/civil.h"),
            ("cli/log.cc", "daemon/store/store.h"),
            ("cli/log.cc", "plugins/sdk/plugin.h"),
            ("daemon/store/store.cc", "gtest/gtest.h"),
            ("somewhere/else.cc", "vector"),
        ):
            self.assertIsNotNone(self.problem(path, include), f"{path} {include}")

    def test_reads_files(self):
        with Tree({"daemon/base/a.h": '// #include "daemon/domain/b.h"\n#include <vector>\n#include "daemon/rpc/c.h"\n'}) as root:
            problems = include_direction.check(root, include_direction.load_rooms())
        self.assertEqual(len(problems), 1)
        self.assertIn("daemon/base/a.h:3", problems[0])


class FileSize(unittest.TestCase):
    def test_asks_and_refuses(self):
        with Tree({"daemon/a.cc": "x\n" * 399, "daemon/b.cc": "x\n" * 401, "daemon/c.cc": "x\n" * 601}) as root:
            self.assertEqual([name for _, name in file_size.sizes(root)], ["daemon/c.cc", "daemon/b.cc"])
            self.assertEqual(len(file_size.check(root)), 1)


class Sensitive(unittest.TestCase):
    ALLOWED = {"daemon/store/seal.cc": "sealed before it is kept"}

    def test_bad(self):
        files = {
            "daemon/store/seal.cc": "Seal(note.Reveal());",
            "daemon/rpc/a.cc": "log(note.Reveal());",
            "cli/b.cc": "std::cerr << request.ShortDebugString();",
        }
        with Tree(files) as root:
            problems = sensitive.check(root, self.ALLOWED)
        self.assertEqual(len(problems), 2)

    def test_good(self):
        files = {
            "daemon/store/seal.cc": "Seal(note->Reveal());",
            "daemon/rpc/a.cc": "// Reveal() is for others; DebugString( too\nconst char* text = \".Reveal(\";",
            "tests/unit/a_test.cc": "note.Reveal(); m.DebugString();",
        }
        with Tree(files) as root:
            self.assertEqual(sensitive.check(root, self.ALLOWED), [])

    def test_list_stays_true(self):
        with Tree({"daemon/a.cc": ""}) as root:
            self.assertEqual(len(sensitive.check(root, self.ALLOWED)), 1)


class Wording(unittest.TestCase):
    def test_bad(self):
        files = {
            "cli/a.cc": 'Print("3 violations");\nPrint("The Offender");\nauto x = R"(non-compliant)";',
            "plugins/profiles/b.toml": 'title = "flagged by the board"',
        }
        with Tree(files) as root:
            self.assertEqual(len(wording.check(root)), 4)

    def test_names_of_the_wire_are_words_of_the_client(self):
        wire = "enum A {\n  A_CHECK_FAILED = 1;\n}\nmessage B {\n  repeated string incident_notes = 2 [(c) = X];\n}\n"
        with Tree({"proto/a.proto": wire}) as root:
            self.assertEqual(len(wording.check(root)), 2)

    def test_a_phrase_is_found_across_lines(self):
        with Tree({"daemon/a.cc": 'Print("a risk "\n      "score of three"); Print("vio", "lation");'}) as root:
            self.assertEqual(len(wording.check(root)), 1)

    def test_sentences_of_the_client_neither_press_nor_judge_nor_shout(self):
        said = ("You must talk.", "It is overdue since May.", "That is prohibited here.", "Its severity is high.", "All done!",
                "Saved!\\nAll of it.")
        for text in said:
            with Tree({"cli/a.cc": f'Print("{text}");'}) as root:
                self.assertEqual(len(wording.check(root)), 1, text)
        for path, text in (("cli/a.cc", "severity"), ("daemon/a.cc", "the caller must hold the lock"),
                           ("cli/a.cc", "<!DOCTYPE html>\\n"), ("cli/a.cc", "a mustard seed != nothing")):
            with Tree({path: f'Print("{text}");'}) as root:
                self.assertEqual(wording.check(root), [], text)

    def test_good(self):
        files = {
            "cli/a.cc": '// a violation of nothing\nint failed = 0;\nPrint("could not open the follow-up");\n#include "x/failed.h"',
            "tests/a.cc": 'Print("failed");',
        }
        with Tree(files) as root:
            self.assertEqual(wording.check(root), [])


class MachinePaths(unittest.TestCase):
    def test_bad(self):
        with Tree({"README.md": "see /home/ada/candor", "daemon/a.cc": '"/tmp/candor"'}) as root:
            self.assertEqual(len(machine_paths.check(root)), 2)

    def test_good(self):
        files = {"README.md": "see https://example.org/home/ada and $HOME/x", "dev": "a=$XDG/home/x\ncat /usr/share/doc/x"}
        with Tree(files) as root:
            self.assertEqual(machine_paths.check(root), [])


class HouseRules(unittest.TestCase):
    def test_bad(self):
        with Tree({"notes.txt": "", "daemon/a.cc": "// TODO later"}) as root:
            self.assertEqual(len(house_rules.check(root, rooms=("daemon",), required=())), 3)

    def test_good(self):
        with Tree({"README.md": "", ".editorconfig": "", "daemon/README.md": "", "daemon/a.cc": "// done"}) as root:
            self.assertEqual(house_rules.check(root, rooms=("daemon",), required=()), [])

    def test_what_a_reader_looks_for_first_is_there(self):
        files = dict.fromkeys(house_rules.REQUIRED, "")
        files["LICENSE"] = "Apache License\nVersion 2.0, January 2004\n"
        with Tree(files) as root:
            self.assertEqual(house_rules.check(root, rooms=()), [])
        for path in house_rules.REQUIRED:
            with Tree({name: text for name, text in files.items() if name != path}) as root:
                self.assertEqual(house_rules.check(root, rooms=()), [f"{path}: is missing"])
        with Tree({**files, "LICENSE": "MIT License\n"}) as root:
            self.assertEqual(house_rules.check(root, rooms=()), ["LICENSE: is not the Apache License, Version 2.0"])


class Acceptance(unittest.TestCase):
    TESTS = ["CodecTest.RoundTrips", "CodecTest.RefusesNewerFormat"]

    def check(self, *lines):
        return acceptance.check("\n".join(lines), self.TESTS, {"demo", "test"})

    def test_good(self):
        problems, still_open = self.check(
            "| # | sentence | shown by |", "|---|---|---|",
            "| 2.1 | It keeps. | `CodecTest.RoundTrips` |",
            "| 2.2 | It refuses. | `CodecTest.*`, `./dev demo` |",
            "## Open",
            "| 2.3 | It flies. | wings are missing |")
        self.assertEqual(problems, [])
        self.assertEqual(still_open, ["2.3"])

    def test_bad(self):
        for row in (
            "| 2.1 | It keeps. | |",
            "| 2.1 | It keeps. | by reading the code |",
            "| 2.1 | It keeps. | `CodecTest.Gone` |",
            "| 2.1 | It keeps. | `./dev fly` |",
            "| 2.1 | | `./dev demo` |",
            "| It keeps. | `./dev demo` |",
            "## Open\n| 2.1 | It keeps. | |",
            "no row at all",
        ):
            self.assertTrue(self.check(row)[0], row)

    def test_same_number_twice(self):
        row = "| 2.1 | It keeps. | `./dev demo` |"
        self.assertEqual(len(self.check(row, row)[0]), 1)


class Controls(unittest.TestCase):
    TESTS = ["CodecTest.RoundTrips"]

    def page(self, change=None):
        shown = {number: "`CodecTest.*`" for number in controls.CONTROLS}
        shown.update(change or {})
        return "## Controls\n" + "\n".join(f"| {number} | {controls.CONTROLS.get(number, 'other')} | {by} |"
                                           for number, by in shown.items() if by is not None)

    def check(self, page):
        return controls.check(page, self.TESTS, {"test"})

    def test_good(self):
        problems, still_open = self.check(self.page({8: "open", 7: "`CodecTest.RoundTrips`; open: in transit"}))
        self.assertEqual(problems, [])
        self.assertEqual(still_open, [7, 8])

    def test_bad(self):
        for change in ({8: None}, {8: ""}, {8: "soon"}, {8: "`CodecTest.Gone`"}, {22: "open"}):
            self.assertEqual(len(self.check(self.page(change))[0]), 1, change)

    def test_each_row_speaks_of_its_control(self):
        page = self.page().replace("| 8 | logoff |", "| 8 | encryption |")
        self.assertEqual(len(self.check(page)[0]), 1)
        self.assertEqual(len(self.check(self.page() + "\n| 8 | logoff | open |")[0]), 1)

    def test_no_test_is_named_elsewhere_that_is_not_there(self):
        self.assertEqual(self.check("`CodecTest.RoundTrips` keeps; `--flag` does not.\n" + self.page())[0], [])
        self.assertEqual(len(self.check("shown by `CodecTest.Gone`\n" + self.page())[0]), 1)


if __name__ == "__main__":
    unittest.main()
