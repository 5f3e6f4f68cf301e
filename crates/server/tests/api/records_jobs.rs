//! Files that are screened in the background.

use super::records_log::{LIST, again, configured, holds, rows};
use crate::support::{Desk, Got};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn upload(desk: &Desk, query: &str, file: &str) -> Got {
    let request = Request::post(format!("/v1/jobs{query}"))
        .body(Body::from(file.to_owned()))
        .unwrap();
    desk.send(request).await
}

async fn ended(desk: &Desk, job: &str) -> Value {
    let begun = Instant::now();
    loop {
        let view = desk.get(&format!("/v1/jobs/{job}")).await.json();
        let state = view["state"].as_str().unwrap().to_owned();
        if state == "done" || state == "failed" {
            return view;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{view}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_file_is_screened_in_the_background() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let mut file = "id,full_name\n".to_owned();
    for number in 0..3000 {
        let name = if number % 100 == 0 {
            "Nadir Exampleman"
        } else {
            "Somebody Else"
        };
        file.push_str(&format!("r{number},{name}\n"));
    }
    let got = upload(&desk, "?schema=Person", &file).await;
    assert_eq!(
        got.status,
        StatusCode::ACCEPTED,
        "{}",
        String::from_utf8_lossy(&got.body)
    );
    let job = got.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(got.headers["location"], format!("/v1/jobs/{job}"));
    let view = ended(&desk, &job).await;
    assert_eq!(view["state"], "done", "{view}");
    assert_eq!(view["tally"]["records"], 3000);
    assert_eq!(view["tally"]["with_match"], 30);
    assert_eq!(view["progress"], 1.0);

    let result = format!("/v1/jobs/{job}/result");
    let whole = desk.get(&result).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.headers["content-type"], "application/x-ndjson");
    let lines = String::from_utf8(whole.body.clone()).unwrap();
    assert_eq!(lines.lines().count(), 3000);
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["id"], &first["matches"][0]["id"]),
        (&json!("r0"), &json!("x-1"))
    );
    assert_eq!(first["snapshot"], view["snapshot"]);
    let part = Request::get(&result)
        .header("range", "bytes=10-19")
        .body(Body::empty())
        .unwrap();
    let part = desk.send(part).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.body, whole.body[10..20]);

    assert_eq!(rows(&desk, 100).await[0]["request"], job);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = fs_err::metadata(desk.data().join("jobs").join(&job)).unwrap();
        assert_eq!(folder.permissions().mode() & 0o777, 0o700);
    }
    let delete = Request::delete(format!("/v1/jobs/{job}"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(desk.send(delete).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.get(&result).await.status, StatusCode::NOT_FOUND);
    assert_eq!(holds(&desk, "Somebody Else"), None, "its files are gone");
}

#[tokio::test]
async fn a_server_that_ends_goes_on_with_its_jobs() {
    let mut file = String::new();
    for number in 0..40_000 {
        file.push_str(&format!(
            "{{\"id\":\"{number}\",\"name\":\"Nadir Exampleman {}\"}}\n",
            number % 977
        ));
    }
    let straight = Desk::new(&[("example_list", LIST)]);
    let job = upload(&straight, "", &file).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    ended(&straight, &job).await;
    let expected = straight.get(&format!("/v1/jobs/{job}/result")).await.body;

    let mut desk = Desk::new(&[("example_list", LIST)]);
    let job = upload(&desk, "", &file).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Everything of the old server ends before the new one begins.
        desk.routes = axum::Router::new();
        let placeholder = Desk::new(&[("example_list", LIST)]);
        desk.state = placeholder.state.clone();
        again(&mut desk);
    }
    let view = ended(&desk, &job).await;
    assert_eq!(
        (&view["state"], &view["restarts"]),
        (&json!("done"), &json!(0)),
        "{view}"
    );
    let got = desk.get(&format!("/v1/jobs/{job}/result")).await.body;
    assert!(
        got == expected,
        "{} bytes against {}",
        got.len(),
        expected.len()
    );
}

#[tokio::test]
async fn files_are_bounded_and_what_is_no_file_fails_with_words() {
    let desk = configured("[jobs]\nfile_mib = 1\ndisk_mib = 2\n");
    let empty = upload(&desk, "", "").await;
    assert_eq!(empty.json()["code"], "no_file");
    let long = "x".repeat(1 << 20);
    let refused = upload(&desk, "", &format!("{long}y")).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let wrong = upload(&desk, "?format=xml", "id,name\n1,Nadir\n").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let unknown = upload(&desk, "?datasets=nobodys_list", "id,name\n1,Nadir\n").await;
    assert_eq!(unknown.status.as_u16() / 100, 4);
    let job = upload(&desk, "", "\u{0}\u{1}\u{2}no table\n").await.json();
    let view = ended(&desk, job["id"].as_str().unwrap()).await;
    assert_eq!(view["state"], "failed", "{view}");
    let problem = view["problem"].as_str().unwrap();
    assert!(
        !problem.is_empty() && !problem.contains("/jobs/"),
        "{problem}"
    );
    let result = desk
        .get(&format!("/v1/jobs/{}/result", view["id"].as_str().unwrap()))
        .await;
    assert_eq!(result.json()["code"], "not_done");
    let left: Vec<_> = fs_err::read_dir(desk.data().join("jobs"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "refused uploads leave nothing");
}
