//! A row of the plan.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use vocabulary::{
    choice::Choice as _,
    hsa_id::HsaId,
    plan::{MeasureBy, PlanField, PlanRowKind},
    public_id::PublicId,
    secret::Words,
};

use crate::event::By;

/// A row, with its fields that are not empty.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanRow {
    pub id: PublicId,
    pub kind: PlanRowKind,
    pub added: (Timestamp, By),
    pub cells: BTreeMap<PlanField, PlanCell>,
    /// Who has removed it, or wants to remove a row that somebody else has changed.
    pub removal: Option<(Timestamp, By)>,
}

/// What a field says, who wrote it, and what others have written there at the same time.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanCell {
    /// `None` when it is empty and only others have written something.
    pub value: Option<Words>,
    pub at: Timestamp,
    pub by: By,
    /// Nobody has chosen between these and the value yet.
    pub others: Vec<OtherText>,
}

/// A text of somebody who had not seen the value.
#[derive(Clone, PartialEq, Eq)]
pub struct OtherText {
    /// `None` when they emptied the field.
    pub value: Option<Words>,
    pub at: Timestamp,
    pub by: By,
}

impl PlanRow {
    pub(super) fn new(id: PublicId, kind: PlanRowKind, at: Timestamp, by: &By) -> Self {
        Self {
            id,
            kind,
            added: (at, by.clone()),
            cells: BTreeMap::new(),
            removal: None,
        }
    }

    /// What a field says; `None` when it is empty.
    #[must_use]
    pub fn value(&self, field: PlanField) -> Option<&str> {
        let cell = self.cells.get(&field)?;
        Some(cell.value.as_ref()?.reveal())
    }

    /// The party whose row it is.
    #[must_use]
    pub fn unit(&self) -> Option<HsaId> {
        HsaId::parse(self.value(PlanField::Unit)?).ok()
    }

    /// Whether the plan has begun once it has such a row: one that others than the region's care units may
    /// read. Notes, participants and what authorities do are not, and nobody else may see from the case's
    /// journal that they are there.
    #[must_use]
    pub fn begins_the_plan(&self) -> bool {
        match self.kind {
            PlanRowKind::WhatMatters
            | PlanRowKind::Need
            | PlanRowKind::Goal
            | PlanRowKind::Intervention
            | PlanRowKind::Responsibility => true,
            PlanRowKind::Measure => {
                let by = self.value(PlanField::By).and_then(MeasureBy::from_code);
                matches!(by, Some(MeasureBy::Kin | MeasureBy::Civil))
            }
            PlanRowKind::Participant | PlanRowKind::Note => false,
        }
    }

    /// What the row is called in a list: what it says, or its kind.
    #[must_use]
    pub fn name(&self) -> &str {
        let named = [PlanField::Text, PlanField::Who, PlanField::Function];
        let mut said = named.iter().filter_map(|field| self.value(*field));
        said.next().unwrap_or_else(|| self.kind.swedish())
    }

    /// Whether anybody has to choose between two texts, or whether the row is removed.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        self.removal.is_some() || self.cells.values().any(|cell| !cell.others.is_empty())
    }

    /// Sets a field. Whoever does has seen what others wrote there.
    pub(super) fn set(&mut self, field: PlanField, value: Option<&Words>, at: Timestamp, by: &By) {
        let Some(value) = value else {
            self.cells.remove(&field);
            return;
        };
        let cell = PlanCell {
            value: Some(value.clone()),
            at,
            by: by.clone(),
            others: Vec::new(),
        };
        self.cells.insert(field, cell);
    }

    /// Keeps a text beside the one that is there.
    pub(super) fn contest(
        &mut self,
        field: PlanField,
        value: Option<&Words>,
        at: Timestamp,
        by: &By,
    ) {
        let cell = self.cells.entry(field).or_insert_with(|| PlanCell {
            value: None,
            at,
            by: by.clone(),
            others: Vec::new(),
        });
        // Who goes on writing changes their own text, and adds no other.
        cell.others.retain(|other| other.by.staff != by.staff);
        cell.others.push(OtherText {
            value: value.cloned(),
            at,
            by: by.clone(),
        });
    }

    /// Adds what the row says to a hash.
    pub(super) fn write_to(&self, hash: &mut Sha256) {
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        part(&self.id.to_string());
        part(self.kind.code());
        for (field, cell) in &self.cells {
            part(field.code());
            part(cell.value.as_ref().map_or("", |value| value.reveal()));
            for other in &cell.others {
                part(other.value.as_ref().map_or("", |value| value.reveal()));
            }
        }
        part(if self.removal.is_some() {
            "removal"
        } else {
            ""
        });
    }
}

/// Prints the type name only: the content must never reach a log.
macro_rules! named_only {
    ($( $name:ident ),+) => {
        $(
            impl std::fmt::Debug for $name {
                fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    out.write_str(stringify!($name))
                }
            }
        )+
    };
}

named_only!(PlanRow, PlanCell, OtherText);
