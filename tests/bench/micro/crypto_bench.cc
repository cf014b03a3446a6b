// What sealing, commitments and tree hashes cost by themselves: the lower bound of what a record costs one core.
#include <benchmark/benchmark.h>

#include <string>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "daemon/crypto/subject_keys.h"
#include "daemon/ledger/frontier.h"

namespace candor {
namespace {

void BM_SealBody(benchmark::State& state) {
  const crypto::Key key = crypto::RandomKey();
  const std::string associated(150, 'a');
  const std::string plain(static_cast<size_t>(state.range(0)), 'p');
  std::string out;
  for (auto _ : state) {
    out.clear();
    crypto::Seal(key, {associated}, plain, out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_SealBody)->Arg(64)->Arg(320)->Arg(1024);

void BM_OpenBody(benchmark::State& state) {
  const crypto::Key key = crypto::RandomKey();
  std::string sealed;
  crypto::Seal(key, {"header"}, std::string(static_cast<size_t>(state.range(0)), 'p'), sealed);
  std::string plain;
  for (auto _ : state) {
    plain.clear();
    const bool ok = crypto::Open(key, {"header"}, sealed, plain).ok();
    benchmark::DoNotOptimize(ok);
  }
}
BENCHMARK(BM_OpenBody)->Arg(320);

void BM_SealProjectionRow(benchmark::State& state) {
  const crypto::SivKey key = crypto::DeriveSubjectKeys(crypto::RandomKey()).index;
  const std::string plain(static_cast<size_t>(state.range(0)), 'p');
  std::string out;
  for (auto _ : state) {
    out.clear();
    crypto::SealDeterministic(key, "forty bytes of a key in the column family", plain, out);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_SealProjectionRow)->Arg(32)->Arg(128)->Arg(512);

void BM_InnerDigest(benchmark::State& state) {
  const std::string header(150, 'h');
  const std::string body(256, 'b');
  for (auto _ : state) benchmark::DoNotOptimize(crypto::Sha256({header, body}));
}
BENCHMARK(BM_InnerDigest);

void BM_Commitment(benchmark::State& state) {
  const crypto::Key salt = crypto::RandomKey();
  const crypto::Digest inner = crypto::Sha256("body");
  for (auto _ : state) benchmark::DoNotOptimize(crypto::HmacSha256(salt, {"8 bytes.", AsText(inner)}));
}
BENCHMARK(BM_Commitment);

void BM_LeafAndFrontier(benchmark::State& state) {
  ledger::Frontier frontier;
  const std::string leaf(33, 'l');
  for (auto _ : state) frontier.Append(ledger::LeafHash(leaf));
  benchmark::DoNotOptimize(frontier.Root());
}
BENCHMARK(BM_LeafAndFrontier);

void BM_DeriveSubjectKeys(benchmark::State& state) {
  const crypto::Key key = crypto::RandomKey();
  for (auto _ : state) benchmark::DoNotOptimize(crypto::DeriveSubjectKeys(key).salt.data());
}
BENCHMARK(BM_DeriveSubjectKeys);

}  // namespace
}  // namespace candor

BENCHMARK_MAIN();
