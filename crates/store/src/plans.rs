//! Tests SQLite's query plan of every read statement against a snapshot, so that a change of plan
//! is noticed (`VARDBRON_WRITE=1` rewrites the snapshot). Nothing here runs in the product.
//!
//! A store has no statistics (nothing runs `ANALYZE`), and no plan depends on the values that are
//! bound (`Session::open`): so a store with a million cases has the same plans as an empty one.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use rusqlite::StatementStatus;

use crate::{
    attachments, audit, bench_baseline, checkpoints, directory, drafts, emergency, idempotency,
    identifiers, journal, log_ins, meeting_points, migration, outbox, people, presence, proposals,
    questions, reviews,
    seal::{self, RECORDS, RowSeal},
    search,
    sqlite::{Session, make_file},
    statement::Query,
    streams, told, units,
    value::Value,
    verify, visits,
    worklist::{self, Page, PagePart},
};

fn seen<T>(
    query: &Query<T>,
    check: &mut impl FnMut(&'static str, &'static str, &dyn Fn(&Session)),
) {
    check(query.name, query.sql.sqlite(), &|session| {
        session.query(query).unwrap();
    });
}

fn every_read_of_inboxes(
    page: &Page,
    check: &mut impl FnMut(&'static str, &'static str, &dyn Fn(&Session)),
) {
    let part = Page {
        part: Some(PagePart {
            states: vec!["waiting".to_owned()],
            from: String::new(),
            until: worklist::END.to_owned(),
        }),
        ..page.clone()
    };
    seen(&worklist::of_unit("unit", &part), check);
    let opened = Page {
        opened_by: Some("user".to_owned()),
        ..page.clone()
    };
    seen(&worklist::of_unit("unit", &opened), check);
    seen(&worklist::counts("unit", "2026-11-22", "2026-11-23"), check);
    seen(&worklist::keys_of_unit("unit"), check);
    seen(&worklist::with_member("unit", "meeting_at", 20), check);
    seen(&visits::changed_since("user", "unit", 20), check);
    seen(&outbox::count_of_unit("unit"), check);
    seen(&drafts::of_user("user", "unit", 20), check);
}

/// Calls `check` with the name and the SQL of every query, and a function that runs it.
fn every_read(mut check: impl FnMut(&'static str, &'static str, &dyn Fn(&Session))) {
    macro_rules! reads {
        ($($query:expr),* $(,)?) => { $(seen(&$query, &mut check);)* };
    }
    let page = Page {
        after: Some(("2026-11-22T10:00:00.000Z".to_owned(), "id".to_owned())),
        part: None,
        opened_by: None,
        limit: 20,
    };
    every_read_of_inboxes(&page, &mut check);
    let several = vec!["one".to_owned(), "other".to_owned()];
    let many = |number: usize| (0..number).map(|unit| unit.to_string()).collect::<Vec<_>>();
    for query in worklist::pages(&many(20), &page) {
        reads![query];
    }
    every_read_of_people(&mut check);
    for record in RECORDS {
        let key = vec![Value::Null; record.keys];
        reads![seal::every(record), seal::query(&RowSeal { record, key })];
    }
    reads![
        attachments::of_case("case"),
        attachments::by_id("id"),
        audit::page(0, 0, 20),
        audit::heads(),
        audit::at_place(0, 1),
        audit::of_case("case", 20),
        audit::shown_to("case", "actor", "2026"),
        audit::of_patient("patient", 20),
        audit::page_of_organisation("organisation", &(String::new(), 0, 0), "~", 20),
        bench_baseline::event_room(),
        checkpoints::after(0, 20),
        checkpoints::latest(),
        directory::contacts(),
        directory::links(),
        directory::postal_code("46130"),
        directory::setting("name"),
        directory::is_empty(),
        drafts::find("user", "case", "step"),
        emergency::of_reader("id", "staff"),
        emergency::of_case("case", 20),
        emergency::tries("staff", "unit", "2026"),
        idempotency::find("actor", "key"),
        identifiers::find_of_unit("value", "unit"),
        identifiers::find("value"),
        identifiers::find_agreed("case"),
        identifiers::find_born("value", "1984-05-17"),
        journal::head_by_id("id"),
        journal::head_by_key("case"),
        journal::events_by_id("id"),
        journal::events_after("case", 0),
        journal::events_with_plan("case", "id"),
        journal::events_of_cases(&several),
        journal::heads_page("", 20),
        journal::events_page("", 0, 20),
        journal::events_of_heads("", 20),
        meeting_points::all(),
        outbox::ready(("email", "migration_agency"), "2026", 20),
        outbox::lost("email", "2026", 20),
        outbox::of_case("case"),
        outbox::of_unit("unit", 20),
        outbox::by_id("id"),
        outbox::faults(),
        outbox::counts(),
        presence::others("case", "step", "user", "2026"),
        questions::to_unit("unit", "id"),
        questions::of_case("case"),
        questions::of_unit("unit", "open", ("", ""), 20),
        reviews::by_id("id"),
        reviews::open("organisation", None, 0, 20),
        reviews::decided("organisation", 20),
        reviews::counts("organisation"),
        reviews::draws("organisation", 20),
        search::find("unit", &["text".to_owned()], 20),
        search::find("unit", &["text".to_owned(), "more".to_owned()], 20),
        search::find("unit", &["a", "b", "c"].map(str::to_owned), 20),
        search::find("unit", &["a", "b", "c", "d"].map(str::to_owned), 20),
        search::closed("unit", "term", ("9999", ""), 20),
        streams::version("stream"),
        streams::events_after("stream", 0),
        streams::names("guidance-"),
        told::of_case("case"),
        told::upgrade("told"),
        units::all(),
        verify::cases(),
        verify::quick_check(),
        verify::moved(),
        verify::seals::heads(),
        verify::seals::sealing_entries((0, 0)),
        verify::seals::case_heads(""),
        verify::seals::told(""),
        verify::seals::entries_of_cases(""),
        visits::find("user", "case"),
        worklist::of_unit("unit", &page),
        worklist::to_recheck("2026", 20),
        worklist::of_case("case"),
        worklist::of_heads("", 20),
        worklist::all_page("", "", 20),
    ];
}

/// The same of users, their rights and how they log in.
fn every_read_of_people(check: &mut impl FnMut(&'static str, &'static str, &dyn Fn(&Session))) {
    macro_rules! reads {
        ($($query:expr),* $(,)?) => { $(seen(&$query, check);)* };
    }
    let several = vec!["one".to_owned(), "other".to_owned()];
    reads![
        people::bearer("hash"),
        people::user_by_login("login"),
        people::user_by_id("id"),
        people::users_page("", 20),
        people::assignment_by_id("id"),
        people::assignments_of_user("user"),
        people::units_of_role("administrator", 20),
        people::assignments_at("unit", "role"),
        people::holders_of_role("role"),
        people::organisations_with_staff(),
        proposals::by_id("id"),
        proposals::open(20),
        log_ins::counts(&several),
        log_ins::last_from("user", "address"),
    ];
}

/// A new store in its own folder, removed when the test ends.
struct Fresh {
    session: Session,
    folder: std::path::PathBuf,
}

impl Fresh {
    fn store(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("vardbron-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("store.sqlite");
        make_file(&path).unwrap();
        let session = Session::open(&path, false).unwrap();
        migration::bring_sqlite_up(session.connection(), None).unwrap();
        Self { session, folder }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const SNAPSHOT: &str = "src/plans.txt";

#[test]
fn every_query_has_the_plan_in_the_snapshot() {
    let store = Fresh::store("plans");
    let mut plans = Vec::new();
    every_read(|name, sql, _| {
        // A pragma reads pages of the file, not tables, so it has no plan.
        if sql.starts_with("PRAGMA") {
            return;
        }
        let explained = format!("EXPLAIN QUERY PLAN {sql}");
        let mut explained = store.session.connection().prepare(&explained).unwrap();
        let mut rows = explained.raw_query();
        let mut plan = format!("{name}\n");
        while let Some(row) = rows.next().unwrap() {
            writeln!(plan, "  {}", row.get::<_, String>(3).unwrap()).unwrap();
        }
        plans.push(plan);
    });
    plans.sort();
    let plans = plans.concat();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(SNAPSHOT);
    if std::env::var_os("VARDBRON_WRITE").is_some() {
        std::fs::write(&file, &plans).unwrap();
    }
    let looked_at = std::fs::read_to_string(&file).unwrap();
    assert_eq!(plans, looked_at, "look at the plans, then VARDBRON_WRITE=1");
}

#[test]
fn every_query_is_among_the_plans() {
    let mut listed = BTreeSet::new();
    every_read(|name, _, _| {
        listed.insert(name.to_owned());
    });
    let mut written = BTreeSet::new();
    let mut sources = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).unwrap();
            sources.extend(inside.map(|entry| entry.unwrap().path()));
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for made in text.split("Query::new(").skip(1) {
            // Matches that are not names of statements are other parameters, or this test.
            let name = made
                .trim_start()
                .strip_prefix('"')
                .filter(|name| !name.starts_with(')'));
            written.extend(
                name.and_then(|name| name.split('"').next())
                    .map(str::to_owned),
            );
        }
    }
    assert_eq!(written, listed);
}

#[test]
fn a_query_that_runs_again_is_not_prepared_again() {
    let store = Fresh::store("prepared");
    every_read(|name, sql, run| {
        // SQLite prepares a pragma each time it runs.
        if sql.starts_with("PRAGMA") {
            return;
        }
        run(&store.session);
        run(&store.session);
        let prepared = store.session.connection().prepare_cached(sql).unwrap();
        let again = prepared.get_status(StatementStatus::RePrepare);
        assert_eq!(again, 0, "{name} was prepared anew");
        assert_eq!(prepared.get_status(StatementStatus::Run), 2, "{name}");
    });
}
