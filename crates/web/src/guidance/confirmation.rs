//! Expired guidance that an administrator has reviewed: the page that confirms it, and the sentence
//! that is shown with the expired date.

use app::{App, AppError, ConfirmationDraft};
use guidance::Pack;
use jiff::civil::Date;
use vocabulary::{
    calendar::{local_date, long_date, read_date},
    mistake::Mistake,
};

use super::{crumbs, current};
use crate::{
    account::session::Administrator,
    flash::Flash,
    form_body::{FormBody, KEY, VERSION},
    html::{
        block::{Block, TextPart, TextView},
        field::{FieldKind, FieldView},
        form::FormView,
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
    registers::kit::{self, Unsettled},
};

/// URL of the page that confirms it.
pub(super) const ADDRESS: &str = "/vagledning/bekrafta";

/// "Bekräftad av Annika Holmgård, administratör, den 5 mars 2026, till 30 juni 2026.", or that the
/// confirmation has expired; none when nobody has confirmed it.
pub(crate) fn sentence(app: &App, guidance: &str) -> Option<String> {
    let found = app.guidance_confirmation(guidance)?;
    let (at, until) = (long_date(local_date(found.at)), long_date(found.until));
    let by = &found.by;
    Some(if found.until < local_date(app.now()) {
        format!("Bekräftelsen av {by} gällde till {until}. Ingen har bekräftat den sedan dess.")
    } else {
        format!("Bekräftad av {by}, {at}. Bekräftelsen gäller till {until}.")
    })
}

/// The page: one form for each expired document.
pub(super) async fn page(Administrator(signed): Administrator) -> PageResult {
    shown(&drawn(&signed, None).await?)
}

/// Handles a posted confirmation.
pub(super) async fn confirm(Administrator(signed): Administrator, posted: FormBody) -> PageResult {
    let done = match until(&posted, local_date(signed.app.now())) {
        Ok(until) => {
            let draft = ConfirmationDraft {
                guidance: posted.get("guidance").to_owned(),
                until,
                checked: posted.get("checked").to_owned(),
            };
            let (app, caller) = (&signed.app, &signed.caller);
            let (seen, request) = (posted.version(), posted.request(ADDRESS, &[]));
            app.confirm_guidance(caller, &draft, seen, request.as_ref())
                .await
        }
        Err(mistake) => Err(AppError::Mistakes(vec![mistake])),
    };
    let why = match kit::settled(&signed, ADDRESS, done.map(|()| Flash::Saved)) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    kit::again(&drawn(&signed, Some((&posted, &why))).await?, &why)
}

fn until(posted: &FormBody, today: Date) -> Result<Date, Mistake> {
    let Some(text) = posted.text("until") else {
        let detail = "Skriv den sista dagen som bekräftelsen ska gälla.";
        return Err(Mistake::new("until", "required", detail));
    };
    read_date(&text, today).map_err(|mistake| Mistake::new("until", "date", mistake.to_string()))
}

async fn drawn(
    signed: &crate::account::session::Signed,
    wrong: Option<(&FormBody, &Unsettled)>,
) -> Result<PlainPage, Problem> {
    let app = &signed.app;
    let today = local_date(app.now());
    let guidance = current(app)?;
    let version = app.confirmations_version().await?.to_string();
    let mut blocks = Vec::new();
    for pack in guidance.packs().filter(|pack| pack.expired_on(today)) {
        let name = pack.name();
        let own = wrong.filter(|(posted, _)| posted.get("guidance") == name);
        let mut form = form(app, pack);
        form.fields.push(FieldView::hidden(VERSION, &version));
        form.fields.push(FieldView::hidden(KEY, &app.request_id()));
        if let Some((posted, why)) = own {
            form = why.refilled(form, posted);
        }
        blocks.push(Block::Form(Box::new(form.scoped(&pack.document.version))));
    }
    if blocks.is_empty() {
        blocks.push(Block::Text(TextView {
            heading: String::new(),
            parts: vec![TextPart::Paragraph(
                "Ingen vägledning har passerat sitt datum. Det finns inget att bekräfta."
                    .to_owned(),
            )],
        }));
    }
    Ok(PlainPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Bekräfta vägledningen".to_owned(),
        lead: "När datumet har passerat används vägledningen tills den är ersatt. Kontrollera hos \
               den som förvaltar den om den fortfarande gäller, och anteckna det här. Alla ser vem \
               som har bekräftat den och hur länge."
            .to_owned(),
        narrow: true,
        blocks,
        ..PlainPage::default()
    })
}

fn form(app: &App, pack: &Pack) -> FormView {
    let document = &pack.document;
    let last = document.valid_to.map(long_date).unwrap_or_default();
    let confirmed = sentence(app, &pack.name());
    FormView {
        action: ADDRESS.to_owned(),
        heading: format!("{}, version {}", document.short_title, document.version),
        guidance_text: vec![
            format!("Gällde till {last}. Innehållsansvarig: {}.", document.owner_line()),
            confirmed.unwrap_or_else(|| "Ingen har bekräftat den sedan dess.".to_owned()),
        ],
        fields: vec![
            FieldView::hidden("guidance", &pack.name()),
            FieldView::new("checked", "Vad har du kontrollerat?", FieldKind::Textarea(3))
                .help("Till exempel vem hos förvaltaren som har svarat och vad. Skriv funktion, inte namn.")
                .required(),
            FieldView::new("until", "Till och med vilken dag gäller bekräftelsen?", FieldKind::Date)
                .help("Högst ett år fram.")
                .required(),
        ],
        submit: "Bekräfta vägledningen".to_owned(),
        on_save: vec!["Ingenting skickas.".to_owned()],
        cancel: Some("/vagledning/versioner".to_owned()),
        ..FormView::default()
    }
}
