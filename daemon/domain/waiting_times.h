#ifndef CANDOR_DAEMON_DOMAIN_WAITING_TIMES_H_
#define CANDOR_DAEMON_DOMAIN_WAITING_TIMES_H_

#include <cstdint>
#include <map>
#include <optional>

namespace candor::domain {

// Waiting times by the product-limit estimate of Kaplan and Meier: who still waits, or left without the event, counts
// for as long as they were watched. A mean of the finished would look best where most are left waiting.
// Thread-compatible.
class WaitingTimes {
 public:
  // `count` waits that ended in the event after `days`. REQUIRES: days >= 0.
  void AddHeld(int days, int64_t count = 1) { held_[days] += count; }
  // `count` waits that were watched for `days` without the event.
  void AddCensored(int days, int64_t count = 1) { censored_[days] += count; }

  int64_t size() const;
  // Waits that ended in the event by the end of `day`.
  int64_t HeldBy(int day) const;

  // The estimated share that has had the event by the end of `day`, 0..1; nullopt when nobody was watched that long and
  // some were still waiting.
  std::optional<double> ShareBy(int day) const;
  // The first day by which at least half have had the event; nullopt when it has not come to that.
  std::optional<int> Median() const;

 private:
  std::map<int, int64_t> held_;
  std::map<int, int64_t> censored_;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_WAITING_TIMES_H_
