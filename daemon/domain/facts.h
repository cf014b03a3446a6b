#ifndef CANDOR_DAEMON_DOMAIN_FACTS_H_
#define CANDOR_DAEMON_DOMAIN_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

// One recorded field. Number, answer, choice and day are held as int64; member and case as their 16 bytes; text as
// UTF-8.
struct Fact {
  FieldId field = 0;
  std::variant<int64_t, IdBytes, std::string> value;

  bool operator==(const Fact&) const = default;
};

// The typed fields of one entry, in order of field id (values of a repeated field in the order given). What is absent
// was not recorded. Thread-compatible.
class Facts {
 public:
  void SetNumber(FieldId field, int64_t value) { Insert({field, value}); }
  void SetId(FieldId field, const IdBytes& value) { Insert({field, value}); }
  void SetText(FieldId field, std::string value) { Insert({field, std::move(value)}); }

  // The first value of the field, or nullopt when it was not recorded or is of another type.
  std::optional<int64_t> Number(FieldId field) const;
  std::optional<IdBytes> IdOf(FieldId field) const;
  const std::string* Text(FieldId field) const;  // nullptr when not recorded
  bool Has(FieldId field) const;

  const std::vector<Fact>& all() const { return facts_; }
  bool empty() const { return facts_.empty(); }
  // Only the facts of one class, in order.
  Facts OfClass(FieldClass field_class) const;
  // The facts of both, in order. REQUIRES: no field that is not repeated stands in both.
  static Facts Merge(const Facts& a, const Facts& b);

  bool operator==(const Facts&) const = default;

 private:
  // A repeated field keeps every value, another the last one.
  void Insert(Fact fact);

  std::vector<Fact> facts_;
};

// INVALID_ARGUMENT naming the field ("facts.minutes") when a fact does not belong to `kind`, is of the wrong type, is
// an unknown word of a choice, or is out of range (numbers 0..1,000,000,000; text over 16 KiB or not UTF-8; a
// currency that is no three capital letters).
absl::Status CheckFacts(Kind kind, const Facts& facts);
// INVALID_ARGUMENT, in the same words, when the day of something that has happened lies after `today`.
absl::Status CheckPast(const Facts& facts, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_FACTS_H_
