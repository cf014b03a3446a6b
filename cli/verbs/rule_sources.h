#ifndef CANDOR_CLI_VERBS_RULE_SOURCES_H_
#define CANDOR_CLI_VERBS_RULE_SOURCES_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "candor/v1/follow_up.pb.h"
#include "google/protobuf/repeated_field.h"

namespace candor::cli {

// Where a rule comes from, a line for each source that starts with its authority. `sources`: strongest authority first.
// A rule whose best authority is an article or the practice is one that the practice has decided, and says so.
void PrintSources(const google::protobuf::RepeatedPtrField<v1::RuleSource>& sources, std::string_view indent,
                  std::ostream& out);
// The same, each with how sure it is that the source says so, where that is known.
void PrintSourcesWithConfidence(const google::protobuf::RepeatedPtrField<v1::RuleSource>& sources,
                                std::string_view indent, std::ostream& out);
// "the source's own wording was seen (A)"; empty for no mark.
std::string ConfidenceText(std::string_view mark);

// "14 days", "yes", "2 (refer)", "forever", "25.00 in the currency that the practice keeps". `words`: what the value of
// a choice means, as its policy says it; without them, and of a choice that is not known here, the number alone.
std::string ParameterValueText(std::string_view parameter, int64_t value, std::string_view unit,
                               std::string_view words = "");

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_RULE_SOURCES_H_
