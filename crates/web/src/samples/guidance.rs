use super::{lines, rendered, ward_frame};
use crate::{
    guidance::page::{
        ConflictsPage, GuidancePage, GuidanceStep, PathwayLink, PathwayPage, SourceConflict,
    },
    html::{
        block::{Block, TextPart, TextView},
        part::{Alert, Citation, PageLink},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
};

fn crumbs() -> Vec<PageLink> {
    vec![PageLink::new("Vägledning", "/vagledning")]
}

fn overview() -> GuidancePage {
    let pathway = |label: &str, when: &str| PathwayLink {
        label: label.to_owned(),
        when: when.to_owned(),
        href: "/vagledning/inneliggande-a".to_owned(),
    };
    GuidancePage {
        frame: ward_frame("Vägledning", "Vägledning"),
        lead: "Vägledning version 1, gäller från 1 juli 2025 till 1 juli 2026.".to_owned(),
        alert: Some(Alert::guidance_expired("1 juli 2026", None)),
        pathways: vec![
            pathway(
                "6 A, inneliggande",
                "Asylsökande och massflyktingar med omvårdnadsbehov.",
            ),
            pathway(
                "6 B, inneliggande",
                "Asylsökande och massflyktingar utan omvårdnadsbehov.",
            ),
        ],
        chapters: vec![
            PageLink::new("Rätt till vård", "/vagledning/ratt-till-vard"),
            PageLink::new("Styrande dokument", "/vagledning/referenser"),
            PageLink::new("Där dokumenten säger olika", "/vagledning/skillnader"),
        ],
        blocks: vec![Block::Text(TextView {
            heading: "Om vägledningen".to_owned(),
            parts: vec![
                TextPart::Paragraph(
                    "Vägledningen är beslutad av Vårdsamverkan Fyrbodal.".to_owned(),
                ),
                TextPart::Quote(
                    lines(&["VGR köper inte insatser från den kommunala primärvårdens rehab."]),
                    Citation {
                        label: "Vägledningen avsnitt 5".to_owned(),
                        ..Citation::default()
                    },
                ),
            ],
        })],
    }
}

fn pathway() -> PathwayPage {
    PathwayPage {
        frame: ward_frame("Vägledning", "Vägledning"),
        crumbs: crumbs(),
        heading: "6 A, inneliggande".to_owned(),
        lead: "Vägledning version 1, gäller till 1 juli 2026.".to_owned(),
        intro: Some(TextView {
            heading: String::new(),
            parts: vec![TextPart::Paragraph(
                "Kontaktuppgifter till Migrationsverket finns under Kontakter.".to_owned(),
            )],
        }),
        steps: vec![
            GuidanceStep {
                anchor: "V6A.1".to_owned(),
                number: "1".to_owned(),
                title: "Patienten är inlagd".to_owned(),
                text: lines(&["Patienten läggs in på vårdavdelning i NU-sjukvården"]),
                source: "Vägledningen 6 A steg 1".to_owned(),
                who: "Avdelningen".to_owned(),
                ..GuidanceStep::default()
            },
            GuidanceStep {
                anchor: "V6A.2".to_owned(),
                number: "2".to_owned(),
                title: "Ring Migrationsverket".to_owned(),
                text: lines(&[
                    "Personal kontaktar per telefon Migrationsverket första helgfri vardag efter \
                     inläggning för att informera att patienten är inlagd på vårdavdelning.",
                ]),
                source: "Vägledningen 6 A steg 2".to_owned(),
                who: "Avdelningen".to_owned(),
                deadline: "Första helgfria vardagen efter inläggning, klockan 08.00–12.00."
                    .to_owned(),
                discloses: lines(&["Migrationsverket får veta att patienten är inlagd."]),
                differs: lines(&[
                    "Checklistan nämner ett annat första samtal. Vägledningen är nyare och gäller.",
                ]),
            },
        ],
    }
}

fn conflicts() -> ConflictsPage {
    let citation = |label: &str| Citation {
        label: label.to_owned(),
        ..Citation::default()
    };
    ConflictsPage {
        frame: ward_frame("Vägledning", "Vägledning"),
        crumbs: crumbs(),
        lead: "Vägledningen från 2025 är nyare än checklistan från 2022 och gäller.".to_owned(),
        conflicts: vec![SourceConflict {
            anchor: "rehab".to_owned(),
            topic: "Rehabilitering".to_owned(),
            older: (
                "Kommunens rehab kan få ett uppdrag.".to_owned(),
                citation("Checklistan, rehabilitering"),
            ),
            newer: (
                "VGR köper inte insatser från den kommunala primärvårdens rehab.".to_owned(),
                citation("Vägledningen avsnitt 5"),
            ),
            governs: "Kommunens rehab kan inte läggas till. Välj en regionfinansierad enhet."
                .to_owned(),
        }],
    }
}

fn references() -> PlainPage {
    PlainPage {
        frame: ward_frame("Styrande dokument", "Vägledning"),
        crumbs: crumbs(),
        heading: "Styrande och vägledande dokument".to_owned(),
        lead: "Länkarna leder ut från Vårdbron.".to_owned(),
        blocks: vec![Block::Table(TableView {
            caption: "Dokument".to_owned(),
            caption_hidden: true,
            columns: Column::all(&["Dokument", "Vad det styr", "Kommentar"]),
            rows: vec![vec![
                Cell::link(
                    "Lag (1994:137) om mottagande av asylsökande m.fl.",
                    "https://example.org/",
                ),
                Cell::text("Bistånd och boende"),
                Cell::text("Länken kontrollerad 12 februari 2026"),
            ]],
            ..TableView::default()
        })],
        ..PlainPage::default()
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("vagledning", rendered(&overview())),
        ("vagledning-spar", rendered(&pathway())),
        ("vagledning-skillnader", rendered(&conflicts())),
        ("vagledning-referenser", rendered(&references())),
    ]
}
