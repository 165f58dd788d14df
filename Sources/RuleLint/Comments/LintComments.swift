import Configuration
import Telemetry

/// The lint comments of one file, and what they suppress.
struct LintComments {
    private let file: ConfigurationFile
    private let scopes: RuleScopes
    private var comments: [LintComment] = []
    /// Ids of each comment that suppressed something.
    private var used: [Set<LintID>] = []

    init(file: ConfigurationFile) {
        self.file = file
        scopes = RuleScopes(file: file)
        for (index, text) in scopes.lines.enumerated() {
            if let comment = LintComment(line: index + 1, text: text) { comments.append(comment) }
        }
        used = Array(repeating: [], count: comments.count)
    }

    /// Sorts the file's findings into those that stand and those that a comment suppresses, and adds what is wrong with the
    /// comments.
    mutating func sort(_ findings: [LintFinding], into report: inout LintReport) {
        for finding in findings {
            if let reason = suppressing(finding) {
                report.suppressed.append(.init(finding: finding, reason: reason))
            } else {
                report.findings.append(finding)
            }
        }
        for (index, comment) in comments.enumerated() { report.findings += wrong(comment, used[index]) }
    }

    /// The reason of the first comment that covers the finding; nil where it stands. What does not compile can't be talked away.
    private mutating func suppressing(_ finding: LintFinding) -> String? {
        if finding.isRefusal { return nil }
        for (index, comment) in comments.enumerated() {
            guard !comment.reason.isEmpty, comment.names.contains(finding.id.rawValue), covers(comment, finding) else {
                continue
            }
            used[index].insert(finding.id)
            return comment.reason
        }
        return nil
    }

    /// A comment covers the rule that it stands in or right above; in a group's head the group; with `file/` all.
    private func covers(_ comment: LintComment, _ finding: LintFinding) -> Bool {
        if comment.isForFile { return true }
        guard let scope = scopes.scope(of: comment.line) else { return false }
        return scope.lines.contains(finding.line) || finding.ruleLine.map(scope.lines.contains) == true
    }

    // MARK: Wrong comments

    private func wrong(_ comment: LintComment, _ used: Set<LintID>) -> [LintFinding] {
        var result: [LintFinding] = []
        func add(_ chinese: String, _ english: String, _ remedy: Bilingual, offset: Int, length: Int) {
            result.append(
                LintFinding(
                    .lintComment,
                    at: ConfigurationProblem(
                        path: file.path, line: comment.line, column: comment.column + offset, length: max(1, length),
                        message: "", remedy: "", sourceLine: file.line(comment.line)),
                    message: Bilingual(chinese: chinese, english: english), remedy: remedy))
        }
        var offset = 0
        for name in comment.names {
            let length = name.unicodeScalars.count
            defer { offset += length + 1 }
            guard let id = LintID(rawValue: name) else {
                let near = LintComments.nearest(name)
                add(
                    "没有编号为“\(name)”的检查。", "There is no check “\(name)”.",
                    Bilingual(
                        chinese: near.map { "是否要写“\($0)”？" } ?? "写成“# lint disable=编号 理由”，编号见文档 RuleLint。",
                        english: near.map { "Did you mean “\($0)”?" }
                            ?? "Write “# lint disable=id reason”; the article RuleLint names all ids."),
                    offset: offset, length: length)
                continue
            }
            if comment.reason.isEmpty {
                add(
                    "没有写明为何不检查“\(name)”，因此照常检查。", "“\(name)” is disabled without a reason, so it is not.",
                    Bilingual(
                        chinese: "在编号后写明理由：# lint disable=\(name) 理由。",
                        english: "Write the reason behind the id: # lint disable=\(name) why."),
                    offset: offset, length: length)
            } else if !comment.isForFile, scopes.scope(of: comment.line) == nil {
                add(
                    "此注释不在任何规则或规则组内。", "The comment stands in no rule and no group.",
                    Bilingual(
                        chinese: "移到规则上方；若针对整个文件，写 file/disable。",
                        english: "Move it above the rule, or write file/disable for the whole file."),
                    offset: offset, length: length)
            } else if !used.contains(id) {
                add(
                    "“\(name)”在此处没有发现任何问题，注释多余。", "“\(name)” finds nothing here: the comment suppresses nothing.",
                    Bilingual(chinese: "删去此注释。", english: "Remove it."), offset: offset, length: length)
            }
        }
        return result
    }

    /// The id that is written almost so.
    private static func nearest(_ name: String) -> String? {
        let words = Set(name.split { $0 == "/" || $0 == "_" || $0 == "-" })
        return LintID.allCases.map(\.rawValue).first { id in
            let parts = Set(id.split { $0 == "/" || $0 == "_" })
            return parts == words || (words.count == 1 && id.hasSuffix("/\(name)"))
        }
    }
}
