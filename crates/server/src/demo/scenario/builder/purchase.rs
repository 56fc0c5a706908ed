//! Methods for buying interventions from the municipality: question, answer, care request,
//! agreement.

use vocabulary::{
    command::{
        AddParty, AnswerCareRequest, AskMunicipality, CareRequestAnswer, Command, DrawUpAgreement,
        InterventionOrder, RecordInvoicingForm, RecordMunicipalityAnswer, SendCareRequest,
        SignAgreement, Signatory,
    },
    intervention::{Intervention, MunicipalityAnswer, Per},
    reading::{PlannedDate, Times},
    role::Role,
    text::{Line, Prose},
};

use super::ScenarioBuilder;
use crate::demo::table::DemoDataError;

impl ScenarioBuilder<'_> {
    /// Municipal primary care where the patient stays is asked (V6B.7).
    pub(crate) fn ask(mut self, interventions: &[Intervention]) -> Self {
        self.asked = interventions.iter().copied().map(order).collect();
        let interventions = self.asked.clone();
        let starts = self.date_in(3);
        self.with_municipality(|builder, unit| {
            builder.nurse(Command::AskMunicipality(AskMunicipality {
                unit,
                interventions,
                starts: PlannedDate(starts),
                ends: None,
            }))
        })
    }

    /// The manager's answer by phone, recorded by the person who asked (V6B.8).
    pub(crate) fn answered(self, answer: MunicipalityAnswer) -> Self {
        self.answered_by(None, answer)
    }

    /// The manager answers in the product.
    pub(crate) fn manager_answers(self, answer: MunicipalityAnswer) -> Self {
        match self.municipal_staff(Role::MunicipalManager) {
            Ok(manager) => self.answered_by(Some(manager), answer),
            Err(DemoDataError(error)) => self.fail(&error),
        }
    }

    fn answered_by(mut self, manager: Option<&'static str>, answer: MunicipalityAnswer) -> Self {
        // A partial yes covers the first intervention that was asked for.
        let accepted = (answer == MunicipalityAnswer::Partly).then(|| {
            self.asked.truncate(1);
            self.asked.iter().map(|order| order.code).collect()
        });
        let comment = match answer {
            MunicipalityAnswer::Yes | MunicipalityAnswer::Partly => None,
            MunicipalityAnswer::No => Some(Prose(
                "Det finns ingen sjuksköterska att avsätta under perioden.".to_owned(),
            )),
            MunicipalityAnswer::MoreInformation => Some(Prose(
                "Hur länge beräknas insatserna behövas, och på vilken tid?".to_owned(),
            )),
        };
        self.with_municipality(|builder, unit| {
            let command = Command::RecordMunicipalityAnswer(RecordMunicipalityAnswer {
                unit,
                answer,
                accepted,
                answered_by: Line("Chef för kommunal primärvård".to_owned()),
                comment,
            });
            match manager {
                Some(manager) => builder.said(manager, command),
                None => builder.nurse(command),
            }
        })
    }

    /// Municipal primary care where the patient stays becomes a party (V6B.8).
    pub(crate) fn municipality_joins(self) -> Self {
        self.with_municipality(|mut builder, unit| {
            builder.municipal_party = Some(unit.clone());
            builder.nurse(Command::AddParty(AddParty { unit }))
        })
    }

    /// The care request is sent (C9.1).
    pub(crate) fn care_request(mut self) -> Self {
        let command = SendCareRequest {
            question: Prose(self.text("question")),
            health_state: Prose(self.text("health-state")),
            follow_up: Prose(self.text("follow-up")),
            medicines: Some(Prose(self.text("medicines"))),
        };
        self.by(
            Role::DischargeCoordinator,
            Command::SendCareRequest(command),
        )
    }

    /// The municipality's manager decides the care request (C4.1, C9.2).
    pub(crate) fn care_request_answered(self, answer: CareRequestAnswer) -> Self {
        let reason = match answer {
            CareRequestAnswer::Accepted | CareRequestAnswer::AcceptedInPart => None,
            CareRequestAnswer::Declined => Some("Insatserna kan inte utföras under perioden."),
            CareRequestAnswer::Returned => {
                Some("Läkemedelslista saknas, och uppgift om vem som ringer vid försämring.")
            }
        };
        let accepted = (answer == CareRequestAnswer::AcceptedInPart)
            .then(|| self.asked.iter().take(1).map(|order| order.code).collect());
        self.by_municipality(
            Role::MunicipalManager,
            Command::AnswerCareRequest(AnswerCareRequest {
                answer,
                reason: reason.map(|reason| Prose(reason.to_owned())),
                accepted,
            }),
        )
    }

    /// The agreement is drawn up on what was asked (V6B.15).
    pub(crate) fn agreement(mut self) -> Self {
        let starts = self.date_in(1);
        let command = DrawUpAgreement {
            interventions: self.asked.clone(),
            starts: PlannedDate(starts),
            ends: Some(PlannedDate(self.date_in(92))),
            follow_up: Prose(self.text("follow-up")),
        };
        self.by(
            Role::DischargeCoordinator,
            Command::DrawUpAgreement(command),
        )
    }

    /// One of the two signatories signs (C5.1).
    pub(crate) fn sign(self, signatory: Signatory) -> Self {
        let command = Command::SignAgreement(SignAgreement {
            signatory,
            signed_by: None,
        });
        match signatory {
            Signatory::RegionalDeveloper => {
                let developer = self
                    .fixtures
                    .directory
                    .user_at("head-office", Role::RegionalDeveloper);
                match developer {
                    Some(developer) => self.said(developer, command),
                    None => self.fail("no regional developer"),
                }
            }
            Signatory::HeadOfOperations => self.by_municipality(Role::HeadOfOperations, command),
        }
    }

    /// The invoicing form is filled in (V6B.15).
    pub(crate) fn invoicing_form(mut self) -> Self {
        let reference = format!("B2-{:05}", self.draw.below(100_000));
        self.by(
            Role::DischargeCoordinator,
            Command::RecordInvoicingForm(RecordInvoicingForm {
                reference: Line(reference),
            }),
        )
    }
}

/// An intervention with the extent that it usually has.
fn order(code: Intervention) -> InterventionOrder {
    let once_a_week = [
        Intervention::CatheterCare,
        Intervention::Sampling,
        Intervention::StomaCare,
    ];
    let once_a_day = [Intervention::Injection, Intervention::Compression];
    let (times, per) = if once_a_week.contains(&code) {
        (1, Per::Week)
    } else if once_a_day.contains(&code) {
        (1, Per::Day)
    } else if code == Intervention::MedicineHandling {
        (2, Per::Day)
    } else {
        (3, Per::Week)
    };
    InterventionOrder {
        code,
        times: Times(times),
        per,
    }
}
