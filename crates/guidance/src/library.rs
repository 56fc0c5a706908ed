//! All loaded documents and versions, and which of them a case follows.

use std::{collections::BTreeMap, sync::Arc};

use domain::Case;
use jiff::civil::Date;
use vocabulary::audience::Audience;

use crate::{
    builtin::builtin_files,
    finding::{Finding, SourceFile},
    form::{Form, SideAction},
    pack::{Pack, PathwayRule},
    step::Step,
};

/// All loaded guidance: documents in their versions, and forms.
#[derive(Debug, Clone)]
pub struct Library {
    packs: BTreeMap<String, Pack>,
    forms: BTreeMap<String, Form>,
    pub(crate) form_files: Vec<SourceFile>,
    /// What can be done beside the steps, in order.
    side_actions: Vec<Arc<SideAction>>,
}

/// One version of the guidance with the documents it uses.
#[derive(Debug, Clone)]
pub struct Guidance<'a> {
    /// The document whose pathways a case follows.
    pub main: &'a Pack,
    /// Documents whose steps and rules it uses.
    pub used: Vec<&'a Pack>,
}

impl<'a> Guidance<'a> {
    /// The main document, then those it uses.
    pub fn packs(&self) -> impl Iterator<Item = &'a Pack> {
        std::iter::once(self.main).chain(self.used.iter().copied())
    }

    /// The step that carries out a requirement, with its document.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<(&'a Pack, &'a Step)> {
        self.packs()
            .find_map(|pack| pack.step(id).map(|step| (pack, step)))
    }

    /// The pathway of a code.
    #[must_use]
    pub fn pathway(&self, code: &str) -> Option<&'a PathwayRule> {
        self.main
            .pathways
            .iter()
            .find(|pathway| pathway.code.get_ref() == code)
    }

    /// The fixed text with a name; empty when the guidance has none.
    #[must_use]
    pub fn banner(&self, name: &str) -> &'a str {
        self.packs()
            .flat_map(|pack| &pack.banners)
            .find(|banner| banner.name == name)
            .map_or("", |banner| banner.text.as_str())
    }

    /// The steps of a case in order, with their documents: those of its pathway, or those for a
    /// resident.
    #[must_use]
    pub fn listed(&self, case: &Case) -> Vec<(&'a Pack, &'a Step)> {
        let ids: &'a [_] = match case.pathway() {
            Some(pathway) => self.pathway(pathway.code()).map_or(&[], |rule| &rule.steps),
            None => &self.main.resident,
        };
        ids.iter()
            .filter_map(|id| self.step(id.get_ref()))
            .filter(|(_, step)| {
                step.only_for_groups.is_empty() || step.only_for_groups.contains(&case.group)
            })
            .collect()
    }
}

impl Library {
    /// The guidance that is built into the program.
    ///
    /// # Errors
    /// What is wrong with it, by file and line.
    pub fn builtin() -> Result<Self, Vec<Finding>> {
        Self::load(own(builtin_files()))
    }

    /// The repository's guidance together with other files; a version that is in both is taken from
    /// the others.
    ///
    /// # Errors
    /// What is wrong with it, by file and line.
    pub fn builtin_and(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Finding>> {
        let mut all = Self::builtin()?;
        let other = Self::load(files)?;
        all.packs.extend(other.packs);
        all.forms.extend(other.forms);
        all.form_files.extend(other.form_files);
        all.collect_side_actions();
        Ok(all)
    }

    /// Reads files, each a path and a text. Files in one folder are one version of one document; a
    /// folder called `forms` holds forms. Files that are not `.toml` are ignored.
    ///
    /// # Errors
    /// What is wrong with them, by file and line.
    pub fn load(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<Finding>> {
        let mut folders: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
        for (path, text) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if name.split_once('.').is_some_and(|(_, kind)| kind == "toml") {
                let folder = folder.to_owned();
                folders
                    .entry(folder)
                    .or_default()
                    .push(SourceFile { path, text });
            }
        }
        let mut library = Self {
            packs: BTreeMap::new(),
            forms: BTreeMap::new(),
            form_files: Vec::new(),
            side_actions: Vec::new(),
        };
        let mut findings = Vec::new();
        for (folder, files) in folders {
            if folder.rsplit('/').next() == Some("forms") {
                findings.extend(library.take_forms(files));
                continue;
            }
            match Pack::read(files) {
                Ok(pack) => {
                    library.packs.insert(pack.name(), pack);
                }
                Err(found) => findings.extend(found),
            }
        }
        library.collect_side_actions();
        if findings.is_empty() {
            Ok(library)
        } else {
            Err(findings)
        }
    }

    fn take_forms(&mut self, files: Vec<SourceFile>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for file in files {
            match file.parse::<Form>() {
                Ok(mut form) => {
                    form.file = self.form_files.len();
                    let command = form.command().to_owned();
                    for action in &mut form.beside {
                        action.command.clone_from(&command);
                    }
                    if let Some(other) = self.forms.insert(command.clone(), form) {
                        let other = self.form_files.get(other.file);
                        let other = other.map_or("", |file| &*file.path);
                        let reason = format!("{command} has another form in {other}");
                        findings.push(file.error(0, reason));
                    }
                }
                Err(finding) => findings.push(finding),
            }
            self.form_files.push(file);
        }
        findings
    }

    fn collect_side_actions(&mut self) {
        let forms = self.forms.values();
        self.side_actions = forms
            .flat_map(|form| form.beside.iter().cloned().map(Arc::new))
            .collect();
        self.side_actions.sort_by_key(|action| action.place);
    }

    /// What can be done beside the steps, in the order in which it is offered.
    #[must_use]
    pub fn side_actions(&self) -> &[Arc<SideAction>] {
        &self.side_actions
    }

    /// The side action with this part of a URL.
    #[must_use]
    pub fn side_action(&self, slug: &str) -> Option<&Arc<SideAction>> {
        self.side_actions.iter().find(|action| action.slug == slug)
    }

    /// The side action by which an uncertain mail to somebody is settled.
    #[must_use]
    pub fn settles_uncertain(&self, to: Audience) -> Option<&Arc<SideAction>> {
        let mut actions = self.side_actions.iter();
        actions.find(|action| action.uncertain_to == Some(to))
    }

    /// Every document and version.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// The version with this name (`vagledning-fyrbodal@2025-07-01`).
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.get(name)
    }

    /// The form of a command.
    #[must_use]
    pub fn form(&self, command: &str) -> Option<&Form> {
        self.forms.get(command)
    }

    /// Every form, by command.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.values()
    }

    /// Versions with pathways whose first valid day is not after a date, the latest last.
    fn begun_by(&self, today: Date) -> impl Iterator<Item = &Pack> {
        let mut begun: Vec<&Pack> = self
            .packs
            .values()
            .filter(|pack| !pack.pathways.is_empty() && pack.document.valid_from <= today)
            .collect();
        begun.sort_by_key(|pack| pack.document.valid_from);
        begun.into_iter()
    }

    /// The version that a case opened today follows: the latest whose first valid day has come,
    /// also when it has expired (VV.1: an expired version is flagged, not removed).
    #[must_use]
    pub fn current(&self, today: Date) -> Option<&Pack> {
        self.begun_by(today)
            .last()
            .or_else(|| self.packs.values().find(|pack| !pack.pathways.is_empty()))
    }

    /// A version with the documents it uses.
    #[must_use]
    pub fn guidance<'a>(&'a self, main: &'a Pack) -> Guidance<'a> {
        let used = main
            .document
            .uses
            .iter()
            .filter_map(|name| self.pack(name.get_ref()))
            .collect();
        Guidance { main, used }
    }

    /// The guidance that a case follows: the version that it was opened under. A version that is no
    /// longer loaded is replaced by the latest, so that every case has steps.
    #[must_use]
    pub fn for_case(&self, case: &Case) -> Option<Guidance<'_>> {
        let main = self.pack(&case.guidance).or_else(|| {
            self.packs
                .values()
                .filter(|pack| !pack.pathways.is_empty())
                .max_by_key(|pack| pack.document.valid_from)
        })?;
        Some(self.guidance(main))
    }
}

fn own(files: &'static [(&'static str, &'static str)]) -> impl Iterator<Item = (String, String)> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
}
