#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/conduct_entries.h"

namespace candor::prohibitions::advance_or_promise_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AdvanceOrPromiseTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

TEST_F(AdvanceOrPromiseTest, AnyAdvanceToACurrentClientIsTakenUpTheSameDay) {
  for (const int64_t what : {CANDOR_ADVANCE_OR_PROMISE_WHAT_SEXUAL_REMARK, CANDOR_ADVANCE_OR_PROMISE_WHAT_ASKING_OUT,
                             CANDOR_ADVANCE_OR_PROMISE_WHAT_DECLARATION_OF_LOVE,
                             CANDOR_ADVANCE_OR_PROMISE_WHAT_PROMISE_OF_LATER, CANDOR_ADVANCE_OR_PROMISE_WHAT_OTHER}) {
    FakeHost host(candor_policy_plugin);
    host.Feed(Advance("p1", "2025-03-01", what).Reported("2025-03-03"));
    EXPECT_THAT(host.Lines(), ElementsAre("advance_or_promise p1 urgent prohibit due 2025-03-03: open")) << what;
  }
}

TEST_F(AdvanceOrPromiseTest, FlirtingIsImportantAndSoIsWhatNobodySaidMoreAbout) {
  host_.Feed(Advance("p1", "2025-03-01", CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING));
  host_.Feed(Advance("p2", "2025-03-01").Without(CANDOR_FIELD_ADVANCE_OR_PROMISE_WHAT));

  EXPECT_THAT(host_.Lines(), ElementsAre("advance_or_promise p1 important prohibit due 2025-03-01: open",
                                         "advance_or_promise p2 important prohibit due 2025-03-01: open"));
}

// V13: the client leaves afterwards, and that ends nothing.
TEST_F(AdvanceOrPromiseTest, NothingThatIsRecordedLaterEndsIt) {
  host_.FeedAll({Advance("p1", "2025-03-01"), Consultation("c1", "2025-03-02"), Supervision("s1", "2025-03-03"),
                 Left("e1", "2025-03-05")});
  host_.PassTo("2045-01-01");

  EXPECT_THAT(host_.Lines(), ElementsAre("advance_or_promise p1 urgent prohibit due 2025-03-01: open"));
}

TEST_F(AdvanceOrPromiseTest, HearsayOpensNothing) {
  host_.Feed(Advance("p1", "2025-03-01").Basis(CANDOR_BASIS_SUSPICION));
  host_.Feed(Advance("p2", "2025-03-01").Basis(CANDOR_BASIS_TOLD_BY_OTHER));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(AdvanceOrPromiseTest, ToSomebodyElseItIsNotThisRules) {
  host_.Feed(Advance("p1", "2025-03-01")
                 .Set(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY, CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_RELATIVE));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(AdvanceOrPromiseTest, ToWhomIsAskedForWhereNobodySaid) {
  host_.Feed(Advance("p1", "2025-03-01").Without(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY));

  EXPECT_THAT(host_.Lines(), ElementsAre("advance_or_promise p1 later complete_record due 2025-03-15: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY));
}

TEST_F(AdvanceOrPromiseTest, WhatWasSaidBeforeTheTherapyWasSaidToNobodysClient) {
  host_.FeedAll({Advance("p1", "2019-05-01"), Intake("i1", "2026-11-01"), Advance("p2", "2026-11-08")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("advance_or_promise p1 urgent prohibit due 2019-05-01: withdrawn 2026-11-01 by i1",
                          "advance_or_promise p2 urgent prohibit due 2026-11-08: open"));
}

// Nor does it stand before the ending: half a year back there is nothing but what was said to nobody's client.
TEST_F(AdvanceOrPromiseTest, WhatWasSaidBeforeTheTherapyIsNoGroundForWhatItsEndingCircumvents) {
  host_.FeedAll({Advance("p1", "2024-05-01"), Intake("i1", "2024-06-01"), EndedByTherapist("e1", "2024-07-01"),
                 ActAfter("a1", "2024-08-01")});

  EXPECT_THAT(host_.Of("terminate_to_circumvent"), IsEmpty());
}

}  // namespace
}  // namespace candor::prohibitions::advance_or_promise_test
