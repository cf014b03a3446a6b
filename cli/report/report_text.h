#ifndef CANDOR_CLI_REPORT_REPORT_TEXT_H_
#define CANDOR_CLI_REPORT_REPORT_TEXT_H_

#include <ostream>

#include "candor/v1/report.pb.h"
#include "cli/report/audience.h"
#include "cli/wire/json.h"

namespace candor::cli {

// For a terminal. `report` holds what is for the audience.
void PrintReport(const v1::ComplianceReport& report, const Audience& audience, std::ostream& out);

// One row per figure, so that a spreadsheet can take it; the cover as section 0, notes among the rows.
Json RowsOf(const v1::ComplianceReport& report);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_REPORT_TEXT_H_
