#include "daemon/store/names.h"

#include <algorithm>
#include <cstring>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"

namespace candor::store {
namespace {

IdBytes First16(const crypto::Digest& digest) {
  IdBytes id;
  std::memcpy(id.data(), digest.data(), id.size());
  return id;
}

std::string WithLength(std::string_view text) {
  std::string bytes;
  AppendBigEndian(static_cast<uint32_t>(text.size()), bytes);
  bytes.append(text);
  return bytes;
}

std::string CallerBytes(const domain::Caller& caller) {
  std::string bytes(1, caller.is_operator ? '\1' : '\0');
  bytes.append(AsText(caller.acting_for.bytes()));
  return bytes;
}

}  // namespace

IdBytes NameDigest(const crypto::PracticeKeys& keys, std::string_view display_name) {
  return First16(crypto::HmacSha256(keys.lookup, {"member", display_name}));
}

IdBytes CodeDigest(const crypto::PracticeKeys& keys, std::string_view code) {
  return First16(crypto::HmacSha256(keys.lookup, {"case", code}));
}

EntryId EntryIdOfRequest(const crypto::PracticeKeys& keys, const domain::Caller& caller, std::string_view request_id,
                         uint32_t attempt) {
  std::string who = CallerBytes(caller);
  AppendBigEndian(attempt, who);
  return EntryId(First16(crypto::HmacSha256(keys.id, {"req", who, request_id})));
}

IdBytes IdOfRequest(const crypto::PracticeKeys& keys, const domain::Caller& caller, std::string_view thing,
                    std::string_view request_id) {
  return First16(crypto::HmacSha256(keys.id, {"made", CallerBytes(caller), WithLength(thing), request_id}));
}

EntryId EntryIdOfRow(const crypto::PracticeKeys& keys, std::string_view import_digest) {
  return EntryId(First16(crypto::HmacSha256(keys.id, {"row", import_digest})));
}

std::string ImportDigest(const crypto::PracticeKeys& keys, std::string_view import_digest) {
  const IdBytes digest = First16(crypto::HmacSha256(keys.lookup, {"row", import_digest}));
  return std::string(AsText(digest));
}

FollowUpId NameOfFollowUp(const crypto::PracticeKeys& keys, const domain::SubjectId& subject, std::string_view rule,
                          std::string_view key) {
  std::string about;
  keys::AppendSubject(subject, about);
  return FollowUpId(First16(crypto::HmacSha256(keys.id, {"followup", about, WithLength(rule), key})));
}

IdBytes RequestDigest(const crypto::PracticeKeys& keys, std::string_view sent) {
  return First16(crypto::HmacSha256(keys.id, {"sent", sent}));
}

IdBytes ContentDigest(const crypto::PracticeKeys& keys, const domain::EntryHeader& header, std::string_view canonical) {
  return First16(crypto::HmacSha256(keys.id, {"content", WithLength(HandedInHeader(header)), canonical}));
}

uint32_t PartitionOf(const crypto::PracticeKeys& keys, const EntryId& concern) {
  const crypto::Digest digest = crypto::HmacSha256(keys.id, {"partition", AsText(concern.bytes())});
  return std::max<uint32_t>(ReadBigEndian<uint32_t>(AsText(digest)), 1);
}

uint64_t OrderDigest(const crypto::PracticeKeys& keys, std::string_view canonical) {
  const crypto::Digest digest = crypto::HmacSha256(keys.order, {canonical});
  return ReadBigEndian<uint64_t>(AsText(digest));
}

}  // namespace candor::store
