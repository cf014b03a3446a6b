#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/import/import_map.h"

// Any text is a map or is refused as one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto map = candor::cli::ReadImportMap({reinterpret_cast<const char*>(data), size}, "map");
  if (!map.ok() && map.status().code() != absl::StatusCode::kInvalidArgument) std::abort();
  return 0;
}
