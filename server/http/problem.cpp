#include "server/http/problem.hpp"

#include "crypto/base/json.hpp"

#include <algorithm>
#include <array>

namespace ogniwo::http {
namespace {

struct Builtin {
    std::string_view id;
    unsigned status;
    unsigned retry_after_s; // 0: none
    std::string_view english;
    std::string_view polish;
};

constexpr unsigned soon = 2;

constexpr std::array builtins{
    Builtin{"http.malformed", 400, 0, "The request is malformed", "Żądanie jest niepoprawne"},
    Builtin{"http.target", 400, 0, "The address is malformed", "Adres jest niepoprawny"},
    Builtin{"http.host", 400, 0, "Exactly one Host header is needed",
            "Potrzebny jest dokładnie jeden nagłówek Host"},
    Builtin{"http.not_found", 404, 0, "There is nothing here", "Nic tu nie ma"},
    Builtin{"http.method", 405, 0, "This method is not offered here",
            "Ta metoda nie jest tu dostępna"},
    Builtin{"http.length_required", 411, 0, "The request must state its length",
            "Żądanie musi podać swoją długość"},
    Builtin{"http.body_limit", 413, 0, "The request is too large", "Żądanie jest zbyt duże"},
    Builtin{"http.target_length", 414, 0, "The address is too long", "Adres jest zbyt długi"},
    Builtin{"http.media_type", 415, 0, "This kind of content is not accepted here",
            "Ten rodzaj treści nie jest tu przyjmowany"},
    Builtin{"http.expectation", 417, 0, "The Expect header cannot be met",
            "Nie można spełnić nagłówka Expect"},
    Builtin{"http.header_limit", 431, 0, "The header is too large", "Nagłówek jest zbyt duży"},
    Builtin{"http.version", 505, 0, "Only HTTP/1.1 is spoken here",
            "Serwer obsługuje tylko HTTP/1.1"},
    Builtin{"request.timeout", 408, 0, "The request took too long to arrive",
            "Żądanie nadchodziło zbyt długo"},
    Builtin{"request.deadline", 503, soon, "The answer took too long",
            "Przygotowanie odpowiedzi trwało zbyt długo"},
    Builtin{"rate.limited", 429, soon, "Too many requests", "Zbyt wiele żądań"},
    Builtin{"server.busy", 503, soon, "The server is busy", "Serwer jest zajęty"},
    Builtin{"server.stopping", 503, soon, "The server is restarting",
            "Serwer jest uruchamiany ponownie"},
    Builtin{"server.internal", 500, 0, "Something went wrong on our side",
            "Coś poszło nie tak po naszej stronie"},
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
