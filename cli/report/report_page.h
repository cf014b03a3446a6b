#ifndef CANDOR_CLI_REPORT_REPORT_PAGE_H_
#define CANDOR_CLI_REPORT_REPORT_PAGE_H_

#include <string>

#include "candor/v1/report.pb.h"
#include "cli/report/audience.h"

namespace candor::cli {

// One HTML page that needs nothing beside itself: no script, no font, no picture from elsewhere. Headings, tables with
// captions and scopes, every plot beside its table; printable on A4 and letter. The same report gives the same
// bytes. `report` holds what is for the audience.
std::string PageOf(const v1::ComplianceReport& report, const Audience& audience = kDirector);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_REPORT_PAGE_H_
