#ifndef CANDOR_CLI_REPORT_REPORT_WORDS_H_
#define CANDOR_CLI_REPORT_REPORT_WORDS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/report.pb.h"

// A report's figures in words, the same on a terminal and on a page. Pure.
namespace candor::cli {

// "12.5" for 125.
std::string Tenths(int64_t tenths);

// "36 of 48 (75.0 %)", "hidden", "not recorded".
std::string ValueText(const v1::ReportRow& row);
// The same without what a plot has no room for.
std::string ShortValueText(const v1::ReportRow& row);

// The row's note without what its value says already.
std::string NoteText(const v1::ReportRow& row);

inline bool IsHidden(const v1::ReportRow& row) {
  return row.state() == v1::REPORT_ROW_STATE_HIDDEN;
}
inline bool IsShown(const v1::ReportRow& row) {
  return row.state() == v1::REPORT_ROW_STATE_SHOWN;
}

// Why a figure may be another one than was signed: "entries were written down since, …".
std::string CausesText(const v1::RestatedFigure& figure);
// "2025-04-02T09:00:00Z by Dr Lee, of 812 records", or "never".
std::string LastSignedText(const v1::ReportCover& cover);

// Whether each profile is named, or of many that are alike how many there are.
enum class ProfileNames { kAll, kCounted };

// What the report stands on: names and values of the cover.
std::vector<std::pair<std::string, std::string>> CoverPairs(const v1::ReportCover& cover, ProfileNames names);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_REPORT_WORDS_H_
