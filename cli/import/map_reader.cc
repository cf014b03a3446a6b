#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/import/import_map.h"
#include "cli/import/map_table.h"
#include "cli/import/row_digest.h"
#include "cli/import/rule_reader.h"
#include "cli/wire/licence_words.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

constexpr size_t kMaxMapBytes = size_t{1024} * 1024;

absl::StatusOr<toml::table> ParseToml(std::string_view text, std::string_view file_name) {
  if (text.size() > kMaxMapBytes || !IsUtf8(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(ToAbsl(file_name), ": a map is a UTF-8 text of at most 1 MiB. Check that this is the right file"));
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(absl::StrCat(ToAbsl(file_name), ":", error.source().begin.line,
                                                   ": not TOML: ", ToAbsl(error.description()), ". Mend this line"));
  }
}

absl::Status ReadDates(const MapTable& root, ImportMap& map) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> dates, root.Table("dates"));
  if (!dates) return root.Error("dates", "[dates] is missing: say in which formats dates are written");
  CANDOR_RETURN_IF_ERROR(dates->OnlyKeys({"formats", "months"}));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> formats, dates->Texts("formats"));
  if (formats.empty()) return dates->Error("formats", "\"formats\" is missing, as in [\"YYYY-MM-DD\"]");
  CANDOR_ASSIGN_OR_RETURN(std::vector<std::string> months, dates->Texts("months"));
  if (months.empty()) months.emplace_back("en");
  auto made = DateFormats::Make(formats, months);
  if (!made.ok()) return dates->Error("formats", ToStd(made.status().message()));
  map.dates = *std::move(made);
  return absl::OkStatus();
}

absl::Status ReadColumns(const MapTable& root, ImportMap& map) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<MapTable> columns, root.Table("columns"));
  if (!columns) return root.Error("columns", "[columns] is missing: say which column is what");
  CANDOR_RETURN_IF_ERROR(
      columns->OnlyKeys({"date", "entered", "therapist", "licence", "supervisor", "client", "type"}));
  for (const auto& [key, slot] : {std::pair{"date", &map.date}, {"therapist", &map.therapist}, {"type", &map.type}}) {
    CANDOR_ASSIGN_OR_RETURN(const std::string name, columns->Text(key));
    *slot = SlotOf(name, map.slots);
  }
  for (const auto& [key, slot] : {std::pair{"entered", &map.entered},
                                  {"licence", &map.licence},
                                  {"supervisor", &map.supervisor},
                                  {"client", &map.client}}) {
    CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> name, columns->OptionalText(key));
    if (name) *slot = SlotOf(*name, map.slots);
  }
  CANDOR_ASSIGN_OR_RETURN(map.supervisor_reads_first, root.Flag("supervisor_reads_first", false));
  if (map.supervisor_reads_first && !map.supervisor) {
    return root.Error("supervisor_reads_first",
                      "no column is the supervisor's. Name it under [columns], or leave this out");
  }
  return absl::OkStatus();
}

absl::Status ReadLicences(const MapTable& root, ImportMap& map) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MapTable> tables, root.Tables("licence"));
  for (const MapTable& table : tables) {
    CANDOR_RETURN_IF_ERROR(table.OnlyKeys({"match", "profession", "jurisdiction", "in_training"}));
    LicenceRule rule;
    CANDOR_ASSIGN_OR_RETURN(const std::string match, table.Text("match"));
    CANDOR_ASSIGN_OR_RETURN(rule.pattern, ReadPattern(table, "match", match));
    CANDOR_ASSIGN_OR_RETURN(const std::string profession, table.Text("profession"));
    CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> jurisdiction, table.OptionalText("jurisdiction"));
    CANDOR_ASSIGN_OR_RETURN(const bool in_training, table.Flag("in_training", false));
    if (const std::string advice = ProfessionAdvice(profession); !advice.empty()) {
      return table.Error("profession", absl::StrCat("\"profession\": ", advice));
    }
    if (const std::string advice = JurisdictionAdvice(jurisdiction.value_or("")); !advice.empty()) {
      return table.Error("jurisdiction", absl::StrCat("\"jurisdiction\": ", advice));
    }
    rule.licence.set_profession(profession);
    rule.licence.set_jurisdiction(jurisdiction.value_or(""));
    rule.licence.set_in_training(in_training);
    map.licences.push_back(std::move(rule));
  }
  return absl::OkStatus();
}

absl::Status ReadHead(const MapTable& root, ImportMap& map) {
  CANDOR_RETURN_IF_ERROR(root.OnlyKeys(
      {"title", "delimiter", "time_zone", "supervisor_reads_first", "dates", "columns", "licence", "kind"}));
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> title, root.OptionalText("title"));
  map.title = title.value_or("");
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> delimiter, root.OptionalText("delimiter"));
  const std::string separator = delimiter.value_or(",");
  if (separator.size() != 1 || std::string_view(",;|\t").find(separator.front()) == std::string_view::npos) {
    return root.Error("delimiter", "\"delimiter\" is one of \",\", \";\", \"|\" and \"\\t\"");
  }
  map.delimiter = separator.front();
  CANDOR_ASSIGN_OR_RETURN(const std::string zone, root.Text("time_zone"));
  auto loaded = LoadZone(zone);
  if (!loaded.ok())
    return root.Error("time_zone", "this machine knows no such time zone. Write it as in \"Europe/Brussels\"");
  map.zone = *loaded;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportMap> ReadImportMap(std::string_view text, std::string_view file_name) {
  CANDOR_ASSIGN_OR_RETURN(const toml::table document, ParseToml(text, file_name));
  const MapTable root(document, file_name);
  ImportMap map;
  map.digest = Sha256(text);
  CANDOR_RETURN_IF_ERROR(ReadHead(root, map));
  CANDOR_RETURN_IF_ERROR(ReadDates(root, map));
  CANDOR_RETURN_IF_ERROR(ReadColumns(root, map));
  CANDOR_RETURN_IF_ERROR(ReadLicences(root, map));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MapTable> kinds, root.Tables("kind"));
  if (kinds.empty()) return root.Error("kind", "there is no [[kind]]: say what rows mean");
  RuleReader rules(map.slots);
  for (const MapTable& table : kinds) {
    CANDOR_ASSIGN_OR_RETURN(KindRule rule, rules.Read(table));
    if (rule.about_client && !map.client) {
      return table.Error("kind", "it is about a client, and no column under [columns] is the client's. Name one");
    }
    map.kinds.push_back(std::move(rule));
  }
  return map;
}

}  // namespace candor::cli
