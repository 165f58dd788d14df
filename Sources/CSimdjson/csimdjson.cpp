// Documents: a whole payload.
#include "plain.hpp"
#include "values.hpp"

using namespace csimdjson;

csimdjson_reader *csimdjson_create(void) { return new (std::nothrow) csimdjson_reader(); }

void csimdjson_destroy(csimdjson_reader *reader) { delete reader; }

int32_t csimdjson_keep(csimdjson_reader *reader, const void *bytes, size_t length) {
    return load(*reader, bytes, length) ? CSIMDJSON_OK : CSIMDJSON_MEMORY;
}

const uint8_t *csimdjson_text(const csimdjson_reader *reader, size_t *length) {
    *length = reader->length;
    return reinterpret_cast<const uint8_t *>(reader->buffer.data());
}

namespace {

/// Reads the text that was loaded.
int32_t read_loaded(csimdjson_reader *reader, size_t length, const csimdjson_limits *limits, csimdjson_document *document) {
    reader->members.clear();
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
        result.known = known_members(*reader);
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

}  // namespace

int32_t csimdjson_read(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits,
    csimdjson_document *document) {
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    const char *at = plain::after_space(reader->buffer.data());
    if (plain::read_object(*reader, at, *limits, *document) && plain::is_end(*reader, at)) return CSIMDJSON_OK;
    return read_loaded(reader, length, limits, document);
}

int32_t csimdjson_read_general(
    csimdjson_reader *reader, const void *bytes, size_t length, const csimdjson_limits *limits,
    csimdjson_document *document) {
    if (!load(*reader, bytes, length)) return CSIMDJSON_MEMORY;
    return read_loaded(reader, length, limits, document);
}
