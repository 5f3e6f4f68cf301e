//! Every route against everybody who may ask.

use super::now_millis;
use super::table::{self, Need};
use crate::{AppState, ServeError, ServeSettings, router};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use kashf::{Kashf, LoadRequest, NoProgress};
use kashf_records::{NewKey, Records, Role, Scope, Scopes};
use std::path::PathBuf;
use tower::ServiceExt;

const PASSWORD: &str = "a long password of nobody";

struct Closed {
    _folder: tempfile::TempDir,
    data: PathBuf,
    records: Records,
}

impl Closed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let list = folder.path().join("example_list.ftm.json");
        let line = r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#;
        fs_err::write(&list, line).unwrap();
        let request = LoadRequest {
            sources: vec![list.display().to_string()],
            now: "2026-01-01T00:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        let kashf = Kashf::open(&data).unwrap();
        kashf.load(&request, &NoProgress).unwrap();
        let records = Records::open(&data).unwrap();
        Self {
            _folder: folder,
            data,
            records,
        }
    }

    fn state(&self) -> Result<AppState, ServeError> {
        AppState::new(Kashf::open(&self.data).unwrap(), ServeSettings::default())
    }

    fn routes(&self) -> Router {
        router(self.state().unwrap())
    }

    fn key(&self, name: &str, scopes: Scopes, per_minute: Option<u32>) -> String {
        let new = NewKey {
            name,
            scopes,
            per_minute,
            expires_at: None,
        };
        let (_, secret) = self.records.add_key(&new, now_millis()).unwrap();
        format!("Bearer {}", secret.reveal())
    }
}

async fn ask(routes: &Router, method: &Method, path: &str, authorization: &str) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    if !authorization.is_empty() {
        request = request.header("authorization", authorization);
    }
    let request = request.body(Body::empty()).unwrap();
    routes.clone().oneshot(request).await.unwrap()
}

/// The paths of a router, as its Debug form tells them: axum has no other way to list them.
fn paths(routes: &Router) -> Vec<String> {
    let text = format!("{routes:?}");
    let at = text
        .find("paths: {")
        .expect("axum's Debug form tells paths")
        + "paths: {".len();
    let mut found: Vec<String> = text[at..]
        .split('"')
        // What axum adds for paths that nobody has is not ours.
        .filter(|piece| piece.starts_with('/') && !piece.contains("__private__"))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    assert!(
        found.contains(&"/healthz".to_owned()),
        "{found:?} in {text}"
    );
    found
}

#[tokio::test]
async fn every_route_has_a_row() {
    let desk = Closed::new();
    for path in paths(&desk.routes()) {
        let need = table::need(&path);
        assert_ne!(need, Need::Nobody, "{path} is not in access/table.rs");
    }
}

#[tokio::test]
async fn every_route_meets_every_caller() {
    let desk = Closed::new();
    let mut callers = vec![(String::new(), Scopes::default())];
    for scope in Scope::ALL {
        let scopes: Scopes = [scope].into_iter().collect();
        callers.push((desk.key(scope.as_str(), scopes, None), scopes));
    }
    for role in Role::ALL {
        let name = role.as_str();
        desk.records
            .add_user(name, role, PASSWORD, now_millis())
            .unwrap();
        let basic = format!("Basic {}", base64(&format!("{name}:{PASSWORD}")));
        callers.push((basic, role.scopes()));
    }
    let routes = desk.routes();
    let mut asked = 0;
    for path in paths(&routes) {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let filled = filled(&path);
            for (authorization, scopes) in &callers {
                let status = ask(&routes, &method, &filled, authorization).await.status();
                if status == StatusCode::METHOD_NOT_ALLOWED {
                    // Nothing answers it, so there is nothing to protect.
                    continue;
                }
                let refused = status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN;
                let expected = match table::need(&path) {
                    Need::Scope(_) if authorization.is_empty() => Some(StatusCode::UNAUTHORIZED),
                    Need::Scope(scope) if !scopes.has(scope) => Some(StatusCode::FORBIDDEN),
                    Need::Nobody => Some(StatusCode::FORBIDDEN),
                    Need::Own => continue,
                    Need::Scope(_) | Need::Public => None,
                };
                match expected {
                    Some(expected) => assert_eq!(status, expected, "{method} {path} {scopes}"),
                    None => assert!(!refused, "{method} {path} {scopes}: {status}"),
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 200, "{asked}");
}

#[tokio::test]
async fn nobody_is_asked_when_nobody_is_known() {
    let desk = Closed::new();
    let routes = desk.routes();
    for path in paths(&routes) {
        let status = ask(&routes, &Method::GET, &filled(&path), "")
            .await
            .status();
        assert_ne!(status, StatusCode::UNAUTHORIZED, "{path}");
        if table::need(&path) != Need::Own {
            assert_ne!(status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}

#[test]
fn an_address_of_others_needs_a_key() {
    let desk = Closed::new();
    let settings = || ServeSettings {
        listen: "0.0.0.0:0".parse().unwrap(),
        ..ServeSettings::default()
    };
    let start = || AppState::new(Kashf::open(&desk.data).unwrap(), settings());
    let refused = start().unwrap_err();
    assert!(matches!(refused, ServeError::Unguarded { .. }), "{refused}");
    assert!(refused.hint().unwrap().contains("kashf keys add"));
    desk.key("bank", Scopes::all(), None);
    assert!(start().is_ok());
}

/// The form `{x}` of a path, filled.
fn filled(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (at, byte)| {
            bits | u32::from(*byte) << (16 - 8 * at)
        });
        for at in 0..=chunk.len() {
            coded.push(DIGITS[(bits >> (18 - 6 * at) & 63) as usize] as char);
        }
    }
    coded
}

/// Routes of a closed server that a key with this scope may use, whatever is there.
const READS: &str = "/catalog";

mod keys {
    use super::*;

    /// A router with one route, so that these tests say nothing of what routes answer.
    fn one_route(desk: &Closed) -> Router {
        let state = desk.state().unwrap();
        Router::new()
            .route(READS, axum::routing::get(|| async { "read" }))
            .route("/v1/lists", axum::routing::get(|| async { "read" }))
            .layer(axum::middleware::from_fn_with_state(
                state.clone(),
                super::super::check,
            ))
            .with_state(state)
    }

    async fn body(response: Response) -> serde_json::Value {
        use http_body_util::BodyExt;
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[tokio::test]
    async fn a_key_is_taken_from_headers_and_not_from_the_address() {
        let desk = Closed::new();
        let bearer = desk.key("bank", Scopes::all(), None);
        let key = bearer.strip_prefix("Bearer ").unwrap();
        let routes = one_route(&desk);
        for good in [
            bearer.clone(),
            format!("ApiKey {key}"),
            format!("apikey {key}"),
        ] {
            let got = ask(&routes, &Method::GET, READS, &good).await;
            assert_eq!(got.status(), StatusCode::OK);
        }
        let request = Request::get(READS).header("x-api-key", key);
        let got = routes.clone().oneshot(request.body(Body::empty()).unwrap());
        assert_eq!(got.await.unwrap().status(), StatusCode::OK);
        let uri = format!("{READS}?api_key={key}");
        let got = ask(&routes, &Method::GET, &uri, "").await;
        assert_eq!(got.status(), StatusCode::UNAUTHORIZED);
    }

    #[tokio::test]
    async fn refusals_have_the_shape_of_their_routes() {
        let desk = Closed::new();
        let bearer = desk.key("jobs-only", "jobs".parse().unwrap(), None);
        let routes = one_route(&desk);
        let got = ask(&routes, &Method::GET, READS, "").await;
        assert_eq!(got.status(), StatusCode::UNAUTHORIZED);
        assert!(got.headers().contains_key("www-authenticate"));
        assert!(body(got).await["detail"].is_string());
        let got = ask(&routes, &Method::GET, "/v1/lists", &bearer).await;
        assert_eq!(got.status(), StatusCode::FORBIDDEN);
        let said = body(got).await;
        assert_eq!(said["code"], "not_allowed");
        assert!(said["hint"].as_str().unwrap().contains("`read`"), "{said}");
    }

    #[tokio::test]
    async fn wrong_cut_expired_and_revoked_keys_are_refused() {
        let desk = Closed::new();
        let good = desk.key("good", Scopes::all(), None);
        let revoked = desk.key("revoked", Scopes::all(), None);
        desk.records.revoke_key("revoked", now_millis()).unwrap();
        let new = NewKey {
            name: "expired",
            scopes: Scopes::all(),
            per_minute: None,
            expires_at: Some(now_millis() - 1),
        };
        let made = desk.records.add_key(&new, now_millis() - 1000).unwrap();
        let expired = format!("Bearer {}", made.1.reveal());
        let routes = one_route(&desk);
        let mut other = good.clone();
        let last = if other.ends_with('0') { '1' } else { '0' };
        other.pop();
        let cut = other.clone();
        other.push(last);
        for wrong in [
            &revoked,
            &expired,
            &cut,
            &other,
            "Bearer",
            "Basic x",
            "Bearer \u{e9}",
        ] {
            let status = ask(&routes, &Method::GET, READS, wrong).await.status();
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{wrong}");
        }
        assert_eq!(
            ask(&routes, &Method::GET, READS, &good).await.status(),
            StatusCode::OK
        );
    }

    #[tokio::test]
    async fn a_spent_allowance_says_when_to_come_again() {
        let desk = Closed::new();
        let bearer = desk.key("slow", Scopes::all(), Some(2));
        let routes = one_route(&desk);
        for left in ["1", "0"] {
            let got = ask(&routes, &Method::GET, READS, &bearer).await;
            assert_eq!(got.status(), StatusCode::OK);
            assert_eq!(got.headers()["x-ratelimit-limit"], "2");
            assert_eq!(got.headers()["x-ratelimit-remaining"], left);
        }
        let got = ask(&routes, &Method::GET, READS, &bearer).await;
        assert_eq!(got.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(got.headers()["retry-after"], "30");
        assert!(
            body(got).await["detail"]
                .as_str()
                .unwrap()
                .starts_with("not screened")
        );
    }

    #[tokio::test]
    async fn guessing_passwords_ends_and_keys_still_work() {
        let desk = Closed::new();
        let bearer = desk.key("bank", Scopes::all(), None);
        let routes = one_route(&desk);
        let wrong = format!("Basic {}", base64("layla:a guess at a password"));
        let mut statuses = Vec::new();
        for _ in 0..25 {
            statuses.push(ask(&routes, &Method::GET, READS, &wrong).await.status());
        }
        assert_eq!(statuses[0], StatusCode::UNAUTHORIZED);
        assert_eq!(statuses[24], StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            ask(&routes, &Method::GET, READS, &bearer).await.status(),
            StatusCode::OK
        );
    }

    #[tokio::test]
    async fn a_key_revoked_elsewhere_is_refused_soon_and_the_last_one_opens_nothing() {
        let desk = Closed::new();
        let bearer = desk.key("bank", Scopes::all(), None);
        let routes = one_route(&desk);
        assert_eq!(
            ask(&routes, &Method::GET, READS, &bearer).await.status(),
            StatusCode::OK
        );
        desk.records.revoke_key("bank", now_millis()).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        for wrong in [bearer.as_str(), ""] {
            let status = ask(&routes, &Method::GET, READS, wrong).await.status();
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
    }
}
