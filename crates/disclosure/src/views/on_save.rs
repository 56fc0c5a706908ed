//! "När du sparar det här steget": what a command can tell, by its type and before the form is
//! filled in, in Swedish; or "Ingenting skickas".

use domain::{Actor, Case};
use guidance::{DisclosureRule, StepState, Way};
use serde::Serialize;
use vocabulary::{choice::Choice as _, command::CommandKind};

use super::{
    audiences::told::{known_name, share_in_words, way},
    events::inside,
    related,
};
use crate::{
    Announcement, AnyCase, CaseRef, Channel, Class, Disclosed, Guard, Means, Recipient,
    TellingRecipient,
    audience::RegionalCare,
    guard::entity_facts::Grounds,
    telling::{AnnouncedTo, announcements},
};

/// What happens when a step is saved.
#[derive(Clone, Serialize)]
pub struct OnSave {
    /// One sentence for each recipient; "Ingenting skickas." when Vårdbron itself tells nobody.
    pub sentences: Vec<String>,
}

impl Guard {
    /// The most that a command of this type can tell, in the case as it is.
    #[must_use]
    pub fn may_tell(&self, case: &dyn AnyCase, kind: CommandKind) -> Vec<Announcement> {
        announcements(self, &case.asked(), kind)
    }

    /// What saving a command's form tells whom. What is done outside the product (a call, a letter)
    /// is recorded, not sent; `step` is the step whose words in the guidance say what that tells.
    #[must_use]
    pub fn on_save(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        kind: CommandKind,
        step: Option<&StepState<'_>>,
    ) -> Option<Disclosed<RegionalCare, OnSave>> {
        let case = &case.asked();
        if !self.sees_whole_case(actor, case) {
            return None;
        }
        let announced = announcements(self, case, kind);
        let (sent, done): (Vec<_>, Vec<_>) = announced
            .into_iter()
            .filter(|announcement| self.could_be(case, announcement))
            .partition(by_the_product);
        let mut sentences = shares_told(case, &sent);
        sentences.extend(sent.iter().filter(|announced| announced.later).map(waits));
        if sentences.is_empty() {
            sentences.push("Ingenting skickas.".to_owned());
        }
        let rules: Vec<&DisclosureRule> = step
            .into_iter()
            .flat_map(|step| step.discloses_to.iter().copied())
            .collect();
        sentences.extend(done_by_hand(case, &done, &rules));
        sentences.extend(related::on_save(case, kind));
        Some(Disclosed::decided(OnSave { sentences }))
    }

    /// Whether the policies would allow it in the case as it is. What would be refused is not
    /// shown.
    fn could_be(&self, case: &CaseRef<'_>, announced: &Announcement) -> bool {
        let (AnnouncedTo::Known(TellingRecipient::Outside(audience)), Some(class)) =
            (&announced.to, announced.class)
        else {
            return true;
        };
        let Means::By(channel) = announced.means else {
            return true;
        };
        if channel == Channel::Page {
            return true;
        }
        // When a protected person is linked, a letter is posted after two people have read it.
        let recipient = Recipient::Outside(*audience);
        self.evaluation(case)
            .answer(recipient, class, channel, Grounds::ReadByTwo)
            .allowed
    }
}

/// Whether Vårdbron itself tells it: read in the product, or queued to be sent.
fn by_the_product(announced: &Announcement) -> bool {
    announced.later || announced.means == Means::By(Channel::Page)
}

/// What is read in the product.
fn shares_told(case: &Case, announced: &[Announcement]) -> Vec<String> {
    let read = |announcement: &&Announcement| announcement.means == Means::By(Channel::Page);
    let mut sentences: Vec<String> = announced
        .iter()
        .filter(read)
        .filter_map(|announcement| {
            let AnnouncedTo::Known(to) = &announcement.to else {
                return None;
            };
            let class = announcement.class?;
            let whole = announcement.sections == crate::Section::of(class);
            let what = share_in_words(class, &announcement.sections, !whole);
            Some(format!(
                "{} får i Vårdbron: {}.",
                name(case, to),
                inside(&what)
            ))
        })
        .collect();
    let chosen: Vec<Class> = announced
        .iter()
        .filter(read)
        .filter(|announcement| announcement.to == AnnouncedTo::ChosenUnit)
        .filter_map(|announcement| announcement.class)
        .collect();
    sentences.extend(match chosen.as_slice() {
        [] => None,
        [only] => Some(format!(
            "Enheten du väljer får i Vårdbron: {}.",
            inside(only.swedish())
        )),
        several => {
            let each: Vec<String> = several.iter().map(|class| of_chosen(*class)).collect();
            Some(format!(
                "Enheten du väljer får i Vårdbron: {}.",
                each.join(", ")
            ))
        }
    });
    sentences
}

fn of_chosen(class: Class) -> String {
    let who = if class == Class::MunicipalShare {
        "kommunal primärvård"
    } else {
        "en av regionens vårdenheter"
    };
    format!("{} om den är {who}", inside(class.swedish()))
}

/// What a later act will tell.
fn waits(announced: &Announcement) -> String {
    let to = match &announced.to {
        AnnouncedTo::Known(to) => to.swedish().unwrap_or("Enheten"),
        AnnouncedTo::ChosenUnit => "Enheten du väljer",
        AnnouncedTo::EachParty => "Parterna",
    };
    let what = announced.class.map_or("", Class::swedish);
    let how = match announced.means {
        Means::By(Channel::Email) => "ett mejl, när Vårdbron har skickat det",
        Means::By(Channel::Post) => "ett brev, när någon har skrivit ut och postat det",
        Means::By(_) | Means::Wrongly => "senare",
    };
    format!("{to} får {how}: {}.", inside(what))
}

/// What is done outside the product and recorded here: in the guidance's words if the step has
/// them, otherwise named by its class.
fn done_by_hand(case: &Case, done: &[Announcement], rules: &[&DisclosureRule]) -> Vec<String> {
    // Reporting a wrong disclosure tells nobody anything new.
    let done: Vec<&Announcement> = done
        .iter()
        .filter(|announced| announced.means != Means::Wrongly)
        .collect();
    let rule_of = |announced: &Announcement| {
        let AnnouncedTo::Known(TellingRecipient::Outside(audience)) = &announced.to else {
            return None;
        };
        rules.iter().find(|rule| {
            rule.recipient() == guidance::Recipient::Audience(*audience)
                && Means::By(channel(rule.way)) == announced.means
        })
    };
    let mut said: Vec<String> = Vec::new();
    for announced in &done {
        if let Some(rule) = rule_of(announced) {
            let AnnouncedTo::Known(to) = &announced.to else {
                continue;
            };
            let sentence = through_you(
                name(case, to).as_str(),
                rule.way.swedish(),
                rule.what.trim_end_matches('.'),
            );
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
    }
    if !said.is_empty() {
        return said;
    }
    let mut recipients: Vec<&AnnouncedTo> = done.iter().map(|announced| &announced.to).collect();
    recipients.dedup();
    if recipients.len() > 2 {
        return vec!["Den du väljer får veta det som du säger eller lämnar.".to_owned()];
    }
    for announced in &done {
        let to = match &announced.to {
            AnnouncedTo::Known(to) => name(case, to),
            AnnouncedTo::ChosenUnit => "Enheten du väljer".to_owned(),
            AnnouncedTo::EachParty => "Parterna".to_owned(),
        };
        let spoken = announced.means == Means::By(Channel::InPerson)
            && announced.class == Some(Class::Conversation);
        let what = if spoken {
            "det som sägs, om någon därifrån är med"
        } else {
            announced.class.map_or("", Class::swedish)
        };
        let sentence = through_you(&to, way(announced.means).1, what);
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}

fn through_you(to: &str, how: &str, what: &str) -> String {
    format!(
        "{to} får det här av dig ({}): {}.",
        inside(how),
        inside(what)
    )
}

fn name(case: &Case, to: &TellingRecipient) -> String {
    if let TellingRecipient::Unit(unit) = to {
        return known_name(case, unit);
    }
    to.swedish().unwrap_or_default().to_owned()
}

/// The channel that a way in the guidance corresponds to.
pub(crate) fn channel(way: Way) -> Channel {
    match way {
        Way::Phone => Channel::PhoneNote,
        Way::Post => Channel::Post,
        Way::Email => Channel::Email,
        Way::InPerson => Channel::InPerson,
        Way::Product => Channel::Page,
    }
}
