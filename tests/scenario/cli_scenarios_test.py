"""Scenario files through the real binaries: `candor policy test` asks the daemon, which judges them in a worker of their
own. The practice itself is left as it was."""

import pathlib
import shutil
import tempfile
import unittest

from practice import LOCAL_FILE, UNEXPECTED, Practice, of_command_line

BUILD = None
SOURCE = None


class ScenariosTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.vignette = SOURCE / "plugins/scenarios/vignettes/v05-attraction-resolved.toml"

    def written(self, name, text):
        path = self.practice.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_every_vignette_comes_out_as_it_says(self):
        files = sorted((SOURCE / "plugins/scenarios/vignettes").glob("*.toml"))
        self.assertGreaterEqual(len(files), 50)
        lines = self.practice.done("policy", "test", SOURCE / "plugins/scenarios/vignettes").splitlines()
        self.assertEqual(len([line for line in lines if line.startswith("as expected")]), len(files))
        self.assertEqual(lines[-1], f"{len(files)} scenarios, 0 otherwise than expected")

    def test_every_policy_ships_its_own_and_they_hold(self):
        installed = BUILD / "share/candor/scenarios"
        for plugin in sorted((BUILD / "lib/candor/plugins").glob("*.so")):
            with self.subTest(plugin.stem):
                self.assertTrue(list((installed / plugin.stem).glob("*.toml")))
                self.practice.done("policy", "test", installed / plugin.stem)

    def test_what_came_otherwise_is_told_and_has_a_code_of_its_own(self):
        text = self.vignette.read_text(encoding="utf-8").replace("due = 2025-01-20", "due = 2025-01-19", 1)
        wrong = self.written("wrong.toml", text)
        line = text[:text.index("due = 2025-01-19")].count("\n") - 3
        told = self.practice.done("policy", "test", self.vignette, wrong, code=UNEXPECTED)
        self.assertIn("OTHERWISE", told)
        self.assertIn(f"{wrong}:{line}", told)
        self.assertIn("expected: attraction_consult on 2025-01-06: open, due 2025-01-19", told)
        self.assertIn("came: open, due 2025-01-20, soon, talk, opened 2025-01-06", told)
        self.assertIn("2 scenarios, 1 otherwise than expected", told)

        right, other = self.practice.json("policy", "test", self.vignette, wrong, code=UNEXPECTED)
        self.assertEqual((right["otherwise"] or 0, other["otherwise"]), (0, 1))
        self.assertEqual(other["differences"][0]["line"], line)

    def test_a_file_that_is_no_scenario_is_a_local_file_that_is_wrong(self):
        broken = self.written("broken.toml", 'title = "t"\nsource = "s"\nsurprise = 1\n')
        run = self.practice.candor("policy", "test", broken)
        self.assertEqual(run.returncode, LOCAL_FILE)
        self.assertIn(f"{broken}:3: unknown key surprise", run.stderr)
        self.assertEqual(self.practice.candor("policy", "test", self.practice.folder / "none.toml").returncode,
                         LOCAL_FILE)

    def test_the_practice_is_left_as_it_was(self):
        self.practice.done("policy", "test", self.vignette)
        for what in ("case", "followup", "member"):
            self.assertEqual(self.practice.json(what, "list"), [])


class BeforeActivationTest(unittest.TestCase):
    """What a policy ships is run before it is activated."""

    def test_all_that_are_shipped_are_activated_and_the_next_start_knows(self):
        with Practice(BUILD, scenarios=BUILD / "share/candor/scenarios") as practice:
            self.assertNotIn("not loaded", practice.done("status"))
            self.assertNotIn("ships no scenarios", practice.done("status"))
            told = (practice.folder / "candord.log").read_text(encoding="utf-8")
            self.assertEqual(told.count("are run before it is activated"),
                             len(list((BUILD / "lib/candor/plugins").glob("*.so"))))
            practice.stop()
            practice.start()
            again = (practice.folder / "candord.log").read_text(encoding="utf-8")
            self.assertNotIn("before it is activated", again[len(told):])

    def test_one_that_fails_is_told_in_one_sentence_and_the_others_run(self):
        with tempfile.TemporaryDirectory(prefix="candor-shipped-") as folder:
            shipped = pathlib.Path(folder) / "scenarios"
            shutil.copytree(BUILD / "share/candor/scenarios", shipped)
            wrong = shipped / "referral/recommended-and-not-done.toml"
            text = wrong.read_text(encoding="utf-8")
            wrong.write_text(text.replace("due = 2025-02-19", "due = 2025-02-20", 1), encoding="utf-8")
            line = text[:text.index("due = 2025-02-19")].count("\n") - 3
            with Practice(BUILD, scenarios=shipped) as practice:
                sentence = f"{wrong}:{line} expected referral_follow_through on 2025-01-20: open, due 2025-02-20"
                for each, name in ((practice.json("status")["policies"], "policy"),
                                   (practice.json("policy", "list"), "name")):
                    problems = {policy[name]: policy["problem"] for policy in each if not policy["loaded"]}
                    self.assertEqual(list(problems), ["policies/referral"])
                    self.assertIn(sentence, problems["policies/referral"])
                self.assertIn("policies/referral (not loaded: a scenario of it came out otherwise",
                              " ".join(practice.done("status").split()))


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
