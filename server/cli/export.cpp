#include "server/cli/commands.hpp"
#include "server/keys.hpp"
#include "storage/database.hpp"
#include "storage/publish.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string data;
    std::string vkey;
    std::string head;
    std::string out;
};

Result<void> run(const Options& options) {
    std::ifstream key_file(options.vkey);
    std::string key;
    std::getline(key_file, key);
    OGNIWO_ASSIGN(const crypto::NoteVerifier verifier, crypto::parse_note_verifier(key));
    OGNIWO_ASSIGN(const auto database,
                  storage::Database::open({options.data, options.head}, verifier));
    if (database->frozen()) {
        return Error("storage.frozen", database->frozen()->text());
    }
    const std::filesystem::path unfinished = options.out + ".new";
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    const auto write = [&](ByteView bytes) -> Result<void> {
        const std::string_view text = as_text(bytes);
        if (!out.write(text.data(), static_cast<std::streamsize>(text.size()))) {
            return Error("file.write", "cannot write " + unfinished.string());
        }
        return {};
    };
    auto written = storage::write_export(database->store(), database->stored_head(), write);
    out.close();
    std::error_code ec;
    if (written && out) {
        std::filesystem::rename(unfinished, options.out, ec);
    }
    if (written && (!out || ec)) {
        written = Error("file.write", "cannot write " + options.out);
    }
    if (!written) {
        std::filesystem::remove(unfinished, ec);
    }
    return written;
}

} // namespace

void add_export(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("export", "Write the whole public ledger to one tar file");
    const auto options = std::make_shared<Options>();
    command->add_option("--data", options->data, "Data folder; no server may use it")->required();
    command->add_option("--vkey-file", options->vkey, "File with the log key (<data>-keys/log.vkey)")
        ->required();
    command->add_option("--head", options->head, "The signed head (<data>-keys/signed-head)")
        ->required();
    command->add_option("out", options->out, "File to write")->required();
    command->callback([options, &exit_code] {
        const auto done = run(*options);
        exit_code = done ? 0 : misuse(done.error());
    });
}

} // namespace ogniwo::cli
