//! The repository's own guidance, built into the program.

macro_rules! files {
    ($($path:literal,)+) => {
        &[$(($path, include_str!(concat!("../../../", $path))),)+]
    };
}

/// Every guidance file of the repository: its path and its text.
#[must_use]
pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
    FILES
}

const FILES: &[(&str, &str)] = files![
    "guidance/vagledning-fyrbodal/2025-07-01/document.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/pathways.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6a.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6b.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6c.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7a.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7b.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7c.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-group.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/rules.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/entitlements.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/references.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/conflicts.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/contacts.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/limits.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/document.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/steps.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/rules.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/rules-care-request.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/references.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/contacts.toml",
    "guidance/forms/add-identifier.toml",
    "guidance/forms/add-party.toml",
    "guidance/forms/answer-care-request.toml",
    "guidance/forms/ask-municipality.toml",
    "guidance/forms/book-interpreter.toml",
    "guidance/forms/change-setting.toml",
    "guidance/forms/close-case.toml",
    "guidance/forms/correct-person.toml",
    "guidance/forms/decide-follow-up.toml",
    "guidance/forms/decline-transport.toml",
    "guidance/forms/deliver-certificate.toml",
    "guidance/forms/draw-up-agreement.toml",
    "guidance/forms/establish-group.toml",
    "guidance/forms/establish-needs.toml",
    "guidance/forms/establish-residence.toml",
    "guidance/forms/follow-county-routine.toml",
    "guidance/forms/give-information-sheet.toml",
    "guidance/forms/hand-out-copy.toml",
    "guidance/forms/hand-over-coordination.toml",
    "guidance/forms/hold-sip-meeting.toml",
    "guidance/forms/mark-protected-identity.toml",
    "guidance/forms/mark-ready-for-discharge.toml",
    "guidance/forms/open-case.toml",
    "guidance/forms/order-device.toml",
    "guidance/forms/order-transport.toml",
    "guidance/forms/plan-sip-meeting.toml",
    "guidance/forms/record-consent.toml",
    "guidance/forms/record-contact.toml",
    "guidance/forms/record-inbound-question.toml",
    "guidance/forms/record-institution.toml",
    "guidance/forms/record-invitation-sent.toml",
    "guidance/forms/record-invoicing-form.toml",
    "guidance/forms/record-municipality-answer.toml",
    "guidance/forms/remove-party.toml",
    "guidance/forms/report-wrong-disclosure.toml",
    "guidance/forms/resolve-invitation.toml",
    "guidance/forms/send-care-request.toml",
    "guidance/forms/send-invitation.toml",
    "guidance/forms/sign-agreement.toml",
    "guidance/forms/undo-latest.toml",
    "guidance/forms/unestablish-group.toml",
    "guidance/forms/verify-group.toml",
    "guidance/forms/write-certificate.toml",
];
