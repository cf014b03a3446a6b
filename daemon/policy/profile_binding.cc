#include "daemon/policy/profile_binding.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace candor::policy {
namespace {

bool Has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// "US" is met by a licence of "US-CA", too.
bool IsIn(std::string_view jurisdiction, const std::vector<std::string>& list) {
  return Has(list, jurisdiction) || Has(list, jurisdiction.substr(0, jurisdiction.find('-')));
}

// Whether all that the profile asks of a licence is met; without one nothing is.
bool MeetsLicence(const Binding& binds, const domain::LicenceClass* licence) {
  const bool asks = !binds.jurisdictions.empty() || !binds.licences.empty() || binds.in_training.has_value() ||
                    binds.trainee.has_value();
  if (!asks) return true;
  return licence != nullptr && (binds.jurisdictions.empty() || IsIn(licence->jurisdiction, binds.jurisdictions)) &&
         (binds.licences.empty() || Has(binds.licences, licence->profession)) &&
         (!binds.in_training || *binds.in_training == licence->in_training) &&
         (!binds.trainee || *binds.trainee == licence->trainee);
}

std::string LicenceText(const domain::LicenceClass& licence) {
  return absl::StrCat("licence ", licence.jurisdiction, licence.jurisdiction.empty() ? "" : " ", licence.profession,
                      licence.trainee       ? ", trainee"
                      : licence.in_training ? ", in training"
                                            : "");
}

// Why the profile binds the member, whatever the practice chooses; empty: it does not.
std::string WhyItBinds(const Profile& profile, const domain::Member& member, Day day) {
  if (profile.kind == ProfileKind::kPractice) return "the practice's own";
  if (profile.kind == ProfileKind::kDefault) return "what holds where no other says anything";
  const domain::LicenceClass* const licence = domain::LicenceOn(member, day);
  if (!MeetsLicence(profile.binds, licence)) return "";
  const std::vector<std::string>& bodies = profile.binds.bodies;
  const auto body = std::find_if(bodies.begin(), bodies.end(),
                                 [&](const std::string& each) { return domain::BelongsTo(member, each, day); });
  if (!bodies.empty() && body == bodies.end()) return "";
  return body == bodies.end() ? LicenceText(*licence) : absl::StrCat("membership of ", *body);
}

const ProfileValue* ValueOf(const Profile& profile, const domain::Rule& rule, const domain::Parameter& parameter) {
  const auto found = std::find_if(profile.values.begin(), profile.values.end(), [&](const ProfileValue& value) {
    return value.rule == rule.slug && value.parameter == parameter.name;
  });
  return found == profile.values.end() ? nullptr : &*found;
}

bool IsStricter(const domain::Parameter& parameter, int64_t value, int64_t than) {
  if (parameter.stricter == domain::Stricter::kLower) return value < than;
  return parameter.stricter == domain::Stricter::kHigher && value > than;
}

DecidedValue DecideAlone(const domain::Rule& rule, const domain::Parameter& parameter,
                         const std::vector<BoundProfile>& bound) {
  DecidedValue decided{parameter.default_value};
  for (const BoundProfile& each : bound) {
    const ProfileValue* const said = ValueOf(*each.profile, rule, parameter);
    if (said == nullptr) continue;
    const bool first = decided.by == nullptr;
    if (each.profile->kind == ProfileKind::kDefault && !first) continue;
    if (first || IsStricter(parameter, said->value, decided.value)) decided = {said->value, &each, said};
  }
  return decided;
}

// What every profile says of the group, each different from those before it.
std::vector<DecidedRule::Candidate> SayOfGroup(const domain::Rule& rule, const std::string& group,
                                               const std::vector<BoundProfile>& bound,
                                               const std::vector<DecidedValue>& row) {
  std::vector<DecidedRule::Candidate> all;
  for (const BoundProfile& each : bound) {
    if (each.profile->kind == ProfileKind::kDefault && !all.empty()) continue;
    DecidedRule::Candidate candidate{group, row};
    bool says = false;
    for (size_t i = 0; i < rule.parameters.size(); ++i) {
      if (rule.parameters[i].group != group) continue;
      const ProfileValue* const said = ValueOf(*each.profile, rule, rule.parameters[i]);
      if (said == nullptr) continue;
      candidate.row[i] = {said->value, &each, said};
      says = true;
    }
    const bool known = std::any_of(all.begin(), all.end(), [&](const DecidedRule::Candidate& other) {
      return std::equal(other.row.begin(), other.row.end(), candidate.row.begin(),
                        [](const DecidedValue& a, const DecidedValue& b) { return a.value == b.value; });
    });
    if (says && !known) all.push_back(std::move(candidate));
  }
  return all;
}

// Whether nothing that `b` asks of the group's parameters is stricter than what `a` asks: then whatever comes of `b` is
// not stricter either. Of a parameter without a direction nobody can tell but the policy.
bool Covers(const domain::Rule& rule, const DecidedRule::Candidate& a, const DecidedRule::Candidate& b) {
  for (size_t i = 0; i < rule.parameters.size(); ++i) {
    const domain::Parameter& parameter = rule.parameters[i];
    if (parameter.group != a.group || a.row[i].value == b.row[i].value) continue;
    if (!IsStricter(parameter, a.row[i].value, b.row[i].value)) return false;
  }
  return true;
}

// Leaves out what another covers.
void LeaveOutTheCovered(const domain::Rule& rule, std::vector<DecidedRule::Candidate>& all) {
  std::vector<DecidedRule::Candidate> kept;
  for (size_t i = 0; i < all.size(); ++i) {
    bool covered = false;
    for (size_t j = 0; j < all.size(); ++j) covered = covered || (i != j && Covers(rule, all[j], all[i]));
    if (!covered) kept.push_back(all[i]);
  }
  all = std::move(kept);
}

}  // namespace

std::vector<BoundProfile> BoundProfiles(const std::vector<Profile>& profiles, const domain::Member& member, Day day) {
  std::set<std::string> chosen;
  for (const Profile& profile : profiles) {
    for (const Choice& choice : profile.choices) chosen.insert(choice.profile);
  }
  std::vector<BoundProfile> bound;
  for (const Profile& profile : profiles) {
    std::string why = WhyItBinds(profile, member, day);
    if (why.empty() && chosen.contains(profile.name)) why = "the practice's choice";
    if (!why.empty()) bound.push_back({&profile, std::move(why)});
  }
  return bound;
}

DecidedRule Decide(const domain::Rule& rule, const std::vector<BoundProfile>& bound) {
  DecidedRule decided;
  for (const domain::Parameter& parameter : rule.parameters) {
    const bool alone = parameter.group.empty();
    decided.row.push_back(alone ? DecideAlone(rule, parameter, bound) : DecidedValue{parameter.default_value});
  }
  std::set<std::string> groups;
  for (const domain::Parameter& parameter : rule.parameters) {
    if (parameter.group.empty() || !groups.insert(parameter.group).second) continue;
    std::vector<DecidedRule::Candidate> all = SayOfGroup(rule, parameter.group, bound, decided.row);
    LeaveOutTheCovered(rule, all);
    if (all.empty()) continue;
    for (size_t i = 0; i < decided.row.size(); ++i) {
      if (rule.parameters[i].group == parameter.group) decided.row[i] = all.front().row[i];
    }
    if (all.size() < 2) continue;
    std::move(all.begin(), all.end(), std::back_inserter(decided.candidates));
  }
  // What stands beside a group was not yet decided when its candidates were made.
  for (DecidedRule::Candidate& candidate : decided.candidates) {
    for (size_t i = 0; i < decided.row.size(); ++i) {
      if (rule.parameters[i].group != candidate.group) candidate.row[i] = decided.row[i];
    }
  }
  return decided;
}

}  // namespace candor::policy
