#include "daemon/rpc/entry_lookup.h"

#include <utility>

#include "daemon/base/status.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::Sight;

constexpr std::string_view kNoSuchEntry = "no such entry; see `candor case timeline`";

}  // namespace

absl::StatusOr<SeenEntry> FindEntry(Question& question, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(name, "name"));
  auto recorded = question.view->GetEntry(ref.entry);
  if (absl::IsNotFound(recorded.status())) return NotFoundField("name", kNoSuchEntry);
  CANDOR_RETURN_IF_ERROR(recorded.status());
  if (recorded->entry.header.subject != ref.subject) return NotFoundField("name", kNoSuchEntry);
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(*recorded));
  if (sight == Sight::kNothing) return NotFoundField("name", kNoSuchEntry);
  return SeenEntry{*std::move(recorded), sight};
}

}  // namespace candor::rpc
