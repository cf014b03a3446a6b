#ifndef CANDOR_DAEMON_RPC_PAGE_H_
#define CANDOR_DAEMON_RPC_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/order.h"
#include "daemon/domain/subject.h"

// Paging (AIP-158). A page token says after which item to go on; its form is nobody's business but this file's.
namespace candor::rpc {

inline constexpr size_t kDefaultPage = 100;
inline constexpr size_t kMaxPage = 1000;
inline constexpr size_t kBatch = 256;  // as many as are read from the record at a time to fill a page

// INVALID_ARGUMENT for a negative size; a larger one than kMaxPage is cut to it.
absl::StatusOr<size_t> PageSize(int32_t requested);

std::string TokenAfter(const IdBytes& id);
std::string TokenAfter(const domain::SubjectId& subject, const IdBytes& id);
std::string TokenAfter(const domain::Place& place);
// For lists that are short as a whole: how many have been shown.
std::string TokenAfterCount(size_t count);

// What stands at the front, all zero for an empty token. INVALID_ARGUMENT for what no TokenAfter wrote.
absl::StatusOr<IdBytes> IdAfter(std::string_view token);
struct SubjectItem {
  domain::SubjectId subject;
  IdBytes id{};
};
absl::StatusOr<SubjectItem> SubjectItemAfter(std::string_view token);
absl::StatusOr<domain::Place> PlaceAfter(std::string_view token);
absl::StatusOr<size_t> CountBefore(std::string_view token);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_PAGE_H_
