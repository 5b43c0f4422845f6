#pragma once
// Long loops shared by threads, without a pool: for work of milliseconds and more.

#include "crypto/base/result.hpp"

#include <functional>

namespace ogniwo {

/// Calls work(first, count) for consecutive chunks of at most `size` numbers, 0..total-1 in all. `threads` share them,
/// the caller's included (0 and 1: the caller's alone), so that work must be safe to run several times at once; no
/// thread outlives the call. Gives the error of the first chunk that failed; chunks after one that failed may have
/// been left out, those before it never. Precondition: size > 0.
Verdict each_chunk(std::size_t total, std::size_t size, unsigned threads,
                   const std::function<Verdict(std::size_t first, std::size_t count)>& work);

} // namespace ogniwo
