#include <algorithm>
#include <string>
#include <vector>

#include "candor/v1/work.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/identity.h"
#include "daemon/domain/new_supervisors.h"
#include "daemon/domain/waiting_notes.h"
#include "daemon/domain/work_list.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/enrolment_wire.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/supervision_wire.h"
#include "daemon/rpc/unread.h"

namespace candor::rpc {
namespace {

constexpr int kMostItems = 1000;
// What was opened of somebody, who came to supervise them and which machine of theirs was ended or is new, stands so
// long beside what waits for them.
constexpr int kDaysItIsTold = 7;

// Whose, and since when a conversation is due: no case, no rule, no name that would lead there.
void WriteConfidential(const domain::FollowUp& follow_up, const Question& question, v1::FollowUp* out) {
  out->set_therapist(MemberName(follow_up.clear.therapist));
  out->set_action(v1::ACTION_TALK);
  out->set_label(std::string(domain::NeutralLabel(domain::Action::kTalk)));
  out->set_status(v1::FOLLOW_UP_STATUS_OPEN);
  if (const auto due = domain::DueOf(follow_up, question.settings)) ToWire(*due, out->mutable_due());
  out->set_past_due(domain::PastDue(follow_up, question.settings, question.today));
}

// The operator as such is nobody's supervisee.
absl::Status WriteWaitingNotes(const Question& question, v1::WorkList* out) {
  if (question.viewer.is_operator()) return absl::OkStatus();
  const MemberId& member = question.viewer.member();
  CANDOR_ASSIGN_OR_RETURN(const domain::WaitingNotes waiting, domain::WaitingNotesOf(*question.view, member));
  for (const domain::NoteRecord& each : waiting.unseen) {
    v1::UnseenNote* note = out->add_unseen_notes();
    note->set_name(NoteName(member, each.original.entry.header.id));
    ToWire(each.held(), note->mutable_held());
    note->set_signed_by(MemberName(each.version.entry.header.author));
    note->set_version(each.versions);
  }
  for (const domain::OpenDirective& each : waiting.directives) {
    ToWire(each, member, question.today, out->add_directives());
  }
  return absl::OkStatus();
}

absl::Status WriteEntriesAbout(Question& question, v1::WorkList* out) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryAbout> about,
                          domain::EntriesAbout(*question.view, question.viewer));
  for (const domain::EntryAbout& each : about) {
    const domain::EntryHeader& header = each.entry.entry.header;
    v1::EntryAbout* wire = out->add_entries_about();
    wire->set_name(EntryName(header.subject, header.id));
    ToWire(header.reported.day, wire->mutable_reported());
    wire->set_nothing_concluded(each.nothing_concluded);
  }
  return absl::OkStatus();
}

absl::Status WriteLeftCases(Question& question, v1::WorkList* out) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LeftCase> cases,
                          domain::LeftCasesOf(*question.view, question.viewer, question.today));
  for (const domain::LeftCase& each : cases) {
    v1::LeftCase* wire = out->add_left_cases();
    wire->set_case_(CaseName(each.id));
    wire->set_case_code(each.code);
    wire->set_therapist(MemberName(each.therapist));
    ToWire(each.since, wire->mutable_since());
  }
  return absl::OkStatus();
}

absl::Status WriteUnsupervised(Question& question, v1::WorkList* out) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Unsupervised> members,
                          domain::UnsupervisedOf(*question.view, question.viewer, question.today));
  for (const domain::Unsupervised& each : members) {
    v1::UnsupervisedMember* wire = out->add_unsupervised_members();
    wire->set_member(MemberName(each.member));
    wire->set_left(MemberName(each.left));
    ToWire(each.since, wire->mutable_since());
  }
  return absl::OkStatus();
}

absl::Status WriteEmergencies(const Question& question, v1::WorkList* out) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<domain::Emergency> waiting,
      domain::EmergenciesWaitingFor(*question.view, question.viewer.member(), question.today, question.at));
  for (const domain::Emergency& each : waiting) rpc::ToWire(each, question.at, out->add_emergencies());
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<domain::Emergency> opened,
      domain::OpenedSince(*question.view, question.viewer.member(), question.at - absl::Hours(24 * kDaysItIsTold)));
  for (const domain::Emergency& each : opened) rpc::ToWire(each, question.at, out->add_opened());
  return absl::OkStatus();
}

// The operator as such is supervised by nobody.
absl::Status WriteNewSupervisors(const Question& question, v1::WorkList* out) {
  if (question.viewer.is_operator()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NewSupervisor> all,
                          domain::NewSupervisorsOf(*question.view, question.viewer.member(),
                                                   question.at - absl::Hours(24 * kDaysItIsTold)));
  for (const domain::NewSupervisor& each : all) {
    v1::NewSupervisor* const wire = out->add_new_supervisors();
    wire->set_supervisor(MemberName(each.supervisor));
    ToWire(each.from, wire->mutable_from());
    ToWire(each.recorded_at, wire->mutable_recorded_at());
  }
  return absl::OkStatus();
}

// Whoever ended it: a machine that somebody else has may have ended the others. The operator as such has none, and a
// code that nobody used was no machine yet.
void WriteEndedMachines(const Rooms& rooms, const Question& question, v1::WorkList* out) {
  if (question.viewer.is_operator()) return;
  const absl::Time since = question.at - absl::Hours(24 * kDaysItIsTold);
  for (const domain::MachineEnrolled& each : rooms.identity.EnrolmentsOf(question.viewer.member())) {
    const bool lately = each.revoked_at && *each.revoked_at >= since;
    if (lately && each.not_after) rpc::ToWire(each, out->add_ended_machines());
  }
}

// Whoever has a second code can be somebody beside them: it is told where they are already, and not to the machine that
// came by it alone. With the first one somebody begins, and knows it.
void WriteNewMachines(const Rooms& rooms, const Question& question, v1::WorkList* out) {
  if (question.viewer.is_operator()) return;
  const absl::Time since = question.at - absl::Hours(24 * kDaysItIsTold);
  const std::vector<domain::MachineEnrolled> all = rooms.identity.EnrolmentsOf(question.viewer.member());
  const domain::MachineEnrolled* first = nullptr;
  bool has_one = false;
  for (const domain::MachineEnrolled& each : all) {
    if (!each.not_after) continue;
    if (first == nullptr || each.since < first->since) first = &each;
    has_one = has_one || (!each.revoked_at && question.at <= *each.not_after);
  }
  for (const domain::MachineEnrolled& each : all) {
    const bool is_new = each.not_after && &each != first && each.since >= since;
    if (is_new || (each.code_open && has_one)) rpc::ToWire(each, out->add_new_machines());
  }
}

absl::Status GetWorkList(const Rooms& rooms, const Call& call, const v1::GetWorkListRequest& request,
                         v1::GetWorkListResponse& response) {
  if (request.limit() < 0 || request.limit() > kMostItems) {
    return InvalidField("limit", "out_of_range", "use 1 to 1000, or 0 for 1000");
  }
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::WorkItem> items,
                          domain::WorkOf(*question.view, question.viewer, question.settings, question.today));
  const auto limit = static_cast<size_t>(request.limit() == 0 ? kMostItems : request.limit());
  FollowUpWriter writer(question, rooms.policies);
  ToWire(question.today, response.mutable_work_list()->mutable_today());
  CANDOR_RETURN_IF_ERROR(WriteWaitingNotes(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteLeftCases(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteUnsupervised(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteEntriesAbout(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteWaitingConcerns(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteEmergencies(question, response.mutable_work_list()));
  CANDOR_RETURN_IF_ERROR(WriteNewSupervisors(question, response.mutable_work_list()));
  WriteEndedMachines(rooms, question, response.mutable_work_list());
  WriteNewMachines(rooms, question, response.mutable_work_list());
  response.set_total(static_cast<int32_t>(items.size()));
  for (size_t i = 0; i < std::min(limit, items.size()); ++i) {
    const domain::WorkItem& item = items[i];
    v1::WorkItem* wire = response.mutable_work_list()->add_items();
    wire->set_role(static_cast<v1::WorkRole>(item.role));
    bool confidential = item.confidential;
    if (!confidential) {
      CANDOR_ASSIGN_OR_RETURN(confidential, MayBeCalledBackFrom(question, item.follow_up));
    }
    wire->set_confidential(confidential);
    if (confidential) {
      WriteConfidential(item.follow_up, question, wire->mutable_follow_up());
      continue;
    }
    wire->set_also_met(static_cast<int32_t>(item.also_met));
    if (item.role == domain::WorkRole::kOwn) {
      CANDOR_RETURN_IF_ERROR(WriteEscalation(item.follow_up, question, wire));
    }
    CANDOR_RETURN_IF_ERROR(writer.Write(item.follow_up, wire->mutable_follow_up()).status());
  }
  return absl::OkStatus();
}

}  // namespace

void AddWorkService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.WorkService.GetWorkList", rooms, GetWorkList);
}

}  // namespace candor::rpc
