#ifndef CANDOR_CLI_REPORT_AUDIENCE_H_
#define CANDOR_CLI_REPORT_AUDIENCE_H_

#include <string_view>

#include "candor/v1/report.pb.h"

// For whom a report is made, and which of its figures these people are shown. The director sees all; the others get a
// selection of the same figures, so that no two reports on a period tell different numbers.
namespace candor::cli {

struct Audience {
  std::string_view verb;   // "staff"
  std::string_view title;  // "Report to staff"
  std::string_view intro;  // stands before the figures; empty: none
  char letter = 'D';       // as in the report's plan
  bool one_page = false;   // whole figures without their parts, so that it is one page on paper
};

inline constexpr Audience kDirector = {"compliance", "Compliance report", "", 'D', false};
inline constexpr Audience kStaff = {"staff", "Report to staff",
                                    "What you write about your own reactions is read by you and by the person you "
                                    "choose, and while you are in training by your supervisor; not by the "
                                    "director. Boards and courts can demand records. Most therapists feel such "
                                    "things at some time; noticing it is part of the work. This page says what "
                                    "became of what was written, and who read it.",
                                    'S', true};
inline constexpr Audience kInsurer = {"insurer", "Report for the insurer", "", 'I', false};
inline constexpr Audience kAccreditor = {"accreditor", "Report for the accreditor", "", 'A', false};

// The report with the figures that are for these people, the restated ones included. A section of which nothing is left
// is left out.
v1::ComplianceReport SelectFor(const Audience& audience, const v1::ComplianceReport& report);

}  // namespace candor::cli

#endif  // CANDOR_CLI_REPORT_AUDIENCE_H_
