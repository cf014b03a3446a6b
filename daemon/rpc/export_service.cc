#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "candor/v1/export.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/export_writer.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr char kExportMethod[] = "candor.v1.ExportService.ExportRecords";
constexpr int kMostLooked = 1000;
// An answer is closed once it is as long; the record that does it is at most some 100 KiB.
constexpr size_t kAnswerBytes = 1 << 20;

// What a member does not take along with what is about them: a matter raised about them.
bool IsConfined(const domain::FollowUp& follow_up) {
  return follow_up.clear.restricted && follow_up.clear.subject.kind == domain::SubjectKind::kMember;
}

absl::StatusOr<bool> IsAboutConfined(const domain::View& view, const domain::Decision& decision) {
  const auto follow_up = view.GetFollowUp(decision.subject, decision.follow_up);
  if (absl::IsNotFound(follow_up.status())) return false;
  CANDOR_RETURN_IF_ERROR(follow_up.status());
  return IsConfined(*follow_up);
}

// What of a record stands under a subject. Of an assessment the rest is taken out.
struct UnderSubject {
  const domain::SubjectId& subject;

  bool operator()(domain::KeptMember& kept) const { return domain::SubjectId::Of(kept.member.id) == subject; }
  bool operator()(domain::Supervision& supervision) const {
    return domain::SubjectId::Of(supervision.supervisee) == subject ||
           domain::SubjectId::Of(supervision.supervisor) == subject;
  }
  bool operator()(domain::KeptCase& kept) const { return domain::SubjectId::Of(kept.opened.id) == subject; }
  // A concern about a member is not their record to take along: it would name who raised it.
  bool operator()(domain::KeptEntry& kept) const {
    const domain::EntryHeader& header = kept.entry.header;
    return header.subject == subject && header.partition == 0 && !domain::IsConcern(header);
  }
  bool operator()(domain::KeptDecision& kept) const { return kept.decision.subject == subject; }
  bool operator()(domain::KeptAssessment& kept) const {
    std::erase_if(kept.progress, [this](const domain::SubjectProgress& each) { return each.subject != subject; });
    // What a rule in shadow would have called for is not the subject's: nobody was ever told of it.
    std::erase_if(kept.follow_ups, [this](const domain::FollowUp& each) {
      return each.clear.subject != subject || each.clear.shadow || IsConfined(each);
    });
    kept.reassessment.reset();
    return !kept.progress.empty() || !kept.follow_ups.empty();
  }
  bool operator()(domain::FirstRead& read) const { return read.subject == subject; }
  bool operator()(domain::CaseMerged& merged) const {
    return domain::SubjectId::Of(merged.from) == subject || domain::SubjectId::Of(merged.into) == subject;
  }
  bool operator()(domain::KeptErasure& kept) const { return kept.erasure.subject == subject; }
  bool operator()(domain::KeptHold& kept) const { return kept.hold.subject == subject; }
  bool operator()(domain::RoleChange& change) const { return domain::SubjectId::Of(change.member) == subject; }
  // Of the subject alone: of whom else something was shown is told to them. What was done in somebody's name is theirs.
  bool operator()(domain::Access& access) const {
    std::erase_if(access.of, [this](const domain::AccessOf& each) {
      // Under a member without naming them stands what is confined from them.
      const bool confined = each.member.empty() && each.subject.kind == domain::SubjectKind::kMember;
      return confined || (each.subject != subject && domain::SubjectId::Of(each.member) != subject);
    });
    return !access.of.empty() ||
           (access.reader.is_acted_for() && domain::SubjectId::Of(access.reader.acting_for) == subject);
  }
  // Everything was of the subject too.
  bool operator()(domain::Disclosed& disclosed) const {
    if (disclosed.of.empty()) return true;
    std::erase_if(disclosed.of, [this](const domain::SubjectId& each) { return each != subject; });
    return !disclosed.of.empty();
  }
  bool operator()(domain::Emergency& emergency) const { return emergency.subject == subject; }
  // What is the practice's.
  template <class Other>
  bool operator()(Other& /*other*/) const {
    return false;
  }
};

using Enrolments = std::set<EnrolmentId>;

absl::StatusOr<Enrolments> EnrolmentsOf(const domain::View& view, const MemberId& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EnrolmentEvent> events, view.ListEnrolments());
  Enrolments ids;
  for (const domain::EnrolmentEvent& event : events) {
    const auto* code = std::get_if<domain::EnrolmentCodeIssued>(&event);
    if (code != nullptr && code->member == member) ids.insert(code->id);
  }
  return ids;
}

// Whether anything of the record stands under the subject. `enrolments`: the member's, looked up when the first record
// of one comes, as the end of an enrolment does not say whose it was.
absl::StatusOr<bool> StandsUnder(const domain::SubjectId& subject, const domain::View& view,
                                 std::optional<Enrolments>& enrolments, domain::LedgerRecord::What& what) {
  if (const auto* kept = std::get_if<domain::KeptDecision>(&what)) {
    CANDOR_ASSIGN_OR_RETURN(const bool confined, IsAboutConfined(view, kept->decision));
    return !confined && kept->decision.subject == subject;
  }
  const auto* enrolment = std::get_if<domain::EnrolmentRecorded>(&what);
  if (enrolment == nullptr) return std::visit(UnderSubject{subject}, what);
  if (subject.kind != domain::SubjectKind::kMember) return false;
  if (!enrolments) {
    CANDOR_ASSIGN_OR_RETURN(enrolments, EnrolmentsOf(view, subject.member_id()));
  }
  return enrolments->contains(domain::EnrolmentOf(enrolment->event));
}

// Takes out of records what nobody but its author is told any more, and notes what a second person is shown.
class Withholder {
 public:
  explicit Withholder(Question& question) : question_(question) {}

  // Whether something of the record itself was taken out.
  absl::StatusOr<bool> Look(domain::LedgerRecord::What& what) {
    if (auto* kept = std::get_if<domain::KeptEntry>(&what)) return LookAt(kept->entry);
    if (auto* kept = std::get_if<domain::KeptDecision>(&what)) return LookAt(kept->decision);
    if (auto* kept = std::get_if<domain::KeptAssessment>(&what)) {
      for (domain::FollowUp& follow_up : kept->follow_ups) CANDOR_RETURN_IF_ERROR(LookAt(follow_up));
    }
    return false;
  }

 private:
  // Whether what the entry says is not for this caller. That it is shown is noted otherwise.
  absl::StatusOr<bool> IsKept(const EntryId& id) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry now, question_.view->GetEntry(id));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question_.viewer.OfEntry(now));
    if (sight == domain::Sight::kNothing || now.recalled()) return true;
    CANDOR_RETURN_IF_ERROR(NoteShown(question_, now));
    return false;
  }

  absl::StatusOr<bool> LookAt(domain::Entry& entry) {
    if (!entry.header.personal) return false;
    CANDOR_ASSIGN_OR_RETURN(const bool kept, IsKept(entry.header.id));
    if (!kept) return false;
    entry.kind = entry.header.kind;
    entry.facts = entry.header.facts;
    entry.narrative = Sensitive<domain::Narrative>();
    return true;
  }

  // Why somebody decided may say what the note said.
  absl::StatusOr<bool> LookAt(domain::Decision& decision) {
    if (decision.key_class != domain::KeyClass::kPersonal) return false;
    CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp now,
                            question_.view->GetFollowUp(decision.subject, decision.follow_up));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question_.viewer.OfFollowUp(now));
    if (sight != domain::Sight::kNothing) return false;
    decision.reason = Sensitive<std::string>();
    return true;
  }

  // A rule's reasons tell of the entries that it looked at.
  absl::Status LookAt(domain::FollowUp& follow_up) {
    if (follow_up.clear.key_class != domain::KeyClass::kPersonal || !follow_up.sealed) return absl::OkStatus();
    std::vector<EntryId> told = follow_up.sealed->facts_used;
    told.push_back(follow_up.sealed->opened_by);
    told.push_back(follow_up.sealed->resolved_by);
    for (const EntryId& id : told) {
      if (id.empty()) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool kept, IsKept(id));
      if (!kept) continue;
      follow_up.sealed.reset();
      return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  Question& question_;
};

absl::Status CheckShape(const v1::ExportRecordsRequest& request) {
  if (request.limit() < 0 || request.limit() > kMostLooked) {
    return InvalidField("limit", "out_of_range", "is not from 0 to 1000");
  }
  if (request.naming_keys() && !request.subject().empty()) {
    return InvalidField("naming_keys", "not_both", "go with an export of everything only; leave one of the two out");
  }
  return absl::OkStatus();
}

// To whom it leaves stands with what is on record of whose it is, so that they find it there.
absl::Status NotePartOf(const v1::ExportRecordsRequest& request, const Call& call, const domain::View& view) {
  if (request.disclosure().empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const DisclosureId id, ParseDisclosure(request.disclosure(), "disclosure"));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Disclosed> all, view.ListDisclosures());
  const bool known = std::any_of(all.begin(), all.end(), [&](const domain::Disclosed& each) { return each.id == id; });
  if (!known) return NotFoundField("disclosure", "there is no such disclosure; see `candor access-log --disclosures`");
  call.reads->NoteDisclosure(id);
  return absl::OkStatus();
}

void TellNamingKeys(const domain::Store& store, v1::NamingKeys* out) {
  const domain::NamingKeys keys = store.naming_keys();
  out->set_order(keys.order.Reveal());
  out->set_names(keys.names.Reveal());
  out->set_lookup(keys.lookup.Reveal());
}

absl::Status ExportRecords(const Rooms& rooms, const Call& call, const v1::ExportRecordsRequest& request,
                           v1::ExportRecordsResponse& response) {
  CANDOR_RETURN_IF_ERROR(CheckShape(request));
  std::optional<domain::SubjectId> subject;
  if (!request.subject().empty()) {
    CANDOR_ASSIGN_OR_RETURN(subject, ParseSubject(request.subject(), "subject"));
  }
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  // The whole of it leaves, for whoever is named on record as its recipient, also once the operator is shown less.
  question.viewer.LiftBound();
  CANDOR_RETURN_IF_ERROR(NotePartOf(request, call, *question.view));
  if (request.size() > question.view->size()) {
    return InvalidField("size", "out_of_range", "is beyond the ledger; ask for a checkpoint that it has given out");
  }
  const auto most = static_cast<uint64_t>(request.limit() == 0 ? kMostLooked : request.limit());
  const uint64_t end = std::min(request.size(), request.number() + std::min(most, request.size()));
  Withholder withholder(question);
  std::optional<Enrolments> enrolments;
  size_t bytes = 0;
  uint64_t number = request.number();
  for (; number < end && bytes < kAnswerBytes; ++number) {
    CANDOR_ASSIGN_OR_RETURN(domain::LedgerRecord record, question.view->RecordAt(number));
    if (subject) {
      CANDOR_ASSIGN_OR_RETURN(const bool under, StandsUnder(*subject, *question.view, enrolments, record.what));
      if (!under) continue;
    }
    CANDOR_ASSIGN_OR_RETURN(const bool withheld, withholder.Look(record.what));
    v1::ExportLine* line = response.add_lines();
    ToLine(record, line);
    line->set_called_back(withheld);
    bytes += line->ByteSizeLong();
  }
  response.set_next_number(number);
  if (request.naming_keys()) TellNamingKeys(rooms.store, response.mutable_naming_keys());
  return absl::OkStatus();
}

}  // namespace

void AddExportService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer(kExportMethod, rooms, ExportRecords);
}

}  // namespace candor::rpc
