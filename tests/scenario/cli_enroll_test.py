"""People on machines of their own, with the real programs: begun by `candor init`, enrolled with a code, every call by
a certificate over TLS, and cut at once when the enrolment is ended. A practice with an authority of its own."""

import json
import shutil
import subprocess
import time
import unittest

from network_practice import DIRECTOR, NetworkPractice
from practice import CONFIG, CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_FOUND, NOT_PROVEN, UNREACHABLE, of_command_line

BUILD = None
AUTHORITY_OF_ITS_OWN = """\
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = An authority of our own
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
"""


def mode_of(path):
    return path.stat().st_mode & 0o7777


class EnrollTest(unittest.TestCase):
    """One practice; the tests run in order of name and build on each other."""

    @classmethod
    def setUpClass(cls):
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.practice.make_ready()
        cls.data = cls.practice.folder / "data"
        cls.codes = [cls.practice.directors_code()]

    def refused(self, machine, *arguments, code=NOT_ALLOWED, stdin=""):
        """What it says, lines joined."""
        return " ".join(self.practice.on_machine(machine, *arguments, code=code, stdin=stdin).stderr.split())

    def enrolments(self, member):
        return self.practice.json("member", "enrolments", member)

    def test_01_init_makes_all_that_is_needed(self):
        self.assertIn(DIRECTOR, self.practice.said)
        self.assertIn("candor enroll --server", self.practice.said)
        self.assertEqual(mode_of(self.data / "authority.key"), 0o600)
        self.assertEqual(mode_of(self.data / "tls"), 0o700)
        status = self.practice.json("status")
        self.assertEqual((status["tls"], status["insecure_loopback"], status["act_for_allowed"]), (True, False, True))
        self.assertIsNotNone(status["certificate_expires_at"])
        # So far it is as it was: nobody has enrolled.
        self.practice.done("member", "list", "--act-for", DIRECTOR)

    def test_02_a_typo_and_another_practice_are_told_before_anything_is_sent(self):
        code = self.codes[0]
        wrong = code[:8] + ("A" if code[8] != "A" else "B") + code[9:]
        self.assertIn("group 2", self.refused("rosa", "enroll", "--server", self.practice.network, stdin=wrong + "\n",
                                              code=INVALID))
        with NetworkPractice(BUILD) as another:
            self.assertIn("nothing of the code was sent to it",
                          self.refused("rosa", "enroll", "--server", another.network, stdin=code + "\n",
                                       code=NOT_PROVEN))
            log = (another.folder / "candord.log").read_text(encoding="utf-8")
            self.assertNotIn("Enroll ", log)
        self.assertEqual(self.practice.credentials_of("rosa"), [])

    def test_03_with_the_code_a_machine_comes_to_call_as_its_person(self):
        said = self.practice.enroll("rosa", self.codes[0].lower().replace("-", " ")).stdout
        self.assertIn(f"This machine now calls as {DIRECTOR}.", said)
        [kept] = self.practice.credentials_of("rosa")
        self.assertEqual((mode_of(kept), mode_of(kept.parent)), (0o600, 0o700))
        self.assertEqual(mode_of(kept.parent.parent / "contexts.toml"), 0o600)
        self.assertIn(DIRECTOR, self.practice.on_machine("rosa", "member", "list").stdout)
        self.assertIn("tls:" + self.practice.network, self.practice.on_machine("rosa", "status").stdout)

    def test_04_a_code_is_for_one_machine(self):
        said = self.refused("thief", "enroll", "--server", self.practice.network, stdin=self.codes[0] + "\n",
                            code=CONFLICT)
        self.assertIn("this code has been used already", said)

    def test_05_nobody_acts_for_another_any_more(self):
        self.assertFalse(self.practice.json("status")["act_for_allowed"])
        self.practice.done("member", "list", "--act-for", DIRECTOR, code=NOT_ALLOWED)
        self.practice.done("member", "add", "Ana Nguyen")
        self.refused("rosa", "member", "list", "--act-for", "Ana Nguyen", code=INVALID)

    def test_06_without_a_certificate_there_is_no_answer(self):
        self.assertIn("this machine is not enrolled",
                      self.refused("stranger", "--server", f"tls:{self.practice.network}", "status"))
        self.assertIn("write tls:HOST:PORT",
                      self.refused("stranger", "--server", "candor.example.org:7443", "status", code=INVALID))
        self.refused("stranger", "--server", self.practice.network, "status", code=UNREACHABLE)

    def test_07_what_is_written_over_the_network_is_the_persons_own(self):
        self.practice.done("case", "open", "C-1", "--therapist", "Ana Nguyen", "--date", "2025-01-10")
        self.codes.append(self.practice.code_for("Ana Nguyen"))
        # As an address where the certificate's name is another one: the same machine.
        port = self.practice.network.rpartition(":")[2]
        self.practice.on_machine("ana", "--context", "work", "enroll", "--server", f"localhost:{port}", "--code",
                                 self.codes[1])

        self.practice.on_machine("ana", "log", "session", "--case", "C-1", "--date", "2025-02-10", "--minutes", "50",
                                 "--yes")

        timeline = json.loads(self.practice.on_machine("ana", "case", "timeline", "C-1", "-o", "json").stdout)
        [entry] = [each for each in timeline if each.get("session")]
        ana = next(each["name"] for each in self.practice.json("member", "list")
                   if each["display_name"] == "Ana Nguyen")
        self.assertEqual(entry["author"], ana)
        self.assertNotIn("--act-for", self.practice.on_machine("ana", "today").stdout)
        self.refused("ana", "member", "enrolments", DIRECTOR)
        for machine in ("ana", "rosa"):
            # The director is an administrator too.
            said = self.practice.on_machine(machine, "member", "enrolments", "Ana Nguyen").stdout
            self.assertIn("Ana Nguyen", said)

    def test_07b_a_second_person_approves_on_a_machine_of_their_own(self):
        self.practice.done("case", "open", "C-2", "--therapist", "Ana Nguyen", "--date", "2025-01-10")

        asked = self.practice.json("case", "erase", "C-2", "--reason", "the client wishes it", "--second", DIRECTOR,
                                   "--yes")

        self.assertEqual(asked["state"], "proposed")
        self.practice.done("case", "show", "C-2")
        self.refused("ana", "retention", "show", asked["name"], code=NOT_FOUND)
        self.practice.on_machine("rosa", "session", "start", "--purpose", "oversight")
        shown = self.practice.on_machine("rosa", "retention", "approve", asked["name"], "--yes").stderr
        self.assertIn("the client wishes it", shown)
        self.practice.done("case", "show", "C-2", code=NOT_FOUND)

    def test_08_it_goes_on_after_a_restart(self):
        self.assertEqual(self.practice.stop(), DONE)
        self.assertIn("no daemon answers on tls:", self.refused("ana", "today", code=UNREACHABLE))
        self.practice.start()
        self.practice.on_machine("ana", "today")
        self.assertFalse(self.practice.json("status")["act_for_allowed"])

    def test_09_an_enrolment_that_is_ended_is_cut_at_once(self):
        [enrolment] = self.enrolments("Ana Nguyen")
        with subprocess.Popen([BUILD / "bin/candor", "watch", "-o", "json"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True,
                              env=self.practice.environment_of("ana")) as watching:
            time.sleep(2)
            self.assertIsNone(watching.poll(), "it watches")

            self.practice.done("member", "revoke", enrolment["name"], "--why", "lost")

            said = self.refused("ana", "member", "list")
            try:
                watching.wait(timeout=60)
            finally:
                watching.kill()
            self.assertIn("withdrawn", " ".join(watching.stderr.read().split()))
        self.assertIn("your certificate was withdrawn on", said)
        self.assertIn("candor enroll", said)
        self.assertEqual(self.enrolments("Ana Nguyen")[0]["reason"], "lost")
        self.practice.on_machine("rosa", "member", "list")

    def test_10_another_code_brings_a_machine_back(self):
        self.codes.append(self.practice.code_for("Ana Nguyen"))

        self.practice.on_machine("ana", "--context", "work", "enroll", stdin=self.codes[2] + "\n")

        self.practice.on_machine("ana", "today")
        self.assertEqual([each["revoked_at"] is None for each in self.enrolments("Ana Nguyen")], [False, True])

    def test_11_a_member_ends_their_own(self):
        name = self.enrolments("Ana Nguyen")[1]["name"]
        [of_rosa] = self.enrolments(DIRECTOR)
        self.refused("ana", "member", "revoke", of_rosa["name"], "--why", "lost")
        self.practice.on_machine("ana", "member", "revoke", name, "--why", "replaced")
        self.assertIn("withdrawn", self.refused("ana", "today"))
        self.practice.on_machine("ana", "context", "remove", "work")
        self.assertEqual(self.practice.credentials_of("ana"), [])

    def test_12_no_code_and_no_key_of_a_machine_is_kept_or_told_elsewhere(self):
        secrets = [*self.codes, *(code.replace("-", "") for code in self.codes)]
        for path in (self.practice.folder / "machines/rosa/.config/candor/credentials").iterdir():
            secrets.extend(line for line in path.read_text(encoding="ascii").split("-----")[2].split() if line)
        places = [self.practice.folder / "candord.log",
                  *(path for path in self.data.rglob("*") if path.is_file() and not path.is_symlink())]
        self.assertGreater(len(places), 5)
        for place in places:
            data = place.read_bytes()
            self.assertEqual([True for secret in secrets if secret.encode() in data], [], place)
        log = places[0].read_text(encoding="utf-8")
        self.assertIn("Enroll OK", log, "the log that is searched tells of it")


@unittest.skipUnless(shutil.which("openssl"), "there is no openssl here to make an authority with")
class OwnAuthorityTest(unittest.TestCase):
    def test_a_practice_brings_its_own_authority(self):
        practice = PracticeWithAuthority(BUILD)
        self.addCleanup(practice.close)
        self.assertFalse((practice.folder / "data/authority.key").exists())
        self.assertNotIn("authority.key", practice.said)

        practice.enroll("rosa", practice.directors_code())

        self.assertIn(DIRECTOR, practice.on_machine("rosa", "member", "list").stdout)
        [kept] = practice.credentials_of("rosa")
        brought = (practice.brought / "ca.pem").read_text(encoding="ascii")
        self.assertIn("".join(brought.split()), "".join(kept.read_text(encoding="ascii").split()))


class PracticeWithAuthority(NetworkPractice):
    def begin(self):
        self.brought = self.folder / "brought"
        self.brought.mkdir(mode=0o700)
        (self.brought / "ca.cnf").write_text(AUTHORITY_OF_ITS_OWN, encoding="ascii")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-noenc",
                        "-days", "3650", "-config", "ca.cnf", "-keyout", "ca.key", "-out", "ca.pem"],
                       cwd=self.brought, capture_output=True, check=True, timeout=60)
        (self.brought / "ca.key").chmod(0o600)
        (self.folder / "config.toml").write_text(
            f"{CONFIG}\n[network]\nauthority_certificate = \"{self.brought}/ca.pem\"\n"
            f"authority_key = \"{self.brought}/ca.key\"\n", encoding="utf-8")
        return super().begin()


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD = options.build
    unittest.main(verbosity=2)
