//! The shipped program is asked to stop.

use std::process::Command;

use crate::running::{Folder, PROGRAM, Running, serve};

/// Whoever stops it as soon as it listens, as a rolling restart does, stops it in an orderly way.
#[test]
fn a_request_to_stop_is_caught_before_the_program_says_that_it_listens() {
    let folder = Folder::new("stopping");
    let trace = folder.0.with_extension("trace");
    let program = Running::start(
        Command::new("strace")
            .args(["-f", "-qq", "-o"])
            .arg(&trace)
            .args(["-e", "trace=rt_sigaction,write", PROGRAM])
            .args(serve(&folder.0)),
    );
    drop(program);
    let calls = std::fs::read_to_string(&trace).unwrap();
    std::fs::remove_file(&trace).unwrap();
    let place = |call: &str| calls.lines().position(|line| line.contains(call)).unwrap();
    let listens = place("rdbron listens on");
    for signal in ["SIGTERM", "SIGINT"] {
        let caught = place(&format!("rt_sigaction({signal}, {{"));
        assert!(caught < listens, "{signal}: {caught} {listens}");
    }
}
