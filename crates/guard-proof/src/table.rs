//! The results as in docs/guard.md. The last column of every table is a time; it is the only part
//! that may differ between two proofs of the same tree.

use std::fmt::Write as _;

use crate::checks::{Results, Row};
use crate::prover::Spent;

/// The tables, in Markdown.
pub(crate) fn table(results: &Results) -> String {
    let mut out = String::new();
    let total = total(results.rows());
    let _ = writeln!(
        out,
        "{} request environments, {} questions, {} of them for the solver.\n",
        results.environments, total.questions, total.solved
    );
    section(&mut out, "Ground", "what | proved", &results.ground);
    section(
        &mut out,
        "Promises",
        "promise | layers | what never happens",
        &results.promises,
    );
    section(
        &mut out,
        "Wanted flows",
        "flow | what is always allowed",
        &results.flows,
    );
    section(
        &mut out,
        "Each forbid taken away",
        "forbid | promises that fall",
        &results.forbids_removed,
    );
    section(
        &mut out,
        "Each permit taken away",
        "permit | flows that are stopped",
        &results.permits_removed,
    );
    section(
        &mut out,
        "Each condition loosened",
        "policy | loosenings",
        &by_policy(&results.loosened),
    );
    section(
        &mut out,
        "Broken policies put in",
        "policy | what it does | refused by",
        &results.broken,
    );
    out
}

/// One line that sums up everything.
pub(crate) fn closing(results: &Results) -> String {
    let all = results.rows().count();
    let total = total(results.rows());
    let failed = results.failures.len();
    format!(
        "proof: {} checks, {} questions, {} by the solver in {:.0} s, {failed} failed",
        all,
        total.questions,
        total.solved,
        total.time.as_secs_f64()
    )
}

fn section(out: &mut String, title: &str, columns: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let count = columns.split('|').count() + 2;
    let _ = writeln!(
        out,
        "### {title}\n\n| {columns} | queries | time |\n|{}",
        "---|".repeat(count)
    );
    for row in rows {
        let seconds = row.spent.time.as_secs_f64();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {seconds:.1} s |",
            row.id, row.said, row.spent.solved
        );
    }
    out.push('\n');
}

/// Gathers the loosenings of each policy in one row, so that the table stays readable.
fn by_policy(rows: &[Row]) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut counted: Vec<(usize, Vec<String>)> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|last| last.id != row.id) {
            found.push(Row {
                said: String::new(),
                spent: Spent::default(),
                ..row.clone()
            });
            counted.push((0, Vec::new()));
        }
        if let (Some(last), Some((refuted, accepted))) = (found.last_mut(), counted.last_mut()) {
            last.spent += row.spent;
            match row.said.strip_prefix("accepted: ") {
                None => *refuted += 1,
                Some(why) => accepted.push(why.to_owned()),
            }
        }
    }
    for (row, (refuted, accepted)) in found.iter_mut().zip(counted) {
        row.said = format!("{refuted} refuted");
        if !accepted.is_empty() {
            row.said = format!(
                "{}, {} accepted: {}",
                row.said,
                accepted.len(),
                accepted.join(" · ")
            );
        }
    }
    found
}

fn total<'r>(rows: impl Iterator<Item = &'r Row>) -> Spent {
    let mut total = Spent::default();
    for row in rows {
        total += row.spent;
    }
    total
}
