#pragma once
// Tokens that open something: random, shown once, kept only as a hash.

#include "crypto/base/rng.hpp"

#include <string>

namespace ogniwo::auth {

/// 128 random bits as 22 characters of base64url: sessions, links, browser marks, CSRF.
std::string make_token(Rng& rng);

/// 8 characters of an alphabet without look-alikes (40 bits): the code of a sign-in letter, to be typed in
/// the browser that asked.
std::string make_code(Rng& rng);

/// Upper case, without spaces and dashes: what a person types becomes what make_code made.
std::string normalise_code(std::string_view typed);

/// SHA-256 (hex) of a token: the only form that is stored or compared, so that a comparison tells nothing.
std::string token_hash(std::string_view token);

} // namespace ogniwo::auth
