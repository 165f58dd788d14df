import Telemetry

/// `tocsin drill diff`, as plain lines and as a page that opens offline.
package enum DrillDiffSheet {
    package static func render(_ diff: DrillDiffView, language: Language) -> String {
        var text = Vocabulary.exerciseMark + "  " + DisplayText.safe(diff.recording) + "\n"
        for row in head(diff, language) { text += "  \(row.0)  \(row.1)\n" }
        if !diff.hasDifferences {
            return text + say(language, "没有差别。", "There is no difference.") + "\n"
        }
        for section in sections(diff, language) where !section.rows.isEmpty {
            text += "\n" + section.title + "\n"
            for row in section.rows {
                text += "  " + row.cells.joined(separator: "  ") + "\n" + row.notes.map { "      \($0)\n" }.joined()
            }
        }
        return text
    }

    /// One HTML file without scripts, fonts or pictures from elsewhere.
    package static func html(_ diff: DrillDiffView, language: Language) -> String {
        let title = say(language, "回放对比", "Drill comparison")
        var page = """
            <!doctype html><html lang="\(language == .chinese ? "zh" : "en")"><head><meta charset="utf-8">
            <title>\(escape(title))</title><style>
            body{font-family:sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse;width:100%}
            td,th{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top}
            .exercise{background:#fd0;padding:.3em}.gained{background:#fdd}.lost{background:#ddf}.moved{background:#ffd}
            small{color:#444;display:block}
            </style></head><body><p class="exercise">\(escape(Vocabulary.exerciseMark))</p>
            <h1>\(escape(title))</h1><p>\(escape(DisplayText.safe(diff.recording)))</p><table>

            """
        for row in head(diff, language) { page += "<tr><th>\(escape(row.0))</th><td>\(escape(row.1))</td></tr>\n" }
        page += "</table>\n"
        if !diff.hasDifferences { page += "<p>\(escape(say(language, "没有差别。", "There is no difference.")))</p>\n" }
        for section in sections(diff, language) where !section.rows.isEmpty {
            page += "<h2>\(escape(section.title))</h2><table>\n"
            for row in section.rows {
                page += "<tr class=\"\(row.change)\">"
                for cell in row.cells { page += "<td>\(escape(cell))</td>" }
                page += "<td>" + row.notes.map { "<small>\(escape($0))</small>" }.joined() + "</td></tr>\n"
            }
            page += "</table>\n"
        }
        return page + "</body></html>\n"
    }

    private struct Row {
        var change: String
        var cells: [String]
        var notes: [String] = []
    }

    private static func say(_ language: Language, _ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    private static func head(_ diff: DrillDiffView, _ language: Language) -> [(String, String)] {
        var rows = [
            ("A", DisplayText.safe(diff.first)), ("B", DisplayText.safe(diff.second)),
            (
                say(language, "报警次数", "alarms"), "A \(diff.firstAlarms), B \(diff.secondAlarms)"
            ),
            (
                say(language, "每值班员每 10 分钟最多报警", "most alarms in 10 minutes for an officer"),
                "A \(diff.firstPeakPerTenMinutes), B \(diff.secondPeakPerTenMinutes)"
            ),
        ]
        if let damage = diff.damage {
            rows.append((say(language, "只到损坏处", "only up to the damage"), DisplayText.safe(damage)))
        }
        return rows
    }

    private static func sections(_ diff: DrillDiffView, _ language: Language) -> [(title: String, rows: [Row])] {
        [
            (say(language, "报警", "Alarms"), diff.alarms.map { alarm($0, language) }),
            (say(language, "事件", "Incidents"), diff.incidents.map { incident($0, language) }),
            (say(language, "通知与升级", "Notices and ladder steps"), diff.notices.map { notice($0, language) }),
        ]
    }

    private static func mark(_ change: String, _ language: Language) -> String {
        switch change {
        case "gained": say(language, "＋ B 新增", "+ only in B")
        case "lost": say(language, "－ B 缺少", "- only in A")
        default: say(language, "～ 时间不同", "~ other times")
        }
    }

    /// Minutes earlier or later, with a sign.
    private static func shift(_ seconds: Double?, _ what: String, _ language: Language) -> String? {
        guard let seconds, seconds != 0 else { return nil }
        let minutes = FixedMinutes.text(abs(seconds))
        return seconds > 0
            ? say(language, "\(what)晚 \(minutes)", "\(what) \(minutes) later")
            : say(language, "\(what)早 \(minutes)", "\(what) \(minutes) earlier")
    }

    private static func alarm(_ alarm: DrillDiffView.Alarm, _ language: Language) -> Row {
        var cells = [
            mark(alarm.change, language), DisplayText.safe("\(alarm.alert) \(alarm.key)"),
            "A \(alarm.firstRaisedAt.map { "\($0)" } ?? "—")", "B \(alarm.secondRaisedAt.map { "\($0)" } ?? "—")",
        ]
        cells += [
            shift(alarm.raisedLaterSeconds, say(language, "发出", "raised"), language),
            shift(alarm.clearedLaterSeconds, say(language, "解除", "cleared"), language),
        ].compactMap { $0 }
        var notes: [String] = []
        for (name, evidence) in [("A", alarm.firstEvidence), ("B", alarm.secondEvidence)] where !evidence.isEmpty {
            let facts = evidence.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
            notes.append(DisplayText.safe("\(name): \(facts)", limit: 600))
        }
        return Row(change: alarm.change, cells: cells, notes: notes)
    }

    private static func incident(_ incident: DrillDiffView.Incident, _ language: Language) -> Row {
        Row(
            change: incident.change,
            cells: [mark(incident.change, language), DisplayText.safe("\(incident.hazard) \(incident.place)")]
                + [
                    "A \(incident.firstRaisedAt.map { "\($0)" } ?? "—")",
                    "B \(incident.secondRaisedAt.map { "\($0)" } ?? "—")",
                    shift(incident.raisedLaterSeconds, say(language, "发生", "raised"), language),
                    shift(incident.clearedLaterSeconds, say(language, "解除", "cleared"), language),
                ].compactMap { $0 })
    }

    private static func notice(_ notice: DrillDiffView.Notice, _ language: Language) -> Row {
        let change = notice.firstCount == 0 ? "gained" : notice.secondCount == 0 ? "lost" : "moved"
        return Row(
            change: change,
            cells: [
                mark(change, language), DisplayText.safe("\(notice.code) → \(notice.party)"),
                DisplayText.safe("\(notice.hazard) \(notice.place)"), "A ×\(notice.firstCount)",
                "B ×\(notice.secondCount)",
                shift(notice.laterSeconds, "", language),
            ].compactMap { $0 })
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}

/// `12 min`, `0.5 min`, `3 s`.
enum FixedMinutes {
    static func text(_ seconds: Double) -> String {
        if seconds < 60 { return NumberText.value(seconds) + " s" }
        return NumberText.value((seconds / 6).rounded() / 10) + " min"
    }
}
