#include "daemon/policy/parameter_sets.h"

#include <algorithm>
#include <set>
#include <utility>

#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"

namespace candor::policy {
namespace {

constexpr size_t kNameLetters = 16;
// Of what is remembered; a practice has members of a few licences and bodies.
constexpr size_t kMostKnown = 10'000;

std::vector<int64_t> NumbersOf(const std::vector<DecidedValue>& row) {
  std::vector<int64_t> numbers;
  numbers.reserve(row.size());
  for (const DecidedValue& value : row) numbers.push_back(value.value);
  return numbers;
}

domain::Parameter ParameterOf(domain::Parameter parameter, const DecidedValue& decided) {
  parameter.value = decided.value;
  parameter.profile = decided.by == nullptr ? "" : decided.by->profile->Title();
  parameter.citation = decided.said == nullptr ? "" : decided.said->citation;
  return parameter;
}

// What each of the values that hold comes from: of a group with candidates one of each, in place of the first alone.
template <class Take>
void ForEachHeld(const domain::Rule& rule, const DecidedRule& decided, Take take) {
  for (size_t i = 0; i < rule.parameters.size(); ++i) {
    const domain::Parameter& parameter = rule.parameters[i];
    bool taken = false;
    for (const DecidedRule::Candidate& candidate : decided.candidates) {
      if (parameter.group.empty() || candidate.group != parameter.group) continue;
      take(parameter, candidate.row[i]);
      taken = true;
    }
    if (!taken) take(parameter, decided.row[i]);
  }
}

domain::EffectiveValue EffectiveOf(const domain::Rule& rule, const domain::Parameter& parameter,
                                   const DecidedValue& decided) {
  domain::EffectiveValue out;
  out.rule = rule.slug;
  out.catalogue_id = rule.catalogue_id;
  out.parameter = parameter.name;
  out.unit = parameter.unit;
  out.group = parameter.group;
  out.value = decided.value;
  out.words = domain::WordsOf(parameter, decided.value);
  if (decided.by == nullptr) return out;
  const Profile& profile = *decided.by->profile;
  out.profile = profile.name;
  out.title = profile.title.empty() ? profile.name : profile.title;
  out.version = profile.version;
  out.kind = NameOf(profile.kind);
  out.why = decided.by->why;
  const ProfileValue& said = *decided.said;
  out.authority = said.authority;
  out.confidence = said.confidence;
  out.citation = said.citation;
  out.note = said.note;
  out.as_of = said.as_of;
  out.reviewed_on = said.reviewed_on;
  return out;
}

void PutDay(const std::optional<Day>& day, Encoder& out) {
  out.PutBool(day.has_value());
  out.PutSigned32(day ? DayNumber(*day) : 0);
}

// All of a member that profiles bind by.
std::string BoundBy(const domain::Member& member) {
  std::string bytes;
  Encoder out(bytes);
  for (const domain::LicencePeriod& period : member.licences) {
    PutDay(period.from, out);
    out.PutText(period.licence.profession);
    out.PutText(period.licence.jurisdiction);
    out.PutBool(period.licence.in_training);
    out.PutBool(period.licence.trainee);
  }
  out.PutText("");
  for (const domain::Membership& membership : member.memberships) {
    out.PutText(membership.body);
    PutDay(membership.from, out);
    PutDay(membership.until, out);
  }
  return bytes;
}

}  // namespace

void ParameterSets::SetEras(std::vector<ProfileEra> eras) {
  absl::MutexLock lock(&mutex_);
  eras_ = std::move(eras);
  known_.clear();
}

const ProfileEra& ParameterSets::EraOn(int32_t day) const {
  const ProfileEra* found = &eras_.front();
  for (const ProfileEra& era : eras_) {
    if (era.from <= day) found = &era;
  }
  return *found;
}

std::vector<int32_t> ParameterSets::ChangesFor(const domain::Member& member) const {
  std::set<int32_t> days = {domain::kFirstDay};
  for (const ProfileEra& era : eras_) days.insert(era.from);
  for (const domain::LicencePeriod& period : member.licences) {
    if (period.from) days.insert(DayNumber(*period.from));
  }
  for (const domain::Membership& membership : member.memberships) {
    if (membership.from) days.insert(DayNumber(*membership.from));
    if (membership.until) days.insert(DayNumber(*membership.until) + 1);
  }
  return {days.begin(), days.end()};
}

std::vector<domain::SetPeriod> ParameterSets::For(const domain::Member& member) {
  const std::string bound_by = BoundBy(member);
  absl::MutexLock lock(&mutex_);
  if (const auto known = known_.find(bound_by); known != known_.end()) return known->second;
  const std::vector<int32_t> days = ChangesFor(member);
  std::vector<domain::SetPeriod> periods;
  for (size_t i = 0; i < days.size(); ++i) {
    // Of the time before the first change any day stands for all.
    const int32_t day = i > 0 ? days[i] : days.size() > 1 ? days[1] - 1 : 0;
    const uint32_t set = Register(Make(BoundProfiles(EraOn(days[i]).profiles, member, DayFromNumber(day))));
    if (!periods.empty() && periods.back().set == set) continue;
    periods.push_back({days[i], set, sets_[set]->name});
  }
  if (known_.size() >= kMostKnown) known_.clear();
  known_[bound_by] = periods;
  return periods;
}

uint32_t ParameterSets::Register(Set set) {
  const auto [known, added] = by_name_.emplace(set.name, static_cast<uint32_t>(sets_.size()));
  if (added) sets_.push_back(std::make_unique<const Set>(std::move(set)));
  return known->second;
}

ParameterSets::Set ParameterSets::Make(const std::vector<BoundProfile>& bound) const {
  Set set;
  std::string bytes;
  Encoder out(bytes);
  for (const domain::PluginInfo& plugin : plugins_) {
    SetValues& values = set.values.emplace_back();
    for (size_t i = 0; i < plugin.rules.size(); ++i) {
      const domain::Rule& rule = plugin.rules[i];
      const DecidedRule decided = Decide(rule, bound);
      values.values.push_back(NumbersOf(decided.row));
      for (const DecidedRule::Candidate& candidate : decided.candidates) {
        values.candidates.push_back({static_cast<uint16_t>(i), candidate.group, NumbersOf(candidate.row)});
      }
      std::vector<domain::Parameter>& held = set.rules[rule.slug];
      ForEachHeld(rule, decided, [&](const domain::Parameter& parameter, const DecidedValue& value) {
        held.push_back(ParameterOf(parameter, value));
      });
      out.PutText(rule.slug);
      for (const domain::Parameter& parameter : held) {
        out.PutText(parameter.name);
        out.PutSigned64(parameter.value);
        out.PutText(parameter.profile);
        out.PutText(parameter.citation);
      }
    }
  }
  set.name = HexDigest(bytes).substr(0, kNameLetters);
  return set;
}

std::vector<domain::Parameter> ParameterSets::ParametersOf(std::string_view rule, uint32_t set) const {
  absl::MutexLock lock(&mutex_);
  if (set >= sets_.size()) return {};
  const auto found = sets_[set]->rules.find(std::string(rule));
  return found == sets_[set]->rules.end() ? std::vector<domain::Parameter>() : found->second;
}

std::vector<domain::EffectiveValue> ParameterSets::EffectiveValues(const domain::Member& member, Day day) const {
  absl::MutexLock lock(&mutex_);
  const std::vector<BoundProfile> bound = BoundProfiles(EraOn(DayNumber(day)).profiles, member, day);
  std::vector<domain::EffectiveValue> all;
  for (const domain::PluginInfo& plugin : plugins_) {
    for (const domain::Rule& rule : plugin.rules) {
      ForEachHeld(rule, Decide(rule, bound), [&](const domain::Parameter& parameter, const DecidedValue& value) {
        all.push_back(EffectiveOf(rule, parameter, value));
      });
    }
  }
  return all;
}

size_t ParameterSets::size() const {
  absl::MutexLock lock(&mutex_);
  return sets_.size();
}

std::vector<SetValues> ParameterSets::ValuesOf(size_t set) const {
  absl::MutexLock lock(&mutex_);
  return sets_[set]->values;
}

}  // namespace candor::policy
