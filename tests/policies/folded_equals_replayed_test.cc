#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/host_facts.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"

// What a policy concludes must not depend on how its entries arrived. Entries of random timelines are handed over in
// random groups: in order and late, with equal dates, amended and retracted; each group is folded into what there was,
// from the newest fold that lies before everything the group touches. In the end the fold must equal, state bytes
// included, that of a replay of the whole timeline from the start.
namespace candor::policy::folded_equals_replayed_test {
namespace {

using domain::Entry;
using domain::Kind;
using domain::Place;
using domain::PluginFold;
using domain::RecordedEntry;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kTimelines = 1000;  // what a sanitizer can look at within the limit of a test
#else
constexpr int kTimelines = 10000;
#endif
constexpr int kFirstDay = 20000;
constexpr int kDaysSpanned = 300;
constexpr uint32_t kMembers = 4;
constexpr int32_t kPolicyFrom = kFirstDay + 60;  // what was written down before opens no duties

constexpr Kind kKinds[] = {
    Kind::kIntake,         Kind::kSession,      Kind::kPersonalReaction, Kind::kPersonalReaction,
    Kind::kClientFeelings, Kind::kConsultation, Kind::kConsultation,     Kind::kSupervision,
    Kind::kDiscussion,     Kind::kDecision,     Kind::kContinuePlan,     Kind::kReferral,
    Kind::kTransferStep,   Kind::kTransferStep, Kind::kTermination,      Kind::kPostTerminationContact,
    Kind::kClientDeclined, Kind::kCrossing,     Kind::kCrossing,         Kind::kCrossing,
    Kind::kBarter,         Kind::kStandingPlan, Kind::kClarified};

// Every third timeline is one of handovers: two therapists, receivers who come and go, therapies that end and begin
// again.
constexpr Kind kHandoverKinds[] = {
    Kind::kIntake,       Kind::kIntake,         Kind::kTermination,     Kind::kTermination,  Kind::kTermination,
    Kind::kTransferStep, Kind::kTransferStep,   Kind::kTransferStep,    Kind::kTransferStep, Kind::kReferral,
    Kind::kReferral,     Kind::kClientDeclined, Kind::kDiscussion,      Kind::kConsultation, Kind::kDecision,
    Kind::kContinuePlan, Kind::kClientFeelings, Kind::kPersonalReaction};

// And every third one of conduct: acts, crossings and relations of any basis and stage, and what is done about them.
constexpr Kind kConductKinds[] = {Kind::kIntake,           Kind::kSession,
                                  Kind::kTermination,      Kind::kTermination,
                                  Kind::kTransferStep,     Kind::kReferral,
                                  Kind::kPersonalReaction, Kind::kPersonalReaction,
                                  Kind::kConsultation,     Kind::kSupervision,
                                  Kind::kDiscussion,       Kind::kPostTerminationContact,
                                  Kind::kCrossing,         Kind::kCrossing,
                                  Kind::kBarter,           Kind::kDualRelationship,
                                  Kind::kClarified,        Kind::kStandingPlan,
                                  Kind::kAdvanceOrPromise, Kind::kRomanticOrSexualAct,
                                  Kind::kClientDeclined,   Kind::kRomanticOrSexualAct,
                                  Kind::kDecision,         Kind::kPriorTherapistAllegation,
                                  Kind::kBrochureGiven,    Kind::kReportFiled,
                                  Kind::kDualRelationship, Kind::kDualRelationship,
                                  Kind::kContinuePlan,     Kind::kNoticeGiven};

enum class Flavour { kAny, kHandovers, kConduct };

IdBytes NumberedId(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

// A case as random people might have written it down. Everything comes from the seed.
class Writer {
 public:
  explicit Writer(uint64_t seed) : random_(seed), flavour_(static_cast<Flavour>(seed % 3)) {}

  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

  // Each in order of arrival; numbers are ledger numbers.
  std::vector<RecordedEntry> Write() {
    std::vector<RecordedEntry> ledger;
    const uint32_t size = 2 + Below(24);
    for (uint32_t number = 0; number < size; ++number) {
      RecordedEntry recorded;
      recorded.number = number;
      const bool revises = !ledger.empty() && OneIn(6);
      recorded.entry = revises ? Revision(ledger[Below(static_cast<uint32_t>(ledger.size()))].entry) : Fresh();
      recorded.entry.header.id = EntryId(NumberedId(number + 1));
      ledger.push_back(std::move(recorded));
    }
    return ledger;
  }

 private:
  Entry Fresh() {
    // Few distinct days, so that many entries share one; mostly in order, a third late.
    if (!OneIn(3)) day_ += static_cast<int32_t>(Below(20));
    const int32_t day = OneIn(3) ? kFirstDay + static_cast<int32_t>(Below(kDaysSpanned)) / 7 * 7 : day_;
    return Of(AnyKind(), day, day + static_cast<int32_t>(OneIn(2) ? 0 : Below(30)));
  }

  Kind AnyKind() {
    switch (flavour_) {
      case Flavour::kHandovers:
        return kHandoverKinds[Below(std::size(kHandoverKinds))];
      case Flavour::kConduct:
        return kConductKinds[Below(std::size(kConductKinds))];
      case Flavour::kAny:
        break;
    }
    return kKinds[Below(std::size(kKinds))];
  }

  Entry Revision(const Entry& of) {
    const int32_t day = DayNumber(of.header.occurred.day) + (OneIn(2) ? 0 : static_cast<int32_t>(Below(40)) - 20);
    Entry entry = Of(OneIn(3) ? Kind::kRetraction : of.kind, day, day + 5);
    entry.header.revises = of.header.id;
    return entry;
  }

  Entry Of(Kind kind, int32_t day, int32_t reported) {
    Entry entry;
    entry.kind = kind;
    entry.header.subject = domain::SubjectId::Of(CaseId(NumberedId(1)));
    entry.header.therapist = flavour_ == Flavour::kAny ? AnyMember() : MemberId(NumberedId(1 + Below(2)));
    entry.header.occurred.day = DayFromNumber(day);
    if (OneIn(4)) entry.header.occurred.minute_of_day = static_cast<int32_t>(Below(1440));
    entry.header.reported.day = DayFromNumber(reported);
    entry.header.order_digest = Below(5);
    entry.header.stage = OneIn(2) ? domain::Stage::kDone : static_cast<domain::Stage>(Below(6));
    if (OneIn(4)) entry.header.basis = static_cast<domain::Basis>(Below(7));
    for (const domain::FieldInfo& field : domain::FindKind(kind)->fields) {
      if (!OneIn(3)) Fill(field, day, entry.facts);
    }
    // The header as the ledger would have it, but for the confinement of personal kinds: the plugin sees the real one.
    entry.header.kind = kind;
    entry.header.facts = entry.facts.OfClass(domain::FieldClass::kTriage);
    return entry;
  }

  void Fill(const domain::FieldInfo& field, int32_t day, domain::Facts& facts) {
    switch (field.type) {
      case domain::FieldType::kNumber:
        facts.SetNumber(field.id, Below(30));
        break;
      case domain::FieldType::kAnswer:
      case domain::FieldType::kChoice:
        facts.SetNumber(field.id, field.words[Below(static_cast<uint32_t>(field.words.size()))].number);
        break;
      case domain::FieldType::kDay:
        facts.SetNumber(field.id, day - 700 + static_cast<int32_t>(Below(800)));
        break;
      case domain::FieldType::kMember:
        facts.SetId(field.id, AnyMember().bytes());
        break;
      case domain::FieldType::kCase:
        facts.SetId(field.id, NumberedId(1));
        break;
      case domain::FieldType::kText:
        facts.SetText(field.id, "text");
        break;
    }
  }

  MemberId AnyMember() { return MemberId(NumberedId(1 + Below(kMembers))); }

  std::mt19937_64 random_;
  const Flavour flavour_;
  int32_t day_ = kFirstDay;
};

domain::People Directory() {
  domain::People people;
  for (uint32_t i = 1; i <= kMembers; ++i) {
    people.members.push_back({MemberId(NumberedId(i)), "member", {{std::nullopt, {"mft", "US-CA", i == 2}}}});
  }
  people.supervisions.push_back({MemberId(NumberedId(2)), MemberId(NumberedId(1)), DayFromNumber(kFirstDay), {}});
  return people;
}

// What the host does with a case, as one plugin sees it.
class Host {
 public:
  explicit Host(const RunnablePolicy& policy) : runner_(policy), name_(policy.info().name), people_(Directory()) {}

  void Take(const std::vector<RecordedEntry>& group, int32_t until) {
    Place touched = Place::EndOf(std::numeric_limits<int32_t>::max());
    ledger_.insert(ledger_.end(), group.begin(), group.end());
    for (const RecordedEntry& recorded : group) touched = std::min(touched, Touched(recorded));
    while (folds_.size() > 1 && touched <= folds_.back().place) folds_.pop_back();
    domain::PolicyResult result = Run(folds_.back(), until, true);
    for (PluginFold& snapshot : result.snapshots) folds_.push_back(std::move(snapshot));
    folds_.push_back(std::move(result.end));
  }

  const PluginFold& folded() const { return folds_.back(); }
  size_t episodes() const { return Course(domain::EffectiveTimeline(ledger_)).episodes.size(); }
  PluginFold Replayed(int32_t until) { return Run(PluginFold(), until, false).end; }

 private:
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
    const domain::CaseCourse course = Course(effective);
    domain::PolicyTask task;
    task.plugin = name_;
    task.subject = domain::SubjectId::Of(CaseId(NumberedId(1)));
    task.start = start;
    task.until = until;
    task.want_snapshots = want_snapshots;
    for (const RecordedEntry& recorded : effective) {
      if (start.place != Place::First() && PlaceOf(recorded.entry.header) <= start.place) continue;
      const domain::HostFacts host = domain::ResolveHostFacts(recorded.entry, course, people_);
      const bool opens = domain::OpensDuties(recorded.entry.header, std::nullopt, DayFromNumber(kPolicyFrom));
      task.events.push_back(domain::PolicyEventOf(recorded, host, opens));
    }
    return runner_.Run(task);
  }

  FoldRunner runner_;
  std::string name_;
  domain::People people_;
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

  std::unique_ptr<RunnablePolicy> policy_;
};

TEST_F(FoldedEqualsReplayedTest, ForRandomTimelinesHoweverTheyArrive) {
  size_t follow_ups = 0;
  size_t resolved = 0;
  size_t before_policy = 0;
  size_t second_episodes = 0;
  for (uint64_t seed = 1; seed <= kTimelines; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Writer writer(seed);
    const std::vector<RecordedEntry> ledger = writer.Write();
    Host host(*policy_);
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
    follow_ups += replayed.obligations.size();
    for (const domain::Obligation& obligation : replayed.obligations) {
      if (obligation.state == domain::RuleState::kResolved) ++resolved;
      if (obligation.before_policy) ++before_policy;
    }
    if (host.episodes() > 1) ++second_episodes;
  }
  // Timelines that nothing follows from would prove nothing.
  EXPECT_GT(follow_ups, size_t{kTimelines / 4});
  // What forbids ends by a person's decision, of which a fold knows nothing; of that policy one rule ends by entries.
  const bool forbids = policy_->info().name == "prohibitions";
  EXPECT_GT(resolved, size_t{forbids ? 0 : kTimelines / 50});
  EXPECT_GT(before_policy, size_t{kTimelines / 50});
  EXPECT_GT(second_episodes, size_t{kTimelines / 50});
}

}  // namespace
}  // namespace candor::policy::folded_equals_replayed_test
