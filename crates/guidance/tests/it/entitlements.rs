//! What a person is entitled to follows group and age, day by day.

use guidance::{Entitlement, entitlement};
use jiff::civil::{Date, date};
use serde_json::json;

use crate::walk::{LIBRARY, Walk};

fn on(group: &str, birth: &str, day: Date) -> Entitlement {
    let walk = Walk::opened(&json!({"group": group, "birth_date": birth}));
    entitlement(&walk.case, &LIBRARY, day).unwrap()
}

// covers: V3.2
#[test]
fn an_adult_has_the_nine_kinds_of_care_with_the_statute_of_the_group() {
    for (group, statute) in [
        ("asylum_seeker", "2008:344"),
        ("mass_refugee", "2008:344"),
        ("without_permits", "2013:407"),
    ] {
        let found = on(group, "1990-01-01", date(2026, 3, 5));
        assert!(!found.child);
        assert!(
            found.statute.as_deref().unwrap().contains(statute),
            "{group}"
        );
        let said = found.items.join("\n").to_lowercase();
        for care in [
            "omedelbar vård",
            "vård som inte kan anstå",
            "mödrahälsovård",
            "förlossningsvård",
            "preventivmedelsrådgivning",
            "abort",
            "smittskyddslagen",
            "omedelbar tandvård",
            "tandvård som inte kan anstå",
        ] {
            assert!(said.contains(care), "{group}: {care}");
        }
    }
}

// covers: V3.7
#[test]
fn an_unestablished_case_names_no_statute() {
    let found = on("unestablished", "1990-01-01", date(2026, 3, 5));
    assert_eq!(found.statute, None);
    assert_eq!(
        found.items,
        on("asylum_seeker", "1990-01-01", date(2026, 3, 5)).items
    );
}

// covers: V3.3, V3.4
#[test]
fn turning_18_changes_what_is_shown_from_that_day() {
    for group in [
        "asylum_seeker",
        "mass_refugee",
        "without_permits",
        "unestablished",
    ] {
        let before = on(group, "2008-06-01", date(2026, 5, 31));
        let after = on(group, "2008-06-01", date(2026, 6, 1));
        assert!(before.child && !after.child, "{group}");
        assert!(before.heading.contains("folkbokförda"), "{group}");
        assert!(before.devices.contains("folkbokförda barn"), "{group}");
        assert!(after.devices.contains("Förskrivaren avgör"), "{group}");
        assert!(after.devices.contains("Regionen betalar"), "{group}");
        assert_ne!(before.items, after.items, "{group}");
    }
}
