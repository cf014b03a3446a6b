#include "daemon/policy/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "daemon/policy/plugin_table.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

namespace candor::policy::protocol_test {
namespace {

using testing::NumberedId;
using testing::SessionOn;

std::string_view PayloadOf(const std::string& frame) {
  return std::string_view(frame).substr(kFrameHeadBytes);
}

std::vector<domain::PluginInfo> Plugins() {
  std::vector<domain::PluginInfo> plugins = {ReadPluginTable(&testing::ScriptedPolicy()).value()};
  plugins[0].digest = "abc";
  return plugins;
}

domain::PluginFold Fold() {
  domain::PluginFold fold;
  fold.state = std::string("\x00\x01state", 7);
  domain::Obligation open;
  open.rule = "endings";
  open.key = "a key";
  open.opened_by = EntryId(NumberedId(3));
  open.therapist = MemberId(NumberedId(4));
  open.opened_on = -3;
  open.reported_on = 5;
  open.due = 9;
  open.counted_from = 7;
  open.facts_used = {EntryId(NumberedId(8)), EntryId(NumberedId(9))};
  domain::Obligation closed = open;
  closed.key = std::string(32, 'k');
  closed.state = domain::RuleState::kResolved;
  closed.cause = domain::ResolvedCause::kEntry;
  closed.due.reset();
  closed.resolved_by = EntryId(NumberedId(5));
  closed.resolved_on = 6;
  closed.resolution_reported_on = 7;
  closed.missing_fields = 1;
  closed.before_policy = true;
  closed.episode = 2;
  fold.obligations = {open, closed};
  fold.timers = {{"sessions", 12, 99, EntryId(NumberedId(3)), MemberId(NumberedId(4)), 5, false, 4}};
  fold.place = {12, 30, 40, 50, NumberedId(6)};
  fold.folded_to = 77;
  return fold;
}

domain::PolicyTask Task() {
  auto event = SessionOn(5, 6, 50);
  event.minute = 600;
  event.stage = domain::Stage::kDone;
  event.basis = domain::Basis::kOwn;
  event.has_note = true;
  event.opens_duties = false;
  event.facts.SetText(domain::MakeFieldId(domain::Kind::kConsultation, 5), "");
  event.facts.SetId(domain::MakeFieldId(domain::Kind::kConsultation, 1), NumberedId(1));
  event.host.in_training = true;
  event.host.consultant_relation = domain::HostFacts::Relation::kParty;
  event.host.supervision_planned = -1;
  event.host.last_own_report = 4;
  event.host.supervisees = 7;
  event.host.author = MemberId(NumberedId(5));
  event.host.author_relation = domain::HostFacts::Relation::kSubordinate;
  event.host.from_case = true;
  domain::PolicyTask task = testing::TaskFor("scripted", {event}, 14);
  task.start = Fold();
  task.want_snapshots = true;
  task.duties_from = {CANDOR_NO_DAY, 20'000, CANDOR_NO_DAY};
  task.sets = {{MemberId(NumberedId(4)), domain::kFirstDay, 1}, {MemberId(NumberedId(4)), 20'000, 2}};
  return task;
}

TEST(PluginTableTest, ARuleSaysWhichKindsFinishIt) {
  candor_rule rule = *testing::ScriptedPolicy().rules[0];
  const candor_rule* const rules[] = {&rule};
  candor_policy policy = testing::ScriptedPolicy();
  policy.rules = rules;
  policy.rule_count = 1;

  const auto now = ReadPluginTable(&policy);
  rule.struct_size = offsetof(candor_rule, done_kinds);
  const auto before = ReadPluginTable(&policy);
  rule.struct_size = offsetof(candor_rule, done_kinds) - 1;
  const auto short_of_that = ReadPluginTable(&policy);
  rule.struct_size = sizeof(rule);
  const uint16_t unknown[] = {999};
  rule.done_kinds = unknown;
  const auto of_no_kind = ReadPluginTable(&policy);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->rules[0].done_kinds, std::vector{domain::Kind::kTermination});
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_TRUE(before->rules[0].done_kinds.empty()) << "built for an ABI before 1.3";
  EXPECT_FALSE(short_of_that.ok());
  EXPECT_FALSE(of_no_kind.ok());
}

TEST(PluginTableTest, ARuleSaysWhatItOpensOnAndHowSureItsSourcesAre) {
  candor_citation citation = *testing::ScriptedPolicy().rules[0]->citations[0];
  const candor_citation* const citations[] = {&citation};
  candor_rule rule = *testing::ScriptedPolicy().rules[0];
  rule.citations = citations;
  rule.trigger = testing::TextOf("A session.");
  const candor_rule* const rules[] = {&rule};
  candor_policy policy = testing::ScriptedPolicy();
  policy.rules = rules;
  policy.rule_count = 1;

  const auto now = ReadPluginTable(&policy);
  rule.struct_size = offsetof(candor_rule, trigger);
  citation.struct_size = offsetof(candor_citation, confidence);
  const auto before = ReadPluginTable(&policy);
  citation.struct_size = sizeof(citation);
  citation.confidence = testing::TextOf("sure");
  const auto of_no_mark = ReadPluginTable(&policy);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->rules[0].trigger, "A session.");
  EXPECT_EQ(now->rules[0].citations.at(0).confidence, "A");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->rules[0].trigger, "") << "built for an ABI before 1.4";
  EXPECT_EQ(before->rules[0].citations.at(0).confidence, "");
  EXPECT_FALSE(of_no_mark.ok());
}

TEST(PluginTableTest, ARuleSaysWhoSeesToItsFollowUpsAndWhetherTheyAreRestricted) {
  candor_rule rule = *testing::ScriptedPolicy().rules[0];
  const candor_rule* const rules[] = {&rule};
  candor_policy policy = testing::ScriptedPolicy();
  policy.rules = rules;
  policy.rule_count = 1;
  rule.confined = CANDOR_CONFINED_RESTRICTED;
  rule.owner = CANDOR_OWNER_PRACTICE;

  const auto now = ReadPluginTable(&policy);
  policy.abi_minor = 3;
  const auto before = ReadPluginTable(&policy);
  policy.abi_minor = CANDOR_POLICY_ABI_MINOR;
  rule.owner = CANDOR_OWNER_PRACTICE + 1;
  const auto of_nobody = ReadPluginTable(&policy);
  rule.owner = CANDOR_OWNER_THERAPIST;
  rule.confined = CANDOR_CONFINED_RESTRICTED + 1;
  const auto confined_otherwise = ReadPluginTable(&policy);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].restricted);
  EXPECT_TRUE(now->rules[0].of_practice);
  EXPECT_EQ(now->rules[0].key_class, domain::KeyClass::kGeneral);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].of_practice) << "padding of an ABI before 1.4";
  EXPECT_FALSE(of_nobody.ok());
  EXPECT_FALSE(confined_otherwise.ok());
}

TEST(PluginTableTest, ARuleMaySayThatItsDatesAreALawsAndThatItIsOfNoConduct) {
  candor_rule rule = *testing::ScriptedPolicy().rules[0];
  const candor_rule* const rules[] = {&rule};
  candor_policy policy = testing::ScriptedPolicy();
  policy.rules = rules;
  policy.rule_count = 1;
  rule.dates_of_law = 1;
  rule.of_no_conduct = 1;

  const auto now = ReadPluginTable(&policy);
  policy.abi_minor = 5;
  const auto before = ReadPluginTable(&policy);
  policy.abi_minor = CANDOR_POLICY_ABI_MINOR;
  rule.dates_of_law = 2;
  const auto neither = ReadPluginTable(&policy);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].dates_of_law);
  EXPECT_TRUE(now->rules[0].of_no_conduct);
  std::string frame;
  EncodeTables({*now}, frame);
  const auto over_the_socket = DecodeTables(PayloadOf(frame));
  ASSERT_TRUE(over_the_socket.ok()) << over_the_socket.status();
  EXPECT_TRUE(over_the_socket->at(0).rules[0].dates_of_law);
  EXPECT_TRUE(over_the_socket->at(0).rules[0].of_no_conduct);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].dates_of_law) << "a reserved number before 1.6";
  EXPECT_FALSE(neither.ok());
}

TEST(PluginTableTest, OnlyARuleAboutMembersReadsFollowUps) {
  candor_rule rule = *testing::ScriptedPolicy().rules[2];
  const candor_rule* const rules[] = {&rule};
  candor_policy policy = testing::ScriptedPolicy();
  policy.rules = rules;
  policy.rule_count = 1;
  rule.reads_follow_ups = 1;

  const auto now = ReadPluginTable(&policy);
  rule.struct_size = offsetof(candor_rule, reads_follow_ups);
  const auto before = ReadPluginTable(&policy);
  rule.struct_size = sizeof(rule);
  rule.scope = CANDOR_SCOPE_CASE;
  const auto of_case = ReadPluginTable(&policy);
  rule.scope = CANDOR_SCOPE_MEMBER;
  rule.reads_follow_ups = 2;
  const auto of_neither = ReadPluginTable(&policy);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].reads_follow_ups);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].reads_follow_ups) << "built for an ABI before 1.5";
  EXPECT_FALSE(of_case.ok());
  EXPECT_FALSE(of_neither.ok());
}

TEST(ProtocolTest, WhatBecameOfAFollowUpComesOutAsItWentIn) {
  const auto plugins = Plugins();
  domain::PolicyTask task = Task();
  domain::FollowUpChange& change = task.events[0].follow_up.emplace();
  change.what = domain::FollowUpChange::What::kEnded;
  change.follow_up = FollowUpId(NumberedId(11));
  change.situation = SituationId(NumberedId(12));
  change.catalogue_id = "R23";
  change.severity = domain::Severity::kImportant;
  change.due = 20'001;
  change.finding = domain::Finding::kSubstantiated;
  std::string frame;
  EncodeJobs({{0, true, {}, &task}}, plugins, frame);

  const auto jobs = DecodeJobs(PayloadOf(frame), plugins);

  ASSERT_TRUE(jobs.ok()) << jobs.status();
  EXPECT_EQ(jobs->at(0).task.events.at(0).follow_up, task.events[0].follow_up);
}

TEST(ProtocolTest, TaskComesOutAsItWentIn) {
  const auto plugins = Plugins();
  const domain::PolicyTask task = Task();
  const Skip skip{{EntryId(NumberedId(6)), 6, false, 5, 0, 0}, domain::NotAssessedReason::kMemory};
  std::string frame;
  EncodeJobs({{0, true, {skip}, &task}}, plugins, frame);

  const auto jobs = DecodeJobs(PayloadOf(frame), plugins);

  ASSERT_TRUE(jobs.ok()) << jobs.status();
  ASSERT_EQ(jobs->size(), 1u);
  const ReceivedJob& job = jobs->front();
  EXPECT_TRUE(job.report_steps);
  EXPECT_EQ(job.skips, std::vector{skip});
  EXPECT_EQ(job.task.subject, task.subject);
  EXPECT_EQ(job.task.until, task.until);
  EXPECT_TRUE(job.task.want_snapshots);
  EXPECT_EQ(job.task.sets, task.sets);
  EXPECT_EQ(job.task.duties_from, task.duties_from);
  EXPECT_EQ(job.task.start, task.start);
  ASSERT_EQ(job.task.events.size(), 1u);
  const domain::PolicyEvent& got = job.task.events[0];
  const domain::PolicyEvent& sent = task.events[0];
  EXPECT_EQ(got.number, sent.number);
  EXPECT_EQ(got.id, sent.id);
  EXPECT_EQ(got.place, sent.place);
  EXPECT_EQ(got.kind, sent.kind);
  EXPECT_EQ(got.occurred, sent.occurred);
  EXPECT_EQ(got.minute, sent.minute);
  EXPECT_EQ(got.reported, sent.reported);
  EXPECT_EQ(got.therapist, sent.therapist);
  EXPECT_EQ(got.source, sent.source);
  EXPECT_EQ(got.basis, sent.basis);
  EXPECT_EQ(got.stage, sent.stage);
  EXPECT_EQ(got.facts, sent.facts);
  EXPECT_EQ(got.has_note, sent.has_note);
  EXPECT_EQ(got.opens_duties, sent.opens_duties);
  EXPECT_EQ(got.host, sent.host);
}

TEST(ProtocolTest, ResultComesOutAsItWentIn) {
  const auto plugins = Plugins();
  domain::PolicyResult result;
  result.end = Fold();
  result.snapshots = {Fold(), Fold()};
  result.not_assessed = {
      {testing::CaseNumber(1), EntryId(NumberedId(6)), "scripted", domain::NotAssessedReason::kBadAnswer}};
  std::string frame;
  EncodeResult(result, plugins[0], frame);

  const auto decoded = DecodeResult(PayloadOf(frame), plugins[0], testing::CaseNumber(1));

  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->end, result.end);
  EXPECT_EQ(decoded->snapshots, result.snapshots);
  EXPECT_EQ(decoded->not_assessed, result.not_assessed);
}

TEST(ProtocolTest, TablesComeOutAsTheyWentIn) {
  auto plugins = Plugins();
  plugins.push_back({.name = "other", .version = "", .digest = "", .rules = {}, .loaded = false, .problem = "why"});
  std::string frame;
  EncodeTables(plugins, frame);

  const auto decoded = DecodeTables(PayloadOf(frame));

  ASSERT_TRUE(decoded.ok()) << decoded.status();
  ASSERT_EQ(decoded->size(), 2u);
  EXPECT_EQ((*decoded)[0].name, "scripted");
  EXPECT_EQ((*decoded)[0].rules, plugins[0].rules);
  EXPECT_FALSE((*decoded)[1].loaded);
  EXPECT_EQ((*decoded)[1].problem, "why");
}

TEST(ProtocolTest, WorkerOfAnotherBuildIsRefused) {
  std::string frame;
  EncodeLoad({0, {"/a.so"}}, frame);
  std::string payload(PayloadOf(frame));
  payload[3] = static_cast<char>(payload[3] + 1);

  EXPECT_EQ(DecodeLoad(PayloadOf(frame))->paths, std::vector<std::string>{"/a.so"});
  EXPECT_EQ(DecodeLoad(payload).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(ProtocolTest, OverlongFrameIsRefused) {
  EXPECT_EQ(DecodeFrameHead(std::string("\xff\xff\xff\xff\x06", 5)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeFrameHead(std::string("\x00\x00\x00\x01\x63", 5)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(ProtocolTest, SetsOfValuesComeOutAsTheyWentIn) {
  const SetValues first{{{1, 2}, {3}}, {{1, "window", {4}}, {1, "window", {5}}}};
  const std::vector<NumberedSet> sets = {{0, {first, {}}}, {1, {first, first}}};
  std::string frame;
  EncodeValues(sets, frame);

  const auto decoded = DecodeValues(PayloadOf(frame));

  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(*decoded, sets);
  EXPECT_FALSE(DecodeValues(PayloadOf(frame).substr(1)).ok());
}

// Every decoder takes any bytes: well-made frames with a few bytes changed, cut off or added, and noise. What is taken
// is within the bounds of the ABI.
TEST(ProtocolTest, DecodersTakeAnyBytes) {
  const auto plugins = Plugins();
  const domain::PolicyTask task = Task();
  domain::PolicyResult result;
  result.end = Fold();
  result.snapshots = {Fold()};
  std::vector<std::string> seeds(6);
  EncodeJobs({{0, true, {}, &task}}, plugins, seeds[0]);
  EncodeResult(result, plugins[0], seeds[1]);
  EncodeTables(plugins, seeds[2]);
  EncodeValues({{0, {{{{1, 2}, {3}}, {{1, "window", {4}}}}}}}, seeds[3]);
  EncodeLoad({1, {"/a"}}, seeds[4]);
  EncodeStep({}, seeds[5]);
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  size_t taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(PayloadOf(seeds[random() % seeds.size()]));
    for (auto changes = random() % 4; changes > 0 && !bytes.empty(); --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    if (random() % 4 == 0) bytes.resize(random() % (bytes.size() + 1));
    if (random() % 8 == 0) bytes.append(random() % 40, static_cast<char>(random()));
    if (const auto decoded = DecodeResult(bytes, plugins[0], testing::CaseNumber(1)); decoded.ok()) {
      ++taken;
      ASSERT_LE(decoded->end.state.size(), size_t{CANDOR_MAX_STATE_BYTES});
      for (const domain::Obligation& obligation : decoded->end.obligations) {
        ASSERT_LE(obligation.key.size(), size_t{CANDOR_MAX_KEY_BYTES});
        ASSERT_FALSE(obligation.rule.empty());
        ASSERT_LE(obligation.facts_used.size(), size_t{CANDOR_MAX_FACTS});
      }
    }
    if (const auto decoded = DecodeJobs(bytes, plugins); decoded.ok()) {
      for (const ReceivedJob& job : *decoded) ASSERT_LE(job.task.start.state.size(), size_t{CANDOR_MAX_STATE_BYTES});
    }
    (void)DecodeTables(bytes);
    (void)DecodeValues(bytes);
    (void)DecodeLoad(bytes);
    (void)DecodeStep(bytes);
    if (bytes.size() >= kFrameHeadBytes) (void)DecodeFrameHead(bytes);
  }
  EXPECT_GT(taken, 30u);
}

}  // namespace
}  // namespace candor::policy::protocol_test
