#ifndef CANDOR_CLI_IMPORT_CSV_READER_H_
#define CANDOR_CLI_IMPORT_CSV_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::cli {

// One record of a CSV file. Refilled by CsvReader::Next, so that a file of any length needs one record's memory.
class CsvRecord {
 public:
  size_t size() const { return ends_.size(); }
  // REQUIRES: index < size(). Valid until the next call of CsvReader::Next.
  std::string_view field(size_t index) const {
    const size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }
  // Records count from 0 over the whole file; with a header line, data records therefore count from 1.
  int64_t number() const { return number_; }
  // Line of the file on which the record starts, from 1.
  int64_t line() const { return line_; }
  // No field holds anything but blanks.
  bool blank() const;

 private:
  friend class CsvReader;

  std::string text_;
  std::vector<size_t> ends_;
  int64_t number_ = -1;
  int64_t line_ = 0;
};

// Reads RFC 4180 records as spreadsheets write them: optional UTF-8 byte-order mark, CRLF, LF or CR line ends, quoted
// fields with doubled quotes and embedded line breaks, blanks around a quoted field. Blank records are returned like
// any other. Memory does not grow with the file. Thread-compatible; `input` is not owned and must outlive the reader.
class CsvReader {
 public:
  struct Limits {
    size_t max_field_bytes = size_t{64} * 1024;
    size_t max_record_bytes = size_t{1024} * 1024;
    size_t max_fields = 1024;
  };

  CsvReader(std::istream& input, char delimiter, Limits limits);
  CsvReader(std::istream& input, char delimiter) : CsvReader(input, delimiter, Limits{}) {}

  // True: `record` holds the next record; false: the end. INVALID_ARGUMENT, naming the line, for text that is not
  // UTF-8, a quote that is never closed, text after a closing quote, or a field or record over its limit; DATA_LOSS
  // when the file cannot be read. Not to be called again after an error.
  absl::StatusOr<bool> Next(CsvRecord& record);

 private:
  enum class FieldEnd { kField, kRecord, kFile };

  static constexpr int kEnd = -1;

  int Peek();
  int Take();
  void SkipByteOrderMark();
  // Swallows one line end that starts with `first`.
  void EndLine(int first);
  absl::Status Append(CsvRecord& record, size_t field_begin, int byte) const;
  absl::StatusOr<FieldEnd> ReadField(CsvRecord& record);
  absl::Status ReadQuoted(CsvRecord& record, size_t field_begin);
  absl::StatusOr<FieldEnd> EndField(CsvRecord& record, int delimiter_or_end);
  absl::Status Check(const CsvRecord& record) const;

  std::istream& input_;
  const char delimiter_;
  const Limits limits_;
  std::array<char, size_t{64} * 1024> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int64_t line_ = 1;
  int64_t next_number_ = 0;
  bool started_ = false;
};

// `text` without blanks (space, tab, CR, LF, no-break space, byte-order mark) at either end.
std::string_view TrimBlanks(std::string_view text);

// `text` as a CSV field: quoted where it has to be.
std::string QuoteCsv(std::string_view text, char delimiter);

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_CSV_READER_H_
