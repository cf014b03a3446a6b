#ifndef CANDOR_CLI_VERBS_ENTRY_FORM_H_
#define CANDOR_CLI_VERBS_ENTRY_FORM_H_

#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "cli/wire/schema.h"

namespace candor::cli {

// What a person gave for an entry, as text by name: kind, case, member, date, time, reported, therapist, first_reader,
// source, basis, stage, matter, note, and the kind's fields. Values come from options, from standard input or from
// questions on the terminal; the first to give one wins. Thread-compatible.
class EntryForm {
 public:
  void Set(const std::string& name, const std::string& value) { values_[name] = {value}; }
  void Add(const std::string& name, const std::string& value) { values_[name].push_back(value); }
  void Clear(const std::string& name) { values_.erase(name); }
  bool Has(const std::string& name) const { return values_.contains(name); }
  // The (last) value, or "".
  std::string Get(const std::string& name) const;
  const std::vector<std::string>& All(const std::string& name) const;
  const std::map<std::string, std::vector<std::string>>& values() const { return values_; }

  // Reads "name: value" lines up to an empty line, and all that follows as the note. What options gave stays.
  // INVALID_ARGUMENT for a line without a colon, with `example` of what is taken.
  absl::Status Read(std::istream& in,
                    std::string_view example = "\"kind: session\", then an empty line, then the note");

  // A name that is neither part of the head nor a field of `kind`: INVALID_ARGUMENT that names the fields there are.
  absl::Status CheckNames(const SchemaKind& kind) const;
  // A value that is not UTF-8: INVALID_ARGUMENT that names its field. REQUIRES: the names were checked.
  absl::Status CheckUtf8() const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

// Options for the head of an entry (--date, --therapist …) and for a kind's fields. Free text and what AskedForOnly()
// names get none: what stands on a command line can be seen by everyone on the machine.
void AddHeaderOptions(CLI::App& command, EntryForm& form);
void AddFactOptions(CLI::App& command, const SchemaKind& kind, EntryForm& form);

// Today, by the practice's clock.
absl::StatusOr<v1::Date> Today(Session& session);

// The kind that the form names. INVALID_ARGUMENT when it names none, or one that has a verb of its own.
absl::StatusOr<const SchemaKind*> KindToLog(const EntryForm& form);

// The entry that the form describes; people given by name are looked up. INVALID_ARGUMENT names the field.
absl::StatusOr<v1::Entry> BuildEntry(Session& session, const EntryForm& form);
// `cases/{case}` or `members/{member}` that the form names, or the member whom `entry` is about.
absl::StatusOr<std::string> ParentOf(Session& session, const EntryForm& form, const v1::Entry& entry);
// Puts the form's values over those of `entry`, whose kind stays.
absl::Status ApplyForm(Session& session, const EntryForm& form, v1::Entry& entry);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ENTRY_FORM_H_
