#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/domain/host_facts.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"
#include "tests/policies/random/random_ledger.h"

// No follow-up is past due on the day on which it is first asked for, whatever was written down late: what a rule asks
// of somebody it asks from a day on which they could have known (rules.md, note 8). Random timelines are told day by
// day, as they were written down; of what is new on a day the date is not before that day.
//
// What is left out, and why:
// - Rules whose dates are a law's, and those that rules.md has run from the day on which the practice received
//   something, however late that is written down: R18, R44, R54, R60 to R65.
// - R67: how long a supervisor may do without an agreement, a licence or a training is the law's ("as law").
// - What was corrected or taken back: it was asked for before under the name of what it replaces.
// - A rule that has asked about the subject before: what is told late may put the same request under another entry.
// - An earlier entry that reads otherwise since an intake, an ending or a step of a handover was written down late: by
//   these it shows who was whose client on which day, which is the host's to say, and of that no policy is told when it
//   was known. Nor when contact after the ending was, from which a window may run (R13 to R15). What these entries open
//   themselves is looked at as all else.
// - R12 of a therapist who was not the first with the client, where their act is told late: of acts only the first has
//   a date in that policy, whose state is full. And R30 where R33 has asked about the same relation until it was told
//   that it had ended.
// - R51, where an absence or a session of supervision comes late: a period can be short by the gap before it, of which
//   nothing is kept but its length.
// - R55 opens by what has become of follow-ups of cases, not by entries; it has tests of its own.
namespace candor::policy::folded_equals_replayed_test {
namespace {

using domain::PluginFold;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr uint64_t kLateTimelines = 200;  // each is replayed as often as it has days
#else
constexpr uint64_t kLateTimelines = 2000;
#endif

bool RunsFromReceipt(std::string_view catalogue_id) {
  const std::string_view of_note_8[] = {"R18", "R44", "R54", "R60", "R61", "R62", "R63", "R64", "R65"};
  return std::find(std::begin(of_note_8), std::end(of_note_8), catalogue_id) != std::end(of_note_8);
}

bool IsLeftOut(const domain::Rule& rule) {
  return rule.dates_of_law || RunsFromReceipt(rule.catalogue_id) || rule.catalogue_id == "R67";
}

// Entries that say who was whose client, or until when.
bool SaysWhoseClient(Kind kind) {
  return kind == Kind::kIntake || kind == Kind::kTermination || kind == Kind::kTransferStep ||
         kind == Kind::kPostTerminationContact;
}

// What else an earlier entry may read otherwise for, of the rule.
bool ReadsOtherwiseBy(Kind kind, const domain::Rule& rule) {
  if (rule.catalogue_id == "R51") return kind == Kind::kAbsence || kind == Kind::kSupervision;
  if (rule.catalogue_id != "R12") return false;
  return kind == Kind::kRomanticOrSexualAct || kind == Kind::kCrossing || kind == Kind::kDualRelationship;
}

int32_t ReportedOn(const RecordedEntry& recorded) {
  return DayNumber(recorded.entry.header.reported.day);
}

class NotLateAtFirstTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = RunnablePolicy::Make(&candor_policy_plugin);
    ASSERT_TRUE(made.ok()) << made.status();
    policy_ = std::move(*made);
    for (uint32_t i = 1; i <= kMembers; ++i) {
      people_.members.push_back({MemberId(NumberedId(i)), "member", {{std::nullopt, {"mft", "US-CA", i == 2}}}});
    }
    people_.supervisions.push_back({MemberId(NumberedId(2)), MemberId(NumberedId(1)), DayFromNumber(kFirstDay), {}});
  }

  bool Has(domain::Scope scope) const {
    const auto& rules = policy_->info().rules;
    return std::any_of(rules.begin(), rules.end(), [&](const domain::Rule& rule) { return rule.scope == scope; });
  }

  const domain::Rule* RuleOf(const domain::Obligation& obligation) const {
    for (const domain::Rule& rule : policy_->info().rules) {
      if (rule.slug == obligation.rule) return &rule;
    }
    return nullptr;
  }

  // What stands at the end of `until` where `entries` were written down.
  PluginFold Stand(const std::vector<RecordedEntry>& entries, const domain::SubjectId& subject, int32_t until) const {
    const bool of_member = subject.kind == domain::SubjectKind::kMember;
    const std::vector<RecordedEntry> timeline = domain::EffectiveTimeline(entries);
    std::vector<domain::EntryHeader> headers;
    for (const RecordedEntry& recorded : timeline) headers.push_back(recorded.entry.header);
    const domain::CaseCourse course = of_member ? domain::CaseCourse() : domain::CourseOf(headers);
    domain::PolicyTask task;
    task.plugin = policy_->info().name;
    task.subject = subject;
    task.until = until;
    for (const RecordedEntry& recorded : timeline) {
      domain::HostFacts host = domain::ResolveHostFacts(recorded.entry, course, people_);
      host.from_case = of_member && recorded.entry.header.subject.kind == domain::SubjectKind::kCase;
      if (of_member && domain::IsMeasure(recorded.entry.kind)) host.last_own_report = kFirstDay;
      task.events.push_back(domain::PolicyEventOf(recorded, host, true));
    }
    std::sort(task.events.begin(), task.events.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    return FoldRunner(*policy_).Run(task).end;
  }

  // How many follow-ups were looked at.
  size_t Check(std::vector<RecordedEntry> ledger, const domain::SubjectId& subject) const {
    std::erase_if(ledger, [](const RecordedEntry& recorded) { return !recorded.entry.header.revises.empty(); });
    std::stable_sort(ledger.begin(), ledger.end(),
                     [](const auto& a, const auto& b) { return ReportedOn(a) < ReportedOn(b); });
    std::set<std::string> asked;  // by rules
    size_t looked_at = 0;
    for (size_t told = 0; told < ledger.size();) {
      const int32_t today = ReportedOn(ledger[told]);
      const size_t before = told;
      while (told < ledger.size() && ReportedOn(ledger[told]) == today) ++told;
      // What the days before have brought, and then what this one does.
      const std::vector<RecordedEntry> earlier(ledger.begin(), ledger.begin() + static_cast<ptrdiff_t>(before));
      const PluginFold yesterday = Stand(earlier, subject, today - 1);
      for (const domain::Obligation& one : yesterday.obligations) {
        looked_at += CheckOne(one, one.opened_on, {}, asked) ? 1 : 0;
      }
      Remember(yesterday, asked);
      const std::vector<RecordedEntry> now(ledger.begin(), ledger.begin() + static_cast<ptrdiff_t>(told));
      const std::vector<RecordedEntry> fresh(now.begin() + static_cast<ptrdiff_t>(before), now.end());
      const PluginFold stand = Stand(now, subject, today);
      for (const domain::Obligation& one : stand.obligations) looked_at += CheckOne(one, today, fresh, asked) ? 1 : 0;
      Remember(stand, asked);
    }
    return looked_at;
  }

  std::unique_ptr<RunnablePolicy> policy_;

 private:
  static void Remember(const PluginFold& fold, std::set<std::string>& asked) {
    for (const domain::Obligation& one : fold.obligations) asked.insert(one.rule);
  }

  // `fresh`: what was written down on that day; none: it comes by the passing of days.
  bool CheckOne(const domain::Obligation& one, int32_t today, const std::vector<RecordedEntry>& fresh,
                const std::set<std::string>& asked) const {
    const domain::Rule* const rule = RuleOf(one);
    if (rule == nullptr || IsLeftOut(*rule) || one.state != domain::RuleState::kOpen || !one.due) return false;
    if (asked.contains(one.rule) || (rule->catalogue_id == "R30" && asked.contains("dual_harmful"))) return false;
    const bool by_fresh = std::any_of(fresh.begin(), fresh.end(),
                                      [&](const auto& each) { return each.entry.header.id == one.opened_by; });
    const auto reads_otherwise = [&](const RecordedEntry& each) {
      return SaysWhoseClient(each.entry.kind) || ReadsOtherwiseBy(each.entry.kind, *rule);
    };
    if (!by_fresh && std::any_of(fresh.begin(), fresh.end(), reads_otherwise)) return false;
    EXPECT_GE(*one.due, today) << one.rule << " opened by entry " << static_cast<int>(one.opened_by.bytes()[15])
                               << " of day " << one.opened_on - kFirstDay << " is first asked for on day "
                               << today - kFirstDay << " with a date " << today - *one.due << " days before";
    return true;
  }

  domain::People people_;
};

TEST_F(NotLateAtFirstTest, ForRandomTimelinesAsTheyAreWrittenDown) {
  if (!Has(domain::Scope::kCase)) GTEST_SKIP() << "it has no rule about cases";
  size_t looked_at = 0;
  for (uint64_t seed = 1; seed <= kLateTimelines && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    looked_at += Check(Writer(seed, domain::SubjectKind::kCase).Write(), TheCase());
  }
  // The practice's duties about cases run from receipt, nearly all of them.
  EXPECT_TRUE(looked_at > kLateTimelines / 10 || policy_->info().name == "practice_duties") << looked_at;
}

TEST_F(NotLateAtFirstTest, AboutMembersToo) {
  if (!Has(domain::Scope::kMember)) GTEST_SKIP() << "it has no rule about members";
  size_t looked_at = 0;
  for (uint64_t seed = 1; seed <= kLateTimelines && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    looked_at += Check(Writer(seed, domain::SubjectKind::kMember).Write(), TheMember());
  }
  EXPECT_GT(looked_at, kLateTimelines / 50) << "timelines that nothing follows from would prove nothing";
}

}  // namespace
}  // namespace candor::policy::folded_equals_replayed_test
