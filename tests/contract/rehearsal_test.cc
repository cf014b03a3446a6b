// What a store owes whoever rehearses: the answers that the same appends would get, and afterwards nothing.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/store/store_fixture.h"

namespace candor::store::rehearsal_test {
namespace {

constexpr size_t kPlenty = 1 << 20;
const SubjectId kCase = SubjectId::Of(CaseOf(1));

domain::NewEntry Row(domain::NewEntry entry, char digest) {
  entry.import_digest = std::string(32, digest);
  return entry;
}

class RehearsalTest : public testing::TestWithParam<bool> {
 protected:
  RehearsalTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  // What rows of a file may come to, one after the other.
  static std::vector<std::vector<domain::Change>> Transactions() {
    const SubjectId other = SubjectId::Of(CaseOf(2));
    domain::NewEntry by_new = Row(EntryOf(other, Kind::kIntake, Day(2025, 3, 1)), 'c');
    by_new.entry.header.therapist = by_new.entry.header.author = MemberOf(3);
    domain::NewEntry nothing = Row(EntryOf(kCase, Kind::kNone, Day(2025, 3, 1)), 'x');
    return {
        {Row(EntryOf(kCase, Kind::kSession, Day(2025, 2, 1)), 'a')},
        {Row(EntryOf(kCase, Kind::kIntake, Day(2025, 3, 1)), 'b')},
        {domain::Member{MemberOf(3), "Cleo", {}}, domain::NewCase{CaseOf(2), "C-2"}, by_new},
        {Row(EntryOf(kCase, Kind::kSession, Day(2025, 2, 1)), 'a')},
        {Row(EntryOf(kCase, Kind::kTermination, Day(2025, 2, 20)), 'd')},
        {Row(EntryOf(kCase, Kind::kIntake, Day(2025, 3, 1)), 'b')},
        {Row(EntryOf(kCase, Kind::kIntake, Day(2025, 4, 1)), 'e')},
        {domain::NewCase{CaseOf(3), "C-2"},
         Row(EntryOf(SubjectId::Of(CaseOf(3)), Kind::kSession, Day(2025, 3, 2)), 'f')},
        {Row(EntryOf(SubjectId::Of(CaseOf(3)), Kind::kSession, Day(2025, 3, 2)), 'f')},
        {domain::Member{MemberOf(4), "Ann", {}}},
        {domain::Supervision{MemberOf(3), MemberOf(1), Day(2025, 1, 1), std::nullopt}},
        {domain::Supervision{MemberOf(9), MemberOf(1), Day(2025, 1, 1), std::nullopt}},
        {nothing},
        {Row(EntryOf(other, Kind::kPersonalReaction, Day(2025, 3, 3)), 'g')},
    };
  }

  std::string Bytes(const std::string& file) const {
    std::ifstream in(fixture_.data_dir() + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  StoreFixture fixture_;
};

TEST_P(RehearsalTest, AnswersAsAppendsDo) {
  const auto rehearsal = fixture_.store().Rehearse(kPlenty);
  std::vector<absl::StatusOr<domain::Appended>> rehearsed;
  for (std::vector<domain::Change>& changes : Transactions())
    rehearsed.push_back(rehearsal->Take({std::move(changes)}));

  size_t taken = 0;
  size_t i = 0;
  for (std::vector<domain::Change>& changes : Transactions()) {
    SCOPED_TRACE(i);
    const auto appended = fixture_.Append(std::move(changes));
    EXPECT_EQ(rehearsed[i].status(), appended.status());
    if (appended.ok() && rehearsed[i].ok()) {
      ++taken;
      EXPECT_EQ(rehearsed[i]->duplicate, appended->duplicate);
      EXPECT_EQ(rehearsed[i]->subject, appended->subject);
      EXPECT_TRUE(rehearsed[i]->entry.empty());
    }
    ++i;
  }
  EXPECT_EQ(taken, 7U);
}

TEST_P(RehearsalTest, NamesWhatIsThereAlready) {
  const auto there = fixture_.Append({Row(EntryOf(kCase, Kind::kSession, Day(2025, 2, 1)), 'a')});
  ASSERT_TRUE(there.ok()) << there.status();

  const auto again =
      fixture_.store().Rehearse(kPlenty)->Take({{Row(EntryOf(kCase, Kind::kSession, Day(2025, 2, 1)), 'a')}});

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry, there->entry);
}

TEST_P(RehearsalTest, LeavesNothingBehind) {
  const uint64_t size = fixture_.view()->size();
  const std::string keys = Bytes("KEYS");

  const auto rehearsal = fixture_.store().Rehearse(kPlenty);
  for (std::vector<domain::Change>& changes : Transactions()) (void)rehearsal->Take({std::move(changes)});

  EXPECT_EQ(fixture_.view()->size(), size);
  EXPECT_EQ(rehearsal->before()->size(), size);
  EXPECT_EQ(fixture_.view()->FindCase("C-2").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(fixture_.view()->FindMember("Cleo").status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 4))}).ok());
  EXPECT_TRUE(Bytes("KEYS") == keys);
}

TEST_P(RehearsalTest, EndsBeforeItKeepsTooMuch) {
  const auto rehearsal = fixture_.store().Rehearse(1 << 10);
  absl::Status status;
  int taken = 0;
  for (; status.ok() && taken < 1000; ++taken) {
    domain::NewEntry entry = EntryOf(kCase, Kind::kSession, Day(2025, 2, 1));
    entry.import_digest = std::to_string(taken);
    entry.import_digest.resize(32);
    status = rehearsal->Take({{entry}}).status();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_GT(taken, 10);
}

INSTANTIATE_TEST_SUITE_P(Every, RehearsalTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::rehearsal_test
