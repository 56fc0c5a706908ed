//! The unit's worklist: next steps, the most urgent first.

use askama::Template;

use crate::html::{
    block::ContactCard,
    frame::Frame,
    part::{Citation, Filter, Icon, Note, PageLink, Tag, Tone},
    prints_itself,
};

/// The page "Inkorg".
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/worklist.html")]
pub struct WorklistPage {
    pub frame: Frame,
    /// Name of the unit.
    pub heading: String,
    /// Day, time and number of cases.
    pub lead: String,
    /// URL for a new case, for users who may open one.
    pub new_case: Option<String>,
    /// Counters that filter the list; the filter is in the URL.
    pub counters: Vec<Counter>,
    /// How many questions the unit has to answer, before its own cases; `None` for units that nobody
    /// asks. What they ask stands on their own page, where reading it is logged.
    pub questions: Option<usize>,
    /// The rows.
    pub list: WorkList,
    /// Lists beside the worklist: meetings, news, drafts. Those that are empty are left out.
    pub beside: Vec<BesideList>,
    /// How many letters and mails wait or have failed.
    pub letters: u64,
    /// Who can be reached by phone today, and when.
    pub phones: Vec<ContactCard>,
}

impl WorklistPage {
    /// Whether there is a margin; otherwise the list has the whole width.
    fn has_aside(&self) -> bool {
        !self.beside.is_empty() || self.letters > 0 || !self.phones.is_empty()
    }
}

/// A counter that is a filter.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    pub number: u64,
    pub label: String,
    pub tone: Tone,
    /// URL of the filtered list, or of the whole list when this filter is active.
    pub href: String,
    /// Whether the list is filtered by it.
    pub current: bool,
}

/// Rows in groups. Group and citation are not printed.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/work_list.html")]
pub struct WorkList {
    /// Caption for screen readers.
    pub caption: String,
    /// The groups that have rows.
    pub groups: Vec<WorkGroup>,
    /// Text when there are no rows.
    pub empty: String,
    /// URL of the next page.
    pub next: Option<String>,
    /// URL of the first page.
    pub first: Option<String>,
}

impl WorkList {
    /// Whether any row has a badge, so that users who may not know the group do not see an empty
    /// column.
    fn has_tags(&self) -> bool {
        let mut rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.any(|row| row.tag.is_some())
    }
}

/// A group of rows: "Försenat", "I dag", "Senare", "Väntar på annan part".
#[derive(Debug, Clone, Default)]
pub struct WorkGroup {
    /// Empty for a list without groups.
    pub heading: String,
    /// Whether its rows are late.
    pub late: bool,
    /// Whether its cases stand in another group too, so that paper would have them twice.
    pub repeats: bool,
    pub rows: Vec<WorkRow>,
}

/// The next step of a case.
#[derive(Debug, Clone, Default)]
pub struct WorkRow {
    /// The case's reference, random and without meaning.
    pub reference: String,
    /// URL of the case.
    pub href: String,
    /// Initials, age and room ("A. T., 62 år, sal 4").
    pub person: String,
    /// Badge of the group, or the protected badge; none for users who may not know the group.
    pub tag: Option<Tag>,
    /// What to do next.
    pub step: String,
    /// URL of the step.
    pub step_href: String,
    /// The step's place in the guidance; `on_demand` on protected rows.
    pub citation: Option<Citation>,
    /// Warnings on the case.
    pub notes: Vec<Note>,
    pub owner: String,
    /// Such as "I dag", "Fre 6 mars" or "Väntat 3 dagar".
    pub due: String,
    /// Such as "före 16.00".
    pub due_detail: String,
}

/// A list beside the worklist.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/beside.html")]
pub struct BesideList {
    /// Its place in the page, which is kept up to date.
    pub id: String,
    pub heading: String,
    pub items: Vec<BesideItem>,
}

/// A line beside the list.
#[derive(Debug, Clone, Default)]
pub struct BesideItem {
    /// In words.
    pub when: String,
    /// The link's text, such as the case's reference.
    pub label: String,
    pub href: String,
    pub text: String,
}

/// "Ärenden" and search results: the same rows without counters, news and phones.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/cases.html")]
pub struct CaseListPage {
    pub frame: Frame,
    /// The page's heading ("Ärenden", "Sökresultat").
    pub heading: String,
    pub lead: String,
    /// Links and buttons for what the user can do.
    pub actions: Vec<PageLink>,
    /// Filters as links, the chosen one current.
    pub filters: Vec<Filter>,
    /// The rows.
    pub list: WorkList,
}

prints_itself!(WorkList, BesideList);
