#ifndef CANDOR_TESTS_CONTRACT_ERASURE_FIXTURE_H_
#define CANDOR_TESTS_CONTRACT_ERASURE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/erasure.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::erasure_test {

inline const SubjectId kCase = SubjectId::Of(CaseOf(1));
inline const SubjectId kOther = SubjectId::Of(CaseOf(2));

inline domain::Erasure Proposed(uint8_t id, std::vector<domain::KeyClass> classes) {
  domain::Erasure erasure;
  erasure.id = ErasureId(BytesOf(0x70, id));
  erasure.subject = kCase;
  erasure.classes = std::move(classes);
  erasure.reason = Sensitive<std::string>("asked for");
  return erasure;
}

inline domain::Erasure InForce(domain::Erasure erasure) {
  erasure.state = domain::DecisionState::kInForce;
  erasure.approver = MemberOf(2);
  return erasure;
}

inline const std::vector<domain::KeyClass> kEverything = {domain::KeyClass::kGeneral, domain::KeyClass::kPersonal};

inline domain::FollowUpSection OpenFollowUp(uint8_t id, domain::KeyClass key_class, EntryId opened_by) {
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x71, id));
  section.clear.subject = kCase;
  section.clear.key_class = key_class;
  section.clear.therapist = MemberOf(1);
  section.clear.opened_on = Day(2025, 2, 3);
  section.clear.reported_on = Day(2025, 2, 3);
  section.clear.due = Day(2025, 2, 17);
  section.sealed.rule = "attraction_consult";
  section.sealed.opened_by = opened_by;
  return section;
}

// What every store owes those who have something erased.
class ErasureTest : public testing::TestWithParam<bool> {
 protected:
  ErasureTest() : fixture_(GetParam()) {
    fixture_.AddPractice();
    domain::NewEntry session = EntryOf(kCase, Kind::kSession, Day(2025, 2, 3));
    session.entry.narrative = Sensitive<domain::Narrative>({"what was said", {}});
    session_ = fixture_.Append({session})->entry;
    domain::NewEntry reaction = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3));
    reaction.entry.facts.SetNumber(MakeFieldId(Kind::kPersonalReaction, 1), 6);
    reaction.entry.narrative = Sensitive<domain::Narrative>({"what was felt", {}});
    reaction_ = fixture_.Append({reaction})->entry;
    domain::Assessment assessment;
    assessment.answers_to = fixture_.view()->size();
    assessment.sections = {OpenFollowUp(1, domain::KeyClass::kGeneral, session_),
                           OpenFollowUp(2, domain::KeyClass::kPersonal, reaction_)};
    EXPECT_TRUE(fixture_.Append({assessment}).ok());
  }

  void Erase(uint8_t id, const std::vector<domain::KeyClass>& classes) {
    ASSERT_TRUE(fixture_.Append({Proposed(id, classes)}).ok());
    const auto erased = fixture_.Append({InForce(Proposed(id, classes))});
    ASSERT_TRUE(erased.ok()) << erased.status();
  }

  // Faults, and how many records are erased.
  std::pair<size_t, uint64_t> Checked() {
    const auto checked = fixture_.store().evidence().CheckRecords(0, 1000);
    uint64_t erased = 0;
    for (const domain::ErasedRecords& each : checked->erased) erased += each.records;
    const auto rows = fixture_.store().evidence().CheckProjections();
    EXPECT_THAT(rows->faults, ::testing::IsEmpty()) << rows->faults[0].place << ": " << rows->faults[0].problem;
    return {checked->faults.size(), erased};
  }

  StoreFixture fixture_;
  EntryId session_;
  EntryId reaction_;
};

}  // namespace candor::store::erasure_test

#endif  // CANDOR_TESTS_CONTRACT_ERASURE_FIXTURE_H_
