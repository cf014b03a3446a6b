#include "cli/import/csv_reader.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

constexpr std::string_view kBlanks[] = {" ", "\t", "\r", "\n", "\u00A0", "\uFEFF"};

bool DropPrefix(std::string_view& text) {
  for (const std::string_view blank : kBlanks) {
    if (text.starts_with(blank)) {
      text.remove_prefix(blank.size());
      return true;
    }
  }
  return false;
}

bool DropSuffix(std::string_view& text) {
  for (const std::string_view blank : kBlanks) {
    if (text.ends_with(blank)) {
      text.remove_suffix(blank.size());
      return true;
    }
  }
  return false;
}

absl::Status AtLine(int64_t line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", ToAbsl(what)));
}

}  // namespace

std::string_view TrimBlanks(std::string_view text) {
  while (DropPrefix(text)) {
  }
  while (DropSuffix(text)) {
  }
  return text;
}

std::string QuoteCsv(std::string_view text, char delimiter) {
  const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                     text.find(delimiter) == std::string_view::npos && TrimBlanks(text).size() == text.size();
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

bool CsvRecord::blank() const {
  return TrimBlanks(text_).empty();
}

CsvReader::CsvReader(std::istream& input, char delimiter, Limits limits)
    : input_(input), delimiter_(delimiter), limits_(limits) {}

int CsvReader::Peek() {
  if (begin_ == end_) {
    input_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    begin_ = 0;
    end_ = static_cast<size_t>(input_.gcount());
    if (end_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[begin_]);
}

int CsvReader::Take() {
  const int byte = Peek();
  if (byte != kEnd) ++begin_;
  return byte;
}

void CsvReader::SkipByteOrderMark() {
  Peek();  // fills the buffer
  if (std::string_view(buffer_.data(), end_).starts_with("\xEF\xBB\xBF")) begin_ = 3;
}

void CsvReader::EndLine(int first) {
  if (first == '\r' && Peek() == '\n') Take();
  ++line_;
}

absl::Status CsvReader::Append(CsvRecord& record, size_t field_begin, int byte) const {
  if (record.text_.size() - field_begin >= limits_.max_field_bytes) {
    return AtLine(record.line_, absl::StrCat("a cell is longer than ", limits_.max_field_bytes,
                                             " bytes. Look for a quote that is not closed, or shorten the cell"));
  }
  if (record.text_.size() >= limits_.max_record_bytes) {
    return AtLine(record.line_, absl::StrCat("a row is longer than ", limits_.max_record_bytes,
                                             " bytes. Look for a quote that is not closed, or shorten the row"));
  }
  record.text_.push_back(static_cast<char>(byte));
  return absl::OkStatus();
}

absl::StatusOr<CsvReader::FieldEnd> CsvReader::EndField(CsvRecord& record, int delimiter_or_end) {
  if (record.ends_.size() >= limits_.max_fields) {
    return AtLine(record.line_, absl::StrCat("a row has more than ", limits_.max_fields,
                                             " cells. Check the delimiter that the map names"));
  }
  record.ends_.push_back(record.text_.size());
  if (delimiter_or_end == kEnd) return FieldEnd::kFile;
  if (delimiter_or_end == static_cast<unsigned char>(delimiter_)) return FieldEnd::kField;
  EndLine(delimiter_or_end);
  return FieldEnd::kRecord;
}

// The opening quote is taken already. Leaves the closing quote taken.
absl::Status CsvReader::ReadQuoted(CsvRecord& record, size_t field_begin) {
  const int64_t opened_on = line_;
  while (true) {
    const int byte = Take();
    if (byte == kEnd) return AtLine(opened_on, "a quote opens here and is never closed. Close it, or double it");
    if (byte == '"') {
      if (Peek() != '"') return absl::OkStatus();
      Take();
    }
    if (byte == '\n') ++line_;
    if (absl::Status status = Append(record, field_begin, byte); !status.ok()) return status;
  }
}

absl::StatusOr<CsvReader::FieldEnd> CsvReader::ReadField(CsvRecord& record) {
  const size_t field_begin = record.text_.size();
  bool quoted = false;
  while (true) {
    const int byte = Take();
    if (byte == kEnd || byte == '\r' || byte == '\n' || byte == static_cast<unsigned char>(delimiter_)) {
      return EndField(record, byte);
    }
    if (quoted) {
      if (byte == ' ' || byte == '\t') continue;
      return AtLine(line_, "text follows a closing quote. Double the quotes inside the cell");
    }
    if (byte == '"' && TrimBlanks(std::string_view(record.text_).substr(field_begin)).empty()) {
      record.text_.resize(field_begin);
      if (absl::Status status = ReadQuoted(record, field_begin); !status.ok()) return status;
      quoted = true;
      continue;
    }
    if (absl::Status status = Append(record, field_begin, byte); !status.ok()) return status;
  }
}

absl::Status CsvReader::Check(const CsvRecord& record) const {
  if (!IsUtf8(record.text_)) {
    return AtLine(record.line_, "the text is not UTF-8. Save the sheet again as \"CSV UTF-8\"");
  }
  // UTF-16 without its mark has one in every letter.
  if (record.text_.find('\0') != std::string::npos) {
    return AtLine(record.line_,
                  "the text has a character with the number 0, which no cell can have. Take it out, or, if there are "
                  "many, save the sheet again as \"CSV UTF-8\"");
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::Next(CsvRecord& record) {
  if (!started_) {
    SkipByteOrderMark();
    started_ = true;
  }
  record.text_.clear();
  record.ends_.clear();
  if (Peek() == kEnd) {
    if (input_.bad()) return absl::DataLossError("the file cannot be read any further");
    return false;
  }
  record.line_ = line_;
  record.number_ = next_number_++;
  while (true) {
    auto end = ReadField(record);
    if (!end.ok()) return end.status();
    if (*end != FieldEnd::kField) break;
  }
  if (absl::Status status = Check(record); !status.ok()) return status;
  return true;
}

}  // namespace candor::cli
