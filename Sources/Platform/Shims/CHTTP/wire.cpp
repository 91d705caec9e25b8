#include "wire.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <stdexcept>

namespace quarry {

class Certificates {
   public:
    net::ssl::context context{net::ssl::context::tls_server};
};

namespace {

void check(const error_code &error, const char *what, const char *path) {
    if (error) throw std::runtime_error(std::string(what) + " " + path + ": " + error.message());
}

}  // namespace

std::shared_ptr<Certificates> load_certificates(const quarry_http_options_t &options) {
    if (options.certificate == nullptr) return nullptr;
    auto out = std::make_shared<Certificates>();
    net::ssl::context &context = out->context;
    SSL_CTX *raw = context.native_handle();
    ERR_clear_error();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
    // Without resumption a certificate that was taken back is refused at the next connection.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 0);
    SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    error_code error;
    context.use_certificate_chain_file(options.certificate, error);
    check(error, "cannot use the certificate", options.certificate);
    context.use_private_key_file(options.private_key, net::ssl::context::pem, error);
    check(error, "cannot use the private key", options.private_key);
    if (options.client_authorities != nullptr) {
        context.load_verify_file(options.client_authorities, error);
        check(error, "cannot use the authorities", options.client_authorities);
        STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(options.client_authorities);
        if (names != nullptr) SSL_CTX_set_client_CA_list(raw, names);
        const int required = options.requires_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
        SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | required, nullptr);
    }
    return out;
}

struct Wire::TLS {
    net::ssl::stream<Socket &> stream;
    TLS(Socket &socket, Certificates &certificates) : stream(socket, certificates.context) {}
};

Wire::Wire(Socket socket, std::shared_ptr<Certificates> certificates, std::unique_ptr<Place> place)
    : place_(std::move(place)), socket_(std::move(socket)), certificates_(std::move(certificates)) {
    if (certificates_) tls_ = std::make_unique<TLS>(socket_, *certificates_);
}

Wire::~Wire() = default;

std::string Wire::peer() const {
    error_code error;
    const auto end = socket_.remote_endpoint(error);
    if (error) return "";
    const std::string address = end.address().to_string();
    return (end.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(end.port());
}

std::string Wire::subject() const {
    if (!tls_) return "";
    SSL *ssl = tls_->stream.native_handle();
    if (SSL_get_verify_result(ssl) != X509_V_OK) return "";
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    if (certificate == nullptr) return "";
    std::string out;
    if (BIO *memory = BIO_new(BIO_s_mem())) {
        X509_NAME_print_ex(memory, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
        char *bytes = nullptr;
        const long count = BIO_get_mem_data(memory, &bytes);
        if (count > 0) out.assign(bytes, static_cast<std::size_t>(count));
        BIO_free(memory);
    }
    X509_free(certificate);
    return out;
}

void Wire::handshake(std::function<void(error_code)> done) {
    tls_->stream.async_handshake(net::ssl::stream_base::server, std::move(done));
}

void Wire::finish(std::function<void(error_code)> done) {
    if (tls_) {
        tls_->stream.async_shutdown([this, done = std::move(done)](error_code error) {
            error_code ignored;
            socket_.shutdown(Socket::shutdown_send, ignored);
            done(error);
        });
        return;
    }
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    net::post(socket_.get_executor(), [done = std::move(done), error] { done(error); });
}

void Wire::read_raw(net::mutable_buffer buffer, std::function<void(error_code, std::size_t)> done) {
    socket_.async_read_some(buffer, std::move(done));
}

void Wire::close() {
    error_code ignored;
    socket_.close(ignored);
}

void Wire::read(net::mutable_buffer buffer, Done done) {
    if (tls_) {
        tls_->stream.async_read_some(buffer, std::move(done));
    } else {
        socket_.async_read_some(buffer, std::move(done));
    }
}

void Wire::write(std::vector<net::const_buffer> buffers, Done done) {
    if (!tls_) {
        socket_.async_write_some(buffers, std::move(done));
        return;
    }
    if (buffers.size() > 1 && buffers.front().size() < 4096) {
        // One record for a small head and what follows, not one for each.
        record_.clear();
        for (const net::const_buffer &one : buffers) {
            const char *bytes = static_cast<const char *>(one.data());
            const std::size_t room = 16384 - record_.size();
            record_.insert(record_.end(), bytes, bytes + std::min(room, one.size()));
        }
        tls_->stream.async_write_some(net::buffer(record_), std::move(done));
        return;
    }
    const net::const_buffer first = buffers.empty() ? net::const_buffer() : buffers.front();
    tls_->stream.async_write_some(first, std::move(done));
}

void beast_close_socket(Wire &wire) {
    wire.close();
}

}  // namespace quarry
