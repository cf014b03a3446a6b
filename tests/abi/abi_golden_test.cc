#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "plugins/abi/candor_policy.h"

// What is published of the ABI changes by additions only: new fields at the end of a struct, new lines at the end of
// its block in the golden file.
namespace candor::abi_golden_test {
namespace {

using ::testing::ElementsAre;

std::string Layout() {
  std::string layout;
  const auto line = [&](const char* name, size_t offset, size_t size) {
    layout += std::string(name) + " " + std::to_string(offset) + " " + std::to_string(size) + "\n";
  };
#define STRUCT(type) line(#type, 0, sizeof(type));
#define FIELD(type, field) line("  " #field, offsetof(type, field), sizeof(type::field));
#include "layout_of.inc"
#undef STRUCT
#undef FIELD
  return layout;
}

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> ExportsOf(const std::string& object) {
  std::vector<std::string> names;
  const std::string command = "nm -D --defined-only --format=just-symbols '" + object + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), &pclose);
  std::array<char, 256> line{};
  while (output && fgets(line.data(), line.size(), output.get()) != nullptr) {
    std::string name(line.data());
    while (!name.empty() && name.back() == '\n') name.pop_back();
    names.push_back(name);
  }
  return names;
}

TEST(AbiGoldenTest, LayoutIsAsPublished) {
  const std::string golden = Read(CANDOR_LAYOUT_GOLDEN);

  EXPECT_EQ(Layout(), golden) << "A change that is no addition breaks every plugin that was built before.";
}

TEST(AbiGoldenTest, VersionsAreAsPublished) {
  EXPECT_EQ(CANDOR_POLICY_ABI_MAJOR, 1);
  EXPECT_EQ(CANDOR_POLICY_ABI_MINOR, 6);
  EXPECT_EQ(CANDOR_VOCABULARY_VERSION, 7);
}

TEST(AbiGoldenTest, PluginsExportOneSymbol) {
  for (const char* plugin : {CANDOR_PLUGIN_BOUNDARIES, CANDOR_PLUGIN_CONSULTATION, CANDOR_PLUGIN_DUAL_RELATIONSHIPS,
                             CANDOR_PLUGIN_ENDINGS, CANDOR_PLUGIN_PRACTICE_DUTIES, CANDOR_PLUGIN_PROHIBITIONS,
                             CANDOR_PLUGIN_REFERRAL, CANDOR_PLUGIN_SOFT_TRANSFER, CANDOR_PLUGIN_WORKING}) {
    EXPECT_THAT(ExportsOf(plugin), ElementsAre("candor_policy_plugin")) << plugin;
  }
}

}  // namespace
}  // namespace candor::abi_golden_test
