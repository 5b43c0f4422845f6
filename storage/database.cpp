#include "storage/database.hpp"

#include "crypto/base/check.hpp"
#include "storage/rocksdb_store.hpp"

namespace ogniwo::storage {
namespace {

constexpr std::string_view format_key = "format";
constexpr std::string_view format_version = "ogniwo/1";
constexpr std::string_view origin_key = "origin";

// Stands for a database that is gone or that RocksDB cannot open at all.
class NoStore final : public Store {
  public:
    [[nodiscard]] Result<std::optional<Bytes>> get(Table, ByteView) const override {
        return std::optional<Bytes>();
    }
    [[nodiscard]] Result<void> scan(Table, ByteView, ByteView, const Visitor&) const override {
        return {};
    }
    [[nodiscard]] std::unique_ptr<const Reader> snapshot() const override {
        return std::make_unique<NoStore>();
    }
    [[nodiscard]] Result<void> write(const Batch&) override { return refused(); }
    [[nodiscard]] Result<void> purge(Table) override { return refused(); }

  private:
    static Error refused() { return {"storage.write", "there is no database"}; }
};

bool holds_nothing(const std::filesystem::path& folder) {
    std::error_code ec;
    return !std::filesystem::exists(folder, ec) || std::filesystem::is_empty(folder, ec);
}

Result<void> check_format(const Reader& reader, std::string_view origin) {
    OGNIWO_ASSIGN(const auto format, reader.get(Table::meta, as_bytes(format_key)));
    if (!format || as_text(*format) != format_version) {
        return Error("storage.format", "not a database of this version");
    }
    OGNIWO_ASSIGN(const auto stored, reader.get(Table::meta, as_bytes(origin_key)));
    if (!stored || as_text(*stored) != origin) {
        return Error("storage.format", "the database is of another log than the key");
    }
    return {};
}

Result<PublishedHead> sign_and_store(const HeadGuard& guard, const Head& head,
                                     const crypto::SigningKey& key) {
    const std::string& origin = guard.log().name;
    std::string note = crypto::sign_note(
        crypto::encode_checkpoint({origin, head.size, head.root}), origin, key);
    OGNIWO_TRY(guard.store(note));
    return PublishedHead{head, std::move(note)};
}

// Hashes entries from `first` on anew and compares with the stored head.
Result<void> rehash_from(const Reader& reader, std::uint64_t first, const Head& head) {
    OGNIWO_ASSIGN(auto range, merkle::CompactRange::load(first, node_getter(reader)));
    OGNIWO_TRY(each_entry(reader, first, head.size,
                          [&](std::uint64_t, ByteView entry) -> Result<void> {
                              range.append(ledger::leaf_hash(entry), [](auto...) {});
                              return {};
                          }));
    if (range.root() != head.root) {
        return Error("storage.corrupt", "the entries do not give the stored root");
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Database>> Database::init(const Places& places, const std::string& origin,
                                                 const crypto::SigningKey& log_key) {
    std::error_code ec;
    if (std::filesystem::exists(places.head_file, ec)) {
        return Error("storage.exists", "there is a signed head: " + places.head_file.string());
    }
    if (std::filesystem::exists(places.data_dir, ec) &&
        !std::filesystem::is_empty(places.data_dir, ec)) {
        return Error("storage.exists", "the folder is not empty: " + places.data_dir.string());
    }
    if (!crypto::is_note_name(origin)) {
        return Error("storage.format", "an origin is a text without spaces and plus signs");
    }
    std::filesystem::create_directories(places.data_dir, ec);
    std::filesystem::create_directories(places.head_file.parent_path(), ec);
    OGNIWO_ASSIGN(auto store, open_rocksdb(places.data_dir, OpenMode::create));
    OGNIWO_TRY(store->write({{Table::meta, to_bytes(format_key), to_bytes(format_version)},
                             {Table::meta, to_bytes(origin_key), to_bytes(origin)}}));
    HeadGuard guard(places.head_file, {origin, log_key.public_key()});
    OGNIWO_TRY(sign_and_store(guard, Head{}, log_key));
    return std::unique_ptr<Database>(new Database(std::move(store), std::move(guard)));
}

Result<std::unique_ptr<Database>> Database::open(const Places& places, crypto::NoteVerifier log) {
    HeadGuard guard(places.head_file, std::move(log));
    std::error_code ec;
    if (holds_nothing(places.data_dir)) {
        if (!std::filesystem::exists(places.head_file, ec)) {
            return Error("storage.empty", "no database here; make one with `ogniwo init`");
        }
        std::unique_ptr<Database> nothing(
            new Database(std::make_unique<NoStore>(), std::move(guard)));
        nothing->freeze({"head.no_data", "there is no database"});
        return nothing;
    }
    auto store = open_rocksdb(places.data_dir, OpenMode::normal);
    if (store) {
        std::unique_ptr<Database> database(new Database(std::move(*store), std::move(guard)));
        OGNIWO_TRY(check_format(*database->store_, database->origin()));
        database->frozen_ = compare_with_head(*database->store_, database->guard_);
        return database;
    }
    const Error damage = store.error();
    if (damage != Error("storage.open")) {
        return damage; // nothing is broken
    }
    store = open_rocksdb(places.data_dir, OpenMode::salvage);
    std::unique_ptr<Database> database(
        new Database(store ? std::move(*store) : std::unique_ptr<Store>(std::make_unique<NoStore>()),
                     std::move(guard)));
    database->freeze({"head.unreadable", damage.detail()});
    return database;
}

void Database::freeze(const Error& cause) {
    if (!frozen_) {
        frozen_ = Error(cause.id().data(), cause.detail() + "; " + describe_heads(*store_, guard_));
    }
}

PublishedHead Database::stored_head() const {
    const auto note = guard_.load();
    if (!note || !*note) {
        return {};
    }
    const auto checkpoint = crypto::open_checkpoint(**note, guard_.log());
    OGNIWO_CHECK(checkpoint.has_value()); // load() checked it
    return {{checkpoint->size, checkpoint->root}, **note};
}

Result<std::unique_ptr<CommitQueue>>
Database::start_writer(const crypto::SigningKey& log_key, CommitQueue::Options options,
                       std::function<void(const Error&)> fatal) {
    if (frozen_) {
        return Error("storage.frozen", frozen_->text());
    }
    OGNIWO_ASSIGN(auto ledger, LedgerWriter::load(*store_, origin()));
    PublishedHead head = stored_head();
    if (head.head != ledger.head()) {
        OGNIWO_TRY(rehash_from(*store_, head.head.size, ledger.head()));
        OGNIWO_ASSIGN(head, sign_and_store(guard_, ledger.head(), log_key));
    }
    CommitQueue::Parts parts{*store_,  std::move(ledger), guard_,
                             log_key,  std::move(head),   std::move(fatal)};
    return std::make_unique<CommitQueue>(std::move(parts), std::move(options));
}

} // namespace ogniwo::storage
