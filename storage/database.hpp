#pragma once
// A data folder with its log: made once by init, opened by everything else, FROZEN when it does not reach the
// signed head.

#include "storage/commit_queue.hpp"

namespace ogniwo::storage {

/// Where things are. The head file lies outside the data folder, at best on another disk.
struct Places {
    std::filesystem::path data_dir;
    std::filesystem::path head_file;
};

class Database {
  public:
    /// Makes a new, empty log of this origin in an empty or missing data folder. Errors:
    /// storage.exists (there is data, or a head file), storage.open, storage.write, file.write.
    static Result<std::unique_ptr<Database>> init(const Places& places, const std::string& origin,
                                                  const crypto::SigningKey& log_key);

    /// Opens what init made. A database that is behind or inconsistent with its signed head, that only
    /// opens for salvage, or that is gone while its head is there, is open but FROZEN. Errors: storage.empty
    /// (nothing there), storage.locked, storage.format.
    static Result<std::unique_ptr<Database>> open(const Places& places, crypto::NoteVerifier log);

    [[nodiscard]] const std::string& origin() const { return guard_.log().name; }
    [[nodiscard]] Store& store() { return *store_; }
    [[nodiscard]] const Store& store() const { return *store_; }
    /// Why nothing may be appended; nothing in the normal state.
    [[nodiscard]] const std::optional<Error>& frozen() const { return frozen_; }
    /// Freezes it for what a reader found wrong; the sizes are added. Keeps an earlier cause. Only before
    /// the writer starts.
    void freeze(const Error& cause);

    /// Starts the writer. Entries beyond the signed head are re-hashed and signed first. At most once, and
    /// only when not frozen. Errors: storage.frozen, storage.corrupt, file.write.
    Result<std::unique_ptr<CommitQueue>> start_writer(const crypto::SigningKey& log_key,
                                                      CommitQueue::Options options,
                                                      std::function<void(const Error&)> fatal);

    /// The signed head as stored, for serving reads while frozen. Empty when there is none.
    [[nodiscard]] PublishedHead stored_head() const;

  private:
    Database(std::unique_ptr<Store> store, HeadGuard guard)
        : store_(std::move(store)), guard_(std::move(guard)) {}

    std::unique_ptr<Store> store_;
    HeadGuard guard_;
    std::optional<Error> frozen_;
};

} // namespace ogniwo::storage
