#ifndef CANDOR_CLI_WIRE_LICENCE_WORDS_H_
#define CANDOR_CLI_WIRE_LICENCE_WORDS_H_

#include <string>
#include <string_view>

// How a licence is written. The daemon keeps the words as they come; units of supervision are counted by them, so a
// slip would count by another rule without a word. Pure; thread-safe.
namespace candor::cli {

// What to write instead; "" where nothing is wrong. A profession that is unknown here is not wrong, one that is all but
// a known word is. Empty texts are not looked at.
std::string ProfessionAdvice(std::string_view profession);
// A country of ISO 3166, with or without its part: "BE", "US-CA". Which of them there are is not looked at.
std::string JurisdictionAdvice(std::string_view jurisdiction);

bool IsKnownProfession(std::string_view profession);
// "psychologist, mft, lcsw".
std::string KnownProfessions();

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_LICENCE_WORDS_H_
