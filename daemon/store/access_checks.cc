#include "daemon/store/access_checks.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/utf8.h"

namespace candor::store {
namespace {

constexpr std::string_view kPunctuation = ".-_/ ";

absl::Status NoId(std::string_view field) {
  return InvalidField(field, "missing", "the id is missing");
}

// What stands in clear in every log of accesses has no room for words about people.
absl::Status CheckToken(std::string_view field, std::string_view text, size_t limit) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char letter) {
    return absl::ascii_isalnum(static_cast<unsigned char>(letter)) ||
           kPunctuation.find(letter) != std::string_view::npos;
  });
  if (plain && text.size() <= limit) return absl::OkStatus();
  return InvalidField(field, "token", absl::StrCat("has to be letters, digits and marks, at most ", limit, " bytes"));
}

absl::Status CheckWords(std::string_view field, std::string_view text, size_t limit) {
  if (text.size() > limit) {
    return InvalidField(field, "too_long", absl::StrCat("the text is longer than ", limit, " bytes; shorten it"));
  }
  if (!IsUtf8(text)) return InvalidField(field, "not_utf8", "the text is not UTF-8; save it as UTF-8 and try again");
  return absl::OkStatus();
}

absl::Status CheckGivenWords(std::string_view field, std::string_view text, size_t limit) {
  if (text.empty()) return InvalidField(field, "missing", "say it in a few words");
  return CheckWords(field, text, limit);
}

bool IsShownClass(domain::FieldClass shown) {
  return shown >= domain::FieldClass::kTriage && shown <= domain::FieldClass::kPersonal;
}

bool IsHat(const domain::Hat& hat) {
  return hat.role >= domain::Role::kTherapist && hat.role <= domain::Role::kOutsideConsultant &&
         hat.relation >= domain::Relation::kSelf && hat.relation <= domain::kLastRelation;
}

bool IsTheSameRole(const domain::RoleChange& given, const domain::RoleChange& change) {
  return given.role == change.role && given.of == change.of && given.deputy == change.deputy &&
         given.from == change.from;
}

}  // namespace

absl::Status CheckShape(const domain::RoleChange& change) {
  if (change.id.empty()) return NoId("role");
  if (!domain::IsGranted(change.role)) {
    return InvalidField("role", "not_granted",
                        "is given by nobody: whose a case is and who supervises whom stands in the entries");
  }
  if (change.withdrawn && !change.until) return InvalidField("until", "missing", "the last day is missing");
  const Day earliest = change.withdrawn ? change.from - 1 : change.from;
  if (change.until && *change.until < earliest) {
    return InvalidField("until", "days", "the last day is before the first one; give a later one");
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const domain::Access& access) {
  if (access.id == IdBytes{}) return NoId("access");
  if (access.reader.is_nobody()) return InvalidField("reader", "missing", "nobody reads nothing");
  if (access.method.empty()) return InvalidField("method", "missing", "the method is missing");
  CANDOR_RETURN_IF_ERROR(CheckToken("method", access.method, domain::kMaxMethodBytes));
  CANDOR_RETURN_IF_ERROR(CheckToken("scope", access.scope, domain::kMaxScopeBytes));
  if (access.purpose > domain::kLastPurpose) return InvalidField("purpose", "word", "is no purpose");
  if (access.of.size() > domain::kMostAccessOf) return InvalidField("of", "too_many", "has to be split");
  const bool known = std::all_of(access.of.begin(), access.of.end(),
                                 [](const domain::AccessOf& each) { return IsShownClass(each.highest); });
  const bool worn = std::all_of(access.of.begin(), access.of.end(),
                                [](const domain::AccessOf& each) { return !each.hat || IsHat(*each.hat); });
  if (!worn) return InvalidField("of", "word", "is by no role");
  if (!known || !IsShownClass(access.highest)) return InvalidField("highest", "word", "is no class");
  return absl::OkStatus();
}

absl::Status CheckShape(const domain::LogReviewed& review) {
  if (review.id == IdBytes{}) return NoId("review");
  if (review.from > review.to) {
    return InvalidField("to", "out_of_range", "lies before where the last review ended; give a later record");
  }
  return CheckWords("remark", review.remark.Reveal(), domain::kMaxRemarkBytes);
}

absl::Status CheckShape(const domain::Disclosed& disclosed) {
  if (disclosed.id.empty()) return NoId("disclosure");
  CANDOR_RETURN_IF_ERROR(CheckGivenWords("recipient", disclosed.recipient.Reveal(), domain::kMaxRecipientBytes));
  CANDOR_RETURN_IF_ERROR(CheckGivenWords("purpose", disclosed.purpose.Reveal(), domain::kMaxRemarkBytes));
  if (disclosed.basis < domain::LawfulBasis::kAuthorised || disclosed.basis > domain::kLastLawfulBasis) {
    return InvalidField("basis", "missing", "say why it may leave");
  }
  if (disclosed.of.size() > domain::kMostDisclosed) {
    return InvalidField("subjects", "too_many",
                        absl::StrCat("at most ", domain::kMostDisclosed, " at once; split them up, or name none"));
  }
  const auto is_practice = [](const domain::SubjectId& each) { return each.kind == domain::SubjectKind::kPractice; };
  const auto is_not_before = [](const domain::SubjectId& one, const domain::SubjectId& next) { return one >= next; };
  if (std::any_of(disclosed.of.begin(), disclosed.of.end(), is_practice) ||
      std::adjacent_find(disclosed.of.begin(), disclosed.of.end(), is_not_before) != disclosed.of.end()) {
    return InvalidField("subjects", "order", "has to be cases and members in order, each once");
  }
  return absl::OkStatus();
}

absl::Status CheckRole(const domain::RoleChange& change, StoredProjections& rows) {
  const std::optional<domain::RoleRow> row = rows.GetRole(change.member, change.id);
  CANDOR_RETURN_IF_ERROR(rows.status());
  if (!row) {
    if (!change.withdrawn) return absl::OkStatus();
    return WithDetail(absl::NotFoundError("name: there is no such role; see `candor member role list`"),
                      {"name", "not_found"});
  }
  if (!change.withdrawn || !IsTheSameRole(row->change, change)) {
    return WithDetail(absl::AlreadyExistsError("role: there is a role of this name"), {"role", "id_taken"});
  }
  if (!row->change.withdrawn && row->change.until && *row->change.until < *change.until) {
    return FailedField("name", "role_ended", "the role has run out before; see `candor member role list`");
  }
  return absl::OkStatus();
}

}  // namespace candor::store
