#ifndef CANDOR_TESTS_UNIT_POLICY_UNKEPT_STORE_H_
#define CANDOR_TESTS_UNIT_POLICY_UNKEPT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/store.h"

namespace candor::policy::testing {

// What an assessment begins with where no fold is ever kept: everything is replayed from nothing. Thread-safe.
class UnkeptFolds final : public domain::AssessmentSource {
 public:
  // `source` is not owned and outlives it.
  explicit UnkeptFolds(domain::AssessmentSource& source) : source_(source) {}

  absl::StatusOr<std::vector<domain::PluginFold>> Folds(const domain::SubjectId&, std::string_view,
                                                        std::string_view) const override {
    return std::vector<domain::PluginFold>();
  }
  absl::StatusOr<std::vector<domain::KeptFold>> KeptFolds(const domain::SubjectId&, std::string_view,
                                                          std::string_view) const override {
    return std::vector<domain::KeptFold>();
  }
  absl::StatusOr<std::shared_ptr<const domain::PluginFold>> NewestFold(const domain::SubjectId&, std::string_view,
                                                                       std::string_view) const override {
    return std::shared_ptr<const domain::PluginFold>();
  }
  absl::StatusOr<std::vector<domain::KeptFold>> NewestFolds(const domain::SubjectId&,
                                                            const std::vector<domain::PluginInfo>& plugins,
                                                            std::string_view) const override {
    return std::vector<domain::KeptFold>(plugins.size());
  }
  void SaveFolds(const domain::SubjectId&, std::string_view, std::string_view, const domain::Place&,
                 std::vector<domain::PluginFold>) override {}
  void SaveAllFolds(const domain::SubjectId&, std::string_view, std::vector<NewFolds>) override {}
  absl::StatusOr<std::vector<Waiting>> Unassessed(size_t limit) const override { return source_.Unassessed(limit); }
  absl::StatusOr<std::vector<Waiting>> UnassessedOf(const std::set<domain::SubjectId>& subjects) const override {
    return source_.UnassessedOf(subjects);
  }
  absl::StatusOr<std::vector<domain::SubjectId>> TimersBefore(int32_t day, size_t limit) const override {
    return source_.TimersBefore(day, limit);
  }

 private:
  domain::AssessmentSource& source_;
};

// A store that keeps no folds, and names follow-ups as `names` does, so that both can be compared. Thread-safe.
class UnkeptStore final : public domain::Store {
 public:
  // Neither is owned; both outlive it.
  UnkeptStore(domain::Store& store, const domain::Store& names)
      : store_(store), names_(names), folds_(store.assessments()) {}

  void Append(domain::Transaction transaction, domain::AppendCallback done) override {
    store_.Append(std::move(transaction), std::move(done));
  }
  std::shared_ptr<const domain::View> Latest() const override { return store_.Latest(); }
  absl::StatusOr<std::shared_ptr<const domain::View>> AsOf(absl::Time as_of, const domain::GoOn& go_on) const override {
    return store_.AsOf(as_of, go_on);
  }
  std::unique_ptr<domain::Trial> Try() const override { return store_.Try(); }
  std::unique_ptr<domain::Rehearsal> Rehearse(size_t most_bytes) const override { return store_.Rehearse(most_bytes); }
  domain::AssessmentSource& assessments() override { return folds_; }
  domain::Evidence& evidence() override { return store_.evidence(); }
  const LedgerId& ledger_id() const override { return store_.ledger_id(); }
  domain::NamingKeys naming_keys() const override { return store_.naming_keys(); }
  IdBytes NameRequested(const domain::Caller& caller, std::string_view thing,
                        std::string_view request_id) const override {
    return store_.NameRequested(caller, thing, request_id);
  }
  FollowUpId NameFollowUp(const domain::SubjectId& subject, std::string_view rule,
                          std::string_view key) const override {
    return names_.NameFollowUp(subject, rule, key);
  }

 private:
  domain::Store& store_;
  const domain::Store& names_;
  UnkeptFolds folds_;
};

}  // namespace candor::policy::testing

#endif  // CANDOR_TESTS_UNIT_POLICY_UNKEPT_STORE_H_
