#pragma once
// Who the people behind the mandates are: private data, never on the ledger.

#include "crypto/base/json.hpp"

#include <map>
#include <optional>
#include <shared_mutex>

namespace ogniwo::auth {

/// One person in one mandate.
struct Person {
    std::string mandate;
    std::string organisation;
    std::string name;
    std::string email;  ///< normalised
    std::string salt;   ///< 64 hex digits; the ledger holds only commitment()
    std::string lang = "pl";
};

/// ASCII lower case, without surrounding spaces; one "@", 3 to 254 bytes. Two spellings of one address
/// give the same text. Errors: person.email.
Result<std::string> normalise_email(std::string_view text);

/// SHA-256 (hex) of salt and the canonical record: what a mandate entry commits to.
std::string commitment(const Person& person);

json::object encode_person(const Person& person);
/// Errors: json.shape, person.email.
Result<Person> parse_person(const json::value& value);

/// All people, in memory. Thread-safe. At most 100,000.
class People {
  public:
    static constexpr std::size_t max_people = 100'000;
    /// Errors: person.duplicate (mandate or address), person.limit.
    Result<void> add(Person person);
    [[nodiscard]] std::optional<Person> by_mandate(std::string_view mandate) const;
    /// `email` must be normalised.
    [[nodiscard]] std::optional<Person> by_email(std::string_view email) const;
    [[nodiscard]] std::size_t size() const;

  private:
    mutable std::shared_mutex mutex_;
    std::map<std::string, Person, std::less<>> by_mandate_;
    std::map<std::string, std::string, std::less<>> mandate_by_email_;
};

} // namespace ogniwo::auth
