#include "daemon/rpc/explanation.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/supervision_set_up.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/rule_book.h"
#include "daemon/rpc/used_fields.h"

namespace candor::rpc {
namespace {

constexpr char kClearedByAdding[] =
    "What is missing is added to the entry. Then nothing more is called for, or it becomes what the rule asks for.";
// After the policy's name and version.
constexpr char kNotAtHand[] =
    ", whose rule opened this, is not loaded, so its sources and what clears it cannot be shown now. `candor status` "
    "says which policies are; with this one they are shown again.";

// The entries that a follow-up rests on: the one that opened it, those that the rule named, the one that closed it.
std::vector<EntryId> FactsOf(const domain::FollowUpSealed& sealed) {
  std::vector<EntryId> facts;
  const auto add = [&facts](const EntryId& id) {
    if (!id.empty() && std::find(facts.begin(), facts.end(), id) == facts.end()) facts.push_back(id);
  };
  add(sealed.opened_by);
  std::for_each(sealed.facts_used.begin(), sealed.facts_used.end(), add);
  add(sealed.resolved_by);
  return facts;
}

// What it says, and what the host tells a rule beside it that nobody finds in the entry.
absl::Status WriteFields(const domain::Entry& entry, const Question& question, v1::UsedFact* out) {
  WriteUsedFields(entry, out);
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::Supervisees> supervisees,
                          domain::SuperviseesAfter(*question.view, entry));
  if (!supervisees) return absl::OkStatus();
  const auto add = [out](std::string_view field, std::string value) {
    v1::UsedField* const used = out->add_fields();
    used->set_field(std::string(field));
    used->set_value(std::move(value));
  };
  add("supervisees_in_training", absl::StrCat(supervisees->count));
  // One for each by whom there came to be fewer. Who is still to leave is not told here.
  for (const int32_t day : supervisees->until) {
    const Day last = DayFromNumber(day);
    if (last < question.today) add("one_supervisee_fewer_after", FormatDay(last));
  }
  return absl::OkStatus();
}

// As the rule read it: with what its newest amendment says.
absl::Status WriteFieldsInForce(const domain::RecordedEntry& recorded, Question& question, v1::UsedFact* out) {
  if (recorded.retracted || recorded.revised_by.empty()) {
    return WriteFields(recorded.entry, question, out);
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, question.view->GetEntry(recorded.revised_by));
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight of_newest, question.viewer.OfEntry(newest));
  return of_newest >= domain::Sight::kFacts ? WriteFields(newest.entry, question, out) : absl::OkStatus();
}

absl::Status WriteUsedFacts(const domain::FollowUp& follow_up, Question& question, FollowUpWriter& writer,
                            v1::Explanation* out) {
  for (const EntryId& id : FactsOf(*follow_up.sealed)) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, question.view->GetEntry(id));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(recorded));
    if (sight < domain::Sight::kFacts || recorded.recalled()) continue;
    CANDOR_RETURN_IF_ERROR(NoteShown(question, recorded));
    v1::UsedFact* fact = out->add_facts();
    CANDOR_ASSIGN_OR_RETURN(*fact->mutable_entry(), writer.NameOfEntry(id));
    if (const domain::KindInfo* kind = domain::FindKind(recorded.entry.kind)) fact->set_label(std::string(kind->label));
    ToWire(recorded.entry.header.occurred.day, fact->mutable_occurred());
    ToWire(recorded.entry.header.reported.day, fact->mutable_reported());
    fact->set_erased(recorded.erased);
    CANDOR_RETURN_IF_ERROR(WriteFieldsInForce(recorded, question, fact));
  }
  return absl::OkStatus();
}

// Why the date is another than the rule gave.
void WriteMoves(const domain::FollowUp& follow_up, const Question& question, v1::Explanation* out) {
  const std::optional<Day> by_rule = domain::DueByRule(follow_up.clear, question.settings);
  if (!by_rule || domain::DueOf(follow_up, question.settings) == by_rule) return;
  ToWire(*by_rule, out->mutable_due_by_rule());
  for (const domain::AwayPeriod& period : domain::AwayThatMoved(follow_up)) {
    v1::Away* away = out->add_away();
    ToWire(period.from, away->mutable_from());
    if (period.until) ToWire(*period.until, away->mutable_until());
    away->set_cover(MemberName(period.cover));
  }
}

}  // namespace

absl::Status WriteReasons(const domain::FollowUp& follow_up, Question& question, const domain::PolicyEngine& policies,
                          FollowUpWriter& writer, v1::Explanation* out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(follow_up));
  if (sight < domain::Sight::kFacts) return absl::OkStatus();
  out->set_title(writer.LabelOf(follow_up));
  WriteMoves(follow_up, question, out);
  if (!follow_up.sealed) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(WriteUsedFacts(follow_up, question, writer, out));
  for (const domain::ParameterValue& parameter : follow_up.sealed->parameters) {
    v1::Threshold* threshold = out->add_thresholds();
    threshold->set_parameter(parameter.name);
    threshold->set_value(parameter.value);
    threshold->set_unit(parameter.unit);
    threshold->set_profile(parameter.profile);
  }
  out->set_policy_version(follow_up.sealed->plugin + " " + follow_up.sealed->plugin_version);
  if (const domain::Rule* rule = FindRule(policies, follow_up.sealed->rule)) {
    for (const domain::Citation& citation : rule->citations) ToWire(citation, out->add_sources());
    out->set_cleared_by(AsksOnly(follow_up, *rule) ? kClearedByAdding : rule->resolved_by);
  } else {
    out->set_cleared_by(absl::StrCat("The policy ", out->policy_version(), kNotAtHand));
  }
  return absl::OkStatus();
}

}  // namespace candor::rpc
