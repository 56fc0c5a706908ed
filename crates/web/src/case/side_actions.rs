//! What can be done in a case beside its steps, each under its own URL. The texts are the
//! guidance's. A URL says what is done and nothing about the case.

use std::collections::BTreeMap;

use app::CasePage;

use super::tabs::CaseTab;

/// Something that can be done beside the steps.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SideAction {
    /// The last part of its URL.
    pub(crate) slug: &'static str,
    pub(crate) command: &'static str,
    /// The page it belongs to and returns to.
    pub(crate) tab: CaseTab,
    /// Text of the link.
    pub(crate) label: &'static str,
    /// Answers that the form starts with.
    preset: &'static [(&'static str, &'static str)],
}

const fn act(
    slug: &'static str,
    command: &'static str,
    tab: CaseTab,
    label: &'static str,
) -> SideAction {
    SideAction {
        slug,
        command,
        tab,
        label,
        preset: &[],
    }
}

pub(crate) const SIDE_ACTIONS: [SideAction; 33] = [
    act(
        "lagg-till-part",
        "add_party",
        CaseTab::Parties,
        "Lägg till part",
    ),
    act(
        "ta-bort-part",
        "remove_party",
        CaseTab::Parties,
        "Ta bort part",
    ),
    act(
        "lamna-over-samordningen",
        "hand_over_coordination",
        CaseTab::Parties,
        "Lämna över samordningen",
    ),
    act(
        "samtycke",
        "record_consent",
        CaseTab::Consents,
        "Registrera ett svar",
    ),
    act(
        "kontakt",
        "record_contact",
        CaseTab::Contacts,
        "Registrera en kontakt",
    ),
    act(
        "myndighet-har-fragat",
        "record_inbound_question",
        CaseTab::Contacts,
        "En myndighet har frågat",
    ),
    act(
        "felaktigt-utlamnande",
        "report_wrong_disclosure",
        CaseTab::Contacts,
        "Rapportera felaktigt utlämnande",
    ),
    act(
        "kopia",
        "hand_out_copy",
        CaseTab::Copies,
        "Anteckna en kopia",
    ),
    act(
        "lagg-brev-i-ko",
        "queue_letter",
        CaseTab::Copies,
        "Lägg ett brev i kö",
    ),
    act(
        "granska-brev",
        "review_letter",
        CaseTab::Copies,
        "Granska brevet",
    ),
    act(
        "skriv-ut-brev",
        "print_letter",
        CaseTab::Copies,
        "Skriv ut brevet",
    ),
    act(
        "brevets-vag",
        "settle_letter",
        CaseTab::Copies,
        "Vad hände med brevet?",
    ),
    act(
        "oklar-kallelse",
        "resolve_invitation",
        CaseTab::Copies,
        "Avgör vad som hände med kallelsen",
    ),
    act(
        "faststall-grupp",
        "establish_group",
        CaseTab::Patient,
        "Fastställ grupp",
    ),
    act(
        "bekrafta-gruppen",
        "confirm_group",
        CaseTab::Patient,
        "Bekräfta gruppen",
    ),
    act(
        "gruppen-ar-osaker",
        "unestablish_group",
        CaseTab::Patient,
        "Gruppen är inte längre säker",
    ),
    act(
        "kontrollera-gruppen",
        "verify_group",
        CaseTab::Patient,
        "Kontrollera gruppen igen",
    ),
    act(
        "nytt-nummer",
        "add_identifier",
        CaseTab::Patient,
        "Lägg till nummer",
    ),
    act(
        "ratta-uppgifter",
        "correct_person",
        CaseTab::Patient,
        "Rätta uppgifter",
    ),
    act(
        "skyddad-identitet",
        "mark_protected_identity",
        CaseTab::Patient,
        "Ändra skyddad identitet",
    ),
    act(
        "kopplad-skyddad-person",
        "mark_linked_protected_person",
        CaseTab::Patient,
        "Ärendet hör ihop med en skyddad person",
    ),
    act(
        "andra-behov",
        "establish_needs",
        CaseTab::Patient,
        "Ändra behoven",
    ),
    act(
        "byt-vardform",
        "change_setting",
        CaseTab::Patient,
        "Patienten har bytt vårdform",
    ),
    act(
        "andra-bostad",
        "establish_residence",
        CaseTab::Patient,
        "Ändra bostaden",
    ),
    act(
        "utskrivningsklar",
        "mark_ready_for_discharge",
        CaseTab::Patient,
        "Markera utskrivningsklar",
    ),
    act("avsluta", "close_case", CaseTab::Patient, "Avsluta ärendet"),
    act(
        "nytt-mote",
        "plan_sip_meeting",
        CaseTab::Steps,
        "Ändra SIP-mötet",
    ),
    act(
        "ny-tolk",
        "book_interpreter",
        CaseTab::Steps,
        "Ändra tolkbokningen",
    ),
    act(
        "ny-transport",
        "order_transport",
        CaseTab::Steps,
        "Ändra sjuktransporten",
    ),
    act(
        "svara",
        "answer_care_request",
        CaseTab::Steps,
        "Svara på vårdbegäran",
    ),
    act(
        "fakturablankett",
        "record_invoicing_form",
        CaseTab::Steps,
        "Anteckna fakturablanketten",
    ),
    SideAction {
        preset: &[("signatory", "head_of_operations")],
        ..act(
            "underteckna-for-kommunen",
            "sign_agreement",
            CaseTab::Steps,
            "Underteckna överenskommelsen",
        )
    },
    SideAction {
        preset: &[("signatory", "regional_developer")],
        ..act(
            "underteckna-for-regionen",
            "sign_agreement",
            CaseTab::Steps,
            "Underteckna överenskommelsen",
        )
    },
];

impl SideAction {
    /// The action with this part of a URL.
    pub(crate) fn of(slug: &str) -> Option<&'static Self> {
        SIDE_ACTIONS.iter().find(|act| act.slug == slug)
    }

    /// Its URL in a case.
    pub(crate) fn address(&self, base: &str) -> String {
        format!("{base}/gor/{}", self.slug)
    }

    /// The page that shows its form.
    pub(crate) fn page(&self) -> CasePage {
        match self.command {
            "queue_letter" | "review_letter" | "print_letter" | "settle_letter" => {
                CasePage::LetterForm
            }
            _ => CasePage::Audiences,
        }
    }

    /// Answers that the form starts with.
    pub(crate) fn preset(&self) -> BTreeMap<String, String> {
        let pairs = self.preset.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use guidance::Library;

    use super::SIDE_ACTIONS;

    #[test]
    fn every_act_has_an_address_of_its_own_and_a_form() {
        let library = Library::builtin().unwrap();
        let slugs: BTreeSet<&str> = SIDE_ACTIONS.iter().map(|act| act.slug).collect();
        assert_eq!(slugs.len(), SIDE_ACTIONS.len());
        for act in &SIDE_ACTIONS {
            assert!(library.form(act.command).is_some(), "{}", act.command);
        }
    }

    #[test]
    fn no_act_is_taken_for_a_step_when_a_draft_is_kept() {
        let library = Library::builtin().unwrap();
        for act in &SIDE_ACTIONS {
            let step = library.packs().flat_map(guidance::Pack::steps);
            let same: Vec<_> = step.filter(|step| step.slug == act.slug).collect();
            assert!(same.is_empty(), "{}", act.slug);
        }
    }
}
