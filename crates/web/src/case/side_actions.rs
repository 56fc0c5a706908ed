//! What can be done in a case beside its steps, each under its own URL. What there is, is the
//! forms' to say; this names the few that pages link to by themselves.

use app::{AppError, CasePage};
use guidance::{Library, SideAction};

use super::opened_case::OpenedCase;

pub(crate) const REPORT_WRONG_DISCLOSURE: &str = "felaktigt-utlamnande";
pub(crate) const SIGN_FOR_REGION: &str = "underteckna-for-regionen";
pub(crate) const SIGN_FOR_MUNICIPALITY: &str = "underteckna-for-kommunen";
pub(crate) const INVOICING_FORM: &str = "fakturablankett";
pub(crate) const REVIEW_LETTER: &str = "granska-brev";
pub(crate) const SETTLE_LETTER: &str = "brevets-vag";
pub(crate) const PRINT_LETTER: &str = "skriv-ut-brev";
pub(crate) const ESTABLISH_GROUP: &str = "faststall-grupp";
pub(crate) const CONFIRM_GROUP: &str = "bekrafta-gruppen";
pub(crate) const CLOSE_CASE: &str = "avsluta";
pub(crate) const REOPEN_CASE: &str = "oppna-igen";
pub(crate) const CHANGE_RESIDENCE: &str = "andra-bostad";
pub(crate) const HAND_OVER: &str = "lamna-over-samordningen";
pub(crate) const VERIFY_GROUP: &str = "kontrollera-gruppen";
pub(crate) const REMOVE_PARTY: &str = "ta-bort-part";
pub(crate) const RECORD_CONSENT: &str = "samtycke";

/// The URL in the case at `base` of the side action with this slug.
pub(crate) fn at(base: &str, slug: &str) -> String {
    format!("{base}/gor/{slug}")
}

/// Whether the reader may do it in the case.
pub(crate) async fn may(opened: &OpenedCase, slug: &str) -> Result<bool, AppError> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let Some(action) = app.library().side_action(slug) else {
        return Ok(false);
    };
    let commands = [action.command.as_str()];
    let may = app.may_on(caller, &opened.at_hand, &commands).await?;
    Ok(!may.is_empty())
}

/// The page that shows its form.
pub(super) fn page(library: &Library, action: &SideAction) -> CasePage {
    match library.form(&action.command) {
        Some(form) if form.concerns_a_letter() => CasePage::LetterForm,
        Some(_) | None => CasePage::Audiences,
    }
}

#[cfg(test)]
mod tests {
    use guidance::Library;

    #[test]
    fn every_side_action_that_a_page_links_to_has_a_form() {
        let library = Library::builtin().unwrap();
        for slug in [
            super::REPORT_WRONG_DISCLOSURE,
            super::HAND_OVER,
            super::SIGN_FOR_REGION,
            super::SIGN_FOR_MUNICIPALITY,
            super::INVOICING_FORM,
            super::REVIEW_LETTER,
            super::SETTLE_LETTER,
            super::PRINT_LETTER,
            super::ESTABLISH_GROUP,
            super::CONFIRM_GROUP,
            super::CLOSE_CASE,
            super::REOPEN_CASE,
            super::CHANGE_RESIDENCE,
            super::VERIFY_GROUP,
            super::REMOVE_PARTY,
            super::RECORD_CONSENT,
        ] {
            assert!(library.side_action(slug).is_some(), "{slug}");
        }
    }
}
