#ifndef CANDOR_CLI_REPORT_REPORT_PLOTS_H_
#define CANDOR_CLI_REPORT_REPORT_PLOTS_H_

#include <string>

#include "cli/markup/markup.h"
#include "cli/report/report_groups.h"

namespace candor::cli {

// Whether the group's rows have values to draw.
bool HasPlot(const RowGroup& group);

// The group's plot; `id` is unique on the page. REQUIRES: HasPlot(group).
void DrawGroup(const RowGroup& group, const std::string& id, Markup& out);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_REPORT_PLOTS_H_
