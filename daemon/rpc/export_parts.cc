#include "daemon/rpc/export_parts.h"

#include <cstring>

#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

absl::StatusOr<MemberId> MemberOrNone(const std::string& name, std::string_view field) {
  if (name.empty()) return MemberId();
  return ParseMember(name, field);
}

absl::StatusOr<IdBytes> DigestOrNone(const std::string& bytes, std::string_view field) {
  IdBytes digest{};
  if (bytes.empty()) return digest;
  if (bytes.size() != digest.size()) return InvalidField(field, "wrong_size", "has not 16 bytes");
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

absl::StatusOr<domain::Caller> CallerFrom(const std::string& principal, const std::string& acting_for,
                                          std::string_view path) {
  domain::Caller caller;
  caller.is_operator = principal == "operator";
  CANDOR_ASSIGN_OR_RETURN(caller.acting_for, MemberOrNone(acting_for, Below(path, "acting_for")));
  return caller;
}

domain::KeyClass KeyClassFrom(bool personal) {
  return personal ? domain::KeyClass::kPersonal : domain::KeyClass::kGeneral;
}

}  // namespace candor::rpc
