#ifndef CANDOR_DAEMON_RPC_SUPERVISION_WIRE_H_
#define CANDOR_DAEMON_RPC_SUPERVISION_WIRE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/supervision.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_missed.h"
#include "daemon/domain/supervision_note.h"
#include "daemon/domain/supervision_week.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/question.h"
#include "google/protobuf/repeated_field.h"

// Supervision notes on the wire and back.
namespace candor::rpc {

struct NoteRef {
  MemberId supervisee;
  EntryId note;
};
// "members/{member}/supervisionNotes/{note}"; parsed as names.h says.
std::string NoteName(const MemberId& supervisee, const EntryId& note);
absl::StatusOr<NoteRef> ParseNote(std::string_view name, std::string_view field);

// Whether that relation is on record for the day, be it one of several.
absl::StatusOr<bool> IsSupervisedBy(const Question& question, const MemberId& supervisee, const MemberId& supervisor,
                                    Day day);

// Names in a request.
using WireNames = google::protobuf::RepeatedPtrField<std::string>;

// What the request says, with everything that it names looked up; whether it is complete is the domain's question.
// Errors as in entry_draft.h, about a path below `field`.
absl::StatusOr<domain::SupervisionSession> SessionFromWire(const Question& question, const v1::SupervisionSession& wire,
                                                           std::string_view field);
// Of the supervisee's part of the note of `session`. A follow-up that the caller may not know of is not found, and
// neither is a directive that nobody gave; one that was given after the session is FAILED_PRECONDITION.
absl::StatusOr<domain::SupervisionPart> PartFromWire(Question& question, const domain::SupervisionSession& session,
                                                     const MemberId& supervisee, const v1::SupervisionPart& wire,
                                                     std::string_view field);

// Days of which notes are asked for, the first and the last one included.
struct NotePeriod {
  Day from = domain::kBeforeAllNotes;
  Day to;
};

// `request` has fields `from` and `to`; without them everything up to today. INVALID_ARGUMENT naming the field.
template <class Request>
absl::StatusOr<NotePeriod> NotePeriodOf(const Question& question, const Request& request) {
  NotePeriod period{domain::kBeforeAllNotes, question.today};
  if (request.has_from()) {
    CANDOR_ASSIGN_OR_RETURN(period.from, DayFromWire(request.from(), "from"));
  }
  if (request.has_to()) {
    CANDOR_ASSIGN_OR_RETURN(period.to, DayFromWire(request.to(), "to"));
  }
  if (period.to < period.from) return InvalidField("to", "before_from", "lies before `from`; give a later day");
  return period;
}

// The same as a new version of `note`: what of it the caller may not know of stays as it was.
absl::StatusOr<domain::SupervisionPart> NewPartFromWire(Question& question, const domain::SupervisionSession& session,
                                                        const domain::NoteRecord& note, v1::SupervisionPart wire,
                                                        std::string_view field);

// What was ticked, as above. FAILED_PRECONDITION about what began after the session, and about what is from a
// private note that not everybody may know of who reads the part (the supervisor, the substitute, the supervisee),
// unless it is `agreed` to and from a note of the supervisee's own.
absl::StatusOr<std::vector<domain::TickedFollowUp>> TicksFromWire(Question& question,
                                                                  const domain::SupervisionSession& session,
                                                                  const MemberId& supervisee, const WireNames& names,
                                                                  const std::string& field,
                                                                  const WireNames& agreed = {});

// Puts the notes of one answer on the wire. Looks members and cases up once. Thread-compatible; serves one question,
// which outlives it. REQUIRES: the caller may read each note.
class NoteWriter {
 public:
  explicit NoteWriter(Question& question) : question_(question) {}

  absl::Status Write(const domain::NoteRecord& note, v1::SupervisionNote* out);
  // What all attendees share; what each attendance counts for where the caller may see that.
  absl::Status WriteSession(const domain::SupervisionSession& session, v1::SupervisionSession* out);
  absl::Status WriteCase(const domain::SupervisedCase& each, v1::SupervisedCase* out);

 private:
  absl::StatusOr<domain::UnitsProfile> ProfileOf(const MemberId& member, Day day);
  absl::StatusOr<std::string> CodeOf(const CaseId& id);
  absl::Status WritePart(const domain::NoteRecord& note, v1::SupervisionPart* out);
  absl::Status WriteHistory(const domain::NoteRecord& note, v1::SupervisionNote* out);
  // What was reported of, as far as the caller reads the note that gave it.
  absl::Status WriteReport(const domain::DirectiveReport& report, const MemberId& supervisee, v1::DirectiveReport* out);
  // Nothing for a follow-up that the caller may not know of.
  absl::Status WriteCovered(const domain::TickedFollowUp& tick, v1::SupervisionPart* out);

  Question& question_;
  std::map<MemberId, domain::Member> members_;
  std::map<CaseId, std::string> codes_;
};

// NOT_FOUND about "name" unless the note is there and the caller may read it.
absl::StatusOr<domain::NoteRecord> FindReadable(Question& question, std::string_view name);

// Writes the note of that name as it stands after a change.
template <class Response>
absl::StatusOr<Response> NoteAfter(const Rooms& rooms, const Call& call, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::NoteRecord note, FindReadable(question, name));
  Response response;
  CANDOR_RETURN_IF_ERROR(NoteWriter(question).Write(note, response.mutable_note()));
  return response;
}

void ToWire(const domain::OpenDirective& directive, const MemberId& supervisee, Day today, v1::OpenDirective* out);
void ToWire(const domain::SupervisionLog& log, v1::SupervisionLog* out);
void ToWire(const domain::LogWeek& setting, v1::SettingUnits* out);
void ToWire(const domain::CancelledSupervision& cancelled, v1::CancelledSupervision* out);
void ToWire(const domain::MissedSession& missed, v1::MissedSupervision* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SUPERVISION_WIRE_H_
