#include "cli/import/row_mapper.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// As the daemon's limits for an entry and its note: longer ones would be refused there one by one.
constexpr size_t kMaxCellBytes = size_t{16} * 1024;
constexpr size_t kMaxRowBytes = size_t{32} * 1024;
constexpr size_t kMaxDigits = 9;

// A decimal number times a whole one, when the result is whole and small; else nullopt.
std::optional<int64_t> TimesDecimal(std::string_view text, int64_t times) {
  int64_t value = 0;
  int64_t scale = 1;
  bool fraction = false;
  size_t digits = 0;
  for (const char c : text) {
    if ((c == '.' || c == ',') && !fraction && digits > 0) {
      fraction = true;
    } else if (c >= '0' && c <= '9' && digits < kMaxDigits) {
      value = value * 10 + (c - '0');
      if (fraction) scale *= 10;
      ++digits;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || (value * times) % scale != 0) return std::nullopt;
  return value * times / scale;
}

// A civil month or year later or earlier; the last day of the month where there is no such day.
Day AddMonths(Day day, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const Day last = Day(month + 1) - 1;
  return std::min(Day(month.year(), month.month(), 1) + (day.day() - 1), last);
}

std::optional<Day> Count(Day from, int64_t amount, DayCount::Unit unit) {
  Day result;
  switch (unit) {
    case DayCount::Unit::kDays:
      result = from + amount;
      break;
    case DayCount::Unit::kWeeks:
      result = from + 7 * amount;
      break;
    case DayCount::Unit::kMonths:
      result = AddMonths(from, amount);
      break;
    case DayCount::Unit::kYears:
      result = AddMonths(from, 12 * amount);
      break;
  }
  if (result.year() < 1900 || result.year() > 9999) return std::nullopt;
  return result;
}

absl::Status NoColumn(std::string_view column) {
  return absl::InvalidArgumentError(absl::StrCat("the file has no column \"", ToAbsl(column),
                                                 "\". Check that map and file belong together, and the delimiter"));
}

// What a path such as "entry.intake" or "entry.consultation.minutes" names. nullptr: nothing of that kind.
struct TypedPath {
  const SchemaKind* kind = nullptr;
  const SchemaField* field = nullptr;
};

TypedPath TypedPathOf(std::string_view path) {
  constexpr std::string_view kEntry = "entry.";
  if (!path.starts_with(kEntry)) return {};
  path.remove_prefix(kEntry.size());
  const size_t dot = path.find('.');
  const SchemaKind* kind = Schema::OfEntry().FindKind(path.substr(0, dot));
  if (kind == nullptr || dot == std::string_view::npos) return {kind, nullptr};
  return {kind, kind->FindField(path.substr(dot + 1))};
}

// The one column from which the map reads a typed field; "" where none or several have a say.
std::string ColumnThatGives(const ImportMap& map, const SchemaKind& kind, const SchemaField& field) {
  std::set<size_t> slots;
  for (const KindRule& rule : map.kinds) {
    if (rule.kind->slug != kind.slug) continue;
    for (const Take& take : rule.takes) {
      const bool gives = std::any_of(take.settings.begin(), take.settings.end(),
                                     [&](const FieldSetting& each) { return each.field->name == field.name; });
      if (!gives) continue;
      for (const Condition& each : take.conditions.when) slots.insert(each.slot);
    }
  }
  return slots.size() == 1 ? map.slots[*slots.begin()] : std::string();
}

}  // namespace

RowMapper::RowMapper(const ImportMap& map, std::vector<std::string> columns, std::vector<size_t> slot_columns,
                     Day today)
    : map_(&map),
      columns_(std::move(columns)),
      slot_columns_(std::move(slot_columns)),
      today_(today),
      digest_(columns_) {}

absl::StatusOr<RowMapper> RowMapper::Make(const ImportMap& map, const CsvRecord& header, Day today) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < header.size(); ++i) {
    std::string name = NormalCell(header.field(i));
    if (!name.empty() && std::find(columns.begin(), columns.end(), name) != columns.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("two columns are called \"", name, "\". Rename one in the file's first line"));
    }
    columns.push_back(std::move(name));
  }
  std::vector<size_t> slot_columns;
  for (const std::string& slot : map.slots) {
    const auto found = std::find(columns.begin(), columns.end(), slot);
    if (found == columns.end()) return NoColumn(slot);
    slot_columns.push_back(static_cast<size_t>(found - columns.begin()));
  }
  return RowMapper(map, std::move(columns), std::move(slot_columns), today);
}

RowRefusal RowMapper::Refuse(std::string_view reason, size_t slot) const {
  return {std::string(reason), columns_[slot_columns_[slot]]};
}

std::optional<RowRefusal> RowMapper::ReadCells(const CsvRecord& record) {
  cells_.assign(columns_.size(), std::string());
  used_.assign(columns_.size(), false);
  size_t bytes = 0;
  for (size_t i = 0; i < record.size(); ++i) {
    std::string cell = NormalCell(record.field(i));
    if (i >= columns_.size()) {
      if (!cell.empty()) return RowRefusal{"columns", ""};
      continue;
    }
    bytes += cell.size();
    if (cell.size() > kMaxCellBytes || bytes > kMaxRowBytes) return RowRefusal{"too_long", columns_[i]};
    cells_[i] = std::move(cell);
  }
  return std::nullopt;
}

std::optional<RowRefusal> RowMapper::ReadDates(Dates& dates) const {
  const std::optional<Day> occurred = map_->dates.Read(Cell(map_->date));
  if (!occurred) return Refuse("date", map_->date);
  dates.occurred = *occurred;
  dates.reported = *occurred;
  const std::string_view entered = Cell(map_->entered);
  if (!entered.empty()) {
    const std::optional<Day> reported = map_->dates.Read(entered);
    if (!reported) return Refuse("date", *map_->entered);
    dates.reported = *reported;
  }
  if (dates.occurred > today_) return Refuse("future_date", map_->date);
  if (dates.reported > today_) return Refuse("future_date", *map_->entered);
  if (dates.reported < dates.occurred) return Refuse("entered_before_date", *map_->entered);
  return std::nullopt;
}

bool RowMapper::Matches(const Condition& condition) {
  const std::string_view cell = Cell(condition.slot);
  std::array<re2::StringPiece, 16> groups;
  const size_t wanted = std::min(condition.captures.size() + 1, groups.size());
  if (!condition.pattern->Match(cell, 0, cell.size(), re2::RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(wanted))) {
    return false;
  }
  for (size_t group = 1; group < wanted; ++group) {
    const size_t capture = condition.captures[group - 1];
    if (capture != Condition::kNoCapture) captures_[capture] = NormalCell({groups[group].data(), groups[group].size()});
  }
  return true;
}

bool RowMapper::Holds(const Conditions& conditions) {
  return std::all_of(conditions.when.begin(), conditions.when.end(), [this](const auto& c) { return Matches(c); }) &&
         std::none_of(conditions.unless.begin(), conditions.unless.end(), [this](const auto& c) { return Matches(c); });
}

const KindRule* RowMapper::FindKind() {
  for (const KindRule& rule : map_->kinds) {
    captures_.assign(rule.capture_count, std::string());
    if (Holds(rule.takes.front().conditions)) return &rule;
  }
  return nullptr;
}

void RowMapper::FillPeople(v1::ImportRow& row) {
  row.mutable_therapist()->set_display_name(std::string(Cell(map_->therapist)));
  MarkUsed(map_->therapist);
  if (const std::string_view licence = Cell(map_->licence); !licence.empty()) {
    const auto known = std::find_if(map_->licences.begin(), map_->licences.end(), [&](const LicenceRule& rule) {
      return re2::RE2::FullMatch(licence, *rule.pattern);
    });
    if (known != map_->licences.end()) {
      *row.mutable_therapist()->mutable_licence() = known->licence;
      MarkUsed(*map_->licence);
    }
  }
  if (const std::string_view supervisor = Cell(map_->supervisor); !supervisor.empty()) {
    row.mutable_supervisor()->set_display_name(std::string(supervisor));
    row.set_supervisor_reads_first(map_->supervisor_reads_first);
    MarkUsed(*map_->supervisor);
  }
}

std::string RowMapper::Fill(const Template& from) const {
  std::string text;
  for (const Template::Piece& piece : from.pieces) {
    text += piece.capture == Condition::kNoCapture ? piece.literal : captures_[piece.capture];
  }
  return text;
}

std::optional<std::string> RowMapper::ValueOf(const FieldSetting& setting, const Dates& dates) const {
  if (setting.day_count) {
    const DayCount& count = *setting.day_count;
    const Day from = count.from == DayCount::From::kDate ? dates.occurred : dates.reported;
    const std::optional<int64_t> amount = count.sign == 0 ? 0 : TimesDecimal(Fill(count.amount), 1);
    const std::optional<Day> day = amount ? Count(from, count.sign * *amount, count.unit) : std::nullopt;
    return day ? std::optional(FormatDay(*day)) : std::nullopt;
  }
  std::string text = Fill(setting.from);
  if (text.empty()) return std::nullopt;
  if (!setting.words.empty()) {
    const auto known =
        std::find_if(setting.words.begin(), setting.words.end(), [&](const auto& word) { return word.first == text; });
    return known == setting.words.end() ? std::nullopt : std::optional(known->second);
  }
  if (setting.field->type == FieldType::kNumber) {
    const std::optional<int64_t> number = TimesDecimal(text, setting.times);
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
  }
  if (setting.field->type == FieldType::kDay) {
    const std::optional<Day> day = map_->dates.Read(text);
    return day ? std::optional(FormatDay(*day)) : std::nullopt;
  }
  return text;
}

bool RowMapper::ApplySetting(const FieldSetting& setting, const KindRule& rule, const Dates& dates,
                             v1::ImportRow& row) {
  const std::optional<std::string> value = ValueOf(setting, dates);
  if (!value) return !setting.day_count && Fill(setting.from).empty();  // nothing said is nothing lost
  if (setting.field->type == FieldType::kMember) {
    const std::string path = absl::StrCat(rule.kind->slug, ".", setting.field->name);
    for (const v1::PersonFact& person : row.people()) {
      if (person.field() == path) return person.person().display_name() == *value;
    }
    v1::PersonFact& person = *row.add_people();
    person.set_field(path);
    person.mutable_person()->set_display_name(*value);
    return true;
  }
  google::protobuf::Message& facts = FactsOf(*rule.kind, *row.mutable_entry());
  if (const std::vector<std::string> already = FactTexts(*setting.field, facts); !already.empty()) {
    return already.front() == *value;
  }
  return SetFact(*setting.field, *value, facts).ok();
}

bool RowMapper::Apply(const Take& take, const KindRule& rule, const Dates& dates, v1::ImportRow& row) {
  bool said_all = true;
  for (const FieldSetting& setting : take.settings) {
    if (!ApplySetting(setting, rule, dates, row)) said_all = false;
  }
  return said_all;
}

void RowMapper::FillFacts(const KindRule& rule, const Dates& dates, v1::ImportRow& row) {
  v1::Entry& entry = *row.mutable_entry();
  *entry.mutable_occurred()->mutable_date() = ToWire(dates.occurred);
  *entry.mutable_reported()->mutable_date() = ToWire(dates.reported);
  FactsOf(*rule.kind, entry);
  const std::vector<std::string> kind_captures = captures_;
  for (size_t i = 0; i < rule.takes.size(); ++i) {
    const Take& take = rule.takes[i];
    captures_ = kind_captures;
    if (i > 0 && !Holds(take.conditions)) continue;
    if (!Apply(take, rule, dates, row)) continue;
    for (const Condition& condition : take.conditions.when) {
      if (std::find(take.keep.begin(), take.keep.end(), condition.slot) == take.keep.end()) MarkUsed(condition.slot);
    }
  }
}

void RowMapper::FillLeftCells(v1::ImportRow& row) const {
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (used_[i] || cells_[i].empty()) continue;
    v1::ImportedCell& cell = *row.mutable_entry()->add_imported_cells();
    cell.set_column(columns_[i].empty() ? absl::StrCat("column ", i + 1) : columns_[i]);
    cell.set_text(cells_[i]);
  }
}

std::optional<RowRefusal> RowMapper::Map(const CsvRecord& record, v1::ImportRow& row) {
  row.Clear();
  row.set_row_number(record.number());
  if (auto refusal = ReadCells(record)) return refusal;
  Dates dates;
  if (auto refusal = ReadDates(dates)) return refusal;
  MarkUsed(map_->date);
  if (map_->entered) MarkUsed(*map_->entered);
  if (Cell(map_->therapist).empty()) return Refuse("therapist", map_->therapist);
  const KindRule* rule = FindKind();
  if (rule == nullptr) return Refuse("type", map_->type);
  if (rule->about_client) {
    if (Cell(map_->client).empty()) return Refuse("client", *map_->client);
    row.set_client_code(std::string(Cell(map_->client)));
    MarkUsed(*map_->client);
  }
  FillPeople(row);
  FillFacts(*rule, dates, row);
  FillLeftCells(row);
  row.set_row_digest(digest_.Of(cells_));
  return std::nullopt;
}

std::string RowMapper::ColumnOf(std::string_view field) const {
  const auto name = [this](const std::optional<size_t>& slot) { return slot ? map_->slots[*slot] : std::string(); };
  if (field.starts_with("therapist.licence")) return name(map_->licence);
  if (field.starts_with("therapist")) return name(map_->therapist);
  if (field.starts_with("supervisor")) return name(map_->supervisor);
  if (field.starts_with("client_code")) return name(map_->client);
  if (field.starts_with("entry.occurred")) return name(map_->date);
  if (field.starts_with("entry.reported")) return name(map_->entered);
  const TypedPath path = TypedPathOf(field);
  if (path.field != nullptr) return ColumnThatGives(*map_, *path.kind, *path.field);
  // "entry.intake": the row as what its type says it is.
  const bool whole_row = path.kind != nullptr && field.find('.') == field.rfind('.');
  return whole_row ? map_->slots[map_->type] : std::string();
}

std::string RowMapper::InWordsOfTheMap(std::string_view field, std::string_view message) const {
  const std::string path = absl::StrCat(ToAbsl(field), ": ");
  if (field.empty() || !message.starts_with(path)) return std::string(message);
  const std::string_view words = message.substr(path.size());
  const TypedPath named = TypedPathOf(field);
  if (named.field == nullptr || !ColumnOf(field).empty()) return std::string(words);
  return absl::StrCat(named.field->name, ": ", ToAbsl(words));
}

}  // namespace candor::cli
