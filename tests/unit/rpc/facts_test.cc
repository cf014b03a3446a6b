#include "daemon/rpc/facts.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "daemon/base/status.h"

namespace candor::rpc::facts_test {
namespace {

using domain::FieldInfo;
using domain::FieldType;
using domain::Kind;

const Day kToday(2025, 4, 1);

// A value for every field of the kind.
domain::Facts AllFacts(const domain::KindInfo& kind, std::mt19937& random) {
  domain::Facts facts;
  for (const FieldInfo& field : kind.fields) {
    switch (field.type) {
      case FieldType::kNumber:
        facts.SetNumber(field.id, static_cast<int64_t>(random() % 1000));
        break;
      case FieldType::kAnswer:
      case FieldType::kChoice:
        facts.SetNumber(field.id, field.words[random() % field.words.size()].number);
        break;
      case FieldType::kDay:
        facts.SetNumber(field.id, static_cast<int64_t>(random() % 20000));
        break;
      case FieldType::kMember:
        facts.SetId(field.id, RandomIdBytes());
        break;
      case FieldType::kCase:
        facts.SetId(field.id, RandomIdBytes());
        facts.SetId(field.id, RandomIdBytes());
        break;
      case FieldType::kText:
        facts.SetText(field.id,
                      field.form == domain::FieldForm::kCurrency ? "EUR" : "text " + std::to_string(random()));
        break;
    }
  }
  return facts;
}

TEST(FactsTest, EveryFieldOfEveryKindGoesThereAndBack) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (const domain::KindInfo& kind : domain::AllKinds()) {
    const domain::Facts facts = AllFacts(kind, random);

    v1::Entry wire;
    FactsToWire(kind.kind, facts, &wire);
    const auto back = FactsFromWire(wire, kToday, "entry");

    ASSERT_TRUE(back.ok()) << kind.slug << " " << back.status();
    EXPECT_EQ(back->kind, kind.kind);
    EXPECT_EQ(back->facts, facts) << kind.slug;
  }
}

TEST(FactsTest, WhatIsUnspecifiedIsNotRecorded) {
  v1::Entry wire;
  wire.mutable_termination()->set_initiator(v1::INITIATOR_UNSPECIFIED);
  wire.mutable_termination()->set_client_wish("");
  wire.mutable_termination()->set_discussed_sessions(0);

  const auto said = FactsFromWire(wire, kToday, "entry");

  ASSERT_TRUE(said.ok());
  ASSERT_EQ(said->facts.all().size(), 1U);
  EXPECT_EQ(said->facts.Number(domain::FindField(Kind::kTermination, "discussed_sessions")->id), 0);
}

TEST(FactsTest, NamesTheFieldAtFault) {
  v1::Entry nothing;
  EXPECT_EQ(*DetailOf(FactsFromWire(nothing, kToday, "entry").status()), (ErrorDetail{"entry.facts", "type"}));

  v1::Entry negative;
  negative.mutable_session()->set_minutes(-5);
  EXPECT_EQ(DetailOf(FactsFromWire(negative, kToday, "entry").status())->field, "entry.session.minutes");

  v1::Entry member;
  member.mutable_consultation()->set_consultant("Maria");
  EXPECT_EQ(*DetailOf(FactsFromWire(member, kToday, "entry").status()),
            (ErrorDetail{"entry.consultation.consultant", "name"}));

  v1::Entry date;
  date.mutable_intake()->mutable_therapy_started()->set_year(2025);
  EXPECT_EQ(*DetailOf(FactsFromWire(date, kToday, "entry").status()),
            (ErrorDetail{"entry.intake.therapy_started", "date"}));

  v1::Entry covers;
  covers.mutable_supervision()->add_covers("C-1");
  EXPECT_EQ(DetailOf(FactsFromWire(covers, kToday, "entry").status())->field, "entry.supervision.covers[0]");
}

}  // namespace
}  // namespace candor::rpc::facts_test
