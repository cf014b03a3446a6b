#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "daemon/base/sensitive.h"
#include "daemon/base/text_lint.h"
#include "daemon/base/utf8.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

bool BeginsCharacter(const std::string& text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

}  // namespace

// Places in any bytes: in order, inside the text, and between characters where it is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const bool is_utf8 = candor::IsUtf8(text);
  const candor::Sensitive<std::string> sensitive(text);
  size_t before = 0;
  for (const candor::TextNotice& each : candor::LintText(sensitive, {"Maria Lopez", "Lieve D'Hondt", "Will"})) {
    Require(each.offset >= before && each.length > 0 && each.offset + each.length <= size);
    before = each.offset + each.length;
    Require(!is_utf8 || (BeginsCharacter(text, each.offset) && BeginsCharacter(text, before)));
    const candor::TextPlace place = candor::PlaceIn(sensitive, each.offset);
    Require(place.line >= 1 && place.column >= 1 && place.line + place.column <= each.offset + 2);
  }
  return 0;
}
