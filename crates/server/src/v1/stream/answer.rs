//! Between the lines of a stream and its answers: read, screen in chunks, write in order.

use super::super::ask::{Ask, ScreeningAnswer, count, screenings};
use super::super::batch::BatchSummary;
use super::cut::{Cutter, Line};
use super::{StreamEnd, StreamSummary};
use crate::error::{ApiError, Overload};
use crate::log::LogContext;
use crate::state::AppState;
use crate::world::World;
use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use kashf::{Record, Tally};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

/// Lines that a worker takes at a time, at five matches each; fewer where more are asked for, because answers grow.
const CHUNK: usize = 64;

/// How long a chunk waits before it asks again for a worker, when there is none.
const AGAIN: Duration = Duration::from_millis(50);

/// What is to be written next.
pub(super) enum Step {
    /// The answers to a few lines, being made.
    Chunk(JoinHandle<(Vec<u8>, Tally)>),
    /// There are no more, and why not when the body did not end.
    End(Option<&'static str>),
}

/// What all lines of a stream are put to.
#[derive(Clone)]
pub(super) struct To {
    pub(super) state: AppState,
    pub(super) world: Arc<World>,
    pub(super) ask: Arc<Ask>,
    pub(super) context: LogContext,
}

/// Reads the body, cuts lines, and has them answered.
pub(super) async fn read(to: To, mut records: Body, steps: Sender<Step>) {
    let idle = to.state.settings().answer_time;
    let size = (CHUNK * 5 / to.ask.options.limit.max(1)).clamp(1, CHUNK);
    let mut cutter = Cutter::default();
    let problem = loop {
        let lines = match timeout(idle, records.frame()).await {
            Err(_) => break Some("no line came for too long"),
            Ok(Some(Err(_))) => break Some("the body did not arrive whole"),
            Ok(None) => break None,
            Ok(Some(Ok(frame))) => frame
                .data_ref()
                .map_or_else(Vec::new, |bytes| cutter.push(bytes)),
        };
        if !hand_over(lines, size, &to, &steps).await {
            return;
        }
    };
    let rest = cutter.rest().filter(|_| problem.is_none());
    if hand_over(rest.into_iter().collect(), size, &to, &steps).await {
        // Whoever waits for it has gone: nothing is left to tell.
        let _ = steps.send(Step::End(problem)).await;
    }
}

/// Has lines answered, waiting for room; false when nobody waits for answers any more.
async fn hand_over(lines: Vec<Line>, size: usize, to: &To, steps: &Sender<Step>) -> bool {
    let mut lines = lines.into_iter();
    loop {
        let chunk: Vec<Line> = lines.by_ref().take(size).collect();
        if chunk.is_empty() {
            return true;
        }
        let Ok(room) = steps.reserve().await else {
            return false;
        };
        room.send(Step::Chunk(tokio::spawn(answered(to.clone(), chunk))));
    }
}

/// The answers to a few lines. Where the server has more work than it can take they wait for a time, then say so.
async fn answered(to: To, lines: Vec<Line>) -> (Vec<u8>, Tally) {
    let lines = Arc::new(lines);
    let until = Instant::now() + to.state.settings().answer_time;
    let problem = loop {
        let (now, by, what) = (
            Arc::clone(&to.world),
            Arc::clone(&to.ask),
            Arc::clone(&lines),
        );
        let work = move || {
            let mut done = (Vec::new(), Tally::default());
            let mut told = screenings(&now, []);
            for line in what.iter() {
                let record = Record::of_line(&line.bytes, line.at, line.number, by.schema());
                let mut answer = by.answer(&now, &record);
                told.items.extend(screenings(&now, [&mut answer]).items);
                put(&mut done, &answer);
            }
            (done, told)
        };
        match to.state.pool().run(work).await {
            // Answers that must be written down and cannot be do not go out.
            Ok((done, told)) => match to.state.log().keep(&to.context, told).await {
                Ok(_) => {
                    count(&to.state, &done.1);
                    return done;
                }
                Err(unwritten) => break unwritten.message().to_owned(),
            },
            Err(Overload::Busy) if Instant::now() < until => sleep(AGAIN).await,
            Err(overload) => break ApiError::from(overload).message,
        }
    };
    let mut done = (Vec::new(), Tally::default());
    for line in lines.iter() {
        let number = line.number.to_string();
        put(&mut done, &to.ask.not_screened(&to.world, number, &problem));
    }
    count(&to.state, &done.1);
    done
}

fn put((bytes, tally): &mut (Vec<u8>, Tally), answer: &ScreeningAnswer) {
    tally.add(&answer.line);
    bytes.extend(json(answer));
}

/// Writes the answers in order, and the summary after them.
pub(super) async fn write(
    world: Arc<World>,
    mut pending: Receiver<Step>,
    out: Sender<Bytes>,
    stall: Duration,
) {
    let mut tally = Tally::default();
    let problem = loop {
        match pending.recv().await {
            Some(Step::Chunk(chunk)) => {
                let Ok((bytes, counts)) = chunk.await else {
                    break Some("a defect of the program stopped this stream");
                };
                tally.join(&counts);
                // A client that takes nothing for too long is let go; without a summary.
                if !matches!(timeout(stall, out.send(bytes.into())).await, Ok(Ok(()))) {
                    return;
                }
            }
            Some(Step::End(problem)) => break problem,
            None => break Some("a defect of the program stopped this stream"),
        }
    };
    let end = StreamEnd {
        summary: StreamSummary {
            complete: problem.is_none(),
            problem: problem.map(str::to_owned),
            counts: BatchSummary::new(&world, tally),
        },
    };
    let _ = timeout(stall, out.send(json(&end).into())).await;
}

fn json(line: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(line).expect("an answer is strings, numbers and lists");
    bytes.push(b'\n');
    bytes
}
