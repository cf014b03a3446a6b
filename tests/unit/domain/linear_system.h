#ifndef CANDOR_TESTS_UNIT_DOMAIN_LINEAR_SYSTEM_H_
#define CANDOR_TESTS_UNIT_DOMAIN_LINEAR_SYSTEM_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace candor::domain {

// Sums of unknowns that somebody knows. Which unknowns follow from them, whatever the sums are: Gauss, over and over.
class LinearSystem {
 public:
  explicit LinearSystem(size_t unknowns) : unknowns_(unknowns) {}

  // The sum of these is known, less `taken_off`.
  void Add(const std::vector<size_t>& unknowns, std::optional<size_t> taken_off = std::nullopt) {
    std::vector<double> equation(unknowns_);
    for (const size_t unknown : unknowns) equation[unknown] += 1.0;
    if (taken_off) equation[*taken_off] -= 1.0;
    equations_.push_back(std::move(equation));
  }

  std::vector<size_t> Solved() && {
    Reduce();
    std::vector<size_t> solved;
    for (const std::vector<double>& equation : equations_) {
      const auto not_zero = [](double factor) { return std::abs(factor) > kNothing; };
      if (std::count_if(equation.begin(), equation.end(), not_zero) != 1) continue;
      solved.push_back(
          static_cast<size_t>(std::find_if(equation.begin(), equation.end(), not_zero) - equation.begin()));
    }
    return solved;
  }

 private:
  static constexpr double kNothing = 1e-9;

  void Reduce() {
    size_t next = 0;
    for (size_t column = 0; column < unknowns_ && next < equations_.size(); ++column) {
      size_t pivot = next;
      for (size_t i = next; i < equations_.size(); ++i) {
        if (std::abs(equations_[i][column]) > std::abs(equations_[pivot][column])) pivot = i;
      }
      if (std::abs(equations_[pivot][column]) < kNothing) continue;
      std::swap(equations_[pivot], equations_[next]);
      for (size_t i = 0; i < equations_.size(); ++i) {
        if (i == next) continue;
        const double factor = equations_[i][column] / equations_[next][column];
        for (size_t j = 0; j < unknowns_; ++j) equations_[i][j] -= factor * equations_[next][j];
      }
      ++next;
    }
  }

  size_t unknowns_;
  std::vector<std::vector<double>> equations_;
};

}  // namespace candor::domain

#endif  // CANDOR_TESTS_UNIT_DOMAIN_LINEAR_SYSTEM_H_
