//! Points on the globe, distances, and ranking by distance.

/// The earth's mean radius (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point, WGS 84, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
}

impl Position {
    /// The point at a latitude (−90 to 90) and longitude (−180 to 180); none outside.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_earth.then_some(Self { lat, lon })
    }

    /// Degrees north.
    #[must_use]
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east.
    #[must_use]
    pub fn lon(self) -> f64 {
        self.lon
    }
}

/// The great-circle distance between two points, in kilometres: a straight line, not the distance
/// by road.
#[must_use]
pub fn distance_km(from: Position, to: Position) -> f64 {
    let (lat_a, lat_b) = (from.lat.to_radians(), to.lat.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((to.lon - from.lon).to_radians() / 2.0).sin();
    let chord = half_lat.mul_add(half_lat, lat_a.cos() * lat_b.cos() * half_lon * half_lon);
    2.0 * EARTH_RADIUS_KM * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// An item with its distance from a given point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked<T> {
    pub item: T,
    /// None when the item's position is not known.
    pub distance_km: Option<f64>,
}

/// Sorts items by distance from a point, nearest first. Equally near items, and those without
/// position (which come last), keep their order.
pub fn rank_nearest<T>(
    from: Position,
    items: impl IntoIterator<Item = T>,
    position: impl Fn(&T) -> Option<Position>,
) -> Vec<Ranked<T>> {
    let mut ranked: Vec<Ranked<T>> = items
        .into_iter()
        .map(|item| {
            let distance_km = position(&item).map(|to| distance_km(from, to));
            Ranked { item, distance_km }
        })
        .collect();
    ranked.sort_by(|one, other| {
        let key = |ranked: &Ranked<T>| ranked.distance_km.unwrap_or(f64::INFINITY);
        key(one).total_cmp(&key(other))
    });
    ranked
}
