//! Mistakes in a command that are found only by comparing its fields with each other or with the
//! clock. A command that has any names its function here where it is declared.

use jiff::Timestamp;

use super::{
    AnswerCareRequest, AskMunicipality, CareRequestAnswer, ChangePlan, CloseCase, CloseCause,
    CorrectPerson, DecideFollowUp, DrawUpAgreement, EndPlan, HandOutCopy, HoldFollowUp,
    HoldHousingMeeting, HoldSipMeeting, InterventionOrder, PlanSipMeeting, RecordConsent,
    RecordMunicipalityAnswer, ReviewLetter,
};
use crate::{
    birth_date::child_unsaid,
    calendar::local_date,
    consent::{ConsentAnswer, ConsentGiver},
    intervention::answer_faults,
    letter::LetterReading,
    mistake::Fault,
    plan::PlanField,
    reading::PlannedDate,
    sip::{CopyRecipient, HandOver, MeetingForm},
};

/// A birth date that does not tell whether the person is a child comes with the answer (V3.3).
pub(super) fn corrected_person(faults: &mut Vec<Fault>, corrected: &CorrectPerson, now: Timestamp) {
    let birth = corrected.birth_date;
    let unsaid = birth.and_then(|birth| child_unsaid(birth, corrected.under_18, local_date(now)));
    faults.extend(unsaid);
}

/// Of the question to the municipality.
pub(super) fn asked_period(faults: &mut Vec<Fault>, asked: &AskMunicipality, now: Timestamp) {
    period_faults(faults, &asked.interventions, asked.starts, asked.ends);
    if asked.starts.0 < local_date(now) {
        faults.push(
            Fault::new(
                "in-the-past",
                "Startdatum har redan varit. Skriv den dag då kommunen kan börja.",
            )
            .under("starts"),
        );
    }
}

/// A follow-up is decided for a time that has not been.
pub(super) fn follow_up(faults: &mut Vec<Fault>, decided: &DecideFollowUp, now: Timestamp) {
    if decided.at.0 < now {
        faults.push(
            Fault::new(
                "in-the-past",
                "Tiden för uppföljningen har redan varit. Ange en kommande tid.",
            )
            .under("at"),
        );
    }
}

/// What the patient answered is said when it was offered, and only then (V6A.4.2).
pub(super) fn housing_meeting(faults: &mut Vec<Fault>, held: &HoldHousingMeeting, _: Timestamp) {
    if held.attended.is_empty() {
        faults.push(Fault::new("required", "Välj vilka som var med.").under("attended"));
    }
    match (held.offered, held.answer) {
        (true, None) => {
            faults.push(Fault::new("required", "Välj vad patienten svarade.").under("answer"));
        }
        (false, Some(_)) => faults.push(
            Fault::new(
                "not-offered",
                "Patienten kan bara svara på ett erbjudande. Svara ja på frågan om erbjudandet, eller ta \
                 bort svaret.",
            )
            .under("answer"),
        ),
        (true, Some(_)) | (false, None) => {}
    }
}

/// Each change of the plan is of one row, and changes something there.
pub(super) fn plan_changes(faults: &mut Vec<Fault>, command: &ChangePlan, _: Timestamp) {
    if command.changes.is_empty() {
        faults.push(Fault::new("required", "Skriv något i planen först.").under("changes"));
    }
    for (place, change) in command.changes.iter().enumerate() {
        let under = |fault: Fault| fault.under(&format!("[{place}]")).under("changes");
        let cells = change.cells.as_deref().unwrap_or_default();
        if change.row.is_none() && change.add.is_none() {
            faults.push(under(Fault::new(
                "no-row",
                "Ange raden som ändras, med row, eller vilken sorts rad som läggs till, med add.",
            )));
        }
        if (change.act.is_some() && change.add.is_some())
            || (change.act.is_none() && cells.is_empty())
        {
            faults.push(under(Fault::new(
                "nothing-changed",
                "Ange vad som ändras på raden, med cells eller act.",
            )));
        }
        let mut fields: Vec<PlanField> = cells.iter().map(|cell| cell.field).collect();
        fields.sort_unstable();
        if fields.windows(2).any(|pair| pair[0] == pair[1]) {
            faults.push(under(
                Fault::new("twice", "Ange varje fält en gång.").under("cells"),
            ));
        }
    }
}

/// A plan that the patient declines ends with the reason.
pub(super) fn plan_end(faults: &mut Vec<Fault>, command: &EndPlan, _: Timestamp) {
    if command.cause.needs_words() && command.reason.is_none() {
        faults.push(Fault::new("required", "Skriv varför planen avslutas.").under("reason"));
    }
}

/// Somebody was at a meeting that was held (V6B.13).
pub(super) fn held_meeting(faults: &mut Vec<Fault>, held: &HoldSipMeeting, _: Timestamp) {
    if held.attended.is_empty() {
        faults.push(Fault::new("required", "Välj vilka som var med.").under("attended"));
    }
}

/// A follow-up that is held evaluates something, and somebody was there (V6B.14).
pub(super) fn held_follow_up(faults: &mut Vec<Fault>, held: &HoldFollowUp, _: Timestamp) {
    if held.attended.is_empty() {
        faults.push(Fault::new("required", "Välj vilka som var med.").under("attended"));
    }
    if held.evaluations.is_empty() {
        faults.push(
            Fault::new("required", "Skriv minst ett mål och hur det gick.").under("evaluations"),
        );
    }
}

/// For a patient who cannot answer, the ground and who assessed it are always known (X4).
pub(super) fn consent(faults: &mut Vec<Fault>, consent: &RecordConsent, _: Timestamp) {
    if consent.answered_by == Some(ConsentGiver::GodMan) {
        if consent.mandate.is_none() {
            let detail =
                "Skriv vad förordnandet omfattar. Omfattar det inte det här gäller svaret inte.";
            faults.push(Fault::new("required", detail).under("mandate"));
        }
        if consent.mandate_seen_by.is_none() {
            let detail = "Skriv vilken funktion som har sett förordnandet, till exempel kurator.";
            faults.push(Fault::new("required", detail).under("mandate_seen_by"));
        }
    }
    if consent.answer != ConsentAnswer::Incapable {
        return;
    }
    if consent.legal_ground.is_none() {
        let detail = "Skriv vilken lag eller bestämmelse bedömningen vilar på.";
        faults.push(Fault::new("required", detail).under("legal_ground"));
    }
    if consent.assessor.is_none() {
        let detail =
            "Skriv vilken funktion som har bedömt det, till exempel läkare på avdelningen.";
        faults.push(Fault::new("required", detail).under("assessor"));
    }
}

/// Of the agreement.
pub(super) fn agreed_period(faults: &mut Vec<Fault>, agreed: &DrawUpAgreement, _: Timestamp) {
    period_faults(faults, &agreed.interventions, agreed.starts, agreed.ends);
}

pub(super) fn municipality_answer(
    faults: &mut Vec<Fault>,
    answer: &RecordMunicipalityAnswer,
    _: Timestamp,
) {
    let named = answer
        .accepted
        .as_ref()
        .is_some_and(|codes| !codes.is_empty());
    faults.extend(answer_faults(
        answer.answer,
        named,
        answer.comment.is_some(),
    ));
}

/// Patient and kin have no account, so a copy cannot be handed to them in the product (domain.md).
pub(super) fn copy(faults: &mut Vec<Fault>, copy: &HandOutCopy, _: Timestamp) {
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
pub(super) fn letter_reading(faults: &mut Vec<Fault>, review: &ReviewLetter, _: Timestamp) {
    if review.reading == LetterReading::Refused && review.reason.is_none() {
        faults
            .push(Fault::new("required", "Skriv vad som behöver ändras i brevet.").under("reason"));
    }
}

fn period_faults(
    faults: &mut Vec<Fault>,
    interventions: &[InterventionOrder],
    starts: PlannedDate,
    ends: Option<PlannedDate>,
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

pub(super) fn closing(faults: &mut Vec<Fault>, closing: &CloseCase, _: Timestamp) {
    if closing.reason.is_some() {
        return;
    }
    match closing.cause {
        Some(CloseCause::Other) => {
            let fault = Fault::new("required", "Skriv varför ärendet avslutas.");
            faults.push(fault.under("reason"));
        }
        None => {
            let fault = Fault::new("required", "Välj varför ärendet avslutas.");
            faults.push(fault.under("cause"));
        }
        Some(_) => {}
    }
}

pub(super) fn care_request_answer(
    faults: &mut Vec<Fault>,
    answer: &AnswerCareRequest,
    _: Timestamp,
) {
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

pub(super) fn meeting(faults: &mut Vec<Fault>, plan: &PlanSipMeeting, now: Timestamp) {
    if plan.at.0 < now {
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
