#include "cli/import/row_digest.h"

#include <openssl/sha.h>

#include <algorithm>
#include <numeric>

#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string NormalCell(std::string_view text) {
  const std::string_view trimmed = TrimBlanks(text);
  std::string cell;
  cell.reserve(trimmed.size());
  for (size_t i = 0; i < trimmed.size(); ++i) {
    if (trimmed[i] != '\r') {
      cell.push_back(trimmed[i]);
    } else if (i + 1 == trimmed.size() || trimmed[i + 1] != '\n') {
      cell.push_back('\n');
    }
  }
  return IsAscii(cell) ? cell : ToNfc(cell);
}

RowDigest::RowDigest(const std::vector<std::string>& columns) : columns_(columns), order_(columns.size()) {
  std::iota(order_.begin(), order_.end(), size_t{0});
  std::sort(order_.begin(), order_.end(), [this](size_t a, size_t b) { return columns_[a] < columns_[b]; });
}

std::string RowDigest::Of(const std::vector<std::string>& cells) {
  scratch_.clear();
  for (const size_t column : order_) {
    if (column >= cells.size() || cells[column].empty()) continue;
    scratch_.append(columns_[column]).append("=").append(cells[column]).push_back('\0');
  }
  return Sha256(scratch_);
}

}  // namespace candor::cli
