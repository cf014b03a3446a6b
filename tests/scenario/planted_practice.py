"""A practice with a marker of its own in every field that takes words: which fields those are is read from the wire, so
that one that is added later has to be planted too."""

import csv
import datetime
import re
import time
import zoneinfo

from markers import Markers
from practice import DONE, LOCAL_FILE, ROWS_REFUSED, UNREACHABLE, USAGE, Practice

MARKERS = Markers()
of = MARKERS.of

ANA, BO, CORA = of("Member.display_name"), of("another member"), of("a second person")
TRAINEE, GONE = of("a trainee"), of("somebody who leaves")
CODE, SECOND_CODE, ERASED_CODE = of("Case.code"), of("another code"), of("a code that is erased")
TRAINEE_CODE, MERGED_CODE = of("a trainee's code"), of("a code that goes into another")

# The client has gone quiet with a question in its last line.
QUIET_SECONDS = 0.08

CONFIG = f"""\
[practice]
name = "{of("the name of the practice")}"
zone = "America/Los_Angeles"

[calendar]
closed_weekends = false
"""

# What says the same as a field that is planted, or holds no words of anybody's. Everything else that has words is
# planted under its own name.
ECHOES = {
    "LookupCaseRequest.code": "Case.code", "ExportedCase.code": "Case.code", "FollowUp.case_code": "Case.code",
    "ShadowFollowUp.case_code": "Case.code", "SubjectDifference.case_code": "Case.code",
    "SupervisionCaseTalk.case_code": "Case.code", "CoveredFollowUp.case_code": "Case.code",
    "SupervisedCase.case_code": "Case.code", "LeftCase.case_code": "Case.code",
    "LookupMemberRequest.display_name": "Member.display_name",
    "ExportedDecision.reason": "Decision.reason",
    "ExportedActivation.reason": "SetRuleModeRequest.reason", "RuleSetting.reason": "SetRuleModeRequest.reason",
    "ReportSignature.signer": "SignComplianceReportRequest.signer",
    "ExportedSignature.signer": "SignComplianceReportRequest.signer",
    "ProposeErasureRequest.reason": "Erasure.reason", "PlaceHoldRequest.reason": "LegalHold.reason",
    "DirectiveStatus.why": "DirectiveReport.why", "DirectiveReport.text": "Guidance.text",
    "OpenDirective.text": "Guidance.text",
    "SupervisionNoteVersion.why": "AmendSupervisionNoteRequest.why",
    "SupervisionNote.comment": "AnswerSupervisionNoteRequest.comment",
    "SupervisionNoteAnswer.comment": "AnswerSupervisionNoteRequest.comment",
    "SettingUnits.setting": "SupervisionSession.setting",
    "SupervisionLogWeek.setting": "SupervisionSession.setting",
    "Disclosure.recipient": "RecordDisclosureRequest.recipient",
    "ExportedDisclosure.recipient": "RecordDisclosureRequest.recipient",
    "Disclosure.purpose": "RecordDisclosureRequest.purpose",
    "ExportedDisclosure.purpose": "RecordDisclosureRequest.purpose",
    "Emergency.reason": "AskEmergencyRequest.reason", "Emergency.remark": "ReviewEmergencyRequest.remark",
    "EmergencyContact.display_name": "Member.display_name",
    "LogReview.remark": "ReviewLogRequest.remark", "ExportedReview.remark": "ReviewLogRequest.remark",
    "Concern.seal_reason": "ProposeSealRequest.reason", "Concern.sealed_reason": "ProposeSealRequest.reason",
    "ExportedConcernStep.reason": "ProposeSealRequest.reason",
    "Measure.reason": "ReviewMeasureRequest.reason",
}
# Names that the daemon gives out, words of ours, and keys, which the test looks for as bytes.
NO_WORDS = {
    "Guidance.owner", "OpenDirective.owner", "OpenDirective.note", "DirectiveStatus.note", "DirectiveReport.note",
    "CoveredFollowUp.follow_up", "CoveredFollowUp.label", "SupervisionPart.follow_ups",
    "SupervisionNoteVersion.changed", "AnswerSupervisionNoteRequest.follow_ups",
    "AnswerSupervisionNoteRequest.private_follow_ups",
    "CancelSupervisionRequest.cancelled_by", "CancelledSupervision.cancelled_by",
    "NamingKeys.order", "NamingKeys.names", "NamingKeys.lookup",
    "EnrollRequest.code", "CreateEnrolmentCodeResponse.code",  # for which cli_enroll looks
    "ReportAnonymouslyResponse.return_code", "GetConcernByCodeRequest.return_code",  # for which raise_concerns looks
}

# What makes a rule of each say something, and what a kind cannot do without.
FACTS = {
    "personal_reaction": "which: romantic", "crossing": "area: gift_in\ninitiator: client",
    "romantic_or_sexual_act": "basis: suspicion",
}


def proto_text(source):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((source / "proto/candor/v1").glob("*.proto")))


def fields_with_words(source):
    """Message.field of everything on the wire that holds words or what only a few may read."""
    field = re.compile(r"\b(?:string|bytes) (\w+) =\s*\d+\s*\[\(field_class\) = FIELD_CLASS_(?:NARRATIVE|PERSONAL)\]")
    messages = re.findall(r"^message (\w+) \{\n(.*?)^\}", proto_text(source), re.M | re.S)
    return {f"{message}.{name}" for message, body in messages for name in field.findall(body)}


def kinds(source):
    """{kind: (its message, whether it is about a member alone)} of every kind of entry."""
    vocabulary = (source / "daemon/domain/vocabulary.cc").read_text(encoding="utf-8")
    scopes = dict(re.findall(r'\{Kind::k\w+, "(\w+)", "[^"]*",\s*\w+,\s*Scope::k(\w+)', vocabulary))
    messages = re.findall(r"^    (\w+Facts) (\w+) = 1\d\d \[", proto_text(source), re.M)
    return {kind: (message, scopes[kind] == "Member") for message, kind in messages}


class PlantedPractice(Practice):
    """Give it `source`, the checkout that was built."""

    def __init__(self, build, source, **options):
        self.source = source
        self.fields = fields_with_words(source)
        self.kinds = kinds(source)
        self.today = datetime.datetime.now(zoneinfo.ZoneInfo("America/Los_Angeles")).date()
        super().__init__(build, config=CONFIG, flags=("--verbose",), **options)

    def ago(self, days):
        return str(self.today - datetime.timedelta(days=days))

    def add_people(self):
        self.done("member", "add", ANA, "--profession", of("Licence.profession"), "--jurisdiction", "US-CA")
        for name in (BO, CORA, GONE):
            self.done("member", "add", name, "--profession", "mft", "--jurisdiction", "US-CA")
        self.done("member", "add", TRAINEE, "--profession", "mft", "--jurisdiction", "US-CA", "--in-training",
                  "--supervisor", BO, "--from", "2025-01-01")
        for code in (CODE, SECOND_CODE, ERASED_CODE, MERGED_CODE):
            self.done("case", "open", code, "--therapist", ANA, "--date", "2025-01-10")
        self.done("case", "open", TRAINEE_CODE, "--therapist", TRAINEE, "--date", "2025-01-10")
        self.done("case", "merge", MERGED_CODE, "--into", SECOND_CODE, "--yes")

    def words_of(self, kind):
        """The fields of the kind that take words, one line each, planted."""
        message = self.kinds[kind][0]
        return "".join(f"{field.partition('.')[2]}: {of(field)}\n" for field in sorted(self.fields)
                       if field.startswith(message + "."))

    def log(self, kind, place, day, who=None, more=""):
        """What was logged, as JSON."""
        text = f"kind: {kind}\n{place}\ndate: {day}\n{FACTS.get(kind, '')}\n{self.words_of(kind)}{more}"
        text = "\n".join(line for line in text.splitlines() if line) + f"\n\n{of('a note of ' + kind)}\n"
        return self.json("log", "--stdin", "--yes", "--act-for", who or ANA, stdin=text)

    def log_every_kind(self):
        """An entry of each kind, by whom it is about; an ending only where it ends nothing that is needed later."""
        for number, kind in enumerate(sorted(self.kinds)):
            place = f"member: {ANA}" if self.kinds[kind][1] else f"case: {CODE}"
            if kind == "termination":
                self.log(kind, f"case: {SECOND_CODE}", self.ago(30))
                self.log("post_termination_contact", f"case: {SECOND_CODE}", self.ago(20))
            elif kind not in ("retraction", "intake", "departure", "absence", "supervision_change"):
                self.log(kind, place, self.ago(100 - number))
        self.log("intake", f"case: {SECOND_CODE}", self.ago(10))
        self.log("departure", f"member: {GONE}", self.ago(3), GONE)
        self.log("absence", f"member: {GONE}", self.ago(5), GONE, f"from: {self.ago(5)}\n")
        self.log("supervision_change", f"member: {TRAINEE}", str(self.today), BO,
                 f"therapist: {TRAINEE}\nsource: supervisor\n")
        logged = self.log("session", f"case: {CODE}", self.ago(9))["entry"]["name"]
        self.done("entry", "amend", logged, "--stdin", "--act-for", ANA, "--yes", stdin=f"\n{of('Entry.note')}\n")
        taken_back = self.log("session", f"case: {CODE}", self.ago(8))["entry"]["name"]
        self.done("entry", "retract", taken_back, "--reason", "duplicate", "--stdin", "--act-for", ANA, "--yes",
                  stdin=self.words_of("retraction"))

    def keep_a_draft(self):
        """A private note that is not recorded: it stays on this machine, sealed."""
        answers = ["2", "1", BO, CODE, self.ago(6), "romantic", "new", "n", of("a draft of a private note"), ""]
        code, shown = self.on_terminal(["--act-for", ANA, "log", "--draft"], answers)
        if code != DONE:
            raise AssertionError(shown)

    def decide(self):
        """Something waits, and why."""
        self.log("personal_reaction", f"case: {TRAINEE_CODE}", self.ago(2), TRAINEE, f"first_reader: {BO}\n")
        self.wait_until_assessed()
        open_ones = self.json("followup", "list", "--status", "open")
        # What R10 to R19 opened is never waived (ADR 0047).
        waits = next(each["name"] for each in open_ones
                     if each["severity"] == "later" and not each["catalogue_id"].startswith("R1"))
        self.done("followup", "acknowledge", waits)
        self.done("followup", "waive", waits, "--until", self.ago(-30), "--stdin", stdin=of("Decision.reason"))
        self.done("followup", "explain", waits)

    def try_a_rule_out(self):
        self.done("policy", "mode", "R47", "shadow", "--reason", of("SetRuleModeRequest.reason"))
        for _ in range(600):
            if not self.json("status").get("reassessment"):
                return
            time.sleep(0.1)
        raise AssertionError("cases and members are still looked at again")

    def by_keys(self, *arguments, keys):
        """A run of the client on a terminal; each of `keys` once it asks. A word takes Enter, a single key does not."""
        typed = [key if len(key) == 1 else key + "\n" for key in keys]
        code, shown = self.converse(arguments, typed, lambda text, _: b":" in text.rpartition(b"\n")[2], QUIET_SECONDS)
        if code != DONE:
            raise AssertionError(f"candor {' '.join(arguments)} ended with {code}\n{shown}")

    def supervise(self):
        """A supervision note with all that it has room for, signed, answered and corrected; a later one that tells what
        became of its directive; a session that did not take place; and a note that stays a draft on this machine."""
        as_bo = ("--act-for", BO, "supervision")
        note = (*as_bo, "note", "--with", TRAINEE)
        texts = [of(f"SupervisionPart.{name}") for name in ("strengths", "to_develop", "supervisee_view")]
        # The session; the case's topics, risk, reactions; a directive, the texts; done.
        self.by_keys(*note, keys=["c", "d", self.ago(7), "c", "t", "00:00", "c", "s", "c",
                                  of("SupervisionSession.setting"), "c", "h", of("SupervisionSession.theme"),
                                  *"\n1f\n\nnnd", of("Guidance.text"), "s", str(self.today), "t", *texts, "\n"])
        self.done(*as_bo, "sign", "all", "--yes")
        signed = next(each["name"] for each in self.json(*as_bo, "list", TRAINEE) if not each["plain"])
        self.done("--act-for", TRAINEE, "supervision", "seen", signed,
                  stdin=of("AnswerSupervisionNoteRequest.comment") + "\n")
        self.by_keys(*as_bo, "amend", signed, keys=[*"\n\n\n\n\n", of("AmendSupervisionNoteRequest.why"), "y"])
        # As before; the directive was dropped; the conversation is not covered.
        self.by_keys(*note, keys=[*"\n1f\n\nnx", of("DirectiveReport.why"), *"\nn\n"])
        self.done(*as_bo, "sign", "all", "--yes")
        self.by_keys(*as_bo, "cancel", TRAINEE, "--date", self.ago(16), keys="si")
        self.by_keys(*as_bo, "note", "--ad-hoc", "--with", TRAINEE,
                     keys=[*"\n\nr", of("a draft of a supervisor's"), "s", *"\n\n"])

    def write_map(self):
        """A map of which one column is used for nothing, so that its cells stay with the entry."""
        path = self.folder / "map.toml"
        path.write_text("""\
title = "Planted"
time_zone = "America/Los_Angeles"
[dates]
formats = ["YYYY-MM-DD"]
[columns]
date = "Date"
therapist = "Therapist"
client = "Client"
type = "Type"
[[kind]]
kind = "intake"
when = { Type = 'Intake' }
take = [{ when = { Details = '(?P<by>.+)' }, set = { referred_by = "{by}" } }]
[[kind]]
kind = "session"
when = { Type = 'Session' }
""", encoding="utf-8")
        return path

    def write_csv(self, name, rows):
        path = self.folder / name
        heading = ["Date", "Therapist", "Client", "Type", "Details", of("ImportedCell.column")]
        with open(path, "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([heading, *rows])
        return path

    def import_rows(self):
        """Rows that are taken, and rows that are refused, by the client and by the daemon."""
        day, who, code = self.ago(5), of("NamedPerson.display_name"), of("ImportRow.client_code")
        rows = [[day, who, code, "Intake", of("IntakeFacts.referred_by"), of("ImportedCell.text")],
                [day, who, code, "Intake", of("refused: a second intake"), of("refused: beside a second intake")],
                [day, who, of("refused: no type"), of("refused: a type"), "", of("refused: beside no type")],
                [self.ago(-9), of("refused: tomorrow's therapist"), of("refused: tomorrow"), "Intake", "", ""],
                [of("refused: a date"), who, code, "Session", "", of("refused: beside a date")],
                [day, who, code, "Session", of("refused: too long") * 500, ""]]
        refused = self.folder / "refused.csv"
        self.done("import", "csv", self.write_csv("rows.csv", rows), "--map", self.write_map(), "--policy-from",
                  self.ago(100), "--refused", refused, code=ROWS_REFUSED)
        return refused.read_text(encoding="utf-8")

    def write_many_rows(self, name, first, count):
        """Enough for several files of the database: (the file, its map)."""
        day, who = self.ago(5), of("NamedPerson.display_name")
        words = f"{of('a note of an imported session')} " * 40
        return self.write_csv(name, ([day, who, of(f"one of many {row % 20}"), "Session", f"row {row}", words]
                                     for row in range(first, first + count))), self.write_map()

    def ask_in_vain(self):
        """Requests that are refused, with words in them that the answer, the log or the record might repeat."""
        wrong = of("refused: asked for")
        for words in (("case", "show", wrong), ("case", "show", f"cases/{wrong}"), ("member", "show", wrong),
                      ("member", "add", ANA), ("case", "open", CODE, "--therapist", ANA), ("entry", "show", wrong),
                      ("entry", "show", f"cases/{wrong}/entries/{wrong}"), ("case", "list", "--act-for", wrong),
                      ("followup", "show", f"cases/{wrong}/followUps/{wrong}"), ("policy", "describe", wrong),
                      ("policy", "mode", wrong, "off"), ("policy", "preview", "--profile", wrong),
                      ("case", "list", "--page-size", "1", "--page-token", wrong),
                      ("hold", "release", wrong, "--reason", wrong, "--second", CORA), ("ledger", "prove", wrong),
                      ("receipt", "get", wrong), ("case", "merge", CODE, "--into", wrong),
                      ("member", "add", of("refused: a member"), "--profession", "mft", "--jurisdiction", wrong)):
            run = self.candor(*words)
            if run.returncode in (DONE, USAGE, UNREACHABLE):
                raise AssertionError(f"{words} ended with {run.returncode}\n{run.stdout}{run.stderr}")
        for text in (f"kind: session\ncase: {wrong}\n", f"kind: {wrong}\ncase: {CODE}\n",
                     f"kind: crossing\ncase: {CODE}\narea: {wrong}\n",
                     f"kind: session\ncase: {CODE}\ndate: {self.ago(-3)}\n\n{wrong}\n",
                     f"kind: session\ncase: {CODE}\n\n{wrong * 600}\n"):
            run = self.candor("log", "--stdin", "--yes", "--act-for", ANA, stdin=text)
            if run.returncode == DONE:
                raise AssertionError(text)
        self.test_a_scenario()
        question = f"kind: personal_reaction\ncase: {CODE}\ntherapist: {ANA}\nwhich: romantic\n\n"
        self.done("log", "--stdin", "--dry-run", stdin=question + of("asked: what if") + "\n")

    def test_a_scenario(self):
        """One that can be read, and one that cannot."""
        word = of("TestScenarioRequest.text")
        vignette = self.source / "plugins/scenarios/vignettes/v05-attraction-resolved.toml"
        text = re.sub('^title = ".*"', f'title = "{word}"', vignette.read_text(encoding="utf-8"), count=1, flags=re.M)
        path = self.folder / "scenario.toml"
        path.write_text(f"# {word}\n{text}", encoding="utf-8")
        self.done("policy", "test", path)
        path.write_text(f'{text}\n"{word}" = "{word}"\n', encoding="utf-8")
        self.done("policy", "test", path, code=LOCAL_FILE)

    def hold_and_erase(self):
        held = self.json("hold", "place", "--case", ERASED_CODE, "--stdin", stdin=of("LegalHold.reason"))["name"]
        self.done("hold", "release", held, "--stdin", "--second", CORA, stdin=of("ReleaseHoldRequest.reason"))
        self.done("case", "erase", ERASED_CODE, "--stdin", "--second", CORA, "--yes", stdin=of("Erasure.reason"))

    def raise_concerns(self):
        """Without a name, up to a seal; and what is taken from somebody who reported. The code, which is kept nowhere."""
        code = self.json("concern", "report", "--member", ANA, "--stdin",
                         stdin=of("ReportAnonymouslyRequest.note"))["return_code"]
        self.done("concern", "status", "--stdin", stdin=code)
        name = self.json("concern", "list", ANA)[-1]["name"]
        told = datetime.date.fromisoformat(self.json("concern", "acknowledge", name)["told_from"])
        self.done("concern", "seal", name, "--until", str(told + datetime.timedelta(days=3)), "--stdin",
                  stdin=of("ProposeSealRequest.reason"))
        self.done("member", "role", "grant", CORA, "--role", "director")
        self.done("concern", "approve", name, "--act-for", CORA)
        taken = self.json("member", "role", "grant", ANA, "--role", "consultant")["name"]
        self.done("member", "role", "withdraw", taken)
        self.done("concern", "review", taken, "--stdin", stdin=of("ReviewMeasureRequest.reason"))
        return code

    def open_in_an_emergency(self):
        """Somebody is shown a member's record by two people, and a third looks at it; before that it was refused."""
        self.done("member", "role", "grant", CORA, "--role", "director")
        self.done("member", "role", "grant", BO, "--role", "owner")
        for answer in ("refuse", "approve"):
            name = self.json("emergency", "ask", "--member", ANA, "--notify", GONE, "--act-for", TRAINEE, "--stdin",
                             stdin=of("AskEmergencyRequest.reason"))["name"]
            if answer == "refuse":
                self.done("emergency", "refuse", name, "--act-for", CORA, "--stdin",
                          stdin=of("RefuseEmergencyRequest.remark"))
        self.done("emergency", "approve", name, "--yes", "--act-for", CORA)
        self.done("followup", "list", "--emergency", name, "--act-for", TRAINEE)
        self.done("emergency", "end", name, "--act-for", TRAINEE)
        self.done("emergency", "review", name, "--act-for", BO, "--stdin", stdin=of("ReviewEmergencyRequest.remark"))
        self.done("emergency")
        self.done("emergency", "list", "--act-for", ANA)

    def account(self):
        """Something leaves, to somebody and for something, and somebody goes through the log."""
        part = self.folder / "one-case.jsonl"
        self.done("export", "--case", CODE, "--out", part, "--basis", "authority", "--stdin",
                  stdin=f"{of('RecordDisclosureRequest.recipient')}\n{of('RecordDisclosureRequest.purpose')}\n")
        part.unlink()
        self.done("access-log", "--review", "--yes", "--stdin", stdin=of("ReviewLogRequest.remark"))
        for words in (("--mine", "--act-for", ANA), ("--review",), ("--reviews",), ("--disclosures",)):
            self.done("access-log", *words)

    def report(self):
        quarter = f"{self.today.year - 1}Q1"
        for form in ("json", "csv", "html", "table"):
            self.done("report", "compliance", "--quarter", quarter, "-o", form)
        self.done("report", "sign", "--quarter", quarter, "--name", of("SignComplianceReportRequest.signer"), "--yes")
        for words in (("case", "timeline", CODE), ("supervision", "file", TRAINEE), ("today", "--act-for", ANA),
                      ("followup", "list"), ("member", "list"), ("case", "list")):
            self.done(*words)
