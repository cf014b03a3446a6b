#include "daemon/domain/vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "daemon/domain/fields.h"

namespace candor::domain::vocabulary_test {
namespace {

TEST(VocabularyTest, KindsStandInOrderWithoutGaps) {
  int expected = static_cast<int>(Kind::kIntake);
  for (const KindInfo& info : AllKinds()) {
    EXPECT_EQ(static_cast<int>(info.kind), expected++);
    EXPECT_EQ(FindKind(info.kind), &info);
    EXPECT_EQ(FindKind(info.slug), &info);
  }
}

TEST(VocabularyTest, FieldsAreFoundByNumberAndName) {
  for (const KindInfo& kind : AllKinds()) {
    int number = 1;
    for (const FieldInfo& field : kind.fields) {
      EXPECT_EQ(field.id, MakeFieldId(kind.kind, number++)) << field.name;
      EXPECT_EQ(FindField(field.id), &field);
      EXPECT_EQ(FindField(kind.kind, field.name), &field);
      EXPECT_EQ(KindOfField(field.id), kind.kind);
    }
  }
}

TEST(VocabularyTest, WordsHaveDistinctNumbersFromOne) {
  for (const KindInfo& kind : AllKinds()) {
    for (const FieldInfo& field : kind.fields) {
      const bool choice = field.type == FieldType::kChoice || field.type == FieldType::kAnswer;
      EXPECT_EQ(choice, !field.words.empty()) << field.name;
      int number = 1;
      std::set<std::string_view> words;
      for (const ChoiceWord& word : field.words) {
        EXPECT_EQ(word.number, number++) << field.name;
        EXPECT_TRUE(words.insert(word.word).second) << word.word;
      }
    }
  }
}

TEST(VocabularyTest, APersonalKindShowsNothingInItsHeader) {
  for (const KindInfo& kind : AllKinds()) {
    if (!kind.personal) continue;
    EXPECT_EQ(kind.rank, kPersonalRank) << kind.slug;
    for (const FieldInfo& field : kind.fields) EXPECT_NE(field.field_class, FieldClass::kTriage) << field.name;
  }
}

TEST(VocabularyTest, FreeTextIsNarrative) {
  for (const KindInfo& kind : AllKinds()) {
    for (const FieldInfo& field : kind.fields) {
      if (field.type != FieldType::kText || field.name == "currency_code") continue;
      EXPECT_EQ(field.field_class, FieldClass::kNarrative) << field.name;
    }
  }
}

TEST(VocabularyTest, WhatDoesNotExistIsNotFound) {
  EXPECT_EQ(FindKind(Kind::kNone), nullptr);
  EXPECT_EQ(FindKind("no_such_kind"), nullptr);
  EXPECT_EQ(FindField(MakeFieldId(Kind::kSession, 0)), nullptr);
  EXPECT_EQ(FindField(MakeFieldId(Kind::kSession, 63)), nullptr);
  EXPECT_EQ(FindField(Kind::kSession, "which"), nullptr);
}

struct NamedField {
  FieldId id;
  Kind kind;
  const char* name;
};
constexpr NamedField kNamedFields[] = {
    {fields::kIntakeTherapyStarted, Kind::kIntake, "therapy_started"},
    {fields::kIntakeOfAgeIn, Kind::kIntake, "of_age_in"},
    {fields::kDualRelationshipEvent, Kind::kDualRelationship, "event"},
    {fields::kConsultationConsultant, Kind::kConsultation, "consultant"},
    {fields::kConsultationConsultantKind, Kind::kConsultation, "consultant_kind"},
    {fields::kConsultationOutsideConsultant, Kind::kConsultation, "outside_consultant"},
    {fields::kConsultationRelation, Kind::kConsultation, "relation"},
    {fields::kConsultationDecision, Kind::kConsultation, "decision"},
    {fields::kSupervisionSupervisor, Kind::kSupervision, "supervisor"},
    {fields::kSupervisionFormat, Kind::kSupervision, "format"},
    {fields::kSupervisionCovers, Kind::kSupervision, "covers"},
    {fields::kSupervisionNextPlanned, Kind::kSupervision, "next_planned"},
    {fields::kDecisionDecision, Kind::kDecision, "decision"},
    {fields::kContinuePlanConsultant, Kind::kContinuePlan, "consultant"},
    {fields::kReferralOutcome, Kind::kReferral, "outcome"},
    {fields::kTransferStepJointSession, Kind::kTransferStep, "joint_session"},
    {fields::kTransferStepReceiverAccepted, Kind::kTransferStep, "receiver_accepted"},
    {fields::kTransferStepFirstSoloBooked, Kind::kTransferStep, "first_solo_booked"},
    {fields::kTransferStepFirstSoloHeld, Kind::kTransferStep, "first_solo_held"},
    {fields::kTransferStepReceiver, Kind::kTransferStep, "receiver"},
    {fields::kAbsenceFrom, Kind::kAbsence, "from"},
    {fields::kAbsenceTo, Kind::kAbsence, "to"},
    {fields::kAbsenceCover, Kind::kAbsence, "cover"},
    {fields::kDepartureLastDay, Kind::kDeparture, "last_day"},
    {fields::kDepartureCustodian, Kind::kDeparture, "custodian"},
    {fields::kSupervisionChangeEvent, Kind::kSupervisionChange, "event"},
    {fields::kSupervisionChangeSupervisor, Kind::kSupervisionChange, "supervisor"},
    {fields::kSupervisionChangeNextSupervisor, Kind::kSupervisionChange, "next_supervisor"},
    {fields::kSupervisionChangeAgreementSignedOn, Kind::kSupervisionChange, "agreement_signed_on"},
    {fields::kSupervisionChangeAgreementUntil, Kind::kSupervisionChange, "agreement_until"},
    {fields::kSupervisionChangeSiteAgreementUntil, Kind::kSupervisionChange, "site_agreement_until"},
    {fields::kSupervisionChangeLicenceUntil, Kind::kSupervisionChange, "licence_until"},
    {fields::kTrainingTopic, Kind::kTraining, "topic"},
    {fields::kTerminationInitiator, Kind::kTermination, "initiator"},
    {fields::kTerminationAgreed, Kind::kTermination, "agreed"},
    {fields::kTerminationNeedsFurtherCare, Kind::kTermination, "needs_further_care"},
    {fields::kTerminationExemption, Kind::kTermination, "exemption"},
    {fields::kTerminationOrderedBy, Kind::kTermination, "ordered_by"},
    {fields::kStandingPlanEvent, Kind::kStandingPlan, "event"},
    {fields::kStandingPlanArea, Kind::kStandingPlan, "area"},
    {fields::kStandingPlanReviewBy, Kind::kStandingPlan, "review_by"},
    {fields::kConcernEvent, Kind::kConcern, "event"},
    {fields::kConcernAbout, Kind::kConcern, "about"},
    {fields::kConcernAction, Kind::kConcern, "action"},
    {fields::kComplaintEvent, Kind::kComplaint, "event"},
    {fields::kReportFiledEvent, Kind::kReportFiled, "event"},
};

TEST(VocabularyTest, NamedFieldsAreThoseOfTheTable) {
  for (const NamedField& named : kNamedFields) {
    const FieldInfo* field = FindField(named.kind, named.name);
    ASSERT_NE(field, nullptr) << named.name;
    EXPECT_EQ(field->id, named.id) << named.name;
  }
}

struct NamedWord {
  int64_t number;
  FieldId field;
  const char* word;
};
constexpr NamedWord kNamedWords[] = {
    {words::kYes, fields::kTransferStepJointSession, "yes"},
    {words::kNo, fields::kTransferStepReceiverAccepted, "no"},
    {words::kYes, fields::kTerminationAgreed, "yes"},
    {words::kNo, fields::kTerminationNeedsFurtherCare, "no"},
    {words::kDecisionRefer, fields::kDecisionDecision, "refer"},
    {words::kDecisionRefer, fields::kConsultationDecision, "refer"},
    {words::kConsultantMember, fields::kConsultationConsultantKind, "member"},
    {words::kReferralAccepted, fields::kReferralOutcome, "accepted"},
    {words::kReferralDeclined, fields::kReferralOutcome, "declined"},
    {words::kReferralUnreachable, fields::kReferralOutcome, "unreachable"},
    {words::kInitiatorClient, fields::kTerminationInitiator, "client"},
    {words::kInitiatorMutual, fields::kTerminationInitiator, "mutual"},
    {words::kSupervisionBegun, fields::kSupervisionChangeEvent, "begun"},
    {words::kSupervisionEnded, fields::kSupervisionChangeEvent, "ended"},
    {words::kSupervisionSubstituted, fields::kSupervisionChangeEvent, "substituted"},
    {words::kExemptionClientChoice, fields::kTerminationExemption, "client_choice"},
    {words::kExemptionAgreedLength, fields::kTerminationExemption, "agreed_length"},
    {words::kExemptionClientAgreed, fields::kTerminationExemption, "client_agreed"},
    {words::kTopicWelcome, fields::kTrainingTopic, "welcome"},
    {words::kAgreementSigned, fields::kSupervisionChangeEvent, "agreement_signed"},
    {words::kOrderedByCourt, fields::kTerminationOrderedBy, "court"},
    {words::kOrderedByPayer, fields::kTerminationOrderedBy, "payer"},
    {words::kOrderedByAgency, fields::kTerminationOrderedBy, "agency"},
    {words::kPlanEnded, fields::kStandingPlanEvent, "ended"},
    {words::kRelationBegun, fields::kDualRelationshipEvent, "begun"},
    {words::kConcernRaised, fields::kConcernEvent, "raised"},
    {words::kAboutSexualConduct, fields::kConcernAbout, "sexual_conduct"},
    {words::kComplaintReceived, fields::kComplaintEvent, "received"},
};

TEST(VocabularyTest, NamedWordsAreThoseOfTheTable) {
  for (const NamedWord& named : kNamedWords) {
    const auto& all = FindField(named.field)->words;
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const ChoiceWord& word) {
      return word.number == named.number && word.word == named.word;
    })) << named.word;
  }
}

}  // namespace
}  // namespace candor::domain::vocabulary_test
