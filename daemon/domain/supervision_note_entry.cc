#include "daemon/domain/supervision_note_entry.h"

#include <optional>
#include <string_view>
#include <utility>

#include "daemon/base/sensitive.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {
namespace {

// A fact that the rest of the domain does not read.
FieldId OfSupervision(std::string_view name) {
  return FindField(Kind::kSupervision, name)->id;
}

// What the header says stands there alone.
void SetBody(SupervisionNoteBody body, Entry& entry) {
  if (entry.header.occurred.minute_of_day) body.session.started = {};
  Narrative narrative;
  narrative.imported_cells = ToCells(body);
  entry.narrative = Sensitive<Narrative>(std::move(narrative));
}

// What is a fact of a plain entry alone; a note has it in its body.
void ReadWhere(const Entry& entry, SupervisionSession& session) {
  if (const auto mode = entry.facts.Number(OfSupervision("mode"))) session.mode = static_cast<SupervisionMode>(*mode);
  if (const auto setting = entry.facts.Number(OfSupervision("work_setting"))) {
    session.work_setting = static_cast<WorkSetting>(*setting);
  }
  if (const std::string* words = entry.facts.Text(OfSupervision("setting"))) session.setting = *words;
}

// Of a plain entry what its facts say: the therapist was there, and covers what was talked about.
void ReadFacts(const Entry& entry, NoteRecord& note) {
  SupervisionSession& session = note.session;
  // When it began stands in the body where the header has the day only.
  const CivilMoment began = session.started;
  session.started = entry.header.occurred;
  if (!session.started.minute_of_day) {
    session.started.minute_of_day = began.minute_of_day;
    session.started.utc_offset_minutes = began.utc_offset_minutes;
  }
  if (const auto minutes = entry.facts.Number(OfSupervision("minutes"))) {
    session.minutes = static_cast<int32_t>(*minutes);
  }
  if (const auto format = entry.facts.Number(OfSupervision("format"))) {
    session.format = static_cast<SupervisionFormat>(*format);
  }
  if (const auto supervisor = entry.facts.IdOf(fields::kSupervisionSupervisor)) {
    session.supervisor = MemberId(*supervisor);
  }
  if (const auto next = entry.facts.Number(fields::kSupervisionNextPlanned)) {
    note.part.next_planned = DayFromNumber(static_cast<int32_t>(*next));
  }
  if (!note.plain) return;
  ReadWhere(entry, session);
  session.attendees = {{entry.header.therapist, Attendance::kPresent, std::nullopt}};
  for (const CaseId& covered : CoversOf(entry.header)) note.part.cases.push_back({covered, {}});
}

}  // namespace

bool IsFormatFact(SupervisionFormat format) {
  return format == SupervisionFormat::kIndividual || format == SupervisionFormat::kTriadic ||
         format == SupervisionFormat::kGroup;
}

Entry NoteEntry(const SupervisionSession& session, const SuperviseePart& part, std::string why) {
  Entry entry;
  entry.kind = Kind::kSupervision;
  entry.header.subject = SubjectId::Of(part.supervisee);
  entry.header.therapist = part.supervisee;
  entry.header.occurred = session.started;
  if (!part.part.follow_ups.empty()) entry.header.occurred = {session.started.day, std::nullopt, std::nullopt};
  entry.facts.SetId(fields::kSupervisionSupervisor, session.supervisor.bytes());
  if (IsFormatFact(session.format)) {
    entry.facts.SetNumber(OfSupervision("format"), static_cast<int64_t>(session.format));
    entry.facts.SetNumber(OfSupervision("group_size"), PeopleThere(session));
  }
  if (session.minutes) entry.facts.SetNumber(OfSupervision("minutes"), *session.minutes);
  // What colleagues talked about is not supervision of the case; a consultation with a peer group says so.
  if (session.format != SupervisionFormat::kPeerGroup) {
    for (const CaseId& covered : CasesCovered(part.part)) {
      entry.facts.SetId(fields::kSupervisionCovers, covered.bytes());
    }
  }
  if (part.part.next_planned) {
    entry.facts.SetNumber(fields::kSupervisionNextPlanned, DayNumber(*part.part.next_planned));
  }
  SetBody({session, part.part, std::nullopt, std::move(why)}, entry);
  return entry;
}

Entry AnswerEntry(const NoteRecord& note, const SupervisionAnswer& answer) {
  Entry entry = NoteEntry(note.session, {note.supervisee(), note.part});
  SetBody({note.session, note.part, answer, ""}, entry);
  return entry;
}

NoteRecord NoteOf(RecordedEntry original, RecordedEntry version, RecordedEntry newest) {
  NoteRecord note;
  note.original = std::move(original);
  note.version = std::move(version);
  note.newest = std::move(newest);
  std::optional<SupervisionNoteBody> body = NoteFromCells(note.newest.entry);
  note.plain = !body;
  if (body) {
    note.session = std::move(body->session);
    note.part = std::move(body->part);
    note.answer = std::move(body->answer);
  }
  ReadFacts(note.newest.entry, note);
  return note;
}

}  // namespace candor::domain
