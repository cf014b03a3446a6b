/* Answers what no well-made plugin answers; the minutes of the session say what. */
#include "plugins/abi/candor_policy.h"

static int32_t answer(candor_call* call, int64_t minutes);

#define TINY_NAME "garbage"
#define MISBEHAVE(call) return answer(call, minutes)
#include "tests/abi/bad_plugins/tiny.inc"

static int32_t answer(candor_call* call, int64_t minutes) {
  static const char long_key[40] = "longer than any key may be, by a few";
  const candor_host* host = call->host;
  candor_text key = {(const char*)call->event->id, CANDOR_ID_BYTES};
  candor_followup followup;
  int i;
  memset(&followup, 0, sizeof(followup));
  followup.struct_size = sizeof(followup);
  followup.severity = CANDOR_SEVERITY_LATER;
  followup.action = CANDOR_ACTION_DOCUMENT;
  followup.due_day = CANDOR_NO_DAY;
  followup.key = key;
  switch (minutes) {
    case 13:
      followup.key.data = long_key;
      followup.key.size = sizeof(long_key);
      break;
    case 14:
      followup.key.size = 0;
      break;
    case 15:
      followup.key.data = 0;
      break;
    case 16:
      followup.rule = 7;
      break;
    case 17:
      followup.severity = 9;
      break;
    case 18:
      followup.action = 0;
      break;
    case 19:
      followup.fact_count = CANDOR_MAX_FACTS + 1;
      break;
    case 20:
      followup.struct_size = 8;
      break;
    case 21:
      followup.missing_fields = 1;
      break;
    case 22:
      host->open(host->context, 0);
      return CANDOR_OK;
    case 23:
      call->state_size = CANDOR_MAX_STATE_BYTES + 1;
      break;
    case 24:
      host->resolve(host->context, 0, key, 3);
      return CANDOR_OK;
    case 25:
      host->resolve(host->context, 9, key, CANDOR_CAUSE_ENTRY);
      return CANDOR_OK;
    case 26:
      host->timer(host->context, 4, call->event->occurred_day + 1, 1);
      return CANDOR_OK;
    case 27:
      for (i = 0; i < 100000; ++i) host->timer(host->context, 0, call->event->occurred_day + 1, (uint64_t)i);
      return CANDOR_OK;
    case 28:
      tiny_open(call);
      return 77;
    default:
      return CANDOR_OK;
  }
  host->open(host->context, &followup);
  return CANDOR_OK;
}

const candor_policy candor_policy_plugin = {TINY_ENTRY};
