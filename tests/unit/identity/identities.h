#ifndef CANDOR_TESTS_UNIT_IDENTITY_IDENTITIES_H_
#define CANDOR_TESTS_UNIT_IDENTITY_IDENTITIES_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/identity/authority.h"
#include "tests/support/temp_folder.h"

namespace candor::identity {

inline absl::Time Noon() {
  return absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone());
}

inline constexpr absl::Duration kDay = absl::Hours(24);

// A member whose id begins with this byte.
inline MemberId SomeMember(uint8_t first) {
  return MemberId(IdBytes{first, 7, 7});
}

// A folder of its own for one test; gone with it.
class TempFolder final {
 public:
  TempFolder() : path_(MakeTempFolder("candor-identity")) {}
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline AuthorityFiles FilesIn(const TempFolder& folder) {
  return {folder.File("authority.pem"), folder.File("authority.key")};
}

// A new authority in the folder.
inline Authority MakeAuthorityIn(const TempFolder& folder, absl::Time now = Noon()) {
  auto made = Authority::Create(FilesIn(folder), now);
  EXPECT_TRUE(made.ok()) << made.status();
  return *std::move(made);
}

}  // namespace candor::identity

#endif  // CANDOR_TESTS_UNIT_IDENTITY_IDENTITIES_H_
