//! A case as disclosed to its reader, as any of the shares, and what its pages need.

use app::{AtHand, CaseForCaller, CasePage};
use disclosure::views::{
    CaseView, EmergencyRow, HeadOfficeCaseView, MunicipalCaseView, OtherCoordinatorView,
    SigningView,
};
use jiff::Timestamp;

use crate::{
    account::session::Signed,
    html::frame::{Frame, NavItem},
    problem::Problem,
};

/// The share of a case that the guard disclosed to the reader.
pub(crate) enum CaseShare {
    /// The whole case, for regional care.
    Regional(Box<CaseView>),
    /// Municipal primary care's share.
    Municipal(Box<MunicipalCaseView>),
    /// What is signed, for the one who signs for the municipality at another unit.
    Signing(Box<SigningView>),
    /// Koncernkontoret's share.
    HeadOffice(Box<HeadOfficeCaseView>),
}

/// A case that somebody has opened.
pub(crate) struct OpenedCase {
    /// The reader.
    pub(crate) signed: Signed,
    /// The case's public id.
    pub(crate) id: String,
    /// The case as read once, so that the whole page shows one version.
    pub(crate) at_hand: AtHand,
    /// The reader's share.
    pub(crate) seen: CaseShare,
    /// The instant at which the case was read.
    pub(crate) now: Timestamp,
    /// Emergency openings whose follow-up is not decided, for the coordinating unit.
    pub(crate) to_follow_up: Vec<EmergencyRow>,
    /// Units that coordinate a case of their own about the patient, for the coordinating unit.
    pub(crate) other_coordinators: Vec<OtherCoordinatorView>,
}

impl OpenedCase {
    /// Opens a case for one of its pages.
    ///
    /// # Errors
    /// Not found, when there is no such case or the reader may not know of it.
    pub(crate) async fn of(signed: Signed, id: &str, page: CasePage) -> Result<Self, Problem> {
        let (found, at_hand) = signed.app.open_page(&signed.caller, id, page).await?;
        let seen = match found {
            CaseForCaller::Regional(view) => CaseShare::Regional(view.into_boxed()),
            CaseForCaller::Municipal(view) => CaseShare::Municipal(view.into_boxed()),
            CaseForCaller::Signing(view) => CaseShare::Signing(view.into_boxed()),
            CaseForCaller::HeadOffice(view) => CaseShare::HeadOffice(view.into_boxed()),
        };
        let now = signed.app.now();
        let (mut to_follow_up, mut other_coordinators) = (Vec::new(), Vec::new());
        if let CaseShare::Regional(view) = &seen
            && view.coordinates
        {
            let all = signed.app.emergencies(&signed.caller, &at_hand).await?;
            to_follow_up = all.into_view();
            to_follow_up.retain(|row| row.outcome.is_none());
            let others = signed
                .app
                .other_coordinators(&signed.caller, &at_hand)
                .await?;
            other_coordinators = others.into_view();
        }
        Ok(Self {
            signed,
            id: id.to_owned(),
            at_hand,
            seen,
            now,
            to_follow_up,
            other_coordinators,
        })
    }

    /// The whole case; not found for a reader who gets a share of it.
    pub(crate) fn whole(&self) -> Result<&CaseView, Problem> {
        match &self.seen {
            CaseShare::Regional(view) => Ok(view),
            CaseShare::Municipal(_) | CaseShare::Signing(_) | CaseShare::HeadOffice(_) => {
                Err(Problem::not_found())
            }
        }
    }

    /// The municipality's share; not found for anybody else.
    pub(crate) fn municipal(&self) -> Result<&MunicipalCaseView, Problem> {
        match &self.seen {
            CaseShare::Municipal(view) => Ok(view),
            CaseShare::Regional(_) | CaseShare::Signing(_) | CaseShare::HeadOffice(_) => {
                Err(Problem::not_found())
            }
        }
    }

    /// The version of the case that the reader got.
    pub(crate) fn version(&self) -> u64 {
        match &self.seen {
            CaseShare::Regional(view) => view.version,
            CaseShare::Municipal(view) => view.version,
            CaseShare::Signing(view) => view.version,
            CaseShare::HeadOffice(view) => view.version,
        }
    }

    /// Whether the case is protected, for whatever reason. To the municipality every case is.
    pub(crate) fn protected(&self) -> bool {
        match &self.seen {
            CaseShare::Regional(view) => view.protected,
            CaseShare::Municipal(_) | CaseShare::Signing(_) => true,
            CaseShare::HeadOffice(view) => view.protected,
        }
    }

    /// Marks the frame of a page as not to be printed, if the case requires it.
    pub(crate) fn dress(&self, frame: &mut Frame) {
        if vocabulary::leak::seeded("menu-label") {
            let item = NavItem::new(&self.id, &self.base(), false);
            frame.nav.push(item);
        }
        frame.print_notice = self.print_notice();
    }

    /// The notice that is printed instead of the page; none when the page may be printed.
    fn print_notice(&self) -> Option<String> {
        let (printable, instead) = match &self.seen {
            CaseShare::Regional(view) => (
                view.printable,
                "Anteckna det du lämnar på papper under Kopior i ärendet. ",
            ),
            CaseShare::Municipal(_) | CaseShare::Signing(_) => (false, ""),
            CaseShare::HeadOffice(view) => (view.printable, ""),
        };
        let hidden = !printable && !vocabulary::leak::seeded("print-notice");
        hidden.then(|| format!("{instead}{}", self.signed.printed_by()))
    }

    /// URL of the case's pages.
    pub(crate) fn base(&self) -> String {
        format!("/arenden/{}", self.id)
    }
}
