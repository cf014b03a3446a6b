#ifndef CANDOR_TESTS_UNIT_STORE_STORE_FIXTURE_H_
#define CANDOR_TESTS_UNIT_STORE_STORE_FIXTURE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/domain/append.h"
#include "daemon/domain/store.h"
#include "daemon/store/open.h"
#include "tests/support/temp_folder.h"

namespace candor::store {

using domain::FieldId;
using domain::Kind;
using domain::MakeFieldId;
using domain::SubjectId;

// Appends and waits.
inline absl::StatusOr<domain::Appended> AppendTo(domain::Store& store, std::vector<domain::Change> changes,
                                                 std::string sent = {}) {
  return domain::AppendAndWait(store, {std::move(changes), std::move(sent)});
}

// A view of the past is waited for.
inline absl::Status Wait(const domain::FoldProgress& /*progress*/) {
  return absl::OkStatus();
}

inline IdBytes BytesOf(uint8_t first, uint8_t second = 0) {
  IdBytes bytes{};
  bytes[0] = first;
  bytes[1] = second;
  bytes[15] = 1;
  return bytes;
}
inline MemberId MemberOf(uint8_t number) {
  return MemberId(BytesOf(0x10, number));
}
inline CaseId CaseOf(uint8_t number) {
  return CaseId(BytesOf(0x20, number));
}

// An entry about `subject` by and about the first member, written down on its day.
inline domain::NewEntry EntryOf(const SubjectId& subject, Kind kind, Day day) {
  domain::NewEntry entry;
  entry.entry.kind = kind;
  entry.entry.header.subject = subject;
  entry.entry.header.therapist = MemberOf(1);
  entry.entry.header.author = MemberOf(1);
  entry.entry.header.occurred = {day, std::nullopt, std::nullopt};
  entry.entry.header.reported = {day, std::nullopt, std::nullopt};
  return entry;
}

// A folder that is gone when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(MakeTempFolder("candor-store")) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Join(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Runs on RocksDB (true) and in memory (false). Two members and one open case are there from the start.
class StoreFixture {
 public:
  explicit StoreFixture(bool rocks) : rocks_(rocks) { Open(); }

  void Open() {
    store_.reset();
    auto opened = rocks_ ? store::Open(options()) : OpenInMemory(clock_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  void Close() { store_.reset(); }

  void AddPractice() {
    ASSERT_TRUE(Append({domain::Member{MemberOf(1), "Ann", {}}, domain::Member{MemberOf(2), "Bob", {}}}).ok());
    ASSERT_TRUE(
        Append({domain::NewCase{CaseOf(1), "C-1"}, EntryOf(SubjectId::Of(CaseOf(1)), Kind::kIntake, Day(2025, 1, 6))})
            .ok());
  }

  absl::StatusOr<domain::Appended> Append(std::vector<domain::Change> changes) {
    return AppendTo(*store_, std::move(changes));
  }
  EntryId Add(domain::NewEntry entry) {
    const absl::StatusOr<domain::Appended> appended = Append({std::move(entry)});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? appended->entry : EntryId();
  }
  // For a call that said `sent`.
  absl::StatusOr<domain::Appended> Call(domain::Change change, std::string sent) {
    return AppendTo(*store_, {std::move(change)}, std::move(sent));
  }
  absl::StatusCode CodeOf(std::vector<domain::Change> changes) { return Append(std::move(changes)).status().code(); }

  OpenOptions options() {
    OpenOptions options;
    options.data_dir = data_dir();
    options.clock = &clock_;
    options.min_free_bytes = 0;
    return options;
  }
  DurableStore& store() { return *store_; }
  SimulatedClock& clock() { return clock_; }
  std::string data_dir() const { return folder_.Join("data"); }
  std::shared_ptr<const domain::View> view() { return store_->Latest(); }

 private:
  bool rocks_;
  TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromUnixSeconds(1'750'000'000)};
  std::unique_ptr<DurableStore> store_;
};

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_STORE_FIXTURE_H_
