//! The solver. It gets one question at a time, which is counted and timed, and every counterexample
//! is tried on the policy engine itself before it is trusted. As many solvers as the machine has
//! cores share the questions; the answers come back in the order of the questions.

use std::{
    ops::AddAssign,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use cedar_policy_symcc::{CedarSymCompiler, WellFormedAsserts, solver::LocalSolver};
use tokio::runtime::{Builder, Runtime};

use crate::{papers::Fault, stage::fault, witness::Witness};

/// The time limit of one question, in milliseconds.
const PATIENCE: &str = "--tlimit=120000";

/// The cost of the answers.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Spent {
    /// Number of questions asked.
    pub(crate) questions: usize,
    /// Number of questions that needed the solver; the schema alone answered the others.
    pub(crate) solved: usize,
    pub(crate) time: Duration,
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.questions += other.questions;
        self.solved += other.solved;
        self.time += other.time;
    }
}

/// One solver process.
pub(crate) struct Prover {
    runtime: Runtime,
    compiler: CedarSymCompiler<LocalSolver>,
    spent: Spent,
}

impl Prover {
    fn start() -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(fault)?;
        // The solver's pipes belong to the runtime in which it was started.
        let started = runtime.block_on(async { LocalSolver::cvc5_with_args([PATIENCE]) });
        let compiler = CedarSymCompiler::new(started.map_err(fault)?).map_err(fault)?;
        Ok(Self {
            runtime,
            compiler,
            spent: Spent::default(),
        })
    }

    /// A request for which the asserts hold; `None` when there is none. A question without an
    /// answer is a fault.
    pub(crate) fn ask(
        &mut self,
        asserts: &WellFormedAsserts<'_>,
    ) -> Result<Option<Witness>, Fault> {
        self.spent.questions += 1;
        if settled(asserts) {
            return Ok(None);
        }
        self.spent.solved += 1;
        let began = Instant::now();
        let found = self.runtime.block_on(self.compiler.check_sat(asserts));
        self.spent.time += began.elapsed();
        Ok(found.map_err(fault)?.map(Witness::from))
    }

    /// The cost since the last call.
    pub(crate) fn spent(&mut self) -> Spent {
        std::mem::take(&mut self.spent)
    }
}

/// Whether the schema alone shows that there is no such request.
pub(crate) fn settled(asserts: &WellFormedAsserts<'_>) -> bool {
    asserts.asserts().iter().any(|term| *term == false.into())
}

/// Does `count` pieces of work with several solvers at once. Returns the results in order.
pub(crate) fn share<T: Send>(
    count: usize,
    work: impl Fn(usize, &mut Prover) -> Result<T, Fault> + Sync,
) -> Result<Vec<T>, Fault> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<T, Fault>)>> = Mutex::new(Vec::with_capacity(count));
    let put = |at, result| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push((at, result));
    };
    let several = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..several.min(count) {
            scope.spawn(|| match Prover::start() {
                Ok(mut prover) => loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        break;
                    }
                    put(at, work(at, &mut prover));
                },
                Err(fault) => put(count, Err(fault)),
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    let results: Vec<T> = done
        .into_iter()
        .map(|(_, result)| result)
        .collect::<Result<_, _>>()?;
    if results.len() == count {
        Ok(results)
    } else {
        Err(Fault::Solver(
            "a piece of the proof was left undone".to_owned(),
        ))
    }
}
