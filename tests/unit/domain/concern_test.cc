#include "daemon/domain/concern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/decision_rights.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/report_figures.h"
#include "daemon/domain/subordinates.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// When whom a concern is about is told, who looks into it, and in whose figures it is.
namespace candor::domain::concern_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const MemberId kSubject = IdNumber<MemberId>(1);
const MemberId kReporter = IdNumber<MemberId>(2);
const MemberId kDele = IdNumber<MemberId>(3);
const MemberId kOlive = IdNumber<MemberId>(4);
constexpr Day kMonday(2025, 3, 3);

RecordedEntry Raised() {
  RecordedEntry recorded;
  EntryHeader& header = recorded.entry.header;
  header.id = IdNumber<EntryId>(9);
  header.subject = SubjectId::Of(kSubject);
  header.kind = Kind::kConcern;
  header.therapist = kSubject;
  header.author = kReporter;
  header.source = Source::kColleague;
  header.occurred.day = kMonday;
  header.reported.day = kMonday;
  header.partition = 77;
  recorded.number = 5;
  return recorded;
}

ConcernNotice Step(ConcernStep step, Day on, std::optional<Day> until = std::nullopt) {
  ConcernNotice notice;
  notice.subject = SubjectId::Of(kSubject);
  notice.about = Raised().entry.header.id.bytes();
  notice.step = step;
  notice.by = step == ConcernStep::kSealed ? kOlive : kDele;
  notice.second = step == ConcernStep::kSealed ? kDele : MemberId();
  notice.until = until;
  notice.recorded_at = absl::FromCivil(on, absl::UTCTimeZone()) + absl::Hours(12);
  return notice;
}

ConcernFile File(const std::vector<ConcernNotice>& notices, int32_t days = kNotifySubjectDays) {
  Settings settings;
  settings.access.notify_subject_days = days;
  return FileOf(Raised(), notices, settings, absl::UTCTimeZone());
}

TEST(ConcernTest, IsWhatSomebodyElseSays) {
  EntryHeader header = Raised().entry.header;
  EXPECT_TRUE(IsConcern(header));
  header.author = MemberId();
  EXPECT_TRUE(IsConcern(header)) << "also without a name";
  header.author = kSubject;
  EXPECT_FALSE(IsConcern(header)) << "what they say of themselves";
  header = Raised().entry.header;
  header.kind = Kind::kComplaint;
  EXPECT_FALSE(IsConcern(header));
}

TEST(ConcernTest, NobodyIsToldBeforeSomebodyHasIt) {
  const ConcernFile file = File({});

  EXPECT_EQ(file.about, kSubject);
  EXPECT_EQ(file.reporter, kReporter);
  EXPECT_EQ(file.told_on, std::nullopt);
  EXPECT_FALSE(file.IsTold(kMonday + 10000));
  EXPECT_EQ(file.DecideFrom(), std::nullopt);
}

TEST(ConcernTest, TheyAreToldFiveOpenDaysAfterThat) {
  // Monday, and the weekend between does not count.
  const ConcernFile file = File({Step(ConcernStep::kAcknowledged, kMonday)});

  EXPECT_EQ(file.acknowledged, kMonday);
  EXPECT_EQ(file.told_on, kMonday + 7);
  EXPECT_FALSE(file.IsTold(kMonday + 6));
  EXPECT_TRUE(file.IsTold(kMonday + 7));
  EXPECT_EQ(File({Step(ConcernStep::kAcknowledged, kMonday)}, 2).told_on, kMonday + 2);
  EXPECT_EQ(File({Step(ConcernStep::kAcknowledged, kMonday), Step(ConcernStep::kAcknowledged, kMonday + 30)}).told_on,
            kMonday + 7)
      << "to have it again moves nothing";
}

TEST(ConcernTest, WhatIsAboutAnotherConcernMovesNothing) {
  ConcernNotice other = Step(ConcernStep::kAcknowledged, kMonday);
  other.about = IdNumber<EntryId>(8).bytes();

  EXPECT_EQ(File({other}).acknowledged, std::nullopt);
}

TEST(ConcernTest, ASealOfTwoMovesTheDayAndAProposalDoesNot) {
  const ConcernNotice acknowledged = Step(ConcernStep::kAcknowledged, kMonday);
  ConcernNotice proposed = Step(ConcernStep::kSealProposed, kMonday + 1, kMonday + 20);
  proposed.reason = Sensitive<std::string>("records are being secured");

  EXPECT_EQ(File({acknowledged, proposed}).told_on, kMonday + 7);
  EXPECT_TRUE(File({acknowledged, proposed}).proposal.has_value());
  const ConcernFile sealed = File({acknowledged, proposed, Step(ConcernStep::kSealed, kMonday + 2, kMonday + 20)});
  EXPECT_EQ(sealed.told_on, kMonday + 21);
  EXPECT_EQ(sealed.sealed_by, kDele);
  EXPECT_EQ(sealed.sealed_second, kOlive);
  EXPECT_EQ(sealed.sealed_reason.Reveal(), "records are being secured") << "as it was proposed";
  EXPECT_FALSE(sealed.proposal.has_value());
  EXPECT_EQ(sealed.seal_limit, kMonday + 7 + kLongestSealDays - 1) << "told 30 days later at the latest";
  const ConcernFile refused = File({acknowledged, proposed, Step(ConcernStep::kSealRefused, kMonday + 2)});
  EXPECT_EQ(refused.told_on, kMonday + 7);
  EXPECT_FALSE(refused.proposal.has_value());
}

TEST(ConcernTest, NothingIsDecidedBeforeTheyWereHeardOrHadTheTime) {
  ConcernFile file = File({Step(ConcernStep::kAcknowledged, kMonday)});

  EXPECT_EQ(file.DecideFrom(), kMonday + 7 + kAnswerDays);
  file.answered = kMonday + 9;
  EXPECT_EQ(file.DecideFrom(), kMonday + 9);
  file.answered = kMonday + 40;
  EXPECT_EQ(file.DecideFrom(), kMonday + 7 + kAnswerDays) << "an answer that comes later takes no time away";
}

class ConcernRightsTest : public testing::Test {
 protected:
  RoleChange& Give(uint8_t number, const MemberId& member, Role role) {
    RoleChange& given = view_.roles.emplace_back();
    given.id = RoleChangeId(IdBytes{number});
    given.member = member;
    given.role = role;
    given.from = kMonday - 100;
    return given;
  }
  void Supervise(const MemberId& supervisee, const MemberId& supervisor) {
    Supervision relation;
    relation.supervisee = supervisee;
    relation.supervisor = supervisor;
    relation.from = kMonday - 100;
    view_.supervisions[supervisee].push_back(relation);
    view_.supervisions[supervisor].push_back(relation);
  }
  ConcernBar BarOf(const MemberId& who) { return *ConcernBarOf(view_, kSubject, kReporter, who, kMonday); }

  CountedView view_;
};

TEST_F(ConcernRightsTest, AnswersToTheLineOfSupervisorsAndToWhomTheyStandInFor) {
  Supervise(kReporter, kDele);
  Supervise(kDele, kSubject);
  RoleChange& deputy = Give(1, kOlive, Role::kDirector);
  deputy.deputy = true;
  deputy.of = kDele;

  EXPECT_THAT(*SuperiorsOf(view_, kReporter, kMonday), ElementsAre(kDele, kSubject));
  EXPECT_THAT(*SuperiorsOf(view_, kOlive, kMonday), ElementsAre(kDele, kSubject));
  EXPECT_THAT(*SuperiorsOf(view_, kSubject, kMonday), IsEmpty());
  EXPECT_TRUE(*AnswersTo(view_, kReporter, kSubject, kMonday));
  EXPECT_FALSE(*AnswersTo(view_, kSubject, kReporter, kMonday));
}

TEST_F(ConcernRightsTest, NobodyLooksIntoWhatIsAboutThemselvesOrWhomTheyAnswerTo) {
  Supervise(kDele, kSubject);

  EXPECT_EQ(BarOf(kSubject), ConcernBar::kSubject);
  EXPECT_EQ(BarOf(kDele), ConcernBar::kSubordinate);
  EXPECT_EQ(BarOf(kReporter), ConcernBar::kReporter);
  EXPECT_EQ(BarOf(kOlive), ConcernBar::kNone);
}

TEST_F(ConcernRightsTest, AboutTheDirectionTheirReviewerDecides) {
  Give(1, kSubject, Role::kDirector);
  Give(2, kDele, Role::kDirector);
  Give(3, kOlive, Role::kIndependentReviewer).of = kSubject;

  EXPECT_EQ(BarOf(kDele), ConcernBar::kDirection) << "another director does not";
  EXPECT_EQ(BarOf(kOlive), ConcernBar::kNone);
  FollowUp matter;
  matter.clear.restricted = true;
  matter.clear.therapist = kSubject;
  matter.clear.subject = SubjectId::Of(kSubject);
  EXPECT_EQ(*DecisionBarOf(view_, matter, kDele, kMonday), DecisionBar::kDirection);
  EXPECT_EQ(*DecisionBarOf(view_, matter, kOlive, kMonday), DecisionBar::kNone);
  matter.clear.restricted = false;
  EXPECT_EQ(*DecisionBarOf(view_, matter, kDele, kMonday), DecisionBar::kNone);
}

TEST_F(ConcernRightsTest, WhoStandsInForAReviewerReviewsWhileTheyAreAway) {
  Give(1, kOlive, Role::kIndependentReviewer).of = kSubject;
  RoleChange& deputy = Give(2, kDele, Role::kIndependentReviewer);
  deputy.deputy = true;
  deputy.of = kOlive;

  Give(3, kSubject, Role::kDirector);

  EXPECT_FALSE(*ReviewsMatterOf(view_, kDele, kSubject, kMonday));
  view_.staffing[kOlive] = {EntryOf(Kind::kAbsence, kMonday).By(kOlive).On("to", kMonday + 3).Header()};
  EXPECT_TRUE(*ReviewsMatterOf(view_, kDele, kSubject, kMonday));
  EXPECT_TRUE(*ReviewsMatterOf(view_, kDele, kReporter, kMonday)) << "who leads nobody";
  Give(4, kReporter, Role::kOwner);
  EXPECT_FALSE(*ReviewsMatterOf(view_, kDele, kReporter, kMonday)) << "whom the other one does not review";
}

TEST_F(ConcernRightsTest, FiguresAreTheSumOfThePartsThatAreNotKeptFromTheReader) {
  const auto count = [&](uint32_t partition, Day day) {
    view_.contributions.push_back({CountBasis::kOpened, Figure::kMatter, day, 3, partition, kSubject, CaseId()});
  };
  count(0, kMonday);
  count(77, kMonday + 1);

  const auto all = WindowFigures::Read(view_, CountBasis::kOpened, kMonday, kMonday + 2);
  const auto some = WindowFigures::Read(view_, CountBasis::kOpened, kMonday, kMonday + 2, {77});
  EXPECT_EQ(all->Count(Figure::kMatter, 3), 2);
  EXPECT_EQ(some->Count(Figure::kMatter, 3), 1);
  const auto days = ReadDays(view_, CountBasis::kOpened, Figure::kMatter, kMonday, kMonday + 2, {77});
  ASSERT_EQ(days->size(), 1U);
  EXPECT_EQ(days->front().day, kMonday);
  EXPECT_EQ(*view_.CasesBehind(CountBasis::kOpened, Figure::kMatter, 3, kMonday, kMonday + 2, 9, {0, 77}), 0U);
}

// Of Monday, as the number is.
RecordedEntry RaisedAs(int number, int64_t about = 0) {
  RecordedEntry recorded = Raised();
  recorded.entry.header.id = IdNumber<EntryId>(static_cast<uint16_t>(number));
  recorded.entry.header.order_digest = static_cast<uint64_t>(number);
  recorded.number = static_cast<uint64_t>(number);
  if (about != 0) recorded.entry.header.facts.SetNumber(fields::kConcernAbout, about);
  return recorded;
}

RecordedEntry StepAs(int number, int64_t about = 0) {
  RecordedEntry recorded = RaisedAs(number, about);
  recorded.entry.header.facts.SetNumber(fields::kConcernEvent, 4);
  return recorded;
}

std::vector<uint64_t> MeantBy(const std::vector<RecordedEntry>& timeline, const RecordedEntry& step) {
  CountedView view;
  view.timelines[kSubject] = timeline;
  view.entries_by_id[step.entry.header.id] = step;
  for (const RecordedEntry& each : timeline) view.entries_by_id[each.entry.header.id] = each;
  const absl::StatusOr<std::vector<RecordedEntry>> meant = ConcernsMeantBy(view, step);
  EXPECT_TRUE(meant.ok()) << meant.status();
  std::vector<uint64_t> numbers;
  if (!meant.ok()) return numbers;
  for (const RecordedEntry& each : *meant) numbers.push_back(each.number);
  return numbers;
}

TEST(ConcernTest, AStepWithoutANameMayMeanWhatStoodWhenItWasWritten) {
  EXPECT_THAT(MeantBy({RaisedAs(10), RaisedAs(12)}, StepAs(11)), ElementsAre(10));
  EXPECT_THAT(MeantBy({RaisedAs(9), RaisedAs(10), RaisedAs(12)}, StepAs(11)), ElementsAre(9, 10));
  EXPECT_THAT(MeantBy({RaisedAs(9, 2), RaisedAs(10, 3)}, StepAs(11, 3)), ElementsAre(10)) << "of one topic";

  RecordedEntry late = RaisedAs(10);
  late.entry.header.reported.day = kMonday + 1;
  EXPECT_THAT(MeantBy({late}, StepAs(11)), IsEmpty()) << "written down on a later day";
  RecordedEntry own = RaisedAs(10);
  own.entry.header.source = Source::kSelf;
  EXPECT_THAT(MeantBy({own, StepAs(9)}, StepAs(11)), IsEmpty());
}

TEST(ConcernTest, WhatWasTakenBackAfterwardsStoodAllTheSame) {
  RecordedEntry gone = RaisedAs(9);
  gone.retracted = true;
  gone.revised_by = IdNumber<EntryId>(20);
  RecordedEntry retraction = RaisedAs(20);
  retraction.entry.header.revises = gone.entry.header.id;

  EXPECT_THAT(MeantBy({gone, RaisedAs(10), retraction}, StepAs(11)), ElementsAre(9, 10));
  EXPECT_THAT(MeantBy({gone, RaisedAs(10), retraction}, StepAs(21)), ElementsAre(10));
}

TEST(ConcernTest, WhatAnImportTellsMayMeanWhatOneBrought) {
  RecordedEntry brought = RaisedAs(9);
  brought.entry.header.source = Source::kImport;
  RecordedEntry step = StepAs(11);
  step.entry.header.source = Source::kImport;

  EXPECT_THAT(MeantBy({brought, RaisedAs(10)}, step), ElementsAre(9));
  EXPECT_THAT(MeantBy({brought, RaisedAs(10)}, StepAs(11)), ElementsAre(9, 10));
}

}  // namespace
}  // namespace candor::domain::concern_test
