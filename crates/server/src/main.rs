//! The product as one program: `vardbron serve` and its other commands (api.md).
//!
//! This crate connects the others: it reads the command line, opens the store, starts listener and
//! worker, and contains the demonstration's invented data. It refuses to know any rule of care.

mod arguments;
mod bench;
mod command;
mod demo;
mod listen;
mod log_copy;
mod log_keeper;
mod mail;
mod output;
mod owners;
mod simulate;
mod worker;

use std::process::ExitCode;

/// The system's allocator takes a fifth of a request's instructions (decision 0013).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::Parser as _;

/// How long the end waits for work that has begun.
const LAST_WORK: std::time::Duration = std::time::Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap also returns --help and --version as errors: exit 0 for those, 2 on wrong use.
            let code = if error.use_stderr() { 2 } else { 0 };
            output::raw(&error.render().to_string(), error.use_stderr());
            return ExitCode::from(code);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(command::run(arguments));
            // A disk that does not answer must not keep the process from ending.
            runtime.shutdown_timeout(LAST_WORK);
            outcome
        }
        Err(error) => Err(command::Failure::of("start", &error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::complain(&failure.to_string());
            ExitCode::from(failure.code())
        }
    }
}
