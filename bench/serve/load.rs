//! A load generator for one purpose: as many *distinct* POST requests as a server takes, each body sent once, and how
//! long each answer took. Only std, so that `rustc -O` builds it in a second and it leaves the processor to the server.
//!
//!     load ADDRESS PATH BODIES CONNECTIONS SECONDS [RATE]
//!
//! BODIES is a file with a body a line; the run ends after SECONDS or with the last line. Each connection stays open and has
//! one request at a time. With RATE (requests a second over all connections) requests have a time at which
//! they should begin, and their latency counts from it: a server that stalls cannot hide those that waited.
//! Prints one line of JSON.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Plan {
    address: String,
    path: String,
    bodies: Vec<String>,
    next: AtomicUsize,
    begun: Instant,
    until: Instant,
    rate: Option<f64>,
}

#[derive(Default)]
struct Seen {
    /// Microseconds.
    times: Vec<u32>,
    statuses: std::collections::BTreeMap<u16, u64>,
    /// No connection.
    errors: u64,
    /// The request was sent, and no whole answer came.
    cut: u64,
    bytes: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() < 6 {
        eprintln!("load ADDRESS PATH BODIES CONNECTIONS SECONDS [RATE]");
        std::process::exit(2);
    }
    let text = std::fs::read_to_string(&arguments[3]).expect("the file of bodies");
    let connections: usize = arguments[4].parse().expect("CONNECTIONS is a number");
    let seconds: f64 = arguments[5].parse().expect("SECONDS is a number");
    let begun = Instant::now();
    let plan = Arc::new(Plan {
        address: arguments[1].clone(),
        path: arguments[2].clone(),
        bodies: text.lines().map(str::to_owned).collect(),
        next: AtomicUsize::new(0),
        begun,
        until: begun + Duration::from_secs_f64(seconds),
        rate: arguments.get(6).map(|rate| rate.parse().expect("RATE is a number")),
    });
    let threads: Vec<_> = (0..connections)
        .map(|_| {
            let plan = Arc::clone(&plan);
            let small = std::thread::Builder::new().stack_size(256 << 10);
            small.spawn(move || ask(&plan)).expect("a thread")
        })
        .collect();
    let mut all = Seen::default();
    for thread in threads {
        let seen = thread.join().expect("no thread panics");
        all.times.extend(seen.times);
        all.errors += seen.errors;
        all.cut += seen.cut;
        all.bytes += seen.bytes;
        for (status, count) in seen.statuses {
            *all.statuses.entry(status).or_default() += count;
        }
    }
    report(&mut all, plan.begun.elapsed());
}

fn ask(plan: &Plan) -> Seen {
    let mut seen = Seen::default();
    let mut connection: Option<BufReader<TcpStream>> = None;
    let mut answer = Vec::new();
    while Instant::now() < plan.until {
        let at = plan.next.fetch_add(1, Ordering::Relaxed);
        let Some(body) = plan.bodies.get(at) else {
            break;
        };
        let mut since = Instant::now();
        if let Some(rate) = plan.rate {
            let due = plan.begun + Duration::from_secs_f64(at as f64 / rate);
            if due > plan.until {
                break;
            }
            std::thread::sleep(due.saturating_duration_since(since));
            since = due;
        }
        let mut sent = false;
        let outcome = (|| -> std::io::Result<u16> {
            if connection.is_none() {
                let stream = TcpStream::connect(&plan.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(60)))?;
                connection = Some(BufReader::with_capacity(64 << 10, stream));
            }
            let reader = connection.as_mut().expect("it was just made");
            let request = format!(
                "POST {} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                plan.path,
                plan.address,
                body.len()
            );
            reader.get_mut().write_all(request.as_bytes())?;
            sent = true;
            let (status, length, closes) = head(reader)?;
            answer.resize(length, 0);
            reader.read_exact(&mut answer)?;
            seen.bytes += length as u64;
            if closes {
                connection = None;
            }
            Ok(status)
        })();
        match outcome {
            Ok(status) => {
                let micros = since.elapsed().as_micros();
                seen.times.push(u32::try_from(micros).unwrap_or(u32::MAX));
                *seen.statuses.entry(status).or_default() += 1;
            }
            Err(_) => {
                seen.errors += u64::from(!sent);
                seen.cut += u64::from(sent);
                connection = None;
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }
    seen
}

/// Reads a head: the status, the length of the body, and whether the server closes after it.
fn head(reader: &mut impl BufRead) -> std::io::Result<(u16, usize, bool)> {
    let (mut status, mut length, mut closes) = (0, 0, false);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let text = line.trim_end();
        if text.is_empty() {
            return Ok((status, length, closes));
        }
        if status == 0 {
            status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(1);
        } else if let Some((name, value)) = text.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            } else if name.eq_ignore_ascii_case("connection") {
                closes = value.trim().eq_ignore_ascii_case("close");
            }
        }
    }
}

fn report(all: &mut Seen, took: Duration) {
    all.times.sort_unstable();
    let count = all.times.len();
    let at = |share: f64| {
        let place = ((count as f64 * share) as usize).min(count.saturating_sub(1));
        all.times.get(place).map_or(0.0, |micros| f64::from(*micros) / 1_000.0)
    };
    let statuses: Vec<String> = all
        .statuses
        .iter()
        .map(|(status, count)| format!("\"{status}\":{count}"))
        .collect();
    println!(
        "{{\"requests\":{count},\"errors\":{},\"cut\":{},\"statuses\":{{{}}},\"seconds\":{:.2},\"per_second\":{:.1},\
         \"ms\":{{\"p50\":{:.2},\"p90\":{:.2},\"p99\":{:.2},\"p999\":{:.2},\"max\":{:.2}}},\"answer_bytes\":{}}}",
        all.errors,
        all.cut,
        statuses.join(","),
        took.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        at(1.0),
        all.bytes / (count as u64).max(1),
    );
}
