#include "scripted_policy.h"

#include <cstring>
#include <utility>

namespace candor::policy::testing {
namespace {

std::function<int32_t(candor_call*)>& Script() {
  static auto* const script = new std::function<int32_t(candor_call*)>();
  return *script;
}

int32_t Assess(void* /*instance*/, candor_call* call) {
  return Script()(call);
}

}  // namespace

candor_text TextOf(const char* literal) {
  return {literal, static_cast<uint32_t>(std::strlen(literal))};
}

candor_followup FollowUpOf(uint16_t rule, const char* key, int32_t due_day) {
  candor_followup followup{};
  followup.struct_size = sizeof(followup);
  followup.rule = rule;
  followup.severity = CANDOR_SEVERITY_SOON;
  followup.action = CANDOR_ACTION_TALK;
  followup.due_day = due_day;
  followup.key = TextOf(key);
  return followup;
}

void SetScript(std::function<int32_t(candor_call*)> script) {
  Script() = std::move(script);
}

const candor_policy& ScriptedPolicy() {
  static const uint16_t kSessionKinds[] = {CANDOR_KIND_SESSION, CANDOR_KIND_TERMINATION};
  static const uint16_t kEndingKinds[] = {CANDOR_KIND_TERMINATION};
  static const uint16_t kMemberKinds[] = {CANDOR_KIND_SUPERVISION, CANDOR_KIND_CONCERN};
  static const uint16_t kAsked[] = {CANDOR_FIELD_SESSION_MINUTES};
  static const candor_citation kCitation = {sizeof(candor_citation), CANDOR_AUTHORITY_PRACTICE, TextOf("a test"),
                                            TextOf("A")};
  static const candor_citation* const kCitations[] = {&kCitation};
  static const candor_parameter kWithin = [] {
    candor_parameter declared{};
    declared.struct_size = sizeof(declared);
    declared.stricter = CANDOR_STRICTER_LOWER;
    declared.name = TextOf("within");
    declared.unit = TextOf("days");
    declared.default_value = 30;
    return declared;
  }();
  static const candor_parameter* const kParameters[] = {&kWithin};
  static const auto rule = [](const char* slug, const uint16_t* kinds, uint32_t count) {
    candor_rule declared{};
    declared.struct_size = sizeof(declared);
    declared.scope = CANDOR_SCOPE_CASE;
    declared.slug = TextOf(slug);
    declared.catalogue_id = TextOf("T1");
    declared.title = TextOf("A title");
    declared.resolved_by = TextOf("A sentence.");
    declared.severity = CANDOR_SEVERITY_SOON;
    declared.action = CANDOR_ACTION_TALK;
    declared.kinds = kinds;
    declared.kind_count = count;
    declared.citations = kCitations;
    declared.citation_count = 1;
    return declared;
  };
  static const candor_rule kSessions = [] {
    candor_rule declared = rule("sessions", kSessionKinds, 2);
    declared.asked_fields = kAsked;
    declared.asked_field_count = 1;
    declared.done_kinds = kEndingKinds;
    declared.done_kind_count = 1;
    return declared;
  }();
  static const candor_rule kEndings = [] {
    candor_rule declared = rule("endings", kEndingKinds, 1);
    declared.parameters = kParameters;
    declared.parameter_count = 1;
    return declared;
  }();
  static const candor_rule kSupervision = [] {
    candor_rule declared = rule("supervision", kMemberKinds, 2);
    declared.scope = CANDOR_SCOPE_MEMBER;
    declared.horizon_days = 365;
    return declared;
  }();
  static const candor_rule* const kRules[] = {&kSessions, &kEndings, &kSupervision};
  static const candor_policy kPolicy = {CANDOR_POLICY_ABI_MAJOR,
                                        CANDOR_POLICY_ABI_MINOR,
                                        sizeof(candor_policy),
                                        CANDOR_VOCABULARY_VERSION,
                                        3,
                                        TextOf("scripted"),
                                        TextOf("1.0.0"),
                                        kRules,
                                        nullptr,
                                        nullptr,
                                        &Assess};
  return kPolicy;
}

}  // namespace candor::policy::testing
