#include "cli/import/file_check.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "cli/import/csv_reader.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

absl::StatusOr<std::ifstream> Open(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // A folder opens, and then cannot be read.
  if (!file.is_open() || (file.peek() == std::ifstream::traits_type::eof() && file.bad())) {
    return absl::NotFoundError(absl::StrCat(path, ": the file cannot be opened. Check its name and its permissions"));
  }
  file.clear();
  return file;
}

absl::StatusOr<std::string> DigestOf(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(std::ifstream file, Open(path));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return absl::InternalError("SHA-256 is missing");
  std::array<char, size_t{64} * 1024> buffer;
  while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0) {
    EVP_DigestUpdate(context.get(), buffer.data(), static_cast<size_t>(file.gcount()));
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

}  // namespace

absl::StatusOr<FileFacts> CheckFile(const std::string& path, char delimiter) {
  FileFacts facts;
  CANDOR_ASSIGN_OR_RETURN(facts.digest, DigestOf(path));
  CANDOR_ASSIGN_OR_RETURN(std::ifstream file, Open(path));
  const auto reader = std::make_unique<CsvReader>(file, delimiter);
  CsvRecord record;
  int64_t records = 0;
  while (true) {
    const auto more = reader->Next(record);
    if (!more.ok()) return Annotate(more.status(), path);
    if (!*more) break;
    ++records;
  }
  if (records == 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": the file is empty; its first line names the columns"));
  }
  facts.records = records - 1;
  return facts;
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(std::ifstream file, Open(path));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace candor::cli
