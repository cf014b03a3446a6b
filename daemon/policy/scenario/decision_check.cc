#include "daemon/policy/scenario/decision_check.h"

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/away.h"
#include "daemon/domain/decision_rights.h"

namespace candor::policy {
namespace {

std::string_view WhyBarred(domain::DecisionBar bar) {
  switch (bar) {
    case domain::DecisionBar::kNone:
      break;
    case domain::DecisionBar::kSubject:
      return "it is about them";
    case domain::DecisionBar::kSubordinate:
      return "they answer to whom it is about";
    case domain::DecisionBar::kDirection:
      return "it is about who directs or owns the practice, and they do not review that";
    case domain::DecisionBar::kParty:
      return "they have a part in it";
  }
  return "";
}

// `key`: how the file names the person. The operator as such (empty) may.
absl::Status CheckMayDecide(const Scenario& scenario, const ScenarioDecision& said, const domain::FollowUp& about,
                            const domain::View& view, const MemberId& who, std::string_view key) {
  if (who.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::DecisionBar bar, domain::DecisionBarOf(view, about, who, said.on));
  if (bar != domain::DecisionBar::kNone) {
    return RefuseScenario(scenario.path, said.line, ToAbsl(key), ": this is not theirs to decide, since ",
                          ToAbsl(WhyBarred(bar)));
  }
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(view, who, said.on));
  if (!left) return absl::OkStatus();
  return RefuseScenario(scenario.path, said.line, ToAbsl(key), ": they have left the practice, and decide nothing");
}

absl::Status CheckWaiver(const Scenario& scenario, const ScenarioDecision& said, const domain::FollowUp& about) {
  if (domain::IsNeverWaived(about)) {
    return RefuseScenario(scenario.path, said.line, "this does not wait; it is closed by a disposition");
  }
  const int32_t most = scenario.settings.longest_waiver_days;
  if (*said.until < said.on || *said.until > said.on + most) {
    return RefuseScenario(scenario.path, said.line, "the last day of a waiver lies 0 to ", most,
                          " days after the day on which it is decided");
  }
  if (!domain::NeedsSecondPerson(said.kind, about)) return absl::OkStatus();
  if (said.and_by.empty()) {
    return RefuseScenario(scenario.path, said.line,
                          "from important on it takes a second person; say who approves it with `and_by`");
  }
  if (said.and_by != said.by) return absl::OkStatus();
  return RefuseScenario(scenario.path, said.line, "`and_by` is the same person; it takes a second one");
}

absl::Status CheckFinding(const Scenario& scenario, const ScenarioDecision& said, const domain::FollowUp& about) {
  const bool found = said.finding != domain::Finding::kNone;
  if (found && !domain::TakesFinding(about)) {
    return RefuseScenario(scenario.path, said.line, "this is a reminder; it is closed without a `finding`");
  }
  if (found || !domain::NeedsFinding(about)) return absl::OkStatus();
  return RefuseScenario(scenario.path, said.line, "say what was found of what was told with `finding`");
}

}  // namespace

absl::Status CheckDecision(const Scenario& scenario, const ScenarioDecision& said, const domain::FollowUp& about,
                           const domain::View& view) {
  if (said.kind == domain::DecisionKind::kAcknowledge) return absl::OkStatus();
  const domain::FollowUpStatus status = domain::StatusOf(about, scenario.settings, said.on);
  if (status != domain::FollowUpStatus::kOpen && status != domain::FollowUpStatus::kWaived) {
    return RefuseScenario(scenario.path, said.line, "it is closed already, and nothing is left to decide about it");
  }
  CANDOR_RETURN_IF_ERROR(CheckMayDecide(scenario, said, about, view, said.by, "by"));
  CANDOR_RETURN_IF_ERROR(CheckMayDecide(scenario, said, about, view, said.and_by, "and_by"));
  return said.kind == domain::DecisionKind::kWaive ? CheckWaiver(scenario, said, about)
                                                   : CheckFinding(scenario, said, about);
}

}  // namespace candor::policy
