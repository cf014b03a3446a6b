#ifndef CANDOR_DAEMON_CRYPTO_SECRET_TEXT_H_
#define CANDOR_DAEMON_CRYPTO_SECRET_TEXT_H_

#include <string>
#include <string_view>
#include <utility>

#include "daemon/crypto/secret_bytes.h"

namespace candor::crypto {

// A secret of any length, such as what somebody typed or a private key as text; wiped when it goes. Moves only, and has
// no stream operator and no conversion, so that it does not end up in a log by accident. Thread-compatible.
class SecretText final {
 public:
  explicit SecretText(std::string text) : text_(std::move(text)) {}
  SecretText(SecretText&& other) noexcept : text_(std::move(other.text_)) { other.Clear(); }
  SecretText& operator=(SecretText&& other) noexcept {
    if (this == &other) return *this;
    Clear();
    text_ = std::move(other.text_);
    other.Clear();
    return *this;
  }
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { Clear(); }

  // Good as long as this lives and is not moved from.
  std::string_view text() const { return text_; }

 private:
  void Clear() {
    Wipe(text_.data(), text_.size());
    text_.clear();
  }

  std::string text_;
};

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_SECRET_TEXT_H_
