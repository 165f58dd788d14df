/// What expressions may name: variables with slots, functions, intrinsics, a container; and the limits for them.
///
/// A value type: declare on a variable, then share it.
public struct Environment: Sendable {
    /// Switches and limits.
    public struct Options: Sendable {
        /// Takes `<`, `<=`, `>`, `>=` between int, uint and double, so that `value >= 3` may be written for a double.
        public var comparesNumbersAcrossTypes = false
        /// Nesting of the syntax tree.
        public var maximumDepth = 250
        /// Length of a source.
        public var maximumCodePoints = 100_000
        /// Refuse a static cost above this; nil for no limit.
        public var costLimit: UInt64?
        /// Warn of a static cost above this.
        public var costWarning: UInt64?
        /// How deep macros over lists may be nested; nil for no limit.
        public var maximumNesting: Int?
        /// Elements that all macros of one evaluation may visit together.
        public var maximumIterations = 1_000_000
        /// Size that the cost estimate takes for a variable that declares none.
        public var assumedSize = 256
        /// Whether macros are expanded.
        public var expandsMacros = true
        /// Whether types are checked; without, names and overloads are resolved when evaluated.
        public var checksTypes = true
        /// Whether constant durations and times that cannot be read are refused when compiled.
        public var validatesLiterals = false
        /// Whether constant parts are computed when compiled.
        public var foldsConstants = true
        /// Whether costly sub-expressions that occur more than once are evaluated once.
        public var sharesSubexpressions = true
        /// Whether a double that is not finite — after a division by zero or an overflow — is an error instead of infinity.
        public var refusesNonFiniteNumbers = false
        /// The parts of the library.
        public var libraries: Set<Library> = Set(Library.allCases)

        /// The language as specified.
        public init() {}

        /// For rules that run on every reading: numbers compare across types, cost above 10 000 is refused and above
        /// 1 000 warned of, macros nest twice at most, and a division by zero has no result.
        public static var rules: Options {
            var options = Options()
            options.comparesNumbersAcrossTypes = true
            options.costLimit = 10_000
            options.costWarning = 1_000
            options.maximumNesting = 2
            options.validatesLiterals = true
            options.maximumIterations = 100_000
            options.refusesNonFiniteNumbers = true
            return options
        }
    }

    struct Variable: Sendable {
        let slot: Int
        let type: ValueType
        let maximumSize: Int?
    }

    /// Switches and limits.
    public var options: Options
    /// The namespace in which names are looked up first: "a.b" finds x as a.b.x, a.x, x.
    public var container: String { didSet { candidatePrefixes = Self.prefixes(container) } }
    /// Number of slots of the declared variables; slots of intrinsics are numbered from here on by the host.
    public private(set) var slotCount = 0

    private(set) var variables: [String: Variable] = [:]
    private(set) var functions: [String: FunctionDeclaration] = [:]
    private(set) var quantifiers: [String: String] = [:]
    private(set) var hasQualifiedVariables = false
    private var candidatePrefixes: [String]

    /// Makes an environment with the library and no variables.
    public init(options: Options = Options(), container: String = "") {
        self.options = options
        self.container = container
        candidatePrefixes = Self.prefixes(container)
    }

    // MARK: Declarations

    /// Declares a variable, or declares it anew with another type.
    /// - Parameters:
    ///   - name: a name, or a qualified name such as `params.warning`.
    ///   - type: what its values are; ``ValueType/dyn`` for anything.
    ///   - maximumSize: most elements, code points or octets that it has; for the cost estimate.
    /// - Returns: its slot in frames.
    @discardableResult
    public mutating func declareVariable(_ name: String, _ type: ValueType, maximumSize: Int? = nil) -> Int {
        let slot = variables[name]?.slot ?? slotCount
        if slot == slotCount { slotCount += 1 }
        variables[name] = Variable(slot: slot, type: type, maximumSize: maximumSize)
        hasQualifiedVariables = hasQualifiedVariables || name.utf8.contains(UInt8(ascii: "."))
        return slot
    }

    /// The slot of a declared variable.
    public func slot(of name: String) -> Int? { variables[name]?.slot }

    /// Declares a function, or further overloads of one. It must be pure: same arguments, same result.
    public mutating func declareFunction(_ name: String, _ overloads: [Overload]) {
        var declaration = functions[name] ?? libraryFunction(name) ?? FunctionDeclaration(name: name, overloads: [])
        declaration.overloads += overloads
        functions[name] = declaration
    }

    /// Declares a function whose calls have constant arguments and become slots when they are compiled.
    public mutating func declareIntrinsic(_ name: String, _ overloads: [Overload]) {
        var declaration = functions[name] ?? FunctionDeclaration(name: name, overloads: [])
        declaration.overloads += overloads
        declaration.isIntrinsic = true
        functions[name] = declaration
    }

    /// Declares a function of computed arguments and an intrinsic's slot: `cusum_high(params.target, 0.1, '6h')`.
    /// - Parameters:
    ///   - slotArguments: the arguments that must be constant and make the slot; may be empty.
    ///   - overloads: with implementations, which get the other arguments in order and then the slot's value.
    public mutating func declareIntrinsic(_ name: String, slotArguments: Range<Int>, _ overloads: [Overload]) {
        declareIntrinsic(name, overloads)
        functions[name]?.slotArguments = slotArguments
    }

    /// Declares a macro over a list that a function gives: `held('10m', v, v > 3.0)` becomes `all` over
    /// `function('10m')`. It has three arguments: the function's, the variable and the condition.
    public mutating func declareQuantifier(_ name: String, over function: String) {
        quantifiers[name] = function
    }

    /// Names of the declared intrinsics, sorted.
    public var intrinsicNames: [String] { functions.filter { $0.value.isIntrinsic }.keys.sorted() }

    // MARK: Look-up

    private static func prefixes(_ container: String) -> [String] {
        var parts = container.split(separator: ".")
        var result: [String] = []
        while !parts.isEmpty {
            result.append(parts.joined(separator: ".") + ".")
            parts.removeLast()
        }
        return result + [""]
    }

    private func libraryFunction(_ name: String) -> FunctionDeclaration? {
        guard let entry = StandardLibrary.functions[name], options.libraries.contains(entry.library) else { return nil }
        return entry.declaration
    }

    func function(exactly name: String) -> FunctionDeclaration? { functions[name] ?? libraryFunction(name) }

    /// A function by its name in the container.
    func function(_ name: String, rooted: Bool) -> FunctionDeclaration? {
        for prefix in rooted ? [""] : candidatePrefixes {
            if let found = function(exactly: prefix.isEmpty ? name : prefix + name) { return found }
        }
        return nil
    }

    /// What a name that is no macro's variable stands for.
    enum Meaning {
        case variable(Variable, name: String)
        case type(ValueType)
        case constant(Value)
    }

    func meaning(of name: String, rooted: Bool) -> Meaning? {
        for prefix in rooted ? [""] : candidatePrefixes {
            let full = prefix.isEmpty ? name : prefix + name
            if let variable = variables[full] { return .variable(variable, name: full) }
            if let type = StandardLibrary.types[full] { return .type(type) }
            if full == "google.protobuf.NullValue.NULL_VALUE" { return .constant(.int(0)) }
        }
        return nil
    }

    /// The full name of a protobuf message that can be built.
    func messageName(_ name: String, rooted: Bool) -> String? {
        for prefix in rooted ? [""] : candidatePrefixes {
            if WellKnownMessages.isKnown(prefix + name) { return prefix + name }
        }
        return nil
    }
}
