#include "daemon/store/head_file.h"

#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/way_back.h"
#include "daemon/crypto/hashing.h"

namespace candor::store {
namespace {

constexpr char kHeadFirstLine[] = "candor head 1";

std::string CheckOf(std::string_view text) {
  const crypto::Digest digest = crypto::Sha256(text);
  return absl::BytesToHexString(ToAbsl(AsText(digest).substr(0, 8)));
}

}  // namespace

std::string EncodeHead(const Head& head) {
  const std::string text =
      absl::StrCat(kHeadFirstLine, "\nsize ", head.size, "\nroot ", absl::BytesToHexString(ToAbsl(AsText(head.root))),
                   "\nkeys ", head.key_slots, "\n");
  return absl::StrCat(text, "check ", CheckOf(text), "\n");
}

absl::StatusOr<Head> ParseHead(std::string_view text) {
  const absl::Status bad = absl::DataLossError(absl::StrCat("the file HEAD is damaged; ", kPutItBack));
  const size_t check = text.rfind("check ");
  if (check == std::string_view::npos ||
      text.substr(check) != absl::StrCat("check ", CheckOf(text.substr(0, check)), "\n")) {
    return bad;
  }
  const std::vector<std::string> lines = absl::StrSplit(ToAbsl(text), '\n');
  Head head;
  if (lines.size() != 6 || lines[0] != kHeadFirstLine) return bad;
  const auto value = [&](size_t line, absl::string_view name) {
    absl::string_view rest = lines[line];
    return absl::ConsumePrefix(&rest, name) ? std::string(rest) : std::string();
  };
  const std::string root = absl::HexStringToBytes(value(2, "root "));
  if (!absl::SimpleAtoi(value(1, "size "), &head.size) || root.size() != head.root.size() ||
      !absl::SimpleAtoi(value(3, "keys "), &head.key_slots)) {
    return bad;
  }
  std::memcpy(head.root.data(), root.data(), root.size());
  return head;
}

absl::StatusOr<std::optional<Head>> ReadHead(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  if (!text) return std::optional<Head>();
  CANDOR_ASSIGN_OR_RETURN(const Head head, ParseHead(*text));
  return std::optional<Head>(head);
}

absl::Status WriteHead(const std::string& path, const Head& head) {
  return ReplaceFile(path, EncodeHead(head));
}

HeadWriter::HeadWriter(std::string path, Head written, absl::Duration interval)
    : path_(std::move(path)), interval_(interval), written_(written), thread_([this] { Run(); }) {}

HeadWriter::~HeadWriter() {
  Stop().IgnoreError();
}

void HeadWriter::Note(const ledger::Frontier& frontier, uint64_t key_slots) {
  absl::MutexLock lock(&mutex_);
  noted_ = Noted{frontier, key_slots};
}

void HeadWriter::Run() {
  bool stopping = false;
  while (!stopping) {
    {
      absl::MutexLock lock(&mutex_);
      const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return noted_.has_value() || stopping_; };
      mutex_.Await(absl::Condition(&due));
    }
    if (absl::Status written = Flush(); !written.ok()) {
      log::Error(absl::StrCat("HEAD could not be written: ", written.message()));
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval_);
    stopping = stopping_;
  }
}

absl::Status HeadWriter::Flush() {
  absl::MutexLock write_lock(&write_mutex_);
  std::optional<Noted> noted;
  {
    absl::MutexLock lock(&mutex_);
    noted = std::exchange(noted_, std::nullopt);
  }
  if (!noted) return absl::OkStatus();
  const Head head{noted->frontier.size(), noted->frontier.Root(), noted->key_slots};
  if (head == written_) return absl::OkStatus();
  if (absl::Status written = WriteHead(path_, head); !written.ok()) {
    // To be tried again, unless something newer has come.
    absl::MutexLock lock(&mutex_);
    if (!noted_) noted_ = *std::move(noted);
    return written;
  }
  written_ = head;
  return absl::OkStatus();
}

absl::Status HeadWriter::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  return Flush();
}

}  // namespace candor::store
