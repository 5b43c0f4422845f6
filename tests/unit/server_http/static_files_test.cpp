// The manifest at load: only what it lists, only with the hash it states.
#include "crypto/base/encoding.hpp"
#include "crypto/digest/sha384.hpp"
#include "server/http/static_files.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <stdlib.h>

using namespace ogniwo;
using namespace ogniwo::http;

namespace {

struct Folder {
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "ogniwo-static-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
        write("index.html", "<!doctype html>");
        write("a.js", "export {};");
        write("a.js.br", "pretend brotli");
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path / name, std::ios::binary) << content;
    }
    std::filesystem::path path;
};

std::string hash(const std::string& content) {
    return base64_encode(crypto::sha384(as_bytes(content)), Padding::required);
}

std::string entry(const std::string& path, const std::string& file, const std::string& sha384,
                  const std::string& more = "", const std::string& type = "text/javascript") {
    return "\"" + path + "\":{\"file\":\"" + file + "\",\"sha384\":\"" + sha384 + "\",\"type\":\"" +
           type + "\",\"immutable\":false" + more + "}";
}

const std::string index_entry =
    entry("/", "index.html", hash("<!doctype html>"), "", "text/html; charset=utf-8");

Result<StaticFiles> load(const Folder& folder, const std::string& more,
                         const StaticLimits& limits = {}) {
    return StaticFiles::load(folder.path,
                             "{" + index_entry + (more.empty() ? "" : ",") + more + "}", "/",
                             {"/votes/{id}"}, limits);
}

std::string error_of(const Folder& folder, const std::string& more,
                     const StaticLimits& limits = {}) {
    const auto files = load(folder, more, limits);
    return files ? "none" : std::string(files.error().id());
}

Request asking(const std::string& target, const std::string& accepted = "") {
    Request request;
    request.method = Method::get;
    request.target = *parse_target(target);
    if (!accepted.empty()) {
        request.headers.add("Accept-Encoding", accepted);
    }
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(static_files)

BOOST_AUTO_TEST_CASE(sha384_of_the_standard) {
    // FIPS 180-4 example "abc".
    BOOST_TEST(hex_encode(crypto::sha384(as_bytes("abc"))) ==
               "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
               "8086072ba1e7cc2358baeca134c825a7");
}

BOOST_AUTO_TEST_CASE(refuses_what_does_not_match) {
    const Folder folder;
    const std::string good = hash("export {};");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", good)) == "none");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", hash("export { };"))) == "static.hash");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", "")) == "static.hash");
    BOOST_TEST(error_of(folder, entry("/a.js", "b.js", good)) == "static.file");
    BOOST_TEST(error_of(folder, entry("/a.js", ".", good)) == "static.file");
    BOOST_TEST(error_of(folder, entry("/a.js", "../a.js", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("/a.js", "x/../a.js", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("/a.js", "/etc/passwd", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("a.js", "a.js", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("/x/../a.js", "a.js", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("/a%20.js", "a.js", good)) == "static.manifest");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", good, "", "text/x\\r\\nX-A: b")) ==
               "static.manifest");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", good, ",\"other\":1")) == "json.shape");
    BOOST_TEST(error_of(folder, entry("/a.js", "a.js", good) + "," +
                                    entry("/a.js", "a.js", good)) == "json.duplicate_key");
    const auto no_shell = StaticFiles::load(folder.path, "{}", "/", {});
    BOOST_TEST((no_shell.error() == Error("static.manifest")));
}

BOOST_AUTO_TEST_CASE(limits_at_the_edge) {
    const Folder folder;
    const std::string file = entry("/a.js", "a.js", hash("export {};"));
    StaticLimits limits;
    limits.max_files = 2;
    limits.max_file_bytes = 15; // index.html has 15
    limits.max_total_bytes = 25;
    BOOST_TEST(error_of(folder, file, limits) == "none");
    limits.max_files = 1;
    BOOST_TEST(error_of(folder, file, limits) == "static.manifest");
    limits.max_files = 2;
    limits.max_file_bytes = 14;
    BOOST_TEST(error_of(folder, file, limits) == "static.limit");
    limits.max_file_bytes = 15;
    limits.max_total_bytes = 24;
    BOOST_TEST(error_of(folder, file, limits) == "static.limit");
}

BOOST_AUTO_TEST_CASE(variants_and_pages) {
    const Folder folder;
    const std::string variant =
        ",\"brotli\":{\"file\":\"a.js.br\",\"sha384\":\"" + hash("pretend brotli") + "\"}";
    const auto files = load(folder, entry("/a.js", "a.js", hash("export {};"), variant));
    BOOST_REQUIRE(files.has_value());
    const auto coding = [&](const std::string& accepted) {
        const auto response = files->find(asking("/a.js", accepted));
        return std::string(response->headers.find("Content-Encoding").value_or("none"));
    };
    BOOST_TEST(coding("gzip, br") == "br");
    BOOST_TEST(coding("br;q=0.000, gzip") == "none"); // too small to be compressed here
    BOOST_TEST(coding("bro") == "none");
    BOOST_TEST(coding("") == "none");
    BOOST_TEST(files->find(asking("/votes/1")).has_value());
    BOOST_TEST(!files->find(asking("/votes")).has_value());
    BOOST_TEST(!files->find(asking("/a.js.br")).has_value());
    BOOST_TEST(files->label(*parse_target("/votes/1")) == "page");
    BOOST_TEST(files->label(*parse_target("/a.js")) == "static");
    BOOST_TEST(files->hashes().size() == 2U);
    // What is on the disk later does not matter any more.
    folder.write("a.js", "changed");
    std::filesystem::remove(folder.path / "index.html");
    BOOST_TEST(as_text(body_bytes(files->find(asking("/a.js"))->body)) == "export {};");
    const std::string tampered =
        ",\"brotli\":{\"file\":\"a.js.br\",\"sha384\":\"" + hash("other") + "\"}";
    const Folder fresh;
    BOOST_TEST(error_of(fresh, entry("/a.js", "a.js", hash("export {};"), tampered)) ==
               "static.hash");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_none_shows_the_shell_to_a_browser) {
    const Folder folder;
    const auto files = load(folder, entry("/a.js", "a.js", hash("export {};")));
    BOOST_REQUIRE(files.has_value());
    const auto status = [&](const std::string& path, const std::string& accept, Method method) {
        Request request = asking(path);
        request.method = method;
        request.headers.set("Accept", accept);
        const auto response = files->not_found(request);
        return response ? response->status : 0U;
    };
    const std::string browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    BOOST_TEST(status("/nothing/here", browser, Method::get) == 404U);
    BOOST_TEST(status("/nothing", "application/json", Method::get) == 0U);
    BOOST_TEST(status("/nothing", browser, Method::post) == 0U);
    BOOST_TEST(status("/api/nothing", browser, Method::get) == 0U);
    BOOST_TEST(status("/tlog/nothing", browser, Method::get) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
