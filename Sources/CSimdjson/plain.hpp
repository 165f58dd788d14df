#ifndef TOCSIN_CSIMDJSON_PLAIN_HPP
#define TOCSIN_CSIMDJSON_PLAIN_HPP

// The plain form, in one pass: objects whose members are strings without escapes, decimal numbers of at most 19 digits
// and no exponent, or `true`, `false`, `null`. Nearly all that sensors send is of this form, and is too short for
// simdjson's two passes to pay. Whatever is not plain, well-formed or not, is left to simdjson, which alone says what is
// wrong with a text.
//
// Everything here reads a text of `load`: zeros follow it, so that no scan needs to ask where it ends.
#include "values.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace csimdjson::plain {

inline const char *after_space(const char *at) {
    if (uint8_t(*at) > ' ') return at;
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') at++;
    return at;
}

/// Length of a UTF-8 character of two bytes or more (RFC 3629); 0 where there is none.
inline size_t character_length(const char *at) {
    auto byte = [at](size_t position) { return uint8_t(at[position]); };
    auto goes_on = [byte](size_t position) { return (byte(position) & 0xC0) == 0x80; };
    uint8_t first = byte(0);
    if (first >= 0xC2 && first <= 0xDF) return goes_on(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        uint8_t lowest = first == 0xE0 ? 0xA0 : 0x80;
        uint8_t highest = first == 0xED ? 0x9F : 0xBF;
        return byte(1) >= lowest && byte(1) <= highest && goes_on(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        uint8_t lowest = first == 0xF0 ? 0x90 : 0x80;
        uint8_t highest = first == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= lowest && byte(1) <= highest && goes_on(2) && goes_on(3) ? 4 : 0;
    }
    return 0;
}

/// The closing quote of the string whose first byte is at `at`; null where it is not plain.
inline const char *string_end(const char *at) {
    for (;;) {
#if defined(__SSE2__)
        // Compared as signed bytes, control characters and all of what is not ASCII lie below the space.
        __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
        __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        __m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
        auto stops = unsigned(_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quotes, escapes))));
        if (stops == 0) {
            at += sizeof bytes;
            continue;
        }
        at += __builtin_ctz(stops);
#else
        while (static_cast<signed char>(*at) >= 0x20 && *at != '"' && *at != '\\') at++;
#endif
        if (*at == '"') return at;
        size_t length = character_length(at);
        if (length == 0) return nullptr;
        at += length;
    }
}

/// Reads a string's bytes; `at` is its opening quote, then what follows it. False where it is not plain.
inline bool read_string(const char *&at, const uint8_t *&text, uint32_t &length) {
    if (*at != '"') return false;
    const char *end = string_end(at + 1);
    if (end == nullptr) return false;
    text = reinterpret_cast<const uint8_t *>(at + 1);
    length = uint32_t(end - (at + 1));
    at = end + 1;
    return true;
}

/// Reads `"name":` up to the value. False where it is not plain.
inline bool read_name(const char *&at, const uint8_t *&name, uint32_t &length) {
    // Sensors spare their names: most have one letter.
    if (at[0] == '"' && at[2] == '"' && static_cast<signed char>(at[1]) >= 0x20 && at[1] != '\\' && at[1] != '"') {
        name = reinterpret_cast<const uint8_t *>(at + 1);
        length = 1;
        at += 3;
    } else if (!read_string(at, name, length)) {
        return false;
    }
    at = after_space(at);
    if (*at != ':') return false;
    at = after_space(at + 1);
    return true;
}

/// What `short_name` gives. What lies beyond a shorter name belongs to the buffer, and is cut off.
inline uint32_t short_name_in_buffer(const uint8_t *name, uint32_t length) {
    if (length > 4) return UINT32_MAX;
    uint32_t word;
    std::memcpy(&word, name, sizeof word);
    return uint32_t(word & ((uint64_t(1) << 8 * length) - 1));
}

inline bool read_literal(const char *&at, const char *word, size_t length) {
    if (std::memcmp(at, word, length) != 0) return false;
    at += length;
    return true;
}

/// Reads a value that is plain into a member, all but its name.
inline bool read_value(const char *&at, csimdjson_member &member) {
    member.fraction_digits = 0;
    if (unsigned(*at - '0') < 10 || *at == '-') {
        const char *start = at;
        if (!read_decimal(at, member)) return false;
        member.kind = CSIMDJSON_NUMBER_VALUE;
        member.text = reinterpret_cast<const uint8_t *>(start);
        member.text_length = uint32_t(at - start);
        return true;
    }
    member.number = 0;
    if (*at == '"') {
        member.kind = CSIMDJSON_STRING;
        if (!read_string(at, member.text, member.text_length)) return false;
        // What lies beyond a shorter text belongs to the buffer, and is cut off.
        std::memcpy(&member.word, member.text, sizeof member.word);
        if (member.text_length < 8) member.word &= (uint64_t(1) << 8 * member.text_length) - 1;
        return true;
    }
    member.text = nullptr;
    member.text_length = 0;
    member.word = 0;
    switch (*at) {
    case 't':
        member.kind = CSIMDJSON_TRUE;
        return read_literal(at, "true", 4);
    case 'f':
        member.kind = CSIMDJSON_FALSE;
        return read_literal(at, "false", 5);
    case 'n':
        member.kind = CSIMDJSON_NULL;
        return read_literal(at, "null", 4);
    default: return false;
    }
}

/// Reads an object into the reader's plain members; `at` is its brace, then what follows it. False where it is not
/// plain, or has more members than there is room or permission for.
inline bool read_object(
    csimdjson_reader &reader, const char *&at, const csimdjson_limits &limits, csimdjson_document &document) {
    if (*at != '{') return false;
    uint32_t room = std::min(csimdjson_reader::plain_limit, limits.maximum_members);
    uint32_t count = 0;
    csimdjson_known known = none_known;
    const char *next = at;
    do {
        if (count == room) return false;
        csimdjson_member &member = reader.plain_members[count];
        next = after_space(next + 1);
        if (!read_name(next, member.name, member.name_length)) return false;
        member.short_name = short_name_in_buffer(member.name, member.name_length);
        member.record = 0;
        if (!read_value(next, member)) return false;
        note(known, member.short_name, int32_t(count));
        count++;
        next = after_space(next);
    } while (*next == ',');
    if (*next != '}') return false;
    at = next + 1;
    document.members = reader.plain_members;
    document.member_count = count;
    document.record_count = 1;
    document.is_array = 0;
    document.known = known;
    return true;
}

/// Whether nothing but space follows.
inline bool is_end(const csimdjson_reader &reader, const char *at) {
    return after_space(at) == reader.buffer.data() + reader.length;
}

}  // namespace csimdjson::plain

#endif
