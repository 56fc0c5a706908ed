//! The unit's worklist: next steps, the most urgent first.

use askama::Template;

use crate::html::{
    block::ContactCard,
    frame::Frame,
    part::{Citation, Filter, Icon, Note, PageLink, Tag, Tone},
    prints_itself,
};

/// "Inkorg".
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/worklist.html")]
pub struct WorklistPage {
    /// The surroundings.
    pub frame: Frame,
    /// The unit.
    pub heading: String,
    /// Day, time and how many cases.
    pub lead: String,
    /// Where a new case begins, for those who may open one.
    pub new_case: Option<String>,
    /// Counters that filter; the state is in the address.
    pub counters: Vec<Counter>,
    /// The rows.
    pub list: WorkList,
    /// What happened since the viewer last looked.
    pub news_heading: String,
    /// The newest first.
    pub news: Vec<NewsItem>,
    /// Who can be reached today, and when.
    pub phones: Vec<ContactCard>,
}

impl WorklistPage {
    /// Whether anything stands beside the list; else it has the whole width.
    fn has_aside(&self) -> bool {
        !self.news_heading.is_empty() || !self.phones.is_empty()
    }
}

/// A counter that is a filter.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    /// How many.
    pub number: u32,
    /// Of what.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
    /// The list so filtered; or unfiltered when this one is current.
    pub href: String,
    /// Whether the list is filtered by it.
    pub current: bool,
}

/// Rows in groups. Printed, it drops group and citation.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/work_list.html")]
pub struct WorkList {
    /// What the list holds, for screen readers.
    pub caption: String,
    /// The groups that have rows.
    pub groups: Vec<WorkGroup>,
    /// What to say when there are none.
    pub empty: String,
    /// Where the rest is.
    pub next: Option<String>,
    /// Where the beginning is.
    pub first: Option<String>,
}

impl WorkList {
    /// Whether any row has a badge: those who may not know the group see no empty column for it.
    fn has_tags(&self) -> bool {
        let mut rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.any(|row| row.tag.is_some())
    }
}

/// "Försenat", "I dag", "Senare", "Väntar på annan part".
#[derive(Debug, Clone, Default)]
pub struct WorkGroup {
    /// Its name; empty for a list without groups.
    pub heading: String,
    /// Whether its rows are late.
    pub late: bool,
    /// Its rows.
    pub rows: Vec<WorkRow>,
}

/// One case's next step.
#[derive(Debug, Clone, Default)]
pub struct WorkRow {
    /// The case's reference, random and without meaning.
    pub reference: String,
    /// The case's address.
    pub href: String,
    /// Initials, age and room ("A. T., 62 år, sal 4").
    pub person: String,
    /// Group, or the protected badge; none for those who may not know the group.
    pub tag: Option<Tag>,
    /// What to do next.
    pub step: String,
    /// Where it is done.
    pub step_href: String,
    /// Where it stands; `on_demand` on protected rows.
    pub citation: Option<Citation>,
    /// What presses.
    pub notes: Vec<Note>,
    /// Who does it.
    pub owner: String,
    /// By when ("I dag", "Fre 6 mars", "Väntat 3 dagar").
    pub due: String,
    /// More about when ("före 16.00").
    pub due_detail: String,
}

/// Something that happened.
#[derive(Debug, Clone, Default)]
pub struct NewsItem {
    /// When, in words.
    pub when: String,
    /// The case's reference.
    pub reference: String,
    /// The case's address.
    pub href: String,
    /// What happened.
    pub text: String,
}

/// "Ärenden" and search results: the same rows without the day's company.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "worklist/cases.html")]
pub struct CaseListPage {
    /// The surroundings.
    pub frame: Frame,
    /// The page's heading ("Ärenden", "Sökresultat").
    pub heading: String,
    /// How many, of what.
    pub lead: String,
    /// What can be done.
    pub actions: Vec<PageLink>,
    /// Filters as links, the chosen one current.
    pub filters: Vec<Filter>,
    /// The rows.
    pub list: WorkList,
}

prints_itself!(WorkList);
