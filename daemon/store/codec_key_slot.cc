#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <string>

#include "daemon/base/bytes.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// Under which key a record of any type is sealed.
namespace candor::store {

// Field by field: a message would keep all that the header says beside it, for every record that is opened or checked.
absl::StatusOr<KeySlot> DecodeKeySlot(std::string_view header) {
  using google::protobuf::internal::WireFormatLite;
  constexpr auto kVarint = WireFormatLite::WIRETYPE_VARINT;
  constexpr uint32_t kSubjectKindTag = WireFormatLite::MakeTag(CommonHeader::kSubjectKindFieldNumber, kVarint);
  constexpr uint32_t kKeyClassTag = WireFormatLite::MakeTag(CommonHeader::kKeyClassFieldNumber, kVarint);
  constexpr uint32_t kSubjectIdTag =
      WireFormatLite::MakeTag(CommonHeader::kSubjectIdFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  google::protobuf::io::CodedInputStream input(AsBytes(header).data(), static_cast<int>(header.size()));
  uint32_t subject_kind = 0;
  uint32_t key_class = 0;
  std::string subject_id;
  while (const uint32_t tag = input.ReadTag()) {
    bool read = false;
    if (tag == kSubjectKindTag) {
      read = input.ReadVarint32(&subject_kind);
    } else if (tag == kKeyClassTag) {
      read = input.ReadVarint32(&key_class);
    } else if (tag == kSubjectIdTag) {
      uint32_t size = 0;
      read = input.ReadVarint32(&size) && input.ReadString(&subject_id, static_cast<int>(size));
    } else {
      read = WireFormatLite::SkipField(&input, tag);
    }
    if (!read) return UnreadablePart();
  }
  if (!input.ConsumedEntireMessage()) return UnreadablePart();
  return KeySlot{{static_cast<domain::SubjectKind>(subject_kind), IdFromBytes(subject_id)},
                 static_cast<domain::KeyClass>(key_class)};
}

}  // namespace candor::store
