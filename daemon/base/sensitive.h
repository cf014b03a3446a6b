#ifndef CANDOR_DAEMON_BASE_SENSITIVE_H_
#define CANDOR_DAEMON_BASE_SENSITIVE_H_

#include <utility>

namespace candor {

// Holds text or detail that must never reach a log, an error message or a test failure's output. There is no
// conversion, no stream operator and no AbslStringify: whoever wants the value says so with Reveal(), which a lint
// allows only where values are encoded, sealed or sent to their reader. Thread-compatible.
template <class T>
class Sensitive {
 public:
  Sensitive() = default;
  explicit Sensitive(T value) : value_(std::move(value)) {}

  const T& Reveal() const { return value_; }

  bool operator==(const Sensitive&) const = default;

 private:
  T value_{};
};

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_SENSITIVE_H_
