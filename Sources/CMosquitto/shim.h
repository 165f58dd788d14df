#ifndef TOCSIN_CMOSQUITTO_SHIM_H
#define TOCSIN_CMOSQUITTO_SHIM_H

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// `mosquitto_ssl_get` returns `void *` and OpenSSL's `SSL` is an incomplete type, so Swift cannot join the two.
// Bytes that OpenSSL has decrypted but libmosquitto has not read: `poll` does not see them.
static inline int tocsin_tls_pending(struct mosquitto *mosq) {
    SSL *ssl = (SSL *)mosquitto_ssl_get(mosq);
    return ssl == NULL ? 0 : SSL_pending(ssl);
}

// True while a TLS handshake is under way. `SSL_in_init` is a function only since OpenSSL 1.1; a macro before.
static inline bool tocsin_tls_handshaking(struct mosquitto *mosq) {
    SSL *ssl = (SSL *)mosquitto_ssl_get(mosq);
    return ssl != NULL && SSL_in_init(ssl);
}

// `errno` is a macro that Swift cannot call between two C calls without something else running in between. libmosquitto
// says only through it whether the socket had nothing more to read.
static inline int tocsin_loop_read(struct mosquitto *mosq, bool *would_block) {
    errno = 0;
    int result = mosquitto_loop_read(mosq, 1);
    *would_block = errno == EAGAIN || errno == EWOULDBLOCK;
    return result;
}

// The same for writing: `want_write` alone does not tell a full socket from packets that are left.
static inline int tocsin_loop_write(struct mosquitto *mosq, bool *would_block) {
    errno = 0;
    int result = mosquitto_loop_write(mosq, 1);
    *would_block = errno == EAGAIN || errno == EWOULDBLOCK;
    return result;
}

// To be called last in a message callback: makes `mosquitto_loop_read` return after this packet. Over TLS it would go
// on for as long as decrypted bytes are pending, whatever the caller's bound is. It looks at `errno` after each packet.
static inline void tocsin_end_read(void) {
    errno = EAGAIN;
}

// Connects and keeps `errno` of the attempt, which Swift could not read reliably after the call.
static inline int tocsin_connect(
    struct mosquitto *mosq, const char *host, int port, int keep_alive_seconds, const mosquitto_property *properties,
    int *error_number
) {
    errno = 0;
    int result = mosquitto_connect_bind_v5(mosq, host, port, keep_alive_seconds, NULL, properties);
    *error_number = errno;
    return result;
}

// Swift's Glibc module does not contain sys/eventfd.h.
static inline int tocsin_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// Holds back small segments while many 4-byte PUBACKs are written one call each (libmosquitto has no gathering write);
// `setsockopt` needs a pointer to a C int and the Linux constant `TCP_CORK`.
static inline void tocsin_cork(int socket, int on) {
    (void)setsockopt(socket, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
}

#endif
