#pragma once
// The texts of our letters: plain, in the reader's language, saying how to tell that they are real.

#include "server/auth/sign_in.hpp"
#include "server/mail/mailer.hpp"

namespace ogniwo::services {

/// The sign-in letter: a link for the browser that asked, and a code to type there.
mail::Message sign_in_letter(const std::string& to, std::string_view lang,
                             const std::string& public_origin, const auth::SignInRequest& request);

/// Tells the owner of a new passkey that somebody can sign in with it now.
mail::Message passkey_letter(const std::string& to, std::string_view lang, const std::string& public_origin,
                             const std::string& name);

} // namespace ogniwo::services
