#include "plugins/dual_relationships/sequential_nonsexual.h"

#include <algorithm>
#include <cstdint>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"
#include "plugins/sdk/calendar.h"

namespace candor::dual_relationships {
namespace {

struct Sign {
  uint16_t field;
  uint32_t bit;
};
constexpr Sign kSigns[] = {{CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_GIFTS, sequel::kGifts},
                           {CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_INTIMACY, sequel::kIntimacy},
                           {CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_DEPENDENCE, sequel::kDependence},
                           {CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY, sequel::kMoney}};

// Whether anything in it calls for a look; `missing`: what was not recorded, an "unsure" among it.
Answer HasSign(const sdk::Event& entry, uint32_t& missing) {
  missing = 0;
  bool has = AboutOf(entry).tie != 0;
  for (const Sign& sign : kSigns) {
    has = has || entry.IsYes(sign.field);
    if (!entry.IsYes(sign.field) && !entry.IsNo(sign.field)) missing |= sign.bit;
  }
  if (has) return Answer::kYes;
  return missing == 0 ? Answer::kNo : Answer::kUnknown;
}

const Ending* LastEnding(const State& state) {
  return state.endings[0].id.empty() ? nullptr : &state.endings[0];
}

bool WithinWait(const sdk::Event& entry, const sdk::Subject& subject, const Ending* ending) {
  const int64_t years = subject.Parameter(kSequential, kWait);
  return ending != nullptr && years > 0 && BeganOn(entry) < sdk::YearsAfter(ending->day, years);
}

bool AfterLongTherapy(const sdk::Subject& subject, const Ending* ending) {
  return ending != nullptr && ending->therapy_started != CANDOR_NO_DAY &&
         sdk::YearsAfter(ending->therapy_started, subject.Parameter(kSequential, kTherapyLength)) <= ending->day;
}

}  // namespace

void JudgeSequential(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (!TakesPlace(entry) || !entry.IsNo(CANDOR_HOST_CURRENT_CLIENT)) return;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE)) return;
  const About about = AboutOf(entry);
  const Answer outside = IsNonProfessional(about);
  if (outside == Answer::kNo) return;
  if (TellsMore(entry, subject, state, kSequential, about)) return;
  const Ending* ending = LastEnding(state);
  const int32_t known = ending == nullptr ? entry.reported() : std::max(entry.reported(), ending->written());
  const bool within_wait = WithinWait(entry, subject, ending);
  uint32_t missing = 0;
  const Answer sign = within_wait ? Answer::kYes : HasSign(entry, missing);
  if (sign == Answer::kNo) return;
  if (sign == Answer::kUnknown || outside == Answer::kUnknown) {
    const uint32_t ask =
        (sign == Answer::kUnknown ? missing : 0) | (outside == Answer::kUnknown ? sequel::kContext : 0);
    return OpenMatter(entry, subject, state,
                      {.rule = kSequential,
                       .about = about,
                       .severity = sdk::Severity::kLater,
                       .action = sdk::Action::kCompleteRecord,
                       .due = known + subject.Days(kSequential, kSequentialRecordWithin),
                       .left = ask});
  }
  const bool soon = within_wait || AfterLongTherapy(subject, ending);
  OpenMatter(entry, subject, state,
             {.rule = kSequential,
              .about = about,
              .severity = soon ? sdk::Severity::kSoon : sdk::Severity::kLater,
              .action = soon ? sdk::Action::kTalk : sdk::Action::kDocument,
              .due = known + subject.Days(kSequential, kSequentialAssessWithin),
              .left = sequel::kExploitative,
              .fact = ending == nullptr ? sdk::Id{} : ending->id});
}

Progress TakeSequential(const sdk::Event& entry, Matter& matter) {
  if (!IsRelation(entry) || !IsKnown(entry) || !IsOf(matter, entry, AboutOf(entry))) return Progress::kOpen;
  if (IsJudgement(entry) && entry.IsNo(CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE)) {
    Clear(matter, entry, sequel::kExploitative);
    return Progress::kMet;
  }
  if (matter.action != CANDOR_ACTION_COMPLETE_RECORD) return Progress::kOpen;
  uint32_t missing = 0;
  const bool none = HasSign(entry, missing) == Answer::kNo || IsNonProfessional(AboutOf(entry)) == Answer::kNo;
  return none ? Progress::kWithdrawn : Progress::kOpen;
}

}  // namespace candor::dual_relationships
