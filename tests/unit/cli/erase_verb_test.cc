#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::erase_verb_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class TwoCases final : public v1::CaseService::Service {
 public:
  grpc::Status GetCase(grpc::ServerContext*, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override {
    response->mutable_case_()->set_name(request->name());
    response->mutable_case_()->set_code(request->name() == "cases/a" ? "C-1" : "C-2");
    return grpc::Status::OK;
  }
};

class FakeRetention final : public v1::RetentionService::Service {
 public:
  grpc::Status ProposeErasure(grpc::ServerContext*, const v1::ProposeErasureRequest* request,
                              v1::ProposeErasureResponse* response) override {
    if (request->subject() == held) {
      return {grpc::StatusCode::FAILED_PRECONDITION, "a legal hold forbids it; see `candor hold list`"};
    }
    reasons.push_back(request->reason());
    if (!request->validate_only()) {
      ++proposed;
      erased_in_order.push_back(request->subject());
    }
    *response->mutable_erasure() = reach;
    if (request->subject() == moved_to) {
      v1::SealedElsewhere& sealed = *response->mutable_erasure()->add_sealed_elsewhere();
      sealed.set_subject(moved_from);
      sealed.set_entries(1);
    }
    response->mutable_erasure()->set_name("erasures/e");
    return grpc::Status::OK;
  }

  grpc::Status PlaceHold(grpc::ServerContext*, const v1::PlaceHoldRequest* request,
                         v1::PlaceHoldResponse* response) override {
    reasons.push_back(request->reason());
    response->mutable_hold()->set_name(request->subject() + "/holds/h");
    return grpc::Status::OK;
  }

  grpc::Status ReleaseHold(grpc::ServerContext*, const v1::ReleaseHoldRequest* request,
                           v1::ReleaseHoldResponse* response) override {
    response->mutable_hold()->set_name(request->name());
    response->mutable_hold()->set_state(v1::HOLD_STATE_RELEASE_PROPOSED);
    return grpc::Status::OK;
  }

  grpc::Status ApproveRelease(grpc::ServerContext*, const v1::ApproveReleaseRequest* request,
                              v1::ApproveReleaseResponse* response) override {
    if (!approval.ok()) return approval;
    response->mutable_hold()->set_name(request->name());
    response->mutable_hold()->set_state(v1::HOLD_STATE_RELEASED);
    return grpc::Status::OK;
  }

  grpc::Status RefuseRelease(grpc::ServerContext*, const v1::RefuseReleaseRequest* request,
                             v1::RefuseReleaseResponse* response) override {
    ++refused;
    response->mutable_hold()->set_name(request->name());
    response->mutable_hold()->set_state(v1::HOLD_STATE_PLACED);
    return grpc::Status::OK;
  }

  grpc::Status ListDueErasures(grpc::ServerContext*, const v1::ListDueErasuresRequest*,
                               v1::ListDueErasuresResponse* response) override {
    for (const std::string& each : due) {
      v1::DueErasure& erasure = *response->add_due();
      erasure.set_subject(each);
      erasure.set_scope(v1::ERASURE_SCOPE_EVERYTHING);
      erasure.mutable_due()->set_year(2020);
      erasure.mutable_due()->set_month(1);
      erasure.mutable_due()->set_day(2);
    }
    return grpc::Status::OK;
  }

  grpc::Status ApproveErasure(grpc::ServerContext*, const v1::ApproveErasureRequest*,
                              v1::ApproveErasureResponse* response) override {
    if (!approval.ok()) return approval;
    if (!taken_meanwhile.empty()) std::ofstream(taken_meanwhile) << "precious";
    v1::Erasure& erasure = *response->mutable_erasure();
    erasure = reach;
    erasure.set_name("erasures/e");
    erasure.set_subject("cases/a");
    erasure.set_state(v1::ERASURE_STATE_IN_FORCE);
    std::string known;
    for (int i = 0; i < backups; ++i) known += "\nbackup " + std::to_string(i);
    for (int i = 0; i < certificates; ++i) erasure.add_certificates("certificate " + std::to_string(i + 1) + known);
    return grpc::Status::OK;
  }

  grpc::Status RefuseErasure(grpc::ServerContext*, const v1::RefuseErasureRequest*,
                             v1::RefuseErasureResponse* response) override {
    ++refused;
    response->mutable_erasure()->set_state(v1::ERASURE_STATE_REFUSED);
    return grpc::Status::OK;
  }

  grpc::Status approval = grpc::Status::OK;
  int refused = 0;
  v1::Erasure reach;  // what goes with it, and what stays elsewhere
  std::vector<std::string> due;
  std::string held;                  // what is refused
  std::string moved_to, moved_from;  // one entry was
  int proposed = 0;
  std::vector<std::string> reasons;
  std::vector<std::string> erased_in_order;
  int certificates = 2;
  int backups = 0;              // that each of them names
  std::string taken_meanwhile;  // a file that somebody else makes while it is erased
};

std::string ContentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class EraseVerbTest : public ::testing::Test {
 protected:
  Outcome Erase() {
    return RunVerb(daemon_, "case",
                   {"erase", "cases/a", "--reason", "asked for", "--second", "Maria Lopez", "--yes", "--out", file_});
  }

  Outcome RunWhatIsDue() { return RunVerb(daemon_, "retention", {"run", "--second", "Maria Lopez", "--yes"}); }

  FakeRetention retention_;
  TwoCases cases_;
  OneMember members_;
  FakeDaemon daemon_{{&retention_, &cases_, &members_}};
  const std::string file_ = daemon_.folder() + "/C-1.erased";
};

// As the daemon says it once people call with certificates of their own.
grpc::Status NobodyActsForThem() {
  v1::ErrorDetail detail;
  detail.set_field("candor-act-for");
  detail.set_reason("act_for_off");
  v1::ErrorStatus status;
  status.add_details()->set_value(detail.SerializeAsString());
  return {grpc::StatusCode::PERMISSION_DENIED, "nobody acts for them", status.SerializeAsString()};
}

TEST_F(EraseVerbTest, ItWaitsForWhoApprovesOnAMachineOfTheirOwn) {
  retention_.approval = NobodyActsForThem();

  const Outcome waits = Erase();

  EXPECT_EQ(waits.code, 0) << waits.err;
  EXPECT_THAT(waits.err, HasSubstr("\n  candor retention approve erasures/e\n"));
  EXPECT_THAT(waits.err, HasSubstr("\n  candor retention show erasures/e\n"));
  EXPECT_EQ(retention_.refused, 0);
  EXPECT_FALSE(std::filesystem::exists(file_)) << "there is no certificate yet";
}

TEST_F(EraseVerbTest, SoDoesTheReleaseOfAHold) {
  const std::string hold = "cases/a/holds/h";
  retention_.approval = NobodyActsForThem();

  const Outcome waits = RunVerb(daemon_, "hold", {"release", hold, "--reason", "over", "--second", "Maria Lopez"});
  EXPECT_EQ(retention_.refused, 0);
  const Outcome refused = RunVerb(daemon_, "hold", {"refuse", hold});

  EXPECT_EQ(waits.code, 0) << waits.err;
  EXPECT_THAT(waits.err, HasSubstr("\n  candor hold approve cases/a/holds/h\n"));
  EXPECT_THAT(waits.out, HasSubstr("Nothing of it is erased until the hold is released."));
  EXPECT_THAT(refused.out, HasSubstr("The hold stands as before."));
  EXPECT_EQ(retention_.refused, 1);
}

TEST_F(EraseVerbTest, WhatIsNotApprovedForAnotherReasonWaitsForNobody) {
  retention_.approval = {grpc::StatusCode::PERMISSION_DENIED, "has a part in it"};

  const Outcome outcome = Erase();

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotAllowed));
  EXPECT_EQ(retention_.refused, 1);
  EXPECT_EQ(Json::parse(RunVerb(daemon_, "retention", {"refuse", "erasures/e", "-o", "json"}).out)["state"], "refused");
}

TEST_F(EraseVerbTest, EachCertificateHasItsFile) {
  retention_.certificates = 3;

  const Outcome outcome = Erase();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(ContentOf(file_), "certificate 1");
  EXPECT_EQ(ContentOf(file_ + ".2"), "certificate 2");
  EXPECT_EQ(ContentOf(file_ + ".3"), "certificate 3");
}

TEST_F(EraseVerbTest, WhyItIsErasedOrHeldIsLookedAtForNames) {
  const std::string names_somebody = "asked for by Maria Lopez\nasked for\n";

  const Outcome erased = RunBeforeAPerson(
      daemon_.address(), {"case", "erase", "cases/a", "--second", "Maria Lopez", "--yes", "--out", file_},
      names_somebody);
  const Outcome held = RunBeforeAPerson(daemon_.address(), {"hold", "place", "--case", "cases/a"}, names_somebody);

  EXPECT_EQ(erased.code, 0) << erased.err;
  EXPECT_EQ(held.code, 0) << held.err;
  for (const Outcome* each : {&erased, &held}) {
    EXPECT_THAT(Flat(each->err), HasSubstr("perhaps a member's name (reason, line 1, column 14)"));
  }
  EXPECT_THAT(retention_.reasons, ::testing::Each("asked for"));
  EXPECT_GE(retention_.reasons.size(), 2U);
}

TEST_F(EraseVerbTest, SaysBeforeAndAfterWhatGoesWithItAndWhatStaysOnTheDisk) {
  retention_.reach.add_merged_cases("cases/a");
  v1::SealedElsewhere& sealed = *retention_.reach.add_sealed_elsewhere();
  sealed.set_subject("cases/a");
  sealed.set_entries(2);
  const char* const stays =
      "2 entries were moved here from C-1. Nobody is shown the words there any more, and no export has them; but they "
      "stay on the disk, sealed with the key of C-1, until that case is erased as well: candor case erase C-1.";

  const Outcome outcome = Erase();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("What was merged into it goes with it: C-1."));
  EXPECT_THAT(Flat(outcome.err), HasSubstr(stays));
  EXPECT_THAT(Flat(outcome.out), HasSubstr(stays));
  EXPECT_THAT(outcome.out, HasSubstr("With it"));
  EXPECT_EQ(retention_.proposed, 1);
}

TEST_F(EraseVerbTest, AFileThatIsNotNeededIsNotMade) {
  retention_.certificates = 1;

  EXPECT_EQ(Erase().code, 0);

  EXPECT_FALSE(std::filesystem::exists(file_ + ".2"));
  EXPECT_FALSE(std::filesystem::exists(file_ + ".2.part"));
}

TEST_F(EraseVerbTest, NothingIsErasedWhereACertificateCouldNotBeKept) {
  std::ofstream(file_ + ".2") << "precious";

  const Outcome outcome = Erase();

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("a certificate replaces nothing"));
  EXPECT_EQ(retention_.proposed, 0);
  EXPECT_EQ(ContentOf(file_ + ".2"), "precious");
  EXPECT_FALSE(std::filesystem::exists(file_ + ".part"));
}

TEST_F(EraseVerbTest, TheCertificatesOfWhatWasMergedIntoItAreCountedBeforeAnythingIsErased) {
  retention_.reach.add_merged_cases("cases/b");
  retention_.certificates = 4;
  std::ofstream(file_ + ".4") << "precious";

  const Outcome refused = Erase();

  EXPECT_EQ(refused.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(Flat(refused.err), HasSubstr(file_ + ".4 is there already"));
  EXPECT_THAT(Flat(refused.err), Not(HasSubstr("To be erased")));
  EXPECT_EQ(retention_.proposed, 0);
  EXPECT_EQ(ContentOf(file_ + ".4"), "precious");
  EXPECT_FALSE(std::filesystem::exists(file_ + ".part"));

  std::filesystem::remove(file_ + ".4");
  EXPECT_EQ(Erase().code, 0);
  EXPECT_EQ(ContentOf(file_ + ".4"), "certificate 4");
}

TEST_F(EraseVerbTest, OneThatIsRefusedKeepsNothingElseThatIsDueFromGoing) {
  retention_.due = {"cases/a", "cases/b"};
  retention_.held = "cases/a";

  const Outcome outcome = RunWhatIsDue();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Left out, C-1: a legal hold forbids it; see `candor hold list`"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("these 1."));
  EXPECT_THAT(retention_.erased_in_order, ElementsAre("cases/b"));
}

TEST_F(EraseVerbTest, WhereAllThatIsDueIsRefusedNothingIsErased) {
  retention_.due = {"cases/a"};
  retention_.held = "cases/a";

  const Outcome outcome = RunWhatIsDue();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Left out, C-1"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Nothing is due that nothing blocks."));
  EXPECT_EQ(retention_.proposed, 0);
}

TEST_F(EraseVerbTest, WhatGoesInTheSameRunIsNotSaidToStay) {
  retention_.moved_to = "cases/a";
  retention_.moved_from = "cases/b";
  retention_.due = {"cases/a"};
  EXPECT_THAT(Flat(RunWhatIsDue().err), HasSubstr("Of C-1: 1 entry was moved here from C-2."));
  retention_.erased_in_order.clear();

  retention_.due = {"cases/a", "cases/b"};
  const Outcome outcome = RunWhatIsDue();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), Not(HasSubstr("was moved here")));
  EXPECT_THAT(retention_.erased_in_order, ElementsAre("cases/b", "cases/a")) << "from where it was moved first";
}

TEST_F(EraseVerbTest, WhatIsErasedAndNotKeptIsToldAllTheSame) {
  retention_.taken_meanwhile = file_;

  const Outcome outcome = Erase();

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(outcome.out, HasSubstr("certificate 1"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("It is erased; the certificate: candor retention show erasures/e"));
  EXPECT_EQ(ContentOf(file_), "precious");
}

TEST_F(EraseVerbTest, SaysWhatACertificateLeavesOpenAboutBackups) {
  retention_.certificates = 1;
  EXPECT_THAT(Flat(Erase().out), HasSubstr("It names no backup: this ledger knows of none"));
  std::filesystem::remove(file_);

  retention_.backups = 2;
  const std::string some = Flat(Erase().out);
  EXPECT_THAT(some, Not(HasSubstr("It names")));
  std::filesystem::remove(file_);

  retention_.backups = 1000;
  EXPECT_THAT(Flat(Erase().out), HasSubstr("It names the newest 1000 backups; whatever older ones there are"));
}

}  // namespace
}  // namespace candor::cli::erase_verb_test
