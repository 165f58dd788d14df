#ifndef TOCSIN_CSIMDJSON_H
#define TOCSIN_CSIMDJSON_H

// JSON as sensors write it, through simdjson's On-Demand parser (Debian libsimdjson-dev 3.0.1).
//
// A reader owns one parser, one padded buffer and one table of members, all reused: once warm, reading allocates
// nothing. What it returns points into its own buffers and lives until its next read. A reader belongs to one thread.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csimdjson_reader csimdjson_reader;

/// Why a text was not read; 0 is success.
enum {
    CSIMDJSON_OK = 0,
    CSIMDJSON_EMPTY = 1,
    CSIMDJSON_NOT_UTF8 = 2,
    CSIMDJSON_NOT_JSON = 3,
    CSIMDJSON_UNFINISHED = 4,
    CSIMDJSON_TOO_DEEP = 5,
    /// A number that is no JSON number, or too large for a 64-bit floating-point number.
    CSIMDJSON_NUMBER = 6,
    CSIMDJSON_TOO_MANY_MEMBERS = 7,
    CSIMDJSON_TOO_MANY_RECORDS = 8,
    /// Neither an object nor an array of objects.
    CSIMDJSON_NOT_AN_OBJECT = 9,
    CSIMDJSON_MEMORY = 10,
};

/// What a member's value is.
enum {
    CSIMDJSON_NULL = 0,
    CSIMDJSON_FALSE = 1,
    CSIMDJSON_TRUE = 2,
    CSIMDJSON_NUMBER_VALUE = 3,
    CSIMDJSON_STRING = 4,
    /// An object or array: checked, but not kept (`text` is empty) unless it is a line's payload.
    CSIMDJSON_NESTED = 5,
};

/// One member of a top-level object, or of an object in a top-level array.
typedef struct {
    /// Name, unescaped.
    const uint8_t *name;
    /// A string's unescaped bytes or a number's characters as written.
    const uint8_t *text;
    /// A number's value, correctly rounded; else 0.
    double number;
    /// A decimal number's digits as one number; a string's first 8 bytes as one, the first byte the lowest.
    uint64_t word;
    /// How many of a decimal number's digits stand after the point; `CSIMDJSON_NOT_DECIMAL` for a negative number, one of
    /// more than 19 digits or with an exponent.
    uint32_t fraction_digits;
    uint32_t name_length;
    uint32_t text_length;
    /// The name as one word, its first byte the lowest, for names of at most 4 bytes; all bits set for longer ones.
    uint32_t short_name;
    /// Which object of the array it belongs to; 0 in a single object.
    uint32_t record;
    uint32_t kind;
} csimdjson_member;

enum { CSIMDJSON_NOT_DECIMAL = 255 };

/// Where the members stand that mean something in a single object; −1 where one is missing.
typedef struct {
    int32_t time, value, unit, quality, id;
    /// Members besides these five.
    uint32_t others;
    /// 1 where one of the five is there twice.
    uint32_t repeated;
} csimdjson_known;

typedef struct {
    const csimdjson_member *members;
    uint32_t member_count;
    uint32_t record_count;
    /// 1 where the top level is an array.
    uint32_t is_array;
    /// Of a single object.
    csimdjson_known known;
} csimdjson_document;

/// What can be refused for its size.
typedef struct {
    uint32_t maximum_depth;
    uint32_t maximum_members;
    uint32_t maximum_records;
} csimdjson_limits;

/// NULL where memory is short.
csimdjson_reader *csimdjson_create(void);
void csimdjson_destroy(csimdjson_reader *reader);

/// Keeps a text without reading it, so that `csimdjson_text` finds it. Returns a status.
int32_t csimdjson_keep(csimdjson_reader *reader, const void *bytes, size_t length);

/// The text that was read or kept last.
const uint8_t *csimdjson_text(const csimdjson_reader *reader, size_t *length);

/// Reads a whole object or array of objects. Every nested value is checked down to `maximum_depth`.
///
/// Returns a status; `*document` is set only on success.
int32_t csimdjson_read(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits,
    csimdjson_document *document);

/// The same by simdjson alone, without first trying whether the text is plain (`plain.hpp`): for tests that compare.
int32_t csimdjson_read_general(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits,
    csimdjson_document *document);

/// A line of a recording, as `mosquitto_sub -F '%J'` or `'%j'` writes it.
typedef struct {
    const uint8_t *stamp;
    const uint8_t *topic;
    const uint8_t *payload;
    uint32_t stamp_length;
    uint32_t topic_length;
    uint32_t payload_length;
    /// Bits of the members that were there: 1 tst, 2 topic, 4 qos, 8 retain, 16 payload.
    uint32_t present;
    /// −1 where it is no whole number.
    int32_t qos;
    int32_t retain;
} csimdjson_line;

/// Reads a recording's line. The payload is the JSON text of an object, array, number or boolean as written, a string's
/// unescaped bytes, or nothing for null.
int32_t csimdjson_read_line(csimdjson_reader *reader, const void *bytes, size_t length, csimdjson_line *line);

/// Reads a recording's line and the members of its payload in one go, where the payload is an object or an array of
/// objects. For any other payload, and for one that cannot be read, a status: then `csimdjson_read_line` tells more.
int32_t csimdjson_read_message(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document);

/// The same by simdjson alone: for tests that compare.
int32_t csimdjson_read_message_general(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document);

#ifdef __cplusplus
}
#endif

#endif
