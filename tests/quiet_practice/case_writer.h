#ifndef CANDOR_TESTS_QUIET_PRACTICE_CASE_WRITER_H_
#define CANDOR_TESTS_QUIET_PRACTICE_CASE_WRITER_H_

#include <cstdint>
#include <string>

#include "tests/quiet_practice/chance.h"
#include "tests/quiet_practice/practice.h"

namespace candor::quiet_practice {

// Writes down one case. What happens in a session, and what people then do about it, is in happenings.cc and beside.cc;
// how it ends in ending.cc.
class CaseWriter {
 public:
  // Nothing is written after the day `last`. `therapist` is borrowed.
  CaseWriter(std::string name, const Therapist& therapist, int32_t last, Chance& chance);

  Timeline Write(int32_t first, int32_t weeks);

 private:
  using Happening = void (CaseWriter::*)(int32_t day);
  struct Rate {
    double a_year;  // of a therapist
    Happening happen;
  };
  static const Rate kHappenings[];

  void Episode(int32_t first, int32_t weeks, bool is_return);
  void Intake(bool is_return);
  void CloselyKnown();
  void PriorRelation(Entry& intake);
  void Sessions();
  void Supervision();

  // happenings.cc: feelings, and what people talk over.
  void Attraction(int32_t day);
  void StrainOrAttachment(int32_t day);
  void Reaction(int32_t day, int64_t which);
  void ReactionGoesOn(int32_t day, int64_t which);
  void ClientFeelings(int32_t day);
  void EarlierTherapist(int32_t day);
  void AbuseReported(int32_t day);
  void ReferralForOtherCare(int32_t day);
  void Handover(int32_t day);
  void ConsultationOfItsOwn(int32_t day);
  void Complaint(int32_t day);

  // beside.cc: boundaries and other relations.
  Entry& Crossing(int32_t day, int64_t area);
  void NoteOfCrossing(Entry& crossing);
  void GiftReceived(int32_t day);
  void GiftGiven(int32_t day);
  void Touch(int32_t day);
  void TimeOverrun(int32_t day);
  void LogisticMessage(int32_t day);
  void PersonalMessage(int32_t day);
  void SocialMediaLink(int32_t day);
  void OrdinarySelfDisclosure(int32_t day);
  void OwnProblemsDisclosed(int32_t day);
  void LateSlot(int32_t day);
  void FeeChanged(int32_t day);
  void OtherPlace(int32_t day);
  void Lift(int32_t day);
  void FoodOrDrink(int32_t day);
  void Ceremony(int32_t day);
  void Purchase(int32_t day);
  void PlannedCrossings(int32_t day);
  void Barter(int32_t day);
  void MetByChance(int32_t day);
  void UnavoidableOverlap(int32_t day);
  void AvoidableOverlap(int32_t day);
  void UnusualRequest(int32_t day);
  void RoleChange(int32_t day);

  // ending.cc
  void Ending();
  void EndedByClient(Entry& ending);
  void EndedTogether(Entry& ending);
  void EndedOtherwise(Entry& ending, int64_t initiator);
  void ContactAfterwards();

  // One entry, written down when people do that. Valid until the next one is added; one after the last day is thrown
  // away.
  Entry& Add(int32_t day, uint16_t kind);
  Entry& Consultation(int32_t day, int64_t recommendation, int64_t decision);
  // When people find the time for a conversation.
  int32_t TalkAfter(int32_t day);
  bool Recorded();

  const std::string name_;
  const Therapist& therapist_;
  const int32_t last_;
  Chance& chance_;
  Timeline timeline_;
  int32_t first_ = 0;  // of the episode
  int32_t end_ = 0;
  int number_ = 0;
  Entry unwritten_;
};

}  // namespace candor::quiet_practice

#endif  // CANDOR_TESTS_QUIET_PRACTICE_CASE_WRITER_H_
