//! Health centres, specialist clinics and region-financed rehab: the pathways of section 7.

use vocabulary::{
    audience::WrongRecipient,
    command::{Command, MarkProtectedIdentity, RecordInboundQuestion, Signatory},
    consent::ConsentKind,
    group::Group,
    intervention::{Intervention, MunicipalityAnswer},
    need::NursingNeed,
    reading::PastInstant,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
    text::Prose,
    unit::UnitKind,
};

use super::{CaseMaker, Sex, build_all, met, purchase};
use crate::demo::{
    scenario::{Need, Scenario},
    table::DemoDataError,
};

pub(super) fn scenarios(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let mut scenarios = sylte(maker)?;
    scenarios.extend(towards_institution(maker)?);
    scenarios.extend(at_home(maker)?);
    scenarios.extend(protected(maker)?);
    scenarios.extend(clinics(maker)?);
    Ok(scenarios)
}

/// Vårdcentralen Sylte, Trollhättan.
fn sylte(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    const UNIT: &str = "centre-sylte";
    let days = maker.days;
    let to_certify = {
        let patient = maker.patient("ar", Sex::Woman, 74)?;
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        maker
            .open_care(
                "the certificate is missing",
                (UNIT, days.back(3, 9, 0)),
                patient,
                who,
            )?
            .at(days.back(2, 8, 30))
            .call_agency()
    };
    let provisional = {
        let patient = maker.patient("uk", Sex::Man, 68)?;
        let who = (Group::MassRefugee, NursingNeed::Unknown);
        let place = (UNIT, days.back(1, 14, 30));
        maker.open_care("the nursing need is not known", place, patient, who)?
    };
    let asked = {
        let patient = maker.patient("prs", Sex::Man, 49)?;
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .open_care(
                "Trollhättan has a question",
                (UNIT, days.back(4, 10, 0)),
                patient,
                who,
            )?
            .home("1488")
            .at(days.back(3, 8, 45))
            .call_agency()
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Municipal])
            .at(days.back(1, 10, 30))
            .ask(&[Intervention::MedicineHandling, Intervention::Observation])
    };
    let bought = {
        let patient = maker.patient("uk", Sex::Woman, 76)?;
        let who = (Group::MassRefugee, NursingNeed::MetByKin);
        let builder = maker
            .open_care(
                "interventions are bought",
                (UNIT, days.back(35, 9, 20)),
                patient,
                who,
            )?
            .home("1488")
            .at(days.back(34, 8, 40))
            .call_agency()
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Municipal]);
        let builder = purchase(
            builder,
            days,
            33,
            &[Intervention::WoundDressing, Intervention::Compression],
        );
        met(builder, days, 28, 25)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.ahead(5, 10, 0))
            .at(days.back(24, 9, 0))
            .agreement()
            .at(days.back(23, 9, 0))
            .sign(Signatory::RegionalDeveloper)
            .at(days.back(22, 9, 0))
            .sign(Signatory::HeadOfOperations)
            .invoicing_form()
    };
    let confirmed = {
        let patient = maker.patient("ti", Sex::Woman, 53)?;
        let who = (Group::WithoutPermits, NursingNeed::MetByKin);
        maker
            .open_care(
                "without permits, Trollhättan said yes",
                (UNIT, days.back(6, 13, 0)),
                patient,
                who,
            )?
            .home("1488")
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Municipal])
            .at(days.back(5, 9, 0))
            .ask(&[Intervention::Sampling])
            .at(days.back(3, 15, 20))
            .manager_answers(MunicipalityAnswer::Yes)
    };
    let unseen = {
        let patient = maker.patient("fa", Sex::Man, 40)?;
        let who = (Setting::Outpatient, Group::Unestablished);
        let place = (UNIT, days.back(2, 11, 15));
        maker
            .unseen("the group is not established", place, patient, who)?
            .home("1488")
    };
    build_all([to_certify, provisional, asked, bought, confirmed, unseen])
}

/// 7A at other units.
#[expect(
    clippy::too_many_lines,
    reason = "scenarios, written one after the other"
)]
fn towards_institution(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let who = (Group::AsylumSeeker, NursingNeed::Unmet);
    let protected_identity = {
        let patient = maker.patient("ru", Sex::Woman, 35)?.protected();
        maker
            .open_care(
                "protected identity, invited without name",
                ("centre-dagson", days.back(8, 10, 0)),
                patient,
                who,
            )?
            .at(days.back(7, 8, 20))
            .call_agency()
            .at(days.back(6, 13, 0))
            .certificate()
            .consent(ConsentKind::Sip)
            .at(days.back(4, 9, 0))
            .plan(days.ahead(5, 10, 0), MeetingForm::Digital, false)
            .call_agency_about_meeting()
            .send_invitation()
            .interpreter()
    };
    let handed = {
        let patient = maker.patient("so", Sex::Woman, 70)?;
        maker
            .open_care(
                "the certificate was given by hand",
                ("centre-torpa", days.back(16, 10, 30)),
                patient,
                who,
            )?
            .at(days.back(15, 9, 0))
            .call_agency()
            .certificate()
            .consent(ConsentKind::Sip)
            .at(days.back(13, 9, 30))
            .plan(days.back(7, 13, 0), MeetingForm::InPerson, false)
            .call_agency_about_meeting()
            .invitation_sent()
            .interpreter()
            .at(days.back(7, 13, 10))
            .deliver_certificate(HandOver::ByHand)
            .at(days.back(7, 14, 0))
            .hold()
            .copy(CopyRecipient::Patient, HandOver::ByHand)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
    };
    let placed = {
        let patient = maker.patient("uk", Sex::Woman, 85)?;
        let who = (Group::MassRefugee, NursingNeed::Unmet);
        maker
            .open_care(
                "a place is decided",
                ("centre-amal", days.back(22, 9, 0)),
                patient,
                who,
            )?
            .at(days.back(21, 8, 45))
            .call_agency()
            .certificate()
            .consent(ConsentKind::Sip)
            .at(days.back(19, 9, 0))
            .plan(days.back(12, 10, 0), MeetingForm::Digital, true)
            .call_agency_about_meeting()
            .invitation_sent()
            .deliver_certificate(HandOver::Post)
            .interpreter()
            .at(days.back(12, 11, 0))
            .hold()
            .offered_housing()
            .copy(CopyRecipient::Patient, HandOver::Post)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .at(days.back(5, 10, 0))
            .granted()
            .institution()
            .report()
            .no_transport()
    };
    let refused = {
        let patient = maker.patient("ps", Sex::Man, 60)?;
        maker
            .open_care(
                "said no to SIP",
                ("centre-tanumshede", days.back(5, 13, 0)),
                patient,
                who,
            )?
            .at(days.back(4, 9, 15))
            .call_agency()
            .certificate()
            .at(days.back(2, 10, 0))
            .refusal(ConsentKind::Sip)
    };
    let in_preparation = {
        let patient = maker.patient("fa", Sex::Woman, 63)?;
        maker
            .open_care(
                "the meeting is to be planned",
                ("clinic-infection", days.back(5, 9, 30)),
                patient,
                who,
            )?
            .at(days.back(4, 8, 30))
            .call_agency()
            .at(days.back(3, 10, 0))
            .certificate()
            .at(days.back(1, 13, 0))
            .consent(ConsentKind::Sip)
    };
    build_all([protected_identity, handed, placed, refused, in_preparation])
}

/// 7B at other units.
fn at_home(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let child = {
        let patient = maker.patient("ar", Sex::Man, 7)?;
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .open_care(
                "a child needs devices",
                ("centre-bohuslinden", days.back(9, 10, 0)),
                patient,
                who,
            )?
            .home("1486")
            .at(days.back(8, 9, 30))
            .call_agency()
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::Device, Need::Rehab],
            )
            .device()
            .at(days.back(6, 10, 0))
            .guardian_consents(ConsentKind::Sip)
            .nearest(UnitKind::RegionalRehab)
    };
    let planned = {
        let patient = maker.patient("so", Sex::Man, 46)?;
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .open_care(
                "the meeting is planned",
                ("centre-mellerud", days.back(7, 14, 0)),
                patient,
                who,
            )?
            .home("1461")
            .at(days.back(6, 8, 15))
            .call_agency()
            .at(days.back(4, 9, 0))
            .consent(ConsentKind::Sip)
            .plan(days.ahead(2, 13, 0), MeetingForm::InPerson, false)
            .interpreter()
    };
    let more = {
        let patient = maker.patient("prs", Sex::Woman, 51)?;
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .open_care(
                "Lysekil wants to know more",
                ("centre-lysekil", days.back(6, 9, 30)),
                patient,
                who,
            )?
            .home("1484")
            .at(days.back(5, 8, 40))
            .call_agency()
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Municipal])
            .ask(&[Intervention::CatheterCare])
            .at(days.back(3, 10, 50))
            .manager_answers(MunicipalityAnswer::MoreInformation)
    };
    let left = {
        let patient = maker.patient("ru", Sex::Man, 42)?;
        let who = (Group::MassRefugee, NursingNeed::None);
        maker
            .open_care(
                "a unit came and left",
                ("centre-henan", days.back(14, 10, 0)),
                patient,
                who,
            )?
            .home("1421")
            .at(days.back(13, 8, 30))
            .call_agency()
            .consent(ConsentKind::Sip)
            .party("clinic-lung")
            .at(days.back(4, 11, 0))
            .leaves("clinic-lung", "Behandlingen på mottagningen är avslutad.")
    };
    build_all([child, planned, more, left])
}

/// 7C at other units.
fn protected(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let who = (Group::WithoutPermits, NursingNeed::None);
    let youth = {
        let patient = maker.patient("ps", Sex::Man, 16)?;
        maker
            .open_care(
                "a youth without permits",
                ("centre-kungshamn", days.back(5, 11, 0)),
                patient,
                who,
            )?
            .home("1427")
            .needs(NursingNeed::None, &[Need::HealthCare, Need::Municipal])
            .at(days.back(2, 9, 0))
            .ask(&[Intervention::Injection])
    };
    let held = {
        let patient = maker.patient("ar", Sex::Woman, 56)?;
        let builder = maker
            .open_care(
                "the plan is made",
                ("centre-fargelanda", days.back(15, 9, 0)),
                patient,
                who,
            )?
            .home("1439")
            .needs(
                NursingNeed::None,
                &[Need::HealthCare, Need::Device, Need::Rehab],
            )
            .information_sheet()
            .at(days.back(13, 10, 0))
            .consent(ConsentKind::Sip)
            .nearest(UnitKind::RegionalRehab)
            .device();
        met(builder, days, 12, 7)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .follow_up(days.ahead(8, 9, 30))
    };
    let questioned = {
        let patient = maker.patient("fa", Sex::Woman, 32)?;
        maker
            .open_care(
                "an authority asked",
                ("centre-bengtsfors", days.back(10, 13, 0)),
                patient,
                who,
            )?
            .home("1460")
            .at(days.back(6, 14, 0))
            .nurse(Command::RecordInboundQuestion(RecordInboundQuestion {
                audience: WrongRecipient::Police,
                at: PastInstant(days.back(6, 13, 50)),
                what: Prose("Frågade i receptionen efter en namngiven person.".to_owned()),
            }))
            .consent(ConsentKind::Sip)
    };
    build_all([youth, held, questioned])
}

/// Specialist clinics and rehab as coordinating units.
fn clinics(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let fracture = {
        let patient = maker.patient("so", Sex::Man, 30)?;
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .open_care(
                "a fracture heals at home",
                ("clinic-orthopaedics", days.back(4, 14, 0)),
                patient,
                who,
            )?
            .home("1487")
            .at(days.back(3, 9, 50))
            .call_agency()
            .needs(
                NursingNeed::None,
                &[Need::HealthCare, Need::Device, Need::Rehab],
            )
            .device()
    };
    let wound = {
        let patient = maker.patient("ti", Sex::Man, 37)?;
        let who = (Group::WithoutPermits, NursingNeed::None);
        maker
            .open_care(
                "a wound after surgery",
                ("clinic-orthopaedics", days.back(3, 13, 30)),
                patient,
                who,
            )?
            .home("1485")
            .needs(NursingNeed::None, &[Need::HealthCare, Need::Municipal])
            .at(days.back(1, 9, 30))
            .ask(&[Intervention::WoundDressing])
    };
    let walking = {
        let patient = maker.patient("uk", Sex::Man, 72)?;
        let who = (Group::MassRefugee, NursingNeed::MetByKin);
        maker
            .open_care(
                "training and devices",
                ("rehab-trollhattan", days.back(6, 10, 0)),
                patient,
                who,
            )?
            .home("1488")
            .at(days.back(5, 9, 10))
            .call_agency()
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Device])
            .device()
            .at(days.back(2, 10, 0))
            .consent(ConsentKind::Sip)
    };
    let threatened = {
        let patient = maker.patient("prs", Sex::Woman, 26)?;
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .open_care(
                "identity protected since yesterday",
                ("rehab-trollhattan", days.back(5, 13, 0)),
                patient,
                who,
            )?
            .home("1488")
            .at(days.back(4, 9, 20))
            .call_agency()
            .at(days.back(1, 10, 0))
            .nurse(Command::MarkProtectedIdentity(MarkProtectedIdentity {
                protected: true,
                reason: Prose(
                    "Patienten berättar om hot och har fått sekretessmarkering.".to_owned(),
                ),
            }))
    };
    build_all([fracture, wound, walking, threatened])
}
