//! What persons are entitled to, by group and age (V3.2–V3.4).

use guidance::pack::{Age, EntitlementRule};
use vocabulary::{
    calendar::{local_date, long_date},
    choice::Choice as _,
};

use super::{crumbs, current, lead};
use crate::{
    account::session::Signed,
    html::{
        block::{Block, TextPart, TextView},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
};

pub(super) async fn page(signed: Signed) -> PageResult {
    let guidance = current(&signed.app)?;
    let today = local_date(signed.app.now());
    let rules = guidance.packs().flat_map(|pack| &pack.entitlements);
    shown(&PlainPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Rätt till vård".to_owned(),
        lead: lead(&guidance),
        blocks: rules
            .filter(|rule| rule.valid_to.is_none_or(|last| today <= last))
            .map(|rule| Block::Text(text(rule)))
            .collect(),
        ..PlainPage::default()
    })
}

fn text(rule: &EntitlementRule) -> TextView {
    let groups: Vec<String> = rule
        .groups
        .iter()
        .map(|group| group.swedish().to_lowercase())
        .collect();
    let age = match rule.age {
        Age::Adult => "Vuxna",
        Age::Child => "Barn under 18 år",
    };
    let mut parts = vec![
        TextPart::Paragraph(format!("{age}: {}.", groups.join(", "))),
        TextPart::List(rule.items.clone()),
        TextPart::Paragraph(rule.devices.clone()),
    ];
    parts.extend(
        rule.statute
            .iter()
            .map(|text| TextPart::Paragraph(format!("Författning: {text}."))),
    );
    parts.push(TextPart::Paragraph(format!(
        "Gäller från {}.",
        long_date(rule.valid_from)
    )));
    TextView {
        heading: rule.heading.clone(),
        parts,
    }
}
