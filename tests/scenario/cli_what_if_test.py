"""`candor log --dry-run` against the real daemon: an answer, and afterwards no trace of the question anywhere."""

import hashlib
import os
import time
import unittest

from practice import INVALID, USAGE, Practice, of_command_line

BUILD = None

# Nothing else says this.
PLANTED = "Zyxwhatifquux"
QUESTION = ("kind: personal_reaction\ncase: K-1\ndate: 2026-01-20\ntherapist: Ann Bo\nfirst_reader: Di Ev\n"
            f"which: romantic\n\n{PLANTED} what if I were drawn to this client\n")
CONSULTATION = ("kind: consultation\ncase: K-1\ndate: 2026-01-21\ntherapist: Ann Bo\n"
                f"consultant: Di Ev\nwhy_now: {PLANTED}\nrationale: {PLANTED}\n\n{PLANTED} what if we had talked\n")


def digests(folder):
    """What lies in the folder, file by file."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class WhatIfTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD, flags=["--verbose"])
        cls.addClassCleanup(cls.practice.close)
        # What the client itself may keep lies where the test looks.
        for variable, folder in (("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "share"),
                                 ("XDG_CONFIG_HOME", "settings")):
            cls.keep_in(variable, cls.practice.folder / "client" / folder)
        cls.practice.done("member", "add", "Ann Bo")
        cls.practice.done("member", "add", "Di Ev")
        cls.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-01-10")
        cls.practice.wait_until_assessed()

    @classmethod
    def keep_in(cls, variable, folder):
        before = os.environ.get(variable)
        os.environ[variable] = str(folder)
        cls.addClassCleanup(os.environ.pop if before is None else os.environ.__setitem__, variable,
                            *([None] if before is None else [before]))

    def kept_by_the_client(self):
        """Sealed or not: a draft would say that something was asked."""
        client = self.practice.folder / "client"
        return digests(client) if client.exists() else {}

    def at_rest(self):
        """The data directory once the daemon has nothing left to do."""
        data, before = self.practice.folder / "data", None
        for _ in range(100):
            now = digests(data)
            if now == before:
                return now
            before = now
            time.sleep(0.7)
        raise AssertionError("the data directory does not come to rest")

    def everything_told(self):
        """Whatever counts or lists something."""
        return {
            "status": self.practice.json("status"),
            "followups": self.practice.json("followup", "list"),
            "timeline": self.practice.json("case", "timeline", "K-1"),
            "report": self.practice.json("report", "compliance", "--quarter", "2026Q1")["sections"],
        }

    def assert_planted_nowhere(self):
        for path in self.practice.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(PLANTED.encode(), path.read_bytes(), path)

    def ask(self, question, *more):
        return self.practice.done("log", "--stdin", "--dry-run", *more, stdin=question)

    def test_a_answers_in_few_words(self):
        said = " ".join(self.ask(QUESTION).split())

        self.assertIn("If this were recorded: a conversation by", said)
        self.assertIn("with Di Ev. Nothing else.", said)
        self.assertIn("Nothing you typed was kept.", said)
        self.assertIn("Why:", said)
        self.assertNotIn(PLANTED, said)
        first = said.split(" Why:")[0]
        self.assertLessEqual(len(first.split()), 60, first)

    def test_b_nothing_is_stored_counted_or_logged(self):
        # That a case was looked up, and a list shown, is on record the first time; what was asked about it never is.
        for question in (QUESTION, CONSULTATION):
            self.ask(question)
        self.everything_told()
        told, files = self.everything_told(), self.at_rest()
        kept = self.kept_by_the_client()
        log = (self.practice.folder / "candord.log").read_text(encoding="utf-8", errors="replace")

        for _ in range(20):
            self.ask(QUESTION)
            self.ask(CONSULTATION)
        self.practice.json("log", "--stdin", "--dry-run", stdin=QUESTION)
        self.practice.done("log", "--stdin", "--dry-run", stdin=QUESTION.replace("2026-01-20", "2999-01-20"),
                           code=INVALID)

        self.assertEqual(self.at_rest(), files)
        self.assertEqual(self.kept_by_the_client(), kept)
        self.assertEqual(self.everything_told(), told)
        self.assert_planted_nowhere()
        lines = (self.practice.folder / "candord.log").read_text(encoding="utf-8", errors="replace")[len(log):]
        self.assertIn("DaemonService.GetStatus", lines)
        self.assertNotIn("PreviewEntry", lines)

    def test_c_nor_does_it_come_out_with_what_is_written_next_or_at_the_end(self):
        keys = (self.practice.folder / "data" / "KEYS").read_bytes()
        self.ask(QUESTION)
        self.practice.done("log", "session", "--case", "K-1", "--therapist", "Ann Bo", "--date", "2026-01-22", "--yes")
        self.practice.wait_until_assessed()
        self.assertEqual(self.practice.stop(), 0)

        self.assert_planted_nowhere()
        # A second key of the case would say that something personal is on record.
        self.assertEqual((self.practice.folder / "data" / "KEYS").read_bytes(), keys)
        self.practice.start()
        self.assertEqual(self.practice.json("followup", "list"), [])

    def test_d_is_what_the_entry_then_calls_for(self):
        expected = self.practice.json("log", "--stdin", "--dry-run", stdin=QUESTION)["opened"]
        keys = (self.practice.folder / "data" / "KEYS").read_bytes()
        self.practice.done("log", "--stdin", "--yes", stdin=QUESTION)
        self.practice.wait_until_assessed()
        real = self.practice.json("followup", "list", "--case", "K-1", "--status", "open")

        self.assertEqual([each["explanation"]["follow_up"]["due"] for each in expected],
                         [each["due"] for each in real])
        self.assertEqual([each["explanation"]["follow_up"]["rule"] for each in expected],
                         [each["rule"] for each in real])
        # Written down, it does change what lies on disk, so that the comparisons above can tell.
        self.assertNotEqual((self.practice.folder / "data" / "KEYS").read_bytes(), keys)
        cleared = self.practice.json("log", "--stdin", "--dry-run", stdin=CONSULTATION)["resolved"]
        self.assertEqual([each["name"] for each in cleared], [each["name"] for each in real])

    def test_e_is_not_given_together_with_yes(self):
        self.practice.done("log", "--stdin", "--dry-run", "--yes", stdin=QUESTION, code=USAGE)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
