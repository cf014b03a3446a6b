#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "candor/v1/entry.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "roles.h"

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

  grpc::Status AmendEntry(grpc::ServerContext*, const v1::AmendEntryRequest* request,
                          v1::AmendEntryResponse* response) override {
    *response->mutable_entry() = request->entry();
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

// As it is before a note is written: whoever is named in a later version only reads it as well, and so does who
// supervises a training.
class AmendedNoteTest : public ::testing::Test {
 protected:
  AmendedNoteTest() {
    v1::Entry& note = service_.entries.emplace_back();
    note.set_name("cases/a/entries/note");
    note.set_kind(v1::ENTRY_KIND_PERSONAL_REACTION);
    note.set_therapist("members/m");
    *note.mutable_occurred()->mutable_date() = ToWire(Day(2026, 5, 30));
    note.mutable_personal_reaction()->set_which(v1::REACTION_KIND_ATTACHMENT);
  }

  std::string SaidBefore(const std::string& lines) {
    const Outcome outcome =
        RunAgainst(daemon_.address(),
                   {"--act-for", "members/m", "entry", "amend", "cases/a/entries/note", "--stdin", "--yes"}, lines);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Flat(outcome.err);
  }
  void IsTrainedBy(const std::string& supervisor) {
    roles_.Sees(supervisor, v1::ROLE_SUPERVISOR, v1::RELATION_SUPERVISES_NOW,
                v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING);
  }

  KeptEntries service_;
  KeptRoles roles_;
  FakeDaemon daemon_{{&service_, &roles_}};
};

TEST_F(AmendedNoteTest, SaysWhoReadsItFromNowOn) {
  EXPECT_THAT(SaidBefore("first_reader: members/d\n"),
              HasSubstr("From here on it is read by you and members/d, the earlier version too."));

  service_.entries.front().set_first_reader("members/d");
  EXPECT_THAT(SaidBefore("date: 2026-05-29\n"), HasSubstr("It is read by you and members/d, this version too."));
  EXPECT_THAT(SaidBefore("first_reader: members/t\n"),
              HasSubstr("read by you and members/t, the earlier version too; no longer by members/d."));
}

TEST_F(AmendedNoteTest, SaysThatWhoSupervisesATrainingReadsItToo) {
  EXPECT_THAT(SaidBefore("date: 2026-05-29\n"), Not(HasSubstr("training")));
  IsTrainedBy("members/t");

  EXPECT_THAT(SaidBefore("date: 2026-05-29\n"),
              HasSubstr("members/t, who supervises your training, reads this version too, if they did so when it was "
                        "first written down."));
  EXPECT_EQ(roles_.explained.back().member(), "members/m");
  EXPECT_THAT(SaidBefore("first_reader: members/t\n"), Not(HasSubstr("training"))) << "said once";
}

}  // namespace
}  // namespace candor::cli::entry_verb_test
