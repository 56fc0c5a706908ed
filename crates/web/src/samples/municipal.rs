use super::{frame_for, lines, rendered};
use crate::{
    html::{
        block::{Block, FactsView, TextPart, TextView},
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        frame::{Frame, NavItem},
        part::{FactRow, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    municipal::page::{MunicipalCasePage, MunicipalQuestionPage},
};

const MENU: [&str; 4] = [
    "Förfrågningar",
    "Pågående tjänsteköp",
    "Kontakter",
    "Vägledning",
];

fn frame(title: &str, current: &str) -> Frame {
    frame_for(
        title,
        "Eva Ström",
        "Kommunal primärvård, Trollhättan",
        &MENU,
        current,
    )
}

fn questions() -> PlainPage {
    PlainPage {
        frame: frame("Förfrågningar", "Förfrågningar"),
        heading: "Förfrågningar".to_owned(),
        lead: "Regionen frågar om ni kan utföra insatser. Frågan visar inte vem patienten är."
            .to_owned(),
        blocks: vec![Block::Table(TableView {
            caption: "Förfrågningar".to_owned(),
            caption_hidden: true,
            columns: Column::all(&["Fråga", "Kommun", "Från och med", "Läge", "Gör"]),
            rows: vec![vec![
                Cell::link("Såromläggning, 3 gånger i veckan", "/forfragningar/f1")
                    .with_small("Från NU-sjukvården i dag 08.15"),
                Cell::text("Trollhättan"),
                Cell::number("2026-03-09"),
                Cell::tag(Tag::toned("Väntar på svar", Tone::Warning)),
                Cell::acts(vec![RowAction::link(
                    "Svara",
                    "på frågan",
                    "/forfragningar/f1",
                )]),
            ]],
            empty: "Ingen fråga väntar på svar.".to_owned(),
            ..TableView::default()
        })],
        ..PlainPage::default()
    }
}

fn question() -> MunicipalQuestionPage {
    let interventions = vec![
        FieldChoice::new("wound_dressing", "Såromläggning, 3 gånger i veckan"),
        FieldChoice::new("medicine_handling", "Läkemedelsövertag, 2 gånger om dagen"),
    ];
    MunicipalQuestionPage {
        frame: frame("Förfrågan", "Förfrågningar"),
        crumbs: vec![PageLink::new("Förfrågningar", "/forfragningar")],
        heading: "Kan ni utföra insatserna?".to_owned(),
        lead: "Från NU-sjukvården, i dag 08.15.".to_owned(),
        facts: FactsView {
            heading: "Det här gäller frågan".to_owned(),
            facts: vec![
                FactRow::text(
                    "Insatser",
                    "Såromläggning, 3 gånger i veckan. Läkemedelsövertag, 2 \
                     gånger om dagen.",
                ),
                FactRow::text("Kommun", "Trollhättan"),
                FactRow::number("Från och med", "2026-03-09"),
                FactRow::number("Till och med", "2026-04-06"),
            ],
            link: None,
        },
        form: Some(FormView {
            action: "/forfragningar/f1".to_owned(),
            heading: "Svara".to_owned(),
            fields: vec![
                FieldView::new(
                    "svar",
                    "Ert svar",
                    FieldKind::Radio(vec![
                        FieldChoice::new("yes", "Ja, vi kan utföra insatserna"),
                        FieldChoice::new("partly", "Delvis"),
                        FieldChoice::new("no", "Nej"),
                        FieldChoice::new("more_information", "Vi behöver veta mer"),
                    ]),
                )
                .required(),
                FieldView::new(
                    "insatser",
                    "Om delvis: vilka?",
                    FieldKind::Checkboxes(interventions),
                ),
                FieldView::text("besvarad_av", "Din funktion")
                    .help("Till exempel enhetschef. Skriv inte ditt namn.")
                    .required(),
            ],
            submit: "Skicka svaret".to_owned(),
            sends: true,
            on_save: lines(&["NU-sjukvården får svaret. Säger ni ja kan ni bli part i ärendet."]),
            ..FormView::default()
        }),
        below: vec![Block::Text(TextView {
            heading: "Vad händer sedan?".to_owned(),
            parts: vec![TextPart::List(lines(&[
                "Ja eller delvis: ni läggs till som part och får en vårdbegäran.",
                "Nej: frågan försvinner härifrån.",
            ]))],
        })],
    }
}

fn case() -> MunicipalCasePage {
    MunicipalCasePage {
        frame: frame("Ärende", "Pågående tjänsteköp"),
        patient: "Testa Testsson, 34 år".to_owned(),
        facts: vec![
            FactRow::concealed("Nummer", "12-345678"),
            FactRow::text("Adress", "Exempelgatan 1, Trollhättan"),
            FactRow::text("Period", "9 mars–6 april 2026"),
        ],
        tabs: vec![
            NavItem::new("Vårdbegäran", "/arenden/x", true),
            NavItem::new("Plan", "/arenden/x/plan", false),
            NavItem::new("Överenskommelse", "/arenden/x/overenskommelse", false),
            NavItem::new("Utförda insatser", "/arenden/x/insatser", false),
        ],
        alerts: Vec::new(),
        heading: "Vårdbegäran".to_owned(),
        actions: vec![PageLink::main(
            "Svara på vårdbegäran",
            "/arenden/x/svar",
            None,
        )],
        blocks: vec![Block::Facts(FactsView {
            heading: "Uppdraget".to_owned(),
            facts: vec![FactRow::text("Såromläggning", "3 gånger i veckan")],
            link: None,
        })],
        aside: vec![Block::Facts(FactsView {
            heading: "Parter".to_owned(),
            facts: vec![FactRow::text("Region", "NU-sjukvården")],
            link: None,
        })],
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("forfragningar", rendered(&questions())),
        ("forfragan", rendered(&question())),
        ("kommunens-arende", rendered(&case())),
    ]
}
