#ifndef CANDOR_DAEMON_DOMAIN_NON_USE_H_
#define CANDOR_DAEMON_DOMAIN_NON_USE_H_

#include <array>
#include <cstdint>
#include <string_view>

// The rule that personal reactions are used for nothing but care, which the owner of a practice accepts on record. The
// words are those of daemon/docs/NON_USE.md; a test holds both, and the digest, to each other.
namespace candor::domain {

// Paragraphs with an empty line between two.
inline constexpr std::string_view kNonUseText =
    "A personal reaction is what a therapist notices in themselves at work: attraction, a fantasy, attachment, "
    "anger, strain.\n\n"
    "I accept for this practice: what is recorded as a personal reaction, that one was recorded, how many there "
    "are, and that a conversation about one is due, serve the care of clients and the support of whoever wrote "
    "it down, and nothing else. None of it is used for hiring, pay, scheduling, evaluation or discipline. Nobody "
    "is asked to write down less of it, or more.\n\n"
    "What somebody does is another matter: conduct is recorded as conduct, and looked into as such.\n\n"
    "This binds the practice. Boards and courts can demand records, and it does not bind them.\n\n"
    "Whoever finds that it was not kept can turn to the practice's independent reviewer, or to anybody outside.";

// SHA-256 of these words.
inline constexpr std::array<uint8_t, 32> kNonUseDigest = {
    0xAD, 0xD9, 0x35, 0x87, 0xAA, 0xC2, 0x49, 0x30, 0x74, 0xAC, 0x03, 0x70, 0xB3, 0xF6, 0x31, 0x63,
    0x23, 0x38, 0xCF, 0x9F, 0xB5, 0xD1, 0xD7, 0x75, 0x26, 0xBE, 0xF2, 0xDD, 0x35, 0x90, 0xEE, 0xEC};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_NON_USE_H_
