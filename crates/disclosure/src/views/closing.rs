//! What is still open in a case that somebody wants to close, and what to do about it (X4), for the
//! region's care units.

use domain::{Actor, AgencyAtMeeting, OpenEnd, UnpostedLetter, open_ends};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use vocabulary::{
    calendar::{date_and_clock, long_date},
    choice::Choice,
};

use super::events::inside;
use crate::{AnyCase, Disclosed, Guard, audience::RegionalCare};

/// Something that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenEndRow {
    /// What it is, with its day or unit.
    pub what: String,
    /// Who is told, and how, or what happens by itself.
    pub to_do: String,
    /// Where the case's pages help with it.
    #[serde(skip)]
    pub place: EndPlace,
}

/// Where something that is open is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndPlace {
    /// The steps, where a meeting is recorded.
    Steps,
    /// The queue of letters and mails.
    Copies,
    /// Handing the coordination over instead of closing.
    HandOver,
    /// Outside Vårdbron: somebody is called.
    Outside,
}

impl Guard {
    /// What is still open in a case.
    #[must_use]
    pub fn open_ends(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        now: Timestamp,
    ) -> Option<Disclosed<RegionalCare, Vec<OpenEndRow>>> {
        let case = case.asked();
        self.sees_whole_case(actor, &case).then(|| {
            let ends = open_ends(&case, now);
            Disclosed::decided(ends.into_iter().map(row).collect())
        })
    }
}

fn place(end: &OpenEnd) -> EndPlace {
    match end {
        OpenEnd::Meeting { passed: true, .. } => EndPlace::Steps,
        OpenEnd::InvitationQueued
        | OpenEnd::InvitationUncertain { .. }
        | OpenEnd::Letter { .. } => EndPlace::Copies,
        OpenEnd::Purchase { .. } | OpenEnd::FollowUp { .. } => EndPlace::HandOver,
        OpenEnd::Meeting { .. }
        | OpenEnd::Interpreter { .. }
        | OpenEnd::Transport { .. }
        | OpenEnd::Question { .. }
        | OpenEnd::CareRequest { .. } => EndPlace::Outside,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm per open end; splitting would hide a missing one"
)]
fn row(end: OpenEnd) -> OpenEndRow {
    let place = place(&end);
    let (what, to_do) = match end {
        OpenEnd::Meeting {
            at, passed: true, ..
        } => (
            format!("SIP-mötet {} är inte antecknat som hållet.", date_and_clock(at)),
            "Anteckna mötet innan du avslutar, om det hölls.".to_owned(),
        ),
        OpenEnd::Meeting { at, agency, .. } => (
            format!("SIP-mötet {} har inte hållits.", date_and_clock(at)),
            match agency {
                AgencyAtMeeting::NotInvited => {
                    "Säg till patienten och vårdenheterna att mötet inte blir av."
                }
                AgencyAtMeeting::MayBeTold => {
                    "Säg till patienten och vårdenheterna. Migrationsverket har fått kallelsen: ring \
                     och säg att mötet inte blir av."
                }
                AgencyAtMeeting::MayNotBeTold => {
                    "Säg till patienten och vårdenheterna att mötet inte blir av. Säg inget till \
                     Migrationsverket: ärendet är skyddat."
                }
            }
            .to_owned(),
        ),
        OpenEnd::InvitationQueued => (
            "Kallelsen väntar på att skickas.".to_owned(),
            "Den stoppas när ärendet avslutas.".to_owned(),
        ),
        OpenEnd::InvitationUncertain { agency_may_know } => (
            "Ingen vet om kallelsen kom fram.".to_owned(),
            if agency_may_know {
                "Avgör under Kopior vad som hände innan du avslutar ärendet."
            } else {
                "Fråga inte Migrationsverket: ärendet är skyddat. Välj under Kopior att kallelsen inte \
                 skickas igen."
            }
            .to_owned(),
        ),
        OpenEnd::Interpreter { at, reference } => (
            format!("Tolk är bokad till {}.", date_and_clock(at)),
            cancelled("Avboka hos tolkförmedlingen", reference),
        ),
        OpenEnd::Transport { at, reference } => (
            format!("En resa är beställd till {}.", date_and_clock(at)),
            cancelled("Avboka resan om den inte blir av", reference),
        ),
        OpenEnd::Letter { kind, stage } => (
            format!("Ej postat brev: {}.", inside(kind.swedish())),
            match stage {
                UnpostedLetter::Waiting => "Det stoppas när ärendet avslutas.",
                UnpostedLetter::Printed => {
                    "Posta eller makulera brevet, och anteckna det under Kopior. Innan dess går det \
                     inte att avsluta ärendet."
                }
                UnpostedLetter::Recalled => {
                    "Brevet får inte postas. Makulera det och anteckna det under Kopior. Innan dess går \
                     det inte att avsluta ärendet."
                }
            }
            .to_owned(),
        ),
        OpenEnd::Question { unit } => (
            format!("{} har inte svarat på frågan.", unit.name),
            "Frågan tas tillbaka när ärendet avslutas. Ring enheten och säg det.".to_owned(),
        ),
        OpenEnd::CareRequest {
            unit,
            returned: true,
        } => (
            unit.map_or_else(
                || "Vårdbegäran är återsänd för komplettering.".to_owned(),
                |unit| format!("{unit} har återsänt vårdbegäran för komplettering."),
            ),
            "Ring enheten och säg att vårdbegäran inte gäller längre.".to_owned(),
        ),
        OpenEnd::CareRequest { unit, .. } => (
            unit.map_or_else(
                || "Vårdbegäran är inte besvarad.".to_owned(),
                |unit| format!("{unit} har inte svarat på vårdbegäran."),
            ),
            "Ring enheten och säg att vårdbegäran inte gäller längre.".to_owned(),
        ),
        OpenEnd::Purchase {
            unit,
            signed: false,
            ..
        } => (
            unit.map_or_else(
                || "Överenskommelsen är inte underskriven av båda.".to_owned(),
                |unit| format!("Överenskommelsen med {unit} är inte underskriven av båda."),
            ),
            "Ring enheten och säg att överenskommelsen inte blir av, eller lämna över samordningen till \
             vårdcentralen i stället för att avsluta."
                .to_owned(),
        ),
        OpenEnd::Purchase { unit, ends, .. } => (
            purchase(unit.as_deref(), ends),
            "Kom överens med enheten om sista dagen, eller lämna över samordningen till \
             vårdcentralen i stället för att avsluta."
                .to_owned(),
        ),
        OpenEnd::FollowUp { at, passed, unit } if passed => (
            format!(
                "Uppföljningen skulle hållas {}, {unit}. Ingen har antecknat den.",
                date_and_clock(at)
            ),
            "Anteckna uppföljningen i steget Håll uppföljningen, eller berätta att den inte blir av."
                .to_owned(),
        ),
        OpenEnd::FollowUp { at, unit, .. } => (
            format!(
                "Uppföljning är bestämd till {}, {unit}.",
                date_and_clock(at)
            ),
            "Lämna över samordningen till den som följer upp, eller berätta att uppföljningen inte blir av."
                .to_owned(),
        ),
    };
    OpenEndRow { what, to_do, place }
}

fn cancelled(act: &str, reference: Option<String>) -> String {
    reference.map_or_else(
        || format!("{act}."),
        |reference| format!("{act}. Referens: {reference}."),
    )
}

fn purchase(unit: Option<&str>, ends: Option<Date>) -> String {
    let from = unit.map_or_else(
        || "Ett tjänsteköp".to_owned(),
        |unit| format!("Tjänsteköpet från {unit}"),
    );
    ends.map_or_else(
        || format!("{from} gäller tills vidare."),
        |last| format!("{from} gäller till {}.", long_date(last)),
    )
}
