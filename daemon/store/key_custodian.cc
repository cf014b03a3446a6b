#include "daemon/store/key_custodian.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/process.h"
#include "daemon/base/status.h"
#include "daemon/crypto/locked_key.h"

namespace candor::store {
namespace {

domain::Caller TheDaemon() {
  return {false, {}};
}

absl::Status IsStopping() {
  return absl::UnavailableError("the daemon is stopping; try again when it is back");
}

domain::KeyMemory MemoryNow() {
  const SwapUse swap = ReadSwapUse();
  return {crypto::ProcessKeyPages().problem(), swap.machine_bytes, swap.process_bytes};
}

class NoKeys final : public domain::KeyCustody {
 public:
  absl::StatusOr<domain::KeyStatus> Status() const override { return Nothing(); }
  domain::KeyMemory Memory() const override { return MemoryNow(); }
  void Rotate(const domain::Caller& /*caller*/, std::function<void(const absl::Status&)> begun) override {
    begun(Nothing());
  }
  void ChangeMasterKey(domain::MasterKeyChange /*change*/, const domain::Caller& /*caller*/,
                       std::function<void(absl::StatusOr<domain::MasterKeyChanged>)> done) override {
    done(Nothing());
  }

 private:
  static absl::Status Nothing() {
    return absl::FailedPreconditionError("this daemon keeps nothing on a disk, so it has no keys to look after");
  }
};

}  // namespace

KeyCustodian::KeyCustodian(Parts parts)
    : parts_(std::move(parts)), rekey_(std::move(parts_.rekey)), master_(std::move(parts_.master)) {
  {
    absl::MutexLock lock(&mutex_);
    rotating_ = parts_.file_keys->List().size() > 1;
    changing_ = rekey_.has_value();
    // Everything is under it already.
    if (rekey_) master_.key = crypto::LockedKey(*rekey_->new_key);
    if (rotating_) log::Info("going on with a rotation of keys that was cut short");
  }
  if (rekey_) {
    jobs_.push_back([this](const absl::Status& go) {
      if (!go.ok()) return;
      log::Info("finishing a change of the master key that was cut short");
      const absl::Status finished = FinishOrSayWhyNot(TheDaemon());
      if (!finished.ok()) log::Error(absl::StrCat("the change of the master key is unfinished: ", finished.message()));
    });
  }
  thread_ = std::thread([this] { Run(); });
}

KeyCustodian::~KeyCustodian() {
  Stop();
}

void KeyCustodian::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    interrupt_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void KeyCustodian::Post(Job job) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_) {
      interrupt_ = true;
      jobs_.push_back(std::move(job));
      return;
    }
  }
  job(IsStopping());
}

bool KeyCustodian::HasWork() const {
  return stopping_ || !jobs_.empty() || (rotating_ && absl::Now() >= next_try_);
}

std::optional<KeyCustodian::Job> KeyCustodian::Next() {
  constexpr absl::Duration kLook = absl::Milliseconds(200);
  absl::MutexLock lock(&mutex_);
  // A time that comes wakes nobody by itself.
  while (!HasWork()) {
    mutex_.AwaitWithTimeout(absl::Condition(this, &KeyCustodian::HasWork),
                            rotating_ ? kLook : absl::InfiniteDuration());
  }
  if (stopping_) return std::nullopt;
  if (jobs_.empty()) return Job();
  Job job = std::move(jobs_.front());
  jobs_.pop_front();
  if (jobs_.empty()) interrupt_ = false;
  return job;
}

void KeyCustodian::Run() {
  while (std::optional<Job> job = Next()) {
    if (*job) {
      (*job)(absl::OkStatus());
    } else {
      GoOnRotating();
    }
  }
  std::deque<Job> left;
  {
    absl::MutexLock lock(&mutex_);
    left.swap(jobs_);
  }
  for (const Job& job : left) job(IsStopping());
}

absl::Status KeyCustodian::Before(CustodyStep step) const {
  return parts_.before ? parts_.before(step) : absl::OkStatus();
}

std::string KeyCustodian::InDirectory(const char* name) const {
  return (std::filesystem::path(parts_.data_dir) / name).string();
}

absl::Status KeyCustodian::Record(domain::KeyEventKind kind, const domain::Caller& caller) {
  domain::KeyEvent event;
  event.kind = kind;
  event.table_generation = parts_.keys->generation();
  event.file_key = parts_.file_keys->Current().number;
  event.caller = caller;
  {
    absl::MutexLock lock(&mutex_);
    event.place = static_cast<domain::KeyPlace>(rekey_ ? rekey_->to : master_.place);
  }
  absl::Notification recorded;
  absl::Status result;
  parts_.append({{event}}, [&](const absl::StatusOr<domain::Appended>& appended) {
    result = appended.status();
    recorded.Notify();
  });
  recorded.WaitForNotification();
  return result;
}

crypto::Key KeyCustodian::Master() const {
  absl::MutexLock lock(&mutex_);
  return *master_.key;
}

domain::KeyMemory KeyCustodian::Memory() const {
  return MemoryNow();
}

absl::StatusOr<domain::KeyStatus> KeyCustodian::Status() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<FileKeyUse> used, parts_.kv->KeyUse());
  domain::KeyStatus status;
  for (const crypto::FileKeyInfo& key : parts_.file_keys->List()) {
    domain::FileKeyUse use{key.number, key.made_at, 0, 0};
    const auto found =
        std::find_if(used.begin(), used.end(), [&](const FileKeyUse& each) { return each.key_number == key.number; });
    if (found != used.end()) {
      use.files = found->files;
      use.bytes = found->bytes;
    }
    status.file_keys.push_back(use);
  }
  status.keys = parts_.keys->size();
  status.table_generation = parts_.keys->generation();
  std::error_code unknown;
  if (const std::string left = InDirectory(crypto::kNewMasterKeyFile); std::filesystem::exists(left, unknown)) {
    status.left_at = left;
  }
  absl::MutexLock lock(&mutex_);
  status.place = static_cast<domain::KeyPlace>(master_.place);
  status.path = master_.path;
  status.work = changing_   ? domain::KeyWork::kChangingMasterKey
                : rotating_ ? domain::KeyWork::kRotating
                            : domain::KeyWork::kNone;
  if (rotating_) {
    status.done_bytes = done_bytes_;
    status.all_bytes = all_bytes_;
  }
  status.problem = problem_;
  return status;
}

void KeyCustodian::Rotate(const domain::Caller& caller, std::function<void(const absl::Status&)> begun) {
  Post([this, caller, begun = std::move(begun)](const absl::Status& go) {
    begun(go.ok() ? BeginRotation(caller) : go);
  });
}

absl::Status KeyCustodian::BeginRotation(const domain::Caller& caller) {
  if (rekey_) {
    return absl::FailedPreconditionError(
        "a change of the master key is unfinished; finish it first with `candor key rekey`");
  }
  {
    absl::MutexLock lock(&mutex_);
    if (rotating_) return absl::OkStatus();
  }
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kTableKey));
  CANDOR_RETURN_IF_ERROR(parts_.keys->RotateTableKey(Master()));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kFileKey));
  CANDOR_RETURN_IF_ERROR(parts_.file_keys->Add(parts_.clock->Now()).status());
  {
    absl::MutexLock lock(&mutex_);
    rotating_ = true;
    next_try_ = absl::InfinitePast();
    done_bytes_ = 0;
    all_bytes_ = 0;
    problem_.clear();
  }
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kBegun));
  return Record(domain::KeyEventKind::kRotationBegun, caller);
}

absl::StatusOr<bool> KeyCustodian::OldKeysAreFree() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<FileKeyUse> used, parts_.kv->KeyUse());
  const uint32_t current = parts_.file_keys->Current().number;
  // 0: a stray file that is not sealed at all; RewriteFiles() leaves it too.
  return std::all_of(used.begin(), used.end(), [&](const FileKeyUse& each) {
    return each.key_number == 0 || each.key_number == current || each.files == 0;
  });
}

// On record before the keys are gone: after a crash in between it is there twice, and never not at all.
absl::Status KeyCustodian::RewriteFiles() {
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kFiles));
  CANDOR_RETURN_IF_ERROR(parts_.kv->RewriteFiles(
      [this](uint64_t done, uint64_t total) {
        absl::MutexLock lock(&mutex_);
        done_bytes_ = done;
        all_bytes_ = total;
      },
      interrupt_));
  CANDOR_ASSIGN_OR_RETURN(const bool released, OldKeysAreFree());
  if (!released) return absl::UnavailableError("files under an older key are still being read");
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kDone));
  CANDOR_RETURN_IF_ERROR(Record(domain::KeyEventKind::kRotationDone, TheDaemon()));
  CANDOR_RETURN_IF_ERROR(Before(CustodyStep::kOldKeys));
  std::vector<crypto::FileKeyInfo> keys = parts_.file_keys->List();
  keys.pop_back();
  for (const crypto::FileKeyInfo& key : keys) CANDOR_RETURN_IF_ERROR(parts_.file_keys->Remove(key.number));
  return absl::OkStatus();
}

void KeyCustodian::GoOnRotating() {
  const absl::Status done = RewriteFiles();
  absl::MutexLock lock(&mutex_);
  if (absl::IsCancelled(done)) return;
  // Whoever holds an old file lets go of it by and by.
  problem_ = done.ok() || absl::IsUnavailable(done) ? std::string() : std::string(done.message());
  next_try_ = absl::Now() + parts_.retry;
  if (done.ok()) {
    rotating_ = false;
    log::Info("the rotation of keys is done");
  } else if (!problem_.empty()) {
    log::Warning(absl::StrCat("the rotation of keys does not go on: ", problem_));
  }
}

std::unique_ptr<domain::KeyCustody> NoKeyCustody() {
  return std::make_unique<NoKeys>();
}

}  // namespace candor::store
