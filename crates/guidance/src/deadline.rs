//! When a step is due. The sources give one deadline (V6A.2 and V6B.2), and staff decide when meetings
//! are; "skyndsamt" sets no time, and the time limits of law 2017:612 are not computed for these
//! patients.

use domain::Case;
use jiff::Timestamp;
use vocabulary::calendar::{first_working_day_after, local_date};

use crate::{pack::Limits, step::DeadlineRule};

/// When a step of this case is due under a rule; none while the instant that the rule counts from
/// is not recorded.
pub(crate) fn due(rule: DeadlineRule, case: &Case, limits: Option<&Limits>) -> Option<Timestamp> {
    match rule {
        DeadlineRule::FirstWorkingDayAfterAdmission => {
            let hours = limits?.migration_agency_hours;
            let counted_from = case
                .admitted_at
                .map(|admitted| admitted.max(covered_since(case)))?;
            let mut day = first_working_day_after(local_date(counted_from));
            // Migrationsverket may not answer on every working day.
            while !hours.answers_on(day) && day < jiff::civil::Date::MAX {
                day = first_working_day_after(day);
            }
            hours.closing_on(day)
        }
        DeadlineRule::PlannedMeeting => case.sip.meeting_to_hold().map(|meeting| meeting.value.at),
        DeadlineRule::DecidedFollowUp => {
            case.sip.follow_up_to_hold().map(|decided| decided.value.at)
        }
    }
}

/// Since when the case has recorded that LMA covers the person. A group recorded when the case was
/// opened counts as always known, so that the admission decides.
fn covered_since(case: &Case) -> Timestamp {
    if case.group_since > case.opened_at {
        case.group_since
    } else {
        Timestamp::MIN
    }
}
