#include "tests/bench/load/requests.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>

#include "absl/strings/str_format.h"
#include "candor/v1/entry.pb.h"

namespace candor::bench {
namespace {

constexpr size_t kMessageBytes = 350;
constexpr size_t kEntriesADay = 2;  // of each author
// Stands in a prepared request where its own id comes.
constexpr std::string_view kNoId = "00000000-0000-4000-8000-000000000000";
// 11 November 1111, serialised: stands where a date comes. Every later date has as many bytes.
constexpr int kNoYear = 1111;
constexpr int kNoMonth = 11;
constexpr std::string_view kNoDate = "\x08\xD7\x08\x10\x0B\x18\x0B";

// How often each kind stands in the sample practice log, intakes and refused rows left out.
struct Weight {
  v1::Entry::FactsCase kind;
  int rows;
};
constexpr std::array<Weight, 13> kMix = {{{v1::Entry::kSession, 459},
                                          {v1::Entry::kSupervision, 419},
                                          {v1::Entry::kCrossing, 146},
                                          {v1::Entry::kConsultation, 97},
                                          {v1::Entry::kTermination, 87},
                                          {v1::Entry::kPersonalReaction, 75},
                                          {v1::Entry::kDualRelationship, 27},
                                          {v1::Entry::kClientFeelings, 25},
                                          {v1::Entry::kBarter, 19},
                                          {v1::Entry::kTransferStep, 15},
                                          {v1::Entry::kPostTerminationContact, 14},
                                          {v1::Entry::kReferral, 7},
                                          {v1::Entry::kWorkingCapacity, 4}}};

constexpr std::array<std::string_view, 48> kWords = {
    "session",  "client",  "felt",     "moved",  "after",    "the",   "long",     "silence",  "we",      "spoke",
    "about",    "ending",  "and",      "what",   "it",       "means", "to",       "wait",     "noticed", "warmth",
    "distance", "between", "us",       "asked",  "for",      "more",  "time",     "declined", "kindly",  "will",
    "bring",    "this",    "into",     "group",  "next",     "week",  "plan",     "holds",    "family",  "letter",
    "gift",     "small",   "returned", "agreed", "together", "calm",  "question", "open"};

v1::Entry::FactsCase PickKind(uint32_t random) {
  int total = 0;
  for (const Weight& weight : kMix) total += weight.rows;
  int at = static_cast<int>(random % static_cast<uint32_t>(total));
  for (const Weight& weight : kMix) {
    if (at < weight.rows) return weight.kind;
    at -= weight.rows;
  }
  return v1::Entry::kSession;
}

bool IsAboutTheTherapist(v1::Entry::FactsCase kind) {
  return kind == v1::Entry::kSupervision || kind == v1::Entry::kWorkingCapacity;
}

template <class Enum>
Enum Pick(std::mt19937& random, int count) {
  return static_cast<Enum>(1 + random() % static_cast<uint32_t>(count));
}

v1::Answer PickAnswer(std::mt19937& random) {
  return Pick<v1::Answer>(random, 3);
}

void FillTermination(std::mt19937& random, v1::TerminationFacts* facts) {
  facts->set_initiator(Pick<v1::Initiator>(random, 4));
  facts->set_discussed_sessions(static_cast<int32_t>(random() % 4));
  facts->set_agreed(PickAnswer(random));
  facts->set_reason(Pick<v1::EndingReason>(random, 10));
}

void FillTransferStep(std::mt19937& random, v1::TransferStepFacts* facts) {
  facts->set_joint_session(PickAnswer(random));
  facts->set_consent(PickAnswer(random));
  facts->set_first_solo_booked(PickAnswer(random));
}

void FillRareFacts(v1::Entry::FactsCase kind, std::mt19937& random, v1::Entry* entry) {
  switch (kind) {
    case v1::Entry::kClientFeelings:
      entry->mutable_client_feelings()->set_event(Pick<v1::FeelingsEvent>(random, 2));
      break;
    case v1::Entry::kBarter:
      entry->mutable_barter()->set_consent(PickAnswer(random));
      break;
    case v1::Entry::kTransferStep:
      FillTransferStep(random, entry->mutable_transfer_step());
      break;
    case v1::Entry::kPostTerminationContact:
      entry->mutable_post_termination_contact()->set_channel(Pick<v1::ContactChannel>(random, 6));
      break;
    case v1::Entry::kReferral:
      entry->mutable_referral()->set_outcome(Pick<v1::ReferralOutcome>(random, 4));
      break;
    case v1::Entry::kWorkingCapacity:
      entry->mutable_working_capacity()->set_answer(v1::ANSWER_YES);
      break;
    default:
      std::abort();
  }
}

void FillFacts(v1::Entry::FactsCase kind, const std::string& supervisor, std::mt19937& random, v1::Entry* entry) {
  switch (kind) {
    case v1::Entry::kSession:
      entry->mutable_session()->set_minutes(50);
      entry->mutable_session()->set_setting(Pick<v1::SessionSetting>(random, 3));
      break;
    case v1::Entry::kSupervision:
      entry->mutable_supervision()->set_supervisor(supervisor);
      entry->mutable_supervision()->set_format(Pick<v1::SupervisionFormat>(random, 3));
      entry->mutable_supervision()->set_minutes(60);
      break;
    case v1::Entry::kCrossing:
      entry->mutable_crossing()->set_area(Pick<v1::BoundaryArea>(random, 12));
      entry->mutable_crossing()->set_initiator(Pick<v1::Initiator>(random, 3));
      break;
    case v1::Entry::kConsultation:
      entry->mutable_consultation()->set_consultant(supervisor);
      entry->mutable_consultation()->set_consultant_kind(v1::CONSULTANT_KIND_MEMBER);
      entry->mutable_consultation()->set_recommendation(Pick<v1::Recommendation>(random, 6));
      break;
    case v1::Entry::kTermination:
      FillTermination(random, entry->mutable_termination());
      break;
    case v1::Entry::kPersonalReaction:
      entry->mutable_personal_reaction()->set_which(Pick<v1::ReactionKind>(random, 5));
      entry->mutable_personal_reaction()->set_status(Pick<v1::ReactionStatus>(random, 3));
      break;
    case v1::Entry::kDualRelationship:
      entry->mutable_dual_relationship()->set_context(Pick<v1::DualContext>(random, 4));
      entry->mutable_dual_relationship()->set_consent(PickAnswer(random));
      break;
    default:
      FillRareFacts(kind, random, entry);
  }
}

std::string Words(size_t bytes, std::mt19937& random) {
  std::string text;
  while (text.size() < bytes) text.append(kWords[random() % kWords.size()]).push_back(' ');
  text.resize(bytes);
  text.back() = '.';
  return text;
}

void SetNoDate(v1::Date* date) {
  date->set_year(kNoYear);
  date->set_month(kNoMonth);
  date->set_day(kNoMonth);
}

}  // namespace

double NoteEntropyBitsPerByte() {
  double bytes = 0;
  for (const std::string_view word : kWords) bytes += static_cast<double>(word.size() + 1);
  const auto words = static_cast<double>(kWords.size());
  return std::log2(words) / (bytes / words);
}

RequestRing::RequestRing(const Practice& practice, const RingOptions& options)
    : practice_(practice),
      options_(options),
      next_day_(practice.cases.size() + practice.members.size(), DayNumber(options.first_day)),
      run_(absl::StrFormat("%08x", std::random_device{}())) {
  std::mt19937 random(options.seed);
  double bytes = 0;
  for (size_t i = 0; i < options.size; ++i) {
    ring_.push_back(Prepare(i, static_cast<uint32_t>(random())));
    bytes += static_cast<double>(ring_.back().body.size() - Framed("").size());
  }
  mean_message_bytes_ = bytes / static_cast<double>(options.size);
}

size_t RequestRing::CaseAt(size_t index) const {
  if (!options_.author) return index % practice_.cases.size();
  const size_t members = practice_.members.size();
  return *options_.author + members * (index % (practice_.cases.size() / members));
}

RequestRing::Prepared RequestRing::Prepare(size_t index, uint32_t seed) {
  std::mt19937 random(seed);
  const v1::Entry::FactsCase kind = PickKind(static_cast<uint32_t>(random()));
  const size_t case_index = CaseAt(index);
  const bool about_therapist = IsAboutTheTherapist(kind);
  Prepared prepared{};
  // Whoever writes about themselves comes round as the cases do.
  prepared.author = practice_.TherapistOf(about_therapist && !options_.author ? index : case_index);
  prepared.subject = about_therapist ? practice_.cases.size() + prepared.author : case_index;
  prepared.late = static_cast<int>(random() % 1000) < options_.late_per_mille;
  v1::CreateEntryRequest request;
  request.set_parent(about_therapist ? practice_.members[prepared.author] : practice_.cases[case_index]);
  request.set_request_id(std::string(kNoId));
  v1::Entry* const entry = request.mutable_entry();
  const std::string& supervisor = practice_.members[practice_.SupervisorOf(prepared.author)];
  entry->set_therapist(practice_.members[prepared.author]);
  entry->set_first_reader(supervisor);
  entry->set_source(v1::ENTRY_SOURCE_SELF);
  SetNoDate(entry->mutable_occurred()->mutable_date());
  v1::Date* const reported = entry->mutable_reported()->mutable_date();
  reported->set_year(static_cast<int32_t>(options_.written_on.year()));
  reported->set_month(options_.written_on.month());
  reported->set_day(options_.written_on.day());
  FillFacts(kind, supervisor, random, entry);
  const size_t bare = request.ByteSizeLong();
  entry->set_note(Words(std::max<size_t>(20, kMessageBytes - 40 + random() % 80 - bare), random));
  prepared.body = Framed(request.SerializeAsString());
  prepared.id_at = prepared.body.rfind(kNoId);
  prepared.occurred_at = prepared.body.find(kNoDate);
  return prepared;
}

void RequestRing::WriteDate(Day day, size_t at, std::string& body) const {
  const auto year = static_cast<int>(day.year());
  body[at + 1] = static_cast<char>((year & 0x7F) | 0x80);
  body[at + 2] = static_cast<char>(year >> 7);
  body[at + 4] = static_cast<char>(day.month());
  body[at + 6] = static_cast<char>(day.day());
}

int32_t RequestRing::NextDay(size_t subject) {
  const size_t entries_a_day = kEntriesADay * (options_.author ? 1 : practice_.members.size());
  const int32_t today = DayNumber(options_.first_day) + static_cast<int32_t>(used_ / entries_a_day);
  const int32_t day = std::max(today, next_day_[subject]);
  next_day_[subject] = day + 1;
  return day;
}

Call RequestRing::Next() {
  const Prepared& prepared = ring_[next_];
  next_ = (next_ + 1) % ring_.size();
  Call call{kCreateEntry, practice_.members[prepared.author], prepared.body, false};
  const int32_t day = NextDay(prepared.subject);
  WriteDate(DayFromNumber(prepared.late ? day - options_.late_by_days : day), prepared.occurred_at, call.body);
  call.body.replace(prepared.id_at, kNoId.size(), absl::StrFormat("%s-0000-4000-8000-%012x", run_, used_++));
  return call;
}

}  // namespace candor::bench
