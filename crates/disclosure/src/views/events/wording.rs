//! Each event in Swedish: what happened, with details.

mod phrase;

use domain::{
    Case, Event,
    case::Closing,
    event::{Representative, Transport},
};
use jiff::civil::Date;
use vocabulary::{
    calendar::{date_and_clock, long_date},
    choice::Choice as _,
    hsa_id::HsaId,
};

use crate::views::{audiences::told::known_name, person::municipality_name};
pub(crate) use phrase::inside;
use phrase::{
    codes, consent_text, evaluated, meeting_text, needs_text, orders, party_basis, period,
    person_text, sentences, undone, who_attended,
};

/// What happened, and its details. `known` is the case as it is now, `before` as it was before the event.
#[expect(
    clippy::too_many_lines,
    reason = "one arm per event; splitting would hide a missing one"
)]
pub(super) fn of(event: &Event, known: &Case, before: Option<&Case>) -> (String, String) {
    match event {
        Event::CaseOpened {
            unit,
            setting,
            group,
            stated_group,
            ..
        } => (
            "Ärendet startades".to_owned(),
            sentences([
                Some(unit.name.clone()),
                Some(setting.swedish().to_owned()),
                Some(group.swedish().to_owned()),
                (group != stated_group).then(|| {
                    format!(
                        "Uppgiven grupp var {}, men underlag saknas",
                        inside(stated_group.swedish())
                    )
                }),
            ]),
        ),
        Event::ConsentRecorded {
            consent,
            answer,
            form,
            units,
            given_at,
            note,
            legal_ground,
            assessor,
            representative,
        } => (
            consent_text(*consent, *answer),
            sentences([
                Some(format!("{}, {}", form.swedish(), date_and_clock(*given_at))),
                units.as_ref().map(|units| {
                    let names: Vec<String> = units.iter().map(|unit| named(known, unit)).collect();
                    format!("Gäller {}", names.join(", "))
                }),
                representative.as_deref().map(represented),
                note.clone(),
                legal_ground
                    .as_ref()
                    .map(|ground| format!("Rättslig grund: {ground}")),
                assessor
                    .as_ref()
                    .map(|assessor| format!("Bedömt av {assessor}")),
            ]),
        ),
        Event::PartyAdded { unit, basis } => {
            (format!("{} blev part", unit.name), party_basis(*basis))
        }
        Event::CaseLinked { case, reason } => (
            "Samma patient har ett annat ärende".to_owned(),
            format!("Ärende {}. {reason}", case.reference()),
        ),
        Event::PartyRemoved { name, reason, .. } => {
            (format!("{name} är inte längre part"), reason.clone())
        }
        Event::ContactRecorded {
            with,
            channel,
            subject,
            contact_at,
            summary,
            with_function,
        } => (
            format!("Kontakt med {}", inside(with.swedish())),
            sentences([
                Some(format!(
                    "{}, {}",
                    channel.swedish(),
                    date_and_clock(*contact_at)
                )),
                Some(subject.swedish().to_owned()),
                with_function
                    .as_ref()
                    .map(|function| format!("Talade med {function}")),
                Some(summary.reveal().clone()),
            ]),
        ),
        Event::GroupEstablished { group, evidence } => (
            format!("Gruppen fastställdes: {}", inside(group.swedish())),
            sentences([
                Some(evidence.text.clone()),
                evidence.verified_in.map(|place| place.swedish().to_owned()),
                evidence
                    .card_current
                    .map(|current| card(current).to_owned()),
                evidence.permit_from.map(permit),
                Some(format!("Kontrollerat av {}", evidence.by)),
            ]),
        ),
        Event::GroupConfirmationAsked { group } => (
            format!(
                "En kollega ska bekräfta gruppen: {}",
                inside(group.swedish())
            ),
            "Ärendet har varit skyddat. Migrationsverket får inte veta något förrän gruppen är bekräftad."
                .to_owned(),
        ),
        Event::GroupConfirmed { seen } => {
            ("En kollega bekräftade gruppen".to_owned(), seen.clone())
        }
        Event::GroupUnestablished { reason } => (
            "Gruppen är inte längre fastställd, så ärendet är skyddat".to_owned(),
            reason.clone(),
        ),
        Event::GroupVerified {
            verified_in,
            still_valid,
            answer,
            permit_from,
        } => (
            if *still_valid {
                "Gruppen kontrollerades och stämmer".to_owned()
            } else {
                "Gruppen kontrollerades och stämmer inte längre".to_owned()
            },
            sentences([
                Some(verified_in.swedish().to_owned()),
                Some(answer.clone()),
                permit_from.map(permit),
            ]),
        ),
        Event::MigrationAgencyClosed { .. } => (
            "Migrationsverket får inte veta något mer av oss".to_owned(),
            "Det som väntade på att skickas stoppades. Planen fick ett nytt SIP-nummer. Planera mötet \
             på nytt."
                .to_owned(),
        ),
        Event::NeedsEstablished { needs } => {
            ("Behoven registrerades".to_owned(), needs_text(needs))
        }
        Event::SettingChanged { setting, unit, .. } => (
            "Vårdformen ändrades".to_owned(),
            format!("{}, {}", setting.swedish(), unit.name),
        ),
        Event::CoordinationHandedOver { name, .. } => {
            (format!("{name} samordnar ärendet nu"), String::new())
        }
        Event::WrongDisclosureReported {
            audience,
            disclosed_at,
            what,
        } => (
            format!(
                "Felaktigt utlämnande till {} rapporterades",
                inside(audience.swedish())
            ),
            sentences([
                Some(date_and_clock(*disclosed_at)),
                Some(what.reveal().clone()),
            ]),
        ),
        Event::InboundQuestionRecorded {
            audience,
            asked_at,
            what,
        } => (
            format!("Fråga från {} registrerades", inside(audience.swedish())),
            sentences([Some(date_and_clock(*asked_at)), Some(what.reveal().clone())]),
        ),
        Event::ResidenceEstablished { residence } => (
            "Kommun och adress registrerades".to_owned(),
            sentences([
                Some(municipality_name(residence.municipality)),
                Some(residence.housing.swedish().to_owned()),
            ]),
        ),
        Event::MunicipalityAsked {
            unit,
            interventions,
            starts,
            ends,
            ..
        } => (
            format!("Fråga om tjänsteköp till {}", unit.name),
            sentences([Some(orders(interventions)), Some(period(*starts, *ends))]),
        ),
        Event::MunicipalityAnswered {
            answer,
            accepted,
            answered_by,
            comment,
            ..
        } => (
            format!("Kommunen svarade: {}", inside(answer.swedish())),
            sentences([
                codes(accepted),
                Some(format!("Svar av {answered_by}")),
                comment.clone(),
            ]),
        ),
        Event::QuestionWithdrawn { .. } => (
            "Frågan till kommunen togs tillbaka".to_owned(),
            "Kommunen ser den inte längre.".to_owned(),
        ),
        Event::ReadyForDischarge { from } => (
            "Patienten är utskrivningsklar".to_owned(),
            format!("Från {}.", date_and_clock(*from)),
        ),
        Event::CaseClosed { cause, reason } => (
            "Ärendet avslutades".to_owned(),
            Closing {
                cause: *cause,
                reason: reason.clone(),
            }
            .said(),
        ),
        Event::CaseReopened { reason } => ("Ärendet öppnades igen".to_owned(), reason.clone()),
        Event::IdentifierAdded { identifier } => (
            format!("{} lades till", identifier.kind().swedish()),
            "Det nya numret används från och med nu.".to_owned(),
        ),
        Event::PersonCorrected { person } => (
            "Patientens uppgifter rättades".to_owned(),
            person_text(person, before.map(|case| &*case.person)),
        ),
        Event::ProtectedIdentityMarked { protected, reason } => (
            if *protected {
                "Skyddad identitet markerades".to_owned()
            } else {
                "Markeringen skyddad identitet togs bort".to_owned()
            },
            reason.clone(),
        ),
        Event::LinkedProtectedPersonMarked { linked, reason } => (
            if *linked {
                "Ärendet hör ihop med en skyddad person"
            } else {
                "Ärendet hör inte längre ihop med en skyddad person"
            }
            .to_owned(),
            reason.clone(),
        ),
        Event::LinkedProtectedPersonLiftAsked { reason } => (
            "En medarbetare vill ta bort markeringen att ärendet hör ihop med en skyddad person"
                .to_owned(),
            format!("{reason} Markeringen står kvar tills en kollega har bekräftat det."),
        ),
        Event::LetterQueued { letter, .. } => (
            "Ett brev lades i kö".to_owned(),
            format!("{}.", letter.swedish()),
        ),
        Event::LetterRead {
            approved, reason, ..
        } => (
            if *approved {
                "En kollega läste brevet och godkände det"
            } else {
                "En kollega läste brevet och sa nej"
            }
            .to_owned(),
            sentences([reason.clone()]),
        ),
        Event::LetterPrinted { .. } => ("Brevet skrevs ut".to_owned(), String::new()),
        Event::LetterPosted { posted_at, .. } => (
            "Brevet postades".to_owned(),
            format!("{}.", date_and_clock(*posted_at)),
        ),
        Event::LetterReturned { returned_at, .. } => (
            "Brevet kom i retur".to_owned(),
            format!("{}.", date_and_clock(*returned_at)),
        ),
        Event::LetterStopped { reason, .. } => (
            "Brevet postas inte".to_owned(),
            sentences([Some(reason.clone())]),
        ),
        Event::CertificateWritten { .. } => ("Läkarintyget skrevs".to_owned(), String::new()),
        Event::SipMeetingPlanned { meeting } => {
            ("SIP-mötet planerades".to_owned(), meeting_text(meeting))
        }
        Event::InvitationQueued { .. } => (
            "Kallelsen utan namn lades i kö".to_owned(),
            "Till Migrationsverkets funktionsbrevlåda.".to_owned(),
        ),
        Event::InvitationSent { sent_at } => (
            "Kallelsen utan namn skickades".to_owned(),
            format!(
                "Till Migrationsverkets funktionsbrevlåda, {}.",
                date_and_clock(*sent_at)
            ),
        ),
        Event::InvitationMailed { sent_at, .. } => (
            "Kallelsen utan namn skickades av Vårdbron".to_owned(),
            format!(
                "Till Migrationsverkets funktionsbrevlåda, {}.",
                date_and_clock(*sent_at)
            ),
        ),
        Event::InvitationStopped { reason, .. } => (
            "Kallelsen utan namn skickas inte".to_owned(),
            sentences([Some(reason.clone())]),
        ),
        Event::InvitationUncertain { .. } => (
            "Det är oklart om kallelsen utan namn skickades".to_owned(),
            "Ta reda på om den kom fram och registrera det.".to_owned(),
        ),
        Event::InterpreterBooked { booking } => (
            "Tolk bokades".to_owned(),
            sentences([
                Some(format!(
                    "{}, {}",
                    booking.language.swedish(),
                    date_and_clock(booking.at)
                )),
                booking
                    .reference
                    .as_ref()
                    .map(|reference| format!("Referens {reference}")),
            ]),
        ),
        Event::InstitutionRecorded { institution } => (
            "Institutionsboende registrerades".to_owned(),
            sentences([
                Some(institution.name.clone()),
                Some(format!("Telefon {}", institution.phone)),
                institution.address.clone(),
            ]),
        ),
        Event::TransportSettled { transport } => match transport {
            Transport::Ordered {
                destination,
                at,
                reference,
            } => (
                "Sjuktransport beställdes".to_owned(),
                sentences([
                    Some(format!("{destination}, {}", date_and_clock(*at))),
                    reference
                        .as_ref()
                        .map(|reference| format!("Referens {reference}")),
                ]),
            ),
            Transport::NotNeeded { reason } => {
                ("Sjuktransport behövs inte".to_owned(), reason.clone())
            }
        },
        Event::DeviceOrdered {
            device,
            ground,
            reference,
        } => (
            format!("Hjälpmedel beställdes: {device}"),
            sentences([
                ground.clone(),
                reference
                    .as_ref()
                    .map(|reference| format!("Referens {reference}")),
            ]),
        ),
        Event::SipMeetingHeld {
            held_at,
            attended,
            plan,
        } => (
            "SIP-mötet hölls".to_owned(),
            sentences([
                Some(date_and_clock(*held_at)),
                match plan {
                    Some(plan) => Some(format!("Deltog: {}", plan.attended.reveal())),
                    None => Some(who_attended(attended)),
                },
            ]),
        ),
        Event::SipPlanBegun {} => ("Planen påbörjades".to_owned(), String::new()),
        Event::SipPlanAgreed { plan_version, .. } => (
            format!("Planen fastställdes, version {plan_version}"),
            String::new(),
        ),
        Event::SipEnded { cause, reason } => (
            "Planen avslutades".to_owned(),
            sentences([Some(cause.swedish().to_owned()), reason.clone()]),
        ),
        // They stand in the plan's own stream and are shown with the plan.
        Event::PlanChanged { .. } => ("Planen ändrades".to_owned(), String::new()),
        Event::PlanApproved { .. } => ("Planen godkändes".to_owned(), String::new()),
        Event::PlanVersionAgreed { plan_version, .. } => (
            format!("Planens version {plan_version} sparades"),
            String::new(),
        ),
        Event::PlanEnded {} => ("Planen låstes".to_owned(), String::new()),
        Event::PlanResumed {} => ("Planen öppnades igen".to_owned(), String::new()),
        Event::CopyHandedOut {
            plan_version,
            recipient,
            how,
            handed_at,
        } => (
            format!(
                "Kopia av planen, version {plan_version}, till {}",
                inside(recipient.swedish())
            ),
            format!("{}, {}.", how.swedish(), date_and_clock(*handed_at)),
        ),
        Event::FollowUpDecided { follow_up } => (
            "Uppföljning bestämdes".to_owned(),
            sentences([
                Some(format!(
                    "{}, {} ansvarar",
                    date_and_clock(follow_up.at),
                    follow_up.unit_name
                )),
                follow_up
                    .evaluated_by
                    .as_ref()
                    .map(|unit| format!("{} följer upp och utvärderar", unit.name)),
            ]),
        ),
        Event::FollowUpHeld {
            held_at,
            attended,
            evaluations,
            ..
        } => (
            "Uppföljningen hölls".to_owned(),
            sentences(
                [Some(date_and_clock(*held_at)), Some(who_attended(attended))]
                    .into_iter()
                    .chain(evaluations.iter().map(|goal| Some(evaluated(goal)))),
            ),
        ),
        Event::HousingMeetingHeld {
            held_at,
            attended,
            informed,
            offered,
            answer,
            reason,
        } => (
            "SIP-mötet hölls".to_owned(),
            sentences([
                Some(date_and_clock(*held_at)),
                Some(who_attended(attended)),
                Some(
                    if *informed {
                        "Patienten fick veta hur behoven ska mötas"
                    } else {
                        "Patienten fick inte veta hur behoven ska mötas"
                    }
                    .to_owned(),
                ),
                Some(
                    if *offered {
                        "Patienten erbjöds att ansöka om institutionsboende"
                    } else {
                        "Patienten erbjöds inte att ansöka om institutionsboende"
                    }
                    .to_owned(),
                ),
                answer.map(|answer| format!("Svar: {}", inside(answer.swedish()))),
                reason.as_ref().map(|reason| reason.reveal().clone()),
            ]),
        ),
        Event::HousingAnswered {
            answer,
            answered_at,
            reason,
        } => (
            "Patienten svarade om institutionsboende".to_owned(),
            sentences([
                Some(answer.swedish().to_owned()),
                Some(date_and_clock(*answered_at)),
                reason.as_ref().map(|reason| reason.reveal().clone()),
            ]),
        ),
        Event::HousingDecided {
            decision,
            decided_at,
            reason,
        } => (
            "Migrationsverket beslutade om institutionsboende".to_owned(),
            sentences([
                Some(decision.swedish().to_owned()),
                Some(date_and_clock(*decided_at)),
                reason.as_ref().map(|reason| reason.reveal().clone()),
            ]),
        ),
        Event::CareRequestSent { .. } => ("Vårdbegäran skickades".to_owned(), String::new()),
        Event::CareRequestAnswered {
            answer,
            reason,
            accepted,
        } => (
            format!("Vårdbegäran besvarades: {}", inside(answer.swedish())),
            sentences([codes(accepted), reason.clone()]),
        ),
        Event::AgreementDrawnUp {
            interventions,
            starts,
            ends,
            ..
        } => (
            "Överenskommelsen skrevs".to_owned(),
            sentences([Some(orders(interventions)), Some(period(*starts, *ends))]),
        ),
        Event::AgreementSigned {
            signatory,
            signed_by,
        } => (
            "Överenskommelsen skrevs under".to_owned(),
            format!("{}: {signed_by}.", signatory.swedish()),
        ),
        Event::InvoicingFormRecorded { reference } => (
            "Fakturablanketten är ifylld".to_owned(),
            format!("Referens {reference}."),
        ),
        Event::PurchasesEnded { reason } => ("Tjänsteköpen avslutades".to_owned(), reason.clone()),
        Event::InformationSheetGiven { given_at } => (
            "Informationsbladet lämnades till patienten".to_owned(),
            format!("{}.", date_and_clock(*given_at)),
        ),
        Event::CountyRoutineFollowed { note } => {
            ("Den länsgemensamma rutinen följs".to_owned(), note.clone())
        }
        Event::Undone { former } => ("En ändring ångrades".to_owned(), undone(former).to_owned()),
    }
}

fn card(current: bool) -> &'static str {
    if current {
        "LMA-kortet gäller"
    } else {
        "LMA-kortet gäller inte"
    }
}

fn permit(from: Date) -> String {
    format!("Uppehållstillståndet gäller från {}", long_date(from))
}

/// Who answered for the patient, in sentences.
pub(crate) fn represented(by: &Representative) -> String {
    sentences([
        Some(format!("Svarade: {}", inside(by.giver.swedish()))),
        by.mandate
            .as_ref()
            .map(|mandate| format!("Förordnandet omfattar {}", inside(mandate))),
        by.seen_by
            .as_ref()
            .map(|seen| format!("Sett av {}", inside(seen))),
        by.childs_view
            .as_ref()
            .map(|view| format!("Barnet säger: {view}")),
    ])
}

/// A unit's name, or its HSA-id when the case has never met it.
fn named(known: &Case, unit: &HsaId) -> String {
    Some(known_name(known, unit))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| unit.to_string())
}
