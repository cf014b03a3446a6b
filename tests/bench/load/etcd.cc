#include "tests/bench/load/etcd.h"

#include <random>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "daemon/base/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace candor::bench {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr std::string_view kPut = "/etcdserverpb.KV/Put";
constexpr std::string_view kRange = "/etcdserverpb.KV/Range";
// Fields of PutRequest, RangeRequest and RangeResponse.
constexpr int kKey = 1;
constexpr int kValue = 2;
constexpr int kRangeEnd = 2;
constexpr int kCountOnly = 9;
constexpr int kCount = 4;

void AppendNumber(uint64_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>((number & 0x7F) | 0x80));
  out.push_back(static_cast<char>(number));
}

void AppendBytes(int field, std::string_view bytes, std::string& out) {
  AppendNumber(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), out);
  AppendNumber(bytes.size(), out);
  out.append(bytes);
}

// Every key from the first to the last, which etcd says by two zero bytes.
std::string CountOfEverything() {
  constexpr std::string_view kZero("\0", 1);
  std::string request;
  AppendBytes(kKey, kZero, request);
  AppendBytes(kRangeEnd, kZero, request);
  AppendNumber(WireFormatLite::MakeTag(kCountOnly, WireFormatLite::WIRETYPE_VARINT), request);
  AppendNumber(1, request);
  return request;
}

}  // namespace

EtcdKeys::EtcdKeys() : run_(absl::StrFormat("%08x", std::random_device{}())) {}

Call EtcdKeys::PutOf(const Call& call) {
  const std::string_view message = std::string_view(call.body).substr(Framed("").size());
  return {kPut, {}, Framed(EtcdPut(absl::StrFormat("%s-%012x", run_, used_++), message)), call.keep_reply};
}

std::string EtcdPut(std::string_view key, std::string_view value) {
  std::string request;
  AppendBytes(kKey, key, request);
  AppendBytes(kValue, value, request);
  return request;
}

absl::StatusOr<uint64_t> CountEtcdKeys(const Connections& connections) {
  CANDOR_ASSIGN_OR_RETURN(const std::string response, CallBytes(connections, kRange, CountOfEverything()));
  return EtcdCountIn(response);
}

absl::StatusOr<uint64_t> EtcdCountIn(const std::string& response) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(response.data()),
                                            static_cast<int>(response.size()));
  uint64_t count = 0;
  while (const uint32_t tag = in.ReadTag()) {
    const bool is_count = tag == WireFormatLite::MakeTag(kCount, WireFormatLite::WIRETYPE_VARINT);
    if (is_count ? !in.ReadVarint64(&count) : !WireFormatLite::SkipField(&in, tag)) {
      return absl::InternalError("etcd answered with something else than a RangeResponse");
    }
  }
  return count;
}

}  // namespace candor::bench
