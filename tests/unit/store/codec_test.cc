#include "daemon/store/codec.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "tests/unit/store/known_entry.h"
#include "tests/unit/store/store_fixture.h"

// What is encoded comes back as it was; the bytes themselves are in record_test.cc.
namespace candor::store::codec_test {
namespace {

TEST(CodecTest, AnEntryComesBackWhole) {
  const domain::Entry entry = KnownEntry();
  const PlainRecord record = EncodeEntry(entry, BytesOf(0x70), "");

  const auto whole = DecodeEntry(record.header, record.body);
  const auto erased = DecodeEntry(record.header, std::nullopt);

  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_TRUE(*whole == entry);
  EXPECT_EQ(erased->facts, entry.header.facts);
  EXPECT_TRUE(erased->narrative.Reveal().note.empty());
}

// The number is the newest field: what was sealed before it is read as it was.
TEST(CodecTest, ASealedFollowUpComesBackWithItsNumberInTheCatalogue) {
  domain::FollowUpSealed sealed;
  sealed.rule = "attraction_consult";
  sealed.plugin = "consultation";
  sealed.plugin_version = "1.0.0";
  sealed.opened_by = EntryId(BytesOf(0x50));
  const std::string before = EncodeSealed(sealed);
  sealed.catalogue_id = "R01";
  const std::string bytes = EncodeSealed(sealed);

  EXPECT_EQ(bytes, before + absl::HexStringToBytes("5203523031"));
  const auto with = DecodeSealed(bytes);
  ASSERT_TRUE(with.ok()) << with.status();
  EXPECT_TRUE(*with == sealed);
  const auto without = DecodeSealed(before);
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_EQ(without->catalogue_id, "");
}

TEST(CodecTest, OneSectionIsReadAsItIsAmongAll) {
  const std::vector<SealedSection> all = {{"clear", "sealed", "commitment"}, {"", std::string(300, 's'), "c"}, {}};
  const std::string body = EncodeSections(all);

  for (uint32_t i = 0; i < all.size(); ++i) {
    const auto one = DecodeSection(body, i);
    ASSERT_TRUE(one.ok()) << one.status();
    EXPECT_EQ(one->clear, all[i].clear);
    EXPECT_EQ(one->sealed, all[i].sealed);
    EXPECT_EQ(one->commitment, all[i].commitment);
  }
  EXPECT_EQ(DecodeSection(body, 3).status().code(), absl::StatusCode::kDataLoss);
  for (size_t length = 0; length < body.size(); ++length) {
    EXPECT_FALSE(DecodeSection(body.substr(0, length), 2).ok()) << "cut off after " << length;
  }
}

TEST(CodecTest, AnActivationComesBackWhole) {
  domain::Activation activation{"set", {"consultation 1.0.0"}, {}, DayFromNumber(3)};
  activation.id = ActivationId(BytesOf(0x50));
  domain::RuleSetting setting;
  setting.rule = "crossing_accumulation";
  setting.plugin = "boundaries";
  setting.mode = domain::RuleMode::kOff;
  setting.from = Day(2025, 7, 1);
  setting.set_on = Day(2025, 6, 1);
  setting.by_profile = true;
  setting.retroactive = true;
  activation.on = Day(2025, 6, 1);
  activation.settings = {setting};
  activation.awaited = {{"dual", Day(2025, 1, 1)}};
  activation.request = BytesOf(0x70);

  const auto read = DecodeActivation(EncodeActivation(activation).header);
  const auto old = DecodeActivation(EncodeActivation({"set", {}, {}, Day(2024, 1, 1)}).header);

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->id, activation.id);
  EXPECT_EQ(read->on, activation.on);
  EXPECT_TRUE(read->settings == activation.settings);
  EXPECT_EQ(read->awaited, activation.awaited);
  EXPECT_EQ(read->request, activation.request);
  ASSERT_TRUE(old.ok()) << old.status();
  EXPECT_TRUE(old->id.empty());
  EXPECT_EQ(old->on, std::nullopt) << "modes were not kept then";
}

TEST(CodecTest, TheHeaderOfAPersonalReactionSaysOnlyThatItIsOne) {
  domain::Entry entry = KnownEntry();
  entry.kind = Kind::kPersonalReaction;
  entry.header.kind = Kind::kNone;
  entry.header.personal = true;
  entry.header.facts = {};
  entry.facts = {};
  entry.facts.SetNumber(MakeFieldId(Kind::kPersonalReaction, 1), 2);

  const PlainRecord record = EncodeEntry(entry, BytesOf(0x70), "");

  EXPECT_EQ(record.key_class, domain::KeyClass::kPersonal);
  EXPECT_TRUE(*DecodeEntry(record.header, record.body) == entry);
  const auto folded = DecodeEntryHeader(record.header);
  EXPECT_EQ(folded->kind, Kind::kNone);
  EXPECT_TRUE(folded->facts.empty());
}

}  // namespace
}  // namespace candor::store::codec_test
