"""`candor supervision` on a terminal, against the real daemon: notes by single keys, drafts that stay on this machine and
are sealed, one signature for all, who reads what, and the session that cli/SUPERVISION.md shows.

With --write-page that session is written into the page; without, the page has to show it as it is."""

import argparse
import csv
import datetime
import io
import os
import pathlib
import re
import shutil
import sys
import unittest
import zoneinfo

from practice import CONFLICT, DONE, NOT_ALLOWED, NOT_FOUND, USAGE, Practice

BUILD = SOURCE = None
WRITE_PAGE = False

# Nothing else says this.
PLANTED = "Zyxwnotequux"
SUPERVISOR = "Dele Haddad"
SUPERVISEES = [f"Supervisee {letter}" for letter in "ABCDEFGH"]
MOST_KEYS = 12
# As last week; the first case: formulation, risk; on; on; risk not looked at; did not ask; done. Nobody has recorded
# hours here, so that there are none to confirm.
USUAL = "\n" + "1fr\n\n" + "n" + "n" + "\n"
CLOSES_THE_WINDOW = None
# The program has gone quiet with a question in its last line.
QUIET_SECONDS = 0.08


def today():
    """By the practice's clock."""
    return datetime.datetime.now(zoneinfo.ZoneInfo("America/Los_Angeles")).date()


def keys_on_terminal(practice, arguments, keys):
    """Sends one key, or one line of text, after another, each once the program asks: (code, what was shown)."""
    code, shown = practice.converse(arguments, keys, lambda shown, _: b":" in shown.rpartition(b"\n")[2],
                                    QUIET_SECONDS, 240)
    return code, shown.replace("\r\n", "\n")


def start_practice(test_class, **options):
    """A practice for all tests of a class, with drafts in a folder of its own: (practice, that folder)."""
    practice = Practice(BUILD, **options)
    test_class.addClassCleanup(practice.close)
    state = practice.folder / "state"
    os.environ["XDG_STATE_HOME"] = str(state)
    test_class.addClassCleanup(os.environ.pop, "XDG_STATE_HOME")
    practice.done("member", "add", SUPERVISOR, "--profession", "mft", "--jurisdiction", "US-CA")
    return practice, state


def add_supervisee(practice, name):
    practice.done("member", "add", name, "--profession", "mft", "--jurisdiction", "US-CA", "--in-training",
                  "--supervisor", SUPERVISOR, "--from", "2025-01-01")


def log_session(practice, name, day):
    """A session that was recorded as a plain entry."""
    practice.done("log", "--stdin", "--yes", stdin=(
        f"kind: supervision\nmember: {name}\ntherapist: {name}\ndate: {day}\ntime: 09:00\n"
        f"supervisor: {SUPERVISOR}\nformat: individual\nminutes: 60\ngroup_size: 1\n\n"))


class SupervisionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice, cls.state = start_practice(cls, flags=["--verbose"])
        cls.practice.done("member", "add", "Pauline Nguyen")
        for number, name in enumerate(SUPERVISEES):
            add_supervisee(cls.practice, name)
            cls.practice.done("case", "open", f"K-{number + 1}", "--therapist", name, "--date", "2025-01-10")
            log_session(cls.practice, name, today() - datetime.timedelta(days=7))

    def setUp(self):
        shutil.rmtree(self.state, ignore_errors=True)

    def keys_on_terminal(self, arguments, keys):
        return keys_on_terminal(self.practice, arguments, keys)

    def supervisor(self, *arguments):
        return ["--act-for", SUPERVISOR, "supervision", *arguments]

    def notes_of(self, name, act_for=SUPERVISOR):
        notes = self.practice.json("--act-for", act_for, "supervision", "list", name)
        return [note for note in notes if not note["plain"]]

    def week(self):
        return self.practice.json(*self.supervisor())["supervisees"]

    def test_1_eight_notes_by_single_keys_and_one_signature(self):
        self.assertLessEqual(len(USUAL), MOST_KEYS)
        code, shown = self.keys_on_terminal(self.supervisor("note"), USUAL * 8)
        self.assertEqual(code, DONE, shown)
        self.assertIn("8 notes kept on this machine", shown)
        self.assertEqual(self.notes_of("Supervisee A"), [], "a draft is nobody else's")

        code, shown = self.keys_on_terminal(self.supervisor("sign", "all"), "y")

        self.assertEqual(code, DONE, shown)
        self.assertEqual(shown.count("signed: Supervisee"), 8)
        for number, name in enumerate(SUPERVISEES):
            notes = self.notes_of(name)
            self.assertEqual(len(notes), 1, name)
            self.assertEqual(notes[0]["state"], "signed")
            self.assertEqual(notes[0]["units_hundredths"], 100)
            self.assertEqual(notes[0]["part"]["cases"][0]["case_code"], f"K-{number + 1}")
            self.assertEqual(notes[0]["part"]["cases"][0]["topics"], ["formulation", "risk"])
        self.assertEqual([line["notes"][0]["state"] for line in self.week()], ["signed"] * 8)
        self.assertEqual(list((self.state / "candor/supervision/drafts").iterdir()), [])

    def test_2_a_note_is_read_by_the_two_only(self):
        name = self.notes_of("Supervisee A")[0]["name"]
        self.practice.done("--act-for", "Supervisee A", "supervision", "show", name)
        for other in ("Supervisee B", "Pauline Nguyen"):
            self.practice.done("--act-for", other, "supervision", "show", name, code=NOT_FOUND)
        self.practice.done("--act-for", "Supervisee A", "supervision", "seen", name, stdin="I see it otherwise\n")

        shown = self.practice.done(*self.supervisor("show", name))

        self.assertIn("seen", shown)
        self.assertIn("I see it otherwise", shown)

    def test_3_a_draft_is_kept_at_every_answer_and_sealed(self):
        # Recommendation, its text, then the window is closed.
        keys = [*("\n" + "1f\n\n" + "n" + "n" + "r"), f"{PLANTED}\n", "s", "\n", CLOSES_THE_WINDOW]
        self.keys_on_terminal(self.supervisor("note", "--with", "Supervisee B"), keys)

        drafts = [path for path in (self.state / "candor/supervision/drafts").iterdir() if path.is_file()]
        self.assertEqual(len(drafts), 1)
        self.assertEqual(drafts[0].stat().st_mode & 0o777, 0o600)
        for folder in (self.state, self.practice.folder / "data"):
            for path in folder.rglob("*"):
                if path.is_file():
                    self.assertNotIn(PLANTED.encode(), path.read_bytes(), path)
        self.assertIn("draft on this machine", self.practice.done(*self.supervisor()))
        # It goes on where it was: as shown; no more cases; risk, reactions as they are; done.
        code, shown = self.keys_on_terminal(self.supervisor("note"), "\n\n\n\n\n")
        self.assertEqual(code, DONE, shown)
        code, shown = self.keys_on_terminal(self.supervisor("sign", "all"), "y")
        self.assertEqual(code, DONE, shown)
        guidance = [each for note in self.notes_of("Supervisee B") for each in note["part"]["guidance"]]
        self.assertEqual([each["text"] for each in guidance], [PLANTED])
        self.assertIn(PLANTED, shown.partition("Sign all?")[0], "what is signed is read before it is")
        self.assertIn("Boards and courts can demand records", " ".join(shown.split()))

    def test_4_what_was_broken_off_is_not_signed_and_stays_a_draft(self):
        # The window is closed after risk was asked about, and before the guidance.
        self.keys_on_terminal(self.supervisor("note", "--with", "Supervisee C"), [*"\n1f\n\nn", CLOSES_THE_WINDOW])

        run = self.practice.candor(*self.supervisor("sign", "all", "--yes"))

        self.assertEqual(run.returncode, CONFLICT, run.stderr)
        self.assertIn("not finished", run.stderr)
        self.assertEqual(len(self.notes_of("Supervisee C")), 1, "of the first test")
        self.assertEqual(len(list((self.state / "candor/supervision/drafts").iterdir())), 1)

    def test_5_the_log_counts_units_and_is_a_table(self):
        rows = list(csv.DictReader(io.StringIO(
            self.practice.done(*self.supervisor("log", "Supervisee A", "--rules", "bbs", "-o", "csv")))))
        self.assertEqual([row["individual"] for row in rows], ["0.00", "1.00"], "nobody signed the first")
        self.assertEqual(rows[0]["counted_for_nothing"], "not signed by who supervised")
        months = self.practice.json(*self.supervisor("log", "Supervisee A", "--rules", "bacp"))["months"]
        self.assertEqual(sum(month["sessions"] for month in months), 1)
        shown = self.practice.done(*self.supervisor("log", "Supervisee A"))
        self.assertIn("of these individual or triadic", shown)
        whole = list(csv.DictReader(io.StringIO(
            self.practice.done(*self.supervisor("file", "Supervisee A", "-o", "csv")))))
        self.assertEqual(len(whole), 2)

    def test_6_guidance_outside_a_session_has_no_units(self):
        # As shown; no case; a recommendation for the supervisee, without a date; done.
        keys = ["\n", "\n", "r", "call today\n", "s", "\n", "\n"]
        code, shown = self.keys_on_terminal(self.supervisor("note", "--ad-hoc", "--with", "Supervisee D"), keys)
        self.assertEqual(code, DONE, shown)
        self.practice.done(*self.supervisor("sign", "all", "--yes"))

        note = [each for each in self.notes_of("Supervisee D") if each["session"]["format"] == "ad_hoc"][0]

        self.assertEqual(note["units_hundredths"], 0)
        self.assertEqual(note["no_units_reason"], "format")

    def test_7_a_practices_own_log_is_imported_and_what_it_lacks_is_not_recorded(self):
        maps = SOURCE / "cli/maps"
        self.practice.done("import", "csv", maps / "supervision-log.csv", "--map", maps / "supervision-log.toml")

        notes = self.practice.json("supervision", "list", "Imported One")

        self.assertEqual([note["units_hundredths"] for note in notes], [100, 100, 83, 0])
        self.assertTrue(all(note["plain"] for note in notes))
        self.assertEqual({note["part"]["risk_looked_at"] for note in notes}, {None})
        self.assertEqual([tuple(note["session"][name] for name in ("mode", "work_setting", "setting")) for note in notes],
                         [("in_person", "clinic", "North clinic"), ("video", "clinic", "North clinic"),
                          (None, None, None), ("in_person", None, None)])
        # What the import has no field for is shown with the note.
        self.assertIn("Topics: formulation, risk", self.practice.done("supervision", "show", notes[0]["name"]))
        self.assertIn("Topics: endings", self.practice.done("supervision", "file", "Imported One"))
        self.assertIn("recorded, not signed", self.practice.done("supervision", "list", "Imported One"))
        log = self.practice.json("supervision", "log", "Imported One")
        self.assertEqual((log["units_profile"], log["total_weeks"], log["not_recorded"]), ("bbs", 1, 1))

    def test_8_without_a_terminal_nothing_is_asked(self):
        self.assertNotEqual(self.practice.candor(*self.supervisor("note")).returncode, DONE)
        self.assertEqual(self.practice.candor(*self.supervisor("sign")).returncode, USAGE)

    def test_9_a_new_version_is_seen_anew(self):
        name = self.notes_of("Supervisee E")[0]["name"]
        as_e = ["--act-for", "Supervisee E", "supervision"]
        self.practice.done(*as_e, "seen", name)
        # In person or video; as shown; no more cases; risk looked at, not changed; reactions as they are; done; why; sign.
        code, shown = self.keys_on_terminal(self.supervisor("amend", name),
                                            [*("cv" + "\n\n" + "yn" + "\n\n"), "it was by video\n", "y"])

        self.assertEqual(code, DONE, shown)
        self.assertIn("amended, not seen yet", shown)
        note = self.practice.json(*as_e, "show", name)
        self.assertEqual((note["version"], note["state"]), (2, "amended"))
        self.assertEqual(note["part"]["risk_looked_at"], "yes")
        self.assertIn("why: it was by video", self.practice.done(*as_e, "show", name))
        self.practice.done(*as_e, "seen", name)
        self.assertEqual(self.notes_of("Supervisee E")[0]["state"], "seen")

    def test_a_session_that_did_not_take_place_stands_in_its_week(self):
        code, shown = self.keys_on_terminal(self.supervisor("cancel", "Supervisee F"), "si")

        self.assertEqual(code, DONE, shown)
        line = [each for each in self.week() if each["cancelled"]][0]
        self.assertEqual(line["cancelled"][0]["reason"], "illness")
        self.assertIn("cancelled on", self.practice.done(*self.supervisor()))
        whole = self.practice.done(*self.supervisor("file", "Supervisee F", "-o", "csv"))
        self.assertIn("did not take place", whole)

        self.practice.done("--act-for", "Supervisee F", "supervision", "--supervisor", SUPERVISOR, "cancel",
                           "Supervisee F", "--take-back", "--yes", code=NOT_ALLOWED)
        self.practice.done(*self.supervisor("cancel", "Supervisee F", "--take-back", "--yes"))

        self.assertEqual([line for line in self.week() if line["cancelled"]], [])

    def test_b_a_note_waits_for_the_supervisee_who_reads_it_first(self):
        as_g = ["--act-for", "Supervisee G"]
        self.assertIn("signed by Dele Haddad", self.practice.done(*as_g, "today"))
        shown = self.practice.done(*as_g, "supervision")
        self.assertIn("You supervise nobody in this week.", shown)
        self.assertIn("to read:", shown)
        self.assertEqual(self.practice.candor(*as_g, "supervision", "seen").returncode, CONFLICT)

        # Later; then yes, with a comment.
        code, shown = self.keys_on_terminal([*as_g, "supervision", "seen"], "l")
        self.assertEqual(code, DONE, shown)
        self.assertEqual([note["state"] for note in self.notes_of("Supervisee G")], ["signed"])
        code, shown = self.keys_on_terminal([*as_g, "supervision", "seen"], ["y", "I see it otherwise\n"])

        self.assertEqual(code, DONE, shown)
        self.assertLess(shown.index("Risk looked at"), shown.index("Seen?"))
        note, = self.notes_of("Supervisee G")
        self.assertEqual((note["state"], note["comment"]), ("seen", "I see it otherwise"))
        self.assertNotIn("to read:", self.practice.done(*as_g, "today"))

    def test_c_a_note_is_taken_back_by_the_number_of_its_line(self):
        lines = self.practice.done(*self.supervisor("list", "Supervisee H")).splitlines()
        number = next(line.split()[0] for line in lines if self.notes_of("Supervisee H")[0]["name"] in line)

        self.practice.done(*self.supervisor("retract", number, "--of", "Supervisee H", "--reason", "duplicate", "--yes"))

        self.assertEqual([note["state"] for note in self.notes_of("Supervisee H")], ["retracted"])
        today = " ".join(self.practice.done("--act-for", "Supervisee H", "today").split())
        self.assertRegex(today, r"gone: the note of \w+ \d+ \w+ \d{4} was taken back by Dele Haddad; it says nothing "
                                "about you any more")
        self.assertNotIn("to read:", today)
        self.assertNotIn("taken back", self.practice.done("--act-for", "Supervisee G", "today"))
        self.assertEqual(self.practice.json(*self.supervisor("log", "Supervisee H"))["total_hundredths"], 0)
        name = self.notes_of("Supervisee A")[0]["name"]
        self.assertIn(name.rpartition("/")[2], self.practice.done("entry", "show", name))

    def test_d_the_supervisors_day_says_what_the_week_waits_for(self):
        shown = self.practice.done("--act-for", SUPERVISOR, "today")

        self.assertIn("Your week as a supervisor", shown)
        self.assertIn("notes to write: Supervisee H", shown)

    def test_e_a_trainee_without_a_reader_clears_a_conversation_as_the_day_says(self):
        as_b = ["--act-for", "Supervisee B"]
        yesterday = today() - datetime.timedelta(days=1)
        # A case that the note does not cover: a session that covers it is the conversation already.
        self.practice.done("case", "open", "K-2b", "--therapist", "Supervisee B", "--date", "2025-01-10")
        self.practice.done(*as_b, "log", "--stdin", "--yes", stdin=(
            f"kind: personal_reaction\ncase: K-2b\ntherapist: Supervisee B\ndate: {yesterday}\nwhich: romantic\n\n"))
        self.practice.wait_until_assessed()
        self.assertIn("done:    candor supervision seen", self.practice.done(*as_b, "today"))
        # In training, whoever supervises reads it, whether it names anybody or not.
        self.assertIn("wants to talk", self.practice.done(*self.supervisor()))
        note = self.notes_of("Supervisee B")[0]

        # Seen; no comment; the first that is offered.
        code, shown = self.keys_on_terminal([*as_b, "supervision", "seen", note["name"]], ["y", "\n", "1", "\n"])

        self.assertEqual(code, DONE, shown)
        self.assertNotIn("will see that you ticked", " ".join(shown.split()))
        self.practice.wait_until_assessed()
        own = self.practice.json(*as_b, "followup", "list", "--case", "K-2b")
        self.assertEqual([each["status"] for each in own if each["action"] == "talk"], ["resolved"])
        self.assertNotIn("K-2b", self.practice.done(*as_b, "today"))


class PageTest(unittest.TestCase):
    """The Friday that cli/SUPERVISION.md shows: what eight notes look like on a terminal, date by date as if today were
    that Friday."""

    FRIDAY = datetime.date(2026, 3, 20)
    NAMES = ["Ana Nguyen", "Ben Ode", "Chiara Rossi", "Dana Levi", "Emeka Obi", "Farah Aziz", "Gil Santos", "Hana Sato"]
    WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December"]
    PAGE = "cli/SUPERVISION.md"
    BLOCK = re.compile(r"(?<=<!-- written by tests/scenario/cli_supervision_test.py --write-page -->\n```\n).*?(?=```\n)",
                       re.DOTALL)

    @classmethod
    def setUpClass(cls):
        cls.practice, _ = start_practice(cls)
        cls.today = today()
        for number, name in enumerate(cls.NAMES):
            add_supervisee(cls.practice, name)
            cls.open_case(f"C-10{number + 1}", name, days_ago=30)
            cls.log_hours(name, 720 if name == "Emeka Obi" else 480)
        cls.open_case("C-109", "Ben Ode", days_ago=70)
        for name in cls.NAMES[2:6]:
            log_session(cls.practice, name, cls.today - datetime.timedelta(weeks=1))
        cls.practice.done("--act-for", "Farah Aziz", "log", "--stdin", "--yes", stdin=(
            f"kind: personal_reaction\ncase: C-106\ntherapist: Farah Aziz\ndate: {cls.today - datetime.timedelta(days=2)}\n"
            f"which: attachment\nfirst_reader: {SUPERVISOR}\n\n"))
        cls.write_last_weeks_notes()
        cls.practice.wait_until_assessed()

    @classmethod
    def open_case(cls, code, therapist, days_ago):
        cls.practice.done("case", "open", code, "--therapist", therapist, "--date",
                          cls.today - datetime.timedelta(days=days_ago))

    @classmethod
    def log_hours(cls, name, minutes):
        monday = cls.today - datetime.timedelta(days=cls.today.weekday())
        cls.practice.done("log", "--stdin", "--yes", stdin=(
            f"kind: week_hours\nmember: {name}\ntherapist: {name}\ndate: {cls.today}\nweek_of: {monday}\n"
            f"direct_minutes: {minutes}\n\n"))

    @classmethod
    def write_note(cls, name, weeks_ago, keys):
        day = cls.today - datetime.timedelta(weeks=weeks_ago)
        code, shown = keys_on_terminal(
            cls.practice,
            ["--act-for", SUPERVISOR, "supervision", "--week", str(day), "note", "--with", name], keys)
        if code != DONE:
            raise AssertionError(shown)

    @classmethod
    def write_last_weeks_notes(cls):
        """With a directive for Ana; Gil and Hana together, at the clinic; of Ben three, none of which asked about
        reactions."""
        # No case; risk not looked at; did not ask. Of those weeks nobody recorded hours.
        plain = [*"\nnn"]
        for weeks in (3, 2, 1):
            held = cls.today - datetime.timedelta(weeks=weeks)
            cls.write_note("Ben Ode", weeks, [*"cd", f"{held}\n", "\n", "09:00\n", *plain, "\n"])
        day = [*"cd", f"{cls.today - datetime.timedelta(weeks=1)}\n"]
        ana = [*day, "\n", "09:00\n", *plain, "d", "call the school about C-101\n", "s", f"{cls.today}\n", "\n"]
        pair = [*day, *"cft", *"cw\n", "Hana Sato\n", "\n", *"cs\n", "North clinic\n", "\n", "10:00\n", *plain, "\n", *plain,
                "\n"]
        cls.write_note("Ana Nguyen", 1, ana)
        cls.write_note("Gil Santos", 1, pair)
        cls.practice.done("--act-for", SUPERVISOR, "supervision", "sign", "all", "--yes")

    def as_on_the_page(self, shown):
        days = self.FRIDAY - self.today
        monday = self.long_date(self.FRIDAY - datetime.timedelta(days=self.FRIDAY.weekday()))

        def shifted(iso):
            return (datetime.date.fromisoformat(iso[0]) + days).isoformat()

        def long_shifted(found):
            month = self.MONTHS.index(found["month"]) + 1
            return self.long_date(datetime.date(int(found["year"]), month, int(found["day"])) + days)

        shown = re.sub(r"(?<!as in )\b\d{4}-\d\d-\d\d\b", shifted, shown)
        shown = re.sub(
            rf"\b(?:{'|'.join(self.WEEKDAYS)}) (?P<day>\d+) (?P<month>{'|'.join(self.MONTHS)}) (?P<year>\d{{4}})",
            long_shifted, shown)
        # Not every day is as far from its Monday as a Friday.
        return re.sub(r"(?m)^Week of [^,\n]+,", f"Week of {monday},", shown)

    def long_date(self, day):
        return f"{self.WEEKDAYS[day.weekday()]} {day.day} {self.MONTHS[day.month - 1]} {day.year}"

    def test_the_page_shows_this_session(self):
        usual = "nyn\n"
        keys = [
            "n",
            # Ana: risk was looked at and has not changed; the directive is done.
            *"\n1fr\n\nyndyn\n",
            # Ben: the case that nobody talked about for long; the fourth session.
            *"\n1f\n\nnyy\n",
            *("\n1i\n\n" + usual),
            # Dana: by video.
            *("cv\n1e\n\n" + usual),
            # Emeka: a directive.
            *"\n1r\n\nyyynd", "ring the county line together with the client\n", "s",
            f"{self.today + datetime.timedelta(days=3)}\n", "\n",
            # Farah: the talk that she wanted has been.
            *"\n1p\n\nn1\nyy\n",
            # Gil and Hana, together; for Hana a recommendation until next time.
            *("\n1f\n\n" + usual + "1c\n\nnynr"), "read the chapter on endings\n", *"s\n\n",
            # The screen again.
            "\n",
        ]
        week = ["--act-for", SUPERVISOR, "supervision"]

        code, written = keys_on_terminal(self.practice, week, keys)
        self.assertEqual(code, DONE, written)
        code, signed = keys_on_terminal(self.practice, [*week, "sign", "all"], "y")
        self.assertEqual(code, DONE, signed)

        signed = re.sub(r"members/\w+/supervisionNotes/\w+", "members/m4…/supervisionNotes/q7…", signed)
        shown = (f'$ candor supervision --act-for "{SUPERVISOR}"\n' + self.as_on_the_page(written)
                 + f'$ candor supervision sign all --act-for "{SUPERVISOR}"\n' + self.as_on_the_page(signed))
        shown = "".join(line.rstrip() + "\n" for line in shown.splitlines())
        page = SOURCE / self.PAGE
        text = page.read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"(?m)^```.*$", text), ["```", "```"], "one block, closed")
        if WRITE_PAGE:
            page.write_text(self.BLOCK.sub(lambda _: shown, text), encoding="utf-8")
        else:
            self.assertEqual(self.BLOCK.search(text)[0], shown)
        self.none_reads_anothers_part()

    def none_reads_anothers_part(self):
        hanas = self.practice.json("--act-for", "Hana Sato", "supervision", "list")[-1]
        self.assertEqual(len(hanas["session"]["attendees"]), 2)
        self.assertEqual(hanas["part"]["guidance"][0]["text"], "read the chapter on endings")
        self.practice.done("--act-for", "Gil Santos", "supervision", "show", hanas["name"], code=NOT_FOUND)
        gils = self.practice.done("--act-for", "Gil Santos", "supervision", "file", "-o", "json")
        self.assertNotIn("endings", gils)
        self.assertNotIn("culture", gils)


def main():
    global BUILD, SOURCE, WRITE_PAGE
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--write-page", action="store_true")
    arguments, rest = parser.parse_known_args()
    BUILD, SOURCE, WRITE_PAGE = arguments.build.resolve(), arguments.source.resolve(), arguments.write_page
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
