//! Broken guidance is found, by file and line.

use guidance::{Finding, Library, Severity, builtin_files, check, requirement::requirement_ids};
use jiff::civil::date;

/// The findings after one text in one file is replaced.
fn found(file: &str, old: &str, new: &str) -> Vec<Finding> {
    let mut replaced = false;
    let files: Vec<(String, String)> = builtin_files()
        .iter()
        .map(|(path, text)| {
            if path.ends_with(file) && text.contains(old) {
                replaced = true;
                ((*path).to_owned(), text.replacen(old, new, 1))
            } else {
                ((*path).to_owned(), (*text).to_owned())
            }
        })
        .collect();
    assert!(replaced, "{old} is not in {file}");
    match Library::load(files) {
        Err(findings) => findings,
        Ok(library) => check(&library, &requirement_ids(), date(2026, 3, 5)),
    }
}

/// The line, from 1, of a text in a file of the repository.
fn line(file: &str, text: &str) -> usize {
    let whole = builtin_files()
        .iter()
        .find(|(path, _)| path.ends_with(file))
        .map(|(_, t)| *t);
    let whole = whole.unwrap_or_else(|| panic!("no file {file}"));
    let at = whole
        .find(text)
        .unwrap_or_else(|| panic!("{text} is not in {file}"));
    whole[..at].matches('\n').count() + 1
}

#[track_caller]
fn one(findings: &[Finding], file: &str, line: usize, reason: &str) {
    assert!(
        findings.iter().any(|finding| finding.file.ends_with(file)
            && finding.line == line
            && finding.severity == Severity::Error
            && finding.reason.contains(reason)),
        "no `{file}:{line}: {reason}` in {findings:#?}"
    );
}

#[test]
fn two_forms_of_one_command_are_found_and_neither_wins() {
    let other = "command = \"record_institution\"";
    let found = found(
        "record-inbound-question.toml",
        "command = \"record_inbound_question\"",
        other,
    );
    let reason =
        "record_institution has another form in guidance/forms/record-inbound-question.toml";
    one(&found, "record-institution.toml", 1, reason);
}

#[test]
fn an_action_beside_the_steps_has_an_address_a_place_and_answers_of_its_own() {
    for (file, old, new, reason) in [
        (
            "queue-letter.toml",
            "slug = \"lagg-brev-i-ko\"",
            "slug = \"brevets-vag\"",
            "the address brevets-vag is taken",
        ),
        (
            "queue-letter.toml",
            "place = 90",
            "place = 120",
            "the place 120 is taken",
        ),
        (
            "sign-agreement.toml",
            "signatory = \"head_of_operations\"",
            "signatory = \"head_of_nothing\"",
            "signatory: `head_of_nothing` is none of",
        ),
        (
            "sign-agreement.toml",
            "preset = { signatory = \"head_of_operations\" }",
            "preset = { signed_for = \"head_of_operations\" }",
            "signed_for: no such field",
        ),
    ] {
        let found = found(file, old, new);
        let reasons: Vec<&str> = found.iter().map(|finding| &*finding.reason).collect();
        assert!(
            reasons.iter().any(|found| found.contains(reason)),
            "no `{reason}` in {reasons:#?}"
        );
    }
}

#[test]
fn an_unknown_fact_is_found_where_it_stands() {
    let found = found("steps-6a.toml", "done = \"admitted\"", "done = \"admited\"");
    one(
        &found,
        "steps-6a.toml",
        line("steps-6a.toml", "done = \"admitted\""),
        "unknown fact `admited`",
    );
}

#[test]
fn an_unknown_fact_deep_in_a_condition_is_found_where_it_stands() {
    let old = "{ all = [\"nursing_need_unmet\", \"certificate_written\"] }";
    let found = found(
        "steps-6a.toml",
        old,
        "{ all = [\"nursing_need_unmet\", { not = \"signed\" }] }",
    );
    one(
        &found,
        "steps-6a.toml",
        line("steps-6a.toml", old),
        "unknown fact `signed`",
    );
}

#[test]
fn an_unknown_field_is_found_where_it_stands() {
    let found = found("steps-6a.toml", "promptly_since = ", "hurry_since = ");
    one(
        &found,
        "steps-6a.toml",
        line("steps-6a.toml", "promptly_since = "),
        "hurry_since",
    );
}

#[test]
fn an_unknown_role_command_or_unit_is_found_where_it_stands() {
    let acts = "acts = [\"municipal_manager\"]";
    let roles = found("steps.toml", acts, "acts = [\"manager\"]");
    one(&roles, "steps.toml", line("steps.toml", acts), "manager");
    let command = "command = \"write_certificate\"";
    let commands = found("steps-6a.toml", command, "command = \"write_certificat\"");
    one(
        &commands,
        "steps-6a.toml",
        line("steps-6a.toml", command),
        "unknown command `write_certificat`",
    );
    let to = "to = \"health_centre\"";
    let units = found("steps-6b.toml", to, "to = \"health_center\"");
    one(
        &units,
        "steps-6b.toml",
        line("steps-6b.toml", to),
        "unknown recipient `health_center`",
    );
    let kinds = "unit_kinds = [\"municipal_primary_care\"]";
    let forms = found(
        "ask-municipality.toml",
        kinds,
        "unit_kinds = [\"municipality\"]",
    );
    one(
        &forms,
        "ask-municipality.toml",
        line("ask-municipality.toml", kinds),
        "municipality",
    );
}

#[test]
fn an_answer_given_beforehand_that_the_command_does_not_take_is_found() {
    let preset =
        "preset = { audience = \"migration_agency\", channel = \"phone\", subject = \"need\" }";
    let channel = found("steps-6a.toml", preset, "preset = { channel = \"fax\" }");
    one(
        &channel,
        "steps-6a.toml",
        line("steps-6a.toml", "command = \"record_contact\""),
        "`fax` is none of",
    );
    let field = found("steps-6a.toml", preset, "preset = { colour = \"red\" }");
    one(
        &field,
        "steps-6a.toml",
        line("steps-6a.toml", "command = \"record_contact\""),
        "no such field",
    );
}

#[test]
fn a_combination_without_pathway_or_with_two_is_found() {
    let needs = "nursing_needs = [\"none\", \"met_by_kin\"]";
    let none = found("pathways.toml", needs, "nursing_needs = [\"none\"]");
    one(
        &none,
        "pathways.toml",
        1,
        "asylum_seeker × inpatient × met_by_kin has no pathway",
    );
    let two = found(
        "pathways.toml",
        needs,
        "nursing_needs = [\"none\", \"met_by_kin\", \"unmet\"]",
    );
    one(
        &two,
        "pathways.toml",
        line("pathways.toml", "code = \"6B\""),
        "several pathways: 6A, 6B",
    );
}

#[test]
fn a_pathway_other_than_the_product_reckons_with_is_found() {
    let found = found("pathways.toml", "code = \"7C\"", "code = \"7D\"");
    one(
        &found,
        "pathways.toml",
        line("pathways.toml", "code = \"7C\""),
        "7D is no pathway",
    );
    one(
        &found,
        "pathways.toml",
        line("pathways.toml", "code = \"7C\""),
        "leads to 7D",
    );
}

#[test]
fn a_step_nobody_can_complete_is_found() {
    let step = line("steps-6a.toml", "id = \"V6A.9\"");
    let nothing = found(
        "steps-6a.toml",
        "command = \"record_institution\"",
        "command = \"undo_latest\"",
    );
    one(&nothing, "steps-6a.toml", step, "nobody can complete it");
    let acts = "acts = [\"municipal_manager\"]";
    let nobody = found("steps.toml", acts, "acts = [\"log_reviewer\"]");
    one(
        &nobody,
        "steps.toml",
        line("steps.toml", "id = \"C4.1\""),
        "nobody who sees a case acts",
    );
}

#[test]
fn a_step_that_may_not_apply_and_does_not_say_why_is_found() {
    let reason = "[[step.not_applicable]]\ntext = \"Patienten behöver inga hjälpmedel.\"\n";
    let found = found("steps-6b.toml", reason, "");
    one(
        &found,
        "steps-6b.toml",
        line("steps-6b.toml", "id = \"V6B.9\""),
        "no reason that always holds",
    );
}

// covers: X1
#[test]
fn a_step_that_would_tell_the_wrong_ones_is_found() {
    let to = "to = \"health_centre\"";
    let social = found("steps-6b.toml", to, "to = \"social_services\"");
    one(
        &social,
        "steps-6b.toml",
        line("steps-6b.toml", to),
        "social_services is never told anything",
    );
    let agency = found("steps-6c.toml", to, "to = \"migration_agency\"");
    one(
        &agency,
        "pathways.toml",
        line("pathways.toml", "\"V6C.5\""),
        "V6C.5 would tell migration_agency",
    );
}

#[test]
fn a_requirement_that_stands_nowhere_is_found() {
    let found = found("rules.toml", "id = \"V3.8\"", "id = \"V3.9\"");
    one(
        &found,
        "document.toml",
        1,
        "V3.8 stands in no step and no rule",
    );
    one(
        &found,
        "rules.toml",
        line("2025-07-01/rules.toml", "id = \"V3.8\""),
        "V3.9 is no requirement",
    );
}

#[test]
fn a_step_that_is_listed_but_not_defined_or_twice_is_found() {
    let missing = found(
        "pathways.toml",
        "\"V6A.10\", \"V6A.11\"",
        "\"V6A.10\", \"V6A.12\"",
    );
    one(
        &missing,
        "pathways.toml",
        line("pathways.toml", "\"V6A.10\", \"V6A.11\""),
        "V6A.12 is defined nowhere",
    );
    one(
        &missing,
        "steps-6a.toml",
        line("steps-6a.toml", "id = \"V6A.11\""),
        "stands in no pathway",
    );
    let twice = found(
        "pathways.toml",
        "\"V6A.10\", \"V6A.11\"",
        "\"V6A.11\", \"V6A.11\"",
    );
    one(
        &twice,
        "pathways.toml",
        line("pathways.toml", "\"V6A.10\", \"V6A.11\""),
        "has V6A.11 twice",
    );
    let defined = found("steps-6a.toml", "id = \"V6A.11\"", "id = \"V6A.10\"");
    one(
        &defined,
        "steps-6a.toml",
        line("steps-6a.toml", "id = \"V6A.11\""),
        "V6A.10 is a step twice",
    );
}

#[test]
fn a_document_that_is_not_at_hand_is_found() {
    let uses = "uses = [\"checklista-hemsjukvard@2022-05-04\"]";
    let found = found(
        "document.toml",
        uses,
        "uses = [\"checklista-hemsjukvard@2023-01-01\"]",
    );
    one(
        &found,
        "document.toml",
        line("2025-07-01/document.toml", uses),
        "is not at hand",
    );
}

// covers: VV.1
#[test]
fn a_version_past_its_date_is_a_warning_and_no_error() {
    let library = Library::builtin().unwrap();
    assert_eq!(check(&library, &requirement_ids(), date(2026, 7, 1)), []);
    let found = check(&library, &requirement_ids(), date(2026, 7, 2));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(
        found[0].line,
        line("2025-07-01/document.toml", "\nvalid_to") + 1
    );
}

#[test]
fn a_form_and_its_command_are_paired_field_by_field() {
    let form = "close-case.toml";
    let label = found(form, "name = \"reason\"", "name = \"why\"");
    one(&label, form, 1, "reason has no label");
    one(
        &label,
        form,
        line(form, "name = \"reason\""),
        "why is no field of the command",
    );
    let kind = found(form, "kind = \"prose\"", "kind = \"date\"");
    one(
        &kind,
        form,
        line(form, "name = \"reason\""),
        "cannot be answered that way",
    );
    let command = found(form, "command = \"close_case\"", "command = \"end_case\"");
    one(&command, form, 1, "unknown command `end_case`");
    assert!(
        command
            .iter()
            .any(|finding| finding.reason == "close_case has no form")
    );
}

#[test]
fn a_folder_without_document_is_found() {
    let files = [("x/steps.toml".to_owned(), "step = []".to_owned())];
    let findings = Library::load(files).unwrap_err();
    assert_eq!(
        findings[0].to_string(),
        "x/steps.toml:1: the folder has no document.toml"
    );
}

#[test]
fn a_text_that_nobody_has_held_against_the_source_is_found() {
    let found = found(
        "vagledning-fyrbodal/2025-07-01/comparison.toml",
        "ids = [\"V6A.9\"]",
        "ids = [\"V6A.90\"]",
    );
    let reasons: Vec<&str> = found.iter().map(|finding| &*finding.reason).collect();
    for reason in [
        "V6A.9 has no row in comparison.toml",
        "V6A.90 is neither a step nor a rule here",
    ] {
        assert!(reasons.contains(&reason), "no `{reason}` in {reasons:#?}");
    }
}

#[test]
fn an_addition_is_ours_with_a_reason_or_another_places() {
    let found = found(
        "steps-6a.toml",
        "from = \"bilaga 1\"",
        "from = \"bilaga 1\"\nreason = \"Därför\"",
    );
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|finding| finding.reason.contains("says either `reason` or `from`"))
    );
}
