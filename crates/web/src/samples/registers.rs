use super::{frame_for, lines, rendered, ward_frame};
use crate::{
    help::page::{AccessibilityPage, QuickGuidePage, ShortcutsPage},
    html::{
        block::{Block, ContactCard, ContactsView, EmptyState, TextPart},
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        part::{Filter, Icon, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
};

const MENU: [&str; 5] = ["Enheter", "Personal", "Vägledning", "Kontakter", "Taxor"];

fn contacts(edit: bool) -> PlainPage {
    let card = |name: &str| ContactCard {
        name: name.to_owned(),
        about: "Inläggning, SIP-möte och plats på institutionsboende".to_owned(),
        phone: Some("0000-00 00 00".to_owned()),
        hours: Some("Vardagar 08.00–12.00".to_owned()),
        email: Some("funktion@example.org".to_owned()),
        address: lines(&["Box 1", "000 00 Exempelstad"]),
        warning: Some("Kontakta aldrig om ett skyddat ärende.".to_owned()),
        checked: Some("Kontrollerad 12 februari 2026".to_owned()),
        edit: edit.then(|| "/kontakter/k1".to_owned()),
    };
    PlainPage {
        frame: ward_frame("Kontakter", "Kontakter"),
        heading: "Kontakter".to_owned(),
        lead: "Funktioner att nå utanför Vårdbron. Saknas något, säg till din administratör."
            .to_owned(),
        blocks: vec![
            Block::Contacts(ContactsView {
                heading: "Migrationsverket".to_owned(),
                contacts: vec![card("Migrationsverket Vänersborg")],
            }),
            Block::Contacts(ContactsView {
                heading: "Kommunal primärvård".to_owned(),
                contacts: vec![
                    card("Ansvarig chef, Trollhättan"),
                    card("Ansvarig chef, Uddevalla"),
                ],
            }),
        ],
        ..PlainPage::default()
    }
}

fn contact_edit() -> PlainPage {
    PlainPage {
        frame: frame_for(
            "Ändra kontakt",
            "Admin Adminsson",
            "Vårdbron",
            &MENU,
            "Kontakter",
        ),
        crumbs: vec![PageLink::new("Kontakter", "/kontakter")],
        heading: "Ändra kontakt".to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(FormView {
            action: "/kontakter/k1".to_owned(),
            fields: vec![
                FieldView::text("namn", "Funktion")
                    .value("Migrationsverket Vänersborg")
                    .required(),
                FieldView::text("telefon", "Telefon")
                    .value("0000-00 00 00")
                    .half(),
                FieldView::text("epost", "E-post").half(),
                FieldView::new("adress", "Postadress", FieldKind::Textarea(3)),
                FieldView::new("kontrollerad", "Kontrollerad", FieldKind::Date)
                    .value("2026-02-12")
                    .required(),
            ],
            submit: "Spara kontakten".to_owned(),
            cancel: Some("/kontakter".to_owned()),
            ..FormView::default()
        }))],
        ..PlainPage::default()
    }
}

fn units() -> PlainPage {
    let row = |name: &str, kind: &str| {
        vec![
            Cell::link(name, "/administration/enheter/e1").with_small("SE2321000131-E900000000001"),
            Cell::text(kind),
            Cell::text("Västra Götalandsregionen"),
            Cell::tag(Tag::toned("Används", Tone::Success)),
            Cell::acts(vec![
                RowAction::link("Ändra", name, "/administration/enheter/e1"),
                RowAction::post(
                    "Stäng",
                    name,
                    "/administration/enheter/e1/stang",
                    &[("version", "3")],
                ),
            ]),
        ]
    };
    PlainPage {
        frame: frame_for("Enheter", "Admin Adminsson", "Vårdbron", &MENU, "Enheter"),
        heading: "Enheter".to_owned(),
        actions: vec![PageLink::main(
            "Lägg till enhet",
            "/administration/enheter/ny",
            Some(Icon::Plus),
        )],
        filters: vec![
            Filter {
                label: "Alla".to_owned(),
                href: "?".to_owned(),
                current: true,
            },
            Filter {
                label: "Vårdavdelningar".to_owned(),
                href: "?".to_owned(),
                current: false,
            },
        ],
        blocks: vec![Block::Table(TableView {
            caption: "Enheter".to_owned(),
            caption_hidden: true,
            columns: Column::all(&["Enhet", "Slag", "Organisation", "Läge", "Gör"]),
            rows: vec![
                row("Avdelning 43, NÄL", "Vårdavdelning"),
                row("Vårdcentralen Kungshöjd", "Vårdcentral"),
            ],
            next: Some("?efter=x".to_owned()),
            ..TableView::default()
        })],
        ..PlainPage::default()
    }
}

fn staff() -> PlainPage {
    PlainPage {
        frame: frame_for("Personal", "Admin Adminsson", "Vårdbron", &MENU, "Personal"),
        heading: "Personal och uppdrag".to_owned(),
        blocks: vec![
            Block::Form(Box::new(
                FormView {
                    action: "/administration/personal".to_owned(),
                    heading: "Lägg till uppdrag".to_owned(),
                    fields: vec![
                        FieldView::text("hsa_id", "HSA-id för personen")
                            .required()
                            .half(),
                        FieldView::new(
                            "roll",
                            "Roll",
                            FieldKind::Select(vec![
                                FieldChoice::new("nurse", "Sjuksköterska"),
                                FieldChoice::new("physician", "Läkare"),
                            ]),
                        )
                        .required()
                        .half(),
                    ],
                    submit: "Lägg till uppdrag".to_owned(),
                    ..FormView::default()
                }
                .scoped("nytt"),
            )),
            Block::Table(TableView {
                caption: "Uppdrag".to_owned(),
                columns: Column::all(&["Person", "Roll", "Enhet", "Till och med"]),
                rows: vec![vec![
                    Cell::text("Karin Lind").with_small("SE2321000131-E900000000002"),
                    Cell::text("Sjuksköterska"),
                    Cell::text("Avdelning 43, NÄL"),
                    Cell::number("2026-12-31"),
                ]],
                ..TableView::default()
            }),
            Block::Table(TableView {
                caption: "Avslutade uppdrag".to_owned(),
                empty: "Inga avslutade uppdrag.".to_owned(),
                ..TableView::default()
            }),
        ],
        ..PlainPage::default()
    }
}

fn settings() -> PlainPage {
    let on_off = || vec![FieldChoice::new("on", "På"), FieldChoice::new("off", "Av")];
    PlainPage {
        frame: ward_frame("Inställningar", ""),
        heading: "Inställningar".to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(FormView {
            action: "/installningar".to_owned(),
            fields: vec![
                FieldView::new(
                    "farger",
                    "Färger",
                    FieldKind::Radio(vec![
                        FieldChoice::new("auto", "Som datorn"),
                        FieldChoice::new("light", "Ljust"),
                        FieldChoice::new("dark", "Mörkt"),
                    ]),
                )
                .value("auto")
                .required(),
                FieldView::new(
                    "genvagar",
                    "Genvägar med en tangent",
                    FieldKind::Radio(on_off()),
                )
                .help("Gäller / och ?. Stäng av om du använder röststyrning.")
                .value("on")
                .required(),
                FieldView::new(
                    "mejl",
                    "Mejla mig när jag har nytt i Vårdbron",
                    FieldKind::Checkbox,
                )
                .help("Mejlet säger bara att du har något nytt. Skyddade ärenden mejlas aldrig.")
                .value("ja"),
            ],
            submit: "Spara inställningarna".to_owned(),
            ..FormView::default()
        }))],
        ..PlainPage::default()
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let empty = PlainPage {
        frame: ward_frame("SIP-möten", "SIP-möten"),
        heading: "SIP-möten".to_owned(),
        blocks: vec![Block::Empty(EmptyState {
            heading: "Inget möte är bokat".to_owned(),
            text: "Kalla till SIP från ärendets steg.".to_owned(),
            link: Some(PageLink::new("Till inkorgen", "/inkorg")),
        })],
        ..PlainPage::default()
    };
    let reading = PlainPage::reading(
        ward_frame("Om Vårdbron", ""),
        "Om Vårdbron",
        vec![
            TextPart::Heading("Vad är det här?".to_owned(), "vad".to_owned()),
            TextPart::Paragraph("En tjänst för samordnad vård.".to_owned()),
            TextPart::Steps(lines(&["Logga in.", "Välj uppdrag."])),
            TextPart::Link(PageLink::new("Läs lathunden", "/lathund")),
        ],
    );
    let help = |title: &str| ward_frame(title, "");
    let accessibility = AccessibilityPage {
        frame: help("Tillgänglighet"),
        contact: Some("tillganglighet@example.org".to_owned()),
    };
    vec![
        ("kontakter", rendered(&contacts(true))),
        ("kontakt-andra", rendered(&contact_edit())),
        ("enheter", rendered(&units())),
        ("personal", rendered(&staff())),
        ("installningar", rendered(&settings())),
        ("tom", rendered(&empty)),
        ("om", rendered(&reading)),
        (
            "genvagar",
            rendered(&ShortcutsPage {
                frame: help("Genvägar"),
            }),
        ),
        (
            "lathund",
            rendered(&QuickGuidePage {
                frame: help("Lathund"),
            }),
        ),
        ("tillganglighet", rendered(&accessibility)),
    ]
}
