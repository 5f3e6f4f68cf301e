//! A server over invented lists, for tests of what it answers.

pub(crate) mod lists;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use kashf::{Kashf, LoadRequest, NoProgress};
use kashf_server::{AppState, ServeSettings, router};
use serde_json::Value;
use std::path::PathBuf;
use tower::ServiceExt;

/// A data directory with lists, and the routes over it; no socket.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) routes: Router,
    pub(crate) state: AppState,
}

/// An answer, read to its end.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }
}

impl Desk {
    /// With these lists: name and FollowTheMoney lines.
    pub(crate) fn new(lists: &[(&str, &str)]) -> Self {
        Self::with(lists, ServeSettings::default())
    }

    /// With these settings.
    pub(crate) fn with(lists: &[(&str, &str)], settings: ServeSettings) -> Self {
        let folder = tempfile::tempdir().expect("a scratch directory");
        let kashf = Kashf::open(folder.path().join("data")).expect("a data directory");
        for (name, lines) in lists {
            load(
                &kashf,
                name,
                lines,
                &folder.path().join(format!("{name}.ftm.json")),
            );
        }
        let state = AppState::new(kashf, settings).expect("lists are loaded");
        Self {
            routes: router(state.clone()),
            folder,
            state,
        }
    }

    /// Where the data directory is.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// GET.
    pub(crate) async fn get(&self, uri: &str) -> Got {
        let request = Request::get(uri).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// POST of JSON.
    pub(crate) async fn post(&self, uri: &str, body: &Value) -> Got {
        let request = Request::post(uri)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        self.send(request).await
    }

    /// Any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Got {
        let answer = self.routes.clone().oneshot(request).await;
        let answer = answer.expect("routes always answer");
        let (head, body) = answer.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Got {
            status: head.status,
            headers: head.headers,
            body: body.to_vec(),
        }
    }
}

/// Loads FollowTheMoney lines as a list.
pub(crate) fn load(kashf: &Kashf, name: &str, lines: &str, file: &std::path::Path) {
    fs_err::write(file, lines).expect("a scratch file");
    let request = LoadRequest {
        sources: vec![file.display().to_string()],
        name: Some(name.to_owned()),
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = kashf.load(&request, &NoProgress).expect("the list loads");
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
}
