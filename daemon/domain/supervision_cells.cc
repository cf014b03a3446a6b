#include "daemon/domain/supervision_cells.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

// Forms: an id as EncodeId() writes it, a day as YYYY-MM-DD or "-" for none, words as below, parts by one blank; a text
// comes last and is taken as it is.
namespace candor::domain {
namespace {

constexpr std::string_view kPrefix = "supervision.";
constexpr std::string_view kNoDay = "-";

template <class Enum>
struct Word {
  Enum value;
  std::string_view word;
};
constexpr Word<SupervisionFormat> kFormats[] = {{SupervisionFormat::kPeerGroup, "peer_group"},
                                                {SupervisionFormat::kAdHoc, "ad_hoc"}};
constexpr Word<SupervisionMode> kModes[] = {{SupervisionMode::kInPerson, "in_person"},
                                            {SupervisionMode::kVideo, "video"}};
constexpr Word<Attendance> kAttendances[] = {
    {Attendance::kPresent, "present"}, {Attendance::kLate, "late"}, {Attendance::kAbsent, "absent"}};
constexpr Word<CaseTopic> kTopics[] = {{CaseTopic::kFormulation, "formulation"},
                                       {CaseTopic::kIntervention, "intervention"},
                                       {CaseTopic::kRisk, "risk"},
                                       {CaseTopic::kEthicsBoundaries, "ethics_boundaries"},
                                       {CaseTopic::kPersonalReaction, "personal_reaction"},
                                       {CaseTopic::kCulture, "culture"},
                                       {CaseTopic::kEndingTransfer, "ending_transfer"},
                                       {CaseTopic::kRecordKeeping, "record_keeping"}};
constexpr Word<YesNo> kYesNo[] = {{YesNo::kYes, "yes"}, {YesNo::kNo, "no"}};
constexpr Word<GuidanceForm> kForms[] = {{GuidanceForm::kRecommendation, "recommendation"},
                                         {GuidanceForm::kDirective, "directive"}};
constexpr Word<DirectiveOutcome> kOutcomes[] = {
    {DirectiveOutcome::kDone, "done"}, {DirectiveOutcome::kMoved, "moved"}, {DirectiveOutcome::kDropped, "dropped"}};
constexpr Word<CancellationReason> kReasons[] = {{CancellationReason::kLeave, "leave"},
                                                 {CancellationReason::kHoliday, "holiday"},
                                                 {CancellationReason::kIllness, "illness"},
                                                 {CancellationReason::kOther, "other"}};
constexpr Word<WorkSetting> kWorkSettings[] = {{WorkSetting::kPrivatePractice, "private_practice"},
                                               {WorkSetting::kAgency, "agency"},
                                               {WorkSetting::kClinic, "clinic"},
                                               {WorkSetting::kHospital, "hospital"},
                                               {WorkSetting::kSchool, "school"},
                                               {WorkSetting::kPlacement, "placement"},
                                               {WorkSetting::kOther, "other"}};
constexpr Word<bool> kAnswers[] = {{false, "seen"}, {true, "refused"}};
constexpr Word<SubjectKind> kSubjects[] = {{SubjectKind::kCase, "case"}, {SubjectKind::kMember, "member"}};

// Empty for a value that has no word.
template <class Enum, size_t N>
std::string_view WordOf(const Word<Enum> (&words)[N], Enum value) {
  const auto* found =
      std::find_if(std::begin(words), std::end(words), [&](const auto& each) { return each.value == value; });
  return found == std::end(words) ? std::string_view() : found->word;
}
template <class Enum, size_t N>
std::optional<Enum> ValueOf(const Word<Enum> (&words)[N], std::string_view word) {
  const auto* found =
      std::find_if(std::begin(words), std::end(words), [&](const auto& each) { return each.word == word; });
  return found == std::end(words) ? std::nullopt : std::optional(found->value);
}

// --- Writing

class CellWriter {
 public:
  void Add(std::string_view name, std::string_view text) {
    if (!text.empty()) cells_.push_back({absl::StrCat(ToAbsl(kPrefix), ToAbsl(name)), std::string(text)});
  }
  template <class AnyId>
  void AddId(std::string_view name, const AnyId& id) {
    if (!id.empty()) Add(name, id.ToString());
  }
  // Parts that may not be empty, then the text.
  void AddParts(std::string_view name, std::initializer_list<std::string> parts, std::string_view text = {}) {
    std::string cell;
    for (const std::string& part : parts) absl::StrAppend(&cell, cell.empty() ? "" : " ", part);
    if (!text.empty()) absl::StrAppend(&cell, " ", ToAbsl(text));
    Add(name, cell);
  }
  std::vector<ImportedCell> Take() && { return std::move(cells_); }

 private:
  std::vector<ImportedCell> cells_;
};

std::string DayText(const std::optional<Day>& day) {
  return day ? FormatDay(*day) : std::string(kNoDay);
}

void WriteSession(const SupervisionSession& session, CellWriter& out) {
  out.AddId("session", session.id);
  out.Add("format", WordOf(kFormats, session.format));
  out.Add("mode", WordOf(kModes, session.mode));
  if (const CivilMoment& began = session.started; began.minute_of_day) {
    out.AddParts("began", {absl::StrCat(*began.minute_of_day)},
                 began.utc_offset_minutes ? absl::StrCat(*began.utc_offset_minutes) : std::string());
  }
  out.Add("work_setting", WordOf(kWorkSettings, session.work_setting));
  out.Add("setting", session.setting);
  out.AddId("substitute", session.substitute);
  for (const SupervisionAttendee& each : session.attendees) {
    out.AddParts("attendee", {each.member.ToString(), std::string(WordOf(kAttendances, each.attendance))},
                 each.minutes ? absl::StrCat(*each.minutes) : std::string());
  }
  out.Add("theme", session.theme);
}

void WritePart(const SupervisionPart& part, CellWriter& out) {
  for (const CaseTalk& talk : part.cases) {
    std::string topics;
    for (const CaseTopic topic : talk.topics) {
      absl::StrAppend(&topics, topics.empty() ? "" : " ", ToAbsl(WordOf(kTopics, topic)));
    }
    out.AddParts("case", {talk.case_id.ToString()}, topics);
  }
  out.Add("risk_looked_at", WordOf(kYesNo, part.risk_looked_at));
  out.Add("risk_changed", WordOf(kYesNo, part.risk_changed));
  for (const Guidance& each : part.guidance) {
    out.AddParts("guidance", {std::string(WordOf(kForms, each.form)), each.owner.ToString(), DayText(each.due)},
                 each.text);
  }
  out.Add("supervisee_view", part.supervisee_view);
  out.Add("strengths", part.strengths);
  out.Add("to_develop", part.to_develop);
  for (const DirectiveReport& each : part.last_directives) {
    out.AddParts("directive",
                 {each.note.ToString(), absl::StrCat(each.index), std::string(WordOf(kOutcomes, each.outcome)),
                  DayText(each.due)},
                 each.why);
  }
  for (const TickedFollowUp& each : part.follow_ups) {
    out.AddParts("follow_up",
                 {std::string(WordOf(kSubjects, each.subject.kind)), EncodeId(each.subject.id), each.id.ToString()});
  }
  out.Add("hours_confirmed", WordOf(kYesNo, part.hours_confirmed));
  out.Add("asked_about_reactions", WordOf(kYesNo, part.asked_about_reactions));
}

// --- Reading

// The parts of one cell, from its start. After the first that is not of its form, ok() is false.
class CellReader {
 public:
  explicit CellReader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  std::string_view Next() {
    const size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view part = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (part.empty()) ok_ = false;
    return part;
  }
  bool empty() const { return rest_.empty(); }
  std::string Rest() { return std::string(std::exchange(rest_, {})); }
  template <class AnyId>
  AnyId NextId() {
    const auto id = AnyId::Parse(Next());
    if (!id.ok()) ok_ = false;
    return id.ok() ? *id : AnyId();
  }
  template <class Enum, size_t N>
  Enum NextWord(const Word<Enum> (&words)[N]) {
    const std::optional<Enum> value = ValueOf(words, Next());
    if (!value) ok_ = false;
    return value.value_or(words[0].value);
  }
  std::optional<Day> NextDay() {
    const std::string_view part = Next();
    if (part == kNoDay) return std::nullopt;
    const auto day = ParseDay(part);
    if (!day.ok()) ok_ = false;
    return day.ok() ? std::optional<Day>(*day) : std::nullopt;
  }
  int32_t NextNumber() {
    int32_t number = 0;
    if (!absl::SimpleAtoi(ToAbsl(Next()), &number) || number < 0) ok_ = false;
    return number;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

void ReadAttendee(CellReader cell, SupervisionSession& session) {
  SupervisionAttendee each;
  each.member = cell.NextId<MemberId>();
  each.attendance = cell.NextWord(kAttendances);
  if (!cell.empty()) each.minutes = cell.NextNumber();
  if (cell.ok()) session.attendees.push_back(each);
}

void ReadBegan(CellReader cell, SupervisionSession& session) {
  const int32_t minute = cell.NextNumber();
  int32_t offset = 0;
  const bool has_offset = !cell.empty();
  if (!cell.ok() || (has_offset && !absl::SimpleAtoi(cell.Rest(), &offset))) return;
  session.started.minute_of_day = minute;
  if (has_offset) session.started.utc_offset_minutes = offset;
}

bool ReadSession(std::string_view name, const std::string& text, SupervisionSession& session) {
  CellReader cell(text);
  if (name == "session") {
    session.id = cell.NextId<SupervisionSessionId>();
  } else if (name == "format") {
    session.format = ValueOf(kFormats, text).value_or(SupervisionFormat::kNotRecorded);
  } else if (name == "mode") {
    session.mode = ValueOf(kModes, text).value_or(SupervisionMode::kNotRecorded);
  } else if (name == "began") {
    ReadBegan(cell, session);
  } else if (name == "work_setting") {
    session.work_setting = ValueOf(kWorkSettings, text).value_or(WorkSetting::kNotRecorded);
  } else if (name == "setting") {
    session.setting = text;
  } else if (name == "substitute") {
    session.substitute = cell.NextId<MemberId>();
  } else if (name == "attendee") {
    ReadAttendee(cell, session);
  } else if (name == "theme") {
    session.theme = text;
  } else {
    return false;
  }
  return true;
}

void ReadCase(CellReader cell, SupervisionPart& part) {
  CaseTalk talk{cell.NextId<CaseId>(), {}};
  while (cell.ok() && !cell.empty()) talk.topics.push_back(cell.NextWord(kTopics));
  if (cell.ok()) part.cases.push_back(std::move(talk));
}

void ReadGuidance(CellReader cell, SupervisionPart& part) {
  Guidance each;
  each.form = cell.NextWord(kForms);
  each.owner = cell.NextId<MemberId>();
  each.due = cell.NextDay();
  each.text = cell.Rest();
  if (cell.ok()) part.guidance.push_back(std::move(each));
}

void ReadReport(CellReader cell, SupervisionPart& part) {
  DirectiveReport each;
  each.note = cell.NextId<EntryId>();
  each.index = static_cast<uint32_t>(cell.NextNumber());
  each.outcome = cell.NextWord(kOutcomes);
  each.due = cell.NextDay();
  each.why = cell.Rest();
  if (cell.ok()) part.last_directives.push_back(std::move(each));
}

void ReadTick(CellReader cell, SupervisionPart& part) {
  TickedFollowUp each;
  each.subject.kind = cell.NextWord(kSubjects);
  each.subject.id = cell.NextId<EntryId>().bytes();
  each.id = cell.NextId<FollowUpId>();
  if (cell.ok()) part.follow_ups.push_back(each);
}

void ReadPart(std::string_view name, const std::string& text, SupervisionPart& part) {
  const YesNo yes_no = ValueOf(kYesNo, text).value_or(YesNo::kNotRecorded);
  if (name == "case") ReadCase(CellReader(text), part);
  if (name == "risk_looked_at") part.risk_looked_at = yes_no;
  if (name == "risk_changed") part.risk_changed = yes_no;
  if (name == "guidance") ReadGuidance(CellReader(text), part);
  if (name == "supervisee_view") part.supervisee_view = text;
  if (name == "strengths") part.strengths = text;
  if (name == "to_develop") part.to_develop = text;
  if (name == "directive") ReadReport(CellReader(text), part);
  if (name == "follow_up") ReadTick(CellReader(text), part);
  if (name == "hours_confirmed") part.hours_confirmed = yes_no;
  if (name == "asked_about_reactions") part.asked_about_reactions = yes_no;
}

void ReadAnswer(const std::string& text, std::optional<SupervisionAnswer>& answer) {
  CellReader cell(text);
  SupervisionAnswer read;
  read.refused = cell.NextWord(kAnswers);
  read.version = cell.NextId<EntryId>();
  read.comment = cell.Rest();
  if (cell.ok()) answer = std::move(read);
}

// Of each cell the name without what all begin with, and the text.
template <class Visit>
void EachCell(const Entry& entry, Visit visit) {
  for (const ImportedCell& cell : entry.narrative.Reveal().imported_cells) {
    if (IsSupervisionCell(cell.column)) visit(std::string_view(cell.column).substr(kPrefix.size()), cell.text);
  }
}

bool HasCell(const Entry& entry, std::string_view wanted) {
  bool found = false;
  EachCell(entry, [&](std::string_view name, const std::string&) { found = found || name == wanted; });
  return found && entry.header.batch.empty();
}

}  // namespace

bool IsSupervisionCell(std::string_view column) {
  return column.starts_with(kPrefix);
}

bool HasSupervisionCells(const Entry& entry) {
  return HasCell(entry, "session") || HasCell(entry, "cancelled");
}

std::vector<ImportedCell> ToCells(const SupervisionNoteBody& body) {
  CellWriter out;
  WriteSession(body.session, out);
  WritePart(body.part, out);
  if (body.answer) {
    out.AddParts("answer", {std::string(WordOf(kAnswers, body.answer->refused)), body.answer->version.ToString()},
                 body.answer->comment);
  }
  out.Add("why", body.why);
  return std::move(out).Take();
}

std::vector<ImportedCell> ToCells(const SupervisionCancellation& cancellation, const MemberId& supervisor) {
  CellWriter out;
  out.AddParts("cancelled", {FormatDay(cancellation.day), std::string(WordOf(kReasons, cancellation.reason)),
                             cancellation.by.ToString(), supervisor.ToString()});
  return std::move(out).Take();
}

std::optional<SupervisionNoteBody> NoteFromCells(const Entry& entry) {
  if (!HasCell(entry, "session")) return std::nullopt;
  SupervisionNoteBody body;
  EachCell(entry, [&](std::string_view name, const std::string& text) {
    if (name == "answer") return ReadAnswer(text, body.answer);
    if (name == "why") body.why = text;
    if (!ReadSession(name, text, body.session)) ReadPart(name, text, body.part);
  });
  return body;
}

std::optional<CancelledSupervision> CancellationFromCells(const Entry& entry) {
  if (!HasCell(entry, "cancelled")) return std::nullopt;
  std::optional<CancelledSupervision> cancelled;
  EachCell(entry, [&](std::string_view name, const std::string& text) {
    if (name != "cancelled") return;
    CellReader cell(text);
    CancelledSupervision read;
    if (const auto day = cell.NextDay()) read.cancellation.day = *day;
    read.cancellation.reason = cell.NextWord(kReasons);
    read.cancellation.by = cell.NextId<MemberId>();
    read.supervisor = cell.NextId<MemberId>();
    if (cell.ok()) cancelled = read;
  });
  if (cancelled) {
    cancelled->supervisee = entry.header.therapist;
    cancelled->entry = entry.header.id;
    cancelled->noted_by = entry.header.author;
  }
  return cancelled;
}

}  // namespace candor::domain
