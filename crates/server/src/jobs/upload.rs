//! Taking a file in: as a stream to disk, bounded in bytes and in disk; nothing of it is held in memory.

use super::Shared;
use super::files::Files;
use crate::error::{ApiError, internal};
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use fs_err as fs;
use http_body_util::BodyExt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;

/// Portions that wait to be written: a slow disk slows the client.
const AHEAD: usize = 8;

/// Bytes that uploads are bringing at this moment, over all requests.
static COMING: AtomicU64 = AtomicU64::new(0);

/// Writes a body to a job's folder; gives its bytes.
pub(super) async fn take(
    shared: &Shared,
    id: &str,
    body: Body,
    length: Option<u64>,
) -> Result<u64, ApiError> {
    let most = shared.config.file_bytes;
    if length.is_some_and(|length| length > most) {
        return Err(too_large(most));
    }
    let files = shared.files.clone();
    let free = {
        let files = files.clone();
        let held = tokio::task::spawn_blocking(move || files.bytes()).await;
        let held = held.map_err(|_| internal())?;
        shared
            .config
            .disk_bytes
            .saturating_sub(held + COMING.load(Ordering::Relaxed))
    };
    if length.unwrap_or(1) > free {
        return Err(no_room());
    }
    let (send, receive) = mpsc::channel(AHEAD);
    let id = id.to_owned();
    let writing = tokio::task::spawn_blocking(move || write(&files, &id, receive));
    let coming = feed(body, &send, most.min(free), most <= free).await;
    // Whether it came whole is told apart from an end: a file that is cut must not become a job.
    let ended = match &coming {
        Ok(()) => send.send(Portion::End).await.map_err(|_| ()),
        Err(_) => Err(()),
    };
    drop(send);
    let written = writing.await.map_err(|_| internal())?;
    coming?;
    match (written, ended) {
        (Ok(Some(bytes)), Ok(())) => Ok(bytes),
        (Err(error), _) => Err(failed(&error)),
        _ => Err(internal()),
    }
}

enum Portion {
    Bytes(Bytes),
    End,
}

/// Hands the body to the writer, counting.
async fn feed(
    mut body: Body,
    send: &mpsc::Sender<Portion>,
    most: u64,
    by_size: bool,
) -> Result<(), ApiError> {
    let mut coming = Coming(0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                "body_broken",
                "the file did not arrive whole",
            )
        })?;
        let Ok(bytes) = frame.into_data() else {
            continue;
        };
        coming.add(bytes.len() as u64);
        if coming.0 > most {
            return Err(if by_size { too_large(most) } else { no_room() });
        }
        if send.send(Portion::Bytes(bytes)).await.is_err() {
            // The writer has failed and says why.
            return Ok(());
        }
    }
    if coming.0 == 0 {
        return Err(
            ApiError::new(StatusCode::BAD_REQUEST, "no_file", "the body is empty")
                .hint("send the file as the body: curl --data-binary @customers.csv"),
        );
    }
    Ok(())
}

/// Bytes of one upload, in the sum of all while it lasts.
struct Coming(u64);

impl Coming {
    fn add(&mut self, bytes: u64) {
        self.0 += bytes;
        COMING.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        COMING.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Writes what comes; `None` when the sender went before the end.
fn write(
    files: &Files,
    id: &str,
    mut portions: mpsc::Receiver<Portion>,
) -> io::Result<Option<u64>> {
    let (folder, mut file) = files.begin(id)?;
    let unfinished = Unfinished(folder);
    let mut bytes = 0;
    while let Some(portion) = portions.blocking_recv() {
        match portion {
            Portion::Bytes(portion) => {
                file.write_all(&portion)?;
                bytes += portion.len() as u64;
            }
            Portion::End => {
                files.finish(id, unfinished.path(), &file)?;
                std::mem::forget(unfinished);
                return Ok(Some(bytes));
            }
        }
    }
    Ok(None)
}

/// Removes the folder of an upload that did not end.
struct Unfinished(PathBuf);

impl Unfinished {
    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What stays is swept a day later.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn too_large(most: u64) -> ApiError {
    let message = format!("the file is longer than {} MiB", most >> 20);
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
        .hint("split it, or set `file_mib` in [jobs] of config.toml")
}

fn no_room() -> ApiError {
    ApiError::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "no_room",
        "the files of all jobs together have no more room",
    )
    .hint("delete jobs that are done, or set `disk_mib` in [jobs] of config.toml")
}

/// A fault of the file system, without its path.
fn failed(error: &io::Error) -> ApiError {
    if matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) {
        return no_room();
    }
    ApiError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "not_written",
        "the file could not be written to the data directory",
    )
}
