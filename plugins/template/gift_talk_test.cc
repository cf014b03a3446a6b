// Runs the policy over small timelines, without a daemon. Any test library will do; this needs none.

#include <cstdio>
#include <string>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"

namespace {

using candor::sdk::testing::Entry;
using candor::sdk::testing::FakeHost;

Entry Gift(const char* name, const char* date) {
  return Entry(name, date, CANDOR_KIND_CROSSING).Set(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_GIFT_IN);
}

Entry Talk(const char* name, const char* date) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_GIFT);
}

int Expect(const char* what, const std::vector<Entry>& timeline, const std::vector<std::string>& lines) {
  FakeHost host(candor_policy_plugin);
  host.FeedAll(timeline);
  if (host.Lines() == lines) return 0;
  std::printf("%s:\n", what);
  for (const std::string& line : host.Lines()) std::printf("  %s\n", line.c_str());
  return 1;
}

}  // namespace

int main() {
  int wrong = 0;
  wrong += Expect("a gift opens, from the day it was written down", {Gift("g1", "2025-03-01").Reported("2025-03-03")},
                  {"gift_talk g1 later document due 2025-03-17: open"});
  wrong += Expect("a talk resolves", {Gift("g1", "2025-03-01"), Talk("d1", "2025-03-08")},
                  {"gift_talk g1 later document due 2025-03-15: resolved 2025-03-08 by d1"});
  wrong += Expect("a talk before the gift resolves nothing", {Talk("d1", "2025-02-20"), Gift("g1", "2025-03-01")},
                  {"gift_talk g1 later document due 2025-03-15: open"});
  wrong += Expect("one talk covers both gifts", {Gift("g1", "2025-03-01"), Gift("g2", "2025-03-02")},
                  {"gift_talk g1 later document due 2025-03-15: open"});
  return wrong;
}
