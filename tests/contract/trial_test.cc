// What a store owes whoever tries something out: the answer of an append, and afterwards nothing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::trial_test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const SubjectId kCase = SubjectId::Of(CaseOf(1));

class TrialTest : public testing::TestWithParam<bool> {
 protected:
  TrialTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  static domain::Entry Reaction() {
    domain::Entry entry = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3)).entry;
    entry.facts.SetNumber(MakeFieldId(Kind::kPersonalReaction, 1), 6);
    entry.narrative = Sensitive<domain::Narrative>({"what if it were so", {}});
    return entry;
  }

  static domain::Assessment Opening(const EntryId& entry) {
    domain::FollowUpSection section;
    section.clear.id = FollowUpId(BytesOf(0x40, 1));
    section.clear.subject = kCase;
    section.clear.key_class = domain::KeyClass::kPersonal;
    section.clear.therapist = MemberOf(1);
    section.clear.opened_on = Day(2025, 2, 3);
    section.clear.reported_on = Day(2025, 2, 3);
    section.clear.due = Day(2025, 2, 17);
    section.sealed.rule = "attraction_consult";
    section.sealed.plugin = "consultation";
    section.sealed.key = "k";
    section.sealed.opened_by = entry;
    domain::Assessment assessment;
    assessment.sections.push_back(section);
    return assessment;
  }

  // What lies in the data directory, byte for byte.
  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator(fixture_.data_dir())) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      files[file.path().string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return files;
  }

  // Once RocksDB has cleared away what its start left over.
  std::map<std::string, std::string> FilesAtRest() const {
    std::map<std::string, std::string> files = Files();
    while (true) {
      absl::SleepFor(absl::Milliseconds(300));
      std::map<std::string, std::string> now = Files();
      if (now == files) return now;
      files = std::move(now);
    }
  }

  StoreFixture fixture_;
};

TEST_P(TrialTest, ShowsTheEntryAsRecordedAndNobodyElseSeesIt) {
  const uint64_t size = fixture_.view()->size();
  const auto trial = fixture_.store().Try();

  const auto id = trial->AddEntry(Reaction());

  ASSERT_TRUE(id.ok()) << id.status();
  const auto outcome = trial->Outcome();
  EXPECT_EQ(outcome->size(), size + 1);
  const auto entry = outcome->GetEntry(*id);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(entry->number, size);
  EXPECT_EQ(entry->entry.narrative.Reveal().note, "what if it were so");
  EXPECT_FALSE(entry->erased);
  EXPECT_THAT(outcome->Timeline(kCase, domain::Place::First(), 10)->entries, SizeIs(2));

  EXPECT_EQ(fixture_.view()->size(), size);
  EXPECT_EQ(fixture_.view()->GetEntry(*id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(fixture_.view()->EntryAt(size).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(fixture_.view()->Timeline(kCase, domain::Place::First(), 10)->entries, SizeIs(1));
  EXPECT_EQ(fixture_.store().assessments().Unassessed(10)->size(), 1U);
}

TEST_P(TrialTest, FoldsWhatIsConcludedFromIt) {
  const auto trial = fixture_.store().Try();
  const auto id = trial->AddEntry(Reaction());
  ASSERT_TRUE(id.ok()) << id.status();

  ASSERT_TRUE(trial->AddAssessment(Opening(*id)).ok());

  const auto follow_ups = trial->Outcome()->FollowUpsOf(kCase);
  ASSERT_TRUE(follow_ups.ok()) << follow_ups.status();
  ASSERT_THAT(*follow_ups, SizeIs(1));
  ASSERT_TRUE(follow_ups->front().sealed.has_value());
  EXPECT_EQ(follow_ups->front().sealed->opened_by, *id);
  EXPECT_THAT(*trial->Outcome()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10), SizeIs(1));
  EXPECT_THAT(*fixture_.view()->FollowUpsOf(kCase), IsEmpty());
  EXPECT_THAT(*fixture_.view()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10), IsEmpty());
}

// The same change, tried and then made.
TEST_P(TrialTest, SaysWhatAnAppendWouldLeaveBehind) {
  domain::NewEntry ending = EntryOf(kCase, Kind::kTermination, Day(2025, 2, 3));
  const auto trial = fixture_.store().Try();
  ASSERT_TRUE(trial->AddEntry(ending.entry).ok());
  const auto tried = trial->Outcome();

  const auto made = fixture_.Append({ending});

  ASSERT_TRUE(made.ok()) << made.status();
  const auto real = fixture_.view();
  EXPECT_EQ(tried->size(), real->size());
  EXPECT_EQ(tried->entries(), real->entries());
  EXPECT_EQ(tried->last_recorded_at(), real->last_recorded_at());
  EXPECT_EQ(tried->GetCourse(CaseOf(1))->episodes.size(), real->GetCourse(CaseOf(1))->episodes.size());
  EXPECT_EQ(tried->GetCourse(CaseOf(1))->episodes[0].closed, real->GetCourse(CaseOf(1))->episodes[0].closed);
  EXPECT_FALSE(tried->GetCase(CaseOf(1))->open());
}

TEST_P(TrialTest, RefusesWhatAnAppendRefuses) {
  const auto code = [&](const domain::Entry& entry) { return fixture_.store().Try()->AddEntry(entry).status().code(); };

  EXPECT_EQ(code(EntryOf(kCase, Kind::kIntake, Day(2025, 2, 3)).entry), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code(EntryOf(SubjectId::Of(CaseOf(9)), Kind::kSession, Day(2025, 2, 3)).entry),
            absl::StatusCode::kNotFound);
  domain::Entry stranger = EntryOf(kCase, Kind::kSession, Day(2025, 2, 3)).entry;
  stranger.header.therapist = MemberOf(9);
  EXPECT_EQ(code(stranger), absl::StatusCode::kNotFound);
}

TEST_P(TrialTest, OutlivesLaterAppends) {
  const auto trial = fixture_.store().Try();
  const auto id = trial->AddEntry(Reaction());
  ASSERT_TRUE(id.ok()) << id.status();
  const auto outcome = trial->Outcome();

  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 4))}).ok());

  EXPECT_TRUE(outcome->GetEntry(*id).ok());
  EXPECT_EQ(outcome->EntryAt(outcome->size() - 1)->get()->entry.kind, Kind::kPersonalReaction);
  EXPECT_EQ(fixture_.view()->EntryAt(outcome->size() - 1)->get()->entry.kind, Kind::kSession);
}

// Not even that the subject has a second key now, which would say that something personal is there.
TEST_P(TrialTest, LeavesEveryFileAsItWas) {
  if (!GetParam()) GTEST_SKIP() << "there are no files";
  fixture_.Close();
  fixture_.Open();
  const auto before = FilesAtRest();
  ASSERT_FALSE(before.empty());

  {
    const auto trial = fixture_.store().Try();
    const auto id = trial->AddEntry(Reaction());
    ASSERT_TRUE(id.ok()) << id.status();
    ASSERT_TRUE(trial->AddAssessment(Opening(*id)).ok());
    ASSERT_TRUE(trial->Outcome()->GetEntry(*id).ok());
  }

  EXPECT_TRUE(Files() == before);
  // Nor does it come out with what is written next.
  ASSERT_TRUE(fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 4))}).ok());
  const std::string keys = fixture_.data_dir() + "/KEYS";
  ASSERT_TRUE(before.contains(keys));
  EXPECT_TRUE(Files().at(keys) == before.at(keys));
}

INSTANTIATE_TEST_SUITE_P(Every, TrialTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::trial_test
