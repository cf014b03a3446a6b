#include "cli/verbs/text_notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/supervision.pb.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::text_notices_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(TextNoticesTest, SaysWhatItMayBeAndWhereAndNotTheWords) {
  v1::Entry entry;
  entry.set_note("we talked\nwith Xenia Peeters, she is 34");

  EXPECT_EQ(TextNotices(entry, {}),
            "Before it is saved: perhaps somebody's age (note, line 2, column 28); a name (note, line 2, column 6). "
            "A code or a role says enough. It can be saved as it is.");
}

TEST(TextNoticesTest, NothingIsSaidOfATextThatTellsNobody) {
  v1::Entry entry;
  entry.set_note("felt uneasy, want to talk it through");
  entry.mutable_consultation()->set_why_now("dreams");

  EXPECT_EQ(TextNotices(entry, {"Maria Lopez"}), "");
}

TEST(TextNoticesTest, AFieldThatIsThereForANameMayHoldOne) {
  v1::Entry entry;
  entry.mutable_consultation()->set_outside_consultant("Dr Lee, 415-555-0134");

  EXPECT_THAT(TextNotices(entry, {"Maria Lee"}),
              AllOf(HasSubstr("a telephone number (outside consultant, line 1, column 9)"), Not(HasSubstr("name"))));
}

TEST(TextNoticesTest, CodesAndResourceNamesAreNotWordsOfTheWriter) {
  v1::SignSupervisionNoteRequest note;
  v1::SupervisionPart& part = *note.add_parts()->mutable_part();
  part.add_cases()->set_case_code("Maria");
  part.add_guidance()->set_owner("members/Maria");
  part.add_last_directives()->set_note("members/a/supervisionNotes/Maria");

  EXPECT_EQ(TextNotices(note, {"Maria Lopez"}), "");
}

TEST(TextNoticesTest, SaysWhichOfSeveral) {
  v1::SignSupervisionNoteRequest note;
  v1::SupervisionPart& part = *note.add_parts()->mutable_part();
  part.add_guidance()->set_text("ring the school");
  part.add_guidance()->set_text("ring Maria");

  EXPECT_THAT(TextNotices(note, {}), HasSubstr("a name (guidance 2 text, line 1, column 6)"));
}

TEST(TextNoticesTest, OfACorrectionOnlyWhatIsNewIsSpokenOf) {
  v1::Entry before;
  before.set_note("told Maria");
  before.mutable_consultation()->set_rationale("none");
  v1::Entry after = before;
  EXPECT_EQ(TextNotices(after, {}, &before), "");

  after.mutable_consultation()->set_rationale("he is gay");

  const std::string said = TextNotices(after, {}, &before);
  EXPECT_THAT(said, HasSubstr("somebody's orientation (rationale, line 1, column 7)"));
  EXPECT_THAT(said, Not(HasSubstr("note,")));
}

TEST(TextNoticesTest, HasAtMostSixtyWords) {
  v1::SignSupervisionNoteRequest note;
  v1::SupervisionPart& part = *note.add_parts()->mutable_part();
  for (int i = 0; i < 12; ++i) part.add_last_directives()->set_why("call 415-555-0134 or 415-555-0135");

  const std::string said = TextNotices(note, {});

  EXPECT_THAT(said, HasSubstr("; and 21 more."));
  EXPECT_LE(std::count(said.begin(), said.end(), ' ') + 1, 60) << said;
}

TEST(TextNoticesTest, WhatSomebodyIsComesFirstAndNoKindIsHidden) {
  v1::Entry entry;
  entry.set_note("told Xenia Peeters, 415-555-0134, xp@example.org, she is 34, he is gay, she is catholic, told Maria");

  const std::string said = TextNotices(entry, {});

  EXPECT_THAT(said, HasSubstr("perhaps somebody's age (note, line 1, column 58); somebody's orientation"));
  EXPECT_THAT(said, HasSubstr("somebody's religion (note, line 1, column 80); and 4 more: "));
  EXPECT_THAT(said, AllOf(HasSubstr("a name"), HasSubstr("a telephone number"), HasSubstr("an e-mail address")));
  EXPECT_LE(std::count(said.begin(), said.end(), ' ') + 1, 60) << said;
}

TEST(TextNoticesTest, OfASheetTheMostAreSaidAndTheRestCounted) {
  const std::vector<TextCount> counts = {{"Note", TextNoticeKind::kName, 12, 7},
                                         {"Note", TextNoticeKind::kPhone, 3, 9},
                                         {"Details", TextNoticeKind::kAge, 1, 4},
                                         {"From", TextNoticeKind::kOnline, 1, 1},
                                         {"From", TextNoticeKind::kSex, 1, 2}};

  const std::string before = TextNoticesOfSheet(counts, /*imported=*/false);
  const std::string after = TextNoticesOfSheet(counts, /*imported=*/true);

  EXPECT_EQ(before,
            "Before it is imported: perhaps 12 times a name (Note, first in row 7); 3 times a telephone number (Note, "
            "first in row 9); somebody's age (Details, row 4); and 2 more. A code or a role says enough. It can be "
            "imported as it is.");
  EXPECT_THAT(after, HasSubstr("What is in stays as it was written; --dry-run says this before."));
  for (const std::string& each : {before, after}) EXPECT_LE(std::count(each.begin(), each.end(), ' ') + 1, 60) << each;
  EXPECT_EQ(TextNoticesOfSheet({}, /*imported=*/false), "");
}

// --- Where a person sees it

class TakingEntries final : public v1::EntryService::Service {
 public:
  grpc::Status CreateEntry(grpc::ServerContext*, const v1::CreateEntryRequest* request,
                           v1::CreateEntryResponse* response) override {
    created.push_back(*request);
    *response->mutable_entry() = request->entry();
    return grpc::Status::OK;
  }
  grpc::Status PreviewEntry(grpc::ServerContext*, const v1::PreviewEntryRequest*, v1::PreviewEntryResponse*) override {
    return grpc::Status::OK;
  }
  grpc::Status GetEntry(grpc::ServerContext*, const v1::GetEntryRequest*, v1::GetEntryResponse* response) override {
    v1::Entry& entry = *response->mutable_entry();
    entry.set_name("cases/a/entries/e");
    entry.set_kind(v1::ENTRY_KIND_SESSION);
    entry.mutable_session()->set_minutes(50);
    entry.set_note("told Sarah");
    return grpc::Status::OK;
  }
  grpc::Status AmendEntry(grpc::ServerContext*, const v1::AmendEntryRequest* request,
                          v1::AmendEntryResponse* response) override {
    amended.push_back(*request);
    *response->mutable_entry() = request->entry();
    return grpc::Status::OK;
  }

  std::vector<v1::CreateEntryRequest> created;
  std::vector<v1::AmendEntryRequest> amended;
};

class TakingCases final : public v1::CaseService::Service {
 public:
  grpc::Status CreateCase(grpc::ServerContext*, const v1::CreateCaseRequest* request,
                          v1::CreateCaseResponse* response) override {
    codes.push_back(request->case_().code());
    response->mutable_case_()->set_name("cases/a");
    return grpc::Status::OK;
  }

  std::vector<std::string> codes;
};

class TextNoticesOfVerbsTest : public ::testing::Test {
 protected:
  Outcome Log(const std::vector<std::string>& arguments) {
    return RunVerb(daemon_, "log", arguments,
                   "kind: session\ncase: cases/a\ndate: 2026-03-12\nminutes: 50\n\nMaria Lopez knows of it\n");
  }

  TakingEntries entries_;
  TakingCases cases_;
  OneMember members_;
  FakeDaemon daemon_{{&entries_, &cases_, &members_}};
};

TEST_F(TextNoticesOfVerbsTest, AreSaidBeforeAnEntryIsSavedAndKeepItFromNothing) {
  const Outcome unconfirmed = Log({"--stdin"});
  EXPECT_THAT(Flat(unconfirmed.err), HasSubstr("perhaps a member's name (note, line 1, column 1)"));
  EXPECT_TRUE(entries_.created.empty());

  const Outcome saved = Log({"--stdin", "--yes"});
  EXPECT_EQ(saved.code, 0) << saved.err;
  ASSERT_EQ(entries_.created.size(), 1U);
  EXPECT_EQ(entries_.created[0].entry().note(), "Maria Lopez knows of it");
}

TEST_F(TextNoticesOfVerbsTest, AreSaidOfTheCodeOfACase) {
  const auto open = [this](const std::string& code) {
    return RunVerb(daemon_, "case", {"open", code, "--therapist", "members/m", "--date", "2026-03-12"});
  };

  const Outcome named = open("John Miller");
  const Outcome coded = open("C-1042");

  EXPECT_EQ(named.code, 0) << named.err;
  EXPECT_THAT(Flat(named.err), HasSubstr("perhaps a name (code, line 1, column 1). A code or a role says enough."));
  EXPECT_THAT(coded.err, Not(HasSubstr("perhaps")));
  EXPECT_EQ(cases_.codes, (std::vector<std::string>{"John Miller", "C-1042"})) << "a notice, and no refusal";
}

TEST_F(TextNoticesOfVerbsTest, AreSaidWithAPreview) {
  EXPECT_THAT(Flat(Log({"--stdin", "--dry-run"}).err), HasSubstr("perhaps a member's name (note, line 1, column 1)"));
  EXPECT_TRUE(entries_.created.empty());
}

TEST_F(TextNoticesOfVerbsTest, AreSaidOfWhatACorrectionSaysAnew) {
  const Outcome days = RunVerb(daemon_, "entry", {"amend", "cases/a/entries/e", "--set", "minutes=45", "--yes"});
  EXPECT_EQ(days.code, 0) << days.err;
  EXPECT_THAT(days.err, Not(HasSubstr("perhaps")));

  const Outcome words = RunVerb(daemon_, "entry", {"amend", "cases/a/entries/e", "--stdin", "--yes"}, "\nshe is 34\n");
  EXPECT_EQ(words.code, 0) << words.err;
  EXPECT_THAT(Flat(words.err), HasSubstr("perhaps somebody's age (note, line 1, column 8)"));
  EXPECT_EQ(entries_.amended.size(), 2U);
}

}  // namespace
}  // namespace candor::cli::text_notices_test
