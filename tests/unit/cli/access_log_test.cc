#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/case.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "cli/verbs/access_text.h"
#include "fake_access.h"
#include "fake_daemon.h"
#include "one_member.h"

// What `candor access-log` shows and asks: of one's own, of everybody's, and of what left by an export.
namespace candor::cli::access_log_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr int64_t kFirstOfMarch = 1803859200;  // 2027

// `cases/a` is C-1042; the daemon shows no other.
class CodeOfOneCase final : public v1::CaseService::Service {
 public:
  grpc::Status GetCase(grpc::ServerContext*, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override {
    ++asked;
    if (request->name() != "cases/a") return {grpc::StatusCode::NOT_FOUND, "no such case"};
    response->mutable_case_()->set_name(request->name());
    response->mutable_case_()->set_code("C-1042");
    return grpc::Status::OK;
  }

  int asked = 0;
};

class AccessLogTest : public testing::Test {
 protected:
  Outcome Log(std::vector<std::string> arguments, const std::string& input = "") {
    return RunVerb(daemon_, "access-log", std::move(arguments), input);
  }
  Outcome Mine(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--mine", "--act-for", "members/m_a"});
    return Log(std::move(arguments));
  }
  Outcome BeforeAReviewer(const std::string& answers) {
    return RunBeforeAPerson(daemon_.address(), {"access-log", "--review"}, answers);
  }

  // Maria's words in C-1042 were shown to a supervisor.
  v1::Access& Shown(uint64_t record) {
    v1::Access& access = access_.log.emplace_back();
    access.set_record(record);
    access.mutable_happened_at()->set_seconds(kFirstOfMarch);
    access.set_reader("members/s");
    access.set_role(v1::ROLE_SUPERVISOR);
    access.set_method("EntryService.GetEntry");
    access.set_purpose(v1::PURPOSE_SUPERVISION);
    access.set_highest(v1::FIELD_CLASS_NARRATIVE);
    access.set_items(1);
    v1::AccessOf& of = *access.add_of();
    of.set_member("members/m_a");
    of.set_subject("cases/a");
    of.set_highest(v1::FIELD_CLASS_NARRATIVE);
    return access;
  }

  FakeAccess access_;
  CodeOfOneCase cases_;
  OneMember members_;
  FakeDaemon daemon_{{&access_, &cases_, &members_}};
};

TEST_F(AccessLogTest, SaysWhoInWhichRoleWhatForHowMuchAndWhere) {
  Shown(7);

  const Outcome outcome = Mine();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("WHEN "));
  EXPECT_THAT(Flat(outcome.out),
              HasSubstr("2027-03-01T00:00:00Z members/s supervisor supervision words C-1042 entries"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Does a line surprise you?"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("What is read in a copy, such as an export or a backup, stands in no log"));
  ASSERT_THAT(access_.listed, SizeIs(1));
  EXPECT_EQ(access_.listed[0].parent(), "") << "of whoever calls";
}

TEST_F(AccessLogTest, SaysOfAPrivateNoteThatTheReaderWasNamedForIt) {
  v1::Access& access = Shown(7);
  access.set_role(v1::ROLE_CONSULTANT);
  access.mutable_of(0)->set_role(v1::ROLE_CONSULTANT);
  access.mutable_of(0)->set_relation(v1::RELATION_NAMED_READER);
  *access.add_of() = access.of(0);
  access.mutable_of(1)->set_role(v1::ROLE_DIRECTOR);
  access.mutable_of(1)->set_relation(v1::RELATION_NONE);

  EXPECT_THAT(Flat(Mine().out), HasSubstr("members/s named to read it, clinical director supervision words"));
}

TEST_F(AccessLogTest, SaysOfWhatLeftToWhomAndWhatFor) {
  v1::Access& access = Shown(7);
  access.clear_purpose();
  access.set_disclosure("disclosures/d");
  v1::Disclosure& disclosure = access_.disclosures.emplace_back();
  disclosure.set_name("disclosures/d");
  disclosure.set_recipient("the board");
  disclosure.set_purpose("case 12/2027");

  EXPECT_THAT(Flat(Mine().out), HasSubstr("supervisor case 12/2027, to the board words C-1042"));
}

TEST_F(AccessLogTest, WhatTheOperatorDidInSomebodysNameIsToldAsThat) {
  v1::Access& done = Shown(9);
  done.set_reader("members/m_a");
  done.set_acted_for(true);
  done.clear_of();
  v1::Access& as_another = Shown(8);
  as_another.set_acted_for(true);
  v1::Access& as_such = Shown(7);
  as_such.clear_reader();
  as_such.clear_role();
  as_such.clear_purpose();

  const std::string out = Flat(Mine().out);

  EXPECT_THAT(out, HasSubstr("the operator as Maria Lopez supervisor supervision done in your name - entries"));
  EXPECT_THAT(out, HasSubstr("the operator as members/s supervisor supervision words C-1042 entries"));
  EXPECT_THAT(out, HasSubstr("the operator - - words C-1042 entries"));
}

TEST_F(AccessLogTest, OfManyPlacesTheFirstAreNamed) {
  v1::Access& access = Shown(7);
  for (const char* name : {"cases/b", "cases/c", "cases/a", "members/m_a"}) access.add_of()->set_subject(name);

  EXPECT_THAT(Mine().out, HasSubstr("C-1042, cases/b and 2 more"));
}

TEST_F(AccessLogTest, WhatStandsUnderAColleagueIsNotSaidToBeOnesOwn) {
  Shown(7).mutable_of(0)->set_subject("members/s");
  EXPECT_THAT(Flat(Mine().out), HasSubstr("words members/s entries"));
  EXPECT_THAT(Mine().out, Not(HasSubstr("your own timeline")));

  access_.log[0].mutable_of(0)->set_subject("members/m_a");
  EXPECT_THAT(Flat(Mine().out), HasSubstr("words your own timeline entries"));
}

TEST_F(AccessLogTest, NobodyIsSaidInWords) {
  EXPECT_THAT(Mine().out, HasSubstr("Nobody else has been shown anything of yours."));
  EXPECT_THAT(Mine({"--since", "2027-03-01"}).out, HasSubstr("In these days nobody else was shown anything of yours."));
}

TEST_F(AccessLogTest, DaysAreAskedForAsTheyWereGiven) {
  ASSERT_EQ(Mine({"--since", "2027-02-01", "--until", "2027-02-28"}).code, 0);

  ASSERT_THAT(access_.listed, SizeIs(1));
  EXPECT_EQ(access_.listed[0].since().month(), 2);
  EXPECT_EQ(access_.listed[0].until().day(), 28);
  const Outcome no_day = Mine({"--since", "xyzzy"});
  EXPECT_EQ(no_day.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(no_day.err, HasSubstr("--since"));
  EXPECT_THAT(no_day.err, Not(HasSubstr("xyzzy")));
}

TEST_F(AccessLogTest, TheOperatorAsSuchHasNoLogOfTheirOwn) {
  const Outcome outcome = Log({"--mine"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(outcome.err, HasSubstr("--review"));
  EXPECT_THAT(access_.listed, IsEmpty());
}

TEST_F(AccessLogTest, AsDataItIsWholeInJsonAndFlatInCsv) {
  Shown(7).add_of()->set_subject("cases/b");

  const Json json = Json::parse(Mine({"-o", "json"}).out);
  EXPECT_EQ(json[0]["record"], 7);
  EXPECT_EQ(json[0]["of"][0]["subject"], "cases/a");
  EXPECT_EQ(json[0]["highest"], "narrative");
  EXPECT_EQ(Mine({"-o", "csv"}).out,
            "record,happened_at,reader,acted_for,role,purpose,highest,members,subjects,scope,items,method,emergency,"
            "disclosure\r\n"
            "7,2027-03-01T00:00:00Z,members/s,false,supervisor,supervision,narrative,members/m_a,cases/a; cases/b,,1,"
            "EntryService.GetEntry,,\r\n");
  EXPECT_EQ(Mine({"-o", "csv", "--fields", "reader,purpose"}).out, "reader,purpose\r\nmembers/s,supervision\r\n");
  EXPECT_EQ(cases_.asked, 0) << "names as the daemon has them";
  access_.log[0].clear_record();
  EXPECT_EQ(Log({"--review", "-o", "csv", "--fields", "record,reader"}).out, "record,reader\r\n,members/s\r\n");
}

TEST_F(AccessLogTest, WhatWasShownInAnEmergencyIsSaidToBe) {
  Shown(7).set_emergency("emergencies/e");

  EXPECT_THAT(Flat(Mine({}).out), HasSubstr("members/s supervisor, in an emergency supervision words"));
  EXPECT_THAT(Mine({"-o", "csv", "--fields", "emergency"}).out, HasSubstr("emergencies/e"));
}

TEST_F(AccessLogTest, AReviewIsOfAllSinceTheLastOneAndGoesOnRecord) {
  for (int i = 0; i < 3; ++i) Shown(0);
  access_.at_once = 2;
  access_.seen_token = "sealed";
  access_.reviewed_to = 12;

  const Outcome outcome = BeforeAReviewer("y\nall as it should be\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("gone through these 3?"));
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez")) << "of whom, and no codes: asking for these would be a read";
  EXPECT_EQ(cases_.asked, 0);
  ASSERT_THAT(access_.listed, SizeIs(2));
  for (const v1::ListAccessesRequest& each : access_.listed) {
    EXPECT_EQ(each.parent(), "members/-");
    EXPECT_TRUE(each.unreviewed()) << "which these are the daemon knows: lines of the log of others have no numbers";
  }
  ASSERT_THAT(access_.reviewed, SizeIs(1));
  EXPECT_EQ(access_.reviewed[0].seen_token(), "sealed");
  EXPECT_EQ(access_.reviewed[0].to(), 0u) << "how far it goes only the daemon knows";
  EXPECT_THAT(outcome.err, HasSubstr("to before record 12"));
  EXPECT_EQ(access_.reviewed[0].remark(), "all as it should be");
  EXPECT_NE(access_.reviewed[0].request_id(), "");
}

TEST_F(AccessLogTest, WhatIsNotConfirmedIsNoReview) {
  Shown(9);

  EXPECT_THAT(BeforeAReviewer("n\n").err, HasSubstr("Nothing was put on record"));
  EXPECT_THAT(Log({"--review"}).out, HasSubstr("Maria Lopez")) << "without a terminal it is shown alone";
  EXPECT_THAT(access_.reviewed, IsEmpty());
}

TEST_F(AccessLogTest, AScriptConfirmsAndRemarksOnStandardInput) {
  Shown(9);
  access_.seen_token = "sealed";

  const Outcome outcome = Log({"--review", "--yes", "--stdin", "-o", "json"}, "two lines\nof it\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out).size(), 1u) << "what was gone through";
  ASSERT_THAT(access_.reviewed, SizeIs(1));
  EXPECT_EQ(access_.reviewed[0].remark(), "two lines\nof it");
}

TEST_F(AccessLogTest, WhereNothingIsNewNothingIsReviewed) {
  access_.seen_token = "sealed";

  const Outcome outcome = Log({"--review", "--yes"});

  EXPECT_THAT(outcome.out, HasSubstr("Nobody was shown anything since"));
  EXPECT_THAT(access_.reviewed, IsEmpty());
}

TEST_F(AccessLogTest, APartIsForLookingOnly) {
  Shown(0);

  EXPECT_THAT(Log({"--review", "--reader", "members/s"}).out, HasSubstr("members/s"));
  EXPECT_FALSE(access_.listed[0].unreviewed()) << "reviewed or not";
  EXPECT_EQ(access_.listed[0].reader(), "members/s");
  for (const std::vector<std::string>& part : std::vector<std::vector<std::string>>{
           {"--reader", "members/s"}, {"--since", "2027-01-01"}, {"--until", "2027-01-01"}, {"--page-size", "1"}}) {
    std::vector<std::string> line = {"--review", "--yes"};
    line.insert(line.end(), part.begin(), part.end());
    EXPECT_EQ(Log(line).code, static_cast<int>(ExitCode::kUsage));
  }
  EXPECT_THAT(access_.reviewed, IsEmpty());
}

TEST_F(AccessLogTest, SaysWhoWentThroughTheLog) {
  EXPECT_THAT(Log({"--reviews"}).out, HasSubstr("Nobody has gone through the log yet."));
  v1::LogReview& review = access_.reviews.emplace_back();
  review.mutable_recorded_at()->set_seconds(kFirstOfMarch);
  review.set_reviewer("members/m_a");
  review.set_from(3);
  review.set_to(9);
  review.set_remark("asked Bo\nabout it");

  const std::string out = Log({"--reviews"}).out;

  EXPECT_THAT(Flat(out), HasSubstr("2027-03-01T00:00:00Z Maria Lopez 3 to before 9 asked Bo about it"));
}

TEST_F(AccessLogTest, SaysToWhomExportsWent) {
  EXPECT_THAT(Log({"--disclosures"}).out, HasSubstr("Nothing has left Candor by an export."));
  v1::Disclosure& disclosure = access_.disclosures.emplace_back();
  disclosure.set_name("disclosures/d");
  disclosure.mutable_recorded_at()->set_seconds(kFirstOfMarch);
  disclosure.set_recipient("the board");
  disclosure.set_purpose("case 12/2027");
  disclosure.set_basis(v1::LAWFUL_BASIS_LEGAL_DUTY);
  disclosure.add_subjects("cases/a");
  disclosure.add_subjects("members/m_a");
  access_.disclosures.emplace_back().set_basis(v1::LAWFUL_BASIS_OWN_OPERATION);

  const std::string out = Flat(Log({"--disclosures"}).out);

  EXPECT_THAT(out, HasSubstr("the board case 12/2027 legal duty C-1042, Maria Lopez the operator"));
  EXPECT_THAT(out, HasSubstr("own operation everything"));
  EXPECT_EQ(Json::parse(Log({"--disclosures", "-o", "json"}).out)[0]["basis"], "legal_duty");
}

TEST_F(AccessLogTest, OneThingIsAskedAtATime) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"--mine", "--review"},
                                             {"--reviews", "--disclosures"},
                                             {"--reader", "members/s"},
                                             {"--case", "C-1042"},
                                             {"--yes"},
                                             {"--review", "--stdin"},
                                             {"--reviews", "--since", "2027-01-01"}}) {
    EXPECT_EQ(Log(line).code, static_cast<int>(ExitCode::kUsage)) << line.front();
  }
}

TEST(AccessTextTest, EveryWordOfTheWireHasWordsForPeople) {
  for (int number = v1::Purpose_MIN + 1; number <= v1::Purpose_MAX; ++number) {
    EXPECT_NE(PurposeText(static_cast<v1::Purpose>(number)), "") << number;
  }
  for (int number = v1::LawfulBasis_MIN + 1; number <= v1::LawfulBasis_MAX; ++number) {
    EXPECT_NE(BasisText(static_cast<v1::LawfulBasis>(number)), "") << number;
  }
  for (int number = v1::FieldClass_MIN + 1; number <= v1::FieldClass_MAX; ++number) {
    EXPECT_NE(ShownText(static_cast<v1::FieldClass>(number)), "") << number;
  }
}

TEST(AccessTextTest, WordsAndValuesOfAnEnumFitEachOther) {
  EXPECT_THAT(EnumWords<v1::Purpose>(), ElementsAre("care", "supervision", "consultation", "oversight", "audit",
                                                    "administration", "complaint", "legal"));
  for (const std::string& word : EnumWords<v1::LawfulBasis>()) {
    EXPECT_EQ(WordOf(EnumOfWord<v1::LawfulBasis>(word)), word);
  }
  EXPECT_EQ(EnumOfWord<v1::Purpose>("unspecified"), v1::PURPOSE_UNSPECIFIED);
  EXPECT_EQ(EnumOfWord<v1::Purpose>("curiosity"), v1::PURPOSE_UNSPECIFIED);
}

TEST(AccessTextTest, EveryServiceHasAWord) {
  for (const char* service :
       {"Access", "Backup",   "Case",        "Concern", "Daemon",    "Decision", "Emergency", "Entry",
        "Export", "FollowUp", "Identity",    "Import",  "Key",       "Ledger",   "Member",    "Policy",
        "Report", "Role",     "Supervision", "Watch",   "Retention", "Work"}) {
    const std::string name = std::string(service) + "Service";
    EXPECT_NE(ShownByText(name + ".Get"), name + ".Get");
  }
}

TEST(AccessTextTest, AMethodOfAServiceWithoutAWordIsNamedAsItIs) {
  EXPECT_EQ(ShownByText("WatchService.Watch"), "as it happened");
  EXPECT_EQ(ShownByText("DaemonService.GetStatus"), "how the daemon does");
  EXPECT_EQ(ShownByText("LaterService.GetThing"), "LaterService.GetThing");
}

}  // namespace
}  // namespace candor::cli::access_log_test
