#include "daemon/rpc/call_counts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "daemon/rpc/limits.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kPackage = "candor.v1.";
// What everybody calls all the time, or who runs the machine, so that how often it is called says nothing of anybody.
// Whoever adds a method thinks twice before it is added here: a concern, an emergency, a decision, an erasure, a
// conversation or a note of supervision is about somebody.
constexpr std::string_view kToldApart[CallCounts::kShownNames] = {
    "CaseService.GetCase",
    "CaseService.ListCases",
    "CaseService.LookupCase",
    "DaemonService.GetStatus",
    "EntryService.BatchCreateEntries",
    "EntryService.CreateEntry",
    "EntryService.GetEntry",
    "EntryService.ListEntries",
    "ExportService.ExportRecords",
    "FollowUpService.GetFollowUp",
    "FollowUpService.ListFollowUps",
    "LedgerService.GetCheckpoint",
    "LedgerService.GetConsistencyProof",
    "LedgerService.GetInclusionProof",
    "LedgerService.VerifyProjections",
    "LedgerService.VerifyRecords",
    "MemberService.GetMember",
    "MemberService.ListMembers",
    "MemberService.LookupMember",
    "PolicyService.ListPolicies",
    "PolicyService.ListRules",
    "PolicyService.ReloadProfiles",
    "ReportService.GenerateComplianceReport",
    "WorkService.GetWorkList",
};

}  // namespace

std::vector<int64_t> CallCounts::Bounds() {
  return {500,     1'000,   2'500,   5'000,     10'000,    25'000,    50'000,
          100'000, 250'000, 500'000, 1'000'000, 5'000'000, 30'000'000};
}

std::string_view CallCounts::ShownName(std::string_view method) {
  if (method.starts_with(kPackage)) method.remove_prefix(kPackage.size());
  const auto* found = std::find(std::begin(kToldApart), std::end(kToldApart), method);
  return found == std::end(kToldApart) ? std::string_view(kOther) : *found;
}

void CallCounts::NoteStatus(const absl::Status& status) {
  ++by_code_[status.code()];
  if (const std::string limit = RefusedBy(status); !limit.empty()) ++refused_by_limit_[limit];
}

void CallCounts::NoteRefusedStream(const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  NoteStatus(why);
}

void CallCounts::NoteAnswer(std::string_view method, const absl::Status& status, absl::Duration took) {
  const std::string_view name = ShownName(method);
  absl::MutexLock lock(&mutex_);
  NoteStatus(status);
  auto found = methods_.find(name);
  if (found == methods_.end()) found = methods_.emplace(std::string(name), Counted()).first;
  Counted& counted = found->second;
  ++counted.now.by_code[status.code()];
  counted.now.took_us.Note(absl::ToInt64Microseconds(took));
  if (counted.now.took_us.count() % kStep == 0) counted.shown = counted.now;
}

std::shared_ptr<const void> CallCounts::NoteStream(std::shared_ptr<const void> pass) {
  {
    absl::MutexLock lock(&mutex_);
    ++streams_;
  }
  ++*open_streams_;
  return std::shared_ptr<const void>(open_streams_.get(),
                                     [open = open_streams_, pass = std::move(pass)](const void*) { --*open; });
}

CallCounts::Reading CallCounts::Read() const {
  Reading reading;
  reading.open_streams = open_streams_->load();
  absl::MutexLock lock(&mutex_);
  reading.by_code = by_code_;
  uint64_t& good = reading.by_code[absl::StatusCode::kOk];
  good -= good % kStep;
  reading.refused_by_limit = refused_by_limit_;
  reading.streams = streams_;
  for (const auto& [name, counted] : methods_) {
    if (counted.shown.took_us.count() > 0) reading.methods.emplace(name, counted.shown);
  }
  return reading;
}

}  // namespace candor::rpc
