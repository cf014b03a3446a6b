#ifndef CANDOR_DAEMON_BASE_TEXT_AGES_H_
#define CANDOR_DAEMON_BASE_TEXT_AGES_H_

#include <cstddef>
#include <vector>

#include "daemon/base/text_lint.h"
#include "daemon/base/text_words.h"

namespace candor {

// Of what text_lint.cc looks for the ages, in figures and in words. Adds to `found` what begins with token `at`, or
// what the word there says of the figures after it. Looks at a bounded number of tokens. Not for other rooms.
void FindAges(const std::vector<TextToken>& tokens, size_t at, std::vector<TextNotice>& found);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_TEXT_AGES_H_
