//! Avdelning 43, NÄL: the worklist of the page sketches, and more cases as a ward has them.

use vocabulary::{
    audience::WrongRecipient,
    command::{Command, CorrectPerson, RecordInboundQuestion, Signatory, VerifyGroup},
    consent::ConsentKind,
    group::{Group, VerifiedIn},
    intervention::Intervention,
    need::NursingNeed,
    reading::PastInstant,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
    text::{Line, Prose},
    unit::UnitKind,
};

use super::{CaseMaker, Sex, build_all, met, purchase, requested};
use crate::demo::{
    scenario::{Need, Scenario},
    table::DemoDataError,
};

const UNIT: &str = "ward-43";

pub(super) fn scenarios(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let mut scenarios = sketched(maker)?;
    scenarios.extend(sketched_further_on(maker)?);
    scenarios.extend(arriving(maker)?);
    scenarios.extend(purchased(maker)?);
    scenarios.extend(turned(maker)?);
    scenarios.extend(discharged(maker)?);
    Ok(scenarios)
}

/// The first four cases of the sketch.
fn sketched(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let overdue = {
        let patient = maker
            .patient("ar", Sex::Man, 62)?
            .named("Ahmad", "Taleb")
            .room("4");
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        let place = (UNIT, days.back(2, 14, 10));
        maker.ward(
            "the call to Migrationsverket is overdue",
            place,
            patient,
            who,
        )?
    };
    let to_ask = {
        let patient = maker
            .patient("prs", Sex::Woman, 34)?
            .named("Maryam", "Karimi")
            .room("2");
        let who = (Group::WithoutPermits, NursingNeed::MetByKin);
        let place = (UNIT, days.back(3, 9, 30));
        maker
            .ward(
                "without permits, the municipality is to be asked",
                place,
                patient,
                who,
            )?
            .at(days.back(3, 10, 5))
            .consent(ConsentKind::Case)
            .information_sheet()
            .at(days.back(2, 13, 15))
            .home("1485")
            .needs(
                NursingNeed::MetByKin,
                &[Need::HealthCare, Need::PrimaryCare, Need::Municipal],
            )
            .nearest(UnitKind::HealthCentre)
            .at(days.back(1, 14, 0))
            .ready(days.ahead(2, 10, 0))
    };
    let to_certify = {
        let patient = maker
            .patient("uk", Sex::Woman, 71)?
            .named("Oksana", "Stelmakh")
            .room("7");
        let who = (Group::MassRefugee, NursingNeed::Unmet);
        maker
            .ward(
                "the certificate is missing",
                (UNIT, days.back(2, 11, 0)),
                patient,
                who,
            )?
            .at(days.back(1, 9, 15))
            .call_agency()
            .at(days.back(1, 15, 32))
            .ready(days.ahead(1, 11, 0))
    };
    let child = {
        let patient = maker
            .patient("so", Sex::Woman, 9)?
            .named("Rahma", "Bile")
            .room("1");
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        maker
            .ward(
                "a child whose address is to be found",
                (UNIT, days.back(2, 15, 45)),
                patient,
                who,
            )?
            .at(days.back(1, 8, 20))
            .call_agency()
            .at(days.back(1, 10, 0))
            .guardian_consents(ConsentKind::Case)
    };
    build_all([overdue, to_ask, to_certify, child])
}

/// The other four cases of the sketch.
#[expect(
    clippy::too_many_lines,
    reason = "scenarios, written one after the other"
)]
fn sketched_further_on(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let to_invite = {
        let patient = maker
            .patient("uk", Sex::Woman, 58)?
            .named("Larysa", "Petrenko")
            .room("5");
        let who = (Group::MassRefugee, NursingNeed::Unmet);
        maker
            .ward(
                "the invitation is to be mailed",
                (UNIT, days.back(6, 13, 25)),
                patient,
                who,
            )?
            .at(days.back(5, 8, 30))
            .call_agency()
            .at(days.back(4, 13, 0))
            .certificate()
            .at(days.back(3, 10, 0))
            .consent(ConsentKind::Sip)
            .plan(days.ahead(4, 13, 0), MeetingForm::InPerson, true)
            .at(days.back(1, 9, 10))
            .call_agency_about_meeting()
            .certificate_for_two_readers()
            .at(days.today(9, 20))
            .interpreter()
    };
    let to_meet = {
        let patient = maker
            .patient("ps", Sex::Man, 45)?
            .named("Daud", "Hashimi")
            .room("3");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .ward(
                "the meeting is near",
                (UNIT, days.back(7, 10, 40)),
                patient,
                who,
            )?
            .at(days.back(6, 8, 25))
            .call_agency()
            .at(days.back(6, 13, 0))
            .consent(ConsentKind::Case)
            .home("1488")
            .at(days.back(5, 9, 0))
            .needs(NursingNeed::None, &[Need::HealthCare, Need::PrimaryCare])
            .nearest(UnitKind::HealthCentre)
            .at(days.back(4, 14, 15))
            .consent(ConsentKind::Sip)
            .plan(days.ahead(3, 10, 0), MeetingForm::InPerson, false)
            .at(days.back(2, 9, 0))
            .call_agency_about_meeting()
            .invitation_sent()
            .interpreter()
    };
    let to_wait = {
        let patient = maker
            .patient("ti", Sex::Man, 55)?
            .named("Filmon", "Jemal")
            .room("6");
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        let builder = maker
            .ward(
                "waits for the institution",
                (UNIT, days.back(15, 12, 0)),
                patient,
                who,
            )?
            .at(days.back(14, 8, 40))
            .call_agency()
            .at(days.back(13, 15, 0))
            .certificate()
            .at(days.back(12, 10, 0))
            .consent(ConsentKind::Sip)
            .at(days.back(11, 9, 0))
            .plan(days.back(6, 13, 0), MeetingForm::InPerson, false)
            .call_agency_about_meeting()
            .at(days.back(10, 8, 45))
            .invitation_sent()
            .deliver_certificate(HandOver::Post)
            .interpreter()
            .at(days.back(6, 14, 0))
            .hold()
            .offered_housing()
            .copy(CopyRecipient::Patient, HandOver::ByHand);
        builder
            .at(days.back(3, 9, 0))
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.ahead(20, 10, 0))
            .at(days.today(9, 58))
            .party("centre-skogslyckan")
    };
    let asked = {
        let patient = maker
            .patient("ti", Sex::Man, 41)?
            .named("Tsegay", "Girmay")
            .room("2");
        let who = (Group::WithoutPermits, NursingNeed::MetByKin);
        maker
            .ward(
                "without permits, waits for Uddevalla",
                (UNIT, days.back(6, 11, 30)),
                patient,
                who,
            )?
            .at(days.back(5, 13, 0))
            .consent(ConsentKind::Case)
            .information_sheet()
            .at(days.back(3, 9, 30))
            .home("1485")
            .needs(NursingNeed::MetByKin, &[Need::HealthCare, Need::Municipal])
            .at(days.back(2, 10, 0))
            .consent(ConsentKind::Sip)
            .plan(days.ahead(6, 9, 0), MeetingForm::InPerson, false)
            .interpreter()
            .at(days.back(1, 13, 30))
            .ask(&[Intervention::WoundDressing, Intervention::MedicineHandling])
    };
    build_all([to_invite, to_meet, to_wait, asked])
}

/// Patients who were admitted yesterday and today.
fn arriving(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let protected = {
        let patient = maker.patient("fa", Sex::Woman, 29)?.room("8").protected();
        let who = (Group::AsylumSeeker, NursingNeed::Unknown);
        let place = (UNIT, days.back(1, 16, 40));
        maker.ward(
            "protected identity, the call is due today",
            place,
            patient,
            who,
        )?
    };
    let due_today = {
        let patient = maker.patient("fa", Sex::Man, 33)?.room("19");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .ward(
                "the call is due today",
                (UNIT, days.back(1, 13, 10)),
                patient,
                who,
            )?
            .at(days.today(8, 15))
            .consent(ConsentKind::Case)
    };
    let unseen = {
        let patient = maker.patient("ar", Sex::Man, 36)?.room("9");
        let place = (UNIT, days.today(8, 5));
        let who = (Setting::Inpatient, Group::AsylumSeeker);
        maker.unseen("says to seek asylum, no card seen", place, patient, who)?
    };
    let soon_of_age = {
        let patient = maker
            .patient("prs", Sex::Man, 17)?
            .room("10")
            .turns(18, 20, days);
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        let place = (UNIT, days.today(8, 40));
        maker
            .ward("turns 18 in three weeks", place, patient, who)?
            .guardian_consents(ConsentKind::Case)
    };
    let protected_refugee = {
        let patient = maker.patient("ru", Sex::Woman, 47)?.room("11").protected();
        let who = (Group::MassRefugee, NursingNeed::None);
        maker
            .ward(
                "mass refugee under threat",
                (UNIT, days.back(4, 10, 15)),
                patient,
                who,
            )?
            .at(days.back(3, 8, 35))
            .call_agency()
            .at(days.back(2, 13, 40))
            .consent(ConsentKind::Case)
            .home("1487")
            .needs(
                NursingNeed::None,
                &[Need::HealthCare, Need::PrimaryCare, Need::Specialist],
            )
            .nearest(UnitKind::HealthCentre)
    };
    build_all([protected, due_today, unseen, soon_of_age, protected_refugee])
}

/// Purchases in Trollhättan, at three stages.
fn purchased(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let wound = [Intervention::WoundDressing, Intervention::MedicineHandling];
    let needs = [Need::HealthCare, Need::PrimaryCare, Need::Municipal];
    let signed = {
        let patient = maker.patient("ar", Sex::Woman, 69)?.room("12");
        let who = (Group::AsylumSeeker, NursingNeed::MetByKin);
        let builder = maker
            .ward(
                "the agreement is signed",
                (UNIT, days.back(20, 13, 10)),
                patient,
                who,
            )?
            .at(days.back(19, 8, 15))
            .call_agency()
            .at(days.back(18, 10, 0))
            .consent(ConsentKind::Case)
            .home("1488")
            .needs(NursingNeed::MetByKin, &needs)
            .nearest(UnitKind::HealthCentre);
        let builder = purchase(builder, days, 17, &wound);
        met(builder, days, 12, 8)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.ahead(15, 10, 0))
            .at(days.back(6, 9, 20))
            .agreement()
            .at(days.back(5, 11, 0))
            .sign(Signatory::HeadOfOperations)
            .at(days.back(4, 14, 30))
            .sign(Signatory::RegionalDeveloper)
            .at(days.back(3, 9, 0))
            .invoicing_form()
            .ready(days.back(1, 9, 0))
    };
    let half_signed = {
        let patient = maker.patient("so", Sex::Woman, 52)?.room("13");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        let builder = maker
            .ward(
                "one signature is missing",
                (UNIT, days.back(14, 9, 50)),
                patient,
                who,
            )?
            .at(days.back(13, 9, 15))
            .call_agency()
            .at(days.back(12, 10, 0))
            .consent(ConsentKind::Case)
            .home("1488")
            .needs(NursingNeed::None, &[Need::HealthCare, Need::Municipal]);
        let builder = purchase(
            builder,
            days,
            11,
            &[Intervention::CatheterCare, Intervention::Sampling],
        );
        met(builder, days, 6, 4)
            .copy(CopyRecipient::Parties, HandOver::InProduct)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .follow_up(days.ahead(12, 13, 0))
            .at(days.back(2, 10, 0))
            .agreement()
            .at(days.back(1, 13, 0))
            .sign(Signatory::RegionalDeveloper)
    };
    let near_a_year = {
        let patient = maker.patient("uk", Sex::Woman, 66)?.room("14");
        let permit = days.date_in(-350);
        let who = (Group::MassRefugee, NursingNeed::MetByKin);
        let builder = maker
            .ward(
                "mass refugee near a year, care request sent",
                (UNIT, days.back(8, 11, 20)),
                patient,
                who,
            )?
            .nurse(Command::VerifyGroup(VerifyGroup {
                permit_from: None,
                verified_in: VerifiedIn::Card,
                still_valid: true,
                answer: Prose(format!(
                    "UT-kortet gäller från {permit}. Frågade efter personnummer: patienten är inte \
                     folkbokförd än."
                )),
            }))
            .at(days.back(7, 8, 30))
            .call_agency()
            .at(days.back(7, 10, 0))
            .consent(ConsentKind::Case)
            .home("1488")
            .needs(NursingNeed::MetByKin, &needs)
            .nearest(UnitKind::HealthCentre);
        requested(builder, days, 5, &wound)
            .at(days.back(1, 10, 0))
            .plan(days.ahead(7, 10, 0), MeetingForm::InPerson, true)
            .interpreter()
    };
    build_all([signed, half_signed, near_a_year])
}

/// Cases that turned out differently than expected.
fn turned(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let changed = {
        let patient = maker.patient("ru", Sex::Man, 50)?.room("15");
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        let builder = maker
            .ward(
                "the group changed midway",
                (UNIT, days.back(9, 14, 0)),
                patient,
                who,
            )?
            .at(days.back(8, 8, 20))
            .call_agency()
            .at(days.back(7, 11, 0))
            .certificate()
            .at(days.back(6, 10, 0))
            .consent(ConsentKind::Sip)
            .plan(days.ahead(5, 13, 0), MeetingForm::InPerson, false)
            .call_agency_about_meeting();
        builder
            .at(days.back(1, 11, 15))
            .establish(
                Group::WithoutPermits,
                "Patienten berättar att ansökan är återkallad och att tillstånd saknas. Kortet är \
                 återlämnat.",
                Some(VerifiedIn::Other),
            )
            .information_sheet()
            .at(days.today(8, 50))
            .nurse(Command::RecordInboundQuestion(RecordInboundQuestion {
                audience: WrongRecipient::MigrationAgency,
                at: PastInstant(days.today(8, 45)),
                what: Prose("Ringde och frågade om en patient finns på avdelningen.".to_owned()),
            }))
    };
    let refused = {
        let patient = maker.patient("so", Sex::Man, 38)?.room("16");
        let who = (Group::AsylumSeeker, NursingNeed::None);
        maker
            .ward(
                "said no to the case",
                (UNIT, days.back(3, 12, 45)),
                patient,
                who,
            )?
            .at(days.back(2, 8, 50))
            .call_agency()
            .at(days.back(1, 10, 30))
            .refusal(ConsentKind::Case)
    };
    let incapable = {
        let patient = maker.patient("ar", Sex::Man, 78)?.room("17");
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        maker
            .ward("cannot consent", (UNIT, days.back(5, 15, 10)), patient, who)?
            .at(days.back(4, 9, 0))
            .call_agency()
            .at(days.back(3, 13, 0))
            .certificate()
            .at(days.back(2, 11, 0))
            .cannot_consent(ConsentKind::Sip)
            .plan(days.ahead(6, 9, 30), MeetingForm::InPerson, true)
    };
    let corrected = {
        let patient = maker.patient("ti", Sex::Woman, 24)?.room("18");
        let who = (Group::WithoutPermits, NursingNeed::None);
        maker
            .ward(
                "without permits, moved to another room",
                (UNIT, days.back(4, 8, 30)),
                patient,
                who,
            )?
            .at(days.back(4, 9, 30))
            .consent(ConsentKind::Case)
            .information_sheet()
            .at(days.back(3, 10, 0))
            .nurse(Command::CorrectPerson(CorrectPerson {
                name: None,
                birth_date: None,
                under_18: None,
                language: None,
                interpreter_needed: None,
                room: Some(Line("sal 18, plats 2".to_owned())),
            }))
            .home("1461")
            .needs(
                NursingNeed::None,
                &[Need::HealthCare, Need::Device, Need::Rehab],
            )
            .nearest(UnitKind::RegionalRehab)
            .device()
    };
    build_all([changed, refused, incapable, corrected])
}

fn discharged(maker: &mut CaseMaker<'_>) -> Result<Vec<Scenario>, DemoDataError> {
    let days = maker.days;
    let discharged = {
        let patient = maker.patient("ps", Sex::Man, 64)?.room("5");
        let who = (Group::AsylumSeeker, NursingNeed::Unmet);
        maker
            .ward(
                "discharged to an institution",
                (UNIT, days.back(40, 13, 0)),
                patient,
                who,
            )?
            .at(days.back(39, 8, 30))
            .call_agency()
            .at(days.back(38, 10, 0))
            .certificate()
            .consent(ConsentKind::Sip)
            .at(days.back(37, 9, 0))
            .plan(days.back(30, 13, 0), MeetingForm::InPerson, true)
            .call_agency_about_meeting()
            .invitation_sent()
            .interpreter()
            .at(days.back(30, 13, 5))
            .deliver_certificate(HandOver::ByHand)
            .at(days.back(30, 14, 10))
            .hold()
            .offered_housing()
            .copy(CopyRecipient::Patient, HandOver::ByHand)
            .copy(CopyRecipient::Kin, HandOver::ByHand)
            .copy(CopyRecipient::MigrationAgency, HandOver::Post)
            .at(days.back(24, 9, 40))
            .granted()
            .institution()
            .ready(days.back(23, 9, 0))
            .at(days.back(23, 10, 0))
            .report()
            .transport(days.back(22, 9, 0))
            .at(days.back(21, 13, 0))
            .close()
    };
    build_all([discharged])
}
