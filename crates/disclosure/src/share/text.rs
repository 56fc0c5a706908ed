//! The parts of a share in Swedish, as its reader will read them. The check page before saving
//! shows these lines, made from the reader's own share.

use domain::{
    case::{Agreement, KnownIdentifier},
    event::FollowUp,
};
use jiff::civil::Date;
use vocabulary::{
    calendar::{date_and_clock, long_date},
    choice::Choice as _,
    command::InterventionOrder,
};

use super::{EvaluationShare, HeadOfficeShare, MunicipalShare, QuestionShare, SigningShare};
use crate::{
    Class, Section,
    views::{person::municipality_name, question::order_text},
};

pub(super) fn question(share: &QuestionShare<'_>, section: Section) -> Vec<String> {
    if section != Section::Question {
        return Vec::new();
    }
    let question = share.question;
    vec![
        line("Från", share.asked_by),
        line("Kommun", &municipality_name(question.municipality)),
        line("Insatser", &orders(&question.interventions)),
        line("Tid", &period(question.starts, question.ends)),
    ]
}

pub(super) fn municipal(share: &MunicipalShare<'_>, section: Section) -> Vec<String> {
    let lines = match section {
        Section::Person => Some(person(share)),
        Section::Numbers => Some(numbers(&share.numbers)),
        Section::Residence => share.residence.map(residence),
        Section::CareRequest => share.care_request.map(care_request),
        Section::Meeting => share.meeting.map(meeting),
        Section::Plan => share
            .plan
            .as_ref()
            .map(|plan| plan.lines(Class::MunicipalShare)),
        Section::FollowUp => share.follow_up.map(|found| follow_up(&found.value)),
        Section::Evaluation => share.evaluated.last().map(evaluation),
        Section::Agreement => share.agreement.map(agreement),
        Section::PurchasesEnded => mark(share.purchases_ended, "Tjänsteköpet har upphört"),
        Section::Parties => Some(parties(share)),
        Section::Closed => share.closed.map(closed),
        Section::Reopened => mark(share.closed.is_none(), "Ärendet är öppet igen"),
        Section::Question
        | Section::InvoicingForm
        | Section::Protection
        | Section::Group
        | Section::Pathway
        | Section::CareNotes
        | Section::ToldOthers
        | Section::OwnWords
        | Section::OthersMeasures
        | Section::AuthorityMeasures
        | Section::Attendance
        | Section::PlanNotes
        | Section::Ward => None,
    };
    lines.unwrap_or_default()
}

pub(super) fn signing(share: &SigningShare<'_>, section: Section) -> Vec<String> {
    let lines = match section {
        Section::Agreement => Some(agreement(share.agreement)),
        Section::Parties => Some(vec![
            line("Beställare", share.ordered_by),
            line("Kommunens enhet", &share.performing.name),
        ]),
        Section::PurchasesEnded => mark(share.purchases_ended, "Tjänsteköpet har upphört"),
        Section::Closed => share.closed.map(closed),
        Section::Reopened => mark(share.closed.is_none(), "Ärendet är öppet igen"),
        Section::Question
        | Section::Person
        | Section::Numbers
        | Section::Residence
        | Section::CareRequest
        | Section::Meeting
        | Section::Plan
        | Section::FollowUp
        | Section::Evaluation
        | Section::InvoicingForm
        | Section::Protection
        | Section::Group
        | Section::Pathway
        | Section::CareNotes
        | Section::ToldOthers
        | Section::OwnWords
        | Section::OthersMeasures
        | Section::AuthorityMeasures
        | Section::Attendance
        | Section::PlanNotes
        | Section::Ward => None,
    };
    lines.unwrap_or_default()
}

pub(super) fn head_office(share: &HeadOfficeShare<'_>, section: Section) -> Vec<String> {
    let lines = match section {
        Section::Numbers => Some(numbers(&share.numbers)),
        Section::Agreement => share.agreement.map(agreement),
        Section::InvoicingForm => {
            let form = share.invoicing_form;
            form.map(|form| vec![line("Fakturablankettens referens", &form.value)])
        }
        Section::PurchasesEnded => {
            mark(share.purchases_ended.is_some(), "Tjänsteköpet har upphört")
        }
        Section::Parties => {
            let unit = share.municipal_unit;
            unit.map(|unit| vec![line("Kommunens enhet", &unit.name)])
        }
        Section::Protection => Some(vec![protection(share.protected).to_owned()]),
        Section::Closed => share.closed.map(closed),
        Section::Reopened => mark(share.closed.is_none(), "Ärendet är öppet igen"),
        Section::Group => Some(vec![share.group.map_or_else(
            || "Gruppen visas inte längre".to_owned(),
            |group| line("Grupp", group.swedish()),
        )]),
        Section::Question
        | Section::Person
        | Section::Residence
        | Section::CareRequest
        | Section::Meeting
        | Section::Plan
        | Section::FollowUp
        | Section::Evaluation
        | Section::Pathway
        | Section::CareNotes
        | Section::ToldOthers
        | Section::OwnWords
        | Section::OthersMeasures
        | Section::AuthorityMeasures
        | Section::Attendance
        | Section::PlanNotes
        | Section::Ward => None,
    };
    lines.unwrap_or_default()
}

fn line(label: &str, text: &str) -> String {
    format!("{label}: {text}")
}

fn closed(day: Date) -> Vec<String> {
    vec![format!("Ärendet avslutades {}", long_date(day))]
}

fn mark(set: bool, text: &str) -> Option<Vec<String>> {
    set.then(|| vec![text.to_owned()])
}

fn protection(protected: bool) -> &'static str {
    if protected {
        "Ärendet är skyddat"
    } else {
        "Ärendet är inte skyddat"
    }
}

fn person(share: &MunicipalShare<'_>) -> Vec<String> {
    let person = &share.person;
    let mut lines = vec![
        line("Namn", person.name.reveal()),
        line("Född", &person.birth_date.swedish()),
    ];
    let language = person.language;
    lines.extend(language.map(|language| line("Språk", language.swedish())));
    if person.interpreter_needed {
        lines.push("Tolk behövs".to_owned());
    }
    lines
}

fn numbers(known: &[&KnownIdentifier]) -> Vec<String> {
    let lines = known.iter().map(|known| {
        let identifier = &known.identifier;
        line(identifier.kind().swedish(), &identifier.shown())
    });
    lines.collect()
}

fn residence(found: &domain::case::Stamped<domain::event::Residence>) -> Vec<String> {
    let residence = &found.value;
    vec![
        line(
            "Adress",
            &format!(
                "{}, {} {}",
                residence.address.reveal(),
                residence.postal_code.shown(),
                municipality_name(residence.municipality)
            ),
        ),
        line("Boende", residence.housing.swedish()),
    ]
}

fn care_request(request: &domain::case::CareRequest) -> Vec<String> {
    let mut lines = vec![
        line("Nödvändiga insatser", request.question.reveal()),
        line("Hälsotillstånd", request.health_state.reveal()),
        line("Uppföljning", &request.follow_up),
    ];
    let medicines = request.medicines.as_ref();
    lines.extend(medicines.map(|words| line("Läkemedel", words.reveal())));
    lines
}

fn meeting(found: &domain::case::Stamped<domain::event::Meeting>) -> Vec<String> {
    let meeting = &found.value;
    let mut lines = vec![line(
        "Möte",
        &format!(
            "{}, {}",
            date_and_clock(meeting.at),
            meeting.form().swedish().to_lowercase()
        ),
    )];
    lines.extend(
        meeting
            .meeting_point()
            .as_ref()
            .map(|place| line("Mötesplats", place)),
    );
    lines.extend(meeting.link().map(|link| line("Länk", link)));
    if meeting.kin_invited {
        lines.push("Närstående kallas".to_owned());
    }
    let questions = meeting.questions.as_ref();
    lines.extend(questions.map(|asked| line("Frågor inför mötet", asked)));
    lines
}

fn follow_up(decided: &FollowUp) -> Vec<String> {
    let mut lines = vec![
        line("Uppföljning", &date_and_clock(decided.at)),
        line("Ansvarig enhet", &decided.unit_name),
    ];
    let evaluator = decided.evaluated_by.as_ref();
    lines.extend(evaluator.map(|unit| line("Följer upp", &unit.name)));
    lines
}

/// The latest follow-up that was held.
fn evaluation(share: &EvaluationShare<'_>) -> Vec<String> {
    let held = line("Uppföljningen hölls", &date_and_clock(share.held_at));
    let goals = share.goals.iter();
    let goals = goals.map(|goal| line(goal.goal.reveal(), &goal.said()));
    std::iter::once(held).chain(goals).collect()
}

fn agreement(agreement: &Agreement) -> Vec<String> {
    let mut lines = vec![
        line("Insatser", &orders(&agreement.interventions)),
        line("Period", &period(agreement.starts, agreement.ends)),
        line("Uppföljning", &agreement.follow_up),
    ];
    lines.extend(agreement.signatures.iter().map(|signature| {
        line(
            "Underskriven av",
            &format!(
                "{}, {}",
                signature.value.signed_by,
                signature.value.signatory.swedish().to_lowercase()
            ),
        )
    }));
    lines
}

fn parties(share: &MunicipalShare<'_>) -> Vec<String> {
    let names = share.parties.iter().map(|party| {
        if party.coordinates {
            format!("{} (samordnar)", party.unit.name)
        } else {
            party.unit.name.clone()
        }
    });
    vec![line(
        "Enheter som deltar",
        &names.collect::<Vec<_>>().join(", "),
    )]
}

fn orders(orders: &[InterventionOrder]) -> String {
    orders.iter().map(order_text).collect::<Vec<_>>().join(". ")
}

fn period(starts: Date, ends: Option<Date>) -> String {
    ends.map_or_else(
        || format!("från {} tills vidare", long_date(starts)),
        |ends| format!("från {} till {}", long_date(starts), long_date(ends)),
    )
}
