#include "server/api/problems.hpp"

#include <algorithm>
#include <array>

namespace ogniwo::api {
namespace {

enum class Recorded : std::uint8_t { no, unknown };

struct Row {
    std::string_view id; // exact, or a family ending in "."
    unsigned status;
    std::string_view polish;
    std::string_view english;
    unsigned retry_after_s = 0;
    Recorded recorded = Recorded::no; // a vote that the request may have carried
};

// Sorted by id: find_problem searches it.
constexpr std::array rows = {
    Row{"act.", 400, "Podpisany akt jest nieprawidłowy. Odśwież stronę i podpisz go ponownie",
        "The signed act is not valid. Reload the page and sign it again"},
    Row{"archive.", 404, "Archiwum nie jest jeszcze gotowe. Wróć tu później",
        "The archive is not there yet. Come back later"},
    Row{"ballot.", 422,
        "Głos nie został zapisany: karta do głosowania jest nieprawidłowa. Odśwież stronę i "
        "zagłosuj ponownie",
        "Your vote was not recorded: the ballot is not valid. Reload the page and vote again"},
    Row{"ballot.cast", 409,
        "Tej karty nie otworzono: ten głos jest już oddany, więc nie wolno pokazać, co zawiera. Aby sprawdzić "
        "szyfrowanie, przygotuj nową kartę",
        "This ballot was not opened: it has been cast, so nobody may see what it says. To check the "
        "encryption, prepare a new one",
        0, Recorded::unknown},
    Row{"ballot.challenge_limit", 409,
        "Tej karty nie otworzono: w tych wyborach otwarto już tyle kart, na ile pozwala serwer. Tę kartę możesz "
        "oddać",
        "This ballot was not opened: you have opened as many in this election as the server allows. You can "
        "still cast this one"},
    Row{"ballot.closed", 409,
        "Głos nie został zapisany: głosowanie jest już zamknięte. Z pytaniami zwróć się do "
        "organizatora",
        "Your vote was not recorded: the vote is closed. Ask the organiser if you have questions"},
    Row{"ballot.credential_bound", 409,
        "Głos nie został zapisany: ten kod głosowania należy do innej osoby albo głosujesz innym "
        "kodem niż poprzednio. Użyj własnego kodu, tego co poprzednio",
        "Your vote was not recorded: this voting code belongs to somebody else, or you voted with "
        "another code before. Use your own code, the one from before"},
    Row{"ballot.not_open", 409,
        "Głos nie został zapisany: głosowanie jeszcze się nie zaczęło. Wróć, gdy zostanie otwarte",
        "Your vote was not recorded: the vote has not started yet. Come back when it is open"},
    Row{"ballot.size", 413,
        "Głos nie został zapisany: karta do głosowania jest za duża. Odśwież stronę i zagłosuj "
        "ponownie",
        "Your vote was not recorded: the ballot is too large. Reload the page and vote again"},
    Row{"ballot.spoiled", 409,
        "Głos nie został zapisany: tę kartę otwarto, aby sprawdzić szyfrowanie, i nie można jej już oddać. "
        "Zagłosuj ponownie, na nowej karcie",
        "Your vote was not recorded: this ballot was opened to check the encryption and can no longer be "
        "cast. Vote again, on a fresh one"},
    Row{"ballot.withdrawn", 409,
        "Głos nie został zapisany: te wybory wycofano, zanim się zaczęły. Na tablicy jest powód i to, co ogłoszono "
        "w ich miejsce",
        "Your vote was not recorded: this election was withdrawn before it began. The board has the reason, and "
        "what was announced in its place"},
    Row{"blob.unknown", 404, "Nie ma takiego dokumentu. Sprawdź adres",
        "There is no such document. Check the address"},
    Row{"ceremony.step", 404, "Nie ma takiego kroku tworzenia klucza. Sprawdź adres",
        "There is no such step of making the key. Check the address"},
    Row{"credential.", 422,
        "Lista kodów nie została przyjęta. Potrzebna jest nowa, zrobiona dla podanego identyfikatora: tyle samo "
        "kodów o tych samych wagach, żadnego z wycofanych wyborów",
        "The list of voting codes was not accepted. It must be a new one, made for the identifier shown: as many "
        "codes of the same weights, none from the withdrawn election"},
    Row{"csrf.", 403, "Żądanie nie pochodzi z tej strony. Odśwież stronę i spróbuj ponownie",
        "The request did not come from this page. Reload it and try again"},
    Row{"decryption.", 422,
        "Odszyfrowanie jest nieprawidłowe i nie zostało przyjęte. Wybierz właściwy plik klucza i "
        "spróbuj ponownie",
        "The decryption is not valid and was not accepted. Choose the right key file and try "
        "again"},
    Row{"election.unknown", 404, "Nie ma takich wyborów. Sprawdź adres",
        "There is no such election. Check the address"},
    Row{"encoding.", 400, "Nieprawidłowe dane. Odśwież stronę i spróbuj ponownie",
        "The data is not valid. Reload the page and try again"},
    Row{"entry.", 400, "Podpisany akt jest nieprawidłowy. Odśwież stronę i podpisz go ponownie",
        "The signed act is not valid. Reload the page and sign it again"},
    Row{"govern.", 409,
        "Tego aktu nie można teraz wykonać. Odśwież stronę, aby zobaczyć obecny stan",
        "This act is not possible now. Reload the page to see how things stand"},
    Row{"govern.commitment", 422,
        "Krok nie został przyjęty: to nie jest tekst, do którego się zobowiązano. Wyślij ten sam",
        "The step was not accepted: this is not the text that was committed to. Send that one"},
    Row{"govern.opened", 409,
        "Tych wyborów nie można już wycofać: głosowanie zostało otwarte. Odśwież stronę",
        "This election can no longer be withdrawn: the vote was opened. Reload the page"},
    Row{"govern.signer", 403,
        "Ten klucz nie może podpisać tego aktu. Podpisz kluczem zapisanym w rejestrze",
        "This key may not sign this act. Sign with the key on the ledger"},
    Row{"govern.withdrawn", 409,
        "Te wybory wycofano, więc nic więcej się w nich nie dzieje. Na tablicy jest powód i to, co ogłoszono w ich "
        "miejsce",
        "This election was withdrawn, so nothing more happens in it. The board has the reason, and what was "
        "announced in its place"},
    Row{"json.", 400, "Nieprawidłowe dane. Odśwież stronę i spróbuj ponownie",
        "The data is not valid. Reload the page and try again"},
    Row{"ledger.nonce", 409, "Ten akt został już użyty. Podpisz nowy",
        "This act was used already. Sign a new one"},
    Row{"ledger.origin", 400, "Ten akt jest dla innej tablicy. Podpisz go na tej stronie",
        "This act is for another log. Sign it on this page"},
    Row{"link.", 401, "Link lub kod jest nieprawidłowy albo wygasł. Poproś o nowy",
        "The link or code is wrong or too old. Ask for a new one"},
    Row{"link.other_browser", 403,
        "Otwórz link w przeglądarce, w której o niego poproszono, albo wpisz tam kod z listu",
        "Open the link in the browser in which you asked for it, or type the code there"},
    Row{"merkle.", 404, "Rejestr nie jest tak długi. Porównaj z wielkością w /tlog/checkpoint",
        "The log is not that long. Compare with the size in /tlog/checkpoint", 0,
        Recorded::unknown},
    Row{"passkey.", 422, "Klucz dostępu nie został przyjęty. Odśwież stronę i spróbuj ponownie",
        "The passkey was not accepted. Reload the page and try again"},
    Row{"passkey.challenge", 409, "Trwało to zbyt długo. Spróbuj ponownie", "That took too long. Try again"},
    Row{"passkey.counter", 403,
        "Ten klucz dostępu nie został przyjęty: ktoś może mieć jego kopię. Zaloguj się listem i usuń go z konta",
        "This passkey was not accepted: somebody may have a copy of it. Sign in by a letter and remove it from your "
        "account"},
    Row{"passkey.duplicate", 409, "Ten klucz dostępu jest już zapisany. Użyj go do logowania",
        "This passkey is registered already. Sign in with it"},
    Row{"passkey.limit", 409, "Można mieć najwyżej dziesięć kluczy dostępu. Najpierw usuń jeden z nich",
        "Ten passkeys at most. Remove one of them first"},
    Row{"passkey.name", 400, "Nazwij klucz dostępu: od 1 do 60 znaków", "Give the passkey a name of 1 to 60 characters"},
    Row{"passkey.signature", 401, "Klucz dostępu nie został przyjęty. Spróbuj ponownie albo zaloguj się listem",
        "The passkey was not accepted. Try again, or sign in by a letter"},
    Row{"passkey.unknown", 401, "Nie znamy tego klucza dostępu. Zaloguj się listem i dodaj go na stronie konta",
        "We do not know this passkey. Sign in by a letter, and add it on the page of your account"},
    Row{"passkey.verification", 403,
        "Osoby z komisji i powiernicy logują się kluczem z kodem PIN, palcem lub twarzą. Włącz to w urządzeniu albo "
        "zaloguj się listem",
        "Officers and trustees sign in with a PIN, a finger or a face. Turn that on in the device, or sign in by a "
        "letter"},
    Row{"person.email", 400, "To nie jest adres e-mail. Popraw go",
        "This is not an e-mail address. Correct it"},
    Row{"rate.sign_in", 429, "Za dużo prób. Odczekaj chwilę", "Too many tries. Wait a moment", 60},
    Row{"rate.voter", 429, "Za dużo prób oddania głosu. Odczekaj minutę",
        "Too many tries to cast. Wait a minute", 60},
    Row{"role.required", 403,
        "Nie masz uprawnień do tej czynności. Zaloguj się jako osoba, która je ma",
        "You do not have the role for this. Sign in as somebody who has it"},
    Row{"session.required", 401, "Zaloguj się, a potem spróbuj ponownie",
        "Please sign in, then try again"},
    Row{"sessions.unknown", 404, "Tej sesji już nie ma. Odśwież stronę, aby zobaczyć listę",
        "This session is not there any more. Reload the page to see the list"},
    Row{"shuffle.", 422,
        "Mieszanie jest nieprawidłowe i nie zostało przyjęte. Odśwież stronę i wymieszaj głosy ponownie",
        "The shuffle is not valid and was not accepted. Reload the page and shuffle the votes again"},
    Row{"shuffle.stale", 409,
        "W tym czasie głosy wymieszał ktoś inny. Wymieszaj je ponownie, po nim",
        "Somebody else has shuffled the votes meanwhile. Shuffle them again, after that one"},
    Row{"shuffle.unexpected", 409,
        "Głosów w tych wyborach się nie miesza: są sumowane. Odśwież stronę",
        "The votes of this election are not shuffled: they are added up. Reload the page"},
    Row{"storage.failed", 503,
        "Zapis na dysk się nie powiódł; serwer zatrzymuje się. Spróbuj później",
        "Writing to the disk failed; the server is stopping. Try again later", 60},
    Row{"storage.frozen", 503,
        "Serwer działa tylko do odczytu i nie przyjmuje głosów. Zawiadom organizatora",
        "The server is read-only and takes no votes. Tell the organiser", 600},
    Row{"storage.no_space", 503,
        "Na serwerze brakuje miejsca i nie przyjmuje on teraz głosów. Spróbuj później",
        "The server has run out of space and takes no votes now. Try again later", 60},
    Row{"storage.queue_full", 503, "Serwer jest zajęty. Spróbuj za chwilę",
        "The server is busy. Try again in a moment", 2},
    Row{"storage.stopped", 503, "Serwer jest zatrzymywany. Spróbuj za chwilę",
        "The server is stopping. Try again in a moment", 5},
    Row{"storage.unknown", 503,
        "Nie wiemy, czy głos dotarł. Sprawdź go numerem albo wyślij te same dane ponownie",
        "We do not know whether the vote arrived. Check its number or send the same data again", 5,
        Recorded::unknown},
    Row{"tile.", 404, "Nie ma takiej części rejestru. Porównaj ją z wielkością w /tlog/checkpoint",
        "There is no such part of the log. Compare it with the size in /tlog/checkpoint"},
    Row{"tracker.", 400, "To nie jest numer głosu. Przepisz go z pokwitowania",
        "This is not a tracking number. Copy it from the receipt"},
    Row{"trustee.", 422,
        "Krok tworzenia klucza jest nieprawidłowy i nie został przyjęty. Wybierz właściwy plik klucza i "
        "spróbuj ponownie",
        "The step of making the key is not valid and was not accepted. Choose the right key file and try "
        "again"},
    Row{"vote.unknown", 404, "Nie ma takiego głosowania. Sprawdź adres",
        "There is no such vote. Check the address"},
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
