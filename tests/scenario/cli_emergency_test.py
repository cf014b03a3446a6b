"""What is opened in an emergency, with the real programs: one person asks, another opens it, the first reads what they
have no part in and nothing else, whom it is about sees that and why, and a third person looks at it afterwards."""

import json
import unittest

from network_practice import DIRECTOR, NetworkPractice
from practice import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_FOUND, USAGE, of_command_line

BUILD = None
ANA, KIM, ROWAN = "Ana Nguyen", "Kim Park", "Rowan Outside"
WORDS = "what-was-said-in-this-session"
PRIVATE = "what-only-two-people-read"
WHY = "the client may come to harm tonight"


class EmergencyTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        practice = cls.practice
        for name in (ANA, KIM):
            practice.done("member", "add", name, "--profession", "lcsw", "--jurisdiction", "US-CA")
        practice.done("case", "open", "C-1", "--therapist", ANA, "--date", "2025-01-10")
        practice.done("case", "open", "C-2", "--therapist", ANA, "--date", "2025-01-10")
        practice.make_ready()
        cls.member = {each["display_name"]: each["name"] for each in practice.json("member", "list")}
        for machine, code in (("rosa", practice.directors_code()), ("ana", practice.code_for(ANA)),
                              ("kim", practice.code_for(KIM)), ("rowan", practice.code_for(ROWAN))):
            practice.enroll(machine, code)
        cls.entry, cls.note, cls.elsewhere = (
            cls.write(f"kind: session\ncase: C-1\ndate: 2025-02-10\nminutes: 50\n\n{WORDS}\n"),
            cls.write(f"kind: personal_reaction\ncase: C-1\nwhich: romantic\nfirst_reader: {ROWAN}\n\n{PRIVATE}\n"),
            cls.write(f"kind: session\ncase: C-2\ndate: 2025-02-10\nminutes: 50\n\n{WORDS}\n"))

    @classmethod
    def write(cls, form):
        run = cls.practice.on_machine("ana", "log", "--stdin", "--yes", "-o", "json", stdin=form)
        return json.loads(run.stdout)["entry"]["name"]

    def on(self, machine, *arguments, stdin="", code=DONE):
        return self.practice.on_machine(machine, *arguments, stdin=stdin, code=code)

    def data(self, machine, *arguments, stdin=""):
        return json.loads(self.on(machine, *arguments, "-o", "json", stdin=stdin).stdout)

    def test_01_whom_to_call_is_known_on_every_machine(self):
        run = self.on("kim", "emergency")
        for name in (DIRECTOR, ROWAN, "Second Office"):
            self.assertIn(name, run.stdout)
        self.assertIn("emergency services first", " ".join(run.stderr.split()))

    def test_02_it_takes_two(self):
        self.on("kim", "emergency", "ask", "--case", "C-1", code=USAGE)
        asked = self.data("kim", "emergency", "ask", "--case", "C-1", "--for", "1h", "--stdin", stdin=WHY)
        type(self).emergency = asked["name"]
        self.assertEqual(asked["minutes"], 60)
        self.on("kim", "emergency", "approve", self.emergency, "--yes", code=NOT_ALLOWED)
        self.on("ana", "emergency", "approve", self.emergency, "--yes", code=NOT_FOUND)
        self.on("kim", "entry", "show", self.entry, "--emergency", self.emergency, code=CONFLICT)
        self.assertIn(f"candor emergency approve {self.emergency}", self.on("rosa", "today").stdout)
        opened = self.data("rosa", "emergency", "approve", self.emergency, "--yes")
        self.assertTrue(opened["in_force"])

    def test_03_one_case_is_open_and_nothing_else(self):
        self.on("kim", "session", "start", "--purpose", "care")
        self.on("kim", "entry", "show", self.entry, code=NOT_FOUND)
        self.assertIn(WORDS, self.on("kim", "entry", "show", self.entry, "--emergency", self.emergency).stdout)
        self.assertIn(self.entry, json.dumps(self.data("kim", "case", "timeline", "C-1", "--emergency",
                                                       self.emergency)))
        for closed in (self.note, self.elsewhere):
            run = self.on("kim", "entry", "show", closed, "--emergency", self.emergency, code=NOT_FOUND)
            self.assertEqual(run.stdout, "")
        self.on("kim", "log", "--stdin", "--yes", "--emergency", self.emergency, code=USAGE)
        self.on("kim", "entry", "show", self.entry, "--emergency", "not a name", code=INVALID)
        other = "emergencies/" + self.entry.split("/")[-1]
        run = self.on("kim", "case", "timeline", "C-1", "--emergency", other, code=NOT_FOUND)
        self.assertIn("candor emergency list", " ".join(run.stderr.split()))
        self.assertNotIn("no case with this code", run.stderr)

    def test_04_whom_it_is_about_sees_who_when_and_why(self):
        told = self.data("ana", "emergency", "list")
        self.assertEqual([each["reason"] for each in told], [WHY])
        self.assertEqual(told[0]["asker"], self.member[KIM])
        self.assertIn("Opened in an emergency: C-1, to Kim Park", " ".join(self.on("ana", "today").stdout.split()))
        looks = [each for each in self.data("ana", "access-log", "--mine") if each["reader"] == self.member[KIM]]
        self.assertGreaterEqual(len(looks), 2)
        self.assertEqual({each["emergency"] for each in looks}, {self.emergency})

    def test_05_it_ends_and_a_third_person_looks_at_it(self):
        self.on("kim", "emergency", "end", self.emergency)
        self.on("kim", "entry", "show", self.entry, "--emergency", self.emergency, code=CONFLICT)
        self.on("rosa", "emergency", "review", self.emergency, "--stdin", stdin="fine", code=NOT_ALLOWED)
        self.assertIn(f"candor emergency review {self.emergency}", self.on("rowan", "today").stdout)
        self.on("rowan", "emergency", "review", self.emergency, "--stdin", stdin="needed, and no more was read")
        self.assertNotIn("emergency review", self.on("rowan", "today").stdout)
        self.assertEqual(self.data("ana", "emergency", "list")[0]["remark"], "needed, and no more was read")


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
