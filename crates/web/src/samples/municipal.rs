use super::{frame_for, lines, rendered};
use crate::{
    html::{
        block::{Block, FactsView, TextPart, TextView},
        field::{Choice, FieldKind, FieldView},
        form::FormView,
        frame::{Frame, NavItem},
        part::{Fact, Link, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAct, TableView},
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
                Cell::acts(vec![RowAct::link(
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
        Choice::new("wound_dressing", "Såromläggning, 3 gånger i veckan"),
        Choice::new("medicine_handling", "Läkemedelsövertag, 2 gånger om dagen"),
    ];
    MunicipalQuestionPage {
        frame: frame("Förfrågan", "Förfrågningar"),
        crumbs: vec![Link::new("Förfrågningar", "/forfragningar")],
        heading: "Kan ni utföra insatserna?".to_owned(),
        lead: "Från NU-sjukvården, i dag 08.15.".to_owned(),
        facts: FactsView {
            heading: "Det här gäller frågan".to_owned(),
            facts: vec![
                Fact::text(
                    "Insatser",
                    "Såromläggning, 3 gånger i veckan. Läkemedelsövertag, 2 \
                     gånger om dagen.",
                ),
                Fact::text("Kommun", "Trollhättan"),
                Fact::number("Från och med", "2026-03-09"),
                Fact::number("Till och med", "2026-04-06"),
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
                        Choice::new("yes", "Ja, vi kan utföra insatserna"),
                        Choice::new("partly", "Delvis"),
                        Choice::new("no", "Nej"),
                        Choice::new("more_information", "Vi behöver veta mer"),
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
        protected: true,
        facts: vec![
            Fact::concealed("Nummer", "12-345678"),
            Fact::text("Adress", "Exempelgatan 1, Trollhättan"),
            Fact::text("Period", "9 mars–6 april 2026"),
        ],
        tabs: vec![
            NavItem::new("Vårdbegäran", "/arenden/x", true),
            NavItem::new("Plan", "/arenden/x/plan", false),
            NavItem::new("Överenskommelse", "/arenden/x/overenskommelse", false),
            NavItem::new("Utförda insatser", "/arenden/x/insatser", false),
        ],
        alerts: Vec::new(),
        heading: "Vårdbegäran".to_owned(),
        actions: vec![Link::main("Svara på vårdbegäran", "/arenden/x/svar", None)],
        blocks: vec![Block::Facts(FactsView {
            heading: "Uppdraget".to_owned(),
            facts: vec![Fact::text("Såromläggning", "3 gånger i veckan")],
            link: None,
        })],
        aside: vec![Block::Facts(FactsView {
            heading: "Parter".to_owned(),
            facts: vec![Fact::text("Region", "NU-sjukvården")],
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
