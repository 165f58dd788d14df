/// What a problem of a configuration is about.
package enum ConfigurationProblemKind: Hashable, Sendable {
    /// YAML, shapes, fields and plain values.
    case file
    /// A length of time.
    case interval
    /// A regular expression.
    case pattern
    /// The spelling of an expression.
    case syntax
    /// The types and names of an expression.
    case type
    /// What an expression may cost.
    case cost
    /// A text with expressions in it.
    case text
    /// A label that depends on the reading.
    case labelText
    /// A label.
    case label
    /// The same name twice.
    case duplicate
    /// A name that leads nowhere, or back.
    case reference
    /// A name that nothing registered has.
    case selector
    /// A parameter that nothing reads.
    case unused
    /// History that is not kept.
    case history
    /// An expression that does not depend on what is measured.
    case constant
}
