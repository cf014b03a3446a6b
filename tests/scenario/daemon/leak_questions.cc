#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/rpc/server.h"
#include "google/protobuf/message.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/scenario/daemon/leak_pair.h"

// Questions by reflection: a method that is added is asked from that day on.
namespace candor::leak {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kEverything = 1000;

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// Whatever of the request can say what is asked about, says it.
void Fill(const Practice& practice, const Asked& asked, Message& request) {
  static const std::set<std::string> kNames = {"name", "parent",     "subject",    "member",
                                               "case", "supervisee", "supervisor", "into"};
  const auto* reflection = request.GetReflection();
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (field->is_repeated()) continue;
    const bool text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (text && kNames.contains(field->name())) {
      reflection->SetString(&request, field, practice.NameOf(asked.about));
    } else if (text && field->name() == "code") {
      reflection->SetString(&request, field, "L case");
    } else if (text && (field->name() == "reason" || field->name() == "comment")) {
      reflection->SetString(&request, field, "because");
    } else if (field->name() == "page_size") {
      reflection->SetInt32(&request, field, asked.page_size);
    } else if (field->name() == "quarter") {
      reflection->SetString(&request, field, "2025Q1");
    } else if (field->name() == "as_of" && asked.of_the_past) {
      Message* moment = reflection->MutableMessage(&request, field);
      // Noon of 30 March 2025, when all of it was written down.
      moment->GetReflection()->SetInt64(moment, moment->GetDescriptor()->FindFieldByName("seconds"), 1743336000);
    }
  }
}

std::string Written(const Practice& practice, const Message& message);

// Elements stand in the order of names that were given out by chance: they are put into order as they read by now.
std::string WrittenList(const Practice& practice, const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  std::vector<std::string> elements;
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    elements.push_back(Written(practice, reflection->GetRepeatedMessage(message, field, i)));
  }
  std::sort(elements.begin(), elements.end());
  std::string text = field->name() + " [";
  for (const std::string& each : elements) text += each + "; ";
  return text + "] ";
}

std::string Written(const Practice& practice, const Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  const std::unique_ptr<Message> plain(message.New());
  plain->CopyFrom(message);
  std::string text;
  for (const FieldDescriptor* field : fields) {
    // Bytes are digests, over keys that were drawn by chance.
    if (field->type() == FieldDescriptor::TYPE_BYTES) reflection->ClearField(plain.get(), field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    reflection->ClearField(plain.get(), field);
    text += field->is_repeated()
                ? WrittenList(practice, message, field)
                : field->name() + " { " + Written(practice, reflection->GetMessage(message, field)) + "} ";
  }
  return text + practice.MadeAlike(plain->ShortDebugString());
}

// How much a response holds, and whether there is more.
std::string Amount(const Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  std::string text;
  for (const FieldDescriptor* field : fields) {
    text += field->name() + " " + (field->is_repeated() ? std::to_string(reflection->FieldSize(message, field)) : "") +
            "; ";
  }
  return text;
}

grpc::Status CallMethod(Practice& practice, const Asked& asked, const Message& request, Message& response) {
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.AddMetadata("candor-act-for", practice.NameOf(asked.who));
  grpc::GenericStub stub(practice.channel());
  grpc::CompletionQueue queue;
  const std::string path = "/" + asked.method->service()->full_name() + "/" + asked.method->name();
  const auto call = stub.PrepareUnaryCall(&context, path, sent, &queue);
  call->StartCall();
  grpc::ByteBuffer received;
  grpc::Status status;
  call->Finish(&received, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return status;
  std::vector<grpc::Slice> slices;
  Require(received.Dump(&slices).ok(), "an answer can be read");
  std::string answer;
  for (const grpc::Slice& each : slices) answer.append(reinterpret_cast<const char*>(each.begin()), each.size());
  Require(response.ParseFromString(answer), "an answer is of its type");
  return status;
}

}  // namespace

const std::vector<const MethodDescriptor*>& Methods() {
  static const auto* const kMethods = [] {
    // Signed or drawn by chance; of how the daemon runs.
    const std::set<std::string> without = {"candor.v1.LedgerService", "candor.v1.KeyService",
                                           "candor.v1.IdentityService", "candor.v1.PolicyService",
                                           "candor.v1.BackupService"};
    auto* methods = new std::vector<const MethodDescriptor*>();
    for (const std::string& name : rpc::ServiceNames()) {
      const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
      for (int i = 0; i < service->method_count() && !without.contains(name); ++i) {
        const MethodDescriptor* method = service->method(i);
        if (!method->client_streaming() && !method->server_streaming()) methods->push_back(method);
      }
    }
    return methods;
  }();
  return *kMethods;
}

std::vector<std::string> Askers(Difference difference) {
  std::vector<std::string> askers = {"stan", "auditor", "administrator", "policy manager", "owner", "consultant"};
  const bool of_all_but_the_author = difference == Difference::kThatItWasRead;
  if (of_all_but_the_author) askers.insert(askers.begin(), "sue");
  if (of_all_but_the_author || difference == Difference::kWhatItSays) askers.emplace_back("director");
  if (difference == Difference::kWhomItIsAbout) askers.insert(askers.begin(), "sue");
  return askers;
}

const std::vector<std::string>& Things() {
  static const auto* const kThings = new std::vector<std::string>{
      "hidden", "hidden follow-up", "nowhere", "case", "ana", "own case", "own session", "stan", "sue"};
  return *kThings;
}

std::string Answer(Practice& practice, const Asked& asked) {
  const std::unique_ptr<Message> request = NewMessage(*asked.method->input_type());
  const std::unique_ptr<Message> response = NewMessage(*asked.method->output_type());
  Fill(practice, asked, *request);
  const grpc::Status status = CallMethod(practice, asked, *request, *response);
  if (!status.ok()) {
    return practice.MadeAlike(std::to_string(status.error_code()) + " " + status.error_message() + " " +
                              status.error_details());
  }
  return asked.page_size == 0 || asked.page_size == kEverything ? Written(practice, *response) : Amount(*response);
}

}  // namespace candor::leak
