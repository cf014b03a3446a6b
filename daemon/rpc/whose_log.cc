#include "daemon/rpc/whose_log.h"

#include <string>

#include "daemon/base/status.h"
#include "daemon/domain/role.h"

namespace candor::rpc {

absl::StatusOr<bool> AnswersForLog(Question& question) {
  if (question.viewer.is_operator()) return true;
  CANDOR_ASSIGN_OR_RETURN(const bool directs, question.viewer.HasRole(domain::Role::kDirector));
  if (directs) return true;
  return question.viewer.HasRole(domain::Role::kAuditor);
}

absl::Status OthersLog(std::string_view field) {
  return WithDetail(absl::PermissionDeniedError("you can look at who was shown what of you; the whole log is for the "
                                                "director and for an auditor"),
                    {std::string(field), "others_log"});
}

}  // namespace candor::rpc
