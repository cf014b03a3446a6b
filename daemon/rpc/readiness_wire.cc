#include "daemon/rpc/readiness_wire.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/non_use.h"
#include "daemon/domain/settings.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

// Roles and the acceptance alone: who has left and who supervises whom makes no difference here.
absl::StatusOr<std::vector<domain::ReadinessGap>> NeverNamedIn(const domain::View& view, Day today) {
  domain::ReadinessFacts facts;
  CANDOR_ASSIGN_OR_RETURN(facts.roles, view.ListRoles());
  CANDOR_ASSIGN_OR_RETURN(facts.non_use, view.NonUse());
  return domain::NeverNamed(facts, today);
}

absl::Status NotReady(const std::vector<domain::ReadinessGap>& gaps) {
  const std::string missing = absl::StrJoin(
      gaps, "; ", [](std::string* out, const domain::ReadinessGap& gap) { absl::StrAppend(out, domain::SayGap(gap)); });
  return WithDetail(
      absl::FailedPreconditionError(absl::StrCat("the practice is still being set up, and nothing of the work is "
                                                 "recorded or shown before these are named: ",
                                                 missing, ". `candor setup` leads through it")),
      {"", "not_ready"});
}

}  // namespace

absl::Status ReadyCheck::Check(std::string_view method) const {
  if (ready_.load(std::memory_order_relaxed) || !domain::WaitsForReadiness(method)) return absl::OkStatus();
  if (!identity_.AnyoneEnrolled()) return absl::OkStatus();
  const std::shared_ptr<const domain::View> view = store_.Latest();
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view->GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::ReadinessGap> gaps, NeverNamedIn(*view, DayAt(clock_.Now(), zone)));
  if (!gaps.empty()) return NotReady(gaps);
  ready_.store(true, std::memory_order_relaxed);
  return absl::OkStatus();
}

void ToWire(const domain::ReadinessGap& gap, v1::ReadinessGap* out) {
  out->set_kind(static_cast<v1::ReadinessGapKind>(gap.kind));
  if (gap.role) out->set_role(static_cast<v1::Role>(*gap.role));
  out->set_of(MemberName(gap.of));
  out->set_vacant(gap.vacant);
}

absl::Status WriteReadinessGaps(const domain::View& view, const domain::Identity& identity, Day today,
                                google::protobuf::RepeatedPtrField<v1::ReadinessGap>* out) {
  CANDOR_ASSIGN_OR_RETURN(domain::ReadinessFacts facts, domain::ReadinessFactsOf(view, today));
  facts.anyone_enrolled = identity.AnyoneEnrolled();
  for (const domain::ReadinessGap& gap : domain::GapsOn(facts, today)) ToWire(gap, out->Add());
  return absl::OkStatus();
}

absl::StatusOr<bool> WorkWaits(const domain::View& view, const domain::Identity& identity, Day today) {
  if (!identity.AnyoneEnrolled()) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::ReadinessGap> gaps, NeverNamedIn(view, today));
  return !gaps.empty();
}

absl::Status WriteReadiness(const domain::View& view, const domain::Identity& identity, Day today, v1::Readiness* out) {
  CANDOR_RETURN_IF_ERROR(WriteReadinessGaps(view, identity, today, out->mutable_gaps()));
  CANDOR_ASSIGN_OR_RETURN(const bool waits, WorkWaits(view, identity, today));
  out->set_in_force(waits);
  out->set_non_use(std::string(domain::kNonUseText));
  out->set_non_use_digest(absl::BytesToHexString(ToAbsl(AsText(domain::kNonUseDigest))));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<domain::NonUseAccepted> accepted, view.NonUse());
  if (!accepted) return absl::OkStatus();
  rpc::ToWire(accepted->recorded_at, out->mutable_non_use_accepted_at());
  out->set_non_use_accepted_for_owner(accepted->caller.is_operator);
  out->set_non_use_accepted_by(MemberName(accepted->owner));
  return absl::OkStatus();
}

}  // namespace candor::rpc
