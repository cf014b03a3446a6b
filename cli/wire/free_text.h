#ifndef CANDOR_CLI_WIRE_FREE_TEXT_H_
#define CANDOR_CLI_WIRE_FREE_TEXT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

// Which words of a message are its writer's own, and where they stand.
namespace candor::cli {

// One text of a message.
struct FreeText {
  std::string path;   // "consultation.rationale", "guidance[1].text"
  std::string where;  // the same in the words of a form: "rationale", "guidance 2 text"
  std::string text;
  bool may_name = false;  // the field is there to say who somebody is
};

// Those that are there, in the order of the fields' numbers, of the messages below too. Codes and names of resources
// are none.
std::vector<FreeText> FreeTextsOf(const google::protobuf::Message& message);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_FREE_TEXT_H_
