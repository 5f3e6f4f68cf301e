//! The OpenAPI document and the page that shows it.
//!
//! `KASHF_UPDATE_OPENAPI=1 cargo test -p kashf-server --test api openapi` writes `docs/openapi.json`.

use crate::support::Desk;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const LIST: &str = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;

const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

fn document() -> Value {
    serde_json::from_str(kashf_server::openapi_json()).expect("the document is JSON")
}

/// Path, method, and what the document says of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in METHODS {
            if let Some(says) = item.get(method) {
                all.push((path.clone(), method.to_owned(), says.clone()));
            }
        }
    }
    all
}

/// A path with the examples of its parameters in place.
fn with_examples(path: &str, says: &Value) -> String {
    let mut path = path.to_owned();
    for one in says["parameters"].as_array().into_iter().flatten() {
        let name = one["name"].as_str().expect("a name");
        let example = one.get("example").unwrap_or(&one["schema"]["example"]);
        let example = example
            .as_str()
            .map_or_else(|| example.to_string(), str::to_owned);
        if one["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), &example);
        } else if one["required"] == true {
            let joint = if path.contains('?') { '&' } else { '?' };
            path.push_str(&format!("{joint}{name}={example}"));
        }
    }
    path
}

/// Everything under a key, wherever it stands.
fn all_under<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(object) => {
            for (name, part) in object {
                if name == key {
                    found.push(part);
                }
                all_under(part, key, found);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| all_under(part, key, found)),
        _ => {}
    }
}

#[test]
fn the_committed_document_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if std::env::var_os("KASHF_UPDATE_OPENAPI").is_some() {
        fs_err::write(&path, kashf_server::openapi_json()).expect("docs/ can be written");
    }
    let committed = fs_err::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == kashf_server::openapi_json(),
        "docs/openapi.json is not current: KASHF_UPDATE_OPENAPI=1 cargo test -p kashf-server --test api openapi"
    );
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    let document = document();
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    let tags = document["tags"].as_array().expect("tags").iter();
    let tags: BTreeSet<&str> = tags.filter_map(|tag| tag["name"].as_str()).collect();
    let mut ids = BTreeSet::new();
    for (path, method, says) in operations(&document) {
        let place = format!("{method} {path}");
        let tag = says["tags"][0].as_str().unwrap_or_default();
        assert!(
            tags.contains(tag),
            "{place}: its group `{tag}` is not described"
        );
        assert!(
            says["summary"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{place}: no summary"
        );
        let id = says["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(
            ids.insert(id.clone()),
            "{place}: operationId `{id}` stands twice"
        );
        assert!(
            says.as_object()
                .is_some_and(|parts| parts.values().all(|part| !part.is_null())),
            "{place}"
        );
        let answers = says["responses"].as_object().expect("responses");
        assert!(
            answers
                .keys()
                .any(|status| status.starts_with('2') || status.starts_with('3')),
            "{place}"
        );
        assert!(answers.contains_key("503"), "{place}");
    }
}

#[test]
fn every_reference_leads_somewhere_and_no_shape_is_forgotten() {
    let document = document();
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("schemas");
    let mut references = Vec::new();
    all_under(&document, "$ref", &mut references);
    let used: BTreeSet<&str> = references
        .iter()
        .filter_map(|reference| reference.as_str()?.strip_prefix("#/components/schemas/"))
        .collect();
    for name in &used {
        assert!(schemas.contains_key(*name), "`{name}` is not described");
    }
    for name in schemas.keys() {
        assert!(
            used.contains(name.as_str()) || name == "StreamEnd" || name == "DetailBody",
            "`{name}` is used nowhere"
        );
    }
}

#[tokio::test]
async fn every_route_of_the_document_is_there_and_no_other_method() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let document = document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let methods: Vec<&str> = METHODS
            .into_iter()
            .filter(|m| item.get(m).is_some())
            .collect();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let says = item.get(method.to_lowercase());
            let uri = with_examples(path, says.unwrap_or(&item[methods[0]]));
            let request = Request::builder()
                .method(method)
                .uri(&uri)
                .body(Body::empty());
            let got = desk.send(request.expect("a request")).await;
            let known = got.status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(known, says.is_some(), "{method} {uri}: {}", got.status);
            if got.status == StatusCode::NOT_FOUND && !got.body.is_empty() {
                assert_ne!(got.json()["code"], "no_route", "{method} {uri}");
            }
        }
    }
}

#[tokio::test]
async fn every_example_of_a_body_is_answered() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let mut tried = 0;
    for (path, method, says) in operations(&document()) {
        for (media, content) in says["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let Some(example) = content.get("example") else {
                continue;
            };
            let body = example
                .as_str()
                .map_or_else(|| example.to_string(), str::to_owned);
            let request = Request::builder()
                .method(method.to_uppercase().as_str())
                .uri(with_examples(&path, &says))
                .header("content-type", media)
                .body(Body::from(body));
            let got = desk.send(request.expect("a request")).await;
            assert!(got.status.is_success(), "{method} {path}: {}", got.status);
            tried += 1;
        }
    }
    assert!(tried >= 4, "{tried} bodies have an example");
}

#[tokio::test]
async fn the_page_shows_every_operation_and_loads_nothing_from_elsewhere() {
    let desk = Desk::new(&[("example_list", LIST)]);
    let got = desk.get("/docs").await;
    assert_eq!(got.status, StatusCode::OK);
    let policy = got.headers["content-security-policy"]
        .to_str()
        .expect("ASCII");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
    let page = String::from_utf8(got.body).expect("UTF-8");
    assert!(!page.contains("<script") && !page.contains("style=\"") && !page.contains("{{"));
    assert!(page.contains("<section class=\"intro\" lang=\"ar\" dir=\"rtl\">"));
    for (path, method, _) in operations(&document()) {
        let place = format!("<span class=\"method {method}\">{method}</span> <code>{path}</code>");
        assert!(page.contains(&place), "{method} {path}");
    }
    // Every link within the page has its place, and that place is the only one of its name.
    for link in page.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().unwrap_or_default();
        let places = page.matches(&format!("id=\"{anchor}\"")).count();
        assert_eq!(places, 1, "#{anchor}");
    }
    let front = desk.get("/").await;
    assert_eq!(
        (front.status, &front.headers["location"]),
        (StatusCode::SEE_OTHER, &"/docs".parse().expect("ASCII"))
    );
    let style = desk.get("/docs/docs.css").await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
    let served = desk.get("/openapi.json").await;
    assert_eq!(served.body, kashf_server::openapi_json().as_bytes());
}

/// A Chromium of this machine, if there is one.
fn chromium() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&paths)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_shows_the_page_under_its_own_policy() {
    let Some(program) = chromium() else {
        eprintln!("SKIPPED: no Chromium on this machine");
        return;
    };
    let desk = Desk::new(&[("example_list", LIST)]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = tokio::spawn(async move { axum::serve(listener, desk.routes.clone()).await });
    let profile = tempfile::tempdir().expect("a scratch directory");
    let run = tokio::task::spawn_blocking(move || {
        std::process::Command::new(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--dump-dom",
                "--enable-logging=stderr",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("http://{address}/docs"))
            .output()
    });
    let run = tokio::time::timeout(std::time::Duration::from_secs(60), run).await;
    let output = run
        .expect("within a minute")
        .expect("a thread")
        .expect("it starts");
    served.abort();
    let (page, log) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(page.contains("<h1>Kashf over HTTP</h1>"), "{log}");
    assert!(
        !log.contains("Refused to") && !log.contains("Content Security Policy"),
        "{log}"
    );
}
