#ifndef CANDOR_DAEMON_POLICY_SCENARIO_ENTRY_READER_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_ENTRY_READER_H_

#include <toml++/toml.h>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/vocabulary.h"
#include "daemon/policy/scenario/scenario.h"
#include "daemon/policy/scenario/toml_reader.h"

namespace candor::policy {

// What the words of a scenario's entries refer to. Ids are counted, so that a scenario is the same each time it is
// read.
struct ScenarioNames {
  std::map<std::string, MemberId> people;
  std::map<std::string, CaseId> cases;       // "client" is always there
  std::map<std::string, EntryId> entries;    // by label, as far as they have been read
  std::map<EntryId, domain::Entry> written;  // the same, whole
  MemberId therapist;                        // whom an entry is about that names nobody
};

// An id whose last bytes are the number.
IdBytes CountedId(uint64_t number);

// Reads the entries of a scenario one after another. Thread-compatible.
class EntryReader {
 public:
  // Not owned; both outlive this.
  EntryReader(const TomlReader& reader, ScenarioNames& names) : reader_(reader), names_(names) {}

  absl::StatusOr<ScenarioEntry> Read(const toml::table& table);
  // The member of that name; INVALID_ARGUMENT where there is none.
  absl::StatusOr<MemberId> Person(const toml::node& node, std::string_view key) const;
  // The entry of that label, which must stand above.
  absl::StatusOr<EntryId> Labelled(const toml::node& node, std::string_view key) const;

 private:
  absl::Status ReadKind(const toml::table& table, domain::Entry& entry);
  // What is amended or taken back, in place of what the table leaves out.
  absl::Status ReadRevised(const toml::table& table, domain::Entry& entry);
  absl::Status ReadDays(const toml::table& table, domain::Entry& entry);
  absl::Status ReadPeople(const toml::table& table, domain::Entry& entry);
  absl::Status ReadSubject(const toml::table& table, domain::Entry& entry);
  absl::Status ReadHow(const toml::table& table, domain::Entry& entry);
  absl::Status ReadFields(const toml::table& table, domain::Entry& entry);
  absl::Status ReadField(const toml::node& node, const domain::FieldInfo& field, domain::Facts& facts);
  CaseId CaseOf(const std::string& name);

  const TomlReader& reader_;
  ScenarioNames& names_;
  uint64_t count_ = 0;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_ENTRY_READER_H_
