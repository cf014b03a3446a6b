#ifndef CANDOR_CLI_WIRE_SCHEMA_H_
#define CANDOR_CLI_WIRE_SCHEMA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "candor/v1/entry.pb.h"

// The kinds of entries and their typed fields, read off the wire's own descriptors, so that a kind added there needs no
// code here. Maps, command-line options and printers are checked against this.
namespace candor::cli {

// kMember and kCase are resource names on the wire; on the way in a person may be given by name.
enum class FieldType { kNumber, kAnswer, kChoice, kDay, kMember, kCase, kText };

struct SchemaWord {
  std::string word;  // lower_snake_case, without the enum's prefix
  int number;
};

struct SchemaField {
  std::string name;  // lower_snake_case
  FieldType type = FieldType::kText;
  bool narrative = false;         // free text or a name: never an argument on a command line
  std::vector<SchemaWord> words;  // of an answer or a choice, "unspecified" left out
  const google::protobuf::FieldDescriptor* descriptor = nullptr;

  // The word's number, or -1.
  int FindWord(std::string_view word) const;
  // The number's word, or the number itself in digits.
  std::string WordOf(int number) const;
};

struct SchemaKind {
  std::string slug;       // lower_snake_case: "personal_reaction"
  bool personal = false;  // confined as a whole
  std::vector<SchemaField> fields;
  const google::protobuf::FieldDescriptor* descriptor = nullptr;  // of the member of the entry's oneof

  // nullptr when there is none.
  const SchemaField* FindField(std::string_view name) const;
};

class Schema {
 public:
  // Of candor.v1.Entry. Immutable, lives for ever, thread-safe.
  static const Schema& OfEntry();

  const std::vector<SchemaKind>& kinds() const { return kinds_; }
  // nullptr when there is none.
  const SchemaKind* FindKind(std::string_view slug) const;
  // nullptr when the entry carries no facts.
  const SchemaKind* KindOf(const v1::Entry& entry) const;

 private:
  Schema();

  std::vector<SchemaKind> kinds_;
};

// "continue, stop, refer": what an error message offers instead.
std::string NamesOf(const std::vector<SchemaKind>& kinds);
std::string NamesOf(const std::vector<SchemaField>& fields);
std::string NamesOf(const std::vector<SchemaWord>& words);

// Makes `kind` the kind of `entry` and returns its facts message.
google::protobuf::Message& FactsOf(const SchemaKind& kind, v1::Entry& entry);

// Sets a field from its text form: a whole number, a word of the field, YYYY-MM-DD, a resource name, or text. A
// repeated field gets one value more. INVALID_ARGUMENT says what the field takes, never what was given.
absl::Status SetFact(const SchemaField& field, std::string_view text, google::protobuf::Message& facts);

// The values of a field as text, in order; empty when not recorded.
std::vector<std::string> FactTexts(const SchemaField& field, const google::protobuf::Message& facts);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_SCHEMA_H_
