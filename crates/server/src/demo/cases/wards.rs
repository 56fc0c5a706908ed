//! The other wards: at NÄL 52, 61 and the children's ward 23, at Uddevalla sjukhus 9. Avdelning 77
//! is a party to no case.

use vocabulary::{
    command::{ChangeSetting, Command, Signatory},
    consent::ConsentKind,
    group::{Group, VerifiedIn},
    intervention::{Intervention, MunicipalityAnswer},
    need::NursingNeed,
    reading::PastInstant,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
    unit::UnitKind,
};

use super::{CaseMaker, Sex, build_all, met, purchase};
use crate::demo::{
    scenario::{Need, Scenario},
    table::DemoDataError,
};

pub(super) fn scenarios(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let mut scenarios = surgery(maker)?;
    scenarios.extend(orthopaedics(maker)?);
    scenarios.extend(children(maker)?);
    scenarios.extend(uddevalla(maker)?);
    Ok(scenarios)
}

fn surgery(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    const UNIT: &str = "ward-52";
    let days = maker.days;
    let to_agree = {
        let patient = maker.patient("ar", Sex::Woman, 44)?.room("3");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        let builder = maker
            .ward(
                "the agreement is to be drawn up",
                (UNIT, days.back(12, 10, 30)),
                patient,
                who,
            )?
            .at(days.back(11, 8, 20))
            .call_agency()
            .at(days.back(11, 13, 0))
            .consent(ConsentKind::Case)
            .home("1487")
            .needs(
                NursingNeed::None,
                &[Need::HealthCare, Need::PrimaryCare, Need::Municipal],
            )
            .nearest(UnitKind::HealthCentre);
        let builder = purchase(builder, days, 9, &[Intervention::StomaCare]);
        met(builder, days, 4, 2)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.ahead(14, 10, 0))
    };
    let begun = {
        let patient = maker.patient("prs", Sex::Man, 31)?.room("1");
        let who = (Group::WithoutPermits, NursingNeed::Unknown);
        maker
            .ward(
                "without permits, just begun",
                (UNIT, days.back(1, 13, 20)),
                patient,
                who,
            )?
            .at(days.today(8, 30))
            .consent(ConsentKind::Case)
    };
    let resident = {
        let patient = maker.patient("uk", Sex::Man, 59)?.room("6");
        let who = (Group::MassRefugee, NursingNeed::None);
        maker
            .ward(
                "became registered as resident",
                (UNIT, days.back(10, 11, 10)),
                patient,
                who,
            )?
            .at(days.back(9, 8, 30))
            .call_agency()
            .at(days.back(8, 10, 0))
            .consent(ConsentKind::Case)
            .home("1430")
            .at(days.back(1, 14, 20))
            .establish(
                Group::Resident,
                "Patienten visar ett personnummer. Folkbokföringen är kontrollerad.",
                Some(VerifiedIn::Other),
            )
    };
    let closed = {
        let patient = maker.patient("so", Sex::Man, 27)?.room("2");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        let builder = maker
            .ward(
                "closed after discharge home",
                (UNIT, days.back(32, 9, 0)),
                patient,
                who,
            )?
            .at(days.back(31, 9, 0))
            .call_agency()
            .consent(ConsentKind::Case)
            .home("1492")
            .needs(NursingNeed::None, &[Need::HealthCare, Need::PrimaryCare])
            .nearest(UnitKind::HealthCentre)
            .consent(ConsentKind::Sip);
        met(builder, days, 29, 26)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.back(12, 10, 0))
            .ready(days.back(25, 10, 0))
            .at(days.back(11, 15, 0))
            .close()
    };
    build_all([to_agree, begun, resident, closed])
}

#[expect(
    clippy::too_many_lines,
    reason = "scenarios, written one after the other"
)]
fn orthopaedics(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    const UNIT: &str = "ward-61";
    let days = maker.days;
    let provisional = {
        let patient = maker.patient("uk", Sex::Woman, 80)?.room("4");
        let who = (Group::MassRefugee, NursingNeed::Unknown);
        maker
            .ward(
                "the nursing need is not known",
                (UNIT, days.back(3, 10, 10)),
                patient,
                who,
            )?
            .at(days.back(2, 8, 40))
            .call_agency()
    };
    let devices = {
        let patient = maker.patient("fa", Sex::Man, 48)?.room("2");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .ward(
                "devices cannot wait",
                (UNIT, days.back(7, 14, 0)),
                patient,
                who,
            )?
            .at(days.back(6, 9, 0))
            .call_agency()
            .consent(ConsentKind::Case)
            .home("1488")
            .needs(
                NursingNeed::None,
                &[
                    Need::HealthCare,
                    Need::Device,
                    Need::Rehab,
                    Need::Specialist,
                ],
            )
            .at(days.back(4, 10, 0))
            .device()
            .party("rehab-trollhattan")
            .party("clinic-orthopaedics")
            .at(days.back(3, 13, 0))
            .consent(ConsentKind::Sip)
    };
    let planned = {
        let patient = maker.patient("ti", Sex::Man, 33)?.room("7");
        let who = (Group::WithoutPermits, NursingNeed::None);
        let builder = maker
            .ward(
                "without permits, the plan is made",
                (UNIT, days.back(13, 12, 0)),
                patient,
                who,
            )?
            .at(days.back(12, 9, 0))
            .consent(ConsentKind::Case)
            .information_sheet()
            .home("1488")
            .needs(
                NursingNeed::None,
                &[
                    Need::HealthCare,
                    Need::Device,
                    Need::Rehab,
                    Need::Specialist,
                ],
            )
            .party("rehab-trollhattan")
            .party("clinic-orthopaedics")
            .device()
            .at(days.back(10, 10, 0))
            .consent(ConsentKind::Sip);
        met(builder, days, 9, 5)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .follow_up(days.ahead(10, 9, 0))
            .ready(days.ahead(1, 10, 0))
    };
    let handed_over = {
        let patient = maker.patient("prs", Sex::Woman, 57)?.room("1");
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        let builder = maker
            .ward(
                "handed over to the health centre",
                (UNIT, days.back(18, 9, 30)),
                patient,
                who,
            )?
            .at(days.back(17, 8, 50))
            .call_agency()
            .consent(ConsentKind::Case)
            .home("1488")
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::PrimaryCare],
            )
            .party("centre-sylte")
            .consent(ConsentKind::Sip);
        let builder = met(builder, days, 14, 10)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .ready(days.back(8, 10, 0))
            .at(days.back(8, 13, 0));
        let centre = maker
            .fixtures
            .directory
            .unit("centre-sylte")?
            .card
            .hsa_id
            .clone();
        builder
            .nurse(Command::ChangeSetting(ChangeSetting {
                setting: Setting::Outpatient,
                unit: centre,
                admitted_at: None,
            }))
            .handed_over("centre-sylte")
            .at(days.back(4, 9, 0))
            .follow_up(days.ahead(9, 14, 0))
    };
    build_all([provisional, devices, planned, handed_over])
}

fn children(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    const UNIT: &str = "ward-23";
    let days = maker.days;
    let small = {
        let patient = maker.patient("ar", Sex::Man, 4)?.room("2");
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .ward(
                "a small child, the parents help",
                (UNIT, days.back(5, 9, 15)),
                patient,
                who,
            )?
            .at(days.back(4, 8, 30))
            .call_agency()
            .guardian_consents(ConsentKind::Case)
            .home("1435")
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::PrimaryCare, Need::Municipal],
            )
            .nearest(UnitKind::HealthCentre)
            .at(days.back(2, 10, 0))
            .ask(&[Intervention::TubeFeeding, Intervention::Observation])
            .at(days.back(1, 11, 0))
            .answered(MunicipalityAnswer::MoreInformation)
    };
    let protected = {
        let patient = maker.patient("so", Sex::Woman, 12)?.room("4");
        let who = (Group::WithoutPermits, NursingNeed::MetByKin);
        maker
            .ward(
                "a child without permits",
                (UNIT, days.back(4, 11, 0)),
                patient,
                who,
            )?
            .at(days.back(3, 9, 0))
            .guardian_consents(ConsentKind::Case)
            .home("1439")
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::PrimaryCare, Need::Specialist],
            )
            .nearest(UnitKind::HealthCentre)
            .party("clinic-children")
    };
    build_all([small, protected])
}

#[expect(
    clippy::too_many_lines,
    reason = "scenarios, written one after the other"
)]
fn uddevalla(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    const UNIT: &str = "ward-9";
    let days = maker.days;
    let leaving = {
        let patient = maker.patient("uk", Sex::Man, 83)?.room("1");
        let who = (Group::MassRefugee, NursingNeed::Unmet);
        maker
            .ward(
                "about to leave for an institution",
                (UNIT, days.back(19, 10, 0)),
                patient,
                who,
            )?
            .at(days.back(18, 8, 10))
            .call_agency()
            .at(days.back(17, 9, 0))
            .certificate()
            .consent(ConsentKind::Sip)
            .at(days.back(15, 9, 0))
            .plan(days.back(9, 10, 0), MeetingForm::Digital, true)
            .call_agency_about_meeting()
            .invitation_sent()
            .deliver_certificate(HandOver::Post)
            .interpreter()
            .at(days.back(9, 11, 0))
            .hold()
            .offered_housing()
            .copy(CopyRecipient::Patient, HandOver::ByHand)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .at(days.back(4, 9, 30))
            .granted()
            .institution()
            .ready(days.back(1, 9, 0))
            .at(days.back(1, 10, 15))
            .report()
            .transport(days.ahead(1, 9, 0))
    };
    let declined = {
        let patient = maker.patient("ps", Sex::Woman, 61)?.room("5");
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .ward(
                "the municipality said no",
                (UNIT, days.back(8, 13, 30)),
                patient,
                who,
            )?
            .at(days.back(7, 9, 45))
            .call_agency()
            .consent(ConsentKind::Case)
            .home("1484")
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::PrimaryCare, Need::Municipal],
            )
            .nearest(UnitKind::HealthCentre)
            .at(days.back(5, 9, 0))
            .ask(&[Intervention::Injection])
            .at(days.back(3, 11, 30))
            .answered(MunicipalityAnswer::No)
    };
    let partly = {
        let patient = maker.patient("ar", Sex::Man, 54)?.room("3");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        let builder = maker
            .ward(
                "the municipality takes a part",
                (UNIT, days.back(11, 10, 45)),
                patient,
                who,
            )?
            .at(days.back(10, 8, 55))
            .call_agency()
            .consent(ConsentKind::Case)
            .home("1430")
            .needs(NursingNeed::None, &[Need::HealthCare, Need::Municipal])
            .at(days.back(8, 9, 0))
            .ask(&[Intervention::Compression, Intervention::WoundDressing])
            .at(days.back(6, 13, 0))
            .answered(MunicipalityAnswer::Partly)
            .municipality_joins()
            .consent(ConsentKind::Sip)
            .consent(ConsentKind::InformationTransfer)
            .at(days.back(5, 9, 0))
            .care_request()
            .at(days.back(4, 10, 0))
            .care_request_answered(vocabulary::command::CareRequestAnswer::Returned)
            .at(days.back(3, 9, 30))
            .care_request()
            .at(days.back(3, 15, 0))
            .care_request_answered(vocabulary::command::CareRequestAnswer::Accepted);
        met(builder, days, 2, 1)
            .at(days.back(1, 14, 0))
            .agreement()
            .at(days.today(9, 5))
            .sign(Signatory::HeadOfOperations)
    };
    let told_too_much = {
        let patient = maker.patient("prs", Sex::Woman, 39)?.room("2");
        let who = (Group::WithoutPermits, NursingNeed::Unmet);
        maker
            .ward(
                "a wrong disclosure was reported",
                (UNIT, days.back(6, 9, 0)),
                patient,
                who,
            )?
            .at(days.back(5, 13, 0))
            .consent(ConsentKind::Case)
            .information_sheet()
            .nurse(Command::ReportWrongDisclosure(
                vocabulary::command::ReportWrongDisclosure {
                    audience: vocabulary::audience::WrongRecipient::SocialServices,
                    at: PastInstant(days.back(5, 11, 0)),
                    what: vocabulary::text::Prose(
                        "En vikarie ringde biståndsenheten och nämnde att patienten är inlagd."
                            .to_owned(),
                    ),
                },
            ))
    };
    build_all([leaving, declined, partly, told_too_much])
}
