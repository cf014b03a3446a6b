#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/entry.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"

namespace candor::cli::entry_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KeptEntries final : public v1::EntryService::Service {
 public:
  grpc::Status GetEntry(grpc::ServerContext*, const v1::GetEntryRequest*, v1::GetEntryResponse* response) override {
    *response->mutable_entry() = entries.front();
    return grpc::Status::OK;
  }
  grpc::Status ListEntries(grpc::ServerContext*, const v1::ListEntriesRequest*,
                           v1::ListEntriesResponse* response) override {
    for (const v1::Entry& each : entries) *response->add_entries() = each;
    return grpc::Status::OK;
  }

  std::vector<v1::Entry> entries;
};

class EntryVerbTest : public ::testing::Test {
 protected:
  // A gift that the client offered and the therapist did not take, as the client told it.
  EntryVerbTest() {
    v1::Entry& gift = service_.entries.emplace_back();
    gift.set_name("cases/a/entries/gift");
    gift.set_kind(v1::ENTRY_KIND_CROSSING);
    *gift.mutable_occurred()->mutable_date() = ToWire(Day(2026, 5, 30));
    gift.set_stage(v1::ENTRY_STAGE_DECLINED);
    gift.set_basis(v1::ENTRY_BASIS_CLIENT_ACCOUNT);
    gift.set_source(v1::ENTRY_SOURCE_CLIENT);
    gift.mutable_crossing()->set_area(v1::BOUNDARY_AREA_GIFT_IN);
  }

  std::string Show() { return RunAgainst(daemon_.address(), {"entry", "show", "cases/a/entries/gift"}).out; }
  std::string Timeline() { return RunAgainst(daemon_.address(), {"case", "timeline", "cases/a"}).out; }

  KeptEntries service_;
  FakeDaemon daemon_{{&service_}};
};

TEST_F(EntryVerbTest, WhatTheOperatorWroteInSomebodysNameSaysSo) {
  v1::Entry& gift = service_.entries.front();
  gift.set_author("members/a");
  gift.set_acting_for("members/a");
  EXPECT_THAT(Flat(Show()), Not(HasSubstr("for them")));

  gift.set_principal("operator");

  EXPECT_THAT(Flat(Show()), HasSubstr("members/a (the operator, for them)"));
}

TEST_F(EntryVerbTest, SaysHowFarItWentHowItIsKnownAndWhoseAccountItIs) {
  const std::string shown = Flat(Show());

  EXPECT_THAT(shown, HasSubstr("How far: declined"));
  EXPECT_THAT(shown, HasSubstr("How known: client account"));
  EXPECT_THAT(shown, HasSubstr("Whose account: client"));
}

TEST_F(EntryVerbTest, ATimelineSaysWhatWasNotDone) {
  EXPECT_THAT(Timeline(), HasSubstr("how far: declined, area: gift in"));

  service_.entries[0].set_stage(v1::ENTRY_STAGE_DONE);
  EXPECT_THAT(Timeline(), Not(HasSubstr("how far")));
}

TEST_F(EntryVerbTest, WhatRevisesAnErasedEntryIsNotSaidToHaveErasedIt) {
  service_.entries[0].set_erased(true);
  EXPECT_THAT(Flat(Show()), HasSubstr("Since then: erased"));
  EXPECT_THAT(Show(), Not(HasSubstr("erased;")));

  service_.entries[0].set_refiled(true);
  service_.entries[0].set_revised_by("cases/a/entries/left");

  EXPECT_THAT(Flat(Show()), HasSubstr("Since then: erased; moved to another case by cases/a/entries/left"));
}

TEST_F(EntryVerbTest, AnAnswerStandsWithWhatItAnswers) {
  service_.entries[0].add_responded_by("cases/a/entries/answer");
  v1::Entry& answer = service_.entries.emplace_back();
  answer.set_name("cases/a/entries/answer");
  answer.set_kind(v1::ENTRY_KIND_RESPONSE);
  answer.set_responds_to("cases/a/entries/gift");
  answer.mutable_response()->set_form(v1::RESPONSE_FORM_WRITTEN);

  EXPECT_THAT(Flat(Show()), HasSubstr("Answered by: cases/a/entries/answer"));
  EXPECT_THAT(Timeline(), HasSubstr("to a boundary of 2026-05-30, form: written"));
}

// What would be read over the shoulder is in the shell's history too.
TEST_F(EntryVerbTest, ACorrectionTakesNoWordOnTheLineThatIsOnlyAskedFor) {
  const Outcome outcome =
      RunAgainst(daemon_.address(), {"entry", "amend", "cases/a/entries/gift", "--set", "area=secrecy", "--yes"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(outcome.err, HasSubstr("where others on this machine can see it"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("secrecy")));
}

}  // namespace
}  // namespace candor::cli::entry_verb_test
