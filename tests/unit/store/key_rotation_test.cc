#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/unit/store/key_custodian_fixture.h"

// New keys below the master key, while the directory is open, and cut short at each step.
namespace candor::store::key_rotation_test {
namespace {

TEST_F(KeyCustodianTest, ARotationLeavesNoFileUnderAnOlderKey) {
  Open();
  Fill();
  const std::string table = FileText(File("KEYS"));

  ASSERT_TRUE(Rotate().ok());
  AwaitNothingUnderWay();

  const domain::KeyStatus status = Status();
  EXPECT_EQ(status.table_generation, 2u);
  ASSERT_EQ(status.file_keys.size(), 1u);
  EXPECT_EQ(status.file_keys[0].number, 2u);
  EXPECT_GT(status.file_keys[0].files, 0u);
  EXPECT_NE(FileText(File("KEYS")), table);
  EXPECT_EQ(Recorded(domain::KeyEventKind::kRotationBegun), 1u);
  EXPECT_EQ(Recorded(domain::KeyEventKind::kRotationDone), 1u);
  ExpectEverythingIsThere();
  Open();
  ExpectEverythingIsThere();
}

// Somebody put it there: no key has anything to do with it.
TEST_F(KeyCustodianTest, AStrayFileThatIsNotSealedHoldsNoRotationUp) {
  Open();
  std::ofstream(data_ + "/db/notes.txt") << "not one of the database's";

  ASSERT_TRUE(Rotate().ok());
  AwaitNothingUnderWay();

  EXPECT_EQ(Status().work, domain::KeyWork::kNone);
  EXPECT_EQ(Status().file_keys.size(), 1u);
}

TEST_F(KeyCustodianTest, ARotationThatIsCutShortGoesOnAfterARestart) {
  for (const CustodyStep step : {CustodyStep::kFiles, CustodyStep::kDone, CustodyStep::kOldKeys}) {
    SCOPED_TRACE(static_cast<int>(step));
    CutAt(std::nullopt);
    Open();
    if (key_.empty()) Fill();
    CutAt(step);
    EXPECT_TRUE(Rotate().ok());
    absl::SleepFor(absl::Milliseconds(100));
    EXPECT_EQ(Status().work, domain::KeyWork::kRotating);
    EXPECT_EQ(Status().file_keys.size(), 2u);

    CutAt(std::nullopt);
    Open();
    AwaitNothingUnderWay();

    EXPECT_EQ(Status().file_keys.size(), 1u);
    ExpectEverythingIsThere();
    EXPECT_GE(Recorded(domain::KeyEventKind::kRotationDone), 1u);
  }
}

TEST_F(KeyCustodianTest, AskedForTwiceItRotatesOnce) {
  Open();
  Fill();
  CutAt(CustodyStep::kFiles);
  ASSERT_TRUE(Rotate().ok());
  ASSERT_TRUE(Rotate().ok());
  EXPECT_EQ(Status().table_generation, 2u);
  EXPECT_EQ(Status().file_keys.size(), 2u);
}

}  // namespace
}  // namespace candor::store::key_rotation_test
