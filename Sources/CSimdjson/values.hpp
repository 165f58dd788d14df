#ifndef TOCSIN_CSIMDJSON_VALUES_HPP
#define TOCSIN_CSIMDJSON_VALUES_HPP

// Reading values, members and arrays of objects; shared by the entry files.
//
// Nothing here may throw: Swift cannot catch it. simdjson is built without exceptions, containers are grown under a
// guard.
#define SIMDJSON_EXCEPTIONS 0
#include "csimdjson.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <string_view>
#include <vector>

struct csimdjson_reader {
    simdjson::ondemand::parser parser;
    /// The text, followed by the padding that simdjson may read beyond it.
    std::vector<char> buffer;
    size_t length = 0;
    std::vector<csimdjson_member> members;
    /// Members of an object in the plain form.
    static constexpr uint32_t plain_limit = 32;
    csimdjson_member plain_members[plain_limit];
};

namespace csimdjson {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

inline int32_t status_of(error_code error) {
    switch (error) {
    case simdjson::SUCCESS: return CSIMDJSON_OK;
    case simdjson::EMPTY: return CSIMDJSON_EMPTY;
    case simdjson::UTF8_ERROR: return CSIMDJSON_NOT_UTF8;
    case simdjson::MEMALLOC: return CSIMDJSON_MEMORY;
    case simdjson::DEPTH_ERROR: return CSIMDJSON_TOO_DEEP;
    case simdjson::NUMBER_ERROR: return CSIMDJSON_NUMBER;
    case simdjson::UNCLOSED_STRING:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return CSIMDJSON_UNFINISHED;
    default: return CSIMDJSON_NOT_JSON;
    }
}

/// Copies the text into the padded buffer. False where memory is short.
inline bool load(csimdjson_reader &reader, const void *bytes, size_t length) {
    size_t needed = length + simdjson::SIMDJSON_PADDING;
    if (reader.buffer.size() < needed) {
        try {
            reader.buffer.resize(needed * 2);
        } catch (const std::bad_alloc &) {
            return false;
        }
    }
    if (length > 0) std::memcpy(reader.buffer.data(), bytes, length);
    reader.length = length;
    // Stale bytes of an earlier, longer text must not look like its continuation.
    std::memset(reader.buffer.data() + length, 0, simdjson::SIMDJSON_PADDING);
    return true;
}

inline const uint8_t *bytes_of(std::string_view text) { return reinterpret_cast<const uint8_t *>(text.data()); }

inline std::string_view trimmed(std::string_view token) {
    size_t length = token.size();
    while (length > 0) {
        char last = token[length - 1];
        if (last != ' ' && last != '\t' && last != '\n' && last != '\r') break;
        length--;
    }
    return token.substr(0, length);
}

inline error_code check_null(ondemand::value &value) {
    bool null = false;
    if (auto error = value.is_null().get(null)) return error;
    return null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
}

/// Whether anything follows the top-level value.
inline bool goes_on(ondemand::document &text) {
    const char *location;
    return text.current_location().get(location) == simdjson::SUCCESS;
}

/// The bytes between the quotes. Where nothing is escaped, as nearly always, they stand in the text itself and need no
/// copy; the first pass has already checked that they are UTF-8, closed and without control characters.
inline error_code string_bytes(ondemand::value &value, std::string_view &text) {
    std::string_view token = value.raw_json_token();
    const char *start = token.data() + 1;
    if (const void *end = token.empty() ? nullptr : std::memchr(start, '"', token.size() - 1)) {
        size_t length = size_t(static_cast<const char *>(end) - start);
        if (std::memchr(start, '\\', length) == nullptr) {
            text = std::string_view(start, length);
            return simdjson::SUCCESS;
        }
    }
    return value.get_string().get(text);
}

/// The same for a member's name. A name is always followed by a structural character, so the scan ends.
inline error_code name_bytes(ondemand::field &field, std::string_view &text) {
    const char *start = field.key().raw();
    const char *end = start;
    while (*end != '"' && *end != '\\') end++;
    if (*end == '"') {
        text = std::string_view(start, size_t(end - start));
        return simdjson::SUCCESS;
    }
    return field.unescaped_key().get(text);
}

/// Powers of ten that a double holds exactly.
constexpr double exact_powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Reads eight digits at once (Lemire 2021, "Number parsing at a gigabyte per second", section 6): pairs, then fours, then
/// all. False where one of the eight characters is no digit.
inline bool read_eight_digits(const char *at, uint64_t &number) {
    uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if (((word & 0xF0F0F0F0F0F0F0F0) | (((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) != 0x3333333333333333)
        return false;
    word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
    number = (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
    return true;
}

/// Reads a plain decimal number: at most 19 digits and no exponent. Up to 15 digits, mantissa and power of ten are exact
/// doubles, so that one division rounds correctly (Clinger 1990). False where it is anything else; then simdjson reads it.
///
/// \param at the number's first character, then what follows it. A byte that belongs to no number must follow.
inline bool read_decimal(const char *&at, csimdjson_member &member) {
    const char *start = at;
    const char *next = at;
    bool negative = *next == '-';
    if (negative) next++;
    const char *first = next;
    // More than 19 digits wrap round, and are refused below.
    uint64_t mantissa = 0;
    uint64_t eight;
    if (read_eight_digits(next, eight)) {
        mantissa = eight;
        next += 8;
    }
    unsigned digit;
    while ((digit = unsigned(*next - '0')) < 10) {
        mantissa = mantissa * 10 + digit;
        next++;
    }
    auto digits = size_t(next - first);
    if (digits == 0 || (digits > 1 && *first == '0')) return false;
    size_t fraction = 0;
    if (*next == '.') {
        const char *point = next++;
        while ((digit = unsigned(*next - '0')) < 10) {
            mantissa = mantissa * 10 + digit;
            next++;
        }
        fraction = size_t(next - point - 1);
        if (fraction == 0) return false;
        digits += fraction;
    }
    if (digits > 19 || *next == 'e' || *next == 'E') return false;
    if (digits <= 15) {
        double value = fraction == 0 ? double(mantissa) : double(mantissa) / exact_powers[fraction];
        member.number = negative ? -value : value;
    } else if (std::from_chars(start, next, member.number).ec != std::errc()) {
        return false;
    }
    member.word = mantissa;
    member.fraction_digits = negative ? uint32_t(CSIMDJSON_NOT_DECIMAL) : uint32_t(fraction);
    at = next;
    return true;
}

/// A name of at most 4 bytes as one word, its first byte the lowest; all bits set for longer ones.
inline uint32_t short_name(const uint8_t *name, uint32_t length) {
    if (length > 4) return UINT32_MAX;
    uint32_t word = 0;
    std::memcpy(&word, name, length);
    return word;
}

/// Nothing known yet.
constexpr csimdjson_known none_known = {-1, -1, -1, -1, -1, 0, 0};

/// Notes a member of a single object, if it means something.
inline void note(csimdjson_known &known, uint32_t name, int32_t position) {
    int32_t *place;
    switch (name) {
    case 't': place = &known.time; break;
    case 'v': place = &known.value; break;
    case 'u': place = &known.unit; break;
    case 'q': place = &known.quality; break;
    case 'i' | 'd' << 8: place = &known.id; break;
    default: known.others++; return;
    }
    if (*place >= 0) known.repeated = 1;
    *place = position;
}

/// Of the members that were read of a single object.
inline csimdjson_known known_members(const csimdjson_reader &reader) {
    csimdjson_known known = none_known;
    for (size_t position = 0; position < reader.members.size(); position++)
        note(known, reader.members[position].short_name, int32_t(position));
    return known;
}

/// A counter that a device prints with leading zeros. JSON has no such number, and guessing would make one of `010`: it
/// is kept as the text that it is, so that a message is not lost for a member that nobody reads. Members that mean
/// something have names of one or two letters, and stay strict.
inline bool is_zero_padded(std::string_view token) {
    if (token.size() < 2 || token[0] != '0') return false;
    for (char character : token)
        if (unsigned(character - '0') >= 10) return false;
    return true;
}

/// On-Demand skips what nobody asks for without checking it; this asks for everything, so that a text is accepted only
/// when all of it is JSON. Recursion is bounded by `depth`.
inline error_code check_nested(ondemand::value value, uint32_t depth) {
    if (depth == 0) return simdjson::DEPTH_ERROR;
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::array: {
        ondemand::array array;
        if (auto error = value.get_array().get(array)) return error;
        for (auto element : array) {
            ondemand::value inner;
            if (auto error = std::move(element).get(inner)) return error;
            if (auto error = check_nested(inner, depth - 1)) return error;
        }
        return simdjson::SUCCESS;
    }
    case ondemand::json_type::object: {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        for (auto member : object) {
            ondemand::field field;
            if (auto error = std::move(member).get(field)) return error;
            std::string_view name;
            if (auto error = field.unescaped_key().get(name)) return error;
            if (auto error = check_nested(field.value(), depth - 1)) return error;
        }
        return simdjson::SUCCESS;
    }
    case ondemand::json_type::string: {
        std::string_view text;
        return value.get_string().get(text);
    }
    case ondemand::json_type::number: {
        double number;
        return value.get_double().get(number);
    }
    case ondemand::json_type::boolean: {
        bool truth;
        return value.get_bool().get(truth);
    }
    case ondemand::json_type::null:
        return check_null(value);
    }
    return simdjson::TAPE_ERROR;
}

inline error_code read_value(ondemand::value value, csimdjson_member &member, uint32_t depth) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::number: {
        auto token = trimmed(value.raw_json_token());
        member.kind = CSIMDJSON_NUMBER_VALUE;
        member.text = bytes_of(token);
        member.text_length = uint32_t(token.size());
        member.fraction_digits = CSIMDJSON_NOT_DECIMAL;
        const char *at = token.data();
        if (read_decimal(at, member) && at == token.data() + token.size()) return simdjson::SUCCESS;
        member.fraction_digits = CSIMDJSON_NOT_DECIMAL;
        if (member.name_length > 2 && is_zero_padded(token)) {
            member.kind = CSIMDJSON_STRING;
            std::memcpy(&member.word, token.data(), std::min(token.size(), sizeof member.word));
            return simdjson::SUCCESS;
        }
        return value.get_double().get(member.number);
    }
    case ondemand::json_type::string: {
        std::string_view text;
        if (auto error = string_bytes(value, text)) return error;
        member.kind = CSIMDJSON_STRING;
        member.text = bytes_of(text);
        member.text_length = uint32_t(text.size());
        std::memcpy(&member.word, text.data(), std::min(text.size(), sizeof member.word));
        return simdjson::SUCCESS;
    }
    case ondemand::json_type::boolean: {
        bool truth;
        if (auto error = value.get_bool().get(truth)) return error;
        member.kind = truth ? CSIMDJSON_TRUE : CSIMDJSON_FALSE;
        return simdjson::SUCCESS;
    }
    case ondemand::json_type::null:
        member.kind = CSIMDJSON_NULL;
        return check_null(value);
    case ondemand::json_type::array:
    case ondemand::json_type::object:
        member.kind = CSIMDJSON_NESTED;
        return check_nested(value, depth);
    }
    return simdjson::TAPE_ERROR;
}

inline int32_t read_members(
    csimdjson_reader &reader, ondemand::object object, uint32_t record, const csimdjson_limits &limits) {
    for (auto entry : object) {
        ondemand::field field;
        if (auto error = std::move(entry).get(field)) return status_of(error);
        if (reader.members.size() >= limits.maximum_members) return CSIMDJSON_TOO_MANY_MEMBERS;
        csimdjson_member member{};
        std::string_view name;
        if (auto error = name_bytes(field, name)) return status_of(error);
        member.name = bytes_of(name);
        member.name_length = uint32_t(name.size());
        member.short_name = short_name(member.name, member.name_length);
        member.record = record;
        if (auto error = read_value(field.value(), member, limits.maximum_depth)) return status_of(error);
        try {
            reader.members.push_back(member);
        } catch (const std::bad_alloc &) {
            return CSIMDJSON_MEMORY;
        }
    }
    return CSIMDJSON_OK;
}

inline int32_t read_array(
    csimdjson_reader &reader, ondemand::array array, const csimdjson_limits &limits, csimdjson_document &document) {
    uint32_t record = 0;
    for (auto element : array) {
        if (record >= limits.maximum_records) return CSIMDJSON_TOO_MANY_RECORDS;
        ondemand::value value;
        if (auto error = std::move(element).get(value)) return status_of(error);
        ondemand::json_type type;
        if (auto error = value.type().get(type)) return status_of(error);
        if (type != ondemand::json_type::object) return CSIMDJSON_NOT_AN_OBJECT;
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return status_of(error);
        if (int32_t status = read_members(reader, object, record, limits)) return status;
        record++;
    }
    document.record_count = record;
    document.is_array = 1;
    return CSIMDJSON_OK;
}

}  // namespace csimdjson

#endif
