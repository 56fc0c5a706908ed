//! Which commands can make a fact hold, so that a check finds steps that nobody could ever
//! complete.

use super::Fact;

const BY_TIME: &[&str] = &[];

impl Fact {
    /// The commands that can make the fact hold: `open_case` when it can hold from the opening,
    /// none when only time makes it hold.
    #[must_use]
    pub fn reached_by(self) -> &'static [&'static str] {
        match self {
            Self::GroupEstablished | Self::CoveredByReceptionAct => {
                &["open_case", "establish_group"]
            }
            Self::AsylumSeeker => &["open_case", "establish_group"],
            Self::LmaCardNotCurrent => &["establish_group"],
            Self::LmaNumberKnown | Self::ReserveNumberKnown | Self::OtherNumberKnown => {
                &["open_case", "add_identifier"]
            }
            Self::Adult | Self::MeetingAhead | Self::FollowUpAhead => BY_TIME,
            Self::Admitted => &["open_case", "change_setting"],
            Self::AgencyToldOfNeed
            | Self::AgencyToldOfMeeting
            | Self::ReportGiven
            | Self::HeadOfficeToldOfMissingCard => &["record_contact"],
            Self::NursingNeedExists | Self::RehabInterventionsNeeded | Self::DeviceNeeded => {
                &["open_case", "establish_needs"]
            }
            Self::NursingNeedKnown
            | Self::NursingNeedUnmet
            | Self::RegionalPrimaryCareRuledOut
            | Self::MunicipalCareNeeded
            | Self::RehabNeeded
            | Self::SpecialistRuledOut => &["establish_needs"],
            Self::CertificateWritten => &["write_certificate"],
            Self::CertificateDelivered => {
                &["deliver_certificate", "record_contact", "settle_letter"]
            }
            Self::CaseConsentGiven
            | Self::CaseConsentIncapable
            | Self::CaseConsentRefused
            | Self::PlaceholdersAreParties
            | Self::SipConsentGiven
            | Self::SipConsentIncapable
            | Self::SipConsentRefused
            | Self::TransferConsentHolds => &["record_consent"],
            Self::ResidenceKnown => &["establish_residence"],
            Self::AnotherRegionResponsible | Self::MovesToAnotherRegion => {
                &["establish_residence", "change_setting"]
            }
            Self::HealthCentreIsParty
            | Self::MunicipalCareIsParty
            | Self::RegionalRehabIsParty
            | Self::SpecialistIsParty
            | Self::OtherParties => &["add_party"],
            Self::MunicipalityAsked => &["ask_municipality"],
            Self::MunicipalityAsksForMore
            | Self::MunicipalityAnswered
            | Self::MunicipalityConfirmed
            | Self::MunicipalityDeclined => &["record_municipality_answer"],
            Self::CareRequestSent => &["send_care_request"],
            Self::CareRequestReturned
            | Self::CareRequestAccepted
            | Self::CareRequestDeclined
            | Self::CareRequestDecided => &["answer_care_request"],
            Self::DeviceOrdered => &["order_device"],
            Self::MeetingPlanned
            | Self::MeetingToHold
            | Self::MeetingInPerson
            | Self::KinInvited => &["plan_sip_meeting"],
            Self::MeetingHeld => &["hold_sip_meeting"],
            Self::PlanAgreed => &["agree_plan"],
            Self::HousingMeetingHeld | Self::HousingMeetingRecorded => &["hold_housing_meeting"],
            Self::HousingAnswered | Self::HousingApplied | Self::HousingDeclined => {
                &["hold_housing_meeting", "record_housing_answer"]
            }
            Self::HousingGranted | Self::HousingRefused => &["record_housing_decision"],
            Self::FollowUpHeld => &["hold_follow_up"],
            Self::InvitationQueued | Self::InvitationUncertain => &["send_invitation"],
            Self::InvitationSent => &[
                "send_invitation",
                "record_invitation_sent",
                "resolve_invitation",
            ],
            Self::InterpreterNeeded | Self::SpeaksSwedish => &["open_case", "correct_person"],
            Self::InterpreterBooked | Self::InterpreterBookedForMeeting => &["book_interpreter"],
            Self::CopyToKin | Self::CopyToParties => &["hand_out_copy"],
            Self::CopyToPatient | Self::PlanPostedToAgency => &["hand_out_copy", "settle_letter"],
            Self::FollowUpDecided => &["decide_follow_up"],
            Self::AgreementDrawnUp => &["draw_up_agreement"],
            Self::AgreementSigned => &["sign_agreement"],
            Self::InvoicingFormFilledIn => &["record_invoicing_form"],
            Self::InstitutionNamed => &["record_institution"],
            Self::ReadyForDischarge => &["mark_ready_for_discharge"],
            Self::TransportOrdered => &["order_transport"],
            Self::TransportDeclined => &["decline_transport"],
            Self::InformationSheetGiven => &["give_information_sheet"],
            Self::CountyRoutineFollowed => &["follow_county_routine"],
            Self::PurchasesEnded => &["establish_group", "close_case"],
            Self::CaseClosed => &["close_case"],
        }
    }

    /// Whether the fact can hold from the moment a case is opened.
    #[must_use]
    pub fn stands_from_opening(self) -> bool {
        self.reached_by().contains(&"open_case")
    }
}
