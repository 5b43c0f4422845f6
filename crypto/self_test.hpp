#pragma once
// The start-up self test: a program that holds votes refuses to run on a library that computes wrongly.

#include "crypto/base/result.hpp"

namespace ogniwo::crypto {

/// Known answers for both groups, hash, signature, credential derivation, and what libsodium must refuse
/// (CVE-2025-69277: a point outside the main subgroup). Takes a few milliseconds.
/// Errors: selftest.<what failed>.
Verdict self_test();

} // namespace ogniwo::crypto
