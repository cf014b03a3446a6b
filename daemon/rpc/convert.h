#ifndef CANDOR_DAEMON_RPC_CONVERT_H_
#define CANDOR_DAEMON_RPC_CONVERT_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/case.pb.h"
#include "candor/v1/civil.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/member.pb.h"
#include "daemon/base/civil.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission.h"
#include "google/protobuf/timestamp.pb.h"

// Values of the domain on the wire and back. Errors of the way back are INVALID_ARGUMENT naming `field` or a path below
// it. Enums whose numbers are the same on both sides are cast; a contract test compares them.
namespace candor::rpc {

void ToWire(Day day, v1::Date* out);
void ToWire(const CivilMoment& moment, v1::CivilMoment* out);
void ToWire(absl::Time time, google::protobuf::Timestamp* out);
absl::StatusOr<Day> DayFromWire(const v1::Date& date, std::string_view field);
// nullopt where the message does not have it: `present` is false.
absl::StatusOr<std::optional<Day>> DayOrNone(bool present, const v1::Date& date, std::string_view field);
absl::StatusOr<CivilMoment> MomentFromWire(const v1::CivilMoment& moment, std::string_view field);
absl::StatusOr<absl::Time> TimeFromWire(const google::protobuf::Timestamp& timestamp, std::string_view field);

void ToWire(const domain::Member& member, v1::Member* out);
void ToWire(const domain::Supervision& supervision, v1::Supervision* out);
absl::StatusOr<domain::LicenceClass> LicenceFromWire(const v1::Licence& licence, std::string_view field);
absl::StatusOr<domain::Membership> MembershipFromWire(const v1::Membership& membership, std::string_view field);
// A name that people read: not empty, not only blanks, at most `max_bytes`, no control characters; trimmed and NFC.
absl::StatusOr<std::string> NameFromWire(std::string_view text, std::string_view field, size_t max_bytes);
// The same of a person's: a run of blanks inside it is one, so that "Dr  Lee" is nobody else than "Dr Lee".
absl::StatusOr<std::string> PersonFromWire(std::string_view text, std::string_view field);

// Less than kWhole leaves the code out.
void ToWire(const domain::CaseFile& file, domain::Sight sight, v1::Case* out);

// What the reader may see of the entry. REQUIRES: sight is not kNothing.
void ToWire(const domain::RecordedEntry& recorded, domain::Sight sight, v1::Entry* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CONVERT_H_
