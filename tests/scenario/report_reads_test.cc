#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/crypto/hashing.h"
#include "daemon/crypto/key_table.h"
#include "daemon/domain/compliance_report.h"
#include "daemon/store/ledger_store.h"
#include "daemon/store/memory_kv.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/store/store_fixture.h"

// A report reads maintained counts and the follow-ups that are open; how many entries there are makes no difference.
namespace candor::store::report_reads_test {
namespace {

using domain::EntryBuilder;

constexpr int kTherapists = 10;
constexpr int kMonths = 24;
constexpr int kEntriesPerCase = 20;
constexpr int kOpenCases = 40;
constexpr int kCasesPerTransaction = 20;
constexpr int64_t kSecond = 1'736'899'200;  // 2025-01-15

// A Kv over memory that counts the keys that are read through it and its snapshots.
class CountingReader : public KvReader {
 public:
  CountingReader(std::shared_ptr<const KvReader> inner, std::shared_ptr<std::atomic<uint64_t>> reads)
      : inner_(std::move(inner)), reads_(std::move(reads)) {}

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    ++*reads_;
    return inner_->Get(family, key, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    ++*reads_;  // finding the first key
    return inner_->Scan(family, begin, end, limit, [&](std::string_view key, std::string_view value) {
      ++*reads_;
      return visit(key, value);
    });
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override {
    ++*reads_;
    return inner_->LastKey(family);
  }

 private:
  std::shared_ptr<const KvReader> inner_;
  std::shared_ptr<std::atomic<uint64_t>> reads_;
};

class CountingKv final : public Kv {
 public:
  explicit CountingKv(std::shared_ptr<std::atomic<uint64_t>> reads)
      : reads_(std::move(reads)), inner_(std::make_shared<MemoryKv>()), reader_(inner_, reads_) {}

  absl::StatusOr<bool> Get(Family family, std::string_view key, std::string& value) const override {
    return reader_.Get(family, key, value);
  }
  absl::Status Scan(Family family, std::string_view begin, std::string_view end, size_t limit,
                    const Visitor& visit) const override {
    return reader_.Scan(family, begin, end, limit, visit);
  }
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const override { return reader_.LastKey(family); }
  absl::Status Write(const WriteBatch& batch, Durability durability) override {
    return inner_->Write(batch, durability);
  }
  std::shared_ptr<const KvReader> Snapshot() const override {
    return std::make_shared<CountingReader>(inner_->Snapshot(), reads_);
  }
  absl::Status SyncLog() override { return inner_->SyncLog(); }
  absl::Status Flush() override { return inner_->Flush(); }
  absl::Status DropFamily(Family family) override { return inner_->DropFamily(family); }

 private:
  std::shared_ptr<std::atomic<uint64_t>> reads_;
  std::shared_ptr<MemoryKv> inner_;
  CountingReader reader_;
};

MemberId Therapist(int number) {
  return domain::IdNumber<MemberId>(static_cast<uint16_t>(1000 + number));
}

// Cases of twenty entries each, every therapist has as many in every month; what was called for in each is closed,
// except in the first cases.
class CountedPractice {
 public:
  void Open() {
    LedgerStore::Parts parts;
    parts.id = LedgerId::Random();
    parts.kv = std::make_unique<CountingKv>(reads_);
    parts.clock = &clock_;
    auto keys = crypto::KeyTable::Create(folder_.Join("KEYS"), crypto::RandomKey());
    ASSERT_TRUE(keys.ok()) << keys.status();
    parts.keys = std::shared_ptr<crypto::KeyTable>(*std::move(keys));
    store_ = std::make_unique<LedgerStore>(std::move(parts), Watermark());
    domain::Activation activation{"set", {"consultation 1.0.0"}, {"default 1.0.0"}, Day(2023, 1, 1)};
    ASSERT_TRUE(AppendTo(*store_, {domain::Settings(), activation}).ok());
    for (int i = 0; i < kTherapists; ++i) {
      domain::Member member{Therapist(i), "Therapist " + std::to_string(i), {}};
      ASSERT_TRUE(AppendTo(*store_, {member}).ok());
    }
  }

  void AddCases(int count) {
    while (count > 0) {
      const int together = std::min(count, kCasesPerTransaction);
      ASSERT_NO_FATAL_FAILURE(AddTogether(together));
      count -= together;
    }
  }

  // Keys read by one report on a quarter that is over.
  uint64_t ReadsOfReport() {
    const auto view = store_->Latest();
    const uint64_t before = *reads_;
    const domain::ReportMoment now{*view, absl::FromUnixSeconds(kSecond)};
    const auto settings = view->GetSettings();
    EXPECT_TRUE(settings.ok()) << settings.status();
    const auto report =
        domain::BuildComplianceReport(now, now, *domain::ParseQuarter("2024Q3"), settings.value_or(domain::Settings()));
    const uint64_t reads = *reads_ - before;
    EXPECT_TRUE(report.ok()) << report.status();
    if (report.ok()) shown_ = CountShown(*report);
    return reads;
  }

  uint64_t entries() const { return store_->Latest()->entries(); }
  // Rows with figures in the last report.
  int shown() const { return shown_; }

 private:
  static int CountShown(const domain::ComplianceReport& report) {
    int shown = 0;
    for (const domain::ReportSection& section : report.sections) {
      for (const domain::ReportRow& row : section.rows) shown += row.state == domain::CellState::kShown ? 1 : 0;
    }
    return shown;
  }

  void AddTogether(int count) {
    std::vector<domain::Change> changes;
    domain::Assessment assessment;
    for (int i = 0; i < count; ++i) AddCase(changes, assessment);
    const size_t size = changes.size();
    const auto appended = AppendTo(*store_, std::move(changes));
    ASSERT_TRUE(appended.ok()) << appended.status();
    assessment.answers_to = appended->first_number + size;
    for (domain::SubjectProgress& progress : assessment.progress) progress.assessed_to = assessment.answers_to;
    const auto assessed = AppendTo(*store_, {std::move(assessment)});
    ASSERT_TRUE(assessed.ok()) << assessed.status();
  }

  void AddCase(std::vector<domain::Change>& changes, domain::Assessment& assessment) {
    const int number = cases_++;
    const MemberId therapist = Therapist(number % kTherapists);
    const Day first(absl::CivilMonth(2023, 1) + number / kTherapists % kMonths);
    const int variant = number / kTherapists / kMonths % 4;
    const CaseId id = CaseId::Random();
    changes.push_back(domain::NewCase{id, "C-" + std::to_string(number)});
    for (EntryBuilder& entry : CourseFrom(first, variant)) {
      domain::NewEntry change;
      change.entry = entry.By(therapist).Build();
      change.entry.header.subject = SubjectId::Of(id);
      change.entry.header.author = therapist;
      changes.push_back(std::move(change));
    }
    AddFollowUps(id, therapist, first, variant, number < kOpenCases, assessment);
  }

  static std::vector<EntryBuilder> CourseFrom(Day first, int variant) {
    std::vector<EntryBuilder> course = {domain::EntryOf(Kind::kIntake, first)};
    for (int i = 1; i <= kEntriesPerCase - 5; ++i) course.push_back(domain::EntryOf(Kind::kSession, first + i));
    course.push_back(domain::EntryOf(Kind::kConsultation, first + 16)
                         .Word("consultant_kind", "ethics_line")
                         .Word("decision", "refer"));
    course.push_back(domain::EntryOf(Kind::kReferral, first + 18 + variant).Word("outcome", "accepted"));
    course.push_back(domain::EntryOf(Kind::kTransferStep, first + 22).Word("joint_session", "yes"));
    course.push_back(domain::EntryOf(Kind::kTermination, first + 25)
                         .Word("initiator", "therapist")
                         .Word("needs_further_care", variant % 2 == 0 ? "yes" : "no"));
    return course;
  }

  void AddFollowUps(const CaseId& id, const MemberId& therapist, Day first, int variant, bool open,
                    domain::Assessment& assessment) {
    assessment.progress.push_back({SubjectId::Of(id), 0, std::nullopt, {}});
    const auto add = [&](const char* rule, domain::Action action, domain::KeyClass key_class, int closed_after) {
      domain::FollowUpSection section;
      section.clear = domain::ResolvedFollowUp(1, action, first + 2, first + 16, first + 2 + closed_after).clear;
      section.clear.id = store_->NameFollowUp(SubjectId::Of(id), rule, "key");
      section.clear.situation = SituationId(section.clear.id.bytes());
      section.clear.subject = SubjectId::Of(id);
      section.clear.therapist = therapist;
      section.clear.key_class = key_class;
      if (open) {
        section.clear.state = domain::RuleState::kOpen;
        section.clear.cause = domain::ResolvedCause::kNone;
        section.clear.resolved_on.reset();
      }
      section.sealed.rule = rule;
      assessment.sections.push_back(std::move(section));
    };
    add("attraction_consult", domain::Action::kTalk, domain::KeyClass::kPersonal, 3 + variant * 5);
    add("consultation_complete", domain::Action::kDocument, domain::KeyClass::kGeneral, 5 + variant * 10);
  }

  TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromUnixSeconds(kSecond)};
  std::shared_ptr<std::atomic<uint64_t>> reads_ = std::make_shared<std::atomic<uint64_t>>(0);
  std::unique_ptr<LedgerStore> store_;
  int cases_ = 0;
  int shown_ = 0;
};

TEST(ReportReadsTest, DoNotGrowWithTheEntries) {
  constexpr int kFew = 20'000;
  constexpr int kMany = 200'000;
  CountedPractice practice;
  ASSERT_NO_FATAL_FAILURE(practice.Open());

  ASSERT_NO_FATAL_FAILURE(practice.AddCases(kFew / kEntriesPerCase));
  ASSERT_EQ(practice.entries(), uint64_t{kFew});
  const uint64_t few = practice.ReadsOfReport();
  EXPECT_GT(practice.shown(), 10);
  ASSERT_NO_FATAL_FAILURE(practice.AddCases((kMany - kFew) / kEntriesPerCase));
  ASSERT_EQ(practice.entries(), uint64_t{kMany});
  const uint64_t many = practice.ReadsOfReport();

  std::cout << "keys read: " << few << " at " << kFew << " entries, " << many << " at " << kMany << "\n";
  EXPECT_GT(few, 100U);
  EXPECT_LE(static_cast<double>(many), 1.1 * static_cast<double>(few));
}

}  // namespace
}  // namespace candor::store::report_reads_test
