//! Refusals: expected answers of no, each with a stable code, the rule it follows from, and a
//! Swedish text that tells what to do instead.

use crate::consent::ConsentKind;

/// A requirement id of the sources, such as `V6B.8`; empty where the rule is the product's own.
pub type Rule = &'static str;

/// Why a command is refused. Every refusal names its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The actor may not do this (domain.md, Who may do what).
    NotYourTask,
    /// Social services are never a party, for any case (X1).
    SocialServicesNeverParty,
    /// Municipal rehab is never a party (V5.3, X1).
    MunicipalRehabNeverParty,
    /// Nothing reaches Migrationsverket about this person (X1).
    MigrationAgencyNeverTold,
    /// The case was protected before, and a second person has not confirmed its group yet (X1).
    GroupAwaitsConfirmation,
    /// A group that ends the protection has not been verified (V3.5, X1).
    GroupNotVerified,
    /// The one who established the group may not confirm it too (X1).
    GroupConfirmedByAnother,
    /// Rehab is never bought from municipal primary care (V5.3).
    RehabNotPurchased,
    /// The intervention is above primary-care level, or a takeover of responsibility (V5.2).
    OutsidePrimaryCareLevel,
    /// The municipality is not the one that the person stays in (V6B.7).
    NotTheMunicipalityOfResidence,
    /// Municipal primary care becomes a party only after its manager's yes (V6B.8).
    MunicipalityHasNotConfirmed(Rule),
    /// The consent that the command needs was refused or withdrawn.
    ConsentRefused(ConsentKind, Rule),
    /// The consent that the command needs has not been asked for.
    ConsentMissing(ConsentKind, Rule),
    /// No tariff is valid on the day (C5.3).
    NoTariffForDate,
    /// Outside the agreement's period or interventions (V5.2).
    NotCoveredByAgreement,
    CaseClosed,
    /// Only a closed case can be opened again (X4).
    CaseNotClosed,
    /// The person is resident: the ordinary routine applies (X3).
    OrdinaryRoutineApplies,
    /// The person stays outside the region: another region is responsible (V3.1).
    AnotherRegionResponsible,
    /// Placeholders are added and removed with the consent to the case (V6B.3).
    PlaceholderFollowsConsent,
    /// The unit is a party already.
    AlreadyParty,
    /// The unit is not a party.
    NotAParty,
    /// The coordinating unit must hand over before it leaves.
    CoordinatorStays,
    /// A unit of this kind cannot take this part.
    UnitCannotTakePart,
    /// The ward belongs to another hospital, or the patient does not lie on a ward (X4).
    AnotherHospital,
    /// The unit has no other case with that number (X4).
    NoSuchCase,
    /// The case to go on from is still open (X4).
    EarlierCaseOpen,
    /// The municipality has not been asked (V6B.7).
    NothingAsked,
    /// The municipality's question is already open.
    AlreadyAsked,
    /// The municipality has already answered.
    AlreadyAnswered,
    /// No SIP meeting has been planned (V6A.4).
    NoMeetingPlanned,
    /// The SIP meeting has not been held (V6B.13).
    MeetingNotHeld,
    /// Nobody has agreed on a plan (V6B.13).
    PlanNotAgreed,
    /// Nobody has written in the plan yet (V6B.13).
    PlanNotBegun,
    /// The plan lacks parts (V6B.13).
    PlanIncomplete,
    /// Somebody has changed the plan since it was read (V6B.13).
    PlanChangedSince,
    /// The plan has ended (V6B.13).
    PlanEnded,
    /// The plan cannot be written now, said to a municipality without the reason.
    PlanNotOpen,
    /// The plan has as many rows as it can have.
    PlanIsFull,
    /// The plan has one row of the kind at most, and has it.
    PlanRowIsThere,
    /// The plan has no such row.
    NoSuchPlanRow,
    /// A row of the kind has no such field.
    NoSuchPlanField,
    /// The row is another party's (V6B.13).
    NotYourPlanRow,
    /// No follow-up is decided that has not been held (V6B.14).
    NoFollowUpDecided,
    /// The follow-up is said to have been held before the meeting whose plan it follows up (V6B.14).
    FollowUpBeforeMeeting,
    /// A treating unit of the region follows up, and it is a party (C8.1).
    FollowUpByTheRegion,
    /// The patient has not been offered institution housing (V4.3).
    HousingNotOffered,
    /// No physician's certificate has been written (V6A.3).
    NoCertificate,
    /// A protected case sends no mail (domain.md, What each gets).
    ProtectedSendsNoMail,
    /// A protected person's copies are handed over by hand, never by post.
    ProtectedCopiesByHand,
    /// The certificate never goes by e-mail, and by hand only at a meeting in person (V6A.7).
    CertificateByPostOrAtMeeting,
    /// The agreed plan goes to Migrationsverket by post and in no other way (V6B.13).
    PlanByPostOnly,
    /// An answer names an intervention that the municipality was not asked about (V6B.8).
    OutsideTheQuestion,
    /// The care request needs municipal primary care as a party (C3.1).
    CareRequestNeedsParty,
    /// No care request waits for an answer (C4.1).
    NoCareRequest,
    /// The agreement begins before the day that the municipality was asked about (V6B.15).
    StartsBeforeAsked,
    /// The agreement needs an accepted care request and a held SIP (V6B.15).
    AgreementNeedsRequestAndPlan,
    /// There is no agreement to sign or invoice (C5.1).
    NoAgreement,
    /// The signature is already there.
    AlreadySigned,
    /// The information sheet of V4.4 is for established persons without permits.
    SheetNotForThisGroup,
    /// The user has no change to undo.
    NothingToUndo,
    /// The person does not have this identity number.
    NoSuchNumber,
    /// The step is not part of this case's pathway now.
    StepNotInPathway,
    /// The case says that no interpreter is needed (V6A.8).
    InterpreterNotNeeded,
    /// Institution housing needs a nursing need that housing cannot meet (V4.3).
    NoInstitutionNeeded,
    /// The consent to the case was not refused (V6B.4).
    RoutineOnlyAfterRefusal,
    /// It is not known whether the last invitation was sent (V6A.6).
    InvitationUncertain,
    /// The meeting was planned again after the invitation was made (V6A.6).
    MeetingPlannedAnew,
    /// Such a letter is in the queue already.
    LetterOnItsWay,
    /// There is no such letter, or it is not at the right stage for this.
    LetterNotThere,
    /// The letter was printed when the case changed, so it must not be posted (X1, X3).
    LetterRecalled,
    /// The letter's text is not the one that was put in the queue, or may not leave now.
    LetterChanged,
    /// Two persons must read the letter: the case is connected with a protected person, or the check
    /// has found something in the text (X1).
    SecondReaderMissing,
    /// A letter is queued or printed, so the requirement of two readers cannot be lifted (X1).
    LettersOnTheirWay,
    /// The person who asked to lift the mark of a linked protected person cannot lift it; somebody
    /// else must (X1).
    SecondPersonLifts,
    /// The patient has not let kin be invited, so kin get a copy from the patient only (V6A.4,
    /// V6B.13).
    KinNotInvited,
    /// The plan names kin, whose names Migrationsverket must not get (V6B.13).
    PlanNamesKin,
    /// The certificate or the plan says a number that Migrationsverket must not get: somebody else's,
    /// one that only care uses, or an HSA-id (V6A.7, V6B.13).
    LetterSaysANumber,
    /// The policies do not allow telling this recipient this in this way (X1).
    MayNotBeTold,
    /// A letter that two persons must read goes through the post queue (X1).
    PostGoesByTheQueue,
    /// A letter is printed, and must be posted or destroyed first.
    LetterOnPaper,
    /// A guardian answers for somebody who is of age (X4).
    NoGuardianOfAdult,
    /// The letter had not been printed at that time.
    NotPrintedThen,
    /// The second reader must not be the person who queued the letter (X1).
    SecondReaderIsAnother,
    /// The patient's address is not known.
    NoAddress,
    /// The sender's or the recipient's postal address is missing, or names a unit (VB1.1).
    NoLetterhead,
    /// The meeting's place or link names the person, a number or a ward (V6A.6).
    InvitationNamesSomebody,
    /// Where people meet is written by hand, so that nobody outside may be told (V6A.6).
    MeetingPlaceNotChosen,
    /// No host is set for the links that Vårdbron makes (V6A.4).
    NoMeetingHost,
    /// Nobody may review their own acts (domain.md, Who may do what).
    OwnActs,
    /// The command would change nothing.
    NothingChanges,
}

impl Refusal {
    /// The stable kebab-case code (api.md).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotYourTask => "not-your-task",
            Self::SocialServicesNeverParty => "social-services-never-party",
            Self::MunicipalRehabNeverParty => "municipal-rehab-never-party",
            Self::MigrationAgencyNeverTold => "migration-agency-never-told",
            Self::GroupAwaitsConfirmation => "group-awaits-confirmation",
            Self::GroupNotVerified => "group-not-verified",
            Self::GroupConfirmedByAnother => "group-confirmed-by-another",
            Self::RehabNotPurchased => "rehab-not-purchased",
            Self::OutsidePrimaryCareLevel => "outside-primary-care-level",
            Self::NotTheMunicipalityOfResidence => "not-the-municipality-of-residence",
            Self::MunicipalityHasNotConfirmed(_) => "municipality-has-not-confirmed",
            Self::ConsentRefused(..) => "consent-refused",
            Self::ConsentMissing(..) => "consent-missing",
            Self::NoTariffForDate => "no-tariff-for-date",
            Self::NotCoveredByAgreement => "not-covered-by-agreement",
            Self::CaseClosed => "case-closed",
            Self::CaseNotClosed => "case-not-closed",
            Self::OrdinaryRoutineApplies => "ordinary-routine-applies",
            Self::AnotherRegionResponsible => "another-region-responsible",
            Self::PlaceholderFollowsConsent => "placeholder-follows-consent",
            Self::AlreadyParty => "already-party",
            Self::NotAParty => "not-a-party",
            Self::CoordinatorStays => "coordinator-stays",
            Self::UnitCannotTakePart => "unit-cannot-take-part",
            Self::AnotherHospital => "another-hospital",
            Self::NoSuchCase => "no-such-case",
            Self::EarlierCaseOpen => "earlier-case-open",
            Self::NothingAsked => "nothing-asked",
            Self::AlreadyAsked => "already-asked",
            Self::AlreadyAnswered => "already-answered",
            Self::NoMeetingPlanned => "no-meeting-planned",
            Self::MeetingNotHeld => "meeting-not-held",
            Self::PlanNotAgreed => "plan-not-agreed",
            Self::PlanNotBegun => "plan-not-begun",
            Self::PlanIncomplete => "plan-incomplete",
            Self::PlanChangedSince => "plan-changed-since",
            Self::PlanEnded => "plan-ended",
            Self::PlanNotOpen => "plan-not-open",
            Self::PlanIsFull => "plan-is-full",
            Self::PlanRowIsThere => "plan-row-is-there",
            Self::NoSuchPlanRow => "no-such-plan-row",
            Self::NoSuchPlanField => "no-such-plan-field",
            Self::NotYourPlanRow => "not-your-plan-row",
            Self::NoFollowUpDecided => "no-follow-up-decided",
            Self::FollowUpBeforeMeeting => "follow-up-before-meeting",
            Self::FollowUpByTheRegion => "follow-up-by-the-region",
            Self::HousingNotOffered => "housing-not-offered",
            Self::NoCertificate => "no-certificate",
            Self::ProtectedSendsNoMail => "protected-sends-no-mail",
            Self::ProtectedCopiesByHand => "protected-copies-by-hand",
            Self::CertificateByPostOrAtMeeting => "certificate-by-post-or-at-meeting",
            Self::PlanByPostOnly => "plan-by-post-only",
            Self::OutsideTheQuestion => "outside-the-question",
            Self::CareRequestNeedsParty => "care-request-needs-party",
            Self::NoCareRequest => "no-care-request",
            Self::StartsBeforeAsked => "starts-before-asked",
            Self::AgreementNeedsRequestAndPlan => "agreement-needs-request-and-plan",
            Self::NoAgreement => "no-agreement",
            Self::AlreadySigned => "already-signed",
            Self::SheetNotForThisGroup => "sheet-not-for-this-group",
            Self::NothingToUndo => "nothing-to-undo",
            Self::NoSuchNumber => "no-such-number",
            Self::StepNotInPathway => "step-not-in-pathway",
            Self::InterpreterNotNeeded => "interpreter-not-needed",
            Self::NoInstitutionNeeded => "no-institution-needed",
            Self::RoutineOnlyAfterRefusal => "routine-only-after-refusal",
            Self::InvitationUncertain => "invitation-uncertain",
            Self::MeetingPlannedAnew => "meeting-planned-anew",
            Self::LetterOnItsWay => "letter-on-its-way",
            Self::LetterNotThere => "letter-not-there",
            Self::LetterRecalled => "letter-recalled",
            Self::LetterChanged => "letter-changed",
            Self::SecondReaderMissing => "second-reader-missing",
            Self::LettersOnTheirWay => "letters-on-their-way",
            Self::KinNotInvited => "kin-not-invited",
            Self::PlanNamesKin => "plan-names-kin",
            Self::LetterSaysANumber => "letter-says-a-number",
            Self::MayNotBeTold => "may-not-be-told",
            Self::SecondPersonLifts => "second-person-lifts",
            Self::PostGoesByTheQueue => "post-goes-by-the-queue",
            Self::LetterOnPaper => "letter-on-paper",
            Self::NoGuardianOfAdult => "no-guardian-of-adult",
            Self::NotPrintedThen => "not-printed-then",
            Self::SecondReaderIsAnother => "second-reader-is-another",
            Self::NoAddress => "no-address",
            Self::NoLetterhead => "no-letterhead",
            Self::InvitationNamesSomebody => "invitation-names-somebody",
            Self::MeetingPlaceNotChosen => "meeting-place-not-chosen",
            Self::NoMeetingHost => "no-meeting-host",
            Self::OwnActs => "own-acts",
            Self::NothingChanges => "nothing-changes",
        }
    }

    /// The requirement id behind the refusal; empty where the rule is the product's own.
    #[must_use]
    pub fn rule(self) -> Rule {
        match self {
            Self::SocialServicesNeverParty
            | Self::MigrationAgencyNeverTold
            | Self::GroupAwaitsConfirmation
            | Self::GroupNotVerified
            | Self::GroupConfirmedByAnother
            | Self::ProtectedSendsNoMail
            | Self::ProtectedCopiesByHand
            | Self::LetterRecalled
            | Self::LetterChanged
            | Self::SecondReaderMissing
            | Self::LettersOnTheirWay
            | Self::SecondPersonLifts
            | Self::MayNotBeTold
            | Self::LetterSaysANumber
            | Self::PostGoesByTheQueue
            | Self::SecondReaderIsAnother => "X1",
            Self::MunicipalRehabNeverParty | Self::RehabNotPurchased => "V5.3",
            Self::OutsidePrimaryCareLevel | Self::NotCoveredByAgreement => "V5.2",
            Self::NotTheMunicipalityOfResidence | Self::NothingAsked | Self::AlreadyAsked => {
                "V6B.7"
            }
            Self::MunicipalityHasNotConfirmed(rule)
            | Self::ConsentRefused(_, rule)
            | Self::ConsentMissing(_, rule) => rule,
            Self::NoTariffForDate => "C5.3",
            Self::NoLetterhead => "VB1.1",
            Self::OrdinaryRoutineApplies => "X3",
            Self::AnotherRegionResponsible => "V3.1",
            Self::PlaceholderFollowsConsent => "V6B.3",
            Self::AlreadyAnswered | Self::OutsideTheQuestion => "V6B.8",
            Self::NoMeetingPlanned | Self::NoMeetingHost => "V6A.4",
            Self::MeetingNotHeld
            | Self::PlanNotAgreed
            | Self::PlanNotBegun
            | Self::PlanIncomplete
            | Self::PlanChangedSince
            | Self::PlanEnded
            | Self::PlanNotOpen
            | Self::NotYourPlanRow
            | Self::PlanByPostOnly
            | Self::NoAddress
            | Self::KinNotInvited
            | Self::PlanNamesKin => "V6B.13",
            Self::NoCertificate => "V6A.3",
            Self::CertificateByPostOrAtMeeting => "V6A.7",
            Self::CareRequestNeedsParty => "C3.1",
            Self::NoCareRequest => "C4.1",
            Self::StartsBeforeAsked | Self::AgreementNeedsRequestAndPlan => "V6B.15",
            Self::NoAgreement | Self::AlreadySigned => "C5.1",
            Self::SheetNotForThisGroup => "V4.4",
            Self::NoInstitutionNeeded | Self::HousingNotOffered => "V4.3",
            Self::NoFollowUpDecided | Self::FollowUpBeforeMeeting => "V6B.14",
            Self::FollowUpByTheRegion => "C8.1",
            Self::RoutineOnlyAfterRefusal => "V6B.4",
            Self::InterpreterNotNeeded => "V6A.8",
            Self::InvitationUncertain
            | Self::MeetingPlannedAnew
            | Self::MeetingPlaceNotChosen
            | Self::InvitationNamesSomebody => "V6A.6",
            Self::NotYourTask
            | Self::CaseClosed
            | Self::CaseNotClosed
            | Self::AlreadyParty
            | Self::NotAParty
            | Self::CoordinatorStays
            | Self::UnitCannotTakePart
            | Self::AnotherHospital
            | Self::NoSuchCase
            | Self::EarlierCaseOpen
            | Self::NothingToUndo
            | Self::NoSuchNumber
            | Self::StepNotInPathway
            | Self::OwnActs
            | Self::LetterOnItsWay
            | Self::LetterOnPaper
            | Self::NoGuardianOfAdult
            | Self::NotPrintedThen
            | Self::LetterNotThere
            | Self::PlanIsFull
            | Self::PlanRowIsThere
            | Self::NoSuchPlanRow
            | Self::NoSuchPlanField
            | Self::NothingChanges => "",
        }
    }

    /// In Swedish: what is not possible, why, and what to do instead.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one text per refusal")]
    pub fn detail(self) -> &'static str {
        match self {
            Self::NotYourTask => {
                "Ditt uppdrag ger inte rätt att göra det här. Be den enhet som samordnar ärendet att göra det."
            }
            Self::SocialServicesNeverParty => {
                "Socialtjänsten kan aldrig bli part i ett ärende. Vad du gör om patienten \
                 behöver annat boende eller omvårdnad står i vägledningen, avsnitt 4."
            }
            Self::MunicipalRehabNeverParty => {
                "Kommunens rehab kan aldrig bli part. Lägg till närmaste regionfinansierade \
                 rehabmottagning i stället."
            }
            Self::GroupAwaitsConfirmation => {
                "Ärendet har varit skyddat. En kollega på enheten som samordnar ska bekräfta gruppen \
                 innan Migrationsverket får veta något. Be en kollega öppna fliken Patient och \
                 trycka på Bekräfta gruppen."
            }
            Self::GroupNotVerified => {
                "Med den här gruppen får Migrationsverket uppgifter om patienten. Kontrollera gruppen i \
                 Vera Asyl, på kortet eller på annat sätt. Ange var, och skriv vad du såg eller fick för svar."
            }
            Self::GroupConfirmedByAnother => {
                "Du har själv fastställt gruppen. Be en kollega bekräfta den under Patient, Bekräfta gruppen."
            }
            Self::MigrationAgencyNeverTold => {
                "Inget om det här ärendet får nå Migrationsverket. Har något redan sagts? \
                 Rapportera det som felaktigt utlämnande."
            }
            Self::RehabNotPurchased => {
                "Regionen köper inte rehab av kommunen. Lägg till den regionfinansierade \
                 rehabmottagningen som part i stället."
            }
            Self::OutsidePrimaryCareLevel => {
                "Tjänsteköp gäller bara namngivna insatser på primärvårdsnivå, aldrig övertag av \
                 ansvar. Ta bort insatsen. Regionen utför den själv."
            }
            Self::NotTheMunicipalityOfResidence => {
                "Fråga den kommun där patienten bor. Är bostaden fel i ärendet? Rätta den först under \
                 Patient, Ändra bostaden."
            }
            Self::MunicipalityHasNotConfirmed(_) => {
                "Kommunal primärvård kan läggas till först när chefen har svarat ja. Skicka \
                 frågan och registrera svaret först."
            }
            Self::ConsentRefused(ConsentKind::Case, _) => {
                "Patienten har inte samtyckt till ärendet. Följ den länsgemensamma rutinen, \
                 kapitlet Samtycke."
            }
            Self::ConsentRefused(ConsentKind::Sip, _) => {
                "Patienten har sagt nej till SIP. Fråga igen om läget ändras och registrera svaret."
            }
            Self::ConsentRefused(ConsentKind::InformationTransfer, _) => {
                "Patienten har sagt nej till att uppgifter lämnas. Fråga igen om läget ändras och \
                 registrera svaret."
            }
            Self::ConsentMissing(ConsentKind::Case, _) => {
                "Fråga patienten om samtycke till ärendet och registrera svaret först."
            }
            Self::ConsentMissing(ConsentKind::Sip, _) => {
                "Fråga patienten om samtycke till SIP och registrera svaret först."
            }
            Self::ConsentMissing(ConsentKind::InformationTransfer, _) => {
                "Fråga patienten om samtycke till att lämna uppgifter och registrera svaret först."
            }
            Self::NoTariffForDate => {
                "Det finns ingen ersättningsnivå för dagen. Be Koncernkontoret lägga in den."
            }
            Self::NotCoveredByAgreement => {
                "Kommunen har inte accepterat allt som överenskommelsen tar upp. Ta bort det som kommunen \
                 inte har accepterat, eller fråga kommunen igen."
            }
            Self::CaseClosed => {
                "Ärendet är avslutat och går inte att ändra. Öppna det igen om det avslutades av \
                 misstag, annars starta ett nytt."
            }
            Self::CaseNotClosed => "Ärendet är inte avslutat. Det finns inget att öppna igen.",
            Self::OrdinaryRoutineApplies => {
                "Patienten är folkbokförd eller har uppehållstillstånd. Den ordinarie rutinen \
                 gäller. Avsluta ärendet."
            }
            Self::AnotherRegionResponsible => {
                "Patienten bor utanför Västra Götaland. En annan region ansvarar. Ändra bostaden \
                 om den är fel, annars avsluta ärendet."
            }
            Self::PlaceholderFollowsConsent => {
                "Fiktiva enheter läggs till av sig själva när patienten samtycker till ärendet."
            }
            Self::AlreadyParty => "Enheten är redan part i ärendet.",
            Self::NotAParty => {
                "Enheten är inte part i ärendet. Välj en part, eller lägg till enheten först."
            }
            Self::CoordinatorStays => {
                "Enheten samordnar ärendet. Lämna över samordningen till en annan part först."
            }
            Self::UnitCannotTakePart => "Enheten kan inte ta den uppgiften. Välj en annan enhet.",
            Self::AnotherHospital => {
                "Avdelningen ligger på ett annat sjukhus, eller så är patienten inte inneliggande. Lägg till \
                 enheten som part när patienten har samtyckt, och lämna sedan över samordningen."
            }
            Self::NoSuchCase => {
                "Din enhet har inget annat ärende med det numret. Kontrollera numret i listan Ärenden."
            }
            Self::EarlierCaseOpen => {
                "Det tidigare ärendet är inte avslutat. Fortsätt i det, eller avsluta det först."
            }
            Self::NothingAsked => "Kommunen har inte fått någon fråga än. Skicka frågan först.",
            Self::AlreadyAsked => {
                "Frågan är redan ställd och väntar på svar. Registrera svaret när det kommer."
            }
            Self::AlreadyAnswered => "Frågan är redan besvarad.",
            Self::NoMeetingPlanned => "Planera SIP-mötet först: datum, tid och form.",
            Self::MeetingNotHeld => "SIP-mötet är inte antecknat som hållet. Anteckna mötet först.",
            Self::PlanNotAgreed => "Planen är inte fastställd. Fastställ den först.",
            Self::PlanNotBegun => "Ingen har skrivit i planen än. Skriv i den först.",
            Self::PlanIncomplete => {
                "Planen saknar delar. Vad som saknas står överst på planens sida."
            }
            Self::PlanChangedSince => "Någon har ändrat planen sedan du läste den. Läs den igen.",
            Self::PlanEnded => {
                "Planen är avslutad och går inte att ändra. Planera ett nytt SIP-möte om den ska fortsätta."
            }
            Self::PlanNotOpen => {
                "Planen går inte att skriva i nu. Kontakta den enhet som samordnar."
            }
            Self::PlanIsFull => {
                "Planen har redan 200 rader, och fler får inte plats. Ta bort rader som inte behövs."
            }
            Self::PlanRowIsThere => "Planen har redan en sådan rad. Skriv på den i stället.",
            Self::NoSuchPlanRow => "Raden finns inte i planen. Läs planen igen.",
            Self::NoSuchPlanField => "Raden har inget sådant fält. Se vad raden består av.",
            Self::NotYourPlanRow => {
                "Raden hör till en annan enhet. Be den enheten ändra, eller den enhet som samordnar."
            }
            Self::NoFollowUpDecided => {
                "Ingen uppföljning är bestämd som återstår att hålla. Bestäm uppföljningen först."
            }
            Self::FollowUpBeforeMeeting => {
                "Uppföljningen kan inte ha hållits före SIP-mötet. Kontrollera tiden."
            }
            Self::FollowUpByTheRegion => {
                "Regionens behandlande enhet följer upp och utvärderar. Välj en av regionens enheter \
                 som är part i ärendet."
            }
            Self::HousingNotOffered => {
                "Patienten har inte fått erbjudandet om institutionsboende. Anteckna SIP-mötet först."
            }
            Self::NoCertificate => "Läkarintyget är inte skrivet. En läkare skriver det först.",
            Self::ProtectedSendsNoMail => "I ett skyddat ärende skickas ingen e-post.",
            Self::ProtectedCopiesByHand => {
                "I ett skyddat ärende lämnas kopior av planen i handen, aldrig med post."
            }
            Self::CertificateByPostOrAtMeeting => {
                "Intyget går med post, eller i handen när SIP-mötet hålls på plats."
            }
            Self::PlanByPostOnly => {
                "Migrationsverket får den fastställda planen med post, aldrig på annat sätt."
            }
            Self::OutsideTheQuestion => {
                "Svaret kan bara gälla insatser som kommunen har fått frågan om. Ta bort de andra."
            }
            Self::CareRequestNeedsParty => {
                "Vårdbegäran skickas när kommunal primärvård är part. Lägg till den först."
            }
            Self::NoCareRequest => "Det finns ingen vårdbegäran att svara på.",
            Self::StartsBeforeAsked => {
                "Överenskommelsen börjar före den dag som kommunen fick frågan om. Välj den dagen \
                 eller en senare."
            }
            Self::AgreementNeedsRequestAndPlan => {
                "Överenskommelsen skrivs när kommunen har accepterat vårdbegäran och SIP-mötet är \
                 hållet."
            }
            Self::NoAgreement => "Det finns ingen överenskommelse än. Skriv den först.",
            Self::AlreadySigned => "Överenskommelsen är redan underskriven av den parten.",
            Self::SheetNotForThisGroup => {
                "Informationsbladet om omvårdnad gäller personer utan nödvändiga tillstånd. Fastställ \
                 gruppen först om den är oklar."
            }
            Self::NothingToUndo => "Du har ingen ändring att ångra. Rätta uppgiften i steget.",
            Self::NoSuchNumber => "Numret finns inte i ärendet. Lägg till det först.",
            Self::StepNotInPathway => {
                "Ärendets spår har inte det här steget nu. Ladda om ärendet och följ stegen som visas där."
            }
            Self::InterpreterNotNeeded => {
                "Ingen tolk behövs enligt ärendet. Ändra uppgiften om språk och tolk först."
            }
            Self::NoInstitutionNeeded => {
                "Institutionsboende gäller när omvårdnadsbehovet inte kan tillgodoses av släkt \
                 eller vänner. Ändra behovet först om det är fel."
            }
            Self::RoutineOnlyAfterRefusal => {
                "Rutinen gäller när patienten har sagt nej till ärendet."
            }
            Self::InvitationUncertain => {
                "Det är oklart om den förra kallelsen skickades. Ta reda på det och registrera det \
                 först."
            }
            Self::MeetingPlannedAnew => {
                "Mötet har planerats om sedan kallelsen skrevs. Registrera vad som hände med den och \
                 skicka sedan en ny."
            }
            Self::LetterOnItsWay => {
                "Ett sådant brev väntar redan. Skriv ut det eller ta bort det först."
            }
            Self::LetterNotThere => {
                "Brevet finns inte i kön längre. Ladda om sidan och se vad som har hänt med det."
            }
            Self::LetterRecalled => {
                "Ärendet har ändrats sedan brevet skrevs ut, och det får inte postas. Makulera det. Har \
                 det redan lämnats till posten: rapportera ett felaktigt utlämnande."
            }
            Self::LetterChanged => {
                "Brevets text eller en adress har ändrats sedan brevet lades i kö. Ta bort \
                 brevet, läs det nya och lägg det i kö igen."
            }
            Self::SecondReaderMissing => {
                "Be en kollega på enheten läsa brevet först. Ärendet hör ihop med en skyddad person, \
                 eller så är något markerat i texten."
            }
            Self::LettersOnTheirWay => {
                "Ett brev är på väg. Posta det eller ta bort det innan du tar bort markeringen."
            }
            Self::KinNotInvited => {
                "Närstående var inte kallade till mötet. Lämna kopian till patienten, som kan ge den \
                 vidare."
            }
            Self::PlanNamesKin => {
                "Planen nämner en närstående vid namn, och brevet går till Migrationsverket. Anteckna mötet \
                 igen och skriv vem personen är i stället: en syster, en son."
            }
            Self::LetterSaysANumber => {
                "Texten innehåller ett nummer som Migrationsverket inte får: någon annans nummer, ett \
                 nummer som bara vården använder eller ett HSA-id. Skriv texten igen utan numret och lägg \
                 sedan brevet i kö."
            }
            Self::MayNotBeTold => {
                "I det här ärendet får uppgiften inte lämnas ut på det sättet. Inget har sparats. Under Vem \
                 ser vad står vem som får veta vad, och hur. Har det redan hänt: rapportera ett felaktigt \
                 utlämnande."
            }
            Self::SecondPersonLifts => {
                "Du har själv bett om att markeringen tas bort. Be en kollega på enheten bekräfta det."
            }
            Self::PostGoesByTheQueue => {
                "Två måste läsa brevet: ärendet hör ihop med en skyddad person, eller så är något \
                 markerat i texten. Lägg brevet i kö, så att en kollega läser det, \
                 eller lämna patientens kopia i handen."
            }
            Self::NoGuardianOfAdult => {
                "Patienten är 18 år eller äldre och har ingen vårdnadshavare. Att vara närstående ger \
                 ingen rätt att svara för patienten. Välj god man eller förvaltare om det finns en, \
                 annars att patienten inte kan lämna samtycke."
            }
            Self::LetterOnPaper => {
                "Ett brev är utskrivet. Anteckna först under Kopior att det är postat eller makulerat. \
                 Står det att brevet inte får postas ska det makuleras."
            }
            Self::NotPrintedThen => {
                "Brevet var inte utskrivet då. Ange när det lämnades till posten."
            }
            Self::SecondReaderIsAnother => {
                "Du har själv skrivit texten eller lagt brevet i kö. Be en kollega läsa det innan det \
                 postas."
            }
            Self::NoAddress => {
                "Patientens adress saknas. Anteckna var patienten bor, eller lämna kopian i handen."
            }
            Self::NoLetterhead => {
                "Avsändarens eller mottagarens postadress saknas eller nämner en enhet. En administratör \
                 lägger in adresserna under Kontakter."
            }
            Self::InvitationNamesSomebody => {
                "Mötesplatsens namn pekar ut patienten, en närstående eller en enhet i ärendet. Planera \
                 mötet igen och välj en annan mötesplats i listan."
            }
            Self::MeetingPlaceNotChosen => {
                "Mötesplatsen eller länken är skriven för hand, och sådant skickas inte till \
                 Migrationsverket. Planera mötet igen: välj mötesplatsen i listan, eller lämna länken tom \
                 så gör Vårdbron den."
            }
            Self::NoMeetingHost => {
                "Vårdbron kan inte göra en länk här. Skriv länken till mötet, eller håll mötet på plats. \
                 Migrationsverket får bara en länk som Vårdbron har gjort."
            }
            Self::OwnActs => {
                "Det här gäller något du själv har gjort. En annan loggranskare avgör det."
            }
            Self::NothingChanges => {
                "Det är redan gjort. Inget har ändrats. Ladda om sidan och se vad som gäller nu."
            }
        }
    }
}
