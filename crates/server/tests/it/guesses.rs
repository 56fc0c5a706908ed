//! Passwords guessed at the shipped program over many connections at once.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::process::Command;

use crate::running::{Answer, Folder, PROGRAM, Running, send, serve, vardbron};

/// The password of the demonstration's users, as its log-in page says.
const PASSWORD: &str = "demo-vardbron";

/// Many log-ins at once, each with what it gives for a number: user, password and address.
fn at_once(
    program: &Running,
    number: usize,
    tries: impl Fn(usize) -> (String, &'static str, String) + Sync,
) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let tries = &tries;
        let all: Vec<_> = (0..number)
            .map(|number| {
                scope.spawn(move || {
                    let (user, password, from) = tries(number);
                    let head = [
                        ("sec-fetch-site", "same-origin"),
                        ("content-type", "application/x-www-form-urlencoded"),
                        ("x-forwarded-for", from.as_str()),
                    ];
                    let body = format!("anvandarnamn={user}&losenord={password}");
                    send(&program.address, "POST", "/logga-in", &head, &body)
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// The most memory that a program has had, in MiB.
fn high_water(program: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<u64>().unwrap() / 1024
}

#[test]
fn guesses_at_once_pass_no_limit_and_take_no_memory() {
    let (folder, _) = Folder::with_demo("guesses");
    let proxy = ["--proxy", "127.0.0.1"];
    let program = Running::start(vardbron(&folder.0).args(serve(&folder.0)).args(proxy));
    let before = high_water(&program);
    let answers = at_once(&program, 48, |number| {
        let password = if number == 40 { PASSWORD } else { "fel" };
        ("ward-nurse".to_owned(), password, "192.0.2.7".to_owned())
    });
    let tried = answers
        .iter()
        .filter(|answer| answer.status == 303 || answer.body.contains("stämmer inte"));
    assert!(tried.count() <= 5);
    // Where every guess is tried, since each is another user at another address, few are at once.
    let answers = at_once(&program, 48, |number| {
        (
            format!("nagon-{number}"),
            "fel",
            format!("198.51.100.{number}"),
        )
    });
    for answer in &answers {
        assert!(answer.body.contains("stämmer inte"), "{answer:?}");
    }
    let taken = high_water(&program).saturating_sub(before);
    assert!(taken < 160, "{taken} MiB for 48 guesses");
}

#[test]
fn a_mail_password_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("open-password");
    let file = folder.0.join("password");
    std::fs::write(&file, "hemligt\n").unwrap();
    for (mode, said) in [(0o644, "chmod 600"), (0o640, "chmod 600")] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let refused = Command::new(PROGRAM)
            .args(serve(&folder.0.join("data")))
            .args(["--smtp", "smtp://a@localhost", "--mail-from"])
            .args([crate::mail_server::SENDER, "--smtp-password-file"])
            .arg(&file)
            .output()
            .unwrap();
        let complaint = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{complaint}");
        assert!(
            complaint.contains(said) && !complaint.contains("hemligt"),
            "{complaint}"
        );
    }
}
