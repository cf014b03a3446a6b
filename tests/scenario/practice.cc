#include "tests/scenario/practice.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "daemon/base/status.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/profile.h"

namespace candor::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

}  // namespace

absl::StatusOr<std::unique_ptr<Practice>> Practice::Open(absl::Time now) {
  std::unique_ptr<Practice> practice(new Practice(now));
  CANDOR_RETURN_IF_ERROR(practice->Start());
  return practice;
}

Practice::~Practice() {
  if (assessor_ != nullptr) assessor_->Stop();
  if (store_ != nullptr) store_->Close().IgnoreError();
}

absl::Status Practice::Start() {
  CANDOR_ASSIGN_OR_RETURN(store_, store::OpenInMemory(clock_));
  domain::Settings settings;
  settings.closed_weekends = false;
  batch_ = BatchId::Random();
  const std::string digest(32, 'd');
  CANDOR_RETURN_IF_ERROR(Append({settings, domain::Batch{batch_, digest, digest, Day(2024, 1, 1)}}).status());
  policy::WorkerEngineOptions options;
  options.worker_program = CANDOR_WORKER;
  CANDOR_ASSIGN_OR_RETURN(options.plugin_paths, policy::ListPluginFiles(CANDOR_PLUGINS));
  CANDOR_ASSIGN_OR_RETURN(policy::Profile profile, policy::LoadProfile(CANDOR_DEFAULT_PROFILE));
  options.profiles.push_back(std::move(profile));
  CANDOR_ASSIGN_OR_RETURN(engine_, policy::WorkerEngine::Start(std::move(options)));
  assessor_ = std::make_unique<policy::Assessor>(*store_, *engine_, clock_);
  return assessor_->Start();
}

absl::StatusOr<domain::Appended> Practice::Append(std::vector<domain::Change> changes) {
  absl::StatusOr<domain::Appended> result;
  absl::Notification done;
  store_->Append({std::move(changes)}, [&](absl::StatusOr<domain::Appended> appended) {
    result = std::move(appended);
    done.Notify();
  });
  if (!done.WaitForNotificationWithTimeout(kPatience)) return absl::DeadlineExceededError("no answer to an append");
  return result;
}

MemberId Practice::AddMember(std::string_view name, bool in_training) {
  domain::Member member;
  member.id = MemberId::Random();
  member.display_name = name;
  member.licences = {{std::nullopt, {"psychologist", "US-CA", in_training}}};
  return Append({member}).ok() ? member.id : MemberId();
}

CaseId Practice::AddCase(std::string_view code) {
  const CaseId id = CaseId::Random();
  return Append({domain::NewCase{id, std::string(code)}}).ok() ? id : CaseId();
}

absl::Status Practice::Take(std::vector<domain::Entry> entries) {
  for (domain::Entry& entry : entries) {
    entry.header.source = domain::Source::kImport;
    entry.header.batch = batch_;
    entry.header.author = entry.header.therapist;
    const domain::SubjectId subject = entry.header.subject;
    domain::NewEntry change;
    change.entry = std::move(entry);
    CANDOR_ASSIGN_OR_RETURN(const domain::Appended appended, Append({std::move(change)}));
    taken_.emplace_back(subject, appended.first_number);
  }
  return absl::OkStatus();
}

absl::Status Practice::Settle() {
  assessor_->Notify();
  std::map<domain::SubjectId, uint64_t> newest;
  for (const auto& [subject, number] : taken_) newest[subject] = std::max(newest[subject], number);
  for (const auto& [subject, number] : newest) {
    bool assessed = false;
    absl::Notification done;
    assessor_->WhenAssessed(subject, number, absl::Now() + kPatience, [&](bool covered) {
      assessed = covered;
      done.Notify();
    });
    done.WaitForNotification();
    if (!assessed) return absl::DeadlineExceededError("the policies have not seen everything");
  }
  taken_.clear();
  return absl::OkStatus();
}

}  // namespace candor::testing
