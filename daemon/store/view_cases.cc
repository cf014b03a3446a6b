#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/store/course_cache.h"
#include "daemon/store/keys.h"
#include "daemon/store/names.h"
#include "daemon/store/rows.h"
#include "daemon/store/view.h"

// Cases: as they stand, by code, by who holds them or is named in them, and what went into which.
namespace candor::store {

absl::StatusOr<domain::CaseFile> StoreView::CaseFrom(const CaseId& id, const domain::CaseRow& row) const {
  domain::CaseFile file;
  file.id = id;
  CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> code, records_.ReadCode(id, row.number));
  file.erased = !code;
  file.code = std::move(code).value_or(std::string());
  domain::CaseCourse course = domain::CourseOf(row.course);
  file.episodes = std::move(course.episodes);
  file.parts = std::move(course.parts);
  CANDOR_ASSIGN_OR_RETURN(file.merged_into, MergedInto(id));
  return file;
}

absl::StatusOr<CaseId> StoreView::MergedInto(const CaseId& id) const {
  const auto row = Read(keys::Merged(id), DecodeMergedRow, "case");
  if (absl::IsNotFound(row.status())) return CaseId();
  CANDOR_RETURN_IF_ERROR(row.status());
  return row->into;
}

absl::StatusOr<domain::CaseFile> StoreView::GetCase(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseRow row, Read(keys::Case(id), DecodeCaseRow, "case"));
  return CaseFrom(id, row);
}

absl::StatusOr<bool> StoreView::HasCase(const CaseId& id) const {
  return Has(keys::Case(id));
}

absl::StatusOr<domain::CaseCourse> StoreView::GetCourse(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> bytes, Row(keys::Case(id)));
  if (!bytes) return NoSuch("case");
  if (source_.courses != nullptr) {
    if (const auto known = source_.courses->Find(id, *bytes)) return *known;
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseRow row, DecodeCaseRow(*bytes));
  auto course = std::make_shared<const domain::CaseCourse>(domain::CourseOf(row.course));
  if (source_.courses != nullptr) {
    source_.courses->Put(id, *std::move(bytes), course);
    // Asked afterwards, since the row may be older than an erasure that has had the case forgotten meanwhile.
    const bool erased = source_.erasures != nullptr && source_.erasures->NewestOf(domain::SubjectId::Of(id));
    if (erased) source_.courses->Forget(id);
  }
  return *course;
}

absl::StatusOr<CaseId> StoreView::FindCase(std::string_view code) const {
  const IdBytes digest = CodeDigest(keys_->practice_keys(), code);
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, Read(keys::CaseByCode(digest), DecodeIdRow, "case"));
  CaseId found(id);
  // Nothing is merged into what was merged, so this ends.
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const CaseId into, MergedInto(found));
    if (into.empty()) return found;
    CANDOR_ASSIGN_OR_RETURN(const bool erased, HasErased(domain::SubjectId::Of(into), domain::KeyClass::kGeneral));
    if (erased) return found;
    found = into;
  }
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesMergedInto(const CaseId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, IdsBelow(keys::AllMerged(), keys::ParseMerged));
  std::vector<CaseId> found;
  for (const CaseId& each : merged) {
    CaseId into = each;
    while (!into.empty() && into != id) {
      CANDOR_ASSIGN_OR_RETURN(into, MergedInto(CaseId(into)));
    }
    if (into == id && each != id) found.push_back(each);
  }
  return found;
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesHeldBy(const MemberId& id) const {
  return IdsBelow(keys::HeldBy(id), keys::ParseHeld);
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesWithFollowUpsAbout(const MemberId& id) const {
  return IdsBelow(keys::DutiesOf(id), keys::ParseDuty);
}

absl::StatusOr<std::vector<CaseId>> StoreView::CasesAfter(const CaseId& after, size_t limit) const {
  const std::string begin = after.empty() ? keys::AllCases() : KeyAfter(keys::Case(after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllCases(), begin, limit));
  std::vector<CaseId> ids;
  ids.reserve(found.size());
  for (const std::string& key : found) ids.push_back(keys::ParseCase(key).value_or(CaseId()));
  return ids;
}

absl::StatusOr<std::vector<domain::CaseFile>> StoreView::ListCases(const CaseId& after, size_t limit) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> ids, CasesAfter(after, limit));
  std::vector<domain::CaseFile> files;
  files.reserve(ids.size());
  for (const CaseId& id : ids) {
    CANDOR_ASSIGN_OR_RETURN(domain::CaseFile file, GetCase(id));
    files.push_back(std::move(file));
  }
  return files;
}

absl::StatusOr<bool> StoreView::EverOnCase(const CaseId& id, const MemberId& member) const {
  return Has(keys::OnCase(id, member));
}

}  // namespace candor::store
