//! A form's initial answers: what the form's text says of each question that it starts with. The
//! answers are written as a form would post them, so that they are filled in like a draft. What is
//! known of the case is known to the region's readers only.

use std::collections::BTreeMap;

use disclosure::views::{CaseView, OrderView};
use guidance::{Form, FormField, Known};
use jiff::{Timestamp, civil::Date};
use vocabulary::{
    calendar::{local_date, local_time, time_digits},
    choice::Choice as _,
};

use super::opened_case::{CaseShare, OpenedCase};
use crate::form_body::FormBody;

/// The initial answers of a form.
pub(super) fn of(opened: &OpenedCase, form: &Form, preset: &BTreeMap<String, String>) -> FormBody {
    let mut pairs = PrefilledPairs::default();
    for field in &form.fields {
        match (field.prefill, &opened.seen) {
            (Some(Known::Now), _) => pairs.instant(field.name(), opened.now),
            (Some(known), CaseShare::Regional(view)) => start(&mut pairs, field, known, view),
            (Some(_) | None, _) => {}
        }
    }
    pairs.0.retain(|(name, _)| !preset.contains_key(name));
    FormBody(pairs.0)
}

#[derive(Default)]
struct PrefilledPairs(Vec<(String, String)>);

impl PrefilledPairs {
    fn put(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn put_some(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.put(name, value.as_ref());
        }
    }

    /// A question that has not been answered starts without an answer.
    fn yes_or_no(&mut self, name: &str, value: Option<bool>) {
        self.put(name, value.map_or("", yes_or_no));
    }

    fn instant(&mut self, name: &str, at: Timestamp) {
        self.put(&format!("{name}.date"), &local_date(at).to_string());
        self.put(&format!("{name}.time"), &time_digits(local_time(at)));
    }

    fn instant_if(&mut self, name: &str, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.instant(name, at);
        }
    }

    fn orders(&mut self, name: &str, orders: &[OrderView]) {
        for (row, order) in orders.iter().enumerate() {
            let cell = |column: &str| format!("{name}.{row}.{column}");
            self.put(&cell("code"), order.code.code());
            self.put(&cell("times"), &order.times.to_string());
            self.put(&cell("per"), order.per.code());
        }
    }
}

/// Starts the answer to a question with what the case says.
fn start(pairs: &mut PrefilledPairs, field: &FormField, known: Known, view: &CaseView) {
    let name = field.name();
    let needs = &view.needs;
    let residence = view.residence.as_ref();
    let meeting = view.sip.meeting.as_ref().map(|found| &found.value);
    match known {
        // It is not of the case.
        Known::Now => {}
        Known::Language => pairs.put_some(name, view.person.language.as_ref()),
        Known::MeetingAt => pairs.instant_if(name, meeting.map(|meeting| meeting.at.0)),
        Known::FollowUpAt => {
            let decided = view.sip.follow_up.as_ref();
            pairs.instant_if(name, decided.map(|decided| decided.value.at.0));
        }
        Known::MeetingForm => pairs.put_some(name, meeting.map(|meeting| meeting.form.code())),
        Known::MeetingChosenPoint => {
            let chosen = meeting.and_then(|meeting| meeting.chosen_point);
            pairs.put_some(name, chosen.map(|id| id.to_string()));
        }
        Known::MeetingTypedPoint => {
            pairs.put_some(
                name,
                meeting.and_then(|meeting| meeting.typed_point.as_ref()),
            );
        }
        Known::MeetingTypedLink => {
            pairs.put_some(
                name,
                meeting.and_then(|meeting| meeting.typed_link.as_ref()),
            );
        }
        Known::MeetingKinInvited => {
            let invited = meeting.map(|meeting| meeting.kin_invited);
            pairs.put_some(name, invited.map(yes_or_no));
        }
        Known::MeetingQuestions => {
            pairs.put_some(name, meeting.and_then(|meeting| meeting.questions.as_ref()));
        }
        Known::NursingNeed => pairs.put(name, needs.nursing_need.code()),
        Known::HealthCareNeed => pairs.yes_or_no(name, Some(needs.health_care_need)),
        Known::DeviceNeed => pairs.yes_or_no(name, Some(needs.device_need)),
        Known::RegionalPrimaryCareNeed => {
            pairs.yes_or_no(name, needs.regional_primary_care_need);
        }
        Known::MunicipalPrimaryCareNeed => {
            pairs.yes_or_no(name, needs.municipal_primary_care_need);
        }
        Known::RehabInterventionNeed => pairs.yes_or_no(name, needs.rehab_intervention_need),
        Known::RehabNeed => pairs.yes_or_no(name, needs.rehab_need),
        Known::SpecialistFollowUp => pairs.yes_or_no(name, needs.specialist_follow_up),
        Known::Municipality => {
            pairs.put_some(name, residence.map(|found| found.municipality.as_str()));
        }
        Known::Address => pairs.put_some(name, residence.and_then(|found| found.address.as_ref())),
        Known::PostalCode => {
            pairs.put_some(name, residence.and_then(|found| found.postal_code.as_ref()));
        }
        Known::Housing => pairs.put_some(name, residence.map(|found| found.housing.code())),
        Known::UnitThatIsAsked => {
            let asked = view.questions.iter().rfind(|question| question.waits);
            pairs.put_some(name, asked.map(|question| question.unit.as_str()));
        }
        Known::AgreedInterventions => {
            let terms = AgreedTerms::of(view);
            pairs.orders(
                name,
                &terms.map(|terms| terms.interventions).unwrap_or_default(),
            );
        }
        Known::AgreedStarts => {
            let terms = AgreedTerms::of(view);
            pairs.put_some(name, terms.map(|terms| terms.starts.to_string()));
        }
        Known::AgreedEnds => {
            let ends = AgreedTerms::of(view).and_then(|terms| terms.ends);
            pairs.put_some(name, ends.map(|ends| ends.to_string()));
        }
        Known::AgreedFollowUp => {
            let agreement = view.agreement.as_ref();
            pairs.put_some(name, agreement.map(|drawn_up| &drawn_up.follow_up));
        }
        Known::PlanGoals => {
            for (row, goal) in view.sip.plan.goals.iter().enumerate() {
                pairs.put(&format!("{name}.{row}.goal"), goal);
            }
        }
        Known::Setting => pairs.put(name, view.setting.code()),
        Known::NotLinkedProtectedPerson => {
            pairs.yes_or_no(name, Some(!view.linked_protected_person));
        }
        Known::NotProtectedIdentity => {
            let protected = view.person.protected_identity;
            pairs.yes_or_no(name, protected.map(|protected| !protected));
        }
    }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

/// What the agreement says; before it is drawn up, what the municipality was asked for and has said
/// yes to.
struct AgreedTerms {
    interventions: Vec<OrderView>,
    starts: Date,
    ends: Option<Date>,
}

impl AgreedTerms {
    fn of(view: &CaseView) -> Option<Self> {
        if let Some(drawn_up) = &view.agreement {
            return Some(Self {
                interventions: drawn_up.interventions.clone(),
                starts: drawn_up.starts,
                ends: drawn_up.ends,
            });
        }
        let mut questions = view.questions.iter();
        let question = questions.rfind(|asked| asked.answer.is_some())?;
        let accepted = question
            .answer
            .as_ref()
            .map(|answer| &answer.value.accepted);
        let decided = view
            .care_request
            .as_ref()
            .and_then(|request| request.answer.as_ref())
            .map(|answer| &answer.value.accepted);
        let within = |order: &&OrderView| {
            [accepted, decided]
                .into_iter()
                .flatten()
                .all(|codes| codes.is_empty() || codes.contains(&order.code))
        };
        Some(Self {
            interventions: question
                .interventions
                .iter()
                .filter(within)
                .cloned()
                .collect(),
            starts: question.starts,
            ends: question.ends,
        })
    }
}
