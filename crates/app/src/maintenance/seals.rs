//! Seals a store that was made before the log sealed what is appended: its events get their hashes,
//! and the log says once what there is. From then on `verify` finds whatever is changed behind the
//! program's back.

use store::{
    StoreError, Work,
    audit::AuditEntry,
    journal, seal_registers, told,
    verify::{self, WholeCase},
};

use crate::{App, access_log::Action, clock::stamp, error::AppError};

/// The store's name for the upgrade.
const SEALS: &str = "seals";
/// How many cases are sealed in one transaction.
const TOGETHER: i64 = 100;
/// Who seals, in the log.
const PROGRAM: &str = "vardbron";

impl App {
    /// Seals what an older program has written, once. What has been sealed before an interruption is
    /// not sealed again; `verify` finds it if somebody has it done twice.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(crate) async fn fill_in_seals(&self) -> Result<(), AppError> {
        let database = &self.inner.database;
        if database.read_one(told::upgrade(SEALS)).await?.is_some() {
            return Ok(());
        }
        let mut after = String::new();
        loop {
            let cases = verify::whole_cases(database, &after, TOGETHER).await?;
            let Some(last) = cases.last() else { break };
            let before = after.clone();
            after.clone_from(&last.head.key);
            let mut work = Work::new();
            for case in &cases {
                self.seal_case(&mut work, case).await?;
            }
            if work.is_empty() {
                continue;
            }
            match database.write(work).await {
                Ok(_) => {}
                // Another program that opens the store has sealed one of them: looked at again.
                Err(StoreError::Conflict {
                    statement: journal::LINK,
                }) => after = before,
                Err(error) => return Err(error.into()),
            }
        }
        let mut work = Work::new();
        if seal_registers(database, &mut work).await? > 0 {
            work.log(self.sealing(None));
        }
        work.guard(told::upgraded_once(SEALS, &stamp(self.now())));
        match database.write(work).await {
            Ok(_)
            | Err(StoreError::Conflict {
                statement: told::UPGRADED_ONCE,
            }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn seal_case(&self, work: &mut Work, case: &WholeCase) -> Result<(), AppError> {
        let sealed = |event: &store::journal::StoredEvent| !event.prev_hash.is_empty();
        if case.events.iter().any(sealed) {
            return Ok(());
        }
        let key = &case.head.key;
        let told = self.inner.database.read(told::of_case(key)).await?;
        journal::seal_older(work, &case.events, &told);
        work.log(self.sealing(Some(key)));
        Ok(())
    }

    fn sealing(&self, case_key: Option<&str>) -> AuditEntry {
        AuditEntry {
            at: stamp(self.now()),
            actor: PROGRAM.to_owned(),
            unit: String::new(),
            action: Action::Seal.code().to_owned(),
            case_key: case_key.map(str::to_owned),
            patient_ref: None,
            detail: "older".to_owned(),
        }
    }
}
