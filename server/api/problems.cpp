#include "server/api/problems.hpp"

#include <algorithm>
#include <array>

namespace ogniwo::api {
namespace {

enum class Recorded : std::uint8_t { unsaid, no };

struct Row {
    std::string_view id; // exact, or a family ending in "."
    unsigned status;
    std::string_view polish;
    std::string_view english;
    Recorded recorded = Recorded::unsaid;
    unsigned retry_after_s = 0;
};

// Sorted by id: find_problem searches it.
constexpr std::array rows = {
    Row{"act.", 400, "Podpisany akt jest nieprawidłowy", "The signed act is not valid", Recorded::no},
    Row{"archive.", 404, "Archiwum nie jest jeszcze gotowe", "The archive is not there yet"},
    Row{"ballot.", 422, "Głos nie został zapisany: karta do głosowania jest nieprawidłowa",
        "Your vote was not recorded: the ballot is not valid", Recorded::no},
    Row{"ballot.closed", 409, "Głos nie został zapisany: głosowanie jest już zamknięte",
        "Your vote was not recorded: the vote is closed", Recorded::no},
    Row{"ballot.credential_bound", 409,
        "Głos nie został zapisany: ten kod głosowania należy do innej osoby albo głosujesz innym "
        "kodem niż poprzednio",
        "Your vote was not recorded: this voting code belongs to somebody else, or you voted with "
        "another code before",
        Recorded::no},
    Row{"ballot.not_open", 409, "Głos nie został zapisany: głosowanie jeszcze się nie zaczęło",
        "Your vote was not recorded: the vote has not started yet", Recorded::no},
    Row{"ballot.size", 413, "Głos nie został zapisany: karta do głosowania jest za duża",
        "Your vote was not recorded: the ballot is too large", Recorded::no},
    Row{"blob.unknown", 404, "Nie ma takiego dokumentu", "There is no such document"},
    Row{"csrf.", 403, "Żądanie nie pochodzi z tej strony. Odśwież stronę i spróbuj ponownie",
        "The request did not come from this page. Reload it and try again", Recorded::no},
    Row{"decryption.", 422, "Odszyfrowanie jest nieprawidłowe i nie zostało przyjęte",
        "The decryption is not valid and was not accepted"},
    Row{"election.unknown", 404, "Nie ma takich wyborów", "There is no such election",
        Recorded::no},
    Row{"encoding.", 400, "Nieprawidłowe dane", "The data is not valid", Recorded::no},
    Row{"entry.", 400, "Podpisany akt jest nieprawidłowy", "The signed act is not valid",
        Recorded::no},
    Row{"govern.", 409, "Tego aktu nie można teraz wykonać", "This act is not possible now",
        Recorded::no},
    Row{"govern.signer", 403, "Ten klucz nie może podpisać tego aktu",
        "This key may not sign this act", Recorded::no},
    Row{"json.", 400, "Nieprawidłowe dane", "The data is not valid", Recorded::no},
    Row{"ledger.nonce", 409, "Ten akt został już użyty", "This act was used already",
        Recorded::no},
    Row{"ledger.origin", 400, "Ten akt jest dla innej tablicy", "This act is for another log",
        Recorded::no},
    Row{"link.", 401, "Link lub kod jest nieprawidłowy albo wygasł",
        "The link or code is wrong or too old"},
    Row{"link.other_browser", 403,
        "Otwórz link w przeglądarce, w której o niego poproszono, albo wpisz tam kod z listu",
        "Open the link in the browser in which you asked for it, or type the code there"},
    Row{"merkle.", 404, "Rejestr nie jest tak długi", "The log is not that long"},
    Row{"person.email", 400, "To nie jest adres e-mail", "This is not an e-mail address"},
    Row{"rate.sign_in", 429, "Za dużo prób. Odczekaj chwilę", "Too many tries. Wait a moment",
        Recorded::unsaid, 60},
    Row{"rate.voter", 429, "Za dużo prób oddania głosu. Odczekaj minutę",
        "Too many tries to cast. Wait a minute", Recorded::no, 60},
    Row{"role.required", 403, "Nie masz uprawnień do tej czynności",
        "You do not have the role for this", Recorded::no},
    Row{"session.required", 401, "Zaloguj się", "Please sign in", Recorded::no},
    Row{"storage.failed", 503, "Zapis na dysk się nie powiódł; serwer zatrzymuje się",
        "Writing to the disk failed; the server is stopping", Recorded::no, 60},
    Row{"storage.frozen", 503,
        "Serwer działa tylko do odczytu i nie przyjmuje głosów. Zawiadom organizatora",
        "The server is read-only and takes no votes. Tell the organiser", Recorded::no, 600},
    Row{"storage.no_space", 503,
        "Na serwerze brakuje miejsca i nie przyjmuje on teraz głosów. Spróbuj później",
        "The server has run out of space and takes no votes now. Try again later", Recorded::no, 60},
    Row{"storage.queue_full", 503, "Serwer jest zajęty. Spróbuj za chwilę",
        "The server is busy. Try again in a moment", Recorded::no, 2},
    Row{"storage.stopped", 503, "Serwer jest zatrzymywany. Spróbuj za chwilę",
        "The server is stopping. Try again in a moment", Recorded::no, 5},
    Row{"storage.unknown", 503,
        "Nie wiemy, czy głos dotarł. Sprawdź go numerem albo wyślij te same dane ponownie",
        "We do not know whether the vote arrived. Check its number or send the same data again",
        Recorded::unsaid, 5},
    Row{"tile.", 404, "Nie ma takiej części rejestru", "There is no such part of the log"},
    Row{"tracker.", 400, "To nie jest numer głosu", "This is not a tracking number"},
    Row{"vote.unknown", 404, "Nie ma takiego głosowania", "There is no such vote", Recorded::no},
};
static_assert(std::ranges::is_sorted(rows, {}, &Row::id));

const Row* find(std::string_view id) {
    const auto row = std::ranges::lower_bound(rows, id, {}, &Row::id);
    return row != rows.end() && row->id == id ? &*row : nullptr;
}

} // namespace

std::optional<http::ProblemInfo> find_problem(std::string_view id, std::string_view language) {
    const Row* row = find(id);
    if (row == nullptr) {
        row = find(id.substr(0, std::min(id.find('.'), id.size() - 1) + 1));
    }
    if (row == nullptr) {
        return std::nullopt;
    }
    http::ProblemInfo info;
    info.status = row->status;
    info.title = std::string(language == "pl" ? row->polish : row->english);
    if (row->retry_after_s > 0) {
        info.retry_after_s = row->retry_after_s;
    }
    if (row->recorded == Recorded::no) {
        info.vote_recorded = false;
    }
    return info;
}

} // namespace ogniwo::api
