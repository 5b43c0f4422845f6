#include "server/auth/people.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <mutex>

namespace ogniwo::auth {

Result<std::string> normalise_email(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    std::string out;
    for (const char c : text) {
        if (c <= ' ' || c >= 0x7f || std::string_view("\"(),:;<>[\\]").find(c) != std::string_view::npos) {
            return Error("person.email", "not an e-mail address");
        }
        out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    const std::size_t at = out.find('@');
    const bool one_at = at != std::string::npos && at == out.rfind('@');
    if (!one_at || at == 0 || at + 1 == out.size() || out.size() > 254) {
        return Error("person.email", "not an e-mail address");
    }
    return out;
}

json::object encode_person(const Person& person) {
    return {{"mandate", person.mandate}, {"organisation", person.organisation},
            {"name", person.name},       {"email", person.email},
            {"salt", person.salt},       {"lang", person.lang}};
}

std::string commitment(const Person& person) {
    const std::string record = write_canonical_json(encode_person(person));
    return crypto::sha256_hex(as_bytes("ogniwo/person/v1\n" + record));
}

Result<Person> parse_person(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"mandate", "organisation", "name", "email", "salt", "lang"}}));
    Person person;
    OGNIWO_ASSIGN(person.mandate, get_string(*object, "mandate"));
    OGNIWO_ASSIGN(person.organisation, get_string(*object, "organisation"));
    OGNIWO_ASSIGN(person.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(const std::string email, get_string(*object, "email"));
    OGNIWO_ASSIGN(person.email, normalise_email(email));
    OGNIWO_ASSIGN(person.salt, get_string(*object, "salt"));
    OGNIWO_ASSIGN(person.lang, get_string(*object, "lang"));
    return person;
}

Result<void> People::add(Person person) {
    const std::unique_lock lock(mutex_);
    if (by_mandate_.size() >= max_people) {
        return Error("person.limit", "more than " + std::to_string(max_people) + " people");
    }
    if (by_mandate_.contains(person.mandate) || mandate_by_email_.contains(person.email)) {
        return Error("person.duplicate", "mandate or address is there already: " + person.mandate);
    }
    mandate_by_email_.emplace(person.email, person.mandate);
    std::string key = person.mandate;
    by_mandate_.emplace(std::move(key), std::move(person));
    return {};
}

std::optional<Person> People::by_mandate(std::string_view mandate) const {
    const std::shared_lock lock(mutex_);
    const auto found = by_mandate_.find(mandate);
    return found == by_mandate_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Person> People::by_email(std::string_view email) const {
    const std::shared_lock lock(mutex_);
    const auto found = mandate_by_email_.find(email);
    return found == mandate_by_email_.end() ? std::nullopt
                                            : std::optional(by_mandate_.at(found->second));
}

std::size_t People::size() const {
    const std::shared_lock lock(mutex_);
    return by_mandate_.size();
}

} // namespace ogniwo::auth
