#include "cli/drafts/draft_box.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/master_key.h"
#include "daemon/crypto/sealing.h"

namespace candor::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kVersion = 1;
constexpr std::string_view kPurpose = "candor draft 1";
constexpr size_t kIdBytes = 16;
constexpr size_t kPadding = 4096;
constexpr size_t kSizeBytes = 4;

bool IsId(std::string_view name) {
  return name.size() == 2 * kIdBytes && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
         });
}

// The content's length rounded up, so that a file's size does not tell how much was written.
std::string Padded(std::string_view content) {
  std::string plain;
  AppendBigEndian(static_cast<uint32_t>(content.size()), plain);
  plain.append(content);
  plain.resize((plain.size() + kPadding - 1) / kPadding * kPadding, '\0');
  return plain;
}

std::optional<std::string> Unpadded(std::string_view plain) {
  if (plain.size() < kSizeBytes) return std::nullopt;
  const size_t size = ReadBigEndian<uint32_t>(plain);
  if (size > plain.size() - kSizeBytes) return std::nullopt;
  return std::string(plain.substr(kSizeBytes, size));
}

absl::Status AsLocal(const absl::Status& status) {
  return status.ok() ? status : LocalFileError(ToStd(status.message()));
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code bad;
  fs::create_directories(path, bad);
  if (!bad) fs::permissions(path, fs::perms::owner_all, bad);
  return bad ? LocalFileError(absl::StrCat("cannot make the folder ", path, ": ", bad.message())) : absl::OkStatus();
}

}  // namespace

DraftBox::DraftBox(std::string folder)
    : folder_(std::move(folder)), drafts_(folder_ + "/drafts"), key_file_(folder_ + "/drafts.key") {}

std::string DraftBox::NewId() {
  std::array<uint8_t, kIdBytes> bytes;
  crypto::RandomBytes(bytes);
  return absl::BytesToHexString(ToAbsl(AsText(bytes)));
}

std::string DraftBox::PathOf(std::string_view id) const {
  return absl::StrCat(drafts_, "/", ToAbsl(id));
}

absl::StatusOr<crypto::Key> DraftBox::GetKey(bool make) const {
  auto key = make ? crypto::LoadOrCreateMasterKey(key_file_) : crypto::LoadMasterKey(key_file_);
  if (key.ok() || absl::IsNotFound(key.status())) return key;
  return LocalFileError(absl::StrCat("the key of your drafts, ", key_file_,
                                     ", cannot be used: it has to be a plain file of 32 bytes that is yours and that "
                                     "nobody else can read (chmod 600)"));
}

absl::StatusOr<DraftBox::Draft> DraftBox::Read(const std::string& id, const std::optional<crypto::Key>& key) const {
  const auto file = ReadSmallFile(PathOf(id));
  if (!file.ok()) return AsLocal(file.status());
  Draft draft{id, std::nullopt};
  const std::string_view sealed = *file ? std::string_view(**file) : std::string_view();
  if (!key || sealed.empty() || sealed.front() != kVersion) return draft;
  std::string plain;
  if (crypto::Open(*key, {kPurpose, id}, sealed.substr(1), plain).ok()) draft.content = Unpadded(plain);
  return draft;
}

absl::StatusOr<std::vector<DraftBox::Draft>> DraftBox::ReadAll() {
  std::vector<Draft> drafts;
  std::error_code bad;
  fs::directory_iterator files(drafts_, bad);
  if (bad == std::errc::no_such_file_or_directory) return drafts;
  if (bad) return LocalFileError(absl::StrCat("cannot read the folder ", drafts_, ": ", bad.message()));
  std::optional<crypto::Key> key;
  if (auto found = GetKey(/*make=*/false); found.ok()) {
    key = *found;
  } else if (!absl::IsNotFound(found.status())) {
    return found.status();
  }
  for (const fs::directory_entry& file : files) {
    const std::string id = file.path().filename();
    if (!IsId(id)) continue;
    CANDOR_ASSIGN_OR_RETURN(Draft draft, Read(id, key));
    drafts.push_back(std::move(draft));
  }
  std::sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) { return a.id < b.id; });
  return drafts;
}

absl::Status DraftBox::Put(std::string_view id, std::string_view content) {
  CANDOR_RETURN_IF_ERROR(MakeFolder(drafts_));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Key key, GetKey(/*make=*/true));
  std::string sealed(1, kVersion);
  crypto::Seal(key, {kPurpose, id}, Padded(content), sealed);
  return AsLocal(ReplaceFile(PathOf(id), sealed));
}

absl::Status DraftBox::Remove(std::string_view id) {
  std::error_code bad;
  fs::remove(PathOf(id), bad);
  // What somebody who was killed while writing it has left goes with it.
  HeldFile::Take(PathOf(id) + ".new", absl::ZeroDuration()).IgnoreError();
  return bad ? LocalFileError(absl::StrCat("cannot remove ", PathOf(id), ": ", bad.message())) : absl::OkStatus();
}

}  // namespace candor::cli
