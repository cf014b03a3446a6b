#include "cli/verbs/refused_rows.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/print/exit_codes.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// A new file that only its owner may read. Buffers; Close tells whether all of it is written.
class PrivateFile {
 public:
  explicit PrivateFile(const std::string& path)
      : descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  ~PrivateFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  bool ok() const { return descriptor_ >= 0; }

  void Write(std::string_view text) {
    buffer_.append(text);
    if (buffer_.size() >= kFlushBytes) Flush();
  }

  bool Close() {
    Flush();
    if (close(std::exchange(descriptor_, -1)) != 0) failed_ = true;
    return !failed_;
  }

 private:
  static constexpr size_t kFlushBytes = size_t{64} * 1024;

  void Flush() {
    size_t done = 0;
    while (done < buffer_.size() && !failed_) {
      const ssize_t written = write(descriptor_, buffer_.data() + done, buffer_.size() - done);
      if (written > 0) {
        done += static_cast<size_t>(written);
      } else if (errno != EINTR) {
        failed_ = true;
      }
    }
    buffer_.clear();
  }

  int descriptor_;
  bool failed_ = false;
  std::string buffer_;
};

void WriteRecord(const CsvRecord& record, char delimiter, PrivateFile& out) {
  std::string line;
  for (size_t i = 0; i < record.size(); ++i) {
    if (i > 0) line.push_back(delimiter);
    line += QuoteCsv(record.field(i), delimiter);
  }
  out.Write(line + "\r\n");
}

absl::Status CannotMake(const std::string& path) {
  const std::string why = std::strerror(errno);
  return LocalFileError(
      absl::StrCat(path, ": ", why, ". Name a file that is not there yet, in a folder that you may write to"));
}

}  // namespace

void RefusedRows::Add(int64_t number, Reason reason) {
  auto known = std::find(reasons_.begin(), reasons_.end(), reason);
  if (known == reasons_.end()) known = reasons_.insert(known, std::move(reason));
  rows_.push_back({number, static_cast<uint32_t>(known - reasons_.begin())});
}

void RefusedRows::SortByNumber() {
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.number < b.number; });
}

Json RefusedRows::ToJson() const {
  Json list = Json::array();
  for (const Row& row : rows_) {
    const Reason& reason = ReasonOf(row);
    Json json = Json::object();
    json["row"] = row.number;
    json["reason"] = reason.word;
    json["column"] = reason.column.empty() ? Json(nullptr) : Json(reason.column);
    json["message"] = reason.message;
    list.push_back(std::move(json));
  }
  return list;
}

std::string_view AdviceFor(std::string_view reason) {
  if (reason == "date") return "write a day that exists, in a format that the map lists";
  if (reason == "future_date") return "this day has not come yet; check the year";
  if (reason == "entered_before_date") return "it cannot have been written down before it happened; check both days";
  if (reason == "therapist") return "say whom the row is about";
  if (reason == "type") return "no kind of the map fits; check the spelling, or add the word to the map";
  if (reason == "client") return "this type is about a client; give the client's code";
  if (reason == "columns") return "the row has more cells than the first line; look for a delimiter that needs quotes";
  if (reason == "too_long") return "a cell holds at most 16 KiB, a row 32 KiB; shorten it";
  return "";
}

absl::Status CheckRefusedFile(const std::string& path) {
  if (!PrivateFile(path).ok() || unlink(path.c_str()) != 0) return CannotMake(path);
  return absl::OkStatus();
}

absl::Status WriteRefusedFile(const std::string& source, char delimiter, const RefusedRows& sorted,
                              const std::string& path) {
  PrivateFile out(path);
  if (!out.ok()) return CannotMake(path);
  std::ifstream file(source, std::ios::binary);
  const auto reader = std::make_unique<CsvReader>(file, delimiter);
  CsvRecord record;
  out.Write("\xEF\xBB\xBF");
  auto next = sorted.rows().begin();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const bool more, reader->Next(record));
    if (!more) break;
    const bool refused = next != sorted.rows().end() && next->number == record.number();
    if (refused) ++next;
    if (refused || record.number() == 0) WriteRecord(record, delimiter, out);
  }
  if (!out.Close()) return LocalFileError(absl::StrCat(path, ": it could not be written whole. Is the disk full?"));
  return absl::OkStatus();
}

}  // namespace candor::cli
