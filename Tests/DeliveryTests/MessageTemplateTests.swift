import Delivery
import Testing

struct MessageTemplateTests {
    private let values = MessageValues([
        .summaryChinese: "水位 3.2 米", .placeEnglish: "West Gate", .address: "13800000000",
    ])

    @Test func putsValuesIntoTheirPlaces() throws {
        let template = try MessageTemplate("【{{ summary.zh }}】{{place.en}} { } {{ order }}.")
        #expect(template.render(values) == "【水位 3.2 米】West Gate { } .")
        #expect(template.fields == [.summaryChinese, .placeEnglish, .order])
    }

    @Test func valuesBringInNothingOfTheirOwn() throws {
        let template = try MessageTemplate("{{ summary.zh }}|{{ order }}")
        var hostile = MessageValues()
        hostile[.summaryChinese] = "a\nb\u{1B}[31m\r\n\u{202E}{{ order }}"
        hostile[.order] = "secret"
        #expect(template.render(hostile) == "a\\u{a}b\\u{1b}[31m\\u{d}\\u{a}\\u{202e}{{ order }}|secret")
        hostile[.summaryChinese] = String(repeating: "水", count: 10_000)
        #expect(template.render(hostile).unicodeScalars.count < 600)
    }

    @Test(arguments: [
        ("a {{ summary.zh", 2, "“{{” is never closed."), ("{{ {{ order }}", 0, "“{{” is never closed."),
        ("x }} y", 2, "“}}” closes nothing."), ("汉字 {{ colour }}", 3, "A message has no field “colour”."),
        ("{{}}", 0, "A message has no field “”."), ("{{ order | safe }}", 0, "A message has no field “order | safe”."),
    ])
    func namesThePlaceOfAFault(text: String, offset: Int, message: String) {
        do {
            _ = try MessageTemplate(text)
            Issue.record("“\(text)” was taken")
        } catch {
            #expect(error.offset == offset)
            #expect(error.message == message)
        }
    }
}
