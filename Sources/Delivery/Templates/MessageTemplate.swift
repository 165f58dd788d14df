import Telemetry

/// Text with places that a message's values are put into: `{{ summary.zh }}`. There is nothing else in it, no condition and
/// no loop: what a person reads in the file is what is sent.
package struct MessageTemplate: Hashable, Sendable {
    private enum Part: Hashable {
        case text(String)
        case field(MessageField)
    }

    private let parts: [Part]

    /// Longest template in Unicode scalars.
    package static let limit = 4_000

    /// What is wrong with a template, and where.
    package struct Fault: Error, Hashable, Sendable {
        /// Unicode scalars before the fault.
        package var offset: Int
        /// Unicode scalars of the fault.
        package var length: Int
        package var message: String
        package var remedy: String
    }

    package init(_ text: String) throws(Fault) {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= MessageTemplate.limit else {
            throw Fault(
                offset: 0, length: 1, message: "The template has \(scalars.count) characters.",
                remedy: "Keep it under \(MessageTemplate.limit).")
        }
        var parts: [Part] = []
        var literal = ""
        var position = 0
        while position < scalars.count {
            if MessageTemplate.starts("}}", scalars, position) {
                throw Fault(
                    offset: position, length: 2, message: "“}}” closes nothing.", remedy: "Write “{{ name }}”.")
            }
            guard MessageTemplate.starts("{{", scalars, position) else {
                literal.unicodeScalars.append(scalars[position])
                position += 1
                continue
            }
            let (field, end) = try MessageTemplate.field(scalars, at: position)
            if !literal.isEmpty { parts.append(.text(literal)) }
            literal = ""
            parts.append(.field(field))
            position = end
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    private static func starts(_ mark: String, _ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        scalars[position...].starts(with: mark.unicodeScalars)
    }

    /// The field that begins with `{{` at a position, and where the text goes on.
    private static func field(
        _ scalars: [Unicode.Scalar], at start: Int
    ) throws(Fault) -> (MessageField, Int) {
        var end = start + 2
        while end < scalars.count, !starts("}}", scalars, end), !starts("{{", scalars, end) { end += 1 }
        guard end < scalars.count, starts("}}", scalars, end) else {
            throw Fault(offset: start, length: 2, message: "“{{” is never closed.", remedy: "Write “{{ name }}”.")
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start + 2..<end])
        let name = String(view).split(separator: " ").joined(separator: " ")
        guard let field = MessageField(rawValue: name) else {
            throw Fault(
                offset: start, length: end + 2 - start, message: "A message has no field “\(name)”.",
                remedy: "Known are: \(MessageField.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return (field, end + 2)
    }

    /// Whether it says anything at all.
    package var isEmpty: Bool { parts.isEmpty }

    /// Fields that it asks for.
    package var fields: [MessageField] {
        parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
    }

    /// Whether it begins with words of its own, not with a value from the world.
    package var beginsWithText: Bool {
        if case .text = parts.first { true } else { false }
    }

    /// Puts the values in; what a message does not have is left empty. Values never bring in a line, a control character
    /// or a place of their own: they pass the one gate for text from the world, and what they hold is not read again.
    ///
    /// - Parameter escape: what the channel's own format needs beyond that.
    package func render(_ values: MessageValues, escape: (String) -> String = { $0 }) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field): escape(DisplayText.safe(values[field], limit: MessageTemplate.valueLimit))
            }
        }.joined()
    }

    /// Longest value put into a template, in Unicode scalars.
    package static let valueLimit = 500
}
