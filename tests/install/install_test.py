#!/usr/bin/env python3
"""What other tools rely on lies where it should, after a build and after an installation, and the installed programs
work from there: they find the policy worker, the policies and the profiles by themselves."""

import argparse
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path()
EXPECTED = (
    "bin/candord",
    "bin/candor",
    "libexec/candor/candor-policy-worker",
    "lib/candor/plugins/boundaries.so",
    "lib/candor/plugins/consultation.so",
    "lib/candor/plugins/dual_relationships.so",
    "lib/candor/plugins/endings.so",
    "lib/candor/plugins/practice_duties.so",
    "lib/candor/plugins/prohibitions.so",
    "lib/candor/plugins/referral.so",
    "lib/candor/plugins/soft_transfer.so",
    "lib/candor/plugins/working.so",
    "share/candor/maps/practice-log.toml",
    "share/man/man1/candor.1",
    "share/man/man8/candord.8",
    "share/bash-completion/completions/candor",
    "share/zsh/site-functions/_candor",
    "share/fish/vendor_completions.d/candor.fish",
)


def missing_in(prefix):
    found = [name for name in EXPECTED if not (prefix / name).is_file()]
    return found + ([] if list((prefix / "share/candor/profiles").glob("*.toml")) else ["share/candor/profiles/*.toml"])


class InstallTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def install(self):
        prefix = self.folder / "prefix"
        subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(prefix)], check=True, capture_output=True)
        return prefix

    def test_build_folder(self):
        self.assertEqual(missing_in(BUILD), [])

    def test_prefix(self):
        prefix = self.install()
        self.assertEqual(missing_in(prefix), [])
        strangers = [p.name for p in (prefix / "bin").iterdir() if p.name not in ("candord", "candor")]
        self.assertEqual(strangers, [])

    def test_installed_daemon_serves_and_stops(self):
        prefix = self.install()
        server = f"unix:{self.folder}/socket/candord.sock"
        with open(self.folder / "log", "wb") as log:
            daemon = subprocess.Popen(
                [prefix / "bin/candord", "--data-dir", self.folder / "data", "--listen", server,
                 "--plugins", prefix / "lib/candor/plugins", "--profiles", prefix / "share/candor/profiles"],
                stdout=log, stderr=log)
        try:
            subprocess.run([prefix / "bin/candor", "--server", server, "status", "--wait", "120s"],
                           check=True, capture_output=True, timeout=150)
            listed = subprocess.run([prefix / "bin/candor", "--server", server, "policy", "list"],
                                    check=True, capture_output=True, text=True, timeout=150).stdout
            for policy in ("boundaries", "consultation", "dual_relationships", "endings", "practice_duties",
                           "prohibitions", "referral", "soft_transfer", "working"):
                self.assertIn(policy, listed)
        finally:
            daemon.send_signal(signal.SIGTERM)
            self.assertEqual(daemon.wait(timeout=60), 0, (self.folder / "log").read_text(errors="replace"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    options, rest = parser.parse_known_args()
    BUILD = options.build.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
