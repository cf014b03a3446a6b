#ifndef CANDOR_CLI_PRINT_FIELDS_H_
#define CANDOR_CLI_PRINT_FIELDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cli/print/table.h"

namespace candor::cli {

// "name,licence.profession" as its names; empty where one of them is.
std::vector<std::string> ParseFields(std::string_view text);

// Makes `selected` of an object, or of each object of a list, with only `fields`, in their order. A name is a key, or
// keys with dots for what lies further in; a list on the way is taken element by element. What one object of several
// lacks is null there. INVALID_ARGUMENT, which lists the names, where no object has a field of one of the names. Of an
// empty list nothing can be said, so every name is taken.
absl::Status SelectFields(const Json& json, const std::vector<std::string>& fields, Json& selected);

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_FIELDS_H_
