#ifndef CANDOR_CLI_MARKUP_MARKUP_H_
#define CANDOR_CLI_MARKUP_MARKUP_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace candor::cli {

struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

// Writes HTML that is XML too, so that whatever is written is well-formed: an element is closed when its handle goes,
// and text and values are escaped. Thread-compatible.
class Markup {
 public:
  // An open element; closes it. Handles go in the reverse order of their making, as scopes see to.
  class [[nodiscard]] Element {
   public:
    ~Element();
    Element(const Element&) = delete;
    Element& operator=(const Element&) = delete;

   private:
    friend class Markup;
    Element(Markup& markup, std::string_view tag) : markup_(markup), tag_(tag) {}
    Markup& markup_;
    const std::string_view tag_;
  };

  // A whole page begins with this line.
  void Doctype() { out_ += "<!DOCTYPE html>\n"; }
  // REQUIRES: tags and names of attributes are literals.
  Element Open(std::string_view tag, Attributes attributes = {});
  void Text(std::string_view text);
  // <tag>text</tag>
  void Leaf(std::string_view tag, std::string_view text, Attributes attributes = {});
  // <tag/>
  void Empty(std::string_view tag, Attributes attributes = {});
  // Of our own making: has neither "<" nor "&".
  void Style(std::string_view css);

  std::string Take() && { return std::move(out_); }

 private:
  void Begin(std::string_view tag, Attributes attributes);

  std::string out_;
};

// For text and for values in double quotes. What XML cannot hold (control characters, bytes that are not UTF-8) becomes
// U+FFFD.
std::string Escape(std::string_view text);

}  // namespace candor::cli

#endif  // CANDOR_CLI_MARKUP_MARKUP_H_
