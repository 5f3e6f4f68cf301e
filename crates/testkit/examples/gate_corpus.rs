//! The mutation corpus at any size, with the time and the memory of every load.
//!
//! ```text
//! gate_corpus [--per-format 2000] [--records 1000] [--shape un] [--real 200] [--only NAME --keep DIR]
//!             [--date 2026-03-01] [--machine NAME] [--out FILE.json]
//! ```
//! Exit code 1 when an answer was wrong, 2 when the run failed. `bench/gate/run` calls it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints"
)]

use kashf_testkit::corpus::judge::{Bench, Meter};
use kashf_testkit::corpus::{MAX_MILLIS, Mutation, Report, Shape, Subject, real};
use kashf_testkit::shared;
use peak_alloc::PeakAlloc;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The whole process's heap, from what is in use at the start.
#[derive(Debug, Default)]
struct HeapMeter {
    before: usize,
}

impl Meter for HeapMeter {
    fn start(&mut self) {
        HEAP.reset_peak_usage();
        self.before = HEAP.current_usage();
    }

    fn peak_bytes(&mut self) -> u64 {
        HEAP.peak_usage().saturating_sub(self.before) as u64
    }
}

type Failure = Box<dyn std::error::Error>;

#[derive(Debug)]
struct Arguments {
    per_format: usize,
    records: usize,
    real: usize,
    shape: Option<String>,
    only: Option<String>,
    keep: Option<PathBuf>,
    out: Option<PathBuf>,
    date: Option<String>,
    machine: Option<String>,
}

impl Arguments {
    fn read() -> Result<Self, Failure> {
        let mut arguments = Self {
            per_format: 2_000,
            records: 1_000,
            real: 0,
            shape: None,
            only: None,
            keep: None,
            out: None,
            date: None,
            machine: None,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let value = words
                .next()
                .ok_or_else(|| format!("`{word}` needs a value"))?;
            match word.as_str() {
                "--per-format" => arguments.per_format = value.parse()?,
                "--records" => arguments.records = value.parse()?,
                "--real" => arguments.real = value.parse()?,
                "--shape" => arguments.shape = Some(value),
                "--only" => arguments.only = Some(value),
                "--keep" => arguments.keep = Some(value.into()),
                "--out" => arguments.out = Some(value.into()),
                "--date" => arguments.date = Some(value),
                "--machine" => arguments.machine = Some(value),
                _ => return Err(format!("`{word}` is no argument").into()),
            }
        }
        Ok(arguments)
    }

    /// True when mutations whose names begin so are wanted.
    fn wants(&self, label: &str) -> bool {
        let shape = self.shape.as_deref().is_none_or(|shape| shape == label);
        let only = self.only.as_deref().and_then(|name| name.split('/').next());
        shape && only.is_none_or(|only| only == label)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(report) if report.wrong() == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<Report, Failure> {
    let arguments = Arguments::read()?;
    // A panic is a verdict here; its trace would bury the table.
    std::panic::set_hook(Box::new(|_| {}));
    let mut report = Report::default();
    for shape in Shape::ALL {
        if arguments.wants(shape.as_str()) {
            let subject = Subject::invented(shape, arguments.records);
            judge(&subject, arguments.per_format, &arguments, &mut report)?;
        }
    }
    if arguments.real > 0 {
        match shared::shared() {
            None => eprintln!("SKIPPED: ../shared is absent, so no real list was damaged"),
            Some(shared) => {
                for subject in real::subjects(&shared)? {
                    if arguments.wants(&subject.label) {
                        judge(&subject, arguments.real, &arguments, &mut report)?;
                    }
                }
            }
        }
    }
    print!("{}", report.table());
    if let Some(path) = &arguments.out {
        let mut json = report.json();
        json["date"] = arguments.date.clone().into();
        json["machine"] = arguments.machine.clone().into();
        json["per_format"] = arguments.per_format.into();
        json["records"] = arguments.records.into();
        fs_err::write(path, format!("{json:#}\n"))?;
    }
    Ok(report)
}

fn judge(
    subject: &Subject,
    count: usize,
    arguments: &Arguments,
    report: &mut Report,
) -> Result<(), Failure> {
    let bench = Bench::new(subject)?;
    let mut meter = HeapMeter::default();
    if let Some(name) = &arguments.only {
        let mut words = name.split('/').skip(1);
        let kind = words.next().ok_or("--only LABEL/KIND/NUMBER")?;
        let number = words.next().ok_or("--only LABEL/KIND/NUMBER")?.parse()?;
        let mutation = subject.mutation(kind, number);
        let mutation = mutation.ok_or_else(|| format!("there is no `{name}`"))?;
        if let Some(folder) = &arguments.keep {
            keep(&mutation, folder)?;
        }
        let verdict = bench.judge(&mutation, &mut meter)?;
        println!("{}: {}\n{verdict:#?}", mutation.name, mutation.detail);
        report.add(&mutation, &verdict);
        return Ok(());
    }
    for (done, mutation) in subject.mutations(count).enumerate() {
        let mut verdict = bench.judge(&mutation, &mut meter)?;
        // Other work on the machine only adds time: of three tries the fastest is the load's own.
        for _ in 0..2 {
            if verdict.millis > MAX_MILLIS && !subject.real {
                let again = bench.judge(&mutation, &mut meter)?;
                verdict.millis = verdict.millis.min(again.millis);
            }
        }
        report.add(&mutation, &verdict);
        if (done + 1) % 500 == 0 {
            let wrong = report.wrong();
            eprintln!("{}: {} of {count}, {wrong} wrong", subject.label, done + 1);
        }
    }
    Ok(())
}

fn keep(mutation: &Mutation, folder: &Path) -> Result<(), Failure> {
    fs_err::create_dir_all(folder)?;
    for file in &mutation.files {
        fs_err::write(folder.join(&file.name), &file.bytes)?;
    }
    Ok(())
}
