#include "tests/support/test_certificate.hpp"

#include <cstdlib>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace kefu::tests {

namespace {

struct freed {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};

std::string text_of(BIO* bio) {
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

void add_names(X509* certificate, const char* names) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, names);
    if (extension == nullptr) std::abort();
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

test_certificate make_test_certificate(
    std::int64_t from_s, std::int64_t until_s, const char* names
) {
    const std::unique_ptr<EVP_PKEY, freed> key(EVP_EC_gen("P-256"));
    const std::unique_ptr<X509, freed> made(X509_new());
    if (!key || !made) std::abort();
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_set_version(made.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), from_s);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), until_s);
    auto* const name = X509_get_subject_name(made.get());
    const auto* const host = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), key.get());
    if (names != nullptr) add_names(made.get(), names);
    if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) std::abort();
    const std::unique_ptr<BIO, freed> certificate_pem(BIO_new(BIO_s_mem()));
    const std::unique_ptr<BIO, freed> key_pem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificate_pem.get(), made.get());
    PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {text_of(certificate_pem.get()), text_of(key_pem.get())};
}

} // namespace kefu::tests
