//! Output files: formats, and runs that were interrupted.

use crate::desk::{Desk, fixture};
use std::process::Stdio;
use std::time::Duration;

#[test]
fn csv_has_a_row_a_match_and_one_for_nobody() {
    let desk = Desk::loaded();
    let out = desk.path("hits.csv");
    let customers = fixture("customers.csv");
    let arguments = [
        "screen",
        "--in",
        customers.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let ran = desk.run(&arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let mut reader = csv::Reader::from_path(&out).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let ids: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    for id in ["c1", "c2", "c3", "c4", "c5"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let nobody = rows.iter().find(|row| &row[0] == "c4").unwrap();
    assert_eq!((&nobody[1], &nobody[3], &nobody[4]), ("screened", "", ""));
    assert!(!desk.path("hits.csv.part").exists() && !desk.path("hits.csv.part.journal").exists());
    let piped = desk.run(&[
        "screen",
        "--in",
        customers.to_str().unwrap(),
        "--format",
        "csv",
    ]);
    assert_eq!(piped.stdout, fs_err::read_to_string(&out).unwrap());
}

#[test]
fn parquet_goes_to_files_and_pipes() {
    let desk = Desk::loaded();
    let out = desk.path("hits.parquet");
    let customers = fixture("customers.csv");
    let ran = desk.run(&[
        "screen",
        "--in",
        customers.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let bytes = fs_err::read(&out).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let mut command = desk.command(&[
        "screen",
        "--in",
        customers.to_str().unwrap(),
        "--format",
        "parquet",
    ]);
    assert!(command.output().unwrap().stdout == bytes);
    assert_eq!(
        fs_err::read_dir(desk.path("")).unwrap().count(),
        2,
        "no file is left beside it"
    );
}

#[test]
fn the_input_is_never_written_over() {
    let desk = Desk::loaded();
    let text = "id,schema,name,name1,name2\n1,Person,Nadir Exampleman,a,b\n";
    let file = desk.write("customers.csv", text);
    for arguments in [
        vec!["screen", "--in", &file, "--out", "customers.csv"],
        vec!["pairs", &file, "--out", "./customers.csv"],
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr.contains("is both the input and the output"),
            "{}",
            ran.stderr
        );
        assert_eq!(fs_err::read_to_string(&file).unwrap(), text);
    }
}

/// Kills a run once some of its answers are written; then the same command must give what an
/// undisturbed run gives, byte for byte.
fn killed_and_run_again(extension: &str, disturb: impl Fn(&Desk)) -> (bool, String) {
    let desk = Desk::loaded();
    let mut text = String::from("id,name,dob\n");
    for number in 0..12_000 {
        text.push_str(&format!("{number},Nadir Exampleman {number},1970\n"));
    }
    let input = desk.write("many.csv", text);
    let whole = desk.path(&format!("whole.{extension}"));
    assert_eq!(
        desk.run(&["screen", "--in", &input, "--out", whole.to_str().unwrap()])
            .code,
        0
    );

    let out = desk.path(&format!("hits.{extension}"));
    let arguments = ["screen", "--in", &input, "--out", out.to_str().unwrap()];
    let journal = desk.path(&format!("hits.{extension}.part.journal"));
    let mut command = desk.command(&arguments);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let entries = || {
        fs_err::read_to_string(&journal)
            .unwrap_or_default()
            .lines()
            .count()
    };
    while entries() < 4 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!out.exists(), "the run was over before it could be killed");
    disturb(&desk);
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let same = fs_err::read(&out).unwrap() == fs_err::read(&whole).unwrap();
    assert!(!journal.exists());
    (same, ran.stderr)
}

#[test]
fn a_killed_run_goes_on_and_gives_the_same_bytes() {
    for extension in ["jsonl", "csv", "parquet"] {
        let (same, stderr) = killed_and_run_again(extension, |_| {});
        assert!(same, "{extension}");
        assert!(stderr.contains("went on after"), "{stderr}");
    }
}

#[test]
fn a_half_written_chunk_is_written_again() {
    let (same, stderr) = killed_and_run_again("jsonl", |desk| {
        for name in ["hits.jsonl.part", "hits.jsonl.part.journal"] {
            let mut bytes = fs_err::read(desk.path(name)).unwrap();
            bytes.extend_from_slice(b"{\"records\": 12, \"by");
            fs_err::write(desk.path(name), bytes).unwrap();
        }
    });
    assert!(same);
    assert!(stderr.contains("went on after"), "{stderr}");
}

#[test]
fn answers_that_were_tampered_with_are_not_continued() {
    let (same, stderr) = killed_and_run_again("jsonl", |desk| {
        let mut bytes = fs_err::read(desk.path("hits.jsonl.part")).unwrap();
        bytes[40] ^= 1;
        fs_err::write(desk.path("hits.jsonl.part"), bytes).unwrap();
    });
    assert!(same);
    assert!(!stderr.contains("went on after"), "{stderr}");
}

#[test]
fn rescreening_says_what_it_did_and_gives_the_bytes_of_a_full_run() {
    let desk = Desk::loaded();
    let mut text = String::from("id,name,dob\n");
    for number in 0..300 {
        text.push_str(&format!("{number},Nadir Exampleman {number},1970\n"));
    }
    let input = desk.write("many.csv", &text);
    let screen = |out: &str, more: &[&str]| {
        let mut arguments = vec!["screen", "--in", &input, "--out", out];
        arguments.extend(more);
        desk.run(&arguments)
    };
    let ran = screen("kept.jsonl", &["--rescreen"]);
    assert!(
        ran.stderr
            .contains("screened all records: there are no answers yet"),
        "{}",
        ran.stderr
    );
    assert!(desk.path("kept.jsonl.book").exists());

    let entity =
        r#"{"id":"more-1","schema":"Person","properties":{"name":["Nadir Exampleman 17"]}}"#;
    let more = desk.write("more.ftm.json", entity);
    assert_eq!(desk.run(&["load", &more]).code, 0);
    desk.write("many.csv", format!("{text}300,Somebody Else,1980\n"));
    let ran = screen("kept.jsonl", &["--rescreen"]);
    assert!(
        ran.stderr.contains("1 entries changed since snapshot"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("1 rows are new or changed"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("301 records"), "{}", ran.stderr);
    screen("fresh.jsonl", &[]);
    let bytes = |name: &str| fs_err::read(desk.path(name)).unwrap();
    assert!(bytes("kept.jsonl") == bytes("fresh.jsonl"));

    // Answers that somebody edited are not built on.
    let mut edited = bytes("kept.jsonl");
    edited[10] ^= 1;
    desk.write("kept.jsonl", edited);
    let ran = screen("kept.jsonl", &["--rescreen"]);
    assert!(
        ran.stderr.contains("not those that the last run wrote"),
        "{}",
        ran.stderr
    );
    assert!(bytes("kept.jsonl") == bytes("fresh.jsonl"));
    let ran = screen("kept.jsonl", &["--rescreen", "--limit", "1"]);
    assert!(
        ran.stderr
            .contains("the policy, the options or the program differ"),
        "{}",
        ran.stderr
    );
}
