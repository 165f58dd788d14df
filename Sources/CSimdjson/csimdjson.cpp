// Nothing here may throw: Swift cannot catch it. simdjson is built without exceptions, containers are grown under a
// guard.
#define SIMDJSON_EXCEPTIONS 0
#include "csimdjson.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

struct csimdjson_reader {
    ondemand::parser parser;
    /// The text, followed by the padding that simdjson may read beyond it.
    std::vector<char> buffer;
    size_t length = 0;
    std::vector<csimdjson_member> members;
};

namespace {

int32_t status_of(error_code error) {
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
bool load(csimdjson_reader &reader, const void *bytes, size_t length) {
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

const uint8_t *bytes_of(std::string_view text) { return reinterpret_cast<const uint8_t *>(text.data()); }

std::string_view trimmed(std::string_view token) {
    size_t length = token.size();
    while (length > 0) {
        char last = token[length - 1];
        if (last != ' ' && last != '\t' && last != '\n' && last != '\r') break;
        length--;
    }
    return token.substr(0, length);
}

error_code check_null(ondemand::value &value) {
    bool null = false;
    if (auto error = value.is_null().get(null)) return error;
    return null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
}

/// Whether anything follows the top-level value.
bool goes_on(ondemand::document &text) {
    const char *location;
    return text.current_location().get(location) == simdjson::SUCCESS;
}

/// The bytes between the quotes. Where nothing is escaped, as nearly always, they stand in the text itself and need no
/// copy; the first pass has already checked that they are UTF-8, closed and without control characters.
error_code string_bytes(ondemand::value &value, std::string_view &text) {
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
error_code name_bytes(ondemand::field &field, std::string_view &text) {
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

/// A plain decimal number of at most 15 digits: mantissa and power of ten are exact doubles, so one division rounds
/// correctly (Clinger 1990). False where it is anything else; then simdjson reads it.
bool plain_number(std::string_view token, double &number) {
    size_t position = 0;
    bool negative = !token.empty() && token[0] == '-';
    if (negative) position = 1;
    size_t first = position;
    uint64_t mantissa = 0;
    while (position < token.size() && unsigned(token[position] - '0') < 10)
        mantissa = mantissa * 10 + unsigned(token[position++] - '0');
    size_t whole = position - first;
    if (whole == 0 || whole > 15 || (whole > 1 && token[first] == '0')) return false;
    size_t fraction = 0;
    if (position < token.size() && token[position] == '.') {
        size_t point = position++;
        // 15 digits in all, so that the mantissa cannot overflow on the way.
        while (position < token.size() && position - point <= 15 && unsigned(token[position] - '0') < 10)
            mantissa = mantissa * 10 + unsigned(token[position++] - '0');
        fraction = position - point - 1;
        if (fraction == 0 || whole + fraction > 15) return false;
    }
    if (position != token.size()) return false;
    double value = double(mantissa) / exact_powers[fraction];
    number = negative ? -value : value;
    return true;
}

/// On-Demand skips what nobody asks for without checking it; this asks for everything, so that a text is accepted only
/// when all of it is JSON. Recursion is bounded by `depth`.
error_code check_nested(ondemand::value value, uint32_t depth) {
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

error_code read_value(ondemand::value value, csimdjson_member &member, uint32_t depth) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    switch (type) {
    case ondemand::json_type::number: {
        auto token = trimmed(value.raw_json_token());
        member.kind = CSIMDJSON_NUMBER_VALUE;
        member.text = bytes_of(token);
        member.text_length = uint32_t(token.size());
        if (plain_number(token, member.number)) return simdjson::SUCCESS;
        return value.get_double().get(member.number);
    }
    case ondemand::json_type::string: {
        std::string_view text;
        if (auto error = string_bytes(value, text)) return error;
        member.kind = CSIMDJSON_STRING;
        member.text = bytes_of(text);
        member.text_length = uint32_t(text.size());
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

int32_t read_members(
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

int32_t read_array(
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

int32_t whole_number(ondemand::value value) {
    std::string_view token = value.raw_json_token();
    if (token.size() == 1 && unsigned(token[0] - '0') < 10) return token[0] - '0';
    int64_t number;
    if (value.get_int64().get(number) || number < 0 || number > INT32_MAX) return -1;
    return int32_t(number);
}

error_code read_payload(ondemand::value value, csimdjson_line &line) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    std::string_view text;
    switch (type) {
    case ondemand::json_type::string:
        if (auto error = string_bytes(value, text)) return error;
        break;
    case ondemand::json_type::object: {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return error;
        if (auto error = object.raw_json().get(text)) return error;
        text = trimmed(text);
        break;
    }
    case ondemand::json_type::array: {
        ondemand::array array;
        if (auto error = value.get_array().get(array)) return error;
        if (auto error = array.raw_json().get(text)) return error;
        text = trimmed(text);
        break;
    }
    case ondemand::json_type::number:
    case ondemand::json_type::boolean:
        text = trimmed(value.raw_json_token());
        break;
    case ondemand::json_type::null:
        break;
    }
    line.payload = bytes_of(text);
    line.payload_length = uint32_t(text.size());
    return simdjson::SUCCESS;
}

/// Reads a member of a line. `*is_payload` tells that it is the payload, which is left to the caller.
error_code read_line_member(ondemand::field &field, csimdjson_line &line, bool &is_payload) {
    std::string_view name;
    if (auto error = name_bytes(field, name)) return error;
    ondemand::value value = field.value();
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    std::string_view text;
    is_payload = false;
    if (name == "payload") {
        is_payload = true;
    } else if (name == "tst" || name == "topic") {
        if (type != ondemand::json_type::string) return simdjson::INCORRECT_TYPE;
        if (auto error = string_bytes(value, text)) return error;
        if (name == "tst") {
            line.stamp = bytes_of(text);
            line.stamp_length = uint32_t(text.size());
            line.present |= 1;
        } else {
            line.topic = bytes_of(text);
            line.topic_length = uint32_t(text.size());
            line.present |= 2;
        }
    } else if (name == "qos") {
        line.qos = whole_number(value);
        line.present |= 4;
    } else if (name == "retain") {
        line.retain = whole_number(value);
        line.present |= 8;
    }
    return simdjson::SUCCESS;
}

/// Reads a payload that is an object or array in place. Its bytes end where the text goes on.
int32_t read_payload_members(
    csimdjson_reader &reader, ondemand::document &text, ondemand::value value, const csimdjson_limits &limits,
    csimdjson_line &line, csimdjson_document &document) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return status_of(error);
    const char *start = std::string_view(value.raw_json_token()).data();
    reader.members.clear();
    document = csimdjson_document{};
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (auto error = value.get_object().get(object)) return status_of(error);
        if (int32_t status = read_members(reader, object, 0, limits)) return status;
        document.record_count = 1;
    } else if (type == ondemand::json_type::array) {
        ondemand::array array;
        if (auto error = value.get_array().get(array)) return status_of(error);
        if (int32_t status = read_array(reader, array, limits, document)) return status;
    } else {
        return CSIMDJSON_NOT_AN_OBJECT;
    }
    const char *end;
    if (auto error = text.current_location().get(end)) return status_of(error);
    auto span = trimmed(std::string_view(start, size_t(end - start)));
    line.payload = bytes_of(span);
    line.payload_length = uint32_t(span.size());
    line.present |= 16;
    return CSIMDJSON_OK;
}

}  // namespace

csimdjson_reader *csimdjson_create(void) { return new (std::nothrow) csimdjson_reader(); }

void csimdjson_destroy(csimdjson_reader *reader) { delete reader; }

int32_t csimdjson_keep(csimdjson_reader *reader, const void *bytes, size_t length) {
    return load(*reader, bytes, length) ? CSIMDJSON_OK : CSIMDJSON_MEMORY;
}

const uint8_t *csimdjson_text(const csimdjson_reader *reader, size_t *length) {
    *length = reader->length;
    return reinterpret_cast<const uint8_t *>(reader->buffer.data());
}

int32_t csimdjson_read(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits,
    csimdjson_document *document) {
    reader->members.clear();
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    if (length == 0) return CSIMDJSON_EMPTY;
    ondemand::document text;
    if (auto error = reader->parser.iterate(reader->buffer.data(), length, reader->buffer.size()).get(text))
        return status_of(error);
    ondemand::json_type type;
    if (auto error = text.type().get(type)) return status_of(error);
    csimdjson_document result{};
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        if (auto error = text.get_object().get(object)) return status_of(error);
        if (int32_t status = read_members(*reader, object, 0, *limits)) return status;
        result.record_count = 1;
    } else if (type == ondemand::json_type::array) {
        ondemand::array array;
        if (auto error = text.get_array().get(array)) return status_of(error);
        if (int32_t status = read_array(*reader, array, *limits, result)) return status;
    } else {
        return CSIMDJSON_NOT_AN_OBJECT;
    }
    if (goes_on(text)) return CSIMDJSON_NOT_JSON;
    result.members = reader->members.data();
    result.member_count = uint32_t(reader->members.size());
    *document = result;
    return CSIMDJSON_OK;
}

namespace {

/// Opens a line's object. Returns a status.
int32_t open_line(
    csimdjson_reader &reader, const void *bytes, size_t length, ondemand::document &text, ondemand::object &object) {
    if (!load(reader, bytes, length)) return CSIMDJSON_MEMORY;
    if (length == 0) return CSIMDJSON_EMPTY;
    if (auto error = reader.parser.iterate(reader.buffer.data(), length, reader.buffer.size()).get(text))
        return status_of(error);
    ondemand::json_type type;
    if (auto error = text.type().get(type)) return status_of(error);
    if (type != ondemand::json_type::object) return CSIMDJSON_NOT_AN_OBJECT;
    return status_of(text.get_object().get(object));
}

}  // namespace

int32_t csimdjson_read_line(csimdjson_reader *reader, const void *bytes, size_t length, csimdjson_line *line) {
    ondemand::document text;
    ondemand::object object;
    if (int32_t status = open_line(*reader, bytes, length, text, object)) return status;
    csimdjson_line result{};
    for (auto entry : object) {
        ondemand::field field;
        if (auto error = std::move(entry).get(field)) return status_of(error);
        bool is_payload;
        if (auto error = read_line_member(field, result, is_payload)) return status_of(error);
        if (!is_payload) continue;
        if (auto error = read_payload(field.value(), result)) return status_of(error);
        result.present |= 16;
    }
    if (goes_on(text)) return CSIMDJSON_NOT_JSON;
    *line = result;
    return CSIMDJSON_OK;
}

int32_t csimdjson_read_message(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document) {
    ondemand::document text;
    ondemand::object object;
    if (int32_t status = open_line(*reader, bytes, length, text, object)) return status;
    csimdjson_line result{};
    csimdjson_document payload{};
    for (auto entry : object) {
        ondemand::field field;
        if (auto error = std::move(entry).get(field)) return status_of(error);
        bool is_payload;
        if (auto error = read_line_member(field, result, is_payload)) return status_of(error);
        if (!is_payload) continue;
        if (int32_t status = read_payload_members(*reader, text, field.value(), *limits, result, payload))
            return status;
    }
    if (goes_on(text)) return CSIMDJSON_NOT_JSON;
    payload.members = reader->members.data();
    payload.member_count = uint32_t(reader->members.size());
    *line = result;
    *document = payload;
    return CSIMDJSON_OK;
}
