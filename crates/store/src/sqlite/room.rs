//! How much room is left on the disk. A write is refused before it begins when there is not
//! enough, so that a full disk never stops one in the middle.

use std::path::{Path, PathBuf};

use crate::{error::StoreError, statement::Work};

const MIB: u64 = 1 << 20;
/// What is kept free unless the operator has said otherwise: a twentieth of the disk, within these
/// bounds.
const LEAST: u64 = 4 * MIB;
const MOST: u64 = 64 * MIB;
/// With less than this above the reserve, units of work are committed one at a time, so that each
/// is asked about anew.
const AMPLE: u64 = 64 * MIB;

/// The disk that holds the store.
pub(super) struct Disk {
    folder: PathBuf,
    reserve: Option<u64>,
}

/// The room on the disk at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    free: u64,
    reserve: u64,
}

impl Disk {
    /// The disk of the store's file; `reserve` is in bytes.
    pub(super) fn of(file: &Path, reserve: Option<u64>) -> Self {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Self {
            folder: folder.unwrap_or(Path::new(".")).to_owned(),
            reserve,
        }
    }

    /// The room now; none when the disk does not say.
    pub(super) fn room(&self) -> Room {
        match rustix::fs::statvfs(&self.folder) {
            Ok(disk) => Room {
                free: disk.f_bavail.saturating_mul(disk.f_frsize),
                reserve: self
                    .reserve
                    .unwrap_or_else(|| usual_reserve(disk.f_blocks.saturating_mul(disk.f_frsize))),
            },
            Err(error) => {
                tracing::error!(%error, "the disk does not say how much room it has");
                Room {
                    free: 0,
                    reserve: LEAST,
                }
            }
        }
    }
}

fn usual_reserve(whole: u64) -> u64 {
    (whole / 20).clamp(LEAST, MOST)
}

impl Room {
    /// Whether several units of work may go into one commit.
    pub(super) fn is_ample(self) -> bool {
        self.free >= self.reserve.saturating_add(AMPLE)
    }

    /// Nothing, or that there is no room for a unit of work. What may use the reserve is let in
    /// until three quarters of it are gone.
    pub(super) fn take(self, work: &Work) -> Result<(), StoreError> {
        let needed = if work.may_use_reserve() {
            self.reserve / 4
        } else {
            self.reserve
        };
        if self.free >= needed {
            Ok(())
        } else {
            Err(StoreError::NoRoom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AMPLE, LEAST, MIB, MOST, Room, usual_reserve};
    use crate::{error::StoreError, statement::Work};

    #[test]
    fn the_reserve_fits_the_disk() {
        assert_eq!(usual_reserve(16 * MIB), LEAST);
        assert_eq!(usual_reserve(400 * MIB), 20 * MIB);
        assert_eq!(usual_reserve(1 << 40), MOST);
    }

    #[test]
    fn what_changes_something_stops_at_the_reserve_and_the_log_goes_on_into_it() {
        let change = Work::new();
        let mut view = Work::new();
        view.use_reserve();
        for (free, changes, views) in [(100, true, true), (99, false, true), (24, false, false)] {
            let room = Room { free, reserve: 100 };
            let taken = |work: &Work| room.take(work) != Err(StoreError::NoRoom);
            assert_eq!((taken(&change), taken(&view)), (changes, views), "{free}");
            assert!(!room.is_ample());
        }
        let room = Room {
            free: 100 + AMPLE,
            reserve: 100,
        };
        assert!(room.is_ample());
    }
}
