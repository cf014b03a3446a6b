/* Kinds of entries, their fields and the words of their choices, as policy plugins see them: vocabulary version 7.
 *
 * Numbers are for ever and only ever added; the version is raised when any is. A field's id is its kind's number × 64 +
 * its number; fields of kind 0 are facts that the host resolved about the event as of its date. A field that is absent
 * was not recorded: never read absence as "no".
 */
#ifndef CANDOR_VOCABULARY_H_
#define CANDOR_VOCABULARY_H_

#define CANDOR_VOCABULARY_VERSION 7

#include "plugins/abi/candor_fields_care.h"
#include "plugins/abi/candor_fields_conduct.h"
#include "plugins/abi/candor_fields_matters.h"
#include "plugins/abi/candor_fields_practice.h"

/* Types of fields. */
enum { CANDOR_TYPE_NUMBER = 1, CANDOR_TYPE_ID = 2, CANDOR_TYPE_TEXT = 3 };

/* Yes/no fields. */
enum { CANDOR_ANSWER_YES = 1, CANDOR_ANSWER_NO = 2, CANDOR_ANSWER_UNSURE = 3 };

enum {
  CANDOR_SOURCE_SELF = 1,
  CANDOR_SOURCE_SUPERVISOR = 2,
  CANDOR_SOURCE_COLLEAGUE = 3,
  CANDOR_SOURCE_CLIENT = 4,
  CANDOR_SOURCE_THIRD_PARTY = 5,
  CANDOR_SOURCE_IMPORT = 6
};

enum {
  CANDOR_BASIS_OWN = 1,
  CANDOR_BASIS_ADMITTED = 2,
  CANDOR_BASIS_WITNESSED = 3,
  CANDOR_BASIS_CLIENT_ACCOUNT = 4,
  CANDOR_BASIS_TOLD_BY_OTHER = 5,
  CANDOR_BASIS_SUSPICION = 6
};

enum {
  CANDOR_STAGE_ASKED = 1,
  CANDOR_STAGE_PROPOSED = 2,
  CANDOR_STAGE_ORDERED = 3,
  CANDOR_STAGE_DECLINED = 4,
  CANDOR_STAGE_DONE = 5
};

/* Facts of the host. Yes/no ones hold CANDOR_ANSWER_YES or _NO and are always present, but with a follow-up, which has
 * only those that say what has become of it. */
enum {
  CANDOR_HOST_IN_TRAINING = 1,          /* yes/no: the therapist's licence class on the entry's date */
  CANDOR_HOST_CURRENT_CLIENT = 2,       /* yes/no: yes but after an ending that no return has followed, so also before
                                           the first intake; see BeginsFirstTherapy() of the SDK */
  CANDOR_HOST_HOLDS_CASE = 3,           /* yes/no: the entry's therapist held the case */
  CANDOR_HOST_CONSULTANT_IS_MEMBER = 4, /* yes/no; consultations only */
  CANDOR_HOST_CONSULTANT_RELATION = 5,  /* CANDOR_RELATION_*; consultations only; absent: not recorded */
  CANDOR_HOST_SUPERVISION_PLANNED = 6,  /* day: next supervision planned when the entry was written down */
  CANDOR_HOST_THERAPY_STARTED = 7,      /* day: start of the episode that the entry falls in */
  CANDOR_HOST_LAST_OWN_REPORT = 8,      /* day, since 3: of a concern, a departure or a change of supervision, in member
                                           scope: when the member last reported own conduct or raised a concern or
                                           complaint, of what was on record before; absent: never */
  CANDOR_HOST_FOLLOW_UP_ID = 9,         /* id, since 4, as all that begin so: of the follow-up */
  CANDOR_HOST_FOLLOW_UP_CHANGE = 10,    /* CANDOR_FOLLOW_UP_* */
  CANDOR_HOST_FOLLOW_UP_RULE = 11,      /* text: its rule in the catalogue, "R23"; absent: erased */
  CANDOR_HOST_FOLLOW_UP_SEVERITY = 12,  /* CANDOR_SEVERITY_* */
  CANDOR_HOST_FOLLOW_UP_DUE = 13, /* day, as people see it, or the last day of a waiver where that is later; absent:
                                     none */
  CANDOR_HOST_FOLLOW_UP_SITUATION = 14, /* id: the same of all that one conversation can meet */
  CANDOR_HOST_FOLLOW_UP_FINDING = 16,   /* CANDOR_FINDING_*: what a disposition has found; absent: nothing */
  CANDOR_HOST_FROM_CASE = 15,   /* yes, since 3: in member scope, of an entry that stands in a case and so is seen
                                   in case scope too; absent: of the member's own timeline */
  CANDOR_HOST_SUPERVISEES = 17, /* number, since 5: of a change of supervision of somebody in training, in member scope:
                                   how many people in training are supervised by who supervises the member from then
                                   on, the member among them; absent: nobody of the practice supervises */
  CANDOR_HOST_AUTHOR = 18,      /* id, since 5: of the same entries as the last own report: who wrote it */
  CANDOR_HOST_AUTHOR_RELATION = 19, /* CANDOR_RELATION_*, since 5: of these: how the author stands to the member: self,
                                       subordinate (supervised by the member on the entry's date), since 6 party (whom
                                       a report of the member's own is about that was on record before and that they
                                       had been told of when they wrote), else
                                       independent */
  CANDOR_HOST_RECORD_NUMBER = 20,   /* number, since 6: of these: its place in the order in which entries were recorded;
                                       of what was corrected that of the last correction; since 7 also of a concern
                                       that nobody gave a name to */
  CANDOR_HOST_MATTER = 21,          /* id, since 7: of what has become of a concern: of the entry that raised the one
                                       that is meant, as it says or as only one stood when it was
                                       written; the entry's own where several did, so that nobody can say; absent:
                                       none stood */
  CANDOR_HOST_SUPERVISEES_UNTIL = 22 /* day, repeated, since 7: beside the supervisees, as all that is on record has
                                        it: the last day before there are fewer, before there are two fewer, and so
                                        on, ascending. Where n are too many, the n-th is the last day on which there
                                        are; absent: there come to be no fewer */
};

/* What has become of a follow-up. Ended: met by an entry, gone quiet, or disposed of. */
enum { CANDOR_FOLLOW_UP_OPENED = 1, CANDOR_FOLLOW_UP_ENDED = 2 };

/* What a disposition has found of what was told. */
enum {
  CANDOR_FINDING_SUBSTANTIATED = 1,
  CANDOR_FINDING_NOT_SUBSTANTIATED = 2,
  CANDOR_FINDING_UNFOUNDED = 3,
  CANDOR_FINDING_TAKEN_BACK = 4
};

/* How a consultant relates to the therapist. */
enum {
  CANDOR_RELATION_INDEPENDENT = 1,
  CANDOR_RELATION_SELF = 2,
  CANDOR_RELATION_SUBORDINATE = 3,
  CANDOR_RELATION_PARTY = 4,
  CANDOR_RELATION_HOUSEHOLD = 5
};

enum {
  CANDOR_KIND_INTAKE = 101,
  CANDOR_KIND_SESSION = 102,
  CANDOR_KIND_PERSONAL_REACTION = 103,
  CANDOR_KIND_CLIENT_FEELINGS = 104,
  CANDOR_KIND_CROSSING = 105,
  CANDOR_KIND_BARTER = 106,
  CANDOR_KIND_DUAL_RELATIONSHIP = 107,
  CANDOR_KIND_CONSULTATION = 108,
  CANDOR_KIND_SUPERVISION = 109,
  CANDOR_KIND_DISCUSSION = 110,
  CANDOR_KIND_DECISION = 111,
  CANDOR_KIND_CONTINUE_PLAN = 112,
  CANDOR_KIND_REFERRAL = 113,
  CANDOR_KIND_TRANSFER_STEP = 114,
  CANDOR_KIND_TERMINATION = 115,
  CANDOR_KIND_POST_TERMINATION_CONTACT = 116,
  CANDOR_KIND_WORKING_CAPACITY = 117,
  CANDOR_KIND_CLIENT_DECLINED = 118,
  CANDOR_KIND_NOTHING_TO_NOTE = 119,
  CANDOR_KIND_RETRACTION = 120,
  CANDOR_KIND_CLARIFIED = 121,
  CANDOR_KIND_STANDING_PLAN = 122,
  CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT = 123,
  CANDOR_KIND_ADVANCE_OR_PROMISE = 124,
  CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION = 125,
  CANDOR_KIND_BROCHURE_GIVEN = 126,
  CANDOR_KIND_REPORT_FILED = 127,
  CANDOR_KIND_NOTICE_GIVEN = 128,
  CANDOR_KIND_LEGAL_ADVICE = 129,
  CANDOR_KIND_OWN_THERAPY = 130,
  CANDOR_KIND_PAUSE = 131,
  CANDOR_KIND_WEEK_HOURS = 132,
  CANDOR_KIND_ABSENCE = 133,
  CANDOR_KIND_DEPARTURE = 134,
  CANDOR_KIND_SUPERVISION_CHANGE = 135,
  CANDOR_KIND_TRAINING = 136,
  CANDOR_KIND_CONCERN = 137,
  CANDOR_KIND_COMPLAINT = 138,
  CANDOR_KIND_RESPONSE = 139
};

#endif /* CANDOR_VOCABULARY_H_ */
