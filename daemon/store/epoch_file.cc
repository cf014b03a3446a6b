#include "daemon/store/epoch_file.h"

#include <algorithm>
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
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"

namespace candor::store {
namespace {

struct Epoch {
  uint64_t number = kFirstEpoch;
  std::optional<domain::RestoredFrom> restored;
};

std::string Encode(const Epoch& epoch) {
  std::string text = absl::StrCat("candor epoch 1\nepoch ", epoch.number, "\n");
  if (epoch.restored) {
    absl::StrAppend(&text, "restored ", epoch.restored->records, " ", absl::ToUnixMicros(epoch.restored->made_at),
                    "\n");
  }
  const crypto::Digest digest = crypto::Sha256(text);
  return absl::StrCat(text, "check ", absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 8))), "\n");
}

// What stands behind `name` in the first line of `rest`, which is taken off; empty when it is another line.
absl::string_view TakeNamed(absl::string_view& rest, absl::string_view name) {
  absl::string_view line = rest.substr(0, rest.find('\n'));
  if (!absl::ConsumePrefix(&line, name)) return {};
  rest.remove_prefix(std::min(rest.size(), name.size() + line.size() + 1));
  return line;
}

absl::StatusOr<Epoch> ReadFile(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  Epoch epoch;
  if (!text) return epoch;
  absl::string_view rest = *text;
  bool ok =
      absl::ConsumePrefix(&rest, "candor epoch 1\n") && absl::SimpleAtoi(TakeNamed(rest, "epoch "), &epoch.number);
  if (const absl::string_view line = TakeNamed(rest, "restored "); !line.empty()) {
    const size_t space = std::min(line.find(' '), line.size());
    int64_t made_at = 0;
    domain::RestoredFrom& restored = epoch.restored.emplace();
    ok = ok && absl::SimpleAtoi(line.substr(0, space), &restored.records) &&
         absl::SimpleAtoi(line.substr(space), &made_at);
    restored.made_at = absl::FromUnixMicros(made_at);
  }
  // One state has one spelling.
  if (!ok || *text != Encode(epoch)) {
    return absl::DataLossError(absl::StrCat("the file EPOCH is damaged; ", kPutItBack));
  }
  return epoch;
}

}  // namespace

absl::StatusOr<uint64_t> ReadEpoch(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const Epoch epoch, ReadFile(path));
  return epoch.number;
}

absl::Status WriteEpoch(const std::string& path, uint64_t epoch) {
  return ReplaceFile(path, Encode({epoch, std::nullopt}));
}

absl::StatusOr<std::optional<domain::RestoredFrom>> ReadRestored(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const Epoch epoch, ReadFile(path));
  return epoch.restored;
}

absl::Status WriteRestored(const std::string& path, uint64_t epoch, const domain::RestoredFrom& restored) {
  return ReplaceFile(path, Encode({epoch, restored}));
}

std::string OriginOf(const LedgerId& ledger, uint64_t epoch) {
  return absl::StrCat("candor/", ledger.ToString(), "/", epoch);
}

}  // namespace candor::store
