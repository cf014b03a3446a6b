#include "daemon/crypto/key_table_format.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"

namespace candor::crypto::key_table_format {
namespace {

constexpr size_t kIdAt = 16;
constexpr size_t kWrappedAt = 40;
constexpr size_t kCheckAt = kHeaderSize - kCheckSize;

std::string Check(Parts parts) {
  return std::string(AsText(Sha256(parts)).substr(0, kCheckSize));
}

std::string SlotCheck(std::string_view table_name, uint64_t index, std::string_view name_and_wrapped) {
  std::string number;
  AppendBigEndian(index, number);
  return Check({table_name, number, name_and_wrapped});
}

}  // namespace

std::string Header::TableName() const {
  std::string out(AsText(table_id));
  AppendBigEndian(generation, out);
  return out;
}

std::string Header::Bound() const {
  std::string out(kMagic);
  AppendBigEndian(kFormat, out);
  out.resize(kIdAt, '\0');
  return out + TableName();
}

std::string EncodeHeader(const Header& header) {
  std::string out = header.Bound() + header.wrapped;
  out.resize(kCheckAt, '\0');
  return out + Check({out});
}

absl::StatusOr<Header> ParseHeader(std::string_view file, const std::string& path) {
  if (file.size() < kHeaderSize || file.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError(absl::StrCat(path, " is not a key table, or its start is damaged; ", kPutFolderBack));
  }
  const auto format = ReadBigEndian<uint16_t>(file.substr(kMagic.size()));
  if (format > kFormat) {
    return absl::FailedPreconditionError(absl::StrCat("the key table ", path, " has format ", format,
                                                      ", and this daemon reads formats up to ", kFormat,
                                                      "; start the newer daemon that wrote it"));
  }
  if (Check({file.substr(0, kCheckAt)}) != file.substr(kCheckAt, kCheckSize)) {
    return absl::DataLossError(absl::StrCat("the start of the key table ", path, " is damaged; ", kPutFolderBack));
  }
  Header header;
  std::ranges::copy(AsBytes(file.substr(kIdAt, header.table_id.size())), header.table_id.begin());
  header.generation = ReadBigEndian<uint64_t>(file.substr(kIdAt + header.table_id.size()));
  header.wrapped = file.substr(kWrappedAt, kWrappedSize);
  return header;
}

std::string EncodeName(const KeyName& name) {
  std::string out(1, static_cast<char>(name.subject_kind));
  out.append(AsText(name.subject_id));
  out.push_back(static_cast<char>(name.key_class));
  return out;
}

std::string EncodeSlot(std::string_view table_name, uint64_t index, const KeyName& name, std::string_view wrapped) {
  std::string out = EncodeName(name);
  out.append(wrapped);
  return out + SlotCheck(table_name, index, out);
}

std::optional<Slot> ParseSlot(std::string_view table_name, uint64_t index, std::string_view slot) {
  const std::string_view content = slot.substr(0, kNameSize + kWrappedSize);
  if (SlotCheck(table_name, index, content) != slot.substr(content.size())) return std::nullopt;
  Slot out;
  out.name.subject_kind = static_cast<uint8_t>(slot[0]);
  std::ranges::copy(AsBytes(slot.substr(1, out.name.subject_id.size())), out.name.subject_id.begin());
  out.name.key_class = static_cast<uint8_t>(slot[kNameSize - 1]);
  std::ranges::copy(AsBytes(slot.substr(kNameSize, kWrappedSize)), out.wrapped.begin());
  return out;
}

}  // namespace candor::crypto::key_table_format
