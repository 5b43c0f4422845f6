#include "server/http/problem.hpp"

#include "crypto/base/json.hpp"

#include <algorithm>
#include <array>

namespace ogniwo::http {
namespace {

enum class Recorded : std::uint8_t { unknown, no };

struct Builtin {
    std::string_view id;
    unsigned status;
    unsigned retry_after_s; // 0: none
    Recorded recorded;      // of a vote that the request may have carried
    std::string_view english;
    std::string_view polish;
};

constexpr unsigned soon = 2;
using enum Recorded;

constexpr std::array builtins{
    Builtin{"http.malformed", 400, 0, no, "The request is malformed. Reload the page and try again",
            "Żądanie jest niepoprawne. Odśwież stronę i spróbuj ponownie"},
    Builtin{"http.target", 400, 0, no, "The address is malformed. Check it for mistakes",
            "Adres jest niepoprawny. Sprawdź, czy nie ma w nim błędu"},
    Builtin{"http.host", 400, 0, no, "Exactly one Host header is needed. Send one",
            "Potrzebny jest dokładnie jeden nagłówek Host. Wyślij go raz"},
    Builtin{"http.not_found", 404, 0, no,
            "There is nothing here. Check the address, or start at the first page",
            "Nic tu nie ma. Sprawdź adres albo zacznij od strony głównej"},
    Builtin{"http.method", 405, 0, no,
            "This method is not offered here. Use one that the Allow header names",
            "Ta metoda nie jest tu dostępna. Użyj jednej z podanych w nagłówku Allow"},
    Builtin{"http.length_required", 411, 0, no,
            "The request must state its length. Send Content-Length",
            "Żądanie musi podać swoją długość. Wyślij Content-Length"},
    Builtin{"http.body_limit", 413, 0, no, "The request is too large. Send less",
            "Żądanie jest zbyt duże. Wyślij mniej danych"},
    Builtin{"http.target_length", 414, 0, no, "The address is too long. Shorten it",
            "Adres jest zbyt długi. Skróć go"},
    Builtin{"http.media_type", 415, 0, no,
            "This kind of content is not accepted here. Send another",
            "Ten rodzaj treści nie jest tu przyjmowany. Wyślij inny"},
    Builtin{"http.expectation", 417, 0, no, "The Expect header cannot be met. Leave it out",
            "Nie można spełnić nagłówka Expect. Pomiń go"},
    Builtin{"http.header_limit", 431, 0, no,
            "The header is too large. Delete the cookies of this site and try again",
            "Nagłówek jest zbyt duży. Usuń ciasteczka tej strony i spróbuj ponownie"},
    Builtin{"http.version", 505, 0, no, "Only HTTP/1.1 is spoken here. Use it",
            "Serwer obsługuje tylko HTTP/1.1. Użyj tej wersji"},
    Builtin{"request.timeout", 408, 0, no, "The request took too long to arrive. Send it again",
            "Żądanie nadchodziło zbyt długo. Wyślij je ponownie"},
    Builtin{"request.deadline", 503, soon, unknown,
            "The answer took too long. If you were casting, check your vote by its number or send "
            "the same data again",
            "Przygotowanie odpowiedzi trwało zbyt długo. Jeśli to był głos, sprawdź go numerem "
            "albo wyślij te same dane "
            "ponownie"},
    Builtin{"rate.limited", 429, soon, no, "Too many requests. Wait a moment and try again",
            "Zbyt wiele żądań. Odczekaj chwilę i spróbuj ponownie"},
    Builtin{"server.busy", 503, soon, no, "The server is busy. Try again in a moment",
            "Serwer jest zajęty. Spróbuj za chwilę"},
    Builtin{"server.stopping", 503, soon, unknown,
            "The server is restarting. If you were casting, check your vote by its number or send "
            "the same data again",
            "Serwer jest uruchamiany ponownie. Jeśli to był głos, sprawdź go numerem albo wyślij "
            "te same dane ponownie"},
    Builtin{"server.internal", 500, 0, unknown,
            "Something went wrong on our side. If you were casting, check your vote by its number "
            "or send the same data "
            "again",
            "Coś poszło nie tak po naszej stronie. Jeśli to był głos, sprawdź go numerem albo "
            "wyślij te same dane "
            "ponownie"},
};

} // namespace

std::optional<ProblemInfo> builtin_problem(std::string_view id, std::string_view language) {
    const auto* const it = std::ranges::find(builtins, id, &Builtin::id);
    if (it == builtins.end()) {
        return std::nullopt;
    }
    ProblemInfo info;
    info.status = it->status;
    info.title = language == "pl" ? it->polish : it->english;
    if (it->retry_after_s != 0) {
        info.retry_after_s = it->retry_after_s;
    }
    if (it->recorded == no) {
        info.vote_recorded = false;
    }
    return info;
}

Response problem_response(const Problem& problem) {
    json::object body;
    body["type"] = "/problems/" + problem.id;
    body["title"] = problem.info.title;
    body["status"] = problem.info.status;
    if (!problem.detail.empty()) {
        body["detail"] = problem.detail;
    }
    body["instance"] = problem.instance;
    if (problem.info.vote_recorded) {
        body["vote_recorded"] = *problem.info.vote_recorded;
    }
    Response response =
        body_response(write_json(body), "application/problem+json", problem.info.status);
    response.headers.set("Cache-Control", "no-store");
    if (problem.info.retry_after_s) {
        response.headers.set("Retry-After", std::to_string(*problem.info.retry_after_s));
    }
    response.problem_id = problem.id;
    return response;
}

Response problem_response(const Error& error, const ProblemLookup& lookup,
                          std::string_view language, std::string_view request_id) {
    Problem problem;
    problem.instance = request_id;
    std::optional<ProblemInfo> info = lookup ? lookup(error.id(), language) : std::nullopt;
    if (!info) {
        info = builtin_problem(error.id(), language);
    }
    if (info) {
        problem.id = error.id();
        problem.detail = error.detail();
    } else {
        problem.id = "server.internal";
        info = builtin_problem(problem.id, language);
    }
    problem.info = std::move(*info);
    return problem_response(problem);
}

} // namespace ogniwo::http
