#ifndef CANDOR_DAEMON_RPC_TEXT_NOTICES_H_
#define CANDOR_DAEMON_RPC_TEXT_NOTICES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/text_notice.pb.h"
#include "daemon/base/text_lint.h"
#include "daemon/domain/view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"

// Where free text of a request seems to say who somebody is (daemon/base/text_lint.h), for clients that do not look
// themselves. What is found is told to the caller, and neither kept nor logged (ADR 0058).
namespace candor::rpc {

// Adds each place in the texts of `message`, an entry or a part of one that stands in the request's field `field`
// ("entry"), in the order of the fields' numbers; no more than 100 altogether. `lint` knows the names of members. A
// field that is there to say who somebody outside is may name. REQUIRES: the lengths are checked.
void WriteTextNotices(const google::protobuf::Message& message, std::string_view field, const TextLint& lint,
                      google::protobuf::RepeatedPtrField<v1::TextNotice>* out);

// As all members are called. Errors are the view's.
absl::StatusOr<std::vector<std::string>> NamesOfMembers(const domain::View& view);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_TEXT_NOTICES_H_
