import Glibc
import Telemetry
import Views

/// The terminal of `tocsin watch`: the alternate screen, drawn over in place, and the bell.
struct WatchScreen: Sendable {
    let language: Language
    let rings: Bool

    /// Columns and lines where the terminal does not say, ECMA-48's customary size.
    private static let customarySize = (width: 80, height: 24)

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    func enter() throws {
        // Alternate screen, cursor hidden.
        try Output.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func leave() {
        try? Output.write("\u{1B}[?25h\u{1B}[?1049l")
    }

    /// Draws over what stands there, so that nothing flickers over a slow line.
    func draw(_ board: DutyBoard) throws {
        let (width, height) = size()
        var text = "\u{1B}[H"
        let lines = board.render(width: width, height: height, language: language)
        for (index, line) in lines.enumerated() {
            // To the line's end is cleared; no line feed after the last, or the screen would roll.
            text += line.rendered(inColour: showsColour) + "\u{1B}[K" + (index < lines.count - 1 ? "\r\n" : "")
        }
        text += "\u{1B}[J"
        if rings, board.rings { text += "\u{07}" }
        try Output.write(text)
    }

    /// Plain lines for `--once` and for what is no terminal: all that there is.
    func print(_ board: DutyBoard) throws {
        let isTerminal = WatchScreen.isTerminal
        let (width, height) = isTerminal ? size() : (width: 200, height: 1_000)
        for line in board.render(width: width, height: height, language: language) {
            try Output.line(line.rendered(inColour: isTerminal && showsColour))
        }
    }

    /// no-color.org: any value of NO_COLOR, or a terminal that calls itself dumb.
    private var showsColour: Bool {
        CommandEnvironment.variable("NO_COLOR") == nil && CommandEnvironment.variable("TERM") != "dumb"
    }

    private func size() -> (width: Int, height: Int) {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return WatchScreen.customarySize
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }
}
