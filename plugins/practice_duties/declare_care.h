#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_CARE_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_CARE_H_

#include "plugins/practice_duties/declare_shared.h"

// What this policy declares of the care for a client: R64.
namespace candor::practice_duties {

inline constexpr candor_parameter kOffCaseWithinDays = Within("off_case_within", 0);
inline constexpr candor_parameter kContactWithinDays = WithinBusinessDays("contact_within", 2);
inline constexpr candor_parameter kOfferWithinDays = Within("offer_within", 7);
inline constexpr candor_parameter kCareExemptUnits = Parameter(
    {.name = "exempt_minor_units", .unit = "minor_units", .default_value = 2500, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr const candor_parameter* kCareParameters[] = {&kOffCaseWithinDays, &kContactWithinDays,
                                                              &kOfferWithinDays, &kCareExemptUnits};
inline constexpr candor_citation kCareApa = Citation(
    CANDOR_AUTHORITY_CODE, "The APA code, 3.04: avoid harm to clients, and lessen what cannot be avoided", "KH");
inline constexpr candor_citation kCareNasw =
    Citation(CANDOR_AUTHORITY_CODE, "The NASW code, 1.16: services go on when they are interrupted", "KH");
inline constexpr candor_citation kCareArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE, "Kochenburg, Therapy Is Not a Place for Romance (2011)", "A");
inline constexpr const candor_citation* kCareCitations[] = {&kCareApa, &kCareNasw, &kCareArticle, &kDaysOfPractice};
inline constexpr uint16_t kCareKinds[] = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                                          CANDOR_KIND_ADVANCE_OR_PROMISE,
                                          CANDOR_KIND_CROSSING,
                                          CANDOR_KIND_DUAL_RELATIONSHIP,
                                          CANDOR_KIND_PAUSE,
                                          CANDOR_KIND_DISCUSSION,
                                          CANDOR_KIND_REFERRAL,
                                          CANDOR_KIND_TRANSFER_STEP,
                                          CANDOR_KIND_CLIENT_DECLINED,
                                          CANDOR_KIND_TERMINATION,
                                          CANDOR_KIND_INTAKE,
                                          CANDOR_KIND_SESSION};
inline constexpr uint16_t kCareAsked[] = {CANDOR_FIELD_PAUSE_BY, CANDOR_FIELD_DISCUSSION_TOPIC,
                                          CANDOR_FIELD_DISCUSSION_RISK_ASKED, CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD,
                                          CANDOR_FIELD_DISCUSSION_OTHER_THERAPIST_OFFERED};
inline constexpr uint16_t kCareDone[] = {CANDOR_KIND_DISCUSSION, CANDOR_KIND_PAUSE, CANDOR_KIND_REFERRAL,
                                         CANDOR_KIND_CLIENT_DECLINED};
inline constexpr candor_rule kClientCareRule = Of(
    kOfCase,
    {.slug = "client_care",
     .catalogue_id = "R64",
     .title = "Care for the client: somebody else takes over today, speaks with them, asks for risk, tells their "
              "rights and offers another therapist",
     .resolved_by = "Each step done by somebody whom it is not about, or declined by the client; or a decision with "
                    "a reason of the person responsible, where it proves unfounded.",
     .severity = CANDOR_SEVERITY_URGENT,
     .action = CANDOR_ACTION_DOCUMENT,
     .kinds = kCareKinds,
     .citations = kCareCitations,
     .parameters = kCareParameters,
     .asked_fields = kCareAsked,
     .done_kinds = kCareDone,
     .trigger = "A romantic or sexual act or advance towards a current client, an act with somebody close to them, a "
                "relation that harms them or ties them materially to the therapist; whoever tells it but from "
                "hearsay.",
     .of_no_conduct = true});

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_DECLARE_CARE_H_
