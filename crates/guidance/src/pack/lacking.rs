//! Takes the texts and steps of one requirement out of a document, for the kept mutants of
//! `docs/requirements-due.txt`. In the product nothing is ever taken out.

use super::{Age, Pack};

impl Pack {
    /// The document without what carries out a requirement, when one is taken away in this run.
    pub(super) fn without_what_is_taken_away(mut self) -> Self {
        let Some(id) = vocabulary::leak::taken_away() else {
            return self;
        };
        self.steps.remove(id);
        self.rules.retain(|rule| rule.id() != id);
        match id {
            "V2.1" => self.references.clear(),
            "V3.1" => self
                .banners
                .retain(|banner| banner.name != "care_principal"),
            "V3.2" => self.entitlements.retain(|rule| rule.age == Age::Child),
            "V3.3" => self.entitlements.retain(|rule| rule.age == Age::Adult),
            "V3.4" => {
                for rule in &mut self.entitlements {
                    rule.devices.clear();
                }
            }
            "V3.8" => self.banners.retain(|banner| banner.name != "reporting"),
            "VB1.1" => self.contacts.clear(),
            "VV.1" => self.document.valid_to = None,
            "X2" => self.conflicts.clear(),
            "CA.1" => {
                for step in self.steps.values_mut() {
                    step.acts.clear();
                }
            }
            _ => {}
        }
        self
    }
}
