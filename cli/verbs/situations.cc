#include "cli/verbs/situations.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// What speaks before what is kept quiet under it, then the earlier date.
bool ToldBefore(const v1::FollowUp& a, const v1::FollowUp& b) {
  if (KeptQuiet(a) != KeptQuiet(b)) return KeptQuiet(b);
  if (a.has_due() != b.has_due()) return a.has_due();
  return a.has_due() && FromWire(a.due()) < FromWire(b.due());
}

}  // namespace

bool KeptQuiet(const v1::FollowUp& follow_up) {
  return !follow_up.folded_under().empty();
}

std::vector<std::vector<v1::FollowUp>> BySituation(std::vector<v1::FollowUp> follow_ups) {
  std::stable_sort(follow_ups.begin(), follow_ups.end(), ToldBefore);
  std::vector<std::vector<v1::FollowUp>> situations;
  std::map<std::string, size_t> known;
  for (v1::FollowUp& each : follow_ups) {
    const std::string& name = each.situation().empty() ? each.name() : each.situation();
    const auto [found, added] = known.try_emplace(name, situations.size());
    // What has no name at all stands by itself.
    if (added || name.empty()) {
      found->second = situations.size();
      situations.emplace_back();
    }
    situations[found->second].push_back(std::move(each));
  }
  return situations;
}

std::string OthersThan(v1::Action first, const std::vector<v1::FollowUp>& situation) {
  std::vector<std::string> others;
  for (const v1::FollowUp& each : situation) {
    // A duty is said in its own words, which no other's say; the first one's are said already.
    const bool said_already =
        &each == &situation.front() || (!each.duty() && !situation.front().duty() && each.action() == first);
    if (said_already) continue;
    const std::string text = each.duty() ? absl::StrCat("\"", each.label(), "\"") : ActionText(each.action());
    if (std::find(others.begin(), others.end(), text) == others.end()) others.push_back(text);
  }
  return absl::StrJoin(others, " and ");
}

}  // namespace candor::cli
