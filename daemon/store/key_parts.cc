#include "daemon/store/key_parts.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "daemon/base/bytes.h"

namespace candor::store::keys {
namespace {

// Ranks and minutes of places that stand for "the end" are larger than any real one.
uint16_t Clamp16(int32_t value) {
  return static_cast<uint16_t>(std::clamp<int32_t>(value, 0, std::numeric_limits<uint16_t>::max()));
}

}  // namespace

void AppendId(const IdBytes& id, std::string& out) {
  out.append(AsText(id));
}

IdBytes ReadId(std::string_view bytes) {
  IdBytes id;
  std::memcpy(id.data(), bytes.data(), id.size());
  return id;
}

std::string Start(char letter, size_t size) {
  std::string key;
  key.reserve(size);
  key.push_back(letter);
  return key;
}

std::string WithId(char letter, const IdBytes& id) {
  std::string key = Start(letter, 1 + kIdBytes);
  AppendId(id, key);
  return key;
}

std::string WithSubject(char letter, const domain::SubjectId& subject, size_t more) {
  std::string key = Start(letter, 1 + kSubjectBytes + more);
  AppendSubject(subject, key);
  return key;
}

std::string WithSubjectAndId(char letter, const domain::SubjectId& subject, const IdBytes& id) {
  std::string key = WithSubject(letter, subject, kIdBytes);
  AppendId(id, key);
  return key;
}

std::string Below(std::string key, const IdBytes& id) {
  AppendId(id, key);
  return key;
}

bool Fits(std::string_view key, char letter, size_t size) {
  return key.size() == size && key[0] == letter;
}

std::optional<IdBytes> ParseWithId(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + kIdBytes)) return std::nullopt;
  return ReadId(key.substr(1));
}

std::optional<domain::SubjectId> ParseWithSubject(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + kSubjectBytes)) return std::nullopt;
  return ReadSubject(key.substr(1));
}

void AppendOrdered(int32_t value, std::string& out) {
  AppendBigEndian(OrderedBits(value), out);
}

int32_t ReadOrdered(std::string_view bytes) {
  return FromOrderedBits(ReadBigEndian<uint32_t>(bytes));
}

void AppendSubject(const domain::SubjectId& subject, std::string& out) {
  out.push_back(static_cast<char>(subject.kind));
  AppendId(subject.id, out);
}

domain::SubjectId ReadSubject(std::string_view bytes) {
  return {static_cast<domain::SubjectKind>(static_cast<uint8_t>(bytes[0])), ReadId(bytes.substr(1))};
}

void AppendPlace(const domain::Place& place, std::string& out) {
  AppendOrdered(place.day, out);
  AppendBigEndian(Clamp16(place.minute), out);
  AppendBigEndian(Clamp16(place.rank), out);
  AppendBigEndian(place.digest, out);
  AppendId(place.id, out);
}

domain::Place ReadPlace(std::string_view bytes) {
  domain::Place place;
  place.day = ReadOrdered(bytes);
  place.minute = ReadBigEndian<uint16_t>(bytes.substr(4));
  place.rank = ReadBigEndian<uint16_t>(bytes.substr(6));
  place.digest = ReadBigEndian<uint64_t>(bytes.substr(8));
  place.id = ReadId(bytes.substr(16));
  return place;
}

}  // namespace candor::store::keys
