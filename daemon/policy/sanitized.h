#pragma once

// Whether this program is built with a sanitizer that keeps memory of its own beside the program's. A worker is then
// not held to its limit of memory, and nothing is concluded from how much it took.
namespace candor::policy {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace candor::policy
