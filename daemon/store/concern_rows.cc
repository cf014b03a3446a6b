#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/base/utf8.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/prepare.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

// Steps about concerns on their way in, their rows, and what a view reads in them.
namespace candor::store {
namespace {

absl::Status CheckConcernReason(const domain::ConcernNotice& notice) {
  const std::string& reason = notice.reason.Reveal();
  if (reason.size() > domain::kMaxConcernReasonBytes) {
    return InvalidField("reason", "too_long", "the text is longer than 4 KiB; keep what matters");
  }
  if (!IsUtf8(reason))
    return InvalidField("reason", "not_utf8", "the text is not UTF-8; save it as UTF-8 and try again");
  const bool needed =
      notice.step == domain::ConcernStep::kSealProposed || notice.step == domain::ConcernStep::kMeasureReviewed;
  if (needed && reason.empty()) return InvalidField("reason", "missing", "say why");
  return absl::OkStatus();
}

absl::Status CheckConcernShape(const domain::ConcernNotice& notice) {
  if (notice.id == IdBytes{} || notice.about == IdBytes{}) {
    return InvalidField("name", "missing", "the id is missing");
  }
  if (notice.subject.kind != domain::SubjectKind::kMember) {
    return InvalidField("name", "wrong_subject", "is not about a member");
  }
  if (notice.step < domain::ConcernStep::kAcknowledged || notice.step > domain::kLastConcernStep) {
    return InvalidField("step", "word", "is no step");
  }
  const bool seals = notice.step == domain::ConcernStep::kSealProposed || notice.step == domain::ConcernStep::kSealed;
  if (seals && !notice.until) return InvalidField("until", "missing", "the last day is missing");
  if (notice.step == domain::ConcernStep::kSealed && notice.by == notice.second) {
    return InvalidField("name", "same_person", "it takes a second person");
  }
  return CheckConcernReason(notice);
}

}  // namespace

absl::Status Preparer::Add(const domain::ConcernNotice& notice, PreparedTransaction& out) const {
  CANDOR_RETURN_IF_ERROR(CheckConcernShape(notice));
  domain::ConcernNotice what = notice;
  what.recorded_at = absl::Time();
  const PlainRecord plain = EncodeConcernNotice(what);
  what.reason = {};
  CANDOR_ASSIGN_OR_RETURN(PreparedRecord record, Seal(plain, what));
  record.members = {{"name", what.subject.id}};
  out.records.push_back(std::move(record));
  return absl::OkStatus();
}

void StoredProjections::MarkConcernNotice(const domain::SubjectId& subject, uint64_t number) {
  rows_.Put(keys::ConcernNotice(subject, number), {});
}

absl::StatusOr<std::vector<domain::ConcernNotice>> StoreView::ConcernNoticesOf(const domain::SubjectId& subject) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers,
                          IdsBelow(keys::ConcernNoticesOf(subject), keys::ParseConcernNotice));
  std::vector<domain::ConcernNotice> notices;
  notices.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::ConcernNotice notice, records_.ReadConcernNotice(number));
    notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace candor::store
