//! What `docs/api.md` shows is what a server answers: its commands are run with curl, its answers held against the real
//! ones. An answer in the document may leave fields out; what it shows must be so.

use crate::support::Desk;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Blocks of the document: what stands behind the three backticks, and the text.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Where the document says something that is not so.
fn difference(shown: &Value, real: &Value, place: &str) -> Option<String> {
    match (shown, real) {
        (Value::Object(shown), Value::Object(real)) => shown.iter().find_map(|(key, value)| {
            let place = format!("{place}.{key}");
            difference(
                value,
                real.get(key).unwrap_or(&Value::String("nothing".into())),
                &place,
            )
        }),
        (Value::Array(shown), Value::Array(real)) => {
            shown.iter().enumerate().find_map(|(at, value)| {
                let place = format!("{place}[{at}]");
                difference(
                    value,
                    real.get(at).unwrap_or(&Value::String("nothing".into())),
                    &place,
                )
            })
        }
        (shown, real) if shown == real => None,
        (shown, real) => Some(format!(
            "{place}: the document has {shown}, the server {real}"
        )),
    }
}

fn values(text: &str) -> Vec<Value> {
    let stream = serde_json::Deserializer::from_str(text).into_iter();
    stream
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_commands_of_the_document_answer_what_it_shows() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no curl on this machine");
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let blocks = blocks(&fs_err::read_to_string(path).expect("docs/api.md"));
    let list = blocks
        .iter()
        .find(|(kind, _)| kind == "json list")
        .expect("the invented list");
    let desk = Desk::new(&[("example_list", &list.1)]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let routes = desk.routes.clone();
    let served = tokio::spawn(async move { axum::serve(listener, routes).await });
    let mut run = 0;
    for pair in blocks.windows(2) {
        let [(first, command), (second, shown)] = pair else {
            unreachable!()
        };
        if first != "sh" || second != "json" {
            assert!(first != "sh", "a command without its answer: {command}");
            continue;
        }
        let here = command.replace("127.0.0.1:8000", &address);
        let output =
            tokio::task::spawn_blocking(move || Command::new("sh").arg("-c").arg(here).output());
        let output = output.await.expect("a thread").expect("sh starts");
        assert!(
            output.status.success(),
            "{command}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let real = values(&String::from_utf8(output.stdout).expect("UTF-8"));
        let shown = values(shown);
        assert_eq!(shown.len(), real.len(), "{command}");
        for (shown, real) in shown.iter().zip(&real) {
            let differs = difference(shown, real, "");
            assert!(
                differs.is_none(),
                "{command}: {}",
                differs.unwrap_or_default()
            );
        }
        run += 1;
    }
    served.abort();
    assert!(run >= 8, "{run} commands were run");
}
