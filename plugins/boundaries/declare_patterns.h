#ifndef CANDOR_PLUGINS_BOUNDARIES_DECLARE_PATTERNS_H_
#define CANDOR_PLUGINS_BOUNDARIES_DECLARE_PATTERNS_H_

#include "plugins/boundaries/declare_shared.h"

// Several entries read together: a feeling and a crossing, crossings that add up, signs of special treatment.
namespace candor::boundaries {

// --- R05 attraction_crossing
inline constexpr candor_parameter kPairWindowDays = Window("window", 90);
inline constexpr candor_parameter kPairConsultWithinDays = Within("consult_within", 7);
inline constexpr candor_parameter kIndependentAnswer = YesNo("independent", 1);
inline constexpr const candor_parameter* kPairParameters[] = {&kPairWindowDays, &kPairConsultWithinDays,
                                                              &kIndependentAnswer};
inline constexpr candor_citation kPairArticle = Citation(
    CANDOR_AUTHORITY_ARTICLE, "Psychiatric Times 1999: smaller steps almost always come before larger ones", "A");
inline constexpr const candor_citation* kPairCitations[] = {&kWarningSigns, &kDriftSigns, &kPairArticle,
                                                            &kDaysOfPractice};
inline constexpr uint16_t kPairKinds[] = {CANDOR_KIND_PERSONAL_REACTION, CANDOR_KIND_CROSSING,
                                          CANDOR_KIND_STANDING_PLAN,     CANDOR_KIND_TERMINATION,
                                          CANDOR_KIND_CONSULTATION,      CANDOR_KIND_SUPERVISION};
inline constexpr uint16_t kPairDone[] = {CANDOR_KIND_CONSULTATION};
inline constexpr candor_rule kPairRule = Rule(
    {.slug = "attraction_crossing",
     .catalogue_id = "R05",
     .title = "Talk with someone you choose about what you noticed in yourself and what was done",
     .resolved_by = "A consultation with someone independent, or supervision that covers the case, after the later "
                    "of the two.",
     .severity = CANDOR_SEVERITY_IMPORTANT,
     .action = CANDOR_ACTION_TALK,
     .kinds = kPairKinds,
     .citations = kPairCitations,
     .parameters = kPairParameters,
     .confined = CANDOR_CONFINED_PERSONAL,
     .done_kinds = kPairDone,
     .trigger = "A personal reaction and a crossing that tells of closeness, by the same therapist, in either order, "
                "within some time."});

// --- R23 crossing_accumulation
inline constexpr candor_parameter kCrossingsCount = Many("crossings", 3, "pattern");
inline constexpr candor_parameter kAreasCount = Many("areas", 3, "pattern");
inline constexpr candor_parameter kAccumulationWindowDays = Window("window", 90, "pattern");
inline constexpr candor_parameter kOncePerDays = Within("once_per", 180);
inline constexpr candor_parameter kImportantAfterDays = Within("important_after", 14);
inline constexpr const candor_parameter* kAccumulationParameters[] = {
    &kCrossingsCount, &kAreasCount, &kAccumulationWindowDays, &kOncePerDays, &kConsultWithinDays, &kImportantAfterDays};
inline constexpr candor_citation kAccumulationResearch = Citation(
    CANDOR_AUTHORITY_RESEARCH,
    "Gutheil and Gabbard 1993, 1998: a crossing is judged in its context; crossings that add up are a prompt to "
    "consult, never proof",
    "A");
inline constexpr const candor_citation* kAccumulationCitations[] = {&kWarningSigns, &kAccumulationResearch,
                                                                    &kNumbersOfPractice};
inline constexpr uint16_t kPatternKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_STANDING_PLAN, CANDOR_KIND_TERMINATION,
                                             CANDOR_KIND_CONSULTATION, CANDOR_KIND_SUPERVISION};
inline constexpr uint16_t kPatternDone[] = {CANDOR_KIND_CONSULTATION};
inline constexpr candor_text kPatternFolds[] = {sdk::Text("attraction_crossing"), sdk::Text("dual_harmful"),
                                                sdk::Text("material_entanglement")};
inline constexpr candor_rule kAccumulationRule = Rule(
    {.slug = "crossing_accumulation",
     .catalogue_id = "R23",
     .title = "Talk over what has added up with this client",
     .resolved_by = "A consultation with someone independent, or supervision that covers the case, after the last "
                    "of them.",
     .severity = CANDOR_SEVERITY_SOON,
     .action = CANDOR_ACTION_TALK,
     .kinds = kPatternKinds,
     .citations = kAccumulationCitations,
     .parameters = kAccumulationParameters,
     .folds_under = kPatternFolds,
     .done_kinds = kPatternDone,
     .trigger = "Several crossings on one case, or crossings in several areas, within some time; once in a while."});

// --- R24 special_treatment
inline constexpr candor_parameter kSignsCount = Many("signs", 3, "signs");
inline constexpr candor_parameter kTreatmentWindowDays = Window("window", 90, "signs");
inline constexpr const candor_parameter* kTreatmentParameters[] = {&kSignsCount, &kTreatmentWindowDays,
                                                                   &kConsultWithinDays};
inline constexpr const candor_citation* kTreatmentCitations[] = {&kWarningSigns, &kDriftSigns, &kNumbersOfPractice};
inline constexpr candor_rule kTreatmentRule =
    Rule({.slug = "special_treatment",
          .catalogue_id = "R24",
          .title = "Talk over what is different with this client",
          .resolved_by = "A consultation with someone independent, or supervision that covers the case, after the last "
                         "of them.",
          .severity = CANDOR_SEVERITY_SOON,
          .action = CANDOR_ACTION_TALK,
          .kinds = kPatternKinds,
          .citations = kTreatmentCitations,
          .parameters = kTreatmentParameters,
          .folds_under = kPatternFolds,
          .done_kinds = kPatternDone,
          .trigger = "Several different signs that a client is treated as someone special, within some time; secrecy "
                     "from colleagues or relying on the client at once."});

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_DECLARE_PATTERNS_H_
