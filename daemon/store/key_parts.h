#ifndef CANDOR_DAEMON_STORE_KEY_PARTS_H_
#define CANDOR_DAEMON_STORE_KEY_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/id.h"
#include "daemon/domain/subject.h"
#include "daemon/store/keys.h"

// Private to the sources of keys.h: the parts of which keys are made. Pure.
namespace candor::store::keys {

inline constexpr size_t kIdBytes = 16;

void AppendId(const IdBytes& id, std::string& out);
// REQUIRES: bytes.size() >= kIdBytes.
IdBytes ReadId(std::string_view bytes);
// In the order of values. REQUIRES, to read: bytes.size() >= 4.
void AppendOrdered(int32_t value, std::string& out);
int32_t ReadOrdered(std::string_view bytes);

// A key's letter, with room for `size` bytes in all.
std::string Start(char letter, size_t size = 1);
std::string WithId(char letter, const IdBytes& id);
// With room for `more` bytes.
std::string WithSubject(char letter, const domain::SubjectId& subject, size_t more = 0);
std::string WithSubjectAndId(char letter, const domain::SubjectId& subject, const IdBytes& id);
// What stands below `key`, which is a letter and an id.
std::string Below(std::string key, const IdBytes& id);

// Whether it is a key of that letter, `size` bytes in all.
bool Fits(std::string_view key, char letter, size_t size);
// nullopt when the bytes are no such key; the same below.
std::optional<IdBytes> ParseWithId(char letter, std::string_view key);
std::optional<domain::SubjectId> ParseWithSubject(char letter, std::string_view key);
// The id below a letter and another id.
template <class AnyId>
std::optional<AnyId> ParseBelow(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + 2 * kIdBytes)) return std::nullopt;
  return AnyId(ReadId(key.substr(1 + kIdBytes)));
}

}  // namespace candor::store::keys

#endif  // CANDOR_DAEMON_STORE_KEY_PARTS_H_
