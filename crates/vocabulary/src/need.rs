//! The person's needs, as far as pathway and steps depend on them.

use crate::choice;

choice! {
    /// Omvårdnad (personal care): whether it is needed and whether kin or friends meet it.
    pub enum NursingNeed {
        /// Not assessed yet: the pathway is provisional.
        Unknown = "unknown", "Inte bedömt än";
        /// No need of nursing care.
        None = "none", "Inget behov av omvårdnad";
        /// Kin or friends meet the need.
        MetByKin = "met_by_kin", "Behov som släkt eller vänner tillgodoser";
        /// Kin or friends cannot meet the need: institution housing (V4.3).
        Unmet = "unmet", "Behov som släkt eller vänner inte kan tillgodose";
    }
}
