//! A form's initial answers: what the case already says, and the current time for acts that are
//! recorded as they happen. The answers are written as a form would post them, so that they are
//! filled in like a draft.

use std::collections::BTreeMap;

use disclosure::views::{CaseView, OrderView};
use jiff::Timestamp;
use vocabulary::{
    calendar::{local_date, local_time, time_digits},
    choice::Choice as _,
};

use super::opened_case::{CaseShare, OpenedCase};
use crate::form_body::FormBody;

/// Commands that record what has just been done, so that the time is usually now.
const NOTED_AT_ONCE: [&str; 8] = [
    "record_contact",
    "report_wrong_disclosure",
    "record_inbound_question",
    "deliver_certificate",
    "record_invitation_sent",
    "hand_out_copy",
    "give_information_sheet",
    "mark_ready_for_discharge",
];

/// The initial answers of a command's form.
pub(super) fn of(
    opened: &OpenedCase,
    command: &str,
    preset: &BTreeMap<String, String>,
) -> FormBody {
    let mut pairs = PrefilledPairs::default();
    if NOTED_AT_ONCE.contains(&command) {
        pairs.instant("at", opened.now);
    }
    if let CaseShare::Regional(view) = &opened.seen {
        known(&mut pairs, view, command);
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

    fn put_some(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn yes_or_no(&mut self, name: &str, value: Option<bool>) {
        let text = value.map_or("", |yes| if yes { "true" } else { "false" });
        self.put(name, text);
    }

    fn instant(&mut self, name: &str, at: Timestamp) {
        self.put(&format!("{name}.date"), &local_date(at).to_string());
        self.put(&format!("{name}.time"), &time_digits(local_time(at)));
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

fn known(pairs: &mut PrefilledPairs, view: &CaseView, command: &str) {
    match command {
        "establish_needs" => needs(pairs, view),
        "establish_residence" => residence(pairs, view),
        "plan_sip_meeting" => meeting(pairs, view),
        "book_interpreter" => {
            pairs.put_some("language", view.person.language.as_ref());
            if let Some(meeting) = &view.sip.meeting {
                pairs.instant("at", meeting.value.at.0);
            }
        }
        "hold_sip_meeting" => {
            if let Some(meeting) = &view.sip.meeting {
                pairs.instant("at", meeting.value.at.0);
            }
        }
        "record_municipality_answer" => {
            if let Some(question) = view.questions.iter().rfind(|question| question.waits) {
                pairs.put("unit", question.unit.as_str());
            }
        }
        "draw_up_agreement" => agreement(pairs, view),
        "change_setting" => pairs.put("setting", view.setting.code()),
        "mark_linked_protected_person" => {
            pairs.yes_or_no("linked", Some(!view.linked_protected_person));
        }
        "mark_protected_identity" => {
            pairs.yes_or_no(
                "protected",
                view.person.protected_identity.map(|protected| !protected),
            );
        }
        _ => {}
    }
}

fn needs(pairs: &mut PrefilledPairs, view: &CaseView) {
    let needs = &view.needs;
    pairs.put("nursing_need", needs.nursing_need.code());
    pairs.yes_or_no("health_care_need", Some(needs.health_care_need));
    pairs.yes_or_no("device_need", Some(needs.device_need));
    for (name, value) in [
        (
            "regional_primary_care_need",
            needs.regional_primary_care_need,
        ),
        (
            "municipal_primary_care_need",
            needs.municipal_primary_care_need,
        ),
        ("rehab_need", needs.rehab_need),
        ("specialist_follow_up", needs.specialist_follow_up),
    ] {
        pairs.yes_or_no(name, value);
    }
}

fn residence(pairs: &mut PrefilledPairs, view: &CaseView) {
    let Some(residence) = &view.residence else {
        return;
    };
    pairs.put("municipality", residence.municipality.as_str());
    pairs.put_some("address", residence.address.as_ref());
    pairs.put_some("postal_code", residence.postal_code.as_ref());
    pairs.put("housing", residence.housing.code());
}

fn meeting(pairs: &mut PrefilledPairs, view: &CaseView) {
    let Some(meeting) = view.sip.meeting.as_ref().map(|found| &found.value) else {
        return;
    };
    pairs.instant("at", meeting.at.0);
    pairs.put("form", meeting.form.code());
    let chosen = meeting.chosen_point.map(|id| id.to_string());
    pairs.put_some("chosen_point", chosen.as_ref());
    pairs.put_some("meeting_point", meeting.typed_point.as_ref());
    pairs.put_some("link", meeting.typed_link.as_ref());
    pairs.yes_or_no("kin_invited", Some(meeting.kin_invited));
    pairs.put_some("questions", meeting.questions.as_ref());
}

/// The interventions that the municipality was asked for and has said yes to.
fn agreement(pairs: &mut PrefilledPairs, view: &CaseView) {
    if let Some(drawn_up) = &view.agreement {
        pairs.orders("interventions", &drawn_up.interventions);
        pairs.put("starts", &drawn_up.starts.to_string());
        pairs.put_some("ends", drawn_up.ends.map(|ends| ends.to_string()).as_ref());
        pairs.put("follow_up", &drawn_up.follow_up);
        return;
    }
    let Some(question) = view.questions.iter().rfind(|asked| asked.answer.is_some()) else {
        return;
    };
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
    let orders: Vec<OrderView> = question
        .interventions
        .iter()
        .filter(within)
        .cloned()
        .collect();
    pairs.orders("interventions", &orders);
    pairs.put("starts", &question.starts.to_string());
    pairs.put_some("ends", question.ends.map(|ends| ends.to_string()).as_ref());
}
