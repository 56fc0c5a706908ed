//! One version of one document: the content of its folder.

mod content;
mod lacking;

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;

pub use self::content::{
    Age, Banner, ComparisonRow, Conflict, Contact, ContactFunction, Document, EntitlementRule,
    Limits, PathwayRule, Reference, Rule, Sheet, ShownAt, Stop,
};
use self::content::{
    ComparisonFile, ConflictFile, ContactFile, EntitlementFile, PathwayFile, ReferenceFile,
    RuleFile, SheetFile,
};
use crate::{
    finding::{Finding, SourceFile},
    step::{Step, StepFile},
};

/// A document of the guidance in one version.
#[derive(Debug, Clone)]
pub struct Pack {
    pub document: Document,
    /// Which steps each pathway has, in order; empty in a document without pathways of its own.
    pub pathways: Vec<PathwayRule>,
    /// The steps of a resident's case (X3).
    pub(crate) resident: Vec<Spanned<String>>,
    /// What closes every open step of a case.
    pub stops: Vec<Stop>,
    /// Fixed texts that pages show around a case.
    pub banners: Vec<Banner>,
    /// By requirement id.
    pub(crate) steps: BTreeMap<String, Step>,
    /// Statements that are no steps.
    pub rules: Vec<Rule>,
    /// What persons are entitled to.
    pub entitlements: Vec<EntitlementRule>,
    /// What the cited places say in key words, to hold our texts against.
    pub comparison: Vec<ComparisonRow>,
    /// Documents and links that it refers to.
    pub references: Vec<Reference>,
    /// Where it and an older document disagree.
    pub conflicts: Vec<Conflict>,
    /// The information sheets (V4.4).
    pub sheets: Vec<Sheet>,
    /// Contacts that an administrator starts from (VB1.1).
    pub contacts: Vec<Contact>,
    /// Time limits and phone hours.
    pub limits: Option<Limits>,
    /// The files, for line numbers.
    pub(crate) files: Vec<SourceFile>,
    /// Index of the file that describes the document.
    pub(crate) document_file: usize,
    /// Index of the file with the pathways.
    pub(crate) pathway_file: usize,
    /// Index of the file with the limits.
    pub(crate) limits_file: usize,
    /// Index of the file with the comparison.
    pub(crate) comparison_file: usize,
}

impl Pack {
    /// Id and version as a case stores them: `vagledning-fyrbodal@2025-07-01`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}@{}", self.document.id.get_ref(), self.document.version)
    }

    /// Whether its last valid day is before a date (VV.1).
    #[must_use]
    pub fn expired_on(&self, date: Date) -> bool {
        self.document.valid_to.is_some_and(|last| date > last)
    }

    /// The step that carries out a requirement.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.get(id)
    }

    /// Every step it defines, by requirement id.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.values()
    }

    /// The rule for a requirement id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id() == id)
    }

    /// Reads the files of one folder.
    pub(crate) fn read(files: Vec<SourceFile>) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut pack = Self::empty(files);
        let files = pack.files.clone();
        let mut document = None;
        for (index, file) in files.iter().enumerate() {
            match pack.take(index, file) {
                Ok(None) => {}
                Ok(Some(found)) => document = Some((index, found)),
                Err(finding) => findings.push(finding),
            }
        }
        match document {
            Some((index, found)) => {
                pack.document = found;
                pack.document_file = index;
            }
            None if findings.is_empty() => findings.extend(
                files
                    .first()
                    .map(|file| file.error(0, "the folder has no document.toml")),
            ),
            None => {}
        }
        for (index, file) in files.iter().enumerate() {
            findings.extend(pack.repeated_steps(index, file));
        }
        if findings.is_empty() {
            Ok(pack.without_what_is_taken_away())
        } else {
            Err(findings)
        }
    }

    fn empty(files: Vec<SourceFile>) -> Self {
        Self {
            document: Document::nameless(),
            pathways: Vec::new(),
            resident: Vec::new(),
            stops: Vec::new(),
            banners: Vec::new(),
            steps: BTreeMap::new(),
            rules: Vec::new(),
            entitlements: Vec::new(),
            comparison: Vec::new(),
            references: Vec::new(),
            conflicts: Vec::new(),
            sheets: Vec::new(),
            contacts: Vec::new(),
            limits: None,
            files,
            document_file: 0,
            pathway_file: 0,
            limits_file: 0,
            comparison_file: 0,
        }
    }

    /// Reads one file; its name tells what it contains.
    fn take(&mut self, index: usize, file: &SourceFile) -> Result<Option<Document>, Finding> {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        match stem.split('-').next().unwrap_or_default() {
            "document" => return file.parse().map(Some),
            "pathways" => {
                let read: PathwayFile = file.parse()?;
                self.pathway_file = index;
                self.pathways = read.pathway;
                self.resident = read.resident.map(|list| list.steps).unwrap_or_default();
                self.stops = read.stop;
                self.banners = read.banner;
            }
            "steps" => {
                let read: StepFile = file.parse()?;
                for mut step in read.step {
                    step.file = index;
                    self.steps.entry(step.id().to_owned()).or_insert(step);
                }
            }
            "rules" => {
                let mut read: RuleFile = file.parse()?;
                read.rule.iter_mut().for_each(|rule| rule.file = index);
                self.rules.append(&mut read.rule);
            }
            "entitlements" => {
                let read: EntitlementFile = file.parse()?;
                self.entitlements.extend(read.entitlement);
            }
            "references" => {
                let read: ReferenceFile = file.parse()?;
                self.references.extend(read.reference);
            }
            "comparison" => {
                let read: ComparisonFile = file.parse()?;
                self.comparison_file = index;
                self.comparison.extend(read.row);
            }
            "conflicts" => {
                let read: ConflictFile = file.parse()?;
                self.conflicts.extend(read.conflict);
            }
            "sheets" => {
                let read: SheetFile = file.parse()?;
                self.sheets.extend(read.sheet);
            }
            "contacts" => {
                let read: ContactFile = file.parse()?;
                self.contacts.extend(read.contact);
            }
            "limits" => {
                self.limits = Some(file.parse()?);
                self.limits_file = index;
            }
            _ => {
                return Err(file.error(
                    0,
                    "unknown file: document, pathways, steps, rules, entitlements, references, \
                     comparison, conflicts, sheets, contacts and limits are read",
                ));
            }
        }
        Ok(None)
    }

    /// Finds requirement ids that two steps have.
    fn repeated_steps(&self, index: usize, file: &SourceFile) -> Vec<Finding> {
        let is_steps = file
            .path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.starts_with("steps"));
        let Some(read) = is_steps.then(|| file.parse::<StepFile>().ok()).flatten() else {
            return Vec::new();
        };
        read.step
            .iter()
            .filter(|step| {
                self.steps
                    .get(step.id())
                    .is_some_and(|first| first.file != index || first.id.span() != step.id.span())
            })
            .map(|step| {
                let reason = format!("{} is a step twice", step.id());
                file.error(step.id.span().start, reason)
            })
            .collect()
    }
}
