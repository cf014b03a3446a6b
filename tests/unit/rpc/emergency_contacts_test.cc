#include "daemon/rpc/emergency_contacts.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// Whom one can call, and that it is known when nothing else is.
namespace candor::rpc::emergency_contacts_test {
namespace {

constexpr Day kToday(2025, 3, 30);
const absl::Time kNow = absl::FromUnixSeconds(1'743'336'000);

void Add(domain::CountedView& view, uint8_t number, const std::string& name, domain::Role role, bool deputy = false) {
  const MemberId id = domain::IdNumber<MemberId>(number);
  view.members[id].id = id;
  view.members[id].display_name = name;
  domain::RoleChange& given = view.roles.emplace_back();
  given.id = RoleChangeId(IdBytes{number});
  given.member = id;
  given.role = role;
  given.deputy = deputy;
  given.from = Day(2025, 1, 1);
}

TEST(EmergencyContactsTest, WhoCanOpenSomethingComesFirst) {
  domain::CountedView view;
  Add(view, 1, "Con", domain::Role::kConsultant);
  Add(view, 2, "Rev", domain::Role::kIndependentReviewer);
  Add(view, 3, "Dep", domain::Role::kDirector, true);
  Add(view, 4, "Dir", domain::Role::kDirector);
  Add(view, 5, "Aud", domain::Role::kAuditor);

  const auto contacts = ContactsIn(view, kToday);

  ASSERT_TRUE(contacts.ok()) << contacts.status();
  std::string names;
  for (const v1::EmergencyContact& each : contacts->contacts()) {
    names += each.display_name() + (each.deputy() ? "* " : " ");
  }
  EXPECT_EQ(names, "Dir Dep* Rev Con ");
  EXPECT_EQ(contacts->contacts(0).role(), v1::ROLE_DIRECTOR);
  EXPECT_EQ(contacts->contacts(0).member().rfind("members/", 0), 0U);
}

TEST(EmergencyContactsTest, WhatWasKnownIsToldWhenItCanBeReadNoMore) {
  EmergencyContacts contacts;
  const absl::Status lost = absl::DataLossError("the disk");
  EXPECT_EQ(contacts.Answer(lost, kNow).status(), lost) << "nothing was known yet";
  v1::GetEmergencyContactsResponse read;
  read.add_contacts()->set_display_name("Dir");
  ASSERT_TRUE(contacts.Answer(read, kNow).ok());

  const auto answer = contacts.Answer(lost, kNow + absl::Minutes(5));

  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->contacts(0).display_name(), "Dir");
  EXPECT_EQ(answer->known_at().seconds(), absl::ToUnixSeconds(kNow));
  EXPECT_FALSE(contacts.Answer(read, kNow)->has_known_at());
}

}  // namespace
}  // namespace candor::rpc::emergency_contacts_test
