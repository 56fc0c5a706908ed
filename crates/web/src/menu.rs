//! The frame of a page for its user. The menu contains what the policies permit.

use vocabulary::{
    calendar::{date_and_clock, local_date, long_date},
    unit::UnitKind,
};

use crate::{
    account::session::{DisplayChoices, PageVisitor, Signed},
    guidance::confirmation,
    html::frame::{Frame, GuidanceInForce, NavItem, TextSize, Viewer},
};

/// Which entry of the menu a page belongs under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MenuEntry {
    Worklist,
    Cases,
    /// Questions to municipal primary care.
    Questions,
    /// The outbox of the unit's cases.
    Letters,
    Contacts,
    Guidance,
    /// The register of units.
    Units,
    /// Staff and assignments.
    Staff,
    /// What waits for a second administrator.
    Proposals,
    /// The register of neutral places to meet.
    MeetingPoints,
    /// The numbers of outbox rows, for administrators.
    Outbox,
    LogReview,
    /// No entry of the menu.
    Elsewhere,
}

impl MenuEntry {
    fn label(self) -> &'static str {
        match self {
            Self::Worklist => "Inkorg",
            Self::Cases => "Ärenden",
            Self::Questions => "Frågor från regionen",
            Self::Letters => "Brev och e-post",
            Self::Contacts => "Kontakter",
            Self::Guidance => "Vägledning",
            Self::Units => "Enheter",
            Self::Staff => "Personal",
            Self::Proposals => "Förslag",
            Self::MeetingPoints => "Mötesplatser",
            Self::Outbox => "Utskick",
            Self::LogReview => "Loggkontroll",
            Self::Elsewhere => "",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::Worklist | Self::Elsewhere => "/inkorg",
            Self::Cases => "/arenden",
            Self::Questions => "/forfragningar",
            Self::Letters => "/brev-och-e-post",
            Self::Contacts => "/kontakter",
            Self::Guidance => "/vagledning",
            Self::Units => "/administration/enheter",
            Self::Staff => "/administration/personal",
            Self::Proposals => "/administration/forslag",
            Self::MeetingPoints => "/administration/motesplatser",
            Self::Outbox => "/administration/utskick",
            Self::LogReview => "/loggkontroll",
        }
    }
}

impl Signed {
    /// The frame of a page whose list must not be left in a printer: a notice is printed instead.
    pub(crate) fn unprinted_frame(&self, title: &str, place: MenuEntry) -> Frame {
        Frame {
            print_notice: Some(self.printed_by()),
            ..self.frame(title, place)
        }
    }

    /// The notice that is printed instead of a page: who printed, and when.
    pub(crate) fn printed_by(&self) -> String {
        let (who, when) = (self.caller.name(), date_and_clock(self.app.now()));
        format!("{who}, {when}.")
    }

    /// The frame of a page under an entry of the menu. `title` names the kind of page only.
    pub(crate) fn frame(&self, title: &str, place: MenuEntry) -> Frame {
        Frame {
            viewer: Some(Viewer {
                name: self.caller.name().to_owned(),
                unit: self.caller.unit().name.clone(),
                can_change: self.person.assignments.len() > 1,
                can_search: self.may("list_cases"),
            }),
            nav: self.menu(place),
            receipt: self.carried.receipt(),
            alerts: self.carried.alerts(),
            guidance: in_force(&self.app),
            timeout_seconds: self.seconds_left(),
            ..plain(title, self.choices)
        }
    }

    /// The frame of a page that everybody in a room sees: without menu, unit and name.
    pub(crate) fn frame_of_meeting(&self, title: &str) -> Frame {
        Frame {
            receipt: self.carried.receipt(),
            alerts: self.carried.alerts(),
            timeout_seconds: self.seconds_left(),
            size: TextSize::Meeting,
            ..plain(title, self.choices)
        }
    }

    /// How long the page may be left unused: never beyond the end of the session.
    fn seconds_left(&self) -> Option<u32> {
        let left = self.person.ends_by.duration_since(self.app.now());
        u32::try_from(left.min(app::SESSION_IDLE).as_secs()).ok()
    }

    /// The page that a user starts on.
    pub(crate) fn home(&self) -> &'static str {
        match self.places().first() {
            // A user without cases and registers starts on the guidance.
            None | Some(MenuEntry::Contacts) => MenuEntry::Guidance.href(),
            Some(place) => place.href(),
        }
    }

    fn menu(&self, current: MenuEntry) -> Vec<NavItem> {
        self.places()
            .into_iter()
            .map(|place| NavItem::new(place.label(), place.href(), place == current))
            .collect()
    }

    /// Whether the region may put questions to the user's unit, and the user sees them.
    pub(crate) fn is_asked(&self) -> bool {
        self.may("list_cases") && self.caller.unit().kind == UnitKind::MunicipalPrimaryCare
    }

    fn places(&self) -> Vec<MenuEntry> {
        let mut places = Vec::new();
        let lists = self.may("list_cases");
        if lists {
            places.push(MenuEntry::Worklist);
        }
        if self.is_asked() {
            places.push(MenuEntry::Questions);
        }
        if lists {
            places.push(MenuEntry::Cases);
        }
        if self.may("open_case") {
            places.push(MenuEntry::Letters);
        }
        if self.may("administer") {
            places.extend([
                MenuEntry::Units,
                MenuEntry::Staff,
                MenuEntry::Proposals,
                MenuEntry::MeetingPoints,
                MenuEntry::Outbox,
            ]);
        }
        if self.may("review_logs") {
            places.push(MenuEntry::LogReview);
        }
        places.extend([MenuEntry::Contacts, MenuEntry::Guidance]);
        places
    }
}

impl PageVisitor {
    /// The frame of a page that everybody may read.
    pub(crate) fn frame(&self, title: &str) -> Frame {
        match &self.signed {
            Some(signed) => signed.frame(title, MenuEntry::Elsewhere),
            None => plain(title, self.choices),
        }
    }
}

/// The frame without a viewer.
pub(crate) fn plain(title: &str, choices: DisplayChoices) -> Frame {
    Frame {
        title: title.to_owned(),
        scheme: choices.scheme,
        size: choices.size,
        single_keys_off: choices.single_keys_off,
        ..Frame::default()
    }
}

fn in_force(app: &app::App) -> Option<GuidanceInForce> {
    let today = local_date(app.now());
    let pack = app.library().current(today)?;
    let document = &pack.document;
    Some(GuidanceInForce {
        name: format!("{} {}", document.short_title, document.version),
        valid_to: document
            .valid_to
            .map_or_else(|| "tills vidare".to_owned(), long_date),
        expired: pack.expired_on(today),
        confirmed: confirmation::sentence(app, &pack.name()).unwrap_or_default(),
    })
}
