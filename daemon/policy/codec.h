#ifndef CANDOR_DAEMON_POLICY_CODEC_H_
#define CANDOR_DAEMON_POLICY_CODEC_H_

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "daemon/base/bytes.h"
#include "daemon/base/id.h"

// Flat binary values for the socket between daemon and worker: big-endian integers, texts and lists behind their
// length.
namespace candor::policy {

// Appends to a string. Thread-compatible; the string is not owned.
class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  template <std::unsigned_integral T>
  void Put(T value) {
    AppendBigEndian(value, out_);
  }
  void PutSigned32(int32_t value) { Put(static_cast<uint32_t>(value)); }
  void PutSigned64(int64_t value) { Put(static_cast<uint64_t>(value)); }
  void PutBool(bool value) { Put(static_cast<uint8_t>(value ? 1 : 0)); }
  void PutId(const IdBytes& id) { out_.append(AsText(id)); }
  void PutText(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    out_.append(text);
  }
  void PutCount(size_t count) { Put(static_cast<uint32_t>(count)); }

 private:
  std::string& out_;
};

// Reads what an Encoder wrote, or anything else: after the first byte that is missing or wrong, ok() is false for good
// and every further read gives zero. Thread-compatible; refers to the bytes.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  // Everything was read and nothing was wrong.
  bool done() const { return ok_ && rest_.empty(); }
  // Says that what was read makes no sense.
  void Fail() {
    ok_ = false;
    rest_ = {};
  }

  template <std::unsigned_integral T>
  T Take() {
    if (rest_.size() < sizeof(T)) {
      Fail();
      return 0;
    }
    const T value = ReadBigEndian<T>(rest_);
    rest_.remove_prefix(sizeof(T));
    return value;
  }
  int32_t TakeSigned32() { return static_cast<int32_t>(Take<uint32_t>()); }
  int64_t TakeSigned64() { return static_cast<int64_t>(Take<uint64_t>()); }
  bool TakeBool() { return TakeNumber<uint8_t>(0, 1) == 1; }
  // A number that has to lie in [least, most].
  template <std::unsigned_integral T>
  T TakeNumber(T least, T most) {
    const T value = Take<T>();
    if (value < least || value > most) Fail();
    return ok_ ? value : least;
  }
  IdBytes TakeId() {
    IdBytes id{};
    if (rest_.size() < id.size()) {
      Fail();
      return id;
    }
    std::memcpy(id.data(), rest_.data(), id.size());
    rest_.remove_prefix(id.size());
    return id;
  }
  // At most `most` bytes.
  std::string TakeText(size_t most) {
    const size_t size = Take<uint32_t>();
    if (size > most || size > rest_.size()) {
      Fail();
      return {};
    }
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }
  // How many elements follow, each of at least `least_bytes` bytes: never more than the bytes that are there.
  size_t TakeCount(size_t least_bytes) {
    const size_t count = Take<uint32_t>();
    if (count > rest_.size() / least_bytes) {
      Fail();
      return 0;
    }
    return count;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CODEC_H_
