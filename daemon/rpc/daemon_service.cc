#include <string>
#include <vector>

#include "candor/v1/daemon.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/readiness_wire.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr size_t kMaxShown = 100;
constexpr char kNobodyEnrolled[] =
    "No person is enrolled yet: whoever can open this socket is the operator and has every right; with candor-act-for "
    "the operator has exactly that member's view.";
constexpr char kEnrolled[] =
    "Over the network everybody is who their certificate says. Whoever can open the daemon's socket is the operator, "
    "who looks after the practice, can export everything, private notes too, which is on record and told to those whom "
    "it is of, is else shown what a director is shown, and may not act for a member.";
constexpr char kEnrolledAndActing[] =
    "Over the network everybody is who their certificate says. Whoever can open the daemon's socket is the operator, "
    "who looks after the practice, can export everything, private notes too, which is on record and told to those whom "
    "it is of, and is else shown what a director is shown; with candor-act-for the operator has exactly a member's "
    "view, as the practice has configured, and each use is on record and told to the member.";

const char* AccessNotice(const domain::Identity& identity, const domain::NetworkState& network) {
  if (!identity.AnyoneEnrolled()) return kNobodyEnrolled;
  return network.act_for_allowed ? kEnrolledAndActing : kEnrolled;
}

void WriteNetwork(const domain::Identity& identity, v1::DaemonStatus* out) {
  const domain::NetworkState network = identity.Network();
  out->set_access_notice(AccessNotice(identity, network));
  out->set_tls(network.tls);
  out->set_insecure_loopback(network.insecure_loopback);
  out->set_act_for_allowed(network.act_for_allowed);
  if (network.certificate_not_after) ToWire(*network.certificate_not_after, out->mutable_certificate_expires_at());
  out->set_certificate_problem(network.problem);
}

void WritePolicies(const domain::PolicyEngine& policies, v1::DaemonStatus* out) {
  out->set_policies_problem(policies.WhyNotRunning());
  for (const domain::PluginInfo& plugin : policies.Plugins()) {
    v1::PolicyState* state = out->add_policies();
    state->set_policy(PolicyName(plugin.name));
    state->set_version(plugin.version);
    state->set_loaded(plugin.loaded);
    state->set_problem(plugin.problem);
  }
}

// Of an entry that the caller is not shown not even its name.
absl::StatusOr<bool> IsShownEntry(Question& question, const EntryId& id) {
  if (id.empty() || question.viewer.sees_everything()) return true;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, question.view->GetEntry(id));
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(recorded));
  return sight != domain::Sight::kNothing;
}

absl::Status WriteUnassessed(Question& question, v1::DaemonStatus* out) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::NotAssessed> faults, question.view->ListNotAssessed(kMaxShown));
  for (const domain::NotAssessed& fault : faults) {
    CANDOR_ASSIGN_OR_RETURN(const bool shown, IsShownEntry(question, fault.entry));
    if (!shown) continue;
    v1::UnassessedEntry* wire = out->add_not_assessed();
    wire->set_entry(EntryName(fault.subject, fault.entry));
    wire->set_subject(SubjectName(fault.subject));
    wire->set_policy(PolicyName(fault.plugin));
    wire->set_reason(static_cast<v1::NotAssessedReason>(fault.reason));
  }
  return absl::OkStatus();
}

absl::Status WriteReassessment(const domain::View& view, v1::DaemonStatus* out) {
  const auto reassessment = view.GetReassessment();
  if (absl::IsNotFound(reassessment.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(reassessment.status());
  if (reassessment->done) return absl::OkStatus();
  v1::Reassessment* wire = out->mutable_reassessment();
  wire->set_looked_at(reassessment->looked_at);
  wire->set_all(reassessment->all);
  wire->set_left_out(reassessment->left_out);
  return absl::OkStatus();
}

void WriteKeyMemory(const domain::KeyMemory& memory, v1::KeyMemory* out) {
  out->set_not_locked(memory.not_locked);
  out->set_swap_bytes(memory.swap_bytes);
  out->set_swapped_bytes(memory.swapped_bytes);
}

absl::Status GetStatus(const Rooms& rooms, const Call& call, const v1::GetStatusRequest&,
                       v1::GetStatusResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  const domain::View& view = *question.view;
  v1::DaemonStatus* out = response.mutable_status();
  out->set_version(rooms.about.version);
  out->set_ledger_id(rooms.store.ledger_id().ToString());
  ToWire(rooms.about.started_at, out->mutable_started_at());
  out->set_practice(question.settings.practice_name);
  out->set_time_zone(question.settings.zone);
  out->set_notify_subject_days(question.settings.access.notify_subject_days);
  ToWire(question.today, out->mutable_today());
  WriteNetwork(rooms.identity, out);
  CANDOR_RETURN_IF_ERROR(WriteReadinessGaps(view, rooms.identity, question.today, out->mutable_readiness_gaps()));
  CANDOR_ASSIGN_OR_RETURN(const bool waits, WorkWaits(view, rooms.identity, question.today));
  out->set_not_ready(waits);
  WritePolicies(rooms.policies, out);
  out->set_profiles_problem(rooms.profiles.Problem());
  auto activation = view.GetActivation();
  if (activation.ok()) {
    for (const std::string& profile : activation->profiles) out->add_profiles(profile);
    ToWire(activation->effective_from, out->mutable_policies_effective_from());
  } else if (!absl::IsNotFound(activation.status())) {
    return activation.status();
  }
  // Counts and names of what others wrote are for the operator only; for others they are absent, not none.
  if (!question.viewer.is_operator()) return absl::OkStatus();
  out->set_ledger_size(view.size());
  out->set_ledger_entries(view.entries());
  if (view.size() > 0) ToWire(view.last_recorded_at(), out->mutable_last_recorded_at());
  out->set_entries_pending(view.entries_not_assessed());
  WriteKeyMemory(rooms.keys.Memory(), out->mutable_key_memory());
  if (rooms.about.metrics_problem) out->set_metrics_problem(rooms.about.metrics_problem());
  CANDOR_RETURN_IF_ERROR(WriteReassessment(view, out));
  return WriteUnassessed(question, out);
}

}  // namespace

void AddDaemonService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.DaemonService.GetStatus", rooms, GetStatus);
}

}  // namespace candor::rpc
