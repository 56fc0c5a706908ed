//! The headers of every answer, and what happens to requests that are too large or unreadable.

use serde_json::json;

use crate::{
    browser::Browser,
    door::{Door, asylum_seeker},
};

#[tokio::test]
async fn every_answer_forbids_foreign_code_guessing_and_keeping() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    for address in [
        "/healthz",
        "/readyz",
        "/api/v1/openapi.json",
        "/api/v1/nothing",
        "/finns-inte",
    ] {
        let answer = door.ask(None, "GET", address).send().await;
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'self'; base-uri 'none'; form-action 'self'; \
                 frame-ancestors 'none'; object-src 'none'",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            (
                "permissions-policy",
                "camera=(), geolocation=(), microphone=()",
            ),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {address}");
        }
    }
    let answer = door.get("ward-nurse", &case.address()).await;
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_style_sheet_may_be_kept_for_ever_at_its_own_address() {
    let door = Door::new().await;
    let answer = door
        .ask(None, "GET", &web::assets::asset_url("app.css"))
        .send()
        .await
        .expect(200);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    door.ask(None, "GET", "/tillgangar/0000000000000000/app.css")
        .send()
        .await
        .expect(404);
}

#[tokio::test]
async fn content_that_is_too_large_is_told_so_also_when_it_is_ten_times_too_large() {
    let door = Door::new().await;
    for size in [(1 << 20) + 1, 10 << 20] {
        let answer = door
            .ask(Some("ward-nurse"), "POST", "/api/v1/cases")
            .raw("application/json", vec![b' '; size])
            .send()
            .await;
        assert_eq!(answer.problem(), (413, "too-large".to_owned()));
    }
    let just_fits = door
        .ask(Some("ward-nurse"), "POST", "/api/v1/cases")
        .raw("application/json", vec![b' '; 1 << 20])
        .send()
        .await;
    assert_eq!(just_fits.problem(), (400, "malformed-json".to_owned()));
}

#[tokio::test]
async fn what_is_not_utf_8_is_told_so_in_path_query_and_content() {
    let door = Door::new().await;
    for address in [
        "/api/v1/cases/%ff",
        "/api/v1/units?kind=%ff",
        "/api/v1/units?%ff=1",
    ] {
        let answer = door.get("ward-nurse", address).await;
        assert_eq!(answer.problem(), (400, "not-utf-8".to_owned()), "{address}");
    }
    let answer = door
        .ask(Some("ward-nurse"), "POST", "/api/v1/cases")
        .raw(
            "application/json",
            vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}'],
        )
        .send()
        .await;
    assert_eq!(answer.problem(), (400, "not-utf-8".to_owned()));
}

#[tokio::test]
async fn long_answers_are_compressed_for_clients_that_accept_it() {
    let door = Door::new().await;
    let packed = door
        .ask(None, "GET", "/api/v1/openapi.json")
        .header("accept-encoding", "gzip")
        .send()
        .await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let plain = door.ask(None, "GET", "/api/v1/openapi.json").send().await;
    assert_eq!(plain.header("content-encoding"), "");
    assert!(packed.body.len() * 4 < plain.body.len());
    let short = door
        .ask(None, "GET", "/healthz")
        .header("accept-encoding", "gzip")
        .send()
        .await;
    assert_eq!(short.header("content-encoding"), "");
}

#[tokio::test]
async fn an_unknown_address_is_a_page_for_a_person_and_a_problem_for_a_program() {
    let door = Door::new().await;
    let page = door
        .ask(None, "GET", "/finns-inte")
        .send()
        .await
        .expect(404);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.text().contains("<h1"));
    for address in ["/api", "/api/v1", "/api/v2/cases", "/api/v1/cases/"] {
        let answer = door.ask(None, "GET", address).send().await;
        assert_eq!(answer.problem(), (404, "not-found".to_owned()), "{address}");
    }
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_answered_with_those_that_are() {
    let door = Door::new().await;
    let answer = door
        .ask(Some("ward-nurse"), "DELETE", "/api/v1/cases")
        .send()
        .await;
    assert_eq!(answer.problem(), (405, "method-not-allowed".to_owned()));
    let allowed = answer.header("allow");
    assert!(
        allowed.contains("GET") && allowed.contains("POST"),
        "{allowed}"
    );
    let answer = door.post("ward-nurse", "/api/v1/units", &json!({})).await;
    assert_eq!(answer.problem(), (405, "method-not-allowed".to_owned()));
}

// covers: X1
#[tokio::test]
async fn a_right_that_has_ended_opens_nothing_by_any_door() {
    let door = Door::new().await;
    let case = door.consented().await;
    let page = format!("/arenden/{}/patienten", case.id);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    nurse.get(&page).await.expect(200);
    door.get("ward-nurse", &case.address()).await.expect(200);
    let mut staff = testkit::staff("").into_iter();
    let name = staff
        .find(|member| member.login == "ward-nurse")
        .unwrap()
        .name;
    let mut keeper = Browser::of(&door, "administrator").await;
    let list = keeper.get("/administration/personal").await.text();
    let mut members = list.split("href=\"/administration/personal/");
    let member = members.find(|part| part.contains(&name)).unwrap();
    let member = format!(
        "/administration/personal/{}",
        member.split('"').next().unwrap()
    );
    let shown = keeper.get(&member).await.expect(200).text();
    for part in shown.split("name=\"uppdrag\" value=\"").skip(1) {
        let ended = [("uppdrag", part.split('"').next().unwrap())];
        let end = format!("{member}/avsluta");
        keeper.post(&end, &ended).await.expect(303);
    }
    nurse.get(&page).await.expect(303);
    door.get("ward-nurse", &case.address()).await.expect(401);
}
