#ifndef CANDOR_TESTS_UNIT_STORE_HISTORY_H_
#define CANDOR_TESTS_UNIT_STORE_HISTORY_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "daemon/domain/store.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store {

// Writes what a practice might into a store, at random and reproducibly: members, cases, entries of many kinds, late
// ones, corrections, notes that cover cases, assessments, decisions, changed closed days, entries that are moved, read
// and called back, cases that are merged, rules that are tried out, and now and then what happens to a ledger as such.
class History final {
 public:
  History(StoreFixture& fixture, uint32_t seed) : fixture_(fixture), random_(seed) {}

  // A few members and cases.
  void Begin();
  // One more transaction. Refusals are part of it.
  void Step();

 private:
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
  template <class T>
  const T& AnyOf(const std::vector<T>& values) {
    return values[Below(static_cast<uint32_t>(values.size()))];
  }
  Day AnyDay() { return Day(2025, 1, 1) + static_cast<int>(Below(300)); }
  domain::NewEntry AnyEntry();
  domain::NewEntry AnyRevision();
  domain::Assessment AnyAssessment();
  domain::Decision AnyDecision();
  std::vector<domain::Change> AnyMove();
  domain::FirstRead AnyRead();
  domain::CaseMerged AnyMerge();
  domain::Activation AnyActivation();
  domain::ReportSigned AnySignature();
  domain::EnrolmentRecorded AnyEnrolment();
  MemberId AnyMember();
  domain::RoleChange AnyRole();
  domain::Access AnyAccess();
  domain::Change AnyOversight();
  domain::Emergency AnyEmergency(const EmergencyId& id);
  domain::Change AnyRarity();
  void Append(std::vector<domain::Change> changes);

  struct Written {
    EntryId id;
    SubjectId subject;
    bool personal;
  };

  StoreFixture& fixture_;
  std::mt19937 random_;
  uint8_t cases_ = 0;
  std::vector<Written> entries_;
  std::vector<std::pair<SubjectId, FollowUpId>> follow_ups_;
  uint8_t names_ = 0;
  uint8_t activations_ = 0;
  uint8_t signatures_ = 0;
  uint8_t batches_ = 0;
  uint8_t enrolments_ = 0;
  std::vector<domain::RoleChange> roles_;  // as they were given
  uint8_t accesses_ = 0;
  uint8_t oversights_ = 0;
  std::vector<domain::Emergency> emergencies_;
};

std::string Render(const domain::View& view);
// Of that, who has which role, who was shown what, and how the practice answers for it.
std::string RenderAccess(const domain::View& view);

}  // namespace candor::store

#endif  // CANDOR_TESTS_UNIT_STORE_HISTORY_H_
