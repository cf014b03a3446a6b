/* Candor policy plugins, call ABI version 1.
 *
 * A plugin is a shared object that exports one symbol, `candor_policy_plugin`, of type `const candor_policy`. The host
 * (a worker process, never the daemon itself) loads it, checks the versions, and hands it the events of one subject
 * (one case or one member) at a time, in timeline order. The plugin answers through the callbacks of candor_host.
 *
 * Grammar of the comments, for every function and field:
 *   [required] / [optional]     may a null pointer stand here
 *   [load] [assess]             when it is called: at load, or while an event is assessed. One instance is never called
 *                               from two threads at once; different instances may be.
 *   borrowed                    belongs to the one who passed it and lives until the call returns; copy what you keep
 *   static                      lives as long as the shared object is loaded
 *
 * Rules of growth: fields are only ever appended, at the end of a struct whose first member is `struct_size`; the
 * reader looks at no byte beyond the smaller of the two sizes. Numbers never change meaning. A host accepts a plugin of
 * the same major version and of a minor version not above its own, and of a vocabulary not above its own; otherwise it
 * refuses with a sentence that names both numbers. The vocabulary (candor_vocabulary.h) is versioned apart.
 *
 * A policy is pure: what it answers depends on the events it was given, its state bytes and the parameters, and on
 * nothing else. No clock, no files, no randomness, no threads.
 *
 * Plain C11; also compiles as C++. Days are counted from 1970-01-01. Text is UTF-8, not NUL-terminated.
 */
#ifndef CANDOR_POLICY_H_
#define CANDOR_POLICY_H_

#include <stddef.h>
#include <stdint.h>

#include "plugins/abi/candor_vocabulary.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CANDOR_POLICY_ABI_MAJOR 1
#define CANDOR_POLICY_ABI_MINOR 6

#define CANDOR_NO_DAY INT32_MIN
#define CANDOR_NO_MINUTE (-1)
#define CANDOR_MAX_STATE_BYTES 1024
#define CANDOR_MAX_KEY_BYTES 32
#define CANDOR_MAX_FACTS 8
#define CANDOR_MAX_OPEN_SHOWN 16
#define CANDOR_ID_BYTES 16
/* Since 1.4: the value of a parameter in days or years that never ends. */
#define CANDOR_FOREVER 1000000
/* Since 1.6: the most calendar days over which business days are counted. */
#define CANDOR_MAX_COUNTED_DAYS 1000

/* Borrowed or static text, as said where it stands. */
typedef struct candor_text {
  const char* data;
  uint32_t size; /* bytes */
} candor_text;

enum { CANDOR_SEVERITY_LATER = 1, CANDOR_SEVERITY_SOON = 2, CANDOR_SEVERITY_IMPORTANT = 3, CANDOR_SEVERITY_URGENT = 4 };
enum {
  CANDOR_ACTION_TALK = 1,
  CANDOR_ACTION_REFER = 2,
  CANDOR_ACTION_SOFT_TRANSFER = 3,
  CANDOR_ACTION_DOCUMENT = 4,
  CANDOR_ACTION_PROHIBIT = 5,
  CANDOR_ACTION_COMPLETE_RECORD = 6
};
/* Whose timeline a rule reads. A member's is their own and, since 1.4, at their places in it, the entries of cases in
 * which others tell of the member's conduct, with the member's answers; of the case itself nothing is known then. Since
 * 1.5 a rule of member scope may also be shown what has become of the follow-ups of cases that are about the member. */
enum { CANDOR_SCOPE_CASE = 1, CANDOR_SCOPE_MEMBER = 2 };
enum { CANDOR_CAUSE_ENTRY = 1, CANDOR_CAUSE_QUIET = 2 };
enum {
  CANDOR_AUTHORITY_LAW = 1,
  CANDOR_AUTHORITY_CODE = 2,
  CANDOR_AUTHORITY_GUIDELINE = 3,
  CANDOR_AUTHORITY_RESEARCH = 4,
  CANDOR_AUTHORITY_ARTICLE = 5,
  CANDOR_AUTHORITY_PRACTICE = 6
};
/* Which direction of a parameter that stands alone is stricter. */
enum { CANDOR_STRICTER_NONE = 0, CANDOR_STRICTER_LOWER = 1, CANDOR_STRICTER_HIGHER = 2 };
/* Since 1.5, in member scope, for a plugin one of whose rules says reads_follow_ups: a follow-up of a case rule about
 * the member was opened, or has ended. Only of rules that are active, and neither personal nor restricted nor the
 * practice's own; one that was withdrawn is not shown at all. Its fields are CANDOR_HOST_FOLLOW_UP_* and nothing else.
 * It comes after the entries of its day and before the timers. */
enum { CANDOR_EVENT_ENTRY = 1, CANDOR_EVENT_TIMER = 2, CANDOR_EVENT_FOLLOW_UP = 3 };
/* Who may know of a rule's follow-ups: a personal rule speaks of the therapist's own feelings; a restricted one (since
 * 1.4) of a matter about a member, who is never shown it. */
enum { CANDOR_CONFINED_GENERAL = 0, CANDOR_CONFINED_PERSONAL = 1, CANDOR_CONFINED_RESTRICTED = 2 };
/* Who is to see to a rule's follow-ups. */
enum { CANDOR_OWNER_THERAPIST = 0, CANDOR_OWNER_PRACTICE = 1 };

/* What assess() and the callbacks return. Any other value is taken as CANDOR_FAILED. */
enum { CANDOR_OK = 0, CANDOR_FAILED = 1 };

/* --- What a plugin declares; everything here is static. --- */

typedef struct candor_citation {
  uint32_t struct_size;
  uint32_t authority; /* CANDOR_AUTHORITY_* */
  candor_text text;   /* "ACA A.11.d" */
  /* since 1.4: how sure it is that the source says so: A, its own wording was seen; B, a paraphrase; K, KH, KM, KL,
   * general knowledge; own, the practice's own, without a source; empty: not said, built for less than 1.6 */
  candor_text confidence;
} candor_citation;

/* Since 1.6: one answer to a parameter whose unit is choice. */
typedef struct candor_choice {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t value;
  candor_text text; /* a few words that people read: "from the ending" */
} candor_choice;

typedef struct candor_parameter {
  uint32_t struct_size;
  uint32_t stricter; /* CANDOR_STRICTER_* */
  candor_text name;  /* "consult_within", unique within the rule */
  /* days, sessions, years, count, yes_no, choice; since 1.6: minutes, business_days, hundredths (of a unit of
   * supervision), money (of the currency that the practice keeps), minor_units (hundredths of it) */
  candor_text unit;
  candor_text group;     /* empty: stands alone; parameters of one group are set together */
  int64_t default_value; /* yes_no: 1 or 0 */
  /* since 1.6: a profile that sets it to less than `least`, or to more than `most`, is refused */
  int64_t least; /* at least 0 */
  int64_t most;  /* 0: no bound */
  /* since 1.6: a parameter of the same rule and unit that it is never above, in a profile or beside the default;
   * business days may be below days; empty: none */
  candor_text not_above;
  const candor_choice* const* choices; /* since 1.6: all answers there are; needed where the unit is choice */
  uint32_t choice_count;
  uint32_t reserved;
} candor_parameter;

typedef struct candor_rule {
  uint32_t struct_size;
  uint32_t scope;           /* CANDOR_SCOPE_* */
  candor_text slug;         /* "attraction_consult" */
  candor_text catalogue_id; /* "R01" */
  candor_text title;        /* one line a therapist can read */
  candor_text resolved_by;  /* one sentence: what clears it */
  uint32_t severity;        /* CANDOR_SEVERITY_*: of an ordinary follow-up */
  uint32_t action;          /* CANDOR_ACTION_*; since 1.6 or 0: it opens no follow-up */
  uint32_t confined;        /* CANDOR_CONFINED_* */
  int32_t horizon_days;     /* how far back an event can matter; 0: without bound (case scope only) */
  const uint16_t* kinds;    /* subscribed kinds */
  uint32_t kind_count;
  uint32_t parameter_count;
  const candor_parameter* const* parameters;
  const candor_citation* const* citations; /* strongest authority first; at least one */
  uint32_t citation_count;
  uint32_t folds_under_count;
  const candor_text* folds_under; /* slugs of specific rules under which this general one is kept quiet */
  const uint16_t* asked_fields;   /* field ids behind the bits of candor_followup.missing_fields; at most 32 */
  uint32_t asked_field_count;
  const uint16_t* done_kinds; /* since 1.3: kinds of entry any of which says that what the rule's own action asks for */
  uint32_t done_kind_count;   /* is done, the likeliest first; none: that depends on what is missing */
  uint32_t owner;             /* since 1.4: CANDOR_OWNER_*. Padding before, so read of a plugin of that minor only */
  candor_text trigger;        /* since 1.4: one sentence: what it opens on; empty: not said */
  uint32_t reads_follow_ups;  /* since 1.5: 1: it is shown CANDOR_EVENT_FOLLOW_UP (member scope only) */
  uint32_t dates_of_law;      /* since 1.6: 1: its due dates are a law's, which no closed day and no absence moves; of
                               * what completes a record they are not. Reserved before, so read of that minor only */
  uint32_t of_no_conduct;     /* since 1.6: 1: a duty that judges nobody: its title, and no neutral wording, is shown to
                               * whoever has it to do. Not of what is confined as personal */
  uint32_t reserved;          /* 0 */
} candor_rule;

/* --- What a plugin is given; everything here is borrowed. --- */

typedef struct candor_field {
  uint16_t id;      /* CANDOR_FIELD_* or CANDOR_HOST_* */
  uint16_t type;    /* CANDOR_TYPE_* */
  uint32_t size;    /* bytes behind `text`; 0 for numbers and for narrative text, of which only its presence shows */
  int64_t number;   /* CANDOR_TYPE_NUMBER */
  const char* text; /* CANDOR_TYPE_TEXT, CANDOR_TYPE_ID (16 bytes) */
} candor_field;

/* An open follow-up of this plugin on this subject. */
typedef struct candor_open_followup {
  uint32_t struct_size;
  uint16_t rule; /* index into candor_policy.rules */
  uint16_t severity;
  candor_text key;
  int32_t opened_day;   /* `occurred` of the entry that opened it */
  int32_t reported_day; /* `reported` of that entry */
  int32_t due_day;      /* CANDOR_NO_DAY: none */
  uint32_t missing_fields;
  uint8_t opened_by[CANDOR_ID_BYTES];
  uint8_t therapist[CANDOR_ID_BYTES]; /* since 1.1: whom that entry is about */
  uint32_t counted_days;              /* since 1.6: as candor_followup.counted_days */
  uint32_t reserved;
} candor_open_followup;

typedef struct candor_event {
  uint32_t struct_size;
  uint16_t type;               /* CANDOR_EVENT_* */
  uint16_t kind;               /* CANDOR_KIND_*; 0 for a timer and for a follow-up */
  uint8_t id[CANDOR_ID_BYTES]; /* of a timer: of the entry that asked for it; therapist and reported_day too. Of a
                                  follow-up: of the entry that opened it */
  uint8_t therapist[CANDOR_ID_BYTES];
  int32_t occurred_day;       /* of a timer: its day */
  int32_t occurred_minute;    /* CANDOR_NO_MINUTE: no time was given */
  int32_t reported_day;       /* duties run from here */
  uint16_t source;            /* CANDOR_SOURCE_* */
  uint16_t basis;             /* CANDOR_BASIS_*; 0: not recorded */
  uint16_t stage;             /* CANDOR_STAGE_*; 0: not recorded */
  uint16_t has_note;          /* 1: free text was written; what it says is not shown */
  const candor_field* fields; /* sorted by id: the host's facts (kind 0) first, then the entry's recorded ones */
  uint32_t field_count;
  uint16_t timer_rule; /* of a timer: index of the rule that asked for it */
  uint16_t reserved;
  uint64_t timer_token;  /* of a timer */
  uint32_t opens_duties; /* since 1.2: 1: what it opens is a duty; 0: written down before the policy, no due date */
} candor_event;

typedef struct candor_followup {
  uint32_t struct_size;
  uint16_t rule; /* index into candor_policy.rules */
  uint16_t severity;
  uint16_t action;
  uint16_t fact_count;     /* at most CANDOR_MAX_FACTS */
  int32_t due_day;         /* CANDOR_NO_DAY: none */
  uint32_t missing_fields; /* bits by candor_rule.asked_fields: what to complete the record with, or, with another
                              action, what is still to be done; 0: nothing */
  candor_text key;         /* 1 to 32 bytes, stable under replay: by default the id of the entry that opened it */
  uint8_t facts[CANDOR_MAX_FACTS][CANDOR_ID_BYTES]; /* entries that the follow-up rests on, besides the opening one */
  /* since 1.6: 0: the date is in calendar days. Else it is in business days: due_day counts Mondays to Fridays from the
   * day so many calendar days before it, which is not counted, and the host counts as many of the days on which the
   * practice is open. At most CANDOR_MAX_COUNTED_DAYS */
  uint32_t counted_days;
  uint32_t reserved;
} candor_followup;

/* What a plugin may say while it assesses one event. All [required], [assess]. The host copies what it is given. */
typedef struct candor_host {
  uint32_t struct_size;
  uint32_t reserved;
  void* context; /* pass it back unchanged */
  /* Opens a follow-up on behalf of the event; under a key that is open already it updates severity, action, due day,
   * missing fields and facts; under a key that was resolved or withdrawn it opens a new episode of the same name. */
  int32_t (*open)(void* context, const candor_followup* followup);
  /* The event (CANDOR_CAUSE_ENTRY) or its absence (CANDOR_CAUSE_QUIET) meets the follow-up. Unknown or closed: no
   * effect. */
  int32_t (*resolve)(void* context, uint16_t rule, candor_text key, uint32_t cause);
  /* The evidence changed: it should not have been opened. Unknown or closed: no effect. */
  int32_t (*withdraw)(void* context, uint16_t rule, candor_text key);
  /* Asks for a timer event at the end of `day` (after all entries of that day). The same rule and token again moves it;
   * CANDOR_NO_DAY cancels it. A day before the event's own day is refused, and that day itself while a timer is
   * assessed. */
  int32_t (*timer)(void* context, uint16_t rule, int32_t day, uint64_t token);
  /* Says in one sentence why assess() is about to return CANDOR_FAILED; no text of an entry. */
  void (*set_error)(void* context, candor_text message);
} candor_host;

/* Since 1.4: what one of the profiles that bind the therapist gives a group of parameters. */
typedef struct candor_candidate {
  uint32_t struct_size;
  uint16_t rule; /* index into candor_policy.rules */
  uint16_t reserved;
  candor_text group; /* as candor_parameter.group */
  const int64_t*
      values; /* by index as parameters[rule]: of this group what this profile says, of all others the same */
} candor_candidate;

typedef struct candor_call {
  uint32_t struct_size;
  uint32_t state_size; /* in: bytes of state; out: the same, changed by the plugin; 0 at the start of a subject */
  uint8_t* state;      /* CANDOR_MAX_STATE_BYTES of room; zeroed behind state_size */
  const candor_event* event;
  const candor_host* host;
  /* parameters[rule][index] in declared order: the values in force at the event's date for the therapist whom the event
   * is about; of a timer: at the date of the entry that asked for it */
  const int64_t* const* parameters;
  /* This plugin's open follow-ups on the subject: at most 16 per rule, by rule and then oldest first */
  const candor_open_followup* const* open;
  uint32_t open_count;
  uint32_t scope; /* since 1.4: CANDOR_SCOPE_* of the subject; 0: a host before */
  /* open_total[rule]: how many there are */
  const uint32_t* open_total;
  /* since 1.4: where profiles give a group of parameters different values, every one of them that no other covers
   * (each number as strict or stricter), by rule and then group: the policy judges by each and says what is strictest.
   * Of a group that is not here, parameters[rule] holds all; of one that is, parameters[rule] has the first. */
  const candor_candidate* const* candidates;
  uint32_t candidate_count;
  uint32_t reserved_candidates;
  /* since 1.4: duties_from[rule]: what an entry that was reported before this day opens is no duty of this rule, as if
   * opens_duties were 0; CANDOR_NO_DAY: every day. Null: of every rule. */
  const int32_t* duties_from;
} candor_call;

/* --- The plugin --- */

typedef struct candor_policy {
  uint16_t abi_major; /* CANDOR_POLICY_ABI_MAJOR */
  uint16_t abi_minor; /* CANDOR_POLICY_ABI_MINOR */
  uint32_t struct_size;
  uint32_t vocabulary; /* CANDOR_VOCABULARY_VERSION */
  uint32_t rule_count;
  candor_text name;    /* "consultation": lower case, unique among the loaded plugins */
  candor_text version; /* "1.0.0" */
  const candor_rule* const* rules;
  /* [optional] [load] Makes an instance; null result: the plugin cannot run. Absent: assess() gets a null instance. */
  void* (*create)(void);
  /* [optional] [load] Ends an instance. */
  void (*destroy)(void* instance);
  /* [required] [assess] Judges one event of one subject. CANDOR_OK, or CANDOR_FAILED: the host then drops everything
   * the call said, keeps the state as it was, and lists the entry as not assessed by this plugin. */
  int32_t (*assess)(void* instance, candor_call* call);
} candor_policy;

#define CANDOR_EXPORT __attribute__((visibility("default")))

/* The one symbol a plugin exports. [required] */
extern CANDOR_EXPORT const candor_policy candor_policy_plugin;

#ifdef __cplusplus
}
#endif

#endif /* CANDOR_POLICY_H_ */
