#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/clock.h"
#include "daemon/policy/assessor.h"
#include "daemon/store/open.h"
#include "plugins/abi/candor_vocabulary.h"
#include "remembering_policy.h"
#include "tests/unit/store/store_fixture.h"
#include "unkept_store.h"

// Whatever happens to a record, and in whatever order: going on from kept folds comes to what a replay from nothing
// comes to, step by step.
namespace candor::policy::assessor_history_property_test {
namespace {

using domain::FollowUp;
using domain::Kind;
using domain::RuleState;
using domain::SubjectId;
using domain::TakeBack;
using store::CaseOf;
using store::EntryOf;
using store::MemberOf;
using ::testing::IsEmpty;

const Day kFirstToday(2025, 6, 30);
constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr int kMinutesOfADay = 1440;
const SubjectId kCase = SubjectId::Of(CaseOf(1));
const SubjectId kOtherCase = SubjectId::Of(CaseOf(2));
const SubjectId kMember = SubjectId::Of(MemberOf(1));

// One record and who assesses it.
struct Side {
  // `names`: nullptr, or by which the follow-ups of one that keeps no folds are named.
  Side(Clock& clock, domain::Store* names) : store(store::OpenInMemory(clock).value()) {
    if (names != nullptr) unkept = std::make_unique<testing::UnkeptStore>(*store, *names);
  }

  void Start(Clock& clock) {
    AssessorOptions options;
    options.idle = absl::Milliseconds(2);
    options.group_subjects = 1;
    options.tell_every = absl::ZeroDuration();
    domain::Store& seen = unkept ? static_cast<domain::Store&>(*unkept) : *store;
    assessor = std::make_unique<Assessor>(seen, engine, clock, options);
    ASSERT_TRUE(assessor->Start().ok());
  }
  bool IsDone(Day today) const {
    return store->Latest()->entries_not_assessed() == 0 &&
           store->assessments().TimersBefore(DayNumber(today), 1)->empty();
  }
  std::vector<std::string> Lines() const;

  std::unique_ptr<store::DurableStore> store;
  std::unique_ptr<testing::UnkeptStore> unkept;
  testing::RememberingEngine engine;
  std::unique_ptr<Assessor> assessor;
};

std::string DayOr(const std::optional<Day>& day) {
  return day ? FormatDay(*day) : "none";
}

std::string LineOf(const FollowUp& each) {
  const domain::FollowUpClear& clear = each.clear;
  return absl::StrCat(each.sealed->rule, clear.shadow ? " in shadow" : "", " of ",
                      absl::BytesToHexString(each.sealed->key), " by ", each.sealed->opened_by.ToString(), " on ",
                      FormatDay(clear.opened_on), " due ", DayOr(clear.due), ": state ", static_cast<int>(clear.state),
                      clear.undone ? " undone" : "", " by ", each.sealed->resolved_by.ToString(), " on ",
                      DayOr(clear.resolved_on));
}

// What a member's rules are told comes in a look of its own, and whether there was one between two steps nobody can
// say: what was withdrawn of theirs may never have been there.
std::vector<std::string> Side::Lines() const {
  const auto view = store->Latest();
  std::vector<std::string> lines;
  for (const SubjectId& subject : {kCase, kOtherCase, kMember}) {
    std::vector<FollowUp> all = view->FollowUpsOf(subject).value();
    const std::vector<FollowUp> tried = view->ShadowFollowUpsOf(subject).value();
    all.insert(all.end(), tried.begin(), tried.end());
    for (const FollowUp& each : all) {
      if (subject == kMember && each.clear.state == RuleState::kWithdrawn) continue;
      lines.push_back(absl::StrCat(subject == kMember ? "member "
                                   : subject == kCase ? "case "
                                                      : "other ",
                                   LineOf(each)));
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

class AssessorHistoryTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  AssessorHistoryTest() {
    AppendNow({domain::Settings()});
    AppendNow({domain::Activation{"", {}, {}, Day(2020, 1, 1)}});
    AppendNow({domain::Member{MemberOf(1), "Ann", {}}});
    AppendNow({domain::NewCase{CaseOf(1), "C-1"}, domain::NewCase{CaseOf(2), "C-2"}});
  }
  ~AssessorHistoryTest() override {
    kept_.assessor.reset();
    anew_.assessor.reset();
  }

  struct Written {
    EntryId first;
    EntryId latest;
    SubjectId subject;
    Kind kind = Kind::kSession;
    Day day;
    // Of the day: whose place is the same but for that, the key of each store puts in an order of its own.
    int minute = 0;
  };

  uint64_t Below(uint64_t end) { return std::uniform_int_distribution<uint64_t>(0, end - 1)(random_); }
  bool Chance(uint64_t percent) { return Below(100) < percent; }
  EntryId NewId() {
    IdBytes bytes{};
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(Below(256));
    return EntryId(bytes);
  }

  void AppendNow(const std::vector<domain::Change>& changes) {
    for (Side* side : {&kept_, &anew_}) {
      const auto appended = store::AppendTo(*side->store, changes);
      ASSERT_TRUE(appended.ok()) << appended.status();
    }
  }
  // Everything of a step at once.
  void Flush() {
    if (!changes_.empty()) AppendNow(std::exchange(changes_, {}));
    Settle();
  }
  void Settle() {
    for (Side* side : {&kept_, &anew_}) side->assessor->Notify();
    const absl::Time end = absl::Now() + kPatience;
    while (absl::Now() < end && !(kept_.IsDone(today_) && anew_.IsDone(today_))) absl::SleepFor(absl::Milliseconds(1));
    ASSERT_TRUE(kept_.IsDone(today_) && anew_.IsDone(today_));
  }
  // What is on one record alone, and stays so: nobody says when the members have been told of all.
  std::vector<std::string> Differences() {
    std::vector<std::string> lines;
    for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end; absl::SleepFor(absl::Milliseconds(5))) {
      const std::vector<std::string> kept = kept_.Lines();
      const std::vector<std::string> anew = anew_.Lines();
      lines.clear();
      std::set_symmetric_difference(kept.begin(), kept.end(), anew.begin(), anew.end(), std::back_inserter(lines));
      if (lines.empty()) break;
      for (std::string& line : lines) {
        line = absl::StrCat(std::binary_search(kept.begin(), kept.end(), line) ? "from folds: " : "anew: ", line);
      }
    }
    return lines;
  }

  domain::NewEntry EntryLike(const Written& written, Day reported) {
    domain::NewEntry entry = EntryOf(written.subject, written.kind, written.day);
    entry.entry.header.id = written.latest;
    entry.entry.header.occurred.minute_of_day = written.minute;
    entry.entry.header.reported.day = reported;
    entry.entry.header.personal = written.kind == Kind::kPersonalReaction;
    if (written.kind == Kind::kCrossing && Chance(80)) {
      entry.entry.facts.SetNumber(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, 500);
    }
    return entry;
  }
  void Add(const SubjectId& subject, Kind kind, Day day, std::optional<Day> reported = std::nullopt) {
    const EntryId id = NewId();
    standing_.push_back({id, id, subject, kind, day, added_++ % kMinutesOfADay});
    changes_.emplace_back(EntryLike(standing_.back(), reported.value_or(today_)));
  }
  Kind AnyKind(const SubjectId& subject) {
    if (subject == kMember) return Kind::kTraining;
    const uint64_t percent = Below(100);
    return percent < 60 ? Kind::kSession : percent < 80 ? Kind::kCrossing : Kind::kDiscussion;
  }
  SubjectId AnySubject() {
    const uint64_t percent = Below(100);
    return percent < 45 ? kCase : percent < 90 ? kMember : kOtherCase;
  }

  void AddInOrder() {
    const SubjectId subject = AnySubject();
    Add(subject, AnyKind(subject), today_);
  }
  // Anywhere, or a little behind the last one that came late.
  void AddLate(const SubjectId& subject) {
    Day day = today_ - static_cast<int>(Below(400));
    if (late_ && late_->first == subject && Chance(60)) {
      day = std::min(today_, late_->second + static_cast<int>(1 + Below(90)));
    }
    late_ = {subject, day};
    Add(subject, AnyKind(subject), day);
  }
  void Amend(Written& written, bool to_nothing = false) {
    const EntryId before = std::exchange(written.latest, NewId());
    if (!to_nothing && Chance(30)) written.day = std::min(today_, written.day + static_cast<int>(Below(9)) - 4);
    domain::NewEntry entry = EntryLike(written, today_);
    if (to_nothing) entry.entry.facts = domain::Facts();
    entry.entry.header.revises = before;
    changes_.emplace_back(std::move(entry));
  }
  void TakeBackAs(TakeBack how, size_t index) {
    const Written written = standing_[index];
    standing_.erase(standing_.begin() + static_cast<std::ptrdiff_t>(index));
    domain::NewEntry back = EntryOf(written.subject, Kind::kRetraction, today_);
    back.entry.header.id = NewId();
    back.entry.header.personal = written.kind == Kind::kPersonalReaction;
    back.entry.header.take_back = how;
    back.entry.header.revises = written.latest;
    changes_.emplace_back(std::move(back));
  }
  // To the other case.
  void Refile(size_t index) {
    const Written from = standing_[index];
    if (from.subject == kMember) return;
    Add(from.subject == kCase ? kOtherCase : kCase, from.kind, from.day);
    std::get<domain::NewEntry>(changes_.back()).entry.header.moved_from = {from.subject, from.first};
    TakeBackAs(TakeBack::kMoved, index);
  }
  void CallBack() {
    Add(kCase, Kind::kPersonalReaction, today_ - static_cast<int>(Below(60)));
    Flush();
    TakeBackAs(TakeBack::kRecalled, standing_.size() - 1);
  }
  void AmendToNothingAndRefile() {
    Add(kCase, Kind::kCrossing, today_ - static_cast<int>(Below(30)));
    std::get<domain::NewEntry>(changes_.back()).entry.facts.SetNumber(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, 500);
    Flush();
    Amend(standing_.back(), /*to_nothing=*/true);
    Flush();
    Refile(standing_.size() - 1);
  }
  // A case says something new while late entries of its therapist wait.
  void AddManyAtOnce() {
    for (int i = 0; i < 4; ++i) Add(kCase, AnyKind(kCase), today_ - static_cast<int>(Below(20)));
    for (int i = 0; i < 3; ++i) AddLate(kMember);
    Add(kOtherCase, Kind::kCrossing, today_);
  }
  void PassDays() {
    today_ += static_cast<int>(1 + Below(25));
    clock_.SetTime(absl::FromCivil(today_, absl::UTCTimeZone()) + absl::Hours(12));
  }

  void Step() {
    using Self = AssessorHistoryTest;
    const std::vector<std::pair<std::string, std::function<void(Self&)>>> steps = {
        {"in order", &Self::AddInOrder},
        {"late", [](Self& self) { self.AddLate(self.AnySubject()); }},
        {"late", [](Self& self) { self.AddLate(self.AnySubject()); }},
        {"late", [](Self& self) { self.AddLate(self.AnySubject()); }},
        {"amended", [](Self& self) { self.Amend(self.standing_[self.Below(self.standing_.size())]); }},
        {"taken back", [](Self& self) { self.TakeBackAs(TakeBack::kPlain, self.Below(self.standing_.size())); }},
        {"refiled", [](Self& self) { self.Refile(self.Below(self.standing_.size())); }},
        {"called back", &Self::CallBack},
        {"amended to nothing and refiled", &Self::AmendToNothingAndRefile},
        {"many at once", &Self::AddManyAtOnce},
        {"many at once", &Self::AddManyAtOnce},
        {"days pass", &Self::PassDays}};
    const auto& [name, step] = steps[Below(steps.size())];
    told_ += absl::StrCat(told_.empty() ? "" : ", ", name);
    step(*this);
    Flush();
  }

  // In order, one every few days up to today.
  void AddHistory(const SubjectId& subject, size_t entries) {
    for (size_t i = entries; i > 0; --i) {
      const Day day = kFirstToday - static_cast<int>(2 * i + Below(2));
      Add(subject, AnyKind(subject), day, day);
    }
  }

  std::mt19937_64 random_{GetParam()};
  Day today_ = kFirstToday;
  SimulatedClock clock_{absl::FromCivil(kFirstToday, absl::UTCTimeZone()) + absl::Hours(12)};
  Side kept_{clock_, nullptr};
  Side anew_{clock_, kept_.store.get()};
  std::vector<domain::Change> changes_;  // of the step at hand
  std::vector<Written> standing_;
  int added_ = 0;  // entries, corrections left out
  std::optional<std::pair<SubjectId, Day>> late_;
  std::string told_;  // which steps there were
};

TEST_P(AssessorHistoryTest, WhatGoesOnFromFoldsIsWhatIsReplayedFromNothing) {
  AddHistory(kCase, 130 + Below(70));
  AddHistory(kMember, 130 + Below(70));
  AppendNow(std::exchange(changes_, {}));
  kept_.Start(clock_);
  anew_.Start(clock_);
  ASSERT_FALSE(HasFailure());
  Settle();
  ASSERT_THAT(Differences(), IsEmpty()) << "at first";

  for (int step = 1; step <= 40; ++step) {
    Step();
    ASSERT_FALSE(HasFailure()) << "at step " << step << ": " << told_;
    // In between members have not been told of all when the next entries come.
    if (step % 2 != 0) continue;
    ASSERT_THAT(Differences(), IsEmpty()) << "after step " << step << ": " << told_;
  }

  EXPECT_TRUE(kept_.store->Latest()->ListNotAssessed(10)->empty()) << "everything could be judged";
  EXPECT_GT(kept_.Lines().size(), 50U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AssessorHistoryTest, ::testing::Range<uint64_t>(1, 5));

}  // namespace
}  // namespace candor::policy::assessor_history_property_test
