// Where the practice goes on with an operator who acts for its members: what they are told of it, and what is not done
// in anybody's name.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/backup.grpc.pb.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::act_for_after_enrolment_test {
namespace {

using testing::SizeIs;

class ActForAfterEnrolmentTest : public TlsDaemonTest {
 protected:
  ActForAfterEnrolmentTest() { act_for_after_enrolment_ = true; }

  // By which a crossing of these days asks for more: that she is drawn to the client. Before anybody enrols.
  void WriteNote(const std::string& of_case, const std::string& therapist) {
    Record(ReactionFor(of_case, therapist, Today() - 7), therapist);
    WaitForPolicies();
  }
  v1::CreateEntryRequest PersonalMessage(const std::string& of_case, const std::string& therapist) {
    v1::CreateEntryRequest request = EntryFor(of_case, therapist, Today());
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
    request.mutable_entry()->mutable_crossing()->set_area(v1::BOUNDARY_AREA_MESSAGE_PERSONAL);
    return request;
  }

  // What a preview would tell of an entry, and of a correction of `written` in each way there is.
  static std::vector<v1::PreviewEntryRequest> EveryQuestion(const v1::CreateEntryRequest& create,
                                                            const std::string& written, const std::string& other_case) {
    v1::PreviewEntryRequest of_new, of_sight, amend, retract, refile;
    of_new.set_parent(create.parent());
    *of_new.mutable_entry() = create.entry();
    of_sight = of_new;
    of_sight.set_sight_only(true);
    amend.set_name(written);
    *amend.mutable_entry() = create.entry();
    retract.set_name(written);
    retract.mutable_retraction();
    refile.set_name(written);
    refile.set_case_(other_case);
    return {of_new, of_sight, amend, retract, refile};
  }
};

TEST_F(ActForAfterEnrolmentTest, TheOperatorGoesOnActingForMembersButNotOverTheNetwork) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));

  EXPECT_EQ(Ask(daemon_->InProcessChannel(), ana.member).code, grpc::StatusCode::OK);
  ExpectRefusal(Ask(ana.channel, ana.member), grpc::StatusCode::INVALID_ARGUMENT, "candor-act-for",
                "act_for_with_certificate");
}

// Nor does it to a director: the operator as such is told no more of notes than they are.
TEST_F(ActForAfterEnrolmentTest, ThatThereIsAPrivateNoteChangesNoLineOfTheLog) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string subject = OpenCase("C-1042", ana);
  Enrol(MakeMember("Maria Lopez"));
  const auto lines_of_a_look = [&] {
    v1::ListEntriesRequest entries;
    entries.set_parent(subject);
    v1::ListEntriesResponse listed;
    EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, entries, listed, ana).ok());
    FollowUps("", ana);
    std::vector<std::string> lines;
    for (v1::Access& each : Accesses()) {
      if (each.reader() != ana || each.method() == "EntryService.CreateEntry") continue;
      each.clear_record();
      each.clear_happened_at();
      lines.push_back(each.ShortDebugString());
    }
    return lines;
  };
  const std::vector<std::string> before = lines_of_a_look();
  ASSERT_THAT(before, SizeIs(2)) << "what was listed, and that nothing is to be done";
  Record(ReactionFor(subject, ana, Today()), ana);
  WaitForPolicies();
  ASSERT_FALSE(FollowUps("", ana).empty()) << "by now there is something, which comes of a note";

  std::vector<std::string> twice = before;
  twice.insert(twice.begin(), before[0]);  // the one to see that there is something
  twice.insert(twice.begin(), before.begin(), before.end());
  EXPECT_EQ(lines_of_a_look(), twice);
}

TEST_F(ActForAfterEnrolmentTest, AStreamInSomebodysNameIsOnRecordBeforeItSaysAnything) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.AddMetadata("candor-act-for", ana.member);
  const auto watch = v1::WatchService::NewStub(daemon_->InProcessChannel());
  const auto stream = watch->Watch(&context, v1::WatchRequest());
  v1::WatchResponse first;

  ASSERT_TRUE(stream->Read(&first));

  v1::ListAccessesResponse hers;
  ASSERT_TRUE(Call(v1::AccessService::NewStub(ana.channel), &v1::AccessService::Stub::ListAccesses,
                   v1::ListAccessesRequest(), hers)
                  .ok());
  context.TryCancel();
  ASSERT_EQ(hers.accesses_size(), 1) << hers.ShortDebugString();
  EXPECT_EQ(hers.accesses(0).method(), "WatchService.Watch");
  EXPECT_EQ(hers.accesses(0).reader(), ana.member);
  EXPECT_TRUE(hers.accesses(0).acted_for());
}

TEST_F(ActForAfterEnrolmentTest, SoIsABackupThatIsTakenInIt) {
  const std::string adam = MakeMember("Adam Minister");
  Grant(adam, v1::ROLE_ADMINISTRATOR);
  const Machine his = Enrol(adam);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.AddMetadata("candor-act-for", adam);
  const auto backups = v1::BackupService::NewStub(daemon_->InProcessChannel());
  const auto stream = backups->TakeBackup(&context, v1::TakeBackupRequest());
  v1::TakeBackupResponse piece;

  stream->Read(&piece);

  v1::ListAccessesResponse accesses;
  ASSERT_TRUE(Call(v1::AccessService::NewStub(his.channel), &v1::AccessService::Stub::ListAccesses,
                   v1::ListAccessesRequest(), accesses)
                  .ok());
  context.TryCancel();
  stream->Finish();
  ASSERT_EQ(accesses.accesses_size(), 1) << accesses.ShortDebugString();
  EXPECT_EQ(accesses.accesses(0).method(), "BackupService.TakeBackup");
  EXPECT_TRUE(accesses.accesses(0).acted_for());
}

TEST_F(ActForAfterEnrolmentTest, WhoseNameIsUsedSeesItAlsoWhereItWroteOrShowedNothing) {
  const Machine ana = Enrol(MakeMember("Ana Nguyen"));
  const auto entries = v1::EntryService::NewStub(daemon_->InProcessChannel());
  v1::CreateEntryRequest leaves = EntryFor(ana.member, ana.member, Today());
  SetDate(leaves.mutable_entry()->mutable_departure()->mutable_last_day(), Today() + 400);
  v1::CreateEntryResponse written;
  ASSERT_TRUE(Call(entries, &v1::EntryService::Stub::CreateEntry, leaves, written, ana.member).ok());
  v1::ListCasesResponse none;
  ASSERT_TRUE(Call(v1::CaseService::NewStub(daemon_->InProcessChannel()), &v1::CaseService::Stub::ListCases,
                   v1::ListCasesRequest(), none, ana.member)
                  .ok());

  v1::ListAccessesResponse hers;
  ASSERT_TRUE(Call(v1::AccessService::NewStub(ana.channel), &v1::AccessService::Stub::ListAccesses,
                   v1::ListAccessesRequest(), hers)
                  .ok());

  ASSERT_EQ(hers.accesses_size(), 2) << hers.ShortDebugString();
  EXPECT_EQ(hers.accesses(0).method(), "CaseService.ListCases");
  EXPECT_EQ(hers.accesses(1).method(), "EntryService.CreateEntry");
  for (const v1::Access& each : hers.accesses()) EXPECT_TRUE(each.acted_for());
}

// It rests on their private notes, and nobody would be told that it was shown.
TEST_F(ActForAfterEnrolmentTest, WhatAnEntryWouldCallForIsAskedInNobodysName) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string subject = OpenCase("C-1042", ana);
  WriteNote(subject, ana);
  const v1::CreateEntryRequest message = PersonalMessage(subject, ana);
  const std::string written = Record(message, ana).entry().name();
  const auto questions = EveryQuestion(message, written, OpenCase("C-1043", ana));
  v1::PreviewEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::PreviewEntry, questions[0], response, ana).ok())
      << "nobody is enrolled, so that the operator writes for everybody";
  const Machine hers = Enrol(ana);

  for (const v1::PreviewEntryRequest& question : questions) {
    ExpectRefusal(RefusalOf(Call(entries_, &v1::EntryService::Stub::PreviewEntry, question, response, ana)),
                  grpc::StatusCode::PERMISSION_DENIED, "candor-act-for", "preview_is_their_own");
    EXPECT_EQ(response.ByteSizeLong(), 0U);
  }

  const auto by_her = v1::EntryService::NewStub(hers.channel);
  EXPECT_TRUE(Call(by_her, &v1::EntryService::Stub::PreviewEntry, questions[0], response).ok());
}

// Her note is why the answer says more, and the log of others is as if it did not.
TEST_F(ActForAfterEnrolmentTest, WhatComesOfANoteWhenSomethingIsWrittenInSomebodysNameIsToldToThem) {
  const std::string ana = MakeMember("Ana Nguyen");
  const std::string subject = OpenCase("C-1042", ana);
  WriteNote(subject, ana);
  const Machine hers = Enrol(ana);

  const v1::CreateEntryResponse told = Record(PersonalMessage(subject, ana), ana);

  const auto& opened = told.assessment().opened();
  ASSERT_TRUE(std::any_of(opened.begin(), opened.end(), [](const v1::FollowUp& each) {
    return each.from_private_note();
  })) << told.ShortDebugString();
  v1::ListAccessesResponse log;
  ASSERT_TRUE(Call(v1::AccessService::NewStub(hers.channel), &v1::AccessService::Stub::ListAccesses,
                   v1::ListAccessesRequest(), log)
                  .ok());
  const std::vector<v1::Access> all = Accesses();
  const auto is_write = [](const v1::Access& each) { return each.method() == "EntryService.CreateEntry"; };
  ASSERT_EQ(std::count_if(log.accesses().begin(), log.accesses().end(), is_write), 2) << log.ShortDebugString();
  EXPECT_EQ(log.accesses(0).highest(), v1::FIELD_CLASS_PERSONAL);
  ASSERT_EQ(log.accesses(0).of_size(), 1);
  EXPECT_EQ(log.accesses(0).of(0).member(), ana);
  EXPECT_EQ(log.accesses(1).of_size(), 0);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), is_write), 1) << "to others: that her name was used";
}

}  // namespace
}  // namespace candor::act_for_after_enrolment_test
