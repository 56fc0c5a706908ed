//! Views: what each audience gets, in types that have no fields for more. They hold only text and
//! codes, so rendering them needs nothing from the case.

pub mod audiences;
pub mod case;
pub mod closing;
pub mod confirm;
pub mod directory;
pub mod document;
pub mod emergency;
pub mod events;
pub mod group_change;
pub mod head_office;
mod identity_scan;
pub mod invitation;
pub mod letter;
pub mod log;
pub mod moment;
pub mod municipal;
pub mod on_save;
pub mod outbox;
pub mod parties;
pub mod person;
pub mod plan;
pub mod presence;
pub mod purchase;
pub mod question;
pub mod record;
pub mod related;
pub mod signing;
pub mod sip;
pub mod steps;
pub mod worklist;

pub use audiences::{AudienceRow, Relation as AudienceRelation, Told};
pub use case::{
    CaseView, ConsentView, ContactView, DeviceView, EntitlementView, EvidenceView, GuidanceView,
    IncidentView, InstitutionView, InterpreterView, NeedsView, NewerGuidanceView, TransportView,
    WarningView,
};
pub use closing::{EndPlace, OpenEndRow};
pub use confirm::Reading;
pub use directory::UnitRow;
pub use document::{Document, DocumentPart, PartContent, Prose, Table, TextPiece};
pub use emergency::{EmergencyRow, EmergencyStep, EmergencyView};
pub use events::{EventRow, EventTold};
pub use head_office::HeadOfficeCaseView;
pub use invitation::{DeidentifiedInvitation, InvitationRefusal};
pub use letter::{LetterRefusal, LetterView, Letterhead, PostedLetter};
pub use log::{
    LogRow, PatientLog, PatientLogRow, ReviewBoard, ReviewDecision, ReviewDraw, ReviewItem, SeenRow,
};
pub use moment::Moment;
pub use municipal::{MunicipalCaseView, MunicipalPlanView};
pub use on_save::OnSave;
pub use outbox::{OutboxCount, OutboxFault, OutboxRow, UnitOutboxRow};
pub use parties::{MunicipalPartyView, PartyView};
pub use person::{AddressView, IdentifierView, PersonView, ResidenceView};
pub use plan::{
    ApprovalView, MissingView, OwnApprovalView, PlanCellView, PlanChangeView, PlanForReader,
    PlanPiece, PlanRowView, PlanTextView, PlanVersionView, PlanView, WrittenView, kept_from,
    kept_from_municipality,
};
pub use presence::OpenRow;
pub use purchase::{AgreementView, CareDecisionView, CareRequestView, SignatureView};
pub use question::{AnswerView, CaseQuestionView, OrderView, QuestionView};
pub use record::Recorded;
pub use related::{OtherCoordinatorView, RelatedCaseView};
pub use signing::SigningView;
pub use sip::{
    CopyView, EndedPlanView, EvaluationView, FollowUpView, GoalView, HeldFollowUpView, HeldView,
    HousingAnswerView, HousingDecisionView, HousingMeetingView, HousingView, InvitationView,
    MeetingView, PlanProgressView, SipView,
};
pub use steps::{ActionView, AdditionView, DisclosureView, StepView};
pub use worklist::{RowState, WorklistRow};
