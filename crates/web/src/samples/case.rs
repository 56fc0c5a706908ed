mod parts;

use guidance::CaseTab;

use self::parts::{audiences, head, open_audiences, steps};
use super::{lines, rendered, ward_frame};
use crate::{
    case::page::{CaseStepPage, CaseTabPage, ConsentRow, NewsPanel},
    html::{
        audience_panel::{AudienceLine, AudiencePanel},
        block::Block,
        document::{DocumentPage, DocumentPart},
        field::{FieldChoice, FieldKind, FieldView, RowCell, RowsView, UnitChoice},
        form::{FormButton, FormView, RecipientPreview, RefusalNote},
        frame::TextSize,
        part::{Icon, PageLink, Tag, Tone},
        table::{Cell, Column, RowAction, TableView},
    },
};

fn purchase_form() -> FormView {
    let interventions = vec![
        FieldChoice::new("wound_dressing", "Såromläggning"),
        FieldChoice::new("medicine_handling", "Läkemedelsövertag"),
        FieldChoice::new("catheter_care", "Kateterskötsel"),
        FieldChoice::new("sampling", "Provtagning"),
    ];
    FormView {
        action: "/arenden/x/steg/tjanstekop".to_owned(),
        autosave: Some("/arenden/x/steg/tjanstekop/utkast".to_owned()),
        heading: "Fråga kommunal primärvård om tjänsteköp".to_owned(),
        eyebrow: "Steg 6".to_owned(),
        guidance_text: lines(&[
            "Avdelningen frågar ansvarig chef för den kommunala primärvården om insatserna kan \
             utföras i hemmet som tjänsteköp. Parten läggs till först när chefen har bekräftat, \
             och då under fiktiv kommun.",
        ]),
        citation: Some(parts::citation("Vägledningen 6 C steg 6", true)),
        fields: vec![
            FieldView::hidden("version", "5"),
            FieldView::new(
                "kommun",
                "Kommun dit patienten skrivs ut",
                FieldKind::Select(vec![FieldChoice::new("1488", "Trollhättan (från steg 4)")]),
            )
            .value("1488")
            .required(),
            FieldView::text("chef", "Ansvarig chef")
                .help("Från kontaktregistret, kontrollerad 12 februari.")
                .value("Enhetschef kommunal primärvård, Trollhättan")
                .required(),
            FieldView::new(
                "insatser",
                "Vilka insatser gäller frågan?",
                FieldKind::Checkboxes(interventions),
            )
            .help("Bara vård som inte kan anstå. Rehab köps inte av kommunen, den läggs i steg 7.")
            .value("wound_dressing")
            .value("medicine_handling")
            .required(),
            FieldView::text("omfattning", "Omfattning")
                .value("3 gånger i veckan")
                .half()
                .required(),
            FieldView::text("till", "Till och med")
                .value("2026-04-06")
                .half()
                .required(),
            FieldView::new(
                "svar",
                "Vad svarade chefen?",
                FieldKind::Radio(vec![
                    FieldChoice::new("yes", "Ja, kommunen kan utföra insatserna"),
                    FieldChoice::new("no", "Nej, eller bara en del av dem"),
                    FieldChoice::new("none", "Inget svar än, påminn mig i dag kl. 15.00"),
                ]),
            )
            .value("none")
            .required(),
        ],
        submit: "Spara och gå till nästa steg".to_owned(),
        secondary: vec![FormButton {
            label: "Spara och stäng".to_owned(),
            name: "sedan".to_owned(),
            value: "stang".to_owned(),
        }],
        draft_saved_at: Some("10.41".to_owned()),
        on_save: lines(&[
            "Ingenting skickas.",
            "När du ringer: säg insatser, omfattning och kommun. Säg inte namn, reservnummer eller \
             adress.",
        ]),
        ..FormView::default()
    }
}

fn protected_case() -> CaseStepPage {
    let mut frame = ward_frame("Ärende", "Ärenden");
    frame.has_steps = true;
    frame.print_notice = Some("Anteckna det du lämnar på papper under Kopior i ärendet. Karin Lind, torsdag 5 mars 2026 kl. 10.42.".to_owned());
    CaseStepPage {
        frame,
        head: head(true, CaseTab::Steps),
        steps: steps(true),
        form: Some(purchase_form()),
        below: Vec::new(),
        news: Some(NewsPanel {
            heading: "Nytt sedan i går 15.10".to_owned(),
            rows: vec![(
                "I dag 09.58".to_owned(),
                "Part lades till. Maria Ek".to_owned(),
            )],
            more: 2,
            href: "/arenden/x/handelser".to_owned(),
        }),
        audiences: audiences(),
        consents: vec![
            ConsentRow {
                title: "Ärende och informationsöverföring: ja".to_owned(),
                detail: "Inhämtat 2 mars av Karin Lind, tolk i dari".to_owned(),
            },
            ConsentRow {
                title: "SIP: inte inhämtat än".to_owned(),
                detail: "Behövs i steg 9".to_owned(),
            },
        ],
        consents_href: "/arenden/x/samtycken".to_owned(),
    }
}

/// An open case whose form is shown again with mistakes, with every kind of field.
fn case_with_faults() -> CaseStepPage {
    let row = |code: &str, times: &str, error: Option<&str>| {
        vec![
            RowCell::new(code),
            RowCell {
                value: times.to_owned(),
                error: error.map(str::to_owned),
                ..RowCell::default()
            },
            RowCell::new("week"),
        ]
    };
    let unit = |hsa_id: &str, name: &str, group: &str| UnitChoice {
        hsa_id: hsa_id.to_owned(),
        name: name.to_owned(),
        group: group.to_owned(),
    };
    let mut form = purchase_form();
    form.citation = Some(parts::citation("Vägledningen avsnitt 6 B", false));
    form.refusals = vec![RefusalNote {
        text: "Kommunens rehab kan inte läggas till. Välj en regionfinansierad rehabenhet."
            .to_owned(),
        citation: Some(parts::citation("Vägledningen avsnitt 5", false)),
    }];
    form.fields = vec![
        FieldView::heading("fragan", "Frågan").help("Den visar inte vem patienten är."),
        FieldView::new(
            "rader",
            "Insatser",
            FieldKind::Rows(parts::intervention_rows(
                vec![
                    FieldChoice::new("wound_dressing", "Såromläggning"),
                    FieldChoice::new("sampling", "Provtagning"),
                ],
                vec![
                    row("wound_dressing", "3", None),
                    row(
                        "sampling",
                        "ofta",
                        Some("Skriv antalet med siffror, till exempel 3"),
                    ),
                    row("", "", None),
                ],
            )),
        )
        .required(),
        FieldView::new(
            "enhet",
            "Enhet",
            FieldKind::UnitPicker(vec![
                unit(
                    "SE2321000131-E900000000011",
                    "Vårdcentralen Kungshöjd",
                    "Vårdcentraler",
                ),
                unit(
                    "SE2321000131-E900000000012",
                    "Vårdcentralen Dalaberg",
                    "Vårdcentraler",
                ),
                unit(
                    "SE2321000131-E900000000013",
                    "Rehabmottagning Nord",
                    "Regional rehab",
                ),
            ]),
        )
        .error("Välj en enhet")
        .required(),
        FieldView::new("start", "Från och med", FieldKind::Date)
            .value("31/2")
            .error("Det finns inget datum 31 februari. Skriv till exempel 2026-03-09")
            .half()
            .required(),
        FieldView::new("tid", "Klockslag", FieldKind::Time).half(),
        FieldView::new("antal", "Antal besök", FieldKind::Digits),
        FieldView::new("text", "Vad sa ni?", FieldKind::Textarea(4)).required(),
        FieldView::new("bilaga", "Bilaga", FieldKind::File(".pdf".to_owned())),
        FieldView::new("visat", "Jag har sett LMA-kortet", FieldKind::Checkbox)
            .error("Kryssa i när du har sett kortet")
            .required(),
        FieldView::new("", "", FieldKind::TextOnly).help("Hjälpmedel beställs i steg 7."),
    ];
    let mut page = protected_case();
    page.frame.print_notice = None;
    page.head = head(false, CaseTab::Steps);
    page.steps = steps(false);
    page.form = Some(form);
    page.audiences = open_audiences();
    page
}

fn check_page() -> CaseStepPage {
    let mut page = case_with_faults();
    page.form = Some(FormView {
        action: "/arenden/x/steg/inbjudan/skicka".to_owned(),
        heading: "Kontrollera innan du skickar".to_owned(),
        check: vec![RecipientPreview {
            name: "Migrationsverket Vänersborg".to_owned(),
            channel: "E-post till funktionsbrevlådan".to_owned(),
            text:
                "SIP-möte SIP 7KQ2-M4\nTisdag 10 mars 2026 kl. 13.00\nDeltagarna ska vara på plats."
                    .to_owned()
                    .into(),
            left_out: lines(&["Namn och LMA-nummer", "Avdelningens namn", "Diagnos"]),
        }],
        fields: vec![FieldView::hidden("hash", "abc")],
        submit: "Skicka till Migrationsverket".to_owned(),
        cancel: Some("/arenden/x".to_owned()),
        sends: true,
        on_save: lines(&[
            "Mejlet skickas till Migrationsverket.",
            "Det går inte att ta tillbaka.",
        ]),
        ..FormView::default()
    });
    page
}

fn section(tab: CaseTab, heading: &str, lead: &str, table: TableView) -> CaseTabPage {
    CaseTabPage {
        frame: ward_frame("Ärende", "Ärenden"),
        head: head(false, tab),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        blocks: vec![Block::Table(table)],
        ..CaseTabPage::default()
    }
}

fn table(columns: &[&str], rows: Vec<Vec<Cell>>) -> TableView {
    TableView {
        caption: columns[0].to_owned(),
        caption_hidden: true,
        columns: Column::all(columns),
        rows,
        empty: "Inget än.".to_owned(),
        ..TableView::default()
    }
}

fn parties() -> CaseTabPage {
    let name = "Vårdcentralen Kungshöjd";
    let rows = vec![vec![
        Cell::text(name),
        Cell::text("Vårdcentral"),
        Cell::text("4 mars 2026").with_small("Samtycke till ärendet 2 mars"),
        Cell::acts(vec![RowAction::link(
            "Ta bort",
            name,
            "/arenden/x/parter/p1/ta-bort",
        )]),
    ]];
    let mut page = section(
        CaseTab::Parties,
        "Parter",
        "De här enheterna ser ärendet.",
        table(&["Enhet", "Slag", "Sedan", "Gör"], rows),
    );
    page.head.audiences_href = "#vsv".to_owned();
    page.actions = vec![PageLink::main(
        "Lägg till part",
        "/arenden/x/parter/ny",
        Some(Icon::Plus),
    )];
    page.aside = vec![Block::Audiences(open_audiences())];
    page
}

fn copies() -> CaseTabPage {
    let acts = vec![RowAction::link(
        "Skriv ut",
        "kopia till patienten",
        "/arenden/x/kopior/patienten",
    )];
    let rows = vec![
        vec![
            Cell::text("Patienten").with_small("Svenska och arabiska"),
            Cell::text("Plan, version 2"),
            Cell::tag(Tag::toned("Inte utskriven", Tone::Warning)),
            Cell::acts(acts),
        ],
        vec![
            Cell::text("Migrationsverket Vänersborg").with_small("Per post, med följebrev"),
            Cell::text("Plan utan patientens egna ord"),
            Cell::tag(Tag::toned("Stoppad", Tone::Danger)).with_small("Gruppen ändrades 4 mars"),
            Cell::text(""),
        ],
    ];
    section(
        CaseTab::Copies,
        "Kopior",
        "Papper skrivs ut till en mottagare i taget och loggas.",
        table(&["Till", "Vad", "Läge", "Gör"], rows),
    )
}

fn plan() -> DocumentPage {
    let area = |value: &str| RowCell::new(value);
    let missing = RowCell {
        error: Some("Välj vem som ansvarar".to_owned()),
        ..RowCell::default()
    };
    let part = |label: &str, missing, filled, current| DocumentPart {
        label: label.to_owned(),
        href: "#f-behov-rubrik".to_owned(),
        filled,
        missing,
        current,
    };
    let responsible = vec![
        FieldChoice::new("kin", "Närstående (bror)"),
        FieldChoice::new("municipal", "Kommunal primärvård, tjänsteköp"),
    ];
    DocumentPage {
        frame: ward_frame("Plan", "SIP-möten"),
        head: head(false, CaseTab::Steps),
        heading: "Samordnad individuell plan".to_owned(),
        lead: "Utkast. Senast ändrad av Karin Lind i dag 10.39.".to_owned(),
        actions: vec![
            PageLink {
                icon: Some(Icon::Print),
                ..PageLink::new("Förhandsgranska utskrift", "/arenden/x/plan/utskrift")
            },
            PageLink::main("Granska och fastställ", "/arenden/x/plan/faststall", None),
        ],
        contents: vec![
            part("Patientens mål", 0, true, false),
            part("Behov och insatser", 1, false, true),
            part("Kopior", 0, false, false),
        ],
        form: FormView {
            action: "/arenden/x/plan".to_owned(),
            autosave: Some("/arenden/x/plan/utkast".to_owned()),
            fields: vec![
                FieldView::heading("mal-rubrik", "Patientens mål"),
                FieldView::new("mal", "Patientens egna ord", FieldKind::Textarea(3))
                    .help("Skriv i jag-form. Låt tolken läsa upp texten innan ni går vidare.")
                    .value("Jag vill kunna gå själv till butiken.")
                    .required(),
                FieldView::heading("behov-rubrik", "Behov och insatser"),
                FieldView::new(
                    "insatser",
                    "En rad för varje behov",
                    FieldKind::Rows(RowsView {
                        columns: parts::plan_columns(responsible),
                        rows: vec![
                            vec![
                                area("Hjälp vid dusch och påklädning"),
                                area("Stöd i hemmet"),
                                area("kin"),
                                area("Varje dag"),
                            ],
                            vec![
                                area("Gå säkert inomhus"),
                                area("Rollator"),
                                missing,
                                area(""),
                            ],
                        ],
                        add: "Lägg till rad".to_owned(),
                    }),
                )
                .required(),
            ],
            submit: "Spara".to_owned(),
            ..FormView::default()
        },
        audiences: AudiencePanel {
            sees: vec![AudienceLine::new("Avdelning 43, NÄL", "")],
            ..AudiencePanel::default()
        },
        aside: Vec::new(),
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let mut meeting = plan();
    meeting.frame.size = TextSize::Meeting;
    meeting.head.facts = Vec::new();
    let consents = section(
        CaseTab::Consents,
        "Samtycke",
        "Patienten kan ta tillbaka sitt samtycke när som helst.",
        table(
            &["Slag", "Svar", "Inhämtat", "Gör"],
            vec![vec![
                Cell::text("Samtycke till ärendet"),
                Cell::tag(Tag::toned("Ja", Tone::Success)).with_small("Muntligt, tolk i dari"),
                Cell::text("2 mars 2026").with_small("Karin Lind"),
                Cell::acts(vec![RowAction::link(
                    "Anteckna återtaget",
                    "samtycke till ärendet",
                    "/x",
                )]),
            ]],
        ),
    );
    let contacts = section(
        CaseTab::Contacts,
        "Samtalslogg",
        "Samtal, brev och möten med dem som inte har konto här.",
        table(
            &["När", "Med vem", "Hur", "Vad sades", "Av"],
            vec![vec![
                Cell::number("2026-03-04 10.15"),
                Cell::text("Migrationsverket Vänersborg"),
                Cell::text("Telefon"),
                Cell::text("Berättade att patienten är inlagd."),
                Cell::text("Karin Lind"),
            ]],
        ),
    );
    let events = section(
        CaseTab::Events,
        "Händelser",
        "Vad som har hänt och vem som har sett ärendet.",
        table(
            &["När", "Vem", "Vad"],
            vec![vec![
                Cell::number("2026-03-04 10.16"),
                Cell::text("Karin Lind").with_small("Avdelning 43, NÄL"),
                Cell::text("Antecknade ett samtal"),
            ]],
        ),
    );
    vec![
        ("arende-skyddat", rendered(&protected_case())),
        ("arende-fel", rendered(&case_with_faults())),
        ("arende-granska", rendered(&check_page())),
        ("parter", rendered(&parties())),
        ("samtycken", rendered(&consents)),
        ("samtalslogg", rendered(&contacts)),
        ("handelser", rendered(&events)),
        ("kopior", rendered(&copies())),
        ("plan", rendered(&plan())),
        ("plan-mote", rendered(&meeting)),
    ]
}

// covers: X1
#[test]
fn a_protected_case_prints_its_notice_only_and_says_what_vardbron_does_not_do() {
    let html = rendered(&protected_case());
    assert!(html.contains("data-utskrift=\"nej\""));
    assert!(html.contains("Den här sidan skrivs inte ut."));
    assert!(html.contains(
        "Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten. Din egen \
         skyldighet att anmäla oro för barn gäller ändå. Det gör du utanför Vårdbron."
    ));
    assert!(!rendered(&case_with_faults()).contains("data-utskrift"));
}

// covers: X1
#[test]
fn the_letter_of_a_protected_pathway_shows_on_demand_only() {
    let html = rendered(&protected_case());
    let outside: String = html
        .split("<details class=\"kalla-dold\">")
        .enumerate()
        .map(|(index, part)| match part.split_once("</details>") {
            Some((_, after)) if index > 0 => after,
            Some(_) | None => part,
        })
        .collect();
    assert!(html.contains("6 C"));
    assert!(!outside.contains("6 C"));
}

#[test]
fn faults_stand_on_top_with_a_link_to_each_field_and_the_text_is_kept() {
    let html = rendered(&case_with_faults());
    assert!(html.contains("4 uppgifter behöver rättas"));
    for id in ["f-rader.1.times", "f-enhet", "f-start", "f-visat"] {
        assert!(html.contains(&format!("href=\"#{id}\"")), "{id}");
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(html.contains("value=\"31/2\""));
}

#[test]
fn a_form_that_sends_is_out_of_reach_of_the_shortcut() {
    assert!(rendered(&check_page()).contains("data-sends"));
    assert!(!rendered(&protected_case()).contains("data-sends"));
}
