import Telemetry

extension StateSheet {
    /// UTF-8 text, Chinese above English.
    package var text: String {
        Language.allCases.map { language in
            let blocks = blocks(language).map { block in
                ([block.heading] + block.lines.map { "  " + $0 }).joined(separator: "\n")
            }
            return ([title(language), subtitle(language), ""] + blocks).joined(separator: "\n") + "\n"
        }.joined(separator: "\n" + String(repeating: "─", count: 40) + "\n\n")
    }

    /// One HTML page without a script, an image or a link: it opens from a memory stick on any machine.
    package var html: String {
        let sections = Language.allCases.map { language in
            let blocks = blocks(language).map { block in
                let lines = block.lines.map { "<li>\(StateSheet.escaped($0))</li>" }.joined(separator: "\n")
                let mark = block.isLifeSafety ? " class=\"life\"" : ""
                return "<h2\(mark)>\(StateSheet.escaped(block.heading))</h2>\n<ul>\n\(lines)\n</ul>"
            }
            return """
                <section lang="\(language.rawValue)">
                <h1>\(StateSheet.escaped(title(language)))</h1>
                <p>\(StateSheet.escaped(subtitle(language)))</p>
                \(blocks.joined(separator: "\n"))
                </section>
                """
        }
        return """
            <!doctype html>
            <html lang="zh">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(StateSheet.escaped(title(.chinese)))</title>
            <style>
            body { font: 14px/1.4 sans-serif; margin: 1em; color: #000; background: #fff; }
            h1 { font-size: 18px; } h2 { font-size: 15px; margin: .8em 0 .2em; border-top: 1px solid #000; }
            h2.life { border-top: 4px solid #000; } ul { margin: 0; padding-left: 1.2em; list-style: none; }
            section + section { margin-top: 2em; }
            </style>
            </head>
            <body>
            \(sections.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    /// For text and attributes alike.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
