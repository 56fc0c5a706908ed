//! The demo's cases: every pathway, every state worth showing.

mod open_care;
mod ward_43;
mod wards;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use vocabulary::{
    command::CareRequestAnswer,
    consent::ConsentKind,
    group::Group,
    intervention::{Intervention, MunicipalityAnswer},
    need::NursingNeed,
    opening::OpenCase,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
};

use super::{
    Props,
    days::Days,
    draw::Draw,
    patient::{Patient, Sex},
    story::{Story, Telling},
    table::DemoDataError,
};

/// How long before its case was opened a patient was admitted.
const BEFORE_OPENING: SignedDuration = SignedDuration::from_mins(160);

/// How often a name is drawn anew when somebody has it.
const RENAMINGS: u32 = 20;

/// The demo's cases as they are told around an instant.
pub(crate) fn stories(props: &Props, days: Days, seed: u64) -> Result<Vec<Story>, DemoDataError> {
    let mut scene = Scene {
        props,
        days,
        seed,
        told: 0,
        draw: Draw::new(seed),
        names: BTreeSet::new(),
    };
    let mut stories = ward_43::stories(&mut scene)?;
    stories.extend(wards::stories(&mut scene)?);
    stories.extend(open_care::stories(&mut scene)?);
    Ok(stories)
}

/// Makes patients and begins their stories, each with chance of its own: a case that is added or
/// changed leaves the others as they are.
struct Scene<'a> {
    props: &'a Props,
    days: Days,
    seed: u64,
    told: u64,
    draw: Draw,
    names: BTreeSet<String>,
}

/// Where and when a case is opened.
type Place = (&'static str, Timestamp);

impl<'a> Scene<'a> {
    /// The next case's patient.
    fn patient(
        &mut self,
        language: &'static str,
        sex: Sex,
        age: i64,
    ) -> Result<Patient, DemoDataError> {
        self.told += 1;
        self.draw = Draw::of(self.seed, self.told);
        let who = (language, sex, age);
        let mut patient = Patient::aged(&self.props.names, self.days, &mut self.draw, who)?;
        // Two of one name would be a riddle for whoever tries the search.
        for _ in 0..RENAMINGS {
            if !self.names.contains(patient.name()) {
                break;
            }
            patient = Patient::aged(&self.props.names, self.days, &mut self.draw, who)?;
        }
        Ok(patient)
    }

    /// On a ward.
    fn ward(
        &mut self,
        about: &'static str,
        place: Place,
        patient: Patient,
        (group, nursing): (Group, NursingNeed),
    ) -> Result<Telling<'a>, DemoDataError> {
        let mut open = patient.of_group(
            Setting::Inpatient,
            group,
            &self.props.phrases,
            &mut self.draw,
        )?;
        open.nursing_need = nursing;
        Ok(self.begin(about, place, open))
    }

    /// At a health centre, a specialist clinic or a rehab unit.
    fn open_care(
        &mut self,
        about: &'static str,
        place: Place,
        patient: Patient,
        (group, nursing): (Group, NursingNeed),
    ) -> Result<Telling<'a>, DemoDataError> {
        let mut open = patient.of_group(
            Setting::Outpatient,
            group,
            &self.props.phrases,
            &mut self.draw,
        )?;
        open.nursing_need = nursing;
        Ok(self.begin(about, place, open))
    }

    /// A person who says to be of a group when nothing was seen: opens as unestablished.
    fn unseen(
        &mut self,
        about: &'static str,
        place: Place,
        patient: Patient,
        (setting, stated): (Setting, Group),
    ) -> Result<Telling<'a>, DemoDataError> {
        let open = patient.unseen(setting, stated, &self.props.phrases, &mut self.draw)?;
        Ok(self.begin(about, place, open))
    }

    fn begin(&mut self, about: &'static str, place: Place, mut open: OpenCase) -> Telling<'a> {
        if open.setting == Setting::Inpatient {
            open.admitted_at = place.1.saturating_sub(BEFORE_OPENING).ok();
        }
        self.names.insert(open.name.0.clone());
        Telling::opened(self.props, self.days, self.draw.next(), about, place, open)
    }
}

/// The stories, or the first that could not be told.
fn told<'a>(tellings: impl IntoIterator<Item = Telling<'a>>) -> Result<Vec<Story>, DemoDataError> {
    tellings.into_iter().map(Telling::told).collect()
}

/// What a purchase goes through, told from so many working days ago: the municipality's yes,
/// the consents, its becoming a party, the care request and its acceptance.
fn purchase<'a>(telling: Telling<'a>, days: Days, from: u16, what: &[Intervention]) -> Telling<'a> {
    requested(telling, days, from, what)
        .at(days.back(from.saturating_sub(4), 10, 20))
        .care_request_answered(CareRequestAnswer::Accepted)
}

/// The same as far as the care request that waits for its answer.
fn requested<'a>(
    telling: Telling<'a>,
    days: Days,
    from: u16,
    what: &[Intervention],
) -> Telling<'a> {
    telling
        .at(days.back(from, 9, 40))
        .ask(what)
        .at(days.back(from.saturating_sub(1), 8, 50))
        .answered(MunicipalityAnswer::Yes)
        .at(days.back(from.saturating_sub(2), 9, 5))
        .consent(ConsentKind::Sip)
        .consent(ConsentKind::InformationTransfer)
        .municipality_joins()
        .at(days.back(from.saturating_sub(3), 8, 45))
        .care_request()
}

/// A meeting that was planned and held: planned one working day, held on a later one, with an
/// interpreter on site and a copy for the patient.
fn met(telling: Telling<'_>, days: Days, planned: u16, held: u16) -> Telling<'_> {
    telling
        .at(days.back(planned, 9, 30))
        .plan(days.back(held, 10, 0), MeetingForm::InPerson, false)
        .interpreter()
        .at(days.back(held, 11, 0))
        .hold()
        .copy(CopyRecipient::Patient, HandOver::ByHand)
}
