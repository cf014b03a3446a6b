#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "cli/import/csv_reader.h"
#include "cli/import/file_check.h"
#include "cli/import/import_map.h"
#include "cli/import/row_mapper.h"
#include "cli/import/text_counts.h"
#include "cli/verbs/refused_rows.h"
#include "cli/verbs/row_stream.h"
#include "cli/verbs/session.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr int kRowsPerMessage = 256;
constexpr absl::Duration kAssessmentPatience = absl::Minutes(1);
constexpr absl::Duration kAssessmentPause = absl::Milliseconds(20);

struct ImportOptions {
  std::string file;
  std::string map;
  std::string policy_from;
  std::string refused_file;
  bool dry_run = false;
};

// A case had another intake, before or after this one, and no ending between them, so far: perhaps because the ending
// stands further down.
constexpr std::string_view kEpisodeOpen = "episode_open";
constexpr std::string_view kEarlierIntake = "earlier_intake";

bool IsForTheEndingsToSay(std::string_view reason) {
  return reason == kEpisodeOpen || reason == kEarlierIntake;
}

// What has become of the rows. Answers come in on the stream's thread while rows are still read, so both sides lock.
struct Tally {
  absl::Mutex mutex;
  std::string import ABSL_GUARDED_BY(mutex);
  std::string policy_from ABSL_GUARDED_BY(mutex);
  int64_t imported ABSL_GUARDED_BY(mutex) = 0;
  int64_t duplicates ABSL_GUARDED_BY(mutex) = 0;
  RefusedRows refused ABSL_GUARDED_BY(mutex);
  // Numbers of rows to be sent again once all are in; nothing but a number for each, however many. nullopt: they have
  // been, and what is refused now is.
  std::optional<std::vector<int64_t>> again ABSL_GUARDED_BY(mutex) = std::vector<int64_t>();
};

absl::Status AsLocal(const absl::Status& status) {
  return status.ok() ? status : LocalFileError(ToStd(status.message()));
}

void TakeResult(const v1::RowResult& result, const RowMapper& mapper, Tally& tally)
    ABSL_EXCLUSIVE_LOCKS_REQUIRED(tally.mutex) {
  switch (result.outcome_case()) {
    case v1::RowResult::kImported:
      ++tally.imported;
      break;
    case v1::RowResult::kDuplicate:
      ++tally.duplicates;
      break;
    case v1::RowResult::kRefused:
      if (tally.again && IsForTheEndingsToSay(result.refused().reason())) {
        tally.again->push_back(result.row_number());
        break;
      }
      tally.refused.Add(result.row_number(),
                        {result.refused().reason(), mapper.ColumnOf(result.refused().field()),
                         mapper.InWordsOfTheMap(result.refused().field(), result.refused().message())});
      break;
    case v1::RowResult::OUTCOME_NOT_SET:
      break;
  }
}

void TakeAnswer(const v1::ImportEntriesResponse& answer, const RowMapper& mapper, Tally& tally) {
  absl::MutexLock lock(&tally.mutex);
  if (answer.has_import()) {
    tally.import = answer.import().name();
    if (answer.import().has_policy_from()) tally.policy_from = FormatDate(answer.import().policy_from());
  }
  for (const v1::RowResult& result : answer.results()) TakeResult(result, mapper, tally);
}

// One file on its way to the daemon.
class Importer {
 public:
  Importer(Session& session, const ImportOptions& options) : session_(session), options_(options) {}

  absl::StatusOr<ExitCode> Run() {
    v1::Import import;
    if (!options_.policy_from.empty()) {
      CANDOR_ASSIGN_OR_RETURN(const Day day, ParseDayOf("--policy-from", options_.policy_from));
      *import.mutable_policy_from() = ToWire(day);
    }
    CANDOR_RETURN_IF_ERROR(ReadMap());
    if (!options_.refused_file.empty()) CANDOR_RETURN_IF_ERROR(CheckRefusedFile(options_.refused_file));
    auto facts = CheckFile(options_.file, map_->delimiter);
    if (!facts.ok()) return AsLocal(facts.status());
    import.set_file_digest(facts->digest);
    import.set_map_digest(map_->digest);
    import.set_dry_run(options_.dry_run);
    texts_.emplace(NameBook(session_.connection()).Members());
    if (absl::Status sent = SendRows(import, facts->records); !sent.ok()) return Interrupted(std::move(sent));
    if (!options_.dry_run) AwaitAssessment();
    return Report();
  }

 private:
  // What was answered before the daemon went away is in, and is told.
  absl::Status Interrupted(absl::Status why) {
    const bool answered = [&] {
      absl::MutexLock lock(&tally_.mutex);
      return !tally_.import.empty();
    }();
    if (!absl::IsUnavailable(why) || !answered || options_.dry_run) return why;
    CANDOR_RETURN_IF_ERROR(Report().status());
    return absl::UnavailableError(
        "the daemon ended the import before the last row. What is counted here is in; import the same file again when "
        "the daemon is back, and rows that are in are skipped");
  }

  absl::Status ReadMap() {
    auto text = ReadSmallFile(options_.map);
    if (!text.ok()) return AsLocal(text.status());
    auto map = ReadImportMap(*text, options_.map);
    if (!map.ok()) return AsLocal(map.status());
    map_.emplace(*std::move(map));
    return absl::OkStatus();
  }

  absl::Status SendRows(const v1::Import& import, int64_t records) {
    std::ifstream file(options_.file, std::ios::binary);
    const auto reader = std::make_unique<CsvReader>(file, map_->delimiter);
    CsvRecord header;
    CANDOR_RETURN_IF_ERROR(AsLocal(reader->Next(header).status()));
    auto mapper = RowMapper::Make(*map_, header, DayAt(absl::Now(), map_->zone));
    if (!mapper.ok()) return AsLocal(Annotate(mapper.status(), options_.file));
    RowStream stream(session_.connection(), [this, &columns = *mapper](const v1::ImportEntriesResponse& answer) {
      TakeAnswer(answer, columns, tally_);
    });
    absl::Status status = stream.Open(import);
    if (status.ok()) {
      Progress progress(session_.terminal, options_.dry_run ? "Checking" : "Importing", records);
      status = SendPortions(*reader, *mapper, stream, [&progress](int64_t number) {
        progress.Update(number);
        return true;
      });
    }
    if (status.ok()) status = SendAgain(*mapper, stream);
    if (!status.ok() && !absl::IsUnavailable(status)) return status;
    // What the daemon says of a broken stream is told rather than that it broke.
    const absl::Status finished = stream.Finish();
    return finished.ok() ? status : finished;
  }

  // Sends the records from where `reader` is for which `wanted`, which is asked for each, is true.
  template <class Wanted>
  absl::Status SendPortions(CsvReader& reader, RowMapper& mapper, RowStream& stream, Wanted wanted) {
    CsvRecord record;
    v1::ImportEntriesRequest request;
    while (true) {
      const auto more = reader.Next(record);
      if (!more.ok()) return AsLocal(Annotate(more.status(), options_.file));
      if (!*more) break;
      if (!wanted(record.number())) continue;
      MapRecord(record, mapper, request);
      if (request.rows_size() < kRowsPerMessage) continue;
      CANDOR_RETURN_IF_ERROR(stream.Send(request));
      request.clear_rows();
    }
    return request.rows_size() > 0 ? stream.Send(request) : absl::OkStatus();
  }

  // Order of rows refuses nothing: an intake that stands above the ending between it and another one is taken now.
  absl::Status SendAgain(RowMapper& mapper, RowStream& stream) {
    stream.AwaitAnswers();
    std::vector<int64_t> again;
    {
      absl::MutexLock lock(&tally_.mutex);
      again = std::exchange(tally_.again, std::nullopt).value();
    }
    if (again.empty()) return absl::OkStatus();
    std::sort(again.begin(), again.end());
    std::ifstream file(options_.file, std::ios::binary);
    const auto reader = std::make_unique<CsvReader>(file, map_->delimiter);
    return SendPortions(*reader, mapper, stream,
                        [&again](int64_t number) { return std::binary_search(again.begin(), again.end(), number); });
  }

  // Policies judge an import once all its rows are in. Who asks for follow-ups next should find them. The rows are
  // stored whatever comes of this, so a daemon that takes long, or does not say, is not waited for.
  void AwaitAssessment() {
    const absl::Time end = absl::Now() + kAssessmentPatience;
    while (true) {
      const auto response =
          session_.connection().Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
      if (!response.ok() || response->status().entries_pending() == 0) return;
      if (absl::Now() >= end) {
        session_.terminal.err << response->status().entries_pending()
                              << " entries are still to be assessed; candor status says how many are left.\n";
        return;
      }
      absl::SleepFor(kAssessmentPause);
    }
  }

  void MapRecord(const CsvRecord& record, RowMapper& mapper, v1::ImportEntriesRequest& request) {
    if (record.blank()) return;
    v1::ImportRow& row = *request.add_rows();
    const auto refusal = mapper.Map(record, row);
    if (!refusal) return texts_->Add(row, mapper);
    request.mutable_rows()->RemoveLast();
    absl::MutexLock lock(&tally_.mutex);
    tally_.refused.Add(record.number(), {refusal->reason, refusal->column, std::string(AdviceFor(refusal->reason))});
  }

  absl::StatusOr<ExitCode> Report() {
    absl::MutexLock lock(&tally_.mutex);
    tally_.refused.SortByNumber();
    const bool refused = !tally_.refused.rows().empty();
    if (session_.rows()) {
      session_.PrintData(tally_.refused.ToJson());
    } else if (session_.format == Format::kJson) {
      session_.PrintData(ReportJson());
    } else {
      PrintReport();
    }
    const std::string notices = TextNoticesOfSheet(texts_->Counts(), /*imported=*/!options_.dry_run);
    if (!notices.empty()) session_.terminal.err << Wrap(notices, kTextWidth) << '\n';
    if (refused && !options_.refused_file.empty()) {
      CANDOR_RETURN_IF_ERROR(WriteRefusedFile(options_.file, map_->delimiter, tally_.refused, options_.refused_file));
      session_.terminal.err << "Refused rows are in " << options_.refused_file
                            << ". Mend them there and import that file with the same map.\n";
    }
    return refused ? ExitCode::kRowsRefused : ExitCode::kDone;
  }

  Json ReportJson() ABSL_EXCLUSIVE_LOCKS_REQUIRED(tally_.mutex) {
    Json json = Json::object();
    json["imported"] = tally_.imported;
    json["duplicates"] = tally_.duplicates;
    json["refused"] = tally_.refused.ToJson();
    json["dry_run"] = options_.dry_run;
    json["import"] = tally_.import.empty() ? Json(nullptr) : Json(tally_.import);
    json["policy_from"] = tally_.policy_from.empty() ? Json(nullptr) : Json(tally_.policy_from);
    return json;
  }

  void PrintReport() ABSL_EXCLUSIVE_LOCKS_REQUIRED(tally_.mutex) {
    std::ostream& out = session_.out();
    const auto refused = tally_.refused.rows().size();
    if (tally_.imported == 0 && tally_.duplicates > 0) {
      out << "Nothing new: every row " << (refused > 0 ? "that could be read " : "") << "was there already. ";
    }
    out << (options_.dry_run ? "Would be imported: " : "Imported: ") << tally_.imported
        << ". There already: " << tally_.duplicates << ". Refused: " << refused << ".\n";
    if (options_.dry_run) out << "Nothing was stored.\n";
    if (!tally_.policy_from.empty()) {
      out << "Follow-ups are due only for what was written down on or after " << tally_.policy_from
          << "; earlier rows are context.\n";
    }
    if (refused == 0) return;
    Table table({"ROW", "REASON", "COLUMN", "WHAT TO DO"});
    for (const RefusedRows::Row& row : tally_.refused.rows()) {
      const RefusedRows::Reason& reason = tally_.refused.ReasonOf(row);
      table.Add({std::to_string(row.number), reason.word, reason.column, reason.message});
    }
    out << '\n';
    table.Print(out);
  }

  Session& session_;
  const ImportOptions& options_;
  std::optional<ImportMap> map_;
  std::optional<TextCounts> texts_;  // once the file is known to be whole
  Tally tally_;
};

}  // namespace

void AddImportVerb(CLI::App& app, Session& session) {
  CLI::App* import = app.add_subcommand("import", "entries from a practice's own files");
  import->require_subcommand(1);
  CLI::App* csv = import->add_subcommand("csv", "from a spreadsheet saved as CSV");
  csv->footer(
      "Rows that were imported before are skipped, whoever brings them; refused rows are listed by number, and the\n"
      "exit code says so. Maps: share/candor/maps.\n"
      "Example: candor import csv log.csv --map practice-log.toml --policy-from 2024-01-01 --dry-run");
  auto options = std::make_shared<ImportOptions>();
  csv->add_option("file", options->file, "the CSV file, UTF-8")->required();
  csv->add_option("--map", options->map, "what its columns and words mean (TOML)")->required();
  csv->add_option("--policy-from", options->policy_from,
                  "follow-ups are due for what was written down on or after this day (default today)");
  csv->add_flag("--dry-run", options->dry_run, "say what would happen, and store nothing");
  csv->add_option("--refused", options->refused_file, "write refused rows to this new CSV, to be mended and imported");
  Does(*csv, session, [&session, options] { return Importer(session, *options).Run(); });
}

}  // namespace candor::cli
