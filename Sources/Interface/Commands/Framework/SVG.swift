/// A drawing as SVG text, without scripts or outside fonts.
struct SVG {
    private var body = ""
    let width: Double
    let height: Double

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
        rectangle(0, 0, width, height, fill: "#ffffff")
    }

    /// The whole file.
    var text: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(n(width))" height="\(n(height))" \
        viewBox="0 0 \(n(width)) \(n(height))" font-family="Helvetica, Arial, sans-serif">
        \(body)</svg>

        """
    }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, stroke: String? = nil,
        radius: Double = 0, dashed: Bool = false
    ) {
        body +=
            #"<rect x="\#(n(x))" y="\#(n(y))" width="\#(n(width))" height="\#(n(height))" fill="\#(fill)""#
        if radius > 0 { body += #" rx="\#(n(radius))""# }
        if let stroke { body += #" stroke="\#(stroke)""# }
        if dashed { body += #" stroke-dasharray="3 2""# }
        body += "/>\n"
    }

    enum Anchor: String {
        case start, middle, end
    }

    mutating func label(
        _ text: String, _ x: Double, _ y: Double, size: Double = 11, fill: String = "#222222",
        anchor: Anchor = .start, isBold: Bool = false
    ) {
        body += #"<text x="\#(n(x))" y="\#(n(y))" font-size="\#(n(size))" fill="\#(fill)""#
        if anchor != .start { body += #" text-anchor="\#(anchor.rawValue)""# }
        if isBold { body += #" font-weight="bold""# }
        body += ">\(Self.escaped(text))</text>\n"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String, width: Double = 1,
        dashed: Bool = false
    ) {
        body += #"<line x1="\#(n(x1))" y1="\#(n(y1))" x2="\#(n(x2))" y2="\#(n(y2))" stroke="\#(stroke)""#
        body += #" stroke-width="\#(n(width))""#
        if dashed { body += #" stroke-dasharray="4 3""# }
        body += "/>\n"
    }

    private func n(_ value: Double) -> String {
        let text = Format.fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
