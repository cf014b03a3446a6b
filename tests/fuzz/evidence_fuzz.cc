#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/note.h"
#include "daemon/ledger/receipt.h"

namespace {

// What is read is written as it was, so that nobody can say the same in two spellings.
template <class Parse, class Write>
void RoundTrip(std::string_view text, Parse parse, Write write) {
  const auto parsed = parse(text);
  if (parsed.ok() ? write(*parsed) != text : parsed.status().code() != absl::StatusCode::kInvalidArgument) std::abort();
}

}  // namespace

// Any text is a note, a checkpoint, a receipt, a request to a witness or a key, or is refused as one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace candor::ledger;  // NOLINT(google-build-using-namespace)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  RoundTrip(text, ParseNote, WriteNote);
  RoundTrip(text, ParseCheckpointText, WriteCheckpointText);
  RoundTrip(text, ParseReceipt, WriteReceipt);
  RoundTrip(text, ParseWitnessRequest, WriteWitnessRequest);
  RoundTrip(text, ParseVerifierKey, [](const VerifierKey& key) { return key.ToString(); });
  return 0;
}
