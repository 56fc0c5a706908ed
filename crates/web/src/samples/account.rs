use super::{lines, rendered, ward_frame};
use crate::{
    account::page::{
        AssignmentChoice, AssignmentsPage, DemoUserFilter, DemoUserRow, DemoUsers, LogInPage,
    },
    html::{
        block::Block,
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        frame::Frame,
        part::{Alert, Tone},
    },
    new_case::page::QuestionPage,
};

fn demo_user(user_name: &str, name: &str, role: &str, unit: &str) -> DemoUserRow {
    DemoUserRow {
        user_name: user_name.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        unit: unit.to_owned(),
        purpose: "Starta ett ärende på avdelningen".to_owned(),
    }
}

fn log_in() -> LogInPage {
    LogInPage {
        frame: Frame {
            title: "Logga in".to_owned(),
            ..Frame::default()
        },
        form: FormView {
            action: "/logga-in".to_owned(),
            heading: "Logga in".to_owned(),
            is_page: true,
            fields: vec![
                FieldView::text("anvandarnamn", "Användarnamn")
                    .required()
                    .autocomplete("username"),
                FieldView::new("losenord", "Lösenord", FieldKind::Password)
                    .required()
                    .autocomplete("current-password"),
            ],
            submit: "Logga in".to_owned(),
            ..FormView::default()
        },
        single_sign_on: Some("/logga-in/organisation".to_owned()),
        demo: Some(DemoUsers {
            password: "demo".to_owned(),
            users: vec![
                demo_user(
                    "ward-nurse",
                    "Karin Lind",
                    "Sjuksköterska",
                    "Avdelning 43, NÄL",
                ),
                demo_user(
                    "municipal-primary-care",
                    "Eva Ström",
                    "Enhetschef",
                    "Kommunal primärvård, Trollhättan",
                ),
                demo_user(
                    "social-services",
                    "Per Dahl",
                    "Handläggare",
                    "Biståndsenheten",
                ),
            ],
            more: Some(DemoUserFilter {
                open: true,
                fields: vec![
                    FieldView::new(
                        "kommun",
                        "Kommun",
                        FieldKind::Select(vec![FieldChoice::new("1488", "Trollhättan")]),
                    ),
                    FieldView::text("sok", "Namn, roll eller enhet"),
                ],
                found: vec![demo_user(
                    "ward-52-nurse",
                    "Mattias Öman",
                    "Vårdpersonal",
                    "Avdelning 52, NÄL",
                )],
            }),
        }),
    }
}

fn assignments() -> AssignmentsPage {
    let choice = |id: &str, unit: &str, role: &str, current| AssignmentChoice {
        id: id.to_owned(),
        unit: unit.to_owned(),
        role: role.to_owned(),
        current,
    };
    AssignmentsPage {
        frame: ward_frame("Välj uppdrag", ""),
        assignments: vec![
            choice(
                "a1",
                "Avdelning 43, NÄL",
                "Sjuksköterska, Västra Götalandsregionen",
                true,
            ),
            choice("a2", "Avdelning 52, NÄL", "Utskrivningskoordinator", false),
        ],
    }
}

fn question() -> QuestionPage {
    QuestionPage {
        frame: ward_frame("Nytt ärende", "Ärenden"),
        back: Some("/arenden/nytt".to_owned()),
        form: FormView {
            action: "/arenden/nytt/grupp".to_owned(),
            heading: "Vilken grupp hör patienten till?".to_owned(),
            is_page: true,
            eyebrow: "Nytt ärende, fråga 2 av 6".to_owned(),
            fields: vec![
                FieldView::new(
                    "grupp",
                    "Välj det som är styrkt",
                    FieldKind::Radio(vec![
                        FieldChoice {
                            help: "Har LMA-kort eller är kontrollerad i Vera Asyl.".to_owned(),
                            ..FieldChoice::new("asylum_seeker", "Asylsökande")
                        },
                        FieldChoice::new("mass_refugee", "Massflykting"),
                        FieldChoice::new(
                            "without_permits",
                            "Person som vistas i Sverige utan nödvändiga tillstånd",
                        ),
                        FieldChoice {
                            help: "Ärendet blir skyddat tills gruppen är fastställd.".to_owned(),
                            ..FieldChoice::new("unestablished", "Vet inte")
                        },
                    ]),
                )
                .required()
                .error("Välj ett alternativ. Välj Vet inte om du är osäker."),
            ],
            submit: "Fortsätt".to_owned(),
            cancel: Some("/inkorg".to_owned()),
            on_save: lines(&["Ingenting skickas och ingen annan ser ärendet än."]),
            ..FormView::default()
        },
        below: vec![Block::Alert(Alert {
            tone: Tone::Info,
            text: "LMA-kortet visar att personen är asylsökande. Det är ingen id-handling."
                .to_owned(),
            ..Alert::default()
        })],
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let mut failed = log_in();
    failed.form.refusals = vec![crate::html::form::RefusalNote {
        text: "Användarnamnet eller lösenordet stämmer inte.".to_owned(),
        citation: None,
    }];
    failed.demo = None;
    vec![
        ("logga-in", rendered(&log_in())),
        ("logga-in-fel", rendered(&failed)),
        ("uppdrag", rendered(&assignments())),
        ("nytt-arende", rendered(&question())),
    ]
}
