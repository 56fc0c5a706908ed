//! Earlier shapes of events, and what each means today. A test has a stored sample of each. They
//! are only read: what is written has the shape in `event.rs`.

use jiff::Timestamp;
use serde::Deserialize;
use vocabulary::sip::MeetingForm;

use super::{Event, Meeting, MeetingPlace, ProsePlan};

/// Version 1 stored the form beside a meeting point and a link, and each of them could be missing.
#[derive(Deserialize)]
pub(super) struct SipMeetingPlannedV1 {
    meeting: MeetingV1,
}

#[derive(Deserialize)]
struct MeetingV1 {
    at: Timestamp,
    form: MeetingForm,
    meeting_point: Option<String>,
    link: Option<String>,
    kin_invited: bool,
    questions: Option<String>,
}

impl From<SipMeetingPlannedV1> for Event {
    fn from(SipMeetingPlannedV1 { meeting }: SipMeetingPlannedV1) -> Self {
        let (point, link) = (meeting.meeting_point, meeting.link);
        // The command has always been refused without what its form requires, so the default is
        // never used.
        let place = match meeting.form {
            MeetingForm::InPerson => MeetingPlace::InPerson {
                point: point.unwrap_or_default(),
                link,
            },
            MeetingForm::Digital => MeetingPlace::Digital {
                link: link.unwrap_or_default(),
                point,
            },
        };
        Self::SipMeetingPlanned {
            meeting: Meeting {
                at: meeting.at,
                place,
                outside: None,
                kin_invited: meeting.kin_invited,
                questions: meeting.questions,
            },
        }
    }
}

/// In version 2 the place and the link were what somebody had typed; nobody outside is told of that.
#[derive(Deserialize)]
pub(super) struct SipMeetingPlannedV2 {
    meeting: MeetingV2,
}

#[derive(Deserialize)]
struct MeetingV2 {
    at: Timestamp,
    place: MeetingPlace,
    kin_invited: bool,
    questions: Option<String>,
}

impl From<SipMeetingPlannedV2> for Event {
    fn from(SipMeetingPlannedV2 { meeting }: SipMeetingPlannedV2) -> Self {
        Self::SipMeetingPlanned {
            meeting: Meeting {
                at: meeting.at,
                place: meeting.place,
                outside: None,
                kin_invited: meeting.kin_invited,
                questions: meeting.questions,
            },
        }
    }
}

/// In version 1 the meeting was noted together with the plan, in four texts.
#[derive(Deserialize)]
pub(super) struct SipMeetingHeldV1 {
    held_at: Timestamp,
    #[serde(flatten)]
    plan: ProsePlan,
}

impl From<SipMeetingHeldV1> for Event {
    fn from(SipMeetingHeldV1 { held_at, plan }: SipMeetingHeldV1) -> Self {
        Self::SipMeetingHeld {
            held_at,
            attended: Vec::new(),
            plan: Some(plan),
        }
    }
}
