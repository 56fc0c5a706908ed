use guidance::CaseTab;

use crate::{
    case::{
        page::{StepRow, StepRowState, StepsPanel},
        tabs,
    },
    html::{
        audience_panel::{AudienceLine, AudiencePanel},
        case_header::CaseHeader,
        field::{FieldChoice, RowCell, RowColumn, RowsView},
        part::{Alert, Citation, FactRow, Tag},
    },
};

pub(super) fn citation(label: &str, on_demand: bool) -> Citation {
    Citation {
        label: label.to_owned(),
        href: Some("/vagledning/inneliggande#steg-6".to_owned()),
        on_demand,
    }
}

pub(super) fn head(protected: bool, tab: CaseTab) -> CaseHeader {
    let number = if protected {
        FactRow::concealed("Reservnummer", "850709R0AB")
    } else {
        FactRow::concealed("LMA-nummer", "12-345678")
    };
    CaseHeader {
        patient: "M. K., 34 år".to_owned(),
        tags: vec![if protected {
            Tag::protected()
        } else {
            Tag::asylum_seeker()
        }],
        protected,
        facts: vec![
            FactRow::number("Ärende", "P3WD-8RN"),
            number,
            FactRow::text("Plats", "Avd 43, sal 2"),
            FactRow::text("Utskrivningsklar", "Mån 9 mars"),
            FactRow::text("Språk", "Dari, tolk behövs"),
        ],
        audiences_href: "#vsv".to_owned(),
        tabs: tabs::tabs(tab, "/arenden/x"),
        alerts: if protected {
            vec![Alert::group_not_established()]
        } else {
            vec![Alert::guidance_expired("1 juli 2026", None)]
        },
    }
}

pub(super) fn steps(protected: bool) -> StepsPanel {
    let states = [
        (
            "Patienten är inlagd",
            StepRowState::Done,
            "Klart 2 mars",
            "",
        ),
        (
            "Samtycke till att starta ärendet",
            StepRowState::Done,
            "Klart 2 mars",
            "",
        ),
        (
            "Kommun och adress efter utskrivning",
            StepRowState::Done,
            "Klart 3 mars",
            "",
        ),
        (
            "Vårdcentral enligt närhetsprincipen",
            StepRowState::Done,
            "Klart 4 mars",
            "",
        ),
        ("Fråga om tjänsteköp", StepRowState::Started, "Pågår", ""),
        ("Hjälpmedel och rehab", StepRowState::Todo, "Att göra", ""),
        (
            "Boka tolk på plats",
            StepRowState::NotApplicable,
            "Inte aktuellt",
            "Ingen tolk behövs: patienten talar svenska",
        ),
        (
            "SIP-möte och plan",
            StepRowState::Waiting,
            "Väntar på steg 6",
            "",
        ),
    ];
    let row =
        |(index, (title, state, status, reason)): (usize, &(&str, StepRowState, &str, &str))| {
            let number = u32::try_from(index).unwrap() + 1;
            StepRow {
                number,
                title: (*title).to_owned(),
                href: "/arenden/x/steg/tjanstekop".to_owned(),
                citation: if protected {
                    String::new()
                } else {
                    "avsnitt 6 B".to_owned()
                },
                state: *state,
                status: (*status).to_owned(),
                reason: (*reason).to_owned(),
                current: *state == StepRowState::Started,
            }
        };
    StepsPanel {
        pathway: if protected {
            "Spår 6 C, inneliggande"
        } else {
            "Spår 6 B, inneliggande"
        }
        .to_owned(),
        on_demand: protected,
        done: 4,
        total: 7,
        steps: states.iter().enumerate().map(row).collect(),
    }
}

pub(super) fn audiences() -> AudiencePanel {
    AudiencePanel {
        protected: true,
        sees: vec![
            AudienceLine::new("Avdelning 43, NÄL", "Hela ärendet"),
            AudienceLine::new("Vårdcentralen Kungshöjd", "Hela ärendet, sedan 4 mars"),
        ],
        may_be_added: vec![AudienceLine::new(
            "Kommunal primärvård, Trollhättan",
            "När chefen svarat ja. Ser insatser och plan.",
        )],
        told_otherwise: Vec::new(),
        never: vec![
            AudienceLine::new("Migrationsverket", "Patienten kan själv ta kontakt"),
            AudienceLine::new("Socialtjänsten och biståndsenheten", "Kan inte läggas till"),
        ],
        citation: Some(citation("Vägledningen 6 C steg 2", true)),
    }
}

pub(super) fn open_audiences() -> AudiencePanel {
    AudiencePanel {
        protected: false,
        told_otherwise: vec![AudienceLine::new(
            "Migrationsverket Vänersborg",
            "Telefon och post. Inget konto här.",
        )],
        never: vec![AudienceLine::new(
            "Kommunens biståndsenhet",
            "Kan inte läggas till",
        )],
        citation: Some(citation("Vägledningen avsnitt 5", false)),
        ..audiences()
    }
}

/// Rows of interventions, as the form of a question to the municipality has them.
pub(super) fn intervention_rows(
    interventions: Vec<FieldChoice>,
    rows: Vec<Vec<RowCell>>,
) -> RowsView {
    let per = vec![
        FieldChoice::new("day", "dag"),
        FieldChoice::new("week", "vecka"),
    ];
    let column = |name: &str, label: &str, choices| RowColumn {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        long: false,
    };
    RowsView {
        columns: vec![
            column("code", "Insats", interventions),
            column("times", "Antal gånger", Vec::new()),
            column("per", "Per", per),
        ],
        rows,
        add: "Lägg till insats".to_owned(),
    }
}

pub(super) fn plan_columns(responsible: Vec<FieldChoice>) -> Vec<RowColumn> {
    let column = |name: &str, label: &str, choices, long| RowColumn {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        long,
    };
    vec![
        column("behov", "Behov", Vec::new(), true),
        column("insats", "Insats", Vec::new(), true),
        column("ansvarig", "Ansvarig part", responsible, false),
        column("omfattning", "Omfattning", Vec::new(), true),
    ]
}
