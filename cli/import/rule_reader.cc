#include "cli/import/rule_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/import/row_digest.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr int64_t kMaxPatternMemory = 1 << 20;

absl::StatusOr<DayCount::Unit> ParseUnit(std::string_view text) {
  if (text == "day" || text == "days") return DayCount::Unit::kDays;
  if (text == "week" || text == "weeks") return DayCount::Unit::kWeeks;
  if (text == "month" || text == "months") return DayCount::Unit::kMonths;
  if (text == "year" || text == "years") return DayCount::Unit::kYears;
  return absl::InvalidArgumentError("days are counted in days, weeks, months or years, as in \"date - 6 weeks\"");
}

}  // namespace

bool Template::constant() const {
  return std::all_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return piece.capture == Condition::kNoCapture; });
}

size_t SlotOf(std::string_view column, std::vector<std::string>& slots) {
  const std::string name = NormalCell(column);
  const auto found = std::find(slots.begin(), slots.end(), name);
  if (found != slots.end()) return static_cast<size_t>(found - slots.begin());
  slots.push_back(name);
  return slots.size() - 1;
}

absl::StatusOr<std::unique_ptr<re2::RE2>> ReadPattern(const MapTable& table, std::string_view key,
                                                      const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_max_mem(kMaxPatternMemory);
  auto pattern = std::make_unique<re2::RE2>(text, options);
  if (!pattern->ok()) return table.Error(key, absl::StrCat("the pattern cannot be read: ", pattern->error()));
  return pattern;
}

absl::StatusOr<KindRule> RuleReader::Read(const MapTable& table) {
  CANDOR_RETURN_IF_ERROR(table.OnlyKeys({"kind", "about", "when", "unless", "keep", "set", "take"}));
  CANDOR_ASSIGN_OR_RETURN(const std::string slug, table.Text("kind"));
  kind_ = Schema::OfEntry().FindKind(slug);
  if (kind_ == nullptr) {
    return table.Error("kind", absl::StrCat("there is no such kind. Kinds are ", NamesOf(Schema::OfEntry().kinds())));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> about, table.OptionalText("about"));
  if (about && *about != "client" && *about != "therapist") {
    return table.Error("about", "\"about\" is \"client\" or \"therapist\"");
  }
  KindRule rule;
  rule.kind = kind_;
  rule.about_client = about.value_or("client") == "client";
  captures_.clear();
  CANDOR_ASSIGN_OR_RETURN(Take first, ReadTake(table));
  if (first.conditions.when.empty())
    return table.Error("when", "\"when\" is missing: say by which cells this kind is known");
  rule.takes.push_back(std::move(first));
  rule.capture_count = captures_.size();
  const size_t own_captures = captures_.size();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MapTable> takes, table.Tables("take"));
  for (const MapTable& take : takes) {
    CANDOR_RETURN_IF_ERROR(take.OnlyKeys({"when", "unless", "keep", "set"}));
    captures_.resize(own_captures);
    CANDOR_ASSIGN_OR_RETURN(Take read, ReadTake(take));
    rule.takes.push_back(std::move(read));
    rule.capture_count = std::max(rule.capture_count, captures_.size());
  }
  return rule;
}

absl::StatusOr<Take> RuleReader::ReadTake(const MapTable& table) {
  Take take;
  CANDOR_ASSIGN_OR_RETURN(take.conditions.when, ReadConditions(table, "when"));
  const size_t captures = captures_.size();
  CANDOR_ASSIGN_OR_RETURN(take.conditions.unless, ReadConditions(table, "unless"));
  if (captures_.size() != captures) return table.Error("unless", "a pattern under \"unless\" has no named groups");
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> keep, table.Texts("keep"));
  for (const std::string& column : keep) {
    const size_t slot = SlotOf(column, slots_);
    const auto& when = take.conditions.when;
    if (std::none_of(when.begin(), when.end(), [&](const Condition& c) { return c.slot == slot; })) {
      return table.Error("keep",
                         "\"keep\" names columns that stand under \"when\" beside it; any other is kept anyway");
    }
    take.keep.push_back(slot);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> set, table.Table("set"));
  if (!set) return take;
  for (const std::string& name : set->Keys()) {
    CANDOR_ASSIGN_OR_RETURN(FieldSetting setting, ReadSetting(*set, name));
    take.settings.push_back(std::move(setting));
  }
  return take;
}

absl::StatusOr<std::vector<Condition>> RuleReader::ReadConditions(const MapTable& table, std::string_view key) {
  std::vector<Condition> conditions;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> columns, table.Table(key));
  if (!columns) return conditions;
  for (const std::string& column : columns->Keys()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string text, columns->Text(column));
    Condition condition;
    condition.slot = SlotOf(column, slots_);
    CANDOR_ASSIGN_OR_RETURN(condition.pattern, ReadPattern(*columns, column, text));
    condition.captures.assign(static_cast<size_t>(condition.pattern->NumberOfCapturingGroups()), Condition::kNoCapture);
    for (const auto& [group, name] : condition.pattern->CapturingGroupNames()) {
      if (std::find(captures_.begin(), captures_.end(), name) != captures_.end()) {
        return columns->Error(column, absl::StrCat("the group \"", name, "\" has this name twice. Rename one"));
      }
      condition.captures[static_cast<size_t>(group) - 1] = captures_.size();
      captures_.push_back(name);
    }
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

absl::StatusOr<FieldSetting> RuleReader::ReadSetting(const MapTable& set, const std::string& name) {
  FieldSetting setting;
  setting.field = kind_->FindField(name);
  if (setting.field == nullptr || setting.field->type == FieldType::kCase) {
    return set.Error(name, absl::StrCat("\"", kind_->slug, "\" has no field \"", name,
                                        "\" that a row can fill. Fields are ", NamesOf(kind_->fields)));
  }
  std::string from;
  if (set.IsTable(name)) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> table, set.Table(name));
    CANDOR_RETURN_IF_ERROR(table->OnlyKeys({"from", "words", "times"}));
    CANDOR_ASSIGN_OR_RETURN(from, table->Text("from"));
    CANDOR_ASSIGN_OR_RETURN(setting.times, table->Number("times", 1));
    if (setting.times < 1 || setting.times > 1'000'000) return table->Error("times", "\"times\" is from 1 to 1000000");
    CANDOR_RETURN_IF_ERROR(ReadWords(*table, setting));
  } else {
    CANDOR_ASSIGN_OR_RETURN(from, set.Text(name));
  }
  absl::Status status;
  if (setting.field->type == FieldType::kDay) {
    auto count = ParseDayCount(from);
    status = count.status();
    if (count.ok()) setting.day_count = *std::move(count);
  }
  if (status.ok() && !setting.day_count) {
    auto parsed = ParseTemplate(from);
    status = parsed.status();
    if (parsed.ok()) setting.from = *std::move(parsed);
  }
  if (status.ok()) status = CheckConstant(setting);
  if (!status.ok()) return set.Error(name, ToStd(status.message()));
  return setting;
}

absl::Status RuleReader::ReadWords(const MapTable& table, FieldSetting& setting) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> words, table.Table("words"));
  if (!words) return absl::OkStatus();
  v1::Entry probe;
  for (const std::string& written : words->Keys()) {
    CANDOR_ASSIGN_OR_RETURN(std::string meant, words->Text(written));
    if (const absl::Status status = SetFact(*setting.field, meant, FactsOf(*kind_, probe)); !status.ok()) {
      return words->Error(written, ToStd(status.message()));
    }
    setting.words.emplace_back(NormalCell(written), std::move(meant));
  }
  return absl::OkStatus();
}

absl::Status RuleReader::CheckConstant(const FieldSetting& setting) const {
  if (setting.day_count || !setting.words.empty() || !setting.from.constant()) return absl::OkStatus();
  if (setting.field->type == FieldType::kDay) {
    return absl::InvalidArgumentError("a day comes from the row: \"date\", \"date - 6 weeks\" or a group of a pattern");
  }
  std::string text;
  for (const Template::Piece& piece : setting.from.pieces) text += piece.literal;
  v1::Entry probe;
  return SetFact(*setting.field, text, FactsOf(*kind_, probe));
}

absl::StatusOr<Template> RuleReader::ParseTemplate(std::string_view text) const {
  Template result;
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open != 0) {
      result.pieces.push_back({std::string(text.substr(0, open)), Condition::kNoCapture});
      text.remove_prefix(std::min(open, text.size()));
      continue;
    }
    const size_t close = text.find('}');
    const std::string_view name = close == std::string_view::npos ? "" : text.substr(1, close - 1);
    const auto found = std::find(captures_.begin(), captures_.end(), name);
    if (found == captures_.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "no pattern above has a group of the name in braces. Named groups are written (?P<name>…); here there are ",
          captures_.empty() ? "none" : absl::StrJoin(captures_, ", ")));
    }
    result.pieces.push_back({"", static_cast<size_t>(found - captures_.begin())});
    text.remove_prefix(close + 1);
  }
  return result;
}

absl::StatusOr<std::optional<DayCount>> RuleReader::ParseDayCount(std::string_view text) const {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(text), ' ', absl::SkipEmpty());
  if (parts.empty() || (parts[0] != "date" && parts[0] != "entered")) return std::optional<DayCount>();
  DayCount count;
  count.from = parts[0] == "date" ? DayCount::From::kDate : DayCount::From::kEntered;
  if (parts.size() == 1) return std::optional<DayCount>(std::move(count));
  if (parts.size() != 4 || (parts[1] != "-" && parts[1] != "+")) {
    return absl::InvalidArgumentError("a counted day reads \"date - 6 weeks\" or \"entered + {n} days\"");
  }
  count.sign = parts[1] == "-" ? -1 : 1;
  CANDOR_ASSIGN_OR_RETURN(count.amount, ParseTemplate(parts[2]));
  CANDOR_ASSIGN_OR_RETURN(count.unit, ParseUnit(parts[3]));
  return std::optional<DayCount>(std::move(count));
}

}  // namespace candor::cli
