import CGEOS

/// Polygons of one area in GEOS' hands: whether they are sound, and what lies in them. Degrees, x = longitude, y = latitude.
final class Polygons {
    /// Where and how a polygon is not sound.
    struct Fault {
        /// GEOS' own words: `Self-intersection`, `Hole lies outside shell`.
        var reason: String
        var longitude: Double
        var latitude: Double
    }

    typealias Position = (longitude: Double, latitude: Double)

    private let context: GEOSContextHandle_t
    private var geometry: OpaquePointer?
    private var prepared: OpaquePointer?

    /// Nil where GEOS takes the rings for no polygons: they must be closed and have four positions at least.
    ///
    /// - Parameter polygons: of each the outer ring and then its holes.
    init?(_ polygons: [[[Position]]]) {
        guard let context = GEOS_init_r() else { return nil }
        self.context = context
        var parts: [OpaquePointer?] = []
        for rings in polygons {
            var made: [OpaquePointer?] = []
            for ring in rings {
                guard let ring = Polygons.ring(ring, context) else { continue }
                made.append(ring)
            }
            guard made.count == rings.count, let shell = made.first else {
                for ring in made { GEOSGeom_destroy_r(context, ring) }
                break
            }
            var holes = Array(made.dropFirst())
            if let polygon = GEOSGeom_createPolygon_r(context, shell, &holes, UInt32(holes.count)) {
                parts.append(polygon)
            }
        }
        guard parts.count == polygons.count else {
            for part in parts { GEOSGeom_destroy_r(context, part) }
            return nil
        }
        geometry = GEOSGeom_createCollection_r(context, Int32(GEOS_MULTIPOLYGON.rawValue), &parts, UInt32(parts.count))
        guard geometry != nil else { return nil }
    }

    deinit {
        if let prepared { GEOSPreparedGeom_destroy_r(context, prepared) }
        if let geometry { GEOSGeom_destroy_r(context, geometry) }
        GEOS_finish_r(context)
    }

    private static func ring(_ positions: [Position], _ context: GEOSContextHandle_t) -> OpaquePointer? {
        guard let sequence = GEOSCoordSeq_create_r(context, UInt32(positions.count), 2) else { return nil }
        for (index, position) in positions.enumerated() {
            GEOSCoordSeq_setXY_r(context, sequence, UInt32(index), position.longitude, position.latitude)
        }
        return GEOSGeom_createLinearRing_r(context, sequence)
    }

    /// The first thing that is wrong with the polygons; nil where they are sound.
    var fault: Fault? {
        guard let geometry else { return nil }
        var reason: UnsafeMutablePointer<CChar>?
        var place: OpaquePointer?
        guard GEOSisValidDetail_r(context, geometry, 0, &reason, &place) != 1 else { return nil }
        var longitude = Double.nan
        var latitude = Double.nan
        if let place {
            GEOSGeomGetX_r(context, place, &longitude)
            GEOSGeomGetY_r(context, place, &latitude)
            GEOSGeom_destroy_r(context, place)
        }
        let words = reason.map { String(cString: $0) } ?? "not valid"
        if let reason { GEOSFree_r(context, reason) }
        return Fault(reason: words, longitude: longitude, latitude: latitude)
    }

    /// Whether a position lies inside or on the border.
    func covers(longitude: Double, latitude: Double) -> Bool {
        guard let geometry else { return false }
        if prepared == nil { prepared = GEOSPrepare_r(context, geometry) }
        guard let prepared, let point = GEOSGeom_createPointFromXY_r(context, longitude, latitude) else { return false }
        defer { GEOSGeom_destroy_r(context, point) }
        return GEOSPreparedIntersects_r(context, prepared, point) == 1
    }
}
