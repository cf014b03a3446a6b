#include "cli/verbs/entry_text.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/dates.h"
#include "cli/wire/schema.h"

namespace candor::cli {
namespace {

std::string FactValue(const SchemaField& field, const google::protobuf::Message& facts, NameBook& names) {
  std::vector<std::string> texts = FactTexts(field, facts);
  for (std::string& text : texts) {
    if (field.type == FieldType::kMember) text = names.Member(text);
    if (field.type == FieldType::kCase) text = names.Case(text);
    if (field.type == FieldType::kChoice) text = Spaced(text);
  }
  return absl::StrJoin(texts, ", ");
}

const google::protobuf::Message& FactsIn(const v1::Entry& entry, const SchemaKind& kind) {
  return entry.GetReflection()->GetMessage(entry, kind.descriptor);
}

// A word of the head, as "told by other"; "" when it is not recorded.
template <class Enum>
std::string HeadWord(Enum value) {
  return static_cast<int>(value) == 0 ? "" : Spaced(WordOf(value));
}

// "2025-03-30, 20 days later".
std::string WrittenText(const v1::Entry& entry) {
  if (!entry.has_reported()) return "";
  const int days = entry.written_late_days();
  return absl::StrCat(MomentText(entry.reported()), days > 0 ? absl::StrCat(", ", days, " days later") : "");
}

std::string RevisionText(const v1::Entry& entry) {
  if (entry.recalled()) return "called back";
  if (entry.refiled()) return "moved to another case";
  if (entry.retracted()) return "retracted";
  return entry.revised_by().empty() ? "" : "amended";
}

// What revises an entry has not erased it: that was a decision about the whole case or all of its private notes.
std::string SinceText(const v1::Entry& entry) {
  const std::string erased = entry.erased() ? "erased" : "";
  if (entry.revised_by().empty()) return erased.empty() ? RevisionText(entry) : erased;
  return absl::StrCat(erased, erased.empty() ? "" : "; ", RevisionText(entry), " by ", entry.revised_by());
}

// Whoever has the daemon's socket may write in somebody's name.
std::string AuthorText(const v1::Entry& entry, NameBook& names) {
  const std::string author = names.Member(entry.author());
  const bool for_them = !entry.principal().empty() && !author.empty() && entry.acting_for() == entry.author();
  return for_them ? absl::StrCat(author, " (the ", entry.principal(), ", for them)") : author;
}

}  // namespace

std::string MomentText(const v1::CivilMoment& moment) {
  std::string text = FormatDate(moment.date());
  if (moment.has_time()) absl::StrAppendFormat(&text, " %02d:%02d", moment.time().hours(), moment.time().minutes());
  if (moment.has_utc_offset_minutes()) {
    const int offset = moment.utc_offset_minutes();
    absl::StrAppendFormat(&text, " %c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
  }
  return text;
}

std::string LongDate(Day day) {
  static constexpr const char* kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                              "Friday", "Saturday", "Sunday"};
  static constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
  return absl::StrCat(kWeekdays[static_cast<int>(absl::GetWeekday(day))], " ", day.day(), " ", kMonths[day.month() - 1],
                      " ", day.year());
}

std::string KindText(const v1::Entry& entry) {
  if (entry.recalled()) return "withdrawn by its author";
  if (entry.supervision_cancelled()) return "supervision did not take place";
  return entry.kind() == v1::ENTRY_KIND_UNSPECIFIED ? "a private note" : Spaced(WordOf(entry.kind()));
}

std::string ListedKind(const v1::Entry& entry) {
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  return kind == nullptr || entry.supervision_cancelled() ? KindText(entry) : ListLabel(kind->slug);
}

std::string ListedFacts(const v1::Entry& entry, NameBook& names) {
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  if (kind != nullptr && KeptOutOfLists(kind->slug)) return "";
  std::vector<std::string> parts;
  // What was declined or only asked for must not read like what was done.
  const bool short_of_done = entry.stage() != v1::ENTRY_STAGE_UNSPECIFIED && entry.stage() != v1::ENTRY_STAGE_DONE;
  if (short_of_done) parts.push_back(absl::StrCat("how far: ", HeadWord(entry.stage())));
  for (const SchemaField& field : kind == nullptr ? std::vector<SchemaField>() : kind->fields) {
    if (field.narrative) continue;
    const std::string value = FactValue(field, FactsIn(entry, *kind), names);
    if (!value.empty()) parts.push_back(absl::StrCat(Spaced(field.name), ": ", value));
  }
  return absl::StrJoin(parts, ", ");
}

std::string EntryOfNote(std::string_view name) {
  return absl::StrReplaceAll(std::string(name), {{"/supervisionNotes/", "/entries/"}});
}

std::string MarkText(const v1::Entry& entry) {
  return entry.erased() ? "erased" : RevisionText(entry);
}

std::string CorrectorsText(const v1::Entry& entry, NameBook& names, const std::string& you) {
  std::vector<std::string> correctors(entry.corrected_by().begin(), entry.corrected_by().end());
  const bool corrects = !entry.revises().empty() && !entry.has_retraction() && !entry.supervision_answer();
  if (correctors.empty() && corrects && entry.acting_for() != entry.author()) {
    correctors.push_back(entry.acting_for().empty() ? entry.principal() : entry.acting_for());
  }
  std::vector<std::string> texts;
  for (const std::string& each : correctors) {
    if (each.empty()) continue;
    const bool is_member = absl::StartsWith(each, "members/");
    texts.push_back(each == you ? "you" : is_member ? names.Member(each) : absl::StrCat("the ", each));
  }
  return absl::StrJoin(texts, ", ");
}

void PrintEntry(const v1::Entry& entry, NameBook& names, std::ostream& out) {
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Entry", entry.name()},
      {"Kind", KindText(entry)},
      {"Happened", entry.has_occurred() ? MomentText(entry.occurred()) : ""},
      {"Written down", WrittenText(entry)},
      {"Recorded", entry.has_recorded_at() ? FormatInstant(entry.recorded_at()) : ""},
      {"Therapist", names.Member(entry.therapist())},
      {"Author", AuthorText(entry, names)}};
  if (const std::string by = CorrectorsText(entry, names); !by.empty()) pairs.emplace_back("Corrected by", by);
  if (!entry.first_reader().empty()) pairs.emplace_back("Also read by", names.Member(entry.first_reader()));
  const std::pair<const char*, std::string> head[] = {{"How far", HeadWord(entry.stage())},
                                                      {"How known", HeadWord(entry.basis())},
                                                      {"Whose account", HeadWord(entry.source())}};
  for (const auto& [label, word] : head) {
    if (!word.empty()) pairs.emplace_back(label, word);
  }
  if (!entry.revises().empty()) pairs.emplace_back("Corrects", entry.revises());
  if (!entry.responds_to().empty()) pairs.emplace_back("Responds to", entry.responds_to());
  if (!entry.matter().empty()) pairs.emplace_back("Concern", entry.matter());
  for (const std::string& response : entry.responded_by()) pairs.emplace_back("Answered by", response);
  if (!entry.refiled_from().empty()) pairs.emplace_back("Moved from", entry.refiled_from());
  if (const std::string since = SinceText(entry); !since.empty()) pairs.emplace_back("Since then", since);
  if (const SchemaKind* kind = Schema::OfEntry().KindOf(entry)) {
    for (const SchemaField& field : kind->fields) {
      const std::string value = FactValue(field, FactsIn(entry, *kind), names);
      if (!value.empty()) pairs.emplace_back(Spaced(field.name), OneLine(value));
    }
  }
  PrintPairs(pairs, out);
  if (!entry.note().empty()) out << '\n' << Wrap(OneLine(entry.note()), kTextWidth) << '\n';
  for (const v1::ImportedCell& cell : entry.imported_cells()) {
    out << OneLine(cell.column()) << ": " << OneLine(cell.text()) << '\n';
  }
  if (entry.partial()) out << "\nParts of this entry are not shown to you.\n";
}

}  // namespace candor::cli
