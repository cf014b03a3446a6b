#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/base/bytes.h"
#include "daemon/crypto/enrolment_code.h"

// Any text is a code or is refused as one; a code is the same one in its only printed spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace candor::crypto;  // NOLINT(google-build-using-namespace)
  const auto code = ParseEnrolmentCode({reinterpret_cast<const char*>(data), size});
  if (!code.ok()) {
    if (code.status().code() != absl::StatusCode::kInvalidArgument) std::abort();
    return 0;
  }
  const SecretText text = FormatEnrolmentCode(*code);
  const auto again = ParseEnrolmentCode(text.text());
  if (!again.ok() || again->locator != code->locator || again->authority != code->authority ||
      candor::AsText(again->secret.span()) != candor::AsText(code->secret.span())) {
    std::abort();
  }
  return 0;
}
