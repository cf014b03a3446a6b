#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/error.pb.h"
#include "candor/v1/follow_up.grpc.pb.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::follow_up_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::FollowUp Make(const std::string& id, v1::FollowUpStatus status, Day due) {
  v1::FollowUp follow_up;
  follow_up.set_name("cases/a/followUps/" + id);
  follow_up.set_catalogue_id("R01");
  follow_up.set_label("Talk it over");
  follow_up.set_case_("cases/a");
  follow_up.set_case_code("C-1");
  follow_up.set_action(v1::ACTION_TALK);
  follow_up.set_status(status);
  follow_up.set_severity(v1::SEVERITY_IMPORTANT);
  *follow_up.mutable_due() = ToWire(due);
  *follow_up.mutable_opened_on() = ToWire(due - 14);
  return follow_up;
}

// One follow-up to a page.
class FakeFollowUps final : public v1::FollowUpService::Service {
 public:
  grpc::Status ListFollowUps(grpc::ServerContext* context, const v1::ListFollowUpsRequest* request,
                             v1::ListFollowUpsResponse* response) override {
    statuses.assign(request->statuses().begin(), request->statuses().end());
    const auto& metadata = context->client_metadata();
    const auto found = metadata.find("candor-act-for");
    acted_for = found == metadata.end() ? "" : std::string(found->second.data(), found->second.size());
    const size_t index = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    if (index < all.size()) *response->add_follow_ups() = all[index];
    if (index + 1 < all.size()) response->set_next_page_token(std::to_string(index + 1));
    return grpc::Status::OK;
  }

  grpc::Status GetFollowUp(grpc::ServerContext*, const v1::GetFollowUpRequest*, v1::GetFollowUpResponse*) override {
    v1::ErrorDetail detail;
    detail.set_field("name");
    v1::ErrorStatus status;
    status.add_details()->set_value(detail.SerializeAsString());
    return {grpc::StatusCode::NOT_FOUND, "name: no such follow-up", status.SerializeAsString()};
  }

  grpc::Status ExplainFollowUp(grpc::ServerContext*, const v1::ExplainFollowUpRequest*,
                               v1::ExplainFollowUpResponse* response) override {
    *response->mutable_explanation() = explanation;
    return grpc::Status::OK;
  }

  v1::Explanation explanation;  // what ExplainFollowUp answers
  std::vector<v1::FollowUp> all;
  std::vector<int> statuses;
  std::string acted_for;
};

class QuietPolicies final : public v1::PolicyService::Service {
 public:
  grpc::Status ListRules(grpc::ServerContext*, const v1::ListRulesRequest* request,
                         v1::ListRulesResponse* response) override {
    parent = request->parent();
    response->add_rules()->set_catalogue_id("R06");
    v1::Rule& rule = *response->add_rules();
    rule.set_catalogue_id("R04");
    rule.set_title("Closes by itself what has gone quiet");
    v1::RuleParameter& quiet = *rule.add_parameters();
    quiet.set_parameter("quiet");
    quiet.set_unit("days");
    quiet.set_value(90);
    v1::RuleParameter& choice = *rule.add_parameters();
    choice.set_parameter("persist_action");
    choice.set_unit("choice");
    choice.set_value(1);
    return grpc::Status::OK;
  }

  std::string parent;
};

class FollowUpVerbTest : public ::testing::Test {
 protected:
  void SetUp() override {
    service_.all = {Make("late", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 1)),
                    Make("soon", v1::FOLLOW_UP_STATUS_WAIVED, Day(2025, 2, 1))};
    service_.all[1].set_past_due(true);
  }

  Outcome Candor(std::vector<std::string> arguments) { return RunVerb(daemon_, "followup", std::move(arguments)); }
  std::string Explain() { return Candor({"explain", "cases/a/followUps/x"}).out; }

  // `explain` of a follow-up that is closed, as a line.
  std::string ExplainClosed(v1::FollowUpStatus status, v1::ResolvedCause cause, const std::string& by = "") {
    v1::FollowUp& closed = *service_.explanation.mutable_follow_up();
    closed = Make("x", status, Day(2025, 1, 20));
    closed.set_policy("policies/consultation");
    closed.set_resolved_cause(cause);
    closed.set_opened_by("cases/a/entries/opened");
    closed.set_resolved_by(by);
    return Flat(Explain());
  }

  FakeFollowUps service_;
  QuietPolicies policies_;
  OneMember members_;
  FakeDaemon daemon_{{&service_, &policies_, &members_}};
};

TEST_F(FollowUpVerbTest, SaysWhyAFollowUpIsClosed) {
  const auto resolved = v1::FOLLOW_UP_STATUS_RESOLVED;
  const std::string quiet = ExplainClosed(resolved, v1::RESOLVED_CAUSE_QUIET);
  EXPECT_THAT(quiet, HasSubstr("It closed by itself, not by an entry. Rule R04: Closes by itself what has gone quiet. "
                               "Nothing more was noted for 90 days (quiet = 90 days), or its author noted that it is "
                               "over."));
  EXPECT_EQ(policies_.parent, "policies/consultation");
  EXPECT_THAT(ExplainClosed(resolved, v1::RESOLVED_CAUSE_ENTRY, "cases/a/entries/e"),
              HasSubstr("It is closed by an entry, since which it is no longer asked for: cases/a/entries/e."));
  EXPECT_THAT(ExplainClosed(resolved, v1::RESOLVED_CAUSE_ENTRY, "cases/a/entries/opened"),
              HasSubstr("It is closed by a day that is over, not by another entry"));
  EXPECT_THAT(ExplainClosed(resolved, v1::RESOLVED_CAUSE_DECISION), HasSubstr("It is closed by a decision."));
  EXPECT_THAT(ExplainClosed(v1::FOLLOW_UP_STATUS_DISPOSED, v1::RESOLVED_CAUSE_UNSPECIFIED),
              HasSubstr("It is closed by a decision."));
  EXPECT_THAT(ExplainClosed(v1::FOLLOW_UP_STATUS_WITHDRAWN, v1::RESOLVED_CAUSE_UNSPECIFIED),
              HasSubstr("It is withdrawn: with what is recorded now"));
  EXPECT_THAT(ExplainClosed(v1::FOLLOW_UP_STATUS_WITHDRAWN, v1::RESOLVED_CAUSE_DECISION),
              HasSubstr("It is withdrawn: its rule was active when it opened, and is off or only tried out now."));
  const std::string open = ExplainClosed(v1::FOLLOW_UP_STATUS_OPEN, v1::RESOLVED_CAUSE_UNSPECIFIED);
  EXPECT_THAT(open, Not(HasSubstr("It is closed")));
  EXPECT_THAT(open, Not(HasSubstr("It is withdrawn")));
}

TEST_F(FollowUpVerbTest, AnExplanationNamesPeopleAndGivesAChoiceNoUnit) {
  v1::UsedField& field = *service_.explanation.add_facts()->add_fields();
  field.set_field("met_with");
  field.set_value("members/m_a");
  v1::Threshold& choice = *service_.explanation.add_thresholds();
  choice.set_parameter("persist_action");
  choice.set_unit("choice");
  choice.set_value(1);
  v1::Threshold& of_another_policy = *service_.explanation.add_thresholds();
  of_another_policy.set_parameter("way");
  of_another_policy.set_unit("choice");
  of_another_policy.set_value(3);

  const std::string out = Explain();
  const std::string described = RunAgainst(daemon_.address(), {"policy", "describe", "R04"}).out;

  EXPECT_THAT(out, HasSubstr("met with Maria Lopez"));
  EXPECT_THAT(out, HasSubstr("persist_action = 1 (decide with the consultant), set by"));
  EXPECT_THAT(described, HasSubstr("persist_action = 1 (decide with the consultant), set by"));
  EXPECT_THAT(out, HasSubstr("way = 3, set by"));
  EXPECT_THAT(described, HasSubstr("quiet = 90 days, set by"));
}

TEST_F(FollowUpVerbTest, TheTableAsksForOpenAndWaivedAndSaysWhatAFollowUpIs) {
  const Outcome outcome = Candor({"list"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(service_.statuses, ::testing::ElementsAre(v1::FOLLOW_UP_STATUS_OPEN, v1::FOLLOW_UP_STATUS_WAIVED));
  EXPECT_THAT(outcome.out, testing::StartsWith("A follow-up is a reminder made by a rule; it does not say that anyone "
                                               "did anything wrong.\n"));
  EXPECT_LT(outcome.out.find("cases/a/followUps/soon"), outcome.out.find("cases/a/followUps/late"))
      << "earliest date first, over all pages";
  EXPECT_THAT(outcome.out, HasSubstr("waived, date passed"));
  EXPECT_THAT(outcome.out, HasSubstr("important"));
}

TEST_F(FollowUpVerbTest, ACaseWhoseCodeIsNotTheCallersIsNoNameInTheColumnOfCodes) {
  service_.all[0].clear_case_code();

  const std::string listed = Candor({"list"}).out;

  EXPECT_THAT(listed, HasSubstr("\na case "));
  EXPECT_THAT(listed, Not(HasSubstr("\ncases/a ")));
}

TEST_F(FollowUpVerbTest, WhatIsAboutAMemberNamesTheMember) {
  v1::FollowUp& alone = service_.all[0];
  alone.clear_case_();
  alone.clear_case_code();
  alone.set_member("members/m_a");
  alone.set_owner(v1::FOLLOW_UP_OWNER_PRACTICE);
  alone.set_restricted(true);
  alone.set_standing(v1::STANDING_NOT_SUBSTANTIATED);
  *service_.explanation.mutable_follow_up() = alone;

  const std::string listed = Candor({"list"}).out;
  const std::string shown = Flat(Candor({"explain", alone.name()}).out);

  EXPECT_THAT(listed, HasSubstr("ABOUT"));
  EXPECT_THAT(listed, HasSubstr("Maria Lopez"));
  EXPECT_THAT(listed, HasSubstr("C-1"));
  EXPECT_THAT(shown, HasSubstr("Member: Maria Lopez"));
  EXPECT_THAT(shown, HasSubstr("To be seen to by: the practice"));
  EXPECT_THAT(shown, HasSubstr("What was told is: not substantiated"));
}

TEST_F(FollowUpVerbTest, JsonAsksForAllAndSaysNothingElse) {
  const Outcome outcome = Candor({"list", "-o", "json"});

  EXPECT_TRUE(service_.statuses.empty());
  const Json json = Json::parse(outcome.out);
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["severity"], "important");
}

// Whose it is, to whom it is a date, is the daemon's to know: a supervisor's list says how much attention it asks for.
TEST_F(FollowUpVerbTest, AMemberSeesTheSeverityThatTheDaemonTellsThem) {
  ASSERT_EQ(service_.all.size(), 2U);
  service_.all[0].clear_severity();
  const std::vector<std::string> mine = {"followup", "list", "--act-for", "members/m"};
  std::vector<std::string> as_json = mine;
  as_json.insert(as_json.end(), {"-o", "json"});

  EXPECT_THAT(RunAgainst(daemon_.address(), mine).out, HasSubstr("important"));
  const Json json = Json::parse(RunAgainst(daemon_.address(), as_json).out);
  EXPECT_TRUE(json[0]["severity"].is_null());
  EXPECT_EQ(json[1]["severity"], "important");
  EXPECT_EQ(service_.acted_for, "members/m");
}

TEST_F(FollowUpVerbTest, TheTableHidesWhatIsKeptQuietAndSaysHowToSeeIt) {
  service_.all[0].set_folded_under("cases/a/followUps/soon");

  const Outcome outcome = Candor({"list"});
  const Outcome all = Candor({"list", "--folded"});
  const Outcome json = Candor({"list", "-o", "json"});

  EXPECT_THAT(outcome.out, Not(HasSubstr("cases/a/followUps/late")));
  EXPECT_THAT(outcome.err, HasSubstr("1 more is kept quiet under another that says more; --folded shows it too."));
  EXPECT_THAT(all.out, HasSubstr("cases/a/followUps/late"));
  EXPECT_THAT(all.out, HasSubstr("open, kept quiet"));
  EXPECT_EQ(all.err, "");
  EXPECT_EQ(Json::parse(json.out).size(), 2u);
}

TEST_F(FollowUpVerbTest, OfAPrivateNoteTheTableNamesNeitherRuleNorNumber) {
  service_.all[0].set_from_private_note(true);
  service_.all[1].set_catalogue_id("R43");
  service_.explanation.mutable_follow_up()->CopyFrom(service_.all[0]);

  const std::string listed = Candor({"list"}).out;
  const std::string explained = Candor({"explain", "cases/a/followUps/late"}).out;

  EXPECT_THAT(listed, Not(HasSubstr("R01")));
  EXPECT_THAT(listed, HasSubstr("R43 Talk it over"));
  EXPECT_THAT(explained, HasSubstr("R01 Talk it over")) << "to whoever may open it";
}

TEST_F(FollowUpVerbTest, TheTableKeepsASituationTogether) {
  service_.all = {Make("a", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 1)),
                  Make("b", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 2)),
                  Make("c", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 3))};
  for (size_t i = 0; i < 3; ++i) service_.all[i].set_situation(i == 1 ? "situations/other" : "situations/one");

  const std::string out = Candor({"list"}).out;

  EXPECT_LT(out.find("followUps/a"), out.find("followUps/c"));
  EXPECT_LT(out.find("followUps/c"), out.find("followUps/b"));
  EXPECT_LT(out.find("followUps/a"), out.find("with it: R01 Talk it over"));
  EXPECT_EQ(out.find("with it: "), out.rfind("with it: "));
}

TEST_F(FollowUpVerbTest, WhatIsKeptQuietStandsBelowWhatSpeaksForIt) {
  service_.all = {Make("quiet", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 1)),
                  Make("speaks", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 6, 3))};
  for (v1::FollowUp& each : service_.all) each.set_situation("situations/one");
  service_.all[0].set_folded_under("cases/a/followUps/speaks");

  const std::string out = Candor({"list", "--folded"}).out;

  EXPECT_LT(out.find("followUps/speaks"), out.find("followUps/quiet"));
}

TEST_F(FollowUpVerbTest, AnExplanationThatRestsOnArticlesSaysThatThePracticeHasDecided) {
  service_.explanation.set_title("Complete the note");
  v1::RuleSource* source = service_.explanation.add_sources();
  source->set_authority("article");
  source->set_text("Suttle: when, why and why now");

  const std::string decided = Explain();
  source->set_authority("research");
  const std::string studied = Explain();

  EXPECT_THAT(decided, HasSubstr("\n  This practice has decided. It draws on\n  article: Suttle: when"));
  EXPECT_THAT(studied, HasSubstr("\n  research: Suttle: when"));
  EXPECT_THAT(studied, Not(HasSubstr("This practice has decided")));
}

TEST_F(FollowUpVerbTest, PassesTheDaemonsErrorOn) {
  const Outcome outcome = Candor({"show", "cases/a/followUps/x"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_EQ(outcome.err, "candor: name: no such follow-up\n");
}

TEST_F(FollowUpVerbTest, SaysWhyADateMoved) {
  v1::FollowUp& moved = *service_.explanation.mutable_follow_up();
  moved = Make("x", v1::FOLLOW_UP_STATUS_OPEN, Day(2025, 1, 20));
  moved.set_policy("policies/consultation");
  moved.set_paused(true);
  *service_.explanation.mutable_due_by_rule() = ToWire(Day(2025, 2, 3));
  v1::Away& away = *service_.explanation.add_away();
  *away.mutable_from() = ToWire(Day(2025, 1, 27));
  away.set_cover("members/m_a");

  const std::string open_ended = Flat(Explain());
  *away.mutable_until() = ToWire(Day(2025, 2, 7));
  const std::string ended = Flat(Explain());
  service_.explanation.clear_away();
  const std::string closed = Flat(Explain());

  EXPECT_THAT(open_ended, HasSubstr("The rule gave 2025-02-03. Away, so these days do not count: 2025-01-27 on, Maria "
                                    "Lopez covers"));
  EXPECT_THAT(ended, HasSubstr("2025-01-27 to 2025-02-07, Maria Lopez covers"));
  EXPECT_THAT(ended, HasSubstr("waits while they are away"));
  EXPECT_THAT(closed, HasSubstr("That day is closed; the next open one counts."));
}

}  // namespace
}  // namespace candor::cli::follow_up_verb_test
