#include "daemon/policy/scenario/entry_reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::policy {
namespace {

using domain::Entry;
using domain::FieldInfo;
using domain::FieldType;
using domain::Scope;
using domain::SubjectId;

// What an entry has beside the fields of its kind, none of which has such a name.
const std::set<std::string_view>& HeadKeys() {
  static const auto* const kKeys = new std::set<std::string_view>{
      "id",    "kind", "on",           "time", "reported", "therapist", "author", "source", "basis",
      "stage", "note", "first_reader", "case", "member",   "retracts",  "amends", "matter"};
  return *kKeys;
}

std::string NamesOf(const domain::KindInfo& kind) {
  std::vector<std::string> names;
  for (const FieldInfo& field : kind.fields) names.emplace_back(field.name);
  return names.empty() ? "no fields" : absl::StrJoin(names, ", ");
}

}  // namespace

IdBytes CountedId(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < sizeof number; ++i) id[id.size() - 1 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

absl::StatusOr<ScenarioEntry> EntryReader::Read(const toml::table& table) {
  ScenarioEntry read;
  read.line = TomlReader::LineOf(table);
  Entry& entry = read.entry;
  CANDOR_RETURN_IF_ERROR(ReadRevised(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadKind(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadDays(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadPeople(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadSubject(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadHow(table, entry));
  CANDOR_RETURN_IF_ERROR(ReadFields(table, entry));
  entry.header.id = EntryId(CountedId(++count_));
  if (const toml::node* id = table.get("id")) {
    CANDOR_ASSIGN_OR_RETURN(read.label, reader_.Text(*id, "id"));
    if (!names_.entries.emplace(read.label, entry.header.id).second) {
      return reader_.Refuse(*id, "another entry is called ", read.label, " too");
    }
    names_.written.emplace(entry.header.id, entry);
  }
  return read;
}

absl::StatusOr<MemberId> EntryReader::Person(const toml::node& node, std::string_view key) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string name, reader_.Text(node, key));
  const auto found = names_.people.find(name);
  if (found == names_.people.end()) {
    return reader_.Refuse(node, ToAbsl(key), " names nobody of the practice; add [people.", name, "]");
  }
  return found->second;
}

absl::StatusOr<EntryId> EntryReader::Labelled(const toml::node& node, std::string_view key) const {
  CANDOR_ASSIGN_OR_RETURN(const std::string label, reader_.Text(node, key));
  const auto found = names_.entries.find(label);
  if (found == names_.entries.end()) {
    return reader_.Refuse(node, ToAbsl(key), " names no entry above it; give that one id = \"", label, "\"");
  }
  return found->second;
}

absl::Status EntryReader::ReadRevised(const toml::table& table, Entry& entry) {
  const toml::node* const amends = table.get("amends");
  const toml::node* const retracts = table.get("retracts");
  if (amends != nullptr && retracts != nullptr) return reader_.Refuse(*amends, "an entry amends or retracts, not both");
  const toml::node* const revises = amends != nullptr ? amends : retracts;
  if (revises == nullptr) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const EntryId id, Labelled(*revises, amends != nullptr ? "amends" : "retracts"));
  const Entry& first = names_.written.at(id);
  entry.header.subject = first.header.subject;
  entry.header.therapist = first.header.therapist;
  entry.header.author = first.header.author;
  entry.header.first_reader = first.header.first_reader;
  entry.header.revises = id;
  entry.header.personal = first.header.personal;
  if (amends != nullptr) {
    entry.kind = first.kind;
    entry.header.source = first.header.source;
    entry.header.basis = first.header.basis;
    entry.header.stage = first.header.stage;
    entry.header.matter = first.header.matter;
    entry.header.occurred = first.header.occurred;
    return absl::OkStatus();
  }
  entry.kind = domain::Kind::kRetraction;
  entry.header.retracts = true;
  return absl::OkStatus();
}

absl::Status EntryReader::ReadKind(const toml::table& table, Entry& entry) {
  if (entry.kind != domain::Kind::kNone && !table.contains("kind")) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const toml::node* const node, reader_.Needed(table, "kind", "an entry"));
  CANDOR_ASSIGN_OR_RETURN(const std::string slug, reader_.Text(*node, "kind"));
  const domain::KindInfo* const kind = domain::FindKind(slug);
  if (kind == nullptr || kind->kind == domain::Kind::kRetraction) {
    return reader_.Refuse(*node, "there is no kind ", slug, " to write down; `candor log --help` shows them");
  }
  if (entry.kind != domain::Kind::kNone && entry.kind != kind->kind) {
    return reader_.Refuse(*node, "what is amended is of another kind");
  }
  entry.kind = kind->kind;
  entry.header.personal = kind->personal;
  return absl::OkStatus();
}

absl::Status EntryReader::ReadDays(const toml::table& table, Entry& entry) {
  domain::EntryHeader& header = entry.header;
  const toml::node* const on = table.get("on");
  const bool amends = table.contains("amends");
  if (on != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(header.occurred.day, reader_.Date(*on, "on"));
  } else if (!amends) {
    return reader_.Refuse(table, "an entry needs `on`, the day on which it happened");
  }
  if (const toml::node* time = table.get("time")) {
    if (!time->is_time()) return reader_.Refuse(*time, "time is not a time; write it as 14:30:00, without quotes");
    const toml::time value = time->as_time()->get();
    header.occurred.minute_of_day = value.hour * 60 + value.minute;
  }
  header.reported = CivilMoment{header.occurred.day, std::nullopt, std::nullopt};
  if (const toml::node* reported = table.get("reported")) {
    CANDOR_ASSIGN_OR_RETURN(header.reported.day, reader_.Date(*reported, "reported"));
  } else if (amends) {
    return reader_.Refuse(table, "what amends an entry needs `reported`, the day on which it was written down");
  }
  if (header.reported.day < header.occurred.day) {
    return reader_.Refuse(table, "it cannot be written down before it happened");
  }
  return absl::OkStatus();
}

absl::Status EntryReader::ReadPeople(const toml::table& table, Entry& entry) {
  domain::EntryHeader& header = entry.header;
  if (header.therapist.empty()) header.therapist = names_.therapist;
  if (const toml::node* therapist = table.get("therapist")) {
    CANDOR_ASSIGN_OR_RETURN(header.therapist, Person(*therapist, "therapist"));
  }
  if (header.therapist.empty()) {
    return reader_.Refuse(table, "an entry needs `therapist`, or the file one for all that name nobody");
  }
  if (header.author.empty()) header.author = header.therapist;
  if (const toml::node* author = table.get("author")) {
    CANDOR_ASSIGN_OR_RETURN(header.author, Person(*author, "author"));
  }
  header.caller.acting_for = header.author;
  if (const toml::node* reader = table.get("first_reader")) {
    CANDOR_ASSIGN_OR_RETURN(header.first_reader, Person(*reader, "first_reader"));
  }
  return absl::OkStatus();
}

absl::Status EntryReader::ReadSubject(const toml::table& table, Entry& entry) {
  const toml::node* const of_case = table.get("case");
  const toml::node* const of_member = table.get("member");
  if (of_case != nullptr && of_member != nullptr) {
    return reader_.Refuse(*of_member, "an entry stands in a case or with a member, not both");
  }
  if (!entry.header.revises.empty()) {
    if (of_case != nullptr || of_member != nullptr)
      return reader_.Refuse(table, "it stands where what it revises does");
    return absl::OkStatus();
  }
  const Scope scope = domain::FindKind(entry.kind)->scope;
  if (of_member != nullptr || scope == Scope::kMember) {
    MemberId member = entry.header.therapist;
    if (of_member != nullptr) {
      CANDOR_ASSIGN_OR_RETURN(member, Person(*of_member, "member"));
    }
    entry.header.subject = SubjectId::Of(member);
    entry.header.therapist = member;
    if (!table.contains("author")) entry.header.author = entry.header.caller.acting_for = member;
    return absl::OkStatus();
  }
  std::string name = "client";
  if (of_case != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(name, reader_.Text(*of_case, "case"));
  }
  entry.header.subject = SubjectId::Of(CaseOf(name));
  return absl::OkStatus();
}

absl::Status EntryReader::ReadHow(const toml::table& table, Entry& entry) {
  domain::EntryHeader& header = entry.header;
  if (const toml::node* source = table.get("source")) {
    CANDOR_ASSIGN_OR_RETURN(
        const int word,
        reader_.Word(*source, "source",
                     {{"self", 1}, {"supervisor", 2}, {"colleague", 3}, {"client", 4}, {"third_party", 5}}));
    header.source = static_cast<domain::Source>(word);
  } else if (header.author != header.therapist && header.revises.empty()) {
    return reader_.Refuse(table, "somebody else wrote it: say `source`, how they come to know of it");
  }
  if (const toml::node* basis = table.get("basis")) {
    CANDOR_ASSIGN_OR_RETURN(const int word, reader_.Word(*basis, "basis",
                                                         {{"own", 1},
                                                          {"admitted", 2},
                                                          {"witnessed", 3},
                                                          {"client_account", 4},
                                                          {"told_by_other", 5},
                                                          {"suspicion", 6}}));
    header.basis = static_cast<domain::Basis>(word);
  }
  if (const toml::node* stage = table.get("stage")) {
    CANDOR_ASSIGN_OR_RETURN(
        const int word,
        reader_.Word(*stage, "stage", {{"asked", 1}, {"proposed", 2}, {"ordered", 3}, {"declined", 4}, {"done", 5}}));
    header.stage = static_cast<domain::Stage>(word);
  }
  if (const toml::node* matter = table.get("matter")) {
    CANDOR_ASSIGN_OR_RETURN(header.matter, Labelled(*matter, "matter"));
  }
  if (const toml::node* note = table.get("note")) {
    domain::Narrative narrative;
    CANDOR_ASSIGN_OR_RETURN(narrative.note, reader_.Text(*note, "note"));
    entry.narrative = Sensitive<domain::Narrative>(std::move(narrative));
  }
  return absl::OkStatus();
}

absl::Status EntryReader::ReadFields(const toml::table& table, Entry& entry) {
  const domain::KindInfo& kind = *domain::FindKind(entry.kind);
  for (const auto& [key, node] : table) {
    if (HeadKeys().contains(key.str())) continue;
    const FieldInfo* const field = domain::FindField(entry.kind, key.str());
    if (field == nullptr) {
      return reader_.Refuse(node, ToAbsl(kind.slug), " has no field ", ToAbsl(key.str()), "; it has ", NamesOf(kind));
    }
    CANDOR_RETURN_IF_ERROR(ReadField(node, *field, entry.facts));
  }
  return absl::OkStatus();
}

absl::Status EntryReader::ReadField(const toml::node& node, const FieldInfo& field, domain::Facts& facts) {
  switch (field.type) {
    case FieldType::kNumber: {
      CANDOR_ASSIGN_OR_RETURN(const int64_t number, reader_.Number(node, field.name));
      facts.SetNumber(field.id, number);
      return absl::OkStatus();
    }
    case FieldType::kAnswer:
    case FieldType::kChoice: {
      CANDOR_ASSIGN_OR_RETURN(const std::string text, reader_.Text(node, field.name));
      std::vector<std::string> words;
      for (const domain::ChoiceWord& word : field.words) {
        if (word.word == text) {
          facts.SetNumber(field.id, word.number);
          return absl::OkStatus();
        }
        words.emplace_back(word.word);
      }
      return reader_.Refuse(node, ToAbsl(field.name), " is none of ", absl::StrJoin(words, ", "));
    }
    case FieldType::kDay: {
      CANDOR_ASSIGN_OR_RETURN(const Day day, reader_.Date(node, field.name));
      facts.SetNumber(field.id, DayNumber(day));
      return absl::OkStatus();
    }
    case FieldType::kMember: {
      CANDOR_ASSIGN_OR_RETURN(const MemberId member, Person(node, field.name));
      facts.SetId(field.id, member.bytes());
      return absl::OkStatus();
    }
    case FieldType::kCase: {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> names, reader_.Texts(node, field.name));
      for (const std::string& name : names) facts.SetId(field.id, CaseOf(name).bytes());
      return absl::OkStatus();
    }
    case FieldType::kText: {
      CANDOR_ASSIGN_OR_RETURN(std::string text, reader_.Text(node, field.name));
      facts.SetText(field.id, std::move(text));
      return absl::OkStatus();
    }
  }
  return reader_.Refuse(node, ToAbsl(field.name), " cannot be written down in a scenario");
}

CaseId EntryReader::CaseOf(const std::string& name) {
  return names_.cases.emplace(name, CaseId(CountedId(names_.cases.size() + 1))).first->second;
}

}  // namespace candor::policy
