#include "cli/verbs/way_to_clear.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/schema.h"

namespace candor::cli {
namespace {

// The field that a follow-up calls "termination.needs_further_care", where it may stand on a command line; else
// nullptr.
const SchemaField* FieldForTheLine(const std::string& missing) {
  const size_t dot = missing.find('.');
  if (dot == std::string::npos) return nullptr;
  const SchemaKind* kind = Schema::OfEntry().FindKind(missing.substr(0, dot));
  if (kind == nullptr || kind->personal) return nullptr;
  const SchemaField* field = kind->FindField(missing.substr(dot + 1));
  const bool asked_for = field == nullptr || field->narrative || AskedForOnly(kind->slug, field->name, "");
  return asked_for ? nullptr : field;
}

}  // namespace

bool AsksToDecide(const v1::FollowUp& follow_up) {
  const auto& kinds = follow_up.done_kinds();
  const bool by_a_plan = std::find(kinds.begin(), kinds.end(), "continue_plan") != kinds.end();
  return by_a_plan && follow_up.action() == v1::ACTION_TALK;
}

bool AsksForSupervision(const v1::FollowUp& follow_up) {
  return follow_up.done_kinds_size() == 1 && follow_up.done_kinds(0) == "supervision";
}

std::vector<std::string> KindsWhenDone(const v1::FollowUp& follow_up) {
  if (!follow_up.done_kinds().empty()) return {follow_up.done_kinds().begin(), follow_up.done_kinds().end()};
  switch (follow_up.action()) {
    case v1::ACTION_TALK:
      return {"consultation"};
    case v1::ACTION_REFER:
      return {"referral"};
    case v1::ACTION_SOFT_TRANSFER:
      return {"transfer_step"};
    default:
      return {};
  }
}

std::string CommandToComplete(const v1::FollowUp& follow_up, const std::string& on_behalf) {
  if (follow_up.action() != v1::ACTION_COMPLETE_RECORD || follow_up.opened_by().empty()) return "";
  std::string settings;
  for (const std::string& missing : follow_up.missing_fields()) {
    const SchemaField* field = FieldForTheLine(missing);
    if (field == nullptr) {
      return absl::StrCat("candor entry amend ", follow_up.opened_by(), " --stdin", on_behalf,
                          " (what is missing, as \"name: value\")");
    }
    absl::StrAppend(&settings, " --set ", field->name, "=VALUE");
  }
  return absl::StrCat("candor entry amend ", follow_up.opened_by(), settings.empty() ? " --stdin" : settings,
                      on_behalf);
}

}  // namespace candor::cli
