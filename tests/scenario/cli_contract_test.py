"""What every command of `candor` promises alike: formats, fields, pages, an example that works, emphasis and a pager on a
terminal only, completion, a page of the manual. The commands are asked for from the program itself, so that one that is
added is held to it too."""

import concurrent.futures
import csv
import datetime
import fcntl
import io
import json
import os
import pty
import re
import shlex
import shutil
import socket
import struct
import subprocess
import termios
import threading
import unittest

from network_practice import NetworkPractice
from practice import DONE, INVALID, LOCAL_FILE, NOT_FOUND, TO_THE_ARCHIVE, UNREACHABLE, USAGE, of_command_line

BUILD = None
SOURCE = None
ESCAPE = "\x1b"
WARNINGS = ("-wmac", "-wescape", "-wsyntax", "-wmissing", "-winput", "-wfont")
DATA = ("record", "list")
# Of those that answer with what came of it: what the example says can be done twice, whatever was done before.
SURELY_DONE = ("case open", "log session", "log crossing", "log consultation", "log discussion", "log decision",
               "export", "member away")
PEOPLE = "name,who,contact\nDr Lee,consultant,555-0100\nHelpline,for therapists,555-0199\n"


class ContractCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Begun by `candor init`, so that there is an enrolment to list.
        cls.practice = NetworkPractice(BUILD)
        cls.addClassCleanup(cls.practice.close)
        cls.folder = cls.practice.folder / "here"
        cls.folder.mkdir()
        (cls.folder / "talk.csv").write_text(PEOPLE, encoding="utf-8")
        shutil.copy(SOURCE / "cli/maps/practice-log.csv", cls.folder / "log.csv")
        shutil.copy(SOURCE / "cli/maps/practice-log.toml", cls.folder)
        shutil.copy(SOURCE / "plugins/scenarios/vignettes/v05-attraction-resolved.toml",
                    cls.folder / "talked-over.toml")
        cls.environment = {**{name: value for name, value in os.environ.items()
                              if name not in ("NO_COLOR", "PAGER", "CANDOR_PAGER", "LESS", "CANDOR_CONTEXT")},
                           "TERM": "xterm", "CANDOR_SERVER": cls.practice.address,
                           "CANDOR_TALK_FILE": str(cls.folder / "talk.csv"),
                           "XDG_CONFIG_HOME": str(cls.folder / "config"), "XDG_STATE_HOME": str(cls.folder / "state")}
        cls.names = cls.fill()
        cls.commands = json.loads(cls.run_candor("help", "commands", "-o", "json").stdout)

    @classmethod
    def run_candor(cls, *arguments, stdin="", **environment):
        return subprocess.run([BUILD / "bin/candor", *map(str, arguments)], input=stdin, capture_output=True, text=True,
                              cwd=cls.folder, env={**cls.environment, **environment}, timeout=120, check=False)

    @classmethod
    def done(cls, *arguments, stdin=""):
        run = cls.run_candor(*arguments, stdin=stdin)
        if run.returncode != DONE:
            raise AssertionError(f"candor {' '.join(arguments)} ended with {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    @classmethod
    def fill(cls):
        """A practice that the examples of the help can ask about; what stands for the names in them."""
        for name in ("Ana Nguyen", "Dele Haddad", "Maria Lopez"):
            cls.done("member", "add", name, "--profession", "lcsw", "--jurisdiction", "US-CA")
        cls.done("member", "supervise", "Ana Nguyen", "--supervisor", "Dele Haddad", "--from", "2025-01-06")
        for code in ("C-1042", "C-1043"):
            cls.done("case", "open", code, "--therapist", "Ana Nguyen", "--date", "2025-01-10")
        for day in range(10, 28):
            entry = json.loads(cls.done("log", "session", "--case", "C-1042", "--therapist", "Ana Nguyen", "--date",
                                        f"2025-02-{day}", "--minutes", "50", "--yes", "-o", "json"))["entry"]["name"]
        for code in ("C-1042", "C-1043"):
            cls.done("log", "--stdin", "--yes", stdin=f"kind: personal_reaction\ncase: {code}\n"
                     "therapist: Ana Nguyen\nwhich: romantic\nfirst_reader: Dele Haddad\n")
        cls.done("log", "--stdin", "--yes", stdin="kind: crossing\ncase: C-1043\ntherapist: Ana Nguyen\narea: touch\n"
                 "stage: done\n")
        # Yesterday is a day that has begun in every zone.
        yesterday = datetime.date.today() - datetime.timedelta(days=1)
        cls.done("log", "referral", "--case", "C-1043", "--outcome", "offered", "--therapist", "Ana Nguyen", "--date",
                 yesterday.isoformat(), "--yes")
        cls.practice.wait_until_assessed()
        follow_up = json.loads(cls.done("followup", "list", "-o", "json"))[0]["name"]
        cls.done("followup", "acknowledge", follow_up)
        for kind in ("discussion", "decision"):
            cls.done("log", kind, "--case", "C-1042", "--date", "2025-03-01", "--draft")
        draft = json.loads(cls.done("draft", "list", "-o", "json"))[0]["draft"]
        for date in ("2026-01-08", "2026-01-15"):
            cls.done("log", "supervision", "--member", "Ana Nguyen", "--therapist", "Ana Nguyen", "--supervisor",
                     "Dele Haddad", "--format", "individual", "--minutes", "50", "--date", date, "--yes")
        notes = json.loads(cls.done("supervision", "list", "Ana Nguyen", "-o", "json"))
        candidates = cls.practice.folder / "data" / "candidates"
        candidates.mkdir(mode=0o700)
        profile = (BUILD / "share/candor/profiles/default.toml").read_text(encoding="utf-8")
        within = "[rules.referral_unclosed.close_within]\nvalue = "
        (candidates / "default.toml").write_text(profile.replace(within, within + "1"), encoding="utf-8")
        (candidates / "default.toml").chmod(0o600)
        erased = cls.erase_something()
        cls.done("context", "add", "here")
        (cls.folder / "ledger.key").write_text(cls.done("ledger", "key"), encoding="utf-8")
        cls.done("receipt", "get", entry, "--save", "mine.tlog-proof")
        cls.done("backup", "create", "candor-2026-11-23.backup")
        # What somebody asks for waits for somebody who decides.
        for role in ("director", "owner"):
            cls.done("member", "role", "grant", "Maria Lopez", "--role", role)
        emergency = json.loads(cls.done("emergency", "ask", "--case", "C-1042", "--reason", "at risk", "--act-for",
                                        "Dele Haddad", "-o", "json"))["name"]
        # So that something has left.
        cls.done("export", "--case", "C-1042", "--out", "one-case.jsonl", *TO_THE_ARCHIVE)
        concern, measure = cls.raise_a_concern()
        return {"members/MEMBER/entries/CONCERN": concern, "members/MEMBER/roles/MEASURE": measure,
                "cases/CASE/entries/ENTRY": entry, "cases/CASE/followUps/FOLLOWUP": follow_up, "3f9a": draft,
                "members/m4…/supervisionNotes/q7…": notes[0]["name"], "erasures/ERASURE": erased,
                "emergencies/EMERGENCY": emergency}

    @classmethod
    def raise_a_concern(cls):
        """A concern about Ana, and a role that is taken from who raised it; the names of both."""
        concern = json.loads(cls.done("log", "--stdin", "--yes", "-o", "json", "--act-for", "Maria Lopez",
                                      stdin="kind: concern\nmember: Ana Nguyen\nsource: colleague\nevent: raised\n"
                                      ))["entry"]["name"]
        measure = json.loads(cls.done("member", "role", "grant", "Maria Lopez", "--role", "consultant", "-o",
                                      "json"))["name"]
        cls.done("member", "role", "withdraw", measure)
        return concern, measure

    @classmethod
    def erase_something(cls):
        """A case that is erased, another for the example to erase, and one that is due to go; the first erasure's name."""
        for code in ("C-1044", "C-1045"):
            cls.done("case", "open", code, "--therapist", "Ana Nguyen", "--date", "2025-01-10")
        # No licence of Tom's keeps a record for longer than the practice does.
        cls.done("member", "add", "Tom Bell")
        cls.done("case", "open", "C-0900", "--therapist", "Tom Bell", "--date", "2010-03-01", "--reported", "2010-03-01")
        cls.done("log", "termination", "--case", "C-0900", "--therapist", "Tom Bell", "--date", "2012-06-30",
                 "--reported", "2012-06-30", "--yes")
        cls.practice.wait_until_assessed()
        cls.done("case", "erase", "C-1045", "--reason", "asked for", "--second", "Maria Lopez", "--yes")
        return json.loads(cls.done("retention", "list", "-o", "json"))[0]["name"]

    def example(self, command):
        """The words of a command's example, without its program and with names that there are. It asks for the present,
        since what was recorded today stands in no past and is not past its date, for a format of the test's own, and
        for an answer that is shown and not kept."""
        text = command["example"]
        for stands_for, name in self.names.items():
            text = text.replace(stands_for, name)
        words = shlex.split(re.split(r" [>|] ", text)[0])
        self.assertEqual(words[:1], ["candor"], f"the example of {command['command']} begins with candor")
        words = [word for word in words[1:] if word != "--past-due"]
        for option in ("--as-of", "-o", "--save"):
            if option in words:
                at = words.index(option)
                del words[at:at + 2]
        return words

    def answering(self, *answers):
        """(command, words) of each that answers so."""
        found = [(command["command"], self.example(command)) for command in self.commands
                 if command["answers"] in answers]
        self.assertTrue(found)
        return found


class ContractTest(ContractCase):
    def test_every_example_is_of_its_command_and_means_something(self):
        self.assertGreater(len(self.commands), 60)
        for command in self.commands:
            with self.subTest(command["command"]):
                words = self.example(command)
                path = command["command"].split()
                self.assertEqual([word for word in words if word in path][:len(path)], path)
                if command["answers"] != "stream":
                    run = self.run_candor(*words)
                    self.assertNotEqual(run.returncode, USAGE, run.stderr)

    def test_what_is_asked_for_has_every_format(self):
        for name, words in self.answering(*DATA):
            with self.subTest(name):
                table, data, rows = (self.run_candor(*words, "-o", form) for form in ("table", "json", "csv"))
                for run in (table, data, rows):
                    self.assertEqual(run.returncode, DONE, run.stderr)
                    self.assertNotEqual(run.stdout.strip(), "")
                self.assertIsInstance(json.loads(data.stdout), (dict, list))
                heading, *lines = list(csv.reader(io.StringIO(rows.stdout, newline="")))
                for line in lines:
                    self.assertEqual(len(line), len(heading))
                self.assertRaises(json.JSONDecodeError, json.loads, table.stdout)

    def test_fields_can_be_chosen(self):
        for name, words in self.answering(*DATA):
            with self.subTest(name):
                data = json.loads(self.done(*words, "-o", "json"))
                whole = data[0] if isinstance(data, list) else data
                field = list(whole)[-1]
                chosen = json.loads(self.done(*words, "-o", "json", "--fields", field))
                self.assertEqual(list(chosen[0] if isinstance(data, list) else chosen), [field])

                column = next(csv.reader(io.StringIO(self.done(*words, "-o", "csv"), newline="")))[0].split(".")[0]
                for form in ("csv", "table"):
                    heading = self.done(*words, "-o", form, "--fields", column).splitlines()[0]
                    self.assertTrue(heading.lower().startswith(column.lower()), heading)

                refused = self.run_candor(*words, "-o", "json", "--fields", "no_such_field")
                self.assertEqual((refused.returncode, refused.stdout), (INVALID, ""))
                self.assertIn(field, refused.stderr)

    def test_a_list_comes_a_page_at_a_time(self):
        for name, words in self.answering("list"):
            with self.subTest(name):
                whole = json.loads(self.done(*words, "-o", "json"))
                self.assertIsInstance(whole, list)
                pages, token = [], []
                while True:
                    run = self.run_candor(*words, "-o", "json", "--page-size", "1", *token)
                    self.assertEqual(run.returncode, DONE, run.stderr)
                    pages += json.loads(run.stdout)
                    more = re.search(r"--page-token (\S+)", run.stderr)
                    if more is None:
                        break
                    token = ["--page-token", more.group(1)]
                self.assertEqual(pages, whole)

    def test_what_is_no_list_has_no_pages(self):
        for name, words in self.answering("record", "receipt", "nothing"):
            with self.subTest(name):
                run = self.run_candor(*words, "--page-size", "1")
                self.assertEqual((run.returncode, run.stdout), (USAGE, ""))

    def test_a_page_size_that_is_none_and_a_token_of_another_list_are_told(self):
        for size in ("0", "-1", "1001", "many"):
            run = self.run_candor("case", "list", "--page-size", size)
            self.assertEqual(run.returncode, INVALID)
            self.assertIn("--page-size: takes a number from 1 to 1000", run.stderr)
        self.assertIn("start again without one",
                      self.run_candor("talk", "--page-size", "1", "--page-token", "x").stderr)
        self.assertEqual(self.run_candor("case", "list", "--page-token", "x").returncode, USAGE)

    def on_terminal(self, *arguments, lines=0, **environment):
        """What a terminal with so many lines was sent; 0: one that does not say."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 200 if lines else 0, 0, 0))
        process = subprocess.Popen([BUILD / "bin/candor", *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
                                   cwd=self.folder, env={**self.environment, **environment})
        os.close(theirs)
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 4096)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        os.close(ours)
        self.assertEqual(process.wait(timeout=60), DONE, shown)
        return shown.decode()

    def test_emphasis_is_for_terminals(self):
        self.assertIn(ESCAPE + "[1mNAME", self.on_terminal("member", "list"))
        self.assertNotIn(ESCAPE, self.on_terminal("member", "list", NO_COLOR="1"))
        self.assertNotIn(ESCAPE, self.on_terminal("member", "list", TERM="dumb"))
        self.assertIn(ESCAPE, self.on_terminal("member", "list", NO_COLOR=""))
        for name, words in self.answering(*DATA):
            with self.subTest(name):
                run = self.run_candor(*words)
                self.assertNotIn(ESCAPE, run.stdout + run.stderr)

    def test_a_long_answer_is_shown_by_pages_on_a_terminal_only(self):
        pages = {"PAGER": "sed s/^/page:/"}
        self.assertIn("page:", self.on_terminal("case", "timeline", "C-1042", lines=10, **pages))
        self.assertNotIn("page:", self.on_terminal("case", "timeline", "C-1042", lines=500, **pages))
        self.assertNotIn("page:", self.on_terminal("case", "timeline", "C-1042", **pages))
        self.assertNotIn("page:", self.on_terminal("case", "timeline", "C-1042", lines=10, CANDOR_PAGER="", **pages))
        self.assertNotIn("page:", self.on_terminal("member", "list", lines=100, **pages))
        self.assertNotIn("page:", self.run_candor("case", "timeline", "C-1042", **pages).stdout)

    def test_a_pager_that_is_not_there_or_ends_early_takes_nothing_away(self):
        shown = self.on_terminal("case", "timeline", "C-1042", lines=10, PAGER="no-such-pager-on-this-machine")
        self.assertIn("2025-02-27", shown)
        self.on_terminal("case", "timeline", "C-1042", lines=10, PAGER="true")

    def complete(self, *words):
        """What bash offers for the last of the words."""
        script = ('source <("$CANDOR" completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _candor; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        run = subprocess.run(["bash", "--norc", "-c", script, "bash", *words], capture_output=True, text=True,
                             env={**self.environment, "CANDOR": str(BUILD / "bin/candor")}, timeout=60, check=True)
        self.assertEqual(run.stderr, "")
        return run.stdout.split()

    def test_bash_completes_every_command(self):
        for command in self.commands:
            *before, last = command["command"].split()
            with self.subTest(command["command"]):
                self.assertIn(last, self.complete("candor", *before, last[:2]))

    def test_bash_completes_options_and_their_words(self):
        self.assertEqual(self.complete("candor", "followup", "list", "--past"), ["--past-due"])
        self.assertEqual(self.complete("candor", "followup", "list", "--status", "op"), ["open"])
        self.assertEqual(self.complete("candor", "followup", "list", "--status", "=", "op"), ["open"])
        self.assertEqual(self.complete("candor", "-o", "js"), ["json"])
        self.assertEqual(self.complete("candor", "--server", "case", "sta"), ["status"])
        self.assertIn("timeline", self.complete("candor", "-o", "json", "case", ""))
        self.assertIn("--act-for", self.complete("candor", "case", "show", "C-1042", "--"))
        self.assertEqual(self.complete("candor", "log", "session", "--setting", "vid"), ["video"])
        self.assertEqual(self.complete("candor", "log", "personal_r"), [])

    def test_the_scripts_of_other_shells_name_every_command(self):
        for shell in ("zsh", "fish"):
            script = self.done("completion", shell)
            for command in self.commands:
                self.assertIn(f"'{command['command']}'", script)

    def lines_to_complete(self, every):
        """(the words of a line, what is offered for its last word), for one command of so many."""
        for command in self.commands[::every]:
            *before, last = command["command"].split()
            yield (*before, last[:2]), last
        yield ("followup", "list", "--past"), "--past-due"
        yield ("followup", "list", "--status", "op"), "open"
        yield ("log", "session", "--setting", "vid"), "video"
        yield ("-o", "js"), "json"
        yield ("--server", "case", "sta"), "status"
        yield ("--act-for", "status", "case", ""), "timeline"
        yield ("case", "show", "C-1042", "--"), "--act-for"
        yield ("supervision", "sign", "a"), "all"

    def completes_in(self, shell, options, between, run, every=1):
        """Holds a shell to lines_to_complete(). `run`, in its language, reads the script that it is given, and prints
        what it offers for each line after that, whose words have `between` between them, and a line of dashes."""
        self.assertIsNotNone(shutil.which(shell), f"{shell} is not installed here; ./dev deps installs it")
        script = self.folder / f"completion.{shell}"
        script.write_text(self.done("completion", shell), encoding="utf-8")
        lines = [*self.lines_to_complete(every), (("log", "personal_r"), None)]
        typed = [between.join(("candor", *words)) for words, _ in lines]
        done = subprocess.run([shell, *options, "-c", run, script, *typed], capture_output=True, text=True,
                              env={**self.environment, "XDG_DATA_HOME": str(self.folder / "data")}, timeout=120,
                              check=True)
        self.assertEqual(done.stderr, "")
        for (words, wanted), offered in zip(lines, done.stdout.split("----\n"), strict=False):
            with self.subTest(words):
                if wanted is None:
                    self.assertNotIn("personal_reaction", offered)
                else:
                    self.assertIn(wanted, [line.partition("\t")[0] for line in offered.splitlines()])

    def test_zsh_completes_commands_options_and_words(self):
        # What zsh itself would be asked to offer is printed.
        self.completes_in("zsh", ["-f"], "|", """
            compdef() {}; compset() {}; _files() { print FILES }
            compadd() { print -rl -- "${(@P)2}" }
            _describe() { local -a all=("${(@P)2}"); print -rl -- "${(@)all%%:*}" }
            source $0
            for line; do
              words=("${(@s:|:)line}"); CURRENT=$#words; PREFIX=$words[-1]
              _candor
              print -r -- ----
            done""")

    def test_fish_completes_commands_options_and_words(self):
        # A tenth of a second for each line is too much for all of them.
        self.completes_in("fish", ["--no-config"], " ", """
            source $argv[1]
            for line in $argv[2..-1]
                complete -C $line
                echo ----
            end""", every=12)

    def test_the_manual_has_every_command_and_is_well_formed(self):
        page = (BUILD / "share/man/man1/candor.1").read_text(encoding="utf-8")
        for command in self.commands:
            self.assertIn(f".SS {command['command']}\n".replace("-", "\\-"), page)
        self.assertIn("start_again", page)
        for name in ("man1/candor.1", "man8/candord.8"):
            _, *commands = (BUILD / "share/man" / name).read_text(encoding="utf-8").split("\n.SS ")
            self.assertTrue(commands)
            below = {words.rpartition(" ")[0] for words in (command.partition("\n")[0] for command in commands)}
            for command in commands:
                if command.partition("\n")[0] not in below:
                    self.assertIn("Example: cand", command)
        for name in ("man1/candor.1", "man8/candord.8"):
            run = subprocess.run(["groff", "-k", "-man", *WARNINGS, "-Tutf8", "-z", BUILD / "share/man" / name],
                                 capture_output=True, text=True, check=True, timeout=60)
            self.assertEqual(run.stderr, "")

    def test_contexts_added_at_once_are_all_kept(self):
        own = {"CANDOR_SERVER": "", "XDG_CONFIG_HOME": str(self.folder / "many-contexts")}
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            runs = list(pool.map(lambda number: self.run_candor("context", "add", f"c{number}", **own), range(12)))

        self.assertEqual([run.stderr for run in runs if run.returncode != DONE], [])
        listed = json.loads(self.run_candor("context", "list", "-o", "json", **own).stdout)
        self.assertEqual({each["context"] for each in listed}, {f"c{number}" for number in range(12)})
        self.assertEqual([each.name for each in (self.folder / "many-contexts/candor").iterdir()], ["contexts.toml"])

    def test_a_context_leads_to_its_daemon(self):
        own = {"CANDOR_SERVER": "", "XDG_CONFIG_HOME": str(self.folder / "contexts")}

        def candor(*words):
            return self.run_candor(*words, **own)

        self.assertEqual(candor("context", "add", "ana", "--server", self.practice.address, "--act-for",
                                "Ana Nguyen").returncode, DONE)
        self.assertNotEqual(candor("member", "list").returncode, DONE)
        self.assertEqual(candor("--context", "ana", "member", "list").returncode, DONE)
        self.assertEqual(candor("context", "use", "ana").returncode, DONE)
        self.assertEqual(candor("member", "list").returncode, DONE)
        self.assertEqual(json.loads(candor("context", "list", "-o", "json").stdout)[0]["act_for"], "Ana Nguyen")
        self.assertEqual(candor("--context", "bo", "member", "list").returncode, NOT_FOUND)
        kept = self.folder / "contexts/candor/contexts.toml"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        kept.chmod(0o644)
        self.assertEqual(candor("member", "list").returncode, LOCAL_FILE)

    def test_what_is_no_daemon_is_told_with_what_to_do(self):
        server = NoGrpcServer()
        self.addCleanup(server.close)
        server.start()

        told = subprocess.run([BUILD / "bin/candor", "--server", server.address, "status"], capture_output=True,
                              text=True, timeout=60, check=False)

        self.assertEqual(told.returncode, UNREACHABLE, told.stderr)
        self.assertIn(f"what answers on {server.address} is not candord. Say where candord listens with --server",
                      " ".join(told.stderr.split()))

    def test_exit_codes_are_data_too(self):
        codes = json.loads(self.done("help", "exit-codes", "-o", "json"))
        self.assertEqual(len({each["code"] for each in codes}), len(codes))
        self.assertIn({"code": 4, "name": "not_found"}, [{key: each[key] for key in ("code", "name")} for each in codes])


class NoGrpcServer(threading.Thread):
    """Speaks HTTP/2 and answers every request with 404, as a web server that knows nothing of gRPC."""

    SETTINGS, ACKNOWLEDGED = b"\0\0\0\x04\0\0\0\0\0", b"\0\0\0\x04\x01\0\0\0\0"
    HEADERS_OF_404 = b"\0\0\x01\x01\x05%b\x8d"  # the end of the stream; 0x8d is ":status: 404"

    def __init__(self):
        super().__init__(daemon=True)
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listens.getsockname()[1]}"

    def close(self):
        self._listens.close()

    def run(self):
        while True:
            try:
                connection, _ = self._listens.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                connection.sendall(self.SETTINGS + self.ACKNOWLEDGED)
                sent.read(len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                while len(head := sent.read(9)) == 9:
                    sent.read(int.from_bytes(head[:3], "big"))
                    if head[3] == 1:
                        connection.sendall(self.HEADERS_OF_404.replace(b"%b", head[5:]))


class ReceiptTest(ContractCase):
    """In a practice of its own, which it changes."""

    def test_what_came_of_it_has_every_format(self):
        """What the examples say is done here. Not all of it can be, one after another."""
        for name, words in self.answering("receipt"):
            if name.startswith("log "):
                words = [*words, "--therapist", "Ana Nguyen"]
            for form in ("json", "csv") if name in SURELY_DONE else ("json",):
                with self.subTest(name, form=form):
                    line = [*(word.replace("C-1300", f"C-{form}") for word in words), "-o", form]
                    run = self.run_candor(*line, "--yes")
                    if run.returncode == USAGE:
                        run = self.run_candor(*line)
                    if name in SURELY_DONE:
                        self.assertEqual(run.returncode, DONE, run.stderr)
                    if form == "csv":
                        heading, *rows = list(csv.reader(io.StringIO(run.stdout, newline="")))
                        self.assertTrue(rows)
                        self.assertEqual({len(row) for row in rows}, {len(heading)})
                    elif run.returncode == DONE:
                        json.loads(run.stdout)


if __name__ == "__main__":
    options = of_command_line(__doc__)
    BUILD, SOURCE = options.build, options.source
    unittest.main(verbosity=2)
