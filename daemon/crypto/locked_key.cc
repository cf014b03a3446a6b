#include "daemon/crypto/locked_key.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

size_t PageSize() {
  static const auto size = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

}  // namespace

KeyPages::~KeyPages() {
  for (void* page : pages_) {
    Wipe(page, PageSize());
    ::munmap(page, PageSize());
  }
}

void KeyPages::AddPage() {
  void* page = ::mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Require(page != MAP_FAILED, "a page for keys");
  if (lock_(page, PageSize()) != 0) error_ = errno;
  // Older kernels know neither; then what keeps the whole process from being dumped has to do.
  ::madvise(page, PageSize(), MADV_DONTDUMP);
  ::madvise(page, PageSize(), MADV_WIPEONFORK);
  pages_.push_back(page);
  for (size_t at = 0; at + sizeof(Key) <= PageSize(); at += sizeof(Key)) {
    free_.push_back(static_cast<char*>(page) + at);
  }
}

Key* KeyPages::Put(const Key& key) {
  absl::MutexLock lock(&mutex_);
  if (free_.empty()) AddPage();
  void* place = free_.back();
  free_.pop_back();
  return new (place) Key(key);
}

void KeyPages::Drop(Key* key) {
  std::destroy_at(key);
  absl::MutexLock lock(&mutex_);
  free_.push_back(key);
}

std::string KeyPages::problem() const {
  absl::MutexLock lock(&mutex_);
  return error_ == 0 ? std::string() : std::string(std::strerror(error_));
}

KeyPages& ProcessKeyPages() {
  // Never destroyed: keys may outlive main.
  static auto* const pages = new KeyPages();
  return *pages;
}

}  // namespace candor::crypto
