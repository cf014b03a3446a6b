#ifndef CANDOR_DAEMON_RPC_SHOWN_H_
#define CANDOR_DAEMON_RPC_SHOWN_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/access.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

// What an answer shows, and of whom: read off the answer itself, by the classes of the fields that are filled in, so
// that no handler can forget to say it. Thread-safe.
namespace candor::rpc {

// Value, thread-compatible.
struct Shown {
  // Ascending by member and subject, each pair once; twice where a private note was shown and something else.
  std::vector<domain::AccessOf> of;
  // Of all of it; of an entry with any fact, or with how it is known or how far it went, at least detail.
  domain::FieldClass highest = domain::FieldClass::kTriage;
  // Of something that the reader has no part in, more than whose, when and where: for that a purpose has to have been
  // said.
  bool needs_purpose = false;
  uint32_t items = 0;       // how many things about somebody
  uint32_t note_items = 0;  // of these, private notes and what comes of one
  std::string bytes;        // these things, equal where they are equal

  bool empty() const { return items == 0; }
  // Adds what another answer shows, without its bytes.
  void Add(const Shown& other);
};

// How a message of the wire tells of somebody.
enum class Telling : uint8_t {
  kPeople = 1,    // of those whom its own fields name
  kEntry = 2,     // of who wrote the entry that it names
  kFollowUp = 3,  // of those whom it names, and of whoever the follow-up that it names asks something of
  kSubject = 4,   // of a case or a member, and of nobody in particular: that it is so is not theirs to know
  kMember = 5,    // of those whom it names, and of the member under whom it stands
};

// A type of message that is about somebody.
struct TellingType {
  std::string_view type;  // full name
  Telling telling = Telling::kPeople;
  std::span<const std::string_view> people;  // fields with names of members
  // Field with the name of what it is about, or of a part of that; empty: what it stands in, else the member.
  std::string_view about;
  std::string_view bearer = {};  // field with the message that has all of these; empty: it has them itself
};

// By name of the type.
std::span<const TellingType> TellingTypes();
// nullptr when messages of the type are about nobody, or part of one that is about somebody.
const TellingType* FindTelling(const google::protobuf::Descriptor& type);

// What `answer` shows the reader of others; to who is acted for, of everybody. Looks up in `view`, where the message
// does not name them. A follow-up of a restricted matter is of nobody in particular, and so is a private note to the
// person whom it is about. Errors are the view's; what it does not know is passed over.
absl::StatusOr<Shown> ShownIn(const google::protobuf::Message& answer, const domain::Caller& reader,
                              const domain::View& view);

// Whether the method only shows. One that also writes is a record itself, by whom and when.
bool IsReading(std::string_view method);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SHOWN_H_
