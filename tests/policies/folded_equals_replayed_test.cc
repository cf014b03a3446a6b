#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/host_facts.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"
#include "tests/policies/random/random_ledger.h"

// What a policy concludes must not depend on how its entries arrived. Entries of random timelines are handed over in
// random groups: in order and late, with equal dates, amended and retracted; each group is folded into what there was,
// from the newest fold that lies before everything the group touches. In the end the fold must equal, state bytes
// included, that of a replay of the whole timeline from the start.
namespace candor::policy::folded_equals_replayed_test {
namespace {

using domain::Place;
using domain::PluginFold;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kTimelines = 1000;  // what a sanitizer can look at within the limit of a test
#else
constexpr int kTimelines = 10000;
#endif

domain::People Directory() {
  domain::People people;
  for (uint32_t i = 1; i <= kMembers; ++i) {
    people.members.push_back({MemberId(NumberedId(i)), "member", {{std::nullopt, {"mft", "US-CA", i == 2}}}});
  }
  people.supervisions.push_back({MemberId(NumberedId(2)), MemberId(NumberedId(1)), DayFromNumber(kFirstDay), {}});
  return people;
}

// What the host does with a case or a member, as one plugin sees it.
class Host {
 public:
  Host(const RunnablePolicy& policy, const domain::SubjectId& subject, std::vector<domain::PolicyEvent> changes)
      : runner_(policy),
        name_(policy.info().name),
        subject_(subject),
        people_(Directory()),
        changes_(std::move(changes)) {}

  // What became of follow-ups of cases is known from here on otherwise than before; a fold that was told otherwise up
  // to its place is of no use any more.
  void Tell(std::vector<domain::PolicyEvent> changes, int32_t until) {
    Place touched = Place::EndOf(std::numeric_limits<int32_t>::max());
    for (const auto* each : {&changes, &changes_}) {
      for (const domain::PolicyEvent& change : *each) touched = std::min(touched, change.place);
    }
    changes_ = std::move(changes);
    FoldAgain(touched, until);
  }

  void Take(const std::vector<RecordedEntry>& group, int32_t until) {
    Place touched = Place::EndOf(std::numeric_limits<int32_t>::max());
    ledger_.insert(ledger_.end(), group.begin(), group.end());
    for (const RecordedEntry& recorded : group) touched = std::min(touched, Touched(recorded));
    FoldAgain(touched, until);
  }

  const PluginFold& folded() const { return folds_.back(); }
  size_t episodes() const { return Course(domain::EffectiveTimeline(ledger_)).episodes.size(); }
  PluginFold Replayed(int32_t until) { return Run(PluginFold(), until, false).end; }
  // What was met by an entry that stands earlier in the timeline than what opened it; there is none.
  std::vector<std::string> MetTooEarly(const PluginFold& fold) const {
    std::map<EntryId, Place> places;
    for (const RecordedEntry& recorded : domain::EffectiveTimeline(ledger_)) {
      places[recorded.entry.header.id] = PlaceOf(recorded.entry.header);
    }
    std::vector<std::string> rules;
    for (const domain::Obligation& obligation : fold.obligations) {
      const auto opened = places.find(obligation.opened_by);
      const auto resolved = places.find(obligation.resolved_by);
      if (opened == places.end() || resolved == places.end()) continue;
      if (resolved->second < opened->second) rules.push_back(obligation.rule);
    }
    return rules;
  }

 private:
  void FoldAgain(const Place& touched, int32_t until) {
    while (folds_.size() > 1 && touched <= folds_.back().place) folds_.pop_back();
    domain::PolicyResult result = Run(folds_.back(), until, true);
    for (PluginFold& snapshot : result.snapshots) folds_.push_back(std::move(snapshot));
    folds_.push_back(std::move(result.end));
  }

  // The earliest place in the timeline that may change with the entry: its own, and those of all that was written
  // before about the same thing.
  Place Touched(const RecordedEntry& recorded) const {
    Place touched = PlaceOf(recorded.entry.header);
    const EntryId root = RootOf(recorded);
    for (const RecordedEntry& other : ledger_) {
      if (RootOf(other) != root) continue;
      Place place = PlaceOf(other.entry.header);
      place.id = {};  // it stands under the id of the entry first written, whichever that is
      touched = std::min(touched, place);
    }
    return touched;
  }

  EntryId RootOf(const RecordedEntry& recorded) const {
    if (recorded.entry.header.revises.empty()) return recorded.entry.header.id;
    const auto earlier = std::find_if(ledger_.begin(), ledger_.end(), [&](const RecordedEntry& other) {
      return other.entry.header.id == recorded.entry.header.revises;
    });
    return earlier == ledger_.end() ? recorded.entry.header.revises : RootOf(*earlier);
  }

  static domain::CaseCourse Course(const std::vector<RecordedEntry>& effective) {
    std::vector<domain::EntryHeader> headers;
    for (const RecordedEntry& recorded : effective) headers.push_back(recorded.entry.header);
    return domain::CourseOf(headers);
  }

  domain::PolicyResult Run(const PluginFold& start, int32_t until, bool want_snapshots) {
    const std::vector<RecordedEntry> effective = domain::EffectiveTimeline(ledger_);
    const bool of_member = subject_.kind == domain::SubjectKind::kMember;
    const domain::CaseCourse course = of_member ? domain::CaseCourse() : Course(effective);
    domain::PolicyTask task;
    task.plugin = name_;
    task.subject = subject_;
    task.start = start;
    task.until = until;
    task.want_snapshots = want_snapshots;
    for (const RecordedEntry& recorded : effective) {
      if (start.place != Place::First() && PlaceOf(recorded.entry.header) <= start.place) continue;
      domain::HostFacts host = domain::ResolveHostFacts(recorded.entry, course, people_);
      host.from_case = of_member && recorded.entry.header.subject.kind == domain::SubjectKind::kCase;
      // Any day will do, and any author, that is the same whenever it is asked for.
      if (of_member && domain::IsMeasure(recorded.entry.kind)) {
        host.last_own_report = kFirstDay + static_cast<int32_t>(recorded.entry.header.order_digest) * 40;
        IdBytes author{};
        author[0] = static_cast<uint8_t>(1 + recorded.entry.header.order_digest % 2);
        host.author = MemberId(author);
        host.author_relation = domain::HostFacts::Relation::kIndependent;
      }
      const bool opens = domain::OpensDuties(recorded.entry.header, std::nullopt, DayFromNumber(kPolicyFrom));
      task.events.push_back(domain::PolicyEventOf(recorded, host, opens));
    }
    for (const domain::PolicyEvent& change : changes_) {
      if (start.place < change.place) task.events.push_back(change);
    }
    std::sort(task.events.begin(), task.events.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    return runner_.Run(task);
  }

  FoldRunner runner_;
  std::string name_;
  domain::SubjectId subject_;
  domain::People people_;
  std::vector<domain::PolicyEvent> changes_;
  std::vector<RecordedEntry> ledger_;
  std::vector<PluginFold> folds_ = {PluginFold()};
};

std::string Describe(const domain::Obligation& obligation) {
  return obligation.rule + " state " + std::to_string(static_cast<int>(obligation.state)) + " severity " +
         std::to_string(static_cast<int>(obligation.severity)) + " due " +
         (obligation.due ? std::to_string(*obligation.due - kFirstDay) : "none") + " opened by " +
         std::to_string(obligation.opened_by.bytes()[15]) + " resolved by " +
         std::to_string(obligation.resolved_by.bytes()[15]) + " episode " + std::to_string(obligation.episode);
}

std::string Describe(const PluginFold& fold) {
  std::string text;
  for (const domain::Obligation& obligation : fold.obligations) text += Describe(obligation) + "\n";
  for (const domain::Timer& timer : fold.timers) {
    text += "timer " + timer.rule + " day " + std::to_string(timer.day - kFirstDay) + "\n";
  }
  return text;
}

class FoldedEqualsReplayedTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = RunnablePolicy::Make(&candor_policy_plugin);
    ASSERT_TRUE(made.ok()) << made.status();
    policy_ = std::move(*made);
  }

  bool Has(domain::Scope scope) const {
    const auto& rules = policy_->info().rules;
    return std::any_of(rules.begin(), rules.end(), [&](const domain::Rule& rule) { return rule.scope == scope; });
  }

  std::unique_ptr<RunnablePolicy> policy_;
};

TEST_F(FoldedEqualsReplayedTest, ForRandomTimelinesHoweverTheyArrive) {
  if (!Has(domain::Scope::kCase)) GTEST_SKIP() << "it has no rule about cases";
  size_t follow_ups = 0;
  size_t resolved = 0;
  size_t before_policy = 0;
  size_t second_episodes = 0;
  for (uint64_t seed = 1; seed <= kTimelines; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Writer writer(seed, domain::SubjectKind::kCase);
    const std::vector<RecordedEntry> ledger = writer.Write();
    Host host(*policy_, TheCase(), {});
    int32_t today = kFirstDay;
    for (size_t next = 0; next < ledger.size();) {
      const size_t size = std::min<size_t>(1 + writer.Below(4), ledger.size() - next);
      const std::vector<RecordedEntry> group(ledger.begin() + static_cast<ptrdiff_t>(next),
                                             ledger.begin() + static_cast<ptrdiff_t>(next + size));
      today += static_cast<int32_t>(writer.Below(40));
      host.Take(group, today);
      next += size;
    }
    const int32_t until = std::max(today, kFirstDay + kDaysSpanned) + static_cast<int32_t>(writer.Below(200));
    host.Take({}, until);

    const PluginFold replayed = host.Replayed(until);

    ASSERT_EQ(Describe(host.folded()), Describe(replayed));
    ASSERT_EQ(host.folded().obligations, replayed.obligations);
    ASSERT_EQ(host.folded().timers, replayed.timers);
    ASSERT_EQ(host.folded().state, replayed.state);
    ASSERT_EQ(host.MetTooEarly(replayed), std::vector<std::string>());
    follow_ups += replayed.obligations.size();
    for (const domain::Obligation& obligation : replayed.obligations) {
      if (obligation.state == domain::RuleState::kResolved) ++resolved;
      if (obligation.before_policy) ++before_policy;
    }
    if (host.episodes() > 1) ++second_episodes;
  }
  // Timelines that nothing follows from would prove nothing; of the practice's duties most are about members.
  const bool of_practice = policy_->info().name == "practice_duties";
  EXPECT_GT(follow_ups, static_cast<size_t>(of_practice ? kTimelines / 20 : kTimelines / 4));
  // What forbids ends by a person's decision, of which a fold knows nothing; of that policy one rule ends by entries.
  const bool forbids = policy_->info().name == "prohibitions";
  // Too rare among the few timelines of a sanitizer to be asked for there.
  if (forbids || of_practice) {
    EXPECT_TRUE(resolved > 0 || kTimelines < 10000);
  } else {
    EXPECT_GT(resolved, size_t{kTimelines / 100});
  }
  EXPECT_GT(before_policy, size_t{kTimelines / 50});
  EXPECT_GT(second_episodes, size_t{kTimelines / 50});
}

TEST_F(FoldedEqualsReplayedTest, AboutMembersToo) {
  if (!Has(domain::Scope::kMember)) GTEST_SKIP() << "it has no rule about members";
  size_t follow_ups = 0;
  for (uint64_t seed = 1; seed <= kTimelines; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Writer writer(seed, domain::SubjectKind::kMember);
    const std::vector<RecordedEntry> ledger = writer.Write();
    Host host(*policy_, TheMember(), AnyChanges(writer));
    int32_t today = kFirstDay;
    for (size_t next = 0; next < ledger.size();) {
      const size_t size = std::min<size_t>(1 + writer.Below(4), ledger.size() - next);
      const std::vector<RecordedEntry> group(ledger.begin() + static_cast<ptrdiff_t>(next),
                                             ledger.begin() + static_cast<ptrdiff_t>(next + size));
      today += static_cast<int32_t>(writer.Below(40));
      host.Take(group, today);
      if (writer.OneIn(3)) host.Tell(AnyChanges(writer), today);
      next += size;
    }
    const int32_t until = std::max(today, kFirstDay + kDaysSpanned) + static_cast<int32_t>(writer.Below(400));
    host.Take({}, until);

    const PluginFold replayed = host.Replayed(until);

    ASSERT_EQ(Describe(host.folded()), Describe(replayed));
    ASSERT_EQ(host.folded().obligations, replayed.obligations);
    ASSERT_EQ(host.folded().timers, replayed.timers);
    ASSERT_EQ(host.folded().state, replayed.state);
    ASSERT_EQ(host.MetTooEarly(replayed), std::vector<std::string>());
    follow_ups += replayed.obligations.size();
  }
  EXPECT_GT(follow_ups, size_t{kTimelines / 50}) << "timelines that nothing follows from would prove nothing";
}

}  // namespace
}  // namespace candor::policy::folded_equals_replayed_test
