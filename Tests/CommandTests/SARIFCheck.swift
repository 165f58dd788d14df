import TestSupport

/// What SARIF 2.1.0 (OASIS standard of 27 March 2020, with errata 01) and its schema want of the members that are written
/// here. Sections of the standard stand beside each.
enum SARIFCheck {
    /// Sentences, each with its place; empty where nothing is wrong.
    static func faults(of log: JSON) -> [String] {
        var faults: [String] = []
        func want(_ isRight: Bool, _ what: String) { if !isRight { faults.append(what) } }
        // 3.13: version is required; 3.13.3: $schema is an absolute URI.
        want(log["version"].text == "2.1.0", "version")
        want(log["$schema"].text?.hasPrefix("https://") ?? false, "$schema")
        let runs = log["runs"].elements
        want(runs.count == 1, "runs")
        for run in runs { faults += self.faults(ofRun: run) }
        return faults
    }

    private static func faults(ofRun run: JSON) -> [String] {
        var faults: [String] = []
        func want(_ isRight: Bool, _ what: String) { if !isRight { faults.append(what) } }
        // 3.14.6, 3.18.2, 3.19.8: a run has a tool, a tool a driver, a driver a name.
        let driver = run["tool"]["driver"]
        want(!(driver["name"].text ?? "").isEmpty, "driver.name")
        // 3.14.17: one of two, and required where a region has columns.
        want(["utf16CodeUnits", "unicodeCodePoints"].contains(run["columnKind"].text), "columnKind")
        // 3.19.23: rules are unique by id; 3.49.3 requires it.
        let rules = driver["rules"].elements
        let ids = rules.map { $0["id"].text ?? "" }
        want(Set(ids).count == ids.count && !ids.contains(""), "rules.id")
        for rule in rules {
            want(!(rule["shortDescription"]["text"].text ?? "").isEmpty, "shortDescription.text")
            want(isLevel(rule["defaultConfiguration"]["level"]), "defaultConfiguration.level")
        }
        // 3.14.14: what stands for a folder says which: a URI that ends with a slash, or only a description.
        let bases = run["originalUriBaseIds"]
        for name in bases.names {
            want(bases[name]["uri"].text?.hasSuffix("/") ?? (bases[name]["description"]["text"].text != nil), name)
        }
        // 3.14.23: null and absent mean that nothing was looked at; a list that something was.
        if case .list = run["results"] {} else { faults.append("results") }
        for (place, result) in run["results"].elements.enumerated() {
            faults += self.faults(ofResult: result, ids: ids, bases: bases.names).map { "results[\(place)].\($0)" }
        }
        return faults
    }

    private static func faults(ofResult result: JSON, ids: [String], bases: Set<String>) -> [String] {
        var faults: [String] = []
        func want(_ isRight: Bool, _ what: String) { if !isRight { faults.append(what) } }
        // 3.27.5 and 3.27.6: the index names the rule of that id.
        let index = result["ruleIndex"].integer ?? -1
        want(ids.indices.contains(index) && ids[index] == result["ruleId"].text, "ruleIndex")
        want(isLevel(result["level"]), "level")
        // 3.11.3: a message has a text.
        want(!(result["message"]["text"].text ?? "").isEmpty, "message.text")
        want(result["locations"].elements.count == 1, "locations")
        for location in result["locations"].elements {
            let place = location["physicalLocation"]
            want(isRelativeReference(place["artifactLocation"]["uri"].text ?? ""), "uri")
            // 3.4.4: a base that the run names.
            want(bases.contains(place["artifactLocation"]["uriBaseId"].text ?? ""), "uriBaseId")
            // 3.30.5 to 3.30.8: from 1; the end is the column after the last.
            let region = place["region"]
            want((region["startLine"].integer ?? 0) >= 1, "startLine")
            let column = region["startColumn"].integer ?? 0
            want(column >= 1 && (region["endColumn"].integer ?? 0) >= column, "columns")
            if region.names.contains("snippet") { want(region["snippet"]["text"].text != nil, "snippet") }
        }
        for suppression in result["suppressions"].elements {
            // 3.35.2 and 3.35.3.
            want(["inSource", "external"].contains(suppression["kind"].text), "suppression.kind")
            want(!(suppression["justification"].text ?? "").isEmpty, "suppression.justification")
        }
        return faults
    }

    /// 3.27.10.
    private static func isLevel(_ level: JSON) -> Bool {
        ["none", "note", "warning", "error"].contains(level.text)
    }

    /// RFC 3986: a relative path with only the characters that a URI may have, `%` only before two hex digits; below the
    /// base, not beside it.
    private static func isRelativeReference(_ uri: String) -> Bool {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=@/%")
        guard !uri.isEmpty, !uri.hasPrefix("/"), uri.allSatisfy(allowed.contains) else { return false }
        let parts = uri.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
        return parts.allSatisfy { $0.prefix(2).count == 2 && $0.prefix(2).allSatisfy(\.isHexDigit) }
            && !uri.split(separator: "/").contains("..")
    }
}
