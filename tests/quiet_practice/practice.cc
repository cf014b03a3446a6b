#include "tests/quiet_practice/practice.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/quiet_practice/case_writer.h"
#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {
namespace {

constexpr int32_t kHistory = 10 * kYear;      // the longest therapies began before the record; others fill it
constexpr int32_t kEndedShortlyBefore = 200;  // days: what an ending leaves to do is still to come
constexpr int32_t kMembersHistory = 2 * kYear;

Therapist MakeTherapist(int number, int32_t first, int32_t last, Chance& chance) {
  Therapist therapist;
  therapist.name = "therapist" + std::to_string(number);
  therapist.in_training = number < kInTraining;
  for (int32_t year = first; year < last; year += kYear) {
    for (int i = 0; i < kAbsencesAYear; ++i) {
      const int32_t from = year + i * kYear / kAbsencesAYear + chance.Between(0, 60);
      therapist.absences.emplace_back(from, from + chance.Between(kShortestAbsence, kLongestAbsence));
    }
  }
  const int32_t apart = therapist.in_training ? 7 : 28;
  for (int32_t day = first + chance.Between(0, apart - 1); day <= last; day += apart) {
    if (!therapist.IsAway(day)) therapist.supervision.push_back(day);
  }
  return therapist;
}

// In weeks. A third are short, a third last up to a year, few last many years.
int32_t LengthOfTherapy(Chance& chance) {
  const double share = chance.Share();
  if (share < 0.35) return chance.Between(4, 12);
  if (share < 0.75) return chance.Between(13, 40);
  if (share < 0.93) return chance.Between(41, 104);
  return chance.Between(105, 312);
}

// The therapies that follow one another in one place of a therapist's week.
void FillPlace(const Therapist& therapist, Practice& practice, Chance& chance) {
  int32_t day = practice.first - kHistory + chance.Between(0, kYear);
  while (day <= practice.last) {
    const int32_t weeks = LengthOfTherapy(chance);
    const int32_t end = day + 7 * weeks;
    if (end >= practice.first - kEndedShortlyBefore) {
      CaseWriter writer("c" + std::to_string(practice.timelines.size()), therapist, practice.last, chance);
      practice.timelines.push_back(writer.Write(day, weeks));
    }
    day = end + 7 * chance.Between(0, 4);
  }
}

}  // namespace

bool Therapist::IsAway(int32_t day) const {
  return std::any_of(absences.begin(), absences.end(),
                     [&](const auto& absence) { return absence.first <= day && day <= absence.second; });
}

int32_t Therapist::NextSupervision(int32_t day) const {
  const auto next = std::lower_bound(supervision.begin(), supervision.end(), day);
  return next == supervision.end() ? day : *next;
}

Practice Generate(uint64_t seed, int32_t first_day) {
  Chance chance(seed);
  Practice practice;
  practice.first = first_day;
  practice.last = first_day + kYear - 1;
  for (int i = 0; i < kTherapists; ++i) {
    practice.therapists.push_back(MakeTherapist(i, first_day - kHistory, practice.last, chance));
  }
  for (const Therapist& therapist : practice.therapists) {
    practice.timelines.push_back(WriteMember(therapist, first_day - kMembersHistory, practice.last, chance));
    for (int i = 0; i < kWeeklyClients; ++i) FillPlace(therapist, practice, chance);
  }
  return practice;
}

}  // namespace candor::quiet_practice
