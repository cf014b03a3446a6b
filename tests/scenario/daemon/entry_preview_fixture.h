#ifndef CANDOR_TESTS_SCENARIO_DAEMON_ENTRY_PREVIEW_FIXTURE_H_
#define CANDOR_TESTS_SCENARIO_DAEMON_ENTRY_PREVIEW_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor {

// A therapist with a case, a colleague, and the question what would come of an entry that nobody writes down.
class EntryPreviewFixture : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    therapist_ = MakeMember("Ana Nguyen");
    colleague_ = MakeMember("Maria Lopez");
    case_ = OpenCase("C-1042", therapist_);
  }

  static v1::PreviewEntryRequest PreviewOf(const v1::CreateEntryRequest& create) {
    v1::PreviewEntryRequest request;
    request.set_parent(create.parent());
    *request.mutable_entry() = create.entry();
    return request;
  }

  v1::EntryPreview Preview(const v1::CreateEntryRequest& create, const std::string& act_for = "") {
    v1::PreviewEntryResponse response;
    const grpc::Status status =
        Call(entries_, &v1::EntryService::Stub::PreviewEntry, PreviewOf(create), response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.preview();
  }

  std::string therapist_, colleague_, case_;
};

}  // namespace candor

#endif  // CANDOR_TESTS_SCENARIO_DAEMON_ENTRY_PREVIEW_FIXTURE_H_
