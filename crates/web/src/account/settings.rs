//! "Inställningar": how pages look and whether single keys are shortcuts. Stored in the browser,
//! one cookie each, because they reveal nothing about anybody.

use axum::{Router, routing::get};
use http::header;

use super::{
    cookies::{self, CookieLife},
    session::{DisplayChoices, Signed},
};
use crate::{
    Web,
    flash::Flash,
    form_body::FormBody,
    html::{
        block::Block,
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        frame::TextSize,
        part::PageLink,
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/installningar", get(settings).post(save))
}

async fn settings(signed: Signed) -> PageResult {
    shown(&PlainPage {
        frame: signed.frame("Inställningar", MenuEntry::Elsewhere),
        heading: "Inställningar".to_owned(),
        lead: "Gäller i den här webbläsaren.".to_owned(),
        narrow: true,
        actions: vec![PageLink::new("Byt lösenord", super::password::PLACE)],
        blocks: vec![Block::Form(Box::new(form(signed.choices)))],
        ..PlainPage::default()
    })
}

/// A value that is not among the choices becomes the first choice.
async fn save(signed: Signed, posted: FormBody) -> PageResult {
    let mut answer = signed.told("/installningar", Flash::Saved);
    for (cookie, field) in [
        (cookies::SCHEME, "farger"),
        (cookies::SIZE, "text"),
        (cookies::KEYS, "genvagar"),
    ] {
        let known = ["light", "dark", "stor", "off"].contains(&posted.get(field));
        let kept = if known {
            CookieLife::Year
        } else {
            CookieLife::Gone
        };
        let value = if known { posted.get(field) } else { "" };
        let cookie = cookies::written(cookie, value, kept, signed.https);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

fn form(choices: DisplayChoices) -> FormView {
    let radio = |name: &str, label: &str, of: &[(&str, &str)], value: &str| {
        let of = of
            .iter()
            .map(|(value, label)| FieldChoice::new(value, label))
            .collect();
        FieldView::new(name, label, FieldKind::Radio(of))
            .value(value)
            .required()
    };
    let size = if choices.size == TextSize::Large {
        "stor"
    } else {
        "normal"
    };
    let keys = if choices.single_keys_off { "off" } else { "on" };
    FormView {
        action: "/installningar".to_owned(),
        fields: vec![
            radio(
                "farger",
                "Färger",
                &[
                    ("auto", "Som datorn"),
                    ("light", "Ljust"),
                    ("dark", "Mörkt"),
                ],
                choices.scheme.value(),
            ),
            radio(
                "text",
                "Textstorlek",
                &[("normal", "Normal"), ("stor", "Större")],
                size,
            ),
            radio(
                "genvagar",
                "Genvägar med en tangent",
                &[("on", "På"), ("off", "Av")],
                keys,
            )
            .help("Gäller / och ?. Stäng av om du använder röststyrning."),
        ],
        submit: "Spara inställningarna".to_owned(),
        ..FormView::default()
    }
}
