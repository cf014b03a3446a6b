#include "daemon/rpc/shown.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "candor/v1/field_class.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/follow_up.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::FieldClass;
using domain::SubjectId;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kOwnPackage[] = "candor.v1";
constexpr char kCaseType[] = "candor.v1.Case";
constexpr char kEntryType[] = "candor.v1.Entry";

constexpr std::string_view kAuthor[] = {"author"};
constexpr std::string_view kDeciders[] = {"proposer", "approver"};
constexpr std::string_view kMember[] = {"member"};
constexpr std::string_view kNotedBy[] = {"noted_by"};
// Who raised it looks at what is their own, and the log tells nobody that it is.
constexpr std::string_view kOfConcern[] = {"member", "reporter"};
constexpr std::string_view kSupervisee[] = {"supervisee"};
constexpr std::string_view kTherapist[] = {"therapist"};
constexpr std::string_view kWroteNote[] = {"supervisee", "signed_by"};

// By name.
constexpr TellingType kTellingTypes[] = {
    {"candor.v1.CancelledSupervision", Telling::kMember, kNotedBy, "entry"},
    {"candor.v1.Case", Telling::kPeople, kTherapist, "name"},
    {"candor.v1.Concern", Telling::kPeople, kOfConcern, "name"},
    {"candor.v1.Decision", Telling::kFollowUp, kDeciders, "name"},
    {"candor.v1.DueErasure", Telling::kSubject, {}, "subject"},
    {"candor.v1.Entry", Telling::kPeople, kAuthor, "name"},
    {"candor.v1.Erasure", Telling::kSubject, {}, "subject"},
    {"candor.v1.Explanation", Telling::kPeople, kTherapist, "name", "follow_up"},
    {"candor.v1.ExportedCase", Telling::kSubject, {}, "name"},
    {"candor.v1.ExportedDecision", Telling::kFollowUp, kDeciders, "name"},
    {"candor.v1.ExportedFollowUp", Telling::kPeople, kTherapist, "name"},
    {"candor.v1.FollowUp", Telling::kPeople, kTherapist, "name"},
    {"candor.v1.FollowUpDifference", Telling::kPeople, kTherapist, "name"},
    {"candor.v1.LeftCase", Telling::kPeople, kTherapist, "case"},
    {"candor.v1.LegalHold", Telling::kSubject, {}, "subject"},
    // Under nobody: else the log would tell whoever took it that its member had reported something.
    {"candor.v1.Measure", Telling::kPeople, kMember, ""},
    {"candor.v1.ShadowFollowUp", Telling::kPeople, kTherapist, "case"},
    {"candor.v1.SuperviseeWeek", Telling::kPeople, kSupervisee, "supervisee"},
    {"candor.v1.SupervisionLog", Telling::kPeople, kSupervisee, "supervisee"},
    {"candor.v1.SupervisionNote", Telling::kPeople, kWroteNote, "supervisee"},
    {"candor.v1.UnassessedEntry", Telling::kSubject, {}, "subject"},
    {"candor.v1.UnsupervisedMember", Telling::kPeople, kMember, "member"},
    {"candor.v1.UsedFact", Telling::kEntry, {}, "entry"},
};

// What stands for a case or a member in print: by itself it is no more than the name.
constexpr std::string_view kPrintedNames[] = {"case_code", "code", "display_name"};
// That what a message says comes of a private note.
constexpr std::string_view kOfPrivateNote[] = {"from_private_note", "personal"};

constexpr std::string_view kReadingVerbs[] = {"Count", "Explain", "Export",  "Follow", "Generate", "Get",
                                              "List",  "Lookup",  "Preview", "Test",   "Verify",   "Watch"};

FieldClass ClassOfField(const FieldDescriptor& field) {
  const std::string_view name = field.name();
  const auto* end = std::end(kPrintedNames);
  if (std::find(std::begin(kPrintedNames), end, name) != end) return FieldClass::kTriage;
  const v1::FieldClass wire = field.options().GetExtension(v1::field_class);
  return wire == v1::FIELD_CLASS_UNSPECIFIED ? FieldClass::kTriage : static_cast<FieldClass>(wire);
}

const FieldDescriptor* FieldNamed(const Message& message, std::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name));
}

// Empty where there is no such text.
std::string TextIn(const Message& message, std::string_view name) {
  const FieldDescriptor* field = name.empty() ? nullptr : FieldNamed(message, name);
  const bool is_text = field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
  return is_text ? message.GetReflection()->GetString(message, field) : std::string();
}

bool IsMarked(const Message& message, std::string_view name) {
  const FieldDescriptor* field = FieldNamed(message, name);
  const bool is_mark = field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_BOOL;
  return is_mark && message.GetReflection()->GetBool(message, field);
}

bool IsOfPrivateNote(const Message& message) {
  return std::any_of(std::begin(kOfPrivateNote), std::end(kOfPrivateNote),
                     [&](std::string_view mark) { return IsMarked(message, mark); });
}

// What has the names of those whom the message is of; nullptr: it is not there.
const Message* BearerOf(const TellingType& type, const Message& message) {
  if (type.bearer.empty()) return &message;
  const FieldDescriptor* field = FieldNamed(message, type.bearer);
  return field == nullptr ? nullptr : &message.GetReflection()->GetMessage(message, field);
}

// The case or the member that a name of it, or of a part of it, begins with; nullopt: none.
std::optional<SubjectId> SubjectOfName(std::string_view name) {
  const size_t first = name.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const auto subject = ParseSubject(name.substr(0, name.find('/', first + 1)), "name");
  if (!subject.ok()) return std::nullopt;
  return *subject;
}

// An entry whose kind the reader is told, and that is no private note: whoever it is about may know that it is there.
bool TellsOfTherapist(const Message& entry) {
  std::vector<const FieldDescriptor*> fields;
  entry.GetReflection()->ListFields(entry, &fields);
  const auto named = [](std::string_view name) {
    return [name](const FieldDescriptor* field) { return field->name() == name; };
  };
  const auto is_personal = [](const FieldDescriptor* field) { return ClassOfField(*field) == FieldClass::kPersonal; };
  return std::any_of(fields.begin(), fields.end(), named("kind")) &&
         std::none_of(fields.begin(), fields.end(), is_personal);
}

// Whether an entry says more than that it is there, of which kind, whose and when: how it is known, how far it went, or
// any fact. A choice from a list is class triage, as figures are made of it, but it tells what happened (ADR 0070). Of
// entries that tell who is there and who supervises whom, dates and people are all that is in them.
bool TellsWhatHappened(const Message& entry) {
  const auto& reflection = *entry.GetReflection();
  const FieldDescriptor* kind = FieldNamed(entry, "kind");
  if (domain::IsStaffingKind(static_cast<domain::Kind>(reflection.GetEnumValue(entry, kind)))) return false;
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(entry, &fields);
  return std::any_of(fields.begin(), fields.end(), [&](const FieldDescriptor* field) {
    if (field->name() == "basis" || field->name() == "stage") return true;
    if (field->containing_oneof() == nullptr) return false;
    const Message& facts = reflection.GetMessage(entry, field);
    std::vector<const FieldDescriptor*> said;
    facts.GetReflection()->ListFields(facts, &said);
    return !said.empty();
  });
}

// Who had a case last; empty: nobody did.
std::string LastTherapistOf(const Message& file) {
  const FieldDescriptor* parts = FieldNamed(file, "parts");
  const int count = parts == nullptr ? 0 : file.GetReflection()->FieldSize(file, parts);
  return count == 0 ? "" : TextIn(file.GetReflection()->GetRepeatedMessage(file, parts, count - 1), "therapist");
}

// By whom and where, private notes apart.
using HighestOf = std::map<std::tuple<MemberId, SubjectId, bool>, FieldClass>;

void AddTo(HighestOf& all, const domain::AccessOf& one) {
  FieldClass& highest = all.emplace(std::tuple(one.member, one.subject, one.is_of_note()), one.highest).first->second;
  highest = std::max(highest, one.highest);
}

std::vector<domain::AccessOf> ListOf(const HighestOf& all) {
  std::vector<domain::AccessOf> list;
  list.reserve(all.size());
  for (const auto& [whose, highest] : all) list.push_back({std::get<0>(whose), std::get<1>(whose), highest});
  return list;
}

// One thing about somebody.
struct ShownPiece {
  std::set<MemberId> people;  // but for the reader
  bool of_nobody = false;     // in particular, and not of the reader either
  bool theirs = false;        // the reader is one of those whom it is of, or of whom what it stands in is
  std::optional<SubjectId> subject;
  FieldClass highest = FieldClass::kTriage;
};

class ShownLooker {
 public:
  ShownLooker(const domain::Caller& reader, const domain::View& view) : reader_(reader), view_(view) {}

  // `around`: what the message stands in; nullptr: nothing about anybody. `told`: that this counts already.
  absl::Status Look(const Message& message, ShownPiece* around, bool told) {
    const TellingType* type = FindTelling(*message.GetDescriptor());
    if (type == nullptr) return LookInto(message, around, told);
    ShownPiece piece;
    if (around != nullptr) piece.subject = around->subject;
    if (around != nullptr) piece.theirs = around->theirs;
    CANDOR_RETURN_IF_ERROR(FindPeople(*type, message, piece));
    const bool counts = piece.of_nobody || !piece.people.empty();
    if (counts && !told) Tell(message);
    CANDOR_RETURN_IF_ERROR(LookInto(message, &piece, told || counts));
    if (!counts) return absl::OkStatus();
    if (type->type == kEntryType && TellsWhatHappened(message)) {
      piece.highest = std::max(piece.highest, FieldClass::kDetail);
    }
    const bool of_note = IsOfPrivateNote(message) || IsOfPrivateNote(*BearerOf(*type, message));
    if (piece.highest > FieldClass::kTriage && of_note) piece.highest = FieldClass::kPersonal;
    if (!told && piece.highest == FieldClass::kPersonal) ++shown_.note_items;
    Settle(piece);
    return absl::OkStatus();
  }

  Shown Take() {
    shown_.of = ListOf(of_);
    return std::move(shown_);
  }

 private:
  absl::Status LookInto(const Message& message, ShownPiece* around, bool told) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (around != nullptr) around->highest = std::max(around->highest, ClassOfField(*field));
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (field->message_type()->file()->package() != kOwnPackage) continue;
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        const Message& below = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                    : reflection.GetMessage(message, field);
        CANDOR_RETURN_IF_ERROR(Look(below, around, told));
      }
    }
    return absl::OkStatus();
  }

  // Those of whom the piece shows something, the reader left out who shows it to themselves.
  absl::Status FindPeople(const TellingType& type, const Message& message, ShownPiece& piece) {
    const Message* bearer = BearerOf(type, message);
    if (bearer == nullptr) return absl::OkStatus();
    const std::string about = TextIn(*bearer, type.about);
    if (const auto subject = SubjectOfName(about)) piece.subject = subject;
    for (const std::string_view field : type.people) Add(TextIn(*bearer, field), piece);
    if (type.type == kEntryType && TellsOfTherapist(message)) Add(TextIn(message, "therapist"), piece);
    if (type.type == kCaseType && piece.people.empty()) Add(LastTherapistOf(message), piece);
    const bool of_member = piece.subject && piece.subject->kind == domain::SubjectKind::kMember;
    if (type.telling == Telling::kMember && of_member) piece.people.insert(piece.subject->member_id());
    if (type.telling == Telling::kEntry) CANDOR_RETURN_IF_ERROR(AddAuthorOf(about, piece));
    if (type.telling == Telling::kFollowUp) CANDOR_RETURN_IF_ERROR(AddAskedBy(about, piece));
    const bool own = !reader_.is_acted_for() && piece.people.contains(reader_.acting_for);
    if (IsMarked(*bearer, "restricted")) MakeNobodys(piece);
    // Who raised a concern, and whom it is about once they are told, look at what is their own.
    piece.theirs = piece.theirs || own;
    if (piece.of_nobody && own) piece.of_nobody = false;
    if (type.telling == Telling::kSubject) piece.of_nobody = piece.subject.has_value();
    if (reader_.is_acted_for()) return absl::OkStatus();
    piece.theirs = piece.people.erase(reader_.acting_for) > 0 || piece.theirs;
    return absl::OkStatus();
  }

  static void MakeNobodys(ShownPiece& piece) {
    piece.people.clear();
    piece.of_nobody = true;
  }

  static void Add(const std::string& name, ShownPiece& piece) {
    if (name.empty()) return;
    if (const auto member = ParseMember(name, "name"); member.ok()) piece.people.insert(*member);
  }

  absl::Status AddAuthorOf(const std::string& name, ShownPiece& piece) {
    const auto ref = ParseEntry(name, "entry");
    if (!ref.ok()) return absl::OkStatus();
    const absl::StatusOr<domain::RecordedEntry> recorded = view_.GetEntry(ref->entry);
    if (absl::IsNotFound(recorded.status())) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(recorded.status());
    const domain::EntryHeader& header = recorded->entry.header;
    CANDOR_ASSIGN_OR_RETURN(const auto concern, domain::RaisedConcern(view_, *recorded));
    const bool own = !header.author.empty() && header.author == reader_.acting_for;
    if (concern && !own) {
      MakeNobodys(piece);
      return absl::OkStatus();
    }
    piece.people.insert(header.author);
    if (header.personal) piece.highest = FieldClass::kPersonal;
    return absl::OkStatus();
  }

  absl::Status AddAskedBy(const std::string& name, ShownPiece& piece) {
    const auto ref = ParseDecision(name, "name");
    if (!ref.ok()) return absl::OkStatus();
    const auto follow_up = view_.GetFollowUp(ref->follow_up.subject, ref->follow_up.follow_up);
    if (absl::IsNotFound(follow_up.status())) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(follow_up.status());
    piece.people.insert(follow_up->clear.therapist);
    if (follow_up->clear.restricted) MakeNobodys(piece);
    if (follow_up->clear.key_class == domain::KeyClass::kPersonal) piece.highest = FieldClass::kPersonal;
    return absl::OkStatus();
  }

  void Tell(const Message& message) {
    ++shown_.items;
    message.AppendPartialToString(&shown_.bytes);
  }

  void Settle(const ShownPiece& piece) {
    shown_.highest = std::max(shown_.highest, piece.highest);
    shown_.needs_purpose = shown_.needs_purpose || (!piece.theirs && piece.highest > FieldClass::kTriage);
    for (const MemberId& member : piece.people) {
      AddTo(of_, {member, piece.subject.value_or(SubjectId::Of(member)), piece.highest});
    }
    if (piece.people.empty()) AddTo(of_, {MemberId(), piece.subject.value_or(SubjectId::Practice()), piece.highest});
  }

  const domain::Caller& reader_;
  const domain::View& view_;
  HighestOf of_;
  Shown shown_;
};

}  // namespace

void Shown::Add(const Shown& other) {
  HighestOf all;
  for (const domain::AccessOf& one : of) AddTo(all, one);
  for (const domain::AccessOf& one : other.of) AddTo(all, one);
  of = ListOf(all);
  highest = std::max(highest, other.highest);
  needs_purpose = needs_purpose || other.needs_purpose;
  items += other.items;
  note_items += other.note_items;
}

std::span<const TellingType> TellingTypes() {
  return kTellingTypes;
}

const TellingType* FindTelling(const Descriptor& type) {
  const std::string_view name = type.full_name();
  const auto before = [](const TellingType& each, std::string_view wanted) { return each.type < wanted; };
  const auto* found = std::lower_bound(std::begin(kTellingTypes), std::end(kTellingTypes), name, before);
  return found != std::end(kTellingTypes) && found->type == name ? found : nullptr;
}

absl::StatusOr<Shown> ShownIn(const Message& answer, const domain::Caller& reader, const domain::View& view) {
  ShownLooker looker(reader, view);
  CANDOR_RETURN_IF_ERROR(looker.Look(answer, nullptr, false));
  return looker.Take();
}

bool IsReading(std::string_view method) {
  const std::string_view verb = method.substr(method.rfind('.') + 1);
  return std::any_of(std::begin(kReadingVerbs), std::end(kReadingVerbs),
                     [&](std::string_view each) { return verb.starts_with(each); });
}

}  // namespace candor::rpc
