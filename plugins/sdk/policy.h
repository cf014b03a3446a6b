#ifndef CANDOR_PLUGINS_SDK_POLICY_H_
#define CANDOR_PLUGINS_SDK_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string_view>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/declare.h"
#include "plugins/sdk/event.h"
#include "plugins/sdk/id.h"
#include "plugins/sdk/subject.h"

namespace candor::sdk {

// A policy: judges the events of one subject, one at a time, in timeline order. What it answers depends on the events,
// the state it saved and the parameters, on nothing else: no members that change, no clock, no files, no randomness.
//
// One object is never called from two threads at once. Every call may throw; see Failure.
class Policy {
 public:
  Policy() = default;
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  virtual ~Policy() = default;

  virtual void OnEntry(const Event& entry, Subject& subject) = 0;
  virtual void OnTimer(const Event& timer, Subject& subject) = 0;
  // What has become of a follow-up of a case rule about the member; asked of a policy one of whose rules reads them.
  virtual void OnFollowUp(const Event& change, Subject& subject) {
    static_cast<void>(change);
    static_cast<void>(subject);
  }
  // A type of event that came after this SDK. To know nothing of it is the only answer that is always true.
  virtual void OnOther(const Event& event, Subject& subject) {
    static_cast<void>(event);
    static_cast<void>(subject);
  }
};

namespace internal {

// The barrier: the functions that the host calls. Nothing thrown passes them; each ends in a defined answer.

inline void SetError(candor_call* call, std::string_view message) noexcept {
  if (call == nullptr || call->host == nullptr || call->host->set_error == nullptr) return;
  call->host->set_error(call->host->context, {message.data(), static_cast<uint32_t>(message.size())});
}

inline void Dispatch(Policy& policy, candor_call& call) {
  const Event event(*call.event);
  Subject subject(call);
  if (event.IsEntry()) {
    policy.OnEntry(event, subject);
  } else if (event.IsTimer()) {
    policy.OnTimer(event, subject);
  } else if (event.IsFollowUp()) {
    policy.OnFollowUp(event, subject);
  } else {
    policy.OnOther(event, subject);
  }
}

inline int32_t Assess(void* instance, candor_call* call) noexcept {
  try {
    if (instance == nullptr || call == nullptr || call->struct_size < sizeof(candor_call)) return CANDOR_FAILED;
    Dispatch(*static_cast<Policy*>(instance), *call);
    return CANDOR_OK;
  } catch (const Failure& failure) {
    SetError(call, failure.what());
  } catch (const std::exception&) {
    SetError(call, "the policy threw an exception");  // its text might hold anything
  } catch (...) {
    SetError(call, "the policy threw something that is no exception");
  }
  return CANDOR_FAILED;
}

template <class P>
void* Create() noexcept {
  try {
    return static_cast<Policy*>(new P());
  } catch (...) {
    return nullptr;
  }
}

// A destructor that throws ends the worker by the language's own rule; there is no state left to save by then.
inline void Destroy(void* instance) noexcept {
  delete static_cast<Policy*>(instance);
}

}  // namespace internal

// The entry struct of policy P. Only constants: nothing of the author's runs before the host has checked the versions.
template <class P>
constexpr candor_policy MakePolicy(const Declaration& declaration) {
  candor_policy policy{};
  policy.abi_major = CANDOR_POLICY_ABI_MAJOR;
  policy.abi_minor = CANDOR_POLICY_ABI_MINOR;
  policy.struct_size = sizeof(candor_policy);
  policy.vocabulary = CANDOR_VOCABULARY_VERSION;
  policy.rule_count = static_cast<uint32_t>(declaration.rules.size());
  policy.name = Text(declaration.name);
  policy.version = Text(declaration.version);
  policy.rules = declaration.rules.data();
  policy.create = &internal::Create<P>;
  policy.destroy = &internal::Destroy;
  policy.assess = &internal::Assess;
  return policy;
}

}  // namespace candor::sdk

// Defines the one symbol that a plugin exports. Once per shared object, at global scope.
#define CANDOR_POLICY_PLUGIN(policy_class, declaration)                                                      \
  extern "C" {                                                                                               \
  constinit const candor_policy candor_policy_plugin = ::candor::sdk::MakePolicy<policy_class>(declaration); \
  }                                                                                                          \
  static_assert(true, "a semicolon belongs here")

#endif  // CANDOR_PLUGINS_SDK_POLICY_H_
