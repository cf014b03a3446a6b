#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/domain/report_parts.h"
#include "daemon/domain/report_sections.h"

// Section 4: what came in about acts, none left out by number.
namespace candor::domain {
namespace {

// Rules ask for these and give them dates. Which rule a follow-up is of is sealed, so that no sum is kept by rule.
constexpr std::string_view kCareNotCounted =
    "R64 asks for it; candord does not count it by rule yet. Each, with its date: candor followup list.";
constexpr std::string_view kReportsNotCounted =
    "R18 and R60 to R62 ask for them; candord does not count them by rule yet. Each, with its date: candor followup "
    "list.";
constexpr std::string_view kNoticesNotCounted =
    "R63 and R65 ask for them; candord does not count them by rule yet. Each, with its date: candor followup list.";
constexpr std::string_view kFindingsNotCounted =
    "What was found stands with each follow-up that was closed by it, sealed; candord does not count it yet: candor "
    "followup list --status disposed.";
constexpr std::string_view kHearingNotCounted =
    "It stands with each concern, confined to whom it is for; candord does not count it yet: candor concern list.";

bool IsAllegation(uint16_t bucket) {
  return bucket == BucketOf(MatterKind::kActToldByOthers) || bucket == BucketOf(MatterKind::kConcern) ||
         bucket == BucketOf(MatterKind::kSexualConcern);
}

bool IsComplaint(uint16_t bucket) {
  return bucket == BucketOf(MatterKind::kComplaint);
}

// How many there were in five years, and on which days; what an insurer asks.
void AddDates(const SectionInputs& inputs, const RowName& name, bool (*is_it)(uint16_t), ReportSection& section) {
  std::map<Day, int64_t> by_day;
  int64_t all = 0;
  for (const DatedCount& matter : inputs.matters) {
    if (!is_it(matter.bucket)) continue;
    by_day[matter.day] += matter.count;
    all += matter.count;
  }
  section.rows.push_back(ExactCountRow(name, all));
  if (!inputs.period.whole_quarter) return;
  for (const auto& [day, count] : by_day) {
    const std::string date = FormatDay(day);
    const std::string label = absl::StrCat("reported on ", date);
    section.rows.push_back(ExactCountRow({name.figure, date, label}, count));
  }
}

void AddMatters(const SectionInputs& inputs, ReportSection& section) {
  const auto count = [&](MatterKind kind) { return inputs.opened.Count(Figure::kMatter, BucketOf(kind)); };
  const auto add = [&](const RowName& name, int64_t matters) { section.rows.push_back(ExactCountRow(name, matters)); };
  const int64_t sexual = count(MatterKind::kActToldByOthers) + count(MatterKind::kSexualConcern);
  const int64_t others = count(MatterKind::kConcern);
  add({"allegations", "", "Allegations received: concerns, and acts told by others"}, sexual + others);
  if (inputs.period.whole_quarter) {
    add({"allegations", "sexual_or_romantic", "about something sexual or romantic"}, sexual);
    add({"allegations", "other", "about anything else"}, others);
  }
  add({"earlier_therapists", "", "Clients who told of an earlier therapist"}, count(MatterKind::kEarlierTherapist));
  add({"self_reported_acts", "", "Acts reported by the person concerned"}, count(MatterKind::kOwnAct));
  add({"complaints", "", "Complaints received"}, count(MatterKind::kComplaint));
  AddDates(inputs, {"allegations_in_five_years", "", "Allegations received in five years"}, IsAllegation, section);
  AddDates(inputs, {"complaints_in_five_years", "", "Complaints received in five years"}, IsComplaint, section);
}

}  // namespace

ReportSection BuildMatters(const SectionInputs& inputs) {
  ReportSection section = BeginSection(4, "Matters", inputs);
  section.notes.emplace_back(
      "Of what was reported in the period, none left out by number; a later entry that says what has become of it is "
      "no new one. Five years: up to the end of the period.");
  if (inputs.entries > 0) {
    AddMatters(inputs, section);
  } else {
    section = NothingRecorded(
        std::move(section),
        {{{"allegations", "", "Allegations received: concerns, and acts told by others"}, Measure::kCount},
         {{"earlier_therapists", "", "Clients who told of an earlier therapist"}, Measure::kCount},
         {{"self_reported_acts", "", "Acts reported by the person concerned"}, Measure::kCount},
         {{"complaints", "", "Complaints received"}, Measure::kCount}});
  }
  const auto missing = [&](const RowName& name, Measure measure, std::string_view why) {
    section.rows.push_back(NotRecordedRow(name, measure, why));
  };
  missing({"outcomes", "", "Allegations substantiated, not substantiated, unfounded, pending"}, Measure::kCount,
          kFindingsNotCounted);
  missing({"claims", "", "Claims against the practice in five years"}, Measure::kCount, "A claim is no kind of entry.");
  missing({"client_care", "", "Plans for the client's care complete in time, of those due"}, Measure::kShare,
          kCareNotCounted);
  missing({"legal_reports", "", "Legal reports filed in time, of those due"}, Measure::kShare, kReportsNotCounted);
  missing({"notices", "", "Carrier notices and complaints answered in time, of those due"}, Measure::kShare,
          kNoticesNotCounted);
  missing({"heard", "", "Subjects told, heard and decided about by someone independent"}, Measure::kShare,
          kHearingNotCounted);
  return section;
}

}  // namespace candor::domain
