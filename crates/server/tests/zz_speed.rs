mod support;
use kashf::Kashf;
use kashf_server::{AppState, ServeSettings, router};
use serde_json::json;
use std::time::Instant;
use tower::ServiceExt;
use http_body_util::BodyExt;

#[tokio::test(flavor = "multi_thread")]
async fn speed() {
    let Some(data) = std::env::var_os("LS5") else { return };
    let t = Instant::now();
    let state = AppState::new(Kashf::open(std::path::PathBuf::from(data)).unwrap(), ServeSettings::default()).unwrap();
    eprintln!("open {:?}", t.elapsed());
    let routes = router(state);
    let names: Vec<String> = std::fs::read_to_string("/work/plan/q4k.csv").unwrap().lines().skip(1).map(|l| l.split(',').nth(1).unwrap_or("x").trim_matches('"').to_owned()).take(2000).collect();
    let mut first = true;
    for round in 0..3 {
        let t = Instant::now();
        let mut bytes = 0; let mut hits = 0;
        for name in &names {
            let body = json!({"queries":{"q":{"schema":"Person","properties":{"name":[name]}}}}).to_string();
            let request = axum::http::Request::post("/match/default").body(axum::body::Body::from(body)).unwrap();
            let answer = routes.clone().oneshot(request).await.unwrap();
            let b = answer.into_body().collect().await.unwrap().to_bytes();
            if first { eprintln!("{}", String::from_utf8_lossy(&b[..b.len().min(1500)])); first = false; }
            bytes += b.len();
            hits += usize::from(b.len() > 700);
        }
        eprintln!("round {round}: {:?} a request, {} bytes each, {} with results", t.elapsed() / names.len() as u32, bytes / names.len(), hits);
    }
    for uri in ["/entities/us-sdn-36", "/entities/us-sdn-36"] {
        let t = Instant::now();
        let answer = routes.clone().oneshot(axum::http::Request::get(uri).body(axum::body::Body::empty()).unwrap()).await.unwrap();
        let s = answer.status();
        let b = answer.into_body().collect().await.unwrap().to_bytes();
        eprintln!("{uri} {s} {:?} {}", t.elapsed(), String::from_utf8_lossy(&b[..b.len().min(3000)]));
    }
}
