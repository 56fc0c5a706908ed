//! The closed set of facts that conditions may name. A fact follows from the case's data at an
//! instant; nobody ticks it off.

mod reached;
mod shown;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de};

/// Whether a fact holds, and since when, if the case records that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub holds: bool,
    /// Since when it holds; none when that is not recorded.
    pub since: Option<Timestamp>,
}

macro_rules! facts {
    ($( $(#[doc = $doc:literal])* $name:ident = $code:literal; )+) => {
        /// Something that a case's data show or do not show at an instant.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact { $( $(#[doc = $doc])* $name, )+ }

        impl Fact {
            pub const ALL: &'static [Self] = &[$( Self::$name, )+];

            /// The fact's name in guidance files.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }
        }
    };
}

facts! {
    /// The group is supported by evidence that somebody has seen (V3.7).
    GroupEstablished = "group_established";
    /// The group is asylum seeker or mass refugee: LMA covers it.
    CoveredByReceptionAct = "covered_by_reception_act";
    /// The group is asylum seeker.
    AsylumSeeker = "asylum_seeker";
    /// The LMA card that somebody has seen is not current (C2.2).
    LmaCardNotCurrent = "lma_card_not_current";
    /// A reserve number is recorded (C2.3).
    ReserveNumberKnown = "reserve_number_known";
    /// A number other than a reserve number is recorded.
    OtherNumberKnown = "other_number_known";
    /// An LMA number is recorded (C2.1).
    LmaNumberKnown = "lma_number_known";
    /// The person is 18 or older today.
    Adult = "adult";
    /// The person is admitted to a ward.
    Admitted = "admitted";
    /// Migrationsverket has been phoned about the need; for an inpatient, since this admission.
    AgencyToldOfNeed = "agency_told_of_need";
    /// Migrationsverket has been phoned about the meeting now planned, after it was planned.
    AgencyToldOfMeeting = "agency_told_of_meeting";
    /// The nursing need has been assessed.
    NursingNeedKnown = "nursing_need_known";
    /// There is a nursing need, whoever meets it.
    NursingNeedExists = "nursing_need_exists";
    /// Kin and friends cannot meet the nursing need.
    NursingNeedUnmet = "nursing_need_unmet";
    /// The physician's certificate is written.
    CertificateWritten = "certificate_written";
    /// The certificate has gone to Migrationsverket by post or by hand.
    CertificateDelivered = "certificate_delivered";
    /// The person has consented to the case.
    CaseConsentGiven = "case_consent_given";
    /// The person cannot consent to the case.
    CaseConsentIncapable = "case_consent_incapable";
    /// The person has refused or withdrawn consent to the case.
    CaseConsentRefused = "case_consent_refused";
    /// Fiktiv vårdcentral and fiktiv kommun are parties.
    PlaceholdersAreParties = "placeholders_are_parties";
    /// The person has consented to SIP.
    SipConsentGiven = "sip_consent_given";
    /// The person cannot consent to SIP, so only care parties take part.
    SipConsentIncapable = "sip_consent_incapable";
    /// The person has refused or withdrawn consent to SIP.
    SipConsentRefused = "sip_consent_refused";
    /// Information may be handed to municipal primary care (C9.3).
    TransferConsentHolds = "transfer_consent_holds";
    /// Municipality and address after discharge are known.
    ResidenceKnown = "residence_known";
    /// The person stays outside the region (V3.1).
    AnotherRegionResponsible = "another_region_responsible";
    /// The person lies on a ward here and will live outside the region (V3.1).
    MovesToAnotherRegion = "moves_to_another_region";
    /// Regional primary care is not needed.
    RegionalPrimaryCareRuledOut = "regional_primary_care_ruled_out";
    /// A health centre is a party.
    HealthCentreIsParty = "health_centre_is_party";
    /// Interventions by municipal primary care are needed, or may be.
    MunicipalCareNeeded = "municipal_care_needed";
    /// Municipal primary care has been asked.
    MunicipalityAsked = "municipality_asked";
    /// Municipal primary care needs to know more before it answers.
    MunicipalityAsksForMore = "municipality_asks_for_more";
    /// Municipal primary care has said yes, partly or no.
    MunicipalityAnswered = "municipality_answered";
    /// Municipal primary care has said yes to all or some.
    MunicipalityConfirmed = "municipality_confirmed";
    /// Municipal primary care has said no to the latest question.
    MunicipalityDeclined = "municipality_declined";
    /// Municipal primary care is a party.
    MunicipalCareIsParty = "municipal_care_is_party";
    /// The care request is sent.
    CareRequestSent = "care_request_sent";
    /// The care request has come back for completion (C9.2).
    CareRequestReturned = "care_request_returned";
    /// The care request is accepted, in whole or in part.
    CareRequestAccepted = "care_request_accepted";
    /// The care request is declined, and no newer question has been put.
    CareRequestDeclined = "care_request_declined";
    /// The municipality has decided: accepted, in part or declined.
    CareRequestDecided = "care_request_decided";
    DeviceNeeded = "device_needed";
    /// Rehab interventions are needed (V5.6).
    RehabInterventionsNeeded = "rehab_interventions_needed";
    /// Devices beyond the hospital's cannot wait.
    RehabNeeded = "rehab_needed";
    /// A device is prescribed or ordered.
    DeviceOrdered = "device_ordered";
    /// A region-financed rehab unit is a party.
    RegionalRehabIsParty = "regional_rehab_is_party";
    /// No specialist clinic keeps responsibility.
    SpecialistRuledOut = "specialist_ruled_out";
    /// A specialist clinic is a party.
    SpecialistIsParty = "specialist_is_party";
    /// A SIP meeting is planned.
    MeetingPlanned = "meeting_planned";
    /// The planned meeting lies ahead.
    MeetingAhead = "meeting_ahead";
    /// A planned meeting has not been noted as held.
    MeetingToHold = "meeting_to_hold";
    /// The planned meeting is held in person.
    MeetingInPerson = "meeting_in_person";
    /// A SIP meeting has been held.
    MeetingHeld = "meeting_held";
    /// A plan has been agreed on.
    PlanAgreed = "plan_agreed";
    /// The meeting of an A pathway has been held, and the patient was told how the needs are met and
    /// offered to apply for institution housing (V6A.4.2).
    HousingMeetingHeld = "housing_meeting_held";
    /// A meeting of an A pathway has been held, whether or not all of that was done.
    HousingMeetingRecorded = "housing_meeting_recorded";
    /// The patient has answered whether to apply for institution housing (V4.3).
    HousingAnswered = "housing_answered";
    /// The patient has applied for institution housing.
    HousingApplied = "housing_applied";
    /// The patient has declined institution housing.
    HousingDeclined = "housing_declined";
    /// Migrationsverket has decided on a place.
    HousingGranted = "housing_granted";
    /// Migrationsverket has decided that there is no place.
    HousingRefused = "housing_refused";
    /// The de-identified invitation is on its way.
    InvitationQueued = "invitation_queued";
    /// It is not known whether the de-identified invitation was sent.
    InvitationUncertain = "invitation_uncertain";
    /// The de-identified invitation is sent.
    InvitationSent = "invitation_sent";
    /// Kin are invited to the meeting.
    KinInvited = "kin_invited";
    InterpreterNeeded = "interpreter_needed";
    /// The person speaks Swedish.
    SpeaksSwedish = "speaks_swedish";
    InterpreterBooked = "interpreter_booked";
    /// An interpreter is booked for the day of the planned meeting.
    InterpreterBookedForMeeting = "interpreter_booked_for_meeting";
    /// The patient has a copy of the plan.
    CopyToPatient = "copy_to_patient";
    /// Kin have a copy of the plan.
    CopyToKin = "copy_to_kin";
    /// The parties that attended have a copy of the plan.
    CopyToParties = "copy_to_parties";
    /// A unit other than the coordinating one is a party; placeholders do not count.
    OtherParties = "other_parties";
    /// The plan has been posted to Migrationsverket.
    PlanPostedToAgency = "plan_posted_to_agency";
    /// Follow-up and who is mainly responsible are decided.
    FollowUpDecided = "follow_up_decided";
    /// The decided follow-up lies ahead and has not been held.
    FollowUpAhead = "follow_up_ahead";
    /// The latest follow-up that was decided has been held.
    FollowUpHeld = "follow_up_held";
    /// The agreement is drawn up.
    AgreementDrawnUp = "agreement_drawn_up";
    /// Both have signed the agreement.
    AgreementSigned = "agreement_signed";
    /// The invoicing form is filled in.
    InvoicingFormFilledIn = "invoicing_form_filled_in";
    /// Migrationsverket's officer has named the institution.
    InstitutionNamed = "institution_named";
    /// The person is ready for discharge.
    ReadyForDischarge = "ready_for_discharge";
    /// The needs are reported to the institution.
    ReportGiven = "report_given";
    /// Patient transport is ordered.
    TransportOrdered = "transport_ordered";
    /// Patient transport is not needed.
    TransportDeclined = "transport_declined";
    /// The neutral information sheet is handed over.
    InformationSheetGiven = "information_sheet_given";
    /// The county-wide routine is followed.
    CountyRoutineFollowed = "county_routine_followed";
    /// Koncernkontoret has been told that a current LMA card is missing.
    HeadOfficeToldOfMissingCard = "head_office_told_of_missing_card";
    PurchasesEnded = "purchases_ended";
    CaseClosed = "case_closed";
}

impl Fact {
    /// The fact with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fact| fact.code() == code)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| de::Error::custom(format!("unknown fact `{code}`")))
    }
}
