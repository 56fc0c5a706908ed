use super::{rendered, ward_frame};
use crate::{
    html::{
        block::ContactCard,
        frame::FlashMessage,
        part::{Citation, Filter, Icon, Note, PageLink, Tag, Tone},
    },
    worklist::page::{CaseListPage, Counter, NewsItem, WorkGroup, WorkList, WorkRow, WorklistPage},
};

fn row(reference: &str, person: &str, tag: Tag, step: &str, citation: &str) -> WorkRow {
    let on_demand = tag.locked;
    WorkRow {
        reference: reference.to_owned(),
        href: format!("/arenden/{reference}"),
        person: person.to_owned(),
        tag: Some(tag),
        step: step.to_owned(),
        step_href: format!("/arenden/{reference}/steg"),
        citation: Some(Citation {
            label: citation.to_owned(),
            href: None,
            on_demand,
        }),
        owner: "Du".to_owned(),
        due: "I dag".to_owned(),
        ..WorkRow::default()
    }
}

fn note(icon: Icon, tone: Tone, text: &str) -> Note {
    Note {
        icon,
        tone,
        text: text.to_owned(),
    }
}

fn due(mut row: WorkRow, due: &str, detail: &str, owner: &str) -> WorkRow {
    due.clone_into(&mut row.due);
    detail.clone_into(&mut row.due_detail);
    owner.clone_into(&mut row.owner);
    row
}

fn groups() -> Vec<WorkGroup> {
    let mut late = due(
        row(
            "K7M2-QX4",
            "A. T., 62 år, sal 4",
            Tag::asylum_seeker(),
            "Ring Migrationsverket och berätta att patienten är inlagd",
            "6 A steg 2",
        ),
        "I går",
        "ons 4 mars",
        "Maria Ek",
    );
    late.notes = vec![note(
        Icon::Phone,
        Tone::Danger,
        "Enhetstelefonen stänger 12.00 i dag",
    )];
    let mut protected = due(
        row(
            "P3WD-8RN",
            "M. K., 34 år, sal 2",
            Tag::protected(),
            "Fråga kommunal primärvård om tjänsteköp",
            "6 C steg 6",
        ),
        "I dag",
        "före 16.00",
        "Du",
    );
    protected.notes = vec![note(Icon::Clock, Tone::Info, "Utskrivningsklar mån 9 mars")];
    let mut certificate = due(
        row(
            "H9TC-2VB",
            "O. S., 71 år, sal 7",
            Tag::mass_refugee(),
            "Skriv läkarintyg om omvårdnadsbehovet",
            "6 A steg 3",
        ),
        "I dag",
        "",
        "Dr Nilsson",
    );
    certificate.notes = vec![note(
        Icon::Warning,
        Tone::Warning,
        "Utskrivningsklar i morgon, inget SIP-möte bokat",
    )];
    let mut child = row(
        "T4XJ-6GM",
        "R. B., 9 år, sal 1",
        Tag::asylum_seeker(),
        "Ta reda på kommun och adress efter utskrivning",
        "avsnitt 6 B",
    );
    child.notes = vec![note(
        Icon::Child,
        Tone::Info,
        "Barn: samma rätt till vård som folkbokförda barn",
    )];
    let later = due(
        row(
            "B8QF-5ZK",
            "L. P., 58 år, sal 5",
            Tag::mass_refugee(),
            "Mejla SIP-inbjudan utan namn till Migrationsverket",
            "6 A steg 6",
        ),
        "Fre 6 mars",
        "SIP ons 11 mars",
        "Maria Ek",
    );
    let waiting = due(
        row(
            "W2NS-7YD",
            "T. G., 41 år, sal 2",
            Tag::protected(),
            "Svar om tjänsteköp",
            "6 C steg 6",
        ),
        "Väntat 1 dag",
        "svar väntas i dag",
        "Uddevalla, kommunal primärvård",
    );
    let group = |heading: &str, late, rows| WorkGroup {
        heading: heading.to_owned(),
        late,
        rows,
    };
    vec![
        group("Försenat", true, vec![late]),
        group("I dag", false, vec![protected, certificate, child]),
        group("Senare", false, vec![later]),
        group("Väntar på annan part", false, vec![waiting]),
    ]
}

fn counter(number: u32, label: &str, tone: Tone, current: bool) -> Counter {
    Counter {
        number,
        label: label.to_owned(),
        tone,
        href: "/inkorg?visa=x".to_owned(),
        current,
    }
}

fn worklist() -> WorklistPage {
    let news = |when: &str, reference: &str, text: &str| NewsItem {
        when: when.to_owned(),
        reference: reference.to_owned(),
        href: format!("/arenden/{reference}"),
        text: text.to_owned(),
    };
    WorklistPage {
        frame: ward_frame("Inkorg", "Inkorg"),
        heading: "Avdelning 43".to_owned(),
        lead: "Torsdag 5 mars 2026, klockan 10.42. 6 pågående ärenden.".to_owned(),
        new_case: Some("/arenden/nytt".to_owned()),
        counters: vec![
            counter(1, "Försenat", Tone::Danger, false),
            counter(3, "Ska göras i dag", Tone::Warning, false),
            counter(1, "Väntar på annan part", Tone::Info, false),
            counter(2, "Utskrivningsklara i morgon", Tone::Success, false),
        ],
        list: WorkList {
            caption: "Ärenden på avdelning 43, ordnade efter när nästa steg ska vara klart"
                .to_owned(),
            groups: groups(),
            ..WorkList::default()
        },
        news_heading: "Nytt sedan i går 15.10".to_owned(),
        news: vec![
            news(
                "I dag 09.58",
                "W2NS-7YD",
                "Vårdcentralen Kungshöjd har lagts till som part",
            ),
            news(
                "I dag 09.20",
                "B8QF-5ZK",
                "Tolk i ukrainska bekräftad till 11 mars",
            ),
        ],
        phones: vec![ContactCard {
            name: "Migrationsverket Vänersborg".to_owned(),
            phone: Some("0000-00 00 00".to_owned()),
            hours: Some("Vardagar 08.00–12.00. Öppet i 1 timme och 18 minuter till.".to_owned()),
            warning: Some(
                "Ring aldrig om en patient om inte ett steg i ärendet säger det.".to_owned(),
            ),
            ..ContactCard::default()
        }],
    }
}

fn case_list(heading: &str, groups: Vec<WorkGroup>) -> CaseListPage {
    let filter = |label: &str, current| Filter {
        label: label.to_owned(),
        href: "/arenden?visa=x".to_owned(),
        current,
    };
    CaseListPage {
        frame: ward_frame(heading, "Ärenden"),
        heading: heading.to_owned(),
        lead: "Ärenden som din enhet är part i.".to_owned(),
        actions: vec![PageLink::main(
            "Nytt ärende",
            "/arenden/nytt",
            Some(Icon::Plus),
        )],
        filters: vec![
            filter("Pågående", true),
            filter("Väntar", false),
            filter("Avslutade", false),
        ],
        list: WorkList {
            caption: "Ärenden".to_owned(),
            groups,
            empty: "Inget ärende stämmer. Kontrollera numret och sök igen.".to_owned(),
            next: Some("/arenden?efter=abc".to_owned()),
            first: None,
        },
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let mut quiet = worklist();
    quiet.list = WorkList {
        empty: "Inget att göra just nu. Nya steg visas här.".to_owned(),
        ..WorkList::default()
    };
    quiet.news = Vec::new();
    quiet.counters[0].current = true;
    quiet.frame.receipt = Some(FlashMessage {
        text: "Sparat. Steget är klart.".to_owned(),
        undo: Some("/arenden/x/angra".to_owned()),
    });
    vec![
        ("inkorg", rendered(&worklist())),
        ("inkorg-tom", rendered(&quiet)),
        ("arenden", rendered(&case_list("Ärenden", groups()))),
        ("sok", rendered(&case_list("Sökresultat", Vec::new()))),
    ]
}

// covers: X1
#[test]
fn a_protected_row_shows_its_source_only_when_asked() {
    let html = rendered(&worklist());
    let shown = html.split("<details class=\"kalla-dold\">").map(|part| {
        part.split_once("</details>")
            .map_or(part, |(_, after)| after)
    });
    assert!(html.contains("6 C steg 6"));
    assert!(shown.skip(1).all(|part| !part.contains("6 C")));
    assert!(
        !html
            .split("<details class=\"kalla-dold\">")
            .next()
            .unwrap()
            .contains("6 C")
    );
}
