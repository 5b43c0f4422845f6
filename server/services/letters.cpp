#include "server/services/letters.hpp"

namespace ogniwo::services {

mail::Message sign_in_letter(const std::string& to, std::string_view lang,
                             const std::string& public_origin, const auth::SignInRequest& request) {
    const bool english = lang == "en";
    const std::string link =
        public_origin + (english ? "/en/sign-in#token=" : "/sign-in#token=") + request.token;
    const std::string code = request.code.substr(0, 4) + "-" + request.code.substr(4);
    if (english) {
        return {to, "Sign in to Ogniwo",
                "Hello,\n\nsomebody, probably you, asked to sign in with this address.\n\n"
                "Open this link in the same browser:\n" + link +
                    "\n\nor type this code there: " + code +
                    "\n\nBoth work once, for ten minutes. The link leads to " + public_origin +
                    ".\nIf you did not ask, do nothing: nobody gets in without this letter.\n"};
    }
    return {to, "Logowanie do Ogniwa",
            "Dzień dobry,\n\nktoś, zapewne Ty, poprosił o zalogowanie tym adresem.\n\n"
            "Otwórz ten link w tej samej przeglądarce:\n" + link +
                "\n\nalbo wpisz tam kod: " + code +
                "\n\nOba działają raz, przez dziesięć minut. Link prowadzi do " + public_origin +
                ".\nJeśli to nie Ty, nic nie rób: bez tego listu nikt się nie zaloguje.\n"};
}

mail::Message passkey_letter(const std::string& to, std::string_view lang, const std::string& public_origin,
                             const std::string& name) {
    if (lang == "en") {
        return {to, "A new passkey for Ogniwo",
                "Hello,\n\na passkey was added to your account: " + name +
                    ".\nWhoever holds it can sign in as you.\n\nIf it was you, do nothing. If not, sign in at " + public_origin +
                    ", remove it on the page of your account, and tell the secretary of the federation.\n"};
    }
    return {to, "Nowy klucz dostępu do Ogniwa",
            "Dzień dobry,\n\ndo Twojego konta dodano klucz dostępu: " + name +
                ".\nKto go ma, może zalogować się jako Ty.\n\nJeśli to Ty, nic nie rób. Jeśli nie, zaloguj się na " + public_origin +
                ", usuń go na stronie konta i powiadom sekretariat federacji.\n"};
}

} // namespace ogniwo::services
