// Lets ThreadSanitizer see what gRPC promises: whatever a thread wrote before it handed a batch of operations to the
// library is there for the thread that the library tells of the batch's end. gRPC's templates are compiled into our
// programs and watched; the library that carries the batch from one thread to the other is Debian's, and is not. These
// definitions stand in front of the library's in every program of the tsan build, and call the library's own.
#include <dlfcn.h>
#include <grpc/grpc.h>
#include <sanitizer/tsan_interface.h>

#include <cstdlib>

namespace {

template <class Function>
Function NextOf(const char* symbol) {
  void* const found = dlsym(RTLD_NEXT, symbol);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function>(found);
}

grpc_event Received(const grpc_event& event) {
  if (event.type == GRPC_OP_COMPLETE) __tsan_acquire(event.tag);
  return event;
}

}  // namespace

extern "C" {

grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* ops, size_t count, void* tag, void* reserved) {
  static const auto next = NextOf<decltype(&grpc_call_start_batch)>("grpc_call_start_batch");
  __tsan_release(tag);
  return next(call, ops, count, tag, reserved);
}

grpc_event grpc_completion_queue_next(grpc_completion_queue* queue, gpr_timespec deadline, void* reserved) {
  static const auto next = NextOf<decltype(&grpc_completion_queue_next)>("grpc_completion_queue_next");
  return Received(next(queue, deadline, reserved));
}

grpc_event grpc_completion_queue_pluck(grpc_completion_queue* queue, void* tag, gpr_timespec deadline, void* reserved) {
  static const auto next = NextOf<decltype(&grpc_completion_queue_pluck)>("grpc_completion_queue_pluck");
  return Received(next(queue, tag, deadline, reserved));
}

}  // extern "C"
