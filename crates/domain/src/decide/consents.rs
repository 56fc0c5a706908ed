//! Which consent each act needs (domain.md, the table consent × act), and how an answer is
//! recorded.

use vocabulary::{
    calendar::local_date,
    command::RecordConsent,
    consent::{ConsentAnswer, ConsentGiver, ConsentKind},
    hsa_id::HsaId,
    refusal::{Refusal, Rule},
    text::Line,
};

use super::{Decision, parties::never};
use crate::{
    case::{Case, ConsentStanding},
    context::Context,
    event::{Basis, Event, Representative},
    pathway::Pathway,
};

/// Records an answer. A repeated answer is recorded too, because asking again is a fact of its own.
///
/// # Errors
/// When a yes is older than the person's later no: the no stands. When a yes names a unit that is never
/// told anything.
pub(super) fn record(case: &Case, context: &Context, command: &RecordConsent) -> Decision {
    let given_at = command.at.map_or(context.at, |at| at.0);
    let since_refused = case.consents.get(&command.kind).is_some_and(|latest| {
        matches!(
            latest.answer,
            ConsentAnswer::Refused | ConsentAnswer::Withdrawn
        ) && latest.given_at > given_at
    });
    if since_refused
        && matches!(
            command.answer,
            ConsentAnswer::Given | ConsentAnswer::Incapable
        )
    {
        return Err(Refusal::ConsentRefused(
            command.kind,
            rule(command.kind, case.pathway()),
        ));
    }
    // A patient may refuse any unit by name, but nobody can let those in who are never told.
    if matches!(
        command.answer,
        ConsentAnswer::Given | ConsentAnswer::Incapable
    ) {
        let named = command.units.iter().flatten();
        for unit in named.filter_map(|id| context.units.get(id)) {
            never(unit)?;
        }
    }
    Ok(vec![Event::ConsentRecorded {
        consent: command.kind,
        answer: command.answer,
        form: command.form,
        units: match command.kind {
            ConsentKind::InformationTransfer => {
                command.units.clone().filter(|units| !units.is_empty())
            }
            ConsentKind::Case | ConsentKind::Sip => None,
        },
        given_at,
        note: command.note.as_ref().map(|note| note.0.clone()),
        legal_ground: command.legal_ground.as_ref().map(|ground| ground.0.clone()),
        assessor: command.assessor.as_ref().map(|assessor| assessor.0.clone()),
        representative: representative(case, context, command)?.map(Box::new),
    }])
}

/// Who answered for the patient. A guardian answers for a child only; kin for nobody (X4).
fn representative(
    case: &Case,
    context: &Context,
    command: &RecordConsent,
) -> Result<Option<Representative>, Refusal> {
    let of_age = !case.person.is_child_on(local_date(context.at));
    let giver = match command.answered_by {
        None | Some(ConsentGiver::Patient) => return Ok(None),
        Some(ConsentGiver::Guardian) if of_age => return Err(Refusal::NoGuardianOfAdult),
        Some(giver) => giver,
    };
    let said = |line: &Option<Line>| line.as_ref().map(|line| line.0.clone());
    Ok(Some(Representative {
        giver,
        mandate: said(&command.mandate),
        seen_by: said(&command.mandate_seen_by),
        childs_view: command.childs_view.as_ref().map(|view| view.0.clone()),
    }))
}

/// The requirement that asks for a consent.
fn rule(kind: ConsentKind, pathway: Option<Pathway>) -> Rule {
    match kind {
        ConsentKind::Case => case_rule(pathway),
        ConsentKind::Sip => sip_rule(pathway),
        ConsentKind::InformationTransfer => "C9.3",
    }
}

/// The requirement that asks for consent to the case in this pathway.
fn case_rule(pathway: Option<Pathway>) -> Rule {
    if pathway == Some(Pathway::SixC) {
        "V6C.2"
    } else {
        "V6B.3"
    }
}

/// The requirement that asks for consent to SIP in this pathway.
pub(super) fn sip_rule(pathway: Option<Pathway>) -> Rule {
    match pathway {
        Some(Pathway::SixB) => "V6B.11",
        Some(Pathway::SixC) => "V6C.9",
        Some(Pathway::SevenA) => "V7A.3",
        Some(Pathway::SevenB) => "V7B.3",
        Some(Pathway::SevenC) => "V7C.3",
        Some(Pathway::SixA) | None => "V6A.4",
    }
}

/// The consent by which a unit may become a party: consent to the case in 6B and 6C, otherwise
/// consent to SIP or to an information transfer that covers the unit. A person who cannot consent
/// makes it possible for care parties only.
pub(super) fn for_party(case: &Case, unit: &HsaId) -> Result<Basis, Refusal> {
    if case
        .pathway()
        .is_some_and(Pathway::starts_with_placeholders)
    {
        by_consent_to_the_case(case, unit)
    } else {
        by_consent_to_sip_or_transfer(case, unit)
    }
}

/// Whether a unit has lost a consent that it may take part on in some pathway. The answer is the same
/// in every pathway. Municipal primary care leaves by it: if that followed the pathway, the same
/// withdrawn consent would remove the municipality in one group and not in another, and so tell it
/// the group.
pub(crate) fn has_lost_a_ground(before: &Case, after: &Case, unit: &HsaId) -> bool {
    let lost = |ground: fn(&Case, &HsaId) -> Result<Basis, Refusal>| {
        ground(before, unit).is_ok() && ground(after, unit).is_err()
    };
    lost(by_consent_to_the_case) || lost(by_consent_to_sip_or_transfer)
}

/// Refuses a unit that the patient has said no to by name (C9.3).
pub(super) fn not_refused_by_name(case: &Case, unit: &HsaId) -> Result<(), Refusal> {
    if case.transfer_refused_by_name(unit) {
        return Err(not_to_this_unit(case));
    }
    Ok(())
}

fn not_to_this_unit(case: &Case) -> Refusal {
    Refusal::ConsentRefused(ConsentKind::InformationTransfer, sip_rule(case.pathway()))
}

fn by_consent_to_the_case(case: &Case, unit: &HsaId) -> Result<Basis, Refusal> {
    let rule = case_rule(case.pathway());
    match case.consent(ConsentKind::Case) {
        ConsentStanding::Given | ConsentStanding::Incapable
            if case.transfer_refused_by_name(unit) =>
        {
            Err(not_to_this_unit(case))
        }
        ConsentStanding::Given => Ok(Basis::CaseConsent),
        ConsentStanding::Incapable => Ok(Basis::Incapable),
        ConsentStanding::Refused => Err(Refusal::ConsentRefused(ConsentKind::Case, rule)),
        ConsentStanding::NotAsked => Err(Refusal::ConsentMissing(ConsentKind::Case, rule)),
    }
}

fn by_consent_to_sip_or_transfer(case: &Case, unit: &HsaId) -> Result<Basis, Refusal> {
    let pathway = case.pathway();
    let (sip, transfer) = (
        case.consent(ConsentKind::Sip),
        case.information_transfer_to(unit),
    );
    // A no goes before incapacity: a person who said no was able to answer.
    match (sip, transfer) {
        (ConsentStanding::Given, _) if case.transfer_refused_by_name(unit) => {
            Err(not_to_this_unit(case))
        }
        (ConsentStanding::Given, _) => Ok(Basis::SipConsent),
        (_, ConsentStanding::Given) => Ok(Basis::InformationTransfer),
        (ConsentStanding::Refused, _) => {
            Err(Refusal::ConsentRefused(ConsentKind::Sip, sip_rule(pathway)))
        }
        (ConsentStanding::NotAsked | ConsentStanding::Incapable, ConsentStanding::Refused) => {
            Err(not_to_this_unit(case))
        }
        (ConsentStanding::Incapable, _) | (_, ConsentStanding::Incapable) => Ok(Basis::Incapable),
        (ConsentStanding::NotAsked, ConsentStanding::NotAsked) => {
            Err(Refusal::ConsentMissing(ConsentKind::Sip, sip_rule(pathway)))
        }
    }
}

/// Refuses when consent to the case was refused: the case goes no further (V6B.4, V6C.3).
pub(super) fn not_stopped(case: &Case) -> Result<(), Refusal> {
    if case.stopped_by_refusal() {
        let rule = if case.pathway() == Some(Pathway::SixC) {
            "V6C.3"
        } else {
            "V6B.4"
        };
        return Err(Refusal::ConsentRefused(ConsentKind::Case, rule));
    }
    Ok(())
}

/// Requires consent to SIP for what stays among care parties; incapacity is enough here.
pub(super) fn for_sip(case: &Case) -> Result<(), Refusal> {
    match case.consent(ConsentKind::Sip) {
        ConsentStanding::Given | ConsentStanding::Incapable => Ok(()),
        ConsentStanding::Refused => Err(Refusal::ConsentRefused(
            ConsentKind::Sip,
            sip_rule(case.pathway()),
        )),
        ConsentStanding::NotAsked => Err(Refusal::ConsentMissing(
            ConsentKind::Sip,
            sip_rule(case.pathway()),
        )),
    }
}

/// Requires consent to SIP for what reaches kin or Migrationsverket; incapacity is not enough here.
pub(super) fn beyond_care(case: &Case) -> Result<(), Refusal> {
    for_sip(case)?;
    if case.consent(ConsentKind::Sip) == ConsentStanding::Incapable {
        return Err(Refusal::ConsentMissing(
            ConsentKind::Sip,
            sip_rule(case.pathway()),
        ));
    }
    Ok(())
}

/// Requires consent to the information transfer that a care request makes (C9.3).
pub(super) fn for_care_request(case: &Case, unit: &HsaId) -> Result<(), Refusal> {
    match case.information_transfer_to(unit) {
        ConsentStanding::Given | ConsentStanding::Incapable => Ok(()),
        ConsentStanding::Refused => Err(Refusal::ConsentRefused(
            ConsentKind::InformationTransfer,
            "C9.3",
        )),
        ConsentStanding::NotAsked => Err(Refusal::ConsentMissing(
            ConsentKind::InformationTransfer,
            "C9.3",
        )),
    }
}
