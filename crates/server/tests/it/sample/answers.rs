//! The answers to all users, recorded beside a sample store in two files: one with the pieces that
//! answers consist of, and one that says who got which pieces at which address. Differences between
//! two records are reported so that one change to many pages is reported once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    path::Path,
};

use similar::{ChangeTag, TextDiff};

use super::outline::Pieces;

const PIECES: &str = "pieces.txt";
const ANSWERS: &str = "answers.txt";
/// The beginning of a line that names a piece; no line of an answer begins like this.
const NAME: &str = "@ ";

/// Stands for all users who got the most common answer, where all users asked.
const OTHERS: &str = "others";

/// An answer: its status and the names of its pieces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Answer {
    status: u16,
    pieces: Vec<String>,
}

/// The answers to all users.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pieces: HashMap<String, Vec<String>>,
    /// Names of the pieces, in the order in which they are written.
    order: Vec<String>,
    /// By address and user.
    by_address: BTreeMap<String, BTreeMap<String, Answer>>,
}

impl Answers {
    pub(super) fn note(&mut self, user: &str, address: &str, status: u16, pieces: Pieces) {
        let pieces = pieces.into_iter().map(|lines| self.piece(lines)).collect();
        let by_user = self.by_address.entry(address.to_owned()).or_default();
        by_user.insert(user.to_owned(), Answer { status, pieces });
    }

    fn piece(&mut self, lines: Vec<String>) -> String {
        let name = name_of(&lines);
        if let Some(known) = self.pieces.get(&name) {
            assert_eq!(known, &lines, "two pieces have one name");
        } else {
            self.order.push(name.clone());
            self.pieces.insert(name.clone(), lines);
        }
        name
    }

    /// Adds the answers of another user.
    pub(super) fn join(&mut self, other: Self) {
        for name in other.order {
            if let Some(lines) = other.pieces.get(&name) {
                self.piece(lines.clone());
            }
        }
        for (address, by_user) in other.by_address {
            self.by_address.entry(address).or_default().extend(by_user);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.by_address.values().map(BTreeMap::len).sum()
    }

    /// Reads the recorded answers of these users from a folder.
    pub(super) fn recorded(folder: &Path, everybody: &[String]) -> Self {
        let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
        let mut recorded = Self::default();
        for part in format!("\n{}", read(PIECES)).split("\n@ ").skip(1) {
            let mut lines = part.lines().map(str::to_owned);
            let name = lines.next().unwrap();
            assert_eq!(recorded.piece(lines.collect()), name, "changed by hand");
        }
        let mut address = "";
        for line in read(ANSWERS).lines() {
            let Some(row) = line.strip_prefix("  ") else {
                address = line;
                continue;
            };
            let (said, users) = row.split_once(" | ").unwrap();
            let mut said = said.split(' ').map(str::to_owned);
            let answer = Answer {
                status: said.next().unwrap().parse().unwrap(),
                pieces: said.collect(),
            };
            let by_user = recorded.by_address.entry(address.to_owned()).or_default();
            if users != OTHERS {
                let named = users.split(' ').map(str::to_owned);
                by_user.extend(named.map(|user| (user, answer.clone())));
                continue;
            }
            // These come last.
            for user in everybody {
                by_user
                    .entry(user.clone())
                    .or_insert_with(|| answer.clone());
            }
        }
        recorded
    }

    /// Writes the answers of these users to a folder.
    pub(super) fn record(&self, folder: &Path, everybody: &[String]) {
        let (mut answers, mut used) = (String::new(), BTreeSet::new());
        let mut pieces = String::new();
        for (address, by_user) in &self.by_address {
            writeln!(answers, "{address}").unwrap();
            let mut alike: BTreeMap<&Answer, Vec<&str>> = BTreeMap::new();
            for (user, answer) in by_user {
                alike.entry(answer).or_default().push(user);
            }
            let mut rows: Vec<_> = alike.into_iter().collect();
            rows.sort_by_key(|(_, users)| (users.len(), users[0]));
            let all = by_user.len() == everybody.len();
            let last = rows.len() - 1;
            for (at, (answer, users)) in rows.into_iter().enumerate() {
                let said = answer.pieces.join(" ");
                let space = if said.is_empty() { "" } else { " " };
                let others = all && at == last && users.len() > 1;
                let users = if others {
                    OTHERS.to_owned()
                } else {
                    users.join(" ")
                };
                let status = answer.status;
                writeln!(answers, "  {status}{space}{said} | {users}").unwrap();
                // Pieces are in the order of the addresses, whatever order they were asked for in.
                for name in &answer.pieces {
                    if used.insert(name.clone()) {
                        writeln!(pieces, "{NAME}{name}\n{}", self.pieces[name].join("\n")).unwrap();
                    }
                }
            }
        }
        std::fs::write(folder.join(ANSWERS), answers).unwrap();
        std::fs::write(folder.join(PIECES), pieces).unwrap();
    }

    fn lines(&self, address: &str, user: &str) -> Vec<String> {
        let Some(answer) = self
            .by_address
            .get(address)
            .and_then(|users| users.get(user))
        else {
            return vec!["no answer".to_owned()];
        };
        let mut lines = vec![format!("status {}", answer.status)];
        lines.extend(
            answer
                .pieces
                .iter()
                .flat_map(|name| self.pieces[name].clone()),
        );
        lines
    }

    /// The differences from the recorded answers: each change with the users who see it and the
    /// addresses. None when there are none.
    pub(super) fn differences(&self, recorded: &Self) -> Option<String> {
        let mut changes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let addresses: BTreeSet<&String> = self
            .by_address
            .keys()
            .chain(recorded.by_address.keys())
            .collect();
        let none = BTreeMap::new();
        let mut differing = 0;
        for address in addresses {
            let now = self.by_address.get(address).unwrap_or(&none);
            let then = recorded.by_address.get(address).unwrap_or(&none);
            let users: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
            for user in users {
                if now.get(user) == then.get(user) {
                    continue;
                }
                differing += 1;
                let (old, new) = (recorded.lines(address, user), self.lines(address, user));
                for change in hunks(&old, &new) {
                    let places = changes.entry(change).or_default();
                    places.push(format!("{user} {address}"));
                }
            }
        }
        if differing == 0 {
            return None;
        }
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
        let mut said = format!(
            "{differing} of {} answers differ from those recorded, in {} ways:\n",
            self.count(),
            changes.len()
        );
        for (change, places) in changes {
            let first = places
                .iter()
                .take(3)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            writeln!(
                said,
                "\n== {} answers, such as {first}\n{change}",
                places.len()
            )
            .unwrap();
        }
        Some(said)
    }
}

/// The removed and added lines, each change with the line before it.
fn hunks(old: &[String], new: &[String]) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        old.iter().map(String::as_str).collect(),
        new.iter().map(String::as_str).collect(),
    );
    let diff = TextDiff::from_slices(&old, &new);
    let groups = diff.grouped_ops(1);
    let hunk = |ops: &Vec<similar::DiffOp>| {
        let mut said = String::new();
        for change in ops.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            writeln!(said, "  {sign} {}", change.value()).unwrap();
        }
        said
    };
    groups.iter().map(hunk).collect()
}

/// The name of a piece is a hash of its lines (FNV-1a), so that the same piece has the same name in
/// every record.
fn name_of(lines: &[String]) -> String {
    let bytes = lines.iter().flat_map(|line| line.bytes().chain([b'\n']));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    let digits = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut name = String::new();
    let mut rest = hash;
    for _ in 0..7 {
        name.push(char::from(digits[usize::try_from(rest % 36).unwrap()]));
        rest /= 36;
    }
    name
}

#[test]
fn one_change_that_many_see_is_told_once_with_those_who_see_it() {
    let pieces = |words: &str| {
        vec![vec![
            "h1 Rubrik".to_owned(),
            format!("p {words}"),
            "p Slut".to_owned(),
        ]]
    };
    let (mut then, mut now) = (Answers::default(), Answers::default());
    for address in ["/a", "/b", "/c"] {
        then.note("nurse", address, 200, pieces("förr"));
    }
    for (address, words) in [("/a", "nu"), ("/b", "nu"), ("/c", "förr")] {
        now.note("nurse", address, 200, pieces(words));
    }
    assert_eq!(then.differences(&then), None);
    let told = now.differences(&then).unwrap();
    let expected = "2 of 3 answers differ from those recorded, in 1 ways:\n\n\
        == 2 answers, such as nurse /a, nurse /b\n    h1 Rubrik\n  - p förr\n  + p nu\n    p Slut\n\n";
    assert_eq!(told, expected);
}
