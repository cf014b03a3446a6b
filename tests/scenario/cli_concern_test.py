"""A concern about a member, with the real programs and each person on a machine of their own: whom it is about knows of it
when they are told, and never who raised it; and one that is raised without a name."""

import datetime
import json
import unittest

from network_practice import CODE, NetworkPractice
from practice import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_FOUND, of_command_line

BUILD = None
ANA, KIM, ROWAN = "Ana Nguyen", "Kim Park", "Rowan Outside"
WORDS = "what-somebody-has-seen"
UNNAMED = "what-somebody-says-without-a-name"


class ConcernTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        practice = cls.practice
        for name in (ANA, KIM):
            practice.done("member", "add", name, "--profession", "lcsw", "--jurisdiction", "US-CA")
        practice.make_ready()
        cls.member = {each["display_name"]: each["name"] for each in practice.json("member", "list")}
        for machine, code in (("rosa", practice.directors_code()), ("ana", practice.code_for(ANA)),
                              ("kim", practice.code_for(KIM)), ("rowan", practice.code_for(ROWAN))):
            practice.enroll(machine, code)
        run = practice.on_machine("kim", "log", "--stdin", "--yes", "-o", "json",
                                  stdin=f"kind: concern\nmember: {ANA}\nsource: colleague\nevent: raised\n"
                                        f"about: boundary\n\n{WORDS}\n")
        cls.said = " ".join(run.stderr.split())
        cls.concern = json.loads(run.stdout)["entry"]["name"]

    def on(self, machine, *arguments, stdin="", code=DONE):
        return self.practice.on_machine(machine, *arguments, stdin=stdin, code=code)

    def data(self, machine, *arguments, stdin=""):
        return json.loads(self.on(machine, *arguments, "-o", "json", stdin=stdin).stdout)

    def test_01_before_saving_it_is_said_who_reads_it(self):
        self.assertIn("the independent reviewer, who alone is told who wrote it", self.said)

    def test_02_whom_it_is_about_finds_nothing(self):
        self.on("ana", "entry", "show", self.concern, code=NOT_FOUND)
        self.on("ana", "concern", "show", self.concern, code=NOT_FOUND)
        self.assertEqual(self.data("ana", "concern", "list"), [])
        self.assertNotIn("about you", self.on("ana", "today").stdout)

    def test_03_the_director_sees_that_it_is_there_and_the_reviewer_who_raised_it(self):
        shown = self.data("rosa", "concern", "show", self.concern)
        self.assertIsNone(shown["reporter"])
        entry = self.on("rosa", "entry", "show", self.concern, "-o", "json").stdout
        self.assertNotIn(WORDS, entry)
        self.assertNotIn(self.member[KIM], entry)

        self.assertEqual(self.data("rowan", "concern", "show", self.concern)["reporter"], self.member[KIM])
        self.assertIn(f"candor concern acknowledge {self.concern}", self.on("rowan", "today").stdout.replace("\n  ", " "))
        self.on("rowan", "session", "start", "--purpose", "complaint")
        self.assertIn(WORDS, self.on("rowan", "entry", "show", self.concern).stdout)
        self.assertNotIn(KIM, self.on("rowan", "entry", "show", self.concern).stdout)

    def test_04_nobody_is_told_that_it_was_read(self):
        self.assertNotIn(ROWAN, self.on("ana", "access-log", "--mine").stdout)

    def test_05_somebody_has_it_and_two_agree_when_they_are_told(self):
        told = datetime.date.fromisoformat(self.data("rosa", "concern", "acknowledge", self.concern)["told_from"])
        self.on("rosa", "concern", "seal", self.concern, "--until", str(told + datetime.timedelta(days=3)), "--stdin",
                stdin="records are being secured")
        self.on("rosa", "concern", "approve", self.concern, code=NOT_ALLOWED)
        sealed = self.data("rowan", "concern", "approve", self.concern)
        self.assertEqual(sealed["told_from"], str(told + datetime.timedelta(days=4)))
        shown = self.data("rowan", "concern", "show", self.concern)
        self.assertEqual([shown["sealed_by"], shown["sealed_second"], shown["sealed_reason"]],
                         [self.member["Rosa Diaz"], self.member[ROWAN], "records are being secured"])

    def test_06_about_the_director_it_is_not_the_directors(self):
        run = self.on("kim", "log", "--stdin", "--yes", "-o", "json",
                      stdin="kind: concern\nmember: Rosa Diaz\nsource: colleague\nevent: raised\n")
        about_rosa = json.loads(run.stdout)["entry"]["name"]
        self.on("rosa", "concern", "acknowledge", about_rosa, code=NOT_FOUND)
        self.assertEqual([each["name"] for each in self.data("rosa", "concern", "list")], [self.concern])
        self.on("rowan", "concern", "acknowledge", about_rosa)

    def test_07_without_a_name_there_is_a_code_and_no_trace(self):
        code = self.data("ana", "concern", "report", "--member", KIM, "--stdin", stdin=UNNAMED)["return_code"]
        state = self.data("ana", "concern", "status", "--stdin", stdin=code.upper())
        self.assertIsNone(state["acknowledged"])
        listed = [each for each in self.data("rowan", "concern", "list") if each["member"] == self.member[KIM]]
        self.assertEqual([each.get("anonymous") for each in listed], [True])
        log = (self.practice.folder / "candord.log").read_text(encoding="utf-8", errors="replace")
        for trace in (code, UNNAMED, "ReportAnonymously", "GetConcernByCode"):
            self.assertNotIn(trace, log)
        self.on("ana", "concern", "status", "--stdin", stdin="a" * 26, code=NOT_FOUND)

    def test_08_what_is_taken_from_who_reported_is_looked_at(self):
        role = self.data("rosa", "member", "role", "grant", KIM, "--role", "consultant")["name"]
        self.on("rosa", "member", "role", "withdraw", role)
        self.on("rosa", "concern", "measures", code=NOT_ALLOWED)
        self.assertEqual([each["name"] for each in self.data("rowan", "concern", "measures")], [role])
        self.on("rowan", "concern", "review", role, "--stdin", stdin="unrelated: she asked for it")
        self.assertEqual(self.data("rowan", "concern", "measures")[0]["reviewed_by"], self.member[ROWAN])
        self.assertNotIn("After a report", self.on("rowan", "today").stdout)


    def test_09_what_is_done_about_one_names_it_and_is_not_everybodys_to_say(self):
        step = ["log", "concern", "--member", ANA, "--source", "colleague", "--event", "acted", "--action", "none",
                "--yes"]
        self.on("kim", *step, code=NOT_ALLOWED)
        self.on("kim", *step, "--matter", self.concern, code=NOT_ALLOWED)
        self.on("rosa", *step, "--matter", self.concern, code=CONFLICT)
        self.on("rosa", *step, "--matter", self.concern + "x", code=INVALID)
        done = json.loads(self.on("rowan", "log", "--stdin", "--yes", "-o", "json",
                                  stdin=f"kind: concern\nmember: {ANA}\nsource: colleague\nevent: acted\n"
                                        f"action: restriction\nmatter: {self.concern}\n").stdout)
        self.assertEqual(done["entry"]["matter"], self.concern)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
