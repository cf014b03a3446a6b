"""`candor log` and `candor draft` on a terminal, against the real daemon: the first question, a draft that is encrypted and
goes once it is saved, and what is saved twice and stands there once."""

import json
import os
import shutil
import unittest

from practice import DONE, NOT_CONFIRMED, NOT_FOUND, USAGE, Practice, of_command_line

BUILD = None

# Nothing else says this.
PLANTED = "Zyxwdraftquux"


class LogTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD, flags=["--verbose"])
        cls.addClassCleanup(cls.practice.close)
        cls.state = cls.practice.folder / "state"
        os.environ["XDG_STATE_HOME"] = str(cls.state)
        cls.addClassCleanup(os.environ.pop, "XDG_STATE_HOME")
        cls.practice.done("member", "add", "Ann Bo")
        cls.practice.done("member", "add", "Di Ev")
        cls.practice.done("case", "open", "K-1", "--therapist", "Ann Bo", "--date", "2025-01-10")

    def setUp(self):
        shutil.rmtree(self.state, ignore_errors=True)

    def on_terminal(self, arguments, answers, code=DONE):
        ended, shown = self.practice.on_terminal(arguments, answers)
        self.assertEqual(ended, code, shown)
        return " ".join(shown.split())

    def write_personal(self, last, code=DONE, more=()):
        """A private note on a terminal; `last`: what to do with it."""
        return self.on_terminal(["--act-for", "Ann Bo", "log", *more],
                                ["2", "1", "Di Ev", "K-1", "2026-01-20", "romantic", "new", "n",
                                 f"{PLANTED} in my own words", "", *last], code)

    def drafts(self):
        return self.practice.json("draft", "list")

    def notes(self):
        return [entry for entry in self.practice.json("case", "timeline", "K-1", "--act-for", "Ann Bo")
                if entry.get("personal_reaction")]

    def assert_planted_nowhere(self, folder):
        for path in folder.rglob("*"):
            self.assertNotIn(PLANTED, path.name)
            if path.is_file():
                self.assertNotIn(PLANTED.encode(), path.read_bytes(), path)

    def test_the_first_question_is_what_kind_of_thing_it_is(self):
        shown = self.on_terminal(["log", "--therapist", "Ann Bo"], [""], NOT_CONFIRMED)

        self.assertIn("1 What happened 2 How I feel 3 Someone told me", shown)

    def test_a_personal_note_is_saved_kept_or_talked_over(self):
        shown = self.write_personal(["t", "n"], NOT_CONFIRMED)

        self.assertLess(shown.index("This is for something you noticed in yourself."), shown.index("Which case?"))
        self.assertIn("It will be read by you and by Di Ev; not by the director.", shown)
        self.assertIn("Boards and courts can demand records. Save, keep a draft here, or talk to someone first.", shown)
        self.assertIn("Save it? [y; d: keep a draft here; t: talk to someone first;", shown)
        self.assertEqual(shown.count("Save it?"), 2, "asked again after the list of people")
        self.assertIn("nothing you typed was kept", shown)
        self.assertFalse(self.state.exists())

    def test_a_draft_is_encrypted_and_tells_nothing(self):
        self.write_personal(["d"])

        files = [path for path in self.state.rglob("*") if path.is_file()]
        self.assertEqual(len(files), 2, "the draft and the key")
        for path in files:
            self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)
        self.assert_planted_nowhere(self.practice.folder)
        listed = self.practice.done("draft", "list")
        self.assertIn("a private note", listed)
        for told in ("romantic", "K-1", "Ann Bo", "reaction"):
            self.assertNotIn(told, listed)
        self.assertIn(PLANTED, self.practice.done("draft", "show"))
        self.assertEqual(self.notes(), [], "the daemon knows nothing of it")

    def test_a_draft_needs_no_daemon(self):
        self.practice.stop()
        try:
            self.write_personal([], more=["--draft"])
            self.assertEqual(len(self.drafts()), 1)
        finally:
            self.practice.start()

    def test_saved_from_a_draft_it_stands_there_once_and_the_draft_is_gone(self):
        self.write_personal(["d"])
        file, = (self.state / "candor/drafts").iterdir()
        copy = self.practice.folder / "copy-of-a-draft"
        shutil.copy2(file, copy)
        before = len(self.notes())

        shown = self.on_terminal(["draft", "resume"], ["y"])

        self.assertIn("Thank you, it is in", shown)
        self.assertEqual(self.drafts(), [])
        self.assertEqual(len(self.notes()), before + 1)
        self.assert_planted_nowhere(self.practice.folder)
        # As after a crash between the answer and the removal.
        shutil.copy2(copy, file)
        copy.unlink()
        self.on_terminal(["draft", "resume"], ["y"])
        self.assertEqual(len(self.notes()), before + 1)
        self.assertEqual(self.drafts(), [])

    def test_what_cannot_be_saved_is_kept_and_saved_later(self):
        self.write_personal(["d"])
        self.practice.stop()
        try:
            shown = self.on_terminal(["draft", "resume"], ["y", "d"])
            self.assertIn("It may not have been saved", shown)
        finally:
            self.practice.start()

        self.practice.done("draft", "resume", "--yes")

        self.assertEqual(self.drafts(), [])

    def test_a_draft_is_discarded_only_when_told(self):
        self.write_personal(["d"])
        self.practice.done("draft", "discard", code=NOT_CONFIRMED)
        self.on_terminal(["draft", "discard"], ["y"])

        self.assertEqual(self.drafts(), [])
        self.practice.done("draft", "discard", code=NOT_FOUND)

    def test_in_a_list_a_private_note_is_no_more_than_that(self):
        self.write_personal(["y"])

        listed = self.practice.done("--act-for", "Ann Bo", "case", "timeline", "K-1")

        self.assertIn("a private note", listed)
        self.assertNotIn("romantic", listed)
        self.assertIn("romantic", self.practice.done("--act-for", "Ann Bo", "entry", "show", self.notes()[-1]["name"]))

    def test_of_a_concern_it_says_who_reads_it_and_those_do(self):
        for name in ("Vi Su", "Lo Ma"):
            self.practice.done("member", "add", name)
        self.practice.done("member", "supervise", "Di Ev", "--supervisor", "Vi Su", "--from", "2025-01-01")

        run = self.practice.candor("log", "--stdin", "--yes", "-o", "json", "--act-for", "Ann Bo",
                                   stdin="kind: concern\nmember: Di Ev\ndate: 2026-01-20\nsource: colleague\n"
                                         f"basis: witnessed\nevent: raised\nabout: boundary\n\n{PLANTED} words\n")

        self.assertEqual(run.returncode, DONE, run.stderr)
        self.assertIn("It is read by you and by the independent reviewer, who alone is told who wrote it. The director sees "
                      "its kind and date. Di Ev is told within five open days after somebody has it, then reads it and answers.",
                      " ".join(run.stderr.split()))
        entry = json.loads(run.stdout)["entry"]["name"]
        for reader in (["--act-for", "Ann Bo"], []):
            self.assertIn(PLANTED, self.practice.done("entry", "show", entry, *reader))
        for other in ("Di Ev", "Vi Su", "Lo Ma"):
            self.practice.done("entry", "show", entry, "--act-for", other, code=NOT_FOUND)

    def test_of_an_earlier_day_whoever_supervised_then_is_named_and_reads_it(self):
        for name in ("Ka Ro", "Ol Su", "Ne Su"):
            self.practice.done("member", "add", name)
        self.practice.done("member", "supervise", "Ka Ro", "--supervisor", "Ol Su", "--from", "2025-01-01")
        self.practice.done("member", "supervise", "Ka Ro", "--supervisor", "Ne Su", "--from", "2026-01-01")

        run = self.practice.candor("log", "--stdin", "--yes", "-o", "json", "--act-for", "Ann Bo",
                                   stdin="kind: complaint\nmember: Ka Ro\ndate: 2025-06-10\nsource: colleague\n"
                                         f"basis: witnessed\nevent: received\nabout: boundary\n\n{PLANTED} words\n")

        self.assertEqual(run.returncode, DONE, run.stderr)
        said = " ".join(run.stderr.split())
        self.assertIn("It is read by you and by Ol Su, who supervised Ka Ro then. The director sees its kind", said)
        entry = json.loads(run.stdout)["entry"]["name"]
        self.assertIn(PLANTED, self.practice.done("entry", "show", entry, "--act-for", "Ol Su"))
        self.practice.done("entry", "show", entry, "--act-for", "Ne Su", code=NOT_FOUND)

    def test_what_would_come_of_an_act_is_not_waved_through(self):
        question = "kind: advance_or_promise\ncase: K-1\ndate: 2026-01-20\n"

        said = " ".join(self.practice.done("log", "--stdin", "--dry-run", "--act-for", "Ann Bo",
                                           stdin=question).split())

        self.assertIn("It may have legal consequences for you", said)
        self.assertNotIn("nothing would be called for", said)
        self.assertNotIn("Nothing else", said)

    def test_a_name_that_is_misspelt_is_asked_for_again(self):
        before = len(self.notes())

        self.on_terminal(["--act-for", "Ann Bo", "log"],
                         ["2", "1", "Di Eve", "Di Ev", "K-77", "K-1", "2999-01-20", "2026-01-20", "romantic", "new",
                          "n", "", "y"])

        self.assertEqual(len(self.notes()), before + 1)
        self.assertEqual(self.notes()[-1]["first_reader"], self.practice.json("member", "show", "Di Ev")["name"])

    def test_kinds_that_nobody_else_should_see_are_not_named_on_the_command_line(self):
        for kind in ("personal_reaction", "own_therapy", "legal_advice", "romantic_or_sexual_act"):
            run = self.practice.candor("log", kind, "--case", "K-1")
            self.assertEqual(run.returncode, USAGE, run.stderr)
            self.assertIn("Run `candor log` and answer its questions", run.stderr)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
