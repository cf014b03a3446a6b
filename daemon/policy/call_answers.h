#ifndef CANDOR_DAEMON_POLICY_CALL_ANSWERS_H_
#define CANDOR_DAEMON_POLICY_CALL_ANSWERS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/policy_engine.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"

namespace candor::policy {

// More than this of one call, or standing at one time, is garbage.
inline constexpr size_t kMaxAnswersPerCall = 256;
inline constexpr size_t kMaxObligations = 65536;
inline constexpr size_t kMaxTimers = 1024;

// On whose behalf a call is made: the event's entry, or the entry that asked for the timer.
struct CallOrigin {
  EntryId entry;
  MemberId therapist;
  int32_t day = 0;       // the event's own
  int32_t reported = 0;  // `reported` of the entry
  bool opens_duties = true;
  bool timer = false;
  int32_t asked_on = 0;  // `occurred` of the entry
};

// What a plugin says during one call, checked and held back until it is known that the call succeeded.
// Thread-compatible; the policy is not owned.
class CallAnswers {
 public:
  explicit CallAnswers(const RunnablePolicy& policy);
  CallAnswers(const CallAnswers&) = delete;
  CallAnswers& operator=(const CallAnswers&) = delete;

  // Forgets the last call. `duties_from`: by rule, as candor_call has it; not owned.
  void Begin(const CallOrigin& origin, const int32_t* duties_from = nullptr);
  const candor_host& host() const { return host_; }
  // Whether something was said that no well-made plugin says.
  bool garbage() const { return garbage_; }

  // Makes what was said part of the fold. Returns false, with the fold as it was, when that would go over a bound.
  bool ApplyTo(domain::PluginFold& fold) const;
  bool changes_follow_ups() const { return changes_follow_ups_; }

 private:
  enum class Verb : uint8_t { kOpen, kResolve, kWithdraw, kTimer };
  struct Answer {
    Verb verb = Verb::kOpen;
    uint16_t rule = 0;
    std::array<char, CANDOR_MAX_KEY_BYTES> key{};
    uint8_t key_size = 0;
    domain::Severity severity = domain::Severity::kLater;
    domain::Action action = domain::Action::kTalk;
    domain::ResolvedCause cause = domain::ResolvedCause::kNone;
    int32_t day = CANDOR_NO_DAY;  // due day, or the timer's
    int32_t counted_days = 0;
    uint32_t missing_fields = 0;
    uint64_t token = 0;
    uint8_t fact_count = 0;
    std::array<IdBytes, CANDOR_MAX_FACTS> facts{};

    std::string_view key_text() const { return {key.data(), key_size}; }
  };

  static int32_t Open(void* context, const candor_followup* followup);
  static int32_t Resolve(void* context, uint16_t rule, candor_text key, uint32_t cause);
  static int32_t Withdraw(void* context, uint16_t rule, candor_text key);
  static int32_t SetTimer(void* context, uint16_t rule, int32_t day, uint64_t token);
  static void SetError(void* context, candor_text message);

  // Adds an answer about (rule, key); nullptr, and garbage from here on, when it is not acceptable.
  Answer* Add(Verb verb, uint16_t rule);
  Answer* Add(Verb verb, uint16_t rule, const candor_text& key);
  int32_t Garbage();

  bool MakesDuty(uint16_t rule) const {
    return origin_.opens_duties && (duties_from_ == nullptr || origin_.reported >= duties_from_[rule]);
  }
  void ApplyOpen(const Answer& answer, domain::PluginFold& fold) const;
  void ApplyClose(const Answer& answer, domain::PluginFold& fold) const;
  void ApplyTimer(const Answer& answer, domain::PluginFold& fold) const;
  const std::string& Slug(uint16_t rule) const { return policy_.info().rules[rule].slug; }

  const RunnablePolicy& policy_;
  candor_host host_;
  CallOrigin origin_;
  const int32_t* duties_from_ = nullptr;
  std::vector<Answer> answers_;
  bool garbage_ = false;
  bool changes_follow_ups_ = false;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CALL_ANSWERS_H_
