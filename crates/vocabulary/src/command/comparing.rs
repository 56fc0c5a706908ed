//! Mistakes in a command that are found only by comparing its fields with each other or with the
//! clock.

use jiff::{Timestamp, civil::Date};

use super::{
    AnswerCareRequest, AskMunicipality, CareRequestAnswer, ChangeSetting, Command,
    DeliverCertificate, DrawUpAgreement, GiveInformationSheet, HandOutCopy, HoldSipMeeting,
    InterventionOrder, PlanSipMeeting, RecordConsent, RecordContact, RecordInboundQuestion,
    RecordInvitationSent, RecordMunicipalityAnswer, ReportWrongDisclosure, ReviewLetter,
    SettleLetter,
};
use crate::{
    intervention::MunicipalityAnswer,
    letter::LetterReading,
    mistake::Fault,
    sip::{CopyRecipient, HandOver, MeetingForm},
};

/// Every mistake of this kind in a command.
pub(super) fn faults(command: &Command, now: Timestamp) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut not_after_now = |field: &str, at: Timestamp| {
        if at > now {
            faults.push(
                Fault::new(
                    "in-the-future",
                    "Tidpunkten har inte varit än. Ange när det hände.",
                )
                .under(field),
            );
        }
    };
    match command {
        Command::RecordContact(RecordContact { at, .. })
        | Command::ReportWrongDisclosure(ReportWrongDisclosure { at, .. })
        | Command::RecordInboundQuestion(RecordInboundQuestion { at, .. })
        | Command::DeliverCertificate(DeliverCertificate { at, .. })
        | Command::RecordInvitationSent(RecordInvitationSent { at, .. })
        | Command::HoldSipMeeting(HoldSipMeeting { at, .. })
        | Command::SettleLetter(SettleLetter { at, .. })
        | Command::GiveInformationSheet(GiveInformationSheet { at, .. })
        | Command::RecordConsent(RecordConsent { at: Some(at), .. }) => not_after_now("at", *at),
        Command::ChangeSetting(ChangeSetting {
            admitted_at: Some(at),
            ..
        }) => not_after_now("admitted_at", *at),
        Command::AskMunicipality(AskMunicipality {
            interventions,
            starts,
            ends,
            ..
        })
        | Command::DrawUpAgreement(DrawUpAgreement {
            interventions,
            starts,
            ends,
            ..
        }) => {
            period_faults(&mut faults, interventions, *starts, *ends);
        }
        Command::RecordMunicipalityAnswer(answer) => municipality_faults(&mut faults, answer),
        Command::AnswerCareRequest(answer) => care_request_faults(&mut faults, answer),
        Command::HandOutCopy(copy) => {
            not_after_now("at", copy.at);
            copy_faults(&mut faults, copy);
        }
        Command::PlanSipMeeting(plan) => meeting_faults(&mut faults, plan, now),
        Command::ReviewLetter(review) => reading_faults(&mut faults, review),
        Command::RecordConsent(_)
        | Command::EstablishGroup(_)
        | Command::UnestablishGroup(_)
        | Command::ConfirmGroup(_)
        | Command::VerifyGroup(_)
        | Command::EstablishNeeds(_)
        | Command::ChangeSetting(_)
        | Command::HandOverCoordination(_)
        | Command::EstablishResidence(_)
        | Command::AddParty(_)
        | Command::RemoveParty(_)
        | Command::MarkReadyForDischarge(_)
        | Command::CloseCase(_)
        | Command::CorrectPerson(_)
        | Command::AddIdentifier(_)
        | Command::MarkProtectedIdentity(_)
        | Command::MarkLinkedProtectedPerson(_)
        | Command::QueueLetter(_)
        | Command::PrintLetter(_)
        | Command::WriteCertificate(_)
        | Command::SendInvitation(_)
        | Command::ResolveInvitation(_)
        | Command::BookInterpreter(_)
        | Command::RecordInstitution(_)
        | Command::OrderTransport(_)
        | Command::DeclineTransport(_)
        | Command::OrderDevice(_)
        | Command::DecideFollowUp(_)
        | Command::SendCareRequest(_)
        | Command::SignAgreement(_)
        | Command::RecordInvoicingForm(_)
        | Command::FollowCountyRoutine(_)
        | Command::UndoLatest(_) => {}
    }
    faults
}

fn municipality_faults(faults: &mut Vec<Fault>, answer: &RecordMunicipalityAnswer) {
    let named = answer
        .accepted
        .as_ref()
        .is_some_and(|codes| !codes.is_empty());
    if answer.answer == MunicipalityAnswer::Partly && !named {
        faults.push(
            Fault::new("required", "Ange vilka insatser kommunen kan utföra.").under("accepted"),
        );
    }
}

/// Patient and kin have no account, so a copy cannot be handed to them in the product (domain.md).
fn copy_faults(faults: &mut Vec<Fault>, copy: &HandOutCopy) {
    let outside = matches!(copy.recipient, CopyRecipient::Patient | CopyRecipient::Kin);
    if outside && copy.how == HandOver::InProduct {
        faults.push(
            Fault::new(
                "not-an-alternative",
                "Patient och närstående läser inte i Vårdbron. Välj i handen eller med post.",
            )
            .under("how"),
        );
    }
}

/// When the second reader refuses a letter, the reason must tell the person who queued it what to
/// change.
fn reading_faults(faults: &mut Vec<Fault>, review: &ReviewLetter) {
    if review.reading == LetterReading::Refused && review.reason.is_none() {
        faults
            .push(Fault::new("required", "Skriv vad som behöver ändras i brevet.").under("reason"));
    }
}

fn period_faults(
    faults: &mut Vec<Fault>,
    interventions: &[InterventionOrder],
    starts: Date,
    ends: Option<Date>,
) {
    if interventions.is_empty() {
        faults.push(Fault::new("required", "Välj minst en insats.").under("interventions"));
    }
    let mut seen = Vec::new();
    for (index, order) in interventions.iter().enumerate() {
        if seen.contains(&order.code) {
            faults.push(
                Fault::new("twice", "Insatsen står två gånger. Ta bort den ena.")
                    .under(&format!("interventions[{index}].code")),
            );
        }
        seen.push(order.code);
    }
    if ends.is_some_and(|ends| ends < starts) {
        faults.push(
            Fault::new(
                "ends-before-start",
                "Slutdatum ligger före startdatum. Ändra ett av dem.",
            )
            .under("ends"),
        );
    }
}

fn care_request_faults(faults: &mut Vec<Fault>, answer: &AnswerCareRequest) {
    let needs_reason = matches!(
        answer.answer,
        CareRequestAnswer::Declined | CareRequestAnswer::Returned
    );
    if needs_reason && answer.reason.is_none() {
        faults.push(
            Fault::new(
                "required",
                "Skriv varför, eller vad som behöver kompletteras.",
            )
            .under("reason"),
        );
    }
    let named = answer
        .accepted
        .as_ref()
        .is_some_and(|codes| !codes.is_empty());
    if answer.answer == CareRequestAnswer::AcceptedInPart && !named {
        faults.push(
            Fault::new("required", "Ange vilka insatser kommunen accepterar.").under("accepted"),
        );
    }
}

fn meeting_faults(faults: &mut Vec<Fault>, plan: &PlanSipMeeting, now: Timestamp) {
    if plan.at < now {
        faults.push(
            Fault::new(
                "in-the-past",
                "Mötestiden har redan varit. Ange en kommande tid.",
            )
            .under("at"),
        );
    }
    match plan.form {
        MeetingForm::InPerson if plan.meeting_point.is_none() && plan.chosen_point.is_none() => {
            faults.push(
                Fault::new(
                    "required",
                    "Välj en mötesplats i listan, eller skriv var ni möts.",
                )
                .under("chosen_point"),
            );
        }
        MeetingForm::InPerson | MeetingForm::Digital => {}
    }
    if plan
        .link
        .as_ref()
        .is_some_and(|link| !link.0.starts_with("https://"))
    {
        faults.push(
            Fault::new(
                "not-a-link",
                "Länken ska börja med https://. Kopiera den från möteskallelsen.",
            )
            .under("link"),
        );
    }
}
