use super::{rendered, ward_frame};
use crate::{
    case::page::{AnswerDifference, ConflictPage},
    failure::page::{FailurePage, NotFoundPage},
    help::page::DowntimePage,
    html::{
        field::{FieldKind, FieldView},
        form::FormView,
        frame::Frame,
    },
};

fn conflict() -> ConflictPage {
    ConflictPage {
        frame: ward_frame("Två texter", "Ärenden"),
        who: "Maria Ek sparade steget i dag 10.31".to_owned(),
        differences: vec![AnswerDifference {
            label: "Vad sa ni?".to_owned(),
            mine: "Berättade att patienten är inlagd.\nHandläggaren återkommer.".to_owned(),
            theirs: "Ingen svarade. Ringer igen 11.30.".to_owned(),
        }],
        form: FormView {
            action: "/arenden/x/steg/samtal".to_owned(),
            heading: "Spara din text i stället".to_owned(),
            fields: vec![
                FieldView::hidden("version", "6"),
                FieldView::new("sammanfattning", "Vad sa ni?", FieldKind::Textarea(4))
                    .value("Berättade att patienten är inlagd.\nHandläggaren återkommer.")
                    .required(),
            ],
            submit: "Spara min text".to_owned(),
            ..FormView::default()
        },
        keep_theirs: "/arenden/x".to_owned(),
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let frame = || ward_frame("Sidan finns inte", "");
    let downtime = DowntimePage {
        frame: Frame {
            title: "Driftstopp".to_owned(),
            ..Frame::default()
        },
        expected: Some("klockan 14.00".to_owned()),
        below: Vec::new(),
    };
    vec![
        ("404", rendered(&NotFoundPage { frame: frame() })),
        ("409", rendered(&conflict())),
        (
            "410",
            rendered(&FailurePage::gone(ward_frame("Avslutat", ""))),
        ),
        (
            "413",
            rendered(&FailurePage::too_large(ward_frame("För stort", ""))),
        ),
        (
            "422",
            rendered(&FailurePage::not_understood(ward_frame(
                "Gick inte att läsa",
                "",
            ))),
        ),
        (
            "500",
            rendered(&FailurePage::fault(ward_frame("Fel", ""), "q7w2-m4k9")),
        ),
        ("driftstopp", rendered(&downtime)),
    ]
}
