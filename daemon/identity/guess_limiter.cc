#include "daemon/identity/guess_limiter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/identity/lifetimes.h"

namespace candor::identity {
namespace {

absl::Status Wait(absl::Duration wait) {
  const int64_t seconds = std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))));
  return WithDetail(absl::ResourceExhaustedError(absl::StrCat("too many codes that were not right; please wait ",
                                                              seconds, " s, and type it once more")),
                    {"code", "too_many_guesses"});
}

}  // namespace

absl::Status GuessLimiter::Admit(uint32_t locator) {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = clock_.Now();
  Refill(now);
  Forget(now);
  if (left_ == 0) return Wait(last_ + kOneMoreEvery - now);
  // Of those that are refused here nothing counts: whoever keeps on asking does not keep somebody else out for longer.
  Wrong& wrong = wrong_[locator];
  if (wrong.count >= kMostPerLocator) {
    return WithDetail(absl::ResourceExhaustedError(
                          "this code was typed wrong too often and is not heard any more; ask for a new one"),
                      {"code", "too_many_guesses"});
  }
  if (wrong.count > 0) {
    const absl::Time until = wrong.last + absl::Seconds(1 << (wrong.count - 1));
    if (now < until) return Wait(until - now);
  }
  --left_;
  ++wrong.count;
  wrong.last = now;
  return absl::OkStatus();
}

void GuessLimiter::Right(uint32_t locator) {
  absl::MutexLock lock(&mutex_);
  wrong_.erase(locator);
  left_ = std::min(left_ + 1, kMostAtOnce);
}

void GuessLimiter::Refill(absl::Time now) {
  // Where the clock was set back it counts on from there, rather than stand still until the old time comes again.
  last_ = std::min(last_, now);
  const int64_t more = (now - last_) / kOneMoreEvery;
  last_ += more * kOneMoreEvery;
  left_ = static_cast<int>(std::min<int64_t>(kMostAtOnce, left_ + std::min<int64_t>(more, kMostAtOnce)));
}

void GuessLimiter::Forget(absl::Time now) {
  if (now < forgotten_ + absl::Hours(1)) return;
  forgotten_ = now;
  absl::erase_if(wrong_, [now](const auto& each) { return now >= each.second.last + kCodeLife; });
}

}  // namespace candor::identity
