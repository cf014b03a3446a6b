#include "daemon/store/epoch_file.h"

#include <optional>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/hashing.h"

namespace candor::store {
namespace {

std::string Encode(uint64_t epoch) {
  const std::string text = absl::StrCat("candor epoch 1\nepoch ", epoch, "\n");
  const crypto::Digest digest = crypto::Sha256(text);
  return absl::StrCat(text, "check ", absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 8))), "\n");
}

}  // namespace

absl::StatusOr<uint64_t> ReadEpoch(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (!text) return kFirstEpoch;
  absl::string_view rest = *text;
  uint64_t epoch = 0;
  const bool ok = absl::ConsumePrefix(&rest, "candor epoch 1\nepoch ") &&
                  absl::SimpleAtoi(rest.substr(0, rest.find('\n')), &epoch) && *text == Encode(epoch);
  if (!ok) return absl::DataLossError("the file EPOCH is damaged; restore it from a backup");
  return epoch;
}

absl::Status WriteEpoch(const std::string& path, uint64_t epoch) {
  return ReplaceFile(path, Encode(epoch));
}

std::string OriginOf(const LedgerId& ledger, uint64_t epoch) {
  return absl::StrCat("candor/", ledger.ToString(), "/", epoch);
}

}  // namespace candor::store
