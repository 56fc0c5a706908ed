//! Places and distances, for the nearest-unit rule.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail loudly")]

use proptest::prelude::*;
use vocabulary::geography::{
    MunicipalityCode, Position, PostalCode, PostalMunicipality, PostalRowProblem, distance_km,
    likely_municipality, locality_source, municipalities, municipality_named,
    municipality_of_postal_code, places, places_for_postal_code, rank_nearest, read_postal_rows,
};

fn code(text: &str) -> MunicipalityCode {
    MunicipalityCode::parse(text).unwrap()
}

fn postal(text: &str) -> PostalCode {
    PostalCode::parse(text).unwrap()
}

fn position(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).unwrap()
}

fn place(name: &str) -> Position {
    places()
        .iter()
        .find(|place| place.locality == name)
        .unwrap()
        .position
}

#[test]
fn the_region_has_49_municipalities_and_fyrbodal_14_of_them() {
    assert_eq!(municipalities().len(), 49);
    assert!(municipalities().is_sorted_by(|one, other| one.code < other.code));
    let fyrbodal: Vec<&str> = municipalities()
        .iter()
        .filter(|m| m.in_fyrbodal)
        .map(|m| m.name)
        .collect();
    assert_eq!(
        fyrbodal,
        [
            "Orust",
            "Sotenäs",
            "Munkedal",
            "Tanum",
            "Dals-Ed",
            "Färgelanda",
            "Bengtsfors",
            "Mellerud",
            "Lysekil",
            "Uddevalla",
            "Strömstad",
            "Vänersborg",
            "Trollhättan",
            "Åmål",
        ]
    );
    for municipality in municipalities() {
        assert_eq!(
            municipality.position.is_some(),
            municipality.in_fyrbodal,
            "{municipality:?}"
        );
    }
}

#[test]
fn a_code_outside_the_region_is_a_code_all_the_same() {
    let uddevalla = code("1485");
    assert!(uddevalla.in_region() && uddevalla.in_fyrbodal());
    assert_eq!(uddevalla.name(), Some("Uddevalla"));
    let gothenburg = code("1480");
    assert!(gothenburg.in_region() && !gothenburg.in_fyrbodal());
    let upplands_vasby = code("0114");
    assert!(!upplands_vasby.in_region());
    assert_eq!(upplands_vasby.name(), None);
    assert_eq!(upplands_vasby.as_str(), "0114");
    for text in ["", "148", "14855", "148a", "0000"] {
        assert!(MunicipalityCode::parse(text).is_err(), "{text}");
    }
    assert_eq!(code("１４８５").as_str(), "1485");
    assert_eq!(serde_json::to_string(&upplands_vasby).unwrap(), "\"0114\"");
    assert_eq!(
        serde_json::from_str::<MunicipalityCode>("\"0114\"").unwrap(),
        upplands_vasby
    );
    assert!(serde_json::from_str::<MunicipalityCode>("\"x\"").is_err());
}

#[test]
fn a_municipality_is_found_by_its_name_as_people_write_it() {
    for name in [
        "Vänersborg",
        "vänersborg",
        "Vänersborgs kommun",
        " VÄNERSBORG ",
    ] {
        assert_eq!(
            municipality_named(name).map(|m| m.code),
            Some(code("1487")),
            "{name}"
        );
    }
    assert_eq!(
        municipality_named("Bengtsfors kommun").map(|m| m.name),
        Some("Bengtsfors")
    );
    assert_eq!(municipality_named("Stockholm"), None);
}

#[test]
fn a_postal_code_is_read_with_or_without_space() {
    for text in ["466 31", "46631", " 466  31 ", "466\u{a0}31", "SE-466 31"] {
        assert_eq!(postal(text).as_str(), "46631", "{text}");
        assert_eq!(postal(text).shown(), "466 31", "{text}");
    }
    for text in ["", "4663", "466311", "0466 3", "01234", "4663x", "466-31"] {
        assert!(PostalCode::parse(text).is_err(), "{text}");
    }
    assert_eq!(
        serde_json::to_string(&postal("466 31")).unwrap(),
        "\"46631\""
    );
    assert_eq!(format!("{:?}", postal("466 31")), "[postal code]");
}

#[test]
fn fyrbodals_localities_are_built_in_with_their_attribution() {
    assert_eq!(places().len(), 63);
    assert!(locality_source().contains("GeoNames, CC BY 4.0"));
    for place in places() {
        assert!(place.municipality.in_fyrbodal(), "{place:?}");
    }
    for municipality in municipalities().iter().filter(|m| m.in_fyrbodal) {
        assert!(
            places()
                .iter()
                .any(|place| place.municipality == municipality.code)
        );
    }
}

#[test]
fn a_postal_code_suggests_a_municipality_or_says_that_it_cannot_tell() {
    // Sydkoster's own code is inside Strömstad's range: the narrower range comes first.
    let found = places_for_postal_code(postal("452 05"));
    let names: Vec<&str> = found.iter().map(|place| place.locality).collect();
    assert_eq!(names[..2], ["Sydkoster", "Strömstad"]);
    assert_eq!(likely_municipality(postal("452 05")), Some(code("1486")));
    assert_eq!(likely_municipality(postal("461 30")), Some(code("1488")));
    assert_eq!(likely_municipality(postal("111 22")), None);

    // Ed's codes are in no other range.
    assert_eq!(
        municipality_of_postal_code(postal("668 10")),
        PostalMunicipality::One(code("1438"))
    );

    // Brålanda's range overlaps Trollhättan's.
    let both = municipality_of_postal_code(postal("461 30"));
    assert_eq!(
        both,
        PostalMunicipality::Several(vec![code("1487"), code("1488")])
    );
    assert!(!both.contradicts(code("1488")));
    assert!(both.contradicts(code("1485")));

    assert_eq!(
        municipality_of_postal_code(postal("111 22")),
        PostalMunicipality::Unknown
    );
    assert!(!municipality_of_postal_code(postal("111 22")).contradicts(code("1485")));
}

#[test]
fn distances_are_those_of_the_map() {
    // Uddevalla to Vänersborg about 23 km, Trollhättan to Vänersborg about 11 km as the crow flies.
    let from_uddevalla = distance_km(place("Uddevalla"), place("Vänersborg"));
    assert!((22.0..24.0).contains(&from_uddevalla), "{from_uddevalla}");
    let from_trollhattan = distance_km(place("Trollhättan"), place("Vänersborg"));
    assert!(
        (10.5..11.5).contains(&from_trollhattan),
        "{from_trollhattan}"
    );
    // A degree of latitude; half way round.
    assert!((distance_km(position(58.0, 12.0), position(59.0, 12.0)) - 111.195).abs() < 0.01);
    assert!((distance_km(position(0.0, 0.0), position(0.0, 180.0)) - 20_015.1).abs() < 1.0);
    assert_eq!(Position::new(91.0, 0.0), None);
    assert_eq!(Position::new(f64::NAN, 0.0), None);
}

// covers: V6B.6
// covers: V6B.9
#[test]
fn units_are_ranked_by_where_the_person_stays() {
    let units = [
        ("Åmål", Some(place("Åmål"))),
        ("Rehab utan adress", None),
        ("Uddevalla, Dagson", Some(place("Uddevalla"))),
        ("Uddevalla, Herrestad", Some(place("Uddevalla"))),
        ("Ljungskile", Some(place("Ljungskile"))),
        ("Enhet utan adress", None),
    ];
    let ranked = rank_nearest(place("Uddevalla"), units, |unit| unit.1);
    let order: Vec<&str> = ranked.iter().map(|ranked| ranked.item.0).collect();
    assert_eq!(
        order,
        [
            "Uddevalla, Dagson",
            "Uddevalla, Herrestad",
            "Ljungskile",
            "Åmål",
            "Rehab utan adress",
            "Enhet utan adress",
        ]
    );
    assert_eq!(ranked[0].distance_km, Some(0.0));
    assert_eq!(ranked[4].distance_km, None);

    let from_amal = rank_nearest(place("Tösse"), units, |unit| unit.1);
    assert_eq!(
        from_amal[0].item.0, "Åmål",
        "the same units, from where the person now stays"
    );
}

#[test]
fn geonames_postal_codes_are_read_row_by_row() {
    let text = "\u{feff}SE\t466 31\tSollebrunn\tVästra Götaland\t28\tAlingsås\t1489\t\t\t58.1169\t12.5331\t4\r\n\
        \r\n\
        SE\t451 40\tUddevalla\tVästra Götaland\t28\tUddevalla\t1485\t\t\t58.3478\t11.9424\t\n\
        SE\t111 00\tBox\tStockholm\tAB\t\t\t\t\t59.3\t18.0\t1\n";
    let rows = read_postal_rows(text).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].postal_code, postal("466 31"));
    assert_eq!(rows[0].place, "Sollebrunn");
    assert_eq!(rows[0].municipality, Some(code("1489")));
    assert_eq!(rows[0].municipality_name, "Alingsås");
    assert!((rows[0].position.lat() - 58.1169).abs() < 1e-9);
    assert!((rows[0].position.lon() - 12.5331).abs() < 1e-9);
    assert_eq!(rows[2].municipality, None);
    let said = PostalMunicipality::among(rows.iter().filter_map(|row| row.municipality));
    assert_eq!(
        said,
        PostalMunicipality::Several(vec![code("1485"), code("1489")])
    );
}

#[test]
fn every_wrong_line_of_a_postal_file_is_named_by_its_number() {
    let text = "SE\t466 31\tSollebrunn\tVästra Götaland\t28\tAlingsås\t1489\t\t\t58.1\t12.5\t4\n\
        SE;466 31;Sollebrunn\n\
        NO\t466 31\tX\t\t\t\t\t\t\t58.1\t12.5\t4\n\
        SE\t466\tX\t\t\t\t\t\t\t58.1\t12.5\t4\n\
        SE\t466 31\t\t\t\t\t\t\t\t58.1\t12.5\t4\n\
        SE\t466 31\tX\t\t\t\t148\t\t\t58.1\t12.5\t4\n\
        SE\t466 31\tX\t\t\t\t\t\t\t58,1\t12.5\t4\n";
    let mistakes = read_postal_rows(text).unwrap_err();
    let found: Vec<(usize, PostalRowProblem)> = mistakes
        .iter()
        .map(|mistake| (mistake.line, mistake.problem.clone()))
        .collect();
    assert_eq!(
        found,
        [
            (2, PostalRowProblem::Columns { found: 1 }),
            (3, PostalRowProblem::NotSweden),
            (4, PostalRowProblem::PostalCode),
            (5, PostalRowProblem::NoPlace),
            (6, PostalRowProblem::Municipality),
            (7, PostalRowProblem::Position),
        ]
    );
    assert!(
        mistakes[0]
            .to_string()
            .starts_with("Rad 2: raden har 1 kolumner")
    );
    assert_eq!(
        read_postal_rows("\n").unwrap_err()[0].problem,
        PostalRowProblem::Empty
    );
}

proptest! {
    #[test]
    fn distance_is_the_same_both_ways_and_never_shorter_by_a_detour(
        (a_lat, a_lon, b_lat, b_lon, c_lat, c_lon) in
            (55.0..69.0_f64, 11.0..24.0_f64, 55.0..69.0_f64, 11.0..24.0_f64, 55.0..69.0_f64, 11.0..24.0_f64),
    ) {
        let (a, b, c) = (position(a_lat, a_lon), position(b_lat, b_lon), position(c_lat, c_lon));
        prop_assert!((distance_km(a, b) - distance_km(b, a)).abs() < 1e-9);
        prop_assert!(distance_km(a, b) <= distance_km(a, c) + distance_km(c, b) + 1e-6);
    }

    #[test]
    fn ranking_loses_no_unit_and_puts_none_before_a_nearer_one(
        points in prop::collection::vec(prop::option::of((55.0..69.0_f64, 11.0..24.0_f64)), 0..20),
    ) {
        let from = place("Vänersborg");
        let ranked = rank_nearest(from, points.iter().enumerate(), |(_, point)| {
            point.and_then(|(lat, lon)| Position::new(lat, lon))
        });
        prop_assert_eq!(ranked.len(), points.len());
        for pair in ranked.windows(2) {
            let far = |index: usize| pair[index].distance_km.unwrap_or(f64::INFINITY);
            prop_assert!(far(0) < far(1) || (far(0) <= far(1) && pair[0].item.0 < pair[1].item.0));
        }
    }

    #[test]
    fn whatever_is_in_a_postal_file_is_read_or_refused(text in any::<String>()) {
        match read_postal_rows(&text) {
            Ok(rows) => prop_assert!(!rows.is_empty()),
            Err(mistakes) => prop_assert!(mistakes.iter().all(|mistake| mistake.line >= 1)),
        }
    }
}
