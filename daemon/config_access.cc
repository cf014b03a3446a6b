#include "daemon/config_access.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/permission_table.h"

namespace candor {
namespace {

using domain::Relation;
using domain::Role;

template <class Value>
struct ConfigWord {
  std::string_view word;
  Value value;
};

// Those by which anything is shown.
constexpr ConfigWord<Role> kRoles[] = {{"therapist", Role::kTherapist},
                                       {"supervisor", Role::kSupervisor},
                                       {"director", Role::kDirector},
                                       {"policy_manager", Role::kPolicyManager},
                                       {"independent_reviewer", Role::kIndependentReviewer},
                                       {"consultant", Role::kConsultant}};
constexpr ConfigWord<Relation> kRelations[] = {{"self", Relation::kSelf},
                                               {"supervises_now", Relation::kSupervisesNow},
                                               {"supervised_then", Relation::kSupervisedThen},
                                               {"named_reader", Relation::kNamedReader},
                                               {"none", Relation::kNone},
                                               {"subject", Relation::kSubject},
                                               {"party", Relation::kParty},
                                               {"emergency", Relation::kEmergency}};
// Whoever is not shown that something is there is not shown what it says.
constexpr ConfigWord<domain::Classes> kClasses[] = {
    {"triage", domain::kEveryClass},
    {"detail", domain::kDetailBit | domain::kNarrativeBit | domain::kPersonalBit},
    {"narrative", domain::kNarrativeBit | domain::kPersonalBit}};

constexpr char kTighteningForm[] =
    "each of `tighten` is like { role = \"therapist\", relation = \"party\", hide = \"detail\" }: `role` one of "
    "therapist, supervisor, director, policy_manager, independent_reviewer and consultant, `relation` one of "
    "supervises_now, supervised_then, none, subject, party and emergency, `hide` one of triage, detail and narrative, "
    "from which class on nothing is shown";

template <class Value, size_t kCount>
std::optional<Value> ValueOf(const ConfigWord<Value> (&words)[kCount], const toml::node* node) {
  const auto* text = node == nullptr ? nullptr : node->as_string();
  if (text == nullptr) return std::nullopt;
  for (const ConfigWord<Value>& each : words) {
    if (each.word == text->get()) return each.value;
  }
  return std::nullopt;
}

// What there is to be hidden of these classes.
domain::Classes ShownOf(const domain::Hat& hat) {
  unsigned shown = 0;
  for (const domain::SightCell& cell : domain::SightCells()) {
    if (cell.hat == hat) shown |= cell.classes;
  }
  return static_cast<domain::Classes>(shown);
}

absl::Status ReadTightening(const toml::node& node, const WrongNode& wrong, domain::AccessSettings& out) {
  const toml::table* table = node.as_table();
  if (table == nullptr || table->size() != 3) return wrong(node, kTighteningForm);
  const std::optional<Role> role = ValueOf(kRoles, table->get("role"));
  const std::optional<Relation> relation = ValueOf(kRelations, table->get("relation"));
  const std::optional<domain::Classes> hide = ValueOf(kClasses, table->get("hide"));
  if (!role || !relation || !hide) return wrong(node, kTighteningForm);
  domain::Tightening tightening{{*role, *relation}, 0};
  tightening.hidden = static_cast<domain::Classes>(*hide & ShownOf(tightening.hat));
  if (const absl::Status tightens = domain::CheckTightens(tightening); !tightens.ok()) {
    return wrong(node, absl::StrCat("the practice may show less than Candor does, not more: ", tightens.message()));
  }
  const bool again = std::any_of(out.tightened.begin(), out.tightened.end(),
                                 [&](const domain::Tightening& each) { return each.hat == tightening.hat; });
  if (again) return wrong(node, "the same role and relation stands in `tighten` twice");
  out.tightened.push_back(tightening);
  return absl::OkStatus();
}

absl::Status ReadTightenings(const toml::node& node, const WrongNode& wrong, domain::AccessSettings& out) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return wrong(node, kTighteningForm);
  for (const toml::node& each : *list) CANDOR_RETURN_IF_ERROR(ReadTightening(each, wrong, out));
  std::sort(out.tightened.begin(), out.tightened.end(), [](const domain::Tightening& a, const domain::Tightening& b) {
    return std::tie(a.hat.role, a.hat.relation) < std::tie(b.hat.role, b.hat.relation);
  });
  return absl::OkStatus();
}

// `least` and `most` included.
absl::Status ReadNumber(const toml::node& node, int32_t least, int32_t most, std::string_view message,
                        const WrongNode& wrong, int32_t& out) {
  const auto* number = node.as_integer();
  if (number == nullptr || number->get() < least || number->get() > most) return wrong(node, message);
  out = static_cast<int32_t>(number->get());
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadAccess(const toml::table& table, const WrongNode& wrong, domain::AccessSettings& out) {
  for (const auto& [key, node] : table) {
    if (key.str() == "escalate_after") {
      CANDOR_RETURN_IF_ERROR(ReadNumber(node, domain::kEscalateAfterDays, domain::kMostEscalateAfterDays,
                                        "`escalate_after` is a number of days, from 14 to 365: nobody is told sooner "
                                        "that a conversation is due",
                                        wrong, out.escalate_after_days));
    } else if (key.str() == "session_minutes") {
      CANDOR_RETURN_IF_ERROR(ReadNumber(node, domain::kLeastSessionMinutes, domain::kSessionMinutes,
                                        "`session_minutes` is a number of minutes, from 1 to 10: no session stays open "
                                        "for longer",
                                        wrong, out.session_minutes));
    } else if (key.str() == "notify_subject") {
      CANDOR_RETURN_IF_ERROR(ReadNumber(node, domain::kLeastNotifySubjectDays, domain::kNotifySubjectDays,
                                        "`notify_subject` is a number of open days, from 1 to 5: whom a concern is "
                                        "about is told no later than that after it was acknowledged",
                                        wrong, out.notify_subject_days));
    } else if (key.str() == "tighten") {
      CANDOR_RETURN_IF_ERROR(ReadTightenings(node, wrong, out));
    } else {
      return wrong(node,
                   "unknown key; [access] has `escalate_after`, `session_minutes`, `notify_subject` and "
                   "`tighten`");
    }
  }
  return absl::OkStatus();
}

}  // namespace candor
