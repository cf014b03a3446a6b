#include "tests/quiet_practice/budget.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/civil.h"
#include "daemon/domain/situation.h"
#include "daemon/domain/vocabulary.h"
#include "plugins/sdk/testing/fake_host.h"

namespace candor::quiet_practice {
namespace {

using domain::FollowUpSection;
using domain::RuleMode;
using domain::Severity;
using sdk::testing::FakeHost;
using sdk::testing::ShownFollowUp;

std::string String(const candor_text& text) {
  return std::string(text.data, text.size);
}

RuleMode ModeOf(const Policies& policies, const std::string& slug) {
  const auto found = policies.modes.find(slug);
  return found == policies.modes.end() ? RuleMode::kActive : found->second;
}

IdBytes BytesOf(std::string_view name) {
  return sdk::testing::NamedId(name).bytes;
}

IdBytes Numbered(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

// As a timeline has them: by date, then by the place of their kind, then as they were written.
std::vector<Entry> InOrder(std::vector<Entry> entries) {
  const auto rank = [](const Entry& entry) {
    const domain::KindInfo* const info = domain::FindKind(static_cast<domain::Kind>(entry.kind()));
    return info == nullptr ? 0 : info->rank;
  };
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.day() != b.day() ? a.day() < b.day() : rank(a) < rank(b);
  });
  return entries;
}

Severity SeverityOf(const std::string& word) {
  if (word == "urgent") return Severity::kUrgent;
  if (word == "important") return Severity::kImportant;
  return word == "soon" ? Severity::kSoon : Severity::kLater;
}

domain::Action ActionOf(const std::string& word) {
  static const std::map<std::string, domain::Action> kActions = {{"talk", domain::Action::kTalk},
                                                                 {"refer", domain::Action::kRefer},
                                                                 {"soft_transfer", domain::Action::kSoftTransfer},
                                                                 {"document", domain::Action::kDocument},
                                                                 {"prohibit", domain::Action::kProhibit}};
  const auto found = kActions.find(word);
  return found == kActions.end() ? domain::Action::kCompleteRecord : found->second;
}

Day DayOfText(const std::string& date) {
  return DayFromNumber(sdk::testing::DayOf(date));
}

const candor_rule* FindRule(const candor_policy& policy, std::string_view slug) {
  for (uint32_t i = 0; i < policy.rule_count; ++i) {
    if (String(policy.rules[i]->slug) == slug) return policy.rules[i];
  }
  return nullptr;
}

// What of a follow-up decides which others it belongs with.
FollowUpSection SectionOf(const ShownFollowUp& shown, const candor_policy& policy, uint64_t number) {
  const candor_rule& rule = *FindRule(policy, shown.rule);
  FollowUpSection section;
  section.clear.id = FollowUpId(Numbered(number));
  section.clear.key_class =
      rule.confined == CANDOR_CONFINED_PERSONAL ? domain::KeyClass::kPersonal : domain::KeyClass::kGeneral;
  section.clear.restricted = rule.confined == CANDOR_CONFINED_RESTRICTED;
  section.clear.of_practice = rule.owner == CANDOR_OWNER_PRACTICE;
  section.clear.therapist = MemberId(BytesOf(shown.therapist));
  section.clear.action = ActionOf(shown.action);
  section.clear.severity = SeverityOf(shown.severity);
  section.clear.state = shown.state == "open" ? domain::RuleState::kOpen : domain::RuleState::kResolved;
  section.clear.missing_field = shown.action == "complete_record" && !shown.missing.empty();
  section.clear.opened_on = DayOfText(shown.opened);
  section.clear.reported_on = DayOfText(shown.reported);
  if (!shown.ended.empty()) section.clear.resolved_on = DayOfText(shown.ended);
  section.sealed.rule = shown.rule;
  section.sealed.plugin = String(policy.name);
  section.sealed.catalogue_id = String(rule.catalogue_id);
  section.sealed.opened_by = EntryId(BytesOf(shown.opened_by));
  return section;
}

void SetValues(const Policies& policies, const candor_policy& policy, FakeHost& host) {
  for (const Setting& value : policies.values) {
    if (FindRule(policy, value.rule) != nullptr) host.SetParameter(value.rule, value.parameter, value.value);
  }
}

void AskOne(const Timeline& timeline, const std::vector<Entry>& entries, int32_t last, const Policies& policies,
            const candor_policy& policy, Answers& answers) {
  FakeHost host(policy, timeline.scope);
  SetValues(policies, policy, host);
  host.FeedAll(entries);
  host.PassToDay(std::max(last, entries.back().day()) + 1);
  Said& said = answers.timelines.back();
  for (const ShownFollowUp& shown : host.FollowUps()) {
    if (shown.state == "withdrawn" || ModeOf(policies, shown.rule) == RuleMode::kOff) continue;
    said.push_back(SectionOf(shown, policy, said.size() + 1));
  }
  for (const std::string& sentence : host.not_assessed()) {
    answers.not_assessed.push_back(String(policy.name) + ", " + timeline.name + ": " + sentence);
  }
}

// The rules as the grouping asks for them.
std::vector<domain::Rule> RulesOf(const Policies& policies) {
  std::vector<domain::Rule> rules;
  for (const candor_policy* policy : policies.plugins) {
    for (uint32_t i = 0; i < policy->rule_count; ++i) {
      const candor_rule& declared = *policy->rules[i];
      domain::Rule& rule = rules.emplace_back();
      rule.slug = String(declared.slug);
      rule.catalogue_id = String(declared.catalogue_id);
      for (uint32_t f = 0; f < declared.folds_under_count; ++f) {
        rule.folds_under.push_back(String(declared.folds_under[f]));
      }
    }
  }
  return rules;
}

void CountSituation(const std::vector<const FollowUpSection*>& members, Counts& counts) {
  Severity severity = Severity::kLater;
  std::map<std::string, Severity> by_rule;
  for (const FollowUpSection* one : members) {
    severity = std::max(severity, one->clear.severity);
    Severity& of_rule = by_rule.try_emplace(one->sealed.rule, Severity::kLater).first->second;
    of_rule = std::max(of_rule, one->clear.severity);
  }
  ++counts.situations;
  if (severity >= Severity::kImportant) ++counts.important;
  if (severity == Severity::kUrgent) ++counts.urgent;
  for (const auto& [slug, of_rule] : by_rule) {
    ++counts.rules.at(slug).situations;
    if (of_rule >= Severity::kImportant) ++counts.rules.at(slug).important;
  }
}

void CountTimeline(const Practice& practice, Said said, const std::vector<domain::Rule>& rules, Counts& counts) {
  domain::GroupIntoSituations(rules, said);
  std::map<SituationId, std::vector<const FollowUpSection*>> situations;
  for (const FollowUpSection& section : said) {
    const bool folded = !section.clear.folded_under.empty();
    const int32_t reported = DayNumber(section.clear.reported_on);
    if (practice.first <= reported && reported <= practice.last) {
      ++counts.rules.at(section.sealed.rule).follow_ups;
      if (folded) ++counts.rules.at(section.sealed.rule).folded;
    }
    if (!folded) situations[section.clear.situation].push_back(&section);
  }
  for (const auto& [id, members] : situations) {
    int32_t began = DayNumber(members.front()->clear.reported_on);
    for (const FollowUpSection* one : members) began = std::min(began, DayNumber(one->clear.reported_on));
    if (practice.first <= began && began <= practice.last) CountSituation(members, counts);
  }
}

}  // namespace

Answers Ask(const Practice& practice, const Policies& policies) {
  Answers answers;
  for (const Timeline& timeline : practice.timelines) {
    answers.timelines.emplace_back();
    answers.entries += timeline.entries.size();
    if (timeline.entries.empty()) continue;
    const std::vector<Entry> entries = InOrder(timeline.entries);
    for (const candor_policy* policy : policies.plugins) {
      AskOne(timeline, entries, practice.last, policies, *policy, answers);
    }
  }
  return answers;
}

Counts Count(const Practice& practice, const Policies& policies, const Answers& answers, bool with_shadow) {
  Counts counts;
  counts.therapist_months = 12.0 * static_cast<double>(practice.therapists.size());
  const std::vector<domain::Rule> rules = RulesOf(policies);
  std::set<std::string> heard;
  for (const domain::Rule& rule : rules) {
    const RuleMode mode = ModeOf(policies, rule.slug);
    if (mode == RuleMode::kOff || (mode == RuleMode::kShadow && !with_shadow)) continue;
    heard.insert(rule.slug);
    counts.rules[rule.slug] = {.catalogue_id = rule.catalogue_id, .mode = mode};
  }
  for (const Said& said : answers.timelines) {
    Said of_heard;
    std::copy_if(said.begin(), said.end(), std::back_inserter(of_heard),
                 [&](const FollowUpSection& section) { return heard.contains(section.sealed.rule); });
    CountTimeline(practice, std::move(of_heard), rules, counts);
  }
  return counts;
}

std::string TableOf(const Counts& counts) {
  char line[160];
  std::snprintf(line, sizeof line, "%-5s %-34s %-7s %9s %9s %10s %7s\n", "rule", "", "mode", "a month", "important",
                "follow-ups", "folded");
  std::string table = line;
  std::vector<std::pair<std::string, RuleCount>> rows(counts.rules.begin(), counts.rules.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second.situations > b.second.situations; });
  for (const auto& [slug, row] : rows) {
    if (row.follow_ups == 0 && row.situations == 0) continue;
    std::snprintf(line, sizeof line, "%-5s %-34s %-7s %9.4f %9.4f %10d %7d\n", row.catalogue_id.c_str(), slug.c_str(),
                  row.mode == RuleMode::kShadow ? "shadow" : "active", counts.PerMonth(row.situations),
                  counts.PerMonth(row.important), row.follow_ups, row.folded);
    table += line;
  }
  std::snprintf(line, sizeof line,
                "in all: %.4f situations per therapist-month, %.4f important, %d urgent in the year\n",
                counts.PerMonth(counts.situations), counts.PerMonth(counts.important), counts.urgent);
  return table + line;
}

}  // namespace candor::quiet_practice
