/* A tiny, well-made policy in C, for the misbehaving ones beside it to start from: every session opens a reminder due
 * 14 days after it was written down; the termination resolves all of them.
 *
 * A source that includes this may first define
 *   MISBEHAVE(call)  a statement made on a session of 13 to 44 minutes, before anything else;
 *                    `minutes` says which. It may return.
 *   ENTRY            a designated initialiser list that replaces fields of the entry struct
 */
#ifndef CANDOR_TESTS_ABI_BAD_PLUGINS_TINY_H_
#define CANDOR_TESTS_ABI_BAD_PLUGINS_TINY_H_

#include <string.h>

#include "plugins/abi/candor_policy.h"

#ifndef TINY_NAME
#define TINY_NAME "tiny"
#endif
#ifndef MISBEHAVE
#define MISBEHAVE(call) (void)(call)
#endif

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static const uint16_t tiny_kinds[] = {CANDOR_KIND_SESSION, CANDOR_KIND_TERMINATION};
static const candor_parameter tiny_within = {
    sizeof(candor_parameter), CANDOR_STRICTER_LOWER, TEXT("within"), TEXT("days"), {0, 0}, 14};
static const candor_parameter* const tiny_parameters[] = {&tiny_within};
static const candor_citation tiny_citation = {sizeof(candor_citation), CANDOR_AUTHORITY_PRACTICE, TEXT("a test")};
static const candor_citation* const tiny_citations[] = {&tiny_citation};
static const candor_rule tiny_rule = {.struct_size = sizeof(candor_rule),
                                      .scope = CANDOR_SCOPE_CASE,
                                      .slug = TEXT(TINY_NAME "_reminder"),
                                      .catalogue_id = TEXT("T01"),
                                      .title = TEXT("A reminder for every session"),
                                      .resolved_by = TEXT("The ending."),
                                      .severity = CANDOR_SEVERITY_LATER,
                                      .action = CANDOR_ACTION_DOCUMENT,
                                      .kinds = tiny_kinds,
                                      .kind_count = 2,
                                      .parameter_count = 1,
                                      .parameters = tiny_parameters,
                                      .citations = tiny_citations,
                                      .citation_count = 1};
static const candor_rule* const tiny_rules[] = {&tiny_rule};

static int32_t tiny_open(const candor_call* call) {
  candor_followup followup;
  memset(&followup, 0, sizeof(followup));
  followup.struct_size = sizeof(followup);
  followup.severity = CANDOR_SEVERITY_LATER;
  followup.action = CANDOR_ACTION_DOCUMENT;
  followup.due_day = call->event->reported_day + (int32_t)call->parameters[0][0];
  followup.key.data = (const char*)call->event->id;
  followup.key.size = CANDOR_ID_BYTES;
  return call->host->open(call->host->context, &followup);
}

static int32_t tiny_assess(void* instance, candor_call* call) {
  int64_t minutes = 0;
  uint32_t i;
  (void)instance;
  for (i = 0; i < call->event->field_count; ++i) {
    if (call->event->fields[i].id == CANDOR_FIELD_SESSION_MINUTES) minutes = call->event->fields[i].number;
  }
  if (minutes >= 13 && minutes < 45) {
    MISBEHAVE(call);
  }
  if (call->event->kind == CANDOR_KIND_SESSION) {
    /* The state counts the sessions. */
    if (call->state_size == 0) call->state_size = 1;
    ++call->state[0];
    return tiny_open(call);
  }
  for (i = 0; i < call->open_count; ++i) {
    call->host->resolve(call->host->context, 0, call->open[i]->key, CANDOR_CAUSE_ENTRY);
  }
  return CANDOR_OK;
}

#define TINY_ENTRY                                                                                                  \
  .abi_major = CANDOR_POLICY_ABI_MAJOR, .abi_minor = CANDOR_POLICY_ABI_MINOR, .struct_size = sizeof(candor_policy), \
  .vocabulary = CANDOR_VOCABULARY_VERSION, .rule_count = 1, .name = TEXT(TINY_NAME), .version = TEXT("1.0.0"),      \
  .rules = tiny_rules, .assess = tiny_assess

#endif /* CANDOR_TESTS_ABI_BAD_PLUGINS_TINY_H_ */
