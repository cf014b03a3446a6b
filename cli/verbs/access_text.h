#ifndef CANDOR_CLI_VERBS_ACCESS_TEXT_H_
#define CANDOR_CLI_VERBS_ACCESS_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "candor/v1/access.pb.h"
#include "candor/v1/field_class.pb.h"
#include "cli/verbs/session.h"

// Who was shown what is about others, in words.
namespace candor::cli {

// Whether it is no more than the operator acting in the name of a member: nobody else was shown anything of theirs.
// REQUIRES: as that member is told of it, with what is theirs alone.
bool IsInOwnName(const v1::Access& access);
// To whom it was shown: "Dele Haddad", "the operator", "the operator as Dele Haddad".
std::string AccessReaderText(const v1::Access& access, NameBook& names);
// In which role: "independent reviewer", "therapist, in an emergency"; "" for the operator as such.
std::string AccessRoleText(const v1::Access& access);
// How much was shown at most: "words".
std::string_view ShownText(v1::FieldClass highest);
// "dates and kinds", or, of what showed nothing, "done in their name".
std::string_view WhatWasShown(const v1::Access& access);
// Where it stands: "C-1042, your own timeline and 2 more", by name under somebody else; of an aggregate, which one. For
// whoever it is about: the daemon is asked for the codes of their cases.
std::string AccessPlacesText(const v1::Access& access, NameBook& names);
// Of whom it is: "Ana Nguyen, Bo Chen and 2 more"; of an aggregate, which one.
std::string AccessPeopleText(const v1::Access& access, NameBook& names);
// By what: "entries"; a method that has no word is named as it is.
std::string ShownByText(const std::string& method);
// As a row, whatever it says.
Json AccessRow(const v1::Access& access);

// Why something may leave, as a person is asked: "a court asks for it".
std::string_view BasisText(v1::LawfulBasis basis);
// What somebody reads for, as a person is asked: "supervision of somebody's work".
std::string_view PurposeText(v1::Purpose purpose);

// The words of an enum of the wire, in order, as a command line takes them.
template <class Enum>
std::vector<std::string> EnumWords() {
  std::vector<std::string> words;
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 1; i < type.value_count(); ++i) words.push_back(EnumWord(*type.value(i)));
  return words;
}

// The value of one of these words; the unspecified one for any other.
template <class Enum>
Enum EnumOfWord(std::string_view word) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 1; i < type.value_count(); ++i) {
    if (EnumWord(*type.value(i)) == word) return static_cast<Enum>(type.value(i)->number());
  }
  return static_cast<Enum>(0);
}

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ACCESS_TEXT_H_
