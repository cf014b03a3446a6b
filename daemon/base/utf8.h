#ifndef CANDOR_DAEMON_BASE_UTF8_H_
#define CANDOR_DAEMON_BASE_UTF8_H_

#include <string>
#include <string_view>

namespace candor {

// Well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF).
bool IsUtf8(std::string_view text);

// Unicode normalisation form C. REQUIRES: IsUtf8(text).
std::string ToNfc(std::string_view text);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_UTF8_H_
