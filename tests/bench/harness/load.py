"""The load program, which takes a step whenever it is told to."""

import json
import subprocess


def command(context, verb, options):
    words = [context.program("candor_load"), verb]
    for name, value in options.items():
        words += ["--" + name.replace("_", "-"), str(value)]
    return words


def run(context, verb, **options):
    """What a verb that runs by itself prints."""
    done = subprocess.run(command(context, verb, options), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"candor_load {verb} ended with {done.returncode}; it says why above")
    return json.loads(done.stdout)


class Load:
    """A verb that takes steps. `ready` is what it said when it had made what it needs."""

    def __init__(self, context, verb, **options):
        self.verb = verb
        self.process = subprocess.Popen(command(context, verb, options), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.ready = self._answer()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        status = self.process.wait()
        self.process.stdout.close()
        if kind is None and status != 0:
            raise RuntimeError(f"candor_load {self.verb} ended with {status}; it says why above")

    def step(self, number):
        self.ask(number)
        return self._answer()

    def ask(self, number):
        """Begins a step without waiting for its answer."""
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"candor_load {self.verb} ended with {self.process.wait()}; it says why above")
        return json.loads(line)

    def abandon(self):
        """Ends it in the middle of a step, whose server is gone."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
