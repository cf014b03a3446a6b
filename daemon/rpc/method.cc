#include "daemon/rpc/method.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "daemon/base/log.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/shown.h"
#include "google/protobuf/descriptor.h"

namespace candor::rpc {

void MethodTable::CheckTypes(const std::string& name, const google::protobuf::Descriptor& request,
                             const google::protobuf::Descriptor& response) {
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method != nullptr && method->input_type() == &request && method->output_type() == &response) return;
  log::Error(absl::StrCat("the handler of ", name, " has other types than the method"));
  std::abort();
}

void MethodTable::Add(std::string name,
                      std::function<void(const Call&, const grpc::ByteBuffer&, Method::Done)> answer) {
  methods_[std::move(name)].answer = std::move(answer);
}

void MethodTable::LeaveNoTrace(const std::string& name) {
  methods_.at(name).leaves_trace = false;
}

std::optional<std::string> MethodTable::Asked(const std::string& name, const google::protobuf::Message& request) const {
  if (!IsReading(name) || !methods_.at(name).leaves_trace) return std::nullopt;
  return SentBytes(request);
}

void MethodTable::Admit(const Call& call, const std::optional<std::string>& asked,
                        const google::protobuf::Message& answer, const std::function<void(const absl::Status&)>& done) {
  // Nobody is to be seen thinking about whether to write, also not in somebody's name (ADR 0020).
  const bool is_told = call.use_is_told && methods_.at(call.method).leaves_trace;
  if (!asked) return is_told ? read_log_.AdmitUse(call, answer, done) : read_log_.AdmitWritten(call, done);
  read_log_.Admit(call, *asked, answer, done);
}

void MethodTable::Follow(std::string name,
                         std::function<Method::WriteReactor*(const Call&, const grpc::ByteBuffer&)> open) {
  methods_[std::move(name)].follow = std::move(open);
}

void MethodTable::Stream(std::string name, std::function<Method::Reactor*(const Call&)> open) {
  methods_[std::move(name)].stream = std::move(open);
}

}  // namespace candor::rpc
