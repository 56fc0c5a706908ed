//! "När du sparar det här steget": who is told what by the step itself, or "Ingenting skickas".

use domain::{Actor, Case};
use guidance::StepState;
use serde::Serialize;
use vocabulary::{
    audience::{Audience, ContactChannel},
    choice::Choice as _,
    unit::UnitKind,
};

use crate::{
    Channel, Class, Disclosed, Guard, Recipient, audience::RegionalCare, guard::CaseEvaluation,
};

/// What happens when a step is saved.
#[derive(Clone, Serialize)]
pub struct OnSave {
    /// Who is told what by saving; empty when nothing is sent.
    pub told: Vec<ToldOnSave>,
    /// The same in sentences, one each; "Ingenting skickas." when nothing is.
    pub sentences: Vec<String>,
}

/// Somebody is told something by saving.
#[derive(Clone, Serialize)]
pub struct ToldOnSave {
    /// `unit:HSA-ID` or the name of an audience; a kind of unit while none is known.
    pub audience: String,
    /// Its name.
    pub name: String,
    /// What.
    pub what: String,
    /// How.
    pub how: String,
}

impl Guard {
    /// What saving a command's form tells whom, beside those who see the case already. What is
    /// done outside the product (a call, a letter) is recorded, not sent: `step` says what the
    /// guidance lets it tell.
    #[must_use]
    pub fn on_save(
        &self,
        actor: &Actor,
        case: &Case,
        command: &str,
        step: Option<&StepState<'_>>,
    ) -> Option<Disclosed<RegionalCare, OnSave>> {
        if !self.sees_whole_case(actor, case) {
            return None;
        }
        let evaluation = self.evaluation(case);
        let told = sent_by(&evaluation, case, command);
        let mut sentences: Vec<String> = told
            .iter()
            .map(|told| format!("{} får {}: {}.", told.name, told.how, lower(&told.what)))
            .collect();
        if sentences.is_empty() {
            sentences.push("Ingenting skickas.".to_owned());
        }
        // The guidance's own words on what is said, where the guard lets it be said.
        for spoken in step.into_iter().flat_map(|step| &step.discloses_to) {
            if let guidance::Recipient::Audience(audience) = spoken.recipient()
                && !told.iter().any(|told| told.audience == audience.code())
                && may_be_told(&evaluation, audience)
            {
                sentences.push(format!(
                    "{} får veta genom dig ({}): {}.",
                    audience.swedish(),
                    lower(spoken.way.swedish()),
                    lower(spoken.what.trim_end_matches('.'))
                ));
            }
        }
        Some(Disclosed::decided(OnSave { told, sentences }))
    }
}

fn may_be_told(evaluation: &CaseEvaluation<'_>, audience: Audience) -> bool {
    [
        (Class::Conversation, ContactChannel::Phone),
        (Class::InstitutionReport, ContactChannel::Phone),
        (Class::InterpreterBooking, ContactChannel::Phone),
        (Class::PrescriptionNote, ContactChannel::Phone),
        (Class::TransportOrder, ContactChannel::Phone),
        (Class::KinCopy, ContactChannel::InPerson),
    ]
    .into_iter()
    .any(|(class, channel)| {
        evaluation
            .disclose(Recipient::Outside(audience), class, Channel::from(channel))
            .allowed
    })
}

fn sent_by(evaluation: &CaseEvaluation<'_>, case: &Case, command: &str) -> Vec<ToldOnSave> {
    match command {
        "ask_municipality" => vec![ToldOnSave {
            audience: UnitKind::MunicipalPrimaryCare.code().to_owned(),
            name: "Kommunens primärvård".to_owned(),
            what: "Frågan med insatser, omfattning, tid och kommun. Inget namn, inget nummer, \
                   ingen grupp och ingen avdelning"
                .to_owned(),
            how: "i Vårdbron".to_owned(),
        }],
        "add_party" => vec![ToldOnSave {
            audience: "unit".to_owned(),
            name: "Enheten du lägger till".to_owned(),
            what: "Det som dess roll ger rätt till. Regionens enheter ser hela ärendet, kommunens \
                   primärvård ser identitet, adress, vårdbegäran, plan och överenskommelse"
                .to_owned(),
            how: "i Vårdbron".to_owned(),
        }],
        "send_invitation" | "resolve_invitation" => {
            let agency = Recipient::Outside(Audience::MigrationAgency);
            if evaluation
                .disclose(agency, Class::Invitation, Channel::Email)
                .allowed
            {
                vec![ToldOnSave {
                    audience: Audience::MigrationAgency.code().to_owned(),
                    name: Audience::MigrationAgency.swedish().to_owned(),
                    what:
                        "Kallelsen med SIP-nummer, datum, tid och länk eller neutral mötesplats. \
                           Inget namn"
                            .to_owned(),
                    how: if command == "send_invitation" {
                        "med e-post"
                    } else {
                        "med e-post, om du väljer att skicka den igen"
                    }
                    .to_owned(),
                }]
            } else {
                Vec::new()
            }
        }
        "send_care_request" => municipal(evaluation, case, "Vårdbegäran"),
        "establish_residence" => municipal(
            evaluation,
            case,
            "Den nya adressen. Ligger den i en annan kommun tas enheten och dess svar bort ur ärendet",
        ),
        "hold_sip_meeting" => municipal(evaluation, case, "Planen"),
        "decide_follow_up" => municipal(evaluation, case, "När uppföljningen är"),
        "draw_up_agreement" => {
            let mut told = municipal(evaluation, case, "Överenskommelsen");
            told.push(ToldOnSave {
                audience: Audience::HeadOffice.code().to_owned(),
                name: Audience::HeadOffice.swedish().to_owned(),
                what: "Överenskommelsen och personens nummer. Ingen plan och ingen adress"
                    .to_owned(),
                how: "i Vårdbron".to_owned(),
            });
            told
        }
        _ => Vec::new(),
    }
}

/// The municipality's units that are parties see it from now on.
fn municipal(evaluation: &CaseEvaluation<'_>, case: &Case, what: &str) -> Vec<ToldOnSave> {
    case.parties
        .values()
        .filter(|party| party.unit.kind == UnitKind::MunicipalPrimaryCare)
        .filter(|party| {
            let unit = Recipient::Unit(&party.unit);
            evaluation
                .disclose(unit, Class::MunicipalShare, Channel::Page)
                .allowed
        })
        .map(|party| ToldOnSave {
            audience: format!("unit:{}", party.unit.hsa_id),
            name: party.unit.name.clone(),
            what: what.to_owned(),
            how: "i Vårdbron".to_owned(),
        })
        .collect()
}

fn lower(text: &str) -> String {
    super::events::inside(text)
}
