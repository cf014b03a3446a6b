"""A practice that is not ready before it has named whom it has to name, with the real programs: what `candor init` says,
what waits, who names whom with `candor setup`, what the owner accepts, the welcome and `candor access explain`."""

import json
import unittest

from network_practice import DIRECTOR, NetworkPractice
from practice import CONFLICT, DONE, NOT_ALLOWED, NOT_CONFIRMED, NOT_FOUND, of_command_line

BUILD = None


class SetupTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)

    def on(self, machine, *arguments, code=DONE, stdin=""):
        """What it says, lines joined."""
        run = self.practice.on_machine(machine, *arguments, code=code, stdin=stdin)
        return " ".join((run.stdout + run.stderr).split())

    def enroll(self, machine, code):
        return self.on(machine, "enroll", "--server", self.practice.network, stdin=code + "\n")

    def gaps(self):
        return [(each["kind"], each["role"]) for each in self.practice.json("setup")["gaps"]]

    def test_01_init_gives_the_director_their_roles_and_says_what_is_missing(self):
        self.assertIn("director and administrator of the practice", self.practice.said)
        for missing in ("an owner", "two consultants", "a deputy for the clinical director",
                        "the owner's acceptance of the non-use rule"):
            self.assertIn(f"- {missing}\n", self.practice.said)
        roles = self.practice.json("member", "role", "list")
        self.assertEqual([each["role"] for each in roles], ["director", "administrator"])
        self.assertIn("Still to be named, by candor setup:", self.practice.done("status"))
        status = self.practice.json("status")
        self.assertFalse(status["not_ready"], "nobody has enrolled yet")
        self.assertGreater(len(status["readiness_gaps"]), 5)

    def test_02_before_anybody_enrols_it_is_as_before(self):
        self.practice.done("member", "add", "Ana Nguyen")
        self.practice.done("case", "open", "C-1", "--therapist", "Ana Nguyen", "--date", "2025-01-10")

    def test_03_who_enrols_is_welcomed_and_the_work_waits(self):
        said = self.enroll("rosa", self.practice.directors_code())
        self.assertIn("Who sees what of yours:", said)
        self.assertIn("Boards and courts can demand records.", said)
        self.assertIn("still being set up", said)
        refused = self.on("rosa", "today", code=CONFLICT)
        self.assertIn("two consultants", refused)
        self.assertIn("candor setup", refused)
        self.practice.done("case", "list", code=CONFLICT)
        self.assertTrue(self.on("rosa", "status").startswith("NOT READY: nothing of the work is recorded"))

    def test_04_the_director_names_others_but_neither_the_owner_nor_their_own_reviewer(self):
        self.on("rosa", "setup", "--consultant", "Maria Lopez", code=NOT_FOUND)
        self.on("rosa", "setup", "--consultant", "Maria Lopez", "--outside-consultant", "Rowan Ellis",
                "--director-deputy", "Maria Lopez", "--add")
        self.assertIn("an owner", self.on("rosa", "setup", "--owner", "Maria Lopez", code=NOT_ALLOWED))
        self.on("rosa", "setup", "--owner", "Olga Owner", "--add", code=NOT_ALLOWED)
        self.assertNotIn("Olga Owner", self.on("rosa", "member", "list"))
        self.assertIn("nobody chooses who reviews", self.on("rosa", "setup", "--reviewer", "Rowan Ellis",
                                                            code=NOT_ALLOWED))
        self.assertIn("nobody gives themselves a role",
                      self.on("rosa", "member", "role", "grant", DIRECTOR, "--role", "auditor", code=NOT_ALLOWED))
        self.assertNotIn(("consultants", None), self.gaps())

    def test_05_on_a_terminal_it_asks_for_one_after_another(self):
        code, shown = self.practice.on_terminal(
            ["setup"], ["Lee Park", "y", "Sam Ito", "y", "Sam Ito", "Maria Lopez", "Rowan Ellis", "y"])

        shown = " ".join(shown.split())
        self.assertEqual(code, DONE, shown)
        self.assertIn("Who owns the practice? Lee Park", shown)
        self.assertIn("Who stands in for Lee Park, owner, when they are away?", shown)
        self.assertIn("hiring, pay, scheduling, evaluation or discipline", shown)
        self.assertIn("the owner accepts this themself", shown)
        self.assertEqual(self.gaps(), [("non_use", None)])

    def test_06_the_owner_accepts_the_rule_on_a_machine_of_their_own(self):
        self.enroll("lee", self.practice.code_for("Lee Park"))
        self.on("rosa", "setup", "--accept-non-use", "--yes", code=CONFLICT)
        self.assertIn("personal reaction", self.on("lee", "setup", "--accept-non-use", code=NOT_CONFIRMED))
        self.on("rosa", "today", code=CONFLICT)

        said = self.on("lee", "setup", "--accept-non-use", "--yes")

        self.assertIn("Everything that a practice has to name is named.", said)
        self.assertFalse(self.practice.json("status")["not_ready"])
        self.on("rosa", "today")

    def test_07_then_people_work(self):
        said = self.enroll("ana", self.practice.code_for("Ana Nguyen"))
        self.assertIn("You can talk first, or instead: Maria Lopez, Rowan Ellis (from outside).", said)
        self.on("ana", "log", "session", "--case", "C-1", "--date", "2025-02-10", "--minutes", "50", "--yes")

    def test_08_everybody_sees_who_sees_what_of_theirs(self):
        said = self.on("ana", "access", "explain", "--case", "C-1")
        self.assertIn("private notes Ana Nguyen: all of it it is their own", said)
        self.assertIn(f"{DIRECTOR}, clinical director: that it is there, and its dates", said)
        lines = json.loads(self.practice.on_machine("rosa", "access", "explain", "--member", "Ana Nguyen", "--case",
                                                    "C-1", "-o", "json").stdout)
        self.assertIn(["triage"], [each["classes"] for each in lines if each["role"] == "director"])
        self.on("ana", "access", "explain", "--member", DIRECTOR, code=NOT_ALLOWED)
        self.assertIn("no such case", self.on("lee", "access", "explain", "--case", "C-1", code=NOT_FOUND))

    def test_09_what_is_vacant_again_is_told_and_holds_nothing_up(self):
        [consultant] = [each["name"] for each in self.practice.json("member", "role", "list")
                        if each["role"] == "consultant"]
        self.assertIn("taken back", self.on("rosa", "member", "role", "withdraw", consultant))

        self.assertIn("two people whom therapists can consult (was named once)", self.on("rosa", "setup"))
        self.assertFalse(self.practice.json("status")["not_ready"])
        self.on("ana", "log", "session", "--case", "C-1", "--date", "2025-02-17", "--minutes", "50", "--yes")

    def test_10_it_is_ready_after_a_restart_too(self):
        self.assertEqual(self.practice.stop(), DONE)
        self.practice.start()
        self.on("ana", "today")


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
