#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/report_figures.h"
#include "tests/unit/domain/linear_system.h"
#include "tests/unit/domain/report_practice.h"

// Somebody who has a whole report, and knows how its figures hang together, tries to work out what it hides.
namespace candor::domain::report_disclosure_test {
namespace {

constexpr uint32_t kSeed = 24;
constexpr int kPractices = 150;
constexpr int kCutPractices = 50;  // two reports of each

using Name = std::pair<std::string, std::string>;  // figure and breakdown

const std::vector<std::string> kActions = {"talk", "refer", "soft_transfer", "document", "prohibit"};
const std::vector<std::string> kAges = {"up_to_14_days", "15_to_30_days", "over_30_days"};

// A whole and the parts that add up to it.
struct Sum {
  Name whole;
  std::vector<Name> parts;
};

std::vector<Sum> KnownSums() {
  std::vector<Sum> sums;
  const auto add = [&](const Name& whole, const std::vector<std::string>& parts) {
    Sum sum{whole, {}};
    for (const std::string& part : parts) sum.parts.emplace_back(whole.first, part);
    sums.push_back(std::move(sum));
  };
  add({"called_for", ""}, kActions);
  add({"endings", ""}, {"needs_care", "mutual", "client_choice", "exempt", "not_recorded", "not_assessed"});
  add({"past_due", ""}, kAges);
  add({"past_due", ""}, kActions);
  for (const std::string& action : kActions) {
    std::vector<std::string> cells;
    for (const std::string& age : kAges) cells.push_back(absl::StrCat(action, ".", age));
    add({"past_due", action}, cells);
  }
  for (const std::string& age : kAges) {
    std::vector<std::string> cells;
    for (const std::string& action : kActions) cells.push_back(absl::StrCat(action, ".", age));
    add({"past_due", age}, cells);
  }
  // What is told of a part of all, with what is told of no one.
  sums.push_back({{"called_for", ""}, {{"boundary_situations", ""}, {"boundary_situations", "others"}}});
  sums.push_back({{"endings", ""}, {{"forced_endings", "of"}, {"forced_endings", "others"}}});
  sums.push_back({{"forced_endings", "of"}, {{"forced_endings", ""}, {"forced_endings", "not_attempted"}}});
  // Of all that was due, what was not closed in time.
  add({"closed_in_time", "rest"},
      {"up_to_14_days_late", "15_to_30_days_late", "over_30_days_late", "still_open", "closed_by_itself"});
  // What would have been due, had nothing been waived.
  sums.push_back({{"ended_by_waiver", "of"}, {{"closed_in_time", "of"}, {"left_out", "waived"}}});
  return sums;
}

// What stands in a report, by name; one figure may be the whole or the count of another.
std::map<Name, int64_t> ShownValues(const ComplianceReport& report) {
  std::map<Name, int64_t> shown;
  for (const ReportSection& section : report.sections) {
    for (const ReportRow& row : section.rows) {
      if (row.of) shown[{row.figure, "of"}] = *row.of;
      if (row.figure == "endings_prepared" && row.of) shown[{"endings", "needs_care"}] = *row.of;
      if (!row.count || row.measure == Measure::kDays) continue;
      shown[{row.figure, row.breakdown}] = *row.count;
      if (row.figure == "closed_in_time" && row.of) shown[{row.figure, "rest"}] = *row.of - *row.count;
      if (row.figure == "ended_by_waiver") shown[{"left_out", "waived"}] = *row.count;
    }
  }
  return shown;
}

// Sums of which so little is hidden that zero could be told from four.
std::vector<Name> TellTooMuch(const std::map<Name, int64_t>& shown, const std::vector<Sum>& sums) {
  std::vector<Name> wholes;
  for (const Sum& sum : sums) {
    if (!shown.contains(sum.whole)) continue;
    int64_t left = shown.at(sum.whole);
    bool all_shown = true;
    for (const Name& part : sum.parts) {
      all_shown = all_shown && shown.contains(part);
      if (shown.contains(part)) left -= shown.at(part);
    }
    if (!all_shown && left <= kFew) wholes.push_back(sum.whole);
  }
  return wholes;
}

// The figures that follow from the shown ones, though they are not shown.
std::vector<Name> WorkedOut(const std::map<Name, int64_t>& shown, const std::vector<Sum>& sums) {
  std::map<Name, size_t> unknowns;
  std::vector<Name> names;
  const auto number = [&](const Name& name) {
    const auto [known, added] = unknowns.emplace(name, names.size());
    if (added) names.push_back(name);
    return known->second;
  };
  std::vector<std::pair<std::optional<size_t>, std::vector<size_t>>> equations;
  for (const Sum& sum : sums) {
    std::vector<size_t> hidden;
    for (const Name& part : sum.parts) {
      if (!shown.contains(part)) hidden.push_back(number(part));
    }
    equations.emplace_back(shown.contains(sum.whole) ? std::nullopt : std::optional(number(sum.whole)), hidden);
  }
  LinearSystem system(names.size());
  for (const auto& [whole, parts] : equations) system.Add(parts, whole);
  std::vector<Name> worked_out;
  for (const size_t unknown : std::move(system).Solved()) worked_out.push_back(names[unknown]);
  return worked_out;
}

// What the rule hides and shows by: each figure with who stands behind it.
std::map<Name, Cell> TrueCells(Practice& practice) {
  std::map<Name, Cell> cells;
  const Day today = DayAt(kAsOf, absl::UTCTimeZone());
  const Day to = kQuarterStart + 91;
  const auto add = [&](CountBasis basis, Figure figure, const std::string& name, const std::vector<std::string>& parts,
                       const std::vector<uint16_t>& buckets) {
    const auto figures = WindowFigures::Read(practice.view(), basis, kQuarterStart, to);
    for (size_t i = 0; i < parts.size(); ++i) cells[{name, parts[i]}] = *figures->CellOf(figure, buckets[i]);
  };
  add(CountBasis::kOpened, Figure::kSituationOpened, "called_for", kActions, {1, 2, 3, 4, 5});
  add(CountBasis::kOccurred, Figure::kEnding, "endings",
      {"needs_care", "mutual", "client_choice", "exempt", "not_recorded", "not_assessed"}, {1, 2, 3, 5, 6, 7});
  add(CountBasis::kDue, Figure::kSituationLate, "closed_in_time",
      {"up_to_14_days_late", "15_to_30_days_late", "over_30_days_late"}, {1, 2, 3});
  add(CountBasis::kDue, Figure::kSituationStillOpen, "closed_in_time", {"still_open"}, {0});
  add(CountBasis::kDue, Figure::kSituationExcluded, "left_out", {"waived"}, {2});
  const auto opened = WindowFigures::Read(practice.view(), CountBasis::kOpened, kQuarterStart, to);
  cells[{"boundary_situations", ""}] = *opened->CellOf(Figure::kBoundarySituation);
  cells[{"boundary_situations", "others"}] = opened->Rest({Figure::kSituationOpened}, {Figure::kBoundarySituation});
  const auto occurred = WindowFigures::Read(practice.view(), CountBasis::kOccurred, kQuarterStart, to);
  cells[{"forced_endings", "of"}] = *occurred->CellOf(Figure::kForcedEnding);
  cells[{"forced_endings", "others"}] = occurred->Rest({Figure::kEnding}, {Figure::kForcedEnding});
  cells[{"forced_endings", "not_attempted"}] =
      occurred->Rest({Figure::kForcedEnding}, {Figure::kForcedEndingAttempted});
  const auto stock = OpenStock::Read(practice.view(), practice.view().settings, today);
  for (size_t i = 0; i < kActions.size(); ++i) {
    for (size_t j = 0; j <= kAges.size(); ++j) {
      const int64_t least = j == 0 ? 0 : std::vector<int64_t>{0, 15, 31}[j - 1];
      const int64_t most = j == 0 || j == 3 ? 100'000 : std::vector<int64_t>{14, 30}[j - 1];
      cells[{"past_due", j == 0 ? kActions[i] : absl::StrCat(kActions[i], ".", kAges[j - 1])}] =
          CellOfStock(stock->overdue, [&](const OverdueSituation& one) {
            const int64_t days = today - one.due;
            return static_cast<size_t>(one.action) == i + 1 && days >= least && days <= most;
          });
    }
  }
  return cells;
}

FollowUp PastBy(Action action, int days) {
  const Day due = DayAt(kAsOf, absl::UTCTimeZone()) - days;
  return OpenFollowUp(1, action, due - 14, due);
}

FollowUp Waived() {
  FollowUp follow_up = Open();
  follow_up.waived_until = Day(2026, 12, 31);
  return follow_up;
}

// Cases of random courses and follow-ups, some kinds of them rare and some of few therapists.
Practice RandomPractice(std::mt19937& random) {
  Practice practice(10 + static_cast<int>(random() % 6));
  const auto pick = [&](uint32_t below) { return static_cast<int>(random() % below); };
  const std::vector<Action> actions = {Action::kTalk, Action::kRefer, Action::kSoftTransfer, Action::kDocument,
                                       Action::kProhibit};
  const std::vector<const char*> initiators = {"therapist", "client", "mutual", "practice"};
  const std::vector<const char*> orderers = {"court", "payer", "agency", "practice"};
  const int boundaries = pick(5);  // of four
  const int orders = pick(5);
  std::vector<int> often;
  for (size_t i = 0; i < actions.size(); ++i) often.push_back(pick(60));
  for (int n = pick(30); n > 0; --n) practice.AddCase({}, {Waived()});
  for (size_t i = 0; i < actions.size(); ++i) {
    for (int n = 0; n < often[i]; ++n) {
      FollowUp follow_up = pick(2) == 0 ? PastBy(actions[i], 1 + pick(50)) : ClosedAfter(pick(60));
      follow_up.clear.action = actions[i];
      if (pick(4) < boundaries) follow_up.clear.opened_by_kind = Kind::kCrossing;
      std::vector<EntryHeader> course;
      if (pick(3) == 0) {
        EntryBuilder ending = EntryOf(Kind::kTermination, kQuarterStart + pick(80));
        ending.Word("initiator", initiators[static_cast<size_t>(pick(4))]);
        ending.Word("needs_further_care", pick(2) == 0 ? "yes" : "no");
        if (pick(4) < orders) ending.Word("ordered_by", orderers[static_cast<size_t>(pick(4))]);
        course.push_back(ending.Header());
        if (pick(2) == 0) course.push_back(EntryOf(Kind::kReferral, kQuarterStart + 85).Header());
      }
      practice.AddCase(course, {follow_up});
      // Often the same therapist again.
      while (pick(4) == 0) practice.AddCase({}, {});
    }
  }
  return practice;
}

TEST(ReportDisclosureTest, NothingFewThatIsHiddenCanBeWorkedOut) {
  std::mt19937 random(kSeed);
  int shown_parts = 0;
  int hidden_parts = 0;
  for (int round = 0; round < kPractices; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    Practice practice = RandomPractice(random);
    const std::map<Name, int64_t> shown = ShownValues(practice.Report());
    const std::map<Name, Cell> truth = TrueCells(practice);

    for (const auto& [name, cell] : truth) {
      ++(shown.contains(name) ? shown_parts : hidden_parts);
      ASSERT_TRUE(!shown.contains(name) || MayShow(cell)) << name.first << " " << name.second;
    }
    for (const Name& name : TellTooMuch(shown, KnownSums()))
      ADD_FAILURE() << name.first << " " << name.second << " is left with few";
    for (const Name& name : WorkedOut(shown, KnownSums())) {
      if (!truth.contains(name)) continue;
      ASSERT_TRUE(MayShow(truth.at(name))) << name.first << " " << name.second << " can be worked out";
    }
  }
  EXPECT_GT(shown_parts, kPractices);
  EXPECT_GT(hidden_parts, kPractices);
}

// What a quarter has of a figure after some day, by the figure's name.
std::map<Name, Cell> CellsAfter(Practice& practice, Day day) {
  std::map<Name, Cell> cells;
  const auto add = [&](CountBasis basis, Figure figure, const Name& name, uint16_t bucket = 0) {
    cells[name] = *WindowFigures::Read(practice.view(), basis, day + 1, kQuarterStart + 91)->CellOf(figure, bucket);
  };
  add(CountBasis::kOpened, Figure::kSituationOpened, {"called_for", ""});
  for (size_t i = 0; i < kActions.size(); ++i) {
    add(CountBasis::kOpened, Figure::kSituationOpened, {"called_for", kActions[i]}, static_cast<uint16_t>(i + 1));
  }
  add(CountBasis::kOpened, Figure::kBoundarySituation, {"boundary_situations", ""});
  add(CountBasis::kOpened, Figure::kBoundaryMatter, {"boundary_matters", ""});
  add(CountBasis::kOpened, Figure::kCorrection, {"corrections", ""});
  add(CountBasis::kDue, Figure::kSituationDue, {"closed_in_time", "of"});
  add(CountBasis::kDue, Figure::kSituationInTime, {"closed_in_time", ""});
  add(CountBasis::kOccurred, Figure::kEnding, {"endings", ""});
  add(CountBasis::kOccurred, Figure::kForcedEnding, {"forced_endings", "of"});
  return cells;
}

// Any two days may be asked for: of a quarter and a part of it the difference is what the days between them have.
TEST(ReportDisclosureTest, NothingFewFollowsFromAQuarterAndAPartOfIt) {
  std::mt19937 random(kSeed);
  int few = 0;
  for (int round = 0; round < kCutPractices; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", round " << round);
    Practice practice = RandomPractice(random);
    const Day day = kQuarterStart + static_cast<int>(random() % 91);
    const auto of_days = [](const Name& name, const char* days) { return Name(name.first + days, name.second); };
    std::map<Name, int64_t> shown = ShownValues(practice.Report());
    for (const auto& [name, value] : ShownValues(practice.Report(*MakePeriod(kQuarterStart, day)))) {
      shown[of_days(name, " before")] = value;
    }
    std::vector<Sum> sums = KnownSums();
    std::map<Name, Cell> truth;
    for (const auto& [name, cell] : CellsAfter(practice, day)) {
      sums.push_back({name, {of_days(name, " before"), of_days(name, " after")}});
      truth[of_days(name, " after")] = cell;
      if (!MayShow(cell) && shown.contains(name)) ++few;
    }

    for (const Name& name : TellTooMuch(shown, sums)) {
      ADD_FAILURE() << name.first << " " << name.second << " is left with few";
    }
    for (const Name& name : WorkedOut(shown, sums)) {
      if (!truth.contains(name)) continue;
      ASSERT_TRUE(MayShow(truth.at(name))) << name.first << " " << name.second << " can be worked out";
    }
  }
  EXPECT_GT(few, kCutPractices) << "there was much to be worked out";
}

}  // namespace
}  // namespace candor::domain::report_disclosure_test
