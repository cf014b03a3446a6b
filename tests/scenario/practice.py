"""A practice's daemon of a test's own, and the `candor` that talks to it: the real binaries on a temporary folder."""

import argparse
import json
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

# As cli/EXIT_CODES.md publishes them.
DONE, USAGE, INVALID, NOT_FOUND, NOT_ALLOWED, CONFLICT, UNREACHABLE, ROWS_REFUSED, LOCAL_FILE, NOT_CONFIRMED = (
    0, 2, 3, 4, 5, 6, 7, 9, 10, 11)
NOT_PROVEN, UNEXPECTED = 13, 14

# What an export asks for that goes nowhere.
TO_THE_ARCHIVE = ("--recipient", "our own archive", "--purpose", "a copy", "--basis", "own_operation")

CONFIG = """\
[practice]
name = "Scenario practice"
zone = "America/Los_Angeles"

[calendar]
closed_weekends = false
"""


def of_command_line(doc):
    """What a script of scenarios is started with, as whole paths. The rest, names of tests for one, is unittest's."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path)
    options, sys.argv[1:] = parser.parse_known_args()
    options.build = options.build.resolve()
    options.source = options.source and options.source.resolve()
    return options


class Practice:
    """Starts candord on construction; use as a context manager, so that it stops and leaves nothing behind."""

    def __init__(self, build, config=CONFIG, flags=(), scenarios=None):
        """`flags`: more of candord's command line. `scenarios`: the folder of what policies ship; left out: an empty
        one, so that the start runs nothing."""
        self._flags = flags
        self.build = pathlib.Path(build)
        self._folder = tempfile.TemporaryDirectory(prefix="candor-scenario-")
        self.folder = pathlib.Path(self._folder.name)
        self._scenarios = scenarios or self.folder / "scenarios"
        self.address = f"unix:{self.folder}/run/candord.sock"
        (self.folder / "config.toml").write_text(config, encoding="utf-8")
        self._log = open(self.folder / "candord.log", "wb")
        self._daemon = None
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self):
        self._daemon = subprocess.Popen(
            [self.build / "bin/candord", "--data-dir", self.folder / "data", "--listen", self.address,
             "--plugins", self.build / "lib/candor/plugins", "--profiles", self.build / "share/candor/profiles",
             "--scenarios", self._scenarios, "--config", self.folder / "config.toml", *self._flags],
            stdout=self._log, stderr=self._log)
        ready = self.candor("status", "--wait", "60s")
        if ready.returncode != DONE:
            raise AssertionError(f"{ready.stderr}\n{(self.folder / 'candord.log').read_text(errors='replace')}")

    def stop(self):
        """SIGTERM; returns the exit code."""
        self._daemon.terminate()
        code = self._daemon.wait(timeout=60)
        self._daemon = None
        return code

    def close(self):
        if self._daemon is not None and self._daemon.poll() is None:
            self.stop()
        self._log.close()
        self._folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def daemon_pid(self):
        return self._daemon.pid

    def candor(self, *arguments, stdin=""):
        """One run of the client, whatever it ends with."""
        return subprocess.run([self.build / "bin/candor", "--server", self.address, *map(str, arguments)],
                              input=stdin, capture_output=True, text=True, timeout=600, check=False)

    def done(self, *arguments, stdin="", code=DONE):
        """A run that has to end with `code`; its output."""
        run = self.candor(*arguments, stdin=stdin)
        if run.returncode != code:
            raise AssertionError(f"candor {' '.join(map(str, arguments))} ended with {run.returncode}, not {code}\n"
                                 f"{run.stdout}{run.stderr}")
        return run.stdout

    def json(self, *arguments, stdin="", code=DONE):
        return json.loads(self.done(*arguments, "-o", "json", stdin=stdin, code=code))

    def converse(self, arguments, answers, is_asking, quiet=0.2, seconds=120, machine=None):
        """Runs the client on a terminal of its own. Once it has been quiet for `quiet` seconds and is_asking(shown, the
        length shown at the last answer), writes the next of `answers` as it stands; None closes the terminal. Returns
        (code, what was shown). `machine`: the environment of one that has its own way to the daemon."""
        pid, terminal = pty.fork()
        if pid == 0:
            binary = str(self.build / "bin/candor")
            server = [] if machine else ["--server", self.address]
            os.execve(binary, [binary, *server, *arguments], {**(machine or os.environ), "NO_COLOR": "1"})
        shown, waiting, deadline = b"", list(answers), time.monotonic() + seconds
        answered_at = 0
        while time.monotonic() < deadline:
            readable, _, _ = select.select([terminal], [], [], quiet)
            if readable:
                try:
                    chunk = os.read(terminal, 4096)
                except OSError:
                    break
                if not chunk:
                    break
                shown += chunk
            elif waiting and is_asking(shown, answered_at):
                answer, answered_at = waiting.pop(0), len(shown)
                if answer is None:
                    break
                os.write(terminal, answer.encode())
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")

    def on_terminal(self, arguments, answers, machine=None):
        """Answers each question as it comes, a line each: (code, what was shown)."""
        def is_asking(shown, answered_at):
            return shown.rstrip(b" ")[answered_at:].endswith((b":", b"?", b"]", b">"))

        return self.converse(arguments, [answer + "\n" for answer in answers], is_asking, machine=machine)

    def told_in_log(self, pattern, since=0):
        """What the first group of the pattern holds where the log says so, from byte `since` on; it may come a moment
        after the first answer."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            told = re.search(pattern, (self.folder / "candord.log").read_bytes()[since:].decode(errors="replace"))
            if told:
                return told.group(1)
            time.sleep(0.05)
        raise AssertionError(f"the log of candord does not say {pattern}")

    def wait_until_assessed(self, seconds=120):
        """Returns once the policies have seen every entry."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.json("status")["entries_pending"] == 0:
                return
            time.sleep(0.2)
        raise AssertionError("entries are still waiting to be assessed")
