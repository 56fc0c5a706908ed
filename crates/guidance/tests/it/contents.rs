//! What the documents themselves must hold: references, conflicts, contacts, rules.

use std::collections::BTreeSet;

use guidance::{pack::ShownAt, requirement::requirement_ids};

use crate::walk::LIBRARY;

fn vagledning() -> &'static guidance::Pack {
    LIBRARY.pack("vagledning-fyrbodal@2025-07-01").unwrap()
}

fn checklista() -> &'static guidance::Pack {
    LIBRARY.pack("checklista-hemsjukvard@2022-05-04").unwrap()
}

fn rule(id: &str) -> String {
    [vagledning(), checklista()]
        .iter()
        .find_map(|pack| pack.rule(id))
        .map(|rule| {
            let beside = rule.additions.iter().map(|addition| addition.text.as_str());
            let all: Vec<&str> = std::iter::once(rule.text.as_str()).chain(beside).collect();
            all.join(" ")
        })
        .unwrap_or_default()
}

// covers: V2.1
#[test]
fn every_governing_document_and_link_is_a_reference() {
    let titles: Vec<&str> = vagledning()
        .references
        .iter()
        .map(|reference| reference.title.as_str())
        .collect();
    for named in [
        "Vera Asyl",
        "Rutin vid hälso- och sjukvård i hemmet",
        "Hälso- och sjukvårdsavtalet",
        "Socialtjänstlag (2001:453)",
        "Lag (1994:137)",
        "Kommunal primärvård i annan kommun",
        "närhetsprincipen vårdcentral",
        "närmaste rehabenheten",
        "Samordnad individuell plan",
        "GITS",
        "lathund SIP",
        "Web Sesam",
        "Beställning av sjukresa",
        "Hälso- och sjukvård för asylsökande, Migrationsverket",
    ] {
        assert!(
            titles.iter().any(|title| title.contains(named)),
            "{named} is missing"
        );
    }
    let links: Vec<&str> = checklista()
        .references
        .iter()
        .map(|reference| reference.url.as_str())
        .collect();
    for link in [
        "asylsokande-och-personer-utan-tillstand/halso--och-sjukvard",
        "https://www.migrationsverket.se/",
        "rs6895-709264483-555",
        "fakturering-asylsokande-och",
        "hemsjukvardochhemtjanst",
        "regionservice.vgregion.se/lmn/sesamlmn",
        "guider-manuella-kundordrar",
        "Andra-aktorer/Apotek.html",
        "ofullst%E4ndigt%20personnummer",
        "vard-om-du-ar-asylsokande-eller-saknar-tillstand",
    ] {
        assert!(
            links.iter().any(|url| url.contains(link)),
            "{link} is missing"
        );
    }
    for pack in [vagledning(), checklista()] {
        for reference in &pack.references {
            assert!(!reference.governs.is_empty() && reference.url.starts_with("https://"));
        }
        let slugs: BTreeSet<&str> = pack
            .references
            .iter()
            .map(|reference| reference.slug.as_str())
            .collect();
        assert_eq!(slugs.len(), pack.references.len());
    }
}

// covers: X2
#[test]
fn every_disagreement_shows_both_sides_and_which_governs() {
    let conflicts = &vagledning().conflicts;
    let cited: Vec<String> = conflicts
        .iter()
        .map(|conflict| format!("{} {}", conflict.older_citation, conflict.later_citation))
        .collect();
    assert_eq!(conflicts.len(), 11);
    for ids in [
        vec!["C9.1.8", "V5.3"],
        vec!["C1.1", "C3.1", "V6B.7"],
        vec!["C7.1", "V8.1"],
        vec!["C3.2", "C8.1", "C9.1.5", "V4.4"],
        vec!["C5.2", "V6B.15"],
        vec!["C7.3", "V7A.9"],
        vec!["C9.1.1", "C9.1.19"],
        vec!["C7.4", "V8.2"],
        vec!["C4.1", "V6B.7"],
        vec!["C8.1", "V6B.14"],
    ] {
        assert!(
            cited
                .iter()
                .any(|both| ids.iter().all(|id| both.contains(id))),
            "no conflict cites {ids:?}"
        );
    }
    assert!(
        conflicts
            .iter()
            .any(|conflict| conflict.title == "Massflyktingar")
    );
    for conflict in conflicts {
        assert!(!conflict.older.is_empty() && !conflict.later.is_empty());
        assert!(
            ["Vårdbron", "Vägledningen", "Båda"]
                .iter()
                .any(|word| conflict.governs.contains(word))
        );
    }
}

// covers: VB1.1
#[test]
fn migrationsverkets_contacts_are_functions_with_hours_mailbox_and_address() {
    let contact = &vagledning().contacts[0];
    assert_eq!(contact.phone.as_deref(), Some("010-48 53 271"));
    assert_eq!(
        contact.hours.unwrap().swedish(),
        "måndag–fredag klockan 08.00–12.00"
    );
    assert_eq!(
        contact.mailbox.as_deref(),
        Some("vanersborg@migrationsverket.se")
    );
    assert_eq!(
        contact.post.last().map(String::as_str),
        Some("462 23 Vänersborg")
    );
    let ids: Vec<&str> = contact
        .functions
        .iter()
        .map(|function| &*function.id)
        .collect();
    assert_eq!(
        ids,
        [
            "teamledare-handlaggare",
            "beslutsfattare",
            "handlaggare-ibo",
            "teamledare-boendet"
        ]
    );
    assert!(
        contact
            .functions
            .iter()
            .any(|function| function.task.contains("6 A steg 9"))
    );
    let developer = &checklista().contacts[0].functions[0];
    assert!(developer.title.starts_with("Regionutvecklare"));
}

#[test]
fn every_requirement_stands_in_a_step_or_a_rule_of_one_of_the_documents() {
    for id in requirement_ids() {
        let found = [vagledning(), checklista()]
            .iter()
            .any(|pack| pack.step(id).is_some() || pack.rule(id).is_some());
        assert!(found, "{id}");
    }
}

#[test]
fn each_row_of_sections_6_and_7_stands_once_and_in_order() {
    for pathway in &vagledning().pathways {
        let prefix = format!("V{}.", pathway.code());
        let own: Vec<u32> = pathway
            .step_ids()
            .filter_map(|id| id.strip_prefix(&prefix))
            // A part of a row, such as V6A.4.2, is no row of its own.
            .filter(|row| !row.contains('.'))
            .map(|row| row.parse().unwrap())
            .collect();
        let rows = requirement_ids()
            .into_iter()
            .filter_map(|id| id.strip_prefix(&prefix))
            .filter(|row| !row.contains('.'))
            .count();
        assert_eq!(
            own,
            (1..=u32::try_from(rows).unwrap()).collect::<Vec<_>>(),
            "{prefix}"
        );
    }
}

#[test]
fn bullets_are_cited_without_a_step_number() {
    for row in 4..=15 {
        let step = vagledning().step(&format!("V6B.{row}")).unwrap();
        assert_eq!(step.citation, "avsnitt 6 B");
    }
    assert_eq!(
        vagledning().step("V6B.3").unwrap().citation,
        "avsnitt 6 B steg 3"
    );
}

// covers: V3.8
#[test]
fn reporting_is_told_in_neutral_and_dated_words() {
    let text = rule("V3.8");
    assert!(text.contains("november 2026") && text.contains("förslag"));
    let guidance = LIBRARY.guidance(vagledning());
    assert!(guidance.banner("reporting").contains("november 2026"));
}

// covers: V3.5
#[test]
fn the_card_is_said_to_be_no_identity_document_and_no_end_date_is_guessed() {
    let text = LIBRARY.guidance(vagledning()).banner("lma_card").to_owned();
    assert!(text.contains("ingen id-handling"));
    assert!(rule("V3.5").contains("Gissa aldrig ett slutdatum"));
}

// covers: V3.1
#[test]
fn no_text_names_the_municipality_as_principal() {
    let text = LIBRARY
        .guidance(vagledning())
        .banner("care_principal")
        .to_owned();
    assert!(
        text.contains("Västra Götalandsregionen är huvudman")
            && text.contains("hur patienten än bor")
    );
}

// covers: V4.1, V4.2, V4.3
#[test]
fn nursing_needs_under_lma_are_told_with_housing_and_institution() {
    assert!(rule("V4.1").contains("LSS") && rule("V4.1").contains("LMA"));
    assert!(rule("V4.2").contains("Restad Gård") && rule("V4.2").contains("eget boende"));
    assert!(rule("V4.3").contains("institutionsboende"));
}

// covers: V5.1, V5.5
#[test]
fn where_a_need_is_found_and_who_pays_is_told_with_its_correction() {
    assert!(
        ["utskrivning", "besök", "mottagningar"]
            .iter()
            .all(|word| rule("V5.1").contains(word))
    );
    let money = rule("V5.5");
    assert!(money.contains("schablonbelopp") && money.contains("stämmer inte helt"));
    assert!(!money.chars().any(|c| c.is_ascii_digit()), "no figure");
}

// covers: C1.1, C1.3, C1.4, C2.1, C2.3
#[test]
fn the_checklists_ground_rules_are_told_where_they_are_used() {
    assert!(rule("C1.1").contains("Bara vård som inte kan anstå"));
    assert!(rule("C1.3").contains("socialtjänst har inget ansvar"));
    assert!(rule("C1.4").contains("inte med fax eller e-post"));
    assert!(rule("C2.1").contains("XX-XXXXXX"));
    assert!(rule("C2.3").contains("reservnummer"));
    let shown = |id: &str| {
        checklista()
            .rule(id)
            .map(|rule| rule.shown.clone())
            .unwrap_or_default()
    };
    assert!(shown("C1.3").contains(&ShownAt::Parties));
    assert!(shown("C2.1").contains(&ShownAt::Case));
}

// covers: C3.2, C8.1
#[test]
fn other_housing_is_never_a_matter_for_migrationsverket_without_permits() {
    for id in ["C3.2", "C8.1"] {
        let text = rule(id);
        assert!(text.contains("Migrationsverket"), "{id}");
        assert!(
            text.contains("aldrig") && text.contains("utan nödvändiga tillstånd"),
            "{id}"
        );
    }
}

// covers: C9.1
#[test]
fn the_care_requests_headings_stand_in_the_forms_order() {
    let headings: Vec<&str> = checklista()
        .rules
        .iter()
        .filter(|rule| rule.id().starts_with("C9.1."))
        .map(|rule| rule.title.as_str())
        .collect();
    assert_eq!(headings.len(), 21);
    assert_eq!(
        (headings[0], headings[7], headings[20]),
        ("Kontakter", "Orsak till vårdbegäran", "Läkemedelshantering")
    );
}

#[test]
fn texts_are_swedish_prose_without_exclamation_marks_or_names_of_staff() {
    for (path, text) in guidance::builtin_files() {
        assert!(!text.contains('!'), "{path}");
        for word in ["SKA ", "papperslös", "Fyrbodol"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}
