#include "daemon/policy/kept_profiles.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/policy/codec.h"

namespace candor::policy {
namespace {

constexpr uint8_t kFormat = 1;
constexpr size_t kMostText = 1024;

void PutTexts(const std::vector<std::string>& texts, Encoder& out) {
  out.PutCount(texts.size());
  for (const std::string& text : texts) out.PutText(text);
}

std::vector<std::string> TakeTexts(Decoder& in) {
  std::vector<std::string> texts;
  for (size_t i = in.TakeCount(4); i > 0 && in.ok(); --i) texts.push_back(in.TakeText(kMostText));
  return texts;
}

// Not said, no, yes. What was kept before there was a second such word holds the first in the same byte.
constexpr int kAnswers = 3;

int Answered(std::optional<bool> answer) {
  return !answer ? 0 : *answer ? 2 : 1;
}

std::optional<bool> AnswerFrom(int number) {
  return number == 0 ? std::nullopt : std::optional(number == 2);
}

// Each rule's name once: most of a large profile is names.
void PutValues(const std::vector<ProfileValue>& values, Encoder& out) {
  std::map<std::string, std::vector<const ProfileValue*>> rules;
  for (const ProfileValue& value : values) rules[value.rule].push_back(&value);
  out.PutCount(rules.size());
  for (const auto& [rule, of_rule] : rules) {
    out.PutText(rule);
    out.PutCount(of_rule.size());
    for (const ProfileValue* value : of_rule) {
      out.PutText(value->parameter);
      out.Put(static_cast<uint32_t>(value->value));
    }
  }
}

std::vector<ProfileValue> TakeValues(Decoder& in) {
  std::vector<ProfileValue> values;
  for (size_t i = in.TakeCount(8); i > 0 && in.ok(); --i) {
    const std::string rule = in.TakeText(kMostText);
    for (size_t j = in.TakeCount(8); j > 0 && in.ok(); --j) {
      ProfileValue& value = values.emplace_back();
      value.rule = rule;
      value.parameter = in.TakeText(kMostText);
      value.value = in.Take<uint32_t>();
    }
  }
  return values;
}

void PutProfile(const Profile& profile, Encoder& out) {
  out.PutText(profile.title);
  out.PutText(profile.version);
  out.Put(static_cast<uint8_t>(profile.kind));
  PutTexts(profile.binds.jurisdictions, out);
  PutTexts(profile.binds.licences, out);
  PutTexts(profile.binds.bodies, out);
  out.Put(static_cast<uint8_t>(Answered(profile.binds.in_training) + kAnswers * Answered(profile.binds.trainee)));
  std::vector<std::string> choices;
  for (const Choice& choice : profile.choices) choices.push_back(choice.profile);
  PutTexts(choices, out);
  PutValues(profile.values, out);
}

Profile TakeProfile(std::string name, Decoder& in) {
  Profile profile;
  profile.name = std::move(name);
  profile.title = in.TakeText(kMostText);
  profile.version = in.TakeText(kMostText);
  profile.kind = static_cast<ProfileKind>(in.TakeNumber<uint8_t>(1, 5));
  profile.binds.jurisdictions = TakeTexts(in);
  profile.binds.licences = TakeTexts(in);
  profile.binds.bodies = TakeTexts(in);
  const auto answers = in.TakeNumber<uint8_t>(0, kAnswers * kAnswers - 1);
  profile.binds.in_training = AnswerFrom(answers % kAnswers);
  profile.binds.trainee = AnswerFrom(answers / kAnswers);
  for (std::string& choice : TakeTexts(in)) profile.choices.push_back({std::move(choice), 0});
  profile.values = TakeValues(in);
  return profile;
}

std::string BytesOf(const Profile& profile) {
  std::string bytes;
  Encoder out(bytes);
  PutProfile(profile, out);
  return bytes;
}

std::map<std::string, std::string> BytesByName(const std::vector<Profile>& profiles) {
  std::map<std::string, std::string> all;
  for (const Profile& profile : profiles) all[profile.name] = BytesOf(profile);
  return all;
}

}  // namespace

std::string KeepProfiles(const std::vector<Profile>& before, const std::vector<Profile>& now) {
  const auto old = BytesByName(before);
  const auto all = BytesByName(now);
  std::string changed;
  uint32_t count = 0;
  Encoder out(changed);
  for (const auto& [name, bytes] : all) {
    const auto known = old.find(name);
    if (known != old.end() && known->second == bytes) continue;
    out.PutText(name);
    out.PutBool(true);
    changed += bytes;
    ++count;
  }
  for (const auto& [name, bytes] : old) {
    if (all.contains(name)) continue;
    out.PutText(name);
    out.PutBool(false);
    ++count;
  }
  if (count == 0) return "";
  std::string kept;
  Encoder head(kept);
  head.Put(kFormat);
  head.PutCount(count);
  return kept + changed;
}

absl::StatusOr<std::vector<Profile>> ProfilesAfter(const std::vector<Profile>& before, std::string_view kept) {
  std::map<std::string, Profile> all;
  for (const Profile& profile : before) all[profile.name] = profile;
  Decoder in(kept);
  if (in.Take<uint8_t>() != kFormat) in.Fail();
  for (size_t i = in.TakeCount(5); i > 0 && in.ok(); --i) {
    std::string name = in.TakeText(kMostText);
    if (in.TakeBool()) {
      all[name] = TakeProfile(name, in);
    } else {
      all.erase(name);
    }
  }
  if (!in.done()) return absl::DataLossError("what an activation keeps of the profiles cannot be read");
  std::vector<Profile> profiles;
  profiles.reserve(all.size());
  for (auto& [name, profile] : all) profiles.push_back(std::move(profile));
  std::sort(profiles.begin(), profiles.end(),
            [](const Profile& a, const Profile& b) { return std::tie(a.kind, a.name) < std::tie(b.kind, b.name); });
  return profiles;
}

Day NewestFrom(const std::vector<ProfileEra>& eras, Day today) {
  if (eras.empty() || eras.back().from <= DayNumber(today)) return today;
  return DayFromNumber(eras.back().from);
}

void AddEra(std::optional<int32_t> from, std::vector<Profile> profiles, std::vector<ProfileEra>& eras) {
  const int32_t day = eras.empty() ? domain::kFirstDay : from.value_or(domain::kFirstDay);
  std::erase_if(eras, [&](const ProfileEra& era) { return era.from >= day; });
  eras.push_back({day, std::move(profiles)});
}

absl::StatusOr<std::vector<ProfileEra>> ErasOf(const std::vector<domain::Activation>& activations) {
  std::vector<ProfileEra> eras;
  std::vector<Profile> newest;
  for (const domain::Activation& activation : activations) {
    if (activation.profiles_kept.empty()) continue;
    CANDOR_ASSIGN_OR_RETURN(std::vector<Profile> profiles, ProfilesAfter(newest, activation.profiles_kept));
    // An activation that was made from another one may say the same again, which changes nothing.
    newest = profiles;
    const std::optional<Day>& from = activation.profiles_from;
    AddEra(from ? std::optional(DayNumber(*from)) : std::nullopt, std::move(profiles), eras);
  }
  return eras;
}

}  // namespace candor::policy
