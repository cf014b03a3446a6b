#include "cli/report/report_groups.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"

namespace candor::cli {
namespace {

constexpr GroupInfo kGroups[] = {
    {"called_for", "What situations called for", PlotKind::kParts},
    {"due", "Situations due, and how they were closed", PlotKind::kWays},
    {"left_out", "Left out of the situations due", PlotKind::kNone},
    {"conversations", "Conversations, by the day they were held", PlotKind::kCurve},
    {"past_due", "Open past their date, by age", PlotKind::kParts},
    {"past_due_actions", "Open past their date, by what is called for", PlotKind::kParts},
    {"path", "How far decisions to refer have come", PlotKind::kShares},
    {"endings", "Endings, by kind", PlotKind::kParts},
};
constexpr GroupInfo kOther = {"other", "", PlotKind::kNone};

struct Membership {
  std::string_view figure;
  std::string_view group;
};
constexpr Membership kMemberships[] = {
    {"called_for", "called_for"},
    {"closed_in_time", "due"},
    {"left_out", "left_out"},
    {"conversation_by_day_14", "conversations"},
    {"conversation_by_day_30", "conversations"},
    {"conversation_curve", "conversations"},
    {"past_due", "past_due"},
    {"oldest_past_due", "past_due"},
    {"decisions_to_refer", "path"},
    {"path", "path"},
    {"lost", "path"},
    {"endings", "endings"},
};

const GroupInfo& GroupNamed(std::string_view slug) {
  for (const GroupInfo& group : kGroups) {
    if (group.slug == slug) return group;
  }
  return kOther;
}

const GroupInfo& GroupOf(const v1::ReportRow& row) {
  // One whole is divided twice: by age, and by action with the ages of each.
  const std::string& part = row.breakdown();
  const bool age = part.ends_with("_days") && part.find('.') == std::string::npos;
  if (row.figure() == "past_due" && !part.empty() && !age) return GroupNamed("past_due_actions");
  for (const Membership& membership : kMemberships) {
    if (membership.figure == row.figure()) return GroupNamed(membership.group);
  }
  return kOther;
}

}  // namespace

std::vector<RowGroup> GroupsOf(const v1::ReportSection& section) {
  std::vector<RowGroup> groups;
  RowGroup other{&kOther, {}};
  for (const v1::ReportRow& row : section.rows()) {
    const GroupInfo& info = GroupOf(row);
    if (&info == &kOther) {
      other.rows.push_back(&row);
      continue;
    }
    auto group = std::find_if(groups.begin(), groups.end(), [&](const RowGroup& known) { return known.info == &info; });
    if (group == groups.end()) group = groups.insert(groups.end(), {&info, {}});
    group->rows.push_back(&row);
  }
  if (!other.rows.empty()) groups.push_back(std::move(other));
  return groups;
}

int DayOfPoint(const v1::ReportRow& row) {
  constexpr std::string_view kPrefix = "day_";
  int day = -1;
  const std::string& breakdown = row.breakdown();
  if (row.figure() != "conversation_curve" || !breakdown.starts_with(kPrefix)) return -1;
  return absl::SimpleAtoi(breakdown.substr(kPrefix.size()), &day) ? day : -1;
}

}  // namespace candor::cli
