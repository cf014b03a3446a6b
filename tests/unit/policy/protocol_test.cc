#include "daemon/policy/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
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
  event.host.supervisees = domain::Supervisees{7, {-3, 12}};
  event.host.author = MemberId(NumberedId(5));
  event.host.author_relation = domain::HostFacts::Relation::kSubordinate;
  event.host.matter = EntryId(NumberedId(6));
  event.host.from_case = true;
  domain::PolicyTask task = testing::TaskFor("scripted", {event}, 14);
  task.start = Fold();
  task.want_snapshots = true;
  task.duties_from = {CANDOR_NO_DAY, 20'000, CANDOR_NO_DAY};
  task.sets = {{MemberId(NumberedId(4)), domain::kFirstDay, 1}, {MemberId(NumberedId(4)), 20'000, 2}};
  return task;
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

// A task of the same subject as others, which are shown the same events.
domain::PolicyTask SharingTask(const std::shared_ptr<const std::vector<domain::PolicyEvent>>& events, size_t first) {
  domain::PolicyTask task = Task();
  task.events.clear();
  task.shared_events = events;
  task.first_event = first;
  return task;
}

TEST(ProtocolTest, EventsThatSeveralAreShownGoOnce) {
  const auto plugins = Plugins();
  const domain::PolicyTask alone = Task();
  auto two = std::make_shared<std::vector<domain::PolicyEvent>>(alone.events);
  two->push_back(SessionOn(900, 9));
  const domain::PolicyTask all = SharingTask(two, 0);
  const domain::PolicyTask rest = SharingTask(two, 1);
  const domain::PolicyTask none = SharingTask(two, 2);
  const domain::PolicyTask other = SharingTask(std::make_shared<std::vector<domain::PolicyEvent>>(alone.events), 0);
  std::string frame;
  EncodeJobs({{0, false, {}, &all},
              {0, false, {}, &alone},
              {0, false, {}, &rest},
              {0, false, {}, &none},
              {0, false, {}, &other}},
             plugins, frame);

  const auto jobs = DecodeJobs(PayloadOf(frame), plugins);

  ASSERT_TRUE(jobs.ok()) << jobs.status();
  ASSERT_EQ(jobs->size(), 5u);
  ASSERT_EQ(jobs->at(0).task.Events().size(), 2u);
  EXPECT_EQ(jobs->at(0).task.Events()[1].id, two->back().id);
  ASSERT_EQ(jobs->at(1).task.Events().size(), 1u);
  ASSERT_EQ(jobs->at(2).task.Events().size(), 1u);
  EXPECT_EQ(jobs->at(2).task.Events()[0].id, two->back().id);
  EXPECT_TRUE(jobs->at(3).task.Events().empty());
  ASSERT_EQ(jobs->at(4).task.Events().size(), 1u);
  EXPECT_EQ(jobs->at(4).task.Events()[0].id, alone.events[0].id);
  EXPECT_EQ(jobs->at(0).task.shared_events, jobs->at(2).task.shared_events) << "decoded once, too";
  EXPECT_NE(jobs->at(0).task.shared_events, jobs->at(4).task.shared_events);
}

TEST(ProtocolTest, AJobNamesNoEventsThatDidNotCome) {
  const auto plugins = Plugins();
  const auto one = std::make_shared<const std::vector<domain::PolicyEvent>>(Task().events);
  const domain::PolicyTask beyond = SharingTask(one, 2);
  domain::PolicyTask twice = SharingTask(one, 0);
  twice.events = Task().events;
  std::string beyond_the_end;
  std::string with_others;
  EncodeJobs({{0, false, {}, &beyond}}, plugins, beyond_the_end);
  EncodeJobs({{0, false, {}, &twice}}, plugins, with_others);

  EXPECT_FALSE(DecodeJobs(PayloadOf(beyond_the_end), plugins).ok());
  EXPECT_FALSE(DecodeJobs(PayloadOf(with_others), plugins).ok());
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
  const domain::PolicyTask shared = SharingTask(std::make_shared<std::vector<domain::PolicyEvent>>(task.events), 0);
  std::vector<std::string> seeds(7);
  EncodeJobs({{0, true, {}, &task}}, plugins, seeds[0]);
  EncodeJobs({{0, false, {}, &shared}, {0, false, {}, &shared}}, plugins, seeds[6]);
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
