#include "cli/verbs/rule_sources.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/print/table.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

std::string SourceText(const v1::RuleSource& source) {
  if (source.authority() != "practice") return absl::StrCat(source.authority(), ": ", source.text());
  if (source.text().starts_with("This practice has decided")) return source.text();
  return absl::StrCat("This practice has decided: ", source.text());
}

// As the policies declare it (plugins/abi): a number of days or years that never ends.
constexpr int64_t kForever = 1'000'000;
// Where no law says how many somebody may supervise.
constexpr int64_t kNobodyHasSoMany = 1000;

struct ChoiceWord {
  std::string_view parameter;
  int64_t value;
  std::string_view text;
};

// Of the policies that come with Candor, where the wire has a number alone: in an explanation and in a preview.
constexpr ChoiceWord kChoiceWords[] = {
    {"anchor", 1, "from the ending"},
    {"anchor", 2, "from the last professional contact"},
    {"persist_action", 1, "decide with the consultant"},
    {"persist_action", 2, "refer"},
    {"period", 0, "none"},
    {"period", 1, "a week"},
    {"period", 2, "a calendar month"},
    {"report_duty", 0, "none"},
    {"report_duty", 1, "tell the client that they can report it"},
    {"report_duty", 2, "ask, and report where the client agrees"},
    {"report_duty", 3, "report"},
};

std::string SaidText(int64_t value, std::string_view words) {
  return absl::StrCat(value, " (", ToAbsl(words), ")");
}

std::string ChoiceText(std::string_view parameter, int64_t value) {
  for (const ChoiceWord& each : kChoiceWords) {
    if (each.parameter == parameter && each.value == value) return SaidText(value, each.text);
  }
  return absl::StrCat(value);
}

double Hundredths(int64_t value) {
  return static_cast<double>(value) / 100;
}

void PrintEach(const google::protobuf::RepeatedPtrField<v1::RuleSource>& sources, std::string_view indent,
               bool with_confidence, std::ostream& out) {
  // Where the practice's own decision is the best source, the line below says so itself.
  if (!sources.empty() && sources.begin()->authority() == "article") {
    out << indent << "This practice has decided. It draws on\n";
  }
  for (const v1::RuleSource& source : sources) {
    const std::string known = with_confidence ? ConfidenceText(source.confidence()) : "";
    out << Wrap(absl::StrCat(SourceText(source), known.empty() ? "" : absl::StrCat(" - ", known)), kTextWidth, indent)
        << '\n';
  }
}

}  // namespace

std::string ConfidenceText(std::string_view mark) {
  if (mark == "A") return "the source's own wording was seen (A)";
  if (mark == "B") return "seen as a paraphrase (B)";
  if (mark == "own") return "an own default, without a source";
  if (!mark.empty() && mark.front() == 'K') {
    return absl::StrCat("general knowledge, not checked against a source (", ToAbsl(mark), ")");
  }
  return std::string(mark);
}

void PrintSources(const google::protobuf::RepeatedPtrField<v1::RuleSource>& sources, std::string_view indent,
                  std::ostream& out) {
  PrintEach(sources, indent, /*with_confidence=*/false, out);
}

void PrintSourcesWithConfidence(const google::protobuf::RepeatedPtrField<v1::RuleSource>& sources,
                                std::string_view indent, std::ostream& out) {
  PrintEach(sources, indent, /*with_confidence=*/true, out);
}

std::string ParameterValueText(std::string_view parameter, int64_t value, std::string_view unit,
                               std::string_view words) {
  if (unit == "yes_no") return value != 0 ? "yes" : "no";
  if (unit == "choice") return words.empty() ? ChoiceText(parameter, value) : SaidText(value, words);
  if (value == kForever && (unit == "days" || unit == "years")) return "forever";
  if (parameter == "most_supervisees" && value >= kNobodyHasSoMany) return "none";
  if (unit == "business_days") return absl::StrCat(value, value == 1 ? " business day" : " business days");
  if (unit == "money") return absl::StrCat(value, " in the currency that the practice keeps");
  if (unit == "minor_units") return absl::StrFormat("%.2f in the currency that the practice keeps", Hundredths(value));
  if (unit == "hundredths") return absl::StrFormat("%.2f units", Hundredths(value));
  // One day, one session.
  if (value == 1 && unit.ends_with('s')) unit.remove_suffix(1);
  return absl::StrCat(value, " ", ToAbsl(unit));
}

}  // namespace candor::cli
