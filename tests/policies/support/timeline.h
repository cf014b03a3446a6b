#ifndef CANDOR_TESTS_POLICIES_SUPPORT_TIMELINE_H_
#define CANDOR_TESTS_POLICIES_SUPPORT_TIMELINE_H_

#include <string>
#include <vector>

#include "daemon/domain/policy_engine.h"
#include "daemon/domain/subject.h"

// Short ways to write down events and tasks in tests of policies.
namespace candor::policy::testing {

// An id whose last bytes are `number`.
IdBytes NumberedId(uint64_t number);
domain::SubjectId CaseNumber(uint64_t number);

// An entry of a case on a day, written down the same day, by therapist 1. `number` names it and is its ledger number.
domain::PolicyEvent EventOn(int32_t day, uint64_t number, domain::Kind kind);
// A session of so many minutes, which is how the policies in tests/abi/bad_plugins are told what to do.
domain::PolicyEvent SessionOn(int32_t day, uint64_t number, int64_t minutes = 50);

domain::PolicyTask TaskFor(const std::string& plugin, std::vector<domain::PolicyEvent> events, int32_t until = 0,
                           uint64_t case_number = 1);

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_POLICIES_SUPPORT_TIMELINE_H_
