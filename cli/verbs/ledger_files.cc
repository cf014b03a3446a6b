#include "cli/verbs/ledger_files.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/ledger/lines.h"

namespace candor::cli {
namespace {

constexpr std::string_view kSecretPrefix = "PRIVATE+KEY+";
constexpr std::string_view kLeavesLine = "candor ledger leaves 1";
// Longer than two calls to a daemon that does not answer take by default.
constexpr absl::Duration kHolderPatience = absl::Seconds(90);

absl::Status FileError(std::string_view action, const std::string& path) {
  return LocalFileError(absl::StrCat("cannot ", ToAbsl(action), " ", path, ": ", std::strerror(errno)));
}

std::string WriteSecret(const std::string& name, std::string_view seed) {
  const ledger::SigningKey key(AsBytes(seed).first<ledger::kSeedBytes>());
  const ledger::VerifierKey verifier{name, ledger::SignatureType::kCosignature, key.public_key()};
  return absl::StrCat(ToAbsl(kSecretPrefix), name, "+", absl::StrFormat("%08x", verifier.id()), "+",
                      ledger::Base64("\x04" + std::string(seed)), "\n");
}

absl::StatusOr<WitnessKey> ParseSecret(const std::string& text, const std::string& path) {
  const absl::Status bad = LocalFileError(absl::StrCat(path, " does not hold the key of a witness"));
  if (!text.starts_with(kSecretPrefix)) return bad;
  const size_t name_end = text.find('+', kSecretPrefix.size());
  const size_t id_end = name_end == std::string::npos ? name_end : text.find('+', name_end + 1);
  if (id_end == std::string::npos) return bad;
  const auto bytes = ledger::ParseBase64(ToStd(absl::StripTrailingAsciiWhitespace(text)).substr(id_end + 1));
  if (!bytes || bytes->size() != 1 + ledger::kSeedBytes) return bad;
  const std::string name = text.substr(kSecretPrefix.size(), name_end - kSecretPrefix.size());
  const std::string seed = bytes->substr(1);
  if (!ledger::IsKeyName(name) || WriteSecret(name, seed) != text) return bad;
  return WitnessKey{name, ledger::SigningKey(AsBytes(seed).first<ledger::kSeedBytes>())};
}

// A key that somebody else has made meanwhile stays: they may have signed with it.
absl::Status MakeWitnessKey(const std::string& path, const std::string& name) {
  if (name.empty()) return UsageError(absl::StrCat("there is no key at ", path, "; give --name NAME to make one"));
  if (!ledger::IsKeyName(name)) {
    return InvalidField("--name", "key_name", "a witness's name has no spaces and no plus sign");
  }
  CANDOR_ASSIGN_OR_RETURN(const HeldFile held, HoldFile(path));
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return absl::OkStatus();
  std::array<uint8_t, ledger::kSeedBytes> seed{};
  if (getrandom(seed.data(), seed.size(), 0) != static_cast<ssize_t>(seed.size())) return FileError("make", path);
  return WriteTextFile(path, WriteSecret(name, AsText(seed)));
}

}  // namespace

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || file.bad()) return FileError("read", path);
  return text.str();
}

absl::Status WriteTextFile(const std::string& path, std::string_view text) {
  const absl::Status written = ReplaceFile(path, text);
  return written.ok() ? written : LocalFileError(ToStd(written.message()));
}

absl::StatusOr<HeldFile> HoldFile(const std::string& path) {
  auto held = HeldFile::Take(path + ".lock", kHolderPatience);
  if (!held.ok()) return LocalFileError(ToStd(held.status().message()));
  return held;
}

absl::StatusOr<ledger::VerifierKey> ReadKey(const std::string& typed, ledger::SignatureType type) {
  std::string text = typed;
  if (std::error_code ignored; std::filesystem::is_regular_file(typed, ignored)) {
    CANDOR_ASSIGN_OR_RETURN(text, ReadTextFile(typed));
    absl::StripTrailingAsciiWhitespace(&text);
  }
  auto key = ledger::ParseVerifierKey(text);
  if (!key.ok()) return absl::InvalidArgumentError(key.status().message());
  if (key->type == type) return key;
  return absl::InvalidArgumentError(type == ledger::SignatureType::kCosignature
                                        ? "this is the key of a ledger, not of a witness"
                                        : "this is the key of a witness, not of a ledger");
}

absl::StatusOr<WitnessKey> ReadOrMakeWitnessKey(const std::string& path, const std::string& name) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) CANDOR_RETURN_IF_ERROR(MakeWitnessKey(path, name));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  return ParseSecret(text, path);
}

std::string WriteLeaves(const Leaves& leaves) {
  std::string out = absl::StrCat(ToAbsl(kLeavesLine), "\n");
  for (const std::string& leaf : leaves.leaves) absl::StrAppend(&out, ledger::Base64(leaf), "\n");
  absl::StrAppend(&out, "\n", leaves.checkpoint);
  return out;
}

absl::StatusOr<Leaves> ParseLeaves(std::string_view text) {
  const absl::Status bad = LocalFileError("this is no file that `candor ledger verify --save` wrote");
  if (ledger::TakeLine(text) != kLeavesLine) return bad;
  Leaves leaves;
  while (true) {
    const auto line = ledger::TakeLine(text);
    if (!line) return bad;
    if (line->empty()) break;
    auto leaf = ledger::ParseBase64(*line);
    if (!leaf) return bad;
    leaves.leaves.push_back(*std::move(leaf));
  }
  leaves.checkpoint = std::string(text);
  return leaves;
}

}  // namespace candor::cli
