"""A practice that `candor init` has begun: people's machines reach it by certificates, on a port of its own."""

import os
import re
import subprocess

from practice import DONE, Practice

DIRECTOR = "Rosa Diaz"
# Nine groups of five, as a code is printed.
CODE = re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){8}\b")


class NetworkPractice(Practice):
    """`said`: what init has printed, with the director's code in it. `network`: HOST:PORT, the same after a restart."""

    network = None

    def start(self):
        if not (self.folder / "data").exists():
            self.said = self.begin()
        self._flags = ("--verbose", "--listen", f"tls:{self.network or '127.0.0.1:0'}")
        before = (self.folder / "candord.log").stat().st_size
        super().start()
        self.network = self.told_in_log(r"listens on .*tls:(127\.0\.0\.1:[0-9]+)", before)

    def begin(self):
        run = subprocess.run([self.build / "bin/candor", "init", "--data-dir", self.folder / "data", "--config",
                              self.folder / "config.toml", "--director", DIRECTOR], capture_output=True, text=True,
                             timeout=300, check=False)
        if run.returncode != DONE:
            raise AssertionError(f"candor init ended with {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    def make_ready(self):
        """Names whom a practice names before it works with people, while nobody has enrolled: the director owns it too,
        and the others have names that no test gives."""
        self.done("setup", "--owner", DIRECTOR, "--consultant", "Second Office", "--outside-consultant",
                  "Sasha Outside", "--reviewer", "Rowan Outside", "--director-deputy", "Second Office",
                  "--owner-deputy", "Second Office", "--reviewer-deputy", "Sasha Outside", "--add",
                  "--accept-non-use", "--yes")

    def directors_code(self):
        return CODE.search(self.said).group()

    def code_for(self, member):
        return self.json("member", "enrol-code", member)["code"]

    def environment_of(self, name):
        home = self.folder / "machines" / name
        home.mkdir(parents=True, exist_ok=True)
        return {**{variable: value for variable, value in os.environ.items()
                   if not variable.startswith(("CANDOR_", "XDG_"))}, "HOME": str(home)}

    def on_machine(self, name, *arguments, stdin="", code=DONE):
        """One run of the client on a machine of that name, which knows nothing but its own contexts; has to end with
        `code`. Returns the run."""
        run = subprocess.run([self.build / "bin/candor", *map(str, arguments)], input=stdin, capture_output=True,
                             text=True, env=self.environment_of(name), timeout=600, check=False)
        if run.returncode != code:
            raise AssertionError(f"on {name}, candor {' '.join(map(str, arguments))} ended with {run.returncode}, not "
                                 f"{code}\n{run.stdout}{run.stderr}")
        return run

    def enroll(self, machine, code):
        return self.on_machine(machine, "enroll", "--server", self.network, stdin=code + "\n")

    def credentials_of(self, name):
        """The files with keys on that machine."""
        return sorted((self.folder / "machines" / name / ".config/candor/credentials").glob("*"))
