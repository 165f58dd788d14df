import Configuration

extension ScheduleReader {
    /// One person's cycle of shifts and days off; the others begin it one after the other, evenly.
    func cycle(
        _ node: ConfigurationNode, _ everyNode: ConfigurationNode?, _ peopleNode: ConfigurationNode?, _ layer: DutyLayer
    ) -> [[Int?]]? {
        if let everyNode {
            everyNode.problem("A pattern says itself how long turns are.", remedy: "Remove “every”.")
            return nil
        }
        guard let elements = node.elements, !elements.isEmpty, elements.count <= Self.limit else {
            node.problem(
                "“pattern” must be a list of shifts.", remedy: "Write [day, day, night, night, off, off], a day each.")
            return nil
        }
        var days: [Int?] = []
        for element in elements {
            let word = element.string("A day of “pattern”") ?? ""
            let place = layer.shifts.firstIndex { !$0.id.isEmpty && $0.id == word }
            if place == nil, word != "off" {
                let known = (layer.shifts.map(\.id) + ["off"]).filter { !$0.isEmpty }.joined(separator: ", ")
                element.problem("There is no shift “\(word)”.", remedy: "Write one of \(known).", kind: .reference)
            }
            days.append(place)
        }
        guard days.count % layer.people.count == 0 else {
            peopleNode?.problem(
                "\(layer.people.count) people can't share a pattern of \(days.count) days evenly.",
                remedy: "Make the pattern's days a multiple of the people: four teams, eight days.", length: 1)
            return nil
        }
        let lag = days.count / layer.people.count
        var cycle = [[Int?]](repeating: [Int?](repeating: nil, count: layer.shifts.count), count: days.count)
        for person in layer.people.indices {
            for day in days.indices {
                guard let shift = days[(day + days.count - person * lag) % days.count] else { continue }
                if let other = cycle[day][shift] {
                    node.problem(
                        "“\(layer.people[other])” and “\(layer.people[person])” have the shift “\(layer.shifts[shift].id)” "
                            + "on the same day, day \(day + 1) of the pattern.",
                        remedy: "Change the pattern so that each shift is one person's at a time.", length: 1)
                    return nil
                }
                cycle[day][shift] = person
            }
        }
        return cycle
    }
}
