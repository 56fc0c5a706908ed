//! What has been recorded in a step, so that a finished step shows what was done.

use disclosure::views::{CaseView, EvaluationView, Recorded, StepView};
use guidance::{Library, Summary};
use jiff::Timestamp;
use vocabulary::{
    calendar::{long_date, relative_moment},
    choice::Choice as _,
};

use crate::html::{block::FactsView, part::FactRow};

/// Cards with what has been recorded by the commands of a step.
pub(super) fn of(
    library: &Library,
    view: &CaseView,
    step: &StepView,
    now: Timestamp,
) -> Vec<FactsView> {
    let writer = SummaryWriter { view, now };
    let summary = |command: &str| library.form(command).and_then(|form| form.summary);
    let mut seen: Vec<&str> = Vec::new();
    let mut cards = Vec::new();
    for action in &step.actions {
        let preset = |name: &str| action.preset.get(name).map(String::as_str);
        let command = action.command.as_str();
        let repeated = seen.contains(&command);
        seen.push(command);
        if repeated {
            continue;
        }
        let Some(summary) = summary(command) else {
            continue;
        };
        cards.extend(match summary {
            Summary::Contacts => writer.contacts(preset("audience"), preset("subject")),
            Summary::Consent => writer.consent(preset("kind")),
            Summary::Residence => writer.residence(),
            Summary::Meeting => writer.meeting(),
            Summary::Invitation => writer.invitation(),
            Summary::Interpreter => writer.interpreter(),
            Summary::Institution => writer.institution(),
            Summary::Transport => writer.transport(),
            Summary::Devices => writer.devices(),
            Summary::Certificate => writer.certificate(),
            Summary::Questions => writer.questions(),
            Summary::CareRequest => writer.care_request(),
            Summary::Plan => writer.plan(),
            Summary::FollowUp => writer.follow_up(),
            Summary::Housing => writer.housing(),
            Summary::Agreement => writer.agreement(),
            Summary::Ready => writer.ready(),
            Summary::Sheet => writer.sheet(),
            Summary::Routine => writer.routine(),
        });
    }
    // Two commands may show the same card.
    let mut headings: Vec<String> = Vec::new();
    cards.retain(|card: &FactsView| {
        let fresh = !headings.contains(&card.heading);
        headings.push(card.heading.clone());
        fresh
    });
    cards
}

struct SummaryWriter<'a> {
    view: &'a CaseView,
    now: Timestamp,
}

/// Each goal of a follow-up, how far it was reached, and why.
pub(crate) fn goals(evaluation: &EvaluationView) -> impl Iterator<Item = FactRow> {
    let goals = evaluation.goals.iter();
    goals.map(|goal| FactRow::text(&goal.goal, &goal.said))
}

fn card(heading: &str, facts: Vec<FactRow>) -> Option<FactsView> {
    (!facts.is_empty()).then(|| FactsView {
        heading: heading.to_owned(),
        facts,
        link: None,
    })
}

impl SummaryWriter<'_> {
    fn when(&self, at: disclosure::views::Moment) -> String {
        crate::pages::capital(&relative_moment(at.0, self.now))
    }

    fn noted<T>(&self, recorded: &Recorded<T>) -> FactRow {
        FactRow::text(
            "Antecknat",
            &format!("{}, {}", self.when(recorded.at), recorded.by),
        )
    }

    fn contacts(&self, audience: Option<&str>, subject: Option<&str>) -> Option<FactsView> {
        let fits = |found: &&disclosure::views::ContactView| {
            audience.is_none_or(|code| code == found.audience.code())
                && subject.is_none_or(|code| code == found.subject.code())
        };
        let contacts = self.view.contacts.iter().filter(fits);
        card(
            "Antecknade kontakter",
            contacts
                .map(|contact| {
                    let label = format!("{}, {}", contact.audience_name, self.when(contact.at));
                    FactRow::text(&label, &format!("{} ({})", contact.summary, contact.by))
                })
                .collect(),
        )
    }

    fn consent(&self, kind: Option<&str>) -> Option<FactsView> {
        let found = self
            .view
            .consents
            .iter()
            .find(|consent| Some(consent.kind.code()) == kind)?;
        card(
            found.kind_name,
            vec![
                FactRow::text("Svar", found.answer_name),
                FactRow::text(
                    "Lämnat",
                    &format!(
                        "{}, {}, {}",
                        self.when(found.given_at),
                        found.form.swedish().to_lowercase(),
                        found.by
                    ),
                ),
            ],
        )
    }

    fn residence(&self) -> Option<FactsView> {
        let found = self.view.residence.as_ref()?;
        card("Bostad", super::tabs::patient::residence(found))
    }

    fn meeting(&self) -> Option<FactsView> {
        let found = self.view.sip.meeting.as_ref()?;
        let meeting = &found.value;
        let mut facts = vec![
            FactRow::number("SIP-nummer", &self.view.sip.number),
            FactRow::text("Tid", &self.when(meeting.at)),
            FactRow::text("Form", meeting.form_name),
        ];
        let point = meeting.meeting_point.iter();
        facts.extend(point.map(|point| FactRow::text("Mötesplats", point)));
        facts.extend(
            meeting
                .link
                .iter()
                .map(|link| FactRow::number("Länk", link)),
        );
        let kin = if meeting.kin_invited { "Ja" } else { "Nej" };
        facts.push(FactRow::text("Närstående kallas", kin));
        facts.push(self.noted(found));
        card("SIP-mötet", facts)
    }

    fn invitation(&self) -> Option<FactsView> {
        let found = &self.view.sip.invitation;
        let mut facts = Vec::new();
        if let Some(sent) = found.sent_at {
            facts.push(FactRow::text("Skickad", &self.when(sent)));
        } else if let Some(queued) = found.queued_at {
            facts.push(FactRow::text(
                "Väntar på att skickas sedan",
                &self.when(queued),
            ));
        }
        card("Kallelse utan namn", facts)
    }

    fn interpreter(&self) -> Option<FactsView> {
        let found = self.view.interpreter.as_ref()?;
        let booked = &found.value;
        let mut facts = vec![
            FactRow::text("Språk", &crate::pages::capital(&booked.language_name)),
            FactRow::text("Tid", &self.when(booked.at)),
        ];
        let reference = booked.reference.iter();
        facts.extend(reference.map(|number| FactRow::number("Referens", number)));
        facts.push(self.noted(found));
        card("Tolk", facts)
    }

    fn institution(&self) -> Option<FactsView> {
        let found = self.view.institution.as_ref()?;
        let home = &found.value;
        let mut facts = vec![
            FactRow::text("Namn", &home.name),
            FactRow::number("Telefon", &home.phone),
        ];
        let address = home.address.iter();
        facts.extend(address.map(|address| FactRow::text("Adress", address)));
        facts.push(self.noted(found));
        card("Institutionsboende", facts)
    }

    fn transport(&self) -> Option<FactsView> {
        let found = self.view.transport.as_ref()?;
        let journey = &found.value;
        let ordered = if journey.ordered {
            "Beställd"
        } else {
            "Behövs inte"
        };
        let mut facts = vec![FactRow::text("Läge", ordered)];
        facts.extend(
            journey
                .destination
                .iter()
                .map(|to| FactRow::text("Resmål", to)),
        );
        facts.extend(journey.at.map(|at| FactRow::text("Tid", &self.when(at))));
        let reference = journey.reference.iter();
        facts.extend(reference.map(|number| FactRow::number("Referens", number)));
        facts.extend(journey.reason.iter().map(|why| FactRow::text("Skäl", why)));
        facts.push(self.noted(found));
        card("Sjuktransport", facts)
    }

    fn devices(&self) -> Option<FactsView> {
        let facts = self.view.devices.iter().map(|found| {
            let reference = found.value.reference.as_deref().unwrap_or("utan referens");
            FactRow::text(&found.value.device, &format!("{reference}, {}", found.by))
        });
        card("Beställda hjälpmedel", facts.collect())
    }

    fn certificate(&self) -> Option<FactsView> {
        let found = self.view.certificate.as_ref()?;
        card(
            "Läkarintyg",
            vec![FactRow::text("Styrker", &found.value), self.noted(found)],
        )
    }

    fn questions(&self) -> Option<FactsView> {
        let mut facts = Vec::new();
        for asked in &self.view.questions {
            let orders: Vec<&str> = asked
                .interventions
                .iter()
                .map(|order| order.text.as_str())
                .collect();
            let label = format!("{}, {}", asked.unit_name, self.when(asked.asked_at));
            facts.push(FactRow::text(&label, &orders.join(". ")));
            let answer = match (&asked.answer, asked.withdrawn) {
                (_, true) => "Frågan är tillbakatagen".to_owned(),
                (Some(answer), false) => {
                    let comment = answer.value.comment.as_deref().unwrap_or_default();
                    let by = &answer.value.answered_by;
                    format!("{} ({by}). {comment}", answer.value.answer_name)
                }
                (None, false) => "Väntar på svar".to_owned(),
            };
            facts.push(FactRow::text("Svar", answer.trim()));
        }
        card("Frågor till kommunen", facts)
    }

    fn care_request(&self) -> Option<FactsView> {
        let found = self.view.care_request.as_ref()?;
        let mut facts = vec![
            FactRow::text("Skickad", &self.when(found.sent_at)),
            FactRow::text("Frågeställning", &found.question),
            FactRow::text("Hälsotillstånd", &found.health_state),
            FactRow::text("Uppföljning", &found.follow_up),
        ];
        let medicines = found.medicines.iter();
        facts.extend(medicines.map(|text| FactRow::text("Läkemedelshantering", text)));
        facts.push(match &found.answer {
            Some(answer) => {
                let reason = answer.value.reason.as_deref().unwrap_or_default();
                let text = format!("{} ({}). {reason}", answer.value.answer_name, answer.by);
                FactRow::text("Kommunens beslut", text.trim())
            }
            None => FactRow::text("Kommunens beslut", "Väntar på svar"),
        });
        card("Vårdbegäran", facts)
    }

    fn plan(&self) -> Option<FactsView> {
        let found = self.view.sip.held.as_ref()?;
        let held = &found.value;
        let mut facts = vec![
            FactRow::number("SIP-nummer", &self.view.sip.number),
            FactRow::text("Hölls", &self.when(held.at)),
        ];
        if !held.attended.is_empty() {
            facts.push(FactRow::text("Med var", &held.attended.join(", ")));
        }
        let plan = &self.view.sip.plan;
        facts.extend(plan.agreed_at.map(|at| {
            let text = format!("Version {}, {}", plan.version, self.when(at));
            FactRow::text("Planen är fastställd", &text)
        }));
        facts.extend(self.view.sip.copies.iter().map(|copy| {
            let text = format!("{}, {}", copy.value.how_name, self.when(copy.value.at));
            FactRow::text(&format!("Kopia: {}", copy.value.recipient_name), &text)
        }));
        card("Planen", facts)
    }

    fn follow_up(&self) -> Option<FactsView> {
        let sip = &self.view.sip;
        let mut facts = Vec::new();
        if let Some(found) = &sip.follow_up {
            facts.push(FactRow::text("Tid", &self.when(found.value.at)));
            facts.push(FactRow::text("Huvudansvarig", &found.value.unit_name));
            let evaluator = found.value.evaluated_by.iter();
            facts.extend(evaluator.map(|unit| FactRow::text("Följer upp", unit)));
            facts.push(self.noted(found));
        }
        for held in &sip.follow_ups_held {
            let evaluation = &held.value.evaluation;
            facts.push(FactRow::text("Hölls", &self.when(evaluation.at)));
            facts.push(FactRow::text("Med var", &held.value.attended.join(", ")));
            facts.extend(goals(evaluation));
            facts.push(self.noted(held));
        }
        card("Uppföljning", facts)
    }

    fn housing(&self) -> Option<FactsView> {
        let housing = self.view.sip.housing.as_ref()?;
        let mut facts = Vec::new();
        let yes = |said: bool| if said { "Ja" } else { "Nej" };
        if let Some(held) = &housing.meeting {
            let meeting = &held.value;
            facts.push(FactRow::text("Mötet hölls", &self.when(meeting.at)));
            facts.push(FactRow::text("Med var", &meeting.attended.join(", ")));
            let told = "Fick veta hur behoven ska mötas";
            facts.push(FactRow::text(told, yes(meeting.informed)));
            let offered = "Erbjöds institutionsboende";
            facts.push(FactRow::text(offered, yes(meeting.offered)));
            facts.push(self.noted(held));
        }
        if let Some(answered) = &housing.answer {
            let answer = &answered.value;
            let text = format!("{}, {}", answer.answer_name, self.when(answer.at));
            facts.push(FactRow::text("Patientens svar", &text));
            let reason = answer.reason.iter();
            facts.extend(reason.map(|reason| FactRow::text("Patientens skäl", reason)));
        }
        if let Some(decided) = &housing.decision {
            let decision = &decided.value;
            let text = format!("{}, {}", decision.decision_name, self.when(decision.at));
            facts.push(FactRow::text("Migrationsverkets beslut", &text));
            let reason = decision.reason.iter();
            facts.extend(reason.map(|reason| FactRow::text("Skäl till beslutet", reason)));
        }
        card("Institutionsboende: erbjudande och svar", facts)
    }

    fn agreement(&self) -> Option<FactsView> {
        let found = self.view.agreement.as_ref()?;
        let mut facts = agreement(found);
        let form = self.view.invoicing_form.iter();
        facts.extend(form.map(|form| FactRow::number("Fakturablankett", &form.value)));
        card("Överenskommelse", facts)
    }

    fn ready(&self) -> Option<FactsView> {
        let found = self.view.ready_for_discharge.as_ref()?;
        card(
            "Utskrivningsklar",
            vec![
                FactRow::text("Från och med", &self.when(found.value)),
                self.noted(found),
            ],
        )
    }

    fn sheet(&self) -> Option<FactsView> {
        let found = self.view.information_sheet.as_ref()?;
        card(
            "Informationsblad",
            vec![
                FactRow::text("Lämnat", &self.when(found.value)),
                self.noted(found),
            ],
        )
    }

    fn routine(&self) -> Option<FactsView> {
        let found = self.view.county_routine.as_ref()?;
        card(
            "Den länsgemensamma rutinen",
            vec![FactRow::text("Gjort", &found.value), self.noted(found)],
        )
    }
}

/// The agreement as facts, for the person who signs it.
pub(crate) fn agreement(found: &disclosure::views::AgreementView) -> Vec<FactRow> {
    let orders: Vec<&str> = found
        .interventions
        .iter()
        .map(|order| order.text.as_str())
        .collect();
    let mut facts = vec![
        FactRow::text("Insatser", &orders.join(". ")),
        FactRow::text("Från och med", &long_date(found.starts)),
        FactRow::text(
            "Till och med",
            &found
                .ends
                .map_or_else(|| "Tills vidare".to_owned(), long_date),
        ),
        FactRow::text("Uppföljning", &found.follow_up),
    ];
    facts.extend(
        found
            .signatures
            .iter()
            .map(|signature| FactRow::text(signature.signatory_name, &signature.signed_by)),
    );
    let state = if found.signed {
        "Underskriven av båda"
    } else {
        "Väntar på underskrift"
    };
    facts.push(FactRow::text("Läge", state));
    facts
}
