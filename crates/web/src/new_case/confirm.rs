//! The page before a case is opened: the answers, which pathway follows and why, and who may be
//! told according to the guard.

use app::Foreseen;
use disclosure::views::CaseView;
use vocabulary::{calendar::date_and_clock, choice::Choice as _, text::isolated};

use super::{MARK, question::OpeningQuestion};
use crate::{
    account::session::Signed,
    case::{audience_panel, opened_case::OpenedCase},
    html::{
        block::{Block, FactsView, TextPart, TextView},
        field::FieldView,
        form::{FormView, RefusalNote},
        part::{Alert, FactRow, PageLink, Tone},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{capital, reference},
};

pub(super) fn page(
    signed: &Signed,
    foreseen: &Foreseen,
    mark: &str,
    refusal: Option<RefusalNote>,
) -> PlainPage {
    let case = foreseen.case.view();
    let now = signed.app.now();
    let mut frame = signed.frame("Nytt ärende", MenuEntry::Cases);
    frame.print_notice = case
        .protected
        .then(|| "Ärendet är inte startat.".to_owned());
    let panel = audience_panel::panel(foreseen.audiences.view(), case.protected, now);
    PlainPage {
        frame,
        crumbs: vec![PageLink::new(
            "Till frågorna",
            &OpeningQuestion::Needs.address(),
        )],
        heading: "Kontrollera och starta ärendet".to_owned(),
        lead: "Ärendet finns inte än. Läs igenom och starta det längst ner.".to_owned(),
        alerts: alerts(foreseen),
        blocks: vec![
            Block::Text(pathway(case)),
            Block::Audiences(panel),
            Block::Form(Box::new(form(mark, refusal))),
        ],
        aside: facts(case).into_iter().map(Block::Facts).collect(),
        ..PlainPage::default()
    }
}

/// The page that says that there are no answers left to start a case with.
pub(super) fn nothing_left(signed: &Signed) -> PlainPage {
    PlainPage {
        frame: signed.frame("Nytt ärende", MenuEntry::Cases),
        heading: "Ärendet är redan startat, eller svaren är kastade".to_owned(),
        lead: "Du har gått vidare i en annan flik. Inget nytt har sparats.".to_owned(),
        crumbs: vec![
            PageLink::new("Inkorgen", "/inkorg"),
            PageLink::new("Nytt ärende", "/arenden/nytt"),
        ],
        ..PlainPage::default()
    }
}

/// The page that asks before a new case goes on from a closed one.
pub(super) fn going_on(opened: &OpenedCase, earlier: &CaseView, begun: bool) -> PlainPage {
    let mut frame = opened.signed.frame("Nytt ärende", MenuEntry::Cases);
    opened.dress(&mut frame);
    let base = opened.base();
    let alert = Alert {
        tone: Tone::Warning,
        heading: "Du har redan börjat på ett nytt ärende".to_owned(),
        text: "Starta det, eller börja om, innan du fortsätter från det här ärendet.".to_owned(),
        link: Some(PageLink::new("Till det påbörjade ärendet", "/arenden/nytt")),
        folded: false,
    };
    let form = FormView {
        action: format!("{base}/fortsatt"),
        heading: "Det här tas med".to_owned(),
        guidance_text: vec![
            "Namn, födelsedatum, nummer, språk och om tolk behövs fylls i från det avslutade ärendet. \
             Grupp, vårdform, behov och samtycken frågar du om på nytt, för de kan ha ändrats."
                .to_owned(),
            "Det avslutade ärendet ändras inte. I varje ärende syns det andra.".to_owned(),
        ],
        submit: "Börja på det nya ärendet".to_owned(),
        cancel: Some(base.clone()),
        on_save: vec!["Ingenting skickas, och ingen annan ser svaren.".to_owned()],
        ..FormView::default()
    };
    PlainPage {
        frame,
        crumbs: vec![PageLink::new("Det avslutade ärendet", &base)],
        heading: format!(
            "Nytt ärende som fortsätter, {}",
            isolated(&earlier.person.initials)
        ),
        lead: format!("Fortsätt från ärende {}.", reference(&earlier.id)),
        alerts: begun.then_some(alert).into_iter().collect(),
        blocks: (!begun)
            .then(|| Block::Form(Box::new(form)))
            .into_iter()
            .collect(),
        ..PlainPage::default()
    }
}

fn alerts(foreseen: &Foreseen) -> Vec<Alert> {
    let case = foreseen.case.view();
    let mut alerts = Vec::new();
    if case.stated_group != case.group {
        alerts.push(Alert {
            folded: false,
            tone: Tone::Warning,
            heading: "Gruppen är inte fastställd än".to_owned(),
            text: format!(
                "Du svarade {}, men det finns varken LMA-nummer eller annat underlag. Ärendet blir \
                 skyddat tills gruppen är fastställd.",
                case.stated_group.swedish().to_lowercase()
            ),
            link: Some(PageLink::new(
                "Lägg till underlag",
                &OpeningQuestion::Evidence.address(),
            )),
        });
    }
    alerts.extend(foreseen.warnings.iter().map(|warning| {
        Alert {
            tone: Tone::Warning,
            text: warning.detail.clone(),
            link: warning
                .case
                .map(|case| PageLink::new("Visa det ärendet", &format!("/arenden/{case}"))),
            ..Alert::default()
        }
    }));
    alerts
}

fn pathway(case: &CaseView) -> TextView {
    let heading = case.pathway.map_or_else(
        || "Den ordinarie rutinen gäller".to_owned(),
        |code| {
            let (section, letter) = code.split_at(code.len().min(1));
            format!("Ärendet följer spår {section} {letter}")
        },
    );
    let mut parts = vec![TextPart::Paragraph(case.pathway_reason.clone())];
    if case.provisional {
        parts.push(TextPart::Paragraph(
            "Spåret kan ändras när mer är känt. Stegen räknas då om, och det som redan är gjort \
             finns kvar."
                .to_owned(),
        ));
    }
    if case.protected {
        let told = if case.migration_agency_may_know {
            "Socialtjänsten får inget från Vårdbron. Kontakta Migrationsverket bara när ett steg i \
             ärendet säger det."
        } else {
            "Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten."
        };
        parts.push(TextPart::Paragraph(format!("Ärendet är skyddat. {told}")));
    }
    TextView { heading, parts }
}

fn facts(case: &CaseView) -> Vec<FactsView> {
    let card = |heading: &str, question: OpeningQuestion, facts: Vec<FactRow>| FactsView {
        heading: heading.to_owned(),
        facts,
        link: Some(PageLink::new("Ändra", &question.address())),
    };
    let yes = |value: bool| if value { "Ja" } else { "Nej" };
    let person = &case.person;
    let mut who = vec![
        FactRow::text("Namn", &person.name),
        FactRow::text("Födelsedatum", &person.born_in_words()),
    ];
    who.extend(
        person
            .identifiers
            .iter()
            .map(|known| FactRow::concealed(known.kind_name, &known.value)),
    );
    who.extend(
        person
            .room
            .iter()
            .map(|room| FactRow::text("Rum eller plats", room)),
    );
    if person.protected_identity == Some(true) {
        who.push(FactRow::text("Skyddad identitet", "Ja"));
    }
    let language = person
        .language_name
        .as_deref()
        .map_or_else(|| "Inte angivet".to_owned(), capital);
    vec![
        card("Patienten", OpeningQuestion::Person, who),
        card("Grupp", OpeningQuestion::Group, group(case)),
        card("Plats", OpeningQuestion::Place, place(case)),
        card(
            "Språk",
            OpeningQuestion::Language,
            vec![
                FactRow::text("Språk", &language),
                FactRow::text("Tolk behövs", yes(person.interpreter_needed)),
            ],
        ),
        card(
            "Behov",
            OpeningQuestion::Nursing,
            vec![
                FactRow::text("Omvårdnad", case.needs.nursing_need_name),
                FactRow::text(
                    "Hälso- och sjukvård i hemmet",
                    yes(case.needs.health_care_need),
                ),
                FactRow::text("Hjälpmedel", yes(case.needs.device_need)),
                FactRow::text(
                    "Rehabinsatser",
                    case.needs
                        .rehab_intervention_need
                        .map_or("Inte bedömt", yes),
                ),
                FactRow::text(
                    "Närstående",
                    person.kin.as_deref().unwrap_or("Ingen angiven"),
                ),
            ],
        ),
    ]
}

/// Where the patient is, and when admitted: the date as it was understood.
fn place(case: &CaseView) -> Vec<FactRow> {
    let mut facts = vec![FactRow::text("Var", case.setting_name)];
    let admitted = case.admitted_at.map(|at| capital(&date_and_clock(at.0)));
    facts.extend(admitted.map(|at| FactRow::text("Inlagd", &at)));
    facts
}

fn group(case: &CaseView) -> Vec<FactRow> {
    let mut facts = vec![FactRow::text("Grupp", case.group_name)];
    if let Some(evidence) = &case.group_evidence {
        facts.push(FactRow::text("Underlag", &evidence.text));
        facts.extend(
            evidence
                .verified_in
                .map(|found| FactRow::text("Kontrollerat i", found.swedish())),
        );
    }
    facts
}

fn form(mark: &str, refusal: Option<RefusalNote>) -> FormView {
    FormView {
        fields: vec![FieldView::hidden(MARK, mark)],
        refusals: refusal.into_iter().collect(),
        action: "/arenden/nytt/granska".to_owned(),
        heading: "Starta ärendet".to_owned(),
        submit: "Starta ärendet".to_owned(),
        cancel: Some("/inkorg".to_owned()),
        on_save: vec![
            "Ärendet skapas och din enhet samordnar det.".to_owned(),
            "Ingenting skickas.".to_owned(),
        ],
        ..FormView::default()
    }
}
