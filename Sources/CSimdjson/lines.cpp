// Lines of recordings.
#include "plain.hpp"
#include "values.hpp"

using namespace csimdjson;

namespace {

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
        document.known = known_members(reader);
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

/// Opens the loaded line's object. Returns a status.
int32_t open_line(csimdjson_reader &reader, size_t length, ondemand::document &text, ondemand::object &object) {
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
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    if (int32_t status = open_line(*reader, length, text, object)) return status;
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

namespace {

/// Reads the line that was loaded.
int32_t read_loaded_message(
    csimdjson_reader *reader, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document) {
    ondemand::document text;
    ondemand::object object;
    if (int32_t status = open_line(*reader, length, text, object)) return status;
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

/// What a line's members are called.
enum class LineName { stamp, topic, qos, retain, payload, other };

template <size_t length> bool begins(const char *at, const char (&text)[length]) {
    return std::memcmp(at, text, length - 1) == 0;
}

/// Reads a member's name up to its value, if it stands there as recorders write it: then it need not be searched for its
/// end. Else `other`, and nothing is read.
inline LineName read_line_name(const char *&at) {
    switch (at[1]) {
    case 't':
        if (begins(at, "\"topic\":")) return at += 8, LineName::topic;
        if (begins(at, "\"tst\":")) return at += 6, LineName::stamp;
        break;
    case 'q':
        if (begins(at, "\"qos\":")) return at += 6, LineName::qos;
        break;
    case 'r':
        if (begins(at, "\"retain\":")) return at += 9, LineName::retain;
        break;
    case 'p':
        if (begins(at, "\"payload\":")) return at += 10, LineName::payload;
        break;
    default: break;
    }
    return LineName::other;
}

inline LineName line_name(const uint8_t *name, uint32_t length) {
    std::string_view text(reinterpret_cast<const char *>(name), length);
    return text == "tst"       ? LineName::stamp
           : text == "topic"   ? LineName::topic
           : text == "qos"     ? LineName::qos
           : text == "retain"  ? LineName::retain
           : text == "payload" ? LineName::payload
                               : LineName::other;
}

/// Reads a digit that stands for itself. False where it is anything else.
inline bool read_digit(const char *&at, int32_t &number) {
    if (unsigned(*at - '0') >= 10) return false;
    number = *at++ - '0';
    return true;
}

/// Reads a plain line's payload, an object. False where it is not plain, or the second one.
bool read_plain_payload(
    csimdjson_reader &reader, const char *&at, const csimdjson_limits &limits, csimdjson_line &line,
    csimdjson_document &document) {
    if (line.present & 16) return false;
    const char *start = at;
    if (!plain::read_object(reader, at, limits, document)) return false;
    line.payload = reinterpret_cast<const uint8_t *>(start);
    line.payload_length = uint32_t(at - start);
    line.present |= 16;
    return true;
}

/// Reads a plain line's member besides its payload. False where it is not plain.
inline bool read_plain_member(const char *&at, LineName name, csimdjson_line &line) {
    switch (name) {
    case LineName::stamp: line.present |= 1; return plain::read_string(at, line.stamp, line.stamp_length);
    case LineName::topic: line.present |= 2; return plain::read_string(at, line.topic, line.topic_length);
    case LineName::qos: line.present |= 4; return read_digit(at, line.qos);
    case LineName::retain: line.present |= 8; return read_digit(at, line.retain);
    default: break;
    }
    csimdjson_member ignored;
    return plain::read_value(at, ignored);
}

/// Reads a line whose members, and its payload's, are plain. False where one is not.
bool read_plain_message(
    csimdjson_reader &reader, const csimdjson_limits &limits, csimdjson_line &line, csimdjson_document &document) {
    csimdjson_line result{};
    const char *at = plain::after_space(reader.buffer.data());
    if (*at != '{') return false;
    do {
        at = plain::after_space(at + 1);
        LineName meaning = read_line_name(at);
        if (meaning == LineName::other) {
            const uint8_t *name;
            uint32_t length;
            if (!plain::read_name(at, name, length)) return false;
            meaning = line_name(name, length);
        }
        at = plain::after_space(at);
        bool is_plain = meaning == LineName::payload ? read_plain_payload(reader, at, limits, result, document)
                                                     : read_plain_member(at, meaning, result);
        if (!is_plain) return false;
        at = plain::after_space(at);
    } while (*at == ',');
    if (*at != '}' || (result.present & 16) == 0) return false;
    if (!plain::is_end(reader, at + 1)) return false;
    line = result;
    return true;
}

}  // namespace

int32_t csimdjson_read_message(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document) {
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    if (read_plain_message(*reader, *limits, *line, *document)) return CSIMDJSON_OK;
    return read_loaded_message(reader, length, limits, line, document);
}

int32_t csimdjson_read_message_general(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits, csimdjson_line *line,
    csimdjson_document *document) {
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    return read_loaded_message(reader, length, limits, line, document);
}
