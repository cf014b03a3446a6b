#ifndef CANDOR_PLUGINS_BOUNDARIES_DECLARE_EXCHANGE_H_
#define CANDOR_PLUGINS_BOUNDARIES_DECLARE_EXCHANGE_H_

#include "plugins/boundaries/declare_shared.h"

// What goes between therapist and client beside the therapy: gifts, goods for fees, confidences, messages.
namespace candor::boundaries {

// --- R25 gift_significant
// Money: whole units of the gift's own currency, of a hundred minor ones each.
inline constexpr candor_parameter kReceivedUnits =
    sdk::Parameter({.name = "received_value", .unit = "money", .default_value = 50, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr candor_parameter kGivenUnits =
    sdk::Parameter({.name = "given_value", .unit = "money", .default_value = 15, .stricter = CANDOR_STRICTER_LOWER});
inline constexpr candor_parameter kRepeatCount = Many("repeat", 3, "repeat");
inline constexpr candor_parameter kRepeatWindowDays = Window("repeat_window", 180, "repeat");
inline constexpr const candor_parameter* kGiftParameters[] = {
    &kReceivedUnits, &kGivenUnits, &kRepeatCount, &kRepeatWindowDays, &kConsultWithinDays, &kRecordWithinDays};
inline constexpr candor_citation kGiftCode =
    Citation(CANDOR_AUTHORITY_CODE,
             "ACA A.10.f: weigh relationship, value, the client's motive and one's own before accepting", "KH");
inline constexpr candor_citation kGiftArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE, "GoodTherapy, Dual Relationship, readers: gifts that grew into something else", "A");
inline constexpr const candor_citation* kGiftCitations[] = {&kGiftCode, &kWarningSigns, &kGiftArticle,
                                                            &kNumbersOfPractice};
inline constexpr uint16_t kGiftKinds[] = {CANDOR_KIND_CROSSING,     CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_TERMINATION,
                                          CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,   CANDOR_KIND_DISCUSSION};
inline constexpr uint16_t kGiftAsked[] = {CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_CROSSING_MEANING,
                                          CANDOR_FIELD_CROSSING_MOTIVE, CANDOR_FIELD_CROSSING_GIFT_DECISION,
                                          CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS};
inline constexpr uint16_t kGiftDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_DISCUSSION};
inline constexpr candor_rule kGiftRule =
    Rule({.slug = "gift_significant",
          .catalogue_id = "R25",
          .title = "Note what the gift means and what was decided, and talk it over",
          .resolved_by = "A note of its meaning, of what moved the giver and of what was decided, and a consultation "
                         "after it.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kGiftKinds,
          .citations = kGiftCitations,
          .parameters = kGiftParameters,
          .asked_fields = kGiftAsked,
          .done_kinds = kGiftDone,
          .trigger = "A gift of some value, several that come to it within a calendar year, or repeated ones."});

// --- R26a barter
inline constexpr candor_parameter kBarterDocumentWithinDays = Within("document_within", 14);
inline constexpr candor_parameter kConsultBeforeDays = Within("consult_before", 30);
inline constexpr const candor_parameter* kBarterParameters[] = {&kBarterDocumentWithinDays, &kConsultBeforeDays};
inline constexpr candor_citation kBarterApa =
    Citation(CANDOR_AUTHORITY_CODE, "APA 6.05: barter only if neither contraindicated nor exploitative", "KH");
inline constexpr candor_citation kBarterAca =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.10.e: only if the client asks, and with a clear written agreement", "KH");
inline constexpr candor_citation kBarterArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Kochenburg, Therapy Is Not a Place for Romance (2011), readers: work for the copay", "A");
inline constexpr const candor_citation* kBarterCitations[] = {&kBarterApa, &kBarterAca, &kBarterArticle,
                                                              &kDaysOfPractice};
inline constexpr uint16_t kBarterKinds[] = {CANDOR_KIND_BARTER, CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,
                                            CANDOR_KIND_DECISION};
inline constexpr uint16_t kBarterAsked[] = {CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_BARTER_CONTRAINDICATED,
                                            CANDOR_FIELD_BARTER_EXPLOITATIVE, CANDOR_FIELD_BARTER_CLIENT_ASKED,
                                            CANDOR_FIELD_BARTER_WRITTEN};
inline constexpr uint16_t kBarterDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_BARTER};
inline constexpr candor_rule kBarterRule =
    Rule({.slug = "barter",
          .catalogue_id = "R26a",
          .title = "Talk over what is exchanged for the fee, and have it in writing",
          .resolved_by = "A consultation, and on record that the client asked for it, that neither the care nor the "
                         "client suffers by it, and that it is agreed in writing; or a decision to stop.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kBarterKinds,
          .citations = kBarterCitations,
          .parameters = kBarterParameters,
          .asked_fields = kBarterAsked,
          .done_kinds = kBarterDone,
          .trigger = "The fee paid in goods or services, without all that such an arrangement asks for on record."});

// --- R26b self_disclosure
inline constexpr candor_parameter kProblemsCount = Many("own_problems", 2, "own_problems");
inline constexpr candor_parameter kProblemsWindowDays = Window("window", 90, "own_problems");
inline constexpr candor_parameter kClarifyWithinDays = Within("clarify_within", 14);
inline constexpr const candor_parameter* kDisclosureParameters[] = {&kProblemsCount, &kProblemsWindowDays,
                                                                    &kClarifyWithinDays};
inline constexpr candor_citation kDisclosureArticle =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Tonkonogy, Intimacy in Therapy: own it, apologise, and decide together how to go on", "A");
inline constexpr candor_citation kDisclosureComment =
    Citation(CANDOR_AUTHORITY_ARTICLE,
             "Kochenburg, Therapy Is Not a Place for Romance (2011), readers: a father, a daughter", "A");
inline constexpr const candor_citation* kDisclosureCitations[] = {&kWarningSigns, &kDisclosureArticle,
                                                                  &kDisclosureComment, &kNumbersOfPractice};
inline constexpr uint16_t kDisclosureKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION,
                                                CANDOR_KIND_CLARIFIED};
inline constexpr uint16_t kDisclosureAsked[] = {CANDOR_FIELD_CONSULTATION_CONSULTANT, CANDOR_FIELD_CLARIFIED_OWNED,
                                                CANDOR_FIELD_CLARIFIED_APOLOGISED,
                                                CANDOR_FIELD_CLARIFIED_DECIDED_TOGETHER};
inline constexpr uint16_t kDisclosureDone[] = {CANDOR_KIND_CONSULTATION, CANDOR_KIND_CLARIFIED};
inline constexpr candor_rule kDisclosureRule = Rule(
    {.slug = "self_disclosure",
     .catalogue_id = "R26b",
     .title = "Talk over what the client was told, and clarify it with the client",
     .resolved_by = "A consultation, and with the client: owned, apologised for, and decided together how to go on.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_TALK,
     .kinds = kDisclosureKinds,
     .citations = kDisclosureCitations,
     .parameters = kDisclosureParameters,
     .asked_fields = kDisclosureAsked,
     .done_kinds = kDisclosureDone,
     .trigger = "The client was told of feelings for them, or the relation was framed as another; or of intimate "
                "problems of one's own, several times within some time."});

// --- R26c personal_virtual
inline constexpr candor_parameter kMessagesCount = Many("messages", 3, "messages");
inline constexpr candor_parameter kMessagesWindowDays = Window("window", 60, "messages");
inline constexpr const candor_parameter* kVirtualParameters[] = {&kMessagesCount, &kMessagesWindowDays,
                                                                 &kClarifyWithinDays};
inline constexpr candor_citation kVirtualAca =
    Citation(CANDOR_AUTHORITY_CODE, "ACA A.5.e: no personal virtual relationship with current clients", "A");
inline constexpr candor_citation kVirtualBacp =
    Citation(CANDOR_AUTHORITY_CODE, "BACP 33c: personal and professional presence in social media kept apart", "A");
inline constexpr candor_citation kVirtualResearch =
    Citation(CANDOR_AUTHORITY_RESEARCH,
             "Vesentini et al. 2021: 98.45 % find it unacceptable to accept a client as a friend there", "A");
inline constexpr const candor_citation* kVirtualCitations[] = {&kVirtualAca, &kVirtualBacp, &kVirtualResearch,
                                                               &kNumbersOfPractice};
inline constexpr uint16_t kVirtualKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_TERMINATION,
                                             CANDOR_KIND_DISCUSSION, CANDOR_KIND_CLARIFIED};
inline constexpr uint16_t kVirtualAsked[] = {CANDOR_FIELD_DISCUSSION_LINK_REMOVED, CANDOR_FIELD_DISCUSSION_OUTCOME};
inline constexpr uint16_t kVirtualDone[] = {CANDOR_KIND_DISCUSSION};
inline constexpr candor_rule kVirtualRule =
    Rule({.slug = "personal_virtual",
          .catalogue_id = "R26c",
          .title = "Remove the link, and tell the client why",
          .resolved_by = "The link removed where there was one, and a talk with the client about it: no silent stop.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_DOCUMENT,
          .kinds = kVirtualKinds,
          .citations = kVirtualCitations,
          .parameters = kVirtualParameters,
          .asked_fields = kVirtualAsked,
          .done_kinds = kVirtualDone,
          .trigger = "A personal link on social media, or several personal messages within some time."});

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_DECLARE_EXCHANGE_H_
