#include "plugins/soft_transfer/ending.h"

#include <algorithm>

#include "plugins/sdk/calendar.h"
#include "plugins/sdk/conduct.h"
#include "plugins/soft_transfer/preparation.h"
#include "plugins/soft_transfer/rules.h"
#include "plugins/soft_transfer/soft_transfer_complete.h"

namespace candor::soft_transfer {
namespace {

Answer NotTheClient(const sdk::Event& termination) {
  const std::optional<int64_t> initiator = termination.Number(CANDOR_FIELD_TERMINATION_INITIATOR);
  if (!initiator.has_value()) return Answer::kUnknown;
  const bool shared =
      *initiator == CANDOR_TERMINATION_INITIATOR_CLIENT || *initiator == CANDOR_TERMINATION_INITIATOR_MUTUAL;
  return shared ? Answer::kNo : Answer::kYes;
}

// "Unsure" is no answer to rest an important follow-up on, and no reason to let the question go.
Answer CareNeeded(const sdk::Event& termination) {
  if (termination.IsYes(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)) return Answer::kYes;
  return termination.IsNo(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE) ? Answer::kNo : Answer::kUnknown;
}

bool ReasonExempts(const sdk::Event& termination) {
  switch (termination.Number(CANDOR_FIELD_TERMINATION_REASON).value_or(0)) {
    case CANDOR_TERMINATION_REASON_CLIENT_LEFT:
    case CANDOR_TERMINATION_REASON_NO_SHOW:
    case CANDOR_TERMINATION_REASON_THREAT:
    case CANDOR_TERMINATION_REASON_PAYER:
      return true;
    default:
      return false;
  }
}

// But for an advance or promise before it, with which nothing is.
bool WouldBeExempt(const sdk::Event& termination, const Course& course, const EndingFacts& ending) {
  const bool agreed = termination.IsYes(CANDOR_FIELD_TERMINATION_AGREED) && ending.sessions.value_or(0) >= 1;
  const bool agreed_length = course.planned_sessions > 0 && course.sessions >= course.planned_sessions;
  return termination.Has(CANDOR_FIELD_TERMINATION_EXEMPTION) || ReasonExempts(termination) || agreed || agreed_length;
}

// Where nobody wrote down when it began, it is at least as long as its record.
Answer LongTherapy(const sdk::Event& termination, const Course& course, int64_t long_years) {
  const auto reaches = [&](int32_t from) { return sdk::YearsAfter(from, long_years) <= termination.day(); };
  const int32_t started = course.started != CANDOR_NO_DAY
                              ? course.started
                              : termination.Day(CANDOR_HOST_THERAPY_STARTED).value_or(CANDOR_NO_DAY);
  if (started != CANDOR_NO_DAY) return reaches(started) ? Answer::kYes : Answer::kNo;
  const bool long_record = course.first_seen != CANDOR_NO_DAY && reaches(course.first_seen);
  return long_record ? Answer::kYes : Answer::kUnknown;
}

// The larger of what the ending says and what the timeline shows before it; nullopt where neither says anything.
std::optional<int64_t> Larger(std::optional<int64_t> recorded, uint16_t seen) {
  if (!recorded.has_value() && seen == 0) return std::nullopt;
  return std::max<int64_t>(recorded.value_or(0), seen);
}

}  // namespace

Answer And(Answer a, Answer b) {
  if (a == Answer::kNo || b == Answer::kNo) return Answer::kNo;
  return a == Answer::kYes && b == Answer::kYes ? Answer::kYes : Answer::kUnknown;
}

Answer Or(Answer a, Answer b) {
  if (a == Answer::kYes || b == Answer::kYes) return Answer::kYes;
  return a == Answer::kNo && b == Answer::kNo ? Answer::kNo : Answer::kUnknown;
}

Answer Not(Answer answer) {
  if (answer == Answer::kUnknown) return answer;
  return answer == Answer::kYes ? Answer::kNo : Answer::kYes;
}

EndingFacts ReadEnding(const sdk::Event& termination, const Course& course, const Transfer& transfer,
                       int64_t long_years) {
  EndingFacts ending;
  ending.not_the_client = NotTheClient(termination);
  ending.care_needed = CareNeeded(termination);
  ending.handed_over = HandedOverBy(termination, transfer);
  ending.dependency = termination.IsYes(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED);
  ending.long_therapy = LongTherapy(termination, course, long_years);
  if (const std::optional<int32_t> proposed = termination.Day(CANDOR_FIELD_TERMINATION_PROPOSED_ON)) {
    ending.notice = termination.day() - *proposed;
  }
  ending.sessions = Larger(termination.Number(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS), course.preparation.talks);
  ending.alternatives =
      Larger(termination.Number(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED), course.preparation.alternatives);
  ending.declined = course.preparation.declined;
  const bool would_be = WouldBeExempt(termination, course, ending);
  ending.exempt = would_be && course.advance == 0;
  if (would_be && !ending.exempt) ending.known = course.advance_written;
  return ending;
}

int32_t KnownOn(const sdk::Event& event, const EndingFacts& ending) {
  return std::max(event.reported(), ending.known);
}

ExemptEnding KeepExempt(const sdk::Event& termination, const EndingFacts& ending) {
  ExemptEnding kept;
  kept.id = termination.id();
  kept.therapist = termination.therapist();
  kept.day = termination.day();
  kept.notice = static_cast<int32_t>(std::clamp<int64_t>(ending.notice.value_or(0), INT32_MIN, INT32_MAX));
  kept.preparation = {
      Narrow(ending.sessions.value_or(0)), Narrow(ending.alternatives.value_or(0)), ending.declined, {}};
  uint8_t known = 0;
  const auto mark = [&](bool holds, uint8_t bit) { known = static_cast<uint8_t>(holds ? known | bit : known); };
  mark(ending.notice.has_value(), kKnownNotice);
  mark(ending.sessions.has_value(), kKnownSessions);
  mark(ending.alternatives.has_value(), kKnownAlternatives);
  mark(ending.care_needed == Answer::kYes, kCareWasNeeded);
  mark(ending.care_needed == Answer::kNo, kCareWasNotNeeded);
  mark(ending.long_therapy == Answer::kYes, kLongTherapyEnded);
  mark(ending.long_therapy == Answer::kNo, kShortTherapyEnded);
  mark(ending.dependency, kDependencyFostered);
  kept.known = known;
  return kept;
}

EndingFacts ReadExempt(const ExemptEnding& exempt) {
  const auto knows = [&](uint8_t bit) { return (exempt.known & bit) != 0; };
  const auto answer = [&](uint8_t yes, uint8_t no) {
    if (knows(yes)) return Answer::kYes;
    return knows(no) ? Answer::kNo : Answer::kUnknown;
  };
  const auto seen = [](uint16_t count, bool known) {
    return known || count > 0 ? std::optional<int64_t>(count) : std::nullopt;
  };
  EndingFacts ending;
  ending.not_the_client = Answer::kYes;
  ending.care_needed = answer(kCareWasNeeded, kCareWasNotNeeded);
  ending.long_therapy = answer(kLongTherapyEnded, kShortTherapyEnded);
  ending.dependency = knows(kDependencyFostered);
  if (knows(kKnownNotice)) ending.notice = exempt.notice;
  ending.sessions = seen(exempt.preparation.talks, knows(kKnownSessions));
  ending.alternatives = seen(exempt.preparation.alternatives, knows(kKnownAlternatives));
  ending.declined = exempt.preparation.declined;
  return ending;
}

bool IsPursuitOfClient(const sdk::Event& event) {
  const sdk::Conduct conduct = sdk::ReadConduct(event);
  return conduct.step != sdk::Step::kNone && conduct.party() == sdk::Party::kClient;
}

Answer Prepared(const EndingFacts& ending, int64_t notice, int64_t sessions) {
  const auto enough = [](const std::optional<int64_t>& have, int64_t want) {
    if (!have.has_value()) return Answer::kUnknown;
    return *have >= want ? Answer::kYes : Answer::kNo;
  };
  Answer talked = enough(ending.sessions, sessions);
  if (talked == Answer::kUnknown && ending.notice == 0 && sessions > 1) talked = Answer::kNo;
  return Or(enough(ending.notice, notice), talked);
}

uint32_t MissingFacts(const EndingFacts& ending, bool ask_preparation, bool ask_alternatives) {
  uint32_t missing = 0;
  if (ending.not_the_client == Answer::kUnknown) missing |= kMissingInitiator;
  if (ending.care_needed == Answer::kUnknown) missing |= kMissingCare;
  if (ask_preparation && !ending.notice.has_value()) missing |= kMissingProposedOn;
  if (ask_preparation && !ending.sessions.has_value()) missing |= kMissingSessions;
  if (ask_alternatives && !ending.alternatives.has_value()) missing |= kMissingAlternatives;
  return missing;
}

bool IsReadWithEnding(const sdk::Event& event) {
  switch (event.kind()) {
    case CANDOR_KIND_DISCUSSION:
      return event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_ENDING);
    case CANDOR_KIND_REFERRAL:
    case CANDOR_KIND_CLIENT_DECLINED:
    case CANDOR_KIND_TRANSFER_STEP:
    case CANDOR_KIND_ADVANCE_OR_PROMISE:
      return true;
    default:
      return false;
  }
}

void NoteForEnding(const sdk::Event& event, Course& course) {
  TakePreparation(event, course.preparation);
  switch (event.kind()) {
    case CANDOR_KIND_INTAKE:
      course = Course{};
      course.intake = event.id();
      course.started = event.Day(CANDOR_FIELD_INTAKE_THERAPY_STARTED).value_or(event.day());
      course.planned_sessions = static_cast<uint32_t>(
          std::clamp<int64_t>(event.Number(CANDOR_FIELD_INTAKE_PLANNED_SESSIONS).value_or(0), 0, INT32_MAX));
      break;
    case CANDOR_KIND_SESSION:
      if (course.planned_sessions > 0 && course.sessions < UINT32_MAX) ++course.sessions;
      break;
    case CANDOR_KIND_ADVANCE_OR_PROMISE:
      // Towards somebody whom the therapist evaluates it says nothing of this client.
      if (sdk::IsHearsay(event) || sdk::ReadConduct(event).party() == sdk::Party::kUnderEvaluation) break;
      course.advance_written =
          course.advance == 0 ? event.reported() : std::min(course.advance_written, event.reported());
      course.advance = 1;
      break;
    default:
      break;
  }
  if (IsReadWithEnding(event)) course.facts.Add(event.id());
  if (course.first_seen == CANDOR_NO_DAY) course.first_seen = event.day();
}

}  // namespace candor::soft_transfer
