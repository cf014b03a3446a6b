#include "cli/verbs/entry_form.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/one_of.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

constexpr std::string_view kHead[] = {"kind",         "case",   "member", "date",  "time",   "reported", "therapist",
                                      "first_reader", "source", "basis",  "stage", "matter", "note"};

std::vector<std::string> KindsToLog() {
  std::vector<std::string> slugs;
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    if (FindKindWords(kind.slug) != nullptr) slugs.push_back(kind.slug);
  }
  return slugs;
}

// "first_reader" is --first-reader.
std::string OptionName(const std::string& field) {
  return "--" + absl::StrReplaceAll(field, {{"_", "-"}});
}

std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) words.push_back(EnumWord(*type.value(i)));
  return words;
}

template <class Enum>
absl::StatusOr<Enum> ParseWord(std::string_view field, const std::string& text) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 1; i < type.value_count(); ++i) {
    if (EnumWord(*type.value(i)) == text) return static_cast<Enum>(type.value(i)->number());
  }
  return InvalidField(field, "value", absl::StrCat("takes one of ", absl::StrJoin(WordsOf(type), ", ")));
}

absl::StatusOr<v1::LocalTime> ParseTime(const std::string& text) {
  int hours = -1, minutes = -1, used = 0;
  if (std::sscanf(text.c_str(), "%2d:%2d%n", &hours, &minutes, &used) != 2 ||
      static_cast<size_t>(used) != text.size() || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
    return InvalidField("time", "value", "takes a local time of day, as in 14:05");
  }
  v1::LocalTime time;
  time.set_hours(hours);
  time.set_minutes(minutes);
  return time;
}

absl::StatusOr<v1::Date> ParseDate(std::string_view field, const std::string& text) {
  const auto day = ParseDay(text);
  if (!day.ok()) return InvalidField(field, "date", "takes a day that exists, as in 2025-03-30");
  return ToWire(*day);
}

std::string HintOf(const SchemaField& field) {
  switch (field.type) {
    case FieldType::kDay:
      return " (YYYY-MM-DD)";
    case FieldType::kNumber:
      return " (a number)";
    case FieldType::kMember:
      return " (a name)";
    case FieldType::kCase:
      return " (a code)";
    case FieldType::kAnswer:
    case FieldType::kChoice:  // its words stand beside the option
    case FieldType::kText:
      return "";
  }
  return "";
}

absl::Status ApplyHead(Session& session, const EntryForm& form, v1::Entry& entry) {
  if (form.Has("date")) {
    CANDOR_ASSIGN_OR_RETURN(*entry.mutable_occurred()->mutable_date(), ParseDate("date", form.Get("date")));
  }
  if (form.Has("time")) {
    CANDOR_ASSIGN_OR_RETURN(*entry.mutable_occurred()->mutable_time(), ParseTime(form.Get("time")));
  }
  if (form.Has("reported")) {
    entry.clear_reported();
    CANDOR_ASSIGN_OR_RETURN(*entry.mutable_reported()->mutable_date(), ParseDate("reported", form.Get("reported")));
  }
  if (form.Has("therapist")) {
    CANDOR_ASSIGN_OR_RETURN(*entry.mutable_therapist(), ResolveMember(session.connection(), form.Get("therapist")));
  }
  if (const std::string reader = form.Get("first_reader"); !reader.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*entry.mutable_first_reader(), ResolveMember(session.connection(), reader));
  }
  if (form.Has("source")) {
    CANDOR_ASSIGN_OR_RETURN(const auto source, ParseWord<v1::EntrySource>("source", form.Get("source")));
    entry.set_source(source);
  }
  if (form.Has("basis")) {
    CANDOR_ASSIGN_OR_RETURN(const auto basis, ParseWord<v1::EntryBasis>("basis", form.Get("basis")));
    entry.set_basis(basis);
  }
  if (form.Has("stage")) {
    CANDOR_ASSIGN_OR_RETURN(const auto stage, ParseWord<v1::EntryStage>("stage", form.Get("stage")));
    entry.set_stage(stage);
  }
  if (form.Has("matter")) entry.set_matter(form.Get("matter"));
  if (form.Has("note")) entry.set_note(form.Get("note"));
  return absl::OkStatus();
}

absl::Status ApplyFacts(Session& session, const EntryForm& form, const SchemaKind& kind, v1::Entry& entry) {
  google::protobuf::Message& facts = FactsOf(kind, entry);
  for (const SchemaField& field : kind.fields) {
    if (!form.Has(field.name)) continue;
    facts.GetReflection()->ClearField(&facts, field.descriptor);
    for (std::string text : form.All(field.name)) {
      if (text.empty()) continue;
      if (field.type == FieldType::kMember) {
        CANDOR_ASSIGN_OR_RETURN(text, ResolveMember(session.connection(), text));
      } else if (field.type == FieldType::kCase) {
        CANDOR_ASSIGN_OR_RETURN(text, ResolveCase(session.connection(), text));
      }
      CANDOR_RETURN_IF_ERROR(SetFact(field, text, facts));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string EntryForm::Get(const std::string& name) const {
  const auto& all = All(name);
  return all.empty() ? "" : all.back();
}

const std::vector<std::string>& EntryForm::All(const std::string& name) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second;
}

absl::Status EntryForm::Read(std::istream& in, std::string_view example) {
  const std::map<std::string, std::vector<std::string>> given = values_;
  std::string line;
  while (std::getline(in, line)) {
    if (absl::StripAsciiWhitespace(line).empty()) break;
    const size_t colon = line.find(':');
    if (colon == std::string::npos) {
      return InvalidField("input", "value", absl::StrCat("takes lines as in ", std::string(example)));
    }
    const std::string name(absl::StripAsciiWhitespace(line.substr(0, colon)));
    if (!given.contains(name)) Add(name, std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
  }
  std::string note;
  while (std::getline(in, line)) absl::StrAppend(&note, note.empty() ? "" : "\n", line);
  if (!note.empty()) Set("note", note);
  return absl::OkStatus();
}

absl::Status EntryForm::CheckNames(const SchemaKind& kind) const {
  for (const auto& [name, values] : values_) {
    if (std::find(std::begin(kHead), std::end(kHead), name) != std::end(kHead)) continue;
    if (kind.FindField(name) != nullptr) continue;
    return InvalidField(
        "input", "field",
        absl::StrCat("this kind has no field of one of the names given. Its fields are ", NamesOf(kind.fields)));
  }
  return absl::OkStatus();
}

absl::Status EntryForm::CheckUtf8() const {
  for (const auto& [name, values] : values_) {
    if (std::all_of(values.begin(), values.end(), [](const std::string& value) { return IsUtf8(value); })) continue;
    return InvalidField(name, "utf8", "this text is not UTF-8; write it again in a terminal or a file that is");
  }
  return absl::OkStatus();
}

void AddHeaderOptions(CLI::App& command, EntryForm& form) {
  const auto add = [&](const std::string& name, const std::string& what) {
    return command.add_option_function<std::string>(
        OptionName(name), [&form, name](const std::string& value) { form.Set(name, value); }, what);
  };
  add("date", "when it happened: YYYY-MM-DD (default today)");
  add("time", "the local time of day: HH:MM");
  add("reported", "when it was written down: YYYY-MM-DD (default today)");
  add("therapist", "whom it is about: a name or members/MEMBER (default the member acted for)");
  add("source", "whose account it is")->check(OneOf(WordsOf(*v1::EntrySource_descriptor())));
  add("basis", "how the writer knows")->check(OneOf(WordsOf(*v1::EntryBasis_descriptor())));
  add("stage", "how far an act went")->check(OneOf(WordsOf(*v1::EntryStage_descriptor())));
}

void AddFactOptions(CLI::App& command, const SchemaKind& kind, EntryForm& form) {
  if (kind.slug == "concern") {
    command.add_option_function<std::string>(
        "--matter", [&form](const std::string& value) { form.Set("matter", value); },
        "what became of which concern: its name, as candor concern list shows it");
  }
  for (const SchemaField& field : kind.fields) {
    if (field.narrative || AskedForOnly(kind.slug, field.name, "")) continue;
    const auto take = [&form, name = field.name](const std::string& value) { form.Set(name, value); };
    CLI::Option* option = field.descriptor->is_repeated()
                              ? command.add_option_function<std::vector<std::string>>(
                                    OptionName(field.name),
                                    [&form, name = field.name](const std::vector<std::string>& values) {
                                      for (const std::string& value : values) form.Add(name, value);
                                    })
                              : command.add_option_function<std::string>(OptionName(field.name), take);
    option->description(absl::StrCat(absl::StrReplaceAll(field.name, {{"_", " "}}), HintOf(field)));
    if (!field.words.empty()) {
      std::vector<std::string> words, quiet;
      for (const SchemaWord& word : field.words) {
        (AskedForOnly(kind.slug, field.name, word.word) ? quiet : words).push_back(word.word);
      }
      option->check(OneOf(words, quiet));
    }
  }
}

absl::StatusOr<v1::Date> Today(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetStatusResponse response,
      session.connection().Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest()));
  return response.status().today();
}

absl::Status ApplyForm(Session& session, const EntryForm& form, v1::Entry& entry) {
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  if (kind == nullptr) {
    return absl::FailedPreconditionError("what this entry says is not shown to you; its author can correct it");
  }
  CANDOR_RETURN_IF_ERROR(form.CheckNames(*kind));
  CANDOR_RETURN_IF_ERROR(form.CheckUtf8());
  CANDOR_RETURN_IF_ERROR(ApplyHead(session, form, entry));
  return ApplyFacts(session, form, *kind, entry);
}

absl::StatusOr<const SchemaKind*> KindToLog(const EntryForm& form) {
  if (!form.Has("kind")) {
    return UsageError(absl::StrCat("say which kind: candor log KIND …, or \"kind: …\" with --stdin. Kinds are ",
                                   absl::StrJoin(KindsToLog(), ", ")));
  }
  const SchemaKind* kind = Schema::OfEntry().FindKind(form.Get("kind"));
  if (kind == nullptr || FindKindWords(kind->slug) == nullptr) {
    return InvalidField("kind", "value", absl::StrCat("takes one of ", absl::StrJoin(KindsToLog(), ", ")));
  }
  return kind;
}

absl::StatusOr<std::string> ParentOf(Session& session, const EntryForm& form, const v1::Entry& entry) {
  if (form.Has("case")) return ResolveCaseAndTell(session, form.Get("case"));
  if (form.Has("member")) return ResolveMember(session.connection(), form.Get("member"));
  if (!entry.therapist().empty()) return entry.therapist();
  if (session.connection().acts_for_member()) return ResolveMember(session.connection(), session.connect.act_for);
  return UsageError("say where it belongs: --case CODE, or --member NAME for what is about the therapist alone");
}

absl::StatusOr<v1::Entry> BuildEntry(Session& session, const EntryForm& form) {
  const SchemaKind* kind = Schema::OfEntry().FindKind(form.Get("kind"));
  if (kind == nullptr) {
    return InvalidField("kind", "value", absl::StrCat("takes one of ", NamesOf(Schema::OfEntry().kinds())));
  }
  v1::Entry entry;
  FactsOf(*kind, entry);
  CANDOR_RETURN_IF_ERROR(ApplyForm(session, form, entry));
  if (!entry.has_occurred() || !entry.occurred().has_date()) {
    v1::CivilMoment& occurred = *entry.mutable_occurred();
    CANDOR_ASSIGN_OR_RETURN(*occurred.mutable_date(), Today(session));
  }
  return entry;
}

}  // namespace candor::cli
