#ifndef CANDOR_TESTS_POLICIES_CONSULTATION_FIXTURE_H_
#define CANDOR_TESTS_POLICIES_CONSULTATION_FIXTURE_H_

#include <gtest/gtest.h>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

namespace candor::consultation {

class ConsultationTest : public ::testing::Test {
 protected:
  sdk::testing::FakeHost host_{candor_policy_plugin};
};

}  // namespace candor::consultation

#endif  // CANDOR_TESTS_POLICIES_CONSULTATION_FIXTURE_H_
