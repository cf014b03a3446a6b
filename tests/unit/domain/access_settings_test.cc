#include "daemon/domain/access_settings.h"

#include <gtest/gtest.h>

#include <vector>

// A practice takes away; it never gives.
namespace candor::domain::access_settings_test {
namespace {

constexpr Hat kParty{Role::kTherapist, Relation::kParty};

TEST(AccessSettingsTest, WhatIsHiddenIsNotShownByThatHat) {
  const std::vector<Tightening> tightened = {{kParty, kDetailBit | kNarrativeBit}};

  EXPECT_EQ(Tightened(kTriageBit | kDetailBit, tightened, kParty), kTriageBit);
  EXPECT_EQ(Tightened(kTriageBit | kDetailBit, tightened, {Role::kTherapist, Relation::kSubject}),
            kTriageBit | kDetailBit);
  EXPECT_EQ(Tightened(kEveryClass, {}, kParty), kEveryClass);
}

// Whatever is set, nobody is shown a class by it that the table does not give.
TEST(AccessSettingsTest, NoTighteningEverAddsAClass) {
  for (const SightCell& cell : SightCells()) {
    for (unsigned hidden = 0; hidden <= kEveryClass; ++hidden) {
      const std::vector<Tightening> tightened = {{cell.hat, static_cast<Classes>(hidden)}};
      const unsigned left = Tightened(cell.classes, tightened, cell.hat);
      EXPECT_EQ(left & ~static_cast<unsigned>(cell.classes), 0U);
      EXPECT_EQ(left & hidden, 0U);
    }
  }
}

TEST(AccessSettingsTest, WhatShowsSomethingMayBeTightened) {
  EXPECT_TRUE(CheckTightens({kParty, kDetailBit}).ok());
  EXPECT_TRUE(CheckTightens({{Role::kDirector, Relation::kNone}, kTriageBit}).ok());
  EXPECT_TRUE(CheckTightens({{Role::kSupervisor, Relation::kSupervisesNow}, kPersonalBit}).ok());
}

TEST(AccessSettingsTest, NothingElseIsOne) {
  const std::vector<Tightening> wrong = {
      {kParty, 0},
      {kParty, kPersonalBit},  // not shown to a party anyway
      {{Role::kDirector, Relation::kNone}, kNarrativeBit},
      {{Role::kAuditor, Relation::kNone}, kTriageBit},
      {{Role::kDirector, Relation::kParty}, kTriageBit},
      {{Role::kTherapist, Relation::kSelf}, kNarrativeBit},
      {{Role::kConsultant, Relation::kNamedReader}, kPersonalBit},
  };
  for (const Tightening& each : wrong) {
    EXPECT_EQ(CheckTightens(each).code(), absl::StatusCode::kInvalidArgument)
        << static_cast<int>(each.hat.role) << " " << static_cast<int>(each.hat.relation);
  }
}

}  // namespace
}  // namespace candor::domain::access_settings_test
